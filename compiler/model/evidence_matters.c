#include "evidence_matters.h"
#include "chain_hops.h"
#include "read.h"

#include "base/message.h"
#include "base/utf8.h"
#include "notation/notation.h"

static struct cel_value placed(struct arena *owner, struct bytes text, struct span at)
{
	return cel_of(value_string(owner, text, at));
}

/* --- made when a rule asks -------------------------------------------------------------------- */

struct matter {
	struct cel_promise promise; /* the first member */
	struct arena *owner;
	struct evidence *evidence; /* of needs */
	const struct resolved_profile *profile;
	const struct part *part; /* of needs and artifacts */
	struct cel_value (*make)(struct matter *matter);
	bool made;
	struct cel_value value;
};

static struct cel_value keep_matter(struct cel_promise *promise)
{
	struct matter *matter = (struct matter *)promise;
	if (!matter->made)
		matter->value = matter->make(matter);
	matter->made = true;
	return matter->value;
}

static struct cel_value matter_new(struct matter row)
{
	struct matter *matter = arena_new_of(row.owner, struct matter);
	*matter = row;
	matter->promise.keep = keep_matter;
	return cel_promised(&matter->promise);
}

/* --- needs ------------------------------------------------------------------------------------ */

/* One need of one component in a profile, and its parts that take time. */
struct need_met {
	struct cel_promise promise; /* the first member: of `nearest` */
	struct arena *owner;
	struct evidence *evidence;
	const struct resolved_profile *profile;
	const struct part *needed;
};

static const struct part *part_of(const struct resolved_profile *profile, struct bytes component)
{
	for (size_t i = 0; i < profile->parts.count; i++)
		if (!profile->parts.at[i].role &&
			bytes_equal(profile->parts.at[i].component->id, component))
			return &profile->parts.at[i];
	return NULL;
}

enum meets { MEETS_NOT, MEETS, MEETS_UNKNOWN };

static enum meets meets(struct arena *owner, const struct version_scheme *scheme, struct bytes text,
	struct bytes constraint)
{
	struct version_value version;
	const char *fault;
	const struct version_constraint *wanted = version_constraint_parse(
		owner, scheme, constraint, &fault);
	if (bytes_is(bytes_trim(constraint), "*"))
		return MEETS;
	if (!text.len || !wanted || version_parse(owner, scheme, text, &version))
		return MEETS_UNKNOWN;
	return version_satisfies(&version, wanted) ? MEETS : MEETS_NOT;
}

/* Whether a version of the component is what all that runs in the profile needs. */
static bool is_legal(const struct need_met *need, struct bytes version)
{
	const struct component *needed = need->needed->component;
	const struct version_scheme *scheme = component_scheme(need->profile->catalog, needed);
	for (size_t i = 0; i < need->profile->parts.count; i++) {
		const struct part *part = &need->profile->parts.at[i];
		for (size_t j = 0; part->present && j < part->component->needs.count; j++) {
			const struct need *other = &part->component->needs.at[j];
			if (bytes_equal(other->component, needed->id) &&
				meets(need->owner, scheme, version, other->constraint) != MEETS)
				return false;
		}
	}
	return true;
}

static bool has_text(const struct texts *texts, struct bytes text)
{
	for (size_t i = 0; i < texts->count; i++)
		if (bytes_equal(texts->at[i], text))
			return true;
	return false;
}

/* What environments run of the component, each once. */
static struct texts versions_elsewhere(const struct need_met *need)
{
	struct texts found = { 0 };
	struct cel_value all = need->evidence->values[EVIDENCE_ENVIRONMENTS];
	struct cel_value id = cel_string(need->needed->component->id), versions, version;
	for (size_t i = 0; i < all.len; i++) {
		struct cel_value other = cel_kept(cel_entry_value(all, i));
		if (!cel_is_error(other) &&
			cel_find(other, cel_string(BYTES("versions")), &versions) &&
			cel_find(versions, id, &version) && version.kind == CEL_STRING &&
			!has_text(&found, cel_text(version)))
			*array_push(need->owner, &found) = cel_text(version);
	}
	return found;
}

static enum version_order order_of(
	const struct need_met *need, struct bytes left, struct bytes right)
{
	const struct version_scheme *scheme = component_scheme(
		need->profile->catalog, need->needed->component);
	struct version_value a, b;
	if (version_parse(need->owner, scheme, left, &a) ||
		version_parse(need->owner, scheme, right, &b))
		return VERSION_UNLIKE;
	return version_compare(&a, &b);
}

