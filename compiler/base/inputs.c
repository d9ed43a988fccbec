#include "inputs.h"

#include <pthread.h>
#include <stdlib.h>

struct inputs {
	struct arena *owner; /* of its own, as threads share it */
	pthread_mutex_t lock;
	ARRAY(struct input);
};

static void end(void *handle)
{
	struct inputs *inputs = handle;
	pthread_mutex_destroy(&inputs->lock);
	arena_end(inputs->owner);
}

struct inputs *inputs_new(struct arena *owner)
{
	struct inputs *inputs = arena_new_of(owner, struct inputs);
	*inputs = (struct inputs){ .owner = arena_new() };
	pthread_mutex_init(&inputs->lock, NULL);
	arena_undo(owner, end, inputs);
	return inputs;
}

void inputs_note(struct inputs *inputs, struct bytes path, struct identity identity)
{
	pthread_mutex_lock(&inputs->lock);
	*array_push(inputs->owner, inputs) = (struct input){ bytes_copy(inputs->owner, path),
		identity };
	pthread_mutex_unlock(&inputs->lock);
}

static int by_path(const void *a, const void *b)
{
	const struct input *x = a, *y = b;
	return bytes_compare(x->path, y->path);
}

const struct input *inputs_sorted(struct inputs *inputs, size_t *count)
{
	size_t kept = 0;
	if (inputs->count)
		qsort(inputs->at, inputs->count, sizeof *inputs->at, by_path);
	for (size_t i = 0; i < inputs->count; i++) {
		struct input *last = kept ? &inputs->at[kept - 1] : NULL;
		if (!last || !bytes_equal(last->path, inputs->at[i].path))
			inputs->at[kept++] = inputs->at[i];
		else if (!identity_equal(last->identity, inputs->at[i].identity))
			last->identity.changed = INT64_MAX; /* no file's, and never settled */
	}
	inputs->count = kept;
	*count = kept;
	return inputs->at;
}
