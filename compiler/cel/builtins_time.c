/* Instants and durations. */
#include "eval.h"

#include "base/message.h"
#include "notation/notation.h"

enum { SECOND = 1000000000 };

static struct instant instant_in(struct cel_value value)
{
	return (struct instant){ value.integer, (int32_t)value.len };
}

static struct cel_value instant_value(struct eval *eval, struct instant instant)
{
	if (!instant_in_range(instant))
		return cel_fail(eval, N_("the time is outside the years 1 to 9999"));
	return (struct cel_value){
		.kind = CEL_TIMESTAMP, .integer = instant.second, .len = (uint32_t)instant.nano
	};
}

/* The range of the spec: 10000 years of 365.2425 days; nanoseconds in 64 bits are less. */
static struct cel_value duration_value(int64_t nanoseconds)
{
	return (struct cel_value){ .kind = CEL_DURATION, .integer = nanoseconds };
}

static struct cel_value same(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return args[0];
}

/* --- making ----------------------------------------------------------------------------------- */

static struct cel_value instant_of_text(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	struct instant instant;
	(void)count;
	return instant_parse(cel_text(args[0]), &instant)
		? instant_value(eval, instant)
		: cel_fail(eval, N_("'" BYTES_FMT "' is no time like 2026-11-23T01:02:03Z"),
			  (int)args[0].len, args[0].text);
}

static struct cel_value instant_of_int(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return instant_value(eval, (struct instant){ .second = args[0].integer });
}

static struct cel_value duration_of_text(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	int64_t nanoseconds;
	(void)count;
	return duration_parse(cel_text(args[0]), &nanoseconds)
		? duration_value(nanoseconds)
		: cel_fail(eval, N_("'" BYTES_FMT "' is no duration like 1h30m"), (int)args[0].len,
			  args[0].text);
}

static struct cel_value duration_of_int(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return duration_value(args[0].integer);
}

static struct cel_value text_of_instant(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_string(instant_text(eval->owner, instant_in(args[0])));
}

static struct cel_value text_of_duration(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_string(duration_text_seconds(eval->owner, args[0].integer));
}

/* --- arithmetic ------------------------------------------------------------------------------- */

static struct cel_value overflow(struct eval *eval)
{
	return cel_fail(eval, N_("the result is too large for its type"));
}

static struct cel_value shifted(struct eval *eval, struct cel_value from, int64_t nanoseconds)
{
	struct instant result;
	return instant_add(instant_in(from), nanoseconds, &result) ? instant_value(eval, result)
								   : overflow(eval);
}

static struct cel_value add_to_instant(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return shifted(eval, args[0], args[1].integer);
}

static struct cel_value add_instant(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return shifted(eval, args[1], args[0].integer);
}

static struct cel_value subtract_from_instant(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return args[1].integer == INT64_MIN ? overflow(eval)
					    : shifted(eval, args[0], -args[1].integer);
}

static struct cel_value between(struct eval *eval, const struct cel_value *args, size_t count)
{
	int64_t nanoseconds;
	(void)count;
	return instant_between(instant_in(args[0]), instant_in(args[1]), &nanoseconds)
		? duration_value(nanoseconds)
		: overflow(eval);
}

static struct cel_value add_durations(struct eval *eval, const struct cel_value *args, size_t count)
{
	int64_t sum;
	(void)count;
	return __builtin_add_overflow(args[0].integer, args[1].integer, &sum) ? overflow(eval)
									      : duration_value(sum);
}

static struct cel_value subtract_durations(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	int64_t difference;
	(void)count;
	return __builtin_sub_overflow(args[0].integer, args[1].integer, &difference)
		? overflow(eval)
		: duration_value(difference);
}

/* --- parts of an instant ---------------------------------------------------------------------- */

struct zones {
	ARRAY(struct {
		struct bytes name;
		const struct zone *zone;
		const char *fault;
	});
};

/* Each zone is read once. */
static const struct zone *zone_of(struct eval *eval, struct bytes name, const char **fault)
{
	if (!eval->zones)
		eval->zones = arena_new_of(eval->owner, struct zones);
	struct zones *zones = eval->zones;
	size_t i = 0;
	while (i < zones->count && !bytes_equal(zones->at[i].name, name))
		i++;
	if (i == zones->count) {
		array_push(eval->owner, zones);
		zones->at[i].name = name;
		zones->at[i].zone = zone_find(eval->owner, name, &zones->at[i].fault);
	}
	*fault = zones->at[i].fault;
	return zones->at[i].zone;
}

/* What a clock shows in the zone of the second argument, or in UTC. */
static bool clock_of(struct eval *eval, const struct cel_value *args, size_t count,
	struct calendar *calendar, const char **fault)
{
	struct instant instant = instant_in(args[0]);
	int32_t offset = 0;
	if (count == 2) {
		const struct zone *zone = zone_of(eval, cel_text(args[1]), fault);
		if (!zone)
			return false;
		offset = zone_offset(zone, instant);
	}
	*calendar = calendar_of(instant, offset);
	return true;
}

#define CLOCK_PART(name, expression) \
	static struct cel_value name( \
		struct eval *eval, const struct cel_value *args, size_t count) \
	{ \
		struct calendar calendar; \
		const char *fault; \
		if (!clock_of(eval, args, count, &calendar, &fault)) \
			return cel_fail(eval, N_("unknown time zone: %s"), fault); \
		return cel_int(expression); \
	}

