/* The six hops of a version: what holds, what breaks, and where. */
#include "scratch.h"

#include "base/folder.h"
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIRROR ".leme/sources/mirror"
#define CODE ".leme/sources/code"
#define MAKEFILE CODE "/api/v.mk"

/* A project of which each row changes a file. */
static const struct {
	const char *path, *text;
} files[] = {
	{ "leme.yaml",
		"apiVersion: leme/v1\nkind: Catalog\nname: shop\n"
		"chart: {path: chart, version: 1.2.0}\n"
		"environments: [test, production]\n"
		"sources: {mirror: {url: 'https://mirror.example.com'}, code: {git: x}}\n"
		"registries: {house: {at: example.com/shop}}\n"
		"components:\n"
		"  api:\n"
		"    image: api\n"
		"    tag: v${{ version }}\n"
		"    version: {from: API}\n"
		"    writes: {image: api.image, enabled: api.live}\n"
		"    artifacts: {pack: {folder: 'mirror:api', name: 'api-${{ version }}.tgz'}}\n"
		"    build: {from: 'code:api/v.mk', key: API_VERSION}\n"
		"  site:\n"
		"    image: site\n"
		"    roles:\n"
		"      shop: {writes: shop.image}\n"
		"      blog: {writes: {reference: blog.image}, version: {from: BLOG}}\n"
		"    artifacts: {theme: {folder: themes, name: 't${{ version }}.tgz'}}\n"
		"  database: {external: true}\n" },
	{ "API", "1.10\n" },
	{ "BLOG", "2.0\n" },
	{ "chart/Chart.yaml", "name: shop\nversion: 1.2.0\n" },
	{ "chart/values.yaml", "{}\n" },
	{ "VERSION", "1.2.0\n" },
	{ MIRROR "/api/1.10/api-1.10.tgz", "pack" },
	{ "themes/7/t7.tgz", "theme" },
	{ MAKEFILE, "MAJOR := 1\nAPI_VERSION := $(MAJOR).10\n" },
	{ "profiles/production.yaml",
		"apiVersion: leme/v1\nkind: Profile\nname: production\n"
		"versions: {site: 3.1, site/theme: 7, database: 15.4}\n" },
	{ "values/production.yaml",
		"api:\n  image:\n    repository: example.com/shop/api\n    tag: 'v1.10'\n  live: "
		"true\n"
		"shop: {image: {repository: example.com/shop/site, tag: '3.1'}}\n"
		"blog: {image: 'example.com/shop/site:2.0'}\n" },
};

static void take_away(const char *path)
{
	char command[192];
	snprintf(command, sizeof command, "rm -r '%s'", path);
	ck_assert_int_eq(system(command), 0);
}

static void begin(void)
{
	scratch_enter();
	ck_assert_int_eq(
		system("mkdir -p chart profiles values themes/7 " MIRROR "/api/1.10 " CODE "/api"),
		0);
	for (size_t i = 0; i < COUNT(files); i++)
		put(files[i].path, files[i].text);
}

struct here {
	const struct catalog *catalog;
	const struct fleet *fleet;
	const struct resolver *resolver;
	const struct resolved_profile *profile;
	const struct chain_ground *ground;
};

static struct here read_here(struct diags *d)
{
	struct arena *run = unit_arena();
	struct folder *folder = folder_open(run, BYTES(""), d);
	struct catalog *catalog = catalog_read(run, folder, LIMITS_DEFAULT, NULL, d);
	ck_assert_msg(catalog, "%s", unit_diags(d));
	struct fleet *fleet = fleet_read(run, catalog, 1, d);
	struct resolver *resolver = fleet ? resolver_new(run, fleet, d) : NULL;
	ck_assert_msg(resolver, "%s", unit_diags(d));
	struct resolved_profile *profile = profile_resolve(run, resolver, &fleet->heads.at[0], d);
	ck_assert_msg(profile, "%s", unit_diags(d));
	const struct chain_ground *ground = chain_ground_new(run, catalog, d);
	return (struct here){ catalog, fleet, resolver, profile, ground };
}

