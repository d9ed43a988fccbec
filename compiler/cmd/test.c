#include "cmd.h"

#include "base/message.h"
#include "base/names.h"
#include "base/nearest.h"

const struct option test_options[] = {
	{ 0, "format", N_("FORMAT"), N_("text or json (default: text)") },
	{ 0 },
};

static bool format_given(struct run *run, bool *json)
{
	static const char *const names[] = { "text", "json", NULL };
	size_t choice;
	bool good = choice_given(run, "format", names, &choice);
	*json = choice == 1;
	/* What a machine reads is in one language. */
	if (*json)
		message_language(LANGUAGE_ENGLISH);
	return good;
}

/* --- which packs ------------------------------------------------------------------------------ */

static bool read_project(struct run *run, const struct catalog **catalog, struct packs *packs)
{
	struct limits limits;
	size_t file_limit;
	const struct folder *folder = project_folder(run);
	if (!folder || !project_is_settled(run, folder) || !limits_given(run, &limits, &file_limit))
		return false;
	*catalog = catalog_read(
		run->arena, folder, limits, &(struct sources_given){ 0 }, &run->diags);
	return *catalog && packs_read(run->arena, *catalog, packs, &run->diags);
}

/* Outside of a project there are those that are shipped. */
static bool read_shipped(struct run *run, const struct catalog **catalog, struct packs *packs)
{
	struct catalog *none = arena_new_of(run->arena, struct catalog);
	none->limits = LIMITS_DEFAULT;
	*catalog = none;
	*packs = (struct packs){ 0 };
	for (size_t i = 0; i < shipped_pack_count; i++) {
		const struct value *document = shipped_pack_read(
			run->arena, &shipped_packs[i], &run->diags);
		if (!document)
			return false;
		*array_push(run->arena, &packs->rules) = (struct pack_document){
			.document = document, .shipped = true
		};
	}
	return true;
}

static struct bytes pack_name(const struct pack_document *pack)
{
	return value_get(pack->document, BYTES("name"))->text;
}

/* A shipped one may be called as the catalogue does: the name of its source is that. */
static bool is_called(const struct pack_document *pack, struct bytes name)
{
	return bytes_equal(pack_name(pack), name) ||
		(pack->shipped && bytes_equal(pack->document->at.source->name, name));
}

static bool is_wanted(const struct run *run, const struct pack_document *pack)
{
	for (size_t i = 0; i < run->operands.count; i++)
		if (is_called(pack, run->operands.at[i]))
			return true;
	return !run->operands.count;
}

static bool unknown_pack(struct run *run, struct bytes name, const struct pack_documents *packs)
{
	struct texts known = { 0 };
	struct names seen = { .owner = run->arena };
	for (size_t i = 0; i < packs->count; i++)
		if (!names_set(&seen, pack_name(&packs->at[i]), 1))
			*array_push(run->arena, &known) = pack_name(&packs->at[i]);
	diag_error(&run->diags, (struct span){ 0 }, "usage/operand",
		N_("there is no pack of rules '" BYTES_FMT "' here"), BYTES_ARG(name));
	diag_suggest(&run->diags, name, known.at, known.count);
	return false;
}

static bool check_operands(struct run *run, const struct pack_documents *packs)
{
	bool good = true;
	for (size_t i = 0; i < run->operands.count; i++) {
		bool found = false;
		for (size_t j = 0; j < packs->count; j++)
			found = found || is_called(&packs->at[j], run->operands.at[i]);
		good = (found || unknown_pack(run, run->operands.at[i], packs)) && good;
	}
	return good;
}

static struct pack_documents choose(struct run *run, const struct pack_documents *packs)
{
	struct pack_documents chosen = { 0 };
	for (size_t i = 0; i < packs->count; i++)
		if (is_wanted(run, &packs->at[i]))
			*array_push(run->arena, &chosen) = packs->at[i];
	return chosen;
}

/* --- telling ---------------------------------------------------------------------------------- */

static void summarize(struct run *run, const struct test_counts *counts)
{
	buf_print(&run->out, counts->tests == 1 ? _("%zu test") : _("%zu tests"), counts->tests);
	buf_print(&run->out, _(", %zu failed\n"), counts->failed);
}

enum exit_code command_test(struct run *run)
{
	const struct catalog *catalog = NULL;
	struct packs packs = { 0 };
	struct rule_set set;
	struct test_counts counts;
	struct findings findings = findings_new(run->arena);
	bool json;
	if (!format_given(run, &json))
		return EXIT_INPUT;
	bool here = option_given(run, "directory") || project_is_here(run);
	if (!(here ? read_project : read_shipped)(run, &catalog, &packs) ||
		!check_operands(run, &packs.rules))
		return EXIT_INPUT;
	struct pack_documents chosen = choose(run, &packs.rules);
	if (!rule_set_read(run->arena, catalog, &chosen, &set, &run->diags) ||
		!rules_test(run->arena, catalog, &chosen, &set, &findings, &counts, &run->diags))
		return EXIT_INPUT;
	report_findings_as(&run->out, json ? FINDINGS_JSON : FINDINGS_TEXT,
		&(struct findings_report){
			.findings = &findings, .secrets = run->secrets, .colour = run->colour });
	if (!json)
		summarize(run, &counts);
	return counts.tests && !findings_count(&findings).errors ? EXIT_DONE : EXIT_FOUND;
}
