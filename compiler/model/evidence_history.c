/* What rules see of the past: the project at the base, git, changed files. */
#include "evidence_parts.h"

#include "base/message.h"
#include "base/utf8.h"

static const struct cel_value nothing = { .kind = CEL_NULL };

/* --- the base --------------------------------------------------------------------------------- */

/* A profile of the base that has faults, which are not this run's. */
struct past_fault {
	struct cel_promise promise; /* the first member */
	struct evidence *evidence;
	struct diags heard;
};

static struct cel_value tell_fault(struct cel_promise *promise)
{
	const struct past_fault *fault = (const struct past_fault *)promise;
	struct missing_evidence amiss = history_fault(fault->evidence->owner, &fault->heard);
	return evidence_missing(fault->evidence, &amiss);
}

static struct cel_value base_object(struct evidence *evidence, const struct resolver *resolver)
{
	static const struct {
		const char *name;
		enum evidence_name value;
	} fields[] = {
		{ "catalog", EVIDENCE_CATALOG },
		{ "chart", EVIDENCE_CHART },
		{ "environments", EVIDENCE_ENVIRONMENTS },
		{ "profiles", EVIDENCE_PROFILES },
		{ "components", EVIDENCE_COMPONENTS },
		{ "images", EVIDENCE_IMAGES },
		{ "files", EVIDENCE_FILES },
	};
	struct arena *owner = evidence->owner;
	struct members object = { .owner = owner };
	struct past_fault *fault = arena_new_of(owner, struct past_fault);
	*fault = (struct past_fault){ { tell_fault }, evidence, diags_new(owner) };
	struct evidence *past = evidence_make(owner, resolver,
		(struct evidence_options){ evidence, evidence->files, &fault->promise },
		&fault->heard);
	evidence->past = past;
	evidence->past_faults = &fault->heard;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		object_add(&object, bytes_of(fields[i].name), past->values[fields[i].value]);
	return object_value(&object);
}

static struct cel_value keep_base(struct cel_promise *promise)
{
	struct past_evidence *base = (struct past_evidence *)promise;
	struct evidence *evidence = base->evidence;
	const struct resolver *resolver;
	struct missing_evidence amiss;
	if (base->made)
		return base->value;
	enum history_answer answer = history_base(evidence->history, &resolver, &amiss);
	if (answer == HISTORY_UNKNOWN)
		return evidence_missing(evidence, &amiss);
	base->made = true;
	base->value = answer == HISTORY_NONE ? nothing : base_object(evidence, resolver);
	return base->value;
}

/* --- changes ---------------------------------------------------------------------------------- */

/* What a file holds before or after a change. */
struct side {
	struct cel_promise promise; /* the first member */
	struct evidence *evidence;
	struct arena *owner;
	const struct file_change *change;
	bool is_old, made;
	struct cel_value value;
};

/* Git minds no encoding; what is no UTF-8 is bytes to CEL. */
static struct cel_value text_value(struct arena *owner, struct bytes text, struct span at)
{
	struct cel_value value = cel_of(value_string(owner, text, at));
	if (utf8_invalid(text) < text.len)
		value.kind = CEL_BYTES;
	return value;
}

static struct cel_value keep_side(struct cel_promise *promise)
{
	struct side *side = (struct side *)promise;
	struct history *history = side->evidence->history;
	struct missing_evidence amiss;
	if (side->made)
		return side->value;
	const struct source *source = side->is_old
		? history_before(history, side->owner, side->change, &amiss)
		: history_after(history, side->owner, side->change, &amiss);
	if (!source)
		return evidence_missing(side->evidence, &amiss);
	side->made = true;
	side->value = text_value(
		side->owner, source->text, (struct span){ source, 0, (uint32_t)source->text.len });
	return side->value;
}

static struct cel_value side_value(struct evidence *evidence, struct arena *owner,
	const struct file_change *change, bool is_old)
{
	bool is_there = change->kind != (is_old ? CHANGE_ADDED : CHANGE_DELETED);
	struct side *side = arena_new_of(owner, struct side);
	if (!is_there || (is_old ? change->was_link : change->is_link))
		return nothing;
	*side = (struct side){ { keep_side }, evidence, owner, change, is_old, false, nothing };
	return cel_promised(&side->promise);
}

static struct cel_value path_value(struct arena *owner, struct bytes path)
{
	return path.at ? text_value(owner, path, (struct span){ 0 }) : nothing;
}

