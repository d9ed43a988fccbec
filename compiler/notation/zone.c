/* Time zones: TZif files (RFC 8536) and the POSIX TZ rule at their end. */
#include "moment.h"

#include "base/world.h"

#include <fcntl.h>

/* When a year's change is, in the zone's own clock. */
struct change {
	enum { DAY_WITHOUT_LEAP, DAY_OF_YEAR, DAY_OF_MONTH_WEEK } kind;
	int day;   /* 1 to 365, 0 to 365, or the day of the week */
	int month; /* for DAY_OF_MONTH_WEEK, with week 1 to 5, 5 being the last */
	int week;
	int32_t second; /* of the day; may be negative or of a later day */
};

/* What holds after the last transition. */
struct rule {
	bool is_given, has_summer;
	int32_t standard, summer; /* seconds ahead of UTC */
	struct change begin, end; /* of summer */
};

struct zone {
	int32_t first; /* seconds ahead of UTC before the first transition */
	size_t count;
	int64_t *at;     /* seconds; ascending */
	int32_t *offset; /* from then on */
	struct rule rule;
};

/* --- the POSIX rule: CET-1CEST,M3.5.0,M10.5.0/3 ----------------------------------------------- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool take_char(struct bytes *text, char c)
{
	if (text->len == 0 || text->at[0] != c)
		return false;
	*text = bytes_slice(*text, 1, text->len);
	return true;
}

static bool take_number(struct bytes *text, int most, int *number)
{
	size_t i = 0;
	*number = 0;
	for (; i < text->len && i < 4 && is_digit(text->at[i]); i++)
		*number = *number * 10 + (text->at[i] - '0');
	*text = bytes_slice(*text, i, text->len);
	return i > 0 && *number <= most;
}

static bool take_name(struct bytes *text)
{
	size_t i = 0;
	bool quoted = take_char(text, '<');
	while (i < text->len &&
		(quoted ? text->at[i] != '>' : !strchr("0123456789+-,", text->at[i])))
		i++;
	*text = bytes_slice(*text, i, text->len);
	return i >= 3 && (!quoted || take_char(text, '>'));
}

/* [+-]hh[:mm[:ss]]; hours go up to 167, a week less one. */
static bool take_time(struct bytes *text, int32_t *seconds)
{
	int hour, minute = 0, second = 0;
	bool negative = take_char(text, '-');
	if (!negative)
		take_char(text, '+');
	if (!take_number(text, 167, &hour) ||
		(take_char(text, ':') &&
			(!take_number(text, 59, &minute) ||
				(take_char(text, ':') && !take_number(text, 59, &second)))))
		return false;
	*seconds = (negative ? -1 : 1) * (hour * 3600 + minute * 60 + second);
	return true;
}

static bool take_day(struct bytes *text, struct change *change)
{
	if (take_char(text, 'J')) {
		change->kind = DAY_WITHOUT_LEAP;
		return take_number(text, 365, &change->day) && change->day > 0;
	}
	if (!take_char(text, 'M')) {
		change->kind = DAY_OF_YEAR;
		return take_number(text, 365, &change->day);
	}
	change->kind = DAY_OF_MONTH_WEEK;
	return take_number(text, 12, &change->month) && change->month > 0 && take_char(text, '.') &&
		take_number(text, 5, &change->week) && change->week > 0 && take_char(text, '.') &&
		take_number(text, 6, &change->day);
}

static bool take_change(struct bytes *text, struct change *change)
{
	change->second = 7200;
	return take_char(text, ',') && take_day(text, change) &&
		(!take_char(text, '/') || take_time(text, &change->second));
}

/* Offsets of POSIX count to the west. */
static bool parse_rule(struct bytes text, struct rule *rule)
{
	*rule = (struct rule){ .is_given = true };
	if (!take_name(&text) || !take_time(&text, &rule->standard))
		return false;
	rule->standard = -rule->standard;
	rule->summer = rule->standard + 3600;
	if (text.len == 0)
		return true;
	rule->has_summer = true;
	if (!take_name(&text))
		return false;
	if (text.len && text.at[0] != ',') {
		if (!take_time(&text, &rule->summer))
			return false;
		rule->summer = -rule->summer;
	}
	return take_change(&text, &rule->begin) && take_change(&text, &rule->end) && !text.len;
}

