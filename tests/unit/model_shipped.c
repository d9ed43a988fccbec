#include "scratch.h"

#include "model/helmignore.h"
#include "model/model.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static struct diags d;

/* --- .helmignore ------------------------------------------------------------------------------ */

/* Paths that end with '/' are folders. */
static const struct {
	const char *law, *rules, *hidden, *shown;
} rows[] = {
	{ "without rules, dot files of templates/", "", "templates/.x templates/.d/",
		"a .x a/templates/.x templates/a/.x templates/" },
	{ "a name alone, anywhere", "a\n", "a a/ b/a b/a/", "ab b" },
	{ "a slash at the end: folders only", "a/\n", "a/ b/a/", "a b/a" },
	{ "a slash at the front: at the top", "/a\n", "a a/", "b/a" },
	{ "a slash inside: the whole path", "b/a\n", "b/a b/a/", "a c/b/a" },
	{ "a star takes no slash", "b/*\n", "b/a b/.x", "b b/a/c" },
	{ "a star takes a dot at the front", "*\n", ".x a a/b", "" },
	{ "a question mark is a letter", "?.x\n", "a.x \xC3\xA9.x", ".x ab.x" },
	{ "no slash", "a?b\n", "a-b a.b", "a/b" },
	{ "a set", "[a-c]x\n", "ax bx cx", "dx x abx" },
	{ "another", "[^a-c]x\n", "dx \xC3\xA9x", "ax x" },
	{ "which may be a slash", "a[^x]b\n/", "acb", "a/b" },
	{ "in a rule of paths", "/a[^x]b\n", "a/b acb", "axb" },
	{ "an escape", "\\*x\n", "*x", "ax" },
	{ "in a set", "[\\]]x\n", "]x", "\\x" },
	{ "the whole name", "a\n", "a", "aa ab ba" },
	{ "the last star goes as far as it must", "*a*b\n", "aab ab xaxbb", "aba b" },
	{ "a comment", "#a\n a#\n", "a#", "#a a" },
	{ "which cannot be escaped but by a backslash", "\\#a\n", "#a", "a" },
	{ "blanks of Unicode",
		" \xC2\xA0"
		"a\xE3\x80\x80\t\n",
		"a", "b" },
	{ "a byte order mark",
		"\xEF\xBB\xBF"
		"a\n",
		"a", "b" },
	{ "CR", "a\r\nb\r\n", "a b", "c" },
	{ "no line end at the end", "a\nb", "a b", "c" },
	{ "negated: all but", "!a\n", "b b/ c/b", "a" },
	{ "and what is left goes on", "!a*\nab\n", "b ab", "a ac" },
	{ "the first rule decides", "ab\n!a*\n", "ab b", "a" },
	{ "negated, folders only: every file", "!a/\n", "a b b/", "a/" },
	{ "of two slashes one is taken off", "//a\n", "", "a b/a" },
	{ "a pattern that breaks with its slash matches nothing", "a\\/\n", "", "a a/ a\\" },
	{ "and so does one that Helm does not read to its end", "x*[\n", "", "x x[ xa" },
	{ "no text", "!\n", "a a/", "" },
	{ "a slash alone", "/\n", "", "a a/" },
	{ "bytes that are no UTF-8", "\xE9?\n", "\xE9x", "ex" },
};

static void judge_paths(
	const char *law, const struct helmignore *rules, const char *list, bool hidden)
{
	struct bytes rest = bytes_of(list), path;
	while (bytes_cut(&rest, ' ', &path)) {
		bool is_folder = bytes_ends(path, BYTES("/"));
		if (!path.len)
			continue;
		ck_assert_msg(helmignore_hides(rules, bytes_slice(path, 0, path.len - is_folder),
				      is_folder) == hidden,
			"%s: " BYTES_FMT, law, BYTES_ARG(path));
	}
}

START_TEST(hides)
{
	struct helmignore rules;
	d = diags_new(unit_arena());
	ck_assert_msg(
		helmignore_read(unit_arena(), unit_source(bytes_of(rows[_i].rules)), &rules, &d),
		"%s: %s", rows[_i].law, unit_diags(&d));
	judge_paths(rows[_i].law, &rules, rows[_i].hidden, true);
	judge_paths(rows[_i].law, &rules, rows[_i].shown, false);
}
END_TEST

static const struct {
	const char *rules, *diags;
} bad[] = {
	{ "a\n**\n", "2:1 chart/ignore Helm knows no '**' in .helmignore\n" },
	{ " [a\n", "1:2 chart/ignore this pattern is not well-formed\n" },
	{ "a\\\n", "1:1 chart/ignore this pattern is not well-formed\n" },
	{ "[]\n[-a]\n[a-]\n[a\\\n",
		"1:1 chart/ignore this pattern is not well-formed\n"
		"2:1 chart/ignore this pattern is not well-formed\n"
		"3:1 chart/ignore this pattern is not well-formed\n"
		"4:1 chart/ignore this pattern is not well-formed\n" },
	{ "a*[\n", "1:1 chart/ignore this pattern is not well-formed\n" },
	{ "[\xE9]\n", "1:1 chart/ignore this pattern is not well-formed\n" },
};

