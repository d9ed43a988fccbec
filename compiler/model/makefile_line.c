#include "makefile_parts.h"

/* --- texts ------------------------------------------------------------------------------------ */

struct make_text make_slice(struct make_text text, size_t begin, size_t end)
{
	struct make_text part = text;
	part.text = bytes_slice(text.text, begin, end);
	begin = (size_t)(part.text.at - text.text.at);
	if (!text.from)
		return part;
	part.from = text.from + begin;
	if (!part.text.len && begin) {
		uint32_t place = text.from[begin - 1] + 1;
		part.whole = (struct span){ text.source, place, place };
	}
	return part;
}

struct span make_place(struct make_text text, size_t begin, size_t end)
{
	if (!text.from || begin >= end)
		return text.whole;
	return (struct span){ text.source, text.from[begin], text.from[end - 1] + 1 };
}

struct make_text make_next(struct make_text text)
{
	size_t begin = 0;
	while (begin < text.text.len && make_is_space(text.text.at[begin]))
		begin++;
	return make_slice(text, begin, text.text.len);
}

struct span make_trimmed_place(struct make_text text)
{
	size_t begin = 0, end = text.text.len;
	while (begin < end && make_is_space(text.text.at[begin]))
		begin++;
	while (end > begin && make_is_space(text.text.at[end - 1]))
		end--;
	return make_place(text, begin, end);
}

struct make_text make_word(struct make_text *rest)
{
	size_t end = 0;
	while (end < rest->text.len && !make_is_space(rest->text.at[end]))
		end++;
	struct make_text word = make_slice(*rest, 0, end);
	*rest = make_next(make_slice(*rest, end, rest->text.len));
	return word;
}

/* --- lines ------------------------------------------------------------------------------------ */

struct make_lines make_lines_of(struct arena *owner, const struct source *source)
{
	bool marked = bytes_begins(source->text, BYTES("\xEF\xBB\xBF"));
	return (struct make_lines){ .source = source, .next = marked ? 3 : 0, .owner = owner };
}

static void make_room(struct make_lines *lines, size_t more)
{
	if (lines->room - lines->len >= more)
		return;
	size_t room = lines->room ? lines->room : 256;
	while (room - lines->len < more)
		room *= 2;
	char *at = arena_take_unset(lines->owner, room);
	uint32_t *from = arena_take_unset(lines->owner, room * sizeof *from);
	if (lines->len) {
		memcpy(at, lines->at, lines->len);
		memcpy(from, lines->from, lines->len * sizeof *from);
	}
	lines->at = at;
	lines->from = from;
	lines->room = room;
}

static void add_bytes(struct make_lines *lines, size_t begin, size_t end)
{
	make_room(lines, end - begin);
	for (size_t i = begin; i < end; i++) {
		lines->at[lines->len] = lines->source->text.at[i];
		lines->from[lines->len++] = (uint32_t)i;
	}
}

static struct make_text line_text(const struct make_lines *lines)
{
	uint32_t begin = lines->len ? lines->from[0] : (uint32_t)lines->next;
	uint32_t end = lines->len ? lines->from[lines->len - 1] + 1 : begin;
	return (struct make_text){ { lines->at ? lines->at : "", lines->len }, lines->from,
		lines->source, { lines->source, begin, end } };
}

static size_t count_backslashes(const char *at, size_t before)
{
	size_t count = 0;
	while (count < before && at[before - count - 1] == '\\')
		count++;
	return count;
}

/* A carriage return goes with the line end, but stays where the text just ends. */
bool make_lines_next(struct make_lines *lines, struct make_text *line)
{
	struct bytes text = lines->source->text;
	bool more = lines->next < text.len, any = more;
	lines->len = 0;
	while (more && lines->next < text.len) {
		size_t begin = lines->next, end = bytes_find(text, BYTES("\n"), begin);
		bool ended = end < text.len;
		bool returned = ended && end > begin && text.at[end - 1] == '\r';
		lines->next = end + ended;
		add_bytes(lines, begin, end - returned);
		more = ended && count_backslashes(lines->at, lines->len) % 2 == 1;
		if (more)
			add_bytes(lines, end, end + 1);
	}
	*line = line_text(lines);
	return any;
}

/* --- folding ---------------------------------------------------------------------------------- */

static void move(struct make_lines *lines, size_t to, size_t from)
{
	lines->at[to] = lines->at[from];
	lines->from[to] = lines->from[from];
}

/* Half of the backslashes stay, and blanks on both sides become one. */
struct make_text make_folded(struct make_lines *lines)
{
	size_t out = 0, in = 0;
	while (in < lines->len) {
		if (lines->at[in] != '\n') {
			move(lines, out++, in++);
			continue;
		}
		size_t backslashes = count_backslashes(lines->at, out);
		out -= (backslashes + 1) / 2;
		if (backslashes % 2 == 1) {
			size_t place = in++;
			while (in < lines->len && make_is_blank(lines->at[in]))
				in++;
			while (out && make_is_blank(lines->at[out - 1]))
				out--;
			lines->at[out] = ' ';
			lines->from[out++] = lines->from[place];
		} else {
			move(lines, out++, in++);
		}
	}
	lines->len = out;
	return line_text(lines);
}

