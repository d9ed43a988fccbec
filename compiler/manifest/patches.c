#include "patches.h"

#include "base/message.h"
#include "candidates.h"
#include "conflict.h"
#include "crds.h"
#include "patch.h"

/* --- one object ------------------------------------------------------------------------------- */

bool patches_may_touch(const struct patches *patches, const struct object *object)
{
	struct aim aim = aim_at(object, patches->namespace);
	for (size_t i = 0; i < patches->count; i++)
		if (target_takes(&patches->at[i].target, &aim))
			return true;
	return false;
}

static const struct merge_type *type_of(const struct patches *patches, const struct aim *aim)
{
	const struct object_id *id = &aim->id;
	const struct merge_type *type = merge_type_find(id->group, aim->version, id->kind);
	return type ? type : crds_find(patches->crds, id->group, aim->version, id->kind);
}

static const struct value *apply(struct arena *owner, const struct patches *patches,
	const struct patch *patch, const struct aim *aim, const struct value *value,
	struct diags *d)
{
	switch (patch->kind) {
	case PATCH_JSON:
		return patch_json(owner, value, patch->wanted, patches->limits, d);
	case PATCH_MERGE:
		return patch_merge(owner, value, patch->wanted);
	case PATCH_STRATEGIC:
		break;
	}
	return patch_strategic(owner, value, patch->wanted, type_of(patches, aim), d);
}

/* --- what a patch may not change -------------------------------------------------------------- */

static const struct value *get(const struct value *map, const char *key)
{
	return map && map->kind == VALUE_MAP ? value_get(map, bytes_of(key)) : NULL;
}

static const struct value *with(
	struct arena *owner, const struct value *map, const char *key, const struct value *value)
{
	if (!value)
		return value_less(owner, map, bytes_of(key));
	return value_put(owner, map, &(struct entry){ bytes_of(key), value->at, value });
}

/* A patch with a target often bears a name of its own, which kustomize takes for a label only. */
static const struct value *keep_named(
	struct arena *owner, const struct value *before, const struct value *after, const char *key)
{
	const struct value *metadata = get(after, "metadata");
	const struct value *had = get(get(before, "metadata"), key);
	if (!metadata || metadata->kind != VALUE_MAP || get(metadata, key) == had)
		return after;
	return with(owner, after, "metadata", with(owner, metadata, key, had));
}

static const struct value *keep_kind(
	struct arena *owner, const struct value *before, const struct value *after)
{
	static const char *const keys[] = { "apiVersion", "kind" };
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (get(after, keys[i]) != get(before, keys[i]))
			after = with(owner, after, keys[i], get(before, keys[i]));
	return after;
}

static const struct value *keep_identity(struct arena *owner, const struct patch *patch,
	const struct value *before, const struct value *after)
{
	if (patch->kind == PATCH_JSON || after->kind != VALUE_MAP)
		return after;
	after = keep_named(owner, before, after, "namespace");
	if (!patch->may_rename)
		after = keep_named(owner, before, after, "name");
	return patch->may_change_kind ? after : keep_kind(owner, before, after);
}

static bool still_object(const struct patch *patch, const struct value *after, struct diags *d)
{
	return after->kind == VALUE_MAP || after->kind == VALUE_NULL ||
		diag_error(d, patch->entry->at, "patch/no-object",
			N_("what this patch leaves is no object"));
}

/* --- all of them ------------------------------------------------------------------------------ */

static void refresh(struct aim *aim, const struct value *value)
{
	const struct value *name = get(get(value, "metadata"), "name"), *kind = get(value, "kind");
	if (name)
		aim->id.name = name->text;
	if (kind)
		aim->id.kind = kind->text;
}

bool patches_apply(struct arena *owner, struct patches *patches, const struct object *object,
	const struct value **value, struct diags *d)
{
	struct aim aim = aim_at(object, patches->namespace);
	for (size_t i = 0; i < patches->count && (*value)->kind == VALUE_MAP; i++) {
		struct patch *patch = &patches->at[i];
		if (!target_takes(&patch->target, &aim) || !target_holds(&patch->target, *value))
			continue;
		patch->met++;
		const struct value *after = apply(owner, patches, patch, &aim, *value, d);
		if (!after || !still_object(patch, after, d))
			return false;
		after = keep_identity(owner, patch, *value, after);
		if (!conflict_check(owner, patches, i, *value, after, d))
			return false;
		*value = after;
		refresh(&aim, after);
	}
	return true;
}

/* --- what met nothing ------------------------------------------------------------------------- */

static bool settle(const struct patch *patch, const struct stream *stream, struct diags *d)
{
	if (!target_settle(&patch->target, d))
		return false;
	bool good = patch->expect < 0 ? patch->met > 0 : patch->met == (size_t)patch->expect;
	if (good)
		return true;
	const struct value *expect = value_get(patch->entry, BYTES("expect"));
	if (patch->met && expect)
		return diag_refuse(d, expect->at, "patch/expect",
			N_("this patch expects %lld objects and met %zu"), (long long)patch->expect,
			patch->met);
	if (patch->expect < 0 && candidates_are_apart(patch->target.hooks, stream)) {
		candidates_warn(&patch->target, "patch/no-match",
			N_("this patch met no object (" BYTES_FMT ")"), d);
		return true;
	}
	struct buf whom = buf_new(d->owner);
	target_print(&whom, &patch->target);
	diag_refuse(d, patch->target.at, "patch/no-match",
		N_("this patch met no object (" BYTES_FMT ")"), BYTES_ARG(buf_bytes(&whom)));
	candidates_hint(&patch->target, stream, d);
	return false;
}

bool patches_settle(const struct patches *patches, const struct stream *stream, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < patches->count; i++)
		good = settle(&patches->at[i], stream, d) && good;
	return good;
}
