/* Values that the bytes of an input choose. */
#ifndef LEME_TESTS_RANDOM_VALUE_H
#define LEME_TESTS_RANDOM_VALUE_H

#include "choices.h"

#include "tree/tree.h"

static const char *const random_texts[] = { "x", "1.10", "n", "a: b", "", "it's", "x\ny\n", "x\ny",
	" x\n", "\t", "null", "# c", "[", "a,b", "<<", "\"\\", "x\n\n", "2024-01-01", "''''", "~" };

static inline struct value *random_value(struct arena *run, struct choices *choices, int depth);

static inline struct value *random_scalar(struct arena *run, struct choices *choices)
{
	struct bytes text = bytes_of(
		random_texts[choose(choices, sizeof random_texts / sizeof *random_texts)]);
	struct value *value = value_string(run, text, (struct span){ 0 });
	switch (choose(choices, 8)) {
	case 0:
		*value = (struct value){ .kind = VALUE_NULL };
		break;
	case 1:
		*value = (struct value){ .kind = VALUE_BOOL, .boolean = true };
		break;
	case 2:
		*value = (struct value){ .kind = VALUE_INT, .integer = -7, .number = -7 };
		break;
	case 3:
		value->style = STYLE_SINGLE;
		break;
	default:
		break;
	}
	return value;
}

static inline struct value *random_map(struct arena *run, struct choices *choices, int depth)
{
	static const char *const keys[] = { "a", "b", "c", "k", "n", "1", "a b" };
	struct value *map = arena_new_of(run, struct value);
	size_t count = choose(choices, 3), first = choose(choices, 7);
	struct entry *entries = arena_array_of(run, struct entry, count);
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct entry){ .key = bytes_of(keys[(first + i) % 7]),
			.value = random_value(run, choices, depth + 1) };
	*map = (struct value){ .kind = VALUE_MAP, .count = count, .entries = entries };
	return map;
}

static inline struct value *random_list(struct arena *run, struct choices *choices, int depth)
{
	struct value *list = arena_new_of(run, struct value);
	size_t count = choose(choices, 3);
	const struct value **items = arena_array_of(run, const struct value *, count);
	for (size_t i = 0; i < count; i++)
		items[i] = random_value(run, choices, depth + 1);
	*list = (struct value){ .kind = VALUE_LIST, .count = count, .items = items };
	return list;
}

static inline struct value *random_value(struct arena *run, struct choices *choices, int depth)
{
	size_t kind = depth > 3 ? 0 : choose(choices, 4);
	if (kind < 2)
		return random_scalar(run, choices);
	return kind == 2 ? random_map(run, choices, depth) : random_list(run, choices, depth);
}

#endif
