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
	struct names variants;     /* a key with a value → a number */
	struct entries components; /* of the release, of all its maps */
	struct {
		struct bytes text;
		struct span at;
	} heads[2]; /* apiVersion and kind */
	struct diags *d;
	bool good;
};

/* --- two values for one key ------------------------------------------------------------------- */

static void add_clash(struct reading *reading, enum lock_part part, struct bytes key,
	struct bytes first, struct span first_at, const struct value *second)
{
	*array_push(reading->lock->owner, &reading->lock->clashes) = (struct lock_clash){
		.part = part,
		.key = key,
		.first = first,
		.first_at = first_at,
		.second = second->text,
		.second_at = second->at,
	};
}

/* What no command mends, as it decides what the rest means. */
static void refuse_second(struct reading *reading, struct bytes key, const struct value *second,
	struct bytes first, struct span first_at)
{
	reading->good = diag_error(reading->d, second->at, "lock/duplicate",
		N_("'" BYTES_FMT "' is here twice: '" BYTES_FMT "' and '" BYTES_FMT "'"),
		BYTES_ARG(key), BYTES_ARG(first), BYTES_ARG(second->text));
	diag_related(reading->d, first_at, N_("the first one"));
	diag_hint(reading->d, N_("delete the line that is wrong: leme does not choose"));
}

/* A text that may be said again if it is the same; else true. */
static bool differs(struct bytes *text, struct span *at, const struct value *value)
{
	if (text->at)
		return !bytes_equal(*text, value->text);
	*text = value->text;
	*at = value->at;
	return false;
}

/* The number that another value of a key has, or 0 and it is the number given. */
static uint32_t variant_of(
	struct reading *reading, struct bytes key, struct bytes value, size_t number)
{
	struct bytes both = bytes_join(reading->scratch, key, BYTES("\n"), value);
	uint32_t known = names_get(&reading->variants, both);
	if (!known)
		names_set(&reading->variants, both, (uint32_t)number);
	return known;
}

/* --- images ----------------------------------------------------------------------------------- */

static void note_alias(struct reading *reading, const struct entry *entry, struct bytes canonical)
{
	struct lock_aliases *aliases = &reading->lock->aliases;
	const struct value *index = entry->value->kind == VALUE_MAP
		? read_key(entry->value, "index")
		: entry->value;
	if (aliases->count++ || !index)
		return;
	aliases->written = entry->key;
	aliases->canonical = canonical;
	aliases->digest = index->text;
	aliases->at = entry->key_at;
}

/* The canonical name of what a key names, or nothing after a diag. */
static struct bytes canonical_key(struct reading *reading, const struct entry *entry)
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
		return (struct bytes){ 0 };
	}
	struct bytes canonical = image_text(reading->scratch, &image);
	if (bytes_equal(canonical, entry->key))
		return entry->key;
	canonical = bytes_copy(reading->lock->owner, canonical);
	note_alias(reading, entry, canonical);
	return canonical;
}

static struct lock_platform *find_platform(struct lock_image *image, struct bytes name)
{
	for (size_t i = 0; i < image->platforms.count; i++)
		if (bytes_equal(image->platforms.at[i].name, name))
			return &image->platforms.at[i];
	return NULL;
}

static void add_platform(
	struct reading *reading, struct lock_image *image, const struct lock_platform *platform)
{
	struct lock *lock = reading->lock;
	const struct lock_platform *first = find_platform(image, platform->name);
	if (first && bytes_equal(first->digest, platform->digest))
		return;
	if (first)
		*array_push(lock->owner, &lock->clashes) = (struct lock_clash){ LOCK_IMAGE,
			image->reference, platform->name, first->digest, platform->digest,
			first->at, platform->at };
	*array_push(lock->owner, &image->platforms) = *platform;
}

static void take_digests(
	struct reading *reading, struct lock_image *image, const struct value *value)
{
	for (size_t i = 0; i < value->count; i++) {
		const struct entry *entry = &value->entries[i];
		const struct lock_platform platform = { entry->key, entry->value->text,
			entry->value->at };
		if (!bytes_is(entry->key, "index"))
			add_platform(reading, image, &platform);
		else if (differs(&image->digest, &image->at, entry->value))
			refuse_second(
				reading, image->reference, entry->value, image->digest, image->at);
	}
	if (image->digest.at)
		return;
	reading->good = diag_error(
		reading->d, value->at, "key/missing", N_("the key '%s' is missing"), "index");
}

/* The key was there before: with the same digest platforms join, another digest clashes. */
static void add_again(struct reading *reading, uint32_t place, const struct lock_image *image)
{
	struct lock *lock = reading->lock;
	const struct lock_image *first = &lock->images.at[place - 1];
	uint32_t same = bytes_equal(first->digest, image->digest)
		? place
		: variant_of(reading, image->reference, image->digest, lock->images.count + 1);
	for (size_t i = 0; same && i < image->platforms.count; i++)
		add_platform(reading, &lock->images.at[same - 1], &image->platforms.at[i]);
	if (same)
		return;
	*array_push(lock->owner, &lock->clashes) = (struct lock_clash){ .part = LOCK_IMAGE,
		.key = image->reference,
		.first = first->digest,
		.second = image->digest,
		.first_at = first->at,
		.second_at = image->at };
	*array_push(lock->owner, &lock->images) = *image;
}

