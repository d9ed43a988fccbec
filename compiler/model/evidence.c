#include "evidence_matters.h"
#include "evidence_parts.h"
#include "read.h"

#include "base/message.h"
#include "notation/notation.h"

/* --- names ------------------------------------------------------------------------------------ */

const char *const rule_scope_names[RULE_SCOPES] = {
	[EACH_CATALOG] = "catalog",
	[EACH_PROFILES] = "profiles",
	[EACH_COMPONENTS] = "components",
	[EACH_IMAGES] = "images",
	[EACH_OBJECTS] = "objects",
	[EACH_CONTAINERS] = "containers",
	[EACH_CHANGES] = "changes",
};

#define IN(scope) (1u << (scope))
#define ALWAYS (IN(RULE_SCOPES) - 1)
#define OF_COMPONENTS (IN(EACH_COMPONENTS) | IN(EACH_IMAGES))
#define OF_PROFILES (IN(EACH_PROFILES) | OF_COMPONENTS)
#define OF_OBJECTS (IN(EACH_OBJECTS) | IN(EACH_CONTAINERS))

#define IMAGE \
	"{ref: string, registry: string, repository: string, tag: string, digest: string, " \
	"version: string, profile: string, component: string, role: dyn}"
#define COMPONENT \
	"{name: string, title: string, external: bool, needs: map(string, string), " \
	"roles: map(string, dyn)}"
#define PROFILE \
	"{name: string, slug: string, environment: string, labels: map(string, string), " \
	"values: map(string, dyn), facts: map(string, dyn), versions: map(string, dyn), " \
	"images: list(" IMAGE ")}"

/* What may be null is of any type. */
static const struct {
	const char *name, *type;
	unsigned scopes;
} names[EVIDENCE_NAMES] = {
	[EVIDENCE_CATALOG] = { "catalog", "map(string, dyn)", ALWAYS },
	[EVIDENCE_CHART] = { "chart", "dyn", ALWAYS },
	[EVIDENCE_ENVIRONMENTS] = { "environments", "map(string, " PROFILE ")", ALWAYS },
	[EVIDENCE_PROFILES] = { "profiles", "map(string, " PROFILE ")", ALWAYS },
	[EVIDENCE_COMPONENTS] = { "components", "map(string, " COMPONENT ")", ALWAYS },
	[EVIDENCE_IMAGES] = { "images", "list(" IMAGE ")", ALWAYS },
	[EVIDENCE_FILES] = { "files", "map(string, string)", ALWAYS },
	[EVIDENCE_BASE] = { "base", "dyn", ALWAYS },
	[EVIDENCE_GIT] = { "git", "dyn", ALWAYS },
	[EVIDENCE_VARIABLES] = { "variables", "map(string, dyn)", ALWAYS },
	[EVIDENCE_PROFILE] = { "profile", PROFILE, OF_PROFILES | OF_OBJECTS },
	[EVIDENCE_ENVIRONMENT] = { "environment", "{name: string, slug: string, index: int}",
		OF_PROFILES },
	[EVIDENCE_VALUES] = { "values", "map(string, dyn)", OF_PROFILES },
	[EVIDENCE_FACTS] = { "facts", "map(string, dyn)", OF_PROFILES },
	[EVIDENCE_COMPONENT] = { "component", COMPONENT, OF_COMPONENTS },
	[EVIDENCE_VERSION] = { "version", "dyn", OF_COMPONENTS },
	[EVIDENCE_ROLE] = { "role", "dyn", IN(EACH_IMAGES) },
	[EVIDENCE_IMAGE] = { "image", "dyn", IN(EACH_IMAGES) | IN(EACH_CONTAINERS) },
	[EVIDENCE_OBJECT] = { "object", "dyn", OF_OBJECTS },
	[EVIDENCE_CONTAINER] = { "container", "dyn", IN(EACH_CONTAINERS) },
	[EVIDENCE_CHANGE] = { "change", "dyn", IN(EACH_CHANGES) },
	[EVIDENCE_NEEDS] = { "needs",
		"list({component: string, constraint: string, version: string, present: bool, "
		"met: bool, nearest: string})",
		IN(EACH_COMPONENTS) },
	[EVIDENCE_ARTIFACTS] = { "artifacts", "list({name: string, version: string})",
		IN(EACH_COMPONENTS) },
	[EVIDENCE_SECRETS] = { "secrets", "list({path: string})", IN(EACH_PROFILES) },
	[EVIDENCE_STRANGERS] = { "strangers",
		"list({path: string, text: string, environment: string})", IN(EACH_PROFILES) },
};

