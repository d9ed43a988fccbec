#include "type.h"

/* --- basic types ------------------------------------------------------------------------------ */

static const struct cel_type dyn = { .kind = CEL_DYN };
static const struct cel_type nothing = { .kind = CEL_NOTHING };
static const struct cel_type *const anything[] = { &dyn, &dyn };

#define BASIC(of) [of] = { .kind = (of) }
#define HOLDER(of, inner) [of] = { .kind = (of), .count = (inner), .args = anything }

static const struct cel_type basic[CEL_KINDS] = {
	[CEL_ERROR] = { .kind = CEL_DYN },
	BASIC(CEL_NULL),
	BASIC(CEL_BOOL),
	BASIC(CEL_INT),
	BASIC(CEL_UINT),
	BASIC(CEL_DOUBLE),
	BASIC(CEL_STRING),
	BASIC(CEL_BYTES),
	HOLDER(CEL_LIST, 1),
	HOLDER(CEL_MAP, 2),
	HOLDER(CEL_TYPE, 1),
	BASIC(CEL_TIMESTAMP),
	BASIC(CEL_DURATION),
	HOLDER(CEL_OPTIONAL, 1),
	BASIC(CEL_QUANTITY),
	BASIC(CEL_SEMVER),
	BASIC(CEL_URL),
	BASIC(CEL_IP),
	BASIC(CEL_CIDR),
	BASIC(CEL_FORMAT),
	BASIC(CEL_VERSION),
};

const struct cel_type *cel_type_dyn(void)
{
	return &dyn;
}

const struct cel_type *type_nothing(void)
{
	return &nothing;
}

const struct cel_type *cel_type_of(enum cel_kind kind)
{
	return &basic[kind];
}

/* --- making ----------------------------------------------------------------------------------- */

static struct cel_type *make(
	struct arena *owner, int kind, const struct cel_type *const *args, size_t count)
{
	struct cel_type *type = arena_new_of(owner, struct cel_type);
	const struct cel_type **kept = arena_array_of(owner, const struct cel_type *, count);
	for (size_t i = 0; i < count; i++)
		kept[i] = args[i];
	type->kind = (uint8_t)kind;
	type->count = (uint32_t)count;
	type->args = kept;
	return type;
}

static const struct cel_type *make_of(
	struct arena *owner, enum cel_kind kind, const struct cel_type *inner)
{
	return inner == &dyn ? &basic[kind] : make(owner, (int)kind, &inner, 1);
}

const struct cel_type *cel_type_list(struct arena *owner, const struct cel_type *item)
{
	return make_of(owner, CEL_LIST, item);
}

const struct cel_type *type_optional(struct arena *owner, const struct cel_type *inner)
{
	return make_of(owner, CEL_OPTIONAL, inner);
}

const struct cel_type *type_of_type(struct arena *owner, const struct cel_type *inner)
{
	return make_of(owner, CEL_TYPE, inner);
}

const struct cel_type *cel_type_map(
	struct arena *owner, const struct cel_type *key, const struct cel_type *value)
{
	const struct cel_type *const args[] = { key, value };
	return key == &dyn && value == &dyn ? &basic[CEL_MAP] : make(owner, CEL_MAP, args, 2);
}

const struct cel_type *cel_type_record(struct arena *owner, const struct cel_field *fields,
	size_t count, const struct cel_type *rest)
{
	struct cel_type *type = arena_new_of(owner, struct cel_type);
	*type = (struct cel_type){
		.kind = CEL_RECORD, .count = (uint32_t)count, .fields = fields, .rest = rest
	};
	return type;
}

const struct cel_type *type_named(
	struct arena *owner, struct bytes name, const struct cel_type *const *args, size_t count)
{
	struct cel_type *type = make(owner, CEL_NAMED, args, count);
	type->name = name;
	return type;
}

/* --- parts ------------------------------------------------------------------------------------ */

const struct cel_type *type_item(const struct cel_type *list)
{
	return list->kind == CEL_LIST ? list->args[0] : &dyn;
}

