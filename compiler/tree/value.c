#include "base/message.h"
#include "base/names.h"
#include "tag.h"
#include "tree.h"

#include <assert.h>
#include <math.h>

struct maker {
	struct arena *owner;
	const struct tree *tree;
	struct limits limits;
	struct diags *d;
	uint32_t depth, aliases; /* how many maps and lists, how many aliases we are inside of */
	size_t expanded;         /* bytes that aliases have added */
	double made, made_again; /* nodes, and those of them below an alias */
	bool stopped;            /* at a limit: nothing more is worth saying */
};

static const struct value *make(struct maker *maker, node_id id);

/* --- limits ------------------------------------------------------------------------------- */

/* What go-yaml allows: 99 % of a small document may come from aliases, 10 % of a large one. */
static bool is_excessive(const struct maker *maker)
{
	const double small = 400000, large = 4000000;
	double share = 0.99;
	if (maker->made >= large)
		share = 0.10;
	else if (maker->made > small)
		share = 0.99 - 0.89 * (maker->made - small) / (large - small);
	return maker->made_again > 100 && maker->made > 1000 &&
		maker->made_again / maker->made > share;
}

static bool stop(struct maker *maker)
{
	maker->stopped = true;
	return false;
}

/* Counts a node. False, with a diag, when aliases have made too much of the document. */
static bool count(struct maker *maker, node_id id)
{
	if (maker->stopped)
		return false;
	maker->made++;
	maker->made_again += maker->aliases > 0;
	if (maker->tree->dialect != DIALECT_HELM || !is_excessive(maker))
		return true;
	diag_error(maker->d, tree_span(maker->tree, id), "limit/aliases",
		"aliases make too large a part of this document; Helm refuses it");
	return stop(maker);
}

/* The node that an alias means, counted; any other node itself. 0, with a diag, in a cycle. */
static node_id enter(struct maker *maker, node_id id)
{
	const struct tree *tree = maker->tree;
	const struct node *node = tree_node(tree, id);
	if (!count(maker, id))
		return 0;
	if (node->kind != NODE_ALIAS)
		return id;
	if (!node->extra) {
		diag_error(maker->d, tree_span(tree, id), "yaml/cycle",
			"the value of this anchor contains itself");
		return 0;
	}
	const struct node *meant = tree_node(tree, node->extra);
	maker->expanded += meant->end - meant->begin + 1;
	if (maker->expanded > maker->limits.alias_expansion) {
		diag_error(maker->d, tree_span(tree, id), "limit/aliases",
			"aliases add more than %zu bytes", maker->limits.alias_expansion);
		diag_hint(maker->d, N_("--max-alias sets the limit"));
		stop(maker);
		return 0;
	}
	maker->aliases++;
	return count(maker, node->extra) ? node->extra : 0;
}

static void leave(struct maker *maker, node_id id)
{
	if (tree_node(maker->tree, id)->kind == NODE_ALIAS)
		maker->aliases--;
}

static bool descend(struct maker *maker, node_id id)
{
	if (maker->depth < maker->limits.depth) {
		maker->depth++;
		return true;
	}
	diag_error(maker->d, tree_span(maker->tree, id), "limit/depth",
		"maps and lists are nested more than %u levels deep",
		(unsigned)maker->limits.depth);
	diag_hint(maker->d, N_("--max-depth sets the limit, to 250 at most"));
	return stop(maker);
}

/* --- scalars ------------------------------------------------------------------------------ */

static struct value *value_new(struct maker *maker, enum value_kind kind, node_id id)
{
	struct value *value = arena_new_of(maker->owner, struct value);
	value->kind = kind;
	value->style = (enum node_style)tree_node(maker->tree, id)->style;
	value->at = tree_span(maker->tree, id);
	return value;
}

