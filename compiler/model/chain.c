#include "chain_hops.h"

#include "base/message.h"
#include "notation/notation.h"

const char *const hop_names[HOPS] = { "artifact", "version", "build", "image", "values", "chart" };

/* --- witnesses -------------------------------------------------------------------------------- */

struct witness *chain_add(struct chaining *chaining, enum hop hop, enum hop_state state,
	struct bytes name, struct span at)
{
	struct witness *witness = array_push(chaining->owner, chaining->chain);
	*witness = (struct witness){ .hop = hop, .state = state, .name = name, .at = at };
	return witness;
}

static struct bytes said(struct arena *owner, const char *format, va_list args)
{
	struct buf out = buf_new(owner);
	buf_vprint(&out, _(format), args);
	return buf_bytes(&out);
}

void witness_text(struct arena *owner, struct witness *witness, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	witness->text = said(owner, format, args);
	va_end(args);
}

void witness_hint(struct arena *owner, struct witness *witness, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	witness->hint = said(owner, format, args);
	va_end(args);
}

void witness_related(
	struct arena *owner, struct witness *witness, struct span at, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	witness->related = (struct related){ at, said(owner, format, args) };
	va_end(args);
}

void witness_fault(struct arena *owner, struct witness *witness, const struct diags *faults)
{
	const struct diag *fault = faults->at[0];
	witness->text = bytes_copy(owner, fault->text);
	witness->hint = bytes_copy(owner, fault->hint);
	if (fault->at.source)
		witness->at = fault->at;
}

/* --- files ------------------------------------------------------------------------------------ */

struct span chain_file(struct arena *owner, const struct folder *folder, struct bytes path)
{
	const struct source *source = source_new(
		owner, folder_path(owner, folder, path), path, (struct bytes){ 0 });
	return (struct span){ source, 0, 0 };
}

bool chain_world_failed(const struct diags *faults, struct diags *d)
{
	if (diags_code(faults) < EXIT_WORLD)
		return false;
	diags_join(d, faults);
	return true;
}

/* --- what the chain is about ------------------------------------------------------------------ */

const struct part *component_part(
	const struct resolved_profile *profile, const struct component *component)
{
	size_t i = 0;
	while (profile->parts.at[i].component != component || profile->parts.at[i].role)
		i++;
	return &profile->parts.at[i];
}

bool version_same(const struct version *a, const struct version *b)
{
	return a->entry.source == b->entry.source && a->entry.begin == b->entry.begin &&
		bytes_equal(a->text, b->text);
}

struct bytes part_name(const struct chaining *chaining, const struct part *part)
{
	const struct part *whole = component_part(chaining->profile, part->component);
	bool own = part->role && !version_same(&whole->version, &part->version);
	return versioned_name(chaining->owner,
		(struct versioned){ part->component, own ? part->role : NULL, NULL });
}

static const struct artifact_part *find_artifact(
	const struct resolved_profile *profile, const struct artifact *artifact)
{
	size_t i = 0;
	while (profile->artifacts.at[i].artifact != artifact)
		i++;
	return &profile->artifacts.at[i];
}

/* An artifact of the component's version went into its image; another one did not. */
static bool is_apart(const struct resolved_profile *profile, struct versioned subject)
{
	return subject.artifact &&
		!version_same(&find_artifact(profile, subject.artifact)->version,
			&component_part(profile, subject.component)->version);
}

const struct part *chain_part(const struct chaining *chaining)
{
	return chaining->parts.count
		? chaining->parts.at[0]
		: component_part(chaining->profile, chaining->chain->subject.component);
}

void chain_add_none(struct chaining *chaining, enum hop hop, const char *reason)
{
	const struct part *part = chain_part(chaining);
	struct witness *witness = chain_add(chaining, hop, HOP_NONE,
		versioned_name(chaining->owner, chaining->chain->subject),
		part->present ? part->component->at : part->absent_at);
	if (!part->present)
		reason = N_("absent in this profile");
	else if (!chaining->parts.count)
		reason = N_("an artifact with a version of its own is in no image");
	witness->text = bytes_of(_(reason));
}

