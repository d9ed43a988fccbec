/* Lists taken for sets. */
#include "bag.h"
#include "eval.h"

#include "base/message.h"

static bool has_all(struct eval *eval, struct cel_value list, struct cel_value wanted)
{
	struct bag bag = bag_of(eval->owner, list, &eval->steps_left);
	for (size_t i = 0; i < wanted.len; i++)
		if (!bag_has(&bag, cel_item(wanted, i)))
			return false;
	return true;
}

static struct cel_value contains(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_bool(has_all(eval, args[0], args[1]));
}

static struct cel_value equivalent(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_bool(has_all(eval, args[0], args[1]) && has_all(eval, args[1], args[0]));
}

static struct cel_value intersects(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bag bag = bag_of(eval->owner, args[0], &eval->steps_left);
	(void)count;
	for (size_t i = 0; i < args[1].len; i++)
		if (bag_has(&bag, cel_item(args[1], i)))
			return cel_bool(true);
	return cel_bool(false);
}

static const struct function rows[] = {
	{ "sets.contains(list(E), list(E)) bool", contains,
		N_("whether the first list has all items of the second"),
		"sets.contains([1, 2, 3], [3, 1])", 29 },
	{ "sets.equivalent(list(E), list(E)) bool", equivalent,
		N_("whether each list has all items of the other"),
		"sets.equivalent([1, 2], [2, 1, 1])", 29 },
	{ "sets.intersects(list(E), list(E)) bool", intersects,
		N_("whether they have an item in common"), "sets.intersects([1, 2], [2, 3])", 29 },
};

const struct library cel_sets = ROWS(rows);
