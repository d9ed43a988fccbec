#include "selector.h"

#include "base/message.h"
#include <ctype.h>
#include <string.h>

/* --- reading ---------------------------------------------------------------------------------- */

struct reader {
	struct arena *owner;
	struct bytes rest;
};

static void skip_blanks(struct reader *r)
{
	while (r->rest.len && isspace((unsigned char)*r->rest.at))
		r->rest = bytes_slice(r->rest, 1, r->rest.len);
}

static bool is_word_byte(char byte)
{
	return byte && !strchr("=!<>(), \t\n", byte);
}

/* A key or a value; the empty text where there is none. */
static struct bytes read_word(struct reader *r)
{
	skip_blanks(r);
	size_t len = 0;
	while (len < r->rest.len && is_word_byte(r->rest.at[len]))
		len++;
	struct bytes word = bytes_slice(r->rest, 0, len);
	r->rest = bytes_slice(r->rest, len, r->rest.len);
	skip_blanks(r);
	return word;
}

static bool take(struct reader *r, struct bytes sign)
{
	skip_blanks(r);
	if (!bytes_begins(r->rest, sign))
		return false;
	r->rest = bytes_slice(r->rest, sign.len, r->rest.len);
	return true;
}

static bool read_set(struct reader *r, struct texts *values)
{
	if (!take(r, BYTES("(")))
		return false;
	do
		*array_push(r->owner, values) = read_word(r);
	while (take(r, BYTES(",")));
	return take(r, BYTES(")"));
}

static bool read_number(struct reader *r, struct selector_term *term)
{
	struct scalar number = resolve_core(read_word(r));
	term->number = number.integer;
	return number.type == TYPE_INT;
}

/* `in` and `notin` are words, and so may be keys. */
static bool read_membership(struct reader *r, struct selector_term *term)
{
	struct bytes word = read_word(r);
	if (!word.len) {
		term->test = TEST_EXISTS;
		return true;
	}
	term->test = bytes_equal(word, BYTES("in")) ? TEST_IN : TEST_NOT_IN;
	return (term->test == TEST_IN || bytes_equal(word, BYTES("notin"))) &&
		read_set(r, &term->values);
}

static bool read_test(struct reader *r, struct selector_term *term)
{
	if (take(r, BYTES(">"))) {
		term->test = TEST_GREATER;
		return read_number(r, term);
	}
	if (take(r, BYTES("<"))) {
		term->test = TEST_LESS;
		return read_number(r, term);
	}
	bool differs = take(r, BYTES("!="));
	if (!differs && !take(r, BYTES("==")) && !take(r, BYTES("=")))
		return read_membership(r, term);
	term->test = differs ? TEST_NOT_IN : TEST_IN;
	*array_push(r->owner, &term->values) = read_word(r);
	return true;
}

static bool read_term(struct reader *r, struct selector_term *term)
{
	if (take(r, BYTES("!"))) {
		term->test = TEST_MISSING;
		term->key = read_word(r);
		return term->key.len;
	}
	term->key = read_word(r);
	return term->key.len && read_test(r, term);
}

bool label_selector_read(struct arena *owner, const struct value *text,
	struct label_selector *selector, struct diags *d)
{
	struct reader r = { owner, text->text };
	skip_blanks(&r);
	bool good = true;
	while (good && r.rest.len) {
		struct selector_term term = { 0 };
		good = read_term(&r, &term) && (!r.rest.len || take(&r, BYTES(",")));
		*array_push(owner, selector) = term;
	}
	if (good)
		return true;
	diag_error(d, text->at, "target/selector", N_("'" BYTES_FMT "' is no label selector"),
		BYTES_ARG(text->text));
	diag_hint(d,
		N_("write KEY=VALUE, KEY!=VALUE, KEY in (A, B), KEY or !KEY, with commas "
		   "between them"));
	return false;
}

/* --- matching --------------------------------------------------------------------------------- */

static bool holds_value(const struct selector_term *term, struct bytes value)
{
	for (size_t i = 0; i < term->values.count; i++)
		if (bytes_equal(term->values.at[i], value))
			return true;
	return false;
}

/* Where the key is missing, only what asks for its absence holds. */
static bool term_holds(const struct selector_term *term, bool given, struct bytes value)
{
	switch (term->test) {
	case TEST_IN:
		return given && holds_value(term, value);
	case TEST_NOT_IN:
		return !given || !holds_value(term, value);
	case TEST_EXISTS:
		return given;
	case TEST_MISSING:
		return !given;
	case TEST_GREATER:
	case TEST_LESS:
		break;
	}
	struct scalar number = resolve_core(value);
	if (!given || number.type != TYPE_INT)
		return false;
	return term->test == TEST_GREATER ? number.integer > term->number
					  : number.integer < term->number;
}

bool label_selector_holds(const struct label_selector *selector, const struct value *labels)
{
	bool is_map = labels && labels->kind == VALUE_MAP;
	for (size_t i = 0; i < selector->count; i++) {
		const struct selector_term *term = &selector->at[i];
		const struct value *found = is_map ? value_get(labels, term->key) : NULL;
		if (!term_holds(term, found, found ? found->text : BYTES("")))
			return false;
	}
	return true;
}
