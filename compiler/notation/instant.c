#include "moment.h"

static const int64_t first_second = -62135596800; /* 0001-01-01T00:00:00Z */
static const int64_t last_second = 253402300799;  /* 9999-12-31T23:59:59Z */
static const int64_t giga = 1000000000;

/* --- calendar --------------------------------------------------------------------------------- */

static bool is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days before a month of a year that is not leap. */
static const int days_before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };

static int days_in(int64_t year, int month)
{
	return days_before[month] - days_before[month - 1] + (month == 2 && is_leap(year));
}

bool calendar_has_day(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}

/* Leap years of the proleptic calendar before a year, counted from year 0. */
static int64_t leaps_before(int64_t year)
{
	int64_t last = year - 1;
	/* Rounded down: years may be negative. */
	int64_t era = (last - (last < 0 ? 399 : 0)) / 400, rest = last - era * 400;
	return era * 97 + rest / 4 - rest / 100;
}

int64_t calendar_days(int64_t year, int month, int day)
{
	int64_t days = 365 * (year - 1970) + leaps_before(year) - leaps_before(1970);
	return days + days_before[month - 1] + (month > 2 && is_leap(year)) + day - 1;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct calendar calendar_of(struct instant instant, int32_t offset)
{
	int64_t local = instant.second + offset;
	int64_t days = floor_divide(local, 86400);
	int second = (int)(local - days * 86400);
	/* 146097 days are 400 years; the estimate is at most one year off. */
	int64_t year = 1970 + floor_divide(days * 400, 146097);
	while (calendar_days(year + 1, 1, 1) <= days)
		year++;
	while (calendar_days(year, 1, 1) > days)
		year--;
	int year_day = (int)(days - calendar_days(year, 1, 1)), month = 1, day = year_day;
	for (; day >= days_in(year, month); month++)
		day -= days_in(year, month);
	return (struct calendar){
		.year = (int)year,
		.month = month,
		.day = day + 1,
		.hour = second / 3600,
		.minute = second / 60 % 60,
		.second = second % 60,
		.nano = instant.nano,
		.week_day = (int)(days - floor_divide(days + 4, 7) * 7 + 4), /* a Thursday */
		.year_day = year_day,
	};
}

/* --- RFC 3339 --------------------------------------------------------------------------------- */

/* Takes exactly so many digits; -1 if they are not there. */
static int take_digits(struct bytes *text, size_t count)
{
	int number = 0;
	for (size_t i = 0; i < count; i++) {
		if (i >= text->len || text->at[i] < '0' || text->at[i] > '9')
			return -1;
		number = number * 10 + (text->at[i] - '0');
	}
	*text = bytes_slice(*text, count, text->len);
	return number;
}

static bool take_char(struct bytes *text, char c)
{
	if (text->len == 0 || text->at[0] != c)
		return false;
	*text = bytes_slice(*text, 1, text->len);
	return true;
}

/* Digits beyond nanoseconds are read and dropped. */
static bool take_fraction(struct bytes *text, int32_t *nano)
{
	int32_t unit = 100000000;
	if (!take_char(text, '.'))
		return true;
	int digit = take_digits(text, 1);
	if (digit < 0)
		return false;
	for (; digit >= 0; digit = take_digits(text, 1)) {
		*nano += digit * unit;
		unit /= 10;
	}
	return true;
}

/* As far as Go goes: 24 hours and 60 minutes. */
static bool take_offset(struct bytes *text, int32_t *offset)
{
	if (take_char(text, 'Z'))
		return true;
	bool west = take_char(text, '-');
	if (!west && !take_char(text, '+'))
		return false;
	int hour = take_digits(text, 2);
	int minute = take_char(text, ':') ? take_digits(text, 2) : -1;
	*offset = (west ? -1 : 1) * (hour * 3600 + minute * 60);
	return hour >= 0 && hour <= 24 && minute >= 0 && minute <= 60;
}

static bool take_date(struct bytes *text, int64_t *days)
{
	int year = take_digits(text, 4);
	int month = take_char(text, '-') ? take_digits(text, 2) : -1;
	int day = take_char(text, '-') ? take_digits(text, 2) : -1;
	if (year < 0 || !calendar_has_day(year, month, day))
		return false;
	*days = calendar_days(year, month, day);
	return true;
}

static bool take_clock(struct bytes *text, int *seconds)
{
	int hour = take_digits(text, 2);
	int minute = take_char(text, ':') ? take_digits(text, 2) : -1;
	int second = take_char(text, ':') ? take_digits(text, 2) : -1;
	*seconds = hour * 3600 + minute * 60 + second;
	return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
}

bool instant_parse(struct bytes text, struct instant *instant)
{
	int64_t days;
	int seconds;
	int32_t offset = 0;
	*instant = (struct instant){ 0 };
	if (!take_date(&text, &days) || !take_char(&text, 'T') || !take_clock(&text, &seconds) ||
		!take_fraction(&text, &instant->nano) || !take_offset(&text, &offset) || text.len)
		return false;
	instant->second = days * 86400 + seconds - offset;
	return instant_in_range(*instant);
}

static void add_fraction(struct buf *out, int32_t nano)
{
	char digits[9];
	size_t len = sizeof digits;
	for (size_t i = len; i-- > 0; nano /= 10)
		digits[i] = (char)('0' + nano % 10);
	while (len && digits[len - 1] == '0')
		len--;
	if (len)
		buf_print(out, "." BYTES_FMT, (int)len, digits);
}

struct bytes instant_text(struct arena *owner, struct instant instant)
{
	struct calendar c = calendar_of(instant, 0);
	struct buf out = buf_new(owner);
	buf_print(&out, "%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute,
		c.second);
	add_fraction(&out, instant.nano);
	buf_add_char(&out, 'Z');
	return buf_bytes(&out);
}

/* --- arithmetic ------------------------------------------------------------------------------- */

bool instant_in_range(struct instant instant)
{
	return instant.second >= first_second && instant.second <= last_second;
}

int instant_compare(struct instant a, struct instant b)
{
	if (a.second != b.second)
		return a.second < b.second ? -1 : 1;
	return (a.nano > b.nano) - (a.nano < b.nano);
}

bool instant_add(struct instant from, int64_t nanoseconds, struct instant *result)
{
	/* One second is lent, so that this is not negative. */
	int64_t nano = from.nano + nanoseconds % giga + giga;
	int64_t seconds = nanoseconds / giga + nano / giga - 1;
	*result = (struct instant){ from.second + seconds, (int32_t)(nano % giga) };
	return instant_in_range(*result);
}

bool instant_between(struct instant a, struct instant b, int64_t *nanoseconds)
{
	/* Instants are far from the ends of 64 bits, so this difference exists. */
	int64_t seconds = a.second - b.second, nanos = a.nano - b.nano;
	/* Both parts with one sign, or the product overflows where the sum does not. */
	if (seconds < 0 && nanos > 0) {
		seconds++;
		nanos -= giga;
	}
	return !__builtin_mul_overflow(seconds, giga, nanoseconds) &&
		!__builtin_add_overflow(*nanoseconds, nanos, nanoseconds);
}

/* --- days ------------------------------------------------------------------------------------- */

static int two_digits(const char *at)
{
	return (at[0] - '0') * 10 + at[1] - '0';
}

bool day_is_valid(struct bytes text)
{
	static const char pattern[] = "dddd-dd-dd";
	if (text.len != sizeof pattern - 1)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool digit = text.at[i] >= '0' && text.at[i] <= '9';
		if (pattern[i] == 'd' ? !digit : text.at[i] != pattern[i])
			return false;
	}
	int century = two_digits(text.at), year = two_digits(text.at + 2);
	return calendar_has_day(
		century * 100 + year, two_digits(text.at + 5), two_digits(text.at + 8));
}
