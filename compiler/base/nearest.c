#include "nearest.h"

#include "buf.h"

/* As long as the name of a file can be; as many as one reads at a glance. */
enum { LONGEST = 255, FEW = 8 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static char lower(char letter)
{
	return letter >= 'A' && letter <= 'Z' ? (char)(letter + 'a' - 'A') : letter;
}

/*
 * Optimal string alignment: insert, delete, replace, swap of neighbours. Above the bound any number
 * above it: each row comes from the two before it and is nowhere less than the least of them.
 */
static size_t distance(struct bytes a, struct bytes b, size_t bound)
{
	size_t lowest = 0;
	size_t row[3][LONGEST + 1];
	for (size_t j = 0; j <= b.len; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
		size_t low = now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t cost = lower(a.at[i - 1]) != lower(b.at[j - 1]);
			now[j] = least(least(last[j] + 1, now[j - 1] + 1), last[j - 1] + cost);
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
				a.at[i - 2] == b.at[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
			low = least(low, now[j]);
		}
		if (lowest > bound && low > bound)
			return low;
		lowest = low;
	}
	return row[a.len % 3][b.len];
}

struct bytes nearest(struct bytes word, const struct bytes *candidates, size_t count)
{
	struct bytes best = { 0 };
	size_t bound = word.len / 3 > 1 ? word.len / 3 : 1;
	if (word.len > LONGEST)
		return best;
	for (size_t i = 0; i < count; i++) {
		size_t len = candidates[i].len;
		if (len > LONGEST || len > word.len + bound || word.len > len + bound)
			continue;
		size_t steps = distance(word, candidates[i], bound);
		if (steps <= bound) {
			best = candidates[i];
			bound = steps - (steps > 0);
			if (steps == 0)
				return best;
		}
	}
	return best;
}

bool diag_meant(struct diags *d, struct bytes word, const struct bytes *candidates, size_t count)
{
	struct bytes near = nearest(word, candidates, count);
	if (near.len)
		diag_hint(d, "did you mean '" BYTES_FMT "'?", BYTES_ARG(near));
	return near.len;
}

bool diag_suggest(struct diags *d, struct bytes word, const struct bytes *candidates, size_t count)
{
	struct buf all = buf_new(d->owner);
	if (diag_meant(d, word, candidates, count))
		return true;
	if (!count || count > FEW)
		return false;
	for (size_t i = 0; i < count; i++)
		buf_print(&all, "%s" BYTES_FMT, i ? ", " : "", BYTES_ARG(candidates[i]));
	diag_hint(d, "it is one of: " BYTES_FMT, BYTES_ARG(buf_bytes(&all)));
	return true;
}
