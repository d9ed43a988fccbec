#include "read.h"

#include "base/utf8.h"

/* --- characters -------------------------------------------------------------------------------- */

static bool is_plain_ascii(unsigned char c)
{
	return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t' || c == '\r';
}

/* c-printable of YAML 1.2 (5.1), without the byte order mark, which belongs at the start. */
static bool is_allowed(uint32_t c)
{
	return c == 0x85 || (c >= 0xA0 && c != 0xFEFF && c != 0xFFFE && c != 0xFFFF);
}

static bool refuse_character(struct reader *reader, size_t at, uint32_t c)
{
	struct span span = { reader->tree->source, (uint32_t)at, (uint32_t)at };
	if (c == 0xFEFF)
		return diag_error(reader->d, span, "yaml/syntax",
			"a byte order mark may stand only at the start of a file");
	diag_error(reader->d, span, "yaml/syntax", "the character U+%04X may not stand in YAML",
		(unsigned)c);
	diag_hint(reader->d, "in a double-quoted text it can be written as an escape");
	return false;
}

bool characters_allowed(struct reader *reader, uint32_t begin)
{
	struct bytes text = reader->text;
	size_t bad = utf8_invalid(text);
	if (bad < text.len)
		return diag_error(reader->d,
			(struct span){ reader->tree->source, (uint32_t)bad, (uint32_t)bad },
			"yaml/syntax", "byte %zu is not UTF-8", bad);
	for (size_t at = begin; at < text.len;) {
		size_t len = 1;
		unsigned char byte = (unsigned char)text.at[at];
		uint32_t c = byte < 0x80 ? byte : utf8_at(text, at, &len);
		if (!is_plain_ascii(byte) && !is_allowed(c))
			return refuse_character(reader, at, c);
		at += len;
	}
	return true;
}

/* --- what the libraries say ----------------------------------------------------------------------- */

bool syntax_error(struct reader *reader, uint32_t at, const char *problem)
{
	struct span span = { reader->tree->source, at, at };
	return diag_error(
		reader->d, span, "yaml/syntax", "%s", problem ? problem : "this is not YAML 1.2");
}
