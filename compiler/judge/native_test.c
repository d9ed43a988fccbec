#include "native_test.h"
#include "native.h"

#include "base/message.h"
#include "base/temporary.h"

struct staging {
	ARRAY(struct staged);
};

static bool take_files(
	struct arena *run, const struct value *input, struct staging *staging, struct diags *d)
{
	const struct value *files = value_get(input, BYTES("files"));
	bool good = files && files->kind == VALUE_MAP;
	if (!good)
		return diag_error(d, input->at, "test/input",
			N_("the tests of this rule take a mapping 'files' from paths to texts"));
	for (size_t i = 0; i < files->count; i++) {
		const struct entry *entry = &files->entries[i];
		good = folder_path_allowed(entry->key, entry->key_at, d) && good;
		*array_push(run, staging) = (struct staged){ entry->key, entry->value->text };
	}
	return good;
}

static void weigh(const struct native_findings *found, enum verdict_result *result)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->at[i].outcome != OUTCOME_UNDECIDED)
			*result = VERDICT_FAILED;
		else if (*result == VERDICT_PASSED)
			*result = VERDICT_UNDECIDED;
}

static bool judge_profiles(struct arena *run, const struct rule *rule, struct native *native,
	const struct fleet *fleet, enum verdict_result *result, struct diags *d)
{
	const struct resolver *resolver = resolver_new(run, fleet, d);
	for (size_t i = 0; resolver && i < fleet->heads.count; i++) {
		struct native_findings found = { .owner = run };
		if (fleet->heads.at[i].abstract)
			continue;
		const struct resolved_profile *profile = profile_resolve(
			run, resolver, &fleet->heads.at[i], d);
		if (!profile)
			return false;
		native_judge(native, rule->judge, profile, &found);
		weigh(&found, result);
	}
	return resolver;
}

static bool judge_project(struct arena *run, const struct rule *rule, const struct folder *folder,
	enum verdict_result *result, struct diags *d)
{
	struct native_findings found = { .owner = run };
	const struct catalog *catalog = catalog_read(
		run, folder, LIMITS_DEFAULT, &(struct sources_given){ 0 }, d);
	if (!catalog)
		return false;
	struct native *native = native_new(run, catalog);
	*result = VERDICT_PASSED;
	if (rule->each == EACH_PROFILES) {
		const struct fleet *fleet = fleet_read(run, catalog, 1, d);
		return fleet && judge_profiles(run, rule, native, fleet, result, d);
	}
	native_judge(native, rule->judge, NULL, &found);
	weigh(&found, result);
	return true;
}

bool native_test(struct arena *run, const struct rule *rule, const struct value *input,
	enum verdict_result *result, struct diags *d)
{
	struct staging staging = { 0 };
	if (!take_files(run, input, &staging, d))
		return false;
	const struct folder *folder = temporary_folder(run, staging.at, staging.count, d);
	return folder && judge_project(run, rule, folder, result, d);
}
