/* Both readers over any bytes: no crash, and every tree that is read keeps the laws. */
#include "../libfyaml_leaks.h"
#include "../tree_laws.h"
#include "fuzz.h"

/* Aliases may add little: what takes long teaches nothing. */
#define LIMITS ((struct limits){ .depth = 250, .alias_expansion = 1u << 12 })

static void check_tree(struct arena *arena, const struct tree *tree)
{
	node_id id;
	const char *broken = law_broken(tree, &id);
	demand(!broken, broken);
	for (size_t i = 0; i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		struct diags d = diags_new(arena);
		const struct value *value = root ? tree_value(arena, tree, root, LIMITS, &d) : NULL;
		demand(!root || !value == (d.count > 0),
			"a value is missing just when a diag says why");
	}
}

static const struct tree *check(struct arena *arena, struct bytes text, enum dialect dialect)
{
	struct diags d = diags_new(arena);
	struct source *source = source_new(arena, BYTES("fuzz"), BYTES("fuzz"), text);
	const struct tree *tree = tree_read(arena, source, dialect, LIMITS, &d);
	demand(!tree == (d.count > 0), "a tree is missing just when a diag says why");
	for (size_t i = 0; i < d.count; i++)
		demand(d.at[i]->at.begin <= text.len && d.at[i]->at.end <= text.len,
			"a diag points into the text");
	struct diags again = diags_new(arena);
	const struct tree *full = tree_read_full(arena, source, dialect, LIMITS, &again);
	/* libfyaml refuses some nests of empty list items that YAML allows. */
	bool refused = tree && !full && dialect == DIALECT_STRICT;
	demand(!tree == !full || refused, "both scanners accept the same");
	demand(!tree || !full || law_same(tree, full), "both scanners read the same");
	if (tree)
		check_tree(arena, tree);
	return tree;
}

/*
 * Line ends and marks that only one version of YAML knows, a plain `?x` in flow, blanks that end
 * the text, on which libyaml and the specification differ.
 */
static bool is_of_one_version(struct bytes text)
{
	static const char *const marks[] = { "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9",
		"\xEF\xBB\xBF" };
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (bytes_find(text, bytes_of(marks[i]), 0) < text.len)
			return true;
	for (size_t i = 0; i + 1 < text.len; i++)
		if (text.at[i] == '?' && !strchr(" \t\r\n", text.at[i + 1]))
			return true;
	return !bytes_ends(text, BYTES("\n"));
}

static bool has_any(struct bytes text, const char *set)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr(set, text.at[i]) || (unsigned char)text.at[i] >= 0x80)
			return true;
	return false;
}

/*
 * libyaml ends an anchor at what is no letter, digit, `_` or `-`; libfyaml takes the `,` or bracket
 * behind a tag into it, which is then a tag that no own file may have.
 */
static bool has_odd_name(const struct tree *tree)
{
	for (size_t i = 1; i < tree->properties.count; i++)
		if (has_any(tree->properties.at[i].anchor, "!\"#$%&'()*+./:;<=>?@\\^`|~") ||
			has_any(tree->properties.at[i].tag, ",[]{}"))
			return true;
	return false;
}

/* libyaml wants the block text that is a document indented by one blank at least. */
static bool has_text_at_margin(const struct tree *tree)
{
	struct bytes text = tree->source->text;
	for (size_t i = 0; i < tree->documents.count; i++) {
		const struct node *root = tree_node(tree, tree->documents.at[i].root);
		bool block = root->style == STYLE_LITERAL || root->style == STYLE_FOLDED;
		for (size_t at = root->begin; block && at + 1 < root->end; at++)
			if (memchr("\r\n", text.at[at], 2) && !memchr(" \r\n", text.at[at + 1], 3))
				return true;
	}
	return false;
}

/* What two libraries, made by different people, read as one tree is no misreading. */
static void compare(const struct tree *strict, const struct tree *helm)
{
	demand(strict->nodes.count == helm->nodes.count, "both dialects have the same nodes");
	for (node_id id = 1; id < strict->nodes.count; id++) {
		struct node a = *tree_node(strict, id), b = *tree_node(helm, id);
		demand(a.kind == b.kind && a.style == b.style && a.parent == b.parent,
			"both dialects have the same kinds of nodes");
		demand(a.kind != NODE_SCALAR ||
				bytes_equal(tree_text(strict, id), tree_text(helm, id)),
			"both dialects have the same texts");
		demand(a.begin == b.begin && a.end == b.end, "both dialects have the same places");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = { (const char *)data, size };
	struct arena *arena = arena_new();
	const struct tree *strict = check(arena, text, DIALECT_STRICT);
	const struct tree *helm = check(arena, text, DIALECT_HELM);
	if (strict && helm && !is_of_one_version(text) && !has_odd_name(strict) &&
		!has_text_at_margin(strict))
		compare(strict, helm);
	arena_end(arena);
	return 0;
}
