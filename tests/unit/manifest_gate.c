/* Gates: what they ask, what they say, and who opens them. */
#include "manifest_fixture.h"

#define CONTAINER(image) "  - {name: c, image: '" image "'}\n"
#define HEAD(kind) \
	"---\napiVersion: v1\nkind: Pod\nmetadata: {name: p" kind "}\nspec:\n  containers:\n"
#define POD HEAD("")
#define HOOK HEAD(", annotations: {helm.sh/hook: pre-install}")
#define API CONTAINER("example.com/shop/api:1.0")
#define WEB CONTAINER("example.com/shop/web:2.0")
#define JOB CONTAINER("example.com/shop/job:3.0")
#define REDIS CONTAINER("bitnami/redis:5")

static struct gate_failures failures_of(struct project *project, struct passage *passage,
	enum host host, const struct overrides *overrides, struct gate_matter *matter, bool *good)
{
	struct gate_failures failures = { 0 };
	*matter = (struct gate_matter){ .profile = project->profile,
		.host = host,
		.objects = passage->objects,
		.hooks = passage->hooks,
		.images = &passage->seen,
		.stamps = &passage->stamps };
	*good = gates_judge(unit_arena(), matter, overrides, &failures);
	return failures;
}

/* What the gates say, or `open`. */
static struct bytes said(struct project *project, struct bytes stream, enum host host,
	const struct overrides *overrides)
{
	struct passage passage = pass(project, stream);
	struct gate_matter matter;
	struct findings findings = findings_new(unit_arena());
	struct buf out = buf_new(unit_arena());
	bool good;
	struct gate_failures failures = failures_of(
		project, &passage, host, overrides, &matter, &good);
	gate_findings(&findings, &matter, overrides, &failures);
	show_findings(&out, &findings, true);
	buf_print(&out, "%s", good ? "open" : "shut");
	return buf_bytes(&out);
}

#define COMPILE \
	"  > 'leme compile live' writes the values; 'leme helm-args -p live' prints what helm is" \
	" to be given\n"
#define AT_POD "  spec.containers[0].image\n"

