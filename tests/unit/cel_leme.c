/* leme's own functions of CEL: images, versions, the environment; and how values print. */
#include "unit.h"

#include "cel/cel.h"
#include "notation/notation.h"

/* A host with one scheme of its own, and two names that may be read. */
static const struct version_scheme *house(void)
{
	struct version_pattern_fault fault;
	struct texts order = { 0 };
	*array_push(unit_arena(), &order) = BYTES("year");
	*array_push(unit_arena(), &order) = BYTES("build");
	return version_scheme_new(unit_arena(),
		&(struct version_pattern){ .name = BYTES("house"),
			.pattern = BYTES("(?P<year>[0-9]{2})r(?P<build>[0-9]+)"),
			.order = order },
		&fault);
}

static const struct version_scheme *own_scheme(void *context, struct bytes name)
{
	return bytes_is(name, "house") ? context : NULL;
}

static bool some_names(void *context, struct bytes name, struct bytes *value)
{
	(void)context;
	if (bytes_is(name, "SET"))
		*value = BYTES("");
	return bytes_is(name, "SET") || bytes_is(name, "UNSET");
}

static struct cel_value run(const char *text)
{
	struct diags d = diags_new(unit_arena());
	struct cel_host host = {
		.context = (void *)(uintptr_t)house(), .scheme = own_scheme, .getenv = some_names
	};
	const struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ .host = host });
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(text), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", text, unit_diags(&d));
	return cel_eval(unit_arena(), program, (struct cel_variables){ 0 }, CEL_COST_LIMIT).value;
}

static const struct {
	const char *text, *printed;
} rows[] = {
	/* an image is canonical, and has all fields */
	{ "image('redis')",
		"{'ref': 'docker.io/library/redis', 'registry': 'docker.io', "
		"'repository': 'library/redis', 'tag': '', 'digest': ''}" },
	{ "image('gcr.io/a/b:1@sha256:' + ['0123456789abcdef'].map(h, h + h + h + h)[0]).digest",
		"'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'" },
	{ "image('redis:7') == image('index.docker.io/library/redis:7')", "true" },
	{ "image('localhost:5000/a:b').registry", "'localhost:5000'" },
	{ "image('A')", "'A' is no image: an image is in lower case" },
	/* a version has the order of its scheme */
	{ "version('1.10')", "version('1.10')" },
	{ "version('1.2.3-rc.1', 'semver')", "version('1.2.3-rc.1', 'semver')" },
	{ "version('1.10') == version('1.10.0') && version('1.9') != version('1.10')", "true" },
	{ "version('1.10-rc.1') < version('1.10') && version('1.10P') > version('1.10')", "true" },
	{ "version('1.2.3+a', 'semver') <= version('1.2.3+b', 'semver')", "true" },
	{ "version('9r10', 'house')",
		"'9r10' is no version: the scheme's pattern does not match this version" },
	{ "version('26r10', 'house')", "version('26r10', 'house')" },
	{ "version('26r9', 'house') < version('26r10', 'house')", "true" },
	{ "[version('10'), version('9')].sort()", "[version('9'), version('10')]" },
	{ "[version('10'), version('9')].max() in [version('10.0')]", "true" },
	{ "version('x', 'opaque') == version('x', 'opaque')", "true" },
	{ "version('x', 'opaque') < version('y', 'opaque')",
		"versions of scheme opaque have no order" },
	{ "version('x')",
		"'x' is no version: a version of scheme dotted is numbers joined by '.', "
		"and perhaps a suffix" },
	{ "version('1', 'roman')", "there is no version scheme 'roman'" },
	{ "version('1.2.3', 'semver').prerelease() + version('1-a').prerelease()", "'a'" },
	/* two schemes never compare */
	{ "version('1') == version('1', 'opaque')",
		"a version of scheme dotted is compared with one of scheme opaque" },
	{ "version('1') != version('1', 'opaque')",
		"a version of scheme dotted is compared with one of scheme opaque" },
	{ "version('1', 'opaque') < version('1')",
		"a version of scheme opaque is compared with one of scheme dotted" },
	{ "version('1') in [version('1', 'opaque')]",
		"a version of scheme dotted is compared with one of scheme opaque" },
	{ "version('1') in [version('1', 'opaque'), version('1')]", "true" },
	{ "version('1') == dyn('1')", "false" },
	/* the environment: set, empty, not set, and not to be read */
	{ "getenv('SET', 'x')", "''" },
	{ "getenv('UNSET', 'x')", "'x'" },
	{ "getenv('HOME', 'x')", "the environment variable 'HOME' may not be read" },
	/* values print as they are written */
	{ "[timestamp('2026-11-23T01:02:03Z'), duration('90s'), quantity('1.5Gi')]",
		"[timestamp('2026-11-23T01:02:03Z'), duration('1m30s'), quantity('1536Mi')]" },
	{ "[semver('1.2.3-a+b'), url('https://a/b'), ip('::1'), cidr('10.0.0.0/8')]",
		"[semver('1.2.3-a+b'), url('https://a/b'), ip('::1'), cidr('10.0.0.0/8')]" },
	{ "[format.named('uuid'), optional.of(1u), null, b'a', {1: -0.5}, type(1)]",
		"[optional.of(format.uuid()), optional.of(1u), null, b'a', {1: -0.5}, "
		"int]" },
};

START_TEST(prints)
{
	struct buf shown = buf_new(unit_arena());
	cel_print(&shown, run(rows[_i].text));
	ck_assert_msg(bytes_is(buf_bytes(&shown), rows[_i].printed), "%s: " BYTES_FMT,
		rows[_i].text, BYTES_ARG(buf_bytes(&shown)));
}
END_TEST

/* Where no host reads the environment, getenv() is nobody's name. */
START_TEST(getenv_needs_a_host)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ 0 });
	ck_assert(!cel_compile(
		unit_arena(), env, BYTES("getenv('SET', 'x')"), (struct span){ 0 }, &d));
	ck_assert_str_eq(d.at[0]->id, "cel/function");
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_leme");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, prints, 0, COUNT(rows));
	tcase_add_test(cases, getenv_needs_a_host);
	return suite;
}
