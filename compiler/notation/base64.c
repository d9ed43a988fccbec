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

static bool letter_value(char c, uint32_t *value)
{
	const char *at = c ? strchr(letters, c) : NULL;
	*value = at ? (uint32_t)(at - letters) : 0;
	return at;
}

bool base64_decode(struct arena *owner, struct bytes text, struct bytes *data)
{
	struct buf out = buf_new(owner);
	uint32_t group = 0, value;
	unsigned count = 0, pads = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (c == '\r' || c == '\n')
			continue;
		pads += c == '=';
		if (c == '=')
			continue;
		if (pads || !letter_value(c, &value))
			return false;
		group = group << 6 | value;
		if (++count % 4 == 0)
			for (int shift = 16; shift >= 0; shift -= 8)
				buf_add_char(&out, (char)(group >> shift));
	}
	unsigned last = count % 4;
	if (last == 1 || (pads && (last == 0 || pads != 4 - last)))
		return false;
	for (unsigned i = 0; i + 1 < last; i++)
		buf_add_char(&out, (char)(group >> (6 * last - 8 - 8 * i)));
	*data = buf_bytes(&out);
	return true;
}
