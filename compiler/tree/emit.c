#include "layout.h"
#include "number.h"
#include "quote.h"

#include <math.h>

/* A simple key ends within 1024 characters; kept well below, as go-yaml counts bytes. */
enum { SIMPLE_KEY = 1000 };

static bool is_quoted(const struct value *value)
{
	return value->style == STYLE_SINGLE || value->style == STYLE_DOUBLE;
}

/* --- scalars ---------------------------------------------------------------------------------- */

static bool is_number(enum value_kind kind)
{
	return kind == VALUE_INT || kind == VALUE_FLOAT;
}

/* Whether the reader takes the text for the very number. The sign of zero counts. */
static bool reads_as(enum dialect dialect, struct bytes text, const struct value *value)
{
	struct scalar got = dialect == DIALECT_HELM ? resolve_helm(text) : resolve_core(text);
	if (got.type == TYPE_INT && value->kind == VALUE_INT)
		return got.integer == value->integer;
	return (got.type == TYPE_INT || got.type == TYPE_FLOAT) && got.number == value->number &&
		signbit(got.number) == signbit(value->number);
}

static void add_decimal(struct buf *out, double number)
{
	char text[DECIMAL_TEXT];
	struct decimal decimal = decimal_of(number);
	int len = decimal_text(text, &decimal, 6, 21, 1);
	struct bytes whole = { text, (size_t)len }, digits = whole, mantissa;
	/* YAML 1.1 wants a dot before an exponent, and -0 would be an int without sign. */
	bytes_cut(&digits, 'e', &mantissa);
	bool bare = bytes_find(mantissa, BYTES("."), 0) == mantissa.len;
	bool dot = bare && (mantissa.len < whole.len || bytes_is(whole, "-0"));
	buf_print(out, BYTES_FMT "%s", BYTES_ARG(mantissa), dot ? ".0" : "");
	buf_add(out, bytes_slice(whole, mantissa.len, whole.len));
}

static void add_number(struct buf *out, const struct layout *layout, const struct value *value)
{
	if (!isfinite(value->number)) {
		buf_add(out,
			isnan(value->number)        ? BYTES(".nan")
				: value->number > 0 ? BYTES(".inf")
						    : BYTES("-.inf"));
		return;
	}
	if (reads_as(layout->dialect, value->text, value)) {
		buf_add(out, value->text);
		return;
	}
	if (value->kind == VALUE_INT) {
		buf_print(out, "%lld", (long long)value->integer);
		return;
	}
	add_decimal(out, value->number);
}

void layout_scalar(
	struct buf *out, const struct layout *layout, const struct value *scalar, bool in_flow)
{
	if (scalar->kind == VALUE_NULL)
		buf_add(out, BYTES("null"));
	else if (scalar->kind == VALUE_BOOL)
		buf_add(out, scalar->boolean ? BYTES("true") : BYTES("false"));
	else if (is_number(scalar->kind))
		add_number(out, layout, scalar);
	else if (in_flow && layout->json)
		quote_double(out, scalar->text);
	else if (!is_quoted(scalar) &&
		quote_unneeded(scalar->text, in_flow ? STAND_FLOW : STAND_BLOCK))
		buf_add(out, scalar->text);
	else
		quote_some(out, scalar->text);
}

void emit_scalar(struct buf *out, struct bytes text, enum quoting quoting)
{
	if (quoting == QUOTE_IF_NEEDED && quote_unneeded(text, STAND_BLOCK))
		buf_add(out, text);
	else
		quote_some(out, text);
}

/* Whether the key fits between two line ends even where each byte of it needs an escape. */
static bool is_surely_simple(struct bytes key)
{
	return key.len <= SIMPLE_KEY / sizeof "\\uFFFD";
}

static void add_long_key(struct buf *out, struct bytes key, size_t indent)
{
	struct buf token = buf_new(out->owner);
	emit_scalar(&token, key, QUOTE_IF_NEEDED);
	bool simple = token.len <= SIMPLE_KEY;
	buf_add(out, simple ? BYTES("") : BYTES("? "));
	buf_add(out, buf_bytes(&token));
	if (!simple) {
		buf_add_char(out, '\n');
		buf_add_times(out, ' ', indent);
	}
}

void emit_key(struct buf *out, struct bytes key, size_t indent)
{
	if (is_surely_simple(key))
		emit_scalar(out, key, QUOTE_IF_NEEDED);
	else
		add_long_key(out, key, indent);
	buf_add_char(out, ':');
}

/* --- block ------------------------------------------------------------------------------------ */

