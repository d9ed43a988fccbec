#include "registry.h"

#include "base/message.h"
#include "notation/notation.h"
#include "read.h"

#include <stdlib.h>

/* A prefix of names and what stands in its place. */
struct spelling {
	struct bytes from, to;
	struct span at;
};

struct spellings {
	ARRAY(struct spelling); /* the longest `from` first */
};

struct registries {
	struct spellings canonical, output;
	struct bytes house; /* its canonical place; empty if there is none */
};

struct making {
	struct arena *owner;
	struct registries *registries;
	struct diags *d;
	bool good;
};

/* --- prefixes --------------------------------------------------------------------------------- */

/* What follows `prefix/` in a name, or no text; the name may be the prefix itself. */
static bool is_behind(struct bytes name, struct bytes prefix, struct bytes *rest)
{
	*rest = bytes_slice(name, prefix.len, name.len);
	return prefix.len && bytes_begins(name, prefix) && (!rest->len || rest->at[0] == '/');
}

/* As images in it are normalised. Two parts behind it, since Docker Hub adds one to one. */
static struct bytes normal_prefix(struct arena *owner, struct bytes text)
{
	struct bytes tail = BYTES("/x/x"), nothing = { 0 };
	struct image image;
	while (text.len && text.at[text.len - 1] == '/')
		text.len--;
	if (image_parse_normalized(owner, bytes_join(owner, text, tail, nothing), &image))
		return text;
	struct bytes name = image_repository(owner, &image);
	return bytes_slice(name, 0, name.len - tail.len);
}

static bool is_domain(struct arena *owner, struct bytes key)
{
	return image_name_split(bytes_join(owner, key, BYTES("/"), BYTES("x"))).domain.len > 0;
}

static const struct spelling *spelling_of(
	const struct spellings *spellings, struct bytes name, struct bytes *rest)
{
	for (size_t i = 0; i < spellings->count; i++)
		if (is_behind(name, spellings->at[i].from, rest))
			return &spellings->at[i];
	return NULL;
}

static struct bytes respelled(
	struct arena *owner, const struct spellings *spellings, struct bytes name)
{
	struct bytes rest, nothing = { 0 };
	const struct spelling *spelling = spelling_of(spellings, name, &rest);
	return spelling ? bytes_join(owner, spelling->to, rest, nothing) : name;
}

/* --- making ----------------------------------------------------------------------------------- */

static int longest_first(const void *a, const void *b)
{
	const struct spelling *x = a, *y = b;
	if (x->from.len != y->from.len)
		return x->from.len < y->from.len ? 1 : -1;
	return bytes_compare(x->from, y->from);
}

static void add_canonical(struct making *making, struct bytes from, struct bytes to, struct span at)
{
	struct spellings *spellings = &making->registries->canonical;
	for (size_t i = 0; i < spellings->count; i++) {
		const struct spelling *other = &spellings->at[i];
		if (!bytes_equal(other->from, from))
			continue;
		if (bytes_equal(other->to, to))
			return;
		making->good = diag_error(making->d, at, "registry/ambiguous",
			N_("'" BYTES_FMT "' is a name of two registries, '" BYTES_FMT
			   "' and '" BYTES_FMT "'"),
			BYTES_ARG(from), BYTES_ARG(other->to), BYTES_ARG(to));
		diag_related(making->d, other->at, N_("the other one"));
		return;
	}
	*array_push(making->owner, spellings) = (struct spelling){ from, to, at };
}

static void add_name(struct making *making, const struct value *name, struct bytes place)
{
	if (name)
		add_canonical(making, normal_prefix(making->owner, name->text), place, name->at);
}

static void add_mirror(struct making *making, const struct value *mirror, struct bytes place)
{
	struct bytes rest;
	if (!mirror)
		return;
	if (!is_behind(normal_prefix(making->owner, mirror->text), place, &rest)) {
		add_name(making, mirror, place);
		return;
	}
	making->good = diag_error(making->d, mirror->at, "registry/mirror",
		N_("the mirror '" BYTES_FMT "' begins with what it mirrors, '" BYTES_FMT "'"),
		BYTES_ARG(mirror->text), BYTES_ARG(place));
}

/* Empty for one that has neither a place nor the name of one. */
static struct bytes canonical_place(struct making *making, const struct entry *entry)
{
	if (is_domain(making->owner, entry->key))
		return normal_prefix(making->owner, entry->key);
	return normal_prefix(making->owner, read_text(entry->value, "at"));
}

static void add_registry(struct making *making, const struct entry *entry, struct bytes place)
{
	const struct value *map = entry->value, *aliases = read_key(map, "aliases");
	if (!place.len)
		return;
	add_canonical(making, place, place, entry->key_at);
	add_name(making, read_key(map, "at"), place);
	for (size_t i = 0; aliases && i < aliases->count; i++)
		add_name(making, aliases->items[i], place);
	add_mirror(making, read_key(map, "mirror"), place);
}

