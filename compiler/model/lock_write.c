#include "lock.h"

#include <stdlib.h>

/* --- changing --------------------------------------------------------------------------------- */

struct lock *lock_copy(struct arena *owner, const struct lock *lock)
{
	struct lock *copy = lock_new(owner, lock->source);
	for (size_t i = 0; i < lock->images.count; i++)
		lock_set_image(copy, &lock->images.at[i]);
	for (size_t i = 0; i < lock->artifacts.count; i++)
		lock_set_artifact(copy, &lock->artifacts.at[i]);
	for (size_t i = 0; i < lock->sources.count; i++)
		lock_set_source(copy, &lock->sources.at[i]);
	copy->release = lock->release;
	return copy;
}

/* The place of a key: its own one, or the next, which is then its own. */
static size_t place_for(struct names *places, struct bytes key, size_t count)
{
	uint32_t place = names_get(places, key);
	if (place)
		return place - 1;
	names_set(places, key, (uint32_t)count + 1);
	return count;
}

void lock_set_image(struct lock *lock, const struct lock_image *image)
{
	size_t place = place_for(&lock->image_places, image->reference, lock->images.count);
	if (place == lock->images.count)
		(void)array_push(lock->owner, &lock->images);
	lock->images.at[place] = *image;
}

void lock_set_artifact(struct lock *lock, const struct lock_artifact *artifact)
{
	size_t place = place_for(&lock->artifact_places, artifact->name, lock->artifacts.count);
	if (place == lock->artifacts.count)
		(void)array_push(lock->owner, &lock->artifacts);
	lock->artifacts.at[place] = *artifact;
}

void lock_set_source(struct lock *lock, const struct lock_source *source)
{
	size_t place = place_for(&lock->source_places, source->name, lock->sources.count);
	if (place == lock->sources.count)
		(void)array_push(lock->owner, &lock->sources);
	lock->sources.at[place] = *source;
}

void lock_set_release(struct lock *lock, const struct lock_release *release)
{
	lock->release = *release;
}

/* --- writing ---------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
	return bytes_compare(**(const struct bytes *const *)a, **(const struct bytes *const *)b);
}

/* The keys of items of a size, each of which begins with its key, in the order of bytes. */
static const struct bytes **sorted(
	struct arena *owner, const void *items, size_t count, size_t size)
{
	const struct bytes **keys = arena_array_of(owner, const struct bytes *, count);
	for (size_t i = 0; i < count; i++)
		keys[i] = (const struct bytes *)((const char *)items + i * size);
	if (count)
		qsort(keys, count, sizeof *keys, by_key);
	return keys;
}

static void add_field(struct buf *out, const char *name, struct bytes text)
{
	buf_print(out, "%s: ", name);
	emit_scalar(out, text, QUOTE_ALWAYS);
}

static void add_key(struct buf *out, struct bytes key)
{
	buf_add(out, BYTES("  "));
	emit_key(out, key, 2);
	buf_add_char(out, ' ');
}

/* Digests and platforms are plain to every reader. */
static void add_image(struct buf *out, const struct lock_image *image)
{
	size_t count = image->platforms.count;
	const struct bytes **names = sorted(
		out->owner, image->platforms.at, count, sizeof *image->platforms.at);
	add_key(out, image->reference);
	buf_add(out, count ? BYTES("{index: ") : BYTES(""));
	buf_add(out, image->digest);
	for (size_t i = 0; i < count; i++) {
		const struct lock_platform *platform = (const struct lock_platform *)names[i];
		buf_print(out, ", " BYTES_FMT ": " BYTES_FMT, BYTES_ARG(platform->name),
			BYTES_ARG(platform->digest));
	}
	buf_add(out, count ? BYTES("}\n") : BYTES("\n"));
}

static void add_artifact(struct buf *out, const struct lock_artifact *artifact)
{
	add_key(out, artifact->name);
	add_field(out, "{sha256", artifact->sha256);
	buf_print(out, ", size: %llu}\n", (unsigned long long)artifact->size);
}

static void add_source(struct buf *out, const struct lock_source *source)
{
	add_key(out, source->name);
	if (source->git.len)
		add_field(out, "{git", source->git);
	else
		add_field(out, "{url", source->url);
	add_field(out, ", revision", source->revision);
	buf_add(out, BYTES("}\n"));
}

static int by_entry(const void *a, const void *b)
{
	return bytes_compare(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

/* Maps in the order of their keys, so that a line has one place. */
static const struct value *ordered(struct arena *owner, const struct value *value)
{
	if (value->kind != VALUE_MAP)
		return value;
	struct value *map = arena_new_of(owner, struct value);
	struct entry *entries = arena_array_of(owner, struct entry, value->count);
	*map = *value;
	map->entries = entries;
	for (size_t i = 0; i < value->count; i++)
		entries[i] = (struct entry){ value->entries[i].key, value->entries[i].key_at,
			ordered(owner, value->entries[i].value) };
	if (value->count)
		qsort(entries, value->count, sizeof *entries, by_entry);
	return map;
}

static void add_release(struct buf *out, const struct lock_release *release)
{
	buf_add(out, BYTES("release:\n"));
	if (!release->version.at)
		return;
	add_field(out, "  version", release->version);
	buf_print(out, "\n  chart: " BYTES_FMT "\n", BYTES_ARG(release->chart));
	if (!release->components || !release->components->count)
		return;
	buf_add(out, BYTES("  components:\n"));
	emit_value(out, ordered(out->owner, release->components), 4);
}

struct bytes lock_text(struct arena *owner, const struct lock *lock)
{
	struct buf out = buf_new(owner);
	const struct bytes **images = sorted(
		owner, lock->images.at, lock->images.count, sizeof *lock->images.at);
	const struct bytes **artifacts = sorted(
		owner, lock->artifacts.at, lock->artifacts.count, sizeof *lock->artifacts.at);
	const struct bytes **sources = sorted(
		owner, lock->sources.at, lock->sources.count, sizeof *lock->sources.at);
	buf_add(&out,
		BYTES("# Written by leme, see leme.lock(5): 'leme lock' changes it.\n"
		      "apiVersion: leme/v1\nkind: Lock\nimages:\n"));
	for (size_t i = 0; i < lock->images.count; i++)
		add_image(&out, (const struct lock_image *)images[i]);
	buf_add(&out, BYTES("artifacts:\n"));
	for (size_t i = 0; i < lock->artifacts.count; i++)
		add_artifact(&out, (const struct lock_artifact *)artifacts[i]);
	buf_add(&out, BYTES("sources:\n"));
	for (size_t i = 0; i < lock->sources.count; i++)
		add_source(&out, (const struct lock_source *)sources[i]);
	add_release(&out, &lock->release);
	return buf_bytes(&out);
}
