/* `git cat-file --batch`, which stays until the run ends; threads ask one after another. */
#include "repository.h"

#include "base/message.h"
#include "base/world.h"

#include <errno.h>
#include <pthread.h>

enum { ROOM = 64 * 1024 };

struct contents {
	pthread_mutex_t lock;
	struct arena *owner; /* of its own, as threads share it */
	const struct git *git;
	struct program_process process;
	bool runs;
	struct bytes broken; /* .at NULL: it can be asked */
	char *room;          /* what was read from it already */
	size_t begin, end;
};

static void end(void *handle)
{
	struct contents *contents = handle;
	if (contents->runs)
		program_end(&contents->process);
	pthread_mutex_destroy(&contents->lock);
	arena_end(contents->owner);
}

struct contents *contents_new(struct arena *run, const struct git *git)
{
	struct contents *contents = arena_new_of(run, struct contents);
	*contents = (struct contents){ .owner = arena_new(), .git = git };
	pthread_mutex_init(&contents->lock, NULL);
	arena_undo(run, end, contents);
	return contents;
}

/* --- the pipe --------------------------------------------------------------------------------- */

static bool fill(struct contents *contents)
{
	ssize_t got;
	do
		got = world_read(contents->process.out, contents->room, ROOM);
	while (got < 0 && errno == EINTR);
	contents->begin = 0;
	contents->end = got > 0 ? (size_t)got : 0;
	return got > 0;
}

/* The next so many bytes, to a place or to none. */
static bool take(struct contents *contents, char *at, uint64_t len)
{
	while (len) {
		if (contents->begin == contents->end && !fill(contents))
			return false;
		size_t there = contents->end - contents->begin;
		size_t part = len < there ? (size_t)len : there;
		if (at)
			memcpy(at, contents->room + contents->begin, part);
		at = at ? at + part : NULL;
		contents->begin += part;
		len -= part;
	}
	return true;
}

static bool take_line(struct contents *contents, struct buf *line)
{
	char c;
	while (take(contents, &c, 1)) {
		if (c == '\n')
			return true;
		buf_add_char(line, c);
	}
	return false;
}

/* --- asking ----------------------------------------------------------------------------------- */

static void break_off(struct contents *contents, struct bytes why)
{
	contents->broken = bytes_copy(contents->owner, why);
}

static bool start(struct contents *contents)
{
	static const char *const arguments[] = { "cat-file", "--batch", NULL };
	if (contents->runs)
		return true;
	contents->room = arena_take_unset(contents->owner, ROOM);
	contents->runs = git_start(
		contents->git, contents->owner, arguments, true, &contents->process);
	if (!contents->runs)
		break_off(contents, bytes_of(strerror(errno)));
	return contents->runs;
}

/* `ID SP TYPE SP SIZE`; anything else, above all `ID missing`, has no content. */
static bool parse_size(struct bytes line, uint64_t *size)
{
	struct bytes part;
	bytes_cut(&line, ' ', &part);
	bytes_cut(&line, ' ', &part);
	return line.at && bytes_number(line, size);
}

static enum snapshot_answer lost(struct contents *contents)
{
	break_off(contents, git_complaint(program_errors(contents->owner, &contents->process)));
	return SNAPSHOT_LOST;
}

static enum snapshot_answer take_content(struct contents *contents, struct arena *owner,
	uint64_t size, size_t limit, struct bytes *text)
{
	char *at = size > limit ? NULL : arena_take_unset(owner, size + 1);
	if (!take(contents, at, size) || !take(contents, NULL, 1))
		return lost(contents);
	if (!at)
		return SNAPSHOT_TOO_LARGE;
	at[size] = '\0';
	*text = (struct bytes){ at, size };
	return SNAPSHOT_READ;
}

static enum snapshot_answer ask(struct contents *contents, struct arena *owner, struct bytes id,
	size_t limit, struct bytes *text, struct bytes *why)
{
	struct bytes question = bytes_join(owner, id, BYTES("\n"), BYTES(""));
	struct buf line = buf_new(owner);
	uint64_t size;
	if (!world_write(contents->process.in, question.at, question.len) ||
		!take_line(contents, &line))
		return lost(contents);
	if (parse_size(buf_bytes(&line), &size))
		return take_content(contents, owner, size, limit, text);
	*why = bytes_of(_("this clone does not have it; 'git fetch --refetch --no-filter' gets "
			  "everything"));
	return SNAPSHOT_LOST;
}

enum snapshot_answer contents_read(void *keeper, struct arena *owner, struct bytes id, size_t limit,
	struct bytes *text, struct bytes *why)
{
	struct contents *contents = keeper;
	enum snapshot_answer answer = SNAPSHOT_LOST;
	pthread_mutex_lock(&contents->lock);
	*why = (struct bytes){ 0 };
	if (!contents->broken.at && start(contents))
		answer = ask(contents, owner, id, limit, text, why);
	if (answer == SNAPSHOT_LOST && !why->at)
		*why = contents->broken;
	pthread_mutex_unlock(&contents->lock);
	return answer;
}
