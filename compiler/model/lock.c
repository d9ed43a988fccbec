#include "lock.h"

#include "base/message.h"
#include "notation/notation.h"
#include "read.h"

struct entries {
	ARRAY(struct entry);
};

/* A file being read. */
struct reading {
	struct lock *lock;
	struct arena *scratch;
	const struct registries *registries;
	struct entries components; /* of the release, of all its maps */
	struct {
		struct bytes text;
		struct span at;
	} heads[2]; /* apiVersion and kind */
	struct diags *d;
	bool good;
};

/* --- two values for one key ------------------------------------------------------------------- */

static void refuse_second(struct reading *reading, struct bytes key, const struct value *second,
	struct bytes first, struct span first_at)
{
	reading->good = diag_error(reading->d, second->at, "lock/duplicate",
		N_("'" BYTES_FMT "' is locked twice: to '" BYTES_FMT "' and to '" BYTES_FMT "'"),
		BYTES_ARG(key), BYTES_ARG(first), BYTES_ARG(second->text));
	diag_related(reading->d, first_at, N_("it is locked here first"));
	diag_hint(reading->d, N_("delete the line that is wrong: leme does not choose"));
}

/* A text that may be said again if it is the same. */
static void take_text(struct reading *reading, struct bytes key, struct bytes *text,
	struct span *at, const struct value *value)
{
	if (text->at && !bytes_equal(*text, value->text)) {
		refuse_second(reading, key, value, *text, *at);
		return;
	}
	if (text->at)
		return;
	*text = value->text;
	*at = value->at;
}

/* --- images ----------------------------------------------------------------------------------- */

static bool is_reference(struct reading *reading, const struct entry *entry)
{
	struct image image;
	const char *wrong = registries_reference(
		reading->scratch, reading->registries, entry->key, &image);
	if (!wrong && (!image.tag.len || image.digest.len))
		wrong = N_("an image is locked by its name and tag, without digest");
	if (wrong) {
		reading->good = diag_error(reading->d, entry->key_at, "key/form",
			N_("'" BYTES_FMT "': %s"), BYTES_ARG(entry->key), _(wrong));
		diag_hint(reading->d, N_("write it like registry.example.com/shop/api:1.0"));
		return false;
	}
	struct bytes canonical = image_text(reading->scratch, &image);
	if (bytes_equal(canonical, entry->key))
		return true;
	reading->good = diag_error(reading->d, entry->key_at, "lock/reference",
		N_("'" BYTES_FMT "' is not the canonical name of this image"),
		BYTES_ARG(entry->key));
	diag_hint(reading->d, N_("write '" BYTES_FMT "'"), BYTES_ARG(canonical));
	return false;
}

static struct lock_platform *find_platform(struct lock_image *image, struct bytes name)
{
	for (size_t i = 0; i < image->platforms.count; i++)
		if (bytes_equal(image->platforms.at[i].name, name))
			return &image->platforms.at[i];
	return NULL;
}

static void take_platform(
	struct reading *reading, struct lock_image *image, const struct entry *entry)
{
	struct lock_platform *platform = find_platform(image, entry->key);
	struct bytes digest = entry->value->text;
	if (!platform)
		*array_push(reading->lock->owner, &image->platforms) = (struct lock_platform){
			entry->key, digest, entry->value->at
		};
	else
		take_text(reading, entry->key, &platform->digest, &platform->at, entry->value);
}

static void take_digests(
	struct reading *reading, struct lock_image *image, const struct value *value)
{
	if (value->kind != VALUE_MAP) {
		take_text(reading, image->reference, &image->digest, &image->at, value);
		return;
	}
	for (size_t i = 0; i < value->count; i++) {
		const struct entry *entry = &value->entries[i];
		if (bytes_is(entry->key, "index"))
			take_text(reading, image->reference, &image->digest, &image->at,
				entry->value);
		else
			take_platform(reading, image, entry);
	}
	if (image->digest.at)
		return;
	reading->good = diag_error(
		reading->d, value->at, "key/missing", N_("the key '%s' is missing"), "index");
}

