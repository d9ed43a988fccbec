#include "evaluate.h"

#include "base/message.h"
#include "data.h"
#include "read.h"

/* One template at work. */
struct work {
	struct evaluation *evaluation;
	const struct template *template;
	const struct template_part *part;
	const struct value *scalar; /* where it stands */
	const struct cel_value *objects;
	size_t broken_before;
};

/* --- faults ----------------------------------------------------------------------------------- */

/* An inherited expression may fail in one profile only. */
static void name_profile(const struct work *work)
{
	struct span name = read_place(work->evaluation->layer->document, "name");
	if (name.source && name.source != work->template->scalar->at.source)
		diag_related(work->evaluation->d, name, N_("worked out for this profile"));
}

static struct span part_place(const struct work *work, size_t begin, size_t end)
{
	return value_place(
		work->template->scalar, work->part->begin + begin, work->part->begin + end);
}

static struct cel_variables variables_of(const struct work *work)
{
	return scope_variables(
		work->evaluation->owner, scope_names(work->template->scope), work->objects);
}

static uint64_t cost_limit(const struct work *work)
{
	return work->evaluation->catalog->limits.cost;
}

/* The first reason is the failure itself, the others what led to it. */
static bool explain(const struct work *work, const struct cel_reasons *reasons)
{
	struct diags *d = work->evaluation->d;
	for (size_t i = 0; i < reasons->count; i++) {
		const struct cel_reason *reason = &reasons->at[i];
		struct span at = part_place(work, reason->begin, reason->end);
		if (i == 0)
			diag_error(d, at, "expression/failed", BYTES_FMT, BYTES_ARG(reason->text));
		else
			diag_related(d, reason->place.source ? reason->place : at, BYTES_FMT,
				BYTES_ARG(reason->text));
		if (reason->hint.len)
			diag_hint(d, BYTES_FMT, BYTES_ARG(reason->hint));
	}
	return false;
}

static bool failed(const struct work *work, struct cel_value value)
{
	const struct cel_error *error = value.error;
	/* What needs a broken value fails in its own way, and that has been told. */
	if (error == &error_told || work->evaluation->broken > work->broken_before)
		return false;
	struct arena *owner = work->evaluation->d->owner;
	struct cel_reasons reasons = cel_why(owner,
		cel_explain(owner, work->part->program, variables_of(work), cost_limit(work)));
	if (reasons.count)
		explain(work, &reasons);
	else
		diag_error(work->evaluation->d, part_place(work, error->begin, error->end),
			"expression/failed", BYTES_FMT, BYTES_ARG(error->text));
	name_profile(work);
	return false;
}

static bool wrong_type(const struct work *work, const char *format, struct cel_value value)
{
	const char *hint = kind_hint(value);
	struct span at = work->template->scalar->at;
	if (work->part && !template_is_whole(work->template))
		at = part_place(work, 0, work->part->length);
	diag_error(work->evaluation->d, at, "expression/type", format, _(kind_in_words(value)));
	if (hint)
		diag_hint(work->evaluation->d, "%s", hint);
	name_profile(work);
	return false;
}

/* --- values ----------------------------------------------------------------------------------- */

static struct cel_value run(const struct work *work)
{
	return cel_eval(
		work->evaluation->owner, work->part->program, variables_of(work), cost_limit(work))
		.value;
}

static bool no_data(const struct work *work, const struct culprit *culprit)
{
	uint8_t kind = culprit->value.kind;
	if (kind == CEL_ERROR)
		return failed(work, culprit->value);
	if (culprit->is_key)
		return wrong_type(work, N_("the key of a mapping must be a text here, not %s"),
			culprit->value);
	if (kind != CEL_DOUBLE && kind != CEL_UINT)
		return wrong_type(work, N_("%s cannot stand in YAML"), culprit->value);
	struct buf number = buf_new(work->evaluation->owner);
	cel_print(&number, culprit->value);
	diag_error(work->evaluation->d, work->template->scalar->at, "values/not-finite",
		N_("'" BYTES_FMT "' is no number that Helm can use"),
		BYTES_ARG(buf_bytes(&number)));
	name_profile(work);
	return false;
}

static const struct value *whole_value(struct work *work)
{
	work->part = &work->template->parts.at[0];
	struct cel_value value = run(work);
	struct culprit culprit;
	if (value.kind == CEL_ERROR)
		return failed(work, value), NULL;
	const struct value *data = data_of(
		work->evaluation->owner, value, work->scalar->at, &culprit);
	if (!data)
		no_data(work, &culprit);
	return data;
}

static bool add_part(struct work *work, struct buf *out)
{
	struct evaluation *evaluation = work->evaluation;
	if (!work->part->program) {
		buf_add(out, work->part->literal);
		return true;
	}
	struct cel_value value = run(work);
	if (value.kind == CEL_ERROR)
		return failed(work, value);
	struct cel_value text = cel_to_string(evaluation->owner,
		scopes_env(evaluation->catalog->scopes, work->template->scope), value);
	if (text.kind == CEL_ERROR)
		return wrong_type(work, N_("%s cannot be part of a text"), value);
	buf_add(out, cel_text(text));
	return true;
}

