/* The spellings of registries: one place, many names. */
#include "unit.h"

#include "model/model.h"
#include "notation/notation.h"

static const struct value *data(const char *text)
{
	struct diags d = diags_new(unit_arena());
	if (!text)
		return NULL;
	struct tree *tree = tree_read(
		unit_arena(), unit_source(bytes_of(text)), DIALECT_STRICT, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "%s", unit_diags(&d));
	return tree_value(unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
}

#define HOUSE "house: {at: gcr.io/shop, aliases: [us.pkg.dev/shop/gcr.io, old.example.com/]}"
#define HUB "docker.io: {mirror: mirror.example.com/hub, allow: [bitnami/redis]}"

/* `out` NULL: the profile spells it as it is. */
static const struct {
	const char *law, *catalog, *profile, *name, *canonical, *out;
} rows[] = {
	{ "no registries: Docker's own normal form", NULL, NULL, "nginx", "docker.io/library/nginx",
		NULL },
	{ "the hub has two names", NULL, NULL, "index.docker.io/bitnami/redis",
		"docker.io/bitnami/redis", NULL },
	{ "another place stays", "{" HOUSE "}", NULL, "quay.io/x/y", "quay.io/x/y", NULL },
	{ "the house itself", "{" HOUSE "}", NULL, "gcr.io/shop/api", "gcr.io/shop/api", NULL },
	{ "an alias", "{" HOUSE "}", NULL, "us.pkg.dev/shop/gcr.io/tools/api",
		"gcr.io/shop/tools/api", "gcr.io/shop/tools/api" },
	{ "a slash at the end is nothing", "{" HOUSE "}", NULL, "old.example.com/api",
		"gcr.io/shop/api", "gcr.io/shop/api" },
	{ "a prefix ends where a part ends", "{" HOUSE "}", NULL, "gcr.io/shopping/api",
		"gcr.io/shopping/api", NULL },
	{ "a mirrored name is what it mirrors", "{" HUB "}", NULL,
		"mirror.example.com/hub/bitnami/redis", "docker.io/bitnami/redis",
		"mirror.example.com/hub/bitnami/redis" },
	{ "a short name is mirrored in full", "{" HUB "}", NULL, "redis", "docker.io/library/redis",
		"mirror.example.com/hub/library/redis" },
	{ "a cut-over: the profile's own name", "{" HOUSE "}", "{house: {at: mirror.local/shop}}",
		"mirror.local/shop/api", "gcr.io/shop/api", "mirror.local/shop/api" },
	{ "and the catalogue's in the profile", "{" HOUSE "}", "{house: {at: mirror.local/shop}}",
		"gcr.io/shop/api", "gcr.io/shop/api", "mirror.local/shop/api" },
	{ "and an alias in the profile", "{" HOUSE "}", "{house: {at: mirror.local/shop}}",
		"us.pkg.dev/shop/gcr.io/api", "gcr.io/shop/api", "mirror.local/shop/api" },
	{ "a mirror wins over a place", "{" HOUSE "}",
		"{house: {at: b.local/shop, mirror: m.local/shop}}", "b.local/shop/api",
		"gcr.io/shop/api", "m.local/shop/api" },
	{ "a domain is canonical wherever it is now", "{quay.io: {at: q.local/quay}}", NULL,
		"q.local/quay/x/y", "quay.io/x/y", "q.local/quay/x/y" },
	{ "the longest prefix wins", "{gcr.io: {mirror: m.local/gcr}, " HOUSE "}", NULL,
		"gcr.io/shop/api", "gcr.io/shop/api", "gcr.io/shop/api" },
	{ "and the shorter one has the rest", "{gcr.io: {mirror: m.local/gcr}, " HOUSE "}", NULL,
		"m.local/gcr/other/x", "gcr.io/other/x", "m.local/gcr/other/x" },
	{ "a house on the hub", "{house: {at: shop}}", NULL, "shop/api", "docker.io/shop/api",
		"docker.io/shop/api" },
	{ "a registry that only the profile has", NULL, "{house: {at: mirror.local/shop}}",
		"mirror.local/shop/api", "mirror.local/shop/api", "mirror.local/shop/api" },
};

START_TEST(names_have_one_canonical_form)
{
	struct arena *arena = unit_arena();
	struct diags d = diags_new(arena);
	const struct registries *registries = registries_new(
		arena, data(rows[_i].catalog), data(rows[_i].profile), &d);
	ck_assert_msg(registries, "%s: %s", rows[_i].law, unit_diags(&d));
	struct bytes canonical = registries_canonical(arena, registries, bytes_of(rows[_i].name));
	unit_same(rows[_i].law, canonical, bytes_of(rows[_i].canonical));
	struct bytes out = registries_spelled(arena, registries, canonical);
	unit_same(rows[_i].law, out, bytes_of(rows[_i].out ? rows[_i].out : rows[_i].canonical));
	unit_same("and back", registries_canonical(arena, registries, out), canonical);
}
END_TEST

static const struct {
	const char *text, *reference; /* or what is wrong */
} references[] = {
	{ "nginx:1.25", "docker.io/library/nginx:1.25" },
	{ "us.pkg.dev/shop/gcr.io/api:1.0", "gcr.io/shop/api:1.0" },
	{ "gcr.io/shop/api:1.0@sha256:"
	  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		"gcr.io/shop/api:1.0@sha256:"
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" },
	{ "gcr.io/Shop/api", "an image is in lower case" },
};

START_TEST(references_keep_tag_and_digest)
{
	struct arena *arena = unit_arena();
	struct diags d = diags_new(arena);
	struct image image;
	const struct registries *registries = registries_new(arena, data("{" HOUSE "}"), NULL, &d);
	const char *wrong = registries_reference(
		arena, registries, bytes_of(references[_i].text), &image);
	unit_same(references[_i].text, wrong ? bytes_of(wrong) : image_text(arena, &image),
		bytes_of(references[_i].reference));
}
END_TEST

static const struct {
	const char *catalog, *profile, *diags;
} faults[] = {
	{ "{docker.io: {mirror: docker.io/mirror}}", NULL,
		"1:22 registry/mirror the mirror 'docker.io/mirror' begins with what it mirrors, "
		"'docker.io'\n" },
	{ "{docker.io: {mirror: index.docker.io}}", NULL,
		"1:22 registry/mirror the mirror 'index.docker.io' begins with what it mirrors, "
		"'docker.io'\n" },
	{ "{house: {at: a.io/x, aliases: [b.io]}, c.io: {mirror: b.io}}", NULL,
		"1:55 registry/ambiguous 'b.io' is a name of two registries, 'a.io/x' and "
		"'c.io'\n" },
	{ "{house: {at: a.io/x}, docker.io: {}}", "{docker.io: {mirror: a.io/x}}",
		"1:22 registry/ambiguous 'a.io/x' is a name of two registries, 'a.io/x' and "
		"'docker.io'\n" },
	{ "{dockerio: {allow: [x]}, house: {}, other: {at: a.io}}", NULL,
		"1:2 registry/no-place the registry 'dockerio' is nowhere\n" },
	{ "{docker.io: {allow: [nginx, a/b, 'a/*', 'nginx:1', Nginx]}}", NULL,
		"1:34 registry/allow 'a/*': an image is [DOMAIN/]PATH[:TAG][@ALGORITHM:HEX]\n"
		"1:41 registry/allow 'nginx:1': what charts may bring is a repository, in any "
		"version\n"
		"1:52 registry/allow 'Nginx': an image is in lower case\n" },
	{ "{quay.io: {allow: [quay.io/a/b, quay.iox/b]}}", NULL,
		"1:20 registry/allow 'quay.io/a/b': the registry is not said again in front of a "
		"repository\n" },
};

START_TEST(a_name_leads_to_one_place)
{
	struct diags d = diags_new(unit_arena());
	ck_assert_ptr_null(registries_new(
		unit_arena(), data(faults[_i].catalog), data(faults[_i].profile), &d));
	ck_assert_str_eq(unit_diags(&d), faults[_i].diags);
}
END_TEST

START_TEST(the_house_is_known)
{
	struct diags d = diags_new(unit_arena());
	const struct registries *registries = registries_new(
		unit_arena(), data("{" HOUSE "}"), data("{house: {at: m.local}}"), &d);
	unit_same("in", registries_in_house(registries, BYTES("gcr.io/shop/a/b")), BYTES("a/b"));
	unit_same("out", registries_in_house(registries, BYTES("gcr.io/shopping/a")), BYTES(""));
	unit_same("it", registries_in_house(registries, BYTES("gcr.io/shop")), BYTES(""));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_registry");
	TCase *names = tcase_create("names");
	tcase_add_loop_test(names, names_have_one_canonical_form, 0, (int)COUNT(rows));
	tcase_add_loop_test(names, references_keep_tag_and_digest, 0, (int)COUNT(references));
	tcase_add_loop_test(names, a_name_leads_to_one_place, 0, (int)COUNT(faults));
	tcase_add_test(names, the_house_is_known);
	suite_add_tcase(suite, names);
	return suite;
}
