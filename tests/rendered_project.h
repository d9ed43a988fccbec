/* A project with images, for whatever goes through its rules. */
#ifndef LEME_TESTS_RENDERED_PROJECT_H
#define LEME_TESTS_RENDERED_PROJECT_H

#include "base/temporary.h"
#include "manifest/manifest.h"

/* Digests of 64 digits that one can tell apart. */
#define HEX_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HEX_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HEX_C "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

/* api 1.0 is locked to a, with b as its image of one platform; redis 7 to c; web 2.0 is not. */
static const char fixture_lock[] = "apiVersion: leme/v1\nkind: Lock\nimages:\n"
				   "  example.com/shop/api:1.0: {index: sha256:" HEX_A
				   ", linux/amd64: sha256:" HEX_B "}\n"
				   "  docker.io/bitnami/redis:7: sha256:" HEX_C "\n";

static const char fixture_catalog[] =
	"apiVersion: leme/v1\nkind: Catalog\nname: shop\n"
	"environments: [pilot, live]\nprofiles: [profile.yaml]\n"
	"registries:\n"
	"  house: {at: example.com/shop, aliases: [old.example.com/s]}\n"
	"  docker.io: {mirror: mirror.example.com/hub, allow: [bitnami/redis]}\n"
	"components:\n"
	"  api: {image: api}\n"
	"  web: {image: web, roles: {front: {}, back: {}}}\n"
	"  job: {image: job, hook: true}\n"
	"  gone: {image: gone}\n";

static const char fixture_profile[] =
	"apiVersion: leme/v1\nkind: Profile\nname: live\nabsent: [gone]\n"
	"versions: {api: 1.0, web: 2.0, job: 3.0}\n";

/* With lines that are added to the catalogue and to the profile. NULL, with diags. */
static inline const struct resolved_profile *rendered_profile(
	struct arena *run, const char *catalog_lines, const char *profile_lines, struct diags *d)
{
	const struct staged files[] = {
		{ BYTES("leme.yaml"), bytes_print(run, "%s%s", fixture_catalog, catalog_lines) },
		{ BYTES("profile.yaml"), bytes_print(run, "%s%s", fixture_profile, profile_lines) },
		{ BYTES("leme.lock"), bytes_of(fixture_lock) },
	};
	const struct folder *folder = temporary_folder(run, files, sizeof files / sizeof *files, d);
	const struct catalog *catalog = folder
		? catalog_read(run, folder, LIMITS_DEFAULT, &(struct sources_given){ 0 }, d)
		: NULL;
	const struct fleet *fleet = catalog ? fleet_read(run, catalog, 1, d) : NULL;
	const struct resolver *resolver = fleet ? resolver_new(run, fleet, d) : NULL;
	if (!resolver)
		return NULL;
	return profile_resolve(run, resolver, fleet_find(fleet, run, BYTES("live")), d);
}

#endif
