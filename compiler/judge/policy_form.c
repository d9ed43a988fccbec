#include "policy_form.h"

#include "base/message.h"
#include "base/nearest.h"

bool form_fault(struct diags *d, struct span at, const char *text)
{
	return diag_error(d, at, "policy/field", "%s", _(text));
}

bool form_has_word(const char *words, struct bytes word)
{
	struct bytes rest = bytes_of(words), next;
	while (bytes_cut(&rest, ' ', &next))
		if (bytes_equal(next, word))
			return true;
	return false;
}

static bool is_text(const struct value *value, const struct form_row *row, struct diags *d)
{
	if (value->kind != VALUE_STRING)
		return form_fault(d, value->at, N_("this must be a text"));
	if (row->required && !bytes_trim(value->text).len)
		return form_fault(d, value->at, N_("this must not be empty"));
	if (!row->choices || form_has_word(row->choices, value->text))
		return true;
	diag_error(d, value->at, "policy/field", N_("'" BYTES_FMT "' cannot stand here"),
		BYTES_ARG(value->text));
	diag_hint(d, N_("it is one of: %s"), row->choices);
	return false;
}

static bool is_list(const struct value *value, const struct form_row *row, struct diags *d)
{
	const struct form_row item = { .wants = WANT_TEXT, .choices = row->choices };
	bool good = true;
	if (value->kind != VALUE_LIST)
		return form_fault(d, value->at, N_("this must be a list"));
	if (row->required && !value->count)
		return form_fault(d, value->at, N_("this must not be empty"));
	for (size_t i = 0; i < value->count; i++)
		if (row->wants == WANT_TEXTS)
			good = is_text(value->items[i], &item, d) && good;
		else if (value->items[i]->kind != VALUE_MAP)
			good = form_fault(d, value->items[i]->at, N_("this must be a mapping"));
	return good;
}

static bool has_form(const struct value *map, const struct form_row *row, struct diags *d)
{
	const struct value *value = read_value(map, row->name);
	if (!value && row->required)
		return diag_error(d, map->at, "policy/field", N_("'%s' is missing"), row->name);
	if (!value)
		return true;
	if (row->wants == WANT_TEXT)
		return is_text(value, row, d);
	if (row->wants != WANT_MAP)
		return is_list(value, row, d);
	return value->kind == VALUE_MAP || form_fault(d, value->at, N_("this must be a mapping"));
}

static void warn_of_stranger(
	const struct entry *entry, const struct form_row *rows, size_t count, struct diags *d)
{
	struct bytes names[16];
	for (size_t i = 0; i < count && i < sizeof names / sizeof *names; i++) {
		names[i] = bytes_of(rows[i].name);
		if (bytes_equal(names[i], entry->key))
			return;
	}
	struct bytes near = nearest(entry->key, names, count);
	diag_warning(d, entry->key_at, "policy/field",
		N_("Kubernetes does not know the field '" BYTES_FMT "'"), BYTES_ARG(entry->key));
	if (near.len)
		diag_hint(d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
}

bool form_check(const struct value *map, const struct form_row *rows, size_t count,
	enum strangers strangers, struct diags *d)
{
	bool good = true;
	if (!map)
		return true;
	for (size_t i = 0; i < count; i++)
		good = has_form(map, &rows[i], d) && good;
	for (size_t i = 0; i < map->count && strangers == STRANGERS_WARNED_OF; i++)
		warn_of_stranger(&map->entries[i], rows, count, d);
	return good;
}
