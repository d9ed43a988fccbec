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

/* --- a project -------------------------------------------------------------------------------- */

struct test_project {
	const struct catalog *catalog;
	const struct fleet *fleet;
	const struct resolver *resolver;
};

static bool read_project(
	struct arena *run, const struct value *input, struct test_project *project, struct diags *d)
{
	struct staging staging = { 0 };
	if (!take_files(run, input, &staging, d))
		return false;
	const struct folder *folder = temporary_folder(run, staging.at, staging.count, d);
	if (!folder)
		return false;
	project->catalog = catalog_read(
		run, folder, LIMITS_DEFAULT, &(struct sources_given){ 0 }, d);
	project->fleet = project->catalog ? fleet_read(run, project->catalog, 1, d) : NULL;
	project->resolver = project->fleet ? resolver_new(run, project->fleet, d) : NULL;
	return project->resolver;
}

static bool judge_profiles(struct arena *run, const struct rule *rule, struct native *native,
	const struct test_project *project, enum verdict_result *result, struct diags *d)
{
	const struct fleet *fleet = project->fleet;
	for (size_t i = 0; i < fleet->heads.count; i++) {
		struct native_findings found = { .owner = run };
		if (fleet->heads.at[i].abstract)
			continue;
		const struct resolved_profile *profile = profile_resolve(
			run, project->resolver, &fleet->heads.at[i], d);
		if (!profile)
			return false;
		native_judge(native, rule->judge, profile, &found);
		weigh(&found, result);
	}
	return true;
}

static bool judge_project(struct arena *run, const struct rule *rule,
	const struct native_matter *matter, const struct test_project *project,
	enum verdict_result *result, struct diags *d)
{
	struct native_findings found = { .owner = run };
	struct native *native = native_new(run, matter);
	*result = VERDICT_PASSED;
	if (rule->each == EACH_PROFILES)
		return judge_profiles(run, rule, native, project, result, d);
	native_judge(native, rule->judge, NULL, &found);
	weigh(&found, result);
	return true;
}

/* Beside its files a test may say the day, and which files there were at the base. */
bool native_test(struct arena *run, const struct rule *rule, const struct value *input,
	enum verdict_result *result, struct diags *d)
{
	const struct value *now = value_get(input, BYTES("now"));
	const struct value *base = value_get(input, BYTES("base"));
	struct test_project project = { 0 }, past = { 0 };
	if (!read_project(run, input, &project, d) || (base && !read_project(run, base, &past, d)))
		return false;
	struct native_matter matter = { .catalog = project.catalog,
		.resolver = project.resolver,
		.history = base ? history_of(run, project.catalog, past.resolver) : NULL,
		.today = now ? now->text : BYTES("") };
	return judge_project(run, rule, &matter, &project, result, d);
}
