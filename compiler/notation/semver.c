#include "notation.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool all_digits(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_digit(text.at[i]))
			return false;
	return text.len > 0;
}

static bool is_identifier(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (!is_digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '-')
			return false;
	}
	return text.len > 0;
}

/* Dot-separated identifiers; in a pre-release a number has no leading zero. */
static bool are_identifiers(struct bytes list, bool zeros_allowed)
{
	struct bytes part;
	while (bytes_cut(&list, '.', &part)) {
		if (!is_identifier(part))
			return false;
		if (!zeros_allowed && part.len > 1 && part.at[0] == '0' && all_digits(part))
			return false;
	}
	return true;
}

static bool parse_field(struct bytes text, uint64_t *field)
{
	return bytes_number(text, field) && !(text.len > 1 && text.at[0] == '0');
}

/* Takes `-pre` and `+build` off the text. */
static bool parse_tail(struct bytes *text, struct semver *version)
{
	size_t plus = bytes_find(*text, BYTES("+"), 0);
	struct bytes build = bytes_slice(*text, plus, text->len);
	*text = bytes_slice(*text, 0, plus);
	size_t dash = bytes_find(*text, BYTES("-"), 0);
	struct bytes prerelease = bytes_slice(*text, dash, text->len);
	*text = bytes_slice(*text, 0, dash);

	version->build = bytes_slice(build, 1, build.len);
	version->prerelease = bytes_slice(prerelease, 1, prerelease.len);
	return (build.len == 0 || are_identifiers(version->build, true)) &&
		(prerelease.len == 0 || are_identifiers(version->prerelease, false));
}

bool semver_parse(struct bytes text, struct semver *version)
{
	struct bytes part[3], rest;
	*version = (struct semver){ 0 };
	if (!parse_tail(&text, version))
		return false;
	rest = text;
	for (int i = 0; i < 3; i++)
		if (!bytes_cut(&rest, '.', &part[i]))
			return false;
	return !rest.at && parse_field(part[0], &version->major) &&
		parse_field(part[1], &version->minor) && parse_field(part[2], &version->patch);
}

/* Without leading zeros, but with a digit before what is no digit. */
static void add_without_zeros(struct buf *out, struct bytes part)
{
	size_t at = 0;
	while (at + 1 < part.len && part.at[at] == '0' && is_digit(part.at[at + 1]))
		at++;
	buf_add(out, bytes_slice(part, at, part.len));
}

bool semver_parse_normalized(struct arena *owner, struct bytes text, struct semver *version)
{
	struct buf out = buf_new(owner);
	if (text.len && text.at[0] == 'v')
		text = bytes_slice(text, 1, text.len);
	for (int dots = 0; dots < 2; dots++) {
		size_t end = bytes_find(text, BYTES("."), 0);
		bool whole = end == text.len;
		/* A short version has no tail. */
		if (whole && !all_digits(text))
			return false;
		add_without_zeros(&out, bytes_slice(text, 0, end));
		buf_add_char(&out, '.');
		text = whole ? BYTES("0") : bytes_slice(text, end + 1, text.len);
	}
	add_without_zeros(&out, text);
	return semver_parse(buf_bytes(&out), version);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* Numbers before texts; numbers by value, which for equal lengths is the order of their bytes. */
static int compare_identifiers(struct bytes a, struct bytes b)
{
	bool a_number = all_digits(a), b_number = all_digits(b);
	if (a_number != b_number)
		return a_number ? -1 : 1;
	if (a_number && a.len != b.len)
		return a.len < b.len ? -1 : 1;
	int order = bytes_compare(a, b);
	return (order > 0) - (order < 0);
}

static int compare_prereleases(struct bytes a, struct bytes b)
{
	if (a.len == 0 || b.len == 0)
		return (a.len == 0) - (b.len == 0);
	struct bytes part_a, part_b;
	for (;;) {
		bool more_a = bytes_cut(&a, '.', &part_a), more_b = bytes_cut(&b, '.', &part_b);
		if (!more_a || !more_b)
			return more_a - more_b;
		int order = compare_identifiers(part_a, part_b);
		if (order)
			return order;
	}
}

int semver_compare(const struct semver *a, const struct semver *b)
{
	int order = compare_numbers(a->major, b->major);
	if (!order)
		order = compare_numbers(a->minor, b->minor);
	if (!order)
		order = compare_numbers(a->patch, b->patch);
	return order ? order : compare_prereleases(a->prerelease, b->prerelease);
}
