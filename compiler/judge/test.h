/*
 * Tests that packs bring along: what rules see, as data, and what is to come of it. SPEC §5.4.
 *
 *   tests of a rule   {input: {NAME: DATA …}, expect: pass | fail | error | undecided | skip}
 *   tests of a pack   {input: {NAME: DATA …}, findings: [RULE …]}
 *
 * The input of a rule that a judge of the program decides is a small project:
 * {files: {PATH: TEXT …}}. It fails if anything fails in it.
 *
 * A name that the input does not give is not known: a rule that needs it is undecided. A rule that
 * no test fails is shown its passing inputs with one thing changed at a time; if it lets all of
 * them pass it is dead.
 */
#ifndef LEME_JUDGE_TEST_H
#define LEME_JUDGE_TEST_H

#include "rules.h"

struct test_counts {
	size_t tests, failed;
};

/*
 * Runs all tests of the documents, of which the set is. Adds `test/failed` and `test/dead`, errors,
 * and `test/none`, a warning, for a rule without any. False after diags: an input that the names of
 * rules do not allow (`test/input`), a rule that the pack does not have (`rules/unknown-rule`).
 */
bool rules_test(struct arena *run, const struct catalog *catalog,
	const struct pack_documents *documents, const struct rule_set *set,
	struct findings *findings, struct test_counts *counts, struct diags *d) MUST_USE;

#endif