static void take_image(struct reading *reading, const struct entry *entry)
{
	struct lock *lock = reading->lock;
	uint32_t place = names_get(&lock->image_places, entry->key);
	if (!place && !is_reference(reading, entry))
		return;
	if (!place) {
		*array_push(lock->owner,
			&lock->images) = (struct lock_image){ .reference = entry->key };
		place = (uint32_t)lock->images.count;
		names_set(&lock->image_places, entry->key, place);
	}
	take_digests(reading, &lock->images.at[place - 1], entry->value);
}

/* --- artifacts and sources -------------------------------------------------------------------- */

static void take_artifact(struct reading *reading, const struct entry *entry)
{
	struct lock *lock = reading->lock;
	const struct value *sha256 = read_key(entry->value, "sha256"),
			   *size = read_key(entry->value, "size");
	uint32_t place = names_get(&lock->artifact_places, entry->key);
	if (!place) {
		*array_push(lock->owner, &lock->artifacts) = (struct lock_artifact){ entry->key,
			sha256->text, (uint64_t)size->integer, sha256->at };
		names_set(&lock->artifact_places, entry->key, (uint32_t)lock->artifacts.count);
		return;
	}
	const struct lock_artifact *first = &lock->artifacts.at[place - 1];
	if (!bytes_equal(first->sha256, sha256->text))
		refuse_second(reading, entry->key, sha256, first->sha256, first->at);
	else if (first->size != (uint64_t)size->integer)
		refuse_second(reading, entry->key, size,
			bytes_print(reading->d->owner, "%llu", (unsigned long long)first->size),
			first->at);
}

static void take_source(struct reading *reading, const struct entry *entry)
{
	struct lock *lock = reading->lock;
	const struct value *map = entry->value;
	const struct value *url = read_key(map, "url"), *git = read_key(map, "git");
	struct lock_source source = { entry->key, read_text(map, "url"), read_text(map, "git"),
		read_text(map, "revision"), read_place(map, "revision") };
	if (!url == !git) {
		reading->good = diag_error(reading->d, entry->key_at, "lock/source",
			N_("a source has either url or git"));
		return;
	}
	uint32_t place = names_get(&lock->source_places, entry->key);
	if (!place) {
		*array_push(lock->owner, &lock->sources) = source;
		names_set(&lock->source_places, entry->key, (uint32_t)lock->sources.count);
		return;
	}
	const struct lock_source *first = &lock->sources.at[place - 1];
	if (!bytes_equal(first->revision, source.revision))
		refuse_second(
			reading, entry->key, read_key(map, "revision"), first->revision, first->at);
	else if (!bytes_equal(first->url, source.url) || !bytes_equal(first->git, source.git))
		refuse_second(reading, entry->key, url ? url : git,
			first->url.len ? first->url : first->git, first->at);
}

/* --- the release ------------------------------------------------------------------------------ */

/* What stands under one key, once or again. */
struct group {
	struct entry entry;
	struct entries members; /* of maps: those of all of them */
};

static void add_members(struct arena *owner, struct entries *entries, const struct value *map)
{
	for (size_t i = 0; i < map->count; i++)
		*array_push(owner, entries) = map->entries[i];
}

static void add_to_group(struct reading *reading, struct group *group, const struct entry *entry)
{
	const struct value *first = group->entry.value, *value = entry->value;
	if (first->kind == VALUE_MAP && value->kind == VALUE_MAP)
		add_members(reading->scratch, &group->members, value);
	else if (first != value && !value_equal(first, value))
		refuse_second(reading, entry->key, value, first->text, first->at);
}

/* The map with every key once, however deep. */
static const struct value *distinct(
	struct reading *reading, const struct value *like, const struct entries *all)
{
	struct names places = { .owner = reading->scratch };
	struct {
		ARRAY(struct group);
	} groups = { 0 };
	for (size_t i = 0; i < all->count; i++) {
		uint32_t place = names_get(&places, all->at[i].key);
		if (!place) {
			*array_push(
				reading->scratch, &groups) = (struct group){ .entry = all->at[i] };
			place = (uint32_t)groups.count;
			names_set(&places, all->at[i].key, place);
		}
		add_to_group(reading, &groups.at[place - 1], &all->at[i]);
	}
	struct value *map = arena_new_of(reading->lock->owner, struct value);
	struct entry *entries = arena_array_of(reading->lock->owner, struct entry, groups.count);
	*map = *like;
	map->entries = entries;
	map->count = groups.count;
	for (size_t i = 0; i < groups.count; i++) {
		entries[i] = groups.at[i].entry;
		if (entries[i].value->kind == VALUE_MAP)
			entries[i].value = distinct(
				reading, entries[i].value, &groups.at[i].members);
	}
	return map;
}

