#include "gzip.h"

#include "buf.h"
#include "message.h"

enum { CODE_LONGEST = 15, LITERALS = 288, DISTANCES = 30, LENGTHS = 19 };

/* Bits come from the low end of each byte. */
struct inflating {
	struct bytes in;
	size_t at;
	uint32_t bits;
	unsigned bit_count;
	struct buf *out;
	size_t begin, limit; /* of what this member has made; of all */
	const char *fault;
};

static bool fail(struct inflating *z, const char *fault)
{
	z->fault = z->fault ? z->fault : fault;
	return false;
}

static bool damaged(struct inflating *z)
{
	return fail(z, N_("the gzip data are damaged"));
}

/* --- bits ------------------------------------------------------------------------------------- */

static bool take_bits(struct inflating *z, unsigned count, unsigned *value)
{
	while (z->bit_count < count) {
		if (z->at == z->in.len)
			return fail(z, N_("the gzip data end too early"));
		z->bits |= (uint32_t)(unsigned char)z->in.at[z->at++] << z->bit_count;
		z->bit_count += 8;
	}
	*value = z->bits & ((1u << count) - 1);
	z->bits >>= count;
	z->bit_count -= count;
	return true;
}

/* What is left of a byte is nothing. At most one byte is held, as no more is taken than asked. */
static void drop_bits(struct inflating *z)
{
	z->bits = 0;
	z->bit_count = 0;
}

/* --- codes ------------------------------------------------------------------------------------ */

/* A canonical code: how many are of each length, and the symbols in the order of their codes. */
struct code {
	uint16_t counts[CODE_LONGEST + 1], symbols[LITERALS];
};

/* False for more codes of a length than there can be. Fewer are allowed: one distance alone. */
static bool make_code(struct code *code, const uint8_t *lengths, size_t count)
{
	uint16_t places[CODE_LONGEST + 1] = { 0 };
	int left = 1;
	*code = (struct code){ 0 };
	for (size_t i = 0; i < count; i++)
		code->counts[lengths[i]]++;
	code->counts[0] = 0;
	for (size_t i = 1; i <= CODE_LONGEST; i++) {
		left = left * 2 - code->counts[i];
		if (left < 0)
			return false;
		if (i < CODE_LONGEST)
			places[i + 1] = (uint16_t)(places[i] + code->counts[i]);
	}
	for (size_t i = 0; i < count; i++)
		if (lengths[i])
			code->symbols[places[lengths[i]]++] = (uint16_t)i;
	return true;
}

static bool take_symbol(struct inflating *z, const struct code *code, unsigned *symbol)
{
	unsigned value = 0, first = 0, place = 0, bit;
	for (size_t i = 1; i <= CODE_LONGEST; i++) {
		if (!take_bits(z, 1, &bit))
			return false;
		value |= bit;
		if (value - first < code->counts[i]) {
			*symbol = code->symbols[place + value - first];
			return true;
		}
		place += code->counts[i];
		first = (first + code->counts[i]) * 2;
		value *= 2;
	}
	return damaged(z);
}

/* --- blocks ----------------------------------------------------------------------------------- */

static bool has_room(struct inflating *z, size_t count)
{
	return count <= z->limit - z->out->len || fail(z, N_("it holds too much"));
}

static bool copy_stored(struct inflating *z)
{
	unsigned len, inverse;
	drop_bits(z);
	if (!take_bits(z, 16, &len) || !take_bits(z, 16, &inverse))
		return false;
	if ((len ^ inverse) != 0xFFFF)
		return damaged(z);
	if (len > z->in.len - z->at)
		return fail(z, N_("the gzip data end too early"));
	if (!has_room(z, len))
		return false;
	buf_add(z->out, bytes_slice(z->in, z->at, z->at + len));
	z->at += len;
	return true;
}

static bool copy_back(struct inflating *z, unsigned symbol, const struct code *distances)
{
	static const uint16_t lengths[] = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31,
		35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258 };
	static const uint16_t bases[] = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193,
		257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577 };
	unsigned row = symbol - 257, more, far, extra;
	if (row >= sizeof lengths / sizeof *lengths)
		return damaged(z);
	if (!take_bits(z, row < 8 || row == 28 ? 0 : row / 4 - 1, &more) ||
		!take_symbol(z, distances, &far))
		return false;
	if (far >= DISTANCES)
		return damaged(z);
	if (!take_bits(z, far < 4 ? 0 : far / 2 - 1, &extra))
		return false;
	size_t len = lengths[row] + more, distance = bases[far] + extra;
	if (distance > z->out->len - z->begin)
		return damaged(z);
	if (!has_room(z, len))
		return false;
	char *to = buf_room(z->out, len);
	for (size_t i = 0; i < len; i++)
		to[i] = (to - distance)[i];
	z->out->len += len;
	return true;
}

static bool copy_coded(
	struct inflating *z, const struct code *literals, const struct code *distances)
{
	enum { END = 256 };
	unsigned symbol;
	for (;;) {
		if (!take_symbol(z, literals, &symbol))
			return false;
		if (symbol == END)
			return true;
		if (symbol > END && !copy_back(z, symbol, distances))
			return false;
		if (symbol < END && !has_room(z, 1))
			return false;
		if (symbol < END)
			buf_add_char(z->out, (char)symbol);
	}
}

