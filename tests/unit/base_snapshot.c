/* Folders as a snapshot has them: where paths and links lead, what globs find, what is read. */
#include "unit.h"

#include "base/folder.h"
#include "base/world.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT "/root of all/in"

/* Path, and where it leads if it is a link. The content of a file is its path. */
static const struct {
	const char *path, *target;
} files[] = {
	{ "a", NULL },
	{ "a-b", NULL },
	{ "a.d/x", NULL },
	{ "ab/x.yaml", NULL },
	{ "ab/sub/deep/y.yaml", NULL },
	{ "ab/sub-z/w.yaml", NULL },
	{ "ab.yaml", NULL },
	{ ".hidden/h.yaml", NULL },
	{ "\xC3\xA7 \n", NULL },
	{ "link", "a" },
	{ "to", "ab/sub/" },
	{ "ab/up", "../a.d/.././a" },
	{ "ab/back.yaml", "../ab.yaml" },
	{ "round", "../in/a" },
	{ "far", ROOT "/ab/x.yaml" },
	{ "top", ROOT },
	{ "out", "../beside" },
	{ "etc", "/etc/passwd" },
	{ "lost", "nowhere" },
	{ "below", "a/x" },
	{ "slash", "a/" },
	{ "loop", "pool" },
	{ "pool", "loop" },
	{ "self", "self/x" },
	{ "big", NULL },
	{ "gone", NULL },
};

static struct diags d;
static const struct span nowhere;

static enum snapshot_answer read_path(void *keeper, struct arena *owner, struct bytes id,
	size_t limit, struct bytes *text, struct bytes *why)
{
	(void)keeper;
	*why = BYTES("it has gone");
	*text = bytes_copy(owner, id);
	if (bytes_is(id, "gone"))
		return SNAPSHOT_LOST;
	return bytes_is(id, "big") && limit < SIZE_MAX ? SNAPSHOT_TOO_LARGE : SNAPSHOT_READ;
}

static const struct snapshot *make_snapshot(void)
{
	struct snapshot *snapshot = arena_new_of(unit_arena(), struct snapshot);
	snapshot->read = read_path;
	for (size_t i = 0; i < COUNT(files); i++)
		*array_push(unit_arena(), snapshot) = (struct snapshot_file){
			bytes_of(files[i].path), bytes_of(files[i].target), bytes_of(files[i].path)
		};
	snapshot_sort(snapshot);
	return snapshot;
}

/* --- where paths lead ------------------------------------------------------------------------- */

static const struct {
	const char *path, *real; /* NULL: nowhere */
	int reason;
	bool is_folder;
} ways[] = {
	{ "a", "a", 0, false },
	{ "", "", 0, true },
	{ ".", "", 0, true },
	{ "ab", "ab", 0, true },
	{ "ab/", "ab", 0, true },
	{ "ab/sub/deep", "ab/sub/deep", 0, true },
	{ "ab/sub/deep/y.yaml", "ab/sub/deep/y.yaml", 0, false },
	{ "\xC3\xA7 \n", "\xC3\xA7 \n", 0, false },
	{ "b", NULL, ENOENT, false },
	{ "ab/su", NULL, ENOENT, false },
	{ "ab/sub/deepe", NULL, ENOENT, false },
	{ "a/x", NULL, ENOTDIR, false },
	{ "a/", NULL, ENOTDIR, false },
	{ "ab/../a", "a", 0, false },
	{ "link", "a", 0, false },
	{ "to", "ab/sub", 0, true },
	{ "to/deep/y.yaml", "ab/sub/deep/y.yaml", 0, false },
	{ "to/../x.yaml", "ab/x.yaml", 0, false },
	{ "ab/up", "a", 0, false },
	{ "round", "a", 0, false },
	{ "far", "ab/x.yaml", 0, false },
	{ "top", "", 0, true },
	{ "top/top/to", "ab/sub", 0, true },
	{ "out", NULL, EXDEV, false },
	{ "..", NULL, EXDEV, false },
	{ "../../../../..", NULL, EXDEV, false },
	{ "../inner/a", NULL, EXDEV, false },
	{ "etc", NULL, EXDEV, false },
	{ "lost", NULL, ENOENT, false },
	{ "below", NULL, ENOTDIR, false },
	{ "slash", NULL, ENOTDIR, false },
	{ "loop", NULL, ELOOP, false },
	{ "self", NULL, ELOOP, false },
};

