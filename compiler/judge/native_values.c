/* Values against the schemas of the chart and of its sub-charts. */
#include "native_parts.h"

/* --- the chart's files ------------------------------------------------------------------------ */

static enum level level_of(enum severity severity)
{
	static const enum level levels[] = {
		[SEVERITY_ERROR] = LEVEL_OFF,
		[SEVERITY_WARNING] = LEVEL_WARNING,
		[SEVERITY_NOTE] = LEVEL_INFO,
	};
	return levels[severity];
}

/* What Helm would fetch is not known here, be it right or wrong. */
void judge_schema(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	(void)profile;
	for (size_t i = 0; i < native->faults.count; i++) {
		const struct diag *fault = native->faults.at[i];
		struct finding *finding = native_fail(found, fault->at, fault->text);
		finding->level = level_of(fault->severity);
		if (strcmp(fault->id, "schema/remote") == 0)
			finding->outcome = OUTCOME_UNDECIDED;
		finding->hint = fault->hint;
		finding->related = fault->related;
	}
}

/* --- values ----------------------------------------------------------------------------------- */

/* A profile, and what has been found of it. */
struct judging {
	struct native_findings *found;
	const struct resolved_profile *profile;
};

struct finding *native_undecided(
	struct native_findings *found, struct span at, struct bytes message, const char *hint)
{
	struct finding *finding = native_fail(found, at, message);
	finding->outcome = OUTCOME_UNDECIDED;
	finding->hint = bytes_of(hint);
	return finding;
}

static void tell_violation(
	const struct judging *judging, const struct violation *violation, struct bytes path)
{
	struct arena *owner = judging->found->owner;
	struct span at = violation->at.source ? violation->at : judging->profile->at;
	struct bytes text = violation->text;
	if (path.len)
		text = bytes_print(owner, _("in the values of '" BYTES_FMT "': " BYTES_FMT),
			BYTES_ARG(path), BYTES_ARG(text));
	struct finding *finding = native_fail(judging->found, at, text);
	finding->hint = violation->hint;
	*array_push(owner, &finding->related) = (struct related){ violation->rule,
		bytes_of(_("the schema says so here")) };
}

static void tell_missing(const struct judging *judging, const struct chart_need *need)
{
	native_undecided(judging->found, need->at,
		bytes_print(judging->found->owner,
			_("the chart '" BYTES_FMT "' is not in charts/, so that what its schema "
			  "says is not known"),
			BYTES_ARG(need->name)),
		_("'helm dependency build' puts it there"));
}

static void tell_unread(const struct judging *judging, const struct chart_data *data)
{
	native_undecided(judging->found, data->schema_at,
		data->is_remote ? bytes_of(_("the schema takes what it says from elsewhere"))
				: bytes_of(_("the schema cannot be read")),
		_("'chart/schema' says where and why"));
}

static void check_node(
	const struct judging *judging, const struct chart_node *node, struct bytes above)
{
	struct arena *owner = judging->found->owner;
	struct violations violations = { 0 };
	struct bytes path = above.len ? bytes_join(owner, above, BYTES("."), node->name)
				      : node->name;
	if (node->data->schema_at.source && !node->data->rules)
		tell_unread(judging, node->data);
	if (node->data->rules && !schema_check(owner, node->data->rules, node->values, &violations))
		for (size_t i = 0; i < violations.count; i++)
			tell_violation(judging, &violations.at[i], path);
	for (size_t i = 0; i < node->missing.count; i++)
		tell_missing(judging, &node->missing.at[i]);
	for (size_t i = 0; i < node->parts.count; i++)
		check_node(judging, node->parts.at[i], path);
}

void judge_values_schema(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	struct judging judging = { found, profile };
	struct chart_clash clash = { 0 };
	const struct chart_node *root = chart_values(
		found->owner, &native->data, profile->compiled, &clash);
	if (root) {
		check_node(&judging, root, (struct bytes){ 0 });
		return;
	}
	struct finding *finding = native_fail(found, clash.at.source ? clash.at : profile->at,
		bytes_print(found->owner,
			_("'" BYTES_FMT "' is a sub-chart: its values must be a mapping"),
			BYTES_ARG(clash.name)));
	finding->hint = bytes_of(_("Helm refuses any other value, and a null that takes nothing "
				   "away"));
}
