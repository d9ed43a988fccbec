/* `render.patches` as kustomize writes them: a mapping, a list, a text, or a file. */
#include "patches.h"

#include "base/message.h"

struct reader {
	struct arena *owner;
	const struct folder *folder;
	struct limits limits;
	struct patches *patches;
	struct diags *d;
};

/* --- texts ------------------------------------------------------------------------------------ */

/* What was read from the text of a scalar stands in the scalar's file. */
static void replace_places(const struct value *value, const struct value *scalar)
{
	struct value *moved = (struct value *)(uintptr_t)value;
	moved->at = value_place(scalar, value->at.begin, value->at.end);
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++)
		replace_places(value->items[i], scalar);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->count; i++) {
		struct entry *entry = (struct entry *)(uintptr_t)&value->entries[i];
		entry->key_at = value_place(scalar, entry->key_at.begin, entry->key_at.end);
		replace_places(entry->value, scalar);
	}
}

static void replace_diags(struct diags *d, size_t from, const struct value *scalar)
{
	for (size_t i = from; i < d->count; i++)
		d->at[i]->at = value_place(scalar, d->at[i]->at.begin, d->at[i]->at.end);
}

struct wanted {
	ARRAY(const struct value *);
};

/* The documents of a text, as kustomize reads them: as Helm does. */
static bool read_documents(
	const struct reader *r, const struct source *source, struct wanted *wanted)
{
	struct tree *tree = tree_read(r->owner, source, DIALECT_HELM, r->limits, r->d);
	if (!tree)
		return false;
	for (size_t i = 0; i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		const struct value *value = root ? tree_value(r->owner, tree, root, r->limits, r->d)
						 : NULL;
		if (root && !value)
			return false;
		if (value && value->kind != VALUE_NULL)
			*array_push(r->owner, wanted) = value;
	}
	return true;
}

static bool read_text(const struct reader *r, const struct value *text, struct wanted *wanted)
{
	size_t told = r->d->count;
	const struct source *file = text->at.source;
	const struct source *source = source_new(r->owner, file->path, file->name, text->text);
	bool good = read_documents(r, source, wanted);
	replace_diags(r->d, told, text);
	for (size_t i = 0; i < wanted->count; i++)
		replace_places(wanted->at[i], text);
	return good;
}

static bool read_file(const struct reader *r, const struct value *path, struct wanted *wanted)
{
	const struct source *source = folder_read(
		r->owner, r->folder, path->text, MISSING_IS_ERROR, path->at, r->d);
	return source && read_documents(r, source, wanted);
}

static bool read_wanted(const struct reader *r, const struct value *entry, struct wanted *wanted)
{
	const struct value *patch = value_get(entry, BYTES("patch"));
	const struct value *path = value_get(entry, BYTES("path"));
	if (!patch == !path)
		return diag_error(
			r->d, entry->at, "patch/form", N_("a patch has either 'patch' or 'path'"));
	if (path)
		return read_file(r, path, wanted);
	if (patch->kind == VALUE_STRING)
		return read_text(r, patch, wanted);
	*array_push(r->owner, wanted) = patch;
	return true;
}

/* --- entries ---------------------------------------------------------------------------------- */

static bool read_kind(const struct reader *r, const struct value *entry, struct patch *patch)
{
	const struct value *type = value_get(entry, BYTES("type"));
	bool is_list = patch->wanted->kind == VALUE_LIST;
	patch->kind = is_list ? PATCH_JSON : PATCH_STRATEGIC;
	if (!is_list && patch->wanted->kind != VALUE_MAP)
		return diag_error(r->d, patch->wanted->at, "patch/form",
			N_("a patch is a mapping, or a list of operations"));
	if (!type)
		return true;
	bool is_json = bytes_equal(type->text, BYTES("json"));
	if (bytes_equal(type->text, BYTES("merge")))
		patch->kind = PATCH_MERGE;
	return is_json == is_list ||
		diag_error(r->d, type->at, "patch/form",
			is_list ? N_("a list of operations is a patch of type json")
				: N_("a patch of type json is a list of operations"));
}

static bool read_target(const struct reader *r, const struct value *entry, struct patch *patch)
{
	const struct value *target = value_get(entry, BYTES("target"));
	if (target)
		return target_read(r->owner, target, r->limits, &patch->target, r->d);
	return target_of_patch(patch->wanted, &patch->target, r->d);
}

static bool read_option(
	const struct reader *r, const struct value *options, const char *key, bool *option)
{
	const struct value *given = options ? value_get(options, bytes_of(key)) : NULL;
	if (!given)
		return true;
	*option = given->boolean;
	return given->kind == VALUE_BOOL ||
		diag_error(r->d, given->at, "patch/form", N_("this is true or false"));
}

static bool check_options(const struct reader *r, const struct value *options)
{
	for (size_t i = 0; options && i < options->count; i++) {
		struct bytes key = options->entries[i].key;
		if (!bytes_equal(key, BYTES("allowNameChange")) &&
			!bytes_equal(key, BYTES("allowKindChange")))
			return diag_error(r->d, options->entries[i].key_at, "patch/form",
				N_("a patch has no option '" BYTES_FMT
				   "'; there are allowNameChange and allowKindChange"),
				BYTES_ARG(key));
	}
	return true;
}

static bool read_options(const struct reader *r, const struct value *entry, struct patch *patch)
{
	const struct value *options = value_get(entry, BYTES("options"));
	if (options && options->kind != VALUE_MAP)
		return diag_error(r->d, options->at, "patch/form", N_("this must be a mapping"));
	return check_options(r, options) &&
		read_option(r, options, "allowNameChange", &patch->may_rename) &&
		read_option(r, options, "allowKindChange", &patch->may_change_kind);
}

static bool read_expect(const struct reader *r, const struct value *entry, struct patch *patch)
{
	const struct value *expect = value_get(entry, BYTES("expect"));
	patch->expect = expect ? expect->integer : -1;
	return !expect || expect->integer >= 0 ||
		diag_error(r->d, expect->at, "patch/form",
			N_("'expect' is how many objects a patch meets"));
}

static bool read_patch(
	const struct reader *r, const struct value *entry, const struct value *wanted)
{
	struct patch patch = { .entry = entry, .wanted = wanted };
	if (!read_kind(r, entry, &patch) || !read_target(r, entry, &patch) ||
		!read_options(r, entry, &patch) || !read_expect(r, entry, &patch))
		return false;
	*array_push(r->owner, r->patches) = patch;
	return true;
}

static bool read_entry(const struct reader *r, const struct value *entry)
{
	struct wanted wanted = { 0 };
	if (!read_wanted(r, entry, &wanted))
		return false;
	if (!wanted.count)
		return diag_error(
			r->d, entry->at, "patch/form", N_("this patch has nothing in it"));
	if (wanted.count > 1 && value_get(entry, BYTES("target")))
		return diag_error(r->d, entry->at, "patch/form",
			N_("several patches in one entry say themselves whom they are for"));
	bool good = true;
	for (size_t i = 0; i < wanted.count; i++)
		good = read_patch(r, entry, wanted.at[i]) && good;
	return good;
}

bool patches_read(struct arena *run, const struct folder *folder, const struct value *list,
	struct limits limits, struct patches *patches, struct diags *d)
{
	struct reader r = { run, folder, limits, patches, d };
	bool good = true;
	patches->limits = limits;
	for (size_t i = 0; list && i < list->count; i++)
		good = read_entry(&r, list->items[i]) && good;
	return good;
}
