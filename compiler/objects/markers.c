#include "markers.h"

#include "base/utf8.h"
#include "base/wide.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK = 64, BEHIND = 2 }; /* so many bytes behind a block are looked at, too */

/*
 * Whether nothing in a block is worth a look: no marker behind a line end in it, neither a NUL nor
 * a byte of a character that has several, and no `h` with a `p` two bytes behind it, as FILENAME
 * has them and few words do.
 */
#ifdef __SSE2__

struct sixteen {
	__m128i worth, plain;
};

static inline struct sixteen sixteen_at(const char *at)
{
	__m128i here = _mm_loadu_si128((const __m128i *)(const void *)at);
	__m128i second = _mm_loadu_si128((const __m128i *)(const void *)(at + BEHIND));
	/* Of `,-./`, which are one but for their last two bits. */
	__m128i mark = _mm_cmpeq_epi8(_mm_or_si128(second, _mm_set1_epi8(3)), _mm_set1_epi8('/'));
	__m128i marker = _mm_and_si128(_mm_cmpeq_epi8(here, _mm_set1_epi8('\n')), mark);
	__m128i name = _mm_and_si128(_mm_cmpeq_epi8(here, _mm_set1_epi8('h')),
		_mm_cmpeq_epi8(second, _mm_set1_epi8('p')));
	return (struct sixteen){
		_mm_or_si128(marker, name),
		_mm_cmpgt_epi8(here, _mm_setzero_si128()),
	};
}

static inline bool is_dull(const char *at)
{
	struct sixteen a = sixteen_at(at), b = sixteen_at(at + 16);
	struct sixteen c = sixteen_at(at + 32), d = sixteen_at(at + 48);
	__m128i worth = _mm_or_si128(
		_mm_or_si128(a.worth, b.worth), _mm_or_si128(c.worth, d.worth));
	__m128i plain = _mm_and_si128(
		_mm_and_si128(a.plain, b.plain), _mm_and_si128(c.plain, d.plain));
	return _mm_movemask_epi8(_mm_andnot_si128(worth, plain)) == 0xFFFF;
}

#else

static bool is_dull(const char *at)
{
	unsigned worth = 0;
	for (size_t i = 0; i < BLOCK; i++) {
		signed char here = (signed char)at[i];
		char second = at[i + BEHIND];
		worth |= (here == '\n') & ((second | 3) == '/');
		worth |= here <= 0;
		worth |= (here == 'h') & (second == 'p');
	}
	return !worth;
}

#endif

#ifdef WIDE

struct thirty_two {
	__m256i worth, plain;
};

WIDE static inline struct thirty_two thirty_two_at(const char *at)
{
	__m256i here = _mm256_loadu_si256((const __m256i *)(const void *)at);
	__m256i second = _mm256_loadu_si256((const __m256i *)(const void *)(at + BEHIND));
	__m256i mark = _mm256_cmpeq_epi8(
		_mm256_or_si256(second, _mm256_set1_epi8(3)), _mm256_set1_epi8('/'));
	__m256i marker = _mm256_and_si256(_mm256_cmpeq_epi8(here, _mm256_set1_epi8('\n')), mark);
	__m256i name = _mm256_and_si256(_mm256_cmpeq_epi8(here, _mm256_set1_epi8('h')),
		_mm256_cmpeq_epi8(second, _mm256_set1_epi8('p')));
	return (struct thirty_two){
		_mm256_or_si256(marker, name),
		_mm256_cmpgt_epi8(here, _mm256_setzero_si256()),
	};
}

WIDE static inline bool is_dull_wide(const char *at)
{
	struct thirty_two a = thirty_two_at(at), b = thirty_two_at(at + 32);
	__m256i worth = _mm256_or_si256(a.worth, b.worth);
	__m256i plain = _mm256_and_si256(a.plain, b.plain);
	return ~(uint32_t)_mm256_movemask_epi8(_mm256_andnot_si256(worth, plain)) == 0;
}

WIDE static const char *skip_dull_wide(const char *from, const char *end)
{
	while (end - from >= BLOCK + BEHIND && is_dull_wide(from))
		from += BLOCK;
	return from;
}

#else

static const char *skip_dull_wide(const char *from, const char *end)
{
	(void)end;
	return from;
}

#endif

/* --- characters, and the name ----------------------------------------------------------------- */

static void judge(struct markers *markers, size_t begin, size_t end)
{
	/* A character may have begun in the block before. */
	size_t from = markers->good > begin ? markers->good : begin;
	if (markers->bad || from >= end)
		return;
	struct bytes text = markers->text;
	size_t reach = utf8_reach(text, from, end);
	const char *nul = memchr(text.at + from, '\0', (reach < end ? reach : end) - from);
	markers->good = nul ? (size_t)(nul - text.at) : reach;
	markers->bad = markers->good < end;
}

enum { NAME_H = 19 }; /* where FILENAME has the `h` by which it is found */

static bool is_name(struct bytes text, size_t h)
{
	return h >= NAME_H &&
		bytes_begins(bytes_slice(text, h - NAME_H, text.len), BYTES(FILENAME));
}

/* --- markers ---------------------------------------------------------------------------------- */

struct markers markers_new(struct bytes text)
{
	return (struct markers){ .text = text, .wide = wide_is_there() };
}

bool marker_begins(struct bytes text, size_t at)
{
	char c = at + 3 <= text.len ? text.at[at] : '\0';
	return (c == '-' || c == '.') && text.at[at + 1] == c && text.at[at + 2] == c;
}

/* The first one behind a line end between two places, or 0. */
static size_t look(struct markers *markers, size_t begin, size_t end)
{
	struct bytes text = markers->text;
	judge(markers, begin, end);
	for (size_t at = begin; at < end; at++) {
		char c = text.at[at];
		if (c == '\n' && marker_begins(text, at + 1))
			return at + 1;
		if (c == 'h' && is_name(text, at))
			markers->names_filename = true;
	}
	return 0;
}

/* Behind blocks in which nothing is worth a look. */
static size_t skip_dull(const struct markers *markers, size_t at)
{
	struct bytes text = markers->text;
	const char *from = text.at + at, *end = text.at + text.len;
	if (markers->wide)
		from = skip_dull_wide(from, end);
	while (end - from >= BLOCK + BEHIND && is_dull(from))
		from += BLOCK;
	return (size_t)(from - text.at);
}

size_t markers_next(struct markers *markers, size_t at)
{
	struct bytes text = markers->text;
	for (; (at = skip_dull(markers, at)) < text.len; at += BLOCK) {
		size_t end = at + BLOCK < text.len ? at + BLOCK : text.len;
		size_t found = look(markers, at, end);
		if (found)
			return found;
	}
	return text.len;
}
