/* Go's time.ParseDuration and Duration.String. */
#include "moment.h"

static const struct unit {
	const char *text;
	uint64_t nanoseconds;
} units[] = {
	{ "ns", 1 },
	{ "us", 1000 },
	{ "\xc2\xb5s", 1000 }, /* U+00B5, micro sign */
	{ "\xce\xbcs", 1000 }, /* U+03BC, Greek letter mu */
	{ "ms", 1000000 },
	{ "s", 1000000000 },
	{ "m", 60000000000 },
	{ "h", 3600000000000 },
};

static const uint64_t most = (uint64_t)1 << 63;

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct number {
	uint64_t whole;
	uint64_t fraction; /* over scale */
	double scale;
};

static bool take_whole(struct bytes *text, size_t *digits, uint64_t *number)
{
	*number = 0;
	size_t i = 0;
	for (; i < text->len && is_digit(text->at[i]); i++) {
		if (*number > most / 10)
			return false;
		*number = *number * 10 + (uint64_t)(text->at[i] - '0');
		if (*number > most)
			return false;
	}
	*digits += i;
	*text = bytes_slice(*text, i, text->len);
	return true;
}

/* Digits that no longer fit are dropped. */
static void take_fraction(struct bytes *text, size_t *digits, struct number *number)
{
	size_t i = 0;
	bool full = false;
	for (; i < text->len && is_digit(text->at[i]); i++) {
		uint64_t next = number->fraction * 10 + (uint64_t)(text->at[i] - '0');
		full = full || number->fraction > (most - 1) / 10 || next > most;
		if (full)
			continue;
		number->fraction = next;
		number->scale *= 10;
	}
	*digits += i;
	*text = bytes_slice(*text, i, text->len);
}

static const struct unit *take_unit(struct bytes *text)
{
	size_t end = 0;
	while (end < text->len && text->at[end] != '.' && !is_digit(text->at[end]))
		end++;
	struct bytes name = bytes_slice(*text, 0, end);
	*text = bytes_slice(*text, end, text->len);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (bytes_is(name, units[i].text))
			return &units[i];
	return NULL;
}

/* `1.5h`, into nanoseconds. The fraction is taken through a double, as Go does. */
static bool take_part(struct bytes *text, uint64_t *nanoseconds)
{
	struct number number = { .scale = 1 };
	size_t digits = 0;
	if (!take_whole(text, &digits, &number.whole))
		return false;
	if (text->len && text->at[0] == '.') {
		*text = bytes_slice(*text, 1, text->len);
		take_fraction(text, &digits, &number);
	}
	const struct unit *unit = take_unit(text);
	if (!digits || !unit || number.whole > most / unit->nanoseconds)
		return false;
	*nanoseconds = number.whole * unit->nanoseconds;
	double fraction = (double)number.fraction * ((double)unit->nanoseconds / number.scale);
	*nanoseconds += (uint64_t)fraction;
	return *nanoseconds <= most;
}

bool duration_parse(struct bytes text, int64_t *nanoseconds)
{
	bool negative = text.len && text.at[0] == '-';
	if (negative || (text.len && text.at[0] == '+'))
		text = bytes_slice(text, 1, text.len);
	*nanoseconds = 0;
	if (bytes_is(text, "0"))
		return true;
	if (text.len == 0)
		return false;
	uint64_t sum = 0, part;
	while (text.len) {
		if (!take_part(&text, &part))
			return false;
		sum += part;
		if (sum > most)
			return false;
	}
	if (sum == most && !negative)
		return false;
	*nanoseconds = negative ? (int64_t)-sum : (int64_t)sum;
	return true;
}

/* A number of so many decimal places, without zeros at its end. */
static void add_places(struct buf *out, uint64_t number, int places)
{
	char fraction[9] = { 0 };
	int len = places;
	for (int i = places; i-- > 0; number /= 10)
		fraction[i] = (char)('0' + number % 10);
	while (len && fraction[len - 1] == '0')
		len--;
	buf_add_number(out, number, 10);
	if (len)
		buf_print(out, "." BYTES_FMT, len, fraction);
}

static uint64_t magnitude(struct buf *out, int64_t nanoseconds)
{
	if (nanoseconds < 0)
		buf_add_char(out, '-');
	return nanoseconds < 0 ? -(uint64_t)nanoseconds : (uint64_t)nanoseconds;
}

static void add_below_a_second(struct buf *out, uint64_t rest)
{
	int places = rest < 1000 ? 0 : rest < 1000000 ? 3 : 6;
	add_places(out, rest, places);
	buf_add(out, bytes_of(places == 0 ? "ns" : places == 3 ? "\xc2\xb5s" : "ms"));
}

struct bytes duration_text(struct arena *owner, int64_t nanoseconds)
{
	struct buf out = buf_new(owner);
	uint64_t rest = magnitude(&out, nanoseconds), minute = 60000000000;
	if (rest && rest < 1000000000) {
		add_below_a_second(&out, rest);
		return buf_bytes(&out);
	}
	if (rest >= 60 * minute)
		buf_print(&out, "%dh", (int)(rest / (60 * minute)));
	if (rest >= minute)
		buf_print(&out, "%dm", (int)(rest / minute % 60));
	add_places(&out, rest % minute, 9);
	buf_add_char(&out, 's');
	return buf_bytes(&out);
}

struct bytes duration_text_seconds(struct arena *owner, int64_t nanoseconds)
{
	struct buf out = buf_new(owner);
	add_places(&out, magnitude(&out, nanoseconds), 9);
	buf_add_char(&out, 's');
	return buf_bytes(&out);
}
