#include "cmd.h"

#include "base/message.h"
#include "outlets.h"

const struct option last_options[] = {
	{ 0, "format", N_("FORMAT"), N_("text or json (default text)") },
	{ 0 },
};

static bool count_given(struct run *run, size_t *count)
{
	uint64_t number = 1;
	*count = 1;
	if (run->operands.count &&
		(!bytes_number(run->operands.at[0], &number) || !number || number > RUNS_KEPT))
		return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'leme last' takes a number from 1 to %d, not '" BYTES_FMT "'"),
			RUNS_KEPT, BYTES_ARG(run->operands.at[0]));
	*count = number;
	return true;
}

static const struct value *read_run(struct run *run, struct bytes line)
{
	struct diags d = diags_new(run->arena);
	struct source *source = source_new(run->arena, BYTES("runs"), BYTES("runs"), line);
	struct tree *tree = tree_read(run->arena, source, DIALECT_STRICT, LIMITS_DEFAULT, &d);
	if (!tree || !tree->documents.count)
		return NULL;
	return tree_value(run->arena, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
}

static struct bytes text_at(const struct value *map, const char *key)
{
	const struct value *value = value_get(map, bytes_of(key));
	return value ? value->text : BYTES("");
}

static void print_run(struct run *run, const struct value *value)
{
	static const char *const head[] = { "at", "profile", "host" };
	struct bytes told = text_at(value, "told");
	for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
		struct bytes text = text_at(value, head[i]);
		buf_add(&run->out, i && text.len ? BYTES("  ") : BYTES(""));
		buf_add(&run->out, text);
	}
	buf_print(&run->out, _("  %s objects, %s edits, exit %s\n"),
		bytes_string(run->arena, text_at(value, "objects")),
		bytes_string(run->arena, text_at(value, "edits")),
		bytes_string(run->arena, text_at(value, "code")));
	buf_add(&run->out, told);
	if (told.len && !bytes_ends(told, BYTES("\n")))
		buf_add_char(&run->out, '\n');
}

static void print_runs(struct run *run, const struct texts *lines)
{
	for (size_t i = 0; i < lines->count; i++) {
		const struct value *value = read_run(run, lines->at[i]);
		if (!value || value->kind != VALUE_MAP)
			continue;
		if (run->out.len)
			buf_add_char(&run->out, '\n');
		print_run(run, value);
	}
}

static void print_json(struct run *run, const struct texts *lines)
{
	buf_add_char(&run->out, '[');
	for (size_t i = 0; i < lines->count; i++)
		buf_print(&run->out, "%s" BYTES_FMT, i ? ",\n" : "", BYTES_ARG(lines->at[i]));
	buf_add(&run->out, BYTES("]\n"));
}

enum exit_code command_last(struct run *run)
{
	static const char *const formats[] = { "text", "json", NULL };
	size_t format, count;
	bool good = choice_given(run, "format", formats, &format);
	if (!count_given(run, &count) || !good)
		return EXIT_INPUT;
	struct texts lines = runs_remembered(run->arena, count);
	if (format)
		print_json(run, &lines);
	else if (!lines.count)
		buf_add(&run->notes, bytes_of(_("no run is remembered\n")));
	else
		print_runs(run, &lines);
	return EXIT_DONE;
}
