#include "packs.h"

#include "base/message.h"
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

static bool is_wanted(const struct run *run, const struct pack_document *pack)
{
	for (size_t i = 0; i < run->operands.count; i++)
		if (pack_is_called(pack, run->operands.at[i]))
			return true;
	return !run->operands.count;
}

static bool unknown_pack(struct run *run, struct bytes name, const struct pack_documents *packs)
{
	struct texts known = pack_names(run, packs);
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
			found = found || pack_is_called(&packs->at[j], run->operands.at[i]);
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
	if (!packs_here(run, &catalog, &packs) || !check_operands(run, &packs.rules))
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
