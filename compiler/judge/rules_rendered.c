/* Rules and policies over rendered objects. */
#include "worker.h"

bool rule_set_has(const struct rule_set *set, enum rule_scope each)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->at[i]->each == each)
			return true;
	return false;
}

bool rules_want_rendered(const struct rule_set *set)
{
	return rule_set_has(set, EACH_OBJECTS) || rule_set_has(set, EACH_CONTAINERS);
}

static void judge_containers(struct worker *worker, const struct object *object)
{
	const struct resolved_profile *profile = worker->inquiry->profile;
	if (!rule_set_has(worker->inquiry->set, EACH_CONTAINERS))
		return;
	struct sites sites = object_sites(
		worker->scratch, object, &(struct declared_sites){ 0 }, NULL);
	for (size_t i = 0; i < sites.count; i++) {
		const struct site *site = &sites.at[i];
		const struct value *container = NULL;
		if (site->container && site->kind != SITE_VOLUME)
			container = tree_value(worker->scratch, object->manifest->tree,
				site->container, LIMITS_DEFAULT, &worker->heard);
		if (!container)
			continue;
		evidence_enter_container(
			worker->evidence, worker->scratch, profile, site, container);
		worker_judge_element(worker, EACH_CONTAINERS,
			&(struct element){
				.profile = profile, .object = object, .container = container });
	}
}

static void judge_policies(
	struct worker *worker, const struct object *object, const struct value *value)
{
	const struct inquiry *inquiry = worker->inquiry;
	struct policy_findings findings = { 0 };
	policies_find(
		worker->scratch, worker->policies, object, value, inquiry->seen_as, &findings);
	for (size_t i = 0; i < findings.count; i++)
		worker_add_finding(
			worker, &findings.at[i], &(struct element){ .profile = inquiry->profile });
}

static void judge_by_rules(
	struct worker *worker, const struct object *object, const struct value *value)
{
	evidence_enter_object(worker->evidence, worker->scratch, object, value);
	worker_judge_element(worker, EACH_OBJECTS,
		&(struct element){ .profile = worker->inquiry->profile, .object = object });
	judge_containers(worker, object);
}

/* Making a value of an object takes longer than judging most: rules make it when they ask. */
static void judge_object(struct worker *worker, const struct object *object)
{
	const struct inquiry *inquiry = worker->inquiry;
	const struct value *value = NULL;
	if (worker->policies && policies_may_find(worker->policies, object, inquiry->seen_as))
		value = rendered_value(worker->scratch, inquiry->rendered, object);
	if (rules_want_rendered(inquiry->set))
		judge_by_rules(worker, object, value);
	if (value)
		judge_policies(worker, object, value);
	worker_leave(worker);
}

static void begin_rendered(struct worker *worker)
{
	const struct inquiry *inquiry = worker->inquiry;
	if (inquiry->profile)
		evidence_enter(worker->evidence, worker->owner, inquiry->profile);
	worker_take_levels(worker, inquiry->profile ? inquiry->profile->levels : NULL);
	if (inquiry->policies)
		worker->policies = policy_run_new(worker->owner, inquiry->policies);
}

void worker_judge_objects(struct worker *worker, size_t begin, size_t end)
{
	begin_rendered(worker);
	for (size_t i = begin; i < end; i++)
		judge_object(worker, &worker->inquiry->rendered->at[i]);
}

/* --- a document at a time --------------------------------------------------------------------- */

/* Of a stream that cannot be read nothing is known but that. */
static void forget(struct worker *worker)
{
	worker->findings = findings_new(worker->owner);
	worker->waived = (struct waived){ .findings = findings_new(worker->owner) };
	memset(worker->tallies, 0, worker->inquiry->set->count * sizeof *worker->tallies);
}

static bool judge_document(struct worker *worker, struct arena *page, size_t index)
{
	const struct rendered *rendered = worker->inquiry->rendered;
	const struct manifest *manifest = manifest_read(
		page, rendered->stream, index, rendered->limits, &worker->heard);
	bool good = manifest;
	for (size_t i = 0; manifest && i < manifest->objects.count; i++) {
		const struct object *object = &manifest->objects.at[i];
		if (rendered_has_value(worker->scratch, rendered, object, &worker->heard))
			judge_object(worker, object);
		else
			good = false;
	}
	worker_leave(worker);
	return good;
}

void worker_judge_stream(struct worker *worker)
{
	struct arena *page = arena_new();
	bool good = true;
	begin_rendered(worker);
	for (size_t i = 0; i < worker->inquiry->rendered->stream->documents.count; i++) {
		good = judge_document(worker, page, i) && good;
		arena_reset(page);
	}
	arena_end(page);
	if (!good)
		forget(worker);
}