static void add_output(struct making *making, const struct entry *entry, struct bytes place)
{
	const struct value *mirror = read_key(entry->value, "mirror");
	const struct value *name = mirror ? mirror : read_key(entry->value, "at");
	if (place.len && name)
		*array_push(making->owner, &making->registries->output) = (struct spelling){ place,
			normal_prefix(making->owner, name->text), name->at };
}

/* The catalogue decides; a registry that only the profile has is where the profile says. */
static struct bytes place_of(
	struct making *making, const struct value *catalog, const struct entry *entry)
{
	const struct value *first = catalog ? value_get(catalog, entry->key) : NULL;
	struct entry known = { entry->key, entry->key_at, first ? first : entry->value };
	struct bytes place = canonical_place(making, &known);
	return place.len ? place : canonical_place(making, entry);
}

/* --- what means nothing ----------------------------------------------------------------------- */

/* A house may be without a place: then no image is relative. */
static void check_place(struct making *making, const struct entry *entry, struct bytes place)
{
	if (place.len || bytes_is(entry->key, "house"))
		return;
	making->good = diag_error(making->d, entry->key_at, "registry/no-place",
		N_("the registry '" BYTES_FMT "' is nowhere"), BYTES_ARG(entry->key));
	diag_hint(making->d, N_("its name is a domain, as 'docker.io', or 'at' says where it is"));
}

static const char *fault_of_allowed(
	struct arena *owner, struct bytes place, struct bytes repository)
{
	struct image image;
	struct bytes rest, slash = BYTES("/");
	const char *fault = image_parse_normalized(
		owner, bytes_join(owner, place, slash, repository), &image);
	if (fault)
		return fault;
	if (image.tag.len || image.digest.len)
		return N_("what charts may bring is a repository, in any version");
	return is_behind(repository, place, &rest)
		? N_("the registry is not said again in front of a repository")
		: NULL;
}

static void check_allowed(struct making *making, const struct entry *entry, struct bytes place)
{
	const struct value *allow = read_key(entry->value, "allow");
	for (size_t i = 0; place.len && allow && i < allow->count; i++) {
		const struct value *item = allow->items[i];
		const char *fault = fault_of_allowed(making->owner, place, item->text);
		if (fault)
			making->good = diag_error(making->d, item->at, "registry/allow",
				N_("'" BYTES_FMT "': %s"), BYTES_ARG(item->text), message(fault));
	}
}

/* --- all of them ------------------------------------------------------------------------------ */

static void add_names(struct making *making, const struct value *catalog, const struct value *map)
{
	for (size_t i = 0; map && i < map->count; i++) {
		struct bytes place = place_of(making, catalog, &map->entries[i]);
		check_place(making, &map->entries[i], place);
		check_allowed(making, &map->entries[i], place);
		if (bytes_is(map->entries[i].key, "house"))
			making->registries->house = place;
		add_registry(making, &map->entries[i], place);
	}
}

static void add_outputs(struct making *making, const struct value *catalog, const struct value *map)
{
	for (size_t i = 0; map && i < map->count; i++)
		add_output(making, &map->entries[i], place_of(making, catalog, &map->entries[i]));
}

static void sort(struct spellings *spellings)
{
	if (spellings->count)
		qsort(spellings->at, spellings->count, sizeof *spellings->at, longest_first);
}

const struct registries *registries_new(struct arena *owner, const struct value *catalog,
	const struct value *profile, struct diags *d)
{
	struct making making = { owner, arena_new_of(owner, struct registries), d, true };
	add_names(&making, catalog, catalog);
	if (making.good)
		add_names(&making, catalog, profile);
	add_outputs(&making, catalog, profile ? profile : catalog);
	sort(&making.registries->canonical);
	sort(&making.registries->output);
	return making.good ? making.registries : NULL;
}

/* --- names ------------------------------------------------------------------------------------ */

struct bytes registries_canonical(
	struct arena *owner, const struct registries *registries, struct bytes repository)
{
	struct image image;
	if (image_parse_normalized(owner, repository, &image))
		return repository;
	return respelled(owner, &registries->canonical, image_repository(owner, &image));
}

struct bytes registries_spelled(
	struct arena *owner, const struct registries *registries, struct bytes repository)
{
	return respelled(owner, &registries->output, repository);
}

const char *registries_reference(struct arena *owner, const struct registries *registries,
	struct bytes text, struct image *image)
{
	const char *wrong = image_parse_normalized(owner, text, image);
	if (wrong)
		return wrong;
	struct bytes rest = respelled(
		owner, &registries->canonical, image_repository(owner, image));
	bytes_cut(&rest, '/', &image->domain);
	image->path = rest;
	return NULL;
}

struct bytes registries_of_house(
	struct arena *owner, const struct registries *registries, struct bytes image)
{
	struct bytes house = registries->house;
	return house.len ? bytes_join(owner, house, BYTES("/"), image) : house;
}

struct bytes registries_in_house(const struct registries *registries, struct bytes repository)
{
	struct bytes rest;
	if (!is_behind(repository, registries->house, &rest) || rest.len < 2)
		return (struct bytes){ 0 };
	return bytes_slice(rest, 1, rest.len);
}
