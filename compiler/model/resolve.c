#include "layer.h"

#include "base/digest.h"
#include "base/message.h"
#include "notation/notation.h"
#include "plan.h"
#include "read.h"

struct resolve {
	struct arena *owner;
	const struct resolver *resolver;
	const struct catalog *catalog;
	const struct layer *layer;
	struct resolved_profile *profile;
	struct bytes
		house; /* registries.house.at without a '/' at its end; empty if there is none */
	struct diags *d;
	bool good;
};

/* --- presence --------------------------------------------------------------------------------- */

static const struct value *listed(const struct value *list, struct bytes name)
{
	for (size_t i = 0; list && i < list->count; i++)
		if (bytes_equal(list->items[i]->text, name))
			return list->items[i];
	return NULL;
}

/* Who made it absent: the nearest word counts, `absent` or an entry in `versions`. */
static const struct value *made_absent(const struct layer *layer, struct bytes name)
{
	for (; layer; layer = layer->under) {
		const struct value *item = listed(layer->absent, name);
		if (item)
			return item;
		if (layer->versions && value_get(layer->versions, name))
			return NULL;
	}
	return NULL;
}

static void find_presence(struct resolve *resolve, struct part *part)
{
	part->present = true;
	if (!resolve->layer->any_absent)
		return;
	const struct value *absent = made_absent(resolve->layer, part->component->id);
	if (!absent && part->role)
		absent = made_absent(resolve->layer,
			bytes_join(
				resolve->owner, part->component->id, BYTES("/"), part->role->id));
	part->present = !absent;
	if (absent)
		part->absent_at = absent->at;
}

/* --- image names ------------------------------------------------------------------------------ */

static struct bytes without_slash(struct bytes text)
{
	while (text.len && text.at[text.len - 1] == '/')
		text.len--;
	return text;
}

static struct bytes house_of(const struct value *registries)
{
	const struct value *at = read_key(read_key(registries, "house"), "at");
	return at ? without_slash(at->text) : (struct bytes){ 0 };
}

/* What follows `prefix/` in a name, or an empty text. */
static struct bytes behind(struct bytes name, struct bytes prefix)
{
	if (!prefix.len || !bytes_begins(name, prefix) || name.len <= prefix.len + 1 ||
		name.at[prefix.len] != '/')
		return (struct bytes){ 0 };
	return bytes_slice(name, prefix.len + 1, name.len);
}

/* An absolute name in the house registry, under its own name or an alias: the part inside it. */
static struct bytes inside_house(const struct catalog *catalog, struct bytes image)
{
	const struct value *aliases = read_key(read_key(catalog->registries, "house"), "aliases");
	struct bytes inside = behind(image, house_of(catalog->registries));
	for (size_t i = 0; !inside.len && aliases && i < aliases->count; i++)
		inside = behind(image, without_slash(aliases->items[i]->text));
	return inside;
}

static void find_repository(struct resolve *resolve, struct part *part)
{
	bool own = part->role && part->role->image.len;
	struct bytes image = own ? part->role->image : part->component->image;
	part->repository_at = own ? part->role->image_at : part->component->image_at;
	if (part->component->external || !image.len)
		return;
	if (image_name_split(image).domain.len) {
		struct bytes inside = inside_house(resolve->catalog, image);
		if (!inside.len || !resolve->house.len) {
			part->repository = image;
			return;
		}
		image = inside;
	}
	if (!resolve->house.len) {
		resolve->good = diag_error(resolve->d, part->repository_at, "registry/no-house",
			N_("the image '" BYTES_FMT "' is relative, but no house registry is set"),
			BYTES_ARG(image));
		diag_hint(resolve->d, N_("set 'registries.house.at' in the catalogue"));
		return;
	}
	part->repository = bytes_join(resolve->owner, resolve->house, BYTES("/"), image);
}

/* --- versions and tags ------------------------------------------------------------------------ */