const struct cel_env *evidence_env(
	struct arena *owner, const struct catalog *catalog, enum rule_scope each)
{
	struct cel_env *all = cel_env_new(owner,
		(struct cel_options){ .host = catalog_host(catalog),
			.regex_steps = (uint32_t)catalog->limits.regex_steps });
	const struct cel_env *env = all;
	for (size_t i = 0; i < EVIDENCE_NAMES; i++)
		cel_env_variable_of(all, bytes_of(names[i].name),
			cel_type_read(owner, bytes_of(names[i].type)));
	for (size_t i = 0; i < EVIDENCE_NAMES; i++)
		if (!(names[i].scopes & IN(each)))
			env = cel_env_retyped(owner, env, i, NULL);
	return env;
}

/* --- images ----------------------------------------------------------------------------------- */

static const struct cel_value nothing = { .kind = CEL_NULL };

bool part_is_element(const struct part *part, enum rule_scope each)
{
	const struct component *component = part->component;
	if (!part->present)
		return false;
	if (each == EACH_COMPONENTS)
		return !part->role;
	return each == EACH_IMAGES && !component->external &&
		(part->role || !component->roles.count);
}

/* With its place, for messages. */
static struct cel_value placed(struct arena *owner, struct bytes text, struct span at)
{
	return cel_of(value_string(owner, text, at));
}

/* Without a lock nobody has said which images are locked. */
static struct cel_value digest_object(
	struct evidence *evidence, struct arena *owner, const struct part *part)
{
	if (part->locked)
		return placed(owner, part->locked->digest, part->locked->at);
	return evidence->catalog->lock->source ? cel_string(BYTES(""))
					       : cel_promised(&evidence->digest.promise);
}

static struct cel_value image_object(struct evidence *evidence, struct arena *owner,
	const struct resolved_profile *profile, const struct part *part)
{
	struct members object = { .owner = owner };
	struct bytes reference = part_reference(owner, profile, part);
	struct image image = { 0 };
	if (reference.len && image_parse(owner, reference, &image))
		image = (struct image){ 0 };
	struct span at = part->repository_at.source ? part->repository_at : part->component->at;
	object_add(&object, BYTES("ref"), placed(owner, reference, at));
	object_add(&object, BYTES("registry"), placed(owner, image.domain, at));
	object_add(&object, BYTES("repository"), placed(owner, image.path, at));
	object_add(&object, BYTES("tag"), placed(owner, part->tag, part->tag_at));
	object_add(&object, BYTES("digest"), digest_object(evidence, owner, part));
	object_add(&object, BYTES("version"), placed(owner, part->version.text, part->version.at));
	object_add(&object, BYTES("profile"), cel_string(profile->head->name));
	object_add(&object, BYTES("component"), cel_string(part->component->id));
	object_add(&object, BYTES("role"), part->role ? cel_string(part->role->id) : nothing);
	return object_value(&object);
}

/* That of the part at hand: most rules see nothing of it. */
struct own_image {
	struct cel_promise promise; /* the first member */
	struct evidence *evidence;
	struct arena *owner;
	const struct resolved_profile *profile;
	const struct part *part;
	bool made;
	struct cel_value value;
};

static struct cel_value keep_own_image(struct cel_promise *promise)
{
	struct own_image *own = (struct own_image *)promise;
	if (!own->made)
		own->value = image_object(own->evidence, own->owner, own->profile, own->part);
	own->made = true;
	return own->value;
}

