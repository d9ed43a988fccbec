/*
 * Classes for PCRE2. It matches them in any case by adding what each range folds to, and so does Go
 * with ranges; but Go folds a set before it takes what is outside of it, and properties by tables.
 * So a class has up to three kinds of parts: `loose` ones that PCRE2 folds, `exact` ones that are
 * complete as they stand, and `unions`, whose outside takes brackets of its own.
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "term.h"

enum {
	FOLDS_FROM = 'A',
	FOLDS_TO = 0x1E943, /* nothing beyond has another case */
	SURROGATES_FROM = 0xD800,
	SURROGATES_TO = 0xDFFF,
	WIDE = 0x1000 /* PCRE2 looks at each code point of what it folds */
};

struct parts {
	struct words *words;
	bool fold;
	struct buf loose, exact;
	struct texts unions;
};

/* Letters and digits mean themselves to PCRE2, and with a backslash any other of ASCII. */
void code_point_write(struct words *words, uint32_t code_point)
{
	char room[4], lower = (char)(code_point | 0x20);
	bool alone = (lower >= 'a' && lower <= 'z') || (code_point >= '0' && code_point <= '9');
	if (code_point >= 0x80) {
		buf_add(words->out, (struct bytes){ room, utf8_encode(code_point, room) });
		return;
	}
	if (code_point < ' ' || code_point == 0x7F) {
		buf_print(words->out, "\\x{%x}", (unsigned)code_point);
		return;
	}
	if (!alone)
		buf_add_char(words->out, '\\');
	buf_add_char(words->out, (char)code_point);
}

/* --- ranges ----------------------------------------------------------------------------------- */

static void write_range(struct words *words, uint32_t first, uint32_t last)
{
	/* No text has surrogates, and PCRE2 does not want to hear of them. */
	if (first >= SURROGATES_FROM && first <= SURROGATES_TO)
		first = SURROGATES_TO + 1;
	if (last >= SURROGATES_FROM && last <= SURROGATES_TO)
		last = SURROGATES_FROM - 1;
	if (last < first)
		return;
	code_point_write(words, first);
	if (last == first)
		return;
	buf_add_char(words->out, '-');
	code_point_write(words, last);
}

static void add_range(struct parts *parts, struct buf *to, uint32_t first, uint32_t last)
{
	struct words words = { .out = to, .owner = parts->words->owner };
	write_range(&words, first, last);
}

static void add_loose(struct parts *parts, uint32_t first, uint32_t last)
{
	add_range(parts, parts->fold ? &parts->loose : &parts->exact, first, last);
}

static void add_wide(struct parts *parts, uint32_t first, uint32_t last)
{
	bool complete = first <= FOLDS_FROM && last >= FOLDS_TO;
	uint32_t from = first < FOLDS_FROM ? FOLDS_FROM : first;
	uint32_t to = last > FOLDS_TO ? FOLDS_TO : last;
	if (complete || from > to) {
		add_range(parts, &parts->exact, first, last);
		return;
	}
	if (first < from)
		add_range(parts, &parts->exact, first, from - 1);
	if (to < last)
		add_range(parts, &parts->exact, to + 1, last);
	add_loose(parts, from, to);
}

/* --- sets and properties ---------------------------------------------------------------------- */

static void add_set(struct parts *parts, const struct ascii_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		add_loose(parts, set->ranges[2 * i], set->ranges[2 * i + 1]);
}

static const struct ascii_set *set_in_any_case(const struct ascii_set *set)
{
	bool one_case = strcmp(set->name, "lower") == 0 || strcmp(set->name, "upper") == 0;
	return one_case ? ascii_set_of(BYTES("alpha")) : set;
}

static bool set_has(const struct ascii_set *set, unsigned char c)
{
	for (size_t i = 0; i < set->count; i++)
		if (c >= set->ranges[2 * i] && c <= set->ranges[2 * i + 1])
			return true;
	return false;
}

