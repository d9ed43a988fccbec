#include "cmd.h"

#include "base/message.h"

const struct option trace_options[] = {
	{ 'p', "profile", N_("NAME"),
		N_("this profile or glob; may be repeated (default: those of the environments)") },
	{ 'l', "selector", N_("KEY=VALUE"), N_("profiles with this label; may be repeated") },
	{ 0, "format", N_("FORMAT"), N_("text or json (default: text)") },
	{ 0 },
};

static bool format_given(struct run *run, enum trace_format *format)
{
	static const char *const names[] = { "text", "json", NULL };
	size_t choice;
	bool good = choice_given(run, "format", names, &choice);
	*format = (enum trace_format)choice;
	/* What a machine reads is in one language. */
	if (*format == TRACE_JSON)
		message_language(LANGUAGE_ENGLISH);
	return good;
}

/* The one operand is no profile, which is what other commands take. */
static bool name_given(struct run *run, struct bytes *name)
{
	if (run->operands.count == 0) {
		diag_error(&run->diags, (struct span){ 0 }, "usage/operand",
			N_("'leme %s' needs a component"), run->command->name);
		diag_hint(
			&run->diags, N_("a role or an artifact of it is named as COMPONENT/ROLE"));
		return false;
	}
	*name = run->operands.at[0];
	run->operands.count = 0;
	return true;
}

/*
 * Ten thousand customers are not what somebody asks for who asks for none: then the environments'
 * own profiles, in the order in which a version travels. Without any such profile, all.
 */
static struct selected choose_profiles(struct run *run, const struct project *project)
{
	const struct catalog *catalog = project->catalog;
	struct selected own = { 0 };
	if (option_given(run, "profile") || option_given(run, "selector"))
		return project->selected;
	for (size_t i = 0; i < catalog->environments.count; i++) {
		const struct head *head = fleet_find(
			project->fleet, run->arena, catalog->environments.at[i].slug);
		if (head && !head->abstract)
			*array_push(run->arena, &own) = head;
	}
	return own.count ? own : project->selected;
}

static bool trace_profile(struct run *run, struct arena *scratch, const struct project *project,
	const struct chain_ground *ground, const struct head *head, struct versioned subject,
	struct trace *trace)
{
	const struct resolved_profile *profile = profile_resolve(
		scratch, project->resolver, head, &run->diags);
	if (!profile)
		return false;
	const struct output_values *output = output_values_read(
		scratch, profile, PLACES_OF_ALL, &run->diags);
	trace_add(trace, chain_of(scratch, ground, profile, output, subject, &run->diags));
	return diags_code(&run->diags) < EXIT_WORLD;
}

/* Diags point into what a profile was resolved in, so that stays when there are any. */
static bool trace_all(struct run *run, const struct project *project,
	const struct chain_ground *ground, struct versioned subject, struct trace *trace)
{
	struct selected selected = choose_profiles(run, project);
	struct arena *scratch = arena_new();
	bool good = true;
	for (size_t i = 0; i < selected.count; i++) {
		size_t before = run->diags.count;
		good = trace_profile(
			       run, scratch, project, ground, selected.at[i], subject, trace) &&
			good;
		if (run->diags.count == before) {
			arena_reset(scratch);
			continue;
		}
		arena_adopt(run->arena, scratch);
		scratch = arena_new();
	}
	arena_end(scratch);
	return good;
}

enum exit_code command_trace(struct run *run)
{
	struct trace trace = { .out = &run->out, .colour = run->colour };
	struct project project;
	struct versioned subject;
	struct bytes name;
	bool good = format_given(run, &trace.format);
	if (!name_given(run, &name) || !good)
		return EXIT_INPUT;
	const struct folder *folder = project_folder(run);
	if (!folder || !project_is_settled(run, folder) || !project_read(run, folder, &project))
		return EXIT_INPUT;
	if (!versioned_find(
		    run->arena, project.catalog, name, (struct span){ 0 }, &subject, &run->diags))
		return EXIT_INPUT;
	const struct chain_ground *ground = chain_ground_new(
		run->arena, project.catalog, &run->diags);
	if (diags_code(&run->diags) == EXIT_WORLD)
		return EXIT_WORLD;
	trace_begin(&trace, versioned_name(run->arena, subject));
	if (!trace_all(run, &project, ground, subject, &trace))
		return EXIT_INPUT;
	trace_end(&trace);
	hide_secrets(run, trace.format == TRACE_JSON);
	return trace.broken ? EXIT_FOUND : EXIT_DONE;
}