static void take_release(struct reading *reading, const struct entry *entry)
{
	struct lock_release *release = &reading->lock->release;
	if (bytes_is(entry->key, "version"))
		take_text(reading, entry->key, &release->version, &release->at, entry->value);
	else if (bytes_is(entry->key, "chart"))
		take_text(reading, entry->key, &release->chart, &release->chart_at, entry->value);
	else if (!release->components)
		release->components = entry->value;
	if (bytes_is(entry->key, "components"))
		add_members(reading->scratch, &reading->components, entry->value);
}

/* --- the file --------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	void (*take)(struct reading *reading, const struct entry *entry);
} sections[] = {
	{ "images", take_image },
	{ "artifacts", take_artifact },
	{ "sources", take_source },
	{ "release", take_release },
};

static void take_head(struct reading *reading, const struct entry *entry)
{
	static const char *const names[] = { "apiVersion", "kind" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (bytes_is(entry->key, names[i]))
			take_text(reading, entry->key, &reading->heads[i].text,
				&reading->heads[i].at, entry->value);
}

static void take_section(struct reading *reading, const struct entry *section)
{
	take_head(reading, section);
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		for (size_t e = 0;
			bytes_is(section->key, sections[i].name) && e < section->value->count; e++)
			sections[i].take(reading, &section->value->entries[e]);
}

static bool take_documents(struct reading *reading, const struct document_list *documents)
{
	for (size_t i = 0; i < documents->count; i++)
		for (size_t e = 0; e < documents->at[i]->count; e++)
			take_section(reading, &documents->at[i]->entries[e]);
	struct lock_release *release = &reading->lock->release;
	if (release->components)
		release->components = distinct(reading, release->components, &reading->components);
	return reading->good;
}

struct lock *lock_new(struct arena *owner, const struct source *source)
{
	struct lock *lock = arena_new_of(owner, struct lock);
	*lock = (struct lock){ .owner = owner, .source = source };
	lock->image_places.owner = lock->artifact_places.owner = lock->source_places.owner = owner;
	return lock;
}

struct lock *lock_read(struct arena *owner, const struct folder *folder,
	const struct registries *registries, struct limits limits, struct diags *d)
{
	size_t before = d->count;
	const struct source *source = folder_read(
		owner, folder, BYTES(LOCK_PATH), MISSING_IS_NULL, (struct span){ 0 }, d);
	if (d->count > before)
		return NULL;
	struct lock *lock = lock_new(owner, source);
	struct document_list documents = { 0 };
	limits.repeated_keys = true;
	if (!source)
		return lock;
	if (!read_documents(owner, source, "Lock", limits, &documents, d))
		return NULL;
	struct reading reading = {
		.lock = lock,
		.scratch = arena_new(),
		.registries = registries,
		.d = d,
		.good = true,
	};
	bool good = take_documents(&reading, &documents);
	arena_end(reading.scratch);
	return good ? lock : NULL;
}

/* --- looking ---------------------------------------------------------------------------------- */

const struct lock_image *lock_find_image(const struct lock *lock, struct bytes reference)
{
	uint32_t place = names_get(&lock->image_places, reference);
	return place ? &lock->images.at[place - 1] : NULL;
}

const struct lock_artifact *lock_find_artifact(const struct lock *lock, struct bytes name)
{
	uint32_t place = names_get(&lock->artifact_places, name);
	return place ? &lock->artifacts.at[place - 1] : NULL;
}

const struct lock_source *lock_find_source(const struct lock *lock, struct bytes name)
{
	uint32_t place = names_get(&lock->source_places, name);
	return place ? &lock->sources.at[place - 1] : NULL;
}
