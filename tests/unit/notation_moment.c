#include "unit.h"

#include "notation/notation.h"

/* RFC 3339, and the range of CEL */
static const struct {
	const char *text;
	int64_t second;
	int32_t nano;
	const char *canonical;
} instant_rows[] = {
	{ "1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z" },
	{ "2009-02-13T23:31:30Z", 1234567890, 0, "2009-02-13T23:31:30Z" },
	{ "2009-02-13T23:31:30.5Z", 1234567890, 500000000, "2009-02-13T23:31:30.5Z" },
	{ "2009-02-13T23:31:30.500Z", 1234567890, 500000000, "2009-02-13T23:31:30.5Z" },
	{ "2009-02-13T23:31:30.1234567899Z", 1234567890, 123456789,
		"2009-02-13T23:31:30.123456789Z" },
	{ "2009-02-14T01:31:30+02:00", 1234567890, 0, "2009-02-13T23:31:30Z" },
	{ "2009-02-13T14:01:30-09:30", 1234567890, 0, "2009-02-13T23:31:30Z" },
	{ "1969-12-31T23:59:59.9Z", -1, 900000000, "1969-12-31T23:59:59.9Z" },
	{ "0001-01-01T00:00:00Z", -62135596800, 0, "0001-01-01T00:00:00Z" },
	{ "9999-12-31T23:59:59.999999999Z", 253402300799, 999999999,
		"9999-12-31T23:59:59.999999999Z" },
	{ "2000-02-29T00:00:00Z", 951782400, 0, "2000-02-29T00:00:00Z" },
};

START_TEST(reads_and_prints_instants)
{
	struct instant instant;
	ck_assert(instant_parse(bytes_of(instant_rows[_i].text), &instant));
	ck_assert_int_eq(instant.second, instant_rows[_i].second);
	ck_assert_int_eq(instant.nano, instant_rows[_i].nano);
	unit_same(instant_rows[_i].text, instant_text(unit_arena(), instant),
		bytes_of(instant_rows[_i].canonical));
}
END_TEST

static const char *const no_instants[] = { "", "2009-02-13", "2009-02-13T23:31:30",
	"2009-02-13 23:31:30Z", "2009-02-13t23:31:30z", "2009-02-30T00:00:00Z",
	"1900-02-29T00:00:00Z", "2009-13-01T00:00:00Z", "2009-00-01T00:00:00Z",
	"2009-01-00T00:00:00Z", "2009-02-13T24:00:00Z", "2009-02-13T23:60:00Z",
	"2009-02-13T23:59:60Z", "2009-02-13T23:31:30.Z", "2009-02-13T23:31:30,5Z",
	"2009-02-13T23:31:30+2:00", "2009-02-13T23:31:30+0200", "2009-02-13T23:31:30ZZ",
	"0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01",
	"9999-12-31T23:59:59-00:01", "+2009-02-13T23:31:30Z" };

START_TEST(refuses_instants)
{
	struct instant instant;
	ck_assert_msg(!instant_parse(bytes_of(no_instants[_i]), &instant), "%s", no_instants[_i]);
}
END_TEST

static const struct {
	const char *from;
	int64_t nanoseconds;
	const char *to; /* NULL: out of range */
} add_rows[] = {
	{ "2009-02-13T23:00:00Z", 240000000000, "2009-02-13T23:04:00Z" },
	{ "2009-02-13T23:10:00Z", -600000000000, "2009-02-13T23:00:00Z" },
	{ "0001-01-01T00:00:01.999999999Z", 999999999, "0001-01-01T00:00:02.999999998Z" },
	{ "1970-01-01T00:00:00Z", -1, "1969-12-31T23:59:59.999999999Z" },
	{ "1970-01-01T00:00:00.5Z", -600000000, "1969-12-31T23:59:59.9Z" },
	{ "9999-12-31T23:59:59.999999999Z", 1, NULL },
	{ "0001-01-01T00:00:00Z", -1, NULL },
	{ "1970-01-01T00:00:00Z", INT64_MIN, "1677-09-21T00:12:43.145224192Z" },
	{ "1970-01-01T00:00:00Z", INT64_MAX, "2262-04-11T23:47:16.854775807Z" },
};