/* How many of the versions one passes on the way, the last among them. */
static size_t steps_between(const struct need_met *need, const struct texts *versions,
	struct bytes from, struct bytes to)
{
	enum version_order way = order_of(need, to, from);
	size_t steps = 1;
	if (way == VERSION_SAME)
		return 0;
	for (size_t i = 0; i < versions->count; i++)
		steps += order_of(need, versions->at[i], from) == way &&
			order_of(need, to, versions->at[i]) == way;
	return steps;
}

/* Of two as near, the later one. */
static bool is_nearer(const struct need_met *need, const struct texts *versions,
	struct bytes version, struct bytes best)
{
	struct bytes now = need->needed->version.text;
	if (!best.len)
		return true;
	size_t steps = now.len ? steps_between(need, versions, now, version) : 0;
	size_t least = now.len ? steps_between(need, versions, now, best) : 0;
	return steps < least || (steps == least && order_of(need, version, best) == VERSION_LATER);
}

static struct cel_value nearest_legal(struct cel_promise *promise)
{
	const struct need_met *need = (const struct need_met *)promise;
	struct texts versions = versions_elsewhere(need);
	struct bytes best = BYTES("");
	for (size_t i = 0; i < versions.count; i++)
		if (is_legal(need, versions.at[i]) &&
			is_nearer(need, &versions, versions.at[i], best))
			best = versions.at[i];
	return cel_string(best);
}

static struct cel_value need_object(struct evidence *evidence, struct arena *owner,
	const struct resolved_profile *profile, const struct need *need)
{
	struct members object = { .owner = owner };
	const struct part *part = part_of(profile, need->component);
	struct need_met *met = arena_new_of(owner, struct need_met);
	*met = (struct need_met){ { nearest_legal }, owner, evidence, profile, part };
	struct bytes version = part->version.text.at ? part->version.text : BYTES("");
	enum meets meeting = part->present
		? meets(owner, component_scheme(profile->catalog, part->component), version,
			  need->constraint)
		: MEETS_NOT;
	object_add(&object, BYTES("component"), cel_string(need->component));
	object_add(&object, BYTES("constraint"), placed(owner, need->constraint, need->at));
	object_add(&object, BYTES("version"),
		placed(owner, version, part->present ? part->version.at : part->absent_at));
	object_add(&object, BYTES("present"), cel_bool(part->present));
	object_add(&object, BYTES("met"),
		meeting == MEETS_UNKNOWN
			? cel_promised(&evidence->need.promise)
			: cel_of(value_bool(owner, meeting == MEETS,
				  part->present ? part->version.at : part->absent_at)));
	object_add(&object, BYTES("nearest"), cel_promised(&met->promise));
	return object_value(&object);
}

static struct cel_value list_needs(struct matter *matter)
{
	const struct component *component = matter->part->component;
	struct members list = { .owner = matter->owner };
	for (size_t i = 0; i < component->needs.count; i++)
		*array_push(matter->owner, &list) = need_object(
			matter->evidence, matter->owner, matter->profile, &component->needs.at[i]);
	return cel_list(list.at, list.count);
}

struct cel_value needs_evidence(struct evidence *evidence, struct arena *owner,
	const struct resolved_profile *profile, const struct part *part)
{
	return matter_new((struct matter){ .owner = owner,
		.evidence = evidence,
		.profile = profile,
		.part = part,
		.make = list_needs });
}

/* --- artifacts -------------------------------------------------------------------------------- */

static struct cel_value artifact_object(struct arena *owner, const struct artifact_part *part)
{
	struct members object = { .owner = owner };
	object_add(&object, BYTES("name"),
		cel_string(bytes_join(owner, part->component->id, BYTES("/"), part->artifact->id)));
	object_add(&object, BYTES("version"), placed(owner, part->version.text, part->version.at));
	return object_value(&object);
}

static struct cel_value list_artifacts(struct matter *matter)
{
	const struct resolved_profile *profile = matter->profile;
	struct members list = { .owner = matter->owner };
	for (size_t i = 0; i < profile->artifacts.count; i++) {
		const struct artifact_part *part = &profile->artifacts.at[i];
		if (part->component == matter->part->component && part->version.text.at &&
			!bytes_equal(part->version.text, matter->part->version.text))
			*array_push(matter->owner, &list) = artifact_object(matter->owner, part);
	}
	return cel_list(list.at, list.count);
}

struct cel_value artifacts_evidence(
	struct arena *owner, const struct resolved_profile *profile, const struct part *part)
{
	return matter_new((struct matter){
		.owner = owner, .profile = profile, .part = part, .make = list_artifacts });
}

