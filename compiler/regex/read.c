/*
 * From RE2's syntax to terms, as Go's regexp/syntax reads it with its Perl flags. Groups stand on a
 * stack of their own: `(?:` may nest as deeply as the pattern is long.
 */
#include "base/message.h"
#include "base/utf8.h"
#include "term.h"

/* A group that is open, or the whole. */
struct frame {
	struct frame *outer;
	struct term *group; /* NULL if it captures nothing */
	size_t opened;
	unsigned flags; /* to go back to behind it */
	struct terms sequence, choices;
};

struct parser {
	struct reader *reader;
	struct frame *frame;
	size_t after_repeat; /* where the last repetition ended */
};

/* --- terms ------------------------------------------------------------------------------------ */

static struct term *term_new(struct parser *parser, enum term_kind kind)
{
	struct term *term = arena_new_of(parser->reader->owner, struct term);
	*term = (struct term){ .kind = kind, .copies = 1, .height = 1, .size = 1 };
	term->nullable = kind != TERM_LITERAL && kind != TERM_CLASS && kind != TERM_ANY &&
		kind != TERM_ANY_IN_LINE;
	return term;
}

static struct term *push(struct parser *parser, struct term *term)
{
	*array_push(parser->reader->owner, &parser->frame->sequence) = term;
	return term;
}

static void push_literal(struct parser *parser, uint32_t code_point)
{
	struct term *term = push(parser, term_new(parser, TERM_LITERAL));
	term->code_point = code_point;
	term->fold = parser->reader->flags & FLAG_FOLD;
}

static struct class *push_class(struct parser *parser)
{
	struct class *class = arena_new_of(parser->reader->owner, struct class);
	class->fold = parser->reader->flags & FLAG_FOLD;
	push(parser, term_new(parser, TERM_CLASS))->class = class;
	return class;
}

/* Letters in a row are one level in Go's tree. */
static int height_with(const struct term *whole, const struct term *part)
{
	bool same = part->kind == whole->kind || part->kind == TERM_LITERAL;
	int height = part->height + !same;
	return height > whole->height ? height : whole->height;
}

static bool is_good(struct parser *parser, const struct term *term)
{
	if (term->height > HEIGHT_MAX)
		return reader_refuse(
			parser->reader, parser->reader->at, N_("the pattern nests too deeply"));
	return term->size <= SIZE_MOST ||
		reader_refuse(parser->reader, parser->reader->at, N_("the pattern is too large"));
}

/* One term of several, which it takes over; NULL if it is refused. */
static struct term *join(struct parser *parser, enum term_kind kind, struct terms *parts)
{
	if (parts->count == 1)
		return parts->at[0];
	struct term *whole = term_new(parser, parts->count ? kind : TERM_EMPTY);
	whole->parts = *parts;
	if (parts->count == 0)
		return whole;
	whole->nullable = kind == TERM_SEQUENCE;
	whole->size = kind == TERM_SEQUENCE ? 0 : (int64_t)parts->count - 1;
	for (size_t i = 0; i < parts->count; i++) {
		const struct term *part = parts->at[i];
		whole->nullable = kind == TERM_SEQUENCE ? whole->nullable && part->nullable
							: whole->nullable || part->nullable;
		whole->copies = part->copies > whole->copies ? part->copies : whole->copies;
		whole->height = height_with(whole, part);
		whole->size += part->size;
	}
	return is_good(parser, whole) ? whole : NULL;
}

/* --- groups ----------------------------------------------------------------------------------- */

static struct frame *open_frame(struct parser *parser, size_t opened)
{
	struct frame *frame = arena_new_of(parser->reader->owner, struct frame);
	frame->outer = parser->frame;
	frame->opened = opened;
	frame->flags = parser->reader->flags;
	return parser->frame = frame;
}

static void open_group(struct parser *parser, size_t opened, struct bytes name)
{
	*array_push(parser->reader->owner, &parser->reader->names) = name;
	open_frame(parser, opened)->group = term_new(parser, TERM_GROUP);
}

