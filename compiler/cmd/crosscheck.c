#include "crosscheck.h"

#include "base/message.h"

/* Where an object may tell it, below `metadata`; the first key is that of a map, or NULL. */
struct teller {
	const char *map, *key;
	bool of_helm; /* tells only of what is managed by Helm */
};

static const struct teller release_tellers[] = {
	{ "annotations", "meta.helm.sh/release-name", false },
	{ "labels", "app.kubernetes.io/instance", true },
	{ 0 },
};

static const struct teller namespace_tellers[] = {
	{ "annotations", "meta.helm.sh/release-namespace", false },
	{ NULL, "namespace", false },
	{ 0 },
};

struct question {
	struct bytes wanted; /* .at NULL: nobody asks */
	const struct teller *tellers;
	bool confirmed;
	struct span at; /* the first that says something else */
	struct bytes said;
};

static node_id find_in(const struct tree *tree, node_id map, const char *key)
{
	return key ? tree_find(tree, tree_follow(tree, map), bytes_of(key)) : map;
}

static bool is_managed_by_helm(const struct tree *tree, node_id metadata)
{
	node_id node = find_in(
		tree, find_in(tree, metadata, "labels"), "app.kubernetes.io/managed-by");
	node = tree_follow(tree, node);
	return node && tree_node(tree, node)->kind == NODE_SCALAR &&
		bytes_is(tree_text(tree, node), "Helm");
}

/* Keeps what one object says, in bytes of the stream. */
static void ask(struct run *run, struct question *question, const struct object *object)
{
	const struct tree *tree = object->manifest->tree;
	node_id metadata = find_in(tree, object->node, "metadata");
	for (const struct teller *teller = question->tellers; teller->key; teller++) {
		node_id node = tree_follow(
			tree, find_in(tree, find_in(tree, metadata, teller->map), teller->key));
		if (!node || tree_node(tree, node)->kind != NODE_SCALAR ||
			(teller->of_helm && !is_managed_by_helm(tree, metadata)))
			continue;
		struct bytes said = tree_text(tree, node);
		question->confirmed |= bytes_equal(said, question->wanted);
		if (question->said.at || !said.len)
			continue;
		question->said = bytes_copy(run->arena, said);
		question->at = tree_span(tree, node);
	}
}

static void ask_all(struct run *run, const struct stream *stream, struct question questions[2])
{
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < stream->documents.count; i++) {
		struct diags d = diags_new(scratch);
		const struct manifest *manifest = manifest_read(
			scratch, stream, i, LIMITS_DEFAULT, &d);
		for (size_t j = 0; manifest && j < manifest->objects.count; j++)
			for (size_t k = 0; k < 2; k++)
				ask(run, &questions[k], &manifest->objects.at[j]);
		arena_reset(scratch);
	}
	arena_end(scratch);
}

static bool is_contradicted(const struct question *question)
{
	return question->wanted.at && question->said.at && !question->confirmed;
}

bool crosscheck(
	struct run *run, const struct stream *stream, struct bytes release, struct bytes namespace)
{
	struct question questions[] = { { .wanted = release, .tellers = release_tellers },
		{ .wanted = namespace, .tellers = namespace_tellers } };
	if (!release.at && !namespace.at)
		return true;
	ask_all(run, stream, questions);
	if (is_contradicted(&questions[0]))
		diag_error(&run->diags, questions[0].at, "render/release",
			N_("this is of release '" BYTES_FMT "', not '" BYTES_FMT "' as --release "
			   "says"),
			BYTES_ARG(questions[0].said), BYTES_ARG(release));
	if (is_contradicted(&questions[1]))
		diag_error(&run->diags, questions[1].at, "render/namespace",
			N_("this is of namespace '" BYTES_FMT "', not '" BYTES_FMT "' as "
			   "--namespace says"),
			BYTES_ARG(questions[1].said), BYTES_ARG(namespace));
	return !is_contradicted(&questions[0]) && !is_contradicted(&questions[1]);
}
