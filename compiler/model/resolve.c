#include "evaluate.h"

#include "base/digest.h"
#include "base/message.h"
#include "notation/notation.h"
#include "plan.h"
#include "read.h"

struct resolve {
	struct arena *owner;
	struct evaluation *evaluation;
	const struct catalog *catalog;
	const struct layer *layer;
	struct resolved_profile *profile;
	struct bytes
		house; /* registries.house.at without a '/' at its end; empty if there is none */
	struct diags *d;
	bool good;
};

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

/* The name as it is written; empty where an expression cannot be worked out. */
static struct bytes find_image(
	struct resolve *resolve, struct part *part, const struct version_slot *slot)
{
	bool own = part->role && formula_given(&part->role->image);
	const struct formula *formula = own ? &part->role->image : &part->component->image;
	struct bytes image = { 0 };
	part->repository_at = formula->at;
	if (!formula->template)
		return formula->text;
	/* An absent part need not have what its image is made of. */
	if (!part->present)
		return image;
	if (!formula_text(resolve->evaluation, formula, slot, &image)) {
		resolve->good = false;
		return (struct bytes){ 0 };
	}
	if (image_name_valid(image))
		return image;
	resolve->good = diag_error(resolve->d, formula->at, "key/form", N_("'" BYTES_FMT "': %s"),
		BYTES_ARG(image),
		_(N_("this must be the name of an image without tag and digest, in lower case")));
	return (struct bytes){ 0 };
}

