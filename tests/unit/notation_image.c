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

#define HEX64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define D "@sha256:" HEX64

static const struct {
	const char *text, *domain, *path, *tag; /* as written; NULL domain: refused */
	const char *canonical, *familiar;       /* NULL: refused */
} reference_rows[] = {
	{ "redis", "", "redis", "", "docker.io/library/redis", "redis" },
	{ "redis:7", "", "redis", "7", "docker.io/library/redis:7", "redis:7" },
	{ "redis:7" D, "", "redis", "7", "docker.io/library/redis:7" D, "redis:7" D },
	{ "bitnami/redis", "bitnami", "redis", "", "docker.io/bitnami/redis", "bitnami/redis" },
	{ "docker.io/library/redis", "docker.io", "library/redis", "", "docker.io/library/redis",
		"redis" },
	{ "index.docker.io/redis", "index.docker.io", "redis", "", "docker.io/library/redis",
		"redis" },
	{ "docker.io/library/a/b", "docker.io", "library/a/b", "", "docker.io/library/a/b",
		"library/a/b" },
	{ "gcr.io/eng-protheus/appserver:23.1.1", "gcr.io", "eng-protheus/appserver", "23.1.1",
		"gcr.io/eng-protheus/appserver:23.1.1", "gcr.io/eng-protheus/appserver:23.1.1" },
	{ "host:5000", "", "host", "5000", "docker.io/library/host:5000", "host:5000" },
	{ "host:5000/a:b", "host:5000", "a", "b", "host:5000/a:b", "host:5000/a:b" },
	{ "[::1]:5000/a", "[::1]:5000", "a", "", "[::1]:5000/a", "[::1]:5000/a" },
	{ "Host/a", "Host", "a", "", "Host/a", "Host/a" },
	{ "a_b/c", "", "a_b/c", "", "docker.io/a_b/c", "a_b/c" },
	{ HEX64, "", HEX64, "", NULL, NULL },
	{ "redis:_a.B-1", "", "redis", "_a.B-1", "docker.io/library/redis:_a.B-1", "redis:_a.B-1" },
	{ "", NULL, "", "", NULL, NULL },
	{ "Redis", NULL, "", "", NULL, NULL },
	{ "redis:", NULL, "", "", NULL, NULL },
	{ "redis:-a", NULL, "", "", NULL, NULL },
	{ "redis@", NULL, "", "", NULL, NULL },
	{ "redis@sha256:abc", NULL, "", "", NULL, NULL },
	{ "redis@sha256:" HEX64 "00", NULL, "", "", NULL, NULL },
	{ "redis@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", NULL, "",
		"", NULL, NULL },
	{ "redis@md5:" HEX64, NULL, "", "", NULL, NULL },
	{ "redis@sha512:" HEX64 HEX64, "", "redis", "",
		"docker.io/library/redis@sha512:" HEX64 HEX64, "redis@sha512:" HEX64 HEX64 },
	{ "redis" D D, NULL, "", "", NULL, NULL },
	{ "https://gcr.io/a", NULL, "", "", NULL, NULL },
	{ " redis", NULL, "", "", NULL, NULL },
	{ "a/b:c/d", NULL, "", "", NULL, NULL },
};

/* What is said of a text that is refused. */
static const struct {
	const char *text, *fault;
} fault_rows[] = {
	{ "redis@sha256:12", "the digest has not the length of its algorithm" },
	{ "redis:7@sha256:" HEX64 "00", "the digest has not the length of its algorithm" },
	{ "redis@" HEX64, "a digest is ALGORITHM:HEX, like sha256: and 64 hexadecimal digits" },
	{ "redis@", "a digest is ALGORITHM:HEX, like sha256: and 64 hexadecimal digits" },
	{ "redis@md5:" HEX64, "the algorithm of the digest is not known" },
	{ "redis" D D, "the digest has not the length of its algorithm" },
	{ "https://gcr.io/a", "an image is named without a scheme" },
	{ "docker://gcr.io/a:1" D, "an image is named without a scheme" },
	{ "Redis", "an image is in lower case" },
	{ "a b" D, "an image is [DOMAIN/]PATH[:TAG][@ALGORITHM:HEX]" },
};

START_TEST(says_what_is_wrong_with_a_reference)
{
	struct image image;
	const char *fault = image_parse(unit_arena(), bytes_of(fault_rows[_i].text), &image);
	ck_assert_str_eq(fault, fault_rows[_i].fault);
	ck_assert_str_eq(
		image_parse_normalized(unit_arena(), bytes_of(fault_rows[_i].text), &image),
		fault_rows[_i].fault);
}
END_TEST

START_TEST(reads_references)
{
	struct bytes text = bytes_of(reference_rows[_i].text);
	struct image image;
	const char *fault = image_parse(unit_arena(), text, &image);
	ck_assert_msg(!fault == (reference_rows[_i].domain != NULL), "%s: %s",
		reference_rows[_i].text, fault);
	if (fault)
		return;
	unit_same("domain", image.domain, bytes_of(reference_rows[_i].domain));
	unit_same("path", image.path, bytes_of(reference_rows[_i].path));
	unit_same("tag", image.tag, bytes_of(reference_rows[_i].tag));
	unit_same("text", image_text(unit_arena(), &image), text);
}
END_TEST

START_TEST(normalizes_references)
{
	struct image image, again;
	const char *fault = image_parse_normalized(
		unit_arena(), bytes_of(reference_rows[_i].text), &image);
	ck_assert_msg(!fault == (reference_rows[_i].canonical != NULL), "%s: %s",
		reference_rows[_i].text, fault);
	if (fault)
		return;
	struct image familiar = image_familiar(&image);
	struct bytes short_text = image_text(unit_arena(), &familiar);
	unit_same("canonical", image_text(unit_arena(), &image),
		bytes_of(reference_rows[_i].canonical));
	unit_same("familiar", short_text, bytes_of(reference_rows[_i].familiar));
	ck_assert_ptr_null(image_parse_normalized(unit_arena(), short_text, &again));
	unit_same("both ways", image_text(unit_arena(), &again),
		bytes_of(reference_rows[_i].canonical));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_image");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, splits_and_judges, 0, COUNT(rows));
	tcase_add_test(cases, limits_its_length);
	tcase_add_loop_test(cases, says_what_is_wrong_with_a_reference, 0, COUNT(fault_rows));
	tcase_add_loop_test(cases, reads_references, 0, COUNT(reference_rows));
	tcase_add_loop_test(cases, normalizes_references, 0, COUNT(reference_rows));
	return suite;
}
