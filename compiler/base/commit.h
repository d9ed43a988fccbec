/*
 * What the two halves of a transaction share: transaction.c collects, commit.c writes. Nobody else
 * includes this.
 */
#ifndef LEME_BASE_COMMIT_H
#define LEME_BASE_COMMIT_H

#include "journal.h"
#include "reach.h"
#include "spool.h"
#include "transaction.h"

#include <sys/stat.h>

enum progress { IDLE, STAGED, INSTALLED, TORN };

/* What is kept of the old file's status. */
struct before {
	mode_t mode;
	uid_t uid;
	gid_t gid;
	off_t size;
	struct timespec mtime;
};

struct entry {
	struct bytes asked; /* as the caller named it; for messages */
	struct bytes path;  /* behind a link; with a NUL behind it */
	bool had_file;
	struct bytes old_hex, new_hex; /* sha256; empty where there is no such file */
	size_t old_len, new_len;
	uint64_t spooled; /* where the new content waits */
	struct spot spot;
	enum deed deed;
	enum progress progress;
	struct before before;
	uint64_t made_inode; /* of the temp when it was written; 0: not known */
	int64_t made_modified;
};

struct transaction {
	struct arena *owner;
	const struct folder *folder;
	int state, lock, journal_handle; /* -1: not open */
	struct reach reach;
	struct spool spool;
	struct journal journal;
	size_t journal_len; /* up to where it is not marked ready */
	bool journal_begun, ready_begun;
	struct {
		ARRAY(struct entry);
	} entries;
	struct transaction_listener listener;
	struct spot *folders; /* those that the journal lists */
	size_t folders_made;
};

/* `output/failed` with errno, at a path inside the project; `path/outside` for EXDEV. */
bool transaction_failed(const struct transaction *t, struct bytes path, struct diags *d);

/* Where a diag about a path inside the project stands. */
struct span transaction_place(const struct transaction *t, struct bytes path, struct diags *d);

#endif
