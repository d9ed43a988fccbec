#include "layer.h"

#include "base/message.h"
#include "base/nearest.h"
#include "read.h"

static struct source *read_file(struct arena *owner, const struct catalog *catalog,
	struct bytes path, struct document_list *documents, struct diags *d)
{
	struct source *source = folder_read_unnoted(
		owner, catalog->folder, path, MISSING_IS_ERROR, (struct span){ 0 }, d);
	bool is_catalog = bytes_is(path, "leme.yaml");
	bool good = source &&
		read_documents(owner, source, is_catalog ? "Catalog Profile" : "Profile",
			catalog->limits, documents, d);
	return good ? source : NULL;
}

static const struct value *read_document(struct arena *owner, const struct catalog *catalog,
	const struct head *head, struct diags *d)
{
	struct document_list documents = { 0 };
	struct source *source = read_file(owner, catalog, head->path, &documents, d);
	if (!source)
		return NULL;
	if (head->document < documents.count)
		return documents.at[head->document];
	diag_world(d, (struct span){ source, 0, 0 }, "file/changed",
		N_("the file changed while leme was reading it"));
	return NULL;
}

/* What cannot be read is left to each profile, which says so. */
static void read_crowd(struct arena *run, struct resolver *resolver, size_t first, size_t after)
{
	const struct head *heads = resolver->fleet->heads.at;
	struct document_list documents = { 0 };
	struct diags unheard = diags_new(run);
	if (!read_file(run, resolver->fleet->catalog, heads[first].path, &documents, &unheard))
		return;
	for (size_t i = first; i < after; i++)
		if (heads[i].document < documents.count)
			resolver->read[i] = documents.at[heads[i].document];
}

/* A file of many profiles is read once, not once for each of them. */
static void read_crowds(struct arena *run, struct resolver *resolver)
{
	const struct fleet *fleet = resolver->fleet;
	for (size_t first = 0, after; first < fleet->heads.count; first = after) {
		after = first + 1;
		while (after < fleet->heads.count &&
			bytes_equal(fleet->heads.at[after].path, fleet->heads.at[first].path))
			after++;
		if (after > first + 1)
			read_crowd(run, resolver, first, after);
	}
}

const struct profile_document *document_of(struct arena *owner, const struct resolver *resolver,
	const struct head *head, struct diags *d)
{
	const struct catalog *catalog = resolver->fleet->catalog;
	const struct value *read = resolver->read[head - resolver->fleet->heads.at];
	struct profile_document *document = arena_new_of(owner, struct profile_document);
	document->value = read ? read : read_document(owner, catalog, head, d);
	bool good = document->value &&
		templates_of_profile(
			owner, &document->templates, catalog->scopes, document->value, d);
	return good ? document : NULL;
}

/* --- render: lists append, ancestors first; gate replaces ------------------------------------- */

static const struct merge_rule *render_rules(size_t *count)
{
	static struct bytes sites[] = { { "images", 6 }, { "sites", 5 } };
	static struct bytes patches[] = { { "patches", 7 } };
	static struct bytes replacements[] = { { "replacements", 12 } };
	static const struct merge_rule rules[] = {
		{ .path = { .at = sites, .count = 2 }, .kind = MERGE_APPEND },
		{ .path = { .at = patches, .count = 1 }, .kind = MERGE_APPEND },
		{ .path = { .at = replacements, .count = 1 }, .kind = MERGE_APPEND },
	};
	*count = sizeof rules / sizeof *rules;
	return rules;
}

/* --- one layer on another --------------------------------------------------------------------- */

static struct layer *layer_on(struct arena *owner, const struct catalog *catalog,
	const struct layer *under, const struct head *head, const struct profile_document *whole)
{
	static const struct layer nothing;
	const struct value *document = whole->value;
	const struct layer *below = under ? under : &nothing;
	size_t render_count;
	const struct merge_rule *rules = render_rules(&render_count);
	struct layer *layer = arena_new_of(owner, struct layer);
	*layer = (struct layer){
		.under = under,
		.head = head,
		.document = document,
		.templates = &whole->templates,
		.versions = read_key(document, "versions"),
		.absent = read_key(document, "absent"),
		.any_absent = read_key(document, "absent") || below->any_absent,
		.any_templates = whole->templates.count || below->any_templates ||
			catalog->templates->count,
		.values = values_merge(owner, under ? under->values : catalog->values,
			read_key(document, "values"), catalog->merges.at, catalog->merges.count),
		.facts = values_merge(owner, below->facts, read_key(document, "facts"), NULL, 0),
		.labels = values_merge(owner, below->labels, read_key(document, "labels"), NULL, 0),
		.levels = values_merge(owner, below->levels, read_key(document, "levels"), NULL, 0),
		.registries = values_merge(owner, under ? under->registries : catalog->registries,
			read_key(document, "registries"), NULL, 0),
		.render = values_merge(
			owner, below->render, read_key(document, "render"), rules, render_count),
		.environment = -1,
	};
	return layer;
}

/* --- environment ------------------------------------------------------------------------------ */

