#include "strategic.h"

#include "base/message.h"

#define PATCH "$patch"
#define RETAIN "$retainKeys"
#define ORDER "$setElementOrder"
#define DELETE "$deleteFromPrimitiveList"

const struct value value_taken = { .kind = VALUE_NULL };

/* --- places ----------------------------------------------------------------------------------- */

static void add_item(struct buf *out, const struct where *at)
{
	for (size_t i = 0; i < at->field->keys.count; i++) {
		struct bytes name = at->field->keys.at[i].name;
		const struct value *value = value_get(at->item, name);
		struct bytes text = value ? value->text : BYTES("");
		buf_print(out, "%s" BYTES_FMT "=" BYTES_FMT, i ? "," : "[", BYTES_ARG(name),
			BYTES_ARG(text));
	}
	buf_add(out, BYTES("]"));
}

static void add_where(struct buf *out, const struct where *at)
{
	if (!at->above)
		return;
	add_where(out, at->above);
	if (at->field) {
		add_item(out, at);
		return;
	}
	if (out->len)
		buf_add(out, BYTES("."));
	buf_add(out, at->key);
}

struct bytes where_text(struct arena *owner, const struct where *at)
{
	struct buf out = buf_new(owner);
	add_where(&out, at);
	return buf_bytes(&out);
}

/* --- directives ------------------------------------------------------------------------------- */

static const struct {
	const char *text;
	enum directive directive;
} directives[] = {
	{ "merge", DIRECTIVE_MERGE },
	{ "replace", DIRECTIVE_REPLACE },
	{ "delete", DIRECTIVE_DELETE },
};

static enum directive read_directive(struct merging *m, const struct value *word)
{
	for (size_t i = 0; i < sizeof directives / sizeof *directives; i++)
		if (word->kind == VALUE_STRING && bytes_is(word->text, directives[i].text))
			return directives[i].directive;
	m->failed = true;
	diag_error(m->d, word->at, "patch/strategic",
		N_("'$patch' must be 'replace', 'delete' or 'merge'"));
	return DIRECTIVE_NONE;
}

enum directive directive_of(struct merging *m, const struct value *value)
{
	const struct value *word = value->kind == VALUE_MAP ? value_get(value, BYTES(PATCH)) : NULL;
	enum directive directive = word ? read_directive(m, word) : DIRECTIVE_NONE;
	if (directive != DIRECTIVE_MERGE || m->is_custom)
		return directive;
	m->failed = true;
	diag_error(m->d, word->at, "patch/strategic",
		N_("Kubernetes knows no '$patch: merge' in its own kinds"));
	diag_hint(m->d, N_("leave it out: what has no '$patch' merges"));
	return DIRECTIVE_NONE;
}

static bool is_of(struct bytes key, struct bytes directive)
{
	return bytes_begins(key, directive) &&
		(key.len == directive.len || key.at[directive.len] == '/');
}

static bool is_directive(struct bytes key)
{
	return key.len && key.at[0] == '$' &&
		(bytes_is(key, PATCH) || bytes_is(key, RETAIN) || is_of(key, BYTES(ORDER)) ||
			is_of(key, BYTES(DELETE)));
}

/* The list that a directive is about. */
static bool read_target(
	struct merging *m, const struct entry *entry, size_t head, struct bytes *name)
{
	*name = bytes_slice(entry->key, head + 1, entry->key.len);
	if (!name->len)
		diag_error(m->d, entry->key_at, "patch/strategic",
			N_("'" BYTES_FMT "' must be followed by a slash and the name of a list"),
			(int)head, entry->key.at);
	else if (entry->value->kind != VALUE_LIST)
		diag_error(m->d, entry->value->at, "patch/strategic",
			N_("'" BYTES_FMT "' must be a list"), BYTES_ARG(entry->key));
	else
		return true;
	m->failed = true;
	return false;
}

/* --- what is new ------------------------------------------------------------------------------ */

static const struct value *plain_map(struct merging *m, const struct value *value, enum newness how)
{
	struct entry *entries = arena_array_of(m->owner, struct entry, value->count);
	size_t count = 0;
	bool same = true;
	for (size_t i = 0; i < value->count; i++) {
		const struct entry *entry = &value->entries[i];
		bool out = is_directive(entry->key) ||
			(entry->value->kind == VALUE_NULL && how != NEW_WHOLE);
		const struct value *plain = out ? NULL : value_plain(m, entry->value, how);
		same = same && plain == entry->value;
		if (!plain)
			continue;
		entries[count] = *entry;
		entries[count++].value = plain;
	}
	if (same)
		return value;
	struct value *map = arena_new_of(m->owner, struct value);
	*map = *value;
	map->entries = entries;
	map->count = count;
	return map;
}