static void choose_parts(struct chaining *chaining)
{
	const struct resolved_profile *profile = chaining->profile;
	struct versioned subject = chaining->chain->subject;
	if (is_apart(profile, subject))
		return;
	for (size_t i = 0; i < profile->parts.count; i++) {
		const struct part *part = &profile->parts.at[i];
		if (part->component == subject.component &&
			(!subject.role || part->role == subject.role))
			*array_push(chaining->owner, &chaining->parts) = part;
	}
}

/* --- version ---------------------------------------------------------------------------------- */

static bool is_listed(const struct chaining *chaining, enum hop hop, struct bytes name)
{
	for (size_t i = 0; i < chaining->chain->count; i++)
		if (chaining->chain->at[i].hop == hop &&
			bytes_equal(chaining->chain->at[i].name, name))
			return true;
	return false;
}

static void tell_pin(struct arena *owner, struct witness *witness, const struct version *version)
{
	if (version->until.len && version->reason.len)
		witness_text(owner, witness, N_("pinned until " BYTES_FMT ": " BYTES_FMT),
			BYTES_ARG(version->until), BYTES_ARG(version->reason));
	else if (version->until.len)
		witness_text(
			owner, witness, N_("pinned until " BYTES_FMT), BYTES_ARG(version->until));
	else if (version->reason.len)
		witness_text(owner, witness, N_("pinned: " BYTES_FMT), BYTES_ARG(version->reason));
}

static void add_version(struct chaining *chaining, struct bytes name, const struct version *version)
{
	struct arena *owner = chaining->owner;
	struct version_value value;
	if (!version->text.at || is_listed(chaining, HOP_VERSION, name))
		return;
	const struct version_scheme *scheme = component_scheme(
		chaining->ground->catalog, chaining->chain->subject.component);
	const char *fault = version_parse(owner, scheme, version->text, &value);
	struct witness *witness = chain_add(
		chaining, HOP_VERSION, fault ? HOP_BROKEN : HOP_HOLDS, name, version->at);
	witness->value = version->text;
	witness_related(owner, witness, version->entry,
		version->from_file ? N_("the file is named here") : N_("chosen here"));
	if (fault)
		witness_text(owner, witness, N_("'" BYTES_FMT "' is no version: %s"),
			BYTES_ARG(version->text), _(fault));
	else
		tell_pin(owner, witness, version);
}

static void add_artifact_versions(struct chaining *chaining)
{
	const struct resolved_profile *profile = chaining->profile;
	struct versioned subject = chaining->chain->subject;
	for (size_t i = 0; i < profile->artifacts.count; i++) {
		const struct artifact_part *part = &profile->artifacts.at[i];
		struct versioned what = { part->component, NULL, part->artifact };
		if (part->component != subject.component ||
			(subject.artifact && part->artifact != subject.artifact))
			continue;
		if (is_apart(profile, what))
			add_version(
				chaining, versioned_name(chaining->owner, what), &part->version);
	}
}

void judge_version(struct chaining *chaining)
{
	for (size_t i = 0; i < chaining->parts.count; i++)
		add_version(chaining, part_name(chaining, chaining->parts.at[i]),
			&chaining->parts.at[i]->version);
	if (chain_part(chaining)->present)
		add_artifact_versions(chaining);
	if (chain_state(chaining->chain, HOP_VERSION) == HOP_NONE)
		chain_add_none(chaining, HOP_VERSION, N_("nothing says a version"));
}

/* --- image ------------------------------------------------------------------------------------ */

static bool runs(const struct part *part)
{
	return part->present && !part->component->external &&
		(part->role || !part->component->roles.count);
}

/* The part has an image of its own, or only what its component gives to all roles. */
static struct bytes image_name_of(const struct chaining *chaining, const struct part *part)
{
	const struct part *whole = component_part(chaining->profile, part->component);
	bool own = part->role &&
		(!bytes_equal(whole->repository, part->repository) ||
			!bytes_equal(whole->tag, part->tag));
	return versioned_name(chaining->owner,
		(struct versioned){ part->component, own ? part->role : NULL, NULL });
}