START_TEST(a_path_leads_where_the_disk_would_have_it)
{
	const struct snapshot *snapshot = make_snapshot();
	for (size_t i = 0; i < COUNT(ways); i++) {
		const struct snapshot_file *file;
		char real[PATH_MAX];
		bool found = snapshot_resolve(
			snapshot, BYTES(ROOT), bytes_of(ways[i].path), &file, real);
		ck_assert_msg(found == (ways[i].real != NULL), "%s", ways[i].path);
		if (!found) {
			ck_assert_msg(errno == ways[i].reason, "%s: %d", ways[i].path, errno);
			continue;
		}
		ck_assert_str_eq(real, ways[i].real);
		ck_assert_msg(ways[i].is_folder == !file, "%s", ways[i].path);
		if (file)
			unit_same(ways[i].path, file->path, bytes_of(ways[i].real));
	}
}
END_TEST

START_TEST(a_way_that_is_too_long_is_none)
{
	const struct snapshot *snapshot = make_snapshot();
	const struct snapshot_file *file;
	char real[PATH_MAX], path[PATH_MAX + 1];
	memset(path, 'x', sizeof path);
	ck_assert(!snapshot_resolve(
		snapshot, BYTES(ROOT), (struct bytes){ path, sizeof path - 1 }, &file, real));
	ck_assert_int_eq(errno, ENAMETOOLONG);
	ck_assert(!snapshot_resolve(
		snapshot, BYTES(ROOT), (struct bytes){ path, sizeof path - 3 }, &file, real));
	ck_assert_int_eq(errno, ENAMETOOLONG);
	ck_assert(snapshot_resolve(snapshot, BYTES("/"), BYTES("ab/x.yaml"), &file, real));
	ck_assert_str_eq(real, "ab/x.yaml");
}
END_TEST

/* --- as a folder ------------------------------------------------------------------------------ */

/* Over a folder of the disk that has other files, and `.leme`. */
static const struct folder *begin(struct bytes prefix)
{
	char place[] = "/tmp/leme-snapshot-XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(chdir(place), 0);
	ck_assert_int_eq(mkdir("in", 0777), 0);
	ck_assert_int_eq(mkdir("in/.leme", 0777), 0);
	ck_assert_int_eq(system("echo disk >in/disk.yaml; echo state >in/.leme/state"), 0);
	d = diags_new(unit_arena());
	struct folder *folder = folder_open(unit_arena(), BYTES("in/"), &d);
	ck_assert_ptr_nonnull(folder);
	struct snapshot *snapshot = arena_new_of(unit_arena(), struct snapshot);
	*snapshot = *make_snapshot();
	snapshot->prefix = prefix;
	snapshot->add = "add " BYTES_FMT;
	return folder_at(unit_arena(), folder, snapshot);
}

static void finish(void)
{
	char place[64], command[96];
	ck_assert_ptr_nonnull(getcwd(place, sizeof place));
	snprintf(command, sizeof command, "rm -r %s", place);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(system(command), 0);
}

static const struct {
	const char *path, *text; /* NULL: it cannot be read */
	const char *id;          /* of the diag; NULL: none, as nothing is there */
} reads[] = {
	{ "a", "a", NULL },
	{ "ab/back.yaml", "ab.yaml", NULL },
	{ "to/deep/y.yaml", "ab/sub/deep/y.yaml", NULL },
	{ ".leme/state", "state\n", NULL },
	{ "disk.yaml", NULL, NULL },
	{ "lost", NULL, NULL },
	{ "a/b", NULL, NULL },
	{ "ab", NULL, "file/unreadable" },
	{ "loop", NULL, "file/unreadable" },
	{ "gone", NULL, "file/unreadable" },
	{ "big", NULL, "limit/file" },
	{ "out", NULL, "path/outside" },
	{ "../a", NULL, "path/outside" },
};

