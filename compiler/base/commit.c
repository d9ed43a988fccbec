#include "commit.h"

#include "digest.h"
#include "interrupt.h"
#include "message.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum comparison { SAME, DIFFERENT, UNKNOWN };

/* The one that is between its journal and its end; for the last words. */
static struct transaction *under_way;

static bool changed(const struct transaction *t, const struct entry *e, struct diags *d)
{
	diag_refuse(d, transaction_place(t, e->asked, d), "output/changed",
		"'" BYTES_FMT "' was changed by somebody else meanwhile", BYTES_ARG(e->asked));
	diag_hint(d, "run again");
	return false;
}

static bool interrupted(const struct transaction *t, struct diags *d)
{
	return diag_world(d, transaction_place(t, BYTES(".leme/journal"), d), "output/interrupted",
		"interrupted by a signal; nothing was written");
}

/* --- the journal ----------------------------------------------------------------------------- */

/* By folder first, so that each is opened once. */
static int by_place(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->spot.folder, y->spot.folder);
	return order ? order : bytes_compare(x->path, y->path);
}

static bool sort_entries(struct transaction *t, struct diags *d)
{
	qsort(t->entries.at, t->entries.count, sizeof *t->entries.at, by_place);
	bool once = true;
	for (size_t i = 1; i < t->entries.count; i++)
		if (by_place(&t->entries.at[i - 1], &t->entries.at[i]) == 0)
			once = diag_error(d, transaction_place(t, t->entries.at[i].asked, d),
				"output/twice", "'" BYTES_FMT "' is written twice",
				BYTES_ARG(t->entries.at[i].asked));
	return once;
}

/* Adds the folder and those around it that are not there yet. */
static bool note_folder(struct transaction *t, const struct entry *e, struct diags *d)
{
	if (reach_folder(&t->reach, e->spot.folder) >= 0)
		return true;
	struct bytes folder = bytes_of(e->spot.folder);
	for (size_t len = 0; len < folder.len; len++) {
		if (len + 1 < folder.len && folder.at[len + 1] != '/')
			continue;
		struct bytes path = bytes_slice(folder, 0, len + 1);
		const char *name = bytes_string(t->owner, path);
		if (reach_folder(&t->reach, name) >= 0)
			continue;
		if (errno != ENOENT)
			return transaction_failed(t, path, d);
		*array_push(t->owner, &t->journal.folders) = path;
	}
	return true;
}

static void sort_folders(struct transaction *t)
{
	struct texts *folders = &t->journal.folders;
	if (folders->count == 0)
		return;
	qsort(folders->at, folders->count, sizeof *folders->at, bytes_order);
	size_t kept = 1;
	for (size_t i = 1; i < folders->count; i++)
		if (!bytes_equal(folders->at[i], folders->at[kept - 1]))
			folders->at[kept++] = folders->at[i];
	folders->count = kept;
}

static bool plan(struct transaction *t, struct diags *d)
{
	if (!sort_entries(t, d))
		return false;
	for (size_t i = 0; i < t->entries.count; i++) {
		struct entry *e = &t->entries.at[i];
		e->spot.mark = t->journal.mark;
		e->spot.number = i;
		bool first = i == 0 || strcmp(e[-1].spot.folder, e->spot.folder) != 0;
		if (first && !note_folder(t, e, d))
			return false;
	}
	sort_folders(t);
	t->folders = arena_array_of(t->owner, struct spot, t->journal.folders.count);
	return true;
}

enum { JOURNAL_PIECE = 32 * 1024 };

static bool put_piece(struct transaction *t, struct buf *piece)
{
	bool wrote = world_write(t->journal_handle, piece->at, piece->len);
	t->journal_len += piece->len;
	piece->len = 0;
	return wrote;
}

static bool put_files(struct transaction *t, struct buf *piece)
{
	for (size_t i = 0; i < t->entries.count; i++) {
		const struct entry *e = &t->entries.at[i];
		journal_add_file(piece, &(struct journal_file){ e->path, e->old_hex, e->new_hex });
		if (piece->len > JOURNAL_PIECE && !put_piece(t, piece))
			return false;
	}
	return true;
}

