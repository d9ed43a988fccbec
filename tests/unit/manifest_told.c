/* A stream through all stages: what is told of it, however often a document is read again. */
#include "manifest_fixture.h"

#define TWICE(name) \
	"---\n" \
	"kind: Service\n" \
	"apiVersion: v1\n" \
	"metadata: {name: " name "}\n" \
	"spec:\n" \
	"  a: 1\n" \
	"  a: 2\n"
#define TWO TWICE("x") TWICE("y")

static struct bytes told(const char *render, const char *text)
{
	struct project project = project_read("", render);
	struct diags *d = &project.d;
	struct rendering *rendering = rendering_read(unit_arena(), project.profile, d);
	ck_assert_msg(rendering, "%s", unit_diags(d));
	const struct stream *stream = stream_open(unit_arena(), unit_source(bytes_of(text)), d);
	struct findings findings = findings_new(unit_arena());
	struct render_result result;
	bool good = manifest_render(unit_arena(), rendering, stream, &result, &findings, d);
	diags_sort(d);
	return bytes_print(unit_arena(), "%s%s", unit_diags(d), good ? "" : "none\n");
}

#define WARNING(line) line ":3 manifest/duplicate-key key 'a' is given twice; Helm takes the last\n"

static const char warnings[] = WARNING("7") WARNING("14");

static const struct row {
	const char *law, *render;
} rows[] = {
	{ "documents that no patch means", "" },
	{ "some that are patched",
		"render: {patches: [{target: {kind: Service}, patch: {spec: {b: 1}}}]}\n" },
	{ "some that are labelled", "render: {labels: {part: shop}}\n" },
	{ "some that take part in a replacement",
		"render:\n"
		"  replacements:\n"
		"  - sourceValue: x\n"
		"    targets:\n"
		"    - select: {kind: Service}\n"
		"      fieldPaths: [spec.c]\n"
		"      options: {create: true}\n" },
};

START_TEST(a_warning_is_told_once)
{
	const struct row *row = &rows[_i];
	unit_same(row->law, told(row->render, TWO), bytes_of(warnings));
}
END_TEST

/* --- places ----------------------------------------------------------------------------------- */

/* Labels do not go into this metadata as a line. */
#define OTHER \
	"---\n" \
	"apiVersion: v1\n" \
	"kind: Pod\n" \
	"metadata: {name: p}\n" \
	"spec:\n" \
	"  containers:\n" \
	"  - image: docker.io/bitnami/redis:7\n" \
	"    name: a\n" \
	"  - image: example.com/shop/api:9\n" \
	"    name: b\n"

#define PATCHES "  patches: [{target: {}, patch: {spec: {b: 1}, metadata: {labels: {c: d}}}}]\n"
#define REPLACEMENTS \
	"  replacements:\n" \
	"  - sourceValue: x\n" \
	"    targets:\n" \
	"    - select: {kind: Pod}\n" \
	"      fieldPaths: [metadata.annotations.c]\n" \
	"      options: {create: true}\n"

static const struct row place_rows[] = {
	{ "a document of the stream", "" },
	{ "one that is patched", "render:\n" PATCHES },
	{ "one that is labelled", "render: {labels: {part: shop}}\n" },
	{ "one that takes part in a replacement",
		"render:\n  labels: {part: shop}\n" REPLACEMENTS },
	{ "one that has all of it", "render:\n  labels: {part: shop}\n" PATCHES REPLACEMENTS },
};

static void same_place(const char *law, struct span at)
{
	struct place place = source_place(at.source, at.begin);
	ck_assert_msg(place.line == 16 && place.column == 12, "%s: %zu:%zu", law, place.line,
		place.column);
	unit_same(law, span_text(at), BYTES("example.com/shop/api:9"));
}

START_TEST(a_place_is_of_the_stream_as_it_came)
{
	const struct row *row = &place_rows[_i];
	struct project project = project_read("", row->render);
	struct diags *d = &project.d;
	struct rendering *rendering = rendering_read(unit_arena(), project.profile, d);
	ck_assert_msg(rendering, "%s", unit_diags(d));
	const struct stream *stream = stream_open(
		unit_arena(), unit_source(BYTES(TWICE("x") OTHER)), d);
	struct findings findings = findings_new(unit_arena());
	struct render_result result;
	ck_assert_msg(manifest_render(unit_arena(), rendering, stream, &result, &findings, d), "%s",
		unit_diags(d));
	ck_assert_msg(findings.count == 1, "%s: %zu findings", row->law, findings.count);
	same_place(row->law, findings.at[0]->at);
	same_place(row->law, result.images.at[1].at);
	uint32_t begin = findings.at[0]->at.begin;
	for (size_t i = 0; i < result.edits.count; i++)
		ck_assert_msg(result.edits.at[i].end <= begin || result.edits.at[i].begin > begin,
			"%s: it is not changed, but in an edit", row->law);
}
END_TEST

#define ADDED "example.com/shop/api:8"

static const struct row patch_rows[] = {
	{ "what a patch adds",
		"render: {patches: [{target: {kind: Pod}, patch: {note: " ADDED "}}]}\n" },
	{ "by its path",
		"render: {patches: [{target: {kind: Pod}, patch: [{op: add, path: "
		"/spec/containers/0/args, value: [a, " ADDED "]}]}]}\n" },
	{ "before replacements",
		"render:\n  patches: [{target: {kind: Pod}, patch: {note: " ADDED
		"}}]\n" REPLACEMENTS },
};

START_TEST(what_a_patch_says_leads_to_the_patch)
{
	const struct row *row = &patch_rows[_i];
	struct project project = project_read("", row->render);
	struct diags *d = &project.d;
	struct rendering *rendering = rendering_read(unit_arena(), project.profile, d);
	ck_assert_msg(rendering, "%s", unit_diags(d));
	const struct stream *stream = stream_open(unit_arena(), unit_source(BYTES(OTHER)), d);
	struct findings findings = findings_new(unit_arena());
	struct render_result result;
	ck_assert_msg(manifest_render(unit_arena(), rendering, stream, &result, &findings, d), "%s",
		unit_diags(d));
	struct bytes places = { 0 };
	for (size_t i = 0; i < findings.count; i++)
		for (size_t k = 0; k < findings.at[i]->related.count; k++) {
			struct span at = findings.at[i]->related.at[k].at;
			if (at.source)
				places = bytes_print(unit_arena(), BYTES_FMT BYTES_FMT " ",
					BYTES_ARG(places), BYTES_ARG(span_text(at)));
		}
	unit_same(row->law, places, BYTES(ADDED " "));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("manifest told");
	TCase *telling = tcase_create("telling");
	tcase_add_loop_test(telling, a_warning_is_told_once, 0, COUNT(rows));
	tcase_add_loop_test(telling, a_place_is_of_the_stream_as_it_came, 0, COUNT(place_rows));
	tcase_add_loop_test(telling, what_a_patch_says_leads_to_the_patch, 0, COUNT(patch_rows));
	suite_add_tcase(suite, telling);
	return suite;
}
