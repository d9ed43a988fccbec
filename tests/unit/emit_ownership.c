#include "unit.h"

#include "base/digest.h"
#include "emit/emit.h"

/* `%` stands for the hash line of what is above it. */
static const struct {
	const char *text;
	enum ownership ownership;
	const char *law;
} rows[] = {
	{ "# Generated\na: 1\n%", OWNED, "the hash is of what is above" },
	{ "%", OWNED, "of nothing too" },
	{ "# Generated\r\na: 1\r\n%", OWNED, "of the bytes as they are" },
	{ "a: 1\n%b: 2\n", EDITED, "a line below" },
	{ "a: 1\n%\n", EDITED, "an empty line below" },
	{ "a: 1\n", UNOWNED, "no hash line" },
	{ "", UNOWNED, "an empty file" },
	{ "a: '# leme:sha256=0'\n", UNOWNED, "the mark inside a value is none" },
	{ "a: 1\n# leme:sha256=00\n", EDITED, "the hash of something else" },
	{ "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n# leme:sha256=00\n", CONFLICTED,
		"a merge conflict above the hash" },
	{ "a: 1\n<<<<<<< HEAD\n# leme:sha256=00\n=======\n# leme:sha256=01\n>>>>>>> x\n",
		CONFLICTED, "a merge conflict in the hash" },
	{ "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n", UNOWNED,
		"a conflict in a foreign file" },
	{ "a: |\n  <<<<<<< x\n  >>>>>>> x\nb: 1\n# leme:sha256=00\n", EDITED,
		"markers inside a value are none" },
};

static struct bytes with_hash(const char *text)
{
	struct buf out = buf_new(unit_arena());
	for (; *text; text++) {
		if (*text != '%') {
			buf_add_char(&out, *text);
			continue;
		}
		struct bytes hash = digest_hex(unit_arena(), buf_bytes(&out));
		buf_print(&out, "# leme:sha256=" BYTES_FMT "\n", BYTES_ARG(hash));
	}
	return buf_bytes(&out);
}

START_TEST(tells_whose_file_it_is)
{
	struct bytes text = with_hash(rows[_i].text);
	ck_assert_msg(
		output_ownership(unit_arena(), text) == rows[_i].ownership, "%s", rows[_i].law);
}
END_TEST

START_TEST(crlf_from_git_is_no_edit)
{
	struct bytes text = with_hash("# Generated\na: 1\nb: 2\n%");
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\n')
			buf_add_char(&out, '\r');
		buf_add_char(&out, text.at[i]);
	}
	ck_assert_int_eq(output_ownership(unit_arena(), buf_bytes(&out)), OWNED);
}
END_TEST

/* Any one byte of the file changed, lost or added is found. */
START_TEST(every_byte_counts)
{
	struct bytes text = with_hash("# Generated\napp:\n  tag: '1.10'\n%");
	for (size_t i = 0; i < text.len; i++) {
		struct buf changed = buf_new(unit_arena()), lost = buf_new(unit_arena());
		buf_add(&changed, bytes_slice(text, 0, i));
		buf_add_char(&changed, text.at[i] == 'x' ? 'y' : 'x');
		buf_add(&changed, bytes_slice(text, i + 1, text.len));
		buf_add(&lost, bytes_slice(text, 0, i));
		buf_add(&lost, bytes_slice(text, i + 1, text.len));
		ck_assert_int_ne(output_ownership(unit_arena(), buf_bytes(&changed)), OWNED);
		if (i + 1 <
			text.len) /* git and editors lose a final newline; the hash still holds */
			ck_assert_int_ne(output_ownership(unit_arena(), buf_bytes(&lost)), OWNED);
	}
}
END_TEST

static const struct {
	const char *text;
	bool sops;
} sops_rows[] = {
	{ "a: 1\nsops:\n  version: 3\n", true },
	{ "sops: {}\n", true },
	{ "\"sops\":\n  version: 3\n", true },
	{ "'sops': 1\n", true },
	{ "a:\n  sops:\n    b: 1\n", false },
	{ "sopsx: 1\n", false },
	{ "# sops: 1\n", false },
	{ "", false },
};

START_TEST(knows_sops)
{
	struct bytes text = bytes_of(sops_rows[_i].text);
	ck_assert_msg((find_sops(text) < text.len) == sops_rows[_i].sops, "%s", sops_rows[_i].text);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("emit_ownership");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, tells_whose_file_it_is, 0, COUNT(rows));
	tcase_add_test(cases, crlf_from_git_is_no_edit);
	tcase_add_test(cases, every_byte_counts);
	tcase_add_loop_test(cases, knows_sops, 0, COUNT(sops_rows));
	return suite;
}