static const struct version_chain *chain_here(const char *name, struct diags *d)
{
	struct arena *run = unit_arena();
	struct here here = read_here(d);
	struct versioned subject;
	ck_assert(
		versioned_find(run, here.catalog, bytes_of(name), (struct span){ 0 }, &subject, d));
	const struct output_values *output = output_values_read(
		run, here.profile, PLACES_OF_ALL, d);
	return chain_of(run, here.ground, here.profile, output, subject, d);
}

/* A letter for the state of each hop: none, holds, undecided, broken. */
static struct bytes states(const struct version_chain *chain)
{
	struct buf out = buf_new(unit_arena());
	for (enum hop hop = 0; hop < HOPS; hop++)
		buf_add_char(&out, "-hub"[chain_state(chain, hop)]);
	return buf_bytes(&out);
}

/* `PLACE NAME=VALUE: TEXT` of the first break; an empty text without one. */
static struct bytes break_text(const struct version_chain *chain)
{
	const struct witness *broken = chain_break(chain);
	struct buf out = buf_new(unit_arena());
	if (!broken)
		return BYTES("");
	buf_add(&out, broken->at.source->name);
	if (broken->at.source->text.at) {
		struct place place = source_place(broken->at.source, broken->at.begin);
		buf_print(&out, ":%zu:%zu", place.line, place.column);
	}
	buf_print(&out, " " BYTES_FMT "=" BYTES_FMT ": " BYTES_FMT, BYTES_ARG(broken->name),
		BYTES_ARG(broken->value), BYTES_ARG(broken->text));
	return buf_bytes(&out);
}

#define VALUES "values/production.yaml"
#define API_VALUES(tag) \
	"api:\n  image:\n    repository: example.com/shop/api\n    tag: " tag "\n  live: true\n"
#define PROFILE(rest) "apiVersion: leme/v1\nkind: Profile\nname: production\n" rest

#define DIGEST "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1"

/* Of the text of api's artifact. */
#define PACK "4862f447f2c7f272fa2f4aaf89dadb3b1ac09105bd5864f8d1a0c9452bb0a226"
#define LOCK(artifacts) \
	"apiVersion: leme/v1\nkind: Lock\nimages:\n  example.com/shop/api:v1.10: sha256:" DIGEST \
	"\nartifacts:\n" artifacts