static struct cel_value image_evidence(struct evidence *evidence, struct arena *owner,
	const struct resolved_profile *profile, const struct part *part)
{
	struct own_image *own = arena_new_of(owner, struct own_image);
	*own = (struct own_image){ { keep_own_image }, evidence, owner, profile, part, false,
		nothing };
	return cel_promised(&own->promise);
}

/* Those of one profile: few rules ask for all of them. */
struct own_images {
	struct cel_promise promise; /* the first member */
	struct evidence *evidence;
	struct arena *owner;
	const struct resolved_profile *profile;
	bool made;
	struct cel_value value;
};

static struct cel_value list_images(const struct own_images *own)
{
	struct members images = { .owner = own->owner };
	const struct resolved_profile *profile = own->profile;
	for (size_t i = 0; i < profile->parts.count; i++)
		if (part_is_element(&profile->parts.at[i], EACH_IMAGES))
			*array_push(own->owner, &images) = image_object(
				own->evidence, own->owner, profile, &profile->parts.at[i]);
	return cel_list(images.at, images.count);
}

static struct cel_value keep_own_images(struct cel_promise *promise)
{
	struct own_images *own = (struct own_images *)promise;
	if (!own->made)
		own->value = list_images(own);
	own->made = true;
	return own->value;
}

static struct cel_value images_object(
	struct evidence *evidence, struct arena *owner, const struct resolved_profile *profile)
{
	struct own_images *own = arena_new_of(owner, struct own_images);
	*own = (struct own_images){ { keep_own_images }, evidence, owner, profile, false, nothing };
	return cel_promised(&own->promise);
}

/* --- profiles --------------------------------------------------------------------------------- */

static struct cel_value show(
	void *context, struct arena *owner, const struct resolved_profile *profile)
{
	struct members object = { .owner = owner };
	const struct head *head = profile->head;
	object_add(&object, BYTES("name"), placed(owner, head->name, profile->at));
	object_add(&object, BYTES("slug"), placed(owner, head->slug, profile->at));
	object_add(&object, BYTES("environment"), cel_string(profile->environment->slug));
	object_add(&object, BYTES("labels"), labels_object(owner, profile->labels));
	object_add(&object, BYTES("values"), cel_of(profile->compiled));
	object_add(&object, BYTES("facts"), cel_of(profile->facts));
	object_add(&object, BYTES("versions"), resolved_versions(owner, profile));
	object_add(&object, BYTES("images"), images_object(context, owner, profile));
	return object_value(&object);
}

/* --- what is not there ------------------------------------------------------------------------ */

struct cel_value evidence_missing(struct evidence *evidence, const struct missing_evidence *amiss)
{
	static const struct cel_error nothing_told = { .text = { "", 0 } };
	struct evidence *hearer = evidence->hearer;
	if (!hearer->missing.what.at)
		hearer->missing = *amiss;
	return (struct cel_value){ .kind = CEL_ERROR, .error = &nothing_told };
}

static struct cel_value note_missing(struct cel_promise *promise)
{
	const struct unknown_evidence *unknown = (struct unknown_evidence *)promise;
	struct missing_evidence missing = { .what = bytes_of(_(unknown->what)), .at = unknown->at };
	if (unknown->hint)
		missing.hint = bytes_of(_(unknown->hint));
	return evidence_missing(unknown->evidence, &missing);
}

static struct cel_value unknown(
	struct unknown_evidence *unknown, struct evidence *evidence, const char *what)
{
	*unknown = (struct unknown_evidence){
		.promise = { note_missing }, .evidence = evidence, .what = what
	};
	return cel_promised(&unknown->promise);
}

/* --- the project ------------------------------------------------------------------------------ */

struct image_promise {
	struct cel_promise promise; /* the first member */
	struct evidence *evidence;
	bool kept;
	struct cel_value value;
};

