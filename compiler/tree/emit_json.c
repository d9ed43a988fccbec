/* Canonical JSON (RFC 8785): one text for equal data, to be hashed and compared. */
#include "number.h"
#include "tree.h"

#include <math.h>
#include <stdlib.h>

static void add_json_character(struct buf *out, unsigned char c)
{
	static const char letters[] = "btn?fr"; /* \b is 8, \t is 9, \n is 10, \f is 12, \r is 13 */
	if (c == '"' || c == '\\')
		buf_print(out, "\\%c", c);
	else if (c >= 8 && c <= 13 && c != 11)
		buf_print(out, "\\%c", letters[c - 8]);
	else if (c < 0x20)
		buf_print(out, "\\u%04x", c);
	else
		buf_add_char(out, (char)c);
}

static void add_json_string(struct buf *out, struct bytes text)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++)
		add_json_character(out, (unsigned char)text.at[i]);
	buf_add_char(out, '"');
}

static void add_json_number(struct buf *out, double number)
{
	char text[DECIMAL_TEXT];
	if (!isfinite(number)) {
		buf_add(out, BYTES("null"));
		return;
	}
	struct decimal decimal = decimal_of(number == 0 ? 0.0 : number);
	int len = decimal_text(text, &decimal, 6, 21, 1);
	buf_add(out, (struct bytes){ text, (size_t)len });
}

static void add_json_list(struct buf *out, const struct value *list)
{
	buf_add_char(out, '[');
	for (size_t i = 0; i < list->count; i++) {
		buf_add(out, i ? BYTES(",") : BYTES(""));
		emit_canonical_json(out, list->items[i]);
	}
	buf_add_char(out, ']');
}

static int entry_order(const void *a, const void *b)
{
	const struct entry *const *left = a, *const *right = b;
	return bytes_compare((*left)->key, (*right)->key);
}

static void add_json_map(struct buf *out, const struct value *map)
{
	const struct entry **sorted = arena_array_of(out->owner, const struct entry *, map->count);
	for (size_t i = 0; i < map->count; i++)
		sorted[i] = &map->entries[i];
	qsort(sorted, map->count, sizeof *sorted, entry_order);
	buf_add_char(out, '{');
	for (size_t i = 0; i < map->count; i++) {
		buf_add(out, i ? BYTES(",") : BYTES(""));
		add_json_string(out, sorted[i]->key);
		buf_add_char(out, ':');
		emit_canonical_json(out, sorted[i]->value);
	}
	buf_add_char(out, '}');
}

void emit_canonical_json(struct buf *out, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		buf_add(out, BYTES("null"));
		break;
	case VALUE_BOOL:
		buf_add(out, value->boolean ? BYTES("true") : BYTES("false"));
		break;
	case VALUE_INT:
	case VALUE_FLOAT:
		add_json_number(out, value->number);
		break;
	case VALUE_STRING:
		add_json_string(out, value->text);
		break;
	case VALUE_LIST:
		add_json_list(out, value);
		break;
	case VALUE_MAP:
		add_json_map(out, value);
		break;
	}
}
