/* All rules on all elements, by several threads: each has a slice of profiles or of objects. */
#include "worker.h"

#include "base/message.h"
#include "base/slices.h"

/* --- findings --------------------------------------------------------------------------------- */

static struct span place_of(const struct element *element)
{
	const struct part *part = element->part;
	if (element->object)
		return element->container ? element->container->at : element->object->at;
	if (!part)
		return element->profile ? element->profile->at : element->file;
	if (part->version.at.source)
		return part->version.at;
	return part->tag_at.source ? part->tag_at : part->component->at;
}

static struct finding finding_on(
	const struct worker *worker, size_t number, const struct element *element)
{
	const struct rule *rule = worker->inquiry->set->at[number];
	struct finding finding = { .id = rule->id, .level = worker->levels[number] };
	if (element->part)
		finding.component = element->part->component->id;
	if (element->part && element->part->role)
		finding.role = element->part->role->id;
	if (element->object)
		finding.object = object_name(worker->scratch, element->object);
	if (element->profile) {
		finding.profile_count = 1;
		finding.profiles[0] = finding.last_profile = element->profile->head;
	}
	return finding;
}

bool worker_add_finding(
	struct worker *worker, const struct finding *finding, const struct element *element)
{
	size_t waiver = waivers_cover(worker->inquiry->waivers, finding, element->profile);
	if (waiver != SIZE_MAX) {
		struct finding covered = *finding;
		covered.waiver = &worker->inquiry->waivers->at[waiver];
		worker->used[waiver] = true;
		worker->waived.count++;
		findings_add(&worker->waived.findings, &covered);
		return false;
	}
	findings_add(&worker->findings, finding);
	return true;
}

/* It stands at no element, so that a rule that can never be decided is one finding. */
static bool add_undecided(struct worker *worker, size_t number, const struct element *element,
	const struct missing_evidence *missing)
{
	struct finding finding = finding_on(worker, number, element);
	finding.outcome = OUTCOME_UNDECIDED;
	finding.component = finding.role = finding.object = (struct bytes){ 0 };
	finding.at = missing->at.source ? missing->at : worker->inquiry->set->at[number]->at;
	finding.message = missing->what;
	finding.hint = missing->hint;
	return worker_add_finding(worker, &finding, element);
}

/* Only what the author wrote can be mended, not what was rendered from it. */
static void fix_at(struct finding *finding, bool authored)
{
	finding->fix.at = finding->at;
	if (!authored || !finding->at.source)
		finding->fix = (struct fix){ 0 };
}

static void add_failure(struct worker *worker, size_t number, const struct element *element,
	const struct verdict *verdict)
{
	const struct rule *rule = worker->inquiry->set->at[number];
	struct finding finding = finding_on(worker, number, element);
	finding.outcome = verdict->result == VERDICT_ERROR ? OUTCOME_ERROR : OUTCOME_FAIL;
	rule_explain(worker->memory, rule, verdict, &finding);
	if (!finding.at.source && element->part)
		finding.at = place_of(element);
	fix_at(&finding, !element->object);
	if (!finding.at.source)
		finding.at = place_of(element);
	if (!finding.at.source)
		finding.at = rule->at;
	if (element->object)
		finding_locate(worker->scratch, &finding, element->object);
	worker_add_finding(worker, &finding, element);
}

/* --- one element ------------------------------------------------------------------------------ */

static void take_native(struct worker *worker, size_t number, const struct element *element,
	const struct finding *said)
{
	const struct rule *rule = worker->inquiry->set->at[number];
	struct finding finding = finding_on(worker, number, element);
	finding.outcome = said->outcome;
	if (said->level != LEVEL_OFF && said->level < finding.level)
		finding.level = said->level;
	finding.component = said->component;
	finding.role = said->role;
	finding.fix = said->fix;
	finding.at = said->at.source ? said->at
		: element->profile   ? element->profile->at
				     : rule->at;
	finding.message = said->message;
	/* How the rule is kept does not help where nobody knows whether it is. */
	finding.hint = said->hint.len || said->outcome == OUTCOME_UNDECIDED ? said->hint
									    : rule->hint;
	finding.related = said->related;
	worker_add_finding(worker, &finding, element);
}

static struct native *new_native(struct worker *worker)
{
	const struct rule_set *set = worker->inquiry->set;
	struct native_matter matter = { worker->evidence->catalog, worker->inquiry->resolver,
		worker->inquiry->history, worker->inquiry->today };
	struct native *native = native_new(worker->owner, &matter);
	for (size_t i = 0; i < set->count; i++)
		if (set->at[i]->judge && set->at[i]->level != LEVEL_OFF)
			native_stand_aside(native, set->at[i]->judge);
	return native;
}

