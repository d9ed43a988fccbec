#include "cmd.h"

#include "base/message.h"
#include "base/utf8.h"

const struct option list_options[] = {
	{ 'p', "profile", N_("NAME"), N_("this profile or glob; may be repeated") },
	{ 'l', "selector", N_("KEY=VALUE"), N_("profiles with this label; may be repeated") },
	{ 'o', "output", N_("FORMAT"), N_("table, name, wide or json (default: table)") },
	{ 0 },
};

enum list_format { FORMAT_TABLE, FORMAT_NAME, FORMAT_WIDE, FORMAT_JSON };

struct row {
	const struct head *head;
	struct bytes name, environment, extends, output, mode, labels, labels_json;
};

static bool format_given(struct run *run, enum list_format *format)
{
	static const char *const names[] = { "table", "name", "wide", "json", NULL };
	size_t choice;
	bool good = choice_given(run, "output", names, &choice);
	*format = (enum list_format)choice;
	return good;
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

static struct bytes json_of(struct arena *owner, const struct value *value)
{
	struct buf out = buf_new(owner);
	emit_canonical_json(&out, value);
	return bytes_copy(owner, buf_bytes(&out));
}

/* A row is copied out of what resolving needed, so that a fleet's list stays small. */
static struct row row_of(struct arena *owner, const struct project *project,
	const struct head *head, const struct resolved_profile *profile)
{
	return (struct row){
		.head = head,
		.name = head->name,
		.environment = profile->environment->text,
		.extends = joined_parents(owner, project->fleet, head),
		.output = head->output,
		.mode = head->mode == OUTPUT_EDIT ? BYTES("edit") : BYTES("write"),
		.labels = joined_labels(owner, profile->labels),
		.labels_json = json_of(owner, profile->labels),
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
	const struct row head = { .name = BYTES("NAME"),
		.environment = BYTES("ENVIRONMENT"),
		.extends = BYTES("EXTENDS"),
		.output = BYTES("OUTPUT"),
		.mode = BYTES("MODE"),
		.labels = BYTES("LABELS") };
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

static void add_text(struct buf *out, const char *key, struct bytes text)
{
	const struct value value = { .kind = VALUE_STRING, .text = text };
	buf_print(out, "\"%s\":", key);
	emit_canonical_json(out, &value);
	buf_add_char(out, ',');
}

/* The keys in the order of their bytes, as in all JSON of leme. */
static void print_json(struct buf *out, const struct row *rows, size_t count)
{
	buf_add(out, BYTES("["));
	for (size_t i = 0; i < count; i++) {
		buf_add(out, i ? BYTES(",\n {") : BYTES("\n {"));
		add_text(out, "environment", rows[i].environment);
		add_text(out, "file", rows[i].head->path);
		buf_print(out, "\"labels\":" BYTES_FMT ",", BYTES_ARG(rows[i].labels_json));
		add_text(out, "mode", rows[i].mode);
		add_text(out, "name", rows[i].name);
		add_text(out, "output", rows[i].output);
		add_text(out, "slug", rows[i].head->slug);
		out->len--;
		buf_add_char(out, '}');
	}
	buf_add(out, BYTES("\n]\n"));
}

static void print_names(struct buf *out, const struct project *project)
{
	for (size_t i = 0; i < project->selected.count; i++)
		buf_print(out, BYTES_FMT "\n", BYTES_ARG(project->selected.at[i]->name));
}

/* Diags point into what a profile was resolved in, so that stays when there are any. */
static bool make_rows(struct run *run, const struct project *project, struct row *rows)
{
	struct arena *scratch = arena_new();
	bool good = true;
	for (size_t i = 0; i < project->selected.count; i++) {
		size_t before = run->diags.count;
		const struct resolved_profile *profile = profile_resolve(
			scratch, project->resolver, project->selected.at[i], &run->diags);
		good = profile && good;
		if (profile)
			rows[i] = row_of(run->arena, project, project->selected.at[i], profile);
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

static enum exit_code print_rows(
	struct run *run, const struct project *project, enum list_format format)
{
	size_t count = project->selected.count;
	struct row *rows = arena_array_of(run->arena, struct row, count);
	if (!make_rows(run, project, rows))
		return EXIT_INPUT;
	if (format == FORMAT_JSON)
		print_json(&run->out, rows, count);
	else
		print_table(&run->out, rows, count, format == FORMAT_WIDE ? COLUMNS : 3);
	return EXIT_DONE;
}

enum exit_code command_list(struct run *run)
{
	struct project project;
	enum list_format format;
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