static void no_version(struct resolve *resolve, const struct part *part)
{
	const struct component *component = part->component;
	resolve->good = diag_error(resolve->d, read_place(resolve->layer->document, "name"),
		"version/missing",
		N_("the profile '" BYTES_FMT "' has no version of '" BYTES_FMT "'"),
		BYTES_ARG(resolve->profile->head->name), BYTES_ARG(component->id));
	diag_hint(
		resolve->d, N_("write it under 'versions', or name the component under 'absent'"));
	diag_related(resolve->d, component->at, N_("the component"));
}

/* What every role must have of its own, or get from it. Repeats of one fault are dropped later. */
static bool needs_version(const struct part *part)
{
	return !part->component->external && (part->role || part->component->roles.count == 0);
}

static void find_version(struct resolve *resolve, struct part *part)
{
	if (!part->present)
		return;
	if (!version_of(resolve->owner, resolve->resolver, resolve->layer, part->component,
		    part->role, NULL, &part->version, resolve->d)) {
		resolve->good = false;
		return;
	}
	if (!part->version.text.at && needs_version(part))
		no_version(resolve, part);
	part->tag = part->component->tag.len ? part->component->tag : part->version.text;
	part->tag_at = part->component->tag.len ? part->component->tag_at : part->version.at;
}

static void find_part(
	struct resolve *resolve, const struct component *component, const struct role *role)
{
	struct part *part = array_push(resolve->owner, &resolve->profile->parts);
	*part = (struct part){ .component = component, .role = role };
	find_presence(resolve, part);
	find_repository(resolve, part);
	find_version(resolve, part);
}

static void find_artifacts(struct resolve *resolve, const struct component *component)
{
	for (size_t i = 0; i < component->artifacts.count; i++) {
		struct version *version = array_push(resolve->owner, &resolve->profile->artifacts);
		*version = (struct version){ 0 };
		if (!made_absent(resolve->layer, component->id) &&
			!version_of(resolve->owner, resolve->resolver, resolve->layer, component,
				NULL, &component->artifacts.at[i], version, resolve->d))
			resolve->good = false;
	}
}

static void find_parts(struct resolve *resolve)
{
	for (size_t i = 0; i < resolve->catalog->components.count; i++) {
		const struct component *component = &resolve->catalog->components.at[i];
		find_part(resolve, component, NULL);
		for (size_t r = 0; r < component->roles.count; r++)
			find_part(resolve, component, &component->roles.at[r]);
		find_artifacts(resolve, component);
	}
}

/* --- what the components write ---------------------------------------------------------------- */

static const struct value *text_at(struct arena *owner, struct bytes text, struct span at)
{
	struct value *value = value_string(owner, text, at);
	value->style = STYLE_SINGLE; /* versions, tags and digests are always quoted */
	return value;
}

static bool writes_registry(const struct part *part)
{
	const struct writes *writes = part->role ? &part->role->writes : &part->component->writes;
	for (size_t i = 0; i < writes->count; i++)
		if (writes->at[i].field == WRITE_REGISTRY)
			return true;
	return false;
}

static const struct value *written(
	struct arena *owner, const struct part *part, const struct write *write)
{
	struct span image_at = part->repository_at;
	if (write->field == WRITE_ENABLED)
		return value_bool(
			owner, part->present, part->present ? write->at : part->absent_at);
	if (!part->present)
		return NULL;
	switch (write->field) {
	case WRITE_REFERENCE:
		return text_at(owner, bytes_join(owner, part->repository, BYTES(":"), part->tag),
			part->tag_at);
	case WRITE_REGISTRY:
		return value_string(owner, image_name_split(part->repository).domain, image_at);
	case WRITE_REPOSITORY:
		return value_string(owner,
			writes_registry(part) ? image_name_split(part->repository).path
					      : part->repository,
			image_at);
	case WRITE_TAG:
		return text_at(owner, part->tag, part->tag_at);
	case WRITE_DIGEST:
		return text_at(owner, BYTES(""), write->at);
	default:
		return NULL;
	}
}

