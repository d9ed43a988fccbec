/* Label selectors (apimachinery meta/v1 LabelSelectorAsSelector, labels.Requirement). */
#include "policy_form.h"

#include "base/message.h"

/* --- reading ---------------------------------------------------------------------------------- */

static const char operators[] = "In NotIn Exists DoesNotExist";

static const struct form_row selector_rows[] = {
	{ "matchLabels", WANT_MAP, false, NULL },
	{ "matchExpressions", WANT_MAPS, false, NULL },
};

static const struct form_row expression_rows[] = {
	{ "key", WANT_TEXT, true, NULL },
	{ "operator", WANT_TEXT, true, operators },
	{ "values", WANT_TEXTS, false, NULL },
};

static bool read_label(
	struct arena *owner, const struct entry *label, struct selector *selector, struct diags *d)
{
	struct requirement requirement = { .key = label->key, .operator= OPERATOR_IN };
	if (label->value->kind != VALUE_STRING)
		return form_fault(d, label->value->at, N_("this must be a text"));
	*array_push(owner, &requirement.values) = label->value->text;
	*array_push(owner, selector) = requirement;
	return true;
}

static enum selector_operator operator_of(struct bytes name)
{
	struct bytes rest = bytes_of(operators), next;
	enum selector_operator operator= OPERATOR_IN;
	while (bytes_cut(&rest, ' ', &next) && !bytes_equal(next, name))
		operator++;
	return operator;
}

static bool read_expression(struct arena *owner, const struct value *expression,
	struct selector *selector, struct diags *d)
{
	if (!form_check(expression, expression_rows, 3, STRANGERS_WARNED_OF, d))
		return false;
	struct requirement requirement = { .key = read_string(expression, "key"),
		.operator= operator_of(read_string(expression, "operator")),
		.values = read_texts(owner, expression, "values") };
	bool wants_values = requirement.operator<= OPERATOR_NOT_IN;
	*array_push(owner, selector) = requirement;
	if (wants_values && !requirement.values.count)
		return form_fault(d, expression->at, N_("In and NotIn need values"));
	if (!wants_values && requirement.values.count)
		return form_fault(d, expression->at, N_("Exists and DoesNotExist take no values"));
	return true;
}

bool selector_read(
	struct arena *owner, const struct value *value, struct selector *selector, struct diags *d)
{
	if (!value)
		return true;
	if (value->kind != VALUE_MAP)
		return form_fault(d, value->at, N_("this must be a mapping"));
	bool good = form_check(value, selector_rows, 2, STRANGERS_WARNED_OF, d);
	const struct value *labels = read_value(value, "matchLabels");
	const struct value *expressions = read_value(value, "matchExpressions");
	if (!good)
		return false;
	for (size_t i = 0; labels && i < labels->count; i++)
		good = read_label(owner, &labels->entries[i], selector, d) && good;
	for (size_t i = 0; expressions && i < expressions->count; i++)
		good = read_expression(owner, expressions->items[i], selector, d) && good;
	return good;
}

/* --- selecting -------------------------------------------------------------------------------- */

static enum answer find_label(const struct labels *labels, struct bytes key, struct bytes *value)
{
	if (labels->namespace.at && bytes_is(key, "kubernetes.io/metadata.name")) {
		*value = labels->namespace;
		return YES;
	}
	const struct value *found = labels->map ? value_get(labels->map, key) : NULL;
	if (!found || found->kind == VALUE_NULL)
		return labels->partly ? UNSURE : NO;
	*value = found->text;
	return YES;
}

static bool is_among(const struct texts *values, struct bytes value)
{
	for (size_t i = 0; i < values->count; i++)
		if (bytes_equal(values->at[i], value))
			return true;
	return false;
}

static enum answer holds(const struct requirement *requirement, const struct labels *labels)
{
	struct bytes value = { 0 };
	enum answer has = find_label(labels, requirement->key, &value);
	if (has == UNSURE)
		return UNSURE;
	bool among = has == YES && is_among(&requirement->values, value);
	switch (requirement->operator) {
	case OPERATOR_IN:
		return among ? YES : NO;
	case OPERATOR_NOT_IN:
		return among ? NO : YES;
	case OPERATOR_EXISTS:
		return has;
	default:
		return has == YES ? NO : YES;
	}
}

enum answer selector_selects(const struct selector *selector, const struct labels *labels)
{
	enum answer all = YES;
	for (size_t i = 0; i < selector->count; i++) {
		enum answer one = holds(&selector->at[i], labels);
		if (one == NO)
			return NO;
		if (one == UNSURE)
			all = UNSURE;
	}
	return all;
}
