/* Whether the chart's version has moved as far as what it ships asks for. */
#include "native_parts.h"

#include "notation/notation.h"

enum { CHANGES_TOLD = 3 };

/* What the chart is compared with. */
struct yardstick {
	struct chart_changes changes;
	struct diags faults;               /* of the project now */
	struct missing_evidence amiss;     /* why the base is not known */
	const struct lock_release *record; /* NULL: it is the base */
};

/* False where what was there is not known; else the faults of now are what may be amiss. */
static bool compare_with_base(struct native *native, struct arena *owner, struct yardstick *with)
{
	struct diags before_faults = diags_new(owner);
	struct chart_sides sides = { .now = native->matter.resolver,
		.folder = native->catalog->folder,
		.before_faults = &before_faults };
	if (!native->matter.history ||
		history_base(native->matter.history, &sides.before, &with->amiss) != HISTORY_KNOWN)
		return false;
	struct missing_evidence unheard;
	if (history_changes(native->matter.history, &sides.touched, &unheard) != HISTORY_KNOWN)
		sides.touched = NULL;
	bool good = chart_changes_since(owner, &sides, &with->changes, &with->faults);
	diags_drop_warnings(&before_faults);
	diags_drop_warnings(&with->faults);
	if (!good && !with->faults.count)
		with->amiss = history_fault(owner, &before_faults);
	return (good && with->changes.version.at) || with->faults.count;
}

static bool compare_with_record(struct native *native, struct arena *owner, struct yardstick *with)
{
	with->record = native->catalog->lock ? &native->catalog->lock->release : NULL;
	if (!with->record || !with->record->version.at)
		return false;
	bool good = chart_changes_since_release(
		owner, with->record, native->matter.resolver, &with->changes, &with->faults);
	diags_drop_warnings(&with->faults);
	return good || with->faults.count;
}

static void tell_not_known(const struct catalog *catalog, const struct missing_evidence *amiss,
	struct native_findings *found)
{
	struct bytes what = bytes_of(_("what the last release shipped is not known"));
	struct finding *finding = native_fail(found, catalog->chart.version_at,
		amiss->what.at ? bytes_join(found->owner, what, BYTES(": "), amiss->what) : what);
	finding->outcome = OUTCOME_UNDECIDED;
	finding->hint = amiss->hint.len
		? amiss->hint
		: bytes_of(_("'leme bump' records each release in leme.lock"));
}

/* Without a base the step has to be said. */
static struct bytes command_of(
	const struct native *native, struct arena *owner, const struct yardstick *with)
{
	struct bytes base = native->matter.history ? history_base_asked(native->matter.history)
						   : (struct bytes){ 0 };
	if (with->record)
		return bytes_print(owner, "leme bump %s", version_step_names[with->changes.step]);
	if (base.at)
		return bytes_join(owner, BYTES("leme bump auto"), BYTES(" --base "), base);
	return BYTES("leme bump auto");
}

static struct bytes hint_of(
	const struct native *native, struct arena *owner, const struct yardstick *with)
{
	struct bytes command = command_of(native, owner, with), due;
	if (!chart_version_due(owner, native->catalog->chart.version, with->changes.version,
		    with->changes.step, &due))
		return (struct bytes){ 0 };
	return bytes_print(owner, _("'" BYTES_FMT "' makes it '" BYTES_FMT "'"), BYTES_ARG(command),
		BYTES_ARG(due));
}

static void tell_step(
	const struct native *native, struct native_findings *found, const struct yardstick *with)
{
	struct arena *owner = found->owner;
	const struct chart *chart = &native->catalog->chart;
	const struct chart_changes *changes = &with->changes;
	struct bytes list = chart_changes_text(owner, changes, CHANGES_TOLD);
	struct finding *finding = native_fail(found, chart->version_at,
		bytes_print(owner,
			_("the chart ships other things than '" BYTES_FMT
			  "' did, which asks for a %s step, but its version is '" BYTES_FMT
			  "': " BYTES_FMT),
			BYTES_ARG(changes->version), version_step_names[changes->step],
			BYTES_ARG(chart->version), BYTES_ARG(list)));
	finding->hint = hint_of(native, owner, with);
	*array_push(owner, &finding->related) = (struct related){ changes->version_at,
		bytes_of(with->record ? _("the version of the last release")
				      : _("the version at the base")) };
}

void judge_version_bump(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	(void)profile;
	struct arena *owner = found->owner;
	const struct catalog *catalog = native->catalog;
	struct yardstick with = { .faults = diags_new(owner) };
	if (!catalog->chart.path.len)
		return;
	if (!compare_with_base(native, owner, &with) && !compare_with_record(native, owner, &with))
		tell_not_known(catalog, &with.amiss, found);
	else if (with.faults.count)
		native_unreadable(found, &with.faults);
	else if (with.changes.shipped &&
		!chart_version_reaches(
			catalog->chart.version, with.changes.version, with.changes.step))
		tell_step(native, found, &with);
}
