#include "journal.h"

#include "digest.h"
#include "message.h"
#include "reach.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* What stands under a name, told by its content. */
enum content { CONTENT_NONE, CONTENT_OLD, CONTENT_NEW, CONTENT_OTHER, CONTENT_UNKNOWN };

struct recovery {
	struct arena *names, *texts; /* texts is reset for each file */
	const struct folder *folder;
	struct journal journal;
	struct reach reach;
	struct diags *d;
};

static bool stuck(const struct recovery *r, struct bytes path)
{
	int reason = errno;
	struct bytes shown = folder_path(r->d->owner, r->folder, path);
	diag_world(r->d, span_of_path(r->d->owner, shown), "journal/stuck",
		"cannot repair what an interrupted run left at '" BYTES_FMT "': %s",
		BYTES_ARG(shown), strerror(reason));
	diag_hint(r->d, "remove the cause and run again; until then nothing is lost");
	return false;
}

static bool foreign(const struct recovery *r)
{
	struct bytes shown = folder_path(r->d->owner, r->folder, BYTES(".leme/journal"));
	diag_world(r->d, span_of_path(r->d->owner, shown), "journal/stuck",
		"'" BYTES_FMT "' is not a journal that this leme understands", BYTES_ARG(shown));
	diag_hint(r->d, "look at the files that it names, then remove it");
	return false;
}

static bool read_handle(struct arena *owner, int handle, struct bytes *text)
{
	struct stat status;
	if (world_stat(handle, &status) < 0)
		return false;
	size_t size = (size_t)status.st_size, len = 0;
	char *at = arena_take(owner, size);
	ssize_t got = 1;
	while (len < size && (got = world_read(handle, at + len, size - len)) > 0)
		len += (size_t)got;
	*text = (struct bytes){ at, len };
	return got >= 0;
}

static bool read_name(struct arena *owner, int folder, const char *name, struct bytes *text)
{
	int handle = world_open(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	if (handle < 0)
		return false;
	bool read = read_handle(owner, handle, text);
	int reason = errno;
	close(handle);
	errno = reason;
	return read;
}

static enum content content_of(
	struct recovery *r, int folder, const char *name, const struct journal_file *file)
{
	struct bytes text;
	if (!read_name(r->texts, folder, name, &text)) {
		if (errno == ENOENT)
			return CONTENT_NONE;
		return errno == ELOOP || errno == EISDIR ? CONTENT_OTHER : CONTENT_UNKNOWN;
	}
	struct bytes hex = digest_hex(r->texts, text);
	if (bytes_equal(hex, file->old_hex))
		return CONTENT_OLD;
	return bytes_equal(hex, file->new_hex) ? CONTENT_NEW : CONTENT_OTHER;
}

/* As content_of(), where no file may be just what is old or new. */
static enum content content_of_target(
	struct recovery *r, int folder, const struct spot *s, const struct journal_file *file)
{
	enum content content = content_of(r, folder, s->name, file);
	if (content == CONTENT_NONE && s->deed != DEED_REPLACE)
		return s->deed == DEED_CREATE ? CONTENT_OLD : CONTENT_NEW;
	return content;
}

static void warn_changed(struct recovery *r, struct bytes path)
{
	struct bytes shown = folder_path(r->d->owner, r->folder, path);
	diag_warning(r->d, span_of_path(r->d->owner, shown), "journal/changed",
		"'" BYTES_FMT "' was changed after an interrupted run and stays as it is",
		BYTES_ARG(shown));
}

static bool recover_spot(
	struct recovery *r, int folder, const struct spot *s, const struct journal_file *file)
{
	bool ready = r->journal.ready;
	enum content wanted = ready ? CONTENT_NEW : CONTENT_OLD;
	bool none_wanted = s->deed == (ready ? DEED_REMOVE : DEED_CREATE);
	if (!spot_settle(folder, s))
		return false;
	struct spot_name name = spot_temp(s);
	enum content target = content_of_target(r, folder, s, file);
	enum content temp = content_of(r, folder, name.text, file);
	if (target == CONTENT_UNKNOWN || temp == CONTENT_UNKNOWN)
		return false;
	if (target == wanted)
		return spot_clear(folder, s);
	if (target != CONTENT_OTHER && none_wanted)
		return world_remove(folder, s->name) == 0 && spot_clear(folder, s);
	if (target != CONTENT_OTHER && temp == wanted)
		return world_rename(folder, name.text, s->name, 0) == 0;
	/* Somebody was here since; what they made counts, and the temp is of no more use. */
	warn_changed(r, file->path);
	return spot_clear(folder, s);
}

static bool recover_file(struct recovery *r, size_t number)
{
	const struct journal_file *file = &r->journal.files.at[number];
	struct spot spot = journal_spot(r->names, &r->journal, number, r->reach.path);
	int folder = reach_folder(&r->reach, spot.folder);
	if (folder < 0)
		return errno == ENOENT || errno == ENOTDIR || stuck(r, file->path);
	bool done = recover_spot(r, folder, &spot, file) || stuck(r, file->path);
	arena_reset(r->texts);
	return done;
}

/* A folder that somebody has filled since stays. */
static bool remove_folder(struct recovery *r, struct bytes path)
{
	struct spot spot = spot_at(
		r->names, DEED_REMOVE, bytes_string(r->names, path), r->reach.path);
	int folder = reach_folder(&r->reach, spot.folder);
	if (folder >= 0 && world_remove_folder(folder, spot.name) == 0)
		return true;
	return errno == ENOENT || errno == ENOTDIR || errno == ENOTEMPTY || errno == EEXIST ||
		stuck(r, path);
}

static bool recover_all(struct recovery *r)
{
	bool done = true;
	for (size_t i = 0; i < r->journal.files.count; i++)
		done = recover_file(r, i) && done;
	for (size_t i = r->journal.folders.count; done && !r->journal.ready && i--;)
		done = remove_folder(r, r->journal.folders.at[i]);
	return done && (reach_sync(&r->reach) || stuck(r, BYTES(".leme/journal")));
}

static void warn_repaired(const struct recovery *r)
{
	struct bytes shown = folder_path(r->d->owner, r->folder, BYTES(".leme/journal"));
	diag_warning(r->d, span_of_path(r->d->owner, shown), "journal/repaired",
		r->journal.ready ? N_("an interrupted run was completed: its files are in place")
				 : N_("an interrupted run was undone: its files are as before"));
}

static bool recover_by(struct recovery *r, struct bytes text)
{
	switch (journal_read(r->names, text, &r->journal)) {
	case JOURNAL_FOREIGN:
		return foreign(r);
	case JOURNAL_CUT:
		return true;
	default:
		r->texts = arena_new();
		r->reach = reach_new(r->folder);
		bool done = recover_all(r);
		reach_end(&r->reach);
		arena_end(r->texts);
		if (done)
			warn_repaired(r);
		return done;
	}
}

bool journal_recover(struct arena *scratch, const struct folder *folder, int state, struct diags *d)
{
	struct recovery r = { .names = scratch, .folder = folder, .d = d };
	struct bytes text;
	if (!read_name(scratch, state, "journal", &text))
		return errno == ENOENT || stuck(&r, BYTES(".leme/journal"));
	if (!recover_by(&r, text))
		return false;
	return (world_remove(state, "journal") == 0 && world_sync(state) == 0) ||
		stuck(&r, BYTES(".leme/journal"));
}
