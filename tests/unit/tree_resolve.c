#include "unit.h"

#include "tree/tree.h"

#include <math.h>

/* What a plain text is in both schemas, and what it is as a key for Helm. */
struct row {
	const char *text;
	const char *core, *helm; /* type and value, as show() has them */
	const char *key;         /* NULL: Helm refuses it */
};

static const struct row rows[] = {
	// clang-format off
	{ "",                     "null",        "null",        NULL },
	{ "~",                    "null",        "null",        NULL },
	{ "Null",                 "null",        "null",        NULL },
	{ "nULL",                 "text",        "text",        "nULL" },
	{ "true",                 "true",        "true",        "true" },
	{ "FALSE",                "false",       "false",       "false" },
	{ "tRUE",                 "text",        "text",        "tRUE" },
	{ "y",                    "text",        "true",        "true" },
	{ "n",                    "text",        "false",       "false" },
	{ "on",                   "text",        "true",        "true" },
	{ "Off",                  "text",        "false",       "false" },
	{ "oFF",                  "text",        "text",        "oFF" },
	{ "0",                    "int 0",       "int 0",       "0" },
	{ "-0",                   "int 0",       "int 0",       "0" },
	{ "+12",                  "int 12",      "int 12",      "12" },
	{ "010",                  "int 10",      "int 8",       "8" },
	{ "-010",                 "int -10",     "int -8",      "-8" },
	{ "08",                   "int 8",       "float 8",     "8" },
	{ "0888",                 "int 888",     "float 888",   "888" },
	{ "0o17",                 "int 15",      "int 15",      "15" },
	{ "0O17",                 "text",        "int 15",      "15" },
	{ "0o8",                  "text",        "text",        "0o8" },
	{ "-0o7",                 "text",        "int -7",      "-7" },
	{ "0x1F",                 "int 31",      "int 31",      "31" },
	{ "0X1f",                 "text",        "int 31",      "31" },
	{ "+0x1F",                "text",        "int 31",      "31" },
	{ "0x",                   "text",        "text",        "0x" },
	{ "0b11",                 "text",        "int 3",       "3" },
	{ "0b12",                 "text",        "text",        "0b12" },
	{ "1_000",                "text",        "int 1000",    "1000" },
	{ "1_",                   "text",        "int 1",       "1" },
	{ "0_",                   "text",        "int 0",       "0" },
	{ "0_7",                  "text",        "int 7",       "7" },
	{ "0_x10",                "text",        "int 16",      "16" },
	{ "-_1",                  "text",        "int -1",      "-1" },
	{ "_1",                   "text",        "text",        "_1" },
	{ "1,000",                "text",        "text",        "1,000" },
	{ "9223372036854775807", "int 9223372036854775807", "int 9223372036854775807",
	  "9223372036854775807" },
	{ "-9223372036854775808", "int -9223372036854775808", "int -9223372036854775808",
	  "-9223372036854775808" },
	{ "9223372036854775808", "float 9.2233720368547758e+18", "float 9.2233720368547758e+18",
	  NULL },
	{ "+9223372036854775808", "float 9.2233720368547758e+18", "float 9.2233720368547758e+18",
	  "9.223372e+18" },
	{ "-9223372036854775809", "float -9.2233720368547758e+18", "float -9.2233720368547758e+18",
	  "-9.223372e+18" },
	{ "18446744073709551616", "float 1.8446744073709552e+19", "float 1.8446744073709552e+19",
	  "1.8446744e+19" },
	{ "0777777777777777777777777", "float 7.7777777777777776e+23",
	  "float 7.7777777777777776e+23", "7.777778e+23" },
	{ "0xFFFFFFFFFFFFFFFF", "float 1.8446744073709552e+19", "float 1.8446744073709552e+19",
	  NULL },
	{ "0xFFFFFFFFFFFFFFFFF",  "float 2.9514790517935283e+20", "text", "0xFFFFFFFFFFFFFFFFF" },
	{ "1.0",                  "float 1",     "float 1",     "1" },
	{ "1.",                   "float 1",     "float 1",     "1" },
	{ ".5",                   "float 0.5",   "float 0.5",   "0.5" },
	{ "+.5",                  "float 0.5",   "float 0.5",   "0.5" },
	{ "-0.0",                 "float -0",    "float -0",    "-0" },
	{ "1e3",                  "float 1000",  "float 1000",  "1000" },
	{ "1e6",                  "float 1000000", "float 1000000", "1e+06" },
	{ "1.e3",                 "float 1000",  "float 1000",  "1000" },
	{ "1e",                   "text",        "text",        "1e" },
	{ "1e+",                  "text",        "text",        "1e+" },
	{ "1e400",                "float inf",   "text",        "1e400" },
	{ "1e-400",               "float 0",     "float 0",     "0" },
	{ "1e99999999999999",     "float inf",   "text",        "1e99999999999999" },
	{ "1_000.5",              "text",        "float 1000.5", "1000.5" },
	{ ".1_5",                 "text",        "float 0.14999999999999999", "0.15" },
	{ "._5",                  "text",        "text",        "._5" },
	{ ".1__5",                "text",        "text",        ".1__5" },
	{ "123456789.123456789", "float 123456789.12345679", "float 123456789.12345679",
	  "1.2345679e+08" },
	{ "1.2.3",                "text",        "text",        "1.2.3" },
	{ "0x1p3",                "text",        "text",        "0x1p3" },
	{ "inf",                  "text",        "text",        "inf" },
	{ "nan",                  "text",        "text",        "nan" },
	{ ".inf",                 "float inf",   "float inf",   ".inf" },
	{ "-.INF",                "float -inf",  "float -inf",  "-.inf" },
	{ ".inF",                 "text",        "text",        ".inF" },
	{ ".NaN",                 "float nan",   "float nan",   ".nan" },
	{ "1e300", "float 1.0000000000000001e+300", "float 1.0000000000000001e+300", ".inf" },
	{ "1:30",                 "text",        "text",        "1:30" },
	{ "190:20:30",            "text",        "text",        "190:20:30" },
	{ "2024-01-01",           "text",        "text",        "2024-01-01" },
	{ "<<",                   "text",        "text",        "<<" },
	{ "=",                    "text",        "text",        "=" },
	{ "-",                    "text",        "text",        "-" },
	{ ".",                    "text",        "text",        "." },
	{ "...",                  "text",        "text",        "..." },
	{ "redis",                "text",        "text",        "redis" },
	// clang-format on
};

