/* Equality of data, and items that are there twice. */
#include "check.h"

static bool is_number(const struct value *value)
{
	return value->kind == VALUE_INT || value->kind == VALUE_FLOAT;
}

static bool same_lists(struct arena *scratch, const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (!same_data(scratch, a->items[i], b->items[i]))
			return false;
	return true;
}

/* What is written alike has its keys in one order, so the place itself is tried first. */
static bool same_maps(struct arena *scratch, const struct value *a, const struct value *b)
{
	struct lookup lookup = { 0 };
	for (size_t i = 0; i < a->count; i++) {
		const struct value *other = b->entries[i].value;
		if (!bytes_equal(a->entries[i].key, b->entries[i].key)) {
			if (!lookup.map)
				lookup = value_lookup(scratch, b);
			other = lookup_get(&lookup, a->entries[i].key);
		}
		if (!other || !same_data(scratch, a->entries[i].value, other))
			return false;
	}
	return true;
}

bool same_data(struct arena *scratch, const struct value *a, const struct value *b)
{
	if (is_number(a) && is_number(b))
		return a->number == b->number;
	if (a->kind != b->kind || a->count != b->count)
		return false;
	switch (a->kind) {
	case VALUE_BOOL:
		return a->boolean == b->boolean;
	case VALUE_STRING:
		return bytes_equal(a->text, b->text);
	case VALUE_LIST:
		return same_lists(scratch, a, b);
	case VALUE_MAP:
		return same_maps(scratch, a, b);
	default:
		return true;
	}
}

/* --- hashes: equal data have equal ones ------------------------------------------------------- */

static uint64_t mixed(uint64_t a, uint64_t b)
{
	uint64_t pair[2] = { a, b };
	return bytes_hash((struct bytes){ (const char *)pair, sizeof pair });
}

static uint64_t number_hash(double number)
{
	uint64_t bits;
	number = number == 0 ? 0 : number; /* there are two zeros */
	memcpy(&bits, &number, sizeof bits);
	return mixed(VALUE_FLOAT, bits);
}

static uint64_t data_hash(const struct value *value)
{
	uint64_t hash = mixed(value->kind, value->count);
	switch (value->kind) {
	case VALUE_BOOL:
		return mixed(hash, value->boolean);
	case VALUE_INT:
	case VALUE_FLOAT:
		return number_hash(value->number);
	case VALUE_STRING:
		return mixed(hash, bytes_hash(value->text));
	case VALUE_LIST:
		for (size_t i = 0; i < value->count; i++)
			hash = mixed(hash, data_hash(value->items[i]));
		return hash;
	case VALUE_MAP:
		for (size_t i = 0; i < value->count; i++)
			hash += mixed(bytes_hash(value->entries[i].key),
				data_hash(value->entries[i].value));
		return hash;
	default:
		return hash;
	}
}

enum { FEW = 16 };

struct slot {
	uint64_t hash;
	size_t item; /* + 1 */
};

static bool repeated_of_many(
	struct arena *scratch, const struct value *list, size_t *first, size_t *again)
{
	size_t room = 64;
	while (room < list->count * 2)
		room *= 2;
	struct slot *slots = arena_array_of(scratch, struct slot, room);
	for (size_t i = 0; i < list->count; i++) {
		uint64_t hash = data_hash(list->items[i]);
		size_t at = hash & (room - 1);
		for (; slots[at].item; at = (at + 1) & (room - 1)) {
			*first = slots[at].item - 1;
			*again = i;
			if (slots[at].hash == hash &&
				same_data(scratch, list->items[*first], list->items[i]))
				return true;
		}
		slots[at] = (struct slot){ hash, i + 1 };
	}
	return false;
}

/* What many items take is given back at once: a schema may ask for it again and again. */
bool find_repeated(struct arena *owner, const struct value *list, size_t *first, size_t *again)
{
	if (list->count > FEW) {
		struct arena *scratch = arena_new();
		bool found = repeated_of_many(scratch, list, first, again);
		arena_end(scratch);
		return found;
	}
	for (*again = 1; *again < list->count; ++*again)
		for (*first = 0; *first < *again; ++*first)
			if (same_data(owner, list->items[*first], list->items[*again]))
				return true;
	return false;
}
