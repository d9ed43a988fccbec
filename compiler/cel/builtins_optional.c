/* Optional values. */
#include "eval.h"

#include "base/message.h"

static struct cel_value optional_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_optional(eval, &args[0]);
}

static struct cel_value optional_none(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)args, (void)count;
	return cel_optional(eval, NULL);
}

static bool is_zero(struct cel_value value)
{
	switch (value.kind) {
	case CEL_NULL:
		return true;
	case CEL_BOOL:
		return !value.boolean;
	case CEL_INT:
	case CEL_UINT:
	case CEL_DURATION:
		return value.uinteger == 0;
	case CEL_DOUBLE:
		return value.number == 0;
	case CEL_STRING:
	case CEL_BYTES:
	case CEL_LIST:
	case CEL_MAP:
		return value.len == 0;
	case CEL_OPTIONAL:
		return !value.optional;
	default:
		return false;
	}
}

static struct cel_value optional_of_non_zero(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_optional(eval, is_zero(args[0]) ? NULL : &args[0]);
}

static struct cel_value has_value(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_bool(args[0].optional != NULL);
}

static struct cel_value value_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return args[0].optional ? *args[0].optional
				: cel_fail(eval, N_("the optional has no value"));
}

static struct cel_value or_other(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return args[0].optional ? args[0] : args[1];
}

static struct cel_value or_value(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return args[0].optional ? *args[0].optional : args[1];
}

static const struct function rows[] = {
	{ "optional.of(T) optional(T)", optional_of, N_("an optional that has the value"),
		"optional.of(1).value() == 1", 28 },
	{ "optional.none() optional(T)", optional_none, N_("an optional without value"),
		"!optional.none().hasValue()", 28 },
	{ "optional.ofNonZeroValue(T) optional(T)", optional_of_non_zero,
		N_("none for null, 0, false and what is empty"),
		"optional.ofNonZeroValue('') == optional.none()", 28 },
	{ "<optional(T)>.hasValue() bool", has_value, N_("whether it has a value"),
		"optional.of(1).hasValue()", 28 },
	{ "<optional(T)>.value() T", value_of, N_("its value; an error if it has none"),
		"optional.of(1).value() == 1", 28 },
	{ "<optional(T)>.or(optional(T)) optional(T)", or_other,
		N_("itself if it has a value, else the other"),
		"optional.none().or(optional.of(1)).value() == 1", 28 },
	{ "<optional(T)>.orValue(T) T", or_value, N_("its value, else the other one"),
		"{'a': 1}.?b.orValue(2) == 2", 28 },
};

const struct library cel_optionals = ROWS(rows);