static void take_image(struct reading *reading, const struct entry *entry)
{
	struct lock *lock = reading->lock;
	uint32_t place = names_get(&lock->image_places, entry->key);
	struct lock_image image = { .reference = place ? entry->key
						       : canonical_key(reading, entry) };
	if (!image.reference.len)
		return;
	if (entry->value->kind == VALUE_MAP)
		take_digests(reading, &image, entry->value);
	else
		(void)differs(&image.digest, &image.at, entry->value);
	place = names_get(&lock->image_places, image.reference);
	if (place) {
		add_again(reading, place, &image);
		return;
	}
	*array_push(lock->owner, &lock->images) = image;
	names_set(&lock->image_places, image.reference, (uint32_t)lock->images.count);
}

/* --- artifacts and sources -------------------------------------------------------------------- */

static void clash_artifact(struct reading *reading, const struct lock_artifact *first,
	const struct value *sha256, const struct value *size)
{
	if (!bytes_equal(first->sha256, sha256->text))
		add_clash(reading, LOCK_ARTIFACT, first->name, first->sha256, first->at, sha256);
	else
		add_clash(reading, LOCK_ARTIFACT, first->name,
			bytes_print(reading->d->owner, "%llu", (unsigned long long)first->size),
			first->at, size);
}

static void take_artifact(struct reading *reading, const struct entry *entry)
{
	struct lock *lock = reading->lock;
	const struct value *sha256 = read_key(entry->value, "sha256"),
			   *size = read_key(entry->value, "size");
	uint32_t place = names_get(&lock->artifact_places, entry->key);
	struct bytes whole = bytes_print(reading->scratch, "artifact " BYTES_FMT " %llu",
		BYTES_ARG(sha256->text), (unsigned long long)size->integer);
	if (variant_of(reading, entry->key, whole, 1))
		return;
	*array_push(lock->owner, &lock->artifacts) = (struct lock_artifact){ entry->key,
		sha256->text, (uint64_t)size->integer, sha256->at };
	if (place)
		clash_artifact(reading, &lock->artifacts.at[place - 1], sha256, size);
	else
		names_set(&lock->artifact_places, entry->key, (uint32_t)lock->artifacts.count);
}

static void clash_source(
	struct reading *reading, const struct lock_source *first, const struct value *map)
{
	const struct value *url = read_key(map, "url"), *git = read_key(map, "git");
	const struct value *revision = read_key(map, "revision");
	if (!bytes_equal(first->revision, revision->text))
		add_clash(reading, LOCK_SOURCE, first->name, first->revision, first->at, revision);
	else
		add_clash(reading, LOCK_SOURCE, first->name,
			first->url.len ? first->url : first->git, first->at, url ? url : git);
}

static void take_source(struct reading *reading, const struct entry *entry)
{
	struct lock *lock = reading->lock;
	const struct value *map = entry->value;
	struct lock_source source = { entry->key, read_text(map, "url"), read_text(map, "git"),
		read_text(map, "revision"), read_place(map, "revision") };
	if (!source.url.at == !source.git.at) {
		reading->good = diag_error(reading->d, entry->key_at, "lock/source",
			N_("a source has either url or git"));
		return;
	}
	uint32_t place = names_get(&lock->source_places, entry->key);
	struct bytes whole = bytes_print(reading->scratch,
		"source " BYTES_FMT "\n" BYTES_FMT "\n" BYTES_FMT, BYTES_ARG(source.url),
		BYTES_ARG(source.git), BYTES_ARG(source.revision));
	if (variant_of(reading, entry->key, whole, 1))
		return;
	*array_push(lock->owner, &lock->sources) = source;
	if (place)
		clash_source(reading, &lock->sources.at[place - 1], map);
	else
		names_set(&lock->source_places, entry->key, (uint32_t)lock->sources.count);
}

/* --- the release ------------------------------------------------------------------------------ */

/* What stands under one key, once or again. */
struct group {
	struct entry entry;
	struct entries members; /* of maps: those of all of them */
};

/* A map of the record while it is made, with its way from `release`. */
struct record_map {
	struct bytes way;
	struct {
		ARRAY(struct group);
	} groups;
	struct entries others; /* that clash */
};

static void add_members(struct arena *owner, struct entries *entries, const struct value *map)
{
	for (size_t i = 0; i < map->count; i++)
		*array_push(owner, entries) = map->entries[i];
}

static struct bytes way_to(struct reading *reading, const struct record_map *map, struct bytes key)
{
	return bytes_join(reading->lock->owner, map->way, BYTES("."), key);
}