const struct cel_type *type_key(const struct cel_type *map)
{
	if (map->kind == CEL_MAP)
		return map->args[0];
	return map->kind == CEL_RECORD ? &basic[CEL_STRING] : &dyn;
}

const struct cel_type *type_value(struct arena *owner, const struct cel_type *map)
{
	if (map->kind == CEL_MAP)
		return map->args[1];
	if (map->kind != CEL_RECORD)
		return &dyn;
	const struct cel_type *value = map->rest ? map->rest : &nothing;
	for (size_t i = 0; i < map->count && value; i++)
		value = type_join(owner, value, map->fields[i].type);
	return value ? value : &dyn;
}

/* Kubernetes lets null stand for a value of these. */
static bool may_be_null(const struct cel_type *type)
{
	return type->kind >= CEL_TIMESTAMP && type->kind != CEL_RECORD;
}

/* --- values ----------------------------------------------------------------------------------- */

static bool record_holds(const struct cel_type *record, struct bytes key, struct cel_value value)
{
	for (size_t i = 0; i < record->count; i++)
		if (bytes_equal(record->fields[i].name, key))
			return cel_type_holds(record->fields[i].type, value);
	return record->rest && cel_type_holds(record->rest, value);
}

static bool entry_holds(const struct cel_type *map, struct cel_value key, struct cel_value value)
{
	if (map->kind == CEL_MAP)
		return cel_type_holds(map->args[0], key) && cel_type_holds(map->args[1], value);
	return key.kind == CEL_STRING && record_holds(map, cel_text(key), value);
}

bool cel_type_holds(const struct cel_type *type, struct cel_value value)
{
	if (type_is_dyn(type) || type->kind >= CEL_NAMED)
		return true;
	if (type_is_map(type) && value.kind == CEL_MAP) {
		for (size_t i = 0; i < value.len; i++)
			if (!entry_holds(type, cel_key(value, i), cel_entry_value(value, i)))
				return false;
		return true;
	}
	if (type->kind != value.kind)
		return type->loose || (value.kind == CEL_NULL && may_be_null(type));
	for (size_t i = 0; value.kind == CEL_LIST && i < value.len; i++)
		if (!cel_type_holds(type->args[0], cel_item(value, i)))
			return false;
	return value.kind != CEL_OPTIONAL || !value.optional ||
		cel_type_holds(type->args[0], *value.optional);
}

/* --- joining ---------------------------------------------------------------------------------- */

/* Of two types of one kind with types inside. */
static const struct cel_type *join_args(
	struct arena *owner, const struct cel_type *a, const struct cel_type *b)
{
	const struct cel_type *args[8];
	bool is_a = true, is_b = true;
	if (a->count != b->count || !bytes_equal(a->name, b->name) ||
		a->count > sizeof args / sizeof *args)
		return NULL;
	for (size_t i = 0; i < a->count; i++) {
		args[i] = type_join(owner, a->args[i], b->args[i]);
		if (!args[i])
			return NULL;
		is_a = is_a && args[i] == a->args[i];
		is_b = is_b && args[i] == b->args[i];
	}
	if (is_a || is_b)
		return is_a ? a : b;
	struct cel_type *type = make(owner, a->kind, args, a->count);
	type->name = a->name;
	return type;
}

const struct cel_type *type_join(
	struct arena *owner, const struct cel_type *a, const struct cel_type *b)
{
	if (a == b || b->kind == CEL_NOTHING || a->kind == CEL_DYN)
		return a;
	if (a->kind == CEL_NOTHING || b->kind == CEL_DYN)
		return b;
	if (a->kind == CEL_NULL && may_be_null(b))
		return b;
	if (b->kind == CEL_NULL && may_be_null(a))
		return a;
	if (a->kind == CEL_TYPE && b->kind == CEL_TYPE)
		return &basic[CEL_TYPE];
	if (a->loose || b->loose)
		return &dyn;
	if (type_is_map(a) && type_is_map(b) && (a->kind == CEL_RECORD || b->kind == CEL_RECORD))
		return type_may_equal(type_key(a), type_key(b))
			? cel_type_map(owner, &basic[CEL_STRING], &dyn)
			: NULL;
	return a->kind == b->kind ? join_args(owner, a, b) : NULL;
}

