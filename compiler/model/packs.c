/*
 * Rule packs and waivers: found, read and checked against their shape, so that a mistyped key is
 * loud from the first run on.
 */
#include "read.h"

#include "base/message.h"

/* What is read, and where it goes. */
struct reading {
	struct arena *run;
	const struct catalog *catalog;
	const char *kind;
	struct pack_documents *documents; /* NULL: it is only checked */
	struct diags *d;
};

/* --- shipped with leme ------------------------------------------------------------------------ */

static struct bytes shipped_text(const struct shipped_pack *pack)
{
	return (struct bytes){ pack->begin, (size_t)(pack->end - pack->begin) };
}

const struct value *shipped_pack_read(
	struct arena *owner, const struct shipped_pack *pack, struct diags *d)
{
	struct document_list documents = { 0 };
	struct bytes name = bytes_print(owner, "builtin:%s@%u", pack->name, pack->edition);
	struct source *source = source_new(owner, name, name, shipped_text(pack));
	return read_documents(owner, source, "RulePack", LIMITS_DEFAULT, &documents, d)
		? documents.at[0]
		: NULL;
}

static bool unknown_pack(struct reading *reading, struct bytes name, struct span at)
{
	struct texts known = { 0 };
	for (size_t i = 0; i < shipped_pack_count; i++)
		*array_push(reading->run, &known) = bytes_of(shipped_packs[i].name);
	return unknown_name(reading->d, at, "rules/unknown-pack",
		N_("no pack of rules is called '" BYTES_FMT "'"), name, known.at, known.count);
}

static bool unknown_edition(struct reading *reading, struct bytes name, bool named,
	const struct shipped_pack *newest, struct span at)
{
	diag_error(reading->d, at, "rules/edition",
		named ? N_("there is no such edition of the pack '" BYTES_FMT "'")
		      : N_("no edition of the pack '" BYTES_FMT "' is named"),
		BYTES_ARG(name));
	diag_hint(reading->d, N_("the newest is 'builtin:" BYTES_FMT "@%u'"), BYTES_ARG(name),
		newest->edition);
	return false;
}

static bool take_shipped(struct reading *reading, const struct shipped_pack *pack, struct span at)
{
	if (!reading->documents)
		return true;
	const struct value *document = shipped_pack_read(reading->run, pack, reading->d);
	if (document)
		*array_push(reading->run, reading->documents) = (struct pack_document){ document,
			true, at };
	return document;
}

/* `builtin:NAME@EDITION`: an edition outlasts upgrades of leme as it is, so it must be named. */
static bool read_shipped(struct reading *reading, struct bytes text, struct span at)
{
	struct bytes edition = bytes_slice(text, strlen("builtin:"), text.len), name;
	const struct shipped_pack *newest = NULL;
	uint64_t number;
	bytes_cut(&edition, '@', &name);
	bool numbered = edition.at && bytes_number(edition, &number);
	for (size_t i = 0; i < shipped_pack_count; i++) {
		if (!bytes_is(name, shipped_packs[i].name))
			continue;
		newest = &shipped_packs[i];
		if (numbered && number == newest->edition)
			return take_shipped(reading, newest, at);
	}
	return newest ? unknown_edition(reading, name, edition.at, newest, at)
		      : unknown_pack(reading, name, at);
}

/* --- of the project --------------------------------------------------------------------------- */

static bool read_file(struct reading *reading, struct bytes path, struct span at)
{
	const struct catalog *catalog = reading->catalog;
	struct document_list documents = { 0 };
	struct source *source = folder_read(
		reading->run, catalog->folder, path, MISSING_IS_ERROR, at, reading->d);
	if (!source ||
		!read_documents(reading->run, source, reading->kind, catalog->limits, &documents,
			reading->d))
		return false;
	for (size_t i = 0; reading->documents && i < documents.count; i++)
		*array_push(reading->run,
			reading->documents) = (struct pack_document){ .document = documents.at[i] };
	return true;
}

static bool read_files(struct reading *reading, struct bytes glob, struct span at)
{
	struct texts paths = { 0 };
	bool good = folder_glob(
		reading->run, reading->catalog->folder, glob, at, &paths, reading->d);
	for (size_t i = 0; i < paths.count; i++)
		good = read_file(reading, paths.at[i], at) && good;
	if (!good || paths.count || glob_is_pattern(glob))
		return good;
	/* A file that is named must be there; a pattern may match nothing yet. */
	return folder_read(
		reading->run, reading->catalog->folder, glob, MISSING_IS_ERROR, at, reading->d);
}

static bool read_list(struct reading *reading, const char *key, const char *standard)
{
	const struct value *list = read_key(reading->catalog->value, key);
	bool good = true;
	if (!list)
		return read_files(reading, bytes_of(standard), (struct span){ 0 });
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = list->items[i];
		good = (bytes_begins(item->text, BYTES("builtin:")) ? read_shipped : read_files)(
			       reading, item->text, item->at) &&
			good;
	}
	return good;
}

static bool read_both(struct arena *run, const struct catalog *catalog,
	struct pack_documents *rules, struct pack_documents *waivers, struct diags *d)
{
	struct reading of_rules = { run, catalog, "RulePack", rules, d };
	struct reading of_waivers = { run, catalog, "Waivers", waivers, d };
	bool good = read_list(&of_rules, "rules", "rules/*.yaml");
	return read_list(&of_waivers, "waivers", "waivers/*.yaml") && good;
}

bool packs_check(struct arena *run, const struct catalog *catalog, struct diags *d)
{
	return read_both(run, catalog, NULL, NULL, d);
}

bool packs_read(
	struct arena *run, const struct catalog *catalog, struct packs *packs, struct diags *d)
{
	*packs = (struct packs){ 0 };
	return read_both(run, catalog, &packs->rules, &packs->waivers, d);
}
