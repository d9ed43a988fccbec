#include "unit.h"

#include "notation/notation.h"

/* Go's net/url */
static const struct {
	const char *text, *scheme, *host, *hostname, *port, *path;
	const char *printed; /* NULL: as it was written */
} rows[] = {
	{ "https://example.com/", "https", "example.com", "example.com", "", "/", NULL },
	{ "https://example.com:80/", "https", "example.com:80", "example.com", "80", "/", NULL },
	{ "https://example.com", "https", "example.com", "example.com", "", "", NULL },
	{ "https://[::1]:80/", "https", "[::1]:80", "::1", "80", "/", NULL },
	{ "https://[::1]/", "https", "[::1]", "::1", "", "/", NULL },
	{ "https://[fe80::1%25en0]/", "https", "[fe80::1%en0]", "fe80::1%en0", "", "/", NULL },
	{ "https://127.0.0.1/", "https", "127.0.0.1", "127.0.0.1", "", "/", NULL },
	{ "https://host:/", "https", "host:", "host", "", "/", NULL },
	{ "HTTP://Host/", "http", "Host", "Host", "", "/", "http://Host/" },
	{ "/path", "", "", "", "", "/path", NULL },
	{ "//host/path", "", "host", "host", "", "/path", NULL },
	{ "///path", "", "", "", "", "///path", NULL },
	{ "https://h/a b", "https", "h", "h", "", "/a%20b", "https://h/a%20b" },
	{ "https://h/a%2fb", "https", "h", "h", "", "/a%2fb", NULL },
	{ "https://h/%61", "https", "h", "h", "", "/%61", NULL },
	{ "https://h/(a)", "https", "h", "h", "", "/(a)", NULL },
	{ "https://h/[a]", "https", "h", "h", "", "/[a]", NULL },
	{ "https://h/<a>", "https", "h", "h", "", "/%3Ca%3E", "https://h/%3Ca%3E" },
	{ "https://h/a?b=c#d", "https", "h", "h", "", "/a", NULL },
	{ "https://h/a?#", "https", "h", "h", "", "/a", "https://h/a?" },
	{ "https://h/#a b", "https", "h", "h", "", "/", "https://h/#a%20b" },
	{ "https://u:p%40@h/", "https", "h", "h", "", "/", NULL },
	{ "https://u@h/", "https", "h", "h", "", "/", NULL },
	{ "https://a@b@h/", "https", "h", "h", "", "/", "https://a%40b@h/" },
	{ "mailto:me@example.com", "mailto", "", "", "", "", NULL },
	{ "https:://kubernetes.io/", "https", "", "", "", "", NULL },
	{ "file:///etc", "file", "", "", "", "/etc", NULL },
	{ "file:/etc", "file", "", "", "", "/etc", NULL },
	{ "http://", "http", "", "", "", "", "http:" },
	{ "*", "", "", "", "", "*", NULL },
	{ "https://h\xc3\xa9/\xc3\xa9", "https", "h\xc3\xa9", "h\xc3\xa9", "", "/%C3%A9",
		"https://h%C3%A9/%C3%A9" },
};

START_TEST(splits)
{
	struct url url;
	struct bytes text = bytes_of(rows[_i].text);
	const char *fault = url_parse(unit_arena(), text, &url);
	ck_assert_msg(!fault, "%s: %s", rows[_i].text, fault);
	unit_same(rows[_i].text, url.scheme, bytes_of(rows[_i].scheme));
	unit_same(rows[_i].text, url.host, bytes_of(rows[_i].host));
	unit_same(rows[_i].text, url_hostname(&url), bytes_of(rows[_i].hostname));
	unit_same(rows[_i].text, url_port(&url), bytes_of(rows[_i].port));
	unit_same(rows[_i].text, url.escaped_path, bytes_of(rows[_i].path));
	unit_same(rows[_i].text, url_text(unit_arena(), &url),
		rows[_i].printed ? bytes_of(rows[_i].printed) : text);
}
END_TEST

