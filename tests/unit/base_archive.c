/* Packages: gzip, and tar in it. */
#include "unit.h"

#include "../archive.h"

#include "base/gzip.h"
#include "base/tar.h"

/* --- gzip ------------------------------------------------------------------------------------- */

#define PATTERN \
	"ahgjdabekjkdakbheeidbdhddfkiiahfgahgjdabekjkdakbheeidbdhddfk" \
	"iiahfgahgjdabekjkdakbheeidbdhddfkiiahfgahgjdabekjkdakbheeidb"

#define TEXT(literal) (literal), sizeof(literal) - 1

static const struct {
	const char *law;
	const char *file;
	size_t len, limit;
	const char *text, *fault;
} rows[] = {
	{ "a stored block",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x04\x03\x01\x03\x00\xFC\xFF\x61\x62\x63"
		     "\xC2\x41\x24\x35\x03\x00\x00\x00"),
		1000, "abc", NULL },
	{ "fixed codes, and a distance shorter than the length",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\x4B\x4C\x4A\x4E\x84\x21\x00\x34"
		     "\x2A\x6E\x5A\x0C\x00\x00\x00"),
		1000, "abcabcabcabc", NULL },
	{ "codes of its own",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xB5\xCA\xC1\x11\x00\x30\x08\x02"
		     "\xB0\x59\xF1\x50\x41\xF6\xFF\x77\x8A\xE6\x1D\x68\x8F\xA8\xCE\x85\x48\xA9"
		     "\xDB\x2C\x8A\x9C\xD8\xD0\x2C\xFE\x84\x07\x89\x31\x58\xDC\x78\x00\x00\x00"),
		1000, PATTERN, NULL },
	{ "an extra field, a name and a comment",
		TEXT("\x1F\x8B\x08\x1C\x00\x00\x00\x00\x00\x03\x02\x00\x78\x79\x6E\x00\x63\x00"
		     "\x01\x03\x00\xFC\xFF\x61\x62\x63\xC2\x41\x24\x35\x03\x00\x00\x00"),
		1000, "abc", NULL },
	{ "two members are one text",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x04\x03\x01\x03\x00\xFC\xFF\x61\x62\x63"
		     "\xC2\x41\x24\x35\x03\x00\x00\x00\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03"
		     "\x4B\x4C\x4A\x4E\x84\x21\x00\x34\x2A\x6E\x5A\x0C\x00\x00\x00"),
		1000, "abcabcabcabcabc", NULL },
	{ "as much as is allowed",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x04\x03\x01\x03\x00\xFC\xFF\x61\x62\x63"
		     "\xC2\x41\x24\x35\x03\x00\x00\x00"),
		3, "abc", NULL },
	{ "more than that",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x04\x03\x01\x03\x00\xFC\xFF\x61\x62\x63"
		     "\xC2\x41\x24\x35\x03\x00\x00\x00"),
		2, "ab", "it holds too much" },
	{ "by a distance, too",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\x4B\x4C\x4A\x4E\x84\x21\x00\x34"
		     "\x2A\x6E\x5A\x0C\x00\x00\x00"),
		5, "abcab", "it holds too much" },
	{ "no gzip file", TEXT("\x50\x4B\x03\x04\x2E\x2E\x2E\x2E\x2E\x2E"), 1000, "",
		"it is no gzip file" },
	{ "nothing", TEXT(""), 1000, "", "it is no gzip file" },
	{ "cut off in the head", TEXT("\x1F\x8B\x08\x00\x00\x00\x00"), 1000, "",
		"it is no gzip file" },
	{ "cut off in a block",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x04\x03\x01\x03\x00\xFC\xFF\x61"), 1000, "a",
		"the gzip data end too early" },
	{ "cut off in the tail",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x04\x03\x01\x03\x00\xFC\xFF\x61\x62\x63"
		     "\xC2\x41\x24\x35\x03\x00\x00"),
		1000, "abc", "the gzip data end too early" },
	{ "another checksum",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x04\x03\x01\x03\x00\xFC\xFF\x61\x62\x63"
		     "\xC3\x41\x24\x35\x03\x00\x00\x00"),
		1000, "abc", "the gzip data are damaged" },
	{ "another length",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x04\x03\x01\x03\x00\xFC\xFF\x61\x62\x63"
		     "\xC2\x41\x24\x35\x02\x00\x00\x00"),
		1000, "abc", "the gzip data are damaged" },
	{ "a kind of block that there is not", TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x04\x03\x07"),
		1000, "", "the gzip data are damaged" },
	{ "a distance to before the text",
		TEXT("\x1F\x8B\x08\x00\x00\x00\x00\x00\x04\x03\x03\x02\x00"), 1000, "",
		"the gzip data are damaged" },
};

