#include "scratch.h"

#include "base/folder.h"
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct diags d;
static const char *web_folder; /* of the source `web`, as the command line says */

static void profile(const char *name, const char *rest)
{
	char path[128], text[512];
	snprintf(path, sizeof path, "profiles/%s.yaml", name);
	snprintf(text, sizeof text, "apiVersion: leme/v1\nkind: Profile\nname: %s\n%s", name, rest);
	put(path, text);
}

/* Long enough for every file to be older than the index by more than the clocks' ticks. */
static void settle(void)
{
	usleep(80 * 1000);
}

/* base ← production ← acme; each has an output but base. The source `db` is absent. */
static void begin(void)
{
	web_folder = "web";
	scratch_enter();
	ck_assert_int_eq(mkdir("profiles", 0777) + mkdir("values", 0777) + mkdir(".leme", 0777), 0);
	ck_assert_int_eq(mkdir("web", 0777) + mkdir("other", 0777), 0);
	put("leme.yaml",
		"apiVersion: leme/v1\nkind: Catalog\nname: shop\n"
		"environments: [production]\ncomponents:\n"
		"  api: {title: API, image: example.com/api, version: {from: API}, "
		"writes: {tag: api.tag}}\n"
		"  web: {external: true, version: {from: 'web:VERSION'}}\n"
		"  db: {external: true, version: {from: 'db:VERSION'}}\n"
		"sources: {web: {git: w}, db: {git: d}}\n");
	put("API", "1.0\n");
	put("web/VERSION", "1.0\n");
	put("other/VERSION", "1.0\n");
	profile("base", "abstract: true\nlabels: {\"a\\tb\": \"50 %\", ring: all}\n");
	profile("production", "extends: base\n");
	profile("acme", "extends: [production, base]\noutput: {values: values/a.yaml}\n");
	put("values/a.yaml", "x\n");
	put("values/production.yaml", "x\n");
	settle();
}

static struct fleet *read_fleet(void)
{
	d = diags_new(unit_arena());
	struct folder *folder = folder_open(unit_arena(), BYTES(""), &d);
	ck_assert_ptr_nonnull(folder);
	struct source_given web = { BYTES("web"), bytes_of(web_folder) };
	struct sources_given given = { .at = &web, .count = 1 };
	struct catalog *catalog = catalog_read(unit_arena(), folder, LIMITS_DEFAULT, &given, &d);
	ck_assert_msg(catalog, "%s", unit_diags(&d));
	struct fleet *fleet = fleet_read(unit_arena(), catalog, 1, &d);
	ck_assert_msg(fleet && resolver_new(unit_arena(), fleet, &d), "%s", unit_diags(&d));
	return fleet;
}

/* As a run does that finds every output right. */
static void remember(const struct fleet *fleet)
{
	struct identity done[8] = { 0 };
	for (size_t i = 0; i < fleet->heads.count; i++) {
		const struct head *head = &fleet->heads.at[i];
		if (!head->abstract)
			done[i] = folder_identity(fleet->catalog->folder, head->output);
	}
	fleet_remember(unit_arena(), fleet, done);
}

/* The profiles whose file was not read again, then those whose output is known to be right. */
static const char *knowledge(const struct fleet *fleet)
{
	struct buf text = buf_new(unit_arena());
	for (size_t i = 0; i < fleet->heads.count; i++)
		if (fleet->heads.at[i].known)
			buf_print(&text, BYTES_FMT " ", BYTES_ARG(fleet->heads.at[i].slug));
	buf_add(&text, BYTES("|"));
	for (size_t i = 0; i < fleet->heads.count; i++)
		if (!identity_is_none(fleet->heads.at[i].done))
			buf_print(&text, " " BYTES_FMT, BYTES_ARG(fleet->heads.at[i].slug));
	buf_add_char(&text, '\0');
	return text.at;
}

START_TEST(what_was_read_is_known_in_the_next_run)
{
	begin();
	struct fleet *first = read_fleet();
	ck_assert_str_eq(knowledge(first), "|");
	ck_assert(first->fresh);
	remember(first);
	struct fleet *second = read_fleet();
	ck_assert_str_eq(knowledge(second), "acme base production | acme production");
	ck_assert(!second->fresh);
	for (size_t i = 0; i < first->heads.count; i++) {
		const struct head *a = &first->heads.at[i], *b = &second->heads.at[i];
		unit_same("name", b->name, a->name);
		unit_same("path", b->path, a->path);
		unit_same("output", b->output, a->output);
		ck_assert_int_eq(b->begin, a->begin);
		ck_assert_int_eq(b->abstract, a->abstract);
		ck_assert_int_eq(b->is_parent, a->is_parent);
		ck_assert_int_eq(b->parent_count, a->parent_count);
		ck_assert_int_eq(!b->labels, !a->labels);
		ck_assert(!a->labels || value_equal(a->labels, b->labels));
	}
	scratch_leave();
}
END_TEST