/* All images of all profiles, by way of the profiles. */
static struct cel_value gather_images(struct evidence *evidence)
{
	struct members images = { .owner = evidence->owner };
	struct cel_value profiles = evidence->values[EVIDENCE_PROFILES];
	for (size_t i = 0; i < profiles.len; i++) {
		struct cel_value own;
		struct cel_value profile = cel_kept(cel_entry_value(profiles, i));
		if (cel_is_error(profile))
			return profile;
		if (!cel_find(profile, cel_string(BYTES("images")), &own))
			continue;
		for (size_t j = 0; j < own.len; j++)
			*array_push(evidence->owner, &images) = cel_item(own, j);
	}
	return cel_list(images.at, images.count);
}

static struct cel_value keep_images(struct cel_promise *promise)
{
	struct image_promise *images = (struct image_promise *)promise;
	/* An error is asked for again, since who asks must hear of what is missing. */
	if (!images->kept)
		images->value = gather_images(images->evidence);
	images->kept = !cel_is_error(images->value);
	if (images->kept)
		profiles_pin(images->evidence->pool);
	return images->value;
}

static struct cel_value components_object(struct arena *owner, const struct catalog *catalog)
{
	const struct shared_objects *shared = scopes_objects(catalog->scopes);
	struct members object = { .owner = owner };
	for (size_t i = 0; i < catalog->components.count; i++)
		object_add(&object, catalog->components.at[i].id, shared->components[i]);
	struct cel_value map = object_value(&object);
	map.by_slug = true;
	return map;
}

struct evidence *evidence_make(struct arena *owner, const struct resolver *resolver,
	struct evidence_options options, struct diags *d)
{
	const struct catalog *catalog = resolver->fleet->catalog;
	const struct shared_objects *shared = scopes_objects(catalog->scopes);
	struct evidence *evidence = arena_new_of(owner, struct evidence);
	struct profiles_shown shown = profiles_on_demand(
		owner, resolver, show, evidence, options.instead, d);
	struct image_promise *images = arena_new_of(owner, struct image_promise);
	*evidence = (struct evidence){ .owner = owner, .catalog = catalog, .shared = shared };
	evidence->pool = shown.pool;
	evidence->hearer = options.hearer ? options.hearer : evidence;
	*images = (struct image_promise){ .promise = { keep_images }, .evidence = evidence };
	for (size_t i = 0; i < EVIDENCE_NAMES; i++)
		evidence->values[i] = nothing;
	evidence->values[EVIDENCE_CATALOG] = shared->catalog;
	evidence->values[EVIDENCE_CHART] = shared->chart;
	evidence->values[EVIDENCE_PROFILES] = shown.profiles;
	evidence->values[EVIDENCE_ENVIRONMENTS] = shown.environments;
	evidence->values[EVIDENCE_COMPONENTS] = components_object(owner, catalog);
	evidence->values[EVIDENCE_IMAGES] = cel_promised(&images->promise);
	evidence_begin_files(evidence, options.files, d);
	unknown(&evidence->digest, evidence, N_("there is no leme.lock"));
	evidence->values[EVIDENCE_PROFILE] = unknown(
		&evidence->profile, evidence, N_("no profile is named"));
	evidence->profile.hint = N_("name the one that they are rendered for with -p NAME");
	unknown(&evidence->need, evidence, N_("the version that is needed is not known"));
	evidence->digest.hint = N_("'leme lock' lists the images that are to be locked");
	evidence->digest.at = read_place(catalog->value, "pin");
	return evidence;
}

struct evidence *evidence_new(struct arena *owner, const struct resolver *resolver,
	struct history *history, struct rule_files *files, struct diags *d)
{
	struct evidence *evidence = evidence_make(
		owner, resolver, (struct evidence_options){ .files = files }, d);
	evidence_begin_history(evidence, history);
	return evidence;
}

void evidence_rest(struct evidence *evidence)
{
	struct evidence *past = evidence->past;
	profiles_rest(evidence->pool);
	if (past && profiles_rest(past->pool))
		evidence->past_faults->count = 0;
}