static bool copy_fixed(struct inflating *z)
{
	uint8_t lengths[LITERALS];
	struct code literals, distances;
	memset(lengths, 8, 144);
	memset(lengths + 144, 9, 112);
	memset(lengths + 256, 7, 24);
	memset(lengths + 280, 8, 8);
	bool made = make_code(&literals, lengths, LITERALS);
	memset(lengths, 5, DISTANCES);
	return made && make_code(&distances, lengths, DISTANCES) &&
		copy_coded(z, &literals, &distances);
}

/* 16 repeats the length before it; 17 and 18 are runs of none. */
static bool take_lengths(
	struct inflating *z, const struct code *code, uint8_t *lengths, size_t count)
{
	static const struct {
		uint8_t bits, least;
	} runs[] = { { 2, 3 }, { 3, 3 }, { 7, 11 } };
	unsigned symbol, more;
	for (size_t i = 0; i < count;) {
		if (!take_symbol(z, code, &symbol))
			return false;
		if (symbol < 16) {
			lengths[i++] = (uint8_t)symbol;
			continue;
		}
		if ((symbol == 16 && i == 0) || symbol > 18)
			return damaged(z);
		if (!take_bits(z, runs[symbol - 16].bits, &more))
			return false;
		more += runs[symbol - 16].least;
		if (more > count - i)
			return damaged(z);
		memset(lengths + i, symbol == 16 ? lengths[i - 1] : 0, more);
		i += more;
	}
	return true;
}

static bool copy_dynamic(struct inflating *z)
{
	static const uint8_t order[LENGTHS] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13,
		2, 14, 1, 15 };
	uint8_t lengths[LITERALS + 32] = { 0 };
	unsigned literal_count, distance_count, length_count, length;
	struct code code, distances;
	if (!take_bits(z, 5, &literal_count) || !take_bits(z, 5, &distance_count) ||
		!take_bits(z, 4, &length_count))
		return false;
	literal_count += 257;
	distance_count += 1;
	if (literal_count > 286 || distance_count > DISTANCES)
		return damaged(z);
	for (size_t i = 0; i < length_count + 4; i++) {
		if (!take_bits(z, 3, &length))
			return false;
		lengths[order[i]] = (uint8_t)length;
	}
	if (!make_code(&code, lengths, LENGTHS))
		return damaged(z);
	memset(lengths, 0, sizeof lengths);
	if (!take_lengths(z, &code, lengths, literal_count + distance_count))
		return false;
	if (!make_code(&code, lengths, literal_count) ||
		!make_code(&distances, lengths + literal_count, distance_count))
		return damaged(z);
	return copy_coded(z, &code, &distances);
}

static bool inflate(struct inflating *z)
{
	static bool (*const kinds[])(
		struct inflating *) = { copy_stored, copy_fixed, copy_dynamic, damaged };
	unsigned is_last = 0, kind;
	while (!is_last)
		if (!take_bits(z, 1, &is_last) || !take_bits(z, 2, &kind) || !kinds[kind](z))
			return false;
	drop_bits(z);
	return true;
}

/* --- members ---------------------------------------------------------------------------------- */

static uint32_t crc_of(struct bytes text)
{
	uint32_t table[256], crc = 0xFFFFFFFF;
	for (uint32_t i = 0; i < 256; i++) {
		table[i] = i;
		for (int bit = 0; bit < 8; bit++)
			table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xEDB88320 : 0);
	}
	for (size_t i = 0; i < text.len; i++)
		crc = table[(crc ^ (unsigned char)text.at[i]) & 0xFF] ^ crc >> 8;
	return ~crc;
}

static bool skip(struct inflating *z, size_t count)
{
	if (count > z->in.len - z->at)
		return fail(z, N_("the gzip data end too early"));
	z->at += count;
	return true;
}

static bool skip_text(struct inflating *z)
{
	size_t end = bytes_find(z->in, BYTES("\0"), z->at);
	return skip(z, end - z->at + 1);
}

static bool read_head(struct inflating *z)
{
	enum { CHECKED = 2, EXTRA = 4, NAMED = 8, COMMENTED = 16, FIXED = 10 };
	struct bytes head = bytes_slice(z->in, z->at, z->at + FIXED);
	unsigned extra;
	if (head.len < FIXED || !bytes_begins(head, BYTES("\x1F\x8B\x08")))
		return fail(z, N_("it is no gzip file"));
	unsigned flags = (unsigned char)head.at[3];
	z->at += FIXED;
	return (!(flags & EXTRA) || (take_bits(z, 16, &extra) && skip(z, extra))) &&
		(!(flags & NAMED) || skip_text(z)) && (!(flags & COMMENTED) || skip_text(z)) &&
		(!(flags & CHECKED) || skip(z, 2));
}

static bool read_tail(struct inflating *z)
{
	unsigned low, high, length_low, length_high;
	struct bytes made = { z->out->at + z->begin, z->out->len - z->begin };
	if (!take_bits(z, 16, &low) || !take_bits(z, 16, &high) || !take_bits(z, 16, &length_low) ||
		!take_bits(z, 16, &length_high))
		return false;
	return (crc_of(made) == (low | (uint32_t)high << 16) &&
		       (uint32_t)made.len == (length_low | (uint32_t)length_high << 16)) ||
		damaged(z);
}

bool gzip_unpack(struct arena *owner, struct bytes file, size_t limit, struct bytes *text,
	const char **fault)
{
	struct buf out = buf_new(owner);
	struct inflating z = { .in = file, .out = &out, .limit = limit };
	bool good;
	do {
		z.begin = out.len;
		good = read_head(&z) && inflate(&z) && read_tail(&z);
	} while (good && z.at < file.len);
	*text = buf_bytes(&out);
	*fault = z.fault;
	return good;
}
