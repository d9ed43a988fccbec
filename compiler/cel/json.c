/* Values as JSON, as protobuf's JSON has them where JSON has no such kind. */
#include "eval.h"

#include "notation/notation.h"

#include <math.h>
#include <stdlib.h>

static void print_text(struct buf *out, struct bytes text)
{
	const struct value value = { .kind = VALUE_STRING, .text = text };
	emit_canonical_json(out, &value);
}

static void print_number(struct buf *out, double number)
{
	const struct value value = { .kind = VALUE_FLOAT, .number = number };
	if (isnan(number))
		buf_add(out, BYTES("\"NaN\""));
	else if (isinf(number))
		buf_add(out, number > 0 ? BYTES("\"Infinity\"") : BYTES("\"-Infinity\""));
	else
		emit_canonical_json(out, &value);
}

static void print_list(struct buf *out, struct cel_value list)
{
	buf_add_char(out, '[');
	for (size_t i = 0; i < list.len; i++) {
		buf_add(out, i ? BYTES(",") : BYTES(""));
		cel_print_json(out, cel_item(list, i));
	}
	buf_add_char(out, ']');
}

struct member {
	struct bytes key;
	struct cel_value value;
};

static int by_key(const void *a, const void *b)
{
	const struct member *left = a, *right = b;
	return bytes_compare(left->key, right->key);
}

/* A key is a text in JSON; a number or truth value becomes one. */
static struct bytes key_text(struct arena *owner, struct cel_value key)
{
	struct buf text = buf_new(owner);
	if (key.kind == CEL_STRING)
		return cel_text(key);
	if (key.kind == CEL_UINT)
		buf_add_number(&text, key.uinteger, 10);
	else if (key.kind == CEL_DOUBLE)
		cel_print_double(&text, key.number);
	else
		cel_print(&text, key);
	return buf_bytes(&text);
}

static void print_map(struct buf *out, struct cel_value map)
{
	struct member *members = arena_array_of(out->owner, struct member, map.len);
	for (size_t i = 0; i < map.len; i++)
		members[i] = (struct member){ key_text(out->owner, cel_key(map, i)),
			cel_entry_value(map, i) };
	qsort(members, map.len, sizeof *members, by_key);
	buf_add_char(out, '{');
	for (size_t i = 0; i < map.len; i++) {
		buf_add(out, i ? BYTES(",") : BYTES(""));
		print_text(out, members[i].key);
		buf_add_char(out, ':');
		cel_print_json(out, members[i].value);
	}
	buf_add_char(out, '}');
}

static void print_other(struct buf *out, struct cel_value value)
{
	struct bytes text = cel_plain_text(out->owner, value);
	if (value.kind == CEL_DURATION)
		text = duration_text_seconds(out->owner, value.integer);
	if (text.at)
		print_text(out, text);
	else
		buf_add(out, BYTES("null"));
}

void cel_print_json(struct buf *out, struct cel_value value)
{
	switch (value.kind) {
	case CEL_ERROR:
		print_text(out, value.error->text);
		break;
	case CEL_BOOL:
	case CEL_INT:
		cel_print(out, value);
		break;
	case CEL_UINT:
		buf_add_number(out, value.uinteger, 10);
		break;
	case CEL_DOUBLE:
		print_number(out, value.number);
		break;
	case CEL_STRING:
		print_text(out, cel_text(value));
		break;
	case CEL_BYTES:
		print_text(out, base64_encode(out->owner, cel_text(value)));
		break;
	case CEL_TYPE:
		print_text(out, bytes_of(value.type));
		break;
	case CEL_LIST:
		print_list(out, value);
		break;
	case CEL_MAP:
		print_map(out, value);
		break;
	case CEL_OPTIONAL:
		cel_print_json(out,
			value.optional ? *value.optional : (struct cel_value){ .kind = CEL_NULL });
		break;
	default:
		print_other(out, value);
	}
}