/* --- comments --------------------------------------------------------------------------------- */

/* Behind a reference whose '$' is at the offset. */
static size_t behind_reference(struct bytes text, size_t at)
{
	if (at + 1 >= text.len)
		return text.len;
	char open = text.at[at + 1], close = open == '(' ? ')' : '}';
	size_t depth = 1, i = at + 2;
	if (open != '(' && open != '{')
		return i;
	for (; i < text.len && depth; i++)
		depth += (size_t)(text.at[i] == open) - (size_t)(text.at[i] == close);
	return i;
}

size_t make_find(struct bytes text, const char *wanted)
{
	size_t i = 0;
	while (i < text.len) {
		if (text.at[i] == '$')
			i = behind_reference(text, i);
		else if (strchr(wanted, text.at[i]) && count_backslashes(text.at, i) % 2 == 0)
			return i;
		else
			i++;
	}
	return text.len;
}

/* Half of the backslashes before a '#' stay; an odd one hides it. */
struct make_text make_uncommented(struct make_lines *lines)
{
	struct bytes text = { lines->at, lines->len };
	size_t out = 0, in = 0;
	while (in < text.len) {
		size_t end = text.at[in] == '$' ? behind_reference(text, in) : in + 1;
		size_t backslashes = text.at[in] == '#' ? count_backslashes(lines->at, out) : 0;
		if (text.at[in] == '#')
			out -= (backslashes + 1) / 2;
		if (text.at[in] == '#' && backslashes % 2 == 0)
			break;
		while (in < end)
			move(lines, out++, in++);
	}
	lines->len = out;
	return line_text(lines);
}

/* --- what a line assigns ---------------------------------------------------------------------- */

static enum make_sign sign_of(char c)
{
	return c == '+'    ? MAKE_APPEND
		: c == '?' ? MAKE_CONDITIONAL
		: c == '!' ? MAKE_SHELL
			   : MAKE_SIMPLE;
}

/* The sign of an assignment at an offset: its length, or 0. */
static size_t sign_at(struct bytes text, size_t at, enum make_sign *sign)
{
	static const struct {
		const char *text;
		enum make_sign sign;
	} rows[] = { { "=", MAKE_RECURSIVE }, { ":::=", MAKE_POSIX }, { "::=", MAKE_SIMPLE } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bytes row = bytes_of(rows[i].text);
		*sign = rows[i].sign;
		if (bytes_equal(bytes_slice(text, at, at + row.len), row))
			return row.len;
	}
	if (at + 1 >= text.len || text.at[at + 1] != '=' || !strchr("+?!:", text.at[at]))
		return 0;
	*sign = sign_of(text.at[at]);
	return 2;
}

/* A name holds no blanks outside references; what follows blanks must be the sign. */
bool make_split(struct make_text all, struct make_assignment *assignment)
{
	struct make_text line = make_next(all);
	struct bytes text = line.text;
	size_t i = 0, end = 0;
	while (i < text.len) {
		if (text.at[i] == '#')
			return false;
		if (text.at[i] == '$') {
			i = behind_reference(text, i);
			end = i;
			continue;
		}
		bool blank = make_is_blank(text.at[i]);
		while (i < text.len && blank && make_is_space(text.at[i]))
			i++;
		size_t length = i < text.len ? sign_at(text, i, &assignment->sign) : 0;
		if (length) {
			assignment->name = make_slice(line, 0, end);
			assignment->value = make_next(make_slice(line, i + length, text.len));
			return true;
		}
		if (blank || text.at[i] == ':')
			return false;
		end = ++i;
	}
	return false;
}

static bool is_word(struct make_text word, const char *text)
{
	return bytes_is(word.text, text);
}

struct make_assignment make_assignment_of(struct make_text line, enum make_where where)
{
	struct make_assignment assignment = { .statement = MAKE_NO_ASSIGNMENT };
	struct make_text rest = make_next(line);
	while (rest.text.len) {
		if (make_split(rest, &assignment)) {
			assignment.statement = MAKE_ASSIGNMENT;
			break;
		}
		struct make_text word = make_word(&rest);
		assignment.override = assignment.override || is_word(word, "override");
		if (is_word(word, "override") || is_word(word, "export") ||
			is_word(word, "private"))
			continue;
		if (where == MAKE_AT_TOP && is_word(word, "define"))
			assignment.statement = MAKE_DEFINE;
		else if (where == MAKE_AT_TOP && is_word(word, "undefine"))
			assignment.statement = MAKE_UNDEFINE;
		assignment.name = rest;
		break;
	}
	return assignment;
}
