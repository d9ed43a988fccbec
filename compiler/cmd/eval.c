#include "cmd.h"
#include "steps.h"

#include "base/message.h"
#include "base/utf8.h"

const struct option eval_options[] = {
	{ 0, "explain", NULL, N_("print what each part comes to and costs, and why") },
	{ 0, "format", N_("FORMAT"), N_("text or json (default: text)") },
	{ 0 },
};

enum format { FORMAT_TEXT, FORMAT_JSON };

static bool format_given(struct run *run, enum format *format)
{
	struct bytes text = option_value(run, "format");
	*format = bytes_is(text, "json") ? FORMAT_JSON : FORMAT_TEXT;
	if (!text.at || bytes_is(text, "text") || bytes_is(text, "json"))
		return true;
	return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
		N_("'--format' is text or json, not '" BYTES_FMT "'"), BYTES_ARG(text));
}

static const struct cel_program *compile(struct run *run)
{
	if (run->operands.count == 0) {
		diag_error(&run->diags, (struct span){ 0 }, "usage/operand",
			N_("'leme %s' needs an expression"), run->command->name);
		diag_hint(&run->diags, N_("in quotes: leme eval '1 + 2'"));
		return NULL;
	}
	struct bytes text = run->operands.at[0], name = BYTES("<expression>");
	const struct source *source = source_new(run->arena, name, name, text);
	const struct cel_env *env = cel_env_new(run->arena, (struct cel_options){ 0 });
	if (utf8_invalid(text) < text.len) {
		diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("the expression is not UTF-8 at byte %zu"), utf8_invalid(text));
		return NULL;
	}
	return cel_compile(
		run->arena, env, text, (struct span){ source, 0, (uint32_t)text.len }, &run->diags);
}

/* The first reason is the failure itself, the others what led to it. */
static void refuse(
	struct run *run, const struct cel_program *program, const struct cel_reasons *reasons)
{
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

static void print_value(struct buf *out, struct cel_value value, enum format format)
{
	if (format == FORMAT_JSON)
		cel_print_json(out, value);
	else
		cel_print(out, value);
	buf_add_char(out, '\n');
}

static void print_explained(struct buf *out, const struct cel_explanation *told,
	const struct cel_reasons *reasons, enum format format)
{
	if (format == FORMAT_JSON) {
		steps_print_json(out, told, reasons, CEL_COST_LIMIT);
		return;
	}
	steps_print(out, told, CEL_COST_LIMIT);
	if (told->result.value.kind != CEL_BOOL)
		return;
	buf_add_char(out, '\n');
	reasons_print(out, reasons);
}

enum exit_code command_eval(struct run *run)
{
	const struct cel_variables none = { 0 };
	enum format format;
	if (!format_given(run, &format))
		return EXIT_INPUT;
	/* What a machine reads is in one language. */
	if (format == FORMAT_JSON)
		message_language(LANGUAGE_ENGLISH);
	const struct cel_program *program = compile(run);
	if (!program)
		return EXIT_INPUT;
	struct cel_value value = cel_eval(run->arena, program, none, CEL_COST_LIMIT).value;
	bool explain = option_given(run, "explain"), failed = cel_is_error(value);
	if (!explain && !failed) {
		print_value(&run->out, value, format);
		return EXIT_DONE;
	}
	const struct cel_explanation *told = cel_explain(run->arena, program, none, CEL_COST_LIMIT);
	struct cel_reasons reasons = cel_why(run->arena, told);
	if (explain)
		print_explained(&run->out, told, &reasons, format);
	if (failed)
		refuse(run, program, &reasons);
	return failed ? EXIT_FOUND : EXIT_DONE;
}
