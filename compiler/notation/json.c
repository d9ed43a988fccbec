#include "json.h"

struct scan {
	struct bytes text;
	size_t at;
	char open[JSON_DEPTH]; /* brackets that are not closed yet */
	size_t depth;
};

static void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->text.len && memchr(" \t\r\n", scan->text.at[scan->at], 4))
		scan->at++;
}

static char peek(const struct scan *scan)
{
	return scan->at < scan->text.len ? scan->text.at[scan->at] : '\0';
}

static bool take(struct scan *scan, char c)
{
	if (peek(scan) != c || !c)
		return false;
	scan->at++;
	return true;
}

static size_t take_digits(struct scan *scan)
{
	size_t from = scan->at;
	while (peek(scan) >= '0' && peek(scan) <= '9')
		scan->at++;
	return scan->at - from;
}

static bool take_number(struct scan *scan)
{
	take(scan, '-');
	if (!take(scan, '0') && !take_digits(scan))
		return false;
	if (take(scan, '.') && !take_digits(scan))
		return false;
	if (!take(scan, 'e') && !take(scan, 'E'))
		return true;
	if (!take(scan, '-'))
		take(scan, '+');
	return take_digits(scan);
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool take_escape(struct scan *scan)
{
	char c = peek(scan);
	if (!c || !strchr("\"\\/bfnrtu", c))
		return false;
	scan->at++;
	for (size_t i = 0; c == 'u' && i < 4; i++, scan->at++)
		if (!is_hex(peek(scan)))
			return false;
	return true;
}

static bool take_string(struct scan *scan)
{
	if (!take(scan, '"'))
		return false;
	while ((unsigned char)peek(scan) >= ' ' && peek(scan) != '"')
		if (scan->text.at[scan->at++] == '\\' && !take_escape(scan))
			return false;
	return take(scan, '"');
}

static bool take_word(struct scan *scan)
{
	static const char *const words[] = { "true", "false", "null" };
	struct bytes rest = bytes_slice(scan->text, scan->at, scan->text.len);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (bytes_begins(rest, bytes_of(words[i]))) {
			scan->at += strlen(words[i]);
			return true;
		}
	return false;
}

/* A member's key and its colon. */
static bool take_key(struct scan *scan)
{
	skip_blanks(scan);
	if (!take_string(scan))
		return false;
	skip_blanks(scan);
	return take(scan, ':');
}

/* `]` is two behind `[` in ASCII, and `}` behind `{`. */
static char closing(const struct scan *scan)
{
	return (char)(scan->open[scan->depth - 1] + 2);
}

/* Begins a value. *whole: it is one, and not only its bracket. */
static bool take_value(struct scan *scan, bool *whole)
{
	skip_blanks(scan);
	char c = peek(scan);
	*whole = true;
	if (c == '"')
		return take_string(scan);
	if (c == '-' || (c >= '0' && c <= '9'))
		return take_number(scan);
	if (c != '[' && c != '{')
		return take_word(scan);
	if (scan->depth == JSON_DEPTH)
		return false;
	scan->open[scan->depth++] = c;
	scan->at++;
	skip_blanks(scan);
	*whole = take(scan, closing(scan));
	scan->depth -= *whole;
	return *whole || c == '[' || take_key(scan);
}

/* Behind a value: closes what ends there. *more: another value must follow. */
static bool take_rest(struct scan *scan, bool *more)
{
	*more = false;
	while (scan->depth && !*more) {
		skip_blanks(scan);
		if (take(scan, closing(scan)))
			scan->depth--;
		else if (!take(scan, ','))
			return false;
		else
			*more = true;
	}
	return !*more || scan->open[scan->depth - 1] == '[' || take_key(scan);
}

bool json_is_well_formed(struct bytes text, size_t *fault)
{
	struct scan scan = { .text = text };
	bool more = true, whole, good = true;
	while (good && more) {
		good = take_value(&scan, &whole);
		good = good && (!whole || take_rest(&scan, &more));
	}
	if (good)
		skip_blanks(&scan);
	*fault = scan.at;
	return good && scan.at == text.len;
}
