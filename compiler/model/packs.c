/*
 * Rule packs and waivers: found, read and checked against their shape, so that a mistyped key is
 * loud from the first run on.
 */
#include "read.h"

#include "base/message.h"

static const struct {
	const char *name;
	unsigned newest; /* edition */
} shipped[] = {
	{ "image", 1 },
	{ "version", 1 },
	{ "environment", 1 },
	{ "chain", 1 },
	{ "chart", 1 },
	{ "gitflow", 1 },
	{ "kubernetes", 1 },
};

enum { SHIPPED = sizeof shipped / sizeof *shipped };

static bool unknown_pack(struct arena *run, struct bytes name, struct span at, struct diags *d)
{
	struct texts known = { 0 };
	for (size_t i = 0; i < SHIPPED; i++)
		*array_push(run, &known) = bytes_of(shipped[i].name);
	return unknown_name(d, at, "rules/unknown-pack",
		N_("no pack of rules is called '" BYTES_FMT "'"), name, known.at, known.count);
}

/* `builtin:NAME@EDITION`: an edition outlasts upgrades of leme as it is, so it must be named. */
static bool check_shipped(struct arena *run, struct bytes text, struct span at, struct diags *d)
{
	struct bytes edition = bytes_slice(text, strlen("builtin:"), text.len), name;
	uint64_t number;
	bytes_cut(&edition, '@', &name);
	for (size_t i = 0; i < SHIPPED; i++) {
		if (!bytes_is(name, shipped[i].name))
			continue;
		if (edition.at && bytes_number(edition, &number) && number >= 1 &&
			number <= shipped[i].newest)
			return true;
		diag_error(d, at, "rules/edition",
			edition.at ? N_("there is no such edition of the pack '" BYTES_FMT "'")
				   : N_("no edition of the pack '" BYTES_FMT "' is named"),
			BYTES_ARG(name));
		diag_hint(d, N_("the newest is 'builtin:" BYTES_FMT "@%u'"), BYTES_ARG(name),
			shipped[i].newest);
		return false;
	}
	return unknown_pack(run, name, at, d);
}

static bool check_files(struct arena *run, const struct catalog *catalog, struct bytes glob,
	struct span at, const char *kind, struct diags *d)
{
	struct texts paths = { 0 };
	bool good = folder_glob(run, catalog->folder, glob, at, &paths, d);
	for (size_t i = 0; i < paths.count; i++) {
		struct document_list documents = { 0 };
		struct source *source = folder_read(
			run, catalog->folder, paths.at[i], MISSING_IS_ERROR, at, d);
		good = source &&
			read_documents(run, source, kind, catalog->limits, &documents, d) && good;
	}
	if (!good || paths.count || glob_is_pattern(glob))
		return good;
	/* A file that is named must be there; a pattern may match nothing yet. */
	return folder_read(run, catalog->folder, glob, MISSING_IS_ERROR, at, d);
}

static bool check_list(struct arena *run, const struct catalog *catalog, const char *key,
	const char *standard, const char *kind, struct diags *d)
{
	const struct value *list = read_key(catalog->value, key);
	bool good = true;
	if (!list)
		return check_files(run, catalog, bytes_of(standard), (struct span){ 0 }, kind, d);
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = list->items[i];
		good = (bytes_begins(item->text, BYTES("builtin:"))
				       ? check_shipped(run, item->text, item->at, d)
				       : check_files(
						 run, catalog, item->text, item->at, kind, d)) &&
			good;
	}
	return good;
}

bool packs_check(struct arena *run, const struct catalog *catalog, struct diags *d)
{
	bool good = check_list(run, catalog, "rules", "rules/*.yaml", "RulePack", d);
	return check_list(run, catalog, "waivers", "waivers/*.yaml", "Waivers", d) && good;
}
