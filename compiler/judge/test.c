#include "test.h"
#include "mutant.h"
#include "native_test.h"

#include "base/message.h"

/* What a test may expect, by verdict. */
static const char *const expectations[] = {
	[VERDICT_SKIPPED] = "skip",
	[VERDICT_PASSED] = "pass",
	[VERDICT_FAILED] = "fail",
	[VERDICT_ERROR] = "error",
	[VERDICT_UNDECIDED] = "undecided",
};

enum { EXPECTATIONS = sizeof expectations / sizeof *expectations };

struct tester {
	struct arena *run;
	const struct catalog *catalog;
	const struct rule_set *set;
	struct findings *findings;
	struct test_counts *counts;
	struct diags *d;
	bool good;
};

/* One input, shown to rules. */
struct exhibit {
	struct evidence *evidence;
	struct rule_memory *memory;
};

static bool exhibit_of(
	struct tester *tester, const struct value *input, struct exhibit *exhibit, struct diags *d)
{
	exhibit->evidence = evidence_of_data(tester->run, tester->catalog, input, d);
	if (!exhibit->evidence)
		return false;
	exhibit->memory = rule_memory_new(
		tester->run, exhibit->evidence, tester->catalog->limits.cost);
	rule_memory_begin(exhibit->memory, tester->run);
	return true;
}

static struct finding *add(struct tester *tester, struct bytes id, enum level level, struct span at,
	struct bytes message)
{
	struct finding finding = { .id = id, .level = level, .at = at, .message = message };
	return findings_add(tester->findings, &finding);
}

/* --- tests of a rule -------------------------------------------------------------------------- */

static struct verdict verdict_on(const struct exhibit *exhibit, const struct rule *rule)
{
	struct verdict verdict = rule_verdict(exhibit->memory, rule);
	if (verdict.result == VERDICT_ERROR && rule->ignores)
		verdict.result = VERDICT_PASSED;
	return verdict;
}

static bool is_broken(const struct verdict *verdict)
{
	return verdict->result == VERDICT_FAILED || verdict->result == VERDICT_ERROR;
}

static void tell_failed(struct tester *tester, const struct exhibit *exhibit,
	const struct rule *rule, const struct value *test, const struct verdict *verdict)
{
	struct bytes wanted = value_get(test, BYTES("expect"))->text;
	struct finding *finding = add(tester, BYTES("test/failed"), LEVEL_ERROR, test->at,
		bytes_print(tester->run,
			_("the rule '" BYTES_FMT "' was to come to '" BYTES_FMT
			  "', but comes to '%s'"),
			BYTES_ARG(rule->id), BYTES_ARG(wanted), expectations[verdict->result]));
	struct finding why = { 0 };
	tester->counts->failed++;
	if (verdict->result == VERDICT_UNDECIDED)
		finding->hint = verdict->missing.what;
	if (!is_broken(verdict))
		return;
	rule_explain(exhibit->memory, rule, verdict, &why);
	finding->related.at = why.related.at;
	finding->related.count = why.related.count;
}

/* Whether a mutant of the input fails the rule. */
static bool mutant_fails(struct tester *tester, const struct rule *rule, const struct value *input)
{
	const struct value *mutant;
	for (size_t i = 0; (mutant = value_mutant(tester->run, input, i)); i++) {
		struct diags unheard = diags_new(tester->run);
		struct exhibit exhibit;
		if (exhibit_of(tester, mutant, &exhibit, &unheard) &&
			verdict_on(&exhibit, rule).result == VERDICT_FAILED)
			return true;
	}
	return false;
}

/* What the tests of one rule have shown of it. */
struct liveness {
	bool any, fails;
};

static void run_test(struct tester *tester, const struct rule *rule, const struct value *test,
	struct liveness *liveness)
{
	const struct value *input = value_get(test, BYTES("input"));
	struct exhibit exhibit;
	if (!exhibit_of(tester, input, &exhibit, tester->d)) {
		tester->good = false;
		return;
	}
	struct verdict verdict = verdict_on(&exhibit, rule);
	const char *came = expectations[verdict.result];
	tester->counts->tests++;
	liveness->any = true;
	liveness->fails = liveness->fails || is_broken(&verdict);
	if (!bytes_is(value_get(test, BYTES("expect"))->text, came))
		tell_failed(tester, &exhibit, rule, test, &verdict);
}

static bool any_mutant_fails(struct tester *tester, const struct rule *rule)
{
	for (size_t i = 0; i < rule->tests->count; i++) {
		const struct value *test = rule->tests->items[i];
		bool passes = bytes_is(value_get(test, BYTES("expect"))->text, "pass");
		if (passes && mutant_fails(tester, rule, value_get(test, BYTES("input"))))
			return true;
	}
	return false;
}