/* --- walks through values --------------------------------------------------------------------- */

struct walk {
	struct arena *owner;
	const struct resolved_profile *profile;
	struct members found;
	struct secret_paths secrets;
	void (*visit)(
		struct walk *walk, const struct way *way, bool declared, const struct value *text);
};

static bool is_declared(const struct walk *walk, const struct way *way)
{
	for (size_t i = 0; i < walk->secrets.count; i++)
		if (way_matches(way, &walk->secrets.at[i]))
			return true;
	return false;
}

/* declared: what is above is secret, and so all that is in it. */
static void visit_all(
	struct walk *walk, const struct way *way, bool declared, const struct value *value)
{
	declared = declared || is_declared(walk, way);
	if (value->kind == VALUE_STRING)
		walk->visit(walk, way, declared, value);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++)
		visit_all(walk, way, declared, value->items[i]);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->count; i++) {
		const struct entry *entry = &value->entries[i];
		const struct way below = { way, entry->key, way->depth + 1 };
		visit_all(walk, &below, declared, entry->value);
	}
}

static void walk_values(struct walk *walk)
{
	walk->found.owner = walk->owner;
	visit_all(walk, &(struct way){ 0 }, false, walk->profile->compiled);
}

/* --- secrets ---------------------------------------------------------------------------------- */

/* The last letters of what says so, and bytes of others that a slug may make such letters of. */
static bool may_end_word(char last)
{
	return last & 0x80 || memchr("daynDAYN", last, 8);
}

/* A key says what its value is by one of these at its end. */
static bool says_secret(struct arena *owner, struct bytes key)
{
	static const char *const words[] = { "password", "passwd", "senha", "secretkey",
		"privatekey", "apikey", "accesskey", "token" };
	if (key.len && !may_end_word(key.at[key.len - 1]))
		return false;
	struct bytes slug = utf8_slug(owner, key);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (bytes_ends(slug, bytes_of(words[i])))
			return true;
	return false;
}

/* Excerpts show the line: the same place in a copy of it that keeps nothing but its form. */
static struct span masked(struct arena *owner, struct span at)
{
	struct span kept = span_kept(owner, at);
	struct bytes line = kept.source ? kept.source->text : BYTES("");
	size_t begin = kept.source ? at.begin - kept.source->skipped : 0;
	struct source *copy = arena_new_of(owner, struct source);
	struct buf text = buf_new(owner);
	if (!line.len)
		return kept;
	for (size_t i = 0; i < line.len; i++) {
		bool stays = line.at[i] == '\n' || (i < begin && line.at[i] & 0x80);
		buf_add_char(&text, stays ? line.at[i] : i < begin ? ' ' : '*');
	}
	*copy = *kept.source;
	copy->text = buf_bytes(&text);
	return (struct span){ copy, at.begin, at.end };
}

/* What an expression makes is not written there. */
static bool is_literal(const struct value *text)
{
	struct bytes written = text->at.source && text->at.source->text.at ? span_text(text->at)
									   : BYTES("");
	return bytes_find(written, BYTES("${{"), 0) >= written.len;
}

static void visit_secret(
	struct walk *walk, const struct way *way, bool declared, const struct value *text)
{
	struct members object = { .owner = walk->owner };
	if (!text->text.len || !(declared || says_secret(walk->owner, way->key)) ||
		!is_literal(text))
		return;
	struct span at = masked(walk->owner, text->at);
	object_add(&object, BYTES("path"), placed(walk->owner, way_text(walk->owner, way), at));
	*array_push(walk->owner, &walk->found) = object_value(&object);
}

static struct cel_value list_secrets(struct matter *matter)
{
	struct walk walk = { .owner = matter->owner,
		.profile = matter->profile,
		.secrets = secret_paths_of(matter->owner, matter->profile->catalog->value),
		.visit = visit_secret };
	walk_values(&walk);
	return cel_list(walk.found.at, walk.found.count);
}

struct cel_value secrets_evidence(struct arena *owner, const struct resolved_profile *profile)
{
	return matter_new(
		(struct matter){ .owner = owner, .profile = profile, .make = list_secrets });
}

/* --- strangers -------------------------------------------------------------------------------- */

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || is_capital(c) || (c & 0x80);
}

/* Whether a word ends before this byte, or begins with it: `db|Test`, `test|Db`, `test|-db`. */
static bool parts_words(struct bytes text, size_t at)
{
	if (!at || at >= text.len)
		return true;
	char before = text.at[at - 1], behind = text.at[at];
	return !is_word_byte(before) || !is_word_byte(behind) ||
		(is_capital(behind) && !is_capital(before));
}

