/* What patches and replacements do to what they have made themselves. */
#include "patches.h"
#include "replacements.h"

#include "base/message.h"

#include <ctype.h>

static struct bytes text_of(const struct value *operation, const char *key)
{
	const struct value *found = operation->kind == VALUE_MAP
		? value_get(operation, bytes_of(key))
		: NULL;
	return found ? found->text : BYTES("");
}

/* Whether the last token can be one of a list: `-`, or a number. */
static bool is_of_list(struct bytes path)
{
	size_t from = path.len;
	while (from && path.at[from - 1] != '/')
		from--;
	struct bytes last = bytes_slice(path, from, path.len);
	for (size_t i = 0; i < last.len; i++)
		if (!isdigit((unsigned char)last.at[i]))
			return bytes_equal(last, BYTES("-"));
	return last.len;
}

/* Whether one of two places holds the other. */
static bool is_near(struct bytes a, struct bytes b)
{
	struct bytes shorter = a.len < b.len ? a : b, longer = a.len < b.len ? b : a;
	return bytes_begins(longer, shorter) &&
		(longer.len == shorter.len || longer.at[shorter.len] == '/');
}

static bool is_called(const struct value *operation, const char *op)
{
	return bytes_equal(text_of(operation, "op"), bytes_of(op));
}

static bool changes(const struct value *operation, struct bytes path)
{
	if (is_called(operation, "move") && is_near(text_of(operation, "from"), path))
		return true;
	return !is_called(operation, "test") && is_near(text_of(operation, "path"), path);
}

static const char *why_not(const struct value *patch, size_t index)
{
	const struct value *operation = patch->items[index];
	struct bytes path = text_of(operation, "path");
	bool adds = is_called(operation, "add") || is_called(operation, "copy");
	if (adds && is_of_list(path))
		return N_("it adds an item to a list each time");
	if (is_called(operation, "remove"))
		return N_("what it removes is not there any more");
	if (is_called(operation, "move"))
		return N_("what it moves is not there any more");
	for (size_t i = index + 1; is_called(operation, "test") && i < patch->count; i++)
		if (changes(patch->items[i], path))
			return N_("what it asks for is changed by an operation behind it");
	return NULL;
}

/* --- its own target --------------------------------------------------------------------------- */

/* What tells an object, and a patch may change. */
static const struct identity_row {
	enum target_field field;
	const char *pointer;
} identity_rows[] = {
	{ TARGET_NAME, "/metadata/name" },
	{ TARGET_KIND, "/kind" },
	{ TARGET_NAMESPACE, "/metadata/namespace" },
};

/* What the operations leave there; NULL: they do not touch it, or it cannot be told. */
static const struct value *put_at(const struct value *operations, struct bytes pointer)
{
	const struct value *put = NULL;
	for (size_t i = 0; i < operations->count; i++) {
		const struct value *operation = operations->items[i];
		bool puts = is_called(operation, "add") || is_called(operation, "replace");
		if (puts && bytes_equal(text_of(operation, "path"), pointer))
			put = value_get(operation, BYTES("value"));
	}
	return put;
}

static const struct value *said_in(const struct value *wanted, struct bytes pointer)
{
	struct bytes rest = bytes_slice(pointer, 1, pointer.len), key;
	while (wanted && bytes_cut(&rest, '/', &key))
		wanted = wanted->kind == VALUE_MAP ? value_get(wanted, key) : NULL;
	return wanted;
}

static const struct value *becomes(const struct patch *patch, const struct identity_row *row)
{
	struct bytes pointer = bytes_of(row->pointer);
	if (patch->kind == PATCH_JSON)
		return put_at(patch->wanted, pointer);
	bool may = (row->field == TARGET_NAME && patch->may_rename) ||
		(row->field == TARGET_KIND && patch->may_change_kind);
	return may ? said_in(patch->wanted, pointer) : NULL;
}

/* Whether the target means none any more of what the patch has made. */
static bool leaves_target(const struct patch *patch, struct span *at)
{
	for (size_t i = 0; i < sizeof identity_rows / sizeof *identity_rows; i++) {
		const struct value *now = becomes(patch, &identity_rows[i]);
		if (!now || now->kind != VALUE_STRING ||
			target_field_takes(&patch->target, identity_rows[i].field, now->text))
			continue;
		*at = now->at;
		return true;
	}
	return false;
}

/* --- patches ---------------------------------------------------------------------------------- */

static const char *why_not_map(const struct patch *patch, struct span *at)
{
	const struct value *directive = value_get(patch->wanted, BYTES("$patch"));
	*at = patch->entry->at;
	if (patch->kind == PATCH_STRATEGIC && directive &&
		bytes_equal(directive->text, BYTES("delete")))
		return N_("the object that it takes away is not there any more");
	return NULL;
}

const char *patch_once(const struct patch *patch, struct span *at)
{
	if (leaves_target(patch, at))
		return N_("what it makes is not what its target asks for");
	if (patch->kind != PATCH_JSON)
		return why_not_map(patch, at);
	for (size_t i = 0; i < patch->wanted->count; i++) {
		const char *why = why_not(patch->wanted, i);
		*at = patch->wanted->items[i]->at;
		if (why)
			return why;
	}
	return NULL;
}

/* --- replacements ----------------------------------------------------------------------------- */

static bool adds_item(const struct field_path *path)
{
	for (size_t i = 0; i < path->steps.count; i++)
		if (bytes_equal(path->steps.at[i], BYTES("-")))
			return true;
	return false;
}

static const char *why_not_target(const struct replaced_target *target, struct span *at)
{
	*at = target->select.at;
	if (target->part.delimiter.len && target->part.index < 0)
		return N_("it puts its part before all others each time");
	for (size_t i = 0; i < target->fields.count; i++) {
		*at = target->fields.at[i].at;
		if (adds_item(&target->fields.at[i]))
			return N_("it adds an item to a list each time");
	}
	return NULL;
}

const char *replacement_once(const struct replacement *replacement, struct span *at)
{
	const char *why = NULL;
	for (size_t i = 0; !why && i < replacement->targets.count; i++)
		why = why_not_target(&replacement->targets.at[i], at);
	return why;
}
