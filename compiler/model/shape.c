#include "shape.h"

#include "base/message.h"
#include "base/nearest.h"
#include "template.h"

#include <math.h>

static bool check(
	const struct shape *shape, const struct value *value, struct bytes key, struct diags *d);

static const char *kind_name(const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		return N_("nothing");
	case VALUE_BOOL:
		return N_("a truth value");
	case VALUE_INT:
	case VALUE_FLOAT:
		return N_("a number");
	case VALUE_STRING:
		return N_("a text");
	case VALUE_LIST:
		return N_("a list");
	case VALUE_MAP:
		return N_("a mapping");
	}
	return "";
}

static bool wrong_kind(
	const struct shape *shape, const struct value *value, struct bytes key, struct diags *d)
{
	if (key.len)
		return diag_error(d, value->at, "key/type",
			N_("'" BYTES_FMT "' must be %s, not %s"), BYTES_ARG(key), _(shape->means),
			_(kind_name(value)));
	return diag_error(d, value->at, "key/type", N_("this must be %s, not %s"), _(shape->means),
		_(kind_name(value)));
}

/* Where expressions are allowed they are looked at when they are compiled. */
static bool check_expressions(
	enum expressions expressions, struct bytes text, struct span at, struct diags *d)
{
	if (expressions == EXPRESSIONS_ALLOWED || !text_is_template(text))
		return true;
	diag_error(d, at, "expression/misplaced", N_("no expression can stand here: '${{'"));
	diag_hint(d, N_("the manual leme.yaml(5) lists the keys that take expressions"));
	return false;
}

static bool is_choice(const struct shape *shape, struct bytes text)
{
	for (const char *const *choice = shape->choices; *choice; choice++)
		if (bytes_is(text, *choice))
			return true;
	return false;
}

