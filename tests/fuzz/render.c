/*
 * Any stream through any rendering of a few parts. The first bytes choose them, the rest is the
 * stream. Asserted: a refusal is told; edits agree; what leaves can be read and holds what patches
 * and labels make of plain data; documents that nothing means leave byte by byte; what may be done
 * twice changes nothing the second time; what is told of the stream stands in it as it came.
 */
#include "../libfyaml_leaks.h"
#include "../rendered_project.h"
#include "choices.h"
#include "fuzz.h"
#include "usual_text.h"

#include "manifest/crds.h"

/* Aliases may add little: what takes long teaches nothing. */
#define LIMITS ((struct limits){ .depth = 250, .alias_expansion = 1u << 12 })

/* --- renderings ------------------------------------------------------------------------------- */

static const char *const label_rows[] = { "", "", "labels: {l: m}\n",
	"labels: {l: m, x: 'on', '1': ''}\n",
	("labels: [{pairs: {l: m}, includeTemplates: true}, {pairs: {k: v}, fields: [{path: "
	 "spec/extra, create: true}]}]\n") };

/* The first ones may be done twice. */
static const char *const patch_rows[] = {
	"{patch: {a: {b: 1}}, target: {}}",
	"{patch: {spec: {replicas: 3, a: [x, {k: v}]}}, type: merge, target: {}}",
	"{patch: {data: {k: \"x\\ny\\n\"}, b: null}, type: merge, target: {}}",
	"{patch: {metadata: {labels: {x: z}, annotations: {n: '2'}}}, target: {}}",
	"{patch: {spec: {template: {spec: {containers: [{name: c, image: 'nginx:1'}]}}}}, "
	"target: {group: apps, version: v1, kind: Deployment}}",
	"{patch: {spec: {containers: [{name: c, env: [{name: E, value: v}]}]}}, "
	"target: {kind: Pod}}",
	"{patch: [{op: add, path: /z, value: [1]}], target: {}}",
	"{patch: [{op: replace, path: /a, value: n}], target: {}}",
	"{patch: [{op: add, path: /a/-, value: {k: 1}}], target: {}}",
	"{patch: [{op: remove, path: /b}], target: {}}",
	"{patch: [{op: move, path: /c, from: /a}], target: {}}",
	"{patch: {$patch: delete}, target: {kind: Pod}}",
};

enum { PATCHES = sizeof patch_rows / sizeof *patch_rows, REPEATABLE = 8 };

static const char *const replacement_rows[] = { "", "", "",
	"replacements:\n- sourceValue: q\n  targets:\n"
	"  - {select: {name: .*}, fieldPaths: [a.b], options: {create: true}}\n",
	"replacements:\n- source: {kind: Pod, fieldPath: metadata.name}\n  targets:\n"
	"  - {select: {kind: ConfigMap}, fieldPaths: [data.k], options: {create: true}}\n" };

struct plan {
	struct bytes text; /* of `render` */
	bool labels, replacements, repeatable;
};

static struct plan make_plan(struct arena *run, struct choices *choices)
{
	struct buf out = buf_new(run);
	struct plan plan = { .repeatable = true };
	size_t labels = choose(choices, 5), annotations = choose(choices, 3);
	size_t patches = choose(choices, 3), replacements = choose(choices, 5);
	buf_print(&out, "images: {unknown: %s}\n%s", choose(choices, 2) ? "keep" : "warning",
		label_rows[labels]);
	if (annotations == 2)
		buf_add(&out, BYTES("annotations: {k: '1'}\n"));
	buf_print(&out, "%s", patches ? "patches:\n" : "");
	for (; patches; patches--) {
		size_t row = choose(choices, PATCHES);
		buf_print(&out, "- %s\n", patch_rows[row]);
		plan.repeatable &= row < REPEATABLE;
	}
	buf_print(&out, "%s", replacement_rows[replacements]);
	plan.text = buf_bytes(&out);
	plan.labels = *label_rows[labels] || annotations == 2;
	plan.replacements = *replacement_rows[replacements];
	return plan;
}

static struct arena *project_arena;

static void end_project(void)
{
	arena_end(project_arena);
}

/* Read once; an input has its own `render` in a copy of it. */
static const struct resolved_profile *project_profile(void)
{
	static const struct resolved_profile *profile;
	if (profile)
		return profile;
	project_arena = arena_new();
	struct diags d = diags_new(project_arena);
	profile = rendered_profile(project_arena, "", "", &d);
	demand(profile, "the project can be read");
	atexit(end_project);
	return profile;
}

