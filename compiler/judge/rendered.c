#include "rendered.h"
#include "pod.h"
#include "policy.h"

#include "base/message.h"
#include "base/slices.h"

#include <assert.h>

/* --- reading ---------------------------------------------------------------------------------- */

/* Some documents of a stream, which one thread reads. */
struct reading {
	const struct stream *stream;
	struct limits limits;
	struct arena *owner, *scratch; /* one document */
	struct rendered rendered;
	struct diags diags;
	bool good;
};

/* A document that was read has a value; a part of it may still have too much of it by aliases. */
static bool take_object(
	struct reading *reading, const struct manifest *manifest, const struct object *object)
{
	bool may_be_secret = bytes_is(object->id.kind, "Secret");
	*array_push(reading->owner, &reading->rendered) = *object;
	if (object->node == manifest->root && !may_be_secret)
		return true;
	const struct value *value = tree_value(
		reading->scratch, manifest->tree, object->node, reading->limits, &reading->diags);
	if (value)
		secret_object(manifest->tree->source->secrets, value);
	return value;
}

static bool take_objects(struct reading *reading, const struct manifest *manifest)
{
	bool good = true;
	for (size_t i = 0; i < manifest->objects.count; i++)
		good = take_object(reading, manifest, &manifest->objects.at[i]) && good;
	arena_reset(reading->scratch);
	return good;
}

static void read_slice(void *context, size_t slice, size_t begin, size_t end)
{
	struct reading *reading = &((struct reading *)context)[slice];
	for (size_t i = begin; i < end; i++) {
		const struct manifest *manifest = manifest_read(
			reading->owner, reading->stream, i, reading->limits, &reading->diags);
		reading->good = manifest && take_objects(reading, manifest) && reading->good;
	}
}

static struct reading reading_new(
	struct arena *owner, const struct stream *stream, struct limits limits)
{
	struct arena *own = arena_new();
	arena_adopt(owner, own);
	return (struct reading){ .stream = stream_again(own, stream),
		.limits = limits,
		.owner = own,
		.scratch = arena_new(),
		.diags = diags_new(own),
		.good = true };
}

static bool reading_end(const struct reading *reading, struct arena *owner,
	struct rendered *rendered, struct diags *d)
{
	for (size_t i = 0; i < reading->rendered.count; i++)
		*array_push(owner, rendered) = reading->rendered.at[i];
	diags_join(d, &reading->diags);
	arena_end(reading->scratch);
	return reading->good;
}

bool rendered_read(struct arena *owner, const struct source *source, size_t jobs,
	struct limits limits, struct rendered *rendered, struct diags *d)
{
	const struct stream *stream = stream_open(owner, source, d);
	if (!stream)
		return false;
	bool good = true;
	size_t count = stream->documents.count, slices = slices_for(jobs, count);
	struct reading *readings = arena_array_of(owner, struct reading, slices);
	for (size_t i = 0; i < slices; i++)
		readings[i] = reading_new(owner, stream, limits);
	source_index(source);
	slices_run(slices, count, read_slice, readings);
	for (size_t i = 0; i < slices; i++)
		good = reading_end(&readings[i], owner, rendered, d) && good;
	rendered->limits = limits;
	return good;
}

bool rendered_open(struct arena *owner, const struct source *source, struct limits limits,
	struct rendered *rendered, struct diags *d)
{
	*rendered = (struct rendered){ .limits = limits, .stream = stream_open(owner, source, d) };
	return rendered->stream;
}

bool rendered_has_value(struct arena *scratch, const struct rendered *rendered,
	const struct object *object, struct diags *d)
{
	const struct manifest *manifest = object->manifest;
	return object->node == manifest->root ||
		tree_value(scratch, manifest->tree, object->node, rendered->limits, d);
}

const struct value *rendered_value(
	struct arena *owner, const struct rendered *rendered, const struct object *object)
{
	struct diags d = diags_new(owner);
	const struct value *value = tree_value(
		owner, object->manifest->tree, object->node, rendered->limits, &d);
	assert(value);
	return value;
}

/* --- verdicts as findings --------------------------------------------------------------------- */

struct finder {
	struct arena *owner;
	struct policy_run *run;
	const struct object *object;
	struct policy_findings *findings;
};

static enum level level_of(unsigned actions)
{
	if (actions & POLICY_DENY)
		return LEVEL_ERROR;
	return actions & POLICY_WARN ? LEVEL_WARNING : LEVEL_INFO;
}

static enum finding_outcome outcome_of(enum policy_result result)
{
	if (result == POLICY_UNDECIDED)
		return OUTCOME_UNDECIDED;
	return result == POLICY_ERROR ? OUTCOME_ERROR : OUTCOME_FAIL;
}