START_TEST(files_are_those_of_the_snapshot_and_state_is_that_of_the_disk)
{
	const struct folder *folder = begin((struct bytes){ 0 });
	for (size_t i = 0; i < COUNT(reads); i++) {
		d.count = 0;
		struct source *source = folder_read(unit_arena(), folder, bytes_of(reads[i].path),
			MISSING_IS_NULL, nowhere, &d);
		ck_assert_msg(!source == !reads[i].text, "%s", reads[i].path);
		ck_assert_msg(d.count == (reads[i].id != NULL), "%s", reads[i].path);
		if (d.count)
			ck_assert_str_eq(d.at[0]->id, reads[i].id);
		if (source)
			unit_same(reads[i].path, source->text, bytes_of(reads[i].text));
	}
	finish();
}
END_TEST

START_TEST(what_is_missing_is_added_or_meant_otherwise)
{
	const struct folder *folder = begin((struct bytes){ 0 });
	ck_assert_ptr_null(folder_read(
		unit_arena(), folder, BYTES("disk.yaml"), MISSING_IS_ERROR, nowhere, &d));
	unit_same("hint", d.at[0]->hint, BYTES("add in/disk.yaml"));
	finish();
}
END_TEST

START_TEST(a_path_is_shown_with_the_revision)
{
	const struct folder *folder = begin(BYTES("12ab:in/"));
	unit_same("file", folder_path(unit_arena(), folder, BYTES("a")), BYTES("12ab:in/a"));
	unit_same(
		"state", folder_path(unit_arena(), folder, BYTES(".leme/x")), BYTES("in/.leme/x"));
	finish();
}
END_TEST

static const struct {
	const char *pattern, *found;
} globs[] = {
	{ "*", "a a-b ab.yaml big gone link lost round \xC3\xA7 \n" },
	{ "*.yaml", "ab.yaml" },
	{ "ab/*.yaml", "ab/back.yaml ab/x.yaml" },
	{ "**/*.yaml", "ab.yaml ab/back.yaml ab/sub-z/w.yaml ab/sub/deep/y.yaml ab/x.yaml" },
	{ "ab/**/y.yaml", "ab/sub/deep/y.yaml" },
	{ "to/**/*.yaml", "to/deep/y.yaml" },
	{ "t[o]/deep/*", "to/deep/y.yaml" },
	{ ".h*/*", ".hidden/h.yaml" },
	{ "nowhere/*", "" },
	{ "a/*", "" },
	{ ".leme/*", ".leme/state" },
};

/* Without what is listed for other reasons. */
static struct bytes joined(struct texts texts)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < texts.count; i++)
		buf_print(&out, "%s" BYTES_FMT, i ? " " : "", BYTES_ARG(texts.at[i]));
	return buf_bytes(&out);
}

static bool is_odd(struct bytes path)
{
	static const char *const odd[] = { "out", "top", "etc", "loop", "pool", "self", "far",
		"below", "slash" };
	for (size_t i = 0; i < COUNT(odd); i++)
		if (bytes_is(path, odd[i]))
			return true;
	return false;
}

START_TEST(globs_find_what_the_snapshot_has)
{
	const struct folder *folder = begin((struct bytes){ 0 });
	for (size_t i = 0; i < COUNT(globs); i++) {
		struct texts found = { 0 }, kept = { 0 };
		ck_assert(folder_glob(
			unit_arena(), folder, bytes_of(globs[i].pattern), nowhere, &found, &d));
		for (size_t j = 0; j < found.count; j++)
			if (!is_odd(found.at[j]))
				*array_push(unit_arena(), &kept) = found.at[j];
		unit_same(globs[i].pattern, joined(kept), bytes_of(globs[i].found));
	}
	finish();
}
END_TEST

