#include "images_parts.h"

#include "base/message.h"
#include "candidates.h"

/* --- names ------------------------------------------------------------------------------------ */

struct reference_parts reference_split(struct bytes text)
{
	size_t at = bytes_find(text, BYTES("@"), 0), colon = at;
	struct bytes name = bytes_slice(text, 0, at);
	for (size_t i = name.len; i-- > 0 && name.at[i] != '/';)
		if (name.at[i] == ':')
			colon = i;
	return (struct reference_parts){ bytes_slice(text, 0, colon),
		bytes_slice(name, colon + 1, name.len), bytes_slice(text, at + 1, text.len) };
}

bool reference_names_equal(struct arena *scratch, struct bytes a, struct bytes b)
{
	struct image one, other;
	if (image_parse_normalized(scratch, a, &one) || image_parse_normalized(scratch, b, &other))
		return bytes_equal(a, b);
	return bytes_equal(image_text(scratch, &one), image_text(scratch, &other));
}

/* --- rules ------------------------------------------------------------------------------------ */

static const struct value *read(const struct value *map, const char *key)
{
	return map && map->kind == VALUE_MAP ? value_get(map, bytes_of(key)) : NULL;
}

static void add_tail(struct image_rules *rules, struct bytes repository)
{
	size_t begin = repository.len;
	while (begin > 0 && repository.at[begin - 1] != '/')
		begin--;
	struct bytes tail = bytes_slice(repository, begin, repository.len);
	if (tail.len)
		rules->tails[image_tail_bit(tail) / 64] |= UINT64_C(1) << image_tail_bit(tail) % 64;
	*array_push(rules->run, &rules->repositories) = repository;
}

static void add_part(struct image_rules *rules, const struct part *part)
{
	bool is_image = part->role || part->component->roles.count == 0;
	if (!part->repository.len || !is_image)
		return;
	struct bytes repository = registries_canonical(
		rules->run, rules->profile->spellings, part->repository);
	uint32_t place = names_get(&rules->governed_places, repository);
	if (!place) {
		*array_push(rules->run,
			&rules->governed) = (struct governed){ .repository = repository };
		place = (uint32_t)rules->governed.count;
		names_set(&rules->governed_places, repository, place);
		add_tail(rules, repository);
	}
	*array_push(rules->run, &rules->governed.at[place - 1].parts) = part;
}

static void allow(struct image_rules *rules, const struct entry *registry, struct bytes name)
{
	const struct value *at = read(registry->value, "at");
	bool whole = bytes_is(registry->key, "house") && image_name_split(name).domain.len;
	struct bytes place = at ? at->text : registry->key;
	struct bytes repository = registries_canonical(rules->run, rules->profile->spellings,
		whole ? name : bytes_join(rules->run, place, BYTES("/"), name));
	if (!names_set(&rules->allowed, repository, 1))
		add_tail(rules, repository);
}

static void add_allowed(struct image_rules *rules)
{
	const struct value *registries = rules->profile->registries;
	for (size_t i = 0; i < registries->count; i++) {
		const struct value *list = read(registries->entries[i].value, "allow");
		for (size_t a = 0; list && a < list->count; a++)
			allow(rules, &registries->entries[i], list->items[a]->text);
	}
}

static enum level level_of_unknown(const struct value *images)
{
	const struct value *unknown = read(images, "unknown");
	if (unknown && bytes_is(unknown->text, "keep"))
		return LEVEL_OFF;
	return unknown && bytes_is(unknown->text, "warning") ? LEVEL_WARNING : LEVEL_ERROR;
}

static bool lists_complete(const struct value *render)
{
	const struct value *gates = read(render, "gate");
	for (size_t i = 0; gates && i < gates->count; i++)
		if (bytes_is(gates->items[i]->text, "complete"))
			return true;
	return false;
}

static struct image_rules *rules_empty(struct arena *run, const struct resolved_profile *profile)
{
	struct image_rules *rules = arena_new_of(run, struct image_rules);
	*rules = (struct image_rules){ .run = run, .scratch = arena_new(), .profile = profile };
	arena_adopt(run, rules->scratch);
	rules->governed_places.owner = rules->allowed.owner = rules->decided.owner = run;
	return rules;
}