static bool two_environments(const struct catalog *catalog, const struct value *document, int one,
	int other, struct diags *d)
{
	diag_error(d, read_place(document, "extends"), "profile/two-environments",
		N_("the parents belong to two environments: '" BYTES_FMT "' and '" BYTES_FMT "'"),
		BYTES_ARG(catalog->environments.at[one].text),
		BYTES_ARG(catalog->environments.at[other].text));
	diag_hint(d, N_("say 'environment: NAME' in this profile"));
	return false;
}

static bool no_environment(const struct catalog *catalog, const struct head *head,
	const struct value *document, struct diags *d)
{
	struct texts known = { 0 };
	for (size_t i = 0; i < catalog->environments.count; i++)
		*array_push(d->owner, &known) = catalog->environments.at[i].text;
	diag_error(d, read_place(document, "name"), "profile/no-environment",
		N_("the profile '" BYTES_FMT "' belongs to no environment"), BYTES_ARG(head->name));
	if (!diag_meant(d, head->name, known.at, known.count))
		diag_hint(d,
			N_("say 'environment: NAME', extend a profile that has one, or 'abstract: "
			   "true'"));
	return false;
}

/* Own key, else the parents' one, else the own name. */
static bool find_environment(struct arena *owner, const struct resolver *resolver,
	const struct head *head, const struct value *document, int *found, struct diags *d)
{
	const struct catalog *catalog = resolver->fleet->catalog;
	const struct value *own = read_key(document, "environment");
	*found = own ? catalog_environment(catalog, read_name(owner, own).slug) : -1;
	for (size_t p = 0; !own && p < head->parent_count; p++) {
		int theirs = resolver->layers[head->extends[p]]->environment;
		if (*found >= 0 && theirs >= 0 && theirs != *found)
			return two_environments(catalog, document, *found, theirs, d);
		*found = theirs >= 0 ? theirs : *found;
	}
	if (*found < 0)
		*found = catalog_environment(catalog, head->slug);
	return *found >= 0 || head->abstract || no_environment(catalog, head, document, d);
}

/* --- the chain -------------------------------------------------------------------------------- */

static bool is_in(const struct layer *layer, const struct head *head)
{
	for (; layer; layer = layer->under)
		if (layer->head == head)
			return true;
	return false;
}

/* The first parent's layer serves as it is; further ancestors are laid on top in their order. */
static const struct layer *layer_under(
	struct arena *owner, const struct resolver *resolver, const struct head *head)
{
	const struct fleet *fleet = resolver->fleet;
	if (head->parent_count == 0)
		return NULL;
	const struct layer *layer = resolver->layers[head->extends[0]];
	if (head->parent_count == 1)
		return layer;
	struct chain chain = head_chain(owner, fleet, head);
	for (size_t i = 0; i + 1 < chain.count; i++) {
		const struct head *ancestor = &fleet->heads.at[chain.at[i]];
		if (!is_in(layer, ancestor))
			layer = layer_on(owner, fleet->catalog, layer, ancestor,
				resolver->documents[chain.at[i]]);
	}
	return layer;
}

const struct layer *layer_of(struct arena *owner, const struct resolver *resolver,
	const struct head *head, const struct profile_document *document, struct diags *d)
{
	int environment;
	for (size_t p = 0; p < head->parent_count; p++)
		if (!resolver->layers[head->extends[p]])
			return NULL;
	if (!find_environment(owner, resolver, head, document->value, &environment, d))
		return NULL;
	struct layer *layer = layer_on(owner, resolver->fleet->catalog,
		layer_under(owner, resolver, head), head, document);
	layer->environment = environment;
	return layer;
}

const struct layer *layer_of_profile(struct arena *owner, const struct resolver *resolver,
	const struct head *head, struct diags *d)
{
	size_t index = (size_t)(head - resolver->fleet->heads.at);
	const struct profile_document *document = resolver->documents[index];
	if (resolver->layers[index])
		return resolver->layers[index];
	if (!document)
		document = document_of(owner, resolver, head, d);
	return document ? layer_of(owner, resolver, head, document, d) : NULL;
}

/* --- the layers that are shared --------------------------------------------------------------- */

/* Parents come first, by recursion; cycles were refused before. */
static void share_layer(
	struct arena *run, struct resolver *resolver, uint32_t index, struct diags *d)
{
	const struct head *head = &resolver->fleet->heads.at[index];
	if (resolver->documents[index])
		return;
	for (size_t p = 0; p < head->parent_count; p++)
		share_layer(run, resolver, head->extends[p], d);
	resolver->documents[index] = document_of(run, resolver, head, d);
	if (resolver->documents[index])
		resolver->layers[index] = layer_of(
			run, resolver, head, resolver->documents[index], d);
}

struct resolver *resolver_new(struct arena *run, const struct fleet *fleet, struct diags *d)
{
	struct resolver *resolver = arena_new_of(run, struct resolver);
	size_t before = d->count;
	resolver->fleet = fleet;
	resolver->layers = arena_array_of(run, const struct layer *, fleet->heads.count);
	resolver->documents = arena_array_of(
		run, const struct profile_document *, fleet->heads.count);
	resolver->read = arena_array_of(run, const struct value *, fleet->heads.count);
	read_crowds(run, resolver);
	for (uint32_t i = 0; i < fleet->heads.count; i++)
		if (fleet->heads.at[i].is_parent)
			share_layer(run, resolver, i, d);
	version_files_read(run, resolver);
	return d->count == before ? resolver : NULL;
}
