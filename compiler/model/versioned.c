/* Names of what has a version: COMPONENT, COMPONENT/ROLE, COMPONENT/ARTIFACT. */
#include "read.h"

#include "base/message.h"

static struct texts part_ids(struct arena *scratch, const struct component *component)
{
	struct texts ids = { 0 };
	for (size_t i = 0; i < component->roles.count; i++)
		*array_push(scratch, &ids) = component->roles.at[i].id;
	for (size_t i = 0; i < component->artifacts.count; i++)
		*array_push(scratch, &ids) = component->artifacts.at[i].id;
	return ids;
}

static bool find_part(struct versioned *found, struct bytes id)
{
	const struct component *component = found->component;
	for (size_t i = 0; i < component->roles.count; i++)
		if (bytes_equal(component->roles.at[i].id, id))
			found->role = &component->roles.at[i];
	for (size_t i = 0; i < component->artifacts.count; i++)
		if (bytes_equal(component->artifacts.at[i].id, id))
			found->artifact = &component->artifacts.at[i];
	return found->role || found->artifact;
}

bool versioned_find(struct arena *scratch, const struct catalog *catalog, struct bytes name,
	struct span at, struct versioned *found, struct diags *d)
{
	struct bytes part = name, id;
	struct texts known;
	bytes_cut(&part, '/', &id);
	*found = (struct versioned){ .component = catalog_component(catalog, id) };
	if (!found->component) {
		known = component_ids(scratch, catalog);
		return unknown_name(d, at, "component/unknown",
			N_("no component is called '" BYTES_FMT "'"), id, known.at, known.count);
	}
	if (!part.at || find_part(found, part))
		return true;
	known = part_ids(scratch, found->component);
	return unknown_name(d, at, "component/unknown-part",
		N_("the component has no role or artifact called '" BYTES_FMT "'"), part, known.at,
		known.count);
}

struct bytes versioned_name(struct arena *owner, struct versioned what)
{
	struct bytes id = what.role ? what.role->id
		: what.artifact     ? what.artifact->id
				    : (struct bytes){ 0 };
	return id.at ? bytes_join(owner, what.component->id, BYTES("/"), id) : what.component->id;
}
