/*
 * Strategic merge patches of objects and patches made at random. Asserted: what the patch does not
 * name is the same one afterwards; an object that is patched is never written on; no directive and
 * no null of the patch is left; a patch without directives changes nothing more the second time,
 * and nothing at all if it says what the object says.
 */
#include "choices.h"
#include "fuzz.h"

#include "manifest/merge_type.h"

enum { DEEPEST = 6 };

static const char *const names[] = { "spec", "metadata", "template", "containers", "volumes",
	"ports", "env", "tolerations", "finalizers", "ownerReferences", "strategy", "set", "map",
	"atomic", "a" };

/* By what the lists of the types below tell their items apart. */
static const char *const keys[] = { "name", "containerPort", "uid", "port" };

static const char *const directives[] = { "$patch", "$retainKeys", "$setElementOrder/containers",
	"$setElementOrder/finalizers", "$setElementOrder/atomic", "$setElementOrder/a",
	"$setElementOrder", "$deleteFromPrimitiveList/finalizers",
	"$deleteFromPrimitiveList/atomic", "$deleteFromPrimitiveList/a" };

static const char *const words[] = { "replace", "delete", "merge", "x" };

#define ANY(choices, texts) bytes_of((texts)[choose((choices), sizeof(texts) / sizeof *(texts))])

struct making {
	struct arena *run;
	struct choices *choices;
	bool directs; /* directives may stand there; then items may also be alike */
	bool nulls;
};

static const struct value *make(struct making *of, size_t depth);

static const struct value *number_of(struct arena *run, size_t number)
{
	struct buf text = buf_new(run);
	buf_print(&text, "%zu", number);
	struct value *value = value_string(run, buf_bytes(&text), (struct span){ 0 });
	value->kind = VALUE_INT;
	value->integer = (int64_t)number;
	value->number = (double)number;
	return value;
}

static const struct value *put(
	struct making *of, const struct value *map, struct bytes key, const struct value *value)
{
	return value_put(of->run, map, &(struct entry){ .key = key, .value = value });
}

static const struct value *scalar(struct making *of)
{
	static const struct value null = { .kind = VALUE_NULL };
	size_t number = choose(of->choices, 8);
	if (number == 7 && of->nulls)
		return &null;
	return number < 4 ? number_of(of->run, number)
			  : value_string(of->run, ANY(of->choices, words), (struct span){ 0 });
}

static const struct value *make_map(struct making *of, size_t depth)
{
	static const struct value none = { .kind = VALUE_MAP };
	const struct value *map = &none;
	for (size_t left = choose(of->choices, 4); left; left--)
		map = put(of, map, ANY(of->choices, names), make(of, depth + 1));
	if (!of->directs || choose(of->choices, 3))
		return map;
	struct bytes directive = ANY(of->choices, directives);
	if (bytes_is(directive, "$patch"))
		return put(of, map, directive,
			value_string(of->run, ANY(of->choices, words), (struct span){ 0 }));
	return put(of, map, directive, make(of, depth + 1));
}

static const struct value *make_item(struct making *of, size_t depth, size_t number)
{
	const struct value *map = make_map(of, depth);
	if (of->directs && choose(of->choices, 8) == 0)
		return map;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		map = put(of, map, bytes_of(keys[i]), number_of(of->run, number));
	return map;
}

static const struct value *make_list(struct making *of, size_t depth)
{
	static const struct value none = { .kind = VALUE_LIST };
	const struct value *list = &none;
	bool maps = choose(of->choices, 2) == 0;
	unsigned used = 0;
	for (size_t left = choose(of->choices, 6); left; left--) {
		size_t number = choose(of->choices, 8);
		while (!of->directs && (used >> number & 1))
			number = (number + 1) % 8;
		used |= 1u << number;
		list = value_list_insert(of->run, list, list->count,
			maps ? make_item(of, depth + 1, number) : number_of(of->run, number));
	}
	return list;
}

static const struct value *make(struct making *of, size_t depth)
{
	size_t kind = depth < DEEPEST ? choose(of->choices, 4) : 0;
	if (kind < 1)
		return scalar(of);
	return kind < 3 ? make_map(of, depth) : make_list(of, depth);
}

/* --- types ------------------------------------------------------------------------------------ */

static const struct value *texts_of(struct making *of, const char *text)
{
	static const struct value none = { .kind = VALUE_LIST };
	return value_list_insert(
		of->run, &none, 0, value_string(of->run, bytes_of(text), (struct span){ 0 }));
}

