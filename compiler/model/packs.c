/*
 * Rule packs and waivers: found, read and checked against their shape, so that a mistyped key is
 * loud from the first run on.
 */
#include "named_files.h"
#include "read.h"

#include "base/message.h"

/* A shipped pack, and who names it. */
struct named_pack {
	struct bytes name;
	struct span at;
};

/* What is read, and where it goes. */
struct reading {
	struct arena *run;
	const struct catalog *catalog;
	const char *kind, *key;
	struct pack_documents *documents; /* NULL: it is only checked */
	struct diags *d;
	struct file_list files;
	struct {
		ARRAY(struct named_pack);
	} packs;
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

/* All of its rules would be there twice, be it in another edition. */
static bool is_first(struct reading *reading, struct bytes name, struct span at)
{
	for (size_t i = 0; i < reading->packs.count; i++) {
		if (!bytes_equal(reading->packs.at[i].name, name))
			continue;
		diag_error(reading->d, at, "rules/same-pack",
			N_("the pack of rules '" BYTES_FMT "' is named twice"), BYTES_ARG(name));
		diag_hint(reading->d, N_("take one of the two away"));
		diag_related(reading->d, reading->packs.at[i].at, N_("the first one"));
		return false;
	}
	*array_push(reading->run, &reading->packs) = (struct named_pack){ name, at };
	return true;
}

static bool take_shipped(struct reading *reading, const struct shipped_pack *pack, struct span at)
{
	if (!is_first(reading, bytes_of(pack->name), at))
		return false;
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

/* Judges of the program are for the packs that come with it. */
static bool check_rule(const struct value *rule, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < rule->count; i++) {
		const struct entry *entry = &rule->entries[i];
		if (!bytes_is(entry->key, "judge"))
			continue;
		good = diag_error(d, entry->key_at, "key/unknown",
			N_("unknown key '" BYTES_FMT "'"), BYTES_ARG(entry->key));
		diag_hint(d, N_("a rule of a project says what must hold by 'expression'"));
	}
	return read_key(rule, "expression")
		? good
		: diag_error(d, (struct span){ rule->at.source, rule->at.begin, rule->at.begin },
			  "key/missing", N_("the key '%s' is missing"), "expression");
}

static bool check_own_rules(const struct document_list *documents, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < documents->count; i++) {
		const struct value *rules = read_key(documents->at[i], "rules");
		for (size_t j = 0; rules && j < rules->count; j++)
			good = check_rule(rules->items[j], d) && good;
	}
	return good;
}

static bool read_file(struct reading *reading, struct bytes path, struct span at)
{
	const struct catalog *catalog = reading->catalog;
	struct document_list documents = { 0 };
	struct source *source = folder_read(
		reading->run, catalog->folder, path, MISSING_IS_ERROR, at, reading->d);
	/* Each failure keeps the line of what it failed by. */
	if (source && reading->documents)
		source_index(source);
	if (!source ||
		!read_documents(reading->run, source, reading->kind, catalog->limits, &documents,
			reading->d) ||
		!check_own_rules(&documents, reading->d))
		return false;
	for (size_t i = 0; reading->documents && i < documents.count; i++)
		*array_push(reading->run,
			reading->documents) = (struct pack_document){ .document = documents.at[i] };
	return true;
}

static bool read_files(struct reading *reading, struct bytes glob, struct span at)
{
	struct texts paths = { 0 };
	bool good = files_named(&reading->files, glob, at, &paths, reading->d);
	for (size_t i = 0; i < paths.count; i++)
		good = read_file(reading, paths.at[i], at) && good;
	return good;
}

static bool read_list(struct reading *reading)
{
	const struct value *list = read_key(reading->catalog->value, reading->key);
	bool good = true;
	if (!list)
		return read_files(reading, bytes_of(reading->files.standard), (struct span){ 0 });
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
	struct reading of_rules = { .run = run,
		.catalog = catalog,
		.kind = "RulePack",
		.key = "rules",
		.documents = rules,
		.d = d,
		.files = file_list_new(run, catalog->folder, "rules/*.yaml") };
	struct reading of_waivers = of_rules;
	of_waivers.kind = "Waivers";
	of_waivers.key = "waivers";
	of_waivers.files = file_list_new(run, catalog->folder, "waivers/*.yaml");
	of_waivers.documents = waivers;
	bool good = read_list(&of_rules);
	return read_list(&of_waivers) && good;
}

bool packs_check(struct arena *run, const struct catalog *catalog, struct diags *d)
{
	bool good = read_both(run, catalog, NULL, NULL, d);
	return policies_check(run, catalog, d) && good;
}

bool packs_read(
	struct arena *run, const struct catalog *catalog, struct packs *packs, struct diags *d)
{
	*packs = (struct packs){ 0 };
	return read_both(run, catalog, &packs->rules, &packs->waivers, d);
}