static void judge_native(struct worker *worker, size_t number, const struct element *element)
{
	struct native_findings found = { .owner = worker->scratch };
	if (!worker->native)
		worker->native = new_native(worker);
	native_judge(
		worker->native, worker->inquiry->set->at[number]->judge, element->profile, &found);
	for (size_t i = 0; i < found.count; i++)
		take_native(worker, number, element, &found.at[i]);
}

static void count(struct worker *worker, size_t number, enum verdict_result result)
{
	worker->tallies[number].elements++;
	worker->tallies[number].kept += result != VERDICT_SKIPPED;
}

/* Most parts are as those of other profiles, and nothing needs to be seen of them. */
static void enter(struct worker *worker, const struct element *element)
{
	if (!element->part || element->part == worker->entered)
		return;
	evidence_enter_part(worker->evidence, worker->scratch, element->profile, element->part);
	worker->entered = element->part;
}

static void remember(struct worker *worker, size_t number, enum verdict_result result)
{
	const struct rule *rule = worker->inquiry->set->at[number];
	if ((result == VERDICT_SKIPPED && rule->when_is_alike) ||
		(result == VERDICT_PASSED && rule->is_alike))
		worker->verdicts[number] = (uint8_t)(1 + result);
}

static bool is_shut(struct worker *worker, size_t number)
{
	struct standing *standing = &worker->standings[number];
	if (!standing->asked)
		standing->shut = rule_is_shut(worker->memory, worker->inquiry->set->at[number]);
	standing->asked = true;
	return standing->shut;
}

static void take_undecided(struct worker *worker, size_t number, const struct element *element,
	const struct missing_evidence *missing)
{
	bool told = add_undecided(worker, number, element, missing);
	if (told && element->profile && is_shut(worker, number))
		worker->standings[number].said = element->profile->head;
}

static bool is_said(const struct worker *worker, size_t number, const struct element *element)
{
	const struct head *said = worker->standings[number].said;
	return said && element->profile && element->profile->head == said;
}

static void judge_rule(struct worker *worker, size_t number, const struct element *element)
{
	const struct rule *rule = worker->inquiry->set->at[number];
	enter(worker, element);
	if (rule->judge) {
		judge_native(worker, number, element);
		return;
	}
	struct verdict verdict = rule_verdict(worker->memory, rule);
	count(worker, number, verdict.result);
	if (worker->verdicts)
		remember(worker, number, verdict.result);
	if (verdict.result == VERDICT_UNDECIDED)
		take_undecided(worker, number, element, &verdict.missing);
	else if (verdict.result == VERDICT_FAILED ||
		(verdict.result == VERDICT_ERROR && !rule->ignores))
		add_failure(worker, number, element, &verdict);
}

void worker_judge_element(
	struct worker *worker, enum rule_scope each, const struct element *element)
{
	const struct rule_set *set = worker->inquiry->set;
	rule_memory_begin(worker->memory, worker->scratch);
	for (size_t i = 0; i < set->count; i++) {
		if (set->at[i]->each != each || worker->levels[i] == LEVEL_OFF ||
			is_said(worker, i, element))
			continue;
		if (worker->verdicts && worker->verdicts[i])
			count(worker, i, (enum verdict_result)(worker->verdicts[i] - 1));
		else
			judge_rule(worker, i, element);
	}
}

/* --- one profile ------------------------------------------------------------------------------ */

static void take_level(struct worker *worker, const struct entry *entry)
{
	const struct rule_set *set = worker->inquiry->set;
	size_t number = rule_set_find(set, entry->key);
	if (number == SIZE_MAX) {
		rule_unknown(set, entry->key, entry->key_at, &worker->heard);
		return;
	}
	for (int level = LEVEL_OFF; level <= LEVEL_ERROR; level++)
		if (bytes_is(entry->value->text, level_names[level]))
			worker->levels[number] = (enum level)level;
}

void worker_take_levels(struct worker *worker, const struct value *levels)
{
	const struct rule_set *set = worker->inquiry->set;
	for (size_t i = 0; i < set->count; i++)
		worker->levels[i] = set->at[i]->level;
	for (size_t i = 0; levels && i < levels->count; i++)
		take_level(worker, &levels->entries[i]);
}

