#include "cmd.h"

#include "base/message.h"
#include "base/utf8.h"

const struct option list_options[] = {
	{ 'p', "profile", N_("NAME"), N_("this profile or glob; may be repeated") },
	{ 'l', "selector", N_("KEY=VALUE"), N_("profiles with this label; may be repeated") },
	{ 'o', "output", N_("FORMAT"), N_("table, name, wide or json (default: table)") },
	{ 0 },
};

enum format { FORMAT_TABLE, FORMAT_NAME, FORMAT_WIDE, FORMAT_JSON };

struct row {
	struct bytes name, environment, extends, output, mode, labels;
};

static bool format_given(struct run *run, enum format *format)
{
	static const char *const names[] = { [FORMAT_TABLE] = "table",
		[FORMAT_NAME] = "name",
		[FORMAT_WIDE] = "wide",
		[FORMAT_JSON] = "json" };
	struct bytes text = option_value(run, "output");
	*format = FORMAT_TABLE;
	if (!text.at)
		return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!bytes_is(text, names[i]))
			continue;
		*format = (enum format)i;
		return true;
	}
	return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
		N_("'--output' is table, name, wide or json, not '" BYTES_FMT "'"),
		BYTES_ARG(text));
}

/* --- rows ------------------------------------------------------------------------------------- */

static struct bytes joined_parents(
	struct arena *owner, const struct fleet *fleet, const struct head *head)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < head->parent_count; i++)
		buf_print(&out, "%s" BYTES_FMT, i ? "," : "",
			BYTES_ARG(fleet->heads.at[head->extends[i]].name));
	return buf_bytes(&out);
}

static struct bytes joined_labels(struct arena *owner, const struct value *labels)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < labels->count; i++)
		buf_print(&out, "%s" BYTES_FMT "=" BYTES_FMT, i ? "," : "",
			BYTES_ARG(labels->entries[i].key),
			BYTES_ARG(labels->entries[i].value->text));
	return buf_bytes(&out);
}

static struct row row_of(struct arena *owner, const struct project *project,
	const struct head *head, const struct resolved_profile *profile)
{
	return (struct row){
		.name = head->name,
		.environment = profile->environment ? profile->environment->text : BYTES(""),
		.extends = joined_parents(owner, project->fleet, head),
		.output = head->output,
		.mode = head->mode == OUTPUT_EDIT ? BYTES("edit") : BYTES("write"),
		.labels = joined_labels(owner, profile->labels),
	};
}

/* --- table ------------------------------------------------------------------------------------ */

enum { COLUMNS = 6 };

static const struct bytes *cell(const struct row *row, size_t column)
{
	const struct bytes *const cells[COLUMNS] = { &row->name, &row->environment, &row->output,
		&row->mode, &row->extends, &row->labels };
	return cells[column];
}

static void print_row(struct buf *out, const struct row *row, const size_t *widths, size_t columns)
{
	for (size_t c = 0; c < columns; c++) {
		struct bytes text = cell(row, c)->len ? *cell(row, c) : BYTES("-");
		buf_add(out, text);
		if (c + 1 < columns)
			buf_add_times(out, ' ', widths[c] - utf8_width(text) + 3);
	}
	buf_add_char(out, '\n');
}

static void print_table(struct buf *out, const struct row *rows, size_t count, size_t columns)
{
	const struct row head = { BYTES("NAME"), BYTES("ENVIRONMENT"), BYTES("EXTENDS"),
		BYTES("OUTPUT"), BYTES("MODE"), BYTES("LABELS") };
	size_t widths[COLUMNS] = { 0 };
	for (size_t i = 0; i <= count; i++) {
		for (size_t c = 0; c < columns; c++) {
			size_t width = utf8_width(*cell(i < count ? &rows[i] : &head, c));
			widths[c] = width > widths[c] ? width : widths[c];
		}
	}
	print_row(out, &head, widths, columns);
	for (size_t i = 0; i < count; i++)
		print_row(out, &rows[i], widths, columns);
}

/* --- json ------------------------------------------------------------------------------------- */

static const struct value *text_value(struct run *run, struct bytes text)
{
	return value_string(run->arena, text, (struct span){ 0 });
}

static void print_json(struct run *run, const struct project *project, const struct row *rows,
	const struct value *const *labels)
{
	buf_add(&run->out, BYTES("["));
	for (size_t i = 0; i < project->selected.count; i++) {
		const struct entry entries[] = {
			{ BYTES("name"), { 0 }, text_value(run, rows[i].name) },
			{ BYTES("slug"), { 0 }, text_value(run, project->selected.at[i]->slug) },
			{ BYTES("environment"), { 0 }, text_value(run, rows[i].environment) },
			{ BYTES("file"), { 0 }, text_value(run, project->selected.at[i]->path) },
			{ BYTES("output"), { 0 }, text_value(run, rows[i].output) },
			{ BYTES("mode"), { 0 }, text_value(run, rows[i].mode) },
			{ BYTES("labels"), { 0 }, labels[i] },
		};
		const struct value object = { .kind = VALUE_MAP,
			.entries = entries,
			.count = sizeof entries / sizeof *entries };
		buf_add(&run->out, i ? BYTES(",\n ") : BYTES("\n "));
		emit_canonical_json(&run->out, &object);
	}
	buf_add(&run->out, BYTES("\n]\n"));
}

static void print_names(struct buf *out, const struct project *project)
{
	for (size_t i = 0; i < project->selected.count; i++)
		buf_print(out, BYTES_FMT "\n", BYTES_ARG(project->selected.at[i]->name));
}

static enum exit_code print_rows(struct run *run, const struct project *project, enum format format)
{
	size_t count = project->selected.count;
	struct row *rows = arena_array_of(run->arena, struct row, count);
	const struct value **labels = arena_array_of(run->arena, const struct value *, count);
	bool good = true;
	for (size_t i = 0; i < count; i++) {
		const struct resolved_profile *profile = profile_resolve(
			run->arena, project->resolver, project->selected.at[i], &run->diags);
		good = profile && good;
		if (!profile)
			continue;
		rows[i] = row_of(run->arena, project, project->selected.at[i], profile);
		labels[i] = profile->labels;
	}
	if (!good)
		return EXIT_INPUT;
	if (format == FORMAT_JSON)
		print_json(run, project, rows, labels);
	else
		print_table(&run->out, rows, count, format == FORMAT_WIDE ? COLUMNS : 3);
	return EXIT_DONE;
}

enum exit_code command_list(struct run *run)
{
	struct project project;
	enum format format;
	if (!format_given(run, &format))
		return EXIT_INPUT;
	const struct folder *folder = project_folder(run);
	if (!folder || !project_is_settled(run, folder) || !project_read(run, folder, &project))
		return EXIT_INPUT;
	if (format != FORMAT_NAME)
		return print_rows(run, &project, format);
	print_names(&run->out, &project);
	return EXIT_DONE;
}
