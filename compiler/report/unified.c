/*
 * Unified diff of two texts by lines: E. W. Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (1986), greedy form. Past MOST_CHANGES the rest is shown as replaced, so that time
 * and memory stay small on files that have nothing in common.
 */
#include "report.h"

#include "base/message.h"

enum { CONTEXT = 3, MOST_CHANGES = 2000 };

struct line_list {
	ARRAY(struct bytes); /* each with its line end */
};

struct diff {
	struct arena *owner;
	struct line_list old_lines, new_lines;
	bool *gone, *fresh; /* which lines of old and new are part of a change */
};

static struct line_list split(struct arena *owner, struct bytes text)
{
	struct line_list lines = { 0 };
	for (size_t begin = 0; begin < text.len;) {
		size_t end = bytes_find(text, BYTES("\n"), begin);
		end += end < text.len;
		*array_push(owner, &lines) = bytes_slice(text, begin, end);
		begin = end;
	}
	return lines;
}

/* The equal lines at both ends need no search. */
struct range {
	long old_begin, old_end, new_begin, new_end;
};

static struct range differing(const struct diff *diff)
{
	struct range r = { 0, (long)diff->old_lines.count, 0, (long)diff->new_lines.count };
	while (r.old_begin < r.old_end && r.new_begin < r.new_end &&
		bytes_equal(diff->old_lines.at[r.old_begin], diff->new_lines.at[r.new_begin]))
		r.old_begin++, r.new_begin++;
	while (r.old_end > r.old_begin && r.new_end > r.new_begin &&
		bytes_equal(diff->old_lines.at[r.old_end - 1], diff->new_lines.at[r.new_end - 1]))
		r.old_end--, r.new_end--;
	return r;
}

static void mark_all(struct diff *diff, struct range r)
{
	for (long i = r.old_begin; i < r.old_end; i++)
		diff->gone[i] = true;
	for (long i = r.new_begin; i < r.new_end; i++)
		diff->fresh[i] = true;
}

/* From the end back to the start through the furthest points of each round. */
static void walk_back(struct diff *diff, struct range r, long **rounds, long d)
{
	long x = r.old_end - r.old_begin, y = r.new_end - r.new_begin;
	for (; d > 0; d--) {
		const long *v = rounds[d - 1]; /* v[k + d - 1] for k = -(d-1) .. d-1 */
		long k = x - y;
		bool down = k == -d || (k != d && v[k - 1 + d - 1] < v[k + 1 + d - 1]);
		long previous = down ? k + 1 : k - 1;
		x = v[previous + d - 1];
		y = x - previous;
		if (down)
			diff->fresh[r.new_begin + y] = true;
		else
			diff->gone[r.old_begin + x] = true;
	}
}

/* One round: the furthest x on each diagonal with d changes; true when the end is reached. */
static bool advance(const struct diff *diff, struct range r, const long *last, long *now, long d)
{
	long width = r.old_end - r.old_begin, height = r.new_end - r.new_begin;
	for (long k = -d; k <= d; k++) {
		long x = 0;
		if ((k + d) % 2) {
			now[k + d] = -1;
			continue;
		}
		if (d > 0) {
			bool down = k == -d ||
				(k != d && last[k - 1 + d - 1] < last[k + 1 + d - 1]);
			x = down ? last[k + 1 + d - 1] : last[k - 1 + d - 1] + 1;
		}
		long y = x - k;
		while (x < width && y >= 0 && y < height &&
			bytes_equal(diff->old_lines.at[r.old_begin + x],
				diff->new_lines.at[r.new_begin + y]))
			x++, y++;
		now[k + d] = x;
		if (x >= width && y >= height)
			return true;
	}
	return false;
}

static void search(struct diff *diff, struct range r)
{
	long *rounds[MOST_CHANGES];
	for (long d = 0; d < MOST_CHANGES; d++) {
		rounds[d] = arena_array_of(diff->owner, long, (size_t)(2 * d + 1));
		if (!advance(diff, r, d ? rounds[d - 1] : NULL, rounds[d], d))
			continue;
		walk_back(diff, r, rounds, d);
		return;
	}
	mark_all(diff, r);
}

/* --- printing --------------------------------------------------------------------------------- */