static void add_to_group(struct reading *reading, struct record_map *map, struct group *group,
	const struct entry *entry)
{
	const struct value *first = group->entry.value, *value = entry->value;
	if (first->kind == VALUE_MAP && value->kind == VALUE_MAP) {
		add_members(reading->scratch, &group->members, value);
		return;
	}
	if (first == value || value_equal(first, value))
		return;
	add_clash(reading, LOCK_RELEASE, way_to(reading, map, entry->key), first->text, first->at,
		value);
	*array_push(reading->scratch, &map->others) = *entry;
}

static void group_members(
	struct reading *reading, struct record_map *map, const struct entries *all)
{
	struct names places = { .owner = reading->scratch };
	for (size_t i = 0; i < all->count; i++) {
		uint32_t place = names_get(&places, all->at[i].key);
		if (!place) {
			*array_push(reading->scratch,
				&map->groups) = (struct group){ .entry = all->at[i] };
			place = (uint32_t)map->groups.count;
			names_set(&places, all->at[i].key, place);
		}
		add_to_group(reading, map, &map->groups.at[place - 1], &all->at[i]);
	}
}

/* The map with every key once, but for those that clash, however deep. */
static const struct value *distinct(struct reading *reading, const struct value *like,
	const struct entries *all, struct bytes way)
{
	struct record_map map = { .way = way };
	group_members(reading, &map, all);
	struct value *value = arena_new_of(reading->lock->owner, struct value);
	struct entries entries = { 0 };
	for (size_t i = 0; i < map.groups.count; i++) {
		struct entry entry = map.groups.at[i].entry;
		if (entry.value->kind == VALUE_MAP)
			entry.value = distinct(reading, entry.value, &map.groups.at[i].members,
				way_to(reading, &map, entry.key));
		*array_push(reading->lock->owner, &entries) = entry;
	}
	for (size_t i = 0; i < map.others.count; i++)
		*array_push(reading->lock->owner, &entries) = map.others.at[i];
	*value = *like;
	value->entries = entries.at;
	value->count = entries.count;
	return value;
}

/* A version or a digest of the record, with the others that are there, each once. */
static void take_text(struct reading *reading, const char *way, struct bytes *text, struct span *at,
	struct texts *others, const struct value *value)
{
	if (!differs(text, at, value) || variant_of(reading, bytes_of(way), value->text, 1))
		return;
	add_clash(reading, LOCK_RELEASE, bytes_of(way), *text, *at, value);
	*array_push(reading->lock->owner, others) = value->text;
}

static void take_release(struct reading *reading, const struct entry *entry)
{
	struct lock_release *release = &reading->lock->release;
	if (bytes_is(entry->key, "version"))
		take_text(reading, "release.version", &release->version, &release->at,
			&release->other_versions, entry->value);
	else if (bytes_is(entry->key, "chart"))
		take_text(reading, "release.chart", &release->chart, &release->chart_at,
			&release->other_charts, entry->value);
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
		if (bytes_is(entry->key, names[i]) &&
			differs(&reading->heads[i].text, &reading->heads[i].at, entry->value))
			refuse_second(reading, entry->key, entry->value, reading->heads[i].text,
				reading->heads[i].at);
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
		release->components = distinct(reading, release->components, &reading->components,
			BYTES("release.components"));
	return reading->good;
}

struct lock *lock_new(struct arena *owner, const struct source *source)
{
	struct lock *lock = arena_new_of(owner, struct lock);
	*lock = (struct lock){ .owner = owner, .source = source };
	lock->image_places.owner = lock->artifact_places.owner = lock->source_places.owner = owner;
	return lock;
}

/* Whether there is nothing indeed. */
static bool is_absent(const struct folder *folder, struct arena *owner, struct diags *d)
{
	if (!folder_is_link(folder, LOCK_PATH))
		return true;
	diag_error(d, span_of_path(owner, folder_path(owner, folder, BYTES(LOCK_PATH))),
		"file/missing", N_("'leme.lock' is a link that leads nowhere"));
	diag_hint(d, N_("bring back what it led to, or delete the link"));
	return false;
}

/* What is empty holds as much as no file, but may have held more. */
static bool read_lines(struct arena *owner, const struct source *source, struct limits limits,
	struct document_list *documents, struct diags *d)
{
	if (read_documents(owner, source, "Lock", limits, documents, d))
		return true;
	if (strcmp(d->at[d->count - 1]->id, "file/empty") == 0)
		diag_hint(d, N_("delete it, or bring back what it held"));
	return false;
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
		return is_absent(folder, owner, d) ? lock : NULL;
	if (!read_lines(owner, source, limits, &documents, d))
		return NULL;
	struct reading reading = {
		.lock = lock,
		.scratch = arena_new(),
		.registries = registries,
		.d = d,
		.good = true,
	};
	reading.variants.owner = reading.scratch;
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