static struct rendering *rendering_of(struct arena *run, const struct plan *plan)
{
	struct diags d = diags_new(run);
	struct source *source = source_new(run, BYTES("plan"), BYTES("plan"), plan->text);
	struct tree *tree = tree_read(run, source, DIALECT_STRICT, LIMITS_DEFAULT, &d);
	struct resolved_profile *profile = arena_new_of(run, struct resolved_profile);
	demand(tree, "plans are YAML");
	*profile = *project_profile();
	profile->render = tree_value(run, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	struct rendering *rendering = rendering_read(run, profile, &d);
	if (rendering) {
		rendering->limits = LIMITS;
		return rendering;
	}
	fprintf(stderr, BYTES_FMT "\n", BYTES_ARG(d.at[0]->text));
	demand(false, "plans can be read");
	return NULL;
}

/* --- a pass ----------------------------------------------------------------------------------- */

struct passage {
	struct arena *run;
	struct diags d;
	struct bytes before, after;
	const struct stream *stream;
};

static _Noreturn void broken(
	const struct passage *passage, const struct plan *plan, const char *law)
{
	for (size_t i = 0; i < passage->d.count; i++)
		fprintf(stderr, BYTES_FMT "\n", BYTES_ARG(passage->d.at[i]->text));
	fprintf(stderr, "broken: %s\n" BYTES_FMT "before «" BYTES_FMT "»\nafter «" BYTES_FMT "»\n",
		law, BYTES_ARG(plan->text), BYTES_ARG(passage->before), BYTES_ARG(passage->after));
	abort();
}

#define REQUIRE(passage, plan, law, text) \
	do { \
		if (!(law)) \
			broken(passage, plan, text); \
	} while (0)

static size_t errors(const struct diags *d)
{
	size_t count = 0;
	for (size_t i = 0; i < d->count; i++)
		count += d->at[i]->severity == SEVERITY_ERROR;
	return count;
}

/* Of its source only the line may be kept. */
static bool is_in(const struct passage *passage, struct span at)
{
	if (!at.source || !bytes_equal(at.source->name, BYTES("fuzz")) || !at.source->text.at)
		return true;
	struct bytes line = at.source->text;
	size_t from = at.source->skipped, end = from + line.len;
	struct bytes before = bytes_slice(passage->before, from, end);
	return at.begin <= at.end && at.end <= passage->before.len &&
		bytes_equal(bytes_slice(line, 0, before.len), before);
}

static bool all_in(const struct passage *passage, const struct related_list *related)
{
	for (size_t i = 0; i < related->count; i++)
		if (!is_in(passage, related->at[i].at))
			return false;
	return true;
}

static void check_places(const struct passage *passage, const struct plan *plan,
	const struct findings *findings, const struct render_result *result)
{
	for (size_t i = 0; i < passage->d.count; i++)
		REQUIRE(passage, plan,
			is_in(passage, passage->d.at[i]->at) &&
				all_in(passage, &passage->d.at[i]->related),
			"a diag stands in the stream");
	for (size_t i = 0; i < findings->count; i++)
		REQUIRE(passage, plan,
			is_in(passage, findings->at[i]->at) &&
				all_in(passage, &findings->at[i]->related),
			"a finding stands in the stream");
	for (size_t i = 0; i < result->images.count; i++)
		REQUIRE(passage, plan, is_in(passage, result->images.at[i].at),
			"an image stands in the stream");
}

static bool pass(
	struct passage *passage, struct arena *run, const struct plan *plan, struct bytes text)
{
	*passage = (struct passage){ .run = run, .d = diags_new(run), .before = text };
	struct rendering *rendering = rendering_of(run, plan);
	struct source *source = source_new(run, BYTES("fuzz"), BYTES("fuzz"), text);
	struct findings findings = findings_new(run);
	struct render_result result;
	passage->stream = stream_open(run, source, &passage->d);
	if (!passage->stream)
		return false;
	bool good = manifest_render(
		run, rendering, passage->stream, &result, &findings, &passage->d);
	check_places(passage, plan, &findings, &result);
	if (!good && !errors(&passage->d) && !findings.count)
		broken(passage, plan, "a refusal is told");
	if (!good)
		return false;
	REQUIRE(passage, plan, edits_apply(run, &result.edits, &passage->after, &passage->d),
		"edits agree");
	return true;
}

/* --- what plain data become ------------------------------------------------------------------- */

struct objects_seen {
	ARRAY(const struct value *);
};

/* Without replacements and labels, which other tests look at. False if a document has no data. */
static bool see_wanted(
	const struct passage *passage, struct rendering *rendering, struct objects_seen *seen)
{
	struct diags d = diags_new(passage->run);
	for (size_t i = 0; i < passage->stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			passage->run, passage->stream, i, LIMITS, &d);
		for (size_t k = 0; manifest && k < manifest->objects.count; k++) {
			const struct object *object = &manifest->objects.at[k];
			const struct value *value = tree_value(
				passage->run, manifest->tree, object->node, LIMITS, &d);
			if (!value ||
				(patches_may_touch(&rendering->patches, object) &&
					!patches_apply(passage->run, &rendering->patches, object,
						&value, &d)))
				return false;
			if (value->kind != VALUE_NULL)
				*array_push(passage->run, seen) = value;
		}
	}
	return true;
}

