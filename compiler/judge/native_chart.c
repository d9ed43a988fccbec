/* The chart itself: what it ships, and under which version. */
#include "native_parts.h"

void judge_output_in_chart(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	struct arena *owner = found->owner;
	const struct catalog *catalog = native->catalog;
	struct bytes output = profile->head->output;
	struct diags faults = diags_new(owner);
	struct bytes values = bytes_join(
		owner, catalog->chart.path, BYTES("/"), BYTES("values.yaml"));
	bool shipped = !bytes_equal(output, values) &&
		shipped_takes(owner, catalog, output, &faults);
	/* What keeps the chart from being packed decides nothing here. */
	if (faults.count)
		native_unreadable(found, &faults);
	else if (shipped)
		native_fail(found, profile->at,
			bytes_print(owner,
				_("'" BYTES_FMT "' would be in the package of the chart"),
				BYTES_ARG(output)));
}

/* --- version ---------------------------------------------------------------------------------- */

static void compare(
	struct native *native, struct native_findings *found, struct span at, struct bytes version)
{
	const struct chart *chart = &native->catalog->chart;
	if (bytes_equal(version, chart->version))
		return;
	struct finding *finding = native_fail(found, at,
		bytes_print(found->owner,
			_("the version of the chart is '" BYTES_FMT "' here, but the catalogue has "
			  "'" BYTES_FMT "'"),
			BYTES_ARG(version), BYTES_ARG(chart->version)));
	*array_push(found->owner, &finding->related) = (struct related){ chart->version_at,
		bytes_of(_("the version of the chart")) };
}

void judge_version_agreement(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	(void)profile;
	const struct catalog *catalog = native->catalog;
	struct diags unheard = diags_new(found->owner);
	if (!catalog->chart.path.len || !catalog->chart.version.len)
		return;
	const struct value *version = native->data.chart
		? value_get(native->data.chart, BYTES("version"))
		: NULL;
	if (version)
		compare(native, found, version->at, version->text);
	if (!catalog->chart.version_file.len)
		return;
	const struct source *source = folder_read(found->owner, catalog->folder,
		catalog->chart.version_file, MISSING_IS_NULL, catalog->chart.version_file_at,
		&unheard);
	if (!source)
		return;
	bool marked = bytes_begins(source->text, BYTES("\xEF\xBB\xBF"));
	struct bytes line = bytes_trim(bytes_slice(source->text, marked ? 3 : 0, source->text.len));
	uint32_t begin = line.len ? (uint32_t)(line.at - source->text.at) : 0;
	compare(native, found, (struct span){ source, begin, begin + (uint32_t)line.len }, line);
}

/* --- what it still holds ---------------------------------------------------------------------- */

static void tell_no_base(const struct catalog *catalog, enum history_answer answer,
	const struct missing_evidence *amiss, struct native_findings *found)
{
	bool none = answer == HISTORY_NONE;
	struct finding *finding = native_fail(found,
		amiss->at.source ? amiss->at : catalog->chart.at,
		none ? bytes_of(_("what has changed is not known without a base: --base REV"))
		     : amiss->what);
	finding->outcome = OUTCOME_UNDECIDED;
	finding->hint = amiss->hint;
}

static void tell_orphan(const struct orphan *orphan, struct native_findings *found)
{
	struct finding *finding = native_fail(found, orphan->at,
		bytes_print(found->owner, _("no component writes '" BYTES_FMT "' any more"),
			BYTES_ARG(orphan->path)));
	finding->fix = (struct fix){ FIX_REMOVE, orphan->all, { 0 } };
	*array_push(found->owner, &finding->related) = (struct related){ orphan->written,
		bytes_of(_("what wrote it")) };
}

void judge_orphan(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	const struct native_matter *matter = &native->matter;
	struct orphans orphans;
	struct missing_evidence amiss;
	(void)profile;
	enum history_answer answer = orphans_find(
		found->owner, matter->resolver, matter->history, &orphans, &amiss);
	if (answer != HISTORY_KNOWN)
		tell_no_base(native->catalog, answer, &amiss, found);
	for (size_t i = 0; i < orphans.count; i++)
		tell_orphan(&orphans.at[i], found);
}
