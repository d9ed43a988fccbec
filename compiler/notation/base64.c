#include "base64.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct bytes base64_encode(struct arena *owner, struct bytes data)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < data.len; i += 3) {
		uint32_t group = 0;
		for (size_t j = i; j < i + 3; j++)
			group = group << 8 | (j < data.len ? (unsigned char)data.at[j] : 0);
		for (unsigned j = 0; j < 4; j++)
			buf_add_char(
				&out, i + j > data.len ? '=' : letters[group >> (18 - 6 * j) & 63]);
	}
	return buf_bytes(&out);
}

enum { NO_LETTER = 64 };

/* What each byte is worth. */
struct worths {
	unsigned char of[256];
};

static struct worths worths_of_letters(void)
{
	struct worths worths;
	memset(worths.of, NO_LETTER, sizeof worths.of);
	for (unsigned i = 0; i < NO_LETTER; i++)
		worths.of[(unsigned char)letters[i]] = (unsigned char)i;
	return worths;
}

struct decoding {
	struct worths worths;
	struct bytes text;
	size_t at;
	char *end; /* of what there is */
};

/* Four letters, while there are nothing but letters. */
static void decode_fours(struct decoding *decoding)
{
	const unsigned char *of = decoding->worths.of;
	for (; decoding->at + 4 <= decoding->text.len; decoding->at += 4) {
		const unsigned char *at = (const unsigned char *)decoding->text.at + decoding->at;
		uint32_t a = of[at[0]], b = of[at[1]], c = of[at[2]], d = of[at[3]];
		if ((a | b | c | d) & NO_LETTER)
			return;
		uint32_t group = a << 18 | b << 12 | c << 6 | d;
		*decoding->end++ = (char)(group >> 16);
		*decoding->end++ = (char)(group >> 8);
		*decoding->end++ = (char)group;
	}
}

/* Letters with line ends between them, up to the end, which may be filled up. */
static bool decode_rest(struct decoding *decoding)
{
	uint32_t group = 0;
	unsigned count = 0, pads = 0;
	for (; decoding->at < decoding->text.len; decoding->at++) {
		char c = decoding->text.at[decoding->at];
		if (c == '\r' || c == '\n')
			continue;
		pads += c == '=';
		if (c == '=')
			continue;
		unsigned worth = decoding->worths.of[(unsigned char)c];
		if (pads || worth == NO_LETTER)
			return false;
		group = group << 6 | worth;
		if (++count % 4 == 0)
			for (int shift = 16; shift >= 0; shift -= 8)
				*decoding->end++ = (char)(group >> shift);
	}
	unsigned last = count % 4;
	if (last == 1 || (pads && (last == 0 || pads != 4 - last)))
		return false;
	for (unsigned i = 0; i + 1 < last; i++)
		*decoding->end++ = (char)(group >> (6 * last - 8 - 8 * i));
	return true;
}

bool base64_decode(struct arena *owner, struct bytes text, struct bytes *data)
{
	char *out = arena_take_unset(owner, text.len / 4 * 3 + 3);
	struct decoding decoding = { .worths = worths_of_letters(), .text = text, .end = out };
	decode_fours(&decoding);
	if (!decode_rest(&decoding))
		return false;
	*data = (struct bytes){ out, (size_t)(decoding.end - out) };
	return true;
}
