/* What nobody has decided on: images that are unknown, faulty, or at no site. */
#include "images_parts.h"

#include "base/message.h"

#include "base/nearest.h"

struct judging {
	struct arena *scratch;
	struct image_rules *rules;
	const struct object *object;
	struct findings *findings;
	bool good;
};

/* Its place may be that of the text that the site was made of. */
static void tell_site(struct judging *judging, const struct site *site, struct finding *finding)
{
	if (finding->level == LEVEL_ERROR)
		judging->good = false;
	finding_locate_path(judging->scratch, finding, judging->object, site->path);
	findings_add(judging->findings, finding);
}

/* --- sites ------------------------------------------------------------------------------------ */

static void tell_fault(
	struct judging *judging, const struct site *site, const struct image_decision *decision)
{
	struct finding finding = image_finding(
		judging->scratch, judging->rules, judging->object, NULL, "image/reference");
	finding.level = LEVEL_ERROR;
	finding.at = site->at;
	finding.message = site->text.len ? bytes_print(judging->scratch, _("'" BYTES_FMT "': %s"),
						   BYTES_ARG(site->text), _(decision->fault))
					 : bytes_of(_(decision->fault));
	tell_site(judging, site, &finding);
}

static void tell_unknown(
	struct judging *judging, const struct site *site, const struct image_decision *decision)
{
	struct image_rules *rules = judging->rules;
	struct arena *scratch = judging->scratch;
	struct finding finding = image_finding(
		scratch, rules, judging->object, NULL, "image/unknown");
	struct bytes near = nearest(
		decision->repository, rules->repositories.at, rules->repositories.count);
	finding.level = rules->unknown;
	finding.at = site->at;
	finding.message = bytes_print(scratch,
		_("the image '" BYTES_FMT "' is neither in the catalogue nor allowed"),
		BYTES_ARG(decision->repository));
	finding.hint = near.len
		? bytes_print(scratch, _("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near))
		: bytes_of(_("'registries.REGISTRY.allow' names what charts may bring"));
	tell_site(judging, site, &finding);
}

static void judge_site(struct judging *judging, const struct site *site)
{
	struct image_rules *rules = judging->rules;
	const struct image_decision *found = image_decide_site(judging->scratch, rules, site);
	bool fine = !found->fault &&
		(found->standing != IMAGE_UNKNOWN || rules->unknown == LEVEL_OFF);
	if (fine)
		return;
	struct image_decision decision = *found;
	if (decision.fault)
		tell_fault(judging, site, &decision);
	else
		tell_unknown(judging, site, &decision);
}

/* --- other strings ---------------------------------------------------------------------------- */

/* Letters, digits, and those of `-._+`. */
static inline bool is_word(char c)
{
	static const uint32_t bits[8] = { [1] = 0x03FF6800, [2] = 0x87FFFFFE, [3] = 0x07FFFFFE };
	unsigned char byte = (unsigned char)c;
	return bits[byte / 32] >> byte % 32 & 1;
}

/* A text with a tag, a digest or a slash, whose last part may be one of the catalogue's. */
static bool may_be_image(const uint64_t *tails, struct bytes text)
{
	size_t begin = 0, end = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (is_word(c))
			continue;
		if (c == '/' && i > begin) {
			begin = i + 1;
			end = 0;
		} else if (c == ':' || c == '@') {
			end = end ? end : i;
		} else {
			return false;
		}
	}
	struct bytes tail = bytes_slice(text, begin, end ? end : text.len);
	if (!(begin || end) || !tail.len)
		return false;
	unsigned bit = image_tail_bit(tail);
	return tails[bit / 64] >> bit % 64 & 1;
}

/* Labels, annotations and what selects by them name no image. */
static bool is_of_labels(struct bytes key)
{
	return bytes_is(key, "metadata") || bytes_ends(key, BYTES("elector")) ||
		bytes_begins(key, BYTES("match"));
}

/* Whether an image there means anything. */
static bool is_meant(const struct judging *judging, node_id node)
{
	const struct tree *tree = judging->object->manifest->tree;
	for (; node && node != judging->object->node; node = tree_node(tree, node)->parent) {
		bool in_map = tree_node(tree, tree_node(tree, node)->parent)->kind == NODE_MAP;
		node_id key = tree_key(tree, node);
		if (in_map && (!key || is_of_labels(tree_text(tree, key))))
			return false;
	}
	return true;
}

static void tell_ungoverned(
	struct judging *judging, node_id node, const struct image_decision *decision)
{
	const struct tree *tree = judging->object->manifest->tree;
	struct bytes text = tree_text(tree, node);
	struct bytes path = object_path(judging->scratch, judging->object, node);
	struct finding finding = image_finding(judging->scratch, judging->rules, judging->object,
		decision->governed, "image/ungoverned");
	finding.level = LEVEL_WARNING;
	finding.at = tree_span(tree, node);
	finding.message = bytes_print(judging->scratch,
		_("'" BYTES_FMT "' names an image of the catalogue where none is looked for"),
		BYTES_ARG(text));
	finding.hint = bytes_print(judging->scratch,
		_("if it is one, declare the site under 'render.images.sites': {kind: " BYTES_FMT
		  ", path: '" BYTES_FMT "'}"),
		BYTES_ARG(judging->object->id.kind), BYTES_ARG(path));
	finding_locate(judging->scratch, &finding, judging->object);
	findings_add(judging->findings, &finding);
}

static void mark(bool *taken, const struct object *object, node_id node)
{
	if (node > object->node && node < tree_node(object->manifest->tree, object->node)->after)
		taken[node - object->node] = true;
}

/* Which nodes of the object are sites' own. */
static bool *taken_nodes(const struct judging *judging, const struct sites *sites)
{
	const struct object *object = judging->object;
	node_id after = tree_node(object->manifest->tree, object->node)->after;
	bool *taken = arena_array_of(judging->scratch, bool, after - object->node);
	for (size_t i = 0; i < sites->count; i++) {
		mark(taken, object, sites->at[i].reference);
		mark(taken, object, sites->at[i].repository);
		mark(taken, object, sites->at[i].tag);
	}
	return taken;
}

static void judge_string(struct judging *judging, const bool *taken, node_id node)
{
	struct image_rules *rules = judging->rules;
	struct bytes text = tree_text(judging->object->manifest->tree, node);
	if (taken[node - judging->object->node])
		return;
	struct image_decision decision = *image_decide(rules, text);
	if (decision.fault || decision.standing != IMAGE_GOVERNED)
		return;
	if (is_meant(judging, node))
		tell_ungoverned(judging, node, &decision);
}

/* Behind a plain key a colon stands, as behind no value. */
static bool may_name_image(const struct judging *judging, node_id id)
{
	const struct tree *tree = judging->object->manifest->tree;
	const struct node *node = tree_node(tree, id);
	struct bytes all = tree->source->text;
	if (node->type != TYPE_STRING || node->kind != NODE_SCALAR)
		return false;
	if (node->style == STYLE_PLAIN && node->end < all.len && all.at[node->end] == ':')
		return false;
	return may_be_image(judging->rules->tails, tree_text(tree, id));
}

static void judge_node(
	struct judging *judging, const struct sites *sites, bool **taken, node_id node)
{
	if (!may_name_image(judging, node))
		return;
	if (!*taken)
		*taken = taken_nodes(judging, sites);
	judge_string(judging, *taken, node);
}

/* Where the nodes from one on begin among those that a tree lists. */
static size_t listed_from(const struct tree *tree, node_id node)
{
	size_t low = 0, high = tree->signs.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (tree->signs.at[middle] < node)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Of the nodes between two places: of those that the tree lists, or else of all. */
static void judge_strings(
	struct judging *judging, const struct sites *sites, bool **taken, node_id node, node_id end)
{
	const struct tree *tree = judging->object->manifest->tree;
	size_t i = listed_from(tree, node);
	if (tree->lists_signs)
		for (; i < tree->signs.count && tree->signs.at[i] < end; i++)
			judge_node(judging, sites, taken, tree->signs.at[i]);
	else
		for (; node < end; node++)
			judge_node(judging, sites, taken, node);
}

/* No image in the object's own metadata means any. */
static void judge_others(struct judging *judging, const struct sites *sites)
{
	const struct tree *tree = judging->object->manifest->tree;
	node_id begin = judging->object->node, after = tree_node(tree, begin)->after;
	node_id metadata = tree_find(tree, begin, BYTES("metadata"));
	bool *taken = NULL;
	if (metadata) {
		judge_strings(judging, sites, &taken, begin, metadata);
		begin = tree_node(tree, metadata)->after;
	}
	judge_strings(judging, sites, &taken, begin, after);
}

bool images_judge(struct arena *scratch, struct image_rules *rules, const struct object *object,
	const struct sites *sites, struct findings *findings)
{
	struct judging judging = { scratch, rules, object, findings, true };
	for (size_t i = 0; i < sites->count; i++)
		judge_site(&judging, &sites->at[i]);
	judge_others(&judging, sites);
	return judging.good;
}

bool images_equal(struct image_rules *rules, struct bytes a, struct bytes b)
{
	if (bytes_equal(a, b) || !a.len || !b.len)
		return bytes_equal(a, b);
	struct image_decision first = *image_decide(rules, a), second = *image_decide(rules, b);
	if (first.fault || second.fault || !bytes_equal(first.repository, second.repository))
		return false;
	return bytes_equal(first.tag, second.tag) || !first.tag.len || !second.tag.len;
}
