/* Documents become what random changes of their data make, as patches do. */
#include "laws.h"

#include "../fuzz/random_change.h"

enum { TIMES = 16, CHOICES = 48 };

static const char *flaw_of(const struct subject *subject, node_id root, const struct value *had,
	const struct value *wanted, struct bytes *after)
{
	struct arena *owner = subject->owner;
	const struct source *source = subject->tree->source;
	struct edits edits = edits_new(owner, source);
	struct diags d = diags_new(owner);
	*after = source->text;
	if (!edit_become(&edits, subject->tree, root, had, wanted, &d))
		return "a document cannot become what is wanted";
	if (!edits_apply(owner, &edits, after, &d))
		return "the edits overlap";
	struct tree *tree = tree_read(owner, source_new(owner, source->path, source->name, *after),
		subject->tree->dialect, LIMITS_DEFAULT, &d);
	if (!tree || tree->documents.count != subject->tree->documents.count)
		return "the text cannot be read again";
	for (size_t i = 0; i < tree->documents.count; i++) {
		node_id before = subject->tree->documents.at[i].root;
		node_id now = tree->documents.at[i].root;
		const struct value *meant = before == root || !before
			? wanted
			: tree_value(owner, subject->tree, before, LIMITS_DEFAULT, &d);
		if (before && meant &&
			(!now ||
				!value_equal(
					meant, tree_value(owner, tree, now, LIMITS_DEFAULT, &d))))
			return "a document says something else";
	}
	return NULL;
}

static const struct value *changed(struct laws *laws, struct arena *owner, const struct value *had)
{
	uint8_t bytes[CHOICES];
	for (size_t i = 0; i < CHOICES; i++)
		bytes[i] = (uint8_t)laws_chance(laws, 256);
	struct choices choices = { bytes, CHOICES };
	const struct value *wanted = had;
	for (size_t times = 1 + choose(&choices, 4); times > 0; times--)
		wanted = random_change(owner, &choices, wanted);
	return wanted;
}

void laws_become(struct laws *laws, const struct subject *subject)
{
	const struct tree *tree = subject->tree;
	for (size_t i = 0; i < TIMES && tree->documents.count; i++) {
		struct diags d = diags_new(subject->owner);
		node_id root = tree->documents.at[laws_chance(laws, tree->documents.count)].root;
		const struct value *had = root
			? tree_value(subject->owner, tree, root, LIMITS_DEFAULT, &d)
			: NULL;
		struct bytes after;
		if (!had)
			continue;
		const struct value *wanted = changed(laws, subject->owner, had);
		const char *flaw = flaw_of(subject, root, had, wanted, &after);
		laws->changes++;
		if (flaw)
			laws_broken(laws, subject, flaw, after);
	}
}
