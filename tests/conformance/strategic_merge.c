/*
 * Strategic merge patches with what apimachinery, kubectl and kustomize make of them, as
 * ../shared/data/strategic-merge/README.md says.
 *
 * What kubectl knows has the merge keys of the program's own table. The types of apimachinery's own
 * tests stand beside the rows; they become schemas. What names no apiVersion is data, whose lists
 * kustomize takes for atomic.
 */
#include "conformance.h"

#include "manifest/merge_type.h"

#include <stdlib.h>

/* --- reading ---------------------------------------------------------------------------------- */

/* NULL, without a diag, for a text that is nothing but comments. */
static const struct value *read_text(struct trial *trial, struct bytes text, struct diags *d)
{
	const struct source *source = source_new(trial->arena, BYTES("row"), BYTES("row"), text);
	const struct tree *tree = tree_read(trial->arena, source, DIALECT_HELM, LIMITS_DEFAULT, d);
	if (!tree || !tree->documents.count || !tree->documents.at[0].root)
		return NULL;
	return tree_value(trial->arena, tree, tree->documents.at[0].root, LIMITS_DEFAULT, d);
}

static const struct value *read_json(struct trial *trial, const json_t *json, struct diags *d)
{
	char *text = json_dumps(json, JSON_ENCODE_ANY);
	struct bytes copy = bytes_copy(trial->arena, bytes_of(text));
	free(text);
	return read_text(trial, copy, d);
}

/* A field that is JSON, or YAML in a text; a text FIELD_text has numbers as they are spelled. */
static const struct value *read_field(
	struct trial *trial, const json_t *row, const char *field, struct diags *d)
{
	struct bytes name = bytes_join(trial->arena, bytes_of(field), BYTES("_"), BYTES("text"));
	struct bytes spelled = json_text(row, bytes_string(trial->arena, name));
	struct bytes text = spelled.at ? spelled : json_text(row, field);
	return text.at ? read_text(trial, text, d)
		       : read_json(trial, json_object_get(row, field), d);
}

/* --- the types of apimachinery's tests -------------------------------------------------------- */

/* These types hold themselves; this deep they are written out. */
enum { DEPTH = 8 };

static const struct value empty = { .kind = VALUE_MAP };

static const struct value *with(
	struct trial *trial, const struct value *map, const char *key, const struct value *value)
{
	return value_put(trial->run, map, &(struct entry){ .key = bytes_of(key), .value = value });
}

static const struct value *with_text(
	struct trial *trial, const struct value *map, const char *key, struct bytes text)
{
	struct bytes copy = bytes_copy(trial->run, text);
	return with(trial, map, key, value_string(trial->run, copy, (struct span){ 0 }));
}

static const struct value *list_of_one(struct trial *trial, struct bytes text)
{
	static const struct value none = { .kind = VALUE_LIST };
	return value_list_insert(trial->run, &none, 0,
		value_string(trial->run, bytes_copy(trial->run, text), (struct span){ 0 }));
}

/* `types`: those that are written out so far, by name. */
static const struct value *type_of(
	struct trial *trial, const struct value *types, struct bytes name)
{
	const struct value *type = value_get(types, name);
	return type ? type : with_text(trial, &empty, "type", name);
}

static const struct value *list_schema(
	struct trial *trial, const struct value *types, const json_t *field, struct bytes items)
{
	struct bytes key = json_text(field, "merge_key"), strategy = json_text(field, "strategy");
	bool merges = strategy.at && bytes_begins(strategy, BYTES("merge"));
	const struct value *schema = with_text(trial, &empty, "type", BYTES("array"));
	schema = with(trial, schema, "items", type_of(trial, types, items));
	schema = with_text(trial, schema, "x-kubernetes-list-type",
		!merges          ? BYTES("atomic")
			: key.at ? BYTES("map")
				 : BYTES("set"));
	if (!key.at)
		return schema;
	return with(trial, schema, "x-kubernetes-list-map-keys", list_of_one(trial, key));
}

static const struct value *field_schema(
	struct trial *trial, const struct value *types, const json_t *field)
{
	struct bytes type = json_text(field, "type");
	if (bytes_is(type, "list"))
		return list_schema(trial, types, field, json_text(field, "items"));
	/* A pointer to a list, there. */
	if (json_text(field, "merge_key").at)
		return list_schema(trial, types, field, type);
	if (bytes_is(type, "map"))
		return with(trial, &empty, "additionalProperties",
			type_of(trial, types, json_text(field, "items")));
	const struct value *schema = type_of(trial, types, type);
	if (bytes_is(json_text(field, "strategy"), "replace"))
		schema = with_text(trial, schema, "x-kubernetes-map-type", BYTES("atomic"));
	return schema;
}

