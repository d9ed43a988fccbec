#include "cmd.h"
#include "steps.h"

#include "base/message.h"
#include "base/utf8.h"

const struct option eval_options[] = {
	{ 'p', "profile", N_("NAME"), N_("the profile, in any spelling") },
	{ 0, "explain", NULL, N_("print what each part comes to and costs, and why") },
	{ 0, "format", N_("FORMAT"), N_("text or json (default: text)") },
	{ 0, "portable", N_("1.NN"), N_("warn of what that release of Kubernetes does not have") },
	{ 0 },
};

enum eval_format { FORMAT_TEXT, FORMAT_JSON };

static bool format_given(struct run *run, enum eval_format *format)
{
	static const char *const names[] = { "text", "json", NULL };
	size_t choice;
	bool good = choice_given(run, "format", names, &choice);
	*format = (enum eval_format)choice;
	return good;
}

static bool release_given(struct run *run, unsigned *release)
{
	struct bytes text = option_value(run, "portable"), major;
	uint64_t minor = 0;
	*release = 0;
	if (!text.at)
		return true;
	struct bytes rest = text;
	bytes_cut(&rest, '.', &major);
	if (!bytes_is(major, "1") || !bytes_number(rest, &minor) || minor == 0 ||
		minor >= CEL_NOT_IN_KUBERNETES)
		return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'--portable' takes a release of Kubernetes as 1.30, not '" BYTES_FMT
			   "'"),
			BYTES_ARG(text));
	*release = (unsigned)minor;
	return true;
}

/* The one operand is no profile, which is what other commands take. */
static bool expression_given(struct run *run, struct bytes *text)
{
	if (run->operands.count == 0) {
		diag_error(&run->diags, (struct span){ 0 }, "usage/operand",
			N_("'leme %s' needs an expression"), run->command->name);
		diag_hint(&run->diags, N_("in quotes: leme eval '1 + 2'"));
		return false;
	}
	*text = run->operands.at[0];
	run->operands.count = 0;
	size_t good = utf8_invalid(*text);
	return good == text->len ||
		diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("the expression is not UTF-8 at byte %zu"), good);
}

/* --- what the expression sees ----------------------------------------------------------------- */

static bool see_project(struct run *run, bool with_profile, struct scene *scene)
{
	struct project project = { 0 };
	const struct resolved_profile *profile = NULL;
	const struct folder *folder = project_folder(run);
	if (!folder || !project_is_settled(run, folder))
		return false;
	if (!(with_profile ? project_read_one : project_read)(run, folder, &project))
		return false;
	if (with_profile)
		profile = profile_resolve(
			run->arena, project.resolver, project.selected.at[0], &run->diags);
	if (with_profile && !profile)
		return false;
	*scene = scene_new(run->arena, project.resolver, profile, &run->diags);
	return true;
}

/* Outside of a project there are the functions alone, unless one is asked for. */
static bool see(struct run *run, const struct limits *limits, struct scene *scene)
{
	bool with_profile = option_given(run, "profile");
	if (with_profile || option_given(run, "directory") || project_is_here(run))
		return see_project(run, with_profile, scene);
	*scene = (struct scene){ .env = cel_env_new(run->arena,
					 (struct cel_options){
						 .regex_steps = (uint32_t)limits->regex_steps }) };
	return true;
}

/* A name may be unknown only because no profile was given. */
static void hint_profile(struct run *run)
{
	const struct diag *last = run->diags.at[run->diags.count - 1];
	if (strcmp(last->id, "cel/name") == 0 && !last->hint.len && !option_given(run, "profile"))
		diag_hint(&run->diags,
			N_("with -p NAME there are environment, profile, values, facts and "
			   "versions"));
}

static const struct cel_program *compile(
	struct run *run, const struct scene *scene, struct bytes text, unsigned release)
{
	struct bytes name = BYTES("<expression>");
	const struct source *source = source_new(run->arena, name, name, text);
	const struct cel_env *env = cel_env_portable(run->arena, scene->env, release);
	const struct span whole = { source, 0, (uint32_t)text.len };
	const struct cel_program *program = cel_compile(run->arena, env, text, whole, &run->diags);
	if (!program)
		hint_profile(run);
	return program;
}

/* --- telling ---------------------------------------------------------------------------------- */

/* The first reason is the failure itself, the others what led to it. */
static void refuse(
	struct run *run, const struct cel_program *program, const struct cel_reasons *reasons)
{
	/* Of a profile with faults the diags tell already. */
	if (!reasons->count || !reasons->at[0].text.len)
		return;
	for (size_t i = 0; i < reasons->count; i++) {
		const struct cel_reason *reason = &reasons->at[i];
		struct span at = cel_place(program, reason->begin, reason->end);
		if (i == 0)
			diag_refuse(&run->diags, at, "cel/evaluation", BYTES_FMT,
				BYTES_ARG(reason->text));
		else
			diag_related(&run->diags, reason->place.source ? reason->place : at,
				BYTES_FMT, BYTES_ARG(reason->text));
		if (reason->hint.len)
			diag_hint(&run->diags, BYTES_FMT, BYTES_ARG(reason->hint));
	}
}

static void print_value(struct buf *out, struct cel_value value, enum eval_format format)
{
	if (format == FORMAT_JSON)
		cel_print_json(out, value);
	else
		cel_print(out, value);
	buf_add_char(out, '\n');
}

static void print_explained(struct buf *out, const struct cel_explanation *told,
	const struct cel_reasons *reasons, enum eval_format format)
{
	if (format == FORMAT_JSON) {
		steps_print_json(out, told, reasons);
		return;
	}
	steps_print(out, told);
	if (told->result.value.kind != CEL_BOOL)
		return;
	buf_add_char(out, '\n');
	reasons_print(out, reasons);
}

static enum exit_code answer(struct run *run, const struct cel_program *program,
	struct cel_variables variables, enum eval_format format, size_t cost_limit)
{
	struct cel_value value = cel_eval(run->arena, program, variables, cost_limit).value;
	bool explain = option_given(run, "explain"), failed = cel_is_error(value);
	if (!explain && !failed) {
		print_value(&run->out, value, format);
		return EXIT_DONE;
	}
	const struct cel_explanation *told = cel_explain(
		run->arena, program, variables, cost_limit);
	struct cel_reasons reasons = cel_why(run->arena, told);
	if (explain)
		print_explained(&run->out, told, &reasons, format);
	if (failed)
		refuse(run, program, &reasons);
	return failed ? EXIT_FOUND : EXIT_DONE;
}

enum exit_code command_eval(struct run *run)
{
	struct bytes text;
	struct scene scene;
	enum eval_format format;
	unsigned release;
	struct limits limits;
	size_t file_limit;
	bool good = format_given(run, &format);
	good = limits_given(run, &limits, &file_limit) && good;
	good = release_given(run, &release) && good;
	if (!expression_given(run, &text) || !good)
		return EXIT_INPUT;
	/* What a machine reads is in one language. */
	if (format == FORMAT_JSON)
		message_language(LANGUAGE_ENGLISH);
	if (!see(run, &limits, &scene))
		return EXIT_INPUT;
	const struct cel_program *program = compile(run, &scene, text, release);
	if (!program)
		return EXIT_INPUT;
	enum exit_code code = answer(run, program, scene.variables, format, limits.cost);
	hide_secrets(run, format == FORMAT_JSON);
	return code;
}
