#include "lock.h"

#include <stdlib.h>

/* --- changing --------------------------------------------------------------------------------- */

/* Which of the array's items, of a size, each beginning with its key, is found by its key. */
static void place_all(struct names *places, const void *items, size_t count, size_t size)
{
	for (size_t i = 0; i < count; i++) {
		struct bytes key = *(const struct bytes *)((const char *)items + i * size);
		if (!names_get(places, key))
			names_set(places, key, (uint32_t)i + 1);
	}
}

struct lock *lock_copy(struct arena *owner, const struct lock *lock)
{
	struct lock *copy = lock_new(owner, lock->source);
	for (size_t i = 0; i < lock->images.count; i++)
		*array_push(owner, &copy->images) = lock->images.at[i];
	for (size_t i = 0; i < lock->artifacts.count; i++)
		*array_push(owner, &copy->artifacts) = lock->artifacts.at[i];
	for (size_t i = 0; i < lock->sources.count; i++)
		*array_push(owner, &copy->sources) = lock->sources.at[i];
	for (size_t i = 0; i < lock->clashes.count; i++)
		*array_push(owner, &copy->clashes) = lock->clashes.at[i];
	place_all(
		&copy->image_places, copy->images.at, copy->images.count, sizeof *copy->images.at);
	place_all(&copy->artifact_places, copy->artifacts.at, copy->artifacts.count,
		sizeof *copy->artifacts.at);
	place_all(&copy->source_places, copy->sources.at, copy->sources.count,
		sizeof *copy->sources.at);
	copy->release = lock->release;
	copy->aliases = lock->aliases;
	return copy;
}

/* Of an entry, or of the part as a whole for the empty key. */
static void forget_clashes(struct lock *lock, enum lock_part part, struct bytes key)
{
	size_t kept = 0;
	for (size_t i = 0; i < lock->clashes.count; i++) {
		const struct lock_clash *clash = &lock->clashes.at[i];
		if (clash->part != part || (key.len && !bytes_equal(clash->key, key)))
			lock->clashes.at[kept++] = *clash;
	}
	lock->clashes.count = kept;
}

/* Takes all items with a key out; the number that stay. */
static size_t take_out(
	struct names *places, void *items, size_t count, size_t size, struct bytes key)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		char *item = (char *)items + i * size;
		if (!bytes_equal(*(const struct bytes *)item, key))
			memmove((char *)items + kept++ * size, item, size);
	}
	names_clear(places);
	place_all(places, items, kept, size);
	return kept;
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
	if (lock_is_torn(lock, LOCK_IMAGE, image->reference)) {
		lock->images.count = take_out(&lock->image_places, lock->images.at,
			lock->images.count, sizeof *lock->images.at, image->reference);
		forget_clashes(lock, LOCK_IMAGE, image->reference);
	}
	size_t place = place_for(&lock->image_places, image->reference, lock->images.count);
	if (place == lock->images.count)
		(void)array_push(lock->owner, &lock->images);
	lock->images.at[place] = *image;
}

void lock_set_artifact(struct lock *lock, const struct lock_artifact *artifact)
{
	if (lock_is_torn(lock, LOCK_ARTIFACT, artifact->name)) {
		lock->artifacts.count = take_out(&lock->artifact_places, lock->artifacts.at,
			lock->artifacts.count, sizeof *lock->artifacts.at, artifact->name);
		forget_clashes(lock, LOCK_ARTIFACT, artifact->name);
	}
	size_t place = place_for(&lock->artifact_places, artifact->name, lock->artifacts.count);
	if (place == lock->artifacts.count)
		(void)array_push(lock->owner, &lock->artifacts);
	lock->artifacts.at[place] = *artifact;
}

void lock_set_source(struct lock *lock, const struct lock_source *source)
{
	if (lock_is_torn(lock, LOCK_SOURCE, source->name)) {
		lock->sources.count = take_out(&lock->source_places, lock->sources.at,
			lock->sources.count, sizeof *lock->sources.at, source->name);
		forget_clashes(lock, LOCK_SOURCE, source->name);
	}
	size_t place = place_for(&lock->source_places, source->name, lock->sources.count);
	if (place == lock->sources.count)
		(void)array_push(lock->owner, &lock->sources);
	lock->sources.at[place] = *source;
}

void lock_set_release(struct lock *lock, const struct lock_release *release)
{
	forget_clashes(lock, LOCK_RELEASE, (struct bytes){ 0 });
	lock->release = *release;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* Those that clash in the order in which they were read. */
static int by_key(const void *a, const void *b)
{
	const struct bytes *x = *(const struct bytes *const *)a,
			   *y = *(const struct bytes *const *)b;
	int order = bytes_compare(*x, *y);
	return order ? order : (x > y) - (x < y);
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
	const struct entry *x = a, *y = b;
	int order = bytes_compare(x->key, y->key);
	return order ? order
		     : (x->key_at.begin > y->key_at.begin) - (x->key_at.begin < y->key_at.begin);
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

static void add_version(struct buf *out, struct bytes version)
{
	add_field(out, "  version", version);
	buf_add_char(out, '\n');
}

static void add_release(struct buf *out, const struct lock_release *release)
{
	buf_add(out, BYTES("release:\n"));
	if (!release->version.at)
		return;
	add_version(out, release->version);
	for (size_t i = 0; i < release->other_versions.count; i++)
		add_version(out, release->other_versions.at[i]);
	buf_print(out, "  chart: " BYTES_FMT "\n", BYTES_ARG(release->chart));
	for (size_t i = 0; i < release->other_charts.count; i++)
		buf_print(out, "  chart: " BYTES_FMT "\n", BYTES_ARG(release->other_charts.at[i]));
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
