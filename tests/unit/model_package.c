/* Packages of charts. What is expected is what Helm 3.17 and 4.1 do. */
#include "unit.h"

#include "../archive.h"

#include "model/package.h"

#define REFUSED(name) "Helm refuses the file name '" name "'"

static const struct {
	const char *law, *name, *path; /* or the fault */
} names[] = {
	{ "the first part is the chart's folder", "s/a/b", "a/b" },
	{ "whatever it is", "../a", "a" },
	{ "even none", "/a/b", "a/b" },
	{ "a file beside the folder", "a", REFUSED("a") },
	{ "the folder as a file", "s/", REFUSED("s/") },
	{ "or as none", "s/.", REFUSED("s/.") },
	{ "no folder is named as the chart's file", "Chart.yaml/a", REFUSED("Chart.yaml/a") },
	{ "an absolute path in it", "s//a", REFUSED("s//a") },
	{ "empty parts and dots are nothing", "s/./a//b/", "a/b" },
	{ "up and down in the folder", "s/a/b/../../c/d/..", "c" },
	{ "up to the folder", "s/a/..", REFUSED("s/a/..") },
	{ "up and out", "s/a/../../b", REFUSED("s/a/../../b") },
	{ "what only looks so", "s/..a", REFUSED("s/..a") },
	{ "deeper it does not", "s/a/..b", "a/..b" },
	{ "parts of another system", "s\\a\\b", "a/b" },
	{ "and only those", "s/t\\a/b\\c", "a/b/c" },
	{ "up and out by those", "s\\..\\a", REFUSED("s\\..\\a") },
	{ "a drive of that system", "s/c:/a", REFUSED("s/c:/a") },
	{ "its own folder alone", "s/c:", "c:" },
};

static struct bytes read_names(struct bytes archive, struct package *package)
{
	struct buf got = buf_new(unit_arena());
	const char *fault = NULL;
	if (!package_read(unit_arena(), gzip_store(unit_arena(), archive), package, &fault))
		return bytes_of(fault);
	for (size_t i = 0; i < package->count; i++) {
		buf_add(&got, bytes_of(i ? "," : ""));
		buf_add(&got, package->at[i].path);
	}
	return buf_bytes(&got);
}

START_TEST(has_names_as_helm_has_them)
{
	struct buf archive = buf_new(unit_arena());
	struct package package = { 0 };
	tar_add(&archive, &(struct member){ '0', names[_i].name, "", "x" });
	unit_same(
		names[_i].law, read_names(buf_bytes(&archive), &package), bytes_of(names[_i].path));
}
END_TEST

START_TEST(refuses_a_name_with_a_nul)
{
	static const char record[] = "13 path=s/a\0\n";
	struct buf archive = buf_new(unit_arena());
	struct package package = { 0 };
	tar_add(&archive, &(struct member){ 'x', "p", "", "13 path=s/a#\n" });
	memcpy(archive.at + TAR_BLOCK, record, sizeof record - 1);
	tar_add(&archive, &(struct member){ '0', "s/b", "", "x" });
	unit_same("NUL", read_names(buf_bytes(&archive), &package), BYTES(REFUSED("s/a")));
}
END_TEST

START_TEST(finds_the_last_of_a_name)
{
	struct buf archive = buf_new(unit_arena());
	struct package package = { 0 };
	tar_add(&archive, &(struct member){ '0', "s/a", "", "one" });
	tar_add(&archive, &(struct member){ '0', "t/a", "", "two" });
	unit_same("both are there", read_names(buf_bytes(&archive), &package), BYTES("a,a"));
	unit_same("the last", package_find(&package, BYTES("a"))->text, BYTES("two"));
	ck_assert_ptr_null(package_find(&package, BYTES("s/a")));
}
END_TEST

START_TEST(refuses_what_has_no_files)
{
	struct buf archive = buf_new(unit_arena());
	struct package package = { 0 };
	unit_same("nothing", read_names(BYTES(""), &package), BYTES("it is no tar archive"));
	tar_add(&archive, &(struct member){ '5', "s/", "", "" });
	unit_same("a folder", read_names(buf_bytes(&archive), &package),
		BYTES("it is no tar archive"));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_package");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, has_names_as_helm_has_them, 0, COUNT(names));
	tcase_add_test(cases, refuses_a_name_with_a_nul);
	tcase_add_test(cases, finds_the_last_of_a_name);
	tcase_add_test(cases, refuses_what_has_no_files);
	return suite;
}
