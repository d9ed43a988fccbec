#include "identity.h"

/* Several ticks of the slowest clock that stamps files (10 ms). */
enum { TICKS = 40 * 1000 * 1000 };

static int64_t nanoseconds(struct timespec time)
{
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

struct identity identity_of(const struct stat *status)
{
	return (struct identity){
		.device = status->st_dev,
		.inode = status->st_ino,
		.size = (uint64_t)status->st_size,
		.modified = nanoseconds(status->st_mtim),
		.changed = nanoseconds(status->st_ctim),
	};
}

bool identity_equal(struct identity a, struct identity b)
{
	return a.device == b.device && a.inode == b.inode && a.size == b.size &&
		a.modified == b.modified && a.changed == b.changed;
}

bool identity_settled(struct identity identity, struct identity later)
{
	return identity.device == later.device && identity.changed < later.changed - TICKS;
}

void identity_print(struct buf *out, struct identity identity)
{
	const uint64_t numbers[] = { identity.device, identity.inode, identity.size,
		(uint64_t)identity.modified, (uint64_t)identity.changed };
	if (identity_is_none(identity)) {
		buf_add_char(out, '-');
		return;
	}
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		if (i)
			buf_add_char(out, '.');
		buf_add_number(out, numbers[i], 16);
	}
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_number(struct bytes text, uint64_t *number)
{
	*number = 0;
	if (text.len == 0 || text.len > 16)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		int digit = digit_of(text.at[i]);
		if (digit < 0)
			return false;
		*number = *number << 4 | (uint64_t)digit;
	}
	return true;
}

bool identity_parse(struct bytes text, struct identity *identity)
{
	uint64_t numbers[5];
	struct bytes part;
	*identity = IDENTITY_NONE;
	if (bytes_is(text, "-"))
		return true;
	for (size_t i = 0; i < 5; i++)
		if (!bytes_cut(&text, '.', &part) || !parse_number(part, &numbers[i]))
			return false;
	*identity = (struct identity){ numbers[0], numbers[1], numbers[2], (int64_t)numbers[3],
		(int64_t)numbers[4] };
	return !text.at && numbers[1] != 0;
}