static struct cel_value change_object(
	struct evidence *evidence, struct arena *owner, const struct file_change *change)
{
	static const char *const kinds[] = {
		[CHANGE_ADDED] = "added",
		[CHANGE_DELETED] = "deleted",
		[CHANGE_MODIFIED] = "modified",
		[CHANGE_RENAMED] = "renamed",
	};
	struct members object = { .owner = owner };
	object_add(&object, BYTES("path"), path_value(owner, change->path));
	object_add(&object, BYTES("kind"), cel_string(bytes_of(kinds[change->kind])));
	object_add(&object, BYTES("from"), path_value(owner, change->from));
	object_add(&object, BYTES("old"), side_value(evidence, owner, change, true));
	object_add(&object, BYTES("new"), side_value(evidence, owner, change, false));
	return object_value(&object);
}

void evidence_enter_change(
	struct evidence *evidence, struct arena *scratch, const struct file_change *change)
{
	evidence->values[EVIDENCE_CHANGE] = change_object(evidence, scratch, change);
}

static struct cel_value keep_changes(struct cel_promise *promise)
{
	struct past_evidence *kept = (struct past_evidence *)promise;
	struct evidence *evidence = kept->evidence;
	const struct file_changes *changes;
	struct missing_evidence amiss;
	if (kept->made)
		return kept->value;
	if (history_changes(evidence->history, &changes, &amiss) != HISTORY_KNOWN)
		return evidence_missing(evidence, &amiss);
	struct members list = { .owner = evidence->owner };
	for (size_t i = 0; i < changes->count; i++)
		*array_push(evidence->owner, &list) = change_object(
			evidence, evidence->owner, &changes->at[i]);
	kept->made = true;
	kept->value = cel_list(list.at, list.count);
	return kept->value;
}

/* --- git -------------------------------------------------------------------------------------- */

static struct cel_value branch_value(struct arena *owner, struct bytes name)
{
	return name.len ? path_value(owner, name) : nothing;
}

struct target_missing {
	struct cel_promise promise; /* the first member */
	struct evidence *evidence;
	struct missing_evidence amiss;
};

static struct cel_value tell_no_target(struct cel_promise *promise)
{
	const struct target_missing *missing = (const struct target_missing *)promise;
	return evidence_missing(missing->evidence, &missing->amiss);
}

static struct cel_value target_value(struct evidence *evidence, const struct history_git *git)
{
	if (!git->no_target.what.at)
		return branch_value(evidence->owner, git->target);
	struct target_missing *missing = arena_new_of(evidence->owner, struct target_missing);
	*missing = (struct target_missing){ { tell_no_target }, evidence, git->no_target };
	return cel_promised(&missing->promise);
}

static struct cel_value git_object(struct evidence *evidence, const struct history_git *git)
{
	struct members object = { .owner = evidence->owner };
	evidence->changes = (struct past_evidence){ { keep_changes }, evidence, false, nothing };
	object_add(&object, BYTES("branch"), branch_value(evidence->owner, git->branch));
	object_add(&object, BYTES("target"), target_value(evidence, git));
	object_add(&object, BYTES("proposed"), cel_bool(git->is_proposed));
	object_add(&object, BYTES("staged"), cel_bool(git->staged));
	object_add(&object, BYTES("changes"), cel_promised(&evidence->changes.promise));
	return object_value(&object);
}

static struct cel_value keep_git(struct cel_promise *promise)
{
	struct past_evidence *kept = (struct past_evidence *)promise;
	struct history_git git;
	struct missing_evidence amiss;
	if (kept->made)
		return kept->value;
	if (history_git(kept->evidence->history, &git, &amiss) != HISTORY_KNOWN)
		return evidence_missing(kept->evidence, &amiss);
	kept->made = true;
	kept->value = git_object(kept->evidence, &git);
	return kept->value;
}

/* --- beginning -------------------------------------------------------------------------------- */

static struct cel_value no_history(struct cel_promise *promise)
{
	const struct past_evidence *past = (const struct past_evidence *)promise;
	const struct missing_evidence amiss = {
		.what = bytes_of(_("what git knows of the project is not known"))
	};
	return evidence_missing(past->evidence, &amiss);
}

void evidence_begin_history(struct evidence *evidence, struct history *history)
{
	evidence->history = history;
	evidence->base = (struct past_evidence){ { history ? keep_base : no_history }, evidence,
		false, nothing };
	evidence->git = (struct past_evidence){ { history ? keep_git : no_history }, evidence,
		false, nothing };
	evidence->values[EVIDENCE_BASE] = cel_promised(&evidence->base.promise);
	evidence->values[EVIDENCE_GIT] = cel_promised(&evidence->git.promise);
}