static const struct value *list_schema(
	struct making *of, const char *type, const struct value *items)
{
	static const struct value none = { .kind = VALUE_MAP };
	const struct value *schema = put(of, &none, BYTES("type"),
		value_string(of->run, BYTES("array"), (struct span){ 0 }));
	schema = put(of, schema, BYTES("items"), items);
	schema = put(of, schema, BYTES("x-kubernetes-list-map-keys"), texts_of(of, "port"));
	return put(of, schema, BYTES("x-kubernetes-list-type"),
		value_string(of->run, bytes_of(type), (struct span){ 0 }));
}

static const struct value *schema_of(struct making *of)
{
	static const struct value none = { .kind = VALUE_MAP };
	const struct value *schema = &none;
	for (int depth = 0; depth < 3; depth++) {
		const struct value *properties = &none;
		properties = put(of, properties, BYTES("set"), list_schema(of, "set", &none));
		properties = put(of, properties, BYTES("map"), list_schema(of, "map", schema));
		properties = put(of, properties, BYTES("atomic"), list_schema(of, "atomic", &none));
		properties = put(of, properties, BYTES("spec"), schema);
		schema = put(of, &none, BYTES("properties"), properties);
	}
	return schema;
}

static const struct merge_type *type_of(struct making *of)
{
	switch (choose(of->choices, 5)) {
	case 0:
		return merge_type_find(BYTES(""), BYTES("v1"), BYTES("Pod"));
	case 1:
		return merge_type_find(BYTES("apps"), BYTES("v1"), BYTES("Deployment"));
	case 2:
		return merge_type_of_schema(of->run, schema_of(of));
	case 3:
		return merge_type_like_own(of->run, schema_of(of));
	default:
		return NULL;
	}
}

/* --- laws ------------------------------------------------------------------------------------- */

static bool has_directive(const struct value *value)
{
	bool has = false;
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->count; i++)
		has = has || value->entries[i].key.at[0] == '$' ||
			has_directive(value->entries[i].value);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++)
		has = has || has_directive(value->items[i]);
	return has;
}

static struct bytes json_of(struct arena *run, const struct value *value)
{
	struct buf out = buf_new(run);
	emit_canonical_json(&out, value);
	return buf_bytes(&out);
}

static void keep_what_is_not_named(
	const struct value *object, const struct value *patch, const struct value *got)
{
	for (size_t i = 0; i < object->count; i++) {
		const struct entry *entry = &object->entries[i];
		const struct value *named = value_get(patch, entry->key);
		const struct value *now = value_get(got, entry->key);
		if (!named)
			demand(now == entry->value, "what is not named is the same one");
		else if (named->kind == VALUE_MAP && entry->value->kind == VALUE_MAP)
			keep_what_is_not_named(entry->value, named, now);
	}
}

static void patch_plainly(struct making *of, const struct merge_type *type,
	const struct value *object, const struct value *patch)
{
	struct diags d = diags_new(of->run);
	const struct value *got = patch_strategic(of->run, object, patch, type, &d);
	if (!got) {
		demand(d.count, "what is refused is told");
		return;
	}
	keep_what_is_not_named(object, patch, got);
	demand(got == object || !value_equal(got, object), "what says the same is the same one");
	const struct value *again = patch_strategic(of->run, got, patch, type, &d);
	/* What was new as a whole is only looked at now: items may lack their keys. */
	demand(!again || again == got, "a second time changes nothing");
}

static void patch_directed(struct making *of, const struct merge_type *type,
	const struct value *object, const struct value *patch)
{
	struct diags d = diags_new(of->run);
	const struct value *got = patch_strategic(of->run, object, patch, type, &d);
	demand(got || d.count, "what is refused is told");
	demand(!got || !has_directive(got), "no directive is left");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct choices choices = { data, size };
	struct arena *run = arena_new();
	struct making of = { .run = run, .choices = &choices };
	bool directs = choose(&choices, 2);
	const struct merge_type *type = type_of(&of);
	const struct value *object = make_map(&of, 0);
	of.directs = directs;
	of.nulls = true;
	const struct value *patch = make_map(&of, 0);
	struct bytes before = json_of(run, object);
	if (directs)
		patch_directed(&of, type, object, patch);
	else
		patch_plainly(&of, type, object, patch);
	demand(bytes_equal(before, json_of(run, object)), "the object is never written on");
	arena_end(run);
	return 0;
}
