/* Which entries of a map a program asks for. */
#include "eval.h"

struct search {
	struct arena *owner;
	size_t variable;
	struct bytes field;
	struct cel_uses *uses;
};

enum match { NO_MATCH, LIKELY, CERTAIN };

static bool is_literal(const struct expr *node)
{
	return node->kind == EXPR_CONST && kind_as_written(node) == EXPR_CONST &&
		node->constant.kind == CEL_STRING;
}

static bool is_variable(const struct search *search, const struct expr *node)
{
	return node->kind == EXPR_IDENT && node->slot == (int)search->variable;
}

static bool is_field(const struct search *search, const struct expr *node)
{
	if (node->kind == EXPR_SELECT)
		return !node->test && bytes_equal(node->name, search->field);
	return node->kind == EXPR_INDEX && is_literal(node->args[1]) &&
		bytes_equal(cel_text(node->args[1]->constant), search->field);
}

/* What the field is taken of may be the variable by another name, such as that of a macro. */
static enum match match_map(const struct search *search, const struct expr *node)
{
	if (!search->field.len)
		return is_variable(search, node) ? CERTAIN : NO_MATCH;
	if (!is_field(search, node))
		return NO_MATCH;
	return is_variable(search, node->args[0]) ? CERTAIN : LIKELY;
}

static void add(
	struct search *search, const struct expr *at, enum match match, const struct bytes *key)
{
	*array_push(search->owner, search->uses) = (struct cel_use){ .begin = at->begin,
		.end = at->end,
		.certain = match == CERTAIN,
		.literal = key,
		.key = key ? *key : (struct bytes){ 0 } };
}

static void add_key(struct search *search, const struct expr *key, enum match match)
{
	struct bytes text = is_literal(key) ? cel_text(key->constant) : (struct bytes){ 0 };
	add(search, key, match, is_literal(key) ? &text : NULL);
}

/* Whether the node asks for one entry of its first or last part. */
static bool takes_entry(struct search *search, const struct expr *node, size_t *map)
{
	bool is_in = node->kind == EXPR_CALL && node->count == 2 && bytes_is(node->name, "@in");
	*map = is_in ? 1 : 0;
	if (!is_in && node->kind != EXPR_INDEX && node->kind != EXPR_SELECT)
		return false;
	enum match match = match_map(search, node->args[*map]);
	if (match == NO_MATCH)
		return false;
	if (node->kind == EXPR_SELECT)
		add(search, node, match, &node->name);
	else
		add_key(search, node->args[!is_in], match);
	return true;
}

static void look(struct search *search, const struct expr *node)
{
	size_t map;
	bool entry = takes_entry(search, node, &map);
	if (!entry && match_map(search, node) != NO_MATCH)
		add(search, node, match_map(search, node), NULL);
	for (size_t i = 0; i < node->count; i++) {
		const struct expr *part = node->args[i];
		if (!entry || i != map)
			look(search, part);
		else if (part->count)
			look(search, part->args[0]);
	}
}

void cel_uses_of(struct arena *owner, const struct cel_program *program, size_t variable,
	struct bytes field, struct cel_uses *uses)
{
	struct search search = { owner, variable, field, uses };
	look(&search, program->root);
}
