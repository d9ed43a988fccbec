#include "unit.h"

#include "notation/notation.h"

static const struct {
	const char *name, *domain, *path;
	bool valid;
	const char *law;
} rows[] = {
	{ "redis", "", "redis", true, "no domain" },
	{ "bitnami/redis", "", "bitnami/redis", true,
		"the first part without '.' or ':' is no domain" },
	{ "docker.io/library/redis", "docker.io", "library/redis", true, "a dot makes a domain" },
	{ "localhost/redis", "localhost", "redis", true, "localhost is a domain" },
	{ "localhost", "", "localhost", true, "but not alone" },
	{ "registry:5000/a/b", "registry:5000", "a/b", true, "a port makes a domain" },
	{ "[2001:db8::1]:5000/a", "[2001:db8::1]:5000", "a", true, "IPv6 in brackets" },
	{ "gcr.io/eng-protheus/appserver", "gcr.io", "eng-protheus/appserver", true, "the house" },
	{ "Example.COM/a", "Example.COM", "a", true, "a domain may be in upper case" },
	{ "a/b__c/d---e/f.g_h", "", "a/b__c/d---e/f.g_h", true, "separators inside a part" },
	{ "", "", "", false, "empty" },
	{ "Redis", "", "Redis", false, "upper case in a path" },
	{ "redis:7", "", "redis:7", false, "a tag" },
	{ "a/redis@sha256:00", "", "a/redis@sha256:00", false, "a digest" },
	{ "a//b", "", "a//b", false, "an empty part" },
	{ "a/", "", "a/", false, "an empty last part" },
	{ "/a", "", "/a", false, "an empty first part" },
	{ "-a", "", "-a", false, "a separator first" },
	{ "a_", "", "a_", false, "a separator last" },
	{ "a..b/c", "a..b", "c", false, "an empty label of the domain" },
	{ "a___b", "", "a___b", false, "three underscores" },
	{ "a._b", "", "a._b", false, "two separators" },
	{ "a.b:x/c", "a.b:x", "c", false, "a port is a number" },
	{ "a.b-/c", "a.b-", "c", false, "a label ends with a letter or digit" },
	{ "[::1/a", "[::1", "a", false, "an open bracket" },
	{ "gcr.io/", "gcr.io", "", false, "a domain alone" },
	{ "ação/a", "", "ação/a", false, "only ASCII" },
	{ "a b", "", "a b", false, "a blank" },
};

START_TEST(splits_and_judges)
{
	struct bytes name = bytes_of(rows[_i].name);
	struct image_name parts = image_name_split(name);
	unit_same(rows[_i].law, parts.domain, bytes_of(rows[_i].domain));
	unit_same(rows[_i].law, parts.path, bytes_of(rows[_i].path));
	ck_assert_msg(
		image_name_valid(name) == rows[_i].valid, "%s: %s", rows[_i].law, rows[_i].name);
}
END_TEST

START_TEST(limits_its_length)
{
	char text[256];
	memset(text, 'a', sizeof text);
	ck_assert(image_name_valid((struct bytes){ text, 255 }));
	ck_assert(!image_name_valid((struct bytes){ text, 256 }));
	ck_assert(!image_name_valid((struct bytes){ 0 }));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_image");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, splits_and_judges, 0, COUNT(rows));
	tcase_add_test(cases, limits_its_length);
	return suite;
}