START_TEST(refuses)
{
	struct helmignore rules;
	d = diags_new(unit_arena());
	ck_assert(!helmignore_read(unit_arena(), unit_source(bytes_of(bad[_i].rules)), &rules, &d));
	ck_assert_str_eq(unit_diags(&d), bad[_i].diags);
}
END_TEST

START_TEST(what_is_in_a_hidden_folder_is_hidden)
{
	struct helmignore rules;
	d = diags_new(unit_arena());
	ck_assert(helmignore_read(unit_arena(), unit_source(BYTES("a/\n")), &rules, &d));
	ck_assert(helmignore_hides_file(&rules, BYTES("a/b/c")));
	ck_assert(helmignore_hides_file(&rules, BYTES("b/a/c")));
	ck_assert(!helmignore_hides_file(&rules, BYTES("b/a")));
}
END_TEST

/* --- the digest ------------------------------------------------------------------------------- */

static struct folder *folder;

static void begin(void)
{
	scratch_enter();
	ck_assert_int_eq(mkdir("c", 0777), 0);
	d = diags_new(unit_arena());
	folder = folder_open(unit_arena(), BYTES(""), &d);
	ck_assert_ptr_nonnull(folder);
	put("c/Chart.yaml", "name: c\nversion: 1.0.0 # v\n");
	put("c/values.yaml", "a: 1\n");
	put("c/VERSION", "1.0.0\n");
	put("c/notes.txt", "hello");
	put("c/.helmignore", "notes.txt\n");
}

static struct bytes digest_in(const struct folder *where)
{
	struct catalog catalog = { .folder = where,
		.chart = { .path = BYTES("c"), .version_file = BYTES("c/VERSION") },
		.limits = LIMITS_DEFAULT };
	struct bytes hex = { 0 };
	ck_assert_msg(shipped_digest(unit_arena(), &catalog, &hex, &d), "%s", unit_diags(&d));
	return hex;
}

/* What a change of one file does to the digest. */
static const struct {
	const char *law, *path, *text;
	bool changes;
} changes[] = {
	{ "the version", "c/Chart.yaml", "name: c\nversion: 2.0.0-rc.1+x # v\n", false },
	{ "however it is quoted", "c/Chart.yaml", "name: c\nversion: '2.0.0' # v\n", false },
	{ "a comment", "c/Chart.yaml", "name: c\nversion: 1.0.0 # w\n", true },
	{ "no version at all", "c/Chart.yaml", "name: c\n", true },
	{ "the version of an application", "c/Chart.yaml",
		"name: c\nversion: 1.0.0 # v\nappVersion: 1\n", true },
	{ "the version file", "c/VERSION", "2.0.0\n", false },
	{ "its line end", "c/VERSION", "2.0.0\r\n", true },
	{ "a value", "c/values.yaml", "a: 2\n", true },
	{ "a line end", "c/values.yaml", "a: 1\r\n", true },
	{ "what is hidden", "c/notes.txt", "bye", false },
	{ "what is not there", "c/new", "", true },
	{ "what is beside it", "d", "x", false },
	{ "the rules", "c/.helmignore", "notes.txt \n", true },
};

START_TEST(digest_changes)
{
	struct bytes before = digest_in(folder);
	struct staged staged = { bytes_of(changes[_i].path), bytes_of(changes[_i].text) };
	struct bytes foreseen = digest_in(folder_with(unit_arena(), folder, &staged, 1));
	put(changes[_i].path, changes[_i].text);
	unit_same(changes[_i].law, digest_in(folder), foreseen);
	ck_assert_msg(bytes_equal(before, foreseen) != changes[_i].changes, "%s", changes[_i].law);
}
END_TEST

/* What is put where, and whether it is shipped. */
static const struct {
	const char *path;
	bool shipped;
} placed[] = {
	{ "a", true },
	{ ".a", true },
	{ "a/charts/_b", true },
	{ "templates/.a", false },
	{ "charts/a", true },
	{ "charts/_a", false },
	{ "charts/.a", false },
	{ "charts/a.prov", true },
	{ "charts/_a.prov", true },
	{ "charts/_a/b", false },
	{ "charts/_a/b.prov", true },
	{ "charts/a/_b", true },
	{ "charts/a/templates/.b", true },
	{ "charts/a/charts/b/c", true },
	{ "charts/a/charts/_b/c", false },
	{ "charts/a/charts/.b", false },
};

