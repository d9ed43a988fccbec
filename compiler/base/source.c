#include "source.h"

#include "wide.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* So many strides at once: no sum of them is too large for a byte. */
enum { PAGE = 1024, STRIDE = 64, STRIDES = PAGE / STRIDE };

/* Filled on the first question, as most sources are never printed. */
struct lines {
	struct arena *owner;
	ARRAY(uint32_t); /* lines that end before each page of the text */
	/* Where only a line of the source is kept: */
	bool is_part;
	size_t skipped; /* lines before it */
	size_t end;     /* where the span ends, be it in the part or not; 0: nowhere */
	struct place end_place;
};

struct source *source_new(
	struct arena *owner, struct bytes path, struct bytes name, struct bytes text)
{
	struct source *source = arena_new_of(owner, struct source);
	*source = (struct source){
		.path = path, .name = name, .text = text, .lines = arena_new_of(owner, struct lines)
	};
	source->lines->owner = owner;
	return source;
}

struct span span_of_path(struct arena *owner, struct bytes path)
{
	return (struct span){ source_new(owner, path, path, (struct bytes){ 0 }), 0, 0 };
}

/* A lone CR ends a line too, as YAML has it. */
static bool ends_line(struct bytes text, size_t at)
{
	if (text.at[at] == '\n')
		return true;
	return text.at[at] == '\r' && (at + 1 == text.len || text.at[at + 1] != '\n');
}

/* The LF of some strides; *returns: whether there is a CR, too. */
#ifdef __SSE2__

static inline __m128i equal(const char *at, char c)
{
	__m128i here = _mm_loadu_si128((const __m128i *)(const void *)at);
	return _mm_cmpeq_epi8(here, _mm_set1_epi8(c));
}

static size_t count_strides(const char *at, size_t strides, bool *returns)
{
	__m128i sums = _mm_setzero_si128(), seen = sums;
	for (const char *end = at + strides * STRIDE; at < end; at += STRIDE) {
		__m128i low = _mm_add_epi8(equal(at, '\n'), equal(at + 16, '\n'));
		__m128i high = _mm_add_epi8(equal(at + 32, '\n'), equal(at + 48, '\n'));
		sums = _mm_sub_epi8(sums, _mm_add_epi8(low, high));
		low = _mm_or_si128(equal(at, '\r'), equal(at + 16, '\r'));
		high = _mm_or_si128(equal(at + 32, '\r'), equal(at + 48, '\r'));
		seen = _mm_or_si128(seen, _mm_or_si128(low, high));
	}
	*returns |= _mm_movemask_epi8(seen) != 0;
	sums = _mm_sad_epu8(sums, _mm_setzero_si128());
	return (size_t)_mm_cvtsi128_si32(sums) +
		(size_t)_mm_cvtsi128_si32(_mm_unpackhi_epi64(sums, sums));
}

#else

static size_t count_strides(const char *at, size_t strides, bool *returns)
{
	size_t count = 0;
	for (size_t i = 0; i < strides * STRIDE; i++) {
		count += at[i] == '\n';
		*returns |= at[i] == '\r';
	}
	return count;
}

#endif

#ifdef WIDE

WIDE static inline __m256i equal_wide(const char *at, char c)
{
	__m256i here = _mm256_loadu_si256((const __m256i *)(const void *)at);
	return _mm256_cmpeq_epi8(here, _mm256_set1_epi8(c));
}

WIDE static size_t count_strides_wide(const char *at, size_t strides, bool *returns)
{
	__m256i sums = _mm256_setzero_si256(), seen = sums;
	for (const char *end = at + strides * STRIDE; at < end; at += STRIDE) {
		__m256i both = _mm256_add_epi8(equal_wide(at, '\n'), equal_wide(at + 32, '\n'));
		sums = _mm256_sub_epi8(sums, both);
		both = _mm256_or_si256(equal_wide(at, '\r'), equal_wide(at + 32, '\r'));
		seen = _mm256_or_si256(seen, both);
	}
	uint64_t quarters[4];
	sums = _mm256_sad_epu8(sums, _mm256_setzero_si256());
	_mm256_storeu_si256((__m256i *)(void *)quarters, sums);
	*returns |= _mm256_movemask_epi8(seen) != 0;
	return quarters[0] + quarters[1] + quarters[2] + quarters[3];
}

#else

static size_t count_strides_wide(const char *at, size_t strides, bool *returns)
{
	return count_strides(at, strides, returns);
}

#endif

static size_t count_newlines(struct bytes text, bool *returns)
{
	size_t count = 0, at = 0;
	bool wide = wide_is_there();
	for (size_t left = text.len / STRIDE, some; left; left -= some) {
		some = left < STRIDES ? left : STRIDES;
		count += wide ? count_strides_wide(text.at + at, some, returns)
			      : count_strides(text.at + at, some, returns);
		at += some * STRIDE;
	}
	for (; at < text.len; at++) {
		count += text.at[at] == '\n';
		*returns |= text.at[at] == '\r';
	}
	return count;
}