static bool close_choice(struct parser *parser)
{
	struct frame *frame = parser->frame;
	struct term *choice = join(parser, TERM_SEQUENCE, &frame->sequence);
	if (!choice)
		return false;
	*array_push(parser->reader->owner, &frame->choices) = choice;
	frame->sequence = (struct terms){ 0 };
	return true;
}

/* All that the frame holds, as one term; NULL if it is refused. */
static struct term *close_frame(struct parser *parser)
{
	struct frame *frame = parser->frame;
	struct term *whole = close_choice(parser) ? join(parser, TERM_CHOICE, &frame->choices)
						  : NULL;
	if (!whole || !frame->group)
		return whole;
	struct term *group = frame->group;
	*array_push(parser->reader->owner, &group->parts) = whole;
	group->nullable = whole->nullable;
	group->copies = whole->copies;
	group->height = whole->height + 1;
	group->size = whole->size + 2;
	return is_good(parser, group) ? group : NULL;
}

static bool close_group(struct parser *parser)
{
	struct frame *frame = parser->frame;
	if (!frame->outer)
		return reader_refuse(parser->reader, parser->reader->at,
			N_("there is no group for this ')' to close"));
	struct term *term = close_frame(parser);
	if (!term)
		return false;
	parser->reader->at++;
	parser->reader->flags = frame->flags;
	parser->frame = frame->outer;
	push(parser, term);
	return true;
}

static bool is_name(struct bytes name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i], lower = (char)(c | 0x20);
		if (c != '_' && !(c >= '0' && c <= '9') && !(lower >= 'a' && lower <= 'z'))
			return false;
	}
	return name.len > 0;
}

/* At the '<' of `(?P<name>` or `(?<name>`. */
static bool open_named(struct parser *parser, size_t opened)
{
	struct reader *reader = parser->reader;
	size_t begin = reader->at + 1, end = bytes_find(reader->pattern, BYTES(">"), begin);
	struct bytes name = bytes_slice(reader->pattern, begin, end);
	if (end == reader->pattern.len || !is_name(name))
		return reader_refuse(reader, opened,
			N_("a group's name is letters, digits and '_' between '<' and '>'"));
	for (size_t i = 0; i < reader->names.count; i++)
		if (bytes_equal(name, reader->names.at[i]))
			return reader_refuse(reader, begin, N_("two groups have this name"));
	reader->at = end + 1;
	open_group(parser, opened, name);
	return true;
}

/* The flags at the place, up to ':' or ')', which is left there. */
static bool read_flags(struct reader *reader, unsigned *flags)
{
	static const char letters[] = "imsU";
	bool minus = false, lacks = false;
	for (int c; c = reader_peek(reader, 0), c != ':' && c != ')'; reader->at++) {
		const char *letter = c > 0 ? strchr(letters, c) : NULL;
		if (!letter && (c != '-' || minus))
			return false;
		lacks = minus = minus || c == '-';
		if (!letter)
			continue;
		unsigned flag = 1U << (letter - letters);
		*flags = minus ? *flags & ~flag : *flags | flag;
		lacks = false;
	}
	return !lacks;
}

static bool refuse_group(struct reader *reader, size_t opened)
{
	struct bytes rest = bytes_slice(reader->pattern, opened + 2, reader->pattern.len);
	if (bytes_begins(rest, BYTES("=")) || bytes_begins(rest, BYTES("!")) ||
		bytes_begins(rest, BYTES("<=")) || bytes_begins(rest, BYTES("<!")))
		return reader_refuse(
			reader, opened, N_("lookahead and lookbehind are not supported"));
	if (bytes_begins(rest, BYTES(">")))
		return reader_refuse(reader, opened, N_("atomic groups are not supported"));
	return reader_refuse(
		reader, opened, N_("'(?' is followed by neither ':', flags (imsU) nor a name"));
}