/* As value_equal(), but a text may have become an image of this project or its mirror. */
static bool agrees(const struct value *wanted, const struct value *got);

static bool maps_agree(const struct value *wanted, const struct value *got)
{
	for (size_t i = 0; i < wanted->count; i++) {
		const struct value *value = value_get(got, wanted->entries[i].key);
		if (!value || !agrees(wanted->entries[i].value, value))
			return false;
	}
	return true;
}

static bool agrees(const struct value *wanted, const struct value *got)
{
	if (wanted->kind == VALUE_STRING && got->kind == VALUE_STRING)
		return bytes_equal(wanted->text, got->text) ||
			bytes_find(got->text, BYTES("example.com/"), 0) < got->text.len;
	if (wanted->kind < VALUE_LIST || wanted->kind != got->kind || wanted->count != got->count)
		return value_equal(wanted, got);
	if (wanted->kind == VALUE_MAP)
		return maps_agree(wanted, got);
	for (size_t i = 0; i < wanted->count; i++)
		if (!agrees(wanted->items[i], got->items[i]))
			return false;
	return true;
}

static const struct stream *left_stream(const struct passage *passage, const struct plan *plan)
{
	struct diags d = diags_new(passage->run);
	struct source *source = source_new(
		passage->run, BYTES("fuzz"), BYTES("fuzz"), passage->after);
	const struct stream *stream = stream_open(passage->run, source, &d);
	REQUIRE(passage, plan, stream, "what leaves is a stream");
	return stream;
}

static void check_data(const struct passage *passage, const struct plan *plan)
{
	struct passage left = *passage;
	struct rendering *rendering = rendering_of(passage->run, plan), none = { 0 };
	struct objects_seen wanted = { 0 }, got = { 0 };
	struct diags d = diags_new(passage->run);
	left.stream = left_stream(passage, plan);
	for (size_t i = 0; i < left.stream->documents.count; i++)
		REQUIRE(passage, plan, manifest_read(passage->run, left.stream, i, LIMITS, &d),
			"what leaves can be read");
	rendering->patches.crds = crds_new(passage->run, passage->stream, LIMITS);
	if (plan->labels || plan->replacements)
		return;
	REQUIRE(passage, plan, see_wanted(passage, rendering, &wanted), "patches apply to data");
	REQUIRE(passage, plan, see_wanted(&left, &none, &got), "what leaves has data");
	REQUIRE(passage, plan, wanted.count == got.count, "as many objects leave as are meant");
	for (size_t i = 0; i < got.count; i++)
		REQUIRE(passage, plan, agrees(wanted.at[i], got.at[i]), "the bytes say the data");
}

/* --- what nothing means ----------------------------------------------------------------------- */

static bool is_meant(const struct passage *passage, const struct rendering *rendering, size_t index)
{
	struct stretch at = passage->stream->documents.at[index];
	struct bytes text = bytes_slice(passage->before, at.begin, at.end);
	struct diags d = diags_new(passage->run);
	const struct manifest *manifest = manifest_read(
		passage->run, passage->stream, index, LIMITS, &d);
	for (size_t i = 0; manifest && i < manifest->objects.count; i++)
		if (patches_may_touch(&rendering->patches, &manifest->objects.at[i]))
			return true;
	/* Images, and what other documents lend. */
	return !manifest || bytes_find(text, BYTES("\\"), 0) < text.len ||
		bytes_find(text, BYTES("image"), 0) < text.len ||
		bytes_find(text, BYTES("*"), 0) < text.len;
}

static void check_bytes(const struct passage *passage, const struct plan *plan)
{
	const struct rendering *rendering = rendering_of(passage->run, plan);
	const struct stretches *before = &passage->stream->documents;
	const struct stretches *after = &left_stream(passage, plan)->documents;
	if (plan->labels || plan->replacements || after->count != before->count)
		return;
	for (size_t i = 0; i < before->count; i++)
		REQUIRE(passage, plan,
			is_meant(passage, rendering, i) ||
				bytes_equal(bytes_slice(passage->before, before->at[i].begin,
						    before->at[i].end),
					bytes_slice(passage->after, after->at[i].begin,
						after->at[i].end)),
			"what nothing means leaves byte by byte");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { CHOICES = 8 };
	if (size < CHOICES || size > 4096)
		return 0;
	struct choices choices = { data, CHOICES };
	struct bytes text = { (const char *)data + CHOICES, size - CHOICES };
	if (!is_usual(text, DIALECT_HELM))
		return 0;
	struct arena *run = arena_new();
	struct plan plan = make_plan(run, &choices);
	struct passage first, second;
	if (pass(&first, run, &plan, text)) {
		check_data(&first, &plan);
		check_bytes(&first, &plan);
		if (plan.repeatable) {
			REQUIRE(&first, &plan, pass(&second, run, &plan, first.after),
				"what leaves may come again");
			REQUIRE(&second, &plan, bytes_equal(second.after, first.after),
				"twice is once");
		}
	}
	arena_end(run);
	return 0;
}