static const struct value *make_scalar(struct maker *maker, node_id id)
{
	static const enum value_kind kinds[] = {
		[TYPE_NULL] = VALUE_NULL,
		[TYPE_BOOL] = VALUE_BOOL,
		[TYPE_INT] = VALUE_INT,
		[TYPE_FLOAT] = VALUE_FLOAT,
		[TYPE_STRING] = VALUE_STRING,
	};
	struct scalar scalar;
	struct bytes text;
	if (!scalar_read(maker->owner, maker->tree, id, &scalar, &text, maker->d))
		return NULL;
	/* In own files it may be a version, which is text whatever it looks like. */
	bool helm = maker->tree->dialect == DIALECT_HELM;
	if (helm && scalar.type == TYPE_FLOAT && !isfinite(scalar.number)) {
		diag_error(maker->d, tree_span(maker->tree, id), "yaml/not-finite",
			"'" BYTES_FMT "' is no number that Helm can use", BYTES_ARG(text));
		return NULL;
	}
	struct value *value = value_new(maker, kinds[scalar.type], id);
	value->text = text;
	value->boolean = scalar.boolean;
	value->integer = scalar.integer;
	value->number = scalar.number;
	return value;
}

/* --- lists -------------------------------------------------------------------------------- */

static const struct value *make_list(struct maker *maker, node_id id)
{
	const struct tree *tree = maker->tree;
	struct value *value = value_new(maker, VALUE_LIST, id);
	size_t size = tree_count(tree, id);
	const struct value **items = arena_array_of(maker->owner, const struct value *, size);
	bool good = tree->dialect == DIALECT_HELM || collection_tag_allowed(tree, id, maker->d);
	for (node_id at = tree_first(tree, id); at; at = tree_next(tree, at)) {
		items[value->count] = make(maker, at);
		good &= items[value->count++] != NULL;
	}
	value->items = items;
	return good ? value : NULL;
}

/* --- maps --------------------------------------------------------------------------------- */

enum { FEW_ENTRIES = 16 };

/* A map being made. Helm's keys have types before they become texts. */
struct pairs {
	struct {
		ARRAY(struct entry);
	} entries;
	struct {
		ARRAY(uint8_t);
	} types;
	struct names places; /* text to place + 1, once there are more than a few */
};

struct key {
	struct bytes text;
	struct span at;
	enum scalar_type type;
};

/* The place of a key, or the count of entries. */
static size_t pairs_find(const struct pairs *pairs, struct bytes text)
{
	if (pairs->entries.count > FEW_ENTRIES) {
		uint32_t place = names_get(&pairs->places, text);
		return place ? place - 1 : pairs->entries.count;
	}
	size_t at = 0;
	while (at < pairs->entries.count && !bytes_equal(pairs->entries.at[at].key, text))
		at++;
	return at;
}

static void pairs_add(struct maker *maker, struct pairs *pairs, struct key key)
{
	*array_push(maker->owner, &pairs->entries) = (struct entry){ .key = key.text };
	*array_push(maker->owner, &pairs->types) = (uint8_t)key.type;
	size_t total = pairs->entries.count;
	if (total <= FEW_ENTRIES)
		return;
	for (size_t i = total == FEW_ENTRIES + 1 ? 0 : total - 1; i < total; i++)
		names_set(&pairs->places, pairs->entries.at[i].key, (uint32_t)i + 1);
}

/* The last value of a key wins, in the place of the first. */
static bool pairs_set(
	struct maker *maker, struct pairs *pairs, struct key key, const struct value *value)
{
	bool again = maker->limits.repeated_keys && maker->tree->dialect == DIALECT_STRICT;
	size_t at = again ? pairs->entries.count : pairs_find(pairs, key.text);
	if (at == pairs->entries.count)
		pairs_add(maker, pairs, key);
	struct entry *entry = &pairs->entries.at[at];
	if (pairs->types.at[at] != key.type) {
		diag_error(maker->d, key.at, "yaml/ambiguous-key",
			"key '" BYTES_FMT
			"' is given in two spellings; Helm keeps either at random",
			BYTES_ARG(key.text));
		diag_related(maker->d, entry->key_at, "the other one is here");
		return false;
	}
	entry->key_at = key.at;
	entry->value = value;
	return true;
}

static bool refuse_key(struct maker *maker, node_id id)
{
	return diag_error(maker->d, tree_span(maker->tree, id), "yaml/key",
		"a key must be a text, a number or a bool");
}

