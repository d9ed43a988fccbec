#include "read.h"

#include "base/message.h"
#include "base/utf8.h"

/* --- characters --------------------------------------------------------------------------- */

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

/* --- what the libraries say --------------------------------------------------------------- */

struct saying {
	const char *problem; /* how the library's words begin */
	const char *text, *hint;
};

#define HINT_UNCLOSED \
	N_("close the quote; in a text over several lines, indent the lines after the first")
#define HINT_INDENT \
	N_("keys of one map must begin in the same column, what belongs to them further right")
#define HINT_COLON N_("a key is followed by ':' and a blank")
#define HINT_COMMA \
	N_("within brackets, put commas between items and indent every line, the closing one too")
#define HINT_TAB N_("indent with blanks")
#define HINT_QUOTE N_("put the text in quotes")

#define SAYS_ESCAPE N_("a double-quoted text has an escape that YAML does not know")
#define SAYS_MORE_BLANKS N_("an empty line has more blanks than the first line of the text")
#define HINT_EMPTY_LINES N_("take the blanks out of the empty lines")
#define SAYS_NO_CHARACTER N_("an escape stands for no character")
#define HINT_ESCAPE N_("write a backslash as \\\\, or use single quotes")

static const struct saying sayings[] = {
	/* libfyaml */
	{ "could not find expected ':'", N_("this line is neither a key nor a list item"),
		HINT_COLON },
	{ "missing ':'", N_("a key lacks its ':'"), HINT_COLON },
	{ "invalid multiline plain key", N_("a text over several lines cannot be a key"),
		N_("check the lines below: a blank after ':' or the indentation is wrong") },
	{ "invalid mapping in plain multiline", N_("this line belongs to no map"), HINT_INDENT },
	{ "invalid nested block mapping", N_("a second ': ' stands in one line"), HINT_QUOTE },
	{ "invalid indentation in mapping", N_("this indentation fits no map above"), HINT_INDENT },
	{ "invalid value after mapping", N_("a map cannot go on with this line"), HINT_INDENT },
	{ "did not find expected key", N_("a key should stand here"), HINT_INDENT },
	{ "did not find expected '-' indicator", N_("a list item should stand here"), HINT_INDENT },
	{ "wrongly indented double-quoted scalar", N_("a double quote is not closed"),
		HINT_UNCLOSED },
	{ "wrongly indented single-quoted scalar", N_("a single quote is not closed"),
		HINT_UNCLOSED },
	{ "double-quoted scalar without closing", N_("a double quote is not closed"),
		HINT_UNCLOSED },
	{ "single-quoted scalar without closing", N_("a single quote is not closed"),
		HINT_UNCLOSED },
	{ "invalid trailing content", N_("something stands behind the closing quote"), HINT_QUOTE },
	{ "invalid escape", SAYS_ESCAPE, HINT_ESCAPE },
	{ "double-quoted scalar has invalid hex", SAYS_ESCAPE, HINT_ESCAPE },
	{ "double-quoted scalar has invalid UTF8", SAYS_NO_CHARACTER, HINT_ESCAPE },
	{ "Invalid low surrogate", SAYS_NO_CHARACTER, HINT_ESCAPE },
	{ "flow sequence without", N_("a '[' is not closed"), HINT_COMMA },
	{ "flow mapping without", N_("a '{' is not closed"), HINT_COMMA },
	{ "missing comma in flow", N_("a comma or a closing bracket is missing"), HINT_COMMA },
	{ "wrongly indented", N_("within brackets every line must be indented"), HINT_COMMA },
	{ "flow mapping with invalid extra", N_("a '}' closes nothing"), HINT_QUOTE },
	{ "flow sequence with invalid extra", N_("a ']' closes nothing"), HINT_QUOTE },
	{ "plain scalar cannot start with", N_("a text cannot begin with this character"),
		HINT_QUOTE },
	{ "block sequence on the same line", N_("a list cannot begin in the line of its key"),
		N_("put the '-' in the next line, or the text in quotes") },
	{ "block scalar no linebreak", N_("only a comment may stand behind '|' or '>'"), NULL },
	{ "block scalar with wrongly indented", SAYS_MORE_BLANKS, HINT_EMPTY_LINES },
	{ "empty block scalar with wrongly indented", SAYS_MORE_BLANKS, HINT_EMPTY_LINES },
	{ "explicit key in a key", N_("a '?' cannot stand in a key that began with '?'"),
		N_("write the inner map in braces") },
	{ "misplaced directive", N_("a percent sign cannot begin a line here"), HINT_QUOTE },
	{ "empty block scalar", N_("a block text has no line"), N_("write '' in its place") },
	{ "undefined tag prefix", N_("the tag's handle was not declared"), NULL },
	{ "unexpected alias", N_("an alias can have neither anchor nor tag"), NULL },
	{ "cannot use tab", N_("a tab stands where blanks should"), HINT_TAB },
	{ "Indentation used tabs", N_("a tab stands where blanks should"), HINT_TAB },
	{ "invalid tab", N_("a tab stands where blanks should"), HINT_TAB },
	/* libyaml */
	{ "mapping values are not allowed", N_("a ': ' cannot stand here"),
		N_("put a text that holds ': ' in quotes, or check the indentation") },
	{ "block sequence entries are not", N_("a list cannot begin here"),
		N_("put the '-' in the next line, or the text in quotes") },
	{ "did not find expected ',' or", N_("a comma or a closing bracket is missing"),
		HINT_COMMA },
	{ "did not find expected node content", N_("a value should stand here"), NULL },
	{ "did not find expected comment or line", N_("only a comment may stand behind '|' or '>'"),
		NULL },
	{ "did not find expected <document start>", N_("a '---' should stand here"), HINT_INDENT },
	{ "found character that cannot start", N_("a text cannot begin with this character"),
		HINT_QUOTE },
	{ "found unknown escape", SAYS_ESCAPE, HINT_ESCAPE },
	{ "did not find expected hexdecimal", SAYS_ESCAPE, HINT_ESCAPE },
	{ "found invalid Unicode character escape", SAYS_NO_CHARACTER, HINT_ESCAPE },
	{ "found unexpected end of stream", N_("a quote is not closed"), HINT_UNCLOSED },
	{ "found undefined tag handle", N_("the tag's handle was not declared"), NULL },
	{ "control characters are not", N_("a control character may not stand in YAML"), NULL },
	{ "invalid leading UTF-8", N_("this byte is not UTF-8"), NULL },
	{ "invalid trailing UTF-8", N_("this byte is not UTF-8"), NULL },
};

