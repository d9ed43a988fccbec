#include "tag.h"

#include "base/utf8.h"

struct bytes tag_core_name(struct bytes tag)
{
	struct bytes core = BYTES("tag:yaml.org,2002:");
	if (!bytes_begins(tag, core))
		return (struct bytes){ 0 };
	return bytes_slice(tag, core.len, tag.len);
}

static const struct {
	const char *name;
	enum scalar_type type;
} tags[] = {
	{ "str", TYPE_STRING },
	{ "int", TYPE_INT },
	{ "float", TYPE_FLOAT },
	{ "bool", TYPE_BOOL },
	{ "null", TYPE_NULL },
};

static bool tag_find(struct bytes tag, enum scalar_type *type)
{
	struct bytes name = tag_core_name(tag);
	*type = TYPE_STRING;
	for (size_t i = 0; name.at && i < sizeof tags / sizeof *tags; i++)
		if (bytes_is(name, tags[i].name)) {
			*type = tags[i].type;
			return true;
		}
	return false;
}

enum scalar_type tag_type(struct bytes tag)
{
	enum scalar_type type;
	tag_find(tag, &type);
	return type;
}

struct bytes tree_tag(const struct tree *tree, node_id id)
{
	uint32_t properties = tree_node(tree, id)->properties;
	return properties ? tree->properties.at[properties].tag : (struct bytes){ 0 };
}

bool key_merges(const struct tree *tree, node_id key)
{
	const struct node *node = tree_node(tree, key);
	uint32_t length = node->end - node->begin;
	/* Nearly all keys are told by their length, without quotes or with them. */
	if (node->kind != NODE_SCALAR || (!node->decoded && length != 2 && length != 4) ||
		!bytes_is(tree_text(tree, key), "<<"))
		return false;
	struct bytes tag = tree_tag(tree, key);
	return tag.len ? bytes_is(tag_core_name(tag), "merge") : node->style == STYLE_PLAIN;
}

static bool unknown_tag(const struct tree *tree, node_id id, struct diags *d)
{
	const struct properties *properties = &tree->properties.at[tree_node(tree, id)->properties];
	struct span at = { tree->source, properties->begin, properties->end };
	diag_error(d, at, "yaml/tag", "tag '" BYTES_FMT "' has no meaning here",
		BYTES_ARG(properties->tag));
	diag_hint(d, "leave the tag out; quotes make a text of any scalar");
	return false;
}

static bool wrong_tag(const struct tree *tree, node_id id, struct diags *d)
{
	struct bytes tag = tree_tag(tree, id), name = tag_core_name(tag);
	return diag_error(d, tree_span(tree, id), "yaml/tag",
		"'" BYTES_FMT "' cannot be read as !!" BYTES_FMT, BYTES_ARG(tree_text(tree, id)),
		BYTES_ARG(name));
}

bool collection_tag_allowed(const struct tree *tree, node_id id, struct diags *d)
{
	struct bytes tag = tree_tag(tree, id);
	bool map = tree_node(tree, id)->kind == NODE_MAP;
	if (tag.len == 0 || bytes_is(tag, "!") || bytes_is(tag_core_name(tag), map ? "map" : "seq"))
		return true;
	return unknown_tag(tree, id, d);
}

/* --- base64 ------------------------------------------------------------------------------- */

static int base64_value(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = c ? strchr(digits, c) : NULL;
	return found ? (int)(found - digits) : -1;
}

/* As Go's StdEncoding: line ends are skipped, padding is a must. */
static bool base64_decode(struct arena *owner, struct bytes text, struct bytes *decoded)
{
	struct buf out = buf_new(owner);
	uint32_t group = 0;
	size_t digits = 0, padding = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (c == '\n' || c == '\r')
			continue;
		bool pad = c == '=' && digits % 4 >= 2;
		int value = pad ? 0 : base64_value(c);
		if (value < 0 || (padding && (!pad || digits % 4 == 0)))
			return false;
		padding += pad;
		group = group << 6 | (uint32_t)value;
		if (++digits % 4)
			continue;
		char bytes[3] = { (char)(group >> 16), (char)(group >> 8), (char)group };
		buf_add(&out, (struct bytes){ bytes, 3 - padding });
	}
	*decoded = buf_bytes(&out);
	return digits % 4 == 0;
}

/* --- scalars ------------------------------------------------------------------------------ */

static bool read_typed(const struct tree *tree, node_id id, enum scalar_type wanted,
	struct scalar *scalar, struct diags *d)
{
	struct bytes text = tree_text(tree, id);
	*scalar = tree->dialect == DIALECT_STRICT ? resolve_core(text) : resolve_helm(text);
	if (scalar->type == TYPE_INT && wanted == TYPE_FLOAT)
		scalar->type = TYPE_FLOAT;
	return scalar->type == wanted || wrong_tag(tree, id, d);
}

static bool read_binary(struct arena *owner, const struct tree *tree, node_id id,
	struct bytes *text, struct diags *d)
{
	return (base64_decode(owner, tree_text(tree, id), text) &&
		       utf8_invalid(*text) == text->len) ||
		wrong_tag(tree, id, d);
}

bool scalar_read(struct arena *owner, const struct tree *tree, node_id id, struct scalar *scalar,
	struct bytes *text, struct diags *d)
{
	const struct node *node = tree_node(tree, id);
	struct bytes tag = tree_tag(tree, id);
	enum scalar_type wanted;
	bool strict = tree->dialect == DIALECT_STRICT;
	*text = tree_text(tree, id);
	*scalar = (struct scalar){ .type = TYPE_STRING };
	if (tag.len == 0) {
		if (node->type != TYPE_STRING)
			*scalar = strict ? resolve_core(*text) : resolve_helm(*text);
		return true;
	}
	if (bytes_is(tag, "!"))
		return true;
	if (tag_find(tag, &wanted))
		return wanted == TYPE_STRING || read_typed(tree, id, wanted, scalar, d);
	if (strict)
		return unknown_tag(tree, id, d);
	if (bytes_is(tag_core_name(tag), "binary"))
		return read_binary(owner, tree, id, text, d);
	return true;
}
