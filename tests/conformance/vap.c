/*
 * Policies and objects with the API server's verdicts, as ../shared/data/vap/README.md says. The
 * suite knows no third answer, so what is undecided has not passed.
 */
#include "conformance.h"

#include "judge/judge.h"

#include <stdlib.h>

/* The policies that stand beside the rows, by their `ref`. */
struct shelf {
	json_t *policies;
};

static void forget(void *shelf)
{
	json_decref(((struct shelf *)shelf)->policies);
}

static void read_line(struct shelf *shelf, const char *line, size_t len, const char *path)
{
	json_error_t error;
	json_t *row = json_loadb(line, len, JSON_ALLOW_NUL, &error);
	if (!row) {
		fprintf(stderr, "%s: %s\n", path, error.text);
		exit(EXIT_FAILURE);
	}
	json_object_set_new(shelf->policies, json_text(row, "ref").at, row);
}

static struct shelf *shelf_read(struct trial *trial)
{
	struct bytes file = bytes_of(trial->file);
	while (file.len && file.at[file.len - 1] != '/')
		file.len--;
	const char *path = bytes_string(
		trial->run, bytes_join(trial->run, file, BYTES(""), BYTES("policies.jsonl")));
	struct shelf *shelf = arena_new_of(trial->run, struct shelf);
	FILE *stream = fopen(path, "r");
	shelf->policies = json_object();
	arena_undo(trial->run, forget, shelf);
	if (!stream) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	char *line = NULL;
	size_t room = 0;
	for (ssize_t len; (len = getline(&line, &room, stream)) > 0;)
		read_line(shelf, line, (size_t)len, path);
	free(line);
	fclose(stream);
	return shelf;
}

/* --- data ------------------------------------------------------------------------------------- */

static const struct value *read_text(
	struct trial *trial, const char *name, struct bytes text, struct diags *d)
{
	const struct source *source = source_new(
		trial->arena, bytes_of(name), bytes_of(name), text);
	const struct tree *tree = tree_read(trial->arena, source, DIALECT_HELM, LIMITS_DEFAULT, d);
	if (!tree || !tree->documents.count)
		return NULL;
	return tree_value(trial->arena, tree, tree->documents.at[0].root, LIMITS_DEFAULT, d);
}

static const struct value *read_json(
	struct trial *trial, const char *name, const json_t *json, struct diags *d)
{
	char *text = json_dumps(json, JSON_ENCODE_ANY);
	struct bytes copy = bytes_copy(trial->arena, bytes_of(text));
	free(text);
	return read_text(trial, name, copy, d);
}

/* --- one row ---------------------------------------------------------------------------------- */

static bool add(struct policies *policies, const struct value *document, struct diags *d)
{
	return document && policies_add(policies, document, d);
}

static bool add_beside(struct trial *trial, struct policies *policies, const json_t *row,
	const char *field, struct diags *d)
{
	const json_t *json = json_object_get(row, field);
	return !json_is_object(json) || add(policies, read_json(trial, field, json, d), d);
}

static struct policies *read_policies(struct trial *trial, const json_t *row, struct diags *d)
{
	if (!trial->state)
		trial->state = shelf_read(trial);
	const struct shelf *shelf = trial->state;
	const json_t *policy = json_object_get(shelf->policies, json_text(row, "policy_ref").at);
	struct bytes text = json_text(policy, "policy");
	struct policies *policies = policies_new(
		trial->arena, (struct policy_options){ .namespace = BYTES("default") });
	bool good = text.at && add(policies, read_text(trial, "policy", text, d), d);
	good = good && add_beside(trial, policies, row, "binding", d);
	good = good && add_beside(trial, policies, row, "params", d);
	return good && policies_seal(policies, d) ? policies : NULL;
}

static bool judge_objects(struct trial *trial, const struct policies *policies, const json_t *row,
	struct policy_verdicts *verdicts, struct diags *d)
{
	struct policy_run *run = policy_run_new(trial->arena, policies);
	const json_t *objects = json_object_get(row, "objects");
	bool expand = bytes_is(json_text(row, "needs"), "autogen");
	for (size_t i = 0; i < json_array_size(objects); i++) {
		const struct value *object = read_json(
			trial, "object", json_array_get(objects, i), d);
		const struct value *pod = object && expand ? pod_of_controller(trial->arena, object)
							   : NULL;
		if (!object)
			return false;
		policies_judge(trial->arena, run, pod ? pod : object, NULL, verdicts);
	}
	return true;
}

/* Policies of Kyverno have no binding, and its tests let them deny, whatever they say. */
static const char *outcome_of(const struct policy_verdicts *verdicts, bool bound)
{
	unsigned actions = 0;
	for (size_t i = 0; i < verdicts->count; i++)
		if (verdicts->at[i].result != POLICY_PASSED)
			actions |= verdicts->at[i].actions;
	if (!bound || (actions & POLICY_DENY))
		return actions ? "fail" : "pass";
	return actions & POLICY_WARN ? "warn" : "pass";
}

bool judge_vap(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	struct policy_verdicts verdicts = { 0 };
	const struct policies *policies = read_policies(trial, row, &d);
	if (!policies || !judge_objects(trial, policies, row, &verdicts, &d))
		return trial_fail(trial, "refused: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	const char *got = outcome_of(&verdicts, json_is_object(json_object_get(row, "binding")));
	struct bytes wanted = json_text(row, "expected");
	if (bytes_is(wanted, "skip"))
		wanted = BYTES("pass");
	if (bytes_is(wanted, got))
		return true;
	trial_fail(trial, "%s, not " BYTES_FMT ":", got, BYTES_ARG(wanted));
	for (size_t i = 0; i < verdicts.count; i++)
		trial_fail(trial, " [%d] " BYTES_FMT, (int)verdicts.at[i].result,
			BYTES_ARG(verdicts.at[i].message));
	return false;
}
