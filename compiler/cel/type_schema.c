/*
 * Types from a JSON Schema. Each keyword only narrows what may be there, so that any of them alone
 * says something true: a type is taken from the first that says enough, and the others are left.
 */
#include "type.h"

#include "notation/notation.h"

/* A schema nested deeper, by references too, says nothing more. */
enum { SCHEMA_DEPTH = 250 };

struct target {
	const struct value *schema;
	const struct cel_type *type; /* NULL while it is being read, and not yet a record */
};

struct schema_reader {
	struct arena *owner;
	const struct value *root;
	struct {
		ARRAY(struct target);
	} targets; /* of references */
	unsigned depth;
};

static const struct cel_type *read_schema(
	struct schema_reader *reader, const struct value *schema, size_t target);

#define NO_TARGET SIZE_MAX

static const struct value *get(
	const struct value *schema, const char *keyword, enum value_kind kind)
{
	const struct value *value = value_get(schema, bytes_of(keyword));
	return value && value->kind == kind ? value : NULL;
}

/* --- references ------------------------------------------------------------------------------- */

static const struct value *follow(const struct schema_reader *reader, struct bytes reference)
{
	struct bytes step;
	const struct value *at = reader->root;
	if (!bytes_begins(reference, BYTES("#")))
		return NULL;
	struct bytes rest = bytes_slice(reference, 1, reference.len);
	if (!rest.len || *rest.at != '/')
		return rest.len ? NULL : at;
	rest = bytes_slice(rest, 1, rest.len);
	rest = percent_decode(reader->owner, rest);
	while (at && bytes_cut(&rest, '/', &step))
		at = value_at(at, pointer_token(reader->owner, step));
	return at;
}

static const struct cel_type *read_reference(struct schema_reader *reader, struct bytes reference)
{
	const struct value *schema = follow(reader, reference);
	if (!schema)
		return cel_type_dyn();
	for (size_t i = 0; i < reader->targets.count; i++)
		if (reader->targets.at[i].schema == schema)
			return reader->targets.at[i].type ? reader->targets.at[i].type
							  : cel_type_dyn();
	size_t target = reader->targets.count;
	array_push(reader->owner, &reader->targets)->schema = schema;
	const struct cel_type *type = read_schema(reader, schema, target);
	reader->targets.at[target].type = type;
	return type;
}

/* --- records ---------------------------------------------------------------------------------- */

/* The type of the fields that `properties` does not name; NULL if there are none. */
static const struct cel_type *read_rest(struct schema_reader *reader, const struct value *schema)
{
	const struct value *rest = value_get(schema, BYTES("additionalProperties"));
	if (value_get(schema, BYTES("patternProperties")))
		return cel_type_dyn();
	if (rest && rest->kind == VALUE_BOOL && !rest->boolean)
		return NULL;
	return rest ? read_schema(reader, rest, NO_TARGET) : cel_type_dyn();
}

/* The record is there before its fields are, so that they may refer to it. */
static const struct cel_type *read_record(
	struct schema_reader *reader, const struct value *schema, size_t target, bool loose)
{
	const struct value *properties = get(schema, "properties", VALUE_MAP);
	size_t count = properties ? properties->count : 0;
	struct cel_field *fields = arena_array_of(reader->owner, struct cel_field, count);
	struct cel_type *type = arena_new_of(reader->owner, struct cel_type);
	*type = (struct cel_type){ .kind = CEL_RECORD,
		.loose = loose,
		.count = (uint32_t)count,
		.fields = fields,
		.rest = cel_type_dyn() };
	for (size_t i = 0; i < count; i++)
		fields[i] = (struct cel_field){ properties->entries[i].key, cel_type_dyn() };
	if (target != NO_TARGET)
		reader->targets.at[target].type = type;
	for (size_t i = 0; i < count; i++)
		fields[i].type = read_schema(reader, properties->entries[i].value, NO_TARGET);
	type->rest = read_rest(reader, schema);
	return type;
}

/* --- by keyword ------------------------------------------------------------------------------- */

static const struct cel_type *read_list(struct schema_reader *reader, const struct value *schema)
{
	const struct value *items = value_get(schema, BYTES("items"));
	if (!items || value_get(schema, BYTES("prefixItems")))
		return cel_type_of(CEL_LIST);
	return cel_type_list(reader->owner, read_schema(reader, items, NO_TARGET));
}

/* Without named fields it is a map, unless it must be empty. */
static const struct cel_type *read_object(
	struct schema_reader *reader, const struct value *schema, size_t target)
{
	if (get(schema, "properties", VALUE_MAP))
		return read_record(reader, schema, target, false);
	const struct cel_type *rest = read_rest(reader, schema);
	return rest ? cel_type_map(reader->owner, cel_type_of(CEL_STRING), rest)
		    : cel_type_record(reader->owner, NULL, 0, NULL);
}

