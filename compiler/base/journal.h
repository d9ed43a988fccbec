/*
 * The journal of a transaction, `.leme/journal`: what it is about to change, so that the next run
 * can finish or undo it. It is written and synced as a whole before anything else is, hence a
 * journal without its end says that nothing was begun.
 *
 *   leme journal 1 MARK
 *   folder PATH             one line for each folder that is made, outer ones first
 *   file OLD NEW PATH       sha256 before and after; '-' where there is no file
 *   end
 *   ready                   added when every file is in place: forward from here, else back
 */
#ifndef LEME_BASE_JOURNAL_H
#define LEME_BASE_JOURNAL_H

#include "buf.h"
#include "folder.h"
#include "spot.h"

struct journal_file {
	struct bytes path;             /* inside the project, no link at its end */
	struct bytes old_hex, new_hex; /* empty: no file */
};

struct journal {
	struct bytes mark;
	bool ready;
	struct texts folders;
	struct {
		ARRAY(struct journal_file);
	} files;
};

#define JOURNAL_READY "ready\n"

/* The parts of its text up to "end": the head with the folders, each file, the end. */
void journal_add_head(struct buf *out, const struct journal *journal);
void journal_add_file(struct buf *out, const struct journal_file *file);
void journal_add_end(struct buf *out);

enum journal_kind {
	JOURNAL_WHOLE,
	JOURNAL_CUT,    /* it has no end */
	JOURNAL_FOREIGN /* not of this form: nothing may be done by it */
};

/* The parts are views of the text. */
enum journal_kind journal_read(struct arena *owner, struct bytes text, struct journal *journal);

/* What is to be done with the file of that number. `known`: as for spot_at(). */
struct spot journal_spot(
	struct arena *owner, const struct journal *journal, size_t number, const char *known);

/*
 * Finishes or undoes what a journal in `.leme`, whose handle is `state`, says; nothing if there is
 * none. The caller holds the lock. A file that was changed since is left as it is, with a warning.
 * False, with a diag (`journal/stuck`, exit 3), if it cannot be done; it can be tried again.
 */
bool journal_recover(
	struct arena *scratch, const struct folder *folder, int state, struct diags *d) MUST_USE;

#endif