static const struct {
	const char *catalog, *profile, *stream;
	enum host host;
	const char *said, *law;
} rows[] = {
	{ "", "", POD REDIS, HOST_PLAIN, "open", "no gate, no refusal" },

	{ "", "render: {gate: [locked]}\n", POD API REDIS, HOST_PLAIN, "open", "what is locked" },
	{ "", "render: {gate: [locked]}\n", POD WEB WEB, HOST_PLAIN,
		"gate/locked error 7:22 example.com/shop/web: expected 'a digest in leme.lock', got"
		" 'example.com/shop/web:2.0' (at 2 places)\n" AT_POD
		"  > 'leme lock example.com/shop/web:2.0@sha256:…' locks it, 'leme-fetch images' "
		"asks"
		" the registry\nshut",
		"what is not locked is told once" },
	{ "prereleases: [live]\n", "render: {gate: [locked]}\n", POD WEB, HOST_PLAIN,
		"gate/locked warning 7:22 example.com/shop/web: expected 'a digest in leme.lock', "
		"got"
		" 'example.com/shop/web:2.0'\n" AT_POD
		"  > 'leme lock example.com/shop/web:2.0@sha256:…' locks it, 'leme-fetch images' "
		"asks"
		" the registry\nopen",
		"where pre-releases run that is a warning" },
	{ "pin: tag\n", "render: {gate: [locked]}\n", POD API, HOST_PLAIN,
		"gate/locked error 7:22 example.com/shop/api: expected 'sha256:" HEX_A
		"', got 'example.com/shop/api:1.0'\n" AT_POD
		"  > 'pin: both' in the catalogue adds the digest\nshut",
		"the digest must leave with it" },
	{ "prereleases: [live]\n", "render: {gate: [locked]}\n",
		POD CONTAINER("example.com/shop/api:1.0@sha256:" HEX_C), HOST_PLAIN,
		"gate/locked error 7:22 example.com/shop/api: expected 'sha256:" HEX_A
		"', got 'example.com/shop/api:1.0@sha256:" HEX_C "'\n" AT_POD
		"  > 'leme lock --update example.com/shop/api:1.0@sha256:" HEX_C
		"' takes it, if that is meant\nshut",
		"another digest is an error everywhere" },

	{ "", "render: {gate: [complete]}\n", POD API WEB JOB REDIS REDIS API, HOST_PLAIN, "open",
		"all that the profile has, in any number, and what is allowed" },
	{ "", "render: {gate: [complete]}\n",
		POD CONTAINER("old.example.com/s/api@sha256:" HEX_B) WEB JOB, HOST_PLAIN, "open",
		"a digest alone, and another name of the registry" },
	{ "", "render: {gate: [complete]}\n", POD API JOB, HOST_PLAIN,
		"gate/complete error 5:27 example.com/shop/web: expected '2.0', got "
		"'nothing'\n" COMPILE "shut",
		"one is missing" },
	{ "", "render: {gate: [complete]}\n", POD API WEB, HOST_HELM4,
		"gate/complete error 5:37 example.com/shop/job: expected '3.0', got "
		"'nothing'\n" COMPILE "shut",
		"a hook is awaited from who shows hooks" },
	{ "", "render: {gate: [complete]}\n", POD API WEB, HOST_HELM3,
		"gate/complete undecided 5:37 Helm 3 hides hooks, so nobody knows whether"
		" 'example.com/shop/job' is there\nopen",
		"but not from Helm 3" },
	{ "", "render: {gate: [complete]}\n", HOOK JOB, HOST_HELM4, "open",
		"a stream of hooks is no release" },
	{ "", "render: {gate: [complete]}\n",
		POD CONTAINER("example.com/shop/api:1.1")
			WEB JOB CONTAINER("example.com/shop/gone:1"),
		HOST_PLAIN,
		"gate/complete error 7:22 example.com/shop/api: expected '1.0', got"
		" 'example.com/shop/api:1.1'\n" AT_POD COMPILE
		"gate/complete error 10:22 example.com/shop/gone: expected 'no such image', got"
		" 'example.com/shop/gone:1'\n  spec.containers[3].image\n" COMPILE "shut",
		"another version, and what is absent" },
	{ "", "render: {gate: [complete], images: {unknown: keep}}\n",
		POD API WEB JOB CONTAINER("quay.io/a/b:1"), HOST_PLAIN,
		"gate/complete error 10:22 quay.io/a/b: expected 'no such image', got"
		" 'quay.io/a/b:1'\n  spec.containers[3].image\n"
		"  > 'registries.REGISTRY.allow' names what charts may bring\nshut",
		"what nobody allowed" },
	{ "", "release: {components: [api, web/front]}\nrender: {gate: [complete]}\n", POD API WEB,
		HOST_HELM4, "open", "a release of some components" },
	{ "", "release: {components: [web]}\nrender: {gate: [complete]}\n", POD API WEB, HOST_HELM4,
		"gate/complete error 7:22 example.com/shop/api: expected 'no such image', got"
		" 'example.com/shop/api:1.0@sha256:" HEX_A "'\n" AT_POD COMPILE "shut",
		"has no others" },
};

START_TEST(a_gate_says_what_it_expected_and_what_it_got)
{
	struct project project = project_read(rows[_i].catalog, rows[_i].profile);
	unit_same(rows[_i].law,
		said(&project, bytes_of(rows[_i].stream), rows[_i].host, &(struct overrides){ 0 }),
		bytes_of(rows[_i].said));
}
END_TEST

/* --- stamps ----------------------------------------------------------------------------------- */

#define STAMPED(stamp) \
	"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: p, annotations: {leme/stamp: " \
	"'" stamp "'}}\n"

