/* Tests of native rules: small projects. Internal to judge/. */
#ifndef LEME_JUDGE_NATIVE_TEST_H
#define LEME_JUDGE_NATIVE_TEST_H

#include "rules.h"

/*
 * What a native rule comes to in a project of the input's `files`, on the day `now`, where `base`
 * has the `files` of the project there: failed, if anything is, else undecided, else passed. False
 * after diags, where that is no project.
 */
bool native_test(struct arena *run, const struct rule *rule, const struct value *input,
	enum verdict_result *result, struct diags *d) MUST_USE;

#endif