static const struct {
	const char *text, *fault;
} fault_rows[] = {
	{ "", "empty url" },
	{ "path", "invalid URI for request" },
	{ "../relative-path", "invalid URI for request" },
	{ ":x", "missing protocol scheme" },
	{ "https://a:b:c/", "invalid port \":b:c\" after host" },
	{ "https://a:1:2/", "invalid port \":1:2\" after host" },
	{ "https://a:b/", "invalid port \":b\" after host" },
	{ "https://[::1/", "missing ']' in host" },
	{ "https://[::1]x/", "invalid port \"x\" after host" },
	{ "https://[1.2.3.4]/", "invalid host" },
	{ "https://a[::1]/", "invalid IP-literal" },
	{ "https://a b/", "invalid character \" \" in host name" },
	{ "https://%41/", "invalid URL escape \"%41\"" },
	{ "/%", "invalid URL escape \"%\"" },
	{ "/%zz/", "invalid URL escape \"%zz\"" },
	{ "/a#%zz", "invalid URL escape \"%zz\"" },
	{ "https://a/\n", "net/url: invalid control character in URL" },
	{ "https://a\x7f/", "net/url: invalid control character in URL" },
	{ "https://u ser@a/", "net/url: invalid userinfo" },
};

START_TEST(refuses)
{
	struct url url;
	const char *fault = url_parse(unit_arena(), bytes_of(fault_rows[_i].text), &url);
	ck_assert_msg(fault, "%s", fault_rows[_i].text);
	unit_same(fault_rows[_i].text, bytes_of(fault), bytes_of(fault_rows[_i].fault));
}
END_TEST

static const struct {
	const char *query, *parsed; /* key=value,value;… */
} query_rows[] = {
	{ "", "" },
	{ "k1=a&k2=b&k2=c", "k1=a;k2=b,c;" },
	{ "key with spaces=value with spaces", "key with spaces=value with spaces;" },
	{ "a+b=c%20d", "a b=c d;" },
	{ "a", "a=;" },
	{ "=a", "=a;" },
	{ "a=b=c", "a=b=c;" },
	{ "&&a&", "a=;" },
	{ "a;b=1&c=2", "c=2;" },
	{ "a=%zz&b=1&%=2", "b=1;" },
	{ "b=1&a=2&b=3", "b=1,3;a=2;" },
};

START_TEST(splits_queries)
{
	struct url_query query = url_query_parse(unit_arena(), bytes_of(query_rows[_i].query));
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < query.count; i++) {
		buf_add(&out, query.at[i].key);
		for (size_t j = 0; j < query.at[i].values.count; j++) {
			buf_add_char(&out, j ? ',' : '=');
			buf_add(&out, query.at[i].values.at[j]);
		}
		buf_add_char(&out, ';');
	}
	unit_same(query_rows[_i].query, buf_bytes(&out), bytes_of(query_rows[_i].parsed));
}
END_TEST

/* RFC 4648, section 10 */
static const struct {
	const char *data, *text;
} base64_rows[] = {
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
	{ "\xfb\xff\xfe", "+//+" },
};

START_TEST(encodes_base64)
{
	struct bytes data = bytes_of(base64_rows[_i].data), text = bytes_of(base64_rows[_i].text);
	unit_same("encoded", base64_encode(unit_arena(), data), text);
	struct bytes back, bare = text;
	ck_assert(base64_decode(unit_arena(), text, &back));
	unit_same("decoded", back, data);
	while (bare.len && bare.at[bare.len - 1] == '=')
		bare.len--;
	ck_assert(base64_decode(unit_arena(), bare, &back));
	unit_same("without padding", back, data);
}
END_TEST

static const char *const no_base64[] = { "Z", "Zg=", "Zg===", "=", "Zg==Zg==", "Z g=", "Zg-_",
	"Zm9v=", "Zm9vY", "\xc3\xa9\xc3\xa9" };

START_TEST(refuses_base64)
{
	struct bytes data;
	ck_assert_msg(
		!base64_decode(unit_arena(), bytes_of(no_base64[_i]), &data), "%s", no_base64[_i]);
}
END_TEST

START_TEST(skips_line_ends_in_base64)
{
	struct bytes data;
	ck_assert(base64_decode(unit_arena(), BYTES("Zm\r\n9v\nYg=\n=\n"), &data));
	unit_same("decoded", data, BYTES("foob"));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_url");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, splits, 0, COUNT(rows));
	tcase_add_loop_test(cases, refuses, 0, COUNT(fault_rows));
	tcase_add_loop_test(cases, splits_queries, 0, COUNT(query_rows));
	tcase_add_loop_test(cases, encodes_base64, 0, COUNT(base64_rows));
	tcase_add_loop_test(cases, refuses_base64, 0, COUNT(no_base64));
	tcase_add_test(cases, skips_line_ends_in_base64);
	return suite;
}
