/* What rules see of rendered objects and their containers. */
#include "evaluate.h"
#include "read.h"

#include "objects/objects.h"

static const struct cel_value nothing = { .kind = CEL_NULL };

/* What takes long to make, and few rules ask for. */
struct rendered_promise {
	struct cel_promise promise; /* the first member */
	struct evidence *evidence;
	struct arena *scratch;
	const struct object *object;
	const struct resolved_profile *profile; /* of an image */
	const struct site *site;
	bool made;
	struct cel_value value;
};

static struct cel_value promise(struct rendered_promise promised)
{
	struct rendered_promise *kept = arena_new_of(promised.scratch, struct rendered_promise);
	*kept = promised;
	return cel_promised(&kept->promise);
}

/* --- objects ---------------------------------------------------------------------------------- */

static struct cel_value keep_object(struct cel_promise *promise)
{
	struct rendered_promise *promised = (struct rendered_promise *)promise;
	struct diags unsaid = diags_new(promised->scratch); /* it was read, so it has a value */
	if (!promised->made)
		promised->value = cel_of(tree_value(promised->scratch,
			promised->object->manifest->tree, promised->object->node,
			promised->evidence->catalog->limits, &unsaid));
	promised->made = true;
	return promised->value;
}

void evidence_enter_object(struct evidence *evidence, struct arena *scratch,
	const struct object *object, const struct value *value)
{
	struct rendered_promise promised = { { keep_object }, .evidence = evidence,
		.scratch = scratch, .object = object };
	evidence->values[EVIDENCE_OBJECT] = value ? cel_of(value) : promise(promised);
	evidence->values[EVIDENCE_CONTAINER] = nothing;
	evidence->values[EVIDENCE_IMAGE] = nothing;
}

/* --- images of containers --------------------------------------------------------------------- */

struct match {
	const struct part *part; /* NULL: no component has the repository */
	bool tagged;             /* with its tag, too */
};

/* The part that has the image; one that also has its tag is the better one. */
static struct match match_image(
	struct arena *scratch, const struct resolved_profile *profile, const struct image *image)
{
	struct match match = { 0 };
	for (size_t i = 0; profile && i < profile->parts.count && !match.tagged; i++) {
		const struct part *part = &profile->parts.at[i];
		struct bytes reference = part_reference(scratch, profile, part);
		struct image own;
		if (!reference.len || image_parse(scratch, reference, &own) ||
			!bytes_equal(own.domain, image->domain) ||
			!bytes_equal(own.path, image->path))
			continue;
		match.tagged = bytes_equal(own.tag, image->tag);
		if (!match.part || match.tagged)
			match.part = part;
	}
	return match;
}

/* Under the name of the catalogue, however the profile spells its registry. */
static struct image canonical_image(
	struct arena *scratch, const struct registries *spellings, const struct site *site)
{
	struct image image = { 0 }, canonical = { 0 };
	if (site_image(scratch, site, &image))
		return (struct image){ 0 };
	struct bytes repository = registries_canonical(
		scratch, spellings, image_repository(scratch, &image));
	if (image_parse(scratch, repository, &canonical))
		return image;
	image.domain = canonical.domain;
	image.path = canonical.path;
	return image;
}

static struct cel_value image_object(struct evidence *evidence, struct arena *scratch,
	const struct resolved_profile *profile, const struct site *site)
{
	struct members object = { .owner = scratch };
	struct image image = canonical_image(
		scratch, profile ? profile->spellings : evidence->catalog->spellings, site);
	struct match match = match_image(scratch, profile, &image);
	struct bytes canonical = image.path.len ? image_text(scratch, &image) : site->text;
	const struct {
		const char *name;
		struct bytes text;
	} fields[] = {
		{ "ref", canonical },
		{ "registry", image.domain },
		{ "repository", image.path },
		{ "tag", image.tag },
		{ "digest", image.digest },
		{ "version", match.part ? match.part->version.text : BYTES("") },
		{ "profile", profile ? profile->head->name : BYTES("") },
		{ "component", match.part ? match.part->component->id : BYTES("") },
	};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		object_add(&object, bytes_of(fields[i].name),
			cel_of(value_string(scratch, fields[i].text, site->at)));
	object_add(&object, BYTES("role"),
		match.part && match.part->role ? cel_string(match.part->role->id) : nothing);
	return object_value(&object);
}

static struct cel_value keep_image(struct cel_promise *promise)
{
	struct rendered_promise *promised = (struct rendered_promise *)promise;
	if (!promised->made)
		promised->value = image_object(
			promised->evidence, promised->scratch, promised->profile, promised->site);
	promised->made = true;
	return promised->value;
}

void evidence_enter_container(struct evidence *evidence, struct arena *scratch,
	const struct resolved_profile *profile, const struct site *site,
	const struct value *container)
{
	evidence->values[EVIDENCE_CONTAINER] = cel_of(container);
	evidence->values[EVIDENCE_IMAGE] = promise((struct rendered_promise){ { keep_image },
		.evidence = evidence, .scratch = scratch, .profile = profile, .site = site });
}
