#include "explain.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "cel/cel.h"

const struct option explain_options[] = {
	{ 'p', "profile", N_("NAME"), N_("for 'render.patches': this profile or glob") },
	{ 0, "format", N_("FORMAT"), N_("text, json or mdoc, for leme-cel(7) (default: text)") },
	{ 0 },
};

static bool format_given(struct run *run, enum explain_format *format)
{
	static const char *const names[] = { "text", "json", "mdoc", NULL };
	size_t choice;
	bool good = choice_given(run, "format", names, &choice);
	*format = (enum explain_format)choice;
	return good;
}

/* --- finding ---------------------------------------------------------------------------------- */

/* What stands before the brackets of the signature: `string.contains`, `math.greatest`. */
static struct bytes head_of(const struct cel_function *function)
{
	return bytes_slice(function->signature, 0, bytes_find(function->signature, BYTES("("), 0));
}

/* By its name, or by the receiver and its name; `size()` is `size`. */
static struct cel_functions find(
	struct run *run, const struct cel_functions *all, struct bytes name)
{
	struct cel_functions found = { 0 };
	if (bytes_ends(name, BYTES("()")))
		name.len -= 2;
	for (size_t i = 0; i < all->count; i++)
		if (bytes_equal(all->at[i].name, name) || bytes_equal(head_of(&all->at[i]), name))
			*array_push(run->arena, &found) = all->at[i];
	return found;
}

/* `greatest` may be meant for `math.greatest`. */
struct bytes explain_meant(struct run *run, const struct cel_functions *all, struct bytes name)
{
	struct texts known = { 0 };
	struct bytes tail = bytes_join(run->arena, BYTES("."), BYTES(""), name);
	for (size_t i = 0; i < all->count; i++) {
		if (bytes_ends(all->at[i].name, tail))
			return all->at[i].name;
		*array_push(run->arena, &known) = all->at[i].name;
	}
	return nearest(name, known.at, known.count);
}

/* --- text ------------------------------------------------------------------------------------- */

static struct bytes release_of(struct run *run, const struct cel_function *function)
{
	if (function->since == CEL_NOT_IN_KUBERNETES)
		return bytes_of(_("no, only in leme"));
	return function->since ? bytes_print(run->arena, _("since 1.%u"), function->since)
			       : bytes_of(_("always"));
}

static void print_fact(struct buf *out, const char *name, struct bytes text)
{
	size_t width = utf8_width(bytes_of(name));
	buf_print(out, "    %s:", name);
	buf_add_times(out, ' ', width < 12 ? 12 - width : 1);
	buf_print(out, BYTES_FMT "\n", BYTES_ARG(text));
}

static void print_function(struct run *run, const struct cel_function *function)
{
	struct buf *out = &run->out;
	buf_print(out, BYTES_FMT "\n", BYTES_ARG(function->signature));
	buf_print(out, "    %s\n", _(function->text));
	print_fact(out, _("example"), bytes_of(function->example));
	print_fact(out, _("cost"), function->cost);
	print_fact(out, "Kubernetes", release_of(run, function));
}

static void print_text(struct run *run, const struct cel_functions *functions)
{
	for (size_t i = 0; i < functions->count; i++) {
		buf_add(&run->out, i ? BYTES("\n") : BYTES(""));
		print_function(run, &functions->at[i]);
	}
}

static size_t widest(const struct cel_functions *functions)
{
	size_t width = 0;
	for (size_t i = 0; i < functions->count; i++) {
		size_t wide = utf8_width(functions->at[i].name);
		width = wide > width ? wide : width;
	}
	return width;
}

static bool is_same(const struct cel_function *a, const struct cel_function *b)
{
	return a->library == b->library && bytes_equal(a->name, b->name);
}

static bool is_listed(const struct cel_functions *functions, size_t i)
{
	const struct cel_function *function = &functions->at[i];
	while (i-- > 0)
		if (is_same(&functions->at[i], function))
			return true;
	return false;
}

/* What the function of that name does with each kind that it takes: `characters | items`. */
static struct bytes all_texts(struct run *run, const struct cel_functions *functions, size_t i)
{
	const struct cel_function *function = &functions->at[i];
	struct buf out = buf_new(run->arena);
	for (; i < functions->count; i++) {
		struct bytes text = bytes_of(_(functions->at[i].text));
		if (!is_same(&functions->at[i], function) ||
			bytes_find(buf_bytes(&out), text, 0) < out.len)
			continue;
		buf_add(&out, out.len ? BYTES(" | ") : BYTES(""));
		buf_add(&out, text);
	}
	return buf_bytes(&out);
}

