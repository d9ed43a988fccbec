#include "stops.h"

#include "base/wide.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK = 64 };

/* A bit for each byte of a block. */
struct masks {
	uint64_t ends, all; /* of `all`, comments are missing that `rare` announces */
	bool rare;          /* there is a `#`, or what is no printable ASCII and no LF */
};

struct stops stops_new(struct bytes text, uint32_t begin, bool helm)
{
	return (struct stops){
		.at = text.at,
		.begin = begin,
		.length = (uint32_t)text.len,
		.block = UINT32_MAX - BLOCK,
		.judged = begin,
		.helm = helm,
		.wide = wide_is_there(),
	};
}

#ifdef __SSE2__

/* What is found in a quarter of a block: ones in its bytes; more than PRINTABLE if it is rare. */
struct quarter {
	__m128i ends, all, rare;
};

enum { PRINTABLE = 0x7E - ' ' };

/* The byte behind a quarter is looked at, too. */
static inline struct quarter quarter_of(const char *at)
{
	__m128i here = _mm_loadu_si128((const __m128i *)(const void *)at);
	__m128i next = _mm_loadu_si128((const __m128i *)(const void *)(at + 1));
	__m128i space = _mm_set1_epi8(' '), end = _mm_cmpeq_epi8(here, _mm_set1_epi8('\n'));
	__m128i colon = _mm_and_si128(_mm_cmpeq_epi8(here, _mm_set1_epi8(':')),
		_mm_cmpeq_epi8(_mm_max_epu8(next, space), space));
	__m128i hash = _mm_cmpeq_epi8(here, _mm_set1_epi8('#'));
	__m128i rare = _mm_or_si128(hash, _mm_andnot_si128(end, _mm_sub_epi8(here, space)));
	return (struct quarter){ end, _mm_or_si128(end, colon), rare };
}

static inline uint64_t bits(__m128i first, __m128i second, __m128i third, __m128i fourth)
{
	uint32_t low = (uint32_t)_mm_movemask_epi8(first) |
		(uint32_t)_mm_movemask_epi8(second) << 16;
	uint32_t high = (uint32_t)_mm_movemask_epi8(third) |
		(uint32_t)_mm_movemask_epi8(fourth) << 16;
	return low | (uint64_t)high << 32;
}

/* The `#` of a block, and what is no printable ASCII and no LF. */
static void rare_of(const char *at, uint64_t *hashes, uint64_t *odd)
{
	*hashes = *odd = 0;
	for (int i = 0; i < BLOCK; i += 16) {
		__m128i here = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
		__m128i hash = _mm_cmpeq_epi8(here, _mm_set1_epi8('#'));
		__m128i most = _mm_set1_epi8(PRINTABLE);
		__m128i above = _mm_max_epu8(_mm_sub_epi8(here, _mm_set1_epi8(' ')), most);
		__m128i good = _mm_or_si128(
			_mm_cmpeq_epi8(above, most), _mm_cmpeq_epi8(here, _mm_set1_epi8('\n')));
		*hashes |= (uint64_t)(uint32_t)_mm_movemask_epi8(hash) << i;
		*odd |= (uint64_t)(~(uint32_t)_mm_movemask_epi8(good) & 0xFFFF) << i;
	}
}

static inline struct masks masks_of(const char *at)
{
	struct quarter a = quarter_of(at), b = quarter_of(at + 16);
	struct quarter c = quarter_of(at + 32), d = quarter_of(at + 48);
	__m128i most = _mm_max_epu8(_mm_max_epu8(a.rare, b.rare), _mm_max_epu8(c.rare, d.rare));
	__m128i usual = _mm_set1_epi8(PRINTABLE);
	return (struct masks){
		bits(a.ends, b.ends, c.ends, d.ends),
		bits(a.all, b.all, c.all, d.all),
		_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(most, usual), usual)) != 0xFFFF,
	};
}

#else

static void rare_of(const char *at, uint64_t *hashes, uint64_t *odd)
{
	*hashes = *odd = 0;
	for (int i = 0; i < BLOCK; i++) {
		unsigned char c = (unsigned char)at[i];
		*hashes |= (uint64_t)(c == '#') << i;
		*odd |= (uint64_t)((c < ' ' && c != '\n') || c >= 0x7F) << i;
	}
}

static struct masks masks_of(const char *at)
{
	struct masks masks = { 0 };
	for (int i = 0; i < BLOCK; i++) {
		unsigned char c = (unsigned char)at[i], next = (unsigned char)at[i + 1];
		bool end = c == '\n';
		bool stop = end || (c == ':' && next <= ' ');
		masks.ends |= (uint64_t)end << i;
		masks.all |= (uint64_t)stop << i;
		masks.rare |= c == '#' || (c < ' ' && !end) || c >= 0x7F;
	}
	return masks;
}

#endif

#ifdef WIDE

/* What is found in half of a block, as in a quarter. */
struct half {
	__m256i ends, all, rare;
};