struct image_rules *image_rules_new(
	struct arena *run, const struct resolved_profile *profile, struct diags *d)
{
	struct image_rules *rules = rules_empty(run, profile);
	const struct value *images = read(profile->render, "images"),
			   *sites = read(images, "sites");
	for (size_t i = 0; i < profile->parts.count; i++)
		add_part(rules, &profile->parts.at[i]);
	add_allowed(rules);
	rules->unknown = level_of_unknown(images);
	rules->complete = lists_complete(profile->render);
	if (sites && !declared_sites_read(run, sites, &rules->declared, d))
		return NULL;
	rules->used = arena_array_of(run, bool, rules->declared.count);
	return rules;
}

struct image_rules *image_rules_again(struct arena *run, const struct image_rules *rules)
{
	struct image_rules *again = arena_new_of(run, struct image_rules);
	*again = *rules;
	again->run = run;
	again->scratch = arena_new();
	arena_adopt(run, again->scratch);
	again->used = arena_array_of(run, bool, rules->declared.count);
	again->decisions.at = NULL;
	again->decisions.count = again->decisions.room = 0;
	again->decided = (struct names){ .owner = run };
	return again;
}

void image_rules_join(struct image_rules *rules, const struct image_rules *others)
{
	for (size_t i = 0; i < rules->declared.count; i++)
		rules->used[i] |= others->used[i];
}

struct sites image_sites(
	struct arena *owner, struct image_rules *rules, const struct object *object)
{
	return object_sites(owner, object, &rules->declared, rules->used);
}

static bool refuse_declared(
	const struct declared *declared, const struct stream *stream, struct diags *d)
{
	const char *text = N_("no object of the stream has an image at this site");
	if (candidates_are_apart(HOOKS_TOO, stream)) {
		diag_warning(d, declared->at, "image/no-site", "%s", message(text));
		diag_hint(d, N_("the stream has only hooks, which Helm may pass apart"));
		return true;
	}
	diag_refuse(d, declared->at, "image/no-site", "%s", message(text));
	if (!candidates_kind_hint(declared->kind, stream, d))
		diag_hint(d, N_("'optional: true' says that this may be"));
	return false;
}

bool images_end(const struct image_rules *rules, const struct stream *stream, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < rules->declared.count; i++)
		if (!rules->used[i] && !rules->declared.at[i].optional)
			good = refuse_declared(&rules->declared.at[i], stream, d) && good;
	return good;
}

/* --- decisions -------------------------------------------------------------------------------- */

static bool is_digest_of(const struct lock_image *locked, struct bytes digest)
{
	if (bytes_equal(locked->digest, digest))
		return true;
	for (size_t i = 0; i < locked->platforms.count; i++)
		if (bytes_equal(locked->platforms.at[i].digest, digest))
			return true;
	return false;
}

/* Those of the lock that have the repository and the digest. */
static struct texts tags_of_digest(
	struct arena *owner, const struct lock *lock, const struct image_decision *decision)
{
	struct texts tags = { 0 };
	for (size_t i = 0; i < lock->images.count; i++) {
		const struct lock_image *image = &lock->images.at[i];
		size_t len = decision->repository.len;
		if (image->reference.len > len && image->reference.at[len] == ':' &&
			bytes_begins(image->reference, decision->repository) &&
			is_digest_of(image, decision->digest))
			*array_push(owner, &tags) = bytes_slice(
				image->reference, len + 1, image->reference.len);
	}
	return tags;
}

static bool is_tag_of(const struct governed *governed, struct bytes tag)
{
	for (size_t i = 0; i < governed->parts.count; i++)
		if (governed->parts.at[i]->present && bytes_equal(governed->parts.at[i]->tag, tag))
			return true;
	return false;
}

static bool is_other(const struct image_decision *decision)
{
	for (size_t i = 0; decision->governed && i < decision->tags.count; i++)
		if (is_tag_of(decision->governed, decision->tags.at[i]))
			return false;
	return decision->governed;
}