static const struct value *write_out(struct trial *trial, const struct value *types, json_t *fields)
{
	const struct value *properties = &empty;
	const char *name;
	json_t *field;
	json_object_foreach(fields, name, field) properties = with(trial, properties,
		bytes_string(trial->run, bytes_of(name)), field_schema(trial, types, field));
	return with(trial, &empty, "properties", properties);
}

/* The schemas by name. */
static const struct value *read_types(struct trial *trial)
{
	struct bytes folder = bytes_of(trial->file);
	while (folder.len && folder.at[folder.len - 1] != '/')
		folder.len--;
	const char *path = bytes_string(
		trial->run, bytes_join(trial->run, folder, BYTES(""), BYTES("schemas.json")));
	json_error_t error;
	json_t *file = json_load_file(path, 0, &error);
	if (!file) {
		fprintf(stderr, "%s: %s\n", path, error.text);
		exit(EXIT_FAILURE);
	}
	const struct value *types = &empty;
	for (int depth = 0; depth < DEPTH; depth++) {
		const struct value *deeper = &empty;
		const char *name;
		json_t *fields;
		json_object_foreach(json_object_get(file, "schemas"), name, fields)
			deeper = with(trial, deeper, bytes_string(trial->run, bytes_of(name)),
				write_out(trial, types, fields));
		types = deeper;
	}
	json_decref(file);
	return types;
}

/* --- one row ---------------------------------------------------------------------------------- */

static struct bytes text_at(const struct value *map, const char *key)
{
	const struct value *value = value_get(map, bytes_of(key));
	return value && value->kind == VALUE_STRING ? value->text : (struct bytes){ 0 };
}

static const struct merge_type *find_type(
	struct trial *trial, const json_t *row, const struct value *object)
{
	struct bytes name = json_text(row, "schema"), group = { 0 };
	if (name.at && !trial->state)
		trial->state = (void *)(uintptr_t)read_types(trial);
	if (name.at)
		return merge_type_like_own(trial->arena, value_get(trial->state, name));
	struct bytes version = text_at(object, "apiVersion");
	size_t slash = version.at ? bytes_find(version, BYTES("/"), 0) : 0;
	if (!version.at)
		return merge_type_of_schema(trial->arena,
			with(trial, &empty, "x-kubernetes-preserve-unknown-fields",
				value_bool(trial->run, true, (struct span){ 0 })));
	if (slash < version.len) {
		group = bytes_slice(version, 0, slash);
		version = bytes_slice(version, slash + 1, version.len);
	}
	return merge_type_find(group, version, text_at(object, "kind"));
}

static struct bytes shown(struct trial *trial, const struct value *value)
{
	struct buf out = buf_new(trial->arena);
	emit_canonical_json(&out, value);
	return buf_bytes(&out);
}

static bool is_taken(const struct value *value)
{
	return value->kind == VALUE_NULL;
}

/* Kubernetes leaves an empty object where kustomize leaves none, and leme says that it is gone. */
static bool judge_result(struct trial *trial, const struct value *got, const struct value *wanted)
{
	if (is_taken(got) && (!wanted || (wanted->kind == VALUE_MAP && !wanted->count)))
		return true;
	if (wanted && value_equal(got, wanted))
		return true;
	trial_fail(trial, BYTES_FMT, BYTES_ARG(shown(trial, got)));
	return trial_fail(trial, "\n  not " BYTES_FMT,
		BYTES_ARG(wanted ? shown(trial, wanted) : BYTES("nothing")));
}

/* kubectl refuses each patch of a kind that it has no type for; leme must know none either. */
static bool judge_refused(
	struct trial *trial, const struct value *got, const struct merge_type *type)
{
	return !got || !type || trial_fail(trial, "not refused");
}

bool judge_strategic_merge(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	const json_t *kubectl = json_object_get(row, "kubectl");
	bool is_own = json_text(row, "schema").at != NULL;
	const struct value *object = read_field(trial, row, is_own ? "original" : "input", &d);
	const struct value *patch = read_field(trial, row, "patch", &d);
	const struct value *wanted = json_is_object(kubectl)
		? read_field(trial, kubectl, "out", &d)
		: read_field(trial, row, "expected", &d);
	if (!object || !patch || d.count)
		return trial_fail(trial, "unread: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	const struct merge_type *type = find_type(trial, row, object);
	const struct value *got = patch_strategic(trial->arena, object, patch, type, &d);
	if (json_text(row, "error").at)
		return judge_refused(trial, got, type);
	if (!got)
		return trial_fail(trial, "refused: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	return judge_result(trial, got, wanted);
}