static const struct {
	const char *catalog, *stream, *said, *law;
} stamps[] = {
	{ "stamp: meta.stamp\n", STAMPED("STAMP"), "open", "the very values" },
	{ "stamp: meta.stamp\n", STAMPED("STAMP") POD REDIS, "open", "one object is enough" },
	{ "stamp: meta.stamp\n", POD REDIS,
		"gate/stamped error 14:8 no object has the annotation 'leme/stamp': expected "
		"'STAMP'\n"
		"  > the chart prints the value at the catalogue's 'stamp' as that "
		"annotation\nshut",
		"none" },
	{ "stamp: meta.stamp\n", STAMPED("STAMP") STAMPED("live@0") STAMPED("live@0"),
		"gate/stamped error 8:47 helm was given other values: expected 'STAMP', got"
		" 'live@0'\n" COMPILE "shut",
		"another" },
	{ "stamp: meta.stamp\n", HOOK REDIS, "open", "hooks alone need none" },
	{ "", STAMPED("x"),
		"gate/stamped error 6:17 the catalogue says no 'stamp', so nothing is stamped\n"
		"  > 'stamp' in the catalogue is the path in the values that compile writes, and "
		"the chart prints as annotation 'leme/stamp'\nshut",
		"nothing is stamped" },
};

static struct bytes with_stamp(struct bytes stamp, const char *text)
{
	struct buf out = buf_new(unit_arena());
	struct bytes rest = bytes_of(text);
	for (size_t at; (at = bytes_find(rest, BYTES("STAMP"), 0)) < rest.len;) {
		buf_add(&out, bytes_slice(rest, 0, at));
		buf_add(&out, stamp);
		rest = bytes_slice(rest, at + 5, rest.len);
	}
	buf_add(&out, rest);
	return buf_bytes(&out);
}

START_TEST(a_stream_is_of_the_values_that_were_compiled)
{
	struct project project = project_read(stamps[_i].catalog, "render: {gate: [stamped]}\n");
	const struct value *meta = value_get(project.profile->compiled, BYTES("meta"));
	struct bytes stamp = meta ? value_get(meta, BYTES("stamp"))->text : BYTES("none");
	unit_same(stamps[_i].law,
		said(&project, with_stamp(stamp, stamps[_i].stream), HOST_PLAIN,
			&(struct overrides){ 0 }),
		with_stamp(stamp, stamps[_i].said));
}
END_TEST

START_TEST(a_stale_output_shuts_the_gate)
{
	struct project project = project_read("", "render: {gate: [fresh]}\n");
	struct passage passage = pass(&project, BYTES(POD REDIS));
	struct gate_matter matter;
	bool good;
	failures_of(&project, &passage, HOST_PLAIN, NULL, &matter, &good);
	ck_assert(good);
	struct stale_outputs stale = { 0 };
	struct gate_failures failures = { 0 };
	array_push(unit_arena(), &stale)->at = project.profile->at;
	matter.stale = &stale;
	ck_assert(!gates_judge(unit_arena(), &matter, NULL, &failures));
	ck_assert_uint_eq(failures.count, 1);
	ck_assert(failures.at[0].gate == GATE_FRESH && failures.at[0].at.source);
}
END_TEST

/* --- overriding ------------------------------------------------------------------------------- */

static const struct {
	const char *text, *diags, *annotation, *law;
} overriding[] = {
	{ "complete=INC-1", "", "complete: INC-1", "a gate that may be" },
	{ " complete = because a = b \nlocked=INC-2\n", "",
		"locked: INC-2; complete: because a = b", "several, in the order of gates" },
	{ "fresh=x", "0:0 gate/override the gate 'fresh' may not be overridden\n", "",
		"one that may not" },
	{ "full=x",
		"0:0 gate/override 'full' is no gate: they are fresh, locked, complete, stamped\n",
		"", "no gate" },
	{ "locked", "0:0 gate/override the gate 'locked' is overridden without a reason\n", "",
		"no reason" },
	{ "locked= ", "0:0 gate/override the gate 'locked' is overridden without a reason\n", "",
		"an empty reason" },
	{ "locked=a\nlocked=b",
		"0:0 gate/override the gate 'locked' is overridden for two reasons\n", "locked: a",
		"two reasons" },
	{ "locked=a\nlocked=a", "", "locked: a", "one reason, twice" },
	{ "", "", "", "nothing" },
};