/* The hops are artifact, version, build, image, values, chart. */
static const struct row {
	const char *name, *path, *text; /* the file with another text; NULL: without the file */
	const char *states, *broken;
	const char *law;
} rows[] = {
	{ "api", "BLOG", "2.0\n", "hhhhhh", "", "a whole chain" },
	{ "database", "BLOG", "2.0\n", "-h---h", "", "an external component has no image" },
	{ "api", "API", "1.10 \r\n", "hhhhhh", "", "a version is the text of its line" },
	{ "api", MIRROR "/api/1.10/api-1.10.tgz", NULL, "bhhhhh",
		"mirror:api/1.10/api-1.10.tgz api/pack=: the mirror has no artifact "
		"'api-1.10.tgz' there",
		"no such artifact" },
	{ "api", MIRROR "/api/1.10", NULL, "bhhhhh",
		"mirror:api/1.10/api-1.10.tgz api/pack=: the mirror has no version '1.10'",
		"no such version" },
	{ "api", MIRROR "/api", NULL, "bhhhhh",
		"mirror:api/1.10/api-1.10.tgz api/pack=: the mirror has no folder 'api'",
		"no such folder" },
	{ "api", MIRROR "/api/1.10/api-1.10.tgz", "", "bhhhhh",
		"mirror:api/1.10/api-1.10.tgz api/pack=: the file is empty", "an empty artifact" },
	{ "api", MIRROR, NULL, "uhhhhh", "", "without its source, a hop is undecided" },
	{ "api", "API", "1.10.0\n", "bhbhbh", NULL, "a version is no number" },
	{ "api", MAKEFILE, "API_VERSION := 1.9\n", "hhbhhh",
		"code:api/v.mk:1:16 API_VERSION=1.9: 'API_VERSION' is '1.9' here, but the version "
		"is '1.10'",
		"another version in the makefile" },
	{ "api", MAKEFILE, "API_VERSION = 1.10 # blanks before this\n", "hhhhhh", "",
		"blanks around it" },
	{ "api", MAKEFILE, "API_VERISON := 1.10\n", "hhbhhh",
		"leme.yaml:15:19 API_VERSION=: no line of '" MAKEFILE
		"' assigns the variable 'API_VERSION'",
		"no such variable" },
	{ "api", MAKEFILE, "API_VERSION := $(shell cat VERSION)\n", "hhuhhh", "",
		"what would have to be run is undecided" },
	{ "api", MAKEFILE, "include none.mk\nAPI_VERSION := 1.10\n", "hhuhhh", "",
		"a makefile that includes what is not there" },
	{ "api", MAKEFILE, "-include none.mk\nAPI_VERSION := 1.10\n", "hhhhhh", "",
		"a makefile that goes on without what is not there" },
	{ "api", MAKEFILE, "include ../../../../leme.yaml\nAPI_VERSION := 1.10\n", "hhuhhh", "",
		"a makefile that includes what is outside its source" },
	{ "api", MAKEFILE, "API_VERSION := 1.10\nifdef CI\nAPI_VERSION := 1.11\nendif\n", "hhuhhh",
		"", "a variable that the environment may have is undecided" },
	{ "api", MAKEFILE, "ifeq ($(CI),)\nAPI_VERSION := 1.10\nendif\n", "hhuhhh", "",
		"whatever it is asked for" },
	{ "api", MAKEFILE, NULL, "hhbhhh",
		"leme.yaml:15:19 API_VERSION=: there is no file '.leme/sources/code/api/v.mk'",
		"no such makefile" },
	{ "api", "profiles/production.yaml",
		PROFILE("versions:\n  api: {version: 1.9, reason: INC-1}\n"
			"  site: 3.1\n  site/theme: 7\n"),
		"bhuhbh", NULL, "a makefile goes on while a pin stays" },
	{ "api", "profiles/production.yaml",
		PROFILE("versions: {api: 1.9, site: 3.1, site/theme: 7}\n"), "bhbhbh", NULL,
		"a version without a reason is no pin" },
	{ "api", CODE, NULL, "hhuhhh", "", "without the source of the makefile" },
	{ "api", "leme.lock", "apiVersion: leme/v1\nkind: Lock\nimages: {}\n", "hhhbhh",
		"leme.lock example.com/shop/api:v1.10=: the image is not locked",
		"an image that the lock does not know" },
	{ "api", "leme.lock",
		"apiVersion: leme/v1\nkind: Lock\nimages:\n"
		"  example.com/shop/api:v1.10: sha256:" DIGEST "\n",
		"hhhhhh", "", "an image that the lock knows" },
	{ "api", "leme.lock", LOCK("  api/pack: {sha256: " PACK ", size: 4}\n"), "hhhhhh", "",
		"an artifact of the bytes that are locked" },
	{ "api", "leme.lock", LOCK("  api/pack: {sha256: " DIGEST ", size: 4}\n"), "bhhhhh",
		"mirror:api/1.10/api-1.10.tgz api/pack=sha256:" PACK ": the file is not the one "
		"that is locked, of which the digest is 'sha256:" DIGEST "'",
		"an artifact of other bytes" },
	{ "api", "leme.lock", LOCK("  api/pack: {sha256: " PACK ", size: 5}\n"), "bhhhhh",
		"mirror:api/1.10/api-1.10.tgz api/pack=: the file has 4 bytes, but the one that is "
		"locked has 5",
		"an artifact of another size" },
	{ "api", "leme.lock", LOCK("  api/pack: {sha256: " PACK ", size: 3}\n"), "bhhhhh",
		"mirror:api/1.10/api-1.10.tgz api/pack=: the file has 4 bytes, but the one that is "
		"locked has 3",
		"an artifact that has grown" },
	{ "api", "leme.lock",
		LOCK("  api/pack: {sha256: " DIGEST ", size: 4}\n"
		     "  api/pack:1.10: {sha256: " PACK ", size: 4}\n"),
		"hhhhhh", "", "the entry of a version is before that of all" },
	{ "api", "leme.lock",
		LOCK("  api/pack:1.10: {sha256: " DIGEST ", size: 4}\n"
		     "  api/pack: {sha256: " PACK ", size: 4}\n"),
		"bhhhhh", NULL, "wherever it stands" },
	{ "api", "leme.lock", LOCK("  api/pack:1.9: {sha256: " DIGEST ", size: 1}\n"), "hhhhhh", "",
		"the entry of another version is none of this one's" },
	{ "site", "profiles/production.yaml", PROFILE("versions: {site: next, site/theme: 7}\n"),
		"hb-hbh",
		"profiles/production.yaml:4:18 site=next: 'next' is no version: a version of "
		"scheme dotted is numbers joined by '.', and perhaps a suffix",
		"a version that its scheme refuses" },
	{ "site", "profiles/production.yaml", PROFILE("versions: {site: 3.1+x, site/theme: 7}\n"),
		"hh-bbh",
		"profiles/production.yaml:4:18 site=example.com/shop/site:3.1+x: "
		"'example.com/shop/site:3.1+x' is no image reference: an image is "
		"[DOMAIN/]PATH[:TAG][@ALGORITHM:HEX]",
		"a version that is no tag" },
	{ "api", VALUES, NULL, "hhhhbh", VALUES " " VALUES "=: the file is not there",
		"no output" },
	{ "api", VALUES, "", "hhhhbh",
		VALUES ":1:1 api.image.repository=: Helm finds nothing at "
		       "'api.image.repository'; the profile has 'example.com/shop/api'",
		"an empty output" },
	{ "api", VALUES, "api: [\n", "hhhhbh", NULL, "an output that Helm cannot read" },
	{ "api", VALUES, "- api\n", "hhhhbh",
		VALUES ":1:3 " VALUES "=: Helm takes nothing but a mapping here", "a list" },
	{ "api", VALUES, "<<<<<<< a\n=======\n>>>>>>> b\n", "hhhhbh",
		VALUES ":1:1 " VALUES "=: the file has conflict markers", "conflict markers" },
	{ "api", VALUES, API_VALUES("'v1.9'"), "hhhhbh",
		VALUES ":4:10 api.image.tag=v1.9: 'api.image.tag' is 'v1.9' here, but the profile "
		       "has 'v1.10'",
		"another tag" },
	{ "api", VALUES, API_VALUES("\"v1.10\"") "other: 1\n", "hhhhhh", "",
		"other keys and quotes do not matter" },
	{ "api", VALUES,
		API_VALUES("v1.9") "api: {live: true, image: {repository: "
				   "example.com/shop/api, tag: v1.10}}\n",
		"hhhhhh", "", "of a key that is there twice, Helm takes the last" },
	{ "api", VALUES, API_VALUES("{}"), "hhhhbh",
		VALUES ":4:10 api.image.tag=: Helm finds more than one value at 'api.image.tag'; "
		       "the profile has 'v1.10'",
		"no scalar" },
	{ "api", VALUES,
		"api: {image: {repository: example.com/shop/api, tag: v1.10}, live: 'true'}\n",
		"hhhhbh", VALUES ":1:68 api.live=true: Helm does not take 'true' for a truth value",
		"a text that looks like a truth value" },
	{ "api", VALUES, "api: {image: {repository: example.com/shop/api}}\n", "hhhhbh",
		VALUES ":1:7 api.image.tag=: Helm finds nothing at 'api.image.tag'; the profile "
		       "has 'v1.10'",
		"a key that is missing, at the map it is missing in" },
	{ "api", "chart/Chart.yaml", "name: shop\nversion: 1.1.9\n", "hhhhhb",
		"chart/Chart.yaml:2:10 chart/Chart.yaml=1.1.9: the chart's version is '1.1.9' "
		"here, but the catalogue has '1.2.0'",
		"another version in Chart.yaml" },
	{ "api", "chart/Chart.yaml", "name: shop\n", "hhhhhb",
		"chart/Chart.yaml:1:1 chart/Chart.yaml=: there is no 'version' in the file",
		"no version in Chart.yaml" },
	{ "api", "chart/Chart.yaml", NULL, "hhhhhb",
		"chart/Chart.yaml chart/Chart.yaml=: the file is not there", "no Chart.yaml" },
	{ "api", "VERSION", "1.2.1\n", "hhhhhb",
		"VERSION:1:1 VERSION=1.2.1: the chart's version is '1.2.1' here, but the "
		"catalogue has '1.2.0'",
		"another version in VERSION" },
	{ "api", "VERSION", NULL, "hhhhhb", "VERSION VERSION=: the file is not there",
		"no VERSION" },
	{ "api", "VERSION", "\xEF\xBB\xBF 1.2.0\r\n", "hhhhhh", "", "a byte order mark" },
	{ "api", "profiles/production.yaml", PROFILE("versions: {site: 3.1}\nabsent: [api]\n"),
		"----bh",
		VALUES ":5:9 api.live=true: 'api.live' is 'true' here, but the profile has 'false'",
		"an absent component is switched off" },
	{ "site", "API", "1.10\n", "hh-hhh", "", "a component is all its roles" },
	{ "site", VALUES,
		"shop: {image: {repository: example.com/shop/site, tag: '3.1'}}\n"
		"blog: {image: 'example.com/shop/site:3.1'}\n",
		"hh-hbh",
		VALUES ":2:15 blog.image=example.com/shop/site:3.1: 'blog.image' is "
		       "'example.com/shop/site:3.1' here, but the profile has "
		       "'example.com/shop/site:2.0'",
		"one role breaks the component" },
	{ "site/shop", VALUES, "shop: {image: {repository: example.com/shop/site, tag: '3.1'}}\n",
		"hh-hhh", "", "another role does not break this one" },
	{ "site/blog", VALUES, "blog: {image: 'example.com/shop/site:2.0'}\n", "hh-hhh", "",
		"a role with a version of its own" },
	{ "site/blog", "profiles/production.yaml",
		PROFILE("versions: {site: 3.1}\nabsent: [site/blog]\n"), "-----h", "",
		"an absent role is in no values" },
	{ "site", "profiles/production.yaml",
		PROFILE("versions: {site: 3.1, site/theme: 7}\nabsent: [site/blog, site/shop]\n"),
		"hh---h", "", "a component of which no role runs has no image" },
	{ "site/theme", VALUES, "", "hh---h", "",
		"an artifact with a version of its own is in no image" },
	{ "site/theme", "profiles/production.yaml", PROFILE("versions: {site: 3.1}\n"), "bh-hhh",
		NULL, "an artifact of the component's version is in its image" },
	{ "site", "profiles/production.yaml", PROFILE("versions: {site: 3.1, site/theme: x}\n"),
		"bb-hhh", NULL, "the versions of artifacts are judged, too" },
};