static bool check_choice(
	const struct shape *shape, const struct value *value, struct bytes key, struct diags *d)
{
	struct buf all = buf_new(d->owner);
	struct texts known = { 0 };
	if (is_choice(shape, value->text))
		return true;
	for (const char *const *choice = shape->choices; *choice; choice++) {
		buf_print(&all, "%s%s", all.len ? ", " : "", *choice);
		*array_push(d->owner, &known) = bytes_of(*choice);
	}
	struct bytes near = nearest(value->text, known.at, known.count);
	diag_error(d, value->at, "key/value", N_("'" BYTES_FMT "' is no value of '" BYTES_FMT "'"),
		BYTES_ARG(value->text), BYTES_ARG(key));
	if (near.len)
		diag_hint(d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	else
		diag_hint(d, N_("it is one of: " BYTES_FMT), BYTES_ARG(buf_bytes(&all)));
	return false;
}

static bool check_scalar(
	const struct shape *shape, const struct value *value, struct bytes key, struct diags *d)
{
	bool fits = (shape->accepts & ACCEPT_TEXT && value->kind != VALUE_NULL) ||
		(shape->accepts & ACCEPT_BOOL && value->kind == VALUE_BOOL) ||
		(shape->accepts & ACCEPT_NUMBER && value->kind == VALUE_INT);
	if (shape->accepts & ACCEPT_NOTHING && value->kind == VALUE_NULL)
		return true;
	if (!fits)
		return wrong_kind(shape, value, key, d);
	if (!check_expressions(shape->expressions, value->text, value->at, d))
		return false;
	bool is_truth = value->kind == VALUE_BOOL && shape->accepts & ACCEPT_BOOL;
	if (shape->choices && !is_truth)
		return check_choice(shape, value, key, d);
	const char *wrong = shape->form ? shape->form(value->text) : NULL;
	if (wrong)
		return diag_error(d, value->at, "key/form", N_("'" BYTES_FMT "': %s"),
			BYTES_ARG(value->text), _(wrong));
	return true;
}

static const struct field *find_field(const struct field *fields, struct bytes name)
{
	for (const struct field *field = fields; field->name; field++)
		if (bytes_is(name, field->name))
			return field;
	return NULL;
}

static void unknown_key(const struct field *fields, const struct entry *entry, struct diags *d)
{
	struct texts known = { 0 };
	struct buf all = buf_new(d->owner);
	for (const struct field *field = fields; field->name; field++) {
		*array_push(d->owner, &known) = bytes_of(field->name);
		buf_print(&all, "%s%s", all.len ? ", " : "", field->name);
	}
	struct bytes near = nearest(entry->key, known.at, known.count);
	diag_error(d, entry->key_at, "key/unknown", N_("unknown key '" BYTES_FMT "'"),
		BYTES_ARG(entry->key));
	if (near.len)
		diag_hint(d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	else
		diag_hint(d, N_("the keys known here are: " BYTES_FMT), BYTES_ARG(buf_bytes(&all)));
}

static bool check_fields(const struct field *fields, const struct value *map, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entries[i];
		const struct field *field = find_field(fields, entry->key);
		if (!field)
			unknown_key(fields, entry, d);
		good = field && check(field->shape, entry->value, entry->key, d) && good;
	}
	for (const struct field *field = fields; field->name; field++) {
		if (field->presence == FIELD_OPTIONAL || value_get(map, bytes_of(field->name)))
			continue;
		struct span head = map->at;
		head.end = head.begin;
		good = diag_error(
			d, head, "key/missing", N_("the key '%s' is missing"), field->name);
	}
	return good;
}

static bool check_key(const struct shape *shape, const struct entry *entry, struct diags *d)
{
	if (!check_expressions(EXPRESSIONS_REFUSED, entry->key, entry->key_at, d))
		return false;
	const char *wrong = shape->key_form ? shape->key_form(entry->key) : NULL;
	if (wrong)
		return diag_error(d, entry->key_at, "key/form", N_("'" BYTES_FMT "': %s"),
			BYTES_ARG(entry->key), _(wrong));
	return true;
}

static bool check_map(
	const struct shape *shape, const struct value *map, struct bytes key, struct diags *d)
{
	if (shape->fields)
		return check_fields(shape->fields, map, d);
	if (!shape->values)
		return wrong_kind(shape, map, key, d);
	bool good = true;
	for (size_t i = 0; i < map->count; i++) {
		good = check_key(shape, &map->entries[i], d) && good;
		good = check(shape->values, map->entries[i].value, map->entries[i].key, d) && good;
	}
	return good;
}

static bool check_list(
	const struct shape *shape, const struct value *list, struct bytes key, struct diags *d)
{
	if (!shape->items)
		return wrong_kind(shape, list, key, d);
	bool good = true;
	for (size_t i = 0; i < list->count; i++)
		good = check(shape->items, list->items[i], key, d) && good;
	return good;
}

static bool check_any(enum expressions expressions, const struct value *value, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < value->count; i++) {
		if (value->kind == VALUE_LIST) {
			good = check_any(expressions, value->items[i], d) && good;
			continue;
		}
		const struct entry *entry = &value->entries[i];
		good = check_expressions(EXPRESSIONS_REFUSED, entry->key, entry->key_at, d) && good;
		good = check_any(expressions, entry->value, d) && good;
	}
	if (value->kind == VALUE_FLOAT && !isfinite(value->number)) {
		good = diag_error(d, value->at, "values/not-finite",
			N_("'" BYTES_FMT "' is no number that Helm can use"),
			BYTES_ARG(value->text));
		diag_hint(d, N_("quote it if a text is meant"));
	}
	if (value->kind == VALUE_STRING)
		good = check_expressions(expressions, value->text, value->at, d);
	return good;
}

static bool check(
	const struct shape *shape, const struct value *value, struct bytes key, struct diags *d)
{
	if (shape->accepts & ACCEPT_ANY)
		return check_any(shape->expressions, value, d);
	if (value->kind == VALUE_MAP)
		return check_map(shape, value, key, d);
	if (value->kind == VALUE_LIST)
		return check_list(shape, value, key, d);
	return check_scalar(shape, value, key, d);
}

bool shape_check(const struct shape *shape, const struct value *value, struct diags *d)
{
	return check(shape, value, (struct bytes){ 0 }, d);
}