/* Names of hosts and variables have no case. */
static bool begins_alike(struct bytes text, size_t at, struct bytes word)
{
	for (size_t i = 0; i < word.len; i++, at++) {
		char c = at < text.len ? text.at[at] : '\0';
		if (c != word.at[i] && (char)(is_capital(c) ? c + 'a' - 'A' : c) != word.at[i])
			return false;
	}
	return word.len;
}

/* Whether a longer word stands there, of which this is a part: `live` in `pre-live`. */
static bool is_part_of(struct bytes text, size_t at, size_t len, struct bytes longer)
{
	if (longer.len <= len)
		return false;
	size_t room = longer.len - len;
	for (size_t begin = at > room ? at - room : 0; begin <= at; begin++)
		if (begins_alike(text, begin, longer))
			return true;
	return false;
}

static bool is_part_of_any(const struct catalog *catalog, struct bytes text, size_t at, size_t len)
{
	for (size_t i = 0; i < catalog->environments.count; i++) {
		const struct name *name = &catalog->environments.at[i];
		if (is_part_of(text, at, len, name->slug) || is_part_of(text, at, len, name->text))
			return true;
	}
	return false;
}

static bool has_word(const struct catalog *catalog, struct bytes text, struct bytes word)
{
	for (size_t at = 0; at < text.len; at++)
		if (begins_alike(text, at, word) && parts_words(text, at) &&
			parts_words(text, at + word.len) &&
			!is_part_of_any(catalog, text, at, word.len))
			return true;
	return false;
}

static void visit_stranger(
	struct walk *walk, const struct way *way, bool declared, const struct value *text)
{
	const struct catalog *catalog = walk->profile->catalog;
	(void)declared;
	for (size_t i = 0; i < catalog->environments.count; i++) {
		const struct name *other = &catalog->environments.at[i];
		struct members object = { .owner = walk->owner };
		if (bytes_equal(other->slug, walk->profile->environment->slug) ||
			!(has_word(catalog, text->text, other->slug) ||
				has_word(catalog, text->text, other->text)))
			continue;
		object_add(&object, BYTES("path"), cel_string(way_text(walk->owner, way)));
		object_add(&object, BYTES("text"), cel_of(text));
		object_add(&object, BYTES("environment"), cel_string(other->text));
		*array_push(walk->owner, &walk->found) = object_value(&object);
	}
}

/* The file that says the version is written where it was chosen. */
static void visit_version(struct walk *walk, struct bytes name, const struct version *version)
{
	struct arena *owner = walk->owner;
	if (!version->from_file || !version->at.source)
		return;
	const struct value *file = value_string(owner, version->at.source->name, version->entry);
	const struct way top = { 0 }, versions = { &top, BYTES("versions"), 1 };
	visit_stranger(walk, &(struct way){ &versions, name, 2 }, false, file);
}

/* An artifact comes from a folder of its environment, whoever says which it is. */
static void visit_artifact(struct walk *walk, const struct artifact_part *part)
{
	struct arena *owner = walk->owner;
	const struct part *whole = component_part(walk->profile, part->component);
	struct bytes name = bytes_join(owner, part->component->id, BYTES("/"), part->artifact->id);
	const struct way top = { 0 }, artifacts = { &top, BYTES("artifacts"), 1 };
	if (!whole->present)
		return;
	if (!version_same(&whole->version, &part->version))
		visit_version(walk, name, &part->version);
	visit_stranger(walk, &(struct way){ &artifacts, name, 2 }, false,
		value_string(owner, part->folder, part->folder_at));
}

static struct cel_value list_strangers(struct matter *matter)
{
	const struct resolved_profile *profile = matter->profile;
	struct walk walk = { .owner = matter->owner, .profile = profile, .visit = visit_stranger };
	walk_values(&walk);
	for (size_t i = 0; i < profile->parts.count; i++) {
		const struct part *part = &profile->parts.at[i];
		if (part->present && !part->role)
			visit_version(&walk, part->component->id, &part->version);
	}
	for (size_t i = 0; i < profile->artifacts.count; i++)
		visit_artifact(&walk, &profile->artifacts.at[i]);
	return cel_list(walk.found.at, walk.found.count);
}

struct cel_value strangers_evidence(struct arena *owner, const struct resolved_profile *profile)
{
	return matter_new(
		(struct matter){ .owner = owner, .profile = profile, .make = list_strangers });
}
