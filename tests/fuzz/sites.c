/*
 * Image sites of any stream of manifests. Asserted: those of pod specs are what a walk over the
 * plain data of the object finds, in the same order; a site's text is where it says; all places are
 * within the source.
 */
#include "../libfyaml_leaks.h"
#include "fuzz.h"

#include "objects/objects.h"

/* --- what is declared ------------------------------------------------------------------------- */

static const char *const paths[] = { "spec", "spec.image", "spec.a[]", "spec.a[name=a].image",
	"spec.a[1][0]", "spec.a[a*]", "spec.template.spec.containers[].args[--image=*]",
	"data.a\\.b[image: *]" };

enum { PATHS = sizeof paths / sizeof *paths };

static void declare(struct arena *run, struct bytes kind, struct declared_sites *declared)
{
	for (size_t i = 0; i < 2 * PATHS; i++) {
		struct declared *one = array_push(run, declared);
		*one = (struct declared){ .kind = kind, .any_group = true, .split = i >= PATHS };
		const char *fault = path_steps_parse(run, bytes_of(paths[i % PATHS]), &one->path);
		demand(!fault, "the paths are paths");
		one->split &= one->path.at[one->path.count - 1].kind != STEP_TEXT;
	}
}

/* --- by data ---------------------------------------------------------------------------------- */

static const struct value *get(const struct value *map, const char *key)
{
	return map && map->kind == VALUE_MAP ? value_get(map, bytes_of(key)) : NULL;
}

static struct bytes text_of(const struct value *value)
{
	bool none = !value || value->kind == VALUE_NULL || value->kind == VALUE_LIST ||
		value->kind == VALUE_MAP;
	return none ? BYTES("") : value->text;
}

/* Checks the sites of one list, from a place on, and moves behind them. */
static void check_list(
	const struct value *spec, const char *key, const struct sites *sites, size_t *next)
{
	const struct value *list = get(spec, key);
	bool volumes = strcmp(key, "volumes") == 0;
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++) {
		const struct value *item = list->items[i];
		const struct value *holder = volumes ? get(item, "image") : item;
		if (!holder || holder->kind != VALUE_MAP)
			continue;
		demand(*next < sites->count, "each container is a site");
		const struct site *site = &sites->at[(*next)++];
		struct bytes text = text_of(get(holder, volumes ? "reference" : "image"));
		demand(bytes_equal(site->text, text), "a site has the text that the data have");
		demand(bytes_equal(site->name, text_of(get(item, "name"))), "and the name");
		demand((site->kind == SITE_VOLUME) == volumes, "and the kind");
	}
}

static void check_pod(struct arena *run, const struct object *object, const struct sites *sites)
{
	static const char *const lists[] = { "initContainers", "containers", "ephemeralContainers",
		"volumes" };
	struct diags d = diags_new(run);
	const struct value *spec = tree_value(
		run, object->manifest->tree, object->node, LIMITS_DEFAULT, &d);
	struct bytes rest = bytes_of(pod_spec_path(object->id.group, object->id.kind)), key;
	size_t next = 0;
	demand(spec, "an object has data");
	bool pod = rest.at != NULL;
	while (pod && bytes_cut(&rest, '.', &key))
		spec = get(spec, bytes_string(run, key));
	for (size_t i = 0; pod && i < 4; i++)
		check_list(spec, lists[i], sites, &next);
	demand(next == sites->count || sites->at[next].kind == SITE_DECLARED,
		"each site is a container or declared");
}

/* --- the sites themselves --------------------------------------------------------------------- */

static void check_site(struct arena *run, const struct site *site)
{
	const struct tree *tree = site->object->manifest->tree;
	struct image image;
	demand(site->at.source == tree->source && site->at.begin <= site->at.end &&
			site->at.end <= tree->source->text.len,
		"a site has a place");
	demand(site->kind != SITE_DECLARED || site->text.len, "what is declared has a text");
	demand(site->text.len || site_image(run, site, &image), "no text is a fault");
	bool tagged = site->reference && tree_node(tree, site->reference)->properties;
	if (site->reference && site->text.len && !tagged)
		demand(bytes_equal(bytes_slice(tree_text(tree, site->reference), site->begin,
					   site->end),
			       site->text),
			"a text is a part of its scalar's");
	struct path_steps steps;
	demand(!path_steps_parse(run, site->path, &steps), "a site's path can be read");
}

static void check_object(struct arena *run, const struct object *object)
{
	struct declared_sites declared = { 0 };
	bool used[2 * PATHS] = { false };
	declare(run, object->id.kind, &declared);
	struct sites sites = object_sites(run, object, &declared, used);
	check_pod(run, object, &sites);
	for (size_t i = 0; i < sites.count; i++)
		check_site(run, &sites.at[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *run = arena_new();
	struct bytes text = bytes_copy(run, (struct bytes){ (const char *)data, size });
	struct bytes path = BYTES("stream");
	struct diags d = diags_new(run);
	struct stream *stream = stream_open(run, source_new(run, path, path, text), &d);
	for (size_t i = 0; stream && i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(run, stream, i, LIMITS_DEFAULT, &d);
		for (size_t k = 0; manifest && k < manifest->objects.count; k++)
			check_object(run, &manifest->objects.at[k]);
	}
	arena_end(run);
	return 0;
}