static const struct value *plain_list(
	struct merging *m, const struct value *value, enum newness how)
{
	const struct value **items = arena_array_of(m->owner, const struct value *, value->count);
	size_t count = 0;
	bool same = true;
	for (size_t i = 0; i < value->count; i++) {
		enum directive directive = directive_of(m, value->items[i]);
		bool out = directive == DIRECTIVE_REPLACE || directive == DIRECTIVE_DELETE;
		const struct value *plain = out ? NULL : value_plain(m, value->items[i], how);
		same = same && plain == value->items[i];
		if (plain)
			items[count++] = plain;
	}
	if (same)
		return value;
	struct value *list = arena_new_of(m->owner, struct value);
	*list = *value;
	list->items = items;
	list->count = count;
	return list;
}

/* Kubernetes drops a map with a directive where there is nothing that it could direct. */
static bool is_dropped(struct merging *m, const struct value *map, enum newness how)
{
	enum directive directive = directive_of(m, map);
	if (directive != DIRECTIVE_REPLACE || m->is_custom || how != NEW_KEY)
		return directive == DIRECTIVE_DELETE;
	if (map->count > 1) {
		diag_warning(m->d, value_get(map, BYTES(PATCH))->at, "patch/strategic",
			N_("'$patch: replace' has nothing to replace here, and Kubernetes leaves "
			   "the whole map out then"));
		diag_hint(m->d, N_("leave the directive out where the object has no such map"));
	}
	return true;
}

const struct value *value_plain(struct merging *m, const struct value *value, enum newness how)
{
	if (value->kind == VALUE_LIST)
		return plain_list(m, value, how);
	if (value->kind != VALUE_MAP)
		return value;
	return is_dropped(m, value, how) ? NULL : plain_map(m, value, how);
}

enum newness newness_instead(const struct merging *m)
{
	return m->is_custom ? NEW_ITEM : NEW_WHOLE;
}

/* The old one may be what a first time made of it, with nothing that it took the place of. */
const struct value *value_kept_instead(
	struct merging *m, const struct value *had, const struct value *whole)
{
	bool same = value_equal(had, whole) || value_equal(had, value_plain(m, whole, NEW_ITEM));
	return same ? had : whole;
}

/* --- a map while it changes ------------------------------------------------------------------- */

/* Entries whose value is NULL are gone. */
struct draft {
	const struct value *had;
	struct entry *entries;
	size_t count;
	struct names places; /* from 1; without an owner: there are few */
	bool changed;
};

enum { FEW_ENTRIES = 16 };

static struct draft draft_of(struct arena *owner, const struct value *had, size_t more)
{
	struct draft draft = { .had = had, .count = had->count };
	draft.entries = arena_array_of(owner, struct entry, had->count + more);
	if (had->count)
		memcpy(draft.entries, had->entries, had->count * sizeof *had->entries);
	if (had->count + more <= FEW_ENTRIES)
		return draft;
	draft.places.owner = owner;
	for (size_t i = 0; i < had->count; i++)
		names_set(&draft.places, had->entries[i].key, (uint32_t)i + 1);
	return draft;
}

static struct entry *draft_find(const struct draft *draft, struct bytes key)
{
	if (draft->places.owner) {
		uint32_t place = names_get(&draft->places, key);
		return place ? &draft->entries[place - 1] : NULL;
	}
	for (size_t i = 0; i < draft->count; i++)
		if (bytes_equal(draft->entries[i].key, key))
			return &draft->entries[i];
	return NULL;
}

static const struct value *draft_get(const struct draft *draft, struct bytes key)
{
	const struct entry *entry = draft_find(draft, key);
	return entry ? entry->value : NULL;
}

/* A value of NULL, or that was taken away, takes the key out. */
static void draft_put(struct draft *draft, struct entry entry)
{
	struct entry *place = draft_find(draft, entry.key);
	if (entry.value == &value_taken)
		entry.value = NULL;
	if (place ? place->value == entry.value : !entry.value)
		return;
	draft->changed = true;
	if (place) {
		place->value = entry.value;
		return;
	}
	draft->entries[draft->count++] = entry;
	if (draft->places.owner)
		names_set(&draft->places, entry.key, (uint32_t)draft->count);
}

