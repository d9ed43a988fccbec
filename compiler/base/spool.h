/*
 * New contents that wait for the commit. A small set stays in memory; a larger one goes to a file
 * without a name in `.leme`, so that memory does not grow with the fleet. For transaction.c and
 * commit.c only.
 */
#ifndef LEME_BASE_SPOOL_H
#define LEME_BASE_SPOOL_H

#include "bytes.h"

struct spool {
	struct arena *owner;
	int state;  /* the handle of `.leme` */
	int handle; /* -1: nothing was too much for the memory so far */
	char *held; /* what is not in the file yet */
	size_t held_len;
	uint64_t filed; /* bytes in the file */
	char *room;     /* for reading */
	size_t room_len;
};

struct spool spool_new(struct arena *owner, int state);

/* Takes a copy; *at is where to ask for it. False with errno. */
bool spool_add(struct spool *spool, struct bytes content, uint64_t *at) MUST_USE;

/* The content, valid until the next call. False with errno. */
bool spool_get(struct spool *spool, uint64_t at, size_t len, struct bytes *content) MUST_USE;

/* A place for `len` bytes that the next call may use again. */
char *spool_room(struct spool *spool, size_t len);

void spool_end(struct spool *spool);

#endif
