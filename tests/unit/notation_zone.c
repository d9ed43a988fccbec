#include "unit.h"

#include "notation/notation.h"

static const struct {
	const char *name, *at;
	int offset; /* minutes */
} fixed_rows[] = {
	{ "UTC", "2009-02-13T23:31:30Z", 0 },
	{ "+11:00", "2009-02-13T23:31:30Z", 660 },
	{ "02:00", "2009-02-13T23:31:30Z", 120 },
	{ "-02:30", "2009-02-13T23:31:30Z", -150 },
	{ "-00:00", "2009-02-13T23:31:30Z", 0 },
};

static int offset_of(const char *name, const char *at)
{
	struct instant instant;
	const char *fault;
	const struct zone *zone = zone_find(unit_arena(), bytes_of(name), &fault);
	ck_assert_msg(zone && !fault, "%s", name);
	ck_assert(instant_parse(bytes_of(at), &instant));
	return zone_offset(zone, instant);
}

START_TEST(reads_offsets)
{
	ck_assert_int_eq(
		offset_of(fixed_rows[_i].name, fixed_rows[_i].at), 60 * fixed_rows[_i].offset);
}
END_TEST

static const char *const no_zones[] = { "", "Local", "Nowhere/City", "/etc/passwd",
	"../../etc/passwd", "America/../UTC", "America", "America//Sao_Paulo", "Europe/Lisbon.",
	"+1:2:3", "+25:00", "+02:60", "+02", "\\UTC", "tzdata.zi" };

START_TEST(refuses)
{
	const char *fault = NULL;
	ck_assert_msg(!zone_find(unit_arena(), bytes_of(no_zones[_i]), &fault), "%s", no_zones[_i]);
	ck_assert_ptr_nonnull(fault);
}
END_TEST

/* Past facts, which time zone updates do not change; without the files nothing is checked. */
static const struct {
	const char *name, *at;
	int offset;
} known_rows[] = {
	{ "US/Central", "2009-02-13T23:31:30Z", -360 },
	{ "Australia/Sydney", "2009-02-13T23:31:30Z", 660 },
	{ "America/Sao_Paulo", "2018-12-01T00:00:00Z", -120 },
	{ "America/Sao_Paulo", "2024-12-01T00:00:00Z", -180 },
	{ "Europe/Lisbon", "2024-03-31T00:59:59Z", 0 },
	{ "Europe/Lisbon", "2024-03-31T01:00:00Z", 60 },
	{ "Asia/Kathmandu", "2020-01-01T00:00:00Z", 345 },
};

START_TEST(reads_the_system)
{
	const char *fault;
	if (!zone_find(unit_arena(), BYTES("America/Sao_Paulo"), &fault))
		return;
	ck_assert_int_eq(
		offset_of(known_rows[_i].name, known_rows[_i].at), 60 * known_rows[_i].offset);
}
END_TEST

/* --- made by hand ----------------------------------------------------------------------------- */

/* The counts of a header come in the order utc, standard, leaps, times, types, letters. */
static void add_header(struct buf *out, char version, const uint8_t counts[6])
{
	buf_add(out, BYTES("TZif"));
	buf_add_char(out, version);
	buf_add_times(out, '\0', 15);
	for (int i = 0; i < 6; i++) {
		buf_add_times(out, '\0', 3);
		buf_add_char(out, (char)counts[i]);
	}
}

/* One type of an hour east, one transition at second 256 to another of two hours. */
static struct bytes file_with(const char *rule)
{
	struct buf out = buf_new(unit_arena());
	add_header(&out, '2', (const uint8_t[]){ 0, 0, 0, 0, 1, 4 });
	buf_add(&out, (struct bytes){ "\0\0\0\0\0\0UTC\0", 10 });
	add_header(&out, '2', (const uint8_t[]){ 0, 0, 0, 1, 2, 8 });
	buf_add(&out, (struct bytes){ "\0\0\0\0\0\0\1\0\1", 9 });
	buf_add(&out, (struct bytes){ "\0\0\x0e\x10\0\0\0\0\x1c\x20\1\4", 12 });
	buf_add(&out, (struct bytes){ "ONE\0TWO\0", 8 });
	buf_add_char(&out, '\n');
	buf_add(&out, bytes_of(rule));
	buf_add_char(&out, '\n');
	return buf_bytes(&out);
}