WIDE static inline struct half half_of(const char *at)
{
	__m256i here = _mm256_loadu_si256((const __m256i *)(const void *)at);
	__m256i next = _mm256_loadu_si256((const __m256i *)(const void *)(at + 1));
	__m256i space = _mm256_set1_epi8(' '),
		end = _mm256_cmpeq_epi8(here, _mm256_set1_epi8('\n'));
	__m256i colon = _mm256_and_si256(_mm256_cmpeq_epi8(here, _mm256_set1_epi8(':')),
		_mm256_cmpeq_epi8(_mm256_max_epu8(next, space), space));
	__m256i hash = _mm256_cmpeq_epi8(here, _mm256_set1_epi8('#'));
	__m256i odd = _mm256_andnot_si256(end, _mm256_sub_epi8(here, space));
	return (struct half){ end, _mm256_or_si256(end, colon), _mm256_or_si256(hash, odd) };
}

WIDE static inline uint64_t bits_wide(__m256i first, __m256i second)
{
	uint64_t high = (uint32_t)_mm256_movemask_epi8(second);
	return (uint32_t)_mm256_movemask_epi8(first) | high << 32;
}

WIDE static inline struct masks masks_wide(const char *at)
{
	struct half a = half_of(at), b = half_of(at + 32);
	__m256i most = _mm256_max_epu8(a.rare, b.rare), usual = _mm256_set1_epi8(PRINTABLE);
	__m256i good = _mm256_cmpeq_epi8(_mm256_max_epu8(most, usual), usual);
	return (struct masks){
		bits_wide(a.ends, b.ends),
		bits_wide(a.all, b.all),
		~(uint32_t)_mm256_movemask_epi8(good) != 0,
	};
}

#endif

/* --- characters ------------------------------------------------------------------------------- */

/*
 * The length of a character of several bytes that is plainly printable, or 0. U+0085, U+2028 and
 * U+2029 end lines in YAML 1.1, and U+FEFF is a byte order mark.
 */
static uint32_t several(const unsigned char *at, bool rare)
{
	unsigned first = at[0], second = at[1];
	if (first >= 0xC3 && first <= 0xDF)
		return 2;
	if (first == 0xE2 && second == 0x80 && (at[2] == 0xA8 || at[2] == 0xA9))
		return 0;
	if (first >= 0xE1 && first <= 0xEC)
		return 3;
	if (!rare)
		return 0;
	if (first == 0xC2 && second >= 0xA0)
		return 2;
	if (first == 0xEE || (first == 0xEF && second < 0xBB) || (first == 0xE0 && second >= 0xA0))
		return 3;
	return (first == 0xF0 && second >= 0x90) || (first > 0xF0 && first <= 0xF3) ? 4 : 0;
}

/* How long the character is that begins here; 0 if it is for a full reader to judge. */
static uint32_t character(struct stops *stops, uint32_t at)
{
	const unsigned char *bytes = (const unsigned char *)stops->at + at;
	if (bytes[0] == '\t' && stops->helm) {
		stops->tabs = true;
		return 1;
	}
	if (bytes[0] == '\r' && stops->helm)
		return at + 1 < stops->length && bytes[1] == '\n';
	if (bytes[0] < 0x80 || at + 3 >= stops->length)
		return 0;
	uint32_t length = several(bytes, stops->helm);
	for (uint32_t i = 1; i < length; i++)
		if ((bytes[i] & 0xC0) != 0x80)
			return 0;
	return length;
}

static void judge(struct stops *stops, uint32_t at)
{
	if (at < stops->judged)
		return;
	uint32_t length = character(stops, at);
	stops->bad |= length == 0;
	stops->judged = at + (length ? length : 1);
}

/* --- blocks ----------------------------------------------------------------------------------- */

/* Comments, and characters, of which one may end in the next block. */
static void take_rare(struct stops *stops, const char *bytes)
{
	uint64_t hashes, odd;
	rare_of(bytes, &hashes, &odd);
	for (uint64_t left = hashes; left; left &= left - 1) {
		uint32_t at = stops->block + (uint32_t)__builtin_ctzll(left);
		if (at > stops->begin && stops->at[at - 1] == ' ')
			stops->all |= left & -left;
	}
	for (; odd; odd &= odd - 1)
		judge(stops, stops->block + (uint32_t)__builtin_ctzll(odd));
}

static inline void put(struct stops *stops, uint32_t block, const char *bytes, struct masks masks)
{
	stops->block = block;
	stops->ends = masks.ends;
	stops->all = masks.all;
	if (masks.rare)
		take_rare(stops, bytes);
}

static void take_narrow(struct stops *stops, uint32_t block, const char *bytes)
{
	put(stops, block, bytes, masks_of(bytes));
}

#ifdef WIDE

WIDE static void take_wide(struct stops *stops, uint32_t block, const char *bytes)
{
	put(stops, block, bytes, masks_wide(bytes));
}

#else
#define take_wide take_narrow
#endif

static inline void take(struct stops *stops, uint32_t block, const char *bytes)
{
	if (stops->wide)
		take_wide(stops, block, bytes);
	else
		take_narrow(stops, block, bytes);
}

/* The block at the end of the text, with line ends behind it. */
static void load_end(struct stops *stops, uint32_t block)
{
	char bytes[BLOCK + 1];
	uint32_t left = stops->length - block;
	memset(bytes, '\n', sizeof bytes);
	memcpy(bytes, stops->at + block, left <= BLOCK ? left : BLOCK + 1);
	take(stops, block, bytes);
}

void stops_load(struct stops *stops, uint32_t at)
{
	uint32_t block = stops->begin + ((at - stops->begin) & ~(uint32_t)(BLOCK - 1));
	if (stops->length - block > BLOCK)
		take(stops, block, stops->at + block);
	else
		load_end(stops, block);
}
