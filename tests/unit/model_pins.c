/* Pins: which of them change nothing. */
#include "unit.h"

#include "base/temporary.h"
#include "model/model.h"

/* Others extend `base`; all of `pilot` comes from files of its own. */
static const char catalogue[] = "apiVersion: leme/v1\nkind: Catalog\nname: shop\n"
				"environments: [pilot, live]\nprofiles: [profiles.yaml]\n"
				"registries: {house: {at: example.com}}\n"
				"components:\n"
				"  api: {image: api, version: {from: VERSION}}\n"
				"  web:\n"
				"    image: web\n"
				"    version: {from: 'VERSION.${{ environment.slug }}'}\n"
				"    roles: {front: {}, back: {version: {from: VERSION.back}}}\n"
				"    artifacts: {data: {name: data}}\n";

enum { PROFILES = 3 };

static const char *const heads[PROFILES] = { "base\nabstract: true", "live\nextends: base",
	"pilot\nextends: base" };

struct project {
	struct diags d;
	const struct resolver *resolver;
};

static struct bytes profiles_text(const char *const *versions)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < PROFILES; i++)
		buf_print(&out, "---\napiVersion: leme/v1\nkind: Profile\nname: %s\n%s\n", heads[i],
			versions[i]);
	return buf_bytes(&out);
}

/* What each profile says, as lines of YAML. */
static struct project read_project(const char *const *profiles)
{
	struct project project = { .d = diags_new(unit_arena()) };
	struct diags *d = &project.d;
	const struct staged files[] = {
		{ BYTES("leme.yaml"), bytes_of(catalogue) },
		{ BYTES("profiles.yaml"), profiles_text(profiles) },
		{ BYTES("VERSION"), BYTES("1\n") },
		{ BYTES("VERSION.live"), BYTES("2\n") },
		{ BYTES("VERSION.pilot"), BYTES("3\n") },
		{ BYTES("VERSION.back"), BYTES("4\n") },
	};
	const struct folder *folder = temporary_folder(unit_arena(), files, COUNT(files), d);
	ck_assert_msg(folder, "%s", unit_diags(d));
	const struct catalog *catalog = catalog_read(
		unit_arena(), folder, LIMITS_DEFAULT, &(struct sources_given){ 0 }, d);
	ck_assert_msg(catalog, "%s", unit_diags(d));
	const struct fleet *fleet = fleet_read(unit_arena(), catalog, 1, d);
	ck_assert_msg(fleet, "%s", unit_diags(d));
	project.resolver = resolver_new(unit_arena(), fleet, d);
	ck_assert_msg(project.resolver, "%s", unit_diags(d));
	return project;
}

static const struct resolved_profile *resolve(struct project *project, const struct head *head)
{
	const struct resolved_profile *profile = profile_resolve(
		unit_arena(), project->resolver, head, &project->d);
	ck_assert_msg(profile, "%s", unit_diags(&project->d));
	return profile;
}

/* --- rows ------------------------------------------------------------------------------------- */

static const struct {
	const char *profiles[PROFILES];
	const char *redundant; /* `PROFILE:NAME` of each, as live and pilot tell them */
	const char *law;
} rows[] = {
	{ { "", "versions: {api: {version: 2}}", "" }, "", "it holds another version" },
	{ { "", "versions: {api: {version: 1}}", "" }, "live:api", "the file says the same" },
	{ { "", "versions: {api: 1}", "" }, "", "what is no pin is not told" },
	{ { "", "versions: {api: {from: VERSION}}", "" }, "", "nor is a file" },
	{ { "versions: {web: {version: 2}}", "", "" }, "", "it matters to one of two" },
	{ { "versions: {api: {version: 1}}", "", "" }, "base:api base:api", "to none of two" },
	{ { "versions: {api: {version: 1}}", "versions: {api: 1}", "versions: {api: 5}" },
		"base:api base:api", "nearer entries hide it" },
	{ { "versions: {api: {version: 5}}", "versions: {api: {version: 5}}", "" }, "live:api",
		"of two that say the same the nearer one is told" },
	{ { "versions: {api: {version: 1}}", "versions: {api: {version: 1}}", "" },
		"live:api base:api base:api", "both, where neither is needed" },
	{ { "", "versions: {web/front: {version: 2}}", "" }, "live:web/front",
		"a role has the version of its component" },
	{ { "", "versions: {web/back: {version: 2}}", "" }, "", "unless it has a file" },
	{ { "", "versions: {web/data: {version: 2}}", "" }, "live:web/data", "an artifact, too" },
	{ { "", "versions: {web: {version: 5}, web/front: {version: 5}, web/data: {version: 5}}",
		  "" },
		"live:web/front live:web/data", "a pin of the component is enough" },
	{ { "absent: [api]", "versions: {api: {version: 1}}", "" }, "", "it lets it run" },
	{ { "versions: {api: {version: 5}}", "absent: [api]", "absent: [api]" },
		"base:api base:api", "what runs nowhere needs none" },
};

