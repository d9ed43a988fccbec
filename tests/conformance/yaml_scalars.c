/* How scalars resolve: own files by the core schema, Helm's as Helm 3 and 4 were seen to do. */
#include "conformance.h"

#include "tree/tree.h"

#include <math.h>
#include <stdlib.h>

static struct bytes joined(
	struct trial *trial, const char *before, struct bytes scalar, const char *after)
{
	struct buf out = buf_new(trial->arena);
	buf_add(&out, bytes_of(before));
	buf_add(&out, scalar);
	buf_add(&out, bytes_of(after));
	return buf_bytes(&out);
}

/* The root of a text as a value, or NULL with diags. */
static const struct value *read_value(
	struct trial *trial, struct bytes text, enum dialect dialect, struct diags *d)
{
	struct source *source = source_new(trial->arena, BYTES("case"), BYTES("case"), text);
	struct tree *tree = tree_read(trial->arena, source, dialect, LIMITS_DEFAULT, d);
	if (!tree || !tree->documents.count || !tree->documents.at[0].root)
		return NULL;
	return tree_value(trial->arena, tree, tree->documents.at[0].root, LIMITS_DEFAULT, d);
}

/* --- the core schema ---------------------------------------------------------------------- */

static bool is_type(const struct value *value, const char *type)
{
	static const char *const names[] = {
		[VALUE_NULL] = "null",
		[VALUE_BOOL] = "bool",
		[VALUE_INT] = "int",
		[VALUE_FLOAT] = "float",
		[VALUE_STRING] = "str",
	};
	return value->kind <= VALUE_STRING && strcmp(names[value->kind], type) == 0;
}

static bool is_core_value(const struct value *value, const char *wanted)
{
	char *end;
	switch (value->kind) {
	case VALUE_NULL:
		return strcmp(wanted, "null()") == 0;
	case VALUE_BOOL:
		return strcmp(wanted, value->boolean ? "true()" : "false()") == 0;
	case VALUE_INT:
		return strtoll(wanted, &end, 10) == value->integer && !*end;
	case VALUE_FLOAT:
		return strtod(wanted, &end) == value->number && !*end;
	default:
		return bytes_is(value->text, wanted);
	}
}

static bool judge_not_finite(struct trial *trial, struct bytes scalar, const char *wanted)
{
	struct bytes tag = BYTES("!!float ");
	if (bytes_begins(scalar, tag))
		scalar = bytes_slice(scalar, tag.len, scalar.len);
	struct scalar found = resolve_core(scalar);
	bool same = strcmp(wanted, "nan()") == 0 ? isnan(found.number)
		: strcmp(wanted, "inf()") == 0   ? found.number == INFINITY
						 : found.number == -INFINITY;
	return (found.type == TYPE_FLOAT && same) || trial_fail(trial, "core: not %s", wanted);
}

static bool judge_core(struct trial *trial, const json_t *row)
{
	const json_t *core = json_object_get(json_object_get(row, "schemas"), "core");
	if (!core)
		return true;
	struct bytes scalar = json_text(row, "scalar");
	struct diags d = diags_new(trial->arena);
	const struct value *value = read_value(
		trial, joined(trial, "- ", scalar, "\n"), DIALECT_STRICT, &d);
	if (json_is_string(core))
		return !value || trial_fail(trial, "core: accepted");
	const char *type = json_string_value(json_object_get(core, "type"));
	const char *wanted = json_string_value(json_object_get(core, "value"));
	if (strcmp(type, "inf") == 0 || strcmp(type, "nan") == 0)
		return judge_not_finite(trial, scalar, wanted);
	if (!value)
		return trial_fail(
			trial, "core: refused: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	const struct value *item = value->items[0];
	return (is_type(item, type) && is_core_value(item, wanted)) ||
		trial_fail(trial, "core: wanted %s %s, got kind %d '" BYTES_FMT "'", type, wanted,
			item->kind, BYTES_ARG(item->text));
}

/* --- Helm --------------------------------------------------------------------------------- */

/* Every number of a values file is a double for Helm. */
static bool is_helm_value(const struct value *value, const json_t *json)
{
	switch (value->kind) {
	case VALUE_NULL:
		return json_is_null(json);
	case VALUE_BOOL:
		return json_is_boolean(json) && json_is_true(json) == value->boolean;
	case VALUE_INT:
	case VALUE_FLOAT:
		return json_is_number(json) && json_number_value(json) == value->number;
	case VALUE_STRING:
		return json_is_string(json) && bytes_is(value->text, json_string_value(json));
	case VALUE_LIST:
		return json_is_array(json) && json_array_size(json) == value->count;
	default:
		return json_is_object(json) && json_object_size(json) == value->count;
	}
}

static bool judge_helm_item(struct trial *trial, const json_t *row, const char *helm)
{
	const json_t *wanted = json_object_get(json_object_get(row, helm), "value");
	if (!wanted)
		return true;
	struct diags d = diags_new(trial->arena);
	struct bytes text = joined(trial, "- ", json_text(row, "scalar"), "\n");
	const struct value *value = read_value(trial, text, DIALECT_HELM, &d);
	if (json_object_get(wanted, "error"))
		return !value || trial_fail(trial, "%s: accepted", helm);
	if (!value)
		return trial_fail(
			trial, "%s: refused: " BYTES_FMT, helm, BYTES_ARG(trial_diags(trial, &d)));
	struct bytes dump = json_text(wanted, "json");
	json_t *json = json_loadb(
		dump.at, dump.len, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);
	bool same = value->count == 1 && is_helm_value(value->items[0], json);
	json_decref(json);
	return same || trial_fail(trial, "%s: wanted " BYTES_FMT, helm, BYTES_ARG(dump));
}

/* A scalar that ends in a comment cannot be followed by a colon. */
static struct bytes as_key(struct trial *trial, struct bytes scalar)
{
	return joined(trial, "? ", scalar, "\n: v\n");
}

static bool judge_helm_key(struct trial *trial, const json_t *row, const char *helm)
{
	const json_t *wanted = json_object_get(json_object_get(row, helm), "as_key");
	if (!wanted)
		return true;
	struct diags d = diags_new(trial->arena);
	const struct value *value = read_value(
		trial, as_key(trial, json_text(row, "scalar")), DIALECT_HELM, &d);
	if (json_object_get(wanted, "error"))
		return !value || trial_fail(trial, "%s: key accepted", helm);
	const char *key = json_string_value(json_array_get(json_object_get(wanted, "keys"), 0));
	if (!value)
		return trial_fail(trial, "%s: key refused: " BYTES_FMT, helm,
			BYTES_ARG(trial_diags(trial, &d)));
	struct bytes got = value->count ? value->entries[0].key : (struct bytes){ 0 };
	return (value->count == 1 && bytes_is(got, key)) ||
		trial_fail(trial, "%s: wanted key '%s', got '" BYTES_FMT "'", helm, key,
			BYTES_ARG(got));
}

static bool judge_helm(struct trial *trial, const json_t *row, const char *helm)
{
	return judge_helm_item(trial, row, helm) && judge_helm_key(trial, row, helm);
}

bool judge_yaml_scalars(struct trial *trial, const json_t *row)
{
	return judge_core(trial, row) && judge_helm(trial, row, "helm3") &&
		judge_helm(trial, row, "helm4");
}