/* A number may be an int or a double: that is no type. */
static const struct cel_type *read_named(
	struct schema_reader *reader, const struct value *schema, struct bytes name, size_t target)
{
	if (bytes_is(name, "string"))
		return cel_type_of(CEL_STRING);
	if (bytes_is(name, "boolean"))
		return cel_type_of(CEL_BOOL);
	if (bytes_is(name, "integer"))
		return cel_type_of(CEL_INT);
	if (bytes_is(name, "null"))
		return cel_type_of(CEL_NULL);
	if (bytes_is(name, "array"))
		return read_list(reader, schema);
	return bytes_is(name, "object") ? read_object(reader, schema, target) : cel_type_dyn();
}

/* Fields of what may be null can still be told from those that there never are. */
static const struct cel_type *or_null(struct schema_reader *reader, const struct cel_type *record)
{
	struct cel_type *loose = arena_new_of(reader->owner, struct cel_type);
	*loose = *record;
	loose->loose = true;
	return loose;
}

static const struct cel_type *join(
	struct schema_reader *reader, const struct cel_type *a, const struct cel_type *b)
{
	if (a->kind == CEL_RECORD && b->kind == CEL_NULL)
		return or_null(reader, a);
	if (b->kind == CEL_RECORD && a->kind == CEL_NULL)
		return or_null(reader, b);
	const struct cel_type *both = type_join(reader->owner, a, b);
	return both ? both : cel_type_dyn();
}

/* Of values that are given as they are: `enum`, `const`. */
static const struct cel_type *read_value(const struct value *value)
{
	return cel_type_of((enum cel_kind)cel_of(value).kind);
}

/* Any of several: what holds them all. */
static const struct cel_type *read_any(
	struct schema_reader *reader, const struct value *list, bool schemas)
{
	const struct cel_type *type = type_nothing();
	for (size_t i = 0; i < list->count; i++)
		type = join(reader, type,
			schemas ? read_schema(reader, list->items[i], NO_TARGET)
				: read_value(list->items[i]));
	return list->count ? type : cel_type_dyn();
}

static bool is_repeated(const struct value *list, size_t i)
{
	for (size_t before = 0; before < i; before++)
		if (value_equal(list->items[before], list->items[i]))
			return true;
	return false;
}

/* A name given twice is read once: what is nested so would be read again and again. */
static const struct cel_type *read_types(
	struct schema_reader *reader, const struct value *schema, const struct value *types)
{
	const struct cel_type *type = type_nothing();
	for (size_t i = 0; i < types->count; i++)
		if (types->items[i]->kind != VALUE_STRING)
			return cel_type_dyn();
		else if (!is_repeated(types, i))
			type = join(reader, type,
				read_named(reader, schema, types->items[i]->text, NO_TARGET));
	return types->count ? type : cel_type_dyn();
}

/* All of several: the first that says something. */
static const struct cel_type *read_all(struct schema_reader *reader, const struct value *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct cel_type *type = read_schema(reader, list->items[i], NO_TARGET);
		if (type->kind != CEL_DYN)
			return type;
	}
	return cel_type_dyn();
}

static const struct cel_type *read_keywords(
	struct schema_reader *reader, const struct value *schema, size_t target)
{
	const struct value *found;
	if ((found = get(schema, "$ref", VALUE_STRING)))
		return read_reference(reader, found->text);
	if ((found = get(schema, "type", VALUE_STRING)))
		return read_named(reader, schema, found->text, target);
	if ((found = get(schema, "type", VALUE_LIST)))
		return read_types(reader, schema, found);
	if (get(schema, "properties", VALUE_MAP))
		return read_record(reader, schema, target, true);
	if ((found = value_get(schema, BYTES("const"))))
		return read_value(found);
	if ((found = get(schema, "enum", VALUE_LIST)))
		return read_any(reader, found, false);
	if ((found = get(schema, "allOf", VALUE_LIST)))
		return read_all(reader, found);
	if ((found = get(schema, "anyOf", VALUE_LIST)) ||
		(found = get(schema, "oneOf", VALUE_LIST)))
		return read_any(reader, found, true);
	return cel_type_dyn();
}

static const struct cel_type *read_schema(
	struct schema_reader *reader, const struct value *schema, size_t target)
{
	if (schema->kind != VALUE_MAP || reader->depth == SCHEMA_DEPTH)
		return cel_type_dyn();
	reader->depth++;
	const struct cel_type *type = read_keywords(reader, schema, target);
	reader->depth--;
	return type;
}

const struct cel_type *cel_type_of_schema(struct arena *owner, const struct value *schema)
{
	struct schema_reader reader = { .owner = owner, .root = schema };
	array_push(owner, &reader.targets)->schema = schema;
	return read_schema(&reader, schema, 0);
}