/* At "(?". */
static bool read_special_group(struct parser *parser)
{
	struct reader *reader = parser->reader;
	size_t opened = reader->at;
	unsigned flags = reader->flags;
	bool python = reader_peek(reader, 2) == 'P' && reader_peek(reader, 3) == '<';
	int behind = reader_peek(reader, 3);
	reader->at += python ? 3 : 2;
	if (python || (reader_peek(reader, 0) == '<' && behind != '=' && behind != '!'))
		return open_named(parser, opened);
	if (!read_flags(reader, &flags))
		return refuse_group(reader, opened);
	if (reader_take(reader) == ':')
		open_frame(parser, opened);
	reader->flags = flags;
	return true;
}

static bool read_group(struct parser *parser)
{
	struct reader *reader = parser->reader;
	if (reader_peek(reader, 1) == '?')
		return read_special_group(parser);
	open_group(parser, reader->at++, BYTES(""));
	return true;
}

/* --- repetitions ------------------------------------------------------------------------------ */

/* Has the last term repeated; `begin` is where the operator begins. */
static bool repeat(struct parser *parser, size_t begin, int min, int max)
{
	struct reader *reader = parser->reader;
	struct terms *sequence = &parser->frame->sequence;
	if (begin == parser->after_repeat)
		return reader_refuse(reader, begin, N_("a repetition follows a repetition"));
	if (sequence->count == 0)
		return reader_refuse(reader, begin, N_("there is nothing to repeat"));
	struct term *term = term_new(parser, TERM_REPEAT);
	struct term *part = sequence->at[sequence->count - 1];
	bool swapped = reader_peek(reader, 0) == '?' && reader_take(reader);
	term->lazy = swapped != !!(reader->flags & FLAG_LAZY);
	term->min = min;
	term->max = max;
	*array_push(reader->owner, &term->parts) = part;
	int times = max == NO_END ? min : max;
	term->nullable = min == 0 || part->nullable;
	/* What is repeated no times counts for nothing, however often it would repeat within. */
	term->copies = max == 0 ? 1 : part->copies * (times ? times : 1);
	term->height = part->height + 1;
	term->size = part->size * (times ? times : 1) + (max == NO_END ? 2 : max - min);
	sequence->at[sequence->count - 1] = term;
	parser->after_repeat = reader->at;
	if (term->copies > REPEAT_MAX)
		return reader_refuse(
			reader, begin, N_("nested repetitions multiply to more than 1000"));
	return is_good(parser, term);
}

/* A number without leading zeros; one that is too large is REPEAT_MAX + 1. */
static bool read_count(struct reader *reader, int *count)
{
	size_t begin = reader->at;
	*count = 0;
	for (int c; c = reader_peek(reader, 0), c >= '0' && c <= '9'; reader->at++)
		*count = *count > REPEAT_MAX ? *count : *count * 10 + (c - '0');
	if (*count > REPEAT_MAX)
		*count = REPEAT_MAX + 1;
	size_t digits = reader->at - begin;
	return digits == 1 || (digits > 1 && reader->pattern.at[begin] != '0');
}

/* `{n}`, `{n,}` or `{n,m}`. False, with the place unchanged, for anything else. */
static bool read_counts(struct reader *reader, int *min, int *max)
{
	size_t begin = reader->at++;
	bool good = read_count(reader, min);
	*max = *min;
	if (good && reader_peek(reader, 0) == ',') {
		reader->at++;
		*max = NO_END;
		if (reader_peek(reader, 0) != '}')
			good = read_count(reader, max);
	}
	good = good && reader_peek(reader, 0) == '}';
	reader->at = good ? reader->at + 1 : begin;
	return good;
}

static bool read_braces(struct parser *parser)
{
	struct reader *reader = parser->reader;
	size_t begin = reader->at;
	int min, max;
	if (!read_counts(reader, &min, &max)) {
		push_literal(parser, reader_take(reader));
		return true;
	}
	if (min > REPEAT_MAX || max > REPEAT_MAX)
		return reader_refuse(reader, begin, N_("a repetition count is above 1000"));
	if (max != NO_END && max < min)
		return reader_refuse(reader, begin, N_("a repetition ends before it begins"));
	return repeat(parser, begin, min, max);
}