static const struct saying *saying_find(const char *problem)
{
	for (size_t i = 0; problem && i < sizeof sayings / sizeof *sayings; i++)
		if (strncmp(problem, sayings[i].problem, strlen(sayings[i].problem)) == 0)
			return &sayings[i];
	return NULL;
}

/* The first tab in the indentation of the line at a place, or of the next one, or text.len. */
static size_t find_tab(const struct reader *reader, uint32_t at)
{
	size_t begin;
	source_line(reader->tree->source, at, &begin);
	for (int lines = 0; lines < 2; lines++) {
		size_t end = begin;
		while (end < reader->text.len && reader->text.at[end] == ' ')
			end++;
		if (end < reader->text.len && reader->text.at[end] == '\t')
			return end;
		begin = extent_line(reader, (uint32_t)begin);
	}
	return reader->text.len;
}

bool syntax_error(struct reader *reader, uint32_t at, const char *problem)
{
	struct span span = { reader->tree->source, at, at };
	size_t tab = find_tab(reader, at);
	if (tab < reader->text.len) {
		span.begin = span.end = (uint32_t)tab;
		diag_error(reader->d, span, "yaml/syntax", "a tab indents this line");
		diag_hint(reader->d, HINT_TAB);
		return false;
	}
	const struct saying *saying = saying_find(problem);
	if (!saying)
		return diag_error(reader->d, span, "yaml/syntax", "%s",
			problem ? problem : _("this is not YAML 1.2"));
	diag_error(reader->d, span, "yaml/syntax", "%s", message(saying->text));
	if (saying->hint)
		diag_hint(reader->d, "%s", message(saying->hint));
	return false;
}
