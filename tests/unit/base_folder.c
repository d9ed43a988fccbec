#include "unit.h"

#include "base/folder.h"
#include "base/world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct diags d;
static struct folder *folder;
static const struct span nowhere;

static void put(const char *path, struct bytes text)
{
	FILE *file = fopen(path, "w");
	ck_assert_msg(file && fwrite(text.at, 1, text.len, file) == text.len, "%s", path);
	fclose(file);
}

static void make_folder(const char *path)
{
	ck_assert_msg(mkdir(path, 0777) == 0, "%s", path);
}

static void make_link(const char *to, const char *at)
{
	ck_assert_msg(symlink(to, at) == 0, "%s", at);
}

/* A project `in` beside a folder `out`, seen from the folder above. */
static void begin(void)
{
	char place[] = "/tmp/leme-folder-XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(chdir(place), 0);
	make_folder("in");
	make_folder("out");
	put("out/secret", BYTES("s"));
	d = diags_new(unit_arena());
	folder = folder_open(unit_arena(), BYTES("in/"), &d);
	ck_assert_ptr_nonnull(folder);
}

static void finish(void)
{
	char place[64], command[192];
	ck_assert_ptr_nonnull(getcwd(place, sizeof place));
	snprintf(command, sizeof command, "chmod -R u+rwX %s && rm -r %s", place, place);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(system(command), 0);
}

/* --- reading ----------------------------------------------------------------------------- */

/* A constant, as BYTES() is not one. */
#define TEXT(literal) \
	{ \
		literal, sizeof(literal) - 1 \
	}

static const struct {
	const char *law;
	struct bytes text;
	const char *diags; /* NULL: it is read as it stands */
} texts[] = {
	{ "empty", TEXT(""), NULL },
	{ "CR, CRLF and no final newline stay", TEXT("a\r\nb\rc"), NULL },
	{ "a BOM at the front is kept",
		TEXT("\xEF\xBB\xBF"
		     "a"),
		NULL },
	{ "UTF-8", TEXT("Produ\xC3\xA7\xC3\xA3o \xF0\x9F\x9A\x80"), NULL },
	{ "Latin 1", TEXT("a\n\xC3\xA7 \xE7\n"),
		"2:3 file/encoding the text is not UTF-8: byte 0xE7 at byte offset 5\n" },
	{ "cut short", TEXT("ab\xC3"),
		"1:3 file/encoding the text is not UTF-8: byte 0xC3 at byte offset 2\n" },
	{ "overlong", TEXT("\xC0\x80"),
		"1:1 file/encoding the text is not UTF-8: byte 0xC0 at byte offset 0\n" },
	{ "half of a surrogate", TEXT("x\xED\xA0\x80"),
		"1:2 file/encoding the text is not UTF-8: byte 0xED at byte offset 1\n" },
	{ "NUL", TEXT("a\nb\0c"), "2:2 file/encoding a NUL in the text, at byte offset 3\n" },
	{ "the first fault counts", TEXT("\xFF\0"),
		"1:1 file/encoding the text is not UTF-8: byte 0xFF at byte offset 0\n" },
	{ "a BOM inside",
		TEXT("a: b\n\xEF\xBB\xBF"
		     "c: d\n"),
		"2:1 file/encoding a byte order mark inside the text, at byte offset 5\n" },
	{ "a second BOM", TEXT("\xEF\xBB\xBF\xEF\xBB\xBF"),
		"1:2 file/encoding a byte order mark inside the text, at byte offset 3\n" },
};

START_TEST(text_is_read_or_refused)
{
	put("in/file", texts[_i].text);
	struct source *source = folder_read(
		unit_arena(), folder, BYTES("file"), MISSING_IS_ERROR, nowhere, &d);
	if (texts[_i].diags) {
		ck_assert_ptr_null(source);
		unit_same(texts[_i].law, bytes_of(unit_diags(&d)), bytes_of(texts[_i].diags));
		ck_assert_int_eq(diags_code(&d), EXIT_INPUT);
	} else {
		ck_assert_msg(source, "%s: %s", texts[_i].law, unit_diags(&d));
		unit_same(texts[_i].law, source->text, texts[_i].text);
		unit_same(texts[_i].law, source->path, BYTES("in/file"));
		unit_same(texts[_i].law, source->name, BYTES("file"));
	}
	source = folder_read_raw(
		unit_arena(), folder, BYTES("file"), MISSING_IS_ERROR, nowhere, &d);
	unit_same("raw takes any bytes", source->text, texts[_i].text);
}
END_TEST

