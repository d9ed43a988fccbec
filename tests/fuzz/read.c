/* Both readers over any bytes: no crash, and every tree that is read keeps the laws. */
#include "../tree_laws.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml leaks on some errors, and one of its broken parsers cannot be freed (read_strict.c). */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml\n";
}

static void demand(bool holds, const char *law)
{
	if (holds)
		return;
	fprintf(stderr, "law broken: %s\n", law);
	abort();
}

static void check_tree(struct arena *arena, const struct tree *tree)
{
	node_id id;
	const char *broken = law_broken(tree, &id);
	demand(!broken, broken);
	for (size_t i = 0; i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		struct diags d = diags_new(arena);
		const struct value *value = root ? tree_value(arena, tree, root, LIMITS_DEFAULT, &d)
						 : NULL;
		demand(!root || !value == (d.count > 0),
			"a value is missing just when a diag says why");
	}
}

static void check(struct bytes text, enum dialect dialect)
{
	struct arena *arena = arena_new();
	struct diags d = diags_new(arena);
	struct source *source = source_new(arena, BYTES("fuzz"), BYTES("fuzz"), text);
	const struct tree *tree = tree_read(arena, source, dialect, LIMITS_DEFAULT, &d);
	demand(!tree == (d.count > 0), "a tree is missing just when a diag says why");
	for (size_t i = 0; i < d.count; i++)
		demand(d.at[i]->at.begin <= text.len && d.at[i]->at.end <= text.len,
			"a diag points into the text");
	struct diags again = diags_new(arena);
	const struct tree *full = tree_read_full(arena, source, dialect, LIMITS_DEFAULT, &again);
	/* libfyaml refuses some nests of empty list items that YAML allows. */
	bool refused = tree && !full && dialect == DIALECT_STRICT;
	demand(!tree == !full || refused, "both scanners accept the same");
	demand(!tree || !full || law_same(tree, full), "both scanners read the same");
	if (tree)
		check_tree(arena, tree);
	arena_end(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = { (const char *)data, size };
	check(text, DIALECT_STRICT);
	check(text, DIALECT_HELM);
	return 0;
}