START_TEST(a_chain_breaks_where_a_hop_differs_from_the_one_before)
{
	const struct row *row = &rows[_i];
	struct diags d = diags_new(unit_arena());
	begin();
	if (row->text)
		put(row->path, row->text);
	else
		take_away(row->path);
	const struct version_chain *chain = chain_here(row->name, &d);
	ck_assert_msg(chain, "%s: %s", row->law, unit_diags(&d));
	unit_same(row->law, states(chain), bytes_of(row->states));
	if (row->broken)
		unit_same(row->law, break_text(chain), bytes_of(row->broken));
	else
		ck_assert_msg(chain_break(chain), "%s", row->law);
	scratch_leave();
}
END_TEST

/* All that is undecided or broken, with its place. */
static struct bytes faults_of(const struct version_chain *chain)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; chain && i < chain->count; i++) {
		const struct witness *witness = &chain->at[i];
		if (witness->state < HOP_UNDECIDED)
			continue;
		buf_print(&out,
			"%s " BYTES_FMT ":%u-%u " BYTES_FMT "=" BYTES_FMT ": " BYTES_FMT
			" (" BYTES_FMT ")\n",
			hop_names[witness->hop], BYTES_ARG(witness->at.source->name),
			witness->at.begin, witness->at.end, BYTES_ARG(witness->name),
			BYTES_ARG(witness->value), BYTES_ARG(witness->text),
			BYTES_ARG(witness->hint));
	}
	return buf_bytes(&out);
}

