#include "edit_text.h"

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t mark_len(struct bytes text)
{
	return bytes_begins(text, BYTES("\xEF\xBB\xBF")) ? 3 : 0;
}

size_t text_line_begin(struct bytes text, size_t at)
{
	while (at > 0 && !is_line_end(text.at[at - 1]))
		at--;
	return at == 0 ? mark_len(text) : at;
}

size_t text_line_stop(struct bytes text, size_t at)
{
	while (at < text.len && !is_line_end(text.at[at]))
		at++;
	return at;
}

static size_t over_line_end(struct bytes text, size_t at)
{
	if (at + 1 < text.len && text.at[at] == '\r' && text.at[at + 1] == '\n')
		return at + 2;
	return at < text.len ? at + 1 : at;
}

size_t text_line_next(struct bytes text, size_t at)
{
	return over_line_end(text, text_line_stop(text, at));
}

struct bytes text_line_end(struct bytes text, size_t at)
{
	size_t begin = text_line_begin(text, at);
	size_t end = begin > mark_len(text) ? begin : text_line_next(text, at);
	size_t stop = text_before_line_end(text, end);
	return stop < end ? bytes_slice(text, stop, end) : BYTES("\n");
}

size_t text_column(struct bytes text, size_t at)
{
	return at - text_line_begin(text, at);
}

size_t text_back(struct bytes text, size_t at)
{
	while (at > 0 && is_blank(text.at[at - 1]))
		at--;
	return at;
}

bool text_is_first(struct bytes text, size_t at)
{
	size_t back = text_back(text, at);
	return back <= mark_len(text) || is_line_end(text.at[back - 1]);
}

size_t text_over_blanks(struct bytes text, size_t at)
{
	while (at < text.len && is_blank(text.at[at]))
		at++;
	return at;
}

bool text_is_last(struct bytes text, size_t at)
{
	at = text_over_blanks(text, at);
	return at == text.len || is_line_end(text.at[at]);
}

bool text_has_comment(struct bytes text, size_t at)
{
	size_t first = text_over_blanks(text, at);
	return first > at && first < text.len && text.at[first] == '#';
}

size_t text_skip(struct bytes text, size_t at)
{
	for (;;) {
		at = text_over_blanks(text, at);
		if (at < text.len && text.at[at] == '#')
			at = text_line_stop(text, at);
		if (at == text.len || !is_line_end(text.at[at]))
			return at;
		at++;
	}
}

size_t text_before_line_end(struct bytes text, size_t at)
{
	if (at >= 2 && text.at[at - 2] == '\r' && text.at[at - 1] == '\n')
		return at - 2;
	return at >= 1 && is_line_end(text.at[at - 1]) ? at - 1 : at;
}

size_t text_comments_above(struct bytes text, size_t line_begin, size_t column)
{
	while (line_begin > mark_len(text)) {
		size_t above = text_line_begin(text, text_before_line_end(text, line_begin));
		size_t first = text_over_blanks(text, above);
		if (first - above != column || first == text.len || text.at[first] != '#')
			break;
		line_begin = above;
	}
	return line_begin;
}

/* `-`, `?` or `:` with a blank or line end behind it. */
static bool is_sign(struct bytes text, size_t at)
{
	if (at == text.len || !memchr("-?:", text.at[at], 3))
		return false;
	return at + 1 == text.len || is_blank(text.at[at + 1]) || is_line_end(text.at[at + 1]);
}

/* The last of the signs that a line begins with, if nothing but a comment follows them. */
static bool line_sign(struct bytes text, size_t begin, size_t *sign)
{
	bool found = false;
	size_t at = text_over_blanks(text, begin);
	for (; is_sign(text, at); at = text_over_blanks(text, at + 1)) {
		*sign = at;
		found = true;
	}
	return found && (text_is_last(text, at) || text.at[at] == '#');
}

size_t text_sign_before(struct bytes text, size_t at, char sign)
{
	size_t back = text_back(text, at), found = at;
	if (back > mark_len(text) && !is_line_end(text.at[back - 1]))
		return text.at[back - 1] == sign ? back - 1 : at;
	size_t begin = text_line_begin(text, at);
	while (begin > mark_len(text)) {
		begin = text_line_begin(text, text_before_line_end(text, begin));
		if (line_sign(text, begin, &found))
			return text.at[found] == sign ? found : at;
		if (!text_is_last(text, begin) && text.at[text_over_blanks(text, begin)] != '#')
			break;
	}
	return at;
}

bool text_spoils_block(struct bytes text, size_t at, size_t column)
{
	size_t begin = text_line_next(text, at);
	for (; begin < text.len && text_is_last(text, begin); begin = text_line_next(text, begin))
		if (text_line_stop(text, begin) - begin >= column)
			return true;
	size_t first = text_over_blanks(text, begin);
	return first < text.len && text.at[first] == '#' && first - begin >= column;
}
