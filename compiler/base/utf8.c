#include "utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { BLOCK = 64 };

/* Behind whole blocks of ASCII at the offset. */
static size_t skip_ascii_blocks(struct bytes text, size_t offset)
{
	for (; offset + BLOCK <= text.len; offset += BLOCK) {
		uint64_t eights[BLOCK / 8];
		memcpy(eights, text.at + offset, BLOCK);
		uint64_t all = (eights[0] | eights[1]) | (eights[2] | eights[3]);
		all |= (eights[4] | eights[5]) | (eights[6] | eights[7]);
		if (all & 0x8080808080808080u)
			break;
	}
	return offset;
}

/* Behind the ASCII at the offset, eight bytes at a time; perhaps a few bytes too early. */
static size_t skip_ascii(struct bytes text, size_t offset)
{
	uint64_t eight;
	offset = skip_ascii_blocks(text, offset);
	for (; offset + sizeof eight <= text.len; offset += sizeof eight) {
		memcpy(&eight, text.at + offset, sizeof eight);
		if (eight & 0x8080808080808080u)
			break;
	}
	return offset;
}

static bool is_ascii(struct bytes text)
{
	for (size_t i = skip_ascii(text, 0); i < text.len; i++)
		if ((unsigned char)text.at[i] >= 0x80)
			return false;
	return true;
}

/* The code point at the front, or -1. A negative length would mean "until NUL" to utf8proc. */
static int32_t first_code_point(struct bytes text, size_t *len)
{
	unsigned char first = (unsigned char)text.at[0];
	*len = 1;
	if (first < 0x80)
		return first;
	utf8proc_int32_t code_point;
	utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text.at,
		(utf8proc_ssize_t)(text.len < 4 ? text.len : 4), &code_point);
	if (used < 1)
		return -1;
	*len = (size_t)used;
	return code_point;
}

size_t utf8_reach(struct bytes text, size_t from, size_t end)
{
	struct bytes before = bytes_slice(text, 0, end);
	size_t i = skip_ascii(before, from), len;
	for (; i < end; i = skip_ascii(before, i + len))
		if (first_code_point(bytes_slice(text, i, text.len), &len) < 0)
			break;
	return i;
}

size_t utf8_invalid(struct bytes text)
{
	return utf8_reach(text, 0, text.len);
}

uint32_t utf8_at(struct bytes text, size_t offset, size_t *len)
{
	int32_t code_point = first_code_point(bytes_slice(text, offset, text.len), len);
	return code_point < 0 ? 0xFFFD : (uint32_t)code_point;
}

size_t utf8_encode(uint32_t code_point, char room[4])
{
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)code_point, (utf8proc_uint8_t *)room);
}

size_t utf8_length(struct bytes text)
{
	size_t i = skip_ascii(text, 0), count = i, len;
	for (; i < text.len; i += len, count++) {
		len = 1;
		if ((unsigned char)text.at[i] >= 0x80)
			utf8_at(text, i, &len);
	}
	return count;
}

static struct bytes map(struct arena *owner, struct bytes text, utf8proc_option_t options)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len = utf8proc_map(
		(const utf8proc_uint8_t *)text.at, (utf8proc_ssize_t)text.len, &mapped, options);
	if (len < 0)
		arena_exhausted(); /* the text is valid, so only memory can have failed */
	struct bytes result = bytes_copy(
		owner, (struct bytes){ (const char *)mapped, (size_t)len });
	free(mapped);
	return result;
}

struct bytes utf8_nfc(struct arena *owner, struct bytes text)
{
	if (is_ascii(text))
		return text;
	return map(owner, text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

static struct bytes lower(struct arena *owner, struct bytes text)
{
	char *room = arena_take(owner, text.len * 4 + 1);
	size_t used = 0, len;
	for (size_t i = 0; i < text.len; i += len) {
		int32_t upper = (int32_t)utf8_at(text, i, &len);
		used += utf8_encode((uint32_t)utf8proc_tolower(upper), room + used);
	}
	return (struct bytes){ room, used };
}

static struct bytes lower_ascii(struct arena *owner, struct bytes text)
{
	char *room = arena_take(owner, text.len + 1);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		room[i] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
	}
	return (struct bytes){ room, text.len };
}

struct bytes utf8_slug(struct arena *owner, struct bytes text)
{
	if (is_ascii(text))
		return lower_ascii(owner, text);
	text = map(owner, text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
	struct bytes slug = lower(owner, text);
	return is_ascii(slug) ? slug : map(owner, slug, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

static bool is_name_part(uint32_t code_point)
{
	switch (utf8proc_category((utf8proc_int32_t)code_point)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
		return true;
	default:
		return code_point == '-';
	}
}

bool utf8_is_name(struct bytes text)
{
	if (text.len == 0 || text.at[0] == '-')
		return false;
	size_t len;
	for (size_t i = 0; i < text.len; i += len)
		if (!is_name_part(utf8_at(text, i, &len)))
			return false;
	return true;
}

size_t utf8_width(struct bytes text)
{
	size_t width = 0, len;
	for (size_t i = 0; i < text.len; i += len) {
		len = 1;
		if (text.at[i] >= ' ' && text.at[i] <= '~') {
			width++;
			continue;
		}
		int columns = utf8proc_charwidth((utf8proc_int32_t)utf8_at(text, i, &len));
		width += columns > 0 ? (size_t)columns : 0;
	}
	return width;
}