/* How many lines end between two places. */
static size_t count_ends(struct bytes text, size_t begin, size_t end)
{
	bool returns = false;
	size_t count = count_newlines(bytes_slice(text, begin, end), &returns);
	if (!returns)
		return count;
	count = 0;
	for (size_t i = begin; i < end; i++)
		count += ends_line(text, i);
	return count;
}

static void lines_fill(struct lines *lines, struct bytes text)
{
	size_t count = 0;
	lines->room = text.len / PAGE + 1;
	lines->at = arena_take_unset(lines->owner, lines->room * sizeof *lines->at);
	for (size_t at = 0; at <= text.len; at += PAGE) {
		size_t end = at + PAGE < text.len ? at + PAGE : text.len;
		lines->at[lines->count++] = (uint32_t)count;
		count += count_ends(text, at, end);
	}
}

/*
 * The number, from 0, of the line that holds the offset, and where it begins. Makes no table, as
 * threads may share the source.
 */
static size_t line_of(const struct source *source, size_t offset, size_t *begin)
{
	const struct lines *lines = source->lines;
	struct bytes text = source->text;
	*begin = source->skipped;
	if (lines->is_part)
		return 0;
	size_t at = offset < text.len ? offset : text.len, page = lines->count ? at / PAGE : 0;
	size_t before = lines->count ? lines->at[page] : 0;
	before += count_ends(text, page * PAGE, at);
	while (at > 0 && !ends_line(text, at - 1))
		at--;
	*begin = at;
	return before;
}

void source_index(const struct source *source)
{
	if (source->lines->count == 0 && !source->lines->is_part)
		lines_fill(source->lines, source->text);
}

static bool begins_code_point(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

/* Of an offset in the line of that number, from 0, that begins there. */
static struct place place_in(
	const struct source *source, size_t line, size_t line_begin, size_t offset)
{
	struct place place = { source->lines->skipped + line + 1, 1 };
	struct bytes before = span_text(
		(struct span){ source, (uint32_t)line_begin, (uint32_t)offset });
	if (offset && offset == source->lines->end)
		return source->lines->end_place;
	for (size_t i = 0; i < before.len; i++)
		place.column += begins_code_point(before.at[i]);
	return place;
}

struct place source_place(const struct source *source, size_t offset)
{
	size_t begin;
	source_index(source);
	size_t line = line_of(source, offset, &begin);
	return place_in(source, line, begin, offset);
}

void source_stays(struct source *source)
{
	source->stays = true;
}

static struct bytes line_at(const struct source *source, size_t begin)
{
	size_t first = begin - source->skipped, end = first;
	while (end < source->text.len && source->text.at[end] != '\n' &&
		source->text.at[end] != '\r')
		end++;
	return bytes_slice(source->text, first, end);
}

struct bytes source_line(const struct source *source, size_t offset, size_t *begin)
{
	source_index(source);
	line_of(source, offset, begin);
	return line_at(source, *begin);
}

/* --- keeping ---------------------------------------------------------------------------------- */

static void keep_line(struct source *kept, const struct source *whole, struct span span)
{
	struct lines *lines = kept->lines;
	size_t begin, end_begin;
	size_t line = line_of(whole, span.begin, &begin);
	size_t end_line = line_of(whole, span.end, &end_begin);
	/* With its line end, so that an empty line is a text, too. */
	struct span text = { whole, (uint32_t)begin,
		(uint32_t)(begin + line_at(whole, begin).len + 1) };
	kept->text = bytes_copy(lines->owner, span_text(text));
	kept->skipped = begin;
	lines->skipped = whole->lines->skipped + line;
	lines->end = span.end;
	lines->end_place = place_in(whole, end_line, end_begin, span.end);
	lines->is_part = true;
}

struct span span_kept(struct arena *owner, struct span span)
{
	const struct source *whole = span.source;
	if (!whole || whole->stays)
		return span;
	struct source *kept = source_new(owner, bytes_copy(owner, whole->path),
		bytes_copy(owner, whole->name), (struct bytes){ 0 });
	kept->identity = whole->identity;
	kept->is_past = whole->is_past;
	if (whole->text.at)
		keep_line(kept, whole, span);
	return (struct span){ kept, span.begin, span.end };
}

int span_compare(struct span a, struct span b)
{
	if (!a.source || !b.source)
		return !!a.source - !!b.source;
	int order = a.source == b.source ? 0 : bytes_compare(a.source->path, b.source->path);
	return order ? order : (a.begin > b.begin) - (a.begin < b.begin);
}
