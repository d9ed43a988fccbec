/* Policies, bindings, params and objects as YAML, and the verdicts as a line each. */
#ifndef LEME_TESTS_POLICY_FIXTURE_H
#define LEME_TESTS_POLICY_FIXTURE_H

#include "unit.h"

#include "judge/judge.h"

static inline struct policy_documents fixture_read(const char *text)
{
	struct diags d = diags_new(unit_arena());
	struct policy_documents documents = { 0 };
	struct tree *tree = tree_read(
		unit_arena(), unit_source(bytes_of(text)), DIALECT_HELM, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "%s: %s", text, unit_diags(&d));
	for (size_t i = 0; i < tree->documents.count; i++)
		if (tree->documents.at[i].root)
			*array_push(unit_arena(), &documents) = tree_value(
				unit_arena(), tree, tree->documents.at[i].root, LIMITS_DEFAULT, &d);
	ck_assert_msg(d.count == 0, "%s: %s", text, unit_diags(&d));
	return documents;
}

/* A document for each `---`; what is no policy and no binding may be params. */
static inline struct policies *fixture_policies(
	const char *text, struct policy_options options, struct diags *d)
{
	struct policy_documents documents = fixture_read(text);
	struct policies *policies = policies_new(unit_arena(), options);
	bool good = true;
	for (size_t i = 0; i < documents.count; i++)
		good = policies_add(policies, documents.at[i], d) && good;
	good = policies_seal(policies, d) && good;
	ck_assert(good == (diags_code(d) == EXIT_DONE));
	return policies;
}

/* `pass`, `fail`, `error`, `undecided`; what is done about it; the message. */
static inline void fixture_print(struct buf *out, const struct policy_verdict *verdict)
{
	static const char *const results[] = { "pass", "fail", "error", "undecided" };
	static const char *const actions[] = { " deny", " warn", " audit" };
	buf_print(out, "%s%s", out->len ? "; " : "", results[verdict->result]);
	for (int i = 0; i < 3; i++)
		if (verdict->actions >> i & 1)
			buf_add(out, bytes_of(actions[i]));
	if (verdict->message.len)
		buf_print(out, ": " BYTES_FMT, BYTES_ARG(verdict->message));
}

static inline struct bytes fixture_verdicts(const struct policy_verdicts *verdicts)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < verdicts->count; i++)
		fixture_print(&out, &verdicts->at[i]);
	for (size_t i = 0; i < verdicts->annotations.count; i++)
		buf_print(&out, "%s" BYTES_FMT "=" BYTES_FMT, out.len ? "; " : "",
			BYTES_ARG(verdicts->annotations.at[i].key),
			BYTES_ARG(verdicts->annotations.at[i].value));
	return buf_bytes(&out);
}

/*
 * The objects are all noticed, and the first is judged; it is an update where the second is of the
 * kind `Old`.
 */
static inline struct policy_verdicts fixture_judge(struct policies *policies, const char *objects)
{
	struct policy_documents documents = fixture_read(objects);
	struct policy_verdicts verdicts = { 0 };
	const struct value *old = NULL;
	for (size_t i = 1; i < documents.count; i++) {
		const struct value *kind = documents.at[i]->kind == VALUE_MAP
			? value_get(documents.at[i], BYTES("kind"))
			: NULL;
		if (kind && bytes_is(kind->text, "Old"))
			old = documents.at[i];
	}
	policies_judge(unit_arena(), policy_run_new(unit_arena(), policies), documents.at[0], old,
		&verdicts);
	return verdicts;
}

/* The whole way: policies and objects as texts, the objects noticed before sealing. */
static inline struct policy_verdicts fixture_verdicts_of(
	const char *policy, const char *objects, struct policy_options options)
{
	struct diags d = diags_new(unit_arena());
	struct policy_documents documents = fixture_read(policy), known = fixture_read(objects);
	struct policies *policies = policies_new(unit_arena(), options);
	bool good = true;
	for (size_t i = 0; i < documents.count; i++)
		good = policies_add(policies, documents.at[i], &d) && good;
	for (size_t i = 0; i < known.count; i++)
		policies_notice(policies, known.at[i]);
	good = policies_seal(policies, &d) && good;
	ck_assert_msg(good, "%s: %s", policy, unit_diags(&d));
	return fixture_judge(policies, objects);
}

#endif