static void pin(struct image_rules *rules, struct image_decision *decision)
{
	const struct catalog *catalog = rules->profile->catalog;
	if (!decision->tag.len) {
		if (decision->digest.len)
			decision->tags = tags_of_digest(rules->run, catalog->lock, decision);
		decision->is_locked = decision->tags.count > 0;
		return;
	}
	*array_push(rules->run, &decision->tags) = decision->tag;
	decision->locked = lock_find_image(catalog->lock,
		bytes_join(rules->run, decision->repository, BYTES(":"), decision->tag));
	if (!decision->locked)
		return;
	bool pins = catalog->pin != PIN_TAG;
	if (!decision->digest.len && pins)
		decision->pinned = decision->locked->digest;
	decision->is_locked = decision->pinned.at ||
		is_digest_of(decision->locked, decision->digest);
	decision->differs = decision->digest.len && !decision->is_locked;
	decision->drops_tag = catalog->pin == PIN_DIGEST && decision->is_locked;
}

static void stand(struct image_rules *rules, struct image_decision *decision)
{
	uint32_t place = names_get(&rules->governed_places, decision->repository);
	decision->standing = IMAGE_UNKNOWN;
	if (place) {
		decision->governed = &rules->governed.at[place - 1];
		decision->standing = IMAGE_GOVERNED;
	} else if (names_get(&rules->allowed, decision->repository)) {
		decision->standing = IMAGE_ALLOWED;
	}
}

static struct bytes whole_text(
	struct arena *owner, struct bytes text, const struct image_decision *decision)
{
	struct bytes digest = decision->pinned.at ? decision->pinned : decision->digest;
	struct buf out = buf_new(owner);
	buf_add(&out, decision->name.at ? decision->name : reference_split(text).name);
	if (decision->tag.len && !decision->drops_tag)
		buf_print(&out, ":" BYTES_FMT, BYTES_ARG(decision->tag));
	if (digest.len)
		buf_print(&out, "@" BYTES_FMT, BYTES_ARG(digest));
	return buf_bytes(&out);
}

static struct image_decision decide(struct image_rules *rules, struct bytes text)
{
	const struct registries *spellings = rules->profile->spellings;
	struct image image;
	struct image_decision decision = { .fault = image_parse_normalized(
						   rules->run, text, &image) };
	if (decision.fault)
		return decision;
	struct bytes plain = image_repository(rules->run, &image);
	decision.repository = registries_canonical(rules->run, spellings, plain);
	decision.tag = image.tag;
	decision.digest = image.digest;
	stand(rules, &decision);
	pin(rules, &decision);
	decision.is_other = is_other(&decision);
	struct bytes spelled = registries_spelled(rules->run, spellings, decision.repository);
	if (!bytes_equal(spelled, plain) && !bytes_equal(spelled, reference_split(text).name))
		decision.name = spelled;
	if (decision.name.at || decision.pinned.at || (decision.drops_tag && decision.tag.len))
		decision.leaves = whole_text(rules->run, text, &decision);
	return decision;
}

const struct image_decision *image_decide(struct image_rules *rules, struct bytes text)
{
	uint32_t place = names_get(&rules->decided, text);
	if (!place) {
		struct bytes kept = bytes_copy(rules->run, text);
		*array_push(rules->run, &rules->decisions) = decide(rules, kept);
		place = (uint32_t)rules->decisions.count;
		names_set(&rules->decided, kept, place);
	}
	return &rules->decisions.at[place - 1];
}

static bool is_text(const struct tree *tree, node_id id)
{
	return !id || tree_node(tree, id)->type == TYPE_STRING;
}

const struct image_decision *image_decide_site(
	struct arena *scratch, struct image_rules *rules, const struct site *site)
{
	const struct tree *tree = site->object->manifest->tree;
	struct image ignored;
	if (site->text.len && is_text(tree, site->reference) && is_text(tree, site->repository) &&
		is_text(tree, site->tag))
		return image_decide(rules, site->text);
	struct image_decision *decision = arena_new_of(scratch, struct image_decision);
	decision->fault = site_image(scratch, site, &ignored);
	return decision;
}

/* --- findings --------------------------------------------------------------------------------- */

struct finding image_finding(struct arena *scratch, const struct image_rules *rules,
	const struct object *object, const struct governed *governed, const char *id)
{
	struct finding finding = { .id = bytes_of(id),
		.outcome = OUTCOME_FAIL,
		.object = object_name(scratch, object),
		.profile_count = 1 };
	finding.profiles[0] = finding.last_profile = rules->profile->head;
	if (governed)
		finding.component = governed->parts.at[0]->component->id;
	if (governed && governed->parts.count == 1 && governed->parts.at[0]->role)
		finding.role = governed->parts.at[0]->role->id;
	return finding;
}
