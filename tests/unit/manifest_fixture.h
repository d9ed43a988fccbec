/* A project with images, and streams that go through its rules. */
#ifndef LEME_TESTS_MANIFEST_FIXTURE_H
#define LEME_TESTS_MANIFEST_FIXTURE_H

#include "unit.h"

#include "../rendered_project.h"

struct project {
	struct diags d;
	const struct resolved_profile *profile;
	struct image_rules *rules;
};

/* Lines that are added to the catalogue and to the profile. */
static inline struct project project_read(const char *catalog_lines, const char *profile_lines)
{
	struct project project = { .d = diags_new(unit_arena()) };
	struct diags *d = &project.d;
	project.profile = rendered_profile(unit_arena(), catalog_lines, profile_lines, d);
	ck_assert_msg(project.profile, "%s", unit_diags(d));
	project.rules = image_rules_new(unit_arena(), project.profile, d);
	ck_assert_msg(project.rules, "%s", unit_diags(d));
	return project;
}

/* --- streams ---------------------------------------------------------------------------------- */

/* A stream on its way, and what was seen of it. */
struct passage {
	struct stream *stream;
	struct edits edits;
	struct findings findings;
	struct images_seen seen;
	struct stamps_seen stamps;
	size_t objects, hooks;
};

static inline void pass_object(
	struct project *project, struct passage *passage, const struct object *object)
{
	struct arena *run = unit_arena();
	struct sites sites = image_sites(run, project->rules, object);
	images_judge(run, project->rules, object, &sites, &passage->findings);
	ck_assert_msg(images_edit(run, project->rules, object, &sites, &passage->edits,
			      &passage->seen, &passage->findings, &project->d),
		"%s", unit_diags(&project->d));
	stamps_add(run, &passage->stamps, object);
	passage->objects++;
	passage->hooks += object->id.hook;
}

static inline struct passage pass(struct project *project, struct bytes text)
{
	struct source *source = unit_source(text);
	struct passage passage = { .edits = edits_new(unit_arena(), source),
		.findings = findings_new(unit_arena()) };
	passage.stream = stream_open(unit_arena(), source, &project->d);
	for (size_t i = 0; passage.stream && i < passage.stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			unit_arena(), passage.stream, i, LIMITS_DEFAULT, &project->d);
		ck_assert_msg(manifest, "%s", unit_diags(&project->d));
		for (size_t k = 0; k < manifest->objects.count; k++)
			pass_object(project, &passage, &manifest->objects.at[k]);
	}
	ck_assert_msg(passage.stream, "%s", unit_diags(&project->d));
	return passage;
}

static inline struct bytes passed(struct project *project, struct passage *passage)
{
	struct bytes result;
	ck_assert_msg(edits_apply(unit_arena(), &passage->edits, &result, &project->d), "%s",
		unit_diags(&project->d));
	return result;
}

/* A line for each: `ID LEVEL LINE:COLUMN MESSAGE`, and its hint and notes when asked for. */
static inline void show_findings(struct buf *out, struct findings *findings, bool all)
{
	findings_sort(findings);
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = findings->at[i];
		struct place place = { 0 };
		if (finding->at.source)
			place = source_place(finding->at.source, finding->at.begin);
		buf_print(out, BYTES_FMT " %s %zu:%zu " BYTES_FMT "\n", BYTES_ARG(finding->id),
			finding->outcome == OUTCOME_UNDECIDED ? "undecided"
							      : level_names[finding->level],
			place.line, place.column, BYTES_ARG(finding->message));
		for (size_t r = 0; all && r < finding->related.count; r++)
			buf_print(out, "  " BYTES_FMT "\n", BYTES_ARG(finding->related.at[r].text));
		if (all && finding->hint.len)
			buf_print(out, "  > " BYTES_FMT "\n", BYTES_ARG(finding->hint));
	}
}

#endif
