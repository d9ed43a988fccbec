/* The gate over stamps: that helm was given the very values that were compiled. */
#include "gate_parts.h"

#include "base/message.h"
#include "notation/notation.h"

static node_id find(const struct tree *tree, node_id map, const char *key)
{
	return tree_follow(tree, tree_find(tree, map, bytes_of(key)));
}

void stamps_add(struct arena *owner, struct stamps_seen *stamps, const struct object *object)
{
	const struct tree *tree = object->manifest->tree;
	node_id annotations = find(tree, find(tree, object->node, "metadata"), "annotations");
	node_id stamp = find(tree, annotations, STAMP_ANNOTATION);
	struct buf name = buf_new(owner);
	if (!stamp || tree_node(tree, stamp)->kind != NODE_SCALAR)
		return;
	struct bytes text = tree_text(tree, stamp);
	if (stamps->count && bytes_equal(stamps->at[stamps->count - 1].text, text))
		return;
	object_id_print(&name, &object->id);
	*array_push(owner, stamps) = (struct stamp_seen){ bytes_copy(owner, text), buf_bytes(&name),
		span_kept(owner, tree_span(tree, stamp)) };
}

/* What compile wrote. */
static const struct value *stamp_of(const struct resolved_profile *profile)
{
	const struct texts *path = &profile->catalog->stamp;
	const struct value *value = path->count ? profile->compiled : NULL;
	for (size_t i = 0; value && i < path->count; i++)
		value = value->kind == VALUE_MAP ? value_get(value, path->at[i]) : NULL;
	return value;
}

static void tell_none(struct gating *gating, const struct value *stamp)
{
	struct gate_failure *failure = gate_fail(
		gating, GATE_STAMPED, bytes_of(_("no object has the annotation 'leme/stamp'")));
	failure->at = stamp->at;
	failure->expected = stamp->text;
	failure->command = bytes_of(
		_("the chart prints the value at the catalogue's 'stamp' as that annotation"));
}

static void tell_other(
	struct gating *gating, const struct value *stamp, const struct stamp_seen *seen)
{
	struct gate_failure *failure = gate_fail(
		gating, GATE_STAMPED, bytes_of(_("helm was given other values")));
	failure->expected = stamp->text;
	failure->got = seen->text.len ? seen->text : bytes_of(_("nothing"));
	failure->object = seen->object;
	failure->at = seen->at;
	gate_mend_values(gating, failure);
}

/* Of many objects with one stamp the first is told. */
static void judge_stamps(struct gating *gating, const struct value *stamp)
{
	const struct stamps_seen *stamps = gating->matter->stamps;
	struct names told = { .owner = gating->owner };
	for (size_t i = 0; i < stamps->count; i++) {
		struct bytes text = stamps->at[i].text;
		if (!bytes_equal(text, stamp->text) && !names_set(&told, text, 1))
			tell_other(gating, stamp, &stamps->at[i]);
	}
}

/* Where the profile lists it. */
static struct span place_of_gate(const struct resolved_profile *profile)
{
	const struct value *list = value_get(profile->render, BYTES("gate"));
	for (size_t i = 0; list && i < list->count; i++)
		if (bytes_is(list->items[i]->text, gate_names[GATE_STAMPED]))
			return list->items[i]->at;
	return profile->at;
}

void judge_stamped(struct gating *gating)
{
	const struct gate_matter *matter = gating->matter;
	const struct value *stamp = stamp_of(matter->profile);
	if (!stamp) {
		struct gate_failure *failure = gate_fail(gating, GATE_STAMPED,
			bytes_of(_("the catalogue says no 'stamp', so nothing is stamped")));
		failure->at = place_of_gate(matter->profile);
		failure->command = bytes_of(_("'stamp' in the catalogue is the path in the values "
					      "that compile writes, and "
					      "the chart prints as annotation 'leme/stamp'"));
		return;
	}
	/* Hooks alone say nothing of what else the chart has. */
	bool only_hooks = matter->objects && matter->objects == matter->hooks;
	if (!matter->stamps->count && !only_hooks)
		tell_none(gating, stamp);
	judge_stamps(gating, stamp);
}
