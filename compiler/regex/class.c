/* Classes: in brackets, and the escapes that stand for one. */
#include "base/message.h"
#include "term.h"

/* --- \d and [:digit:] ------------------------------------------------------------------------- */

const struct ascii_set *ascii_set_of(struct bytes name)
{
	static const struct ascii_set sets[] = {
		{ "d", 1, "09" },
		{ "s", 3, "\t\n\f\r  " },
		{ "w", 4, "09AZ__az" },
		{ "alnum", 3, "09AZaz" },
		{ "alpha", 2, "AZaz" },
		{ "ascii", 1, "\0\177" },
		{ "blank", 2, "\t\t  " },
		{ "cntrl", 2, "\0\037\177\177" },
		{ "digit", 1, "09" },
		{ "graph", 1, "!~" },
		{ "lower", 1, "az" },
		{ "print", 1, " ~" },
		{ "punct", 4, "!/:@[`{~" },
		{ "space", 2, "\t\r  " },
		{ "upper", 1, "AZ" },
		{ "word", 4, "09AZ__az" },
		{ "xdigit", 3, "09AFaf" },
	};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		if (bytes_is(name, sets[i].name))
			return &sets[i];
	return NULL;
}

/* \d \s \w, and the same in capitals for what is outside of them. */
static bool read_perl(struct reader *reader, struct class *class)
{
	int c = reader_peek(reader, 1);
	char name = (char)(c | 0x20);
	if (c < 0 || !strchr("dswDSW", c) || c == 0)
		return false;
	*array_push(reader->owner, class) = (struct class_item){
		.set = ascii_set_of((struct bytes){ &name, 1 }), .negated = name != c
	};
	reader->at += 2;
	return true;
}

/* `[:alpha:]` or `[:^alpha:]`; what has no `:]` is no name. */
static bool read_posix(struct reader *reader, struct class *class, bool *found)
{
	size_t begin = reader->at;
	size_t end = bytes_find(reader->pattern, BYTES(":]"), begin + 2);
	*found = reader_peek(reader, 0) == '[' && reader_peek(reader, 1) == ':' &&
		end < reader->pattern.len;
	if (!*found)
		return true;
	struct bytes name = bytes_slice(reader->pattern, begin + 2, end);
	bool negated = bytes_begins(name, BYTES("^"));
	name = bytes_slice(name, negated, name.len);
	const struct ascii_set *set = name.len > 1 ? ascii_set_of(name) : NULL;
	if (!set)
		return reader_refuse(reader, begin, N_("there is no class of this name"));
	*array_push(reader->owner, class) = (struct class_item){ .set = set, .negated = negated };
	reader->at = end + 2;
	return true;
}

/* --- \p{Greek} -------------------------------------------------------------------------------- */

/* The name at the place, behind the `p`: one letter, or in braces. */
static struct bytes take_name(struct reader *reader)
{
	size_t begin = reader->at;
	if (begin == reader->pattern.len)
		return BYTES("");
	if (reader_take(reader) != '{')
		return bytes_slice(reader->pattern, begin, reader->at);
	size_t end = bytes_find(reader->pattern, BYTES("}"), begin);
	reader->at = end + (end < reader->pattern.len);
	return end < reader->pattern.len ? bytes_slice(reader->pattern, begin + 1, end) : BYTES("");
}

static bool read_property(struct reader *reader, struct class *class)
{
	size_t begin = reader->at;
	bool negated = reader_peek(reader, 1) == 'P';
	reader->at += 2;
	struct bytes name = take_name(reader);
	if (bytes_begins(name, BYTES("^"))) {
		negated = !negated;
		name = bytes_slice(name, 1, name.len);
	}
	struct class_item item = { .negated = negated };
	if (bytes_is(name, "Any"))
		item.last = CODE_POINT_MAX;
	else if (!(item.property = property_of(reader->owner, name)))
		return reader_refuse(reader, begin, N_("there is no Unicode class of this name"));
	*array_push(reader->owner, class) = item;
	return true;
}

bool class_read_escape(struct reader *reader, struct class *class, bool *found)
{
	*found = true;
	if (reader_peek(reader, 0) == '\\') {
		if (read_perl(reader, class))
			return true;
		if (reader_peek(reader, 1) == 'p' || reader_peek(reader, 1) == 'P')
			return read_property(reader, class);
	}
	*found = false;
	return true;
}

/* --- brackets --------------------------------------------------------------------------------- */

static bool read_character(struct reader *reader, size_t opened, uint32_t *code_point)
{
	int c = reader_peek(reader, 0);
	if (c < 0)
		return reader_refuse(reader, opened, N_("a class is not closed by ']'"));
	if (c == '\\')
		return escape_read(reader, code_point);
	*code_point = reader_take(reader);
	return true;
}

/* `a` or `a-z`; the '-' of `[a-]` stands for itself. */
static bool read_range(struct reader *reader, struct class *class, size_t opened)
{
	size_t begin = reader->at;
	struct class_item item = { 0 };
	if (!read_character(reader, opened, &item.first))
		return false;
	item.last = item.first;
	int behind = reader_peek(reader, 1);
	if (reader_peek(reader, 0) == '-' && behind >= 0 && behind != ']') {
		reader->at++;
		if (!read_character(reader, opened, &item.last))
			return false;
	}
	if (item.last < item.first)
		return reader_refuse(reader, begin, N_("a range ends before it begins"));
	*array_push(reader->owner, class) = item;
	return true;
}

static bool read_item(struct reader *reader, struct class *class, size_t opened)
{
	bool found;
	if (!read_posix(reader, class, &found))
		return false;
	if (!found && !class_read_escape(reader, class, &found))
		return false;
	return found || read_range(reader, class, opened);
}

bool class_read(struct reader *reader, struct class *class)
{
	size_t opened = reader->at++;
	class->negated = reader_peek(reader, 0) == '^';
	reader->at += class->negated;
	/* A ']' at the front stands for itself. */
	do {
		if (!read_item(reader, class, opened))
			return false;
	} while (reader_peek(reader, 0) != ']');
	reader->at++;
	return true;
}
