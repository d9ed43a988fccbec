#include "waiver.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/utf8.h"

static struct bytes text_of(const struct value *map, const char *name)
{
	const struct value *value = value_get(map, bytes_of(name));
	return value ? value->text : (struct bytes){ 0 };
}

/* --- reading ---------------------------------------------------------------------------------- */

struct reader {
	struct arena *run;
	const struct fleet *fleet;
	const struct rule_set *set;
	struct bytes today;
	struct waivers *waivers;
	struct diags *d;
};

static bool unknown_environment(struct reader *reader, const struct value *value)
{
	const struct catalog *catalog = reader->fleet->catalog;
	struct texts known = { 0 };
	for (size_t i = 0; i < catalog->environments.count; i++)
		*array_push(reader->run, &known) = catalog->environments.at[i].text;
	diag_error(reader->d, value->at, "waiver/environment",
		N_("there is no environment '" BYTES_FMT "'"), BYTES_ARG(value->text));
	diag_suggest(reader->d, value->text, known.at, known.count);
	return false;
}

static bool take_environment(
	struct reader *reader, struct waiver *waiver, const struct value *value)
{
	if (!value)
		return true;
	waiver->environment = utf8_slug(reader->run, value->text);
	return catalog_environment(reader->fleet->catalog, waiver->environment) >= 0 ||
		unknown_environment(reader, value);
}

/* Rules speak of components, roles and images: a waiver of an artifact would cover nothing. */
static bool no_role(struct reader *reader, const struct versioned *found, const struct value *value)
{
	const struct component *component = found->component;
	struct texts known = { 0 };
	for (size_t i = 0; i < component->roles.count; i++)
		*array_push(reader->run, &known) = component->roles.at[i].id;
	diag_error(reader->d, value->at, "component/unknown-part",
		N_("the component has no role called '" BYTES_FMT "'"),
		BYTES_ARG(found->artifact->id));
	diag_suggest(reader->d, found->artifact->id, known.at, known.count);
	return false;
}

static bool take_component(struct reader *reader, struct waiver *waiver, const struct value *value)
{
	struct versioned found;
	if (!value)
		return true;
	if (!versioned_find(
		    reader->run, reader->fleet->catalog, value->text, value->at, &found, reader->d))
		return false;
	if (found.artifact)
		return no_role(reader, &found, value);
	waiver->component = found.component->id;
	waiver->role = found.role ? found.role->id : (struct bytes){ 0 };
	return true;
}

static bool unknown_profile(struct reader *reader, const struct value *value)
{
	const struct fleet *fleet = reader->fleet;
	struct texts known = { 0 };
	for (size_t i = 0; i < fleet->heads.count; i++)
		if (!fleet->heads.at[i].abstract)
			*array_push(reader->run, &known) = fleet->heads.at[i].slug;
	diag_error(reader->d, value->at, "waiver/profile",
		N_("no profile is called '" BYTES_FMT "'"), BYTES_ARG(value->text));
	if (!diag_suggest(reader->d, utf8_slug(reader->run, value->text), known.at, known.count))
		diag_hint(reader->d, N_("'leme list' shows the profiles"));
	return false;
}

static bool check_profile(struct reader *reader, const struct value *value)
{
	if (!glob_is_well_formed(value->text))
		return diag_error(reader->d, value->at, "waiver/profile",
			N_("a '[' of the glob '" BYTES_FMT "' is not closed"),
			BYTES_ARG(value->text));
	if (glob_is_pattern(value->text))
		return true;
	const struct head *head = fleet_find(reader->fleet, reader->run, value->text);
	if (!head)
		return unknown_profile(reader, value);
	return !head->abstract ||
		diag_error(reader->d, value->at, "waiver/profile",
			N_("the profile '" BYTES_FMT "' is abstract: it only serves others"),
			BYTES_ARG(head->name));
}

static bool take_profile(struct reader *reader, struct waiver *waiver, const struct value *value)
{
	*array_push(reader->run, &waiver->profiles) = utf8_slug(reader->run, value->text);
	return check_profile(reader, value);
}

static bool take_profiles(struct reader *reader, struct waiver *waiver, const struct value *value)
{
	bool good = true;
	if (value && value->kind != VALUE_LIST)
		return take_profile(reader, waiver, value);
	for (size_t i = 0; value && i < value->count; i++)
		good = take_profile(reader, waiver, value->items[i]) && good;
	return good;
}

