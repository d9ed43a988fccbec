#include "candidates.h"

#include "base/message.h"
#include "base/nearest.h"

/* Names to tell a person, of objects of the kind that was meant, else of all. */
struct candidates {
	struct texts names, kinds;
};

static void add_candidates(struct arena *owner, struct candidates *candidates,
	const struct stream *stream, size_t index, struct bytes kind)
{
	struct diags d = diags_new(owner); /* they were told when the stream was rendered */
	const struct manifest *manifest = manifest_read(owner, stream, index, LIMITS_DEFAULT, &d);
	for (size_t i = 0; manifest && i < manifest->objects.count; i++) {
		const struct object_id *id = &manifest->objects.at[i].id;
		*array_push(owner, &candidates->kinds) = id->kind;
		if (!kind.len || bytes_equal(id->kind, kind))
			*array_push(owner, &candidates->names) = id->name;
	}
}

void candidates_hint(const struct target *target, const struct stream *stream, struct diags *d)
{
	struct candidates candidates = { 0 };
	struct bytes kind = target->fields[TARGET_KIND].plain;
	struct bytes name = target->written[TARGET_NAME];
	for (size_t i = 0; i < stream->documents.count; i++)
		add_candidates(d->owner, &candidates, stream, i, kind);
	const struct texts *names = &candidates.names, *kinds = &candidates.kinds;
	struct bytes near = names->count ? nearest(name, names->at, names->count)
					 : nearest(kind, kinds->at, kinds->count);
	if (!names->count && near.len)
		diag_hint(d, N_("there is no " BYTES_FMT "; did you mean the kind " BYTES_FMT "?"),
			BYTES_ARG(kind), BYTES_ARG(near));
	else if (!names->count)
		diag_hint(d, N_("the stream has no object of that kind"));
	else if (!name.len || bytes_equal(near, name))
		diag_hint(d,
			N_("the stream has %zu objects of such a kind, none with all that is asked "
			   "for"),
			names->count);
	else if (near.len)
		diag_hint(d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	else
		diag_hint(d,
			N_("the stream has %zu such objects with other names, as '" BYTES_FMT
			   "'; names are patterns for the whole name"),
			names->count, BYTES_ARG(names->at[0]));
}

bool candidates_kind_hint(struct bytes kind, const struct stream *stream, struct diags *d)
{
	struct candidates candidates = { 0 };
	for (size_t i = 0; i < stream->documents.count; i++)
		add_candidates(d->owner, &candidates, stream, i, kind);
	const struct texts *kinds = &candidates.kinds;
	struct bytes near = nearest(kind, kinds->at, kinds->count);
	if (candidates.names.count)
		return false;
	if (near.len)
		diag_hint(d, N_("there is no " BYTES_FMT "; did you mean the kind " BYTES_FMT "?"),
			BYTES_ARG(kind), BYTES_ARG(near));
	else
		diag_hint(d, N_("the stream has no object of that kind"));
	return true;
}

/* --- hooks apart ------------------------------------------------------------------------------ */

/* Whether there is an object that is a hook, or none. */
static bool has_object(const struct stream *stream, bool hook)
{
	struct arena *scratch = arena_new();
	bool found = false;
	for (size_t i = 0; !found && i < stream->documents.count; i++) {
		struct diags d = diags_new(scratch);
		const struct manifest *manifest = manifest_read(
			scratch, stream, i, LIMITS_DEFAULT, &d);
		for (size_t k = 0; manifest && !found && k < manifest->objects.count; k++)
			found = manifest->objects.at[k].id.hook == hook;
		arena_reset(scratch);
	}
	arena_end(scratch);
	return found;
}

bool candidates_are_apart(enum target_hooks hooks, const struct stream *stream)
{
	struct bytes text = stream->source->text;
	bool may_hook = bytes_find(text, BYTES("helm.sh/hook"), 0) < text.len;
	if (hooks == HOOKS_ONLY)
		return !may_hook || !has_object(stream, true);
	return may_hook && !has_object(stream, false) && has_object(stream, true);
}

void candidates_warn(const struct target *target, const char *id, const char *text, struct diags *d)
{
	struct buf whom = buf_new(d->owner);
	target_print(&whom, target);
	diag_warning(d, target->at, id, text, BYTES_ARG(buf_bytes(&whom)));
	if (target->hooks == HOOKS_ONLY)
		diag_hint(d,
			N_("the stream has no hooks: Helm 3 passes none, Helm 4 may pass them "
			   "apart"));
	else
		diag_hint(d, N_("the stream has only hooks, which Helm may pass apart"));
}
