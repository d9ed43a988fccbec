#include "replacements.h"

#include "base/message.h"
#include "base/names.h"
#include "base/nearest.h"
#include "candidates.h"
#include "growth.h"

/* --- the objects that take part --------------------------------------------------------------- */

struct party {
	const struct object *object;
	struct aim aim;
	const struct value *had, *value;
};

/* Who has put a value where it is. */
struct writing {
	const struct replacement *by;
	const struct replaced_part *part;
};

struct parties {
	struct arena *owner;
	const struct replacements *replacements;
	const struct stream *stream;
	struct limits limits;
	struct diags *d;
	struct growth growth;
	struct names writers; /* addresses of values that were put → the number of their writing */
	struct {
		ARRAY(struct writing);
	} writings;
	ARRAY(struct party);
};

static bool is_target_of(const struct replacement *replacement, const struct aim *aim)
{
	for (size_t i = 0; i < replacement->targets.count; i++)
		if (target_takes(&replacement->targets.at[i].select, aim))
			return true;
	return false;
}

static bool takes_part_in(const struct replacement *replacement, const struct aim *aim)
{
	return (!replacement->literal && target_takes(&replacement->source, aim)) ||
		is_target_of(replacement, aim);
}

bool replacements_may_touch(const struct replacements *replacements, const struct object *object)
{
	struct aim aim = aim_at(object, replacements->namespace);
	for (size_t i = 0; i < replacements->count; i++)
		if (is_target_of(&replacements->at[i], &aim))
			return true;
	return false;
}

static bool takes_part(const struct replacements *replacements, const struct object *object)
{
	struct aim aim = aim_at(object, replacements->namespace);
	for (size_t i = 0; i < replacements->count; i++)
		if (takes_part_in(&replacements->at[i], &aim))
			return true;
	return false;
}

static bool any_takes_part(const struct replacements *replacements, const struct manifest *manifest)
{
	for (size_t i = 0; i < manifest->objects.count; i++)
		if (takes_part(replacements, &manifest->objects.at[i]))
			return true;
	return false;
}

static bool add_party(struct parties *parties, const struct object *object)
{
	const struct value *value = tree_value(
		parties->owner, object->manifest->tree, object->node, parties->limits, parties->d);
	*array_push(parties->owner, parties) = (struct party){ object,
		aim_at(object, parties->replacements->namespace), value, value };
	return value;
}

static bool add_parties(struct parties *parties, const struct stream *stream, size_t index)
{
	struct diags heard = diags_new(parties->owner);
	const struct manifest *manifest = manifest_read(
		parties->owner, stream, index, parties->limits, &heard);
	bool good = manifest;
	diags_drop_warnings(&heard); /* told when it was rendered */
	diags_join(parties->d, &heard);
	for (size_t i = 0; good && i < manifest->objects.count; i++)
		if (takes_part(parties->replacements, &manifest->objects.at[i]))
			good = add_party(parties, &manifest->objects.at[i]);
	return good;
}

/* Only those that take part are kept. */
static bool find_parties(struct parties *parties, const struct stream *stream)
{
	struct arena *scratch = arena_new();
	bool good = true;
	for (size_t i = 0; good && i < stream->documents.count; i++) {
		struct diags d = diags_new(scratch); /* told when it was rendered */
		const struct manifest *manifest = manifest_read(
			scratch, stream, i, parties->limits, &d);
		if (manifest && any_takes_part(parties->replacements, manifest))
			good = add_parties(parties, stream, i);
		arena_reset(scratch);
	}
	arena_end(scratch);
	return good;
}

/* --- the value that goes ---------------------------------------------------------------------- */

static bool is_scalar(const struct value *value)
{
	return value->kind != VALUE_MAP && value->kind != VALUE_LIST;
}

static struct texts split(struct arena *owner, struct bytes text, struct bytes delimiter)
{
	struct texts parts = { 0 };
	size_t begin = 0, end;
	do {
		end = bytes_find(text, delimiter, begin);
		*array_push(owner, &parts) = bytes_slice(text, begin, end);
		begin = end + delimiter.len;
	} while (end < text.len);
	return parts;
}