static const struct value *with_stamp(
	struct resolve *resolve, const struct value **scalars, const struct value *compiled)
{
	struct buf json = buf_new(resolve->owner);
	if (!resolve->catalog->stamp.count)
		return compiled;
	emit_canonical_json(&json, compiled);
	scalars[0] = text_at(resolve->owner,
		bytes_join(resolve->owner, resolve->profile->head->slug, BYTES("@"),
			digest_hex(resolve->owner, buf_bytes(&json))),
		resolve->catalog->stamp_at);
	const struct value *writes = plan_values(resolve->owner, resolve->catalog->plan, scalars,
		resolve->profile->values, resolve->d);
	return writes ? values_merge(resolve->owner, writes, resolve->profile->values, NULL, 0)
		      : NULL;
}

static void compile_values(struct resolve *resolve)
{
	struct arena *owner = resolve->owner;
	const struct plan *plan = resolve->catalog->plan;
	const struct value **scalars = arena_array_of(
		owner, const struct value *, plan->leaves.count);
	for (size_t i = 0; i < plan->leaves.count; i++)
		if (plan->leaves.at[i].write)
			scalars[i] = written(owner,
				&resolve->profile->parts.at[plan->leaves.at[i].part],
				plan->leaves.at[i].write);
	const struct value *writes = plan_values(
		owner, plan, scalars, resolve->profile->values, resolve->d);
	const struct value *compiled = writes
		? values_merge(owner, writes, resolve->profile->values, NULL, 0)
		: NULL;
	resolve->profile->compiled = compiled ? with_stamp(resolve, scalars, compiled) : NULL;
	resolve->good = resolve->profile->compiled && resolve->good;
}

/* --- the whole -------------------------------------------------------------------------------- */

static void take_layer(struct resolve *resolve)
{
	const struct layer *layer = resolve->layer;
	struct resolved_profile *profile = resolve->profile;
	const struct value *release = read_key(layer->document, "release");
	profile->values = layer->values;
	profile->facts = layer->facts;
	profile->labels = layer->labels;
	profile->levels = layer->levels;
	profile->registries = layer->registries;
	profile->render = layer->render;
	profile->release_name = read_text(resolve->owner, release, "name");
	profile->release_namespace = read_text(resolve->owner, release, "namespace");
	if (!profile->release_name.len)
		profile->release_name = resolve->catalog->name;
	if (layer->environment >= 0)
		profile->environment = &resolve->catalog->environments.at[layer->environment];
	struct chain chain = head_chain(resolve->owner, resolve->resolver->fleet, profile->head);
	for (size_t i = 0; i < chain.count; i++)
		*array_push(resolve->owner,
			&profile->chain) = resolve->resolver->fleet->heads.at[chain.at[i]].path;
}

struct resolved_profile *profile_resolve(struct arena *owner, const struct resolver *resolver,
	const struct head *head, struct diags *d)
{
	const struct fleet *fleet = resolver->fleet;
	size_t index = (size_t)(head - fleet->heads.at);
	const struct value *document = resolver->documents[index];
	if (!document)
		document = document_of(owner, fleet, head, d);
	if (!document)
		return NULL;
	const struct layer *layer = resolver->layers[index];
	if (!layer)
		layer = layer_of(owner, resolver, head, document, d);
	if (!layer)
		return NULL;
	struct resolve resolve = { owner, resolver, fleet->catalog, layer,
		arena_new_of(owner, struct resolved_profile), house_of(layer->registries), d,
		true };
	resolve.profile->head = head;
	resolve.profile->catalog = fleet->catalog;
	take_layer(&resolve);
	find_parts(&resolve);
	if (resolve.good)
		compile_values(&resolve);
	return resolve.good ? resolve.profile : NULL;
}
