#include "fix.h"

#include "base/message.h"
#include "base/transaction.h"

/* The fixes of one file. */
struct file_fixes {
	const struct source *source; /* as it was judged */
	struct {
		ARRAY(struct bytes);
	} names; /* more than one where links lead to it */
	struct fixes fixes;
};

struct all_fixes {
	ARRAY(struct file_fixes);
};

static bool has_name(const struct file_fixes *file, struct bytes name)
{
	for (size_t i = 0; i < file->names.count; i++)
		if (bytes_equal(file->names.at[i], name))
			return true;
	return false;
}

static bool is_same(const struct file_fixes *file, const struct source *source)
{
	struct identity identity = file->source->identity;
	return has_name(file, source->name) ||
		(!identity_is_none(identity) && identity_equal(identity, source->identity));
}

static struct file_fixes *fixes_of(
	struct arena *owner, struct all_fixes *all, const struct source *source)
{
	struct file_fixes *file = NULL;
	for (size_t i = 0; !file && i < all->count; i++)
		if (is_same(&all->at[i], source))
			file = &all->at[i];
	if (!file) {
		file = array_push(owner, all);
		*file = (struct file_fixes){ .source = source };
	}
	if (!has_name(file, source->name))
		*array_push(owner, &file->names) = source->name;
	return file;
}

static struct all_fixes collect(struct arena *owner, const struct findings *findings)
{
	struct all_fixes all = { 0 };
	for (size_t i = 0; i < findings->count; i++) {
		const struct fix *fix = &findings->at[i]->fix;
		if (fix->kind != FIX_NONE)
			*array_push(owner, &fixes_of(owner, &all, fix->at.source)->fixes) = fix;
	}
	return all;
}

static bool refuse_changed(struct run *run, const struct source *now)
{
	return diag_refuse(&run->diags, (struct span){ now, 0, 0 }, "output/changed",
		N_("the file was changed while it was judged; it is left as it is"));
}

/* Only a file of the project can be one that an author would change. */
static bool plan_file(struct run *run, const struct folder *folder, struct file_fixes *file,
	struct limits limits, struct fixing *fixing)
{
	struct bytes text, name = file->source->name;
	const struct source *now = folder_read_unnoted(
		run->arena, folder, name, MISSING_IS_ERROR, (struct span){ 0 }, &run->diags);
	if (!now)
		return false;
	if (!identity_equal(now->identity, file->source->identity))
		return refuse_changed(run, now);
	size_t done = fixes_apply(run->arena, now, &file->fixes, limits, &text);
	if (!done)
		return true;
	fixing->done += done;
	*array_push(run->arena, fixing) = (struct fixed_file){ name, now->text, text };
	for (size_t i = 0; i < file->names.count; i++)
		*array_push(
			run->arena, &fixing->names) = (struct staged){ file->names.at[i], text };
	return true;
}

bool fixing_plan(struct run *run, const struct folder *folder, const struct findings *findings,
	struct limits limits, struct fixing *fixing)
{
	struct all_fixes all = collect(run->arena, findings);
	bool good = true;
	*fixing = (struct fixing){ 0 };
	for (size_t i = 0; i < all.count; i++)
		good = plan_file(run, folder, &all.at[i], limits, fixing) && good;
	return good;
}

/* The file as it is, or NULL. */
static const struct source *read_again(
	struct run *run, const struct folder *folder, const struct source *judged)
{
	struct diags unheard = diags_new(run->arena);
	const struct source *now = folder_read_unnoted(
		run->arena, folder, judged->name, MISSING_IS_NULL, (struct span){ 0 }, &unheard);
	return now && identity_equal(now->identity, judged->identity) ? now : NULL;
}

/* They are sorted by place, so what is of one file comes together. */
static size_t end_of_file(const struct findings *findings, size_t begin)
{
	const struct source *judged = findings->at[begin]->fix.at.source;
	size_t end = begin + 1;
	while (end < findings->count &&
		(findings->at[end]->fix.kind == FIX_NONE ||
			bytes_equal(findings->at[end]->fix.at.source->name, judged->name)))
		end++;
	return end;
}

void fixing_announce(struct run *run, const struct folder *folder, const struct findings *findings,
	struct limits limits)
{
	size_t end;
	for (size_t i = 0; i < findings->count; i = end) {
		const struct fix *fix = &findings->at[i]->fix;
		end = fix->kind == FIX_NONE ? i + 1 : end_of_file(findings, i);
		const struct source *now = fix->kind == FIX_NONE
			? NULL
			: read_again(run, folder, fix->at.source);
		if (now)
			fixes_announce(run->arena, now, &findings->at[i], end - i, limits);
	}
}

void fixing_offer(struct run *run, const struct folder *folder, const struct findings *findings,
	struct limits limits)
{
	const struct source *judged = NULL, *now = NULL;
	for (size_t i = 0; i < findings->count; i++) {
		struct finding *finding = findings->at[i];
		const struct fix *fix = &finding->fix;
		if (fix->kind == FIX_NONE)
			continue;
		/* They are sorted by place, so most of a file's come together. */
		if (!judged || !bytes_equal(judged->name, fix->at.source->name)) {
			judged = fix->at.source;
			now = read_again(run, folder, judged);
		}
		if (now)
			finding->fixed_by = fix_edits(run->arena, now, fix, limits);
	}
}

void fixing_show(struct run *run, const struct fixing *fixing, const struct folder *folder,
	struct buf *out, enum colour colour)
{
	for (size_t i = 0; i < fixing->count; i++) {
		const struct fixed_file *file = &fixing->at[i];
		struct bytes path = folder_path(out->owner, folder, file->path);
		report_diff(out, path, path, secret_text(out->owner, run->secrets, file->old),
			secret_text(out->owner, run->secrets, file->text), colour);
	}
}

bool fixing_write(struct run *run, const struct folder *folder, const struct fixing *fixing)
{
	struct diags *d = &run->diags;
	struct transaction *transaction = transaction_begin(run->arena, folder, d);
	bool good = transaction;
	for (size_t i = 0; good && i < fixing->count; i++) {
		const struct fixed_file *file = &fixing->at[i];
		good = transaction_write(transaction, file->path, &file->old, file->text, d);
	}
	return good && transaction_commit(transaction, d);
}
