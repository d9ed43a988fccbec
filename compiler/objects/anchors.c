#include "anchors.h"

struct anchors {
	struct arena *owner;
};

struct anchors *anchors_new(struct arena *owner)
{
	struct anchors *anchors = arena_new_of(owner, struct anchors);
	anchors->owner = owner;
	return anchors;
}

bool anchors_lend(const struct stream *stream, size_t index, struct tree *tree,
	const struct strays *strays, struct limits limits, struct diags *d)
{
	(void)stream, (void)index, (void)limits;
	for (size_t i = 0; i < strays->count; i++)
		diag_error(d, tree_span(tree, strays->at[i]), "yaml/alias",
			"no anchor of this name stands before");
	return strays->count == 0;
}
