#include "folder.h"
#include "utf8.h"

bool glob_is_pattern(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (memchr("*?[", text.at[i], 3))
			return true;
	return false;
}

static uint32_t next_code_point(struct bytes text, size_t *at)
{
	size_t len;
	uint32_t code_point = utf8_at(text, *at, &len);
	*at += len;
	return code_point;
}

/* Where the set that opens at `open` closes; text.len if it does not. */
static size_t set_end(struct bytes pattern, size_t open)
{
	size_t at = open + 1;
	if (at < pattern.len && (pattern.at[at] == '!' || pattern.at[at] == '^'))
		at++;
	return bytes_find(pattern, BYTES("]"), at + 1); /* a ']' in first place is a member */
}

bool glob_is_well_formed(struct bytes pattern)
{
	for (size_t i = 0; i < pattern.len; i++) {
		if (pattern.at[i] != '[')
			continue;
		i = set_end(pattern, i);
		if (i == pattern.len)
			return false;
	}
	return true;
}

static bool set_has(struct bytes set, uint32_t code_point)
{
	bool negated = set.len > 1 && (set.at[0] == '!' || set.at[0] == '^');
	bool found = false;
	for (size_t i = negated; i < set.len;) {
		uint32_t low = next_code_point(set, &i), high = low;
		if (i + 1 < set.len && set.at[i] == '-') {
			i++;
			high = next_code_point(set, &i);
		}
		found |= low <= code_point && code_point <= high;
	}
	return found != negated;
}

/* Matches one item of the pattern, not a star, against the front of the name; moves both on. */
static bool item_matches(struct bytes pattern, size_t *p, struct bytes name, size_t *n)
{
	if (*p == pattern.len)
		return false;
	char item = pattern.at[*p];
	size_t end = item == '[' ? set_end(pattern, *p) : pattern.len;
	if (end == pattern.len && item != '?')
		return pattern.at[(*p)++] == name.at[(*n)++];

	uint32_t code_point = next_code_point(name, n);
	struct bytes set = bytes_slice(pattern, *p + 1, end);
	*p = item == '?' ? *p + 1 : end + 1;
	return item == '?' || set_has(set, code_point);
}

/* On a failure only the last star needs another try: what stood before it matched already. */
bool glob_matches(struct bytes pattern, struct bytes name)
{
	size_t p = 0, n = 0, star = SIZE_MAX, from = 0;
	while (n < name.len) {
		if (p < pattern.len && pattern.at[p] == '*') {
			star = ++p;
			from = n;
		} else if (!item_matches(pattern, &p, name, &n)) {
			if (star == SIZE_MAX)
				return false;
			next_code_point(name, &from);
			p = star;
			n = from;
		}
	}
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	return p == pattern.len;
}