START_TEST(what_helm_takes_of_sub_charts)
{
	struct catalog catalog = {
		.folder = folder, .chart = { .path = BYTES("c") }, .limits = LIMITS_DEFAULT
	};
	struct staged staged = { bytes_print(unit_arena(), "c/%s", placed[_i].path), BYTES("") };
	struct texts files;
	bool found = false;
	catalog.folder = folder_with(unit_arena(), folder, &staged, 1);
	ck_assert(shipped_list(unit_arena(), &catalog, &files, &d));
	for (size_t i = 0; i < files.count; i++)
		found = found || bytes_is(files.at[i], placed[_i].path);
	ck_assert_msg(found == placed[_i].shipped, "%s", placed[_i].path);
}
END_TEST

/* Made with printf and sha256sum from what shipped.h says. */
START_TEST(digest_is_what_it_is_said_to_be)
{
	put("c/.helmignore", "*.txt\nVERSION\n");
	unit_same("the digest", digest_in(folder),
		BYTES("f21f069b7d94002852d119db14164975f359dbb9035a38b0e96b97e5f24c3b3e"));
}
END_TEST

START_TEST(bytes_cannot_move_from_one_file_to_another)
{
	put("c/a", "1:b,1:x,");
	struct bytes one = digest_in(folder);
	put("c/a", "");
	put("c/b", "x");
	ck_assert(!bytes_equal(one, digest_in(folder)));
}
END_TEST

static const struct {
	const char *to, *at, *diags;
} links[] = {
	{ "nowhere", "c/x", "c/x chart/link this link leads nowhere\n" },
	{ ".", "c/x", "c/x chart/link this link leads to a folder that it is in\n" },
	{ "../c", "c/x", "c/x chart/link this link leads to a folder that it is in\n" },
	{ "/", "c/x", "x path/outside the folder 'c/x' leads out of the project through a link\n" },
	{ "/etc/passwd", "c/x", "x path/outside 'c/x' leads out of the project through a link\n" },
};

START_TEST(links_must_lead_somewhere)
{
	struct bytes hex;
	struct catalog catalog = {
		.folder = folder, .chart = { .path = BYTES("c") }, .limits = LIMITS_DEFAULT
	};
	ck_assert_int_eq(symlink(links[_i].to, links[_i].at), 0);
	ck_assert(!shipped_digest(unit_arena(), &catalog, &hex, &d));
	ck_assert_uint_eq(d.count, 1);
	ck_assert_msg(strstr(links[_i].diags, d.at[0]->id), "%s", d.at[0]->id);
	ck_assert_msg(strstr(links[_i].diags, bytes_string(unit_arena(), d.at[0]->text)), BYTES_FMT,
		BYTES_ARG(d.at[0]->text));
}
END_TEST

START_TEST(links_inside_are_followed)
{
	struct bytes before = digest_in(folder);
	ck_assert_int_eq(mkdir("more", 0777), 0);
	put("more/f", "f");
	ck_assert_int_eq(symlink("../more", "c/more"), 0);
	struct bytes linked = digest_in(folder);
	ck_assert_int_eq(unlink("c/more"), 0);
	ck_assert_int_eq(mkdir("c/more", 0777), 0);
	put("c/more/f", "f");
	unit_same("as if they were there", digest_in(folder), linked);
	ck_assert(!bytes_equal(before, linked));
}
END_TEST

/* A link that is hidden may lead anywhere, as long as it leads somewhere. */
START_TEST(hidden_links_are_left_alone)
{
	put("c/.helmignore", "notes.txt\nout\n");
	struct bytes before = digest_in(folder);
	ck_assert_int_eq(symlink("/", "c/out"), 0);
	unit_same("hidden", digest_in(folder), before);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_shipped");
	TCase *ignore = tcase_create("helmignore"), *digest = tcase_create("digest");
	suite_add_tcase(suite, ignore);
	tcase_add_loop_test(ignore, hides, 0, COUNT(rows));
	tcase_add_loop_test(ignore, refuses, 0, COUNT(bad));
	tcase_add_test(ignore, what_is_in_a_hidden_folder_is_hidden);
	suite_add_tcase(suite, digest);
	tcase_add_checked_fixture(digest, begin, scratch_leave);
	tcase_add_loop_test(digest, digest_changes, 0, COUNT(changes));
	tcase_add_loop_test(digest, what_helm_takes_of_sub_charts, 0, COUNT(placed));
	tcase_add_test(digest, digest_is_what_it_is_said_to_be);
	tcase_add_test(digest, bytes_cannot_move_from_one_file_to_another);
	tcase_add_loop_test(digest, links_must_lead_somewhere, 0, COUNT(links));
	tcase_add_test(digest, links_inside_are_followed);
	tcase_add_test(digest, hidden_links_are_left_alone);
	return suite;
}