static bool is_empty_collection(const struct value *value)
{
	return value->kind >= VALUE_LIST && value->count == 0;
}

static void add_inline(struct buf *out, const struct layout *layout, const struct value *value)
{
	if (is_empty_collection(value))
		buf_add(out, value->kind == VALUE_MAP ? BYTES("{}") : BYTES("[]"));
	else
		layout_scalar(out, layout, value, false);
	buf_add_char(out, '\n');
}

bool layout_is_literal(const struct layout *layout, const struct value *value)
{
	if (value->kind != VALUE_STRING || layout->no_literal || !literal_fits(value->text))
		return false;
	return !layout->no_keep || !bytes_ends(value->text, BYTES("\n\n"));
}

static void add_pairs(
	struct buf *out, const struct layout *layout, const struct value *map, size_t indent)
{
	for (size_t i = 0; i < map->count; i++) {
		buf_add_times(out, ' ', i ? indent : 0);
		layout_pair(out, layout, &map->entries[i], indent);
	}
}

static void add_items(
	struct buf *out, const struct layout *layout, const struct value *list, size_t indent)
{
	for (size_t i = 0; i < list->count; i++) {
		buf_add_times(out, ' ', i ? indent : 0);
		layout_item(out, layout, list->items[i], indent);
	}
}

void layout_member(
	struct buf *out, const struct layout *layout, const struct value *value, size_t indent)
{
	if (value->kind < VALUE_LIST || value->count == 0) {
		buf_add_char(out, ' ');
		if (layout_is_literal(layout, value))
			literal_add(out, value->text, indent + layout->step);
		else
			add_inline(out, layout, value);
		return;
	}
	bool is_map = value->kind == VALUE_MAP;
	size_t below = indent + (is_map ? layout->step : layout->list);
	buf_add_char(out, '\n');
	buf_add_times(out, ' ', below);
	if (is_map)
		add_pairs(out, layout, value, below);
	else
		add_items(out, layout, value, below);
}

void layout_pair(
	struct buf *out, const struct layout *layout, const struct entry *entry, size_t indent)
{
	emit_key(out, entry->key, indent);
	layout_member(out, layout, entry->value, indent);
}

void layout_item(
	struct buf *out, const struct layout *layout, const struct value *item, size_t indent)
{
	buf_add(out, BYTES("- "));
	layout_root(out, layout, item, indent + 2);
}

void layout_root(
	struct buf *out, const struct layout *layout, const struct value *value, size_t indent)
{
	if (layout_is_literal(layout, value))
		literal_add(out, value->text, indent ? indent : 2);
	else if (value->kind < VALUE_LIST || value->count == 0)
		add_inline(out, layout, value);
	else if (value->kind == VALUE_MAP)
		add_pairs(out, layout, value, indent);
	else
		add_items(out, layout, value, indent);
}

void emit_value(struct buf *out, const struct value *value, size_t indent)
{
	struct layout layout = LAYOUT_CANONICAL;
	buf_add_times(out, ' ', indent);
	layout_root(out, &layout, value, indent);
}

/* --- flow ------------------------------------------------------------------------------------- */

void layout_flow_key(struct buf *out, const struct layout *layout, struct bytes key)
{
	if (layout->json)
		quote_double(out, key);
	else if (quote_unneeded(key, STAND_FLOW))
		buf_add(out, key);
	else
		quote_some(out, key);
	buf_add_char(out, ':');
}

static void add_flow_parts(
	struct buf *out, const struct layout *layout, const struct value *value, bool padded)
{
	for (size_t i = 0; i < value->count; i++) {
		buf_add(out, i ? BYTES(", ") : BYTES(""));
		if (value->kind == VALUE_LIST) {
			layout_flow(out, layout, value->items[i], padded);
			continue;
		}
		layout_flow_key(out, layout, value->entries[i].key);
		buf_add_char(out, ' ');
		layout_flow(out, layout, value->entries[i].value, padded);
	}
}

void layout_flow(
	struct buf *out, const struct layout *layout, const struct value *value, bool padded)
{
	if (value->kind < VALUE_LIST) {
		layout_scalar(out, layout, value, true);
		return;
	}
	bool is_map = value->kind == VALUE_MAP;
	bool blank = padded && value->count > 0;
	buf_add(out, is_map ? BYTES("{") : BYTES("["));
	buf_add(out, blank ? BYTES(" ") : BYTES(""));
	add_flow_parts(out, layout, value, padded);
	buf_add(out, blank ? BYTES(" ") : BYTES(""));
	buf_add(out, is_map ? BYTES("}") : BYTES("]"));
}
