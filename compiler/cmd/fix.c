#include "fix.h"

#include "base/message.h"
#include "base/transaction.h"

/* The fixes of one file. */
struct file_fixes {
	const struct source *source; /* as it was judged */
	struct fixes fixes;
};

struct all_fixes {
	ARRAY(struct file_fixes);
};

static struct file_fixes *fixes_of(
	struct arena *owner, struct all_fixes *all, const struct source *source)
{
	for (size_t i = 0; i < all->count; i++)
		if (bytes_equal(all->at[i].source->name, source->name))
			return &all->at[i];
	struct file_fixes *file = array_push(owner, all);
	*file = (struct file_fixes){ .source = source };
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
	*array_push(run->arena, &fixing->files) = (struct staged){ name, text };
	*array_push(run->arena, &fixing->old) = now->text;
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

void fixing_show(struct run *run, const struct fixing *fixing, const struct folder *folder,
	struct buf *out, enum colour colour)
{
	for (size_t i = 0; i < fixing->files.count; i++) {
		struct bytes path = folder_path(out->owner, folder, fixing->files.at[i].path);
		report_diff(out, path, path,
			secret_text(out->owner, run->secrets, fixing->old.at[i]),
			secret_text(out->owner, run->secrets, fixing->files.at[i].text), colour);
	}
}

bool fixing_write(struct run *run, const struct folder *folder, const struct fixing *fixing)
{
	struct diags *d = &run->diags;
	struct transaction *transaction = transaction_begin(run->arena, folder, d);
	bool good = transaction;
	for (size_t i = 0; good && i < fixing->files.count; i++) {
		const struct staged *file = &fixing->files.at[i];
		good = transaction_write(
			transaction, file->path, &fixing->old.at[i], file->text, d);
	}
	return good && transaction_commit(transaction, d);
}