static const struct {
	const char *path;
	const char *diags; /* NULL: the text "ok" */
	enum exit_code code;
} places[] = {
	{ "file", NULL, EXIT_DONE },
	{ "dir/file", NULL, EXIT_DONE },
	{ "link", NULL, EXIT_DONE },
	{ "absolute-link", NULL, EXIT_DONE },
	{ "round-trip/file", NULL, EXIT_DONE },
	{ "link-to-dir/file", NULL, EXIT_DONE },
	{ "none", "file/missing there is no file 'in/none'\n", EXIT_INPUT },
	{ "none/file", "file/missing there is no file 'in/none/file'\n", EXIT_INPUT },
	{ "file/file", "file/missing there is no file 'in/file/file'\n", EXIT_INPUT },
	{ "lost-link", "file/missing there is no file 'in/lost-link'\n", EXIT_INPUT },
	{ "out-link", "path/outside 'in/out-link' leads out of the project through a link\n",
		EXIT_INPUT },
	{ "out-dir/secret",
		"path/outside 'in/out-dir/secret' leads out of the project through a link\n",
		EXIT_INPUT },
	{ "sibling/x", "path/outside 'in/sibling/x' leads out of the project through a link\n",
		EXIT_INPUT },
	{ "dir", "file/unreadable cannot read 'in/dir': it is a folder\n", EXIT_WORLD },
	{ "fifo", "file/unreadable cannot read 'in/fifo': it is not a regular file\n", EXIT_WORLD },
	{ "loop", "file/unreadable cannot read 'in/loop': Too many levels of symbolic links\n",
		EXIT_WORLD },
	{ "../out/secret", "path/outside the path '../out/secret' must not hold '..'\n",
		EXIT_INPUT },
	{ "dir/../file", "path/outside the path 'dir/../file' must not hold '..'\n", EXIT_INPUT },
	{ "/etc/passwd", "path/outside the path '/etc/passwd' must be relative to the project\n",
		EXIT_INPUT },
	{ "", "path/form the path '' has an empty part or a '.'\n", EXIT_INPUT },
	{ "dir/", "path/form the path 'dir/' has an empty part or a '.'\n", EXIT_INPUT },
	{ "./file", "path/form the path './file' has an empty part or a '.'\n", EXIT_INPUT },
	{ "fi\nle", "path/form a path must not hold a line end or NUL\n", EXIT_INPUT },
};

static void make_places(void)
{
	put("in/file", BYTES("ok"));
	make_folder("in/dir");
	put("in/dir/file", BYTES("ok"));
	make_folder("in2");
	put("in2/x", BYTES("the name of this folder begins like the project's"));
	char here[64], target[128];
	ck_assert_ptr_nonnull(getcwd(here, sizeof here));
	snprintf(target, sizeof target, "%s/in/dir/file", here);
	make_link(target, "in/absolute-link");
	make_link("dir/file", "in/link");
	make_link("dir", "in/link-to-dir");
	make_link("../in/dir", "in/round-trip");
	make_link("nothing", "in/lost-link");
	make_link("../out/secret", "in/out-link");
	make_link("../out", "in/out-dir");
	make_link("../in2", "in/sibling");
	make_link("loop", "in/loop");
	ck_assert_int_eq(mkfifo("in/fifo", 0666), 0);
}

/* What no one could mean to read is not there; what is wrong otherwise is for reading to say. */
static bool is_no_file(const char *diags)
{
	return diags && (strstr(diags, "file/missing") || strstr(diags, "it is"));
}

static void look_at_place(size_t i)
{
	struct diags unheard = diags_new(unit_arena());
	make_places();
	if (folder_path_allowed(bytes_of(places[i].path), nowhere, &unheard))
		ck_assert_int_eq(folder_has_file(folder, bytes_of(places[i].path)),
			!is_no_file(places[i].diags));
	struct source *source = folder_read(
		unit_arena(), folder, bytes_of(places[i].path), MISSING_IS_ERROR, nowhere, &d);
	unit_same(places[i].path, bytes_of(unit_diags(&d)),
		bytes_of(places[i].diags ? places[i].diags : ""));
	ck_assert_int_eq(diags_code(&d), places[i].code);
	if (!places[i].diags)
		unit_same(places[i].path, source->text, BYTES("ok"));
}