static bool read_key(struct maker *maker, node_id id, struct key *key)
{
	const struct tree *tree = maker->tree;
	node_id meant = enter(maker, id);
	if (!meant)
		return false;
	leave(maker, id);
	if (tree_node(tree, meant)->kind != NODE_SCALAR)
		return refuse_key(maker, id);
	struct scalar scalar;
	if (!scalar_read(maker->owner, tree, meant, &scalar, &key->text, maker->d))
		return false;
	if (scalar.type == TYPE_NULL)
		return refuse_key(maker, id);
	key->type = scalar.type;
	key->at = tree_span(tree, id);
	if (tree->dialect == DIALECT_STRICT || scalar.type == TYPE_STRING)
		return true;
	key->text = resolve_helm_key(maker->owner, key->text);
	return key->text.at || refuse_key(maker, id);
}

static bool refuse_merge(struct maker *maker, node_id key)
{
	diag_error(maker->d, tree_span(maker->tree, key), "yaml/merge-key",
		"merge keys are not part of YAML 1.2");
	diag_hint(maker->d, "use extends to take over another profile's values");
	return false;
}

static bool refuse_merged(struct maker *maker, node_id id)
{
	return diag_error(maker->d, tree_span(maker->tree, id), "yaml/merge-key",
		"'<<' takes a map or a list of maps");
}

static bool add_pairs(struct maker *maker, struct pairs *pairs, node_id map);

static bool merge_map(struct maker *maker, struct pairs *pairs, node_id id)
{
	const struct tree *tree = maker->tree;
	node_id meant = enter(maker, id);
	if (!meant)
		return false;
	bool good = false;
	if (tree_node(tree, meant)->kind != NODE_MAP)
		refuse_merged(maker, id);
	else if (descend(maker, id)) {
		good = add_pairs(maker, pairs, meant);
		maker->depth--;
	}
	leave(maker, id);
	return good;
}

/* Earlier maps of a list win, so they are merged last. */
static bool merge_list(struct maker *maker, struct pairs *pairs, node_id list)
{
	const struct tree *tree = maker->tree;
	struct {
		ARRAY(node_id);
	} maps = { 0 };
	for (node_id at = tree_first(tree, list); at; at = tree_next(tree, at))
		*array_push(maker->owner, &maps) = at;
	bool good = true;
	while (maps.count && good)
		good = merge_map(maker, pairs, maps.at[--maps.count]);
	return good;
}

static bool merge(struct maker *maker, struct pairs *pairs, node_id value)
{
	if (tree_node(maker->tree, value)->kind == NODE_SEQ)
		return merge_list(maker, pairs, value);
	return merge_map(maker, pairs, value);
}

static bool add_pair(struct maker *maker, struct pairs *pairs, node_id key_id, node_id value_id)
{
	const struct tree *tree = maker->tree;
	if (key_merges(tree, key_id))
		return tree->dialect == DIALECT_HELM ? merge(maker, pairs, value_id)
						     : refuse_merge(maker, key_id);
	struct key key;
	bool good = read_key(maker, key_id, &key);
	const struct value *value = make(maker, value_id);
	return good && value && pairs_set(maker, pairs, key, value);
}

static bool add_pairs(struct maker *maker, struct pairs *pairs, node_id map)
{
	const struct tree *tree = maker->tree;
	bool good = true;
	for (node_id key = tree_first(tree, map); key && !maker->stopped;) {
		node_id value = tree_next(tree, key);
		good &= add_pair(maker, pairs, key, value);
		key = tree_next(tree, value);
	}
	return good && !maker->stopped;
}

/* Most maps have a few entries and get no more by merging. */
static struct pairs pairs_new(struct arena *owner, size_t room)
{
	struct pairs pairs = { .places = { .owner = owner } };
	pairs.entries.at = arena_array_of(owner, struct entry, room);
	pairs.types.at = arena_array_of(owner, uint8_t, room);
	pairs.entries.room = pairs.types.room = room;
	return pairs;
}

static const struct value *make_map(struct maker *maker, node_id id)
{
	struct pairs pairs = pairs_new(maker->owner, tree_count(maker->tree, id));
	bool good = maker->tree->dialect == DIALECT_HELM ||
		collection_tag_allowed(maker->tree, id, maker->d);
	if (!add_pairs(maker, &pairs, id) || !good)
		return NULL;
	struct value *value = value_new(maker, VALUE_MAP, id);
	value->entries = pairs.entries.at;
	value->count = pairs.entries.count;
	return value;
}

/* --- the entry ---------------------------------------------------------------------------- */