START_TEST(adds_and_subtracts)
{
	struct instant from, to;
	int64_t between;
	ck_assert(instant_parse(bytes_of(add_rows[_i].from), &from));
	bool good = instant_add(from, add_rows[_i].nanoseconds, &to);
	ck_assert(good == (add_rows[_i].to != NULL));
	if (!good)
		return;
	unit_same(add_rows[_i].from, instant_text(unit_arena(), to), bytes_of(add_rows[_i].to));
	ck_assert(instant_between(to, from, &between));
	ck_assert_int_eq(between, add_rows[_i].nanoseconds);
	ck_assert_int_eq(instant_compare(to, from),
		(add_rows[_i].nanoseconds > 0) - (add_rows[_i].nanoseconds < 0));
}
END_TEST

START_TEST(has_a_longest_difference)
{
	struct instant first, last;
	int64_t between;
	ck_assert(instant_parse(BYTES("0001-01-01T00:00:00Z"), &first));
	ck_assert(instant_parse(BYTES("9999-12-31T23:59:59Z"), &last));
	ck_assert(!instant_between(first, last, &between));
	ck_assert(!instant_between(last, first, &between));
}
END_TEST

/* Go's time.ParseDuration */
static const struct {
	const char *text;
	int64_t nanoseconds;
	const char *go, *seconds;
} duration_rows[] = {
	{ "0", 0, "0s", "0s" },
	{ "-0", 0, "0s", "0s" },
	{ "1h45m47s", 6347000000000, "1h45m47s", "6347s" },
	{ "100s", 100000000000, "1m40s", "100s" },
	{ "1000000s", 1000000000000000, "277h46m40s", "1000000s" },
	{ "1.5h", 5400000000000, "1h30m0s", "5400s" },
	{ ".5s", 500000000, "500ms", "0.5s" },
	{ "1.s", 1000000000, "1s", "1s" },
	{ "-2ms", -2000000, "-2ms", "-0.002s" },
	{ "+5us", 5000, "5\xc2\xb5s", "0.000005s" },
	{ "5\xc2\xb5s", 5000, "5\xc2\xb5s", "0.000005s" },
	{ "5\xce\xbcs", 5000, "5\xc2\xb5s", "0.000005s" },
	{ "1500us", 1500000, "1.5ms", "0.0015s" },
	{ "999ns", 999, "999ns", "0.000000999s" },
	{ "1m0.000000001s", 60000000001, "1m0.000000001s", "60.000000001s" },
	{ "1s1s1h", 3602000000000, "1h0m2s", "3602s" },
	{ "0.3333333333333333333h", 1200000000000, "20m0s", "1200s" },
	{ "9223372036854775807ns", INT64_MAX, "2562047h47m16.854775807s", "9223372036.854775807s" },
	{ "-9223372036854775808ns", INT64_MIN, "-2562047h47m16.854775808s",
		"-9223372036.854775808s" },
};

START_TEST(reads_and_prints_durations)
{
	int64_t duration;
	ck_assert(duration_parse(bytes_of(duration_rows[_i].text), &duration));
	ck_assert_int_eq(duration, duration_rows[_i].nanoseconds);
	unit_same(duration_rows[_i].text, duration_text(unit_arena(), duration),
		bytes_of(duration_rows[_i].go));
	unit_same(duration_rows[_i].text, duration_text_seconds(unit_arena(), duration),
		bytes_of(duration_rows[_i].seconds));
}
END_TEST

static const char *const no_durations[] = { "", "-", "+", "1", "s", ".s", ".", "1x", "1S", "1 s",
	" 1s", "1s ", "--1s", "1h-1m", "1.2.3s", "320000000000s", "-320000000000s",
	"9223372036854775808ns", "-9223372036854775809ns", "9223372036854775807ns1ns", "1d", "1e3s",
	"99999999999999999999s" };

START_TEST(refuses_durations)
{
	int64_t duration;
	ck_assert_msg(
		!duration_parse(bytes_of(no_durations[_i]), &duration), "%s", no_durations[_i]);
}
END_TEST