START_TEST(only_files_inside_are_read)
{
	look_at_place((size_t)_i);
}
END_TEST

START_TEST(only_files_inside_are_read_by_an_old_kernel)
{
	world_set_lacks(WORLD_LACKS_OPENAT2);
	look_at_place((size_t)_i);
	world_set_lacks(0);
}
END_TEST

START_TEST(missing_is_said_where_it_was_asked)
{
	const struct source *asker = unit_source(BYTES("a: 1\nfile: none\n"));
	struct span at = { asker, 11, 15 };
	ck_assert_ptr_null(
		folder_read(unit_arena(), folder, BYTES("none"), MISSING_IS_ERROR, at, &d));
	ck_assert_str_eq(unit_diags(&d), "2:7 file/missing there is no file 'in/none'\n");
	ck_assert_uint_gt(d.at[0]->hint.len, 0);
}
END_TEST

START_TEST(missing_may_be_no_fault)
{
	static const char *const paths[] = { "none", "none/at/all", "secret/x" };
	put("in/secret", BYTES(""));
	for (size_t i = 0; i < COUNT(paths); i++)
		ck_assert_ptr_null(folder_read(
			unit_arena(), folder, bytes_of(paths[i]), MISSING_IS_NULL, nowhere, &d));
	ck_assert_str_eq(unit_diags(&d), "");
}
END_TEST

START_TEST(limit_is_named)
{
	put("in/file", BYTES("12345"));
	folder->file_limit = 5;
	ck_assert_ptr_nonnull(
		folder_read(unit_arena(), folder, BYTES("file"), MISSING_IS_ERROR, nowhere, &d));
	folder->file_limit = 4;
	ck_assert_ptr_null(
		folder_read(unit_arena(), folder, BYTES("file"), MISSING_IS_ERROR, nowhere, &d));
	ck_assert_str_eq(unit_diags(&d),
		"limit/file 'in/file' is larger than 4 bytes, the limit of a file in the "
		"project\n");
	ck_assert_str_eq(
		bytes_string(unit_arena(), d.at[0]->hint), "raise the limit with --max-file");
	ck_assert_int_eq(diags_code(&d), EXIT_INPUT);

	folder->file_limit = OWN_FILE_LIMIT_DEFAULT;
	d = diags_new(unit_arena());
	ck_assert_int_eq(truncate("in/file", OWN_FILE_LIMIT_DEFAULT + 1L), 0);
	ck_assert_ptr_null(
		folder_read(unit_arena(), folder, BYTES("file"), MISSING_IS_ERROR, nowhere, &d));
	ck_assert_str_eq(unit_diags(&d),
		"limit/file 'in/file' is larger than 64 MiB, the limit of a file in the project\n");
}
END_TEST

