/* Policies, bindings, params and objects of any form: no crash, and the same verdicts each time. */
#include "../libfyaml_leaks.h"
#include "fuzz.h"

#include "judge/judge.h"

/* What takes long teaches nothing. */
#define LIMITS ((struct limits){ .depth = 60, .alias_expansion = 1u << 10 })

enum { MOST_DOCUMENTS = 12, MOST_BYTES = 8192 };

struct objects_read {
	const struct value *documents[MOST_DOCUMENTS];
	size_t count;
};

static struct objects_read read_stream(struct arena *arena, struct bytes text)
{
	struct diags d = diags_new(arena);
	struct objects_read stream = { 0 };
	const struct source *source = source_new(arena, BYTES("fuzz"), BYTES("fuzz"), text);
	const struct tree *tree = tree_read(arena, source, DIALECT_HELM, LIMITS, &d);
	for (size_t i = 0; tree && i < tree->documents.count && stream.count < MOST_DOCUMENTS;
		i++) {
		node_id root = tree->documents.at[i].root;
		const struct value *value = root ? tree_value(arena, tree, root, LIMITS, &d) : NULL;
		if (value)
			stream.documents[stream.count++] = value;
	}
	return stream;
}

static bool is_inside(struct span span)
{
	return !span.source || (span.begin <= span.end && span.end <= span.source->text.len);
}

static void print_verdict(struct buf *out, const struct policy_verdict *verdict)
{
	demand(is_inside(verdict->expression) && is_inside(verdict->place),
		"a verdict points into a text");
	demand(verdict->result != POLICY_PASSED || !verdict->actions,
		"nothing is done about what passes");
	demand(verdict->result != POLICY_UNDECIDED || verdict->message.len,
		"it is said why something is undecided");
	buf_print(out, BYTES_FMT "/" BYTES_FMT " %zu %d %u " BYTES_FMT "\n",
		BYTES_ARG(verdict->policy), BYTES_ARG(verdict->binding), verdict->validation,
		(int)verdict->result, verdict->actions, BYTES_ARG(verdict->message));
}

static void print_verdicts(struct buf *out, struct arena *arena, struct policy_run *run,
	const struct value *object, const struct value *old)
{
	struct policy_verdicts verdicts = { 0 };
	policies_judge(arena, run, object, old, &verdicts);
	for (size_t i = 0; i < verdicts.count; i++)
		print_verdict(out, &verdicts.at[i]);
	buf_print(out, "%zu\n", verdicts.annotations.count);
}

static void judge_object(struct arena *arena, const struct policies *policies,
	struct policy_run *run, const struct value *object, const struct value *old)
{
	struct buf once = buf_new(arena), again = buf_new(arena);
	print_verdicts(&once, arena, run, object, old);
	print_verdicts(&again, arena, policy_run_new(arena, policies), object, old);
	demand(bytes_equal(buf_bytes(&once), buf_bytes(&again)), "verdicts are the same again");
}

static void judge(struct arena *arena, const struct objects_read *stream)
{
	struct diags d = diags_new(arena);
	struct policies *policies = policies_new(
		arena, (struct policy_options){ .namespace = BYTES("default") });
	for (size_t i = 0; i < stream->count; i++)
		policies_add(policies, stream->documents[i], &d);
	for (size_t i = 0; i < stream->count; i++)
		policies_notice(policies, stream->documents[i]);
	policies_seal(policies, &d);
	for (size_t i = 0; i < d.count; i++)
		demand(is_inside(d.at[i]->at), "a diag points into a text");
	struct policy_run *run = policy_run_new(arena, policies);
	for (size_t i = 0; i < stream->count; i++)
		judge_object(arena, policies, run, stream->documents[i],
			i % 3 == 2 ? stream->documents[i - 1] : NULL);
}

static void make_pod(struct arena *arena, const struct value *object)
{
	const struct value *filled = object_with_defaults(arena, object);
	demand(value_equal(object_with_defaults(arena, filled), filled), "what is full stays so");
	pod_of_controller(arena, filled);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct bytes text = { (const char *)data, size };
	if (size <= MOST_BYTES) {
		struct objects_read stream = read_stream(arena, text);
		judge(arena, &stream);
		for (size_t i = 0; i < stream.count; i++)
			make_pod(arena, stream.documents[i]);
	}
	arena_end(arena);
	return 0;
}