static const struct value *take_part(
	struct parties *parties, const struct replacement *replacement, const struct value *value)
{
	if (!replacement->part.delimiter.len)
		return value;
	struct texts parts = { 0 };
	if (is_scalar(value))
		parts = split(parties->owner, value->text, replacement->part.delimiter);
	int64_t index = replacement->part.index;
	if (index >= 0 && (uint64_t)index < parts.count)
		return value_string(parties->owner, parts.at[index], value->at);
	diag_refuse(parties->d, replacement->entry->at, "replacement/source",
		N_("the source has no part %lld between '" BYTES_FMT "'"), (long long)index,
		BYTES_ARG(replacement->part.delimiter));
	return NULL;
}

static bool tell_source(
	const struct parties *parties, const struct replacement *replacement, size_t count)
{
	struct buf whom = buf_new(parties->owner);
	target_print(&whom, &replacement->source);
	diag_refuse(parties->d, replacement->source.at, "replacement/source",
		count ? N_("%zu objects could be the source of this replacement (" BYTES_FMT ")")
		      : N_("%zu objects are the source of this replacement (" BYTES_FMT ")"),
		count, BYTES_ARG(buf_bytes(&whom)));
	if (count)
		diag_hint(parties->d, N_("say more of it, as its name, until one is left"));
	else
		candidates_hint(&replacement->source, parties->stream, parties->d);
	return false;
}

/* The key that comes nearest where the path goes on no further. */
static void hint_at_field(
	struct parties *parties, const struct field_path *field, const struct value *value)
{
	size_t i = 0;
	const struct value *next = value;
	for (; next && next->kind == VALUE_MAP && i < field->steps.count; i++) {
		value = next;
		next = value_get(value, field->steps.at[i]);
	}
	struct texts keys = { 0 };
	for (size_t k = 0; i && !next && k < value->count; k++)
		*array_push(parties->owner, &keys) = value->entries[k].key;
	if (keys.count)
		(void)!diag_suggest(parties->d, field->steps.at[i - 1], keys.at, keys.count);
}

static size_t count_sources(
	struct parties *parties, const struct replacement *replacement, const struct party **source)
{
	size_t count = 0;
	for (size_t i = 0; i < parties->count; i++) {
		const struct party *party = &parties->at[i];
		if (!target_takes(&replacement->source, &party->aim) ||
			!target_holds(&replacement->source, party->value))
			continue;
		*source = party;
		count++;
	}
	return count;
}

static const struct value *find_source(
	struct parties *parties, const struct replacement *replacement)
{
	const struct party *source = NULL;
	size_t count = count_sources(parties, replacement, &source);
	if (count != 1) {
		tell_source(parties, replacement, count);
		return NULL;
	}
	const struct value *value = field_get(source->value, &replacement->field);
	if (value)
		return take_part(parties, replacement, value);
	diag_refuse(parties->d, replacement->field.at, "replacement/no-field",
		N_("the source has no field '" BYTES_FMT "'"), BYTES_ARG(replacement->field.text));
	hint_at_field(parties, &replacement->field, source->value);
	return NULL;
}

/* --- the fields it goes to -------------------------------------------------------------------- */

struct landing {
	struct parties *parties;
	const struct replacement *by;
	const struct value *value;
	const struct replaced_part *part;
	const struct field_path *field;
	struct growth *growth;
	struct diags *d;
};

/* An index before the first part or behind the last one adds a part. */
static struct bytes join(struct arena *owner, struct bytes had, const struct landing *landing)
{
	struct bytes delimiter = landing->part->delimiter;
	struct texts parts = split(owner, had, delimiter);
	int64_t index = landing->part->index;
	struct buf text = buf_new(owner);
	if (index < 0)
		buf_print(&text, BYTES_FMT BYTES_FMT, BYTES_ARG(landing->value->text),
			BYTES_ARG(delimiter));
	for (size_t i = 0; i < parts.count; i++) {
		bool is_it = index >= 0 && i == (uint64_t)index;
		if (i)
			buf_add(&text, delimiter);
		buf_add(&text, is_it ? landing->value->text : parts.at[i]);
	}
	if (index >= 0 && (uint64_t)index >= parts.count)
		buf_print(&text, BYTES_FMT BYTES_FMT, BYTES_ARG(delimiter),
			BYTES_ARG(landing->value->text));
	return buf_bytes(&text);
}

