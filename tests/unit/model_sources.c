#include "unit.h"

#include "base/digest.h"
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct diags d;
static const struct sources *sources;

/* A mirror, a source that is absent, and what a link could lead to. */
static void begin(void)
{
	static const char setup[] =
		"mkdir -p project mirror/api/1.2 mirror/api/1.10 mirror/api/v mirror/web "
		"outside/1.2 "
		"mirror/one/1 && cd mirror && printf abc >api/1.2/api-1.2.tar.gz && "
		"printf x >api/1.2/api-1.2.zip && printf x >api/1.2/caf\xC3\xA9.tar.gz && "
		"mkdir api/1.2/folder && printf x >one/1/whatever.bin && printf x >web/1.2 && "
		"ln -s ../outside link && ln -s api/1.10 api/latest && "
		"printf x >../outside/1.2/a && printf y >api/1.10/api-1.10.tar.gz && ln -s 1.10 "
		"api/new";
	char place[] = "/tmp/leme-sources-XXXXXX";
	struct value url = { .kind = VALUE_STRING, .text = BYTES("u") };
	struct entry address = { .key = BYTES("url"), .value = &url };
	struct value source = { .kind = VALUE_MAP, .count = 1, .entries = &address };
	struct entry declared[] = { { .key = BYTES("mirror"), .value = &source },
		{ .key = BYTES("none"), .value = &source } };
	struct value all = { .kind = VALUE_MAP, .count = 2, .entries = declared };
	struct source_given mirror = { BYTES("mirror"), BYTES("mirror") };
	struct sources_given given = { .at = &mirror, .count = 1 };
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(chdir(place) + system(setup), 0);
	d = diags_new(unit_arena());
	struct folder *project = folder_open(unit_arena(), BYTES("project"), &d);
	ck_assert(project && sources_open(unit_arena(), project, &all, &given, &sources, &d));
}

static void finish(void)
{
	char place[64], command[192];
	ck_assert_ptr_nonnull(getcwd(place, sizeof place));
	snprintf(command, sizeof command, "rm -r %s", place);
	ck_assert_int_eq(chdir("/") + system(command), 0);
}

static enum source_answer find(
	const char *folder, const char *version, const char *name, struct mirror_file *found)
{
	struct mirror_place place = { bytes_of(folder), bytes_of(version), bytes_of(name), { 0 } };
	return mirror_find(unit_arena(), sources, &place, found, &d);
}

START_TEST(finds_an_artifact_by_its_exact_name)
{
	struct mirror_file found;
	begin();
	ck_assert_int_eq(find("mirror:api", "1.2", "api-1.2.tar.gz", &found), SOURCE_FOUND);
	unit_same("file", found.file, BYTES("mirror:api/1.2/api-1.2.tar.gz"));
	unit_same("path", found.path, BYTES("mirror/api/1.2/api-1.2.tar.gz"));
	ck_assert_uint_eq(found.size, 3);
	unit_same("digest", mirror_digest(unit_arena(), sources, &found, &d),
		digest_hex(unit_arena(), BYTES("abc")));
	/* A link inside the source is as good. */
	ck_assert_int_eq(find("mirror:api", "new", "api-1.10.tar.gz", &found), SOURCE_FOUND);
	ck_assert_int_eq(find("none:api", "1.2", "api-1.2.tar.gz", &found), SOURCE_ABSENT);
	ck_assert_uint_eq(d.count, 0);
	finish();
}
END_TEST

/* A digest is that of the whole, however long it is. */
START_TEST(digests_piece_by_piece)
{
	struct mirror_file found;
	begin();
	ck_assert_int_eq(system("yes 0123456789 | head -c 1000003 >mirror/api/1.2/long"), 0);
	ck_assert_int_eq(find("mirror:api", "1.2", "long", &found), SOURCE_FOUND);
	ck_assert_uint_eq(found.size, 1000003);
	struct bytes hex = mirror_digest(unit_arena(), sources, &found, &d);
	char command[256];
	snprintf(command, sizeof command, "sha256sum mirror/api/1.2/long | grep -q ^%.*s",
		BYTES_ARG(hex));
	ck_assert_int_eq(system(command), 0);
	finish();
}
END_TEST

static const struct {
	const char *folder, *version, *name;
	enum mirror_lack lack;
	const char *missing, *near;
} lacks[] = {
	{ "mirror:api", "1.2", "api-1.2.tgz", MIRROR_LACKS_NAME, "api-1.2.tgz", "api-1.2.tar.gz" },
	{ "mirror:api", "1.2", "API-1.2.tar.gz", MIRROR_LACKS_NAME, "API-1.2.tar.gz",
		"api-1.2.tar.gz" },
	/* The same to a reader, and yet other bytes. */
	{ "mirror:api", "1.2", "cafe\xCC\x81.tar.gz", MIRROR_LACKS_NAME, "cafe\xCC\x81.tar.gz",
		"caf\xC3\xA9.tar.gz" },
	{ "mirror:api", "1.2", "no-such-name-at-all", MIRROR_LACKS_NAME, "no-such-name-at-all",
		"" },
	{ "mirror:one", "1", "else", MIRROR_LACKS_NAME, "else", "whatever.bin" },
	{ "mirror:api", "1.3", "api-1.3.tar.gz", MIRROR_LACKS_VERSION, "1.3", "1.2" },
	{ "mirror:web", "1.2", "web.tar.gz", MIRROR_LACKS_VERSION, "1.2", "1.2" },
	{ "mirror:apj", "1.2", "api-1.2.tar.gz", MIRROR_LACKS_FOLDER, "apj", "api" },
	{ "mirror:one/two", "1.2", "a", MIRROR_LACKS_FOLDER, "two", "1" },
};

START_TEST(names_what_is_near)
{
	struct mirror_file found;
	begin();
	ck_assert_int_eq(
		find(lacks[_i].folder, lacks[_i].version, lacks[_i].name, &found), SOURCE_NO_FILE);
	ck_assert_int_eq(found.lack, lacks[_i].lack);
	unit_same(lacks[_i].name, found.missing, bytes_of(lacks[_i].missing));
	unit_same(lacks[_i].name, found.near, bytes_of(lacks[_i].near));
	ck_assert_uint_eq(d.count, 0);
	finish();
}
END_TEST

static const struct {
	const char *folder, *version, *name, *diag;
} bad[] = {
	{ "mirror:../outside", "1.2", "a", "path/outside" },
	{ "mirror:link", "1.2", "a", "path/outside" },
	{ "mirror:api", "..", "a", "path/outside" },
	{ "mirror:api", "1/2", "a", "path/form" },
	{ "mirror:api", "1.2", "", "path/form" },
	{ "mirror:api", "1.2", "folder", "file/unreadable" },
	{ "miror:api", "1.2", "a", "source/unknown" },
};

START_TEST(stays_in_the_mirror)
{
	struct mirror_file found;
	begin();
	ck_assert_int_eq(find(bad[_i].folder, bad[_i].version, bad[_i].name, &found), SOURCE_BAD);
	ck_assert_uint_eq(d.count, 1);
	ck_assert_str_eq(d.at[0]->id, bad[_i].diag);
	finish();
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_sources");
	TCase *tests = tcase_create("sources");
	tcase_add_test(tests, finds_an_artifact_by_its_exact_name);
	tcase_add_test(tests, digests_piece_by_piece);
	tcase_add_loop_test(tests, names_what_is_near, 0, COUNT(lacks));
	tcase_add_loop_test(tests, stays_in_the_mirror, 0, COUNT(bad));
	suite_add_tcase(suite, tests);
	return suite;
}