static const struct value *make_collection(struct maker *maker, node_id id)
{
	if (!descend(maker, id))
		return NULL;
	const struct value *value = tree_node(maker->tree, id)->kind == NODE_MAP
		? make_map(maker, id)
		: make_list(maker, id);
	maker->depth--;
	return value;
}

static const struct value *make(struct maker *maker, node_id id)
{
	node_id meant = enter(maker, id);
	if (!meant)
		return NULL;
	const struct value *value = tree_node(maker->tree, meant)->kind == NODE_SCALAR
		? make_scalar(maker, meant)
		: make_collection(maker, meant);
	leave(maker, id);
	return value;
}

const struct value *tree_value(struct arena *owner, const struct tree *tree, node_id id,
	struct limits limits, struct diags *d)
{
	struct maker maker = { .owner = owner, .tree = tree, .limits = limits, .d = d };
	return make(&maker, id);
}

const struct value *value_get(const struct value *map, struct bytes key)
{
	assert(map->kind == VALUE_MAP);
	for (size_t i = 0; i < map->count; i++)
		if (bytes_equal(map->entries[i].key, key))
			return map->entries[i].value;
	return NULL;
}

struct lookup value_lookup(struct arena *owner, const struct value *map)
{
	struct lookup lookup = { .map = map };
	if (map->count <= FEW_ENTRIES)
		return lookup;
	lookup.places = arena_new_of(owner, struct names);
	lookup.places->owner = owner;
	for (size_t i = 0; i < map->count; i++)
		names_set(lookup.places, map->entries[i].key, (uint32_t)i + 1);
	return lookup;
}

const struct value *lookup_get(const struct lookup *lookup, struct bytes key)
{
	if (!lookup->places)
		return value_get(lookup->map, key);
	uint32_t place = names_get(lookup->places, key);
	return place ? lookup->map->entries[place - 1].value : NULL;
}

/* --- equality ----------------------------------------------------------------------------- */

static bool is_number(const struct value *value)
{
	return value->kind == VALUE_INT || value->kind == VALUE_FLOAT;
}

static bool numbers_equal(const struct value *a, const struct value *b)
{
	if (a->kind == VALUE_INT && b->kind == VALUE_INT)
		return a->integer == b->integer;
	return a->number == b->number;
}

static bool lists_equal(const struct value *a, const struct value *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (!value_equal(a->items[i], b->items[i]))
			return false;
	return true;
}

/* The place of a key, looked for from a place on; the count if it is nowhere. */
static size_t place_from(const struct value *map, struct bytes key, size_t from)
{
	for (size_t i = 0; i < map->count; i++) {
		size_t at = from + i < map->count ? from + i : from + i - map->count;
		if (bytes_equal(map->entries[at].key, key))
			return at;
	}
	return map->count;
}

/* Maps of one origin have their keys in one order, so what comes next is tried first. */
static bool maps_equal(const struct value *a, const struct value *b)
{
	size_t next = 0;
	for (size_t i = 0; i < a->count; i++) {
		size_t at = place_from(b, a->entries[i].key, next);
		if (at == b->count || !value_equal(a->entries[i].value, b->entries[at].value))
			return false;
		next = at + 1;
	}
	return true;
}

bool value_equal(const struct value *a, const struct value *b)
{
	if (a == b)
		return true;
	if (is_number(a) && is_number(b))
		return numbers_equal(a, b);
	if (a->kind != b->kind || a->count != b->count)
		return false;
	switch (a->kind) {
	case VALUE_BOOL:
		return a->boolean == b->boolean;
	case VALUE_STRING:
		return bytes_equal(a->text, b->text);
	case VALUE_LIST:
		return lists_equal(a, b);
	case VALUE_MAP:
		return maps_equal(a, b);
	default:
		return true;
	}
}

/* --- values of one's own ------------------------------------------------------------------ */

struct value *value_string(struct arena *owner, struct bytes text, struct span at)
{
	struct value *value = arena_new_of(owner, struct value);
	*value = (struct value){ .kind = VALUE_STRING, .at = at, .text = text };
	return value;
}

struct value *value_bool(struct arena *owner, bool boolean, struct span at)
{
	struct value *value = arena_new_of(owner, struct value);
	*value = (struct value){ .kind = VALUE_BOOL, .at = at, .boolean = boolean };
	value->text = boolean ? BYTES("true") : BYTES("false");
	return value;
}
