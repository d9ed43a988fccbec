#include "judgement.h"

#include "notation/notation.h"

#include <time.h>

struct bytes judgement_today(struct arena *owner)
{
	enum { DAY = 10 }; /* the bytes of YYYY-MM-DD */
	struct instant now = { .second = time(NULL) };
	return bytes_slice(instant_text(owner, now), 0, DAY);
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool read_packs(struct run *run, const struct project *project, const struct packs *packs,
	struct judgement *judgement)
{
	return rule_set_read(
		       run->arena, project->catalog, &packs->rules, &judgement->set, &run->diags) &&
		waivers_read(run->arena, project->fleet, &packs->waivers, &judgement->set,
			judgement->day, &judgement->waivers, &run->diags);
}

bool judgement_read_rules(
	struct run *run, const struct project *project, struct judgement *judgement)
{
	struct packs packs;
	return packs_read(run->arena, project->catalog, &packs, &run->diags) &&
		read_packs(run, project, &packs, judgement);
}

bool judgement_read_stream(struct run *run, const struct project *project, struct source *stream,
	struct judgement *judgement)
{
	stream->secrets = run->secrets;
	if (project->jobs != 1)
		source_index(stream);
	source_stays(stream);
	return rendered_read(run->arena, stream, project->jobs, project->catalog->limits,
		&judgement->rendered, &run->diags);
}

bool judgement_open_stream(struct run *run, const struct project *project, struct source *stream,
	struct judgement *judgement)
{
	if (judgement->documents.count)
		return judgement_read_stream(run, project, stream, judgement);
	stream->secrets = run->secrets;
	source_stays(stream);
	return rendered_open(
		run->arena, stream, project->catalog->limits, &judgement->rendered, &run->diags);
}

/* An object that names no namespace goes to that of the release. */
static bool add_policies(struct run *run, const struct project *project,
	const struct policy_documents *documents, struct judgement *judgement)
{
	struct policy_options options = {
		.regex_steps = (uint32_t)project->catalog->limits.regex_steps
	};
	bool good = true;
	if (judgement->profile)
		options.namespace = judgement->profile->release_namespace;
	judgement->policies = policies_new(run->arena, options);
	for (size_t i = 0; i < documents->count; i++)
		good = policies_add(judgement->policies, documents->at[i], &run->diags) && good;
	return policies_complete(
		       run->arena, judgement->policies, &judgement->rendered, &run->diags) &&
		good;
}

bool judgement_read_policies(
	struct run *run, const struct project *project, struct judgement *judgement)
{
	struct policy_documents documents;
	bool good = policies_read(run->arena, project->catalog, &documents, &run->diags);
	return add_policies(run, project, &documents, judgement) && good;
}

/* --- a stream on its way ---------------------------------------------------------------------- */

/* Told by the text of the packs: compiling them all takes longer than most streams do. */
static bool has_rule_of(const struct value *pack)
{
	const struct value *rules = value_get(pack, BYTES("rules"));
	for (size_t i = 0; rules && i < rules->count; i++) {
		const struct value *each = value_get(rules->items[i], BYTES("each"));
		if (each && (bytes_is(each->text, "objects") || bytes_is(each->text, "containers")))
			return true;
	}
	return false;
}

static bool want_rendered(const struct packs *packs)
{
	for (size_t i = 0; i < packs->rules.count; i++)
		if (has_rule_of(packs->rules.at[i].document))
			return true;
	return false;
}

/* What git knows no rule is told here, since no program may be started. */
static void judge(struct run *run, const struct project *project, const struct judgement *judgement,
	struct findings *findings, struct waived *waived)
{
	struct findings found = findings_new(run->arena);
	struct inquiry inquiry = { .set = &judgement->set,
		.waivers = &judgement->waivers,
		.resolver = project->resolver,
		.today = judgement->day,
		.jobs = project->jobs,
		.expired_warns = true,
		.rendered = &judgement->rendered,
		.profile = judgement->profile,
		.policies = judgement->policies };
	rules_judge(run->arena, &inquiry, &found, waived, &run->diags);
	findings_join(findings, &found);
}

bool judgement_begin(struct run *run, const struct project *project,
	const struct resolved_profile *profile, struct judgement *judgement)
{
	struct packs packs;
	*judgement = (struct judgement){ .day = judgement_today(run->arena), .profile = profile };
	if (!packs_read(run->arena, project->catalog, &packs, &run->diags) ||
		!policies_read(run->arena, project->catalog, &judgement->documents, &run->diags))
		return false;
	judgement->wants_stream = judgement->documents.count || want_rendered(&packs);
	judgement->idle = !judgement->wants_stream && !packs.waivers.count;
	return judgement->idle || read_packs(run, project, &packs, judgement);
}

bool judgement_end(struct run *run, const struct project *project, struct judgement *judgement,
	struct findings *findings, struct waived *waived)
{
	if (judgement->idle)
		return true;
	if (judgement->documents.count &&
		!add_policies(run, project, &judgement->documents, judgement))
		return false;
	judge(run, project, judgement, findings, waived);
	return diags_code(&run->diags) == EXIT_DONE;
}
