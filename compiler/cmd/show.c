#include "cmd.h"

#include "base/message.h"
#include "notation/notation.h"

const struct option show_options[] = {
	{ 'p', "profile", N_("NAME"), N_("the profile, in any spelling") },
	{ 0, "origin", NULL, N_("where each value comes from, and what it hides") },
	{ 0 },
};

struct walk {
	struct run *run;
	struct buf path;
};

static void print_place(struct walk *walk, struct span at)
{
	if (!at.source)
		return;
	struct place place = source_place(at.source, at.begin);
	buf_print(&walk->run->out, BYTES_FMT ":%zu:%zu: ", BYTES_ARG(at.source->path), place.line,
		place.column);
}

static void print_short(struct buf *out, const struct value *value)
{
	switch (value->kind) {
	case VALUE_STRING:
		emit_scalar(out, value->text,
			value->style == STYLE_PLAIN ? QUOTE_IF_NEEDED : QUOTE_ALWAYS);
		break;
	case VALUE_MAP:
		buf_add(out, value->count ? BYTES("{...}") : BYTES("{}"));
		break;
	case VALUE_LIST:
		buf_add(out, value->count ? BYTES("[...]") : BYTES("[]"));
		break;
	default:
		buf_add(out, value->kind == VALUE_NULL ? BYTES("null") : value->text);
	}
}

static void print_hidden(struct walk *walk, const struct value *value)
{
	for (const struct value *hidden = value->hides; hidden; hidden = hidden->hides) {
		buf_add(&walk->run->out, BYTES("  "));
		print_place(walk, hidden->at);
		buf_add(&walk->run->out, bytes_of(_("hidden: ")));
		print_short(&walk->run->out, hidden);
		buf_add_char(&walk->run->out, '\n');
	}
}

static void print_leaf(struct walk *walk, const struct value *value)
{
	print_place(walk, value->at);
	buf_print(&walk->run->out, BYTES_FMT ": ", BYTES_ARG(buf_bytes(&walk->path)));
	print_short(&walk->run->out, value);
	buf_add_char(&walk->run->out, '\n');
	print_hidden(walk, value);
}

static void print_origins(struct walk *walk, const struct value *value)
{
	size_t length = walk->path.len;
	if (value->count == 0) {
		print_leaf(walk, value);
		return;
	}
	for (size_t i = 0; i < value->count; i++) {
		if (value->kind == VALUE_MAP) {
			struct bytes key = path_text(walk->run->arena, &value->entries[i].key, 1);
			buf_print(&walk->path, "%s" BYTES_FMT, length ? "." : "", BYTES_ARG(key));
			print_origins(walk, value->entries[i].value);
		} else {
			buf_print(&walk->path, "[%zu]", i);
			print_origins(walk, value->items[i]);
		}
		walk->path.len = length;
	}
	print_hidden(walk, value);
}

enum exit_code command_show(struct run *run)
{
	struct project project;
	const struct folder *folder = project_folder(run);
	if (!folder || !project_is_settled(run, folder) || !project_read_one(run, folder, &project))
		return EXIT_INPUT;
	struct resolved_profile *profile = profile_resolve(
		run->arena, project.resolver, project.selected.at[0], &run->diags);
	if (!profile)
		return EXIT_INPUT;
	struct walk walk = { run, buf_new(run->arena) };
	const struct value *values = secret_values(run->arena, run->secrets, profile->compiled);
	if (option_given(run, "origin"))
		print_origins(&walk, values);
	else
		emit_value(&run->out, values, 0);
	return EXIT_DONE;
}