CLOCK_PART(full_year, calendar.year)
CLOCK_PART(month, calendar.month - 1)
CLOCK_PART(date, calendar.day)
CLOCK_PART(day_of_month, calendar.day - 1)
CLOCK_PART(day_of_week, calendar.week_day)
CLOCK_PART(day_of_year, calendar.year_day)
CLOCK_PART(hours, calendar.hour)
CLOCK_PART(minutes, calendar.minute)
CLOCK_PART(seconds, calendar.second)
CLOCK_PART(milliseconds, calendar.nano / 1000000)

/* --- parts of a duration ---------------------------------------------------------------------- */

static struct cel_value duration_hours(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int(args[0].integer / SECOND / 3600);
}

static struct cel_value duration_minutes(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int(args[0].integer / SECOND / 60);
}

static struct cel_value duration_seconds(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int(args[0].integer / SECOND);
}

/* All of it in Kubernetes; what is left of the last second in the spec. */
static struct cel_value duration_milliseconds(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	int64_t total = args[0].integer / 1000000;
	(void)count;
	return cel_int(eval->dialect == CEL_SPEC ? total % 1000 : total);
}

#define PART(name, run, text, value) \
	{ "<timestamp>." name "() int", run, text, \
		"timestamp('2026-11-23T01:02:03.004Z')." name "() == " value, 0 }, \
	{ \
		"<timestamp>." name "(string) int", run, N_("the same in a time zone"), \
			"timestamp('2026-11-23T01:02:03.004Z')." name "('UTC') == " value, 0 \
	}

static const struct function rows[] = {
	{ "timestamp(string) timestamp", instant_of_text, N_("an instant, as RFC 3339 writes it"),
		"timestamp('2026-11-23T01:02:03Z') < timestamp('2026-11-24T00:00:00Z')", 0 },
	{ "timestamp(int) timestamp", instant_of_int, N_("so many seconds after 1970"),
		"timestamp(60) == timestamp('1970-01-01T00:01:00Z')", 0 },
	{ "timestamp(timestamp) timestamp", same, N_("the same"),
		"timestamp(timestamp(0)) == timestamp(0)", 0 },
	{ "duration(string) duration", duration_of_text, N_("a duration: hours, minutes and so on"),
		"duration('1h30m') == duration('90m')", 0 },
	{ "duration(int) duration", duration_of_int, N_("so many nanoseconds"),
		"duration(1000000000) == duration('1s')", 0 },
	{ "duration(duration) duration", same, N_("the same"),
		"duration(duration('1s')) == duration('1s')", 0 },
	{ "string(timestamp) string", text_of_instant, N_("as RFC 3339 writes it, in UTC"),
		"string(timestamp(60)) == '1970-01-01T00:01:00Z'", 0 },
	{ "string(duration) string", text_of_duration, N_("in seconds"),
		"string(duration('1m')) == '60s'", 0 },
	{ "_+_(timestamp, duration) timestamp", add_to_instant, N_("so much later"),
		"timestamp(0) + duration('60s') == timestamp(60)", 0 },
	{ "_+_(duration, timestamp) timestamp", add_instant, N_("so much later"),
		"duration('60s') + timestamp(0) == timestamp(60)", 0 },
	{ "_+_(duration, duration) duration", add_durations, N_("the sum"),
		"duration('1m') + duration('1s') == duration('61s')", 0 },
	{ "_-_(timestamp, duration) timestamp", subtract_from_instant, N_("so much earlier"),
		"timestamp(60) - duration('60s') == timestamp(0)", 0 },
	{ "_-_(timestamp, timestamp) duration", between, N_("the time between them"),
		"timestamp(60) - timestamp(0) == duration('60s')", 0 },
	{ "_-_(duration, duration) duration", subtract_durations, N_("the difference"),
		"duration('1m') - duration('1s') == duration('59s')", 0 },
	PART("getFullYear", full_year, N_("the year"), "2026"),
	PART("getMonth", month, N_("the month, from 0"), "10"),
	PART("getDate", date, N_("the day of the month, from 1"), "23"),
	PART("getDayOfMonth", day_of_month, N_("the day of the month, from 0"), "22"),
	PART("getDayOfWeek", day_of_week, N_("the day of the week; 0 is Sunday"), "1"),
	PART("getDayOfYear", day_of_year, N_("the day of the year, from 0"), "326"),
	PART("getHours", hours, N_("the hour"), "1"),
	PART("getMinutes", minutes, N_("the minute"), "2"),
	PART("getSeconds", seconds, N_("the second"), "3"),
	PART("getMilliseconds", milliseconds, N_("the milliseconds of the second"), "4"),
	{ "<duration>.getHours() int", duration_hours, N_("in whole hours"),
		"duration('90m').getHours() == 1", 0 },
	{ "<duration>.getMinutes() int", duration_minutes, N_("in whole minutes"),
		"duration('90m').getMinutes() == 90", 0 },
	{ "<duration>.getSeconds() int", duration_seconds, N_("in whole seconds"),
		"duration('1m').getSeconds() == 60", 0 },
	{ "<duration>.getMilliseconds() int", duration_milliseconds, N_("in milliseconds"),
		"duration('4ms').getMilliseconds() == 4", 0 },
};

const struct library cel_time = ROWS(rows);