/* What is built and pushed is in the lock; before that, a tag is a name that nothing may have. */
static void add_digest(struct chaining *chaining, const struct part *part)
{
	struct arena *owner = chaining->owner;
	const struct catalog *catalog = chaining->ground->catalog;
	struct bytes reference = part_reference(owner, chaining->profile, part);
	if (!part->locked && catalog->pin == PIN_TAG)
		return;
	struct witness *witness = chain_add(chaining, HOP_IMAGE, HOP_HOLDS, reference,
		part->locked ? part->locked->at
			     : chain_file(owner, catalog->folder, BYTES(LOCK_PATH)));
	if (part->locked) {
		witness->value = part->locked->digest;
		return;
	}
	bool open = !catalog->lock->source || profile_takes_prereleases(chaining->profile);
	witness->state = open ? HOP_UNDECIDED : HOP_BROKEN;
	witness->text = bytes_of(
		catalog->lock->source ? _("the image is not locked") : _("there is no leme.lock"));
	witness_hint(owner, witness, N_("'leme lock " BYTES_FMT "@DIGEST' takes what was pushed"),
		BYTES_ARG(reference));
}

static void add_image(struct chaining *chaining, const struct part *part)
{
	struct arena *owner = chaining->owner;
	struct bytes name = image_name_of(chaining, part);
	struct image image;
	if (is_listed(chaining, HOP_IMAGE, name))
		return;
	struct bytes text = bytes_join(owner, part->repository, BYTES(":"), part->tag);
	const char *fault = image_parse(owner, text, &image);
	struct witness *witness = chain_add(chaining, HOP_IMAGE, fault ? HOP_BROKEN : HOP_HOLDS,
		name, fault ? part->tag_at : part->repository_at);
	witness->value = text;
	witness_related(owner, witness, fault ? part->repository_at : part->tag_at,
		fault ? N_("the image") : N_("the tag"));
	if (fault)
		witness_text(owner, witness, N_("'" BYTES_FMT "' is no image reference: %s"),
			BYTES_ARG(text), _(fault));
	else
		add_digest(chaining, part);
}

void judge_image(struct chaining *chaining)
{
	for (size_t i = 0; i < chaining->parts.count; i++)
		if (runs(chaining->parts.at[i]))
			add_image(chaining, chaining->parts.at[i]);
	if (chain_state(chaining->chain, HOP_IMAGE) == HOP_NONE)
		chain_add_none(chaining, HOP_IMAGE,
			chaining->chain->subject.component->external
				? N_("external: its image is not made here")
				: N_("none of its roles runs in this profile"));
}

/* --- the whole -------------------------------------------------------------------------------- */

static void add_chart(struct chaining *chaining)
{
	for (size_t i = 0; i < chaining->ground->chart.count; i++)
		*array_push(chaining->owner, chaining->chain) = chaining->ground->chart.at[i];
}

const struct version_chain *chain_of(struct arena *owner, const struct chain_ground *ground,
	const struct resolved_profile *profile, const struct output_values *output,
	struct versioned subject, struct diags *d)
{
	struct version_chain *chain = arena_new_of(owner, struct version_chain);
	struct chaining chaining = { .owner = owner,
		.ground = ground,
		.profile = profile,
		.output = output,
		.chain = chain,
		.d = d };
	*chain = (struct version_chain){ .profile = profile, .subject = subject };
	choose_parts(&chaining);
	judge_artifact(&chaining);
	judge_version(&chaining);
	judge_build(&chaining);
	judge_image(&chaining);
	judge_values(&chaining);
	add_chart(&chaining);
	return chain;
}

enum hop_state chain_state(const struct version_chain *chain, enum hop hop)
{
	enum hop_state worst = HOP_NONE;
	for (size_t i = 0; i < chain->count; i++)
		if ((hop == HOPS || chain->at[i].hop == hop) && chain->at[i].state > worst)
			worst = chain->at[i].state;
	return worst;
}

const struct witness *chain_break(const struct version_chain *chain)
{
	for (size_t i = 0; i < chain->count; i++)
		if (chain->at[i].state == HOP_BROKEN)
			return &chain->at[i];
	return NULL;
}

const struct chain_ground *chain_ground_new(
	struct arena *run, const struct catalog *catalog, struct diags *d)
{
	struct chain_ground *ground = arena_new_of(run, struct chain_ground);
	ground->catalog = catalog;
	ground->digests = arena_new_of(run, struct mirror_digests);
	ground->digests->run = ground->digests->places.owner = run;
	ground->memory = chain_memory_new(run);
	judge_chart(run, ground, d);
	return ground;
}