/* One line for each name of a library. */
static void print_list(struct run *run, const struct cel_functions *functions)
{
	struct buf *out = &run->out;
	size_t width = widest(functions);
	const char *library = NULL;
	for (size_t i = 0; i < functions->count; i++) {
		const struct cel_function *function = &functions->at[i];
		if (function->library != library)
			buf_print(out, "%s%s:\n", library ? "\n" : "", _(function->library));
		library = function->library;
		if (is_listed(functions, i))
			continue;
		struct bytes texts = all_texts(run, functions, i);
		buf_print(out, "  " BYTES_FMT, BYTES_ARG(function->name));
		buf_add_times(out, ' ', width - utf8_width(function->name) + 2);
		buf_print(out, BYTES_FMT "\n", BYTES_ARG(texts));
	}
	buf_print(out, "\n%s\n", _("'leme explain NAME' tells more of one."));
}

/* --- json ------------------------------------------------------------------------------------- */

static void add_text(struct buf *out, const char *key, struct bytes text)
{
	buf_print(out, "\"%s\":", key);
	cel_print_json(out, cel_string(text));
	buf_add_char(out, ',');
}

/* The keys in the order of their bytes, as in all JSON of leme. */
static void print_json(struct buf *out, const struct cel_functions *functions)
{
	buf_add(out, BYTES("["));
	for (size_t i = 0; i < functions->count; i++) {
		const struct cel_function *function = &functions->at[i];
		bool only_here = function->since == CEL_NOT_IN_KUBERNETES;
		buf_add(out, i ? BYTES(",\n {") : BYTES("\n {"));
		add_text(out, "cost", function->cost);
		add_text(out, "example", bytes_of(function->example));
		buf_print(out, "\"kubernetes\":%s,", only_here ? "false" : "true");
		add_text(out, "library", bytes_of(function->library));
		add_text(out, "name", function->name);
		add_text(out, "signature", function->signature);
		if (function->since && !only_here)
			buf_print(out, "\"since\":\"1.%u\",", function->since);
		add_text(out, "text", bytes_of(function->text));
		out->len--;
		buf_add_char(out, '}');
	}
	buf_add(out, BYTES("\n]\n"));
}

/* --- mdoc ------------------------------------------------------------------------------------- */

/* What is no macro, and holds none. */
static void add_plain(struct buf *out, struct bytes text)
{
	buf_add(out, BYTES("\\&"));
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '"')
			buf_add(out, BYTES("\\(dq"));
		else if (text.at[i] == '\\')
			buf_add(out, BYTES("\\e"));
		else
			buf_add_char(out, text.at[i]);
}

/* An argument of a macro. */
static void add_quoted(struct buf *out, struct bytes text)
{
	buf_add_char(out, '"');
	add_plain(out, text);
	buf_add_char(out, '"');
}

static void print_item(struct run *run, const struct cel_function *function)
{
	struct buf *out = &run->out;
	buf_add(out, BYTES(".It Li "));
	add_quoted(out, function->signature);
	buf_add_char(out, '\n');
	add_plain(out, bytes_of(function->text));
	buf_add(out, BYTES(":\n.Dl "));
	add_quoted(out, bytes_of(function->example));
	buf_print(out, "\nCost: " BYTES_FMT ".\n", BYTES_ARG(function->cost));
	if (function->since == CEL_NOT_IN_KUBERNETES)
		buf_add(out, BYTES("Not in Kubernetes.\n"));
	else if (function->since)
		buf_print(out, "Kubernetes 1.%u.\n", function->since);
}

/* The sections of the manual page. */
static void print_mdoc(struct run *run, const struct cel_functions *functions)
{
	const char *library = NULL;
	for (size_t i = 0; i < functions->count; i++) {
		const struct cel_function *function = &functions->at[i];
		if (function->library != library)
			buf_print(&run->out, "%s.Ss %s\n.Bl -tag -width Ds\n",
				library ? ".El\n" : "", function->library);
		library = function->library;
		print_item(run, function);
	}
	buf_add(&run->out, BYTES(".El\n"));
}

enum exit_code command_explain(struct run *run)
{
	enum explain_format format;
	if (!format_given(run, &format))
		return EXIT_INPUT;
	if (format != FORMAT_TEXT)
		message_language(LANGUAGE_ENGLISH);
	struct cel_functions all = cel_functions(run->arena), wanted = all;
	bool named = run->operands.count;
	if (named && bytes_equal(run->operands.at[0], BYTES("render.patches")))
		return explain_patches(run, format);
	if (named)
		wanted = find(run, &all, run->operands.at[0]);
	if (!wanted.count)
		return explain_rules(run, format, &all);
	if (format == FORMAT_JSON)
		print_json(&run->out, &wanted);
	else if (format == FORMAT_MDOC)
		print_mdoc(run, &wanted);
	else if (named) {
		print_text(run, &wanted);
		explain_pack_too(run, run->operands.at[0]);
	} else
		print_list(run, &wanted);
	return EXIT_DONE;
}