START_TEST(no_permission_is_the_world)
{
	put("in/file", BYTES("x"));
	ck_assert_int_eq(chmod("in/file", 0), 0);
	ck_assert_int_eq(chmod(".", 0755), 0);
	if (geteuid() == 0)
		ck_assert_int_eq(seteuid(65534), 0);
	ck_assert_ptr_null(
		folder_read(unit_arena(), folder, BYTES("file"), MISSING_IS_ERROR, nowhere, &d));
	ck_assert_str_eq(
		unit_diags(&d), "file/unreadable cannot read 'in/file': Permission denied\n");
	ck_assert_int_eq(diags_code(&d), EXIT_WORLD);
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

START_TEST(folder_is_opened_by_any_spelling)
{
	char here[64];
	ck_assert_ptr_nonnull(getcwd(here, sizeof here));
	put("in/file", BYTES("ok"));
	struct bytes absolute = bytes_print(unit_arena(), "%s/in", here);
	const struct bytes prefixes[] = { BYTES("in"), BYTES("in/"), BYTES("./in/"), absolute };
	for (size_t i = 0; i < COUNT(prefixes); i++) {
		struct folder *again = folder_open(unit_arena(), prefixes[i], &d);
		unit_same("real", again->real, absolute);
		ck_assert_ptr_nonnull(folder_read(
			unit_arena(), again, BYTES("file"), MISSING_IS_ERROR, nowhere, &d));
	}
	ck_assert_int_eq(chdir("in"), 0);
	struct folder *same = folder_open(unit_arena(), BYTES(""), &d);
	unit_same("here", same->real, absolute);
	unit_same("here", folder_path(unit_arena(), same, BYTES("a/b")), BYTES("a/b"));
	ck_assert_int_eq(chdir(".."), 0);
	ck_assert_ptr_null(folder_open(unit_arena(), BYTES("none/"), &d));
	ck_assert_ptr_null(folder_open(unit_arena(), BYTES("in/file"), &d));
	ck_assert_str_eq(unit_diags(&d),
		"file/missing there is no folder 'none/'\n"
		"file/missing 'in/file' is a file, not a folder\n");
}
END_TEST

START_TEST(handles_are_given_back)
{
	make_places();
	int before = dup(0);
	close(before);
	struct arena *arena = arena_new();
	struct diags lost = diags_new(arena);
	struct folder *again = folder_open(arena, BYTES("in"), &lost);
	for (size_t i = 0; i < COUNT(places); i++)
		(void)!folder_read(
			arena, again, bytes_of(places[i].path), MISSING_IS_ERROR, nowhere, &lost);
	struct texts found = { 0 };
	(void)!folder_glob(arena, again, BYTES("**/*"), nowhere, &found, &lost);
	arena_end(arena);
	int after = dup(0);
	close(after);
	ck_assert_int_eq(before, after);
}
END_TEST

/* --- glob -------------------------------------------------------------------------------- */

static const struct {
	const char *pattern, *found, *diags;
} globs[] = {
	{ "profiles/*.yaml", "profiles/a.yaml profiles/b.yaml", "" },
	{ "profiles/**/*.yaml",
		"profiles/a.yaml profiles/b.yaml profiles/x/c.yaml profiles/x/y/d.yaml", "" },
	{ "profiles/**",
		"profiles/a.yaml profiles/b.yaml profiles/note profiles/x/c.yaml "
		"profiles/x/y/d.yaml",
		"" },
	{ "**/**/d.yaml", "profiles/x/y/d.yaml", "" },
	{ "**/x/**/*.yaml", "profiles/x/c.yaml profiles/x/y/d.yaml", "" },
	{ "**/y/*", "profiles/x/y/d.yaml", "" },
	{ "**/*.yaml",
		"leme.yaml profiles/a.yaml profiles/b.yaml profiles/x/c.yaml profiles/x/y/d.yaml "
		"to-file.yaml",
		"" },
	{ "*/a.yaml", "profiles/a.yaml to-dir/a.yaml", "" },
	{ "to-dir/**/c.yaml", "to-dir/x/c.yaml", "" },
	{ "profiles/[ab].yaml", "profiles/a.yaml profiles/b.yaml", "" },
	{ "profiles/[!a]*.yaml", "profiles/b.yaml", "" },
	{ "profiles/?.yaml", "profiles/a.yaml profiles/b.yaml", "" },
	{ "profiles/.*.yaml", "profiles/.hidden.yaml", "" },
	{ ".dot/*", ".dot/inside", "" },
	{ "*/inside", "", "" },
	{ "leme.yaml", "leme.yaml", "" },
	{ "lost*", "lost-link", "" },
	{ "profiles", "", "" },
	{ "none/*.yaml", "", "" },
	{ "leme.yaml/*", "", "" },
	{ "elsewhere/*", "", "" },
	{ "elsewhere/g*/*", "",
		"path/outside the folder 'in/elsewhere/gone/' leads out of the project through a "
		"link\n" },
	{ "../*", "", "path/outside the path '../*' must not hold '..'\n" },
	{ "a/[b", "", "path/glob the '[' in 'a/[b' is not closed\n" },
};

static void make_tree(void)
{
	static const char *const folders[] = { "in/profiles", "in/profiles/x", "in/profiles/x/y",
		"in/.dot" };
	static const char *const files[] = { "in/leme.yaml", "in/profiles/b.yaml",
		"in/profiles/a.yaml", "in/profiles/note", "in/profiles/.hidden.yaml",
		"in/profiles/x/c.yaml", "in/profiles/x/y/d.yaml", "in/.dot/inside" };
	for (size_t i = 0; i < COUNT(folders); i++)
		make_folder(folders[i]);
	for (size_t i = 0; i < COUNT(files); i++)
		put(files[i], BYTES(""));
	make_link("profiles", "in/to-dir");
	make_link("leme.yaml", "in/to-file.yaml");
	make_link("nothing", "in/lost-link");
	make_folder("in/elsewhere");
	make_link("../../out", "in/elsewhere/gone");
}

START_TEST(glob_finds)
{
	make_tree();
	struct texts found = { 0 };
	bool looked = folder_glob(
		unit_arena(), folder, bytes_of(globs[_i].pattern), nowhere, &found, &d);
	struct buf joined = buf_new(unit_arena());
	for (size_t i = 0; i < found.count; i++)
		buf_print(&joined, "%s" BYTES_FMT, i ? " " : "", BYTES_ARG(found.at[i]));
	unit_same(globs[_i].pattern, buf_bytes(&joined), bytes_of(globs[_i].found));
	unit_same(globs[_i].pattern, bytes_of(unit_diags(&d)), bytes_of(globs[_i].diags));
	ck_assert_int_eq(looked, !*globs[_i].diags);
}
END_TEST

/* A fleet has folders in the thousands; none may cost a handle or a level of the stack. */
START_TEST(glob_goes_deep_with_few_handles)
{
	struct rlimit many, few;
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &many), 0);
	few = many;
	few.rlim_cur = (rlim_t)folder->handle + 32;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	ck_assert_int_eq(chdir("in"), 0);
	for (int i = 0; i < 300; i++) {
		make_folder("deep");
		ck_assert_int_eq(chdir("deep"), 0);
	}
	put("file", BYTES(""));
	ck_assert_int_eq(fchdir(folder->handle), 0);
	struct texts found = { 0 };
	ck_assert(folder_glob(unit_arena(), folder, BYTES("**/file"), nowhere, &found, &d));
	ck_assert_uint_eq(found.count, 1);
	ck_assert_int_eq(chdir(".."), 0);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &many), 0);
}
END_TEST