void evidence_enter(
	struct evidence *evidence, struct arena *scratch, const struct resolved_profile *profile)
{
	evidence->values[EVIDENCE_PROFILE] = show(evidence, scratch, profile);
	evidence->values[EVIDENCE_ENVIRONMENT] = environment_object(
		scratch, evidence->catalog, profile->environment);
	evidence->values[EVIDENCE_VALUES] = cel_of(profile->compiled);
	evidence->values[EVIDENCE_FACTS] = cel_of(profile->facts);
	evidence->values[EVIDENCE_SECRETS] = secrets_evidence(scratch, profile);
	evidence->values[EVIDENCE_STRANGERS] = strangers_evidence(scratch, profile);
}

void evidence_enter_part(struct evidence *evidence, struct arena *scratch,
	const struct resolved_profile *profile, const struct part *part)
{
	const struct version *version = &part->version;
	evidence->values[EVIDENCE_COMPONENT] =
		evidence->shared->components[part->component - evidence->catalog->components.at];
	evidence->values[EVIDENCE_VERSION] = version->text.at
		? placed(scratch, version->text, version->at)
		: nothing;
	evidence->values[EVIDENCE_ROLE] = role_object(scratch, part->role);
	evidence->values[EVIDENCE_NEEDS] = part->role
		? nothing
		: needs_evidence(evidence, scratch, profile, part);
	evidence->values[EVIDENCE_ARTIFACTS] = part->role
		? nothing
		: artifacts_evidence(scratch, profile, part);
	evidence->values[EVIDENCE_IMAGE] = part_is_element(part, EACH_IMAGES)
		? image_evidence(evidence, scratch, profile, part)
		: nothing;
}

/* --- data in its place ------------------------------------------------------------------------ */

static size_t name_of(struct bytes text)
{
	size_t i = 0;
	while (i < EVIDENCE_NAMES && !bytes_is(text, names[i].name))
		i++;
	return i;
}

static bool unknown_input(struct bytes name, struct span at, struct diags *d)
{
	struct texts known = { 0 };
	for (size_t i = 0; i < EVIDENCE_NAMES; i++)
		if (i != EVIDENCE_VARIABLES)
			*array_push(d->owner, &known) = bytes_of(names[i].name);
	return unknown_name(d, at, "test/input", N_("rules see nothing called '" BYTES_FMT "'"),
		name, known.at, known.count);
}

static bool take_data(struct evidence *evidence, const struct entry *entry, struct diags *d)
{
	size_t name = name_of(entry->key);
	if (name == EVIDENCE_NAMES || name == EVIDENCE_VARIABLES)
		return unknown_input(entry->key, entry->key_at, d);
	struct cel_value value = cel_of(entry->value);
	value.by_slug = value.kind == CEL_MAP &&
		(name == EVIDENCE_ENVIRONMENTS || name == EVIDENCE_PROFILES ||
			name == EVIDENCE_COMPONENTS);
	evidence->values[name] = value;
	if (cel_type_holds(cel_type_read(evidence->owner, bytes_of(names[name].type)), value))
		return true;
	diag_error(d, entry->value->at, "test/input",
		N_("'" BYTES_FMT "' is nothing that rules could see"), BYTES_ARG(entry->key));
	diag_hint(d, N_("it is of type %s"), names[name].type);
	return false;
}

struct evidence *evidence_of_data(struct arena *owner, const struct catalog *catalog,
	const struct value *input, struct diags *d)
{
	struct evidence *evidence = arena_new_of(owner, struct evidence);
	struct unknown_evidence *absent = arena_array_of(
		owner, struct unknown_evidence, EVIDENCE_NAMES);
	bool good = true;
	*evidence = (struct evidence){ .owner = owner, .catalog = catalog, .hearer = evidence };
	for (size_t i = 0; i < EVIDENCE_NAMES; i++)
		evidence->values[i] = unknown(
			&absent[i], evidence, N_("the input of the test does not say it"));
	for (size_t i = 0; i < input->count; i++)
		good = take_data(evidence, &input->entries[i], d) && good;
	return good ? evidence : NULL;
}