static int64_t day_of_change(const struct change *change, int64_t year)
{
	int64_t first = calendar_days(year, 1, 1);
	if (change->kind == DAY_OF_YEAR)
		return first + change->day;
	if (change->kind == DAY_WITHOUT_LEAP)
		return first + change->day - 1 +
			(change->day > 59 && calendar_has_day((int)year, 2, 29));
	int64_t month = calendar_days(year, change->month, 1);
	int week_day = (int)(((month + 4) % 7 + 7) % 7);
	int day = 1 + (change->day - week_day + 7) % 7 + (change->week - 1) * 7;
	while (!calendar_has_day((int)year, change->month, day))
		day -= 7;
	return month + day - 1;
}

static int32_t rule_offset(const struct rule *rule, struct instant instant)
{
	if (!rule->has_summer)
		return rule->standard;
	int64_t year = calendar_of(instant, 0).year;
	int64_t begin = day_of_change(&rule->begin, year) * 86400 + rule->begin.second -
		rule->standard;
	int64_t end = day_of_change(&rule->end, year) * 86400 + rule->end.second - rule->summer;
	/* South of the equator summer ends before it begins. */
	bool summer = begin < end ? instant.second >= begin && instant.second < end
				  : instant.second >= begin || instant.second < end;
	return summer ? rule->summer : rule->standard;
}

/* --- TZif ------------------------------------------------------------------------------------- */

enum { HEADER = 44, TYPE = 6 };

/* How many of each are in a block, in the order of the header. */
struct block {
	struct bytes rest; /* from the block's data on */
	unsigned char version;
	size_t utc, standard, leaps, times, types, letters;
	size_t time_size;
};

static uint64_t big_endian(const char *at, size_t size)
{
	uint64_t number = 0;
	for (size_t i = 0; i < size; i++)
		number = number << 8 | (unsigned char)at[i];
	return number;
}

static bool read_block(struct bytes content, size_t time_size, struct block *block)
{
	if (content.len < HEADER || !bytes_begins(content, BYTES("TZif")))
		return false;
	*block = (struct block){ .version = (unsigned char)content.at[4], .time_size = time_size };
	size_t *const counts[] = { &block->utc, &block->standard, &block->leaps, &block->times,
		&block->types, &block->letters };
	for (size_t i = 0; i < 6; i++) {
		*counts[i] = (size_t)big_endian(content.at + 20 + 4 * i, 4);
		if (*counts[i] > content.len)
			return false;
	}
	block->rest = bytes_slice(content, HEADER, content.len);
	return true;
}

static size_t block_size(const struct block *block)
{
	return block->times * (block->time_size + 1) + block->types * TYPE + block->letters +
		block->leaps * (block->time_size + 4) + block->standard + block->utc;
}

static int32_t type_offset(const struct block *block, size_t type)
{
	const char *types = block->rest.at + block->times * (block->time_size + 1);
	return (int32_t)(uint32_t)big_endian(types + type * TYPE, 4);
}

/* No real zone is a day away; this also keeps sums far from the ends of 64 bits. */
static bool are_types_sane(const struct block *block)
{
	for (size_t i = 0; i < block->types; i++)
		if (type_offset(block, i) < -86400 * 7 || type_offset(block, i) > 86400 * 7)
			return false;
	return block->types > 0;
}

static bool read_transitions(struct arena *owner, const struct block *block, struct zone *zone)
{
	zone->count = block->times;
	zone->at = arena_array_of(owner, int64_t, zone->count);
	zone->offset = arena_array_of(owner, int32_t, zone->count);
	zone->first = type_offset(block, 0);
	const char *types = block->rest.at + block->times * block->time_size;
	for (size_t i = 0; i < zone->count; i++) {
		uint64_t at = big_endian(block->rest.at + i * block->time_size, block->time_size);
		zone->at[i] = block->time_size == 4 ? (int32_t)(uint32_t)at : (int64_t)at;
		size_t type = (unsigned char)types[i];
		if (type >= block->types || (i && zone->at[i] <= zone->at[i - 1]))
			return false;
		zone->offset[i] = type_offset(block, type);
	}
	return true;
}