static const struct value *joined_value(struct work *work)
{
	struct arena *owner = work->evaluation->owner;
	struct buf text = buf_new(owner);
	for (size_t i = 0; i < work->template->parts.count; i++) {
		work->part = &work->template->parts.at[i];
		if (!add_part(work, &text))
			return NULL;
	}
	struct value *value = value_string(owner, buf_bytes(&text), work->scalar->at);
	/* How a text with an expression is quoted says nothing of what comes of it. */
	if (!work->template->computed)
		value->style = work->scalar->style;
	return value;
}

/* What the expression is about comes on top of what the profile's expressions see. */
static void add_subject(const struct evaluation *evaluation, const struct version_slot *slot,
	struct cel_value objects[NAMES])
{
	union {
		const struct cel_promise *asked;
		struct cel_promise *promise;
	} version = { &slot->pending.promise };
	objects[NAME_COMPONENT] =
		scopes_objects(evaluation->catalog->scopes)->components[slot->component_index];
	objects[NAME_ROLE] = role_object(evaluation->owner, slot->role);
	objects[NAME_VERSION] = cel_promised(version.promise);
}

/* Expressions that wait for one another take their part of the stack, each as its own height. */
enum { TALLEST = 1000 };

static const struct value *work_through(struct work *work)
{
	struct evaluation *evaluation = work->evaluation;
	unsigned height = work->template->height;
	if (evaluation->height > TALLEST) {
		diag_error(evaluation->d, work->template->scalar->at, "expression/depth",
			N_("the expressions that need this one are too large together"));
		return NULL;
	}
	evaluation->height += height;
	const struct value *value = template_is_whole(work->template) ? whole_value(work)
								      : joined_value(work);
	evaluation->height -= height;
	return value;
}

const struct value *template_value(struct evaluation *evaluation, const struct template *template,
	const struct value *scalar, const struct version_slot *slot)
{
	struct cel_value objects[NAMES];
	struct work work = { evaluation, template, NULL, scalar, objects, evaluation->broken };
	evaluation_objects(evaluation);
	memcpy(objects, evaluation->objects, sizeof objects);
	if (slot)
		add_subject(evaluation, slot, objects);
	const struct value *value = work_through(&work);
	if (!value || !scalar->hides)
		return value;
	struct value *hiding = arena_new_of(evaluation->owner, struct value);
	*hiding = *value;
	hiding->hides = scalar->hides;
	return hiding;
}

/* --- texts ------------------------------------------------------------------------------------ */

const struct value *template_text(struct evaluation *evaluation, const struct template *template,
	const struct value *scalar, const struct version_slot *slot)
{
	struct work work = { evaluation, template, NULL, scalar, NULL, 0 };
	const struct value *value = template_value(evaluation, template, scalar, slot);
	if (!value)
		return NULL;
	if (value->kind == VALUE_NULL || value->kind == VALUE_LIST || value->kind == VALUE_MAP) {
		wrong_type(&work, N_("this must come to a text, not to %s"), cel_of(value));
		return NULL;
	}
	if (bytes_trim(value->text).len)
		return value;
	diag_error(evaluation->d, template->scalar->at, "expression/empty",
		N_("the expression comes to an empty text"));
	name_profile(&work);
	return NULL;
}

bool formula_text(struct evaluation *evaluation, const struct formula *formula,
	const struct version_slot *slot, struct bytes *text)
{
	*text = formula->text;
	if (!formula->template)
		return true;
	const struct value *value = template_text(
		evaluation, formula->template, formula->template->scalar, slot);
	if (value)
		*text = value->text;
	return value;
}

bool scalar_text(struct evaluation *evaluation, const struct value *scalar, enum scope scope,
	const struct version_slot *slot, struct bytes *text)
{
	const struct template *template = scalar ? evaluation_template(evaluation, scalar, scope)
						 : NULL;
	*text = scalar ? scalar->text : (struct bytes){ 0 };
	if (!template)
		return true;
	const struct value *value = template_text(evaluation, template, scalar, slot);
	if (value)
		*text = value->text;
	return value;
}

const struct template *evaluation_template(
	const struct evaluation *evaluation, const struct value *scalar, enum scope scope)
{
	if (!evaluation->layer->any_templates || scalar->kind != VALUE_STRING ||
		!text_is_template(scalar->text))
		return NULL;
	const struct template *found = NULL;
	for (const struct layer *layer = evaluation->layer; layer && !found; layer = layer->under)
		found = template_find(layer->templates, scalar, scope);
	return found ? found : template_find(evaluation->catalog->templates, scalar, scope);
}