static const struct {
	const char *at;
	int32_t offset;
	const char *shown; /* year-month-day hour:minute:second week_day year_day */
} calendar_rows[] = {
	{ "2009-02-13T23:31:30Z", 0, "2009-2-13 23:31:30 5 43" },
	{ "2009-02-13T23:31:30Z", 39600, "2009-2-14 10:31:30 6 44" },
	{ "2009-02-13T02:00:00Z", -9000, "2009-2-12 23:30:0 4 42" },
	{ "2000-12-31T23:59:59Z", 0, "2000-12-31 23:59:59 0 365" },
	{ "2001-12-31T23:59:59Z", 1, "2002-1-1 0:0:0 2 0" },
	{ "1900-03-01T00:00:00Z", 0, "1900-3-1 0:0:0 4 59" },
	{ "0001-01-01T00:00:00Z", 0, "1-1-1 0:0:0 1 0" },
	{ "0001-01-01T00:00:00Z", -1, "0-12-31 23:59:59 0 365" },
	{ "9999-12-31T23:59:59Z", 0, "9999-12-31 23:59:59 5 364" },
	{ "1969-12-31T23:59:59Z", 0, "1969-12-31 23:59:59 3 364" },
};

START_TEST(shows_calendars)
{
	struct instant at;
	ck_assert(instant_parse(bytes_of(calendar_rows[_i].at), &at));
	struct calendar c = calendar_of(at, calendar_rows[_i].offset);
	struct bytes shown = bytes_print(unit_arena(), "%d-%d-%d %d:%d:%d %d %d", c.year, c.month,
		c.day, c.hour, c.minute, c.second, c.week_day, c.year_day);
	unit_same(calendar_rows[_i].at, shown, bytes_of(calendar_rows[_i].shown));
}
END_TEST

/* Every day of 800 years, counted beside. */
static const struct {
	const char *text;
	bool valid;
} days[] = {
	{ "2026-02-28", true },
	{ "2026-02-29", false },
	{ "2028-02-29", true },
	{ "2000-02-29", true },
	{ "1900-02-29", false },
	{ "2026-04-31", false },
	{ "2026-12-31", true },
	{ "2026-13-01", false },
	{ "2026-00-01", false },
	{ "2026-01-00", false },
	{ "2026-1-01", false },
	{ "2026-01-01T00:00:00Z", false },
	{ "", false },
};

START_TEST(days_are_those_of_the_calendar)
{
	ck_assert_msg(day_is_valid(bytes_of(days[_i].text)) == days[_i].valid, "%s", days[_i].text);
}
END_TEST

START_TEST(counts_days)
{
	int64_t day = calendar_days(1600, 1, 1);
	ck_assert_int_eq(calendar_days(1970, 1, 1), 0);
	for (int year = 1600; year < 2400; year++)
		for (int month = 1; month <= 12; month++)
			for (int i = 1; calendar_has_day(year, month, i); i++, day++) {
				struct calendar c = calendar_of(
					(struct instant){ .second = day * 86400 }, 0);
				ck_assert(calendar_days(year, month, i) == day && c.year == year &&
					c.month == month && c.day == i);
			}
	ck_assert_int_eq(day, calendar_days(2400, 1, 1));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_moment");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, reads_and_prints_instants, 0, COUNT(instant_rows));
	tcase_add_loop_test(cases, refuses_instants, 0, COUNT(no_instants));
	tcase_add_loop_test(cases, adds_and_subtracts, 0, COUNT(add_rows));
	tcase_add_test(cases, has_a_longest_difference);
	tcase_add_loop_test(cases, reads_and_prints_durations, 0, COUNT(duration_rows));
	tcase_add_loop_test(cases, refuses_durations, 0, COUNT(no_durations));
	tcase_add_loop_test(cases, shows_calendars, 0, COUNT(calendar_rows));
	tcase_add_test(cases, counts_days);
	tcase_add_loop_test(cases, days_are_those_of_the_calendar, 0, COUNT(days));
	return suite;
}