static struct bytes show(struct scalar scalar)
{
	switch (scalar.type) {
	case TYPE_NULL:
		return BYTES("null");
	case TYPE_BOOL:
		return scalar.boolean ? BYTES("true") : BYTES("false");
	case TYPE_INT:
		ck_assert(scalar.number == (double)scalar.integer);
		return bytes_print(unit_arena(), "int %lld", (long long)scalar.integer);
	case TYPE_FLOAT:
		if (isnan(scalar.number))
			return BYTES("float nan");
		return bytes_print(unit_arena(), "float %.17g", scalar.number);
	default:
		return BYTES("text");
	}
}

START_TEST(resolves)
{
	const struct row *row = &rows[_i];
	struct bytes text = bytes_of(row->text);
	unit_same(row->text, show(resolve_core(text)), bytes_of(row->core));
	unit_same(row->text, show(resolve_helm(text)), bytes_of(row->helm));
	struct bytes key = resolve_helm_key(unit_arena(), text);
	ck_assert_msg(!key.at == !row->key, "%s as a key", row->text);
	if (row->key)
		unit_same(row->text, key, bytes_of(row->key));
}
END_TEST

/* More digits than any buffer: a number between two doubles, decided by its very last digit. */
START_TEST(rounds_rightly_at_any_length)
{
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES("9007199254740993."));
	buf_add_times(&text, '0', 5000);
	ck_assert(resolve_core(buf_bytes(&text)).number == 9007199254740992.0);
	buf_add_char(&text, '1');
	ck_assert(resolve_core(buf_bytes(&text)).number == 9007199254740994.0);
	ck_assert(resolve_helm(buf_bytes(&text)).number == 9007199254740994.0);
	struct buf small = buf_new(unit_arena());
	buf_add(&small, BYTES("0."));
	buf_add_times(&small, '0', 300);
	buf_add(&small, BYTES("25e300"));
	ck_assert(resolve_core(buf_bytes(&small)).number == 0.25);
}
END_TEST

START_TEST(sees_only_its_own_bytes)
{
	struct bytes text = bytes_slice(BYTES("12x"), 0, 2);
	ck_assert(resolve_core(text).type == TYPE_INT);
	ck_assert(resolve_helm(text).integer == 12);
	ck_assert(resolve_helm((struct bytes){ "1\0002", 3 }).type == TYPE_STRING);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_resolve");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, resolves, 0, COUNT(rows));
	tcase_add_test(cases, rounds_rightly_at_any_length);
	tcase_add_test(cases, sees_only_its_own_bytes);
	return suite;
}