static const struct {
	const char *path, *missing, *meant;
} nears[] = {
	{ "rules/shop.yaml", "", "" },
	{ "rules/shp.yaml", "rules/shp.yaml", "rules/shop.yaml" },
	{ "rules/SHOP.yaml", "rules/SHOP.yaml", "rules/shop.yaml" },
	{ "produ\xC3\xA7\xC3\xA3o/web.mk", "produ\xC3\xA7\xC3\xA3o", "producao/web.mk" },
	{ "Rule/shp.yaml", "Rule", "rules/shop.yaml" },
	{ "regras/shop.yaml", "regras", "" },
	{ "rule/else.yaml", "rule", "" },
	{ "rule/*.yaml", "rule", "rules/*.yaml" },
	{ "rules/*.yml", "", "" },
	{ "regras/**/*.yaml", "regras", "" },
	{ "**/rule/*", "", "" },
	{ "rules/shop.yaml/deep", "rules/shop.yaml/deep", "" },
	{ "hiden", "hiden", "" }, /* what is hidden is not meant */
	{ "../out/secre", "..", "" },
};

START_TEST(what_is_near_a_path_is_found)
{
	make_folder("in/rules");
	make_folder("in/producao");
	put("in/rules/shop.yaml", BYTES(""));
	put("in/producao/web.mk", BYTES(""));
	put("in/.hidden", BYTES(""));
	struct near_path near = folder_near(unit_arena(), folder, bytes_of(nears[_i].path));
	unit_same(nears[_i].path, near.missing, bytes_of(nears[_i].missing));
	unit_same(nears[_i].path, near.meant, bytes_of(nears[_i].meant));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_folder");
	TCase *rows = tcase_create("folder");
	tcase_add_checked_fixture(rows, begin, finish);
	tcase_add_loop_test(rows, text_is_read_or_refused, 0, COUNT(texts));
	tcase_add_loop_test(rows, only_files_inside_are_read, 0, COUNT(places));
	tcase_add_loop_test(rows, only_files_inside_are_read_by_an_old_kernel, 0, COUNT(places));
	tcase_add_test(rows, missing_is_said_where_it_was_asked);
	tcase_add_test(rows, missing_may_be_no_fault);
	tcase_add_test(rows, limit_is_named);
	tcase_add_test(rows, no_permission_is_the_world);
	tcase_add_test(rows, folder_is_opened_by_any_spelling);
	tcase_add_test(rows, handles_are_given_back);
	tcase_add_loop_test(rows, glob_finds, 0, COUNT(globs));
	tcase_add_loop_test(rows, what_is_near_a_path_is_found, 0, COUNT(nears));
	tcase_add_test(rows, glob_goes_deep_with_few_handles);
	suite_add_tcase(suite, rows);
	return suite;
}