static bool read_waiver(struct reader *reader, const struct value *value)
{
	const struct value *rule = value_get(value, BYTES("rule"));
	const struct value *expires = value_get(value, BYTES("expires"));
	struct waiver waiver = {
		.rule = rule->text,
		.owner = text_of(value, "owner"),
		.reason = text_of(value, "reason"),
		.expires = expires->text,
		.at = rule->at,
		.expires_at = expires->at,
		.entry = value->at,
		.expired = bytes_compare(reader->today, expires->text) > 0,
	};
	bool good = take_environment(reader, &waiver, value_get(value, BYTES("environment")));
	good = take_component(reader, &waiver, value_get(value, BYTES("component"))) && good;
	good = take_profiles(reader, &waiver, value_get(value, BYTES("profiles"))) && good;
	if (rule_set_find(reader->set, rule->text) == SIZE_MAX)
		good = rule_unknown(reader->set, rule->text, rule->at, reader->d);
	*array_push(reader->run, reader->waivers) = waiver;
	return good;
}

bool waivers_read(struct arena *run, const struct fleet *fleet,
	const struct pack_documents *documents, const struct rule_set *set, struct bytes today,
	struct waivers *waivers, struct diags *d)
{
	struct reader reader = { run, fleet, set, today, waivers, d };
	bool good = true;
	*waivers = (struct waivers){ 0 };
	for (size_t i = 0; i < documents->count; i++) {
		const struct value *list = value_get(documents->at[i].document, BYTES("waivers"));
		for (size_t j = 0; j < list->count; j++)
			good = read_waiver(&reader, list->items[j]) && good;
	}
	return good;
}

/* --- covering --------------------------------------------------------------------------------- */

static bool names_profile(const struct waiver *waiver, const struct resolved_profile *profile)
{
	for (size_t i = 0; profile && i < waiver->profiles.count; i++)
		if (glob_matches(waiver->profiles.at[i], profile->head->slug))
			return true;
	return !waiver->profiles.count;
}

static bool covers(const struct waiver *waiver, const struct finding *finding,
	const struct resolved_profile *profile)
{
	if (waiver->expired || !bytes_equal(waiver->rule, finding->id))
		return false;
	if (waiver->component.len && !bytes_equal(waiver->component, finding->component))
		return false;
	if (waiver->role.len && !bytes_equal(waiver->role, finding->role))
		return false;
	if (waiver->environment.len &&
		(!profile || !bytes_equal(waiver->environment, profile->environment->slug)))
		return false;
	return names_profile(waiver, profile);
}

size_t waivers_cover(const struct waivers *waivers, const struct finding *finding,
	const struct resolved_profile *profile)
{
	for (size_t i = 0; i < waivers->count; i++)
		if (covers(&waivers->at[i], finding, profile))
			return i;
	return SIZE_MAX;
}

/* --- the waivers themselves ------------------------------------------------------------------- */

static void add_expired(const struct waiver *waiver, enum level level, struct findings *findings)
{
	findings_add(findings,
		&(struct finding){ .id = BYTES("waiver/expired"),
			.level = level,
			.at = waiver->expires_at,
			.fix = { FIX_REMOVE, waiver->entry, { 0 } },
			.message = bytes_print(findings->owner,
				_("the waiver of '" BYTES_FMT "' has expired"),
				BYTES_ARG(waiver->rule)),
			.hint = bytes_print(findings->owner,
				_("mend what it was for, or ask " BYTES_FMT " for a later day"),
				BYTES_ARG(waiver->owner)) });
}

static void add_unused(const struct waiver *waiver, struct findings *findings)
{
	findings_add(findings,
		&(struct finding){ .id = BYTES("waiver/unused"),
			.level = LEVEL_WARNING,
			.at = waiver->at,
			.fix = { FIX_REMOVE, waiver->entry, { 0 } },
			.message = bytes_print(findings->owner,
				_("nothing is left that the waiver of '" BYTES_FMT "' is for"),
				BYTES_ARG(waiver->rule)),
			.hint = bytes_of(_("take it away")) });
}

void waivers_judge(const struct waivers *waivers, const bool *used, bool unused, enum level expired,
	struct findings *findings)
{
	for (size_t i = 0; i < waivers->count; i++)
		if (waivers->at[i].expired)
			add_expired(&waivers->at[i], expired, findings);
		else if (unused && !used[i])
			add_unused(&waivers->at[i], findings);
}
