#include "commit.h"

#include "digest.h"
#include "lock.h"
#include "message.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

enum { MARK_LEN = 12 };

/* --- saying what failed ---------------------------------------------------------------------- */

struct span transaction_place(const struct transaction *t, struct bytes path, struct diags *d)
{
	return span_of_path(d->owner, folder_path(d->owner, t->folder, path));
}

static const char *advice(int reason)
{
	switch (reason) {
	case ENOSPC:
	case EDQUOT:
		return N_("free some space, then run again");
	case EACCES:
	case EPERM:
	case EROFS:
		return N_("make the folder of the file writable, then run again");
	default:
		return N_("remove the cause, then run again");
	}
}

bool transaction_failed(const struct transaction *t, struct bytes path, struct diags *d)
{
	int reason = errno;
	struct bytes shown = folder_path(d->owner, t->folder, path);
	struct span at = span_of_path(d->owner, shown);
	if (reason == EXDEV)
		return diag_error(d, at, "path/outside",
			"'" BYTES_FMT "' leads out of the project through a link",
			BYTES_ARG(shown));
	diag_world(d, at, "output/failed", "cannot write '" BYTES_FMT "': %s", BYTES_ARG(shown),
		strerror(reason));
	diag_hint(d, "%s", message(advice(reason)));
	return false;
}

/* --- begin and end --------------------------------------------------------------------------- */

static bool state_failed(const struct folder *folder, struct diags *d)
{
	int reason = errno;
	struct bytes shown = folder_path(d->owner, folder, BYTES(".leme"));
	struct span at = span_of_path(d->owner, shown);
	if (reason == EXDEV)
		return diag_error(d, at, "path/outside",
			"'" BYTES_FMT "' leads out of the project through a link",
			BYTES_ARG(shown));
	diag_world(d, at, "lock/failed", "cannot make the folder '" BYTES_FMT "': %s",
		BYTES_ARG(shown), strerror(reason));
	diag_hint(d, "make the project's folder writable, then run again");
	return false;
}

/* An empty one is of a run that ended right here; any other is as its author wants it. */
static bool write_ignore(int state)
{
	struct stat status;
	if (world_stat_at(state, ".gitignore", &status) == 0 &&
		(status.st_size > 0 || !S_ISREG(status.st_mode)))
		return true;
	int handle = world_create(state, ".gitignore", O_WRONLY | O_NOFOLLOW, 0666);
	if (handle < 0)
		return false;
	bool wrote = world_write(handle, "*\n", 2);
	return world_close(handle) == 0 && wrote;
}

/* The handle of `.leme`, which is made on need; -1 with errno. */
static int open_state(const struct folder *folder)
{
	if (world_make_folder(folder->handle, ".leme") < 0 && errno != EEXIST)
		return -1;
	int state = folder_open_at(folder, ".leme", O_RDONLY | O_DIRECTORY);
	if (state < 0 || write_ignore(state))
		return state;
	int reason = errno;
	close(state);
	errno = reason;
	return -1;
}

static struct bytes random_mark(struct arena *owner)
{
	unsigned char noise[MARK_LEN / 2];
	if (getrandom(noise, sizeof noise, 0) != sizeof noise)
		memset(noise, 0, sizeof noise);
	char *mark = arena_take(owner, MARK_LEN);
	for (size_t i = 0; i < MARK_LEN; i++)
		mark[i] = "0123456789abcdef"[noise[i / 2] >> (i % 2 * 4) & 15];
	return (struct bytes){ mark, MARK_LEN };
}

static void close_if_open(int *handle)
{
	if (*handle >= 0)
		close(*handle);
	*handle = -1;
}

void transaction_abandon(struct transaction *t)
{
	reach_end(&t->reach);
	close_if_open(&t->journal_handle);
	spool_end(&t->spool);
	if (t->lock >= 0)
		lock_drop(t->lock);
	t->lock = -1;
	close_if_open(&t->state);
	t->entries.count = 0;
}

static void abandon_handle(void *transaction)
{
	transaction_abandon(transaction);
}

struct transaction *transaction_begin(
	struct arena *owner, const struct folder *folder, struct diags *d)
{
	struct transaction *t = arena_new_of(owner, struct transaction);
	*t = (struct transaction){ .owner = owner,
		.folder = folder,
		.lock = -1,
		.journal_handle = -1,
		.reach = reach_new(folder) };
	t->journal.mark = random_mark(owner);
	arena_undo(owner, abandon_handle, t);
	t->state = open_state(folder);
	t->spool = spool_new(owner, t->state);
	if (t->state < 0) {
		state_failed(folder, d);
		return NULL;
	}
	t->lock = lock_take(owner, folder, t->state, d);
	if (t->lock >= 0 && journal_recover(owner, folder, t->state, d))
		return t;
	transaction_abandon(t);
	return NULL;
}

/* --- collecting ------------------------------------------------------------------------------ */

/* The path has a NUL behind it. Files mostly follow each other in one folder. */
static void place_entry(struct transaction *t, struct entry *e, struct bytes path)
{
	const struct entry *last = t->entries.count ? &t->entries.at[t->entries.count - 1] : NULL;
	e->path = path;
	e->spot = spot_at(t->owner, e->deed, path.at, last ? last->spot.folder : NULL);
}