/* The outside of a set: complete, since all that something folds to is on the same side. */
static void add_outside(struct parts *parts, const struct ascii_set *set)
{
	uint32_t next = 0;
	if (parts->fold)
		set = set_in_any_case(set);
	for (size_t i = 0; i < set->count; i++) {
		if (set->ranges[2 * i] > next)
			add_range(parts, &parts->exact, next, set->ranges[2 * i] - 1U);
		next = set->ranges[2 * i + 1] + 1U;
	}
	if (parts->fold && set_has(set, 'k')) {
		/* The long s and the sign for Kelvin are letters of ASCII in another case. */
		add_range(parts, &parts->exact, next, 0x17E);
		add_range(parts, &parts->exact, 0x180, 0x2129);
		next = 0x212B;
	}
	add_range(parts, &parts->exact, next, CODE_POINT_MAX);
}

static void add_folded(struct parts *parts, struct buf *to, const struct stride *strides)
{
	for (const struct stride *s = strides; s && s->first; s++) {
		if (s->step == 1) {
			add_range(parts, to, s->first, s->last);
			continue;
		}
		for (uint32_t c = s->first; c <= s->last; c += s->step)
			add_range(parts, to, c, c);
	}
}

static void add_property(struct parts *parts, const struct class_item *item)
{
	const struct property *property = item->property;
	bool folds = parts->fold && property->folded;
	struct buf text = buf_new(parts->words->owner);
	buf_add(&text, property->words);
	if (folds)
		add_folded(parts, &text, property->folded);
	if (!item->negated) {
		buf_add(&parts->exact, buf_bytes(&text));
	} else if (folds || property->is_union) {
		*array_push(parts->words->owner, &parts->unions) = buf_bytes(&text);
	} else {
		buf_add(&parts->exact, BYTES("\\P"));
		buf_add(&parts->exact, bytes_slice(property->words, 2, property->words.len));
	}
}

static void add_item(struct parts *parts, const struct class_item *item)
{
	if (item->property)
		add_property(parts, item);
	else if (item->set && item->negated)
		add_outside(parts, item->set);
	else if (item->set)
		add_set(parts, item->set);
	else if (item->negated)
		return; /* outside of all is nothing */
	else if (parts->fold && item->last - item->first >= WIDE)
		add_wide(parts, item->first, item->last);
	else
		add_loose(parts, item->first, item->last);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void write_brackets(struct words *words, const char *open, struct bytes text)
{
	buf_add(words->out, bytes_of(open));
	buf_add(words->out, text);
	buf_add_char(words->out, ']');
}

/* Brackets in a group of their own, with which (?i) ends. */
static void write_part(
	struct words *words, bool fold, bool negated, const char *brackets, struct bytes text)
{
	bool outer = words->fold;
	if (!text.len)
		return;
	buf_add(words->out, negated ? BYTES("(?!") : BYTES("(?:"));
	words_fold(words, fold);
	write_brackets(words, brackets, text);
	buf_add(words->out, negated ? BYTES(")") : BYTES(")|"));
	words->fold = outer;
}

/* A class of several parts is one of them or, negated, one character that is none of them. */
static void write_parts(struct words *words, const struct parts *parts, bool negated)
{
	buf_add(words->out, BYTES("(?:"));
	write_part(words, true, negated, "[", buf_bytes(&parts->loose));
	write_part(words, false, negated, "[", buf_bytes(&parts->exact));
	for (size_t i = 0; i < parts->unions.count; i++)
		write_part(words, false, negated, "[^", parts->unions.at[i]);
	buf_add(words->out, negated ? BYTES(".)") : BYTES("(?!))"));
}

void class_write(struct words *words, const struct class *class)
{
	struct parts parts = { .words = words, .fold = class->fold };
	parts.loose = parts.exact = buf_new(words->owner);
	for (size_t i = 0; i < class->count; i++)
		add_item(&parts, &class->at[i]);
	if (parts.unions.count || !parts.loose.len == !parts.exact.len) {
		write_parts(words, &parts, class->negated);
		return;
	}
	words_fold(words, parts.loose.len > 0);
	write_brackets(words, class->negated ? "[^" : "[",
		buf_bytes(parts.loose.len ? &parts.loose : &parts.exact));
}
