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

/* What a file has against what the catalogue says. */
struct claim {
	struct span at, meant_at;
	struct bytes is, meant;
	const char *differs, *meant_by;
};

static void compare(struct native_findings *found, const struct claim *claim)
{
	struct arena *owner = found->owner;
	if (bytes_equal(claim->is, claim->meant))
		return;
	struct finding *finding = native_fail(found, claim->at,
		bytes_print(
			owner, _(claim->differs), BYTES_ARG(claim->is), BYTES_ARG(claim->meant)));
	*array_push(owner, &finding->related) = (struct related){ claim->meant_at,
		bytes_of(_(claim->meant_by)) };
}

static void compare_version(
	struct native *native, struct native_findings *found, struct span at, struct bytes version)
{
	const struct chart *chart = &native->catalog->chart;
	compare(found,
		&(struct claim){ at, chart->version_at, version, chart->version,
			N_("the version of the chart is '" BYTES_FMT
			   "' here, but the catalogue has '" BYTES_FMT "'"),
			N_("the version of the chart") });
}

/* What cannot be read may be right; what is wrong is not. */
static void tell_fault(struct native_findings *found, const struct diags *faults,
	struct span otherwise, const char *hint)
{
	struct finding *finding = native_unreadable(found, faults);
	if (!finding->at.source)
		finding->at = otherwise;
	if (!finding->hint.len)
		finding->hint = bytes_of(_(hint));
	if (diags_code(faults) < EXIT_WORLD)
		finding->outcome = OUTCOME_FAIL;
}

/* Where the chart's file says none, it is the file that differs. */
static void compare_app_version(struct native *native, struct native_findings *found)
{
	const struct catalog *catalog = native->catalog;
	const struct value *here = value_get(native->data.chart, BYTES("appVersion"));
	struct diags faults = diags_new(found->owner);
	struct bytes meant;
	if (!project_app_version(found->owner, native->matter.resolver, &meant, &faults))
		tell_fault(found, &faults, catalog->chart.app_version.at,
			N_("correct 'appVersion' of the catalogue"));
	else if (meant.len)
		compare(found,
			&(struct claim){ here ? here->at : native->data.chart->at,
				catalog->chart.app_version.at, here ? here->text : BYTES(""), meant,
				N_("the appVersion of the chart is '" BYTES_FMT
				   "' here, but the catalogue has '" BYTES_FMT "'"),
				N_("the appVersion of the chart") });
}

/* The line alone, perhaps behind a byte order mark. */
static void compare_version_file(struct native *native, struct native_findings *found)
{
	const struct folder *folder = native->catalog->folder;
	struct bytes path = native->catalog->chart.version_file;
	struct diags faults = diags_new(found->owner);
	const struct source *source = folder_read(
		found->owner, folder, path, MISSING_IS_NULL, (struct span){ 0 }, &faults);
	if (faults.count)
		tell_fault(found, &faults,
			(struct span){
				source_new(found->owner, folder_path(found->owner, folder, path),
					path, (struct bytes){ 0 }),
				0, 0 },
			N_("a version file is one line that holds the version and nothing else"));
	if (!source)
		return;
	bool marked = bytes_begins(source->text, BYTES("\xEF\xBB\xBF"));
	struct bytes line = bytes_trim(bytes_slice(source->text, marked ? 3 : 0, source->text.len));
	uint32_t begin = line.len ? (uint32_t)(line.at - source->text.at) : 0;
	compare_version(
		native, found, (struct span){ source, begin, begin + (uint32_t)line.len }, line);
}

void judge_version_agreement(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	const struct catalog *catalog = native->catalog;
	const struct value *chart = native->data.chart;
	(void)profile;
	if (!catalog->chart.path.len || !catalog->chart.version.len)
		return;
	const struct value *version = chart ? value_get(chart, BYTES("version")) : NULL;
	if (version)
		compare_version(native, found, version->at, version->text);
	if (chart)
		compare_app_version(native, found);
	if (catalog->chart.version_file.len)
		compare_version_file(native, found);
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