static bool read_repeat(struct parser *parser)
{
	struct reader *reader = parser->reader;
	size_t begin = reader->at;
	switch (reader_take(reader)) {
	case '*':
		return repeat(parser, begin, 0, NO_END);
	case '+':
		return repeat(parser, begin, 1, NO_END);
	default:
		return repeat(parser, begin, 0, 1);
	}
}

/* --- the rest --------------------------------------------------------------------------------- */

/* Up to `\E` or the end. */
static void read_quoted(struct parser *parser)
{
	struct reader *reader = parser->reader;
	size_t end = bytes_find(reader->pattern, BYTES("\\E"), reader->at + 2);
	reader->at += 2;
	while (reader->at < end)
		push_literal(parser, reader_take(reader));
	reader->at = end + 2 < reader->pattern.len ? end + 2 : reader->pattern.len;
}

static bool read_escape(struct parser *parser)
{
	static const struct {
		char letter;
		enum term_kind kind;
	} places[] = {
		{ 'A', TERM_TEXT_BEGIN },
		{ 'z', TERM_TEXT_END },
		{ 'b', TERM_WORD_EDGE },
		{ 'B', TERM_NO_WORD_EDGE },
	};
	struct reader *reader = parser->reader;
	int letter = reader_peek(reader, 1);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		if (letter != places[i].letter)
			continue;
		push(parser, term_new(parser, places[i].kind));
		reader->at += 2;
		return true;
	}
	uint32_t code_point;
	if (letter == 'Q') {
		read_quoted(parser);
		return true;
	}
	if (letter > 0 && strchr("dswDSWpP", letter)) {
		bool found;
		return class_read_escape(reader, push_class(parser), &found);
	}
	if (!escape_read(reader, &code_point))
		return false;
	push_literal(parser, code_point);
	return true;
}

/* `^`, `$` and `.`, each with the meaning that the flag gives it. */
static void push_special(
	struct parser *parser, enum flag flag, enum term_kind with, enum term_kind without)
{
	push(parser, term_new(parser, parser->reader->flags & flag ? with : without));
	parser->reader->at++;
}

static bool read_one(struct parser *parser)
{
	struct reader *reader = parser->reader;
	switch (reader_peek(reader, 0)) {
	case '(':
		return read_group(parser);
	case ')':
		return close_group(parser);
	case '|':
		reader->at++;
		return close_choice(parser);
	case '[':
		return class_read(reader, push_class(parser));
	case '*':
	case '+':
	case '?':
		return read_repeat(parser);
	case '{':
		return read_braces(parser);
	case '\\':
		return read_escape(parser);
	case '^':
		push_special(parser, FLAG_LINES, TERM_LINE_BEGIN, TERM_TEXT_BEGIN);
		return true;
	case '$':
		push_special(parser, FLAG_LINES, TERM_LINE_END, TERM_TEXT_END);
		return true;
	case '.':
		push_special(parser, FLAG_DOT_ALL, TERM_ANY, TERM_ANY_IN_LINE);
		return true;
	default:
		push_literal(parser, reader_take(reader));
		return true;
	}
}

const struct term *term_read(struct reader *reader)
{
	struct parser parser = { .reader = reader, .after_repeat = SIZE_MAX };
	open_frame(&parser, 0);
	size_t invalid = utf8_invalid(reader->pattern);
	if (invalid < reader->pattern.len) {
		reader_refuse(reader, invalid, N_("the pattern is not valid UTF-8"));
		return NULL;
	}
	while (reader->at < reader->pattern.len)
		if (!read_one(&parser))
			return NULL;
	if (!parser.frame->outer)
		return close_frame(&parser);
	reader_refuse(reader, parser.frame->opened, N_("a group is not closed by ')'"));
	return NULL;
}
