/* A stream in memory → findings: what is judged, what needs no value, by how many threads. */
#include "unit.h"

#include "base/secrets.h"
#include "base/slices.h"
#include "judge/judge.h"
#include "report/report.h"

#include <pthread.h>

#define POLICY(resources) \
	"apiVersion: admissionregistration.k8s.io/v1\n" \
	"kind: ValidatingAdmissionPolicy\n" \
	"metadata: {name: p}\n" \
	"spec:\n" \
	"  validations: [{expression: \"object.metadata.name != 'bad' && " \
	"(!has(object.spec) || !has(object.spec.bad))\", message: m}]\n" \
	"  matchConstraints: {resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], " \
	"operations: [CREATE], resources: [" resources "]}]}\n"
#define POD(name) "{apiVersion: v1, kind: Pod, metadata: {name: " name "}}\n"
#define WEB(name) \
	"{apiVersion: apps/v1, kind: Deployment, metadata: {name: " name \
	"}, spec: {template: {spec: {bad: 1}}}}\n"

static const struct {
	const char *policy, *stream;
	bool expand_pods;
	const char *findings; /* OBJECT@LINE:COLUMN of each */
	size_t needed;        /* objects whose value a policy needs */
	const char *law;
} rows[] = {
	{ POLICY("pods"), POD("bad"), false, "Pod/bad@1:46", 1, "one document" },
	{ POLICY("pods"), POD("good") "---\n" POD("bad"), false, "Pod/bad@3:46", 2,
		"the place is of the stream" },
	{ POLICY("pods"), WEB("bad") "---\n" POD("bad"), false, "Pod/bad@3:46", 1,
		"no value of what no policy is about" },
	{ POLICY("pods"), "{apiVersion: v1, kind: List, items: [" POD("bad") ", " POD("bad") "]}",
		false, "Pod/bad@1:83 Pod/bad@2:48", 2, "items of a list" },
	{ POLICY("pods"), WEB("good"), true, "Deployment/good@1:1", 1,
		"the pod of a controller is one, too" },
	{ POLICY("pods"), WEB("good"), false, "", 0, "but only where that is asked for" },
	{ POLICY("'*'"), WEB("bad"), false, "Deployment/bad@1:58", 1, "a star is about all" },
	{ POLICY("pods"), "# nothing\n", false, "", 0, "nothing to judge" },
};

static struct rendered rendered_of(const char *text, size_t jobs)
{
	struct diags d = diags_new(unit_arena());
	struct rendered rendered = { 0 };
	struct source *source = unit_source(bytes_of(text));
	source->secrets = secrets_new(unit_arena());
	source_stays(source);
	bool read = rendered_read(unit_arena(), source, jobs, LIMITS_DEFAULT, &rendered, &d);
	ck_assert_msg(read && d.count == 0, "%s: %s", text, unit_diags(&d));
	return rendered;
}

static struct policies *policies_of(const char *text, const struct rendered *rendered)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = tree_read(
		unit_arena(), unit_source(bytes_of(text)), DIALECT_HELM, LIMITS_DEFAULT, &d);
	struct policies *policies = policies_new(unit_arena(), (struct policy_options){ 0 });
	const struct value *value = tree_value(
		unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	bool good = policies_add(policies, value, &d) &&
		policies_complete(unit_arena(), policies, rendered, &d);
	ck_assert_msg(good, "%s", unit_diags(&d));
	return policies;
}

static void print_places(struct buf *out, const struct policy_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->at[i];
		struct place at = source_place(finding->at.source, finding->at.begin);
		buf_print(out, "%s" BYTES_FMT "@%zu:%zu", out->len ? " " : "",
			BYTES_ARG(finding->object), at.line, at.column);
	}
}

START_TEST(a_stream_is_judged)
{
	struct rendered_options options = { .expand_pods = rows[_i].expand_pods };
	struct rendered rendered = rendered_of(rows[_i].stream, 1);
	struct policy_run *run = policy_run_new(
		unit_arena(), policies_of(rows[_i].policy, &rendered));
	struct buf out = buf_new(unit_arena());
	size_t needed = 0;
	for (size_t i = 0; i < rendered.count; i++) {
		struct policy_findings findings = { 0 };
		const struct object *object = &rendered.at[i];
		policies_find(unit_arena(), run, object,
			rendered_value(unit_arena(), &rendered, object), options, &findings);
		print_places(&out, &findings);
		bool may = policies_may_find(run, object, options);
		ck_assert_msg(may || !findings.count, "%s", rows[_i].law);
		needed += may;
	}
	unit_same(rows[_i].law, buf_bytes(&out), bytes_of(rows[_i].findings));
	ck_assert_msg(needed == rows[_i].needed, "%s: %zu", rows[_i].law, needed);
}
END_TEST

/* --- threads ---------------------------------------------------------------------------------- */

static void note_thread(void *context, size_t slice, size_t begin, size_t end)
{
	pthread_t *threads = context;
	(void)begin;
	(void)end;
	threads[slice] = pthread_self();
}

/* Who may have no threads says 1, however much there is to do. */
START_TEST(one_job_is_the_callers)
{
	pthread_t threads[2] = { 0 };
	ck_assert_uint_eq(slices_for(1, 100000), 1);
	slices_run(1, 100000, note_thread, threads);
	ck_assert(pthread_equal(threads[0], pthread_self()));
}
END_TEST

static struct bytes printed(const struct findings *findings, struct secrets *secrets, size_t jobs)
{
	struct buf out = buf_new(unit_arena());
	struct findings_report report = { .findings = findings, .secrets = secrets, .jobs = jobs };
	buf_add(&out, BYTES("before\n"));
	report_findings_as(&out, FINDINGS_TEXT, &report);
	return buf_bytes(&out);
}

START_TEST(a_text_is_the_same_by_any_number_of_threads)
{
	static const size_t jobs[] = { 0, 2, 3, 7, 100 };
	struct findings findings = findings_new(unit_arena());
	struct secrets *secrets = secrets_new(unit_arena());
	struct source *source = unit_source(BYTES("one\ntwo\tpassword\nthree\n"));
	secrets_add(secrets, BYTES("password"));
	for (uint32_t i = 0; i < 20; i++)
		findings_add(&findings,
			&(struct finding){ .id = BYTES("p/r"),
				.level = LEVEL_ERROR,
				.message = bytes_print(unit_arena(), "%u password\x1b", i),
				.at = { source, i, i + 1 },
				.hint = BYTES("hint") });
	struct bytes one = printed(&findings, secrets, 1);
	ck_assert(bytes_find(one, BYTES("19 <secret>  [p/r]\n"), 0) < one.len);
	ck_assert(bytes_find(one, BYTES("two <secret>\n"), 0) < one.len);
	unit_same("threads", printed(&findings, secrets, jobs[_i]), one);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("judge_rendered");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, a_stream_is_judged, 0, COUNT(rows));
	tcase_add_test(cases, one_job_is_the_callers);
	tcase_add_loop_test(cases, a_text_is_the_same_by_any_number_of_threads, 0, 5);
	return suite;
}
