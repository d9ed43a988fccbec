#include "bytes.h"

#include <assert.h>

int bytes_compare(struct bytes a, struct bytes b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.at, b.at, common) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

int bytes_order(const void *a, const void *b)
{
	return bytes_compare(*(const struct bytes *)a, *(const struct bytes *)b);
}

struct bytes bytes_slice(struct bytes text, size_t begin, size_t end)
{
	if (end > text.len)
		end = text.len;
	if (begin > end)
		begin = end;
	return (struct bytes){ text.at + begin, end - begin };
}

bool bytes_begins(struct bytes text, struct bytes head)
{
	return bytes_equal(bytes_slice(text, 0, head.len), head);
}

bool bytes_ends(struct bytes text, struct bytes tail)
{
	return text.len >= tail.len &&
		bytes_equal(bytes_slice(text, text.len - tail.len, text.len), tail);
}

size_t bytes_find(struct bytes text, struct bytes needle, size_t from)
{
	if (from > text.len)
		return text.len;
	if (needle.len == 0 || from == text.len)
		return from;
	const char *found = memmem(text.at + from, text.len - from, needle.at, needle.len);
	return found ? (size_t)(found - text.at) : text.len;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct bytes bytes_trim(struct bytes text)
{
	while (text.len && is_blank(text.at[0]))
		text.at++, text.len--;
	while (text.len && is_blank(text.at[text.len - 1]))
		text.len--;
	return text;
}

struct bytes bytes_copy(struct arena *owner, struct bytes text)
{
	char *copy = arena_take_unset(owner, text.len + 1);
	if (text.len)
		memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	return (struct bytes){ copy, text.len };
}

struct bytes bytes_join(
	struct arena *owner, struct bytes head, struct bytes between, struct bytes tail)
{
	char *joined = arena_take_unset(owner, head.len + between.len + tail.len + 1),
	     *end = joined;
	const struct bytes parts[] = { head, between, tail };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].len)
			memcpy(end, parts[i].at, parts[i].len);
		end += parts[i].len;
	}
	*end = '\0';
	return (struct bytes){ joined, (size_t)(end - joined) };
}

const char *bytes_string(struct arena *owner, struct bytes text)
{
	assert(text.len == 0 || !memchr(text.at, '\0', text.len));
	return bytes_copy(owner, text).at;
}

bool bytes_cut(struct bytes *rest, char separator, struct bytes *head)
{
	if (!rest->at)
		return false;
	const char *found = rest->len ? memchr(rest->at, separator, rest->len) : NULL;
	if (!found) {
		*head = *rest;
		*rest = (struct bytes){ 0 };
		return true;
	}
	size_t len = (size_t)(found - rest->at);
	*head = bytes_slice(*rest, 0, len);
	*rest = bytes_slice(*rest, len + 1, rest->len);
	return true;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool bytes_equal_nocase(struct bytes a, struct bytes b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.at[i]) != lower(b.at[i]))
			return false;
	return true;
}

bool bytes_number(struct bytes text, uint64_t *number)
{
	if (text.len == 0 || text.len > 18)
		return false;
	*number = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
		*number = *number * 10 + (uint64_t)(text.at[i] - '0');
	}
	return true;
}

uint64_t bytes_hash(struct bytes text)
{
	uint64_t hash = 14695981039346656037u;
	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.at[i]) * 1099511628211u;
	return hash;
}