/* What happens to the project, and what is known then. */
static const struct {
	const char *change, *known;
} rows[] = {
	{ "true", "acme base production | acme production" },
	{ "echo '# more' >>profiles/acme.yaml", "base production | production" },
	{ "echo '# more' >>profiles/production.yaml", "acme base |" },
	{ "echo '# more' >>profiles/base.yaml", "acme production |" },
	{ "cp profiles/acme.yaml x; mv x profiles/acme.yaml", "base production | production" },
	{ "sed -i s/acme/emca/ profiles/acme.yaml", "base production | production" },
	{ "touch -r API x; echo '# more' >>profiles/acme.yaml; touch -r x profiles/acme.yaml",
		"base production | production" },
	{ "mv profiles/acme.yaml profiles/ame.yaml", "base production | production" },
	{ "rm profiles/acme.yaml", "base production | production" },
	{ "echo '# more' >>leme.yaml", "|" },
	{ "echo 1.1 >API", "|" },
	{ "rm API", "|" },
	{ "printf 'apiVersion: leme/v1\\nkind: Lock\\n' >leme.lock", "|" },
	{ "echo 1.1 >web/VERSION", "|" },
	{ "rm web/VERSION", "|" },
	{ "echo 1.1 >other/VERSION", "acme base production | acme production" },
	{ "mkdir -p .leme/sources/db; echo 1.1 >.leme/sources/db/VERSION", "|" },
	{ "rm .leme/index", "|" },
	{ "sed -i 's/acme/emca/' .leme/index", "|" },
	{ "truncate -s -1 .leme/index", "|" },
	{ "truncate -s 0 .leme/index", "|" },
	{ "sed -i '1s/0/1/' .leme/index", "|" },
	{ "echo x >values/a.yaml", "acme base production | acme production" },
};

START_TEST(what_has_changed_is_not_known)
{
	begin();
	remember(read_fleet());
	ck_assert_int_eq(system(rows[_i].change), 0);
	struct fleet *fleet = read_fleet();
	ck_assert_msg(strcmp(knowledge(fleet), rows[_i].known) == 0, "%s:\n got %s\nwant %s",
		rows[_i].change, knowledge(fleet), rows[_i].known);
	scratch_leave();
}
END_TEST

START_TEST(nothing_is_known_of_a_source_elsewhere)
{
	begin();
	remember(read_fleet());
	web_folder = "other";
	ck_assert_str_eq(knowledge(read_fleet()), "|");
	web_folder = "./other/../web/";
	ck_assert_str_eq(knowledge(read_fleet()), "acme base production | acme production");
	scratch_leave();
}
END_TEST

/* The head still says what was right; the file says that it is not so any more. */
START_TEST(an_output_that_was_touched_is_told_by_its_state)
{
	begin();
	remember(read_fleet());
	struct fleet *fleet = read_fleet();
	const struct head *acme = fleet_find(fleet, unit_arena(), BYTES("acme"));
	const struct folder *folder = fleet->catalog->folder;
	ck_assert(identity_equal(acme->done, folder_identity(folder, acme->output)));
	put("values/a.yaml", "y\n");
	ck_assert(!identity_equal(acme->done, folder_identity(folder, acme->output)));
	scratch_leave();
}
END_TEST

/* A second write within a tick of the clock would leave no trace, so such files are not trusted. */
START_TEST(what_was_written_just_now_is_not_trusted)
{
	begin();
	struct fleet *fleet = read_fleet();
	profile("acme", "extends: [production, base]\noutput: {values: values/a.yaml}\n");
	put("values/production.yaml", "y\n");
	fleet = read_fleet();
	remember(fleet);
	ck_assert_str_eq(knowledge(read_fleet()), "base production |");
	put("API", "1.0\n");
	remember(read_fleet());
	ck_assert_str_eq(knowledge(read_fleet()), "|");
	scratch_leave();
}
END_TEST

START_TEST(a_file_outside_its_state_folder_s_system_is_not_trusted)
{
	struct identity file = { .device = 1, .inode = 2, .changed = 100 };
	struct identity later = { .device = 1, .inode = 3, .changed = INT64_C(1) << 40 };
	ck_assert(identity_settled(file, later));
	later.device = 2;
	ck_assert(!identity_settled(file, later));
}
END_TEST

static const char *const not_identities[] = { "", "1", "1.2.3.4", "1.2.3.4.5.6", "1.0.3.4.5",
	"1.2.3.4.g", "1.2.3.4.", "1.2.3.4.12345678901234567", "--" };

START_TEST(an_identity_reads_back)
{
	struct identity identity = { 1, 2, 3, -4, INT64_MAX }, again;
	struct buf text = buf_new(unit_arena());
	identity_print(&text, identity);
	ck_assert(identity_parse(buf_bytes(&text), &again) && identity_equal(identity, again));
	ck_assert(identity_parse(BYTES("-"), &again) && identity_is_none(again));
	for (size_t i = 0; i < COUNT(not_identities); i++)
		ck_assert_msg(!identity_parse(bytes_of(not_identities[i]), &again), "%s",
			not_identities[i]);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_index");
	TCase *tests = tcase_create("index");
	tcase_add_test(tests, what_was_read_is_known_in_the_next_run);
	tcase_add_loop_test(tests, what_has_changed_is_not_known, 0, COUNT(rows));
	tcase_add_test(tests, nothing_is_known_of_a_source_elsewhere);
	tcase_add_test(tests, an_output_that_was_touched_is_told_by_its_state);
	tcase_add_test(tests, what_was_written_just_now_is_not_trusted);
	tcase_add_test(tests, a_file_outside_its_state_folder_s_system_is_not_trusted);
	tcase_add_test(tests, an_identity_reads_back);
	suite_add_tcase(suite, tests);
	return suite;
}