static enum value_kind kind_of(enum scalar_type type)
{
	static const enum value_kind kinds[] = { [TYPE_NULL] = VALUE_NULL,
		[TYPE_BOOL] = VALUE_BOOL,
		[TYPE_INT] = VALUE_INT,
		[TYPE_FLOAT] = VALUE_FLOAT,
		[TYPE_STRING] = VALUE_STRING };
	return kinds[type];
}

/* The text in the place of another scalar, whose type stays where the text can have it. */
static const struct value *retyped(
	struct arena *owner, const struct value *had, struct bytes text, struct span at)
{
	struct scalar scalar = resolve_core(text);
	struct value *now = value_string(owner, text, at);
	if (had->kind != kind_of(scalar.type) || had->kind == VALUE_STRING)
		return now;
	*now = (struct value){ .kind = had->kind,
		.at = at,
		.text = text,
		.boolean = scalar.boolean,
		.integer = scalar.integer,
		.number = scalar.number };
	return now;
}

static const struct value *landed(
	const struct landing *landing, struct arena *owner, const struct value *had)
{
	const struct value *value = landing->value;
	if (!had || !is_scalar(had) || !is_scalar(value) || had->kind == VALUE_NULL)
		return value;
	struct bytes text = landing->part->delimiter.len ? join(owner, had->text, landing)
							 : value->text;
	return bytes_equal(text, had->text) ? had : retyped(owner, had, text, value->at);
}

static struct bytes address_of(struct arena *owner, const struct value *value)
{
	const struct value **address = arena_new_of(owner, const struct value *);
	*address = value;
	return (struct bytes){ (const char *)address, sizeof *address };
}

static bool is_same_part(const struct replaced_part *a, const struct replaced_part *b)
{
	return bytes_equal(a->delimiter, b->delimiter) &&
		(!a->delimiter.len || a->index == b->index);
}

/* Of one file, two do not write different texts to one place; a nearer profile's wins. */
static bool is_undisputed(
	const struct landing *landing, const struct value *had, const struct value *now)
{
	struct parties *parties = landing->parties;
	struct bytes address = { (const char *)&had, sizeof had };
	uint32_t number = had && is_scalar(had) ? names_get(&parties->writers, address) : 0;
	if (!number)
		return true;
	const struct writing *before = &parties->writings.at[number - 1];
	if (before->by == landing->by || !is_same_part(before->part, landing->part) ||
		before->by->entry->at.source != landing->by->entry->at.source ||
		value_equal(had, now))
		return true;
	diag_error(parties->d, landing->by->entry->at, "replacement/conflict",
		N_("this replacement writes over what another one of this file has written"));
	diag_related(parties->d, before->by->entry->at, N_("the other one says it here"));
	diag_hint(parties->d,
		N_("say it once; or let a profile that extends this one say the other"));
	return false;
}

/* Under an address of its own, since it may be elsewhere, too. */
static const struct value *put(const struct landing *landing, const struct value *now)
{
	struct parties *parties = landing->parties;
	struct value *own = arena_new_of(parties->owner, struct value);
	*own = *now;
	*array_push(parties->owner, &parties->writings) = (struct writing){ landing->by,
		landing->part };
	names_set(&parties->writers, address_of(parties->owner, own),
		(uint32_t)parties->writings.count);
	return own;
}

static const struct value *land(void *context, struct arena *owner, const struct value *had)
{
	const struct landing *landing = context;
	const struct value *now = landed(landing, owner, had);
	if (now == had)
		return had;
	bool fits = is_undisputed(landing, had, now) &&
		growth_adds(landing->growth, now, landing->field->steps.count, landing->field->at,
			landing->d);
	return fits ? put(landing, now) : NULL;
}

static bool set_fields(struct parties *parties, const struct replacement *replacement,
	const struct replaced_target *target, const struct value *value, struct party *party)
{
	for (size_t i = 0; i < target->fields.count; i++) {
		const struct field_path *field = &target->fields.at[i];
		struct landing landing = { parties, replacement, value, &target->part, field,
			&parties->growth, parties->d };
		size_t met;
		const struct value *now = field_set(parties->owner, party->value, field,
			target->part.create, land, &landing, &met);
		if (!now)
			return false;
		party->value = now;
		if (met)
			continue;
		struct buf whom = buf_new(parties->owner);
		object_id_print(&whom, &party->aim.id);
		diag_refuse(parties->d, target->fields.at[i].at, "replacement/no-field",
			N_(BYTES_FMT " has no field '" BYTES_FMT "'"), BYTES_ARG(buf_bytes(&whom)),
			BYTES_ARG(target->fields.at[i].text));
		diag_hint(parties->d, N_("'options: {create: true}' makes it"));
		return false;
	}
	return true;
}

