/* One round: changes made, the text read again, the laws asked. */
#include "laws.h"

#include <stdio.h>

enum { MOST_SHOWN = 4, MOST_BYTES = 1500 };

static struct tally *count_name(struct laws *laws, const char *name, bool is_breach)
{
	struct tally *tally = NULL;
	size_t count = is_breach ? laws->breaches.count : laws->refusals.count;
	struct tally *all = is_breach ? laws->breaches.at : laws->refusals.at;
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0)
			tally = &all[i];
	if (!tally && is_breach)
		tally = array_push(laws->run, &laws->breaches);
	else if (!tally)
		tally = array_push(laws->run, &laws->refusals);
	tally->name = name;
	tally->count++;
	return tally;
}

static size_t count_of(const struct laws *laws, const char *name)
{
	for (size_t i = 0; i < laws->breaches.count; i++)
		if (strcmp(laws->breaches.at[i].name, name) == 0)
			return laws->breaches.at[i].count;
	return 0;
}

/* --- what is said of a breach ----------------------------------------------------------------- */

static void show_text(const char *what, struct bytes text)
{
	bool is_long = text.len > MOST_BYTES;
	struct bytes shown = bytes_slice(text, 0, MOST_BYTES);
	printf("%s «" BYTES_FMT "%s»\n", what, BYTES_ARG(shown), is_long ? " ..." : "");
}

static void show_change(
	const struct subject *subject, const struct change *change, const char *verdict)
{
	static const char *const kinds[] = { "scalar", "remove", "insert", "contain" };
	struct place place = source_place(
		subject->tree->source, tree_node(subject->tree, change->node)->begin);
	struct buf out = buf_new(subject->owner);
	if (change->wanted)
		emit_canonical_json(&out, change->wanted);
	printf("%s:%zu:%zu: %s: %s, index %zu, wanted " BYTES_FMT "\n", subject->name, place.line,
		place.column, verdict, kinds[change->kind], change->index,
		BYTES_ARG(buf_bytes(&out)));
}

void laws_broken(
	struct laws *laws, const struct subject *subject, const char *flaw, struct bytes after)
{
	laws->broken++;
	if (count_name(laws, flaw, true)->count > MOST_SHOWN && !laws->only)
		return;
	printf("BROKEN %s (%s): %s\n", subject->name,
		subject->tree->dialect == DIALECT_HELM ? "helm" : "strict", flaw);
	show_text("before", subject_text(subject));
	show_text("after ", after);
}

static void show(
	struct laws *laws, const struct outcome *outcome, const char *flaw, struct bytes after)
{
	laws_broken(laws, outcome->subject, flaw, after);
	if (outcome->count == 1 && (count_of(laws, flaw) <= MOST_SHOWN || laws->only))
		show_change(outcome->subject, outcome->changes[0], flaw);
}

/* --- making it -------------------------------------------------------------------------------- */

static bool make(struct edits *edits, const struct tree *tree, node_id node,
	const struct change *change, struct diags *d)
{
	switch (change->kind) {
	case CHANGE_SCALAR:
		return edit_scalar(edits, tree, node, change->wanted, d);
	case CHANGE_REMOVE:
		return edit_remove(edits, tree, node, d);
	case CHANGE_INSERT:
		return edit_insert(edits, tree, node, change->index, change->wanted, d);
	default:
		return edit_contain(edits, tree, node, change->wanted, d);
	}
}

static bool is_inside(const struct edits *edits, size_t from, const struct change *change)
{
	for (size_t i = from; i < edits->count; i++)
		if (edits->at[i].begin < change->region.begin ||
			edits->at[i].end > change->region.end)
			return false;
	return true;
}

/* All that are not refused. False if one is, without a word. */
static const char *make_all(struct laws *laws, struct outcome *outcome)
{
	size_t made = 0;
	for (size_t i = 0; i < outcome->count; i++) {
		const struct change *change = outcome->changes[i];
		struct diags d = diags_new(outcome->owner);
		size_t from = outcome->edits.count;
		if (make(&outcome->edits, outcome->subject->tree, change->node, change, &d)) {
			if (!is_inside(&outcome->edits, from, change))
				return "an edit goes beyond its node";
			outcome->changes[made++] = change;
			continue;
		}
		if (d.count == 0)
			return "refused without a word";
		if (laws->refusal && strcmp(laws->refusal, d.at[0]->id) == 0)
			show_change(outcome->subject, change, d.at[0]->id);
		count_name(laws, d.at[0]->id, false);
		laws->refused++;
		outcome->edits.count = from;
	}
	outcome->count = made;
	return NULL;
}

static struct tree *read_again(const struct outcome *outcome, struct bytes text, struct diags *d)
{
	const struct tree *before = outcome->subject->tree;
	struct source *source = source_new(
		outcome->owner, before->source->path, before->source->name, text);
	return tree_read(outcome->owner, source, before->dialect, LIMITS_DEFAULT, d);
}

/* Scalars and maps are then as they were wanted: the same changes change nothing. */
static const char *make_again(struct outcome *outcome)
{
	struct edits edits = edits_new(outcome->owner, outcome->tree->source);
	struct diags d = diags_new(outcome->owner);
	struct bytes text;
	for (size_t i = 0; i < outcome->count; i++) {
		const struct change *change = outcome->changes[i];
		node_id node = outcome->twins[change->node];
		bool again = change->kind == CHANGE_SCALAR || change->kind == CHANGE_CONTAIN;
		size_t from = edits.count;
		if (again && node && !make(&edits, outcome->tree, node, change, &d))
			return "the same change is refused the second time";
		if (change->kind == CHANGE_CONTAIN && edits.count > from)
			return "the same change is made a second time";
	}
	if (!edits_apply(outcome->owner, &edits, &text, &d) ||
		!bytes_equal(text, outcome->tree->source->text))
		return "the same change makes another text the second time";
	return NULL;
}

static const char *flaw_of(struct laws *laws, struct outcome *outcome, struct bytes *after)
{
	struct diags d = diags_new(outcome->owner);
	const char *flaw = make_all(laws, outcome);
	if (flaw)
		return flaw;
	if (!edits_apply(outcome->owner, &outcome->edits, after, &d))
		return "the edits overlap";
	if (outcome->count == 0)
		return bytes_equal(*after, subject_text(outcome->subject))
			? NULL
			: "no edit, another text";
	outcome->tree = read_again(outcome, *after, &d);
	if (!outcome->tree)
		return "the text cannot be read again";
	flaw = outcome_compare(outcome);
	flaw = flaw ? flaw : outcome_compare_comments(outcome);
	flaw = flaw ? flaw : outcome_compare_text(outcome);
	return flaw ? flaw : make_again(outcome);
}

void laws_judge(struct laws *laws, const struct subject *subject, const struct change **changes,
	size_t count)
{
	struct bytes after = { 0 };
	struct outcome outcome = { .owner = laws->scratch,
		.subject = subject,
		.changes = changes,
		.count = count,
		.edits = edits_new(laws->scratch, subject->tree->source) };
	laws->changes += count;
	const char *flaw = flaw_of(laws, &outcome, &after);
	if (flaw)
		show(laws, &outcome, flaw, after);
	arena_reset(laws->scratch);
}
