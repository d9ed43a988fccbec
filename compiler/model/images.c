#include "read.h"

#include "notation/notation.h"

static void add_name(struct arena *owner, const struct catalog *catalog, struct texts *repositories,
	struct bytes name)
{
	const struct registries *spellings = catalog->spellings;
	*array_push(owner, repositories) = image_name_split(name).domain.len
		? registries_canonical(owner, spellings, name)
		: registries_of_house(owner, spellings, name);
}

/* False if only an expression tells it. */
static bool add_image(struct arena *owner, const struct catalog *catalog,
	struct texts *repositories, const struct formula *image)
{
	if (!image->template && image->text.len)
		add_name(owner, catalog, repositories, image->text);
	return !image->template;
}

static void add_allowed(
	struct arena *owner, const struct catalog *catalog, struct texts *repositories)
{
	const struct value *registries = catalog->registries;
	for (size_t i = 0; registries && i < registries->count; i++) {
		const struct entry *entry = &registries->entries[i];
		const struct value *allow = read_key(entry->value, "allow");
		bool house = bytes_is(entry->key, "house");
		for (size_t a = 0; allow && a < allow->count; a++) {
			struct bytes name = allow->items[a]->text;
			add_name(owner, catalog, repositories,
				house ? name : bytes_join(owner, entry->key, BYTES("/"), name));
		}
	}
}

bool catalog_repositories(
	struct arena *owner, const struct catalog *catalog, struct texts *repositories)
{
	bool all = true;
	for (size_t i = 0; i < catalog->components.count; i++) {
		const struct component *component = &catalog->components.at[i];
		all = add_image(owner, catalog, repositories, &component->image) && all;
		for (size_t r = 0; r < component->roles.count; r++)
			all = add_image(owner, catalog, repositories,
				      &component->roles.at[r].image) &&
				all;
	}
	add_allowed(owner, catalog, repositories);
	return all;
}
