/*
 * Memory by lifetime. An arena gives zeroed memory and takes all of it back at once; there is no
 * free for a single piece. Two lifetimes are enough: `run` (the command) and `scratch` (one
 * document, one profile), which is reset after each.
 *
 * There is no failure to handle: when the machine has no memory left, arena_exhausted() ends the
 * process with exit code 3 after it has removed what the run had begun to write.
 */
#ifndef LEME_BASE_ARENA_H
#define LEME_BASE_ARENA_H

#include <stddef.h>

struct arena;

/* A new, empty arena. It ends with arena_end(). */
struct arena *arena_new(void);

/* Zeroed bytes, aligned for any type. A size of 0 gives a valid, useless pointer. */
void *arena_take(struct arena *arena, size_t size);

/* As arena_take, but the bytes hold anything: for who fills them at once. */
void *arena_take_unset(struct arena *arena, size_t size);

/* Takes everything back and keeps some memory for the next round. Undoes foreign handles first. */
void arena_reset(struct arena *arena);

/* Gives everything back to the system. NULL is allowed. */
void arena_end(struct arena *arena);

/* Has undo(handle) called, last registered first, when the arena is reset or ends. */
void arena_undo(struct arena *arena, void (*undo)(void *handle), void *handle);

/* The child ends when the owner is reset or ends. */
void arena_adopt(struct arena *owner, struct arena *child);

/* How many bytes are in use; for figures of memory only. */
size_t arena_used(const struct arena *arena);

/* What arena_exhausted() calls before it ends the process: removes the temps of this run. */
void arena_set_last_words(void (*last_words)(void));

/* Says that memory is out, calls the last words and ends the process with code 3. */
_Noreturn void arena_exhausted(void);

#define arena_new_of(arena, type) ((type *)arena_take((arena), sizeof(type)))
#define arena_array_of(arena, type, count) ((type *)arena_take((arena), sizeof(type) * (count)))

/* A list that grows in an arena: struct { ARRAY(int); } list; *array_push(run, &list) = 3; */
#define ARRAY(type) \
	type *at; \
	size_t count, room
#define array_push(arena, list) \
	((void)((list)->count < (list)->room || \
		 ((list)->at = array_room((arena), (list)->at, (list)->count, &(list)->room, \
			  sizeof *(list)->at))), \
		&(list)->at[(list)->count++])

/* Makes sure that one more item fits. Returns the items' place; if it is new, the old is gone. */
void *array_room(struct arena *arena, void *items, size_t count, size_t *room, size_t item_size);

#endif