START_TEST(a_folder_lists_each_name_once_in_order)
{
	const struct folder *folder = begin((struct bytes){ 0 });
	struct folder_entries entries;
	ck_assert(folder_list(unit_arena(), folder, BYTES("ab"), nowhere, &entries, &d));
	static const char *const names[] = { "back.yaml", "sub", "sub-z", "up", "x.yaml" };
	static const enum entry_kind kinds[] = { ENTRY_FILE, ENTRY_FOLDER, ENTRY_FOLDER, ENTRY_FILE,
		ENTRY_FILE };
	ck_assert_uint_eq(entries.count, COUNT(names));
	for (size_t i = 0; i < COUNT(names); i++) {
		unit_same("name", entries.at[i].name, bytes_of(names[i]));
		ck_assert_int_eq(entries.at[i].kind, kinds[i]);
		ck_assert_int_eq(entries.at[i].is_link, i == 0 || i == 3);
	}
	ck_assert(!folder_list(unit_arena(), folder, BYTES("nowhere"), nowhere, &entries, &d));
	ck_assert(folder_has_folder(folder, BYTES("to")));
	ck_assert(folder_has_folder(folder, BYTES("")));
	ck_assert(folder_has_folder(folder, BYTES(".leme")));
	ck_assert(!folder_has_folder(folder, BYTES("a")));
	ck_assert(!folder_has_folder(folder, BYTES("out")));
	ck_assert(folder_has_file(folder, BYTES("a")));
	ck_assert(folder_has_file(folder, BYTES("ab/back.yaml")));
	ck_assert(folder_has_file(folder, BYTES(".leme/state")));
	ck_assert(folder_has_file(folder, BYTES("out")));
	ck_assert(!folder_has_file(folder, BYTES("disk.yaml")));
	ck_assert(!folder_has_file(folder, BYTES("ab")));
	ck_assert(!folder_has_file(folder, BYTES("a/b")));
	finish();
}
END_TEST

START_TEST(a_file_of_the_snapshot_can_be_opened)
{
	const struct folder *folder = begin((struct bytes){ 0 });
	char text[32];
	int handle = folder_open_at(folder, "link", O_RDONLY);
	ck_assert_int_ge(handle, 0);
	ck_assert_int_eq(world_read(handle, text, sizeof text), 1);
	ck_assert_int_eq(text[0], 'a');
	close(handle);
	ck_assert_int_eq(folder_open_at(folder, "ab", O_RDONLY), -1);
	ck_assert_int_eq(errno, EISDIR);
	ck_assert_int_eq(folder_open_at(folder, "a", O_RDONLY | O_DIRECTORY), -1);
	ck_assert_int_eq(errno, ENOTDIR);
	ck_assert_int_eq(folder_open_at(folder, "gone", O_RDONLY), -1);
	ck_assert_int_eq(errno, EIO);
	ck_assert(identity_is_none(folder_identity(folder, BYTES("a"))));
	ck_assert(!identity_is_none(folder_identity(folder, BYTES(".leme/state"))));
	finish();
}
END_TEST

START_TEST(a_path_is_resolved_in_the_snapshot)
{
	const struct folder *folder = begin((struct bytes){ 0 });
	struct resolved_parent parent = { 0 };
	char real[PATH_MAX];
	unit_same("below a link",
		folder_resolve(unit_arena(), folder, BYTES("to/deep/new"), &parent),
		BYTES("ab/sub/deep/new"));
	unit_same(
		"a link", folder_resolve(unit_arena(), folder, BYTES("link"), &parent), BYTES("a"));
	unit_same("not there", folder_resolve(unit_arena(), folder, BYTES("new"), &parent),
		BYTES("new"));
	ck_assert(folder_real_path(folder, "ab/..", real));
	ck_assert_str_eq(real, ".");
	finish();
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_snapshot");
	TCase *tests = tcase_create("snapshot");
	tcase_add_test(tests, a_path_leads_where_the_disk_would_have_it);
	tcase_add_test(tests, a_way_that_is_too_long_is_none);
	tcase_add_test(tests, files_are_those_of_the_snapshot_and_state_is_that_of_the_disk);
	tcase_add_test(tests, what_is_missing_is_added_or_meant_otherwise);
	tcase_add_test(tests, a_path_is_shown_with_the_revision);
	tcase_add_test(tests, globs_find_what_the_snapshot_has);
	tcase_add_test(tests, a_folder_lists_each_name_once_in_order);
	tcase_add_test(tests, a_file_of_the_snapshot_can_be_opened);
	tcase_add_test(tests, a_path_is_resolved_in_the_snapshot);
	suite_add_tcase(suite, tests);
	return suite;
}