/* Until its end is written it says that nothing was begun, so that pieces do no harm. */
static bool put_journal(struct transaction *t)
{
	struct buf piece = buf_new(t->owner);
	journal_add_head(&piece, &t->journal);
	if (!put_files(t, &piece))
		return false;
	journal_add_end(&piece);
	return put_piece(t, &piece);
}

static bool write_journal(struct transaction *t, struct diags *d)
{
	t->journal_begun = true;
	t->journal_handle = world_create(t->state, "journal", O_WRONLY | O_APPEND | O_TRUNC, 0666);
	if (t->journal_handle >= 0 && put_journal(t) && world_sync(t->journal_handle) == 0 &&
		world_sync(t->state) == 0)
		return true;
	return transaction_failed(t, BYTES(".leme/journal"), d);
}

/* --- forward --------------------------------------------------------------------------------- */

static bool make_folders(struct transaction *t, struct diags *d)
{
	const struct texts *folders = &t->journal.folders;
	for (size_t i = 0; i < folders->count; i++) {
		struct spot *spot = &t->folders[i];
		*spot = spot_at(
			t->owner, DEED_CREATE, bytes_string(t->owner, folders->at[i]), NULL);
		int around = reach_folder(&t->reach, spot->folder);
		if (around < 0 || world_make_folder(around, spot->name) < 0)
			return transaction_failed(t, folders->at[i], d);
		t->folders_made++;
	}
	return true;
}

static enum comparison compare_content(struct transaction *t, int handle, const struct entry *e)
{
	/* One byte more than expected tells a file that has grown meanwhile. */
	char *room = spool_room(&t->spool, e->old_len + 1);
	size_t done = 0;
	ssize_t got;
	while (done <= e->old_len &&
		(got = world_read(handle, room + done, e->old_len + 1 - done)) != 0) {
		if (got < 0)
			return UNKNOWN;
		done += (size_t)got;
	}
	return done == e->old_len && digest_is((struct bytes){ room, done }, e->old_hex)
		? SAME
		: DIFFERENT;
}

static enum comparison compare_absence(int folder, const struct entry *e)
{
	struct stat status;
	if (world_stat_at(folder, e->spot.name, &status) == 0)
		return DIFFERENT;
	return errno == ENOENT ? SAME : UNKNOWN;
}

static bool note_status(int handle, struct before *before)
{
	struct stat status;
	if (world_stat(handle, &status) < 0)
		return false;
	*before = (struct before){ status.st_mode, status.st_uid, status.st_gid, status.st_size,
		status.st_mtim };
	return true;
}

