/* The patterns that were asked for last. */
#include "regex.h"

enum { ROWS = 64 };

struct row {
	struct arena *arena; /* of this row alone, so that it can be taken again */
	struct bytes pattern;
	uint64_t hash, used;
	const struct regex *regex; /* NULL with a fault */
	struct regex_fault fault;
};

struct regex_cache {
	struct arena *owner;
	uint32_t steps;
	uint64_t now;
	struct row rows[ROWS];
};

struct regex_cache *regex_cache_new(struct arena *owner, uint32_t steps)
{
	struct regex_cache *cache = arena_new_of(owner, struct regex_cache);
	cache->owner = owner;
	cache->steps = steps;
	return cache;
}

/* The row of the pattern or, if there is none, the one whose last use is the longest ago. */
static struct row *find_row(struct regex_cache *cache, struct bytes pattern, uint64_t hash)
{
	struct row *oldest = cache->rows;
	for (struct row *row = cache->rows; row < cache->rows + ROWS; row++) {
		if (row->arena && row->hash == hash && bytes_equal(row->pattern, pattern))
			return row;
		if (row->used < oldest->used)
			oldest = row;
	}
	return oldest;
}

static void fill(struct regex_cache *cache, struct row *row, struct bytes pattern, uint64_t hash)
{
	if (!row->arena) {
		row->arena = arena_new();
		arena_adopt(cache->owner, row->arena);
	}
	arena_reset(row->arena);
	row->pattern = bytes_copy(row->arena, pattern);
	row->hash = hash;
	row->regex = regex_new(row->arena, row->pattern, cache->steps, &row->fault);
}

const struct regex *regex_cached(
	struct regex_cache *cache, struct bytes pattern, struct regex_fault *fault)
{
	uint64_t hash = bytes_hash(pattern);
	struct row *row = find_row(cache, pattern, hash);
	if (!row->used || row->hash != hash || !bytes_equal(row->pattern, pattern))
		fill(cache, row, pattern, hash);
	row->used = ++cache->now;
	if (!row->regex)
		*fault = row->fault;
	return row->regex;
}
