/* Escapes of a single code point. Unknown letters are refused, so that none gets a new meaning. */
#include "base/message.h"
#include "base/utf8.h"
#include "term.h"

bool reader_refuse(struct reader *reader, size_t at, const char *text)
{
	*reader->fault = (struct regex_fault){ .at = at, .text = text };
	return false;
}

uint32_t reader_take(struct reader *reader)
{
	size_t len;
	uint32_t code_point = utf8_at(reader->pattern, reader->at, &len);
	reader->at += len;
	return code_point;
}

static bool is_octal(int c)
{
	return c >= '0' && c <= '7';
}

static int hex_value(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Up to three digits; the first one is there. */
static void read_octal(struct reader *reader, uint32_t *code_point)
{
	*code_point = 0;
	for (int i = 0; i < 3 && is_octal(reader_peek(reader, 0)); i++)
		*code_point = *code_point * 8 + (uint32_t)(reader_take(reader) - '0');
}

/* The digits in braces, behind the '{'. */
static bool read_hex_in_braces(struct reader *reader, uint32_t *code_point)
{
	*code_point = 0;
	size_t begin = reader->at;
	for (int digit; (digit = hex_value(reader_peek(reader, 0))) >= 0; reader->at++) {
		*code_point = *code_point * 16 + (uint32_t)digit;
		if (*code_point > CODE_POINT_MAX)
			return false;
	}
	return reader->at > begin && reader_peek(reader, 0) == '}' && reader_take(reader);
}

/* Behind the `x`. */
static bool read_hex(struct reader *reader, uint32_t *code_point)
{
	if (reader_peek(reader, 0) == '{') {
		reader->at++;
		return read_hex_in_braces(reader, code_point);
	}
	int high = hex_value(reader_peek(reader, 0)), low = hex_value(reader_peek(reader, 1));
	if (high < 0 || low < 0)
		return false;
	*code_point = (uint32_t)(high * 16 + low);
	reader->at += 2;
	return true;
}

static bool is_word(int c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool escape_read(struct reader *reader, uint32_t *code_point)
{
	static const char letters[] = "afnrtv", controls[] = "\a\f\n\r\t\v";
	size_t begin = reader->at++;
	int c = reader_peek(reader, 0);
	if (c < 0)
		return reader_refuse(reader, begin, N_("a backslash ends the pattern"));
	if (c == '0' || (is_octal(c) && is_octal(reader_peek(reader, 1)))) {
		read_octal(reader, code_point);
		return true;
	}
	if (c >= '1' && c <= '9')
		return reader_refuse(reader, begin, N_("backreferences are not supported"));
	reader->at++;
	if (c == 'x')
		return read_hex(reader, code_point) ||
			reader_refuse(reader, begin,
				N_("'\\x' takes two hexadecimal digits, or up to 10FFFF in "
				   "braces"));
	const char *letter = c ? strchr(letters, c) : NULL;
	*code_point = (uint32_t)(letter ? controls[letter - letters] : c);
	return letter || (c < 0x80 && !is_word(c)) ||
		reader_refuse(reader, begin, N_("the escape is unknown"));
}