/* Asked twice, so that what was found the first time may be known. */
static void same_faults(const struct here *here, const char *law)
{
	struct arena *run = unit_arena();
	struct diags d = diags_new(run);
	const struct output_values *all = output_values_read(run, here->profile, PLACES_OF_ALL, &d);
	const struct output_values *some = output_values_read(
		run, here->profile, PLACES_OF_FAULTS, &d);
	for (size_t i = 0; i < 2 * here->catalog->components.count; i++) {
		const struct component *component = &here->catalog->components.at[i / 2];
		unit_same(law,
			faults_of(chain_of_faults(
				run, here->ground, here->profile, some, component, &d)),
			faults_of(chain_of(run, here->ground, here->profile, all,
				(struct versioned){ component, NULL, NULL }, &d)));
	}
}

START_TEST(faults_are_the_same_whether_or_not_they_are_all_that_matters)
{
	const struct row *row = &rows[_i];
	struct diags d = diags_new(unit_arena());
	begin();
	if (row->text)
		put(row->path, row->text);
	else
		take_away(row->path);
	struct here here = read_here(&d);
	same_faults(&here, row->law);
	scratch_leave();
}
END_TEST

/* What stands around the values in the bytes of `compile`. */
static const struct {
	const char *before, *after;
	bool taken; /* for the values of the profile, without reading them */
	const char *law;
} outputs[] = {
	{ "", "", true, "nothing" },
	{ "# Generated by leme from produção.yaml.\n#\n", "# leme:sha256=0\n", true, "comments" },
	{ "", "more: 1\n", false, "another key" },
	{ "", "api: {live: false}\n", false, "a key that is given again" },
	{ "", "  live: 1\n", false, "what goes on with the last map" },
	{ "---\n", "", false, "a marker" },
	{ "", "---\n", false, "a second document" },
	{ "# a\n\n", "", false, "an empty line" },
	{ "", "# no line end", false, "a comment without a line end" },
	{ "# a\tb\n", "", false, "a tab" },
	{ "# a\r\n", "", false, "a carriage return" },
	{ "# a\rapi: {}\n", "", false, "what ends a line for Helm" },
	{ "# a\xC2\x85x: 1\n", "", false, "the same in Unicode" },
	{ "# a\xE2\x80\xA8x: 1\n", "", false, "and its line separator" },
	{ "# \xEF\xBF\xBE\n", "", false, "no character" },
	{ "<<<<<<< a: 1\n", "", false, "conflict markers" },
	{ "#<<<<<<< a\n", "", false, "and what might be some" },
	{ "# \x1B\n", "", false, "a control character" },
	{ " # a\n", "", false, "a comment that is not at the start of its line" },
	{ "%YAML 1.1\n---\n", "", false, "a directive" },
};

