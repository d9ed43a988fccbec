/* What rules see of `needs`: what runs beside a component, whether it fits, and what would. */
#include "scratch.h"

#include "base/folder.h"
#include "model/model.h"

#include <stdlib.h>

/* Environments in their order, each with its own profile. */
static const char *const environments[] = { "test", "trial", "live" };

static void begin(void)
{
	scratch_enter();
	ck_assert_int_eq(system("mkdir profiles"), 0);
}

/* A project of these components, and of profiles that have these versions of them. */
static void put_project(const char *needs, const char *const *versions)
{
	struct arena *run = unit_arena();
	put("leme.yaml",
		bytes_string(run,
			bytes_print(run,
				"apiVersion: leme/v1\nkind: Catalog\nname: shop\n"
				"environments: [test, trial, live]\n"
				"profiles: [profiles/*.yaml]\ncomponents:\n%s",
				needs)));
	for (size_t i = 0; i < COUNT(environments); i++) {
		struct bytes path = bytes_print(run, "profiles/%s.yaml", environments[i]);
		struct bytes text = bytes_print(run,
			"apiVersion: leme/v1\nkind: Profile\nname: %s\n%s\n", environments[i],
			versions[i]);
		put(bytes_string(run, path), bytes_string(run, text));
	}
}

static void add_need(struct buf *out, struct cel_value need)
{
	static const char *const fields[] = { "component", "version", "met", "nearest" };
	struct cel_value value;
	for (size_t i = 0; i < COUNT(fields); i++) {
		ck_assert(cel_find(need, cel_string(bytes_of(fields[i])), &value));
		value = cel_kept(value);
		buf_add(out, i || !out->len ? BYTES("") : BYTES("; "));
		buf_add(out, i ? BYTES(" ") : BYTES(""));
		if (value.kind == CEL_STRING)
			buf_add(out, value.len ? cel_text(value) : BYTES("-"));
		else if (value.kind == CEL_BOOL)
			buf_add(out, value.boolean ? BYTES("fits") : BYTES("unfit"));
		else
			buf_add(out, BYTES("?"));
	}
}

/* `COMPONENT VERSION fits|unfit|? NEAREST` of each need of the component called app, in live. */
static struct bytes needs_here(void)
{
	struct arena *run = unit_arena();
	struct diags d = diags_new(run);
	struct buf out = buf_new(run);
	struct folder *folder = folder_open(run, BYTES(""), &d);
	struct catalog *catalog = catalog_read(run, folder, LIMITS_DEFAULT, NULL, &d);
	struct fleet *fleet = catalog ? fleet_read(run, catalog, 1, &d) : NULL;
	ck_assert_msg(fleet, "%s", unit_diags(&d));
	struct resolver *resolver = resolver_new(run, fleet, &d);
	ck_assert_msg(resolver, "%s", unit_diags(&d));
	size_t live = 0;
	while (!bytes_is(fleet->heads.at[live].name, "live"))
		live++;
	struct resolved_profile *profile = profile_resolve(
		run, resolver, &fleet->heads.at[live], &d);
	ck_assert_msg(profile, "%s", unit_diags(&d));
	struct evidence *evidence = evidence_new(run, resolver, NULL, NULL, &d);
	evidence_enter(evidence, run, profile);
	evidence_enter_part(evidence, run, profile, &profile->parts.at[0]);
	struct cel_value needs = cel_kept(evidence->values[EVIDENCE_NEEDS]);
	for (size_t i = 0; i < needs.len; i++)
		add_need(&out, cel_item(needs, i));
	return buf_bytes(&out);
}

#define APP(needs) "  app: {image: example.com/app, needs: {" needs "}}\n"
#define DB "  db: {image: example.com/db}\n"
#define CACHE(needs) "  cache: {image: example.com/cache, needs: {" needs "}}\n"
#define DB_NEEDS(needs) "  db: {image: example.com/db, needs: {" needs "}}\n"
#define OUTSIDE "  db: {external: true}\n"
#define V(text) "versions: {" text "}"

