/* `render.labels` and `render.annotations`, in leme's short form and in kustomize's. */
#include "marks.h"

#include "base/message.h"

/* --- reading ---------------------------------------------------------------------------------- */

static const struct value *as_texts(struct arena *run, const struct value *said)
{
	struct value *pairs = arena_new_of(run, struct value);
	struct entry *entries = arena_array_of(run, struct entry, said->count);
	for (size_t i = 0; i < said->count; i++) {
		entries[i] = said->entries[i];
		entries[i].value = value_string(run, entries[i].value->text, entries[i].value->at);
	}
	*pairs = *said;
	pairs->entries = entries;
	return pairs;
}

static struct mark_set set_of(struct arena *run, const struct value *said, const char *key)
{
	const struct value *pairs = as_texts(run, said);
	struct bytes usual = marks_lines(run, pairs, MARKS_INDENT, "\n");
	return (struct mark_set){ .pairs = pairs,
		.usual = usual,
		.whole = bytes_print(
			run, "\n%*s%s:" BYTES_FMT, MARKS_INDENT / 2, "", key, BYTES_ARG(usual)),
		.key = bytes_of(key) };
}

static struct bytes text_of(const struct value *map, const char *key)
{
	const struct value *found = value_get(map, bytes_of(key));
	return found ? found->text : BYTES("");
}

static bool is_true(const struct value *map, const char *key)
{
	const struct value *found = value_get(map, bytes_of(key));
	return found && found->boolean;
}

static bool refuse_selector(struct span at, struct diags *d)
{
	diag_error(d, at, "render/selector",
		N_("labels never go into selectors: they cannot be changed in a cluster"));
	diag_hint(d, N_("'includeTemplates: true' labels the pods as well"));
	return false;
}

static bool is_selector(const struct texts *path)
{
	for (size_t i = 0; i < path->count; i++)
		if (bytes_equal(path->at[i], BYTES("selector")) ||
			bytes_equal(path->at[i], BYTES("matchLabels")))
			return true;
	return false;
}

static bool refuse_length(struct span at, struct limits limits, struct diags *d)
{
	diag_error(d, at, "limit/depth", N_("a field path has more than %u steps"),
		(unsigned)limits.depth);
	diag_hint(d, N_("--max-depth sets the limit, to 250 at most"));
	return false;
}

static bool read_field(struct arena *run, const struct value *said, struct limits limits,
	struct mark_field *field, struct diags *d)
{
	const struct value *path = value_get(said, BYTES("path"));
	*field = (struct mark_field){ .at = path->at,
		.group = text_of(said, "group"),
		.version = text_of(said, "version"),
		.kind = text_of(said, "kind"),
		.text = path->text,
		.create = is_true(said, "create") };
	struct bytes rest = path->text, step;
	while (bytes_cut(&rest, '/', &step))
		if (step.len)
			*array_push(run, &field->path) = step;
	if (!field->path.count)
		return diag_error(d, path->at, "render/field",
			N_("a field has a path, as 'spec/template/metadata/labels'"));
	if (field->path.count > limits.depth)
		return refuse_length(path->at, limits, d);
	return !is_selector(&field->path) || refuse_selector(path->at, d);
}

/* A set of nothing is none: its map would be made, and be empty. */
static bool add_set(struct arena *run, struct mark_set set, struct marks *marks, struct diags *d)
{
	if (!set.pairs->count)
		return true;
	bool good = marks_check(set.pairs, bytes_string(run, set.key), d);
	for (size_t i = 0; i < marks->count; i++)
		good = marks_agree(&marks->at[i], &set, d) && good;
	*array_push(run, marks) = set;
	return good;
}

static bool read_set(struct arena *run, const struct value *said, const char *key,
	struct limits limits, struct marks *marks, struct diags *d)
{
	struct mark_set set = set_of(run, value_get(said, BYTES("pairs")), key);
	const struct value *selectors = value_get(said, BYTES("includeSelectors"));
	const struct value *fields = value_get(said, BYTES("fields"));
	bool good = !selectors || !selectors->boolean || refuse_selector(selectors->at, d);
	set.templates = is_true(said, "includeTemplates");
	for (size_t i = 0; fields && i < fields->count; i++)
		good = read_field(run, fields->items[i], limits, array_push(run, &set.fields), d) &&
			good;
	return add_set(run, set, marks, d) && good;
}

/* What goes to one map is not made twice. */
static void judge_alone(struct marks *marks)
{
	for (size_t i = 0; i < marks->count; i++) {
		struct mark_set *set = &marks->at[i];
		set->alone = set->fields.count == 0;
		for (size_t k = 0; k < marks->count; k++)
			set->alone &= k == i ||
				(!marks->at[k].fields.count &&
					!bytes_equal(marks->at[k].key, set->key));
	}
}

/* --- what met nothing ------------------------------------------------------------------------- */

static bool settle_field(const struct mark_field *field, struct diags *d)
{
	if (field->create || !field->objects || field->met)
		return true;
	diag_refuse(d, field->at, "render/no-field",
		N_("no object of this kind has a mapping at '" BYTES_FMT "'"),
		BYTES_ARG(field->text));
	diag_hint(d, N_("'create: true' makes it"));
	return false;
}

bool marks_settle(const struct marks *marks, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < marks->count; i++)
		for (size_t k = 0; k < marks->at[i].fields.count; k++)
			good = settle_field(&marks->at[i].fields.at[k], d) && good;
	return good;
}

/* --- all of them ------------------------------------------------------------------------------ */

bool marks_read(struct arena *run, const struct value *said, const char *key, struct limits limits,
	struct marks *marks, struct diags *d)
{
	bool good = true;
	if (said && said->kind == VALUE_MAP)
		good = add_set(run, set_of(run, said, key), marks, d);
	for (size_t i = 0; said && said->kind == VALUE_LIST && i < said->count; i++)
		good = read_set(run, said->items[i], key, limits, marks, d) && good;
	judge_alone(marks);
	return good;
}