/* Whether the target is still what the new content was made from. UNKNOWN leaves errno. */
static enum comparison compare(struct transaction *t, int folder, struct entry *e)
{
	if (!e->had_file)
		return compare_absence(folder, e);
	int handle = world_open(folder, e->spot.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	if (handle < 0)
		return errno == ENOENT || errno == ELOOP ? DIFFERENT : UNKNOWN;
	bool known = note_status(handle, &e->before);
	enum comparison result = known ? compare_content(t, handle, e) : UNKNOWN;
	int reason = errno;
	close(handle);
	errno = reason;
	return result;
}

/* The temp gets the owner, as far as that is allowed, and the mode of the file that it replaces. */
static bool take_after(int handle, const struct before *before)
{
	if (before->uid != geteuid() || before->gid != getegid()) {
		int ignored = fchown(handle, before->uid, before->gid);
		(void)ignored;
	}
	return world_chmod(handle, before->mode & 0777) == 0;
}

/* Only a listener asks for it; without it nothing is told. */
static void note_made(const struct transaction *t, int handle, struct entry *e)
{
	struct stat status;
	if (!t->listener.written || fstat(handle, &status) < 0)
		return;
	e->made_inode = status.st_ino;
	e->made_modified = identity_of(&status).modified;
}

static bool write_temp(struct transaction *t, int folder, struct entry *e)
{
	struct bytes content;
	if (!spool_get(&t->spool, e->spooled, e->new_len, &content))
		return false;
	mode_t mode = e->had_file ? 0600 : 0666;
	struct spot_name temp = spot_temp(&e->spot);
	int handle = world_create(folder, temp.text, O_WRONLY | O_EXCL | O_NOFOLLOW, mode);
	if (handle < 0)
		return false;
	e->progress = STAGED;
	bool wrote = world_write(handle, content.at, content.len) &&
		(!e->had_file || take_after(handle, &e->before));
	note_made(t, handle, e);
	int reason = errno;
	bool closed = world_close(handle) == 0;
	if (!wrote)
		errno = reason;
	return wrote && closed;
}

static bool stage(struct transaction *t, struct entry *e, struct diags *d)
{
	int folder = reach_folder(&t->reach, e->spot.folder);
	if (folder < 0)
		return transaction_failed(t, e->asked, d);
	enum comparison comparison = compare(t, folder, e);
	if (comparison == DIFFERENT)
		return changed(t, e, d);
	return (comparison == SAME && (e->deed == DEED_REMOVE || write_temp(t, folder, e))) ||
		transaction_failed(t, e->asked, d);
}

/* Somebody may have written between the comparison and the exchange; then it is in the temp. */
static bool took_what_was_compared(int folder, const struct entry *e)
{
	struct stat taken;
	struct spot_name temp = spot_temp(&e->spot);
	return !e->had_file ||
		(world_stat_at(folder, temp.text, &taken) == 0 && taken.st_size == e->before.size &&
			taken.st_mtim.tv_sec == e->before.mtime.tv_sec &&
			taken.st_mtim.tv_nsec == e->before.mtime.tv_nsec);
}

static bool install(struct transaction *t, struct entry *e, struct diags *d)
{
	int folder = reach_folder(&t->reach, e->spot.folder);
	if (folder < 0)
		return transaction_failed(t, e->asked, d);
	enum spot_state state = spot_install(folder, &e->spot);
	if (state != SPOT_OLD)
		e->progress = state == SPOT_NEW ? INSTALLED : TORN;
	if (state != SPOT_NEW)
		return transaction_failed(t, e->asked, d);
	return took_what_was_compared(folder, e) || changed(t, e, d);
}

typedef bool (*entry_step)(struct transaction *t, struct entry *e, struct diags *d);

static bool for_each(struct transaction *t, entry_step step, struct diags *d)
{
	for (size_t i = 0; i < t->entries.count; i++) {
		if (interrupt_noted())
			return interrupted(t, d);
		if (!step(t, &t->entries.at[i], d))
			return false;
	}
	return true;
}

static bool sync_temps(struct transaction *t, struct diags *d)
{
	/* Everything spooled is in the temps now; a file without a name must not be synced too. */
	spool_end(&t->spool);
	return reach_sync(&t->reach) || transaction_failed(t, t->entries.at[0].asked, d);
}

static bool mark_ready(struct transaction *t, struct diags *d)
{
	if (interrupt_noted())
		return interrupted(t, d);
	t->ready_begun = true;
	return (world_write(t->journal_handle, JOURNAL_READY, strlen(JOURNAL_READY)) &&
		       world_sync(t->journal_handle) == 0) ||
		transaction_failed(t, BYTES(".leme/journal"), d);
}

static bool go_forward(struct transaction *t, struct diags *d)
{
	return plan(t, d) && write_journal(t, d) && make_folders(t, d) && for_each(t, stage, d) &&
		sync_temps(t, d) && for_each(t, install, d) && mark_ready(t, d);
}

/*
 * What the journal speaks of must be on disk before it goes. Its own end is synced too: after a
 * power failure it must not come back and be obeyed a second time.
 */
static bool remove_journal(struct transaction *t)
{
	if (!reach_sync(&t->reach) || world_remove(t->state, "journal") < 0)
		return false;
	world_sync(t->state);
	return true;
}

/* --- back ------------------------------------------------------------------------------------ */

/* While files are taken back the journal must not say that all are in place. */
static bool unmark_ready(struct transaction *t)
{
	return !t->ready_begun ||
		(world_truncate(t->journal_handle, (off_t)t->journal_len) == 0 &&
			world_sync(t->journal_handle) == 0);
}

static bool take_back(struct transaction *t, struct entry *e)
{
	if (e->progress == IDLE)
		return true;
	int folder = reach_folder(&t->reach, e->spot.folder);
	if (folder < 0 || e->progress == TORN)
		return false;
	return e->progress == STAGED ? spot_clear(folder, &e->spot)
				     : spot_restore(folder, &e->spot);
}

static bool remove_folder(struct transaction *t, const struct spot *spot)
{
	int around = reach_folder(&t->reach, spot->folder);
	return around >= 0 && world_remove_folder(around, spot->name) == 0;
}

/* Takes no memory. False if something could not be taken back: the journal stays for the next. */
static bool undo(struct transaction *t)
{
	if (!unmark_ready(t))
		return false;
	bool undone = true;
	for (size_t i = t->entries.count; i--;)
		undone = take_back(t, &t->entries.at[i]) && undone;
	for (size_t i = t->folders_made; undone && i--;)
		undone = remove_folder(t, &t->folders[i]);
	return undone && (!t->journal_begun || remove_journal(t));
}

static void undo_under_way(void)
{
	struct transaction *t = under_way;
	under_way = NULL;
	(void)(t && undo(t));
}

static void go_back(struct transaction *t, struct diags *d)
{
	if (undo(t))
		return;
	int reason = errno;
	diag_world(d, transaction_place(t, BYTES(".leme/journal"), d), "journal/left",
		"not everything could be undone: %s", strerror(reason));
	diag_hint(d, "the next run of leme that writes undoes the rest");
}

/* --- the end --------------------------------------------------------------------------------- */

static bool clear(struct transaction *t, struct entry *e)
{
	int folder = reach_folder(&t->reach, e->spot.folder);
	return folder >= 0 && spot_clear(folder, &e->spot);
}

/* Everything is in place; what fails from here on is only untidy. */
static void tidy_up(struct transaction *t, struct diags *d)
{
	bool tidy = true;
	for (size_t i = 0; i < t->entries.count && tidy; i++)
		tidy = !t->entries.at[i].had_file || clear(t, &t->entries.at[i]);
	if (tidy && remove_journal(t))
		return;
	int reason = errno;
	diag_warning(d, transaction_place(t, BYTES(".leme/journal"), d), "journal/left",
		"every file is written, but the old ones could not be cleared away: %s",
		strerror(reason));
	diag_hint(d, "the next run of leme that writes does it");
}

/*
 * The rename has changed the file's time of change, but nothing else. Whoever wrote after it has
 * left a later time of modification, unless all happened within a tick of the clock.
 */
static void tell_written(struct transaction *t, const struct entry *e)
{
	struct stat status;
	int folder = reach_folder(&t->reach, e->spot.folder);
	if (folder < 0 || fstatat(folder, e->spot.name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	struct identity now = identity_of(&status);
	struct identity written = { .device = now.device, .changed = now.modified };
	bool untouched = now.inode == e->made_inode && now.size == e->new_len &&
		now.modified == e->made_modified && identity_settled(written, now);
	if (untouched)
		t->listener.written(t->listener.context, e->asked, now);
}

static void tell_listener(struct transaction *t)
{
	for (size_t i = 0; t->listener.written && i < t->entries.count; i++)
		tell_written(t, &t->entries.at[i]);
	if (t->listener.settled)
		t->listener.settled(t->listener.context);
}

static bool commit(struct transaction *t, struct diags *d)
{
	under_way = t;
	arena_set_last_words(undo_under_way);
	bool done = go_forward(t, d);
	under_way = NULL; /* what is marked ready is not undone any more */
	arena_set_last_words(NULL);
	if (done)
		tidy_up(t, d);
	else
		go_back(t, d);
	return done;
}

bool transaction_commit(struct transaction *t, struct diags *d)
{
	struct interrupt before;
	interrupt_hold(&before);
	bool done = t->entries.count == 0 || commit(t, d);
	if (done)
		tell_listener(t);
	transaction_abandon(t);
	interrupt_release(&before);
	return done;
}