static bool is_meant(const struct replaced_target *target, const struct party *party)
{
	if (!target_takes(&target->select, &party->aim) ||
		!target_holds(&target->select, party->value))
		return false;
	for (size_t i = 0; i < target->reject.count; i++)
		if (target_takes(&target->reject.at[i], &party->aim) &&
			target_holds(&target->reject.at[i], party->value))
			return false;
	return true;
}

static bool warn(struct parties *parties, const struct target *target, const char *id)
{
	candidates_warn(
		target, id, N_("this replacement met no object (" BYTES_FMT ")"), parties->d);
	return true;
}

static bool replace_in(struct parties *parties, const struct replacement *replacement,
	const struct replaced_target *target, const struct value *value)
{
	size_t met = 0;
	bool good = true;
	for (size_t i = 0; i < parties->count; i++) {
		if (!is_meant(target, &parties->at[i]))
			continue;
		met++;
		good = set_fields(parties, replacement, target, value, &parties->at[i]) && good;
	}
	if (met)
		return good;
	if (candidates_are_apart(target->select.hooks, parties->stream))
		return warn(parties, &target->select, "replacement/no-match");
	struct buf whom = buf_new(parties->owner);
	target_print(&whom, &target->select);
	diag_refuse(parties->d, target->select.at, "replacement/no-match",
		N_("no object is the target of this replacement (" BYTES_FMT ")"),
		BYTES_ARG(buf_bytes(&whom)));
	candidates_hint(&target->select, parties->stream, parties->d);
	return false;
}

/* --- all of them ------------------------------------------------------------------------------ */

/* Hooks, or all else, may come in another call. */
static bool waits(struct parties *parties, const struct replacement *replacement)
{
	const struct party *source;
	if (replacement->literal || count_sources(parties, replacement, &source) ||
		!candidates_are_apart(replacement->source.hooks, parties->stream))
		return false;
	warn(parties, &replacement->source, "replacement/source");
	return true;
}

static bool replace(struct parties *parties, const struct replacement *replacement)
{
	if (waits(parties, replacement))
		return true;
	const struct value *value = replacement->literal ? replacement->literal
							 : find_source(parties, replacement);
	bool good = value;
	for (size_t i = 0; value && i < replacement->targets.count; i++)
		good = replace_in(parties, replacement, &replacement->targets.at[i], value) && good;
	return good;
}

static bool settle_target(const struct replaced_target *target, struct diags *d)
{
	bool good = target_settle(&target->select, d);
	for (size_t i = 0; i < target->reject.count; i++)
		good = target_settle(&target->reject.at[i], d) && good;
	return good;
}

static bool settle(const struct replacements *replacements, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < replacements->count; i++) {
		const struct replacement *replacement = &replacements->at[i];
		good = target_settle(&replacement->source, d) && good;
		for (size_t k = 0; k < replacement->targets.count; k++)
			good = settle_target(&replacement->targets.at[k], d) && good;
	}
	return good;
}

static bool write_party(
	const struct parties *parties, const struct party *party, struct edits *edits)
{
	return edit_become(edits, party->object->manifest->tree, party->object->node, party->had,
		party->value, parties->d);
}

bool replacements_apply(struct arena *run, const struct replacements *replacements,
	const struct stream *stream, struct limits limits, struct edits *edits, struct diags *d)
{
	struct parties parties = { .owner = run,
		.replacements = replacements,
		.stream = stream,
		.limits = limits,
		.d = d,
		.growth = { limits, 0 },
		.writers = { .owner = run } };
	bool good = find_parties(&parties, stream);
	for (size_t i = 0; good && i < replacements->count; i++)
		good = replace(&parties, &replacements->at[i]);
	good = settle(replacements, d) && good;
	for (size_t i = 0; good && i < parties.count; i++)
		good = write_party(&parties, &parties.at[i], edits);
	return good;
}