static const struct {
	const char *rule, *at;
	int offset; /* minutes */
	const char *law;
} rule_rows[] = {
	{ "", "1970-01-01T00:04:15Z", 60, "before the first transition" },
	{ "", "1970-01-01T00:04:16Z", 120, "from the transition on" },
	{ "", "2020-01-01T00:00:00Z", 120, "no rule: the last one holds" },
	{ "ABC-3", "2020-01-01T00:00:00Z", 180, "a rule without summer" },
	{ "<+0545>-5:45", "2020-01-01T00:00:00Z", 345, "a name in brackets, minutes" },
	{ "EST5EDT,M3.2.0,M11.1.0", "2024-03-10T06:59:59Z", -300, "before summer" },
	{ "EST5EDT,M3.2.0,M11.1.0", "2024-03-10T07:00:00Z", -240, "summer begins" },
	{ "EST5EDT,M3.2.0,M11.1.0", "2024-11-03T05:59:59Z", -240, "in summer's time" },
	{ "EST5EDT,M3.2.0,M11.1.0", "2024-11-03T06:00:00Z", -300, "summer ends" },
	{ "WET0WEST,M3.5.0/1,M10.5.0", "2024-03-31T01:00:00Z", 60, "the last Sunday" },
	{ "WET0WEST,M3.5.0/1,M10.5.0", "2024-10-27T01:00:00Z", 0, "of October" },
	{ "AEST-10AEDT,M10.1.0,M4.1.0/3", "2024-01-01T00:00:00Z", 660, "south: summer in January" },
	{ "AEST-10AEDT,M10.1.0,M4.1.0/3", "2024-07-01T00:00:00Z", 600, "winter in July" },
	{ "IST-2IDT,M3.4.4/26,M10.5.0", "2024-03-29T00:00:00Z", 180, "26 o'clock is the next day" },
	{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-31T01:00:00Z", -60,
		"-1 o'clock the day before" },
	{ "AAA0BBB-1:30,J60,J300", "2024-03-01T02:00:00Z", 90, "J60 is 1 March in leap years" },
	{ "AAA0BBB-1:30,J60,J300", "2023-03-01T02:00:00Z", 90, "and in others" },
	{ "AAA0BBB,59,300", "2024-02-29T02:00:00Z", 60, "59 is 29 February in leap years" },
	{ "AAA0BBB,59,300", "2023-03-01T02:00:00Z", 60, "and 1 March in others" },
	{ "ABC3EDT4,0/0,J365/23", "2024-06-01T00:00:00Z", -240, "summer all the year" },
};

START_TEST(follows_rules)
{
	struct instant at;
	const struct zone *zone = zone_parse(unit_arena(), file_with(rule_rows[_i].rule));
	ck_assert(zone && instant_parse(bytes_of(rule_rows[_i].at), &at));
	ck_assert_msg(zone_offset(zone, at) == 60 * rule_rows[_i].offset, "%s: %d",
		rule_rows[_i].law, zone_offset(zone, at) / 60);
}
END_TEST

static const char *const no_rules[] = { "X", "XX3", "ABC", "<ABC3", "ABC3DEF", "ABC3DEF,",
	"ABC3DEF,M3.2.0", "ABC3DEF,M13.2.0,M11.1.0", "ABC3DEF,M3.6.0,M11.1.0",
	"ABC3DEF,M3.2.7,M11.1.0", "ABC3DEF,J0,J1", "ABC3DEF,J366,J1", "ABC168", "ABC3:60",
	"ABC3DEF,M3.2.0,M11.1.0x" };

START_TEST(refuses_rules)
{
	ck_assert_msg(!zone_parse(unit_arena(), file_with(no_rules[_i])), "%s", no_rules[_i]);
}
END_TEST

START_TEST(refuses_cut_files)
{
	struct bytes file = file_with("ABC3");
	for (size_t len = 0; len < file.len; len++)
		ck_assert(!zone_parse(
			unit_arena(), bytes_copy(unit_arena(), bytes_slice(file, 0, len))));
	ck_assert(zone_parse(unit_arena(), file));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_zone");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, reads_offsets, 0, COUNT(fixed_rows));
	tcase_add_loop_test(cases, refuses, 0, COUNT(no_zones));
	tcase_add_loop_test(cases, reads_the_system, 0, COUNT(known_rows));
	tcase_add_loop_test(cases, follows_rules, 0, COUNT(rule_rows));
	tcase_add_loop_test(cases, refuses_rules, 0, COUNT(no_rules));
	tcase_add_test(cases, refuses_cut_files);
	return suite;
}
