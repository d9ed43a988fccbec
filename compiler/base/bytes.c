#include "bytes.h"

#include <assert.h>
#include <endian.h>
#include <sys/auxv.h>

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
	/* No text has no place, and C adds not even 0 to that. */
	return (struct bytes){ begin ? text.at + begin : text.at, end - begin };
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

/* --- hashes ----------------------------------------------------------------------------------- */

static uint64_t rotated(uint64_t word, int bits)
{
	return word << bits | word >> (64 - bits);
}

static inline void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = rotated(v[1], 13) ^ v[0];
	v[3] = rotated(v[3], 16) ^ v[2];
	v[0] = rotated(v[0], 32) + v[3];
	v[2] += v[1];
	v[1] = rotated(v[1], 17) ^ v[2];
	v[3] = rotated(v[3], 21) ^ v[0];
	v[2] = rotated(v[2], 32);
}

/* Eight bytes, the first one lowest. */
static uint64_t word_at(struct bytes text, size_t at)
{
	uint64_t word;
	memcpy(&word, text.at + at, sizeof word);
	return le64toh(word);
}

/* The bytes that fill no word, and the length. */
static uint64_t last_word(struct bytes text)
{
	uint64_t word = (uint64_t)text.len << 56;
	for (size_t i = 0, at = text.len & ~(size_t)7; at < text.len; i++, at++)
		word |= (uint64_t)(unsigned char)text.at[at] << 8 * i;
	return word;
}

static void sip_word(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
}

uint64_t bytes_hash_keyed(const uint64_t key[2], struct bytes text)
{
	uint64_t v[] = { key[0] ^ UINT64_C(0x736f6d6570736575),
		key[1] ^ UINT64_C(0x646f72616e646f6d), key[0] ^ UINT64_C(0x6c7967656e657261),
		key[1] ^ UINT64_C(0x7465646279746573) };
	for (size_t at = 0; at + 8 <= text.len; at += 8)
		sip_word(v, word_at(text, at));
	sip_word(v, last_word(text));
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Set before main() and then never changed. */
static uint64_t process_key[2];

/*
 * The system has put sixteen random bytes beside each program that it starts. A fuzzer, which
 * learns from the way that each input takes, must learn the same each time.
 */
#ifndef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
__attribute__((constructor)) static void set_process_key(void)
{
	const char *random = (const char *)(uintptr_t)getauxval(AT_RANDOM);
	if (random)
		memcpy(process_key, random, sizeof process_key);
}
#endif

uint64_t bytes_hash(struct bytes text)
{
	return bytes_hash_keyed(process_key, text);
}