static void judge_parts(struct worker *worker, const struct resolved_profile *profile)
{
	for (size_t i = 0; i < profile->parts.count; i++) {
		struct element element = { .profile = profile, .part = &profile->parts.at[i] };
		if (!element.part->present)
			continue;
		worker->verdicts = known_verdicts(worker->known, profile, element.part);
		for (int each = EACH_COMPONENTS; each <= EACH_IMAGES; each++)
			if (part_is_element(element.part, (enum rule_scope)each))
				worker_judge_element(worker, (enum rule_scope)each, &element);
	}
	worker->verdicts = NULL;
	worker->entered = NULL;
}

static void judge_profile(struct worker *worker, const struct head *head)
{
	const struct resolved_profile *profile = profile_resolve(
		worker->scratch, worker->inquiry->resolver, head, &worker->heard);
	struct element element = { .profile = profile };
	if (!profile)
		return;
	worker_take_levels(worker, profile->levels);
	evidence_enter(worker->evidence, worker->scratch, profile);
	worker_judge_element(worker, EACH_PROFILES, &element);
	judge_parts(worker, profile);
}

void worker_leave(struct worker *worker)
{
	diags_keep(&worker->diags, &worker->told, &worker->heard);
	arena_reset(worker->scratch);
	worker->heard = diags_new(worker->scratch);
	evidence_rest(worker->evidence);
}

static void judge_slice(void *context, size_t slice, size_t begin, size_t end)
{
	struct worker *worker = &((struct worker *)context)[slice];
	for (size_t i = begin; i < end; i++) {
		judge_profile(worker, worker->inquiry->heads[i]);
		worker_leave(worker);
	}
}

/* --- the whole -------------------------------------------------------------------------------- */

static void worker_begin(struct worker *worker, struct arena *run, const struct inquiry *inquiry)
{
	struct arena *owner = arena_new();
	arena_adopt(run, owner);
	*worker = (struct worker){ .inquiry = inquiry,
		.owner = owner,
		.scratch = arena_new(),
		.findings = findings_new(owner),
		.waived = { .findings = findings_new(owner) },
		.diags = diags_new(owner),
		.told = { .owner = owner },
		.tallies = arena_array_of(owner, struct tally, inquiry->set->count),
		.levels = arena_array_of(owner, enum level, inquiry->set->count),
		.standings = arena_array_of(owner, struct standing, inquiry->set->count),
		.used = arena_array_of(owner, bool, inquiry->waivers->count) };
	worker->heard = diags_new(worker->scratch);
}

/* What it hears must be heard at one place from then on. */
static void worker_look(struct worker *worker, struct rule_files *files)
{
	const struct inquiry *inquiry = worker->inquiry;
	worker->evidence = evidence_new(
		worker->owner, inquiry->resolver, inquiry->history, files, &worker->heard);
	worker->memory = rule_memory_new(
		worker->owner, worker->evidence, worker->evidence->catalog->limits.cost);
	worker->known = known_new(worker->owner, inquiry->set);
}

/* What this run has nothing to judge by. */
static void judge_absent(struct worker *worker)
{
	static const char *const missing[RULE_SCOPES] = {
		[EACH_OBJECTS] = N_("there are no rendered objects to judge"),
		[EACH_CONTAINERS] = N_("there are no rendered objects to judge"),
	};
	const struct rule_set *set = worker->inquiry->set;
	for (size_t i = 0; i < set->count; i++)
		if (missing[set->at[i]->each])
			add_undecided(worker, i, &(struct element){ 0 },
				&(struct missing_evidence){
					.what = bytes_of(_(missing[set->at[i]->each])),
					.hint = bytes_of(_("'--manifests FILE' judges what a chart "
							   "renders")) });
}

static void add_all_undecided(
	struct worker *worker, enum rule_scope each, const struct missing_evidence *missing)
{
	const struct rule_set *set = worker->inquiry->set;
	for (size_t i = 0; i < set->count; i++)
		if (set->at[i]->each == each)
			add_undecided(worker, i, &(struct element){ 0 }, missing);
}

/* A file that is gone stands nowhere, and yet is what somebody would change. */
static struct span place_of_change(struct worker *worker, const struct file_change *change)
{
	const struct folder *folder = worker->evidence->catalog->folder;
	struct source *source = source_new(worker->scratch,
		folder_path(worker->scratch, folder, change->path), change->path,
		(struct bytes){ 0 });
	return (struct span){ source, 0, 0 };
}

