#include "semver.h"

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

static bool parse_field(struct bytes text, enum semver_style style, uint64_t *field)
{
	uint64_t number = 0;
	if (!all_digits(text) || (style != SEMVER_LOOSE && text.len > 1 && text.at[0] == '0'))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (__builtin_mul_overflow(number, 10, &number) ||
			__builtin_add_overflow(number, (unsigned)(text.at[i] - '0'), &number))
			return false;
	*field = number;
	return true;
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

bool semver_read(struct bytes text, enum semver_style style, struct semver *version)
{
	*version = (struct semver){ 0 };
	uint64_t *const fields[] = { &version->major, &version->minor, &version->patch };
	if (style != SEMVER_STRICT && text.len && text.at[0] == 'v')
		text = bytes_slice(text, 1, text.len);
	if (!parse_tail(&text, version))
		return false;
	struct bytes part;
	size_t count = 0;
	while (bytes_cut(&text, '.', &part))
		if (count == 3 || !parse_field(part, style, fields[count++]))
			return false;
	return style == SEMVER_STRICT ? count == 3 : count > 0;
}

bool semver_parse(struct bytes text, struct semver *version)
{
	return semver_read(text, SEMVER_STRICT, version);
}

struct bytes semver_text(struct arena *owner, const struct semver *version)
{
	struct buf out = buf_new(owner);
	buf_add_number(&out, version->major, 10);
	buf_add_char(&out, '.');
	buf_add_number(&out, version->minor, 10);
	buf_add_char(&out, '.');
	buf_add_number(&out, version->patch, 10);
	if (version->prerelease.len)
		buf_add_char(&out, '-');
	buf_add(&out, version->prerelease);
	if (version->build.len)
		buf_add_char(&out, '+');
	buf_add(&out, version->build);
	return buf_bytes(&out);
}

bool semver_next(const struct semver *version, enum semver_part part, struct semver *next)
{
	bool pre = version->prerelease.len;
	struct semver v = { .major = version->major };
	if (part == SEMVER_MAJOR && (!pre || version->minor || version->patch))
		v.major++;
	if (part != SEMVER_MAJOR)
		v.minor = version->minor;
	if (part == SEMVER_MINOR && (!pre || version->patch))
		v.minor++;
	if (part == SEMVER_PATCH)
		v.patch = version->patch + !pre;
	*next = v;
	return semver_compare(&v, version) > 0;
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

int semver_compare_prereleases(struct bytes a, struct bytes b)
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
	return order ? order : semver_compare_prereleases(a->prerelease, b->prerelease);
}