static void add_redundant(struct project *project, struct pin_memory *memory,
	const struct head *head, struct buf *out)
{
	const struct resolved_profile *profile = resolve(project, head);
	struct pin_entries pins = profile_pins(unit_arena(), profile);
	for (size_t i = 0; i < pins.count; i++)
		if (pin_is_redundant(memory, &pins.at[i]))
			buf_print(out, "%s" BYTES_FMT ":" BYTES_FMT, out->len ? " " : "",
				BYTES_ARG(pins.at[i].head->name), BYTES_ARG(pins.at[i].name));
}

static struct bytes redundant_of(struct project *project)
{
	const struct fleet *fleet = resolver_fleet(project->resolver);
	struct pin_memory *memory = pin_memory_new(unit_arena(), project->resolver);
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < fleet->heads.count; i++)
		if (!fleet->heads.at[i].abstract)
			add_redundant(project, memory, &fleet->heads.at[i], &out);
	return buf_bytes(&out);
}

START_TEST(a_pin_is_redundant_if_nothing_is_otherwise_without_it)
{
	struct project project = read_project(rows[_i].profiles);
	unit_same(rows[_i].law, redundant_of(&project), bytes_of(rows[_i].redundant));
}
END_TEST

/* --- all at once ------------------------------------------------------------------------------ */

/* What three profiles say of one component and of its role: 3^6 ways. */
enum { WAYS = 729, SAYINGS = 3, AT_ONCE = 27 };

static const char *const said_of_web[SAYINGS] = { "", "web: {version: 2}, ",
	"web: {version: 3}, " };
static const char *const said_of_back[SAYINGS] = { "", "web/back: {version: 2}",
	"web/back: {version: 4}" };

static bool is_told(struct bytes told, const char *profile, const char *name)
{
	struct buf pin = buf_new(unit_arena());
	buf_print(&pin, "%s:%s ", profile, name);
	struct bytes spaced = bytes_join(unit_arena(), told, BYTES(" "), BYTES(""));
	return bytes_find(spaced, buf_bytes(&pin), 0) < spaced.len;
}

/* The profiles of a way, without the pins that are told. */
static void say(size_t way, struct bytes told, const char **profiles)
{
	static const char *const names[PROFILES] = { "base", "live", "pilot" };
	for (size_t i = 0; i < PROFILES; i++, way /= SAYINGS * SAYINGS) {
		struct buf out = buf_new(unit_arena());
		const char *web = said_of_web[way % SAYINGS];
		const char *back = said_of_back[way / SAYINGS % SAYINGS];
		buf_print(&out, "versions: {%s%s}", is_told(told, names[i], "web") ? "" : web,
			is_told(told, names[i], "web/back") ? "" : back);
		buf_add_char(&out, '\0');
		profiles[i] = buf_bytes(&out).at;
	}
}

static struct bytes versions_of(struct project *project)
{
	const struct fleet *fleet = resolver_fleet(project->resolver);
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < fleet->heads.count; i++) {
		if (fleet->heads.at[i].abstract)
			continue;
		const struct resolved_profile *profile = resolve(project, &fleet->heads.at[i]);
		for (size_t j = 0; j < profile->parts.count; j++)
			buf_print(
				&out, " " BYTES_FMT, BYTES_ARG(profile->parts.at[j].version.text));
	}
	return buf_bytes(&out);
}

static void take_out(size_t way)
{
	const char *profiles[PROFILES];
	say(way, BYTES(""), profiles);
	struct project before = read_project(profiles);
	struct bytes told = redundant_of(&before);
	say(way, told, profiles);
	struct project after = read_project(profiles);
	ck_assert_msg(bytes_equal(versions_of(&before), versions_of(&after)),
		"%zu: without " BYTES_FMT, way, BYTES_ARG(told));
}

START_TEST(all_that_are_redundant_can_go_at_once)
{
	for (size_t i = 0; i < AT_ONCE; i++)
		take_out((size_t)_i * AT_ONCE + i);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("pins");
	TCase *each = tcase_create("each");
	TCase *all = tcase_create("all");
	tcase_add_loop_test(
		each, a_pin_is_redundant_if_nothing_is_otherwise_without_it, 0, COUNT(rows));
	tcase_add_loop_test(all, all_that_are_redundant_can_go_at_once, 0, WAYS / AT_ONCE);
	suite_add_tcase(suite, each);
	suite_add_tcase(suite, all);
	return suite;
}