START_TEST(values_in_the_bytes_of_compile_are_those_of_the_profile)
{
	struct arena *run = unit_arena();
	struct diags d = diags_new(run);
	struct buf text = buf_new(run);
	begin();
	struct here here = read_here(&d);
	buf_add(&text, bytes_of(outputs[_i].before));
	emit_value(&text, here.profile->compiled, 0);
	buf_add(&text, bytes_of(outputs[_i].after));
	put(VALUES, bytes_string(run, buf_bytes(&text)));
	const struct output_values *output = output_values_read(
		run, here.profile, PLACES_OF_FAULTS, &d);
	ck_assert_msg((output->values == here.profile->compiled) == outputs[_i].taken, "%s",
		outputs[_i].law);
	output = output_values_read(run, here.profile, PLACES_OF_ALL, &d);
	ck_assert_msg(output->values != here.profile->compiled, "%s", outputs[_i].law);
	ck_assert_msg(!outputs[_i].taken || value_equal(output->values, here.profile->compiled),
		"%s", outputs[_i].law);
	same_faults(&here, outputs[_i].law);
	scratch_leave();
}
END_TEST

/* Each customer differs from the ones before in one thing. */
START_TEST(what_is_known_of_components_is_known_of_those_that_are_alike)
{
	static const struct {
		const char *rest, *broken;
	} customers[] = {
		{ "", "" },
		{ "versions: {site/theme: 7}\n", "" },
		{ "versions: {api: 1.9}\n", "api" },
		{ "versions: {api: {version: 1.10, reason: x}}\n", "" },
		{ "versions: {site/theme: 8}\n", "site" },
		{ "versions: {site: 3.2}\n", "" },
		{ "versions: {site: next}\n", "site" },
		{ "versions: {site: 3.1+x}\n", "site" },
		{ "absent: [api]\n", "" },
		{ "", "" },
	};
	struct arena *run = unit_arena();
	struct diags d = diags_new(run);
	begin();
	for (size_t i = 0; i < COUNT(customers); i++)
		put(bytes_string(run, bytes_print(run, "profiles/c%zu.yaml", i)),
			bytes_string(run,
				bytes_print(run,
					"apiVersion: leme/v1\nkind: Profile\nname: c%zu\n"
					"extends: production\n%s",
					i, customers[i].rest)));
	struct here here = read_here(&d);
	for (size_t i = 0; i < COUNT(customers); i++) {
		struct buf text = buf_new(run);
		here.profile = profile_resolve(run, here.resolver, &here.fleet->heads.at[i], &d);
		ck_assert_msg(here.profile, "%s", unit_diags(&d));
		emit_value(&text, here.profile->compiled, 0);
		put(bytes_string(run, here.profile->head->output),
			bytes_string(run, buf_bytes(&text)));
		same_faults(&here, customers[i].rest);
		for (size_t j = 0; j < here.catalog->components.count; j++) {
			const struct component *component = &here.catalog->components.at[j];
			const struct version_chain *chain = chain_of_faults(run, here.ground,
				here.profile,
				output_values_read(run, here.profile, PLACES_OF_FAULTS, &d),
				component, &d);
			ck_assert_msg(!chain == !bytes_is(component->id, customers[i].broken), "%s",
				customers[i].rest);
		}
	}
	scratch_leave();
}
END_TEST

