/* What is agreed on until a day, and what nobody needs to agree on. */
#include "native_parts.h"

static struct finding *fail_on_pin(struct native_findings *found, const struct pin_entry *pin,
	struct span at, struct bytes message)
{
	struct finding *finding = native_fail(found, at, message);
	finding->component = pin->component;
	finding->role = pin->role;
	return finding;
}

static bool has_passed(const struct native *native, struct bytes until)
{
	return until.len && bytes_compare(native->matter.today, until) > 0;
}

void judge_pin_expired(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	struct pin_entries pins = profile_pins(found->owner, profile);
	for (size_t i = 0; i < pins.count; i++) {
		const struct pin_entry *pin = &pins.at[i];
		if (!pin->in_force || !has_passed(native, pin->until))
			continue;
		fail_on_pin(found, pin, pin->until_at,
			bytes_print(found->owner,
				_("the pin of '" BYTES_FMT "' was to last until " BYTES_FMT),
				BYTES_ARG(pin->name), BYTES_ARG(pin->until)));
	}
}

void judge_pin_redundant(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	struct pin_entries pins = profile_pins(found->owner, profile);
	if (!native->pins)
		native->pins = pin_memory_new(native->owner, native->matter.resolver);
	for (size_t i = 0; i < pins.count; i++) {
		const struct pin_entry *pin = &pins.at[i];
		if (!pin_is_redundant(native->pins, pin))
			continue;
		struct finding *finding = fail_on_pin(found, pin, pin->at,
			bytes_print(found->owner, _("the pin of '" BYTES_FMT "' changes nothing"),
				BYTES_ARG(pin->name)));
		finding->fix = (struct fix){ FIX_REMOVE, pin->all, { 0 } };
	}
}

static void judge_hold(
	const struct native *native, const struct value *hold, struct native_findings *found)
{
	const struct value *until = value_get(hold, BYTES("until"));
	if (!until || !has_passed(native, until->text))
		return;
	struct finding *finding = native_fail(found, until->at,
		bytes_print(found->owner, _("the hold was to last until " BYTES_FMT),
			BYTES_ARG(until->text)));
	finding->fix = (struct fix){ FIX_REMOVE, hold->at, { 0 } };
}

void judge_hold_expired(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	const struct value *holds = value_get(native->catalog->value, BYTES("holds"));
	(void)profile;
	for (size_t i = 0; holds && i < holds->count; i++)
		judge_hold(native, holds->items[i], found);
}
