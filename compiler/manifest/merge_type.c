#include "merge_type.h"

static struct bytes text_at(uint16_t place)
{
	return bytes_of(merge_texts + place);
}

/* --- Kubernetes' own kinds -------------------------------------------------------------------- */

static int kind_compare(
	const struct merge_kind *row, struct bytes group, struct bytes version, struct bytes kind)
{
	int order = bytes_compare(text_at(row->kind), kind);
	if (!order)
		order = bytes_compare(text_at(row->group), group);
	return order ? order : bytes_compare(text_at(row->version), version);
}

const struct merge_type *merge_type_find(
	struct bytes group, struct bytes version, struct bytes kind)
{
	size_t begin = 0, end = merge_kind_count;
	while (begin < end) {
		size_t middle = begin + (end - begin) / 2;
		int order = kind_compare(&merge_kinds[middle], group, version, kind);
		if (!order)
			return &merge_types[merge_kinds[middle].type];
		if (order < 0)
			begin = middle + 1;
		else
			end = middle;
	}
	return NULL;
}

static const struct merge_row *row_find(const struct merge_type *type, struct bytes name)
{
	size_t begin = type->first, end = begin + type->count;
	if (type->count == 1 && !*(merge_texts + merge_rows[begin].name))
		return &merge_rows[begin];
	while (begin < end) {
		size_t middle = begin + (end - begin) / 2;
		int order = bytes_compare(text_at(merge_rows[middle].name), name);
		if (!order)
			return &merge_rows[middle];
		if (order < 0)
			begin = middle + 1;
		else
			end = middle;
	}
	return NULL;
}

static struct merge_field field_of_row(struct arena *owner, const struct merge_row *row)
{
	struct merge_field field = { .way = (enum merge_way)row->way };
	if (row->type != MERGE_TYPE_NONE)
		field.type = &merge_types[row->type];
	if (field.way == MERGE_KEYED)
		*array_push(owner, &field.keys) = (struct merge_key){ .name = text_at(row->key) };
	return field;
}

/* --- schemas ---------------------------------------------------------------------------------- */

static const struct value *part(const struct value *schema, const char *key)
{
	return schema && schema->kind == VALUE_MAP ? value_get(schema, bytes_of(key)) : NULL;
}

static bool says(const struct value *schema, const char *key, const char *text)
{
	const struct value *value = part(schema, key);
	return value && value->kind == VALUE_STRING && bytes_is(value->text, text);
}

static bool is_set(const struct value *schema, const char *key)
{
	const struct value *value = part(schema, key);
	return value && value->kind == VALUE_BOOL && value->boolean;
}

static const struct merge_type *type_of(
	struct arena *owner, const struct value *schema, bool custom)
{
	struct merge_type *type = arena_new_of(owner, struct merge_type);
	type->schema = schema;
	type->is_custom = custom;
	type->has_metadata = is_set(schema, "x-kubernetes-embedded-resource");
	type->is_open = is_set(schema, "x-kubernetes-preserve-unknown-fields");
	return type;
}

static const struct merge_type *root_of(
	struct arena *owner, const struct value *schema, bool custom)
{
	struct merge_type *type = arena_new_of(owner, struct merge_type);
	*type = *type_of(owner, schema, custom);
	type->has_metadata = true;
	return type;
}

const struct merge_type *merge_type_of_schema(struct arena *owner, const struct value *schema)
{
	return root_of(owner, schema, true);
}

const struct merge_type *merge_type_like_own(struct arena *owner, const struct value *schema)
{
	return root_of(owner, schema, false);
}

static void read_keys(struct arena *owner, struct merge_field *field, const struct value *schema)
{
	const struct value *names = part(schema, "x-kubernetes-list-map-keys");
	const struct value *properties = part(part(schema, "items"), "properties");
	for (size_t i = 0; names && names->kind == VALUE_LIST && i < names->count; i++) {
		struct merge_key *key = array_push(owner, &field->keys);
		key->name = names->items[i]->text;
		const struct value *property = properties && properties->kind == VALUE_MAP
			? value_get(properties, key->name)
			: NULL;
		key->fallback = part(property, "default");
	}
	if (!field->keys.count)
		field->way = MERGE_UNKNOWN;
}

/* A list that does not say how it merges is atomic, as the API server has it. */
static struct merge_field field_of_list(
	struct arena *owner, const struct merge_type *type, const struct value *schema)
{
	struct merge_field field = { .way = MERGE_ATOMIC };
	if (says(schema, "x-kubernetes-list-type", "set"))
		field.way = MERGE_SET;
	if (!says(schema, "x-kubernetes-list-type", "map"))
		return field;
	field.way = MERGE_KEYED;
	field.type = type_of(owner, part(schema, "items"), type->is_custom);
	read_keys(owner, &field, schema);
	return field;
}

static struct merge_field field_of_schema(
	struct arena *owner, const struct merge_type *type, const struct value *schema)
{
	if (says(schema, "type", "array"))
		return field_of_list(owner, type, schema);
	if (says(schema, "x-kubernetes-map-type", "atomic"))
		return (struct merge_field){ .way = MERGE_WHOLE };
	return (struct merge_field){ .way = MERGE_DEEP,
		.type = type_of(owner, schema, type->is_custom) };
}

static const struct merge_type data = { .is_open = true };

static struct merge_field field_of_property(
	struct arena *owner, const struct merge_type *type, struct bytes name)
{
	const struct value *properties = part(type->schema, "properties");
	const struct value *schema = NULL;
	if (properties && properties->kind == VALUE_MAP)
		schema = value_get(properties, name);
	if (!schema)
		schema = part(type->schema, "additionalProperties");
	if (schema && schema->kind == VALUE_MAP)
		return field_of_schema(owner, type, schema);
	if (type->is_open)
		return (struct merge_field){ .way = MERGE_DATA, .type = &data };
	return (struct merge_field){ .way = MERGE_UNKNOWN };
}

struct merge_field merge_field_find(
	struct arena *owner, const struct merge_type *type, struct bytes name)
{
	if (!type)
		return (struct merge_field){ .way = MERGE_UNKNOWN };
	if (type->has_metadata && bytes_is(name, "metadata"))
		return (struct merge_field){ .way = MERGE_DEEP, .type = &merge_types[0] };
	if (type->schema || type->is_open)
		return field_of_property(owner, type, name);
	const struct merge_row *row = row_find(type, name);
	return row ? field_of_row(owner, row) : (struct merge_field){ .way = MERGE_UNKNOWN };
}