static const struct value *draft_done(struct arena *owner, const struct draft *draft)
{
	if (!draft->changed)
		return draft->had;
	struct value *map = arena_new_of(owner, struct value);
	*map = *draft->had;
	map->entries = draft->entries;
	map->count = 0;
	for (size_t i = 0; i < draft->count; i++)
		if (draft->entries[i].value)
			draft->entries[map->count++] = draft->entries[i];
	return map;
}

/* --- maps ------------------------------------------------------------------------------------- */

static bool is_retained(struct merging *m, const struct entry *entry, const struct names *kept)
{
	if (entry->value->kind == VALUE_NULL || is_directive(entry->key) ||
		names_get(kept, entry->key))
		return true;
	m->failed = true;
	diag_error(m->d, entry->key_at, "patch/strategic",
		N_("'" BYTES_FMT "' is set here, but '$retainKeys' does not name it"),
		BYTES_ARG(entry->key));
	diag_hint(m->d, N_("name it there, or leave it out here"));
	return false;
}

static void retain_keys(struct merging *m, struct draft *draft, const struct value *patch)
{
	const struct value *list = value_get(patch, BYTES(RETAIN));
	if (!list)
		return;
	struct names kept = { .owner = m->owner };
	if (list->kind != VALUE_LIST) {
		m->failed = true;
		diag_error(m->d, list->at, "patch/strategic", N_("'" BYTES_FMT "' must be a list"),
			BYTES_ARG(BYTES(RETAIN)));
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		names_set(&kept, list->items[i]->text, 1);
	bool good = true;
	for (size_t i = 0; i < patch->count; i++)
		good = is_retained(m, &patch->entries[i], &kept) && good;
	for (size_t i = 0; good && i < draft->count; i++) {
		if (names_get(&kept, draft->entries[i].key))
			continue;
		draft->entries[i].value = NULL;
		draft->changed = true;
	}
}

static const struct value *merge_value(struct merging *m, const struct where *at,
	const struct merge_type *type, const struct value *had, const struct value *patch)
{
	if (had->kind != patch->kind || (had->kind != VALUE_MAP && had->kind != VALUE_LIST)) {
		const struct value *plain = value_plain(m, patch, NEW_KEY);
		return plain ? value_kept(had, plain) : NULL;
	}
	struct merge_field field = merge_field_find(m->owner, type, at->key);
	if (had->kind == VALUE_LIST)
		return merge_list(m, at, &field,
			&(struct list_patch){ .had = had, .patch = patch, .at = patch->at });
	if (field.way == MERGE_WHOLE)
		return value_kept_instead(m, had, plain_map(m, patch, newness_instead(m)));
	bool is_known = field.way == MERGE_DEEP || field.way == MERGE_DATA;
	return merge_map(m, at, is_known ? field.type : NULL, had, patch);
}

static void join_value(struct merging *m, const struct where *at, const struct merge_type *type,
	struct draft *draft, const struct entry *entry)
{
	struct where below = { .above = at, .key = entry->key };
	const struct value *had = draft_get(draft, entry->key);
	struct entry joined = *entry;
	if (entry->value->kind == VALUE_NULL)
		joined.value = NULL;
	else if (had)
		joined.value = merge_value(m, &below, type, had, entry->value);
	else
		joined.value = value_plain(m, entry->value, NEW_KEY);
	draft_put(draft, joined);
}

/* NULL for what is no list but null, which `key:` is. */
static bool read_list(struct merging *m, struct bytes name, const struct value **value)
{
	if (!*value || (*value)->kind == VALUE_LIST)
		return true;
	if ((*value)->kind == VALUE_NULL) {
		*value = NULL;
		return true;
	}
	m->failed = true;
	return diag_error(m->d, (*value)->at, "patch/strategic",
		N_("'" BYTES_FMT "' must be a list"), BYTES_ARG(name));
}

/* A list of the patch that has a `$setElementOrder` merges with it, and not by itself. */
static void join_ordered(struct merging *m, const struct where *at, const struct merge_type *type,
	struct draft *draft, const struct value *patch, const struct entry *order)
{
	struct bytes name;
	if (!read_target(m, order, sizeof ORDER - 1, &name))
		return;
	struct where below = { .above = at, .key = name };
	struct merge_field field = merge_field_find(m->owner, type, name);
	struct list_patch list = { draft_get(draft, name), value_get(patch, name), order->value,
		order->key_at };
	if (list.patch && list.patch->kind == VALUE_NULL) {
		draft_put(draft, (struct entry){ .key = name });
		return;
	}
	bool good = read_list(m, name, &list.had);
	good = read_list(m, name, &list.patch) && good;
	if (!good || (!list.had && !list.patch))
		return;
	draft_put(
		draft, (struct entry){ name, order->key_at, merge_list(m, &below, &field, &list) });
}

static void join_deleted(struct merging *m, struct draft *draft, const struct entry *entry)
{
	struct bytes name;
	if (!read_target(m, entry, sizeof DELETE - 1, &name))
		return;
	const struct value *had = draft_get(draft, name);
	if (!had || had->kind != VALUE_LIST)
		return;
	draft_put(draft,
		(struct entry){ name, entry->key_at, list_without(m->owner, had, entry->value) });
}

static const struct value *join_maps(struct merging *m, const struct where *at,
	const struct merge_type *type, const struct value *had, const struct value *patch)
{
	struct draft draft = draft_of(m->owner, had, patch->count);
	struct names ordered = { .owner = m->owner };
	retain_keys(m, &draft, patch);
	for (size_t i = 0; i < patch->count; i++) {
		const struct entry *entry = &patch->entries[i];
		if (!is_of(entry->key, BYTES(ORDER)))
			continue;
		join_ordered(m, at, type, &draft, patch, entry);
		names_set(&ordered, bytes_slice(entry->key, sizeof ORDER, entry->key.len), 1);
	}
	for (size_t i = 0; i < patch->count; i++) {
		const struct entry *entry = &patch->entries[i];
		if (!is_directive(entry->key) && !names_get(&ordered, entry->key))
			join_value(m, at, type, &draft, entry);
	}
	for (size_t i = 0; i < patch->count; i++)
		if (is_of(patch->entries[i].key, BYTES(DELETE)))
			join_deleted(m, &draft, &patch->entries[i]);
	return draft_done(m->owner, &draft);
}

/* What stays of the old map are the values that the new one has too. */
static const struct value *replace_map(
	struct merging *m, const struct value *had, const struct value *patch)
{
	const struct value *plain = plain_map(m, patch, newness_instead(m));
	if (value_kept_instead(m, had, plain) == had)
		return had;
	struct lookup old = value_lookup(m->owner, had);
	struct value *map = arena_new_of(m->owner, struct value);
	struct entry *entries = arena_array_of(m->owner, struct entry, plain->count);
	*map = *had;
	map->entries = entries;
	map->count = plain->count;
	for (size_t i = 0; i < plain->count; i++) {
		entries[i] = plain->entries[i];
		entries[i].value = value_kept(lookup_get(&old, entries[i].key), entries[i].value);
	}
	return map;
}

static const struct value *empty_map(struct arena *owner, const struct value *had)
{
	if (!had->count)
		return had;
	struct value *map = arena_new_of(owner, struct value);
	*map = *had;
	map->entries = NULL;
	map->count = 0;
	return map;
}

const struct value *merge_map(struct merging *m, const struct where *at,
	const struct merge_type *type, const struct value *had, const struct value *patch)
{
	enum directive directive = directive_of(m, patch);
	if (directive == DIRECTIVE_REPLACE)
		return replace_map(m, had, patch);
	if (directive != DIRECTIVE_DELETE)
		return join_maps(m, at, type, had, patch);
	/* Kubernetes leaves an empty map; nobody wants an empty object. */
	return m->is_custom || !at->above ? &value_taken : empty_map(m->owner, had);
}

static bool need_map(struct diags *d, const struct value *value)
{
	return value->kind == VALUE_MAP ||
		diag_error(d, value->at, "patch/strategic",
			N_("a strategic merge patch is a map, for an object that is one"));
}

const struct value *patch_strategic(struct arena *owner, const struct value *object,
	const struct value *patch, const struct merge_type *type, struct diags *d)
{
	struct merging m = { .owner = owner, .d = d, .is_custom = !type || type->is_custom };
	if (!need_map(d, patch) || !need_map(d, object))
		return NULL;
	const struct value *kind = value_get(object, BYTES("kind"));
	m.kind = kind && kind->kind == VALUE_STRING ? kind->text : BYTES("?");
	struct where root = { 0 };
	const struct value *merged = merge_map(&m, &root, type, object, patch);
	return m.failed ? NULL : merged;
}
