/*
 * Instants, durations and calendars as CEL has them: years 1 to 9999 of the proleptic Gregorian
 * calendar, nanoseconds, no leap seconds. Nothing here knows the clock or the machine's time zone.
 */
#ifndef LEME_NOTATION_MOMENT_H
#define LEME_NOTATION_MOMENT_H

#include "base/buf.h"

struct instant {
	int64_t second; /* since 1970-01-01T00:00:00Z */
	int32_t nano;   /* 0 to 999999999, forward also before 1970 */
};

/* RFC 3339: `2026-11-23T01:16:03.5Z`, `…+02:00`; 1 to 9 digits of a second are kept. */
bool instant_parse(struct bytes text, struct instant *instant) MUST_USE;

/* In UTC, with as many digits of a second as needed. */
struct bytes instant_text(struct arena *owner, struct instant instant);

/* Within the years 1 to 9999. */
bool instant_in_range(struct instant instant);

/* -1, 0, 1. */
int instant_compare(struct instant a, struct instant b);

/* Nanoseconds later, or earlier if negative. False: out of range. */
bool instant_add(struct instant from, int64_t nanoseconds, struct instant *result) MUST_USE;

/* a - b in nanoseconds. False: more than 64 bits, 292 years. */
bool instant_between(struct instant a, struct instant b, int64_t *nanoseconds) MUST_USE;

/* --- duration: nanoseconds in 64 bits --------------------------------------------------------- */

/* As Go's time.ParseDuration: `1h45m47.5s`, `-2ms`, `0`; units ns us µs μs ms s m h. */
bool duration_parse(struct bytes text, int64_t *nanoseconds) MUST_USE;

/* As Go's Duration.String(): `1h45m47.5s`, `1.5ms`, `0s`. */
struct bytes duration_text(struct arena *owner, int64_t nanoseconds);

/* As CEL's string(): seconds with a fraction as needed: `6347.5s`. */
struct bytes duration_text_seconds(struct arena *owner, int64_t nanoseconds);

/* --- calendar --------------------------------------------------------------------------------- */

struct calendar {
	int year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
	int hour, minute, second;
	int nano;
	int week_day; /* 0 is Sunday */
	int year_day; /* 0 is 1 January */
};

/* What a clock shows that is so many seconds ahead of UTC. */
struct calendar calendar_of(struct instant instant, int32_t offset);

/* Whether there is such a day. */
bool calendar_has_day(int year, int month, int day);

/* Whether a text is YYYY-MM-DD, and there is such a day. */
bool day_is_valid(struct bytes text);

/* Days since 1970-01-01; the month may be any of 1 to 12, the day any number. */
int64_t calendar_days(int64_t year, int month, int day);

/* --- time zones ------------------------------------------------------------------------------- */

struct zone;

/*
 * `UTC`, an offset `+hh:mm`, `-hh:mm` or `hh:mm`, or an IANA name, read from /usr/share/zoneinfo
 * (never from elsewhere, and never "Local"). NULL, with *fault set, if there is none.
 */
const struct zone *zone_find(struct arena *owner, struct bytes name, const char **fault) MUST_USE;

/* The zone of a TZif file's content (RFC 8536, any version), or NULL. The content must stay. */
const struct zone *zone_parse(struct arena *owner, struct bytes content) MUST_USE;

/* Seconds ahead of UTC at an instant. */
int32_t zone_offset(const struct zone *zone, struct instant instant);

#endif
