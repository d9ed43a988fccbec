/*
 * Text with a length: a view of bytes that somebody else owns. Text may hold NUL and is never
 * copied to be terminated.
 */
#ifndef LEME_BASE_BYTES_H
#define LEME_BASE_BYTES_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define MUST_USE __attribute__((warn_unused_result))

struct bytes {
	const char *at;
	size_t len;
};

/* A list of texts. */
struct texts {
	ARRAY(struct bytes);
};

/* BYTES("literal") is a constant view; BYTES_FMT and BYTES_ARG print one. */
#define BYTES(literal) ((struct bytes){ (literal), sizeof(literal) - 1 })
#define BYTES_FMT "%.*s"
#define BYTES_ARG(bytes) (int)(bytes).len, (bytes).at

static inline struct bytes bytes_of(const char *text)
{
	return (struct bytes){ text, text ? strlen(text) : 0 };
}

/* Names in one list often begin alike, so the last byte is looked at before all are. */
static inline bool bytes_equal(struct bytes a, struct bytes b)
{
	if (a.len != b.len || a.len == 0)
		return a.len == b.len;
	return a.at[a.len - 1] == b.at[b.len - 1] && memcmp(a.at, b.at, a.len) == 0;
}

static inline bool bytes_is(struct bytes a, const char *text)
{
	return bytes_equal(a, bytes_of(text));
}

/* Order by unsigned bytes, the shorter first where one begins the other: like strcmp. */
int bytes_compare(struct bytes a, struct bytes b);

/* The bytes from begin up to end; both are clipped to the text. */
struct bytes bytes_slice(struct bytes text, size_t begin, size_t end);

bool bytes_begins(struct bytes text, struct bytes head);
bool bytes_ends(struct bytes text, struct bytes tail);

/* The place of the first needle at or after from, or text.len. */
size_t bytes_find(struct bytes text, struct bytes needle, size_t from);

/* Without blanks, tabs and line ends around it. */
struct bytes bytes_trim(struct bytes text);

/* A copy that the arena owns, with a NUL behind it that does not count. */
struct bytes bytes_copy(struct arena *owner, struct bytes text);

/* One text of three, owned by the arena. */
struct bytes bytes_join(
	struct arena *owner, struct bytes head, struct bytes between, struct bytes tail);

/* A copy as a C string. The text must hold no NUL (asserted). */
const char *bytes_string(struct arena *owner, struct bytes text);

/* Cuts the text before the first separator and moves *rest behind it; false at the end. */
bool bytes_cut(struct bytes *rest, char separator, struct bytes *head);

/* Case-insensitive for ASCII letters only. */
bool bytes_equal_nocase(struct bytes a, struct bytes b);

/* A decimal number of at most 18 digits; false for anything else. */
bool bytes_number(struct bytes text, uint64_t *number);

/* For qsort over struct bytes. */
int bytes_order(const void *a, const void *b);

/*
 * A hash for tables in memory: another one in each process, so that nobody can choose keys that
 * come to stand in one place of a table. So it is never written, and no order may come of it.
 */
uint64_t bytes_hash(struct bytes text);

/* SipHash-1-3 (Aumasson, Bernstein: SipHash, a fast short-input PRF), which that is made with. */
uint64_t bytes_hash_keyed(const uint64_t key[2], struct bytes text);

#endif