static void find_repository(
	struct resolve *resolve, struct part *part, const struct version_slot *slot)
{
	struct bytes image = find_image(resolve, part, slot);
	if (part->component->external || !image.len)
		return;
	if (image_name_split(image).domain.len) {
		const struct registries *spellings = resolve->profile->spellings;
		struct bytes inside = registries_in_house(
			spellings, registries_canonical(resolve->owner, spellings, image));
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

struct bytes part_reference(
	struct arena *owner, const struct resolved_profile *profile, const struct part *part)
{
	if (!part->repository.len || !part->tag.len)
		return (struct bytes){ 0 };
	return bytes_join(owner, registries_canonical(owner, profile->spellings, part->repository),
		BYTES(":"), part->tag);
}

static void find_locked(struct resolve *resolve, struct part *part)
{
	const struct lock *lock = resolve->catalog->lock;
	if (lock->images.count && part->present)
		part->locked = lock_find_image(
			lock, part_reference(resolve->owner, resolve->profile, part));
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

static void find_tag(struct resolve *resolve, struct part *part, const struct version_slot *slot)
{
	const struct formula *tag = &part->component->tag;
	part->tag = part->version.text;
	part->tag_at = part->version.at;
	if (!formula_given(tag))
		return;
	part->tag_at = tag->at;
	resolve->good = formula_text(resolve->evaluation, tag, slot, &part->tag) && resolve->good;
}

static void find_version(struct resolve *resolve, struct part *part, struct version_slot *slot)
{
	if (!part->present)
		return;
	if (!evaluation_version(slot)) {
		resolve->good = false;
		return;
	}
	part->version = slot->version;
	if (!part->version.text.at && needs_version(part))
		no_version(resolve, part);
	/* Without a version there is nothing to make a tag of. */
	if (part->version.text.at || !part->component->tag.template)
		find_tag(resolve, part, slot);
}

static void find_part(struct resolve *resolve, struct version_slot *slot)
{
	struct part *part = array_push(resolve->owner, &resolve->profile->parts);
	*part = (struct part){ .component = slot->component,
		.role = slot->role,
		.present = slot->present,
		.absent_at = slot->absent_at };
	find_repository(resolve, part, slot);
	find_version(resolve, part, slot);
	find_locked(resolve, part);
}

/* Where the artifact lies: one folder for all environments, or the environment's own. */
static const struct formula *folder_here(
	const struct resolve *resolve, const struct artifact *artifact)
{
	for (size_t i = 0; i < artifact->folders.count; i++)
		if (artifact->folders.at[i].environment < 0 ||
			artifact->folders.at[i].environment == resolve->layer->environment)
			return &artifact->folders.at[i].folder;
	return NULL;
}

static void find_artifact(struct resolve *resolve, struct version_slot *slot)
{
	const struct formula *folder = folder_here(resolve, slot->artifact);
	struct artifact_part *part = array_push(resolve->owner, &resolve->profile->artifacts);
	*part = (struct artifact_part){ .component = slot->component, .artifact = slot->artifact };
	if (!slot->present)
		return;
	bool good = evaluation_version(slot);
	part->version = slot->version;
	part->folder_at = folder ? folder->at : slot->artifact->at;
	if (good && folder)
		good = formula_text(resolve->evaluation, folder, slot, &part->folder);
	if (!formula_given(&slot->artifact->name))
		part->name = bytes_join(
			resolve->owner, slot->artifact->id, BYTES(".tar"), BYTES(".gz"));
	else if (good && (part->version.text.at || !slot->artifact->name.template))
		good = formula_text(resolve->evaluation, &slot->artifact->name, slot, &part->name);
	resolve->good = good && resolve->good;
}

static void find_build(struct resolve *resolve, struct part *part, const struct version_slot *slot)
{
	if (!part->role && part->present)
		resolve->good = formula_text(resolve->evaluation, &part->component->build, slot,
					&part->build) &&
			resolve->good;
}

static void find_parts(struct resolve *resolve)
{
	struct evaluation *evaluation = resolve->evaluation;
	for (size_t i = 0; i < evaluation->part_count; i++)
		find_part(resolve, &evaluation->parts[i]);
	for (size_t i = 0; i < evaluation->part_count; i++)
		find_build(resolve, &resolve->profile->parts.at[i], &evaluation->parts[i]);
	for (size_t i = 0; i < evaluation->artifact_count; i++)
		find_artifact(resolve, &evaluation->artifacts[i]);
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

/* N:T, N@D or N:T@D; what is not locked has its tag alone. */
static struct bytes reference_of(
	struct arena *owner, const struct catalog *catalog, const struct part *part)
{
	const struct lock_image *locked = catalog->pin == PIN_TAG ? NULL : part->locked;
	struct bytes tagged = bytes_join(owner, part->repository, BYTES(":"), part->tag);
	if (!locked)
		return tagged;
	return bytes_join(owner, catalog->pin == PIN_DIGEST ? part->repository : tagged, BYTES("@"),
		locked->digest);
}

static const struct value *digest_of(struct arena *owner, const struct catalog *catalog,
	const struct part *part, const struct write *write)
{
	if (catalog->pin == PIN_TAG || !part->locked)
		return text_at(owner, BYTES(""), write->at);
	return text_at(owner, part->locked->digest, part->locked->at);
}

static const struct value *written(struct arena *owner, const struct catalog *catalog,
	const struct part *part, const struct write *write)
{
	struct span image_at = part->repository_at;
	if (write->field == WRITE_ENABLED)
		return value_bool(
			owner, part->present, part->present ? write->at : part->absent_at);
	if (!part->present)
		return NULL;
	switch (write->field) {
	case WRITE_REFERENCE:
		return text_at(owner, reference_of(owner, catalog, part), part->tag_at);
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
		return digest_of(owner, catalog, part, write);
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
			scalars[i] = written(owner, resolve->catalog,
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

/* An expression that fails has said so; the next ones may have faults, too. */
static const struct value *settled(
	struct resolve *resolve, const struct value *data, struct cel_value mirror)
{
	const struct value *value = mirrored_data(resolve->evaluation, data, mirror);
	resolve->good = value && resolve->good;
	return value ? value : data;
}

static void take_release(struct resolve *resolve)
{
	struct resolved_profile *profile = resolve->profile;
	const struct value *release = read_key(resolve->layer->document, "release");
	resolve->good = scalar_text(resolve->evaluation, read_key(release, "name"), SCOPE_VALUES,
				NULL, &profile->release_name) &&
		resolve->good;
	resolve->good = scalar_text(resolve->evaluation, read_key(release, "namespace"),
				SCOPE_VALUES, NULL, &profile->release_namespace) &&
		resolve->good;
	profile->release_components = read_key(release, "components");
	if (!profile->release_name.len)
		profile->release_name = resolve->catalog->name;
}

/* Most profiles spell as the catalogue does. */
static void take_spellings(struct resolve *resolve)
{
	const struct catalog *catalog = resolve->catalog;
	resolve->profile->spellings = catalog->spellings;
	if (resolve->layer->registries == &value_empty_map ||
		resolve->layer->registries == catalog->registries)
		return;
	const struct registries *own = registries_new(
		resolve->owner, catalog->registries, resolve->layer->registries, resolve->d);
	if (own)
		resolve->profile->spellings = own;
	resolve->good = own && resolve->good;
}

static void take_layer(struct resolve *resolve)
{
	const struct layer *layer = resolve->layer;
	struct evaluation *evaluation = resolve->evaluation;
	struct resolved_profile *profile = resolve->profile;
	profile->facts = settled(resolve, layer->facts, evaluation->facts);
	profile->values = settled(resolve, layer->values, evaluation->values);
	profile->labels = layer->labels;
	profile->levels = layer->levels;
	profile->registries = layer->registries;
	take_spellings(resolve);
	profile->render = settled(
		resolve, layer->render, mirror(evaluation, layer->render, "render", ONLY_TEXTS));
	take_release(resolve);
	if (layer->environment >= 0)
		profile->environment = &resolve->catalog->environments.at[layer->environment];
	const struct fleet *fleet = evaluation->resolver->fleet;
	struct chain chain = head_chain(resolve->owner, fleet, profile->head);
	for (size_t i = 0; i < chain.count; i++)
		*array_push(resolve->owner, &profile->chain) = fleet->heads.at[chain.at[i]].path;
}

struct resolved_profile *profile_resolve(struct arena *owner, const struct resolver *resolver,
	const struct head *head, struct diags *d)
{
	const struct layer *layer = layer_of_profile(owner, resolver, head, d);
	if (!layer)
		return NULL;
	struct resolve resolve = { owner, evaluation_new(owner, resolver, layer, head, d),
		resolver->fleet->catalog, layer, arena_new_of(owner, struct resolved_profile),
		house_of(layer->registries), d, true };
	resolve.profile->head = head;
	resolve.profile->at = read_place(layer->document, "name");
	resolve.profile->catalog = resolve.catalog;
	resolve.profile->layer = layer;
	take_layer(&resolve);
	find_parts(&resolve);
	if (resolve.good)
		compile_values(&resolve);
	if (layer->any_templates)
		secret_note(resolve.catalog->folder->secrets, resolve.profile->values);
	return resolve.good ? resolve.profile : NULL;
}

const struct fleet *resolver_fleet(const struct resolver *resolver)
{
	return resolver->fleet;
}

bool profile_takes_prereleases(const struct resolved_profile *profile)
{
	const struct catalog *catalog = profile->catalog;
	for (size_t i = 0; profile->environment && i < catalog->prereleases.count; i++)
		if (bytes_equal(catalog->prereleases.at[i].slug, profile->environment->slug))
			return true;
	return false;
}

bool profile_output(struct arena *owner, const struct resolver *resolver, const struct head *head,
	struct bytes *path, struct diags *d)
{
	const struct layer *layer = layer_of_profile(owner, resolver, head, d);
	if (!layer)
		return false;
	const struct value *values = read_key(read_key(layer->document, "output"), "values");
	return scalar_text(evaluation_new(owner, resolver, layer, head, d), values, SCOPE_VALUES,
		       NULL, path) &&
		folder_path_allowed(*path, values->at, d);
}