bool type_may_equal(const struct cel_type *a, const struct cel_type *b)
{
	if (type_is_dyn(a) || type_is_dyn(b) || a->loose || b->loose)
		return true;
	if (a->kind == CEL_NULL || b->kind == CEL_NULL)
		return true;
	if (type_is_number(a) && type_is_number(b))
		return true;
	return a->kind == b->kind || (type_is_map(a) && type_is_map(b));
}

/* --- signatures ------------------------------------------------------------------------------- */

static bool has_order(const struct cel_type *type)
{
	return type_is_number(type) || type->kind == CEL_BOOL || type->kind == CEL_STRING ||
		type->kind == CEL_BYTES || type->kind == CEL_TIMESTAMP ||
		type->kind == CEL_DURATION || type->kind == CEL_VERSION;
}

static bool suits(enum parameter param, const struct cel_type *type)
{
	if (type_is_dyn(type))
		return true;
	if (param == PARAM_N)
		return type_is_number(type) || type->kind == CEL_DURATION;
	return param != PARAM_O || has_order(type);
}

static bool fits_parameter(
	struct bindings *bindings, enum parameter param, const struct cel_type *type)
{
	const struct cel_type **bound = &bindings->types[param];
	if (!suits(param, type))
		return false;
	const struct cel_type *both = *bound ? type_join(bindings->owner, *bound, type) : type;
	if (!both && param >= PARAM_E && !type_may_equal(*bound, type))
		return false;
	bool null = *bound && ((*bound)->kind == CEL_NULL || type->kind == CEL_NULL);
	if (!both && param < PARAM_E && !null)
		return false;
	*bound = both ? both : &dyn;
	return true;
}

/* What is not known may be anything inside too; what is not there has nothing inside. */
static const struct cel_type *inside(const struct cel_type *type, size_t i, struct arena *owner)
{
	if (type->kind == CEL_NOTHING || type->kind == CEL_NULL)
		return &nothing;
	if (type->kind == CEL_RECORD)
		return i ? type_value(owner, type) : type_key(type);
	return i < type->count && type->args ? type->args[i] : &dyn;
}

bool type_fits(
	struct bindings *bindings, const struct cel_type *wanted, const struct cel_type *type)
{
	if (wanted == type || wanted->kind == CEL_DYN)
		return true;
	if (wanted->kind == CEL_PARAMETER)
		return fits_parameter(bindings, (enum parameter)wanted->param, type);
	bool any = type_is_dyn(type) || type->loose ||
		(type->kind == CEL_NULL && may_be_null(wanted));
	bool same = wanted->kind == type->kind || (wanted->kind == CEL_MAP && type_is_map(type));
	if (!any && (!same || !bytes_equal(wanted->name, type->name)))
		return false;
	for (size_t i = 0; i < wanted->count; i++)
		if (!type_fits(bindings, wanted->args[i],
			    type->loose ? &dyn : inside(type, i, bindings->owner)))
			return false;
	return true;
}

const struct cel_type *type_bound(const struct bindings *bindings, const struct cel_type *type)
{
	const struct cel_type *args[8];
	if (type->kind == CEL_PARAMETER)
		return bindings->types[type->param] ? bindings->types[type->param] : &nothing;
	bool same = true, any = type->kind < CEL_KINDS;
	if (type->count > sizeof args / sizeof *args || !type->args)
		return type;
	for (size_t i = 0; i < type->count; i++) {
		args[i] = type_bound(bindings, type->args[i]);
		same = same && args[i] == type->args[i];
		any = any && args[i] == &dyn;
	}
	if (same || any)
		return same ? type : &basic[type->kind];
	struct cel_type *bound = make(bindings->owner, type->kind, args, type->count);
	bound->name = type->name;
	return bound;
}