static void print_line(struct buf *out, char mark, struct bytes line, enum colour colour)
{
	const char *paint = mark == '-' ? "\033[31m" : mark == '+' ? "\033[32m" : "";
	bool coloured = colour == COLOUR_ANSI && *paint;
	bool ended = line.len && line.at[line.len - 1] == '\n';
	if (coloured)
		buf_add(out, bytes_of(paint));
	buf_add_char(out, mark);
	buf_add(out, bytes_slice(line, 0, line.len - ended));
	if (coloured)
		buf_add(out, BYTES("\033[0m"));
	buf_add_char(out, '\n');
	if (!ended)
		buf_add(out, BYTES("\\ No newline at end of file\n"));
}

struct cursor {
	size_t old_line, new_line;
};

static bool at_end(const struct diff *diff, struct cursor c)
{
	return c.old_line == diff->old_lines.count && c.new_line == diff->new_lines.count;
}

static bool at_change(const struct diff *diff, struct cursor c)
{
	return (c.old_line < diff->old_lines.count && diff->gone[c.old_line]) ||
		(c.new_line < diff->new_lines.count && diff->fresh[c.new_line]);
}

static struct cursor past_change(const struct diff *diff, struct cursor c)
{
	while (c.old_line < diff->old_lines.count && diff->gone[c.old_line])
		c.old_line++;
	while (c.new_line < diff->new_lines.count && diff->fresh[c.new_line])
		c.new_line++;
	return c;
}

/* A hunk ends where more than twice the context is equal. */
static struct cursor hunk_end(const struct diff *diff, struct cursor c)
{
	struct cursor end = c;
	while (!at_end(diff, c)) {
		if (at_change(diff, c)) {
			c = end = past_change(diff, c);
			continue;
		}
		if (c.old_line - end.old_line == 2 * CONTEXT)
			break;
		c.old_line++, c.new_line++;
	}
	size_t after = diff->old_lines.count - end.old_line;
	after = after < CONTEXT ? after : CONTEXT;
	return (struct cursor){ end.old_line + after, end.new_line + after };
}

/* Line numbers as diff(1) gives them: an empty side names the line before it. */
static void print_counts(struct buf *out, char mark, size_t begin, size_t count)
{
	buf_print(out, "%c%zu", mark, count ? begin + 1 : begin);
	if (count != 1)
		buf_print(out, ",%zu", count);
}

static void print_hunk(struct buf *out, const struct diff *diff, struct cursor c, struct cursor end,
	enum colour colour)
{
	if (colour == COLOUR_ANSI)
		buf_add(out, BYTES("\033[36m"));
	buf_add(out, BYTES("@@ "));
	print_counts(out, '-', c.old_line, end.old_line - c.old_line);
	buf_add_char(out, ' ');
	print_counts(out, '+', c.new_line, end.new_line - c.new_line);
	buf_add(out, BYTES(" @@"));
	if (colour == COLOUR_ANSI)
		buf_add(out, BYTES("\033[0m"));
	buf_add_char(out, '\n');
	while (c.old_line < end.old_line || c.new_line < end.new_line) {
		struct cursor past = past_change(diff, c);
		for (; c.old_line < past.old_line; c.old_line++)
			print_line(out, '-', diff->old_lines.at[c.old_line], colour);
		for (; c.new_line < past.new_line; c.new_line++)
			print_line(out, '+', diff->new_lines.at[c.new_line], colour);
		if (c.old_line < end.old_line) {
			print_line(out, ' ', diff->old_lines.at[c.old_line], colour);
			c.old_line++, c.new_line++;
		}
	}
}

void report_diff(struct buf *out, struct bytes old_name, struct bytes new_name,
	struct bytes old_text, struct bytes new_text, enum colour colour)
{
	if (bytes_equal(old_text, new_text))
		return;
	struct diff diff = { .owner = out->owner,
		.old_lines = split(out->owner, old_text),
		.new_lines = split(out->owner, new_text) };
	diff.gone = arena_array_of(out->owner, bool, diff.old_lines.count);
	diff.fresh = arena_array_of(out->owner, bool, diff.new_lines.count);
	search(&diff, differing(&diff));
	buf_print(out, "--- " BYTES_FMT "\n+++ " BYTES_FMT "\n", BYTES_ARG(old_name),
		BYTES_ARG(new_name));
	struct cursor c = { 0, 0 };
	while (!at_end(&diff, c)) {
		if (!at_change(&diff, c)) {
			c.old_line++, c.new_line++;
			continue;
		}
		size_t before = c.old_line < CONTEXT ? c.old_line : CONTEXT;
		before = c.new_line < before ? c.new_line : before;
		struct cursor begin = { c.old_line - before, c.new_line - before };
		struct cursor end = hunk_end(&diff, c);
		print_hunk(out, &diff, begin, end, colour);
		c = end;
	}
}