static const struct {
	const char *components, *versions[3], *needs, *law;
} rows[] = {
	{ APP("db: '>=2'") DB, { V("app: 1, db: 3"), V("app: 1, db: 3"), V("app: 1, db: 2") },
		"db 2 fits 2", "what fits is its own nearest" },
	{ APP("db: '>=2'") DB, { V("app: 1, db: 4"), V("app: 1, db: 3"), V("app: 1, db: 1") },
		"db 1 unfit 3", "the nearest is what lies fewest versions away" },
	{ APP("db: '!=2'") DB, { V("app: 1, db: 1"), V("app: 1, db: 3"), V("app: 1, db: 2") },
		"db 2 unfit 3", "of two as near, the later one" },
	{ APP("db: '=1||=4'") DB, { V("app: 1, db: 1"), V("app: 1, db: 4"), V("app: 1, db: 3") },
		"db 3 unfit 4", "no matter how far the numbers are" },
	{ APP("db: '<3'") DB, { V("app: 1, db: 1"), V("app: 1, db: 2"), V("app: 1, db: 3") },
		"db 3 unfit 2", "backwards, too" },
	{ APP("db: '>=9'") DB, { V("app: 1, db: 1"), V("app: 1, db: 2"), V("app: 1, db: 3") },
		"db 3 unfit -", "no environment has one that fits" },
	{ APP("db: '>=1.9, <2 || =3'") DB,
		{ V("app: 1, db: 1.10"), V("app: 1, db: 2.1"), V("app: 1, db: 3.7") },
		"db 3.7 fits 3.7", "a prefix is all that begins with it" },
	{ APP("db: '>=1.9, <2 || =3'") DB,
		{ V("app: 1, db: 1.10"), V("app: 1, db: 1.9"), V("app: 1, db: 2.1") },
		"db 2.1 unfit 1.10", "of several ranges" },
	{ APP("db: '>1.9, <1.11'") DB,
		{ V("app: 1, db: 1.9.5"), V("app: 1, db: 1.10"), V("app: 1, db: 1.11") },
		"db 1.11 unfit 1.10", "a limit that is a prefix leaves out all of it" },
	{ APP("db: '>=2', cache: '*'") DB CACHE(""),
		{ V("app: 1, db: 2, cache: 1"), V("app: 1, db: 2, cache: 1"),
			V("app: 1, db: 1, cache: 1") },
		"db 1 unfit 2; cache 1 fits 1", "each of several, in their order" },
	{ APP("db: '>=2'") DB CACHE("db: '<4'"),
		{ V("app: 1, db: 4, cache: 1"), V("app: 1, db: 3, cache: 1"),
			V("app: 1, db: 1, cache: 1") },
		"db 1 unfit 3", "the nearest fits all that need it" },
	{ APP("db: '>=2'") DB CACHE("db: '<2'"),
		{ V("app: 1, db: 4, cache: 1"), V("app: 1, db: 3, cache: 1"),
			V("app: 1, db: 1, cache: 1") },
		"db 1 unfit -", "those that no version fits together have none" },
	{ APP("db: '>=2'") DB CACHE("db: '<2'"),
		{ V("app: 1, db: 4, cache: 1"), V("app: 1, db: 3, cache: 1"),
			V("app: 1, db: 1, cache: 1") "\nabsent: [cache]" },
		"db 1 unfit 3", "what does not run needs nothing" },
	{ APP("db: '>=2'") DB_NEEDS("app: '>=2'"),
		{ V("app: 2, db: 2"), V("app: 1, db: 1"), V("app: 1, db: 1") }, "db 1 unfit 2",
		"two that need each other" },
	{ APP("app: '>=2'"), { V("app: 2"), V("app: 1"), V("app: 1") }, "app 1 unfit 2",
		"one that needs itself" },
	{ APP("db: '*'") DB,
		{ V("app: 1, db: 1"), V("app: 1, db: 1"), V("app: 1") "\nabsent: [db]" },
		"db - unfit 1", "nothing fits what is absent" },
	{ APP("db: '*'") OUTSIDE, { V("app: 1"), V("app: 1"), V("app: 1") }, "db - fits -",
		"an external one of which nobody says the version" },
	{ APP("db: '>=2'") OUTSIDE, { V("app: 1"), V("app: 1"), V("app: 1") }, "db - ? -",
		"whether it fits is not known" },
	{ APP("db: '>=2'") OUTSIDE, { V("app: 1, db: 2"), V("app: 1"), V("app: 1, db: 1") },
		"db 1 unfit 2", "with a version it is one of all" },
	{ APP("db: '>=2'") OUTSIDE, { V("app: 1, db: 2"), V("app: 1, db: 3"), V("app: 1") },
		"db - ? 3", "what others run may be proposed" },
	{ APP("db: '>=2'") DB, { V("app: 1, db: 2"), V("app: 1, db: 2"), V("app: 1, db: x") },
		"db x ? 2", "whether what is no version fits is not known" },
	{ APP("db: '>=2'") "  db: {image: example.com/db, scheme: semver}\n",
		{ V("app: 1, db: 2.0.0-rc.1"), V("app: 1, db: 3.0.0"), V("app: 1, db: 1.9.0") },
		"db 1.9.0 unfit 3.0.0", "the scheme is that of what is needed" },
	{ APP(""), { V("app: 1"), V("app: 1"), V("app: 1") }, "", "no need" },
};

START_TEST(needs_are_seen)
{
	put_project(rows[_i].components, rows[_i].versions);
	unit_same(rows[_i].law, needs_here(), bytes_of(rows[_i].needs));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_needs");
	TCase *cases = tcase_create("needs");
	suite_add_tcase(suite, cases);
	tcase_add_checked_fixture(cases, begin, scratch_leave);
	tcase_add_loop_test(cases, needs_are_seen, 0, COUNT(rows));
	return suite;
}
