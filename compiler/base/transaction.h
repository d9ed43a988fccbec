/*
 * Writing several files as one step (SPEC, "Transaction").
 *
 * Every file is old or new at every moment, and the set is uniform again after this run's own
 * undo or, after a crash, after the next command that writes:
 *
 *   begin    lock .leme/lock (waits 10 s), finish or undo what a crashed run left
 *   write    keep what differs from what is there; no file of the project changes yet
 *   commit   journal, synced; temps beside their targets; one syncfs; exchange each into place;
 *            mark the journal ready, synced; remove the old files, then the journal
 *
 * The journal `.leme/journal` (journal.h) holds the paths and the sha256 of old and new. A journal
 * marked ready is rolled forward, any other back. When memory runs out within commit, what was
 * begun is undone before the process ends.
 */
#ifndef LEME_BASE_TRANSACTION_H
#define LEME_BASE_TRANSACTION_H

#include "folder.h"

struct transaction;

/*
 * Takes the lock of the project and recovers what a crashed run left there. `.leme/` is made on
 * need, with a .gitignore of `*`. NULL, with a diag (exit 3), if that fails; `lock/held` says who
 * holds the lock after the wait. The lock is given back when the transaction ends or its owner is
 * reset.
 */
struct transaction *transaction_begin(
	struct arena *owner, const struct folder *folder, struct diags *d) MUST_USE;

/*
 * What a target held when the new content was made: NULL if there was no file. commit refuses
 * (`output/changed`, exit 1) to replace a file that no longer holds it.
 * Path and contents are needed for the call only. A content equal to the old one is dropped here:
 * that file will not be touched at all. The path must be allowed and lie inside the folder; a link
 * inside it is followed, the file behind it replaced. False, with a diag: outside, a folder in the
 * place of a file (`output/kind`, exit 3), a link that leads nowhere (`output/failed`).
 */
bool transaction_write(struct transaction *transaction, struct bytes path, const struct bytes *old,
	struct bytes content, struct diags *d) MUST_USE;

/* The same for a file that shall be gone. */
bool transaction_remove(struct transaction *transaction, struct bytes path, struct bytes old,
	struct diags *d) MUST_USE;

/* How many files commit would write or remove. */
size_t transaction_count(const struct transaction *transaction);

/* What commit tells when every file is in place, while the lock is still held. */
struct transaction_listener {
	void *context;
	/* A file that was written, where it is certain that nobody has touched it since. */
	void (*written)(void *context, struct bytes path, struct identity identity);
	/* At the end, once; also if there was nothing to write. */
	void (*settled)(void *context);
};

void transaction_listen(struct transaction *transaction, struct transaction_listener listener);

/*
 * All or none; the transaction ends in any case. On failure everything staged is undone and the
 * diag says what failed: `output/failed` (exit 3), `output/changed` (exit 1), `output/twice` (exit
 * 2). If the undo itself fails, `journal/left` says so and the next run completes it. SIGINT,
 * SIGTERM, SIGHUP, SIGQUIT and SIGPIPE take effect when the set is uniform again.
 */
bool transaction_commit(struct transaction *transaction, struct diags *d) MUST_USE;

/* Ends without writing; allowed again after the end. */
void transaction_abandon(struct transaction *transaction);

/*
 * For commands that only read: true if the files are uniform. A journal that nobody holds is
 * `journal/left` (exit 3): the next command that writes repairs it. Where a run is writing just
 * now it waits as transaction_begin() does.
 */
bool transaction_none_left(
	const struct folder *folder, struct arena *scratch, struct diags *d) MUST_USE;

#endif
