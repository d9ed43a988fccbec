#include "arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK_SIZE = 64 * 1024, ALIGNMENT = 16 };

struct chunk {
	struct chunk *older;
	size_t size, used;
	_Alignas(ALIGNMENT) char bytes[];
};

struct undo {
	struct undo *older;
	void (*undo)(void *handle);
	void *handle;
};

struct arena {
	struct chunk *chunk;
	struct undo *undos;
	size_t used;
};

static void (*said_last)(void);

void arena_set_last_words(void (*last_words)(void))
{
	said_last = last_words;
}

void arena_exhausted(void)
{
	static const char text[] = "leme: error: out of memory\n";
	/* Nothing is left to report a failed write to. */
	ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
	(void)ignored;
	if (said_last)
		said_last();
	_Exit(3);
}

/* Those larger than usual come zeroed from the system, which gives a page only when it is used. */
static struct chunk *chunk_new(struct chunk *older, size_t size)
{
	if (size > SIZE_MAX / 2)
		arena_exhausted();
	struct chunk *chunk = size > CHUNK_SIZE ? calloc(1, sizeof *chunk + size)
						: malloc(sizeof *chunk + size);
	if (!chunk)
		arena_exhausted();
	chunk->older = older;
	chunk->size = size;
	chunk->used = 0;
	return chunk;
}

struct arena *arena_new(void)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (!arena)
		arena_exhausted();
	arena->chunk = chunk_new(NULL, CHUNK_SIZE);
	return arena;
}

/* A large piece gets a chunk of its own behind the current one, whose rest stays in use. */
static void *take_large(struct arena *arena, size_t size)
{
	struct chunk *chunk = chunk_new(arena->chunk->older, size);
	arena->chunk->older = chunk;
	chunk->used = size;
	return chunk->bytes;
}

void *arena_take_unset(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX / 4)
		arena_exhausted();
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	arena->used += size;
	if (size > CHUNK_SIZE / 4)
		return take_large(arena, size);
	if (arena->chunk->size - arena->chunk->used < size)
		arena->chunk = chunk_new(arena->chunk, CHUNK_SIZE);
	void *piece = arena->chunk->bytes + arena->chunk->used;
	arena->chunk->used += size;
	return piece;
}

void *arena_take(struct arena *arena, size_t size)
{
	void *piece = arena_take_unset(arena, size);
	/* What comes zeroed from the system is left alone; see chunk_new(). */
	return size > CHUNK_SIZE ? piece : memset(piece, 0, size);
}

static void run_undos(struct arena *arena)
{
	for (struct undo *undo = arena->undos; undo; undo = undo->older)
		undo->undo(undo->handle);
	arena->undos = NULL;
}

void arena_reset(struct arena *arena)
{
	run_undos(arena);
	while (arena->chunk->older) {
		struct chunk *older = arena->chunk->older;
		arena->chunk->older = older->older;
		free(older);
	}
	arena->chunk->used = 0;
	arena->used = 0;
}

void arena_end(struct arena *arena)
{
	if (!arena)
		return;
	arena_reset(arena);
	free(arena->chunk);
	free(arena);
}

void arena_undo(struct arena *arena, void (*undo)(void *), void *handle)
{
	struct undo *entry = arena_new_of(arena, struct undo);
	*entry = (struct undo){ .older = arena->undos, .undo = undo, .handle = handle };
	arena->undos = entry;
}

static void end_child(void *child)
{
	arena_end(child);
}

void arena_adopt(struct arena *owner, struct arena *child)
{
	arena_undo(owner, end_child, child);
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}

/* A large array that moves gives its old place back. */
static void give_back(struct arena *arena, const void *items)
{
	for (struct chunk **link = &arena->chunk->older; *link; link = &(*link)->older) {
		struct chunk *chunk = *link;
		if (chunk->bytes != (const char *)items)
			continue;
		*link = chunk->older;
		free(chunk);
		return;
	}
}

void *array_room(struct arena *arena, void *items, size_t count, size_t *room, size_t item_size)
{
	assert(count <= *room);
	if (count < *room)
		return items;
	*room = *room ? *room * 2 : 8;
	void *moved = arena_take(arena, *room * item_size);
	if (count)
		memcpy(moved, items, count * item_size);
	if (count * item_size > CHUNK_SIZE / 4)
		give_back(arena, items);
	return moved;
}