/* What a judge of the program comes to is told apart by the tests alone: none is ever made up. */
static void run_native_test(struct tester *tester, const struct rule *rule,
	const struct value *test, struct liveness *liveness)
{
	struct bytes wanted = value_get(test, BYTES("expect"))->text;
	enum verdict_result result;
	if (!native_test(tester->run, rule, value_get(test, BYTES("input")), &result, tester->d)) {
		tester->good = false;
		return;
	}
	tester->counts->tests++;
	liveness->any = true;
	liveness->fails = liveness->fails || result == VERDICT_FAILED;
	if (bytes_is(wanted, expectations[result]))
		return;
	tester->counts->failed++;
	add(tester, BYTES("test/failed"), LEVEL_ERROR, test->at,
		bytes_print(tester->run,
			_("the rule '" BYTES_FMT "' was to come to '" BYTES_FMT
			  "', but comes to '%s'"),
			BYTES_ARG(rule->id), BYTES_ARG(wanted), expectations[result]));
}

static void test_rule(struct tester *tester, const struct rule *rule)
{
	struct liveness liveness = { 0 };
	for (size_t i = 0; rule->tests && i < rule->tests->count; i++)
		(rule->judge ? run_native_test : run_test)(
			tester, rule, rule->tests->items[i], &liveness);
	if (!rule->tests || !rule->tests->count)
		add(tester, BYTES("test/none"), LEVEL_WARNING, rule->name_at,
			bytes_print(tester->run, _("the rule '" BYTES_FMT "' has no tests"),
				BYTES_ARG(rule->id)));
	else if (liveness.any && !liveness.fails &&
		(rule->judge || !any_mutant_fails(tester, rule)))
		add(tester, BYTES("test/dead"), LEVEL_ERROR, rule->name_at,
			bytes_print(tester->run,
				_("nothing that the tests know can break the rule '" BYTES_FMT "'"),
				BYTES_ARG(rule->id)))
			->hint = bytes_of(_("add a test that expects 'fail'"));
}

/* --- tests of a pack -------------------------------------------------------------------------- */

static bool is_listed(const struct value *list, struct bytes name)
{
	for (size_t i = 0; i < list->count; i++)
		if (bytes_equal(list->items[i]->text, name))
			return true;
	return false;
}

static void check_names(struct tester *tester, struct bytes pack, const struct value *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct bytes id = bytes_join(tester->run, pack, BYTES("/"), list->items[i]->text);
		if (rule_set_find(tester->set, id) == SIZE_MAX)
			tester->good = rule_unknown(tester->set, id, list->items[i]->at, tester->d);
	}
}

static bool is_of_pack(struct tester *tester, const struct rule *rule, struct bytes pack)
{
	return bytes_equal(rule->id, bytes_join(tester->run, pack, BYTES("/"), rule->name));
}

/* Adds a rule where it is broken and should not be, or the other way. */
static void compare(const struct exhibit *exhibit, const struct rule *rule,
	const struct value *wanted, struct buf *wrong)
{
	struct verdict verdict = verdict_on(exhibit, rule);
	bool broken = is_broken(&verdict);
	if (broken == is_listed(wanted, rule->name))
		return;
	buf_add(wrong, wrong->len ? BYTES(", ") : BYTES(""));
	buf_print(wrong, broken ? _(BYTES_FMT " is broken") : _(BYTES_FMT " is not broken"),
		BYTES_ARG(rule->id));
}

static void run_pack_test(struct tester *tester, struct bytes pack, const struct value *test)
{
	const struct value *wanted = value_get(test, BYTES("findings"));
	struct buf wrong = buf_new(tester->run);
	struct exhibit exhibit;
	check_names(tester, pack, wanted);
	if (!exhibit_of(tester, value_get(test, BYTES("input")), &exhibit, tester->d)) {
		tester->good = false;
		return;
	}
	tester->counts->tests++;
	for (size_t i = 0; i < tester->set->count; i++)
		if (is_of_pack(tester, tester->set->at[i], pack))
			compare(&exhibit, tester->set->at[i], wanted, &wrong);
	if (!wrong.len)
		return;
	tester->counts->failed++;
	add(tester, BYTES("test/failed"), LEVEL_ERROR, test->at,
		bytes_print(tester->run, _("the findings are others: " BYTES_FMT),
			BYTES_ARG(buf_bytes(&wrong))));
}

bool rules_test(struct arena *run, const struct catalog *catalog,
	const struct pack_documents *documents, const struct rule_set *set,
	struct findings *findings, struct test_counts *counts, struct diags *d)
{
	struct tester tester = { run, catalog, set, findings, counts, d, true };
	*counts = (struct test_counts){ 0 };
	for (size_t i = 0; i < set->count; i++)
		test_rule(&tester, set->at[i]);
	for (size_t i = 0; i < documents->count; i++) {
		const struct value *document = documents->at[i].document;
		const struct value *tests = value_get(document, BYTES("tests"));
		for (size_t j = 0; tests && j < tests->count; j++)
			run_pack_test(
				&tester, value_get(document, BYTES("name"))->text, tests->items[j]);
	}
	findings_sort(findings);
	return tester.good;
}