START_TEST(an_artifact_that_differs_is_told_with_its_line_in_the_lock)
{
	struct diags d = diags_new(unit_arena());
	begin();
	put("leme.lock", LOCK("  api/pack: {sha256: " DIGEST ", size: 4}\n"));
	const struct witness *broken = chain_break(chain_here("api", &d));
	ck_assert_ptr_nonnull(broken);
	unit_same("expected", broken->expected, BYTES("sha256:" DIGEST));
	unit_same("file", broken->related.at.source->name, BYTES("leme.lock"));
	unit_same("place", span_text(broken->related.at), BYTES(DIGEST));
	scratch_leave();
}
END_TEST

START_TEST(what_the_world_refuses_ends_the_run)
{
	struct diags d = diags_new(unit_arena());
	begin();
	ck_assert_int_eq(unlink("VERSION"), 0);
	ck_assert_int_eq(mkdir("VERSION", 0777), 0);
	struct folder *folder = folder_open(unit_arena(), BYTES(""), &d);
	struct catalog *catalog = catalog_read(unit_arena(), folder, LIMITS_DEFAULT, NULL, &d);
	ck_assert_ptr_nonnull(catalog);
	chain_ground_new(unit_arena(), catalog, &d);
	ck_assert_int_eq(diags_code(&d), EXIT_WORLD);
	unit_same("the hop", states(chain_here("api", &d)), BYTES("hhhhhu"));
	scratch_leave();
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("chains of versions");
	TCase *tests = tcase_create("all");
	tcase_add_loop_test(
		tests, a_chain_breaks_where_a_hop_differs_from_the_one_before, 0, COUNT(rows));
	tcase_add_loop_test(tests, faults_are_the_same_whether_or_not_they_are_all_that_matters, 0,
		COUNT(rows));
	tcase_add_loop_test(
		tests, values_in_the_bytes_of_compile_are_those_of_the_profile, 0, COUNT(outputs));
	tcase_add_test(tests, what_is_known_of_components_is_known_of_those_that_are_alike);
	tcase_add_test(tests, an_artifact_that_differs_is_told_with_its_line_in_the_lock);
	tcase_add_test(tests, what_the_world_refuses_ends_the_run);
	suite_add_tcase(suite, tests);
	return suite;
}