/* The rule between two line ends behind the block; it may be empty. */
static bool read_footer(struct bytes rest, struct zone *zone)
{
	if (!take_char(&rest, '\n'))
		return false;
	size_t end = bytes_find(rest, BYTES("\n"), 0);
	if (end == rest.len)
		return false;
	return end == 0 || parse_rule(bytes_slice(rest, 0, end), &zone->rule);
}

const struct zone *zone_parse(struct arena *owner, struct bytes content)
{
	struct zone *zone = arena_new_of(owner, struct zone);
	struct block block;
	if (!read_block(content, 4, &block) || block_size(&block) > block.rest.len)
		return NULL;
	bool modern = block.version >= '2';
	/* The first block is for old readers; the second has 64 bits and the rule. */
	if (modern &&
		(!read_block(
			 bytes_slice(block.rest, block_size(&block), block.rest.len), 8, &block) ||
			block_size(&block) > block.rest.len))
		return NULL;
	if (!are_types_sane(&block) || !read_transitions(owner, &block, zone))
		return NULL;
	struct bytes footer = bytes_slice(block.rest, block_size(&block), block.rest.len);
	return !modern || read_footer(footer, zone) ? zone : NULL;
}

int32_t zone_offset(const struct zone *zone, struct instant instant)
{
	size_t low = 0, high = zone->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (zone->at[middle] <= instant.second)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zone->count && zone->rule.is_given)
		return rule_offset(&zone->rule, instant);
	return low ? zone->offset[low - 1] : zone->first;
}

/* --- by name ---------------------------------------------------------------------------------- */

enum { MOST_CONTENT = 1 << 20 };

static const struct zone *fixed_zone(struct arena *owner, int32_t offset)
{
	struct zone *zone = arena_new_of(owner, struct zone);
	zone->first = offset;
	return zone;
}

/* `+hh:mm`, `-hh:mm`, `hh:mm`. */
static bool parse_offset(struct bytes text, int32_t *offset)
{
	int hour, minute;
	bool west = take_char(&text, '-');
	if (!west)
		take_char(&text, '+');
	if (!take_number(&text, 23, &hour) || !take_char(&text, ':') ||
		!take_number(&text, 59, &minute) || text.len)
		return false;
	*offset = (west ? -1 : 1) * (hour * 3600 + minute * 60);
	return true;
}

/* A name stays inside the folder of zones: Area/Place, no dots, no leading slash. */
static bool is_name(struct bytes name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !is_digit(c) && c != '_' && c != '+' && c != '-' &&
			!(c == '/' && i && name.at[i - 1] != '/'))
			return false;
	}
	return name.len && name.len < 128;
}

static bool read_content(struct arena *owner, const char *path, struct bytes *content)
{
	int handle = world_open(AT_FDCWD, path, O_RDONLY);
	if (handle < 0)
		return false;
	struct buf out = buf_new(owner);
	ssize_t got;
	while ((got = world_read(handle, buf_room(&out, 4096), 4096)) > 0 && out.len < MOST_CONTENT)
		out.len += (size_t)got;
	world_close(handle);
	*content = buf_bytes(&out);
	return got == 0;
}

const struct zone *zone_find(struct arena *owner, struct bytes name, const char **fault)
{
	int32_t offset;
	struct bytes content;
	*fault = NULL;
	if (bytes_is(name, "UTC"))
		return fixed_zone(owner, 0);
	if (parse_offset(name, &offset))
		return fixed_zone(owner, offset);
	*fault = "unknown time zone";
	if (!is_name(name))
		return NULL;
	const char *path = bytes_string(
		owner, bytes_join(owner, BYTES("/usr/share/zoneinfo"), BYTES("/"), name));
	if (!read_content(owner, path, &content))
		return NULL;
	const struct zone *zone = zone_parse(owner, content);
	*fault = zone ? NULL : "the file of the time zone is damaged";
	return zone;
}