struct bytes object_name(struct arena *owner, const struct object *object)
{
	struct buf text = buf_new(owner);
	object_id_print(&text, &object->id);
	return buf_bytes(&text);
}

void finding_locate_path(struct arena *owner, struct finding *finding, const struct object *object,
	struct bytes path)
{
	if (!object->file.len && !path.len)
		return;
	*array_push(owner, &finding->related) = (struct related){
		.text = bytes_print(owner, BYTES_FMT "%s" BYTES_FMT, BYTES_ARG(object->file),
			object->file.len && path.len ? ": " : "", BYTES_ARG(path))
	};
}

/* Of an object as a whole, which is told at its name, there is no path. */
void finding_locate(struct arena *owner, struct finding *finding, const struct object *object)
{
	bool whole = span_compare(finding->at, object->at) == 0;
	node_id node = whole ? 0 : object_node_at(object, finding->at);
	struct bytes path = node ? object_path(owner, object, node) : BYTES("");
	finding_locate_path(owner, finding, object, path);
}

/* What stands where the finding does needs no place of its own. */
static void relate(
	const struct finder *finder, struct finding *finding, struct span at, struct bytes text)
{
	if (at.source == finding->at.source && at.begin == finding->at.begin &&
		at.end == finding->at.end)
		at = (struct span){ 0 };
	*array_push(finder->owner, &finding->related) = (struct related){ at, text };
}

static bool is_same_place(struct span a, struct span b)
{
	return a.begin == b.begin && a.end == b.end && !a.source == !b.source &&
		(a.source == b.source || bytes_equal(a.source->path, b.source->path));
}

/* Several bindings of a policy say the same of an object. */
static bool is_known(const struct policy_findings *findings, const struct finding *finding)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *known = &findings->at[i];
		if (known->level == finding->level && known->outcome == finding->outcome &&
			is_same_place(known->at, finding->at) &&
			bytes_equal(known->id, finding->id) &&
			bytes_equal(known->message, finding->message))
			return true;
	}
	return false;
}

static void add_verdict(const struct finder *finder, const struct policy_verdict *verdict)
{
	struct finding finding = {
		.id = bytes_print(finder->owner, "policy/" BYTES_FMT, BYTES_ARG(verdict->policy)),
		.level = level_of(verdict->actions),
		.outcome = outcome_of(verdict->result),
		.object = object_name(finder->owner, finder->object),
		.at = verdict->place.source ? verdict->place : finder->object->at,
		.message = verdict->message,
	};
	relate(finder, &finding, verdict->expression, bytes_of(_("what the policy asks for")));
	for (size_t i = 0; i < verdict->reasons.count; i++) {
		const struct policy_reason *reason = &verdict->reasons.at[i];
		relate(finder, &finding, reason->place, reason->text);
		if (!finding.hint.len)
			finding.hint = reason->hint;
	}
	finding_locate(finder->owner, &finding, finder->object);
	if (!is_known(finder->findings, &finding))
		*array_push(finder->owner, finder->findings) = finding;
}

static void judge_value(const struct finder *finder, const struct value *value)
{
	struct policy_verdicts verdicts = { .without_passed = true };
	policies_judge(finder->owner, finder->run, value, NULL, &verdicts);
	for (size_t i = 0; i < verdicts.count; i++)
		if (verdicts.at[i].result != POLICY_PASSED && verdicts.at[i].actions)
			add_verdict(finder, &verdicts.at[i]);
}

static void judge_object(
	const struct finder *finder, const struct value *value, struct rendered_options options)
{
	const struct value *pod = options.expand_pods ? pod_of_controller(finder->owner, value)
						      : NULL;
	judge_value(finder, options.defaults ? object_with_defaults(finder->owner, value) : value);
	if (pod)
		judge_value(
			finder, options.defaults ? object_with_defaults(finder->owner, pod) : pod);
}

bool policies_complete(struct arena *owner, struct policies *policies,
	const struct rendered *rendered, struct diags *d)
{
	for (size_t i = 0; i < rendered->count; i++)
		if (policies_may_notice(policies, rendered->at[i].id.kind))
			policies_notice(
				policies, rendered_value(owner, rendered, &rendered->at[i]));
	return policies_seal(policies, d);
}

bool policies_may_find(
	struct policy_run *run, const struct object *object, struct rendered_options options)
{
	return policies_concern(run, object->id.group, object->id.kind) ||
		(options.expand_pods && policies_concern(run, BYTES(""), BYTES("Pod")));
}

void policies_find(struct arena *owner, struct policy_run *run, const struct object *object,
	const struct value *value, struct rendered_options options,
	struct policy_findings *findings)
{
	struct finder finder = { owner, run, object, findings };
	judge_object(&finder, value, options);
}
