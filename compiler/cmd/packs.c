#include "packs.h"

#include "base/names.h"

struct bytes pack_name(const struct pack_document *pack)
{
	return value_get(pack->document, BYTES("name"))->text;
}

struct texts pack_names(struct run *run, const struct pack_documents *packs)
{
	struct texts known = { 0 };
	struct names seen = { .owner = run->arena };
	for (size_t i = 0; i < packs->count; i++)
		if (!names_set(&seen, pack_name(&packs->at[i]), 1))
			*array_push(run->arena, &known) = pack_name(&packs->at[i]);
	return known;
}

bool pack_is_called(const struct pack_document *pack, struct bytes name)
{
	return bytes_equal(pack_name(pack), name) ||
		(pack->shipped && bytes_equal(pack->document->at.source->name, name));
}

static bool add_shipped(
	struct run *run, const struct shipped_pack *pack, struct pack_documents *packs)
{
	const struct value *document = shipped_pack_read(run->arena, pack, &run->diags);
	if (document)
		*array_push(run->arena, packs) = (struct pack_document){ .document = document,
			.shipped = true };
	return document;
}

static bool has_pack(const struct pack_documents *packs, struct bytes name)
{
	for (size_t i = 0; i < packs->count; i++)
		if (bytes_equal(pack_name(&packs->at[i]), name))
			return true;
	return false;
}

/* The newest edition of a name is the last. */
bool packs_complete(struct run *run, struct pack_documents *packs)
{
	for (size_t i = shipped_pack_count; i-- > 0;)
		if (!has_pack(packs, bytes_of(shipped_packs[i].name)) &&
			!add_shipped(run, &shipped_packs[i], packs))
			return false;
	return true;
}

static bool read_project(struct run *run, const struct catalog **catalog, struct packs *packs)
{
	struct limits limits;
	size_t file_limit;
	const struct folder *folder = project_folder(run);
	if (!folder || !project_is_settled(run, folder) || !limits_given(run, &limits, &file_limit))
		return false;
	*catalog = catalog_read(
		run->arena, folder, limits, &(struct sources_given){ 0 }, &run->diags);
	return *catalog && packs_read(run->arena, *catalog, packs, &run->diags);
}

static bool read_shipped(struct run *run, const struct catalog **catalog, struct packs *packs)
{
	struct catalog *none = arena_new_of(run->arena, struct catalog);
	none->limits = LIMITS_DEFAULT;
	*catalog = none;
	*packs = (struct packs){ 0 };
	for (size_t i = 0; i < shipped_pack_count; i++)
		if (!add_shipped(run, &shipped_packs[i], &packs->rules))
			return false;
	return true;
}

bool packs_here(struct run *run, const struct catalog **catalog, struct packs *packs)
{
	bool here = option_given(run, "directory") || project_is_here(run);
	return (here ? read_project : read_shipped)(run, catalog, packs);
}