static bool is_kind_of_file(
	const struct transaction *t, const struct entry *e, mode_t mode, struct diags *d)
{
	if (S_ISREG(mode))
		return true;
	return diag_world(d, transaction_place(t, e->asked, d), "output/kind",
		S_ISDIR(mode) ? N_("cannot write '" BYTES_FMT "': it is a folder")
			      : N_("cannot write '" BYTES_FMT "': it is not a regular file"),
		BYTES_ARG(e->asked));
}

/* False with errno. A folder or file that is not there yet is no failure: *mode is 0 then. */
static bool look_at(struct transaction *t, const struct entry *e, mode_t *mode)
{
	struct stat status = { 0 };
	int folder = reach_folder(&t->reach, e->spot.folder);
	bool found = folder >= 0 && world_stat_at(folder, e->spot.name, &status) == 0;
	*mode = found ? status.st_mode : 0;
	return found || errno == ENOENT;
}

static bool follow_link(struct transaction *t, struct entry *e, mode_t *mode, struct diags *d)
{
	char real[PATH_MAX];
	if (!folder_real_path(t->folder, bytes_string(t->owner, e->asked), real))
		return transaction_failed(t, e->asked, d);
	place_entry(t, e, bytes_copy(t->owner, bytes_of(real)));
	return look_at(t, e, mode) || transaction_failed(t, e->asked, d);
}

static bool locate(struct transaction *t, struct entry *e, struct diags *d)
{
	mode_t mode;
	if (!folder_path_allowed(e->asked, transaction_place(t, e->asked, d), d))
		return false;
	e->asked = bytes_copy(t->owner, e->asked);
	place_entry(t, e, e->asked);
	if (!look_at(t, e, &mode))
		return transaction_failed(t, e->asked, d);
	if (S_ISLNK(mode) && !follow_link(t, e, &mode, d))
		return false;
	return mode == 0 || is_kind_of_file(t, e, mode, d);
}

static bool add(struct transaction *t, struct entry entry, struct diags *d)
{
	if (!locate(t, &entry, d))
		return false;
	*array_push(t->owner, &t->entries) = entry;
	return true;
}

static void note_old(struct transaction *t, struct entry *e, struct bytes old)
{
	e->had_file = true;
	e->old_len = old.len;
	e->old_hex = digest_hex(t->owner, old);
}

bool transaction_write(struct transaction *t, struct bytes path, const struct bytes *old,
	struct bytes content, struct diags *d)
{
	if (old && bytes_equal(*old, content))
		return true;
	struct entry entry = { .asked = path,
		.had_file = old,
		.new_len = content.len,
		.new_hex = digest_hex(t->owner, content),
		.deed = old ? DEED_REPLACE : DEED_CREATE };
	if (old)
		note_old(t, &entry, *old);
	if (!spool_add(&t->spool, content, &entry.spooled))
		return transaction_failed(t, BYTES(".leme/spool"), d);
	return add(t, entry, d);
}

bool transaction_remove(struct transaction *t, struct bytes path, struct bytes old, struct diags *d)
{
	struct entry entry = { .asked = path, .deed = DEED_REMOVE };
	note_old(t, &entry, old);
	return add(t, entry, d);
}

void transaction_listen(struct transaction *t, struct transaction_listener listener)
{
	t->listener = listener;
}

size_t transaction_count(const struct transaction *t)
{
	return t->entries.count;
}

/* --- readers --------------------------------------------------------------------------------- */

enum leftover { LEFT_NONE, LEFT_JOURNAL, LEFT_WRITER, LEFT_UNKNOWN };

static bool has_journal(int state)
{
	struct stat status;
	return world_stat_at(state, "journal", &status) == 0;
}

/* Waits while somebody holds the journal that is there. LEFT_UNKNOWN leaves errno. */
static enum leftover look_for_journal(const struct folder *folder, int state)
{
	unsigned waited = 0;
	while (has_journal(state)) {
		enum lock_state lock = lock_look(state);
		if (lock == LOCK_UNKNOWN)
			return LEFT_UNKNOWN;
		/* The writer may have ended between the two looks. */
		if (lock == LOCK_FREE && has_journal(state))
			return LEFT_JOURNAL;
		if (lock == LOCK_HELD && !lock_pause(folder, &waited))
			return LEFT_WRITER;
	}
	return errno == ENOENT ? LEFT_NONE : LEFT_UNKNOWN;
}

static bool left(const struct folder *folder, enum leftover leftover, struct diags *d)
{
	int reason = errno;
	struct bytes shown = folder_path(d->owner, folder, BYTES(".leme/journal"));
	struct span at = span_of_path(d->owner, shown);
	if (leftover == LEFT_UNKNOWN)
		return diag_world(d, at, "file/unreadable", "cannot read '" BYTES_FMT "': %s",
			BYTES_ARG(shown), strerror(reason));
	diag_world(d, at, "journal/left", "an interrupted run left its files half written");
	diag_hint(d, "run 'leme compile': it repairs them first");
	return false;
}

bool transaction_none_left(const struct folder *folder, struct arena *scratch, struct diags *d)
{
	int state = folder_open_at(folder, ".leme", O_RDONLY | O_DIRECTORY);
	if (state < 0)
		return errno == ENOENT || left(folder, LEFT_UNKNOWN, d);
	enum leftover leftover = look_for_journal(folder, state);
	bool none = leftover == LEFT_NONE;
	if (leftover == LEFT_WRITER)
		lock_is_held(scratch, folder, state, d);
	else if (!none)
		left(folder, leftover, d);
	close(state);
	return none;
}