START_TEST(unpacks)
{
	struct bytes text;
	const char *fault = NULL;
	bool good = gzip_unpack(unit_arena(), (struct bytes){ rows[_i].file, rows[_i].len },
		rows[_i].limit, &text, &fault);
	unit_same(rows[_i].law, text, bytes_of(rows[_i].text));
	ck_assert_int_eq(good, !rows[_i].fault);
	unit_same(rows[_i].law, bytes_of(fault ? fault : ""),
		bytes_of(rows[_i].fault ? rows[_i].fault : ""));
}
END_TEST

/* Whatever is changed of it, it is refused or gives a text within the limit. */
START_TEST(takes_any_bytes)
{
	char file[64];
	struct bytes text, whole = { rows[2].file, rows[2].len };
	const char *fault;
	for (size_t i = 0; i < whole.len * 8; i++) {
		memcpy(file, whole.at, whole.len);
		file[i / 8] = (char)(file[i / 8] ^ 1 << i % 8);
		bool good = gzip_unpack(
			unit_arena(), (struct bytes){ file, whole.len }, 4096, &text, &fault);
		ck_assert_uint_le(text.len, 4096);
		ck_assert_int_eq(good, !fault);
	}
}
END_TEST

/* --- tar -------------------------------------------------------------------------------------- */

static const struct {
	const char *law;
	struct member members[3];
	const char *files; /* `PATH=TEXT;` */
} archives[] = {
	{ "files, in their order", { { '0', "b", "", "two" }, { 0, "a", "", "" } }, "b=two;a=;" },
	{ "a path of two parts", { { '0', "b", "a", "x" } }, "a/b=x;" },
	{ "folders are none, and a link has no text",
		{ { '5', "a/", "", "" }, { '2', "b", "", "" }, { '0', "c", "", "x" } }, "b=;c=x;" },
	{ "a long name of pax", { { 'x', "p", "", "14 path=a/b/c\n" }, { '0', "d", "", "x" } },
		"a/b/c=x;" },
	{ "is for one file",
		{ { 'x', "p", "", "14 path=a/b/c\n" }, { '0', "d", "", "" }, { '0', "e", "", "" } },
		"a/b/c=;e=;" },
	{ "a size of pax", { { 'x', "p", "", "10 size=1\n" }, { '0', "d", "", "xyz" } }, "d=x;" },
	{ "a long name of GNU", { { 'L', "p", "", "a/b" }, { '0', "d", "", "x" } }, "a/b=x;" },
	{ "a long link takes no long name away",
		{ { 'L', "p", "", "a/b" }, { 'K', "p", "", "to" }, { '0', "d", "", "x" } },
		"a/b=x;" },
	{ "records that are none", { { 'x', "p", "", "99 path=a\n" }, { '0', "d", "", "x" } },
		"d=x;" },
};

START_TEST(lists)
{
	struct buf out = buf_new(unit_arena()), got = buf_new(unit_arena());
	struct tar_files files = { 0 }, again = { 0 };
	for (size_t i = 0; i < 3 && archives[_i].members[i].name; i++)
		tar_add(&out, &archives[_i].members[i]);
	ck_assert_int_eq(tar_read(unit_arena(), buf_bytes(&out), &files), TAR_OPEN);
	for (size_t i = 0; i < files.count; i++)
		buf_print(&got, BYTES_FMT "=" BYTES_FMT ";", BYTES_ARG(files.at[i].path),
			BYTES_ARG(files.at[i].text));
	unit_same(archives[_i].law, buf_bytes(&got), bytes_of(archives[_i].files));
	buf_add_times(&out, '\0', TAR_BLOCK);
	buf_add(&out, BYTES("and what is behind the end"));
	ck_assert_int_eq(tar_read(unit_arena(), buf_bytes(&out), &again), TAR_ENDED);
	ck_assert_uint_eq(again.count, files.count);
}
END_TEST

START_TEST(tells_what_is_no_archive)
{
	struct buf out = buf_new(unit_arena());
	struct tar_files files = { 0 };
	ck_assert_int_eq(tar_read(unit_arena(), BYTES("text"), &files), TAR_BROKEN);
	tar_add(&out, &(struct member){ '0', "a", "", "text" });
	struct bytes whole = buf_bytes(&out);
	ck_assert_int_eq(
		tar_read(unit_arena(), bytes_slice(whole, 0, TAR_BLOCK + 3), &files), TAR_BROKEN);
	out.at[0] = 'b';
	ck_assert_int_eq(tar_read(unit_arena(), whole, &files), TAR_BROKEN);
	ck_assert_uint_eq(files.count, 0);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_archive");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, unpacks, 0, COUNT(rows));
	tcase_add_test(cases, takes_any_bytes);
	tcase_add_loop_test(cases, lists, 0, COUNT(archives));
	tcase_add_test(cases, tells_what_is_no_archive);
	return suite;
}