START_TEST(an_override_names_a_gate_and_a_reason)
{
	struct project project = project_read("breakGlass: [complete, locked]\n", "");
	struct overrides overrides = { 0 };
	struct buf out = buf_new(unit_arena());
	bool good = override_read(unit_arena(), project.profile->catalog,
		bytes_of(overriding[_i].text), &overrides, &project.d);
	for (size_t i = 0; i < project.d.count; i++)
		buf_print(&out, "0:0 %s " BYTES_FMT "\n", project.d.at[i]->id,
			BYTES_ARG(project.d.at[i]->text));
	ck_assert(good == !project.d.count);
	unit_same(overriding[_i].law, buf_bytes(&out), bytes_of(overriding[_i].diags));
	unit_same(overriding[_i].law, overrides_text(unit_arena(), &overrides),
		bytes_of(overriding[_i].annotation));
}
END_TEST

START_TEST(an_override_of_what_is_no_gate_here_is_told)
{
	struct project project = project_read(
		"breakGlass: [locked, complete]\n", "render: {gate: [locked]}\n");
	struct overrides overrides = { 0 }, others = { 0 };
	ck_assert(override_read(unit_arena(), project.profile->catalog,
		BYTES("locked=a\ncomplete=a"), &overrides, &project.d));
	ck_assert(override_read(
		unit_arena(), project.profile->catalog, BYTES("locked=b"), &others, &project.d));
	overrides_join(unit_arena(), &overrides, &others);
	ck_assert_uint_eq(overrides.count, 2);
	overrides_settle(&overrides, project.profile, &project.d);
	unit_same("what is left", overrides_text(unit_arena(), &overrides), BYTES("locked: a"));
	ck_assert_uint_eq(project.d.count, 1);
	ck_assert_int_eq(project.d.at[0]->severity, SEVERITY_WARNING);
	unit_same("what is told", project.d.at[0]->text,
		BYTES("the gate 'complete' is overridden, but this profile has none"));
}
END_TEST

START_TEST(an_override_opens_its_gate_and_says_why)
{
	struct project project = project_read(
		"breakGlass: [locked, complete]\n", "render: {gate: [locked, complete]}\n");
	struct overrides overrides = { 0 };
	struct bytes stream = BYTES(POD WEB JOB API);
	ck_assert(override_read(unit_arena(), project.profile->catalog, BYTES("locked=INC-1"),
		&overrides, &project.d));
	struct bytes shut = said(&project, stream, HOST_PLAIN, &(struct overrides){ 0 });
	struct bytes open = said(&project, stream, HOST_PLAIN, &overrides);
	ck_assert(bytes_ends(shut, BYTES("shut")) && bytes_ends(open, BYTES("open")));
	struct bytes line = BYTES("'--override locked=REASON' opens this gate for once");
	size_t at = bytes_find(shut, line, 0);
	ck_assert_msg(at < shut.len && bytes_find(shut, line, at + 1) == shut.len, "said once");
	ck_assert(bytes_find(open, BYTES("gate/locked warning"), 0) < open.len);
	ck_assert(bytes_find(open, BYTES("overridden: INC-1"), 0) < open.len);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("manifest_gate");
	TCase *tests = tcase_create("gates");
	tcase_add_loop_test(
		tests, a_gate_says_what_it_expected_and_what_it_got, 0, (int)COUNT(rows));
	tcase_add_loop_test(
		tests, a_stream_is_of_the_values_that_were_compiled, 0, (int)COUNT(stamps));
	tcase_add_test(tests, a_stale_output_shuts_the_gate);
	tcase_add_loop_test(
		tests, an_override_names_a_gate_and_a_reason, 0, (int)COUNT(overriding));
	tcase_add_test(tests, an_override_of_what_is_no_gate_here_is_told);
	tcase_add_test(tests, an_override_opens_its_gate_and_says_why);
	suite_add_tcase(suite, tests);
	return suite;
}