static void judge_changes(struct worker *worker)
{
	const struct inquiry *inquiry = worker->inquiry;
	const struct file_changes *changes;
	struct missing_evidence amiss = { .what = bytes_of(_("what has changed is not known")) };
	if (!rule_set_has(inquiry->set, EACH_CHANGES))
		return;
	if (!inquiry->history ||
		history_changes(inquiry->history, &changes, &amiss) != HISTORY_KNOWN) {
		add_all_undecided(worker, EACH_CHANGES, &amiss);
		return;
	}
	for (size_t i = 0; i < changes->count; i++) {
		evidence_enter_change(worker->evidence, worker->scratch, &changes->at[i]);
		worker_judge_element(worker, EACH_CHANGES,
			&(struct element){ .file = place_of_change(worker, &changes->at[i]) });
	}
}

static void judge_project(struct worker *worker)
{
	worker_take_levels(worker, NULL);
	worker_judge_element(worker, EACH_CATALOG, &(struct element){ 0 });
	judge_absent(worker);
	judge_changes(worker);
	worker_leave(worker);
}

static void judge_objects(void *context, size_t slice, size_t begin, size_t end)
{
	worker_judge_objects(&((struct worker *)context)[slice], begin, end);
}

static void judge_rendered(const struct inquiry *inquiry, struct worker *workers, size_t jobs)
{
	if (inquiry->rendered->stream)
		worker_judge_stream(&workers[0]);
	else
		slices_run(jobs, inquiry->rendered->count, judge_objects, workers);
}

static void add_vacuous(const struct rule *rule, struct findings *findings)
{
	findings_add(findings,
		&(struct finding){ .id = BYTES("rule/vacuous"),
			.level = LEVEL_WARNING,
			.at = rule->when.scalar->at,
			.message = bytes_print(findings->owner,
				_("the rule '" BYTES_FMT "' never has anything to judge"),
				BYTES_ARG(rule->id)),
			.said = rule->id,
			.hint = bytes_of(_("no element of its scope passes 'when'")) });
}

static void find_vacuous(const struct inquiry *inquiry, const struct worker *workers, size_t count,
	struct findings *findings)
{
	for (size_t i = 0; i < inquiry->set->count; i++) {
		const struct rule *rule = inquiry->set->at[i];
		struct tally sum = { 0 };
		for (size_t j = 0; j < count; j++) {
			sum.elements += workers[j].tallies[i].elements;
			sum.kept += workers[j].tallies[i].kept;
		}
		/* Of a few changed files none needs to concern a rule. */
		if (!rule->shipped && rule->each != EACH_CHANGES && sum.elements && !sum.kept)
			add_vacuous(rule, findings);
	}
}

static void join(const struct inquiry *inquiry, struct worker *workers, size_t count,
	struct findings *findings, struct waived *waived, struct diags *d)
{
	bool *used = arena_array_of(findings->owner, bool, inquiry->waivers->count);
	*waived = (struct waived){ .findings = findings_new(findings->owner) };
	for (size_t i = 0; i < count; i++) {
		findings_join(findings, &workers[i].findings);
		diags_join(d, &workers[i].diags);
		findings_join(&waived->findings, &workers[i].waived.findings);
		waived->count += workers[i].waived.count;
		for (size_t j = 0; j < inquiry->waivers->count; j++)
			used[j] = used[j] || workers[i].used[j];
		arena_end(workers[i].scratch);
	}
	waivers_judge(inquiry->waivers, used, inquiry->whole,
		inquiry->expired_warns ? LEVEL_WARNING : LEVEL_ERROR, findings);
	if (inquiry->whole || inquiry->profile)
		find_vacuous(inquiry, workers, count, findings);
	findings_sort(findings);
	findings_sort(&waived->findings);
}

void rules_judge(struct arena *run, const struct inquiry *inquiry, struct findings *findings,
	struct waived *waived, struct diags *d)
{
	size_t count = inquiry->rendered ? inquiry->rendered->count : inquiry->count;
	size_t jobs = slices_for(inquiry->jobs, count);
	struct worker *workers = arena_array_of(run, struct worker, jobs);
	struct rule_files *files = rule_files_new(run, &inquiry->set->files);
	for (size_t i = 0; i < jobs; i++) {
		worker_begin(&workers[i], run, inquiry);
		worker_look(&workers[i], files);
	}
	source_index(workers[0].evidence->catalog->source);
	if (inquiry->rendered) {
		judge_rendered(inquiry, workers, jobs);
	} else {
		judge_project(&workers[0]);
		slices_run(jobs, inquiry->count, judge_slice, workers);
	}
	join(inquiry, workers, jobs, findings, waived, d);
}
