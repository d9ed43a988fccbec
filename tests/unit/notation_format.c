#include "unit.h"

#include "notation/notation.h"

#define LABEL \
	"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', " \
	"and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', " \
	"regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
#define SUBDOMAIN \
	"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' " \
	"or '.', and must start and end with an alphanumeric character (e.g. 'example.com', " \
	"regex used for validation is " \
	"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
#define LETTER_LABEL \
	"a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with " \
	"an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or " \
	"'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
#define NAME \
	"must consist of alphanumeric characters, '-', '_' or '.', and must start and end with " \
	"an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for " \
	"validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
#define VALUE \
	"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' " \
	"or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or " \
	"'my_value',  or '12345', regex used for validation is " \
	"'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
#define A31 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A63 A31 "a" A31

static const struct {
	const char *format, *text;
	const char *faults; /* joined by '|' */
} rows[] = {
	{ "dns1123Label", "my-label-name", "" },
	{ "dns1123Label", "1", "" },
	{ "dns1123Label", A63, "" },
	{ "dns1123Label", A63 "a", "must be no more than 63 bytes" },
	{ "dns1123Label", "a.b", "must not contain dots" },
	{ "dns1123Label", "", LABEL },
	{ "dns1123Label", "-a", LABEL },
	{ "dns1123Label", "a-", LABEL },
	{ "dns1123Label", "A", LABEL },
	{ "dns1123Label", "a\n", LABEL },
	{ "dns1123LabelPrefix", "my-label-prefix-", "" },
	{ "dns1123LabelPrefix", "contains a space-", LABEL },
	{ "dns1123LabelPrefix", "-", LABEL },
	{ "dns1123LabelPrefix", "_-", "" },
	{ "dns1123Subdomain", "example.com", "" },
	{ "dns1123Subdomain", "contains a space", SUBDOMAIN },
	{ "dns1123Subdomain", "a..b", SUBDOMAIN },
	{ "dns1123Subdomain", "", SUBDOMAIN },
	{ "dns1123Subdomain", A63 "." A63 "." A63 "." A63, "must be no more than 253 bytes" },
	{ "dns1123SubdomainPrefix", "mysubdomain.prefix.-", "" },
	{ "dns1123SubdomainPrefix", "contains a space-", SUBDOMAIN },
	{ "dns1035Label", "my-label-name", "" },
	{ "dns1035Label", "1a", LETTER_LABEL },
	{ "dns1035Label", "a.b", LETTER_LABEL },
	{ "dns1035LabelPrefix", "my-label-prefix-", "" },
	{ "dns1035LabelPrefix", "contains a space-", LETTER_LABEL },
	{ "qualifiedName", "my.name", "" },
	{ "qualifiedName", "apiextensions.k8s.io/v1beta1", "" },
	{ "qualifiedName", "contains a space", "name part " NAME },
	{ "qualifiedName", "", "name part must be non-empty|name part " NAME },
	{ "qualifiedName", "/a", "prefix part must be non-empty" },
	{ "qualifiedName", "A/a", "prefix part " SUBDOMAIN },
	{ "qualifiedName", "a/b/c",
		"a valid label key " NAME
		" with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')" },
	{ "qualifiedName", "a/" A63 "a", "name part must be no more than 63 bytes" },
	{ "labelValue", "", "" },
	{ "labelValue", "my-cool-label-Value", "" },
	{ "labelValue", "my-cool-label-Value!!\n\n!!!", VALUE },
	{ "labelValue", A63 "!", "must be no more than 63 bytes|" VALUE },
	{ "uri", "http://example.com", "" },
	{ "uri", "/path", "" },
	{ "uri", "path", "parse \"path\": invalid URI for request" },
	{ "uri", "a\"\n", "parse \"a\\\"\\n\": net/url: invalid control character in URL" },
	{ "uuid", "123e4567-e89b-12d3-a456-426614174000", "" },
	{ "uuid", "123E4567e89b12d3a456426614174000", "" },
	{ "uuid", "123e4567-e89b-12d3-a456-42661417400", "does not match the UUID format" },
	{ "uuid", "123e4567-e89b-12d3-a456-4266141740000", "does not match the UUID format" },
	{ "uuid", "123e4567--e89b-12d3-a456-426614174000", "does not match the UUID format" },
	{ "uuid", "g23e4567-e89b-12d3-a456-426614174000", "does not match the UUID format" },
	{ "byte", "aGVsbG8=", "" },
	{ "byte", "aGVsbG8", "invalid base64" },
	{ "byte", "", "invalid base64" },
	{ "byte", "aGVs bG8", "invalid base64" },
	{ "byte", "a===", "invalid base64" },
	{ "date", "2020-01-01", "" },
	{ "date", "2020-02-29", "" },
	{ "date", "2020-01-32", "invalid date" },
	{ "date", "2021-02-29", "invalid date" },
	{ "date", "2020-1-1", "invalid date" },
	{ "date", "2020-01-01T", "invalid date" },
	{ "datetime", "2020-01-01T00:00:00Z", "" },
	{ "datetime", "2020-01-01t23:59:59.123z", "" },
	{ "datetime", "2020-01-01T00:00:00+02:00", "" },
	{ "datetime", "2020-01-01T00:00:00.5-02:00", "" },
	{ "datetime", "2020-01-32T00:00:00Z", "invalid datetime" },
	{ "datetime", "2020-01-01T24:00:00Z", "invalid datetime" },
	{ "datetime", "2020-01-01T00:60:00Z", "invalid datetime" },
	{ "datetime", "2020-01-01T00:00:60Z", "invalid datetime" },
	{ "datetime", "2020-01-01T00:00:00", "invalid datetime" },
	{ "datetime", "2020-01-01T", "invalid datetime" },
	{ "datetime", "2020-01-01", "invalid datetime" },
	{ "datetime", "2020-01-01T00:00:00.Z", "invalid datetime" },
};

START_TEST(validates)
{
	const struct format *format = format_find(bytes_of(rows[_i].format));
	ck_assert_ptr_nonnull(format);
	struct texts faults = format_validate(unit_arena(), format, bytes_of(rows[_i].text));
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < faults.count; i++) {
		if (i)
			buf_add_char(&out, '|');
		buf_add(&out, faults.at[i]);
	}
	unit_same(rows[_i].text, buf_bytes(&out), bytes_of(rows[_i].faults));
}
END_TEST

START_TEST(finds_each_by_its_name)
{
	ck_assert_uint_eq(format_count(), 13);
	for (size_t i = 0; i < format_count(); i++) {
		const struct format *format = format_at(i);
		ck_assert_ptr_eq(format_find(bytes_of(format_name(format))), format);
		ck_assert_uint_gt(format_regex_size(format), 0);
	}
	ck_assert_ptr_null(format_find(BYTES("unknown")));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_format");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, validates, 0, COUNT(rows));
	tcase_add_test(cases, finds_each_by_its_name);
	return suite;
}
