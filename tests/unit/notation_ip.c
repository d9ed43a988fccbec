#include "unit.h"

#include "notation/notation.h"

/* RFC 5952 and Go's net/netip */
static const struct {
	const char *text, *canonical;
} text_rows[] = {
	{ "192.168.0.1", "192.168.0.1" },
	{ "0.0.0.0", "0.0.0.0" },
	{ "255.255.255.255", "255.255.255.255" },
	{ "::", "::" },
	{ "::1", "::1" },
	{ "1::", "1::" },
	{ "2001:DB8::68", "2001:db8::68" },
	{ "2001:0db8:0:0:0:0:0:1", "2001:db8::1" },
	{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
	{ "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" },
	{ "2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
	{ "1:0:0:4:5:6:7:8", "1::4:5:6:7:8" },
	{ "1:2:3:4:5:6:0:0", "1:2:3:4:5:6::" },
	{ "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8" },
	{ "64:ff9b::192.0.2.33", "64:ff9b::c000:221" },
	{ "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304" },
	{ "::1.2.3.4", "::102:304" },
};

START_TEST(prints_canonically)
{
	struct ip ip, again;
	ck_assert_ptr_null(ip_parse(bytes_of(text_rows[_i].text), &ip));
	struct bytes text = ip_text(unit_arena(), &ip);
	unit_same("canonical", text, bytes_of(text_rows[_i].canonical));
	ck_assert_ptr_null(ip_parse(text, &again));
	ck_assert(ip_equal(&ip, &again));
}
END_TEST

static const char *const no_addresses[] = { "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3",
	"1..2.3", "01.2.3.4", "1.2.3.00", "256.0.0.1", "1.2.3.4 ", "1.2.3.a", "-1.2.3.4",
	"1.2.3.4/8", ":", ":::", ":1", "1:", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
	"1:2:3:4:5:6:7:8:", "1:2:3:4::5:6:7:8", "1::2::3", "2001:db8:::68",
	"12345::", "g::", "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:1.2.3.4", "::1.2.3",
	"::1.2.3.4.5", "::1:1.2.3.256", "fe80::1%en0", "%en0", "::ffff:192.168.0.1",
	"::ffff:c0a8:1", "[::1]", "::1 ", "1:2:3:4:5:6:7:8%", "::1:2:3:4:5:6:7:8" };

START_TEST(refuses)
{
	struct ip ip;
	ck_assert_msg(ip_parse(bytes_of(no_addresses[_i]), &ip), "%s", no_addresses[_i]);
}
END_TEST

START_TEST(unmaps_hexadecimal_only)
{
	struct ip mapped, plain;
	ck_assert_ptr_null(ip_parse_unmapped(BYTES("::ffff:c0a8:1"), &mapped));
	ck_assert_ptr_null(ip_parse(BYTES("192.168.0.1"), &plain));
	ck_assert(ip_equal(&mapped, &plain));
	ck_assert_ptr_nonnull(ip_parse_unmapped(BYTES("::ffff:192.168.0.1"), &mapped));
}
END_TEST

/* unspecified, loopback, link-local multicast, link-local unicast, global unicast */
static const struct {
	const char *text, *kinds;
} kind_rows[] = {
	{ "0.0.0.0", "u...." },
	{ "127.0.0.1", ".l..." },
	{ "127.255.0.1", ".l..." },
	{ "224.0.0.1", "..m.." },
	{ "224.0.1.1", "....." },
	{ "239.1.1.1", "....." },
	{ "169.254.169.254", "...n." },
	{ "192.168.0.1", "....g" },
	{ "255.255.255.255", "....." },
	{ "255.255.255.254", "....g" },
	{ "::", "u...." },
	{ "::1", ".l..." },
	{ "ff02::1", "..m.." },
	{ "ff12::1", "..m.." },
	{ "ff05::1", "....." },
	{ "ff00::1", "....." },
	{ "fe80::1", "...n." },
	{ "febf::1", "...n." },
	{ "fec0::1", "....g" },
	{ "fd80::1", "....g" },
	{ "2001:db8::abcd", "....g" },
};

START_TEST(knows_kinds)
{
	struct ip ip;
	ck_assert_ptr_null(ip_parse(bytes_of(kind_rows[_i].text), &ip));
	char kinds[] = { ip_is_unspecified(&ip) ? 'u' : '.', ip_is_loopback(&ip) ? 'l' : '.',
		ip_is_link_local_multicast(&ip) ? 'm' : '.',
		ip_is_link_local_unicast(&ip) ? 'n' : '.', ip_is_global_unicast(&ip) ? 'g' : '.',
		'\0' };
	ck_assert_msg(strcmp(kinds, kind_rows[_i].kinds) == 0, "%s: %s", kind_rows[_i].text, kinds);
}
END_TEST

static const struct {
	const char *text, *inside, *outside; /* networks or addresses, with blanks between */
	const char *masked;
} network_rows[] = {
	{ "192.168.0.0/24",
		"192.168.0.0 192.168.0.255 192.168.0.0/24 192.168.0.1/25 192.168.0.1/32",
		"192.168.1.0 192.168.0.0/23 192.169.0.1/32 ::", "192.168.0.0/24" },
	{ "192.168.7.1/22", "192.168.4.0 192.168.7.255", "192.168.3.255 192.168.8.0",
		"192.168.4.0/22" },
	{ "0.0.0.0/0", "1.2.3.4 255.255.255.255", ":: ::/0", "0.0.0.0/0" },
	{ "1.2.3.4/0", "1.2.3.4", "::1", "0.0.0.0/0" },
	{ "10.0.0.1/32", "10.0.0.1", "10.0.0.0 10.0.0.0/31", "10.0.0.1/32" },
	{ "2001:db8::/32", "2001:db8::1 2001:db8:ffff:: 2001:db8::/33", "2001:db9:: 2001:db8::/31",
		"2001:db8::/32" },
	{ "2001:db8::1/128", "2001:db8::1", "2001:db8::2", "2001:db8::1/128" },
	{ "2001:db8::ffff/121", "2001:db8::ff80", "2001:db8::ff7f", "2001:db8::ff80/121" },
};

static bool contains(const struct cidr *cidr, struct bytes text)
{
	struct cidr inner;
	struct ip ip;
	if (!cidr_parse(text, &inner))
		return cidr_contains_cidr(cidr, &inner);
	ck_assert_ptr_null(ip_parse(text, &ip));
	return cidr_contains_ip(cidr, &ip);
}

START_TEST(contains_and_masks)
{
	struct cidr cidr;
	struct bytes word, inside = bytes_of(network_rows[_i].inside),
			   outside = bytes_of(network_rows[_i].outside);
	ck_assert_ptr_null(cidr_parse(bytes_of(network_rows[_i].text), &cidr));
	unit_same("as written", cidr_text(unit_arena(), &cidr), bytes_of(network_rows[_i].text));
	while (bytes_cut(&inside, ' ', &word))
		ck_assert_msg(contains(&cidr, word), BYTES_FMT, BYTES_ARG(word));
	while (bytes_cut(&outside, ' ', &word))
		ck_assert_msg(!contains(&cidr, word), BYTES_FMT, BYTES_ARG(word));
	struct cidr masked = cidr_masked(&cidr);
	unit_same("masked", cidr_text(unit_arena(), &masked), bytes_of(network_rows[_i].masked));
	ck_assert(cidr_equal(&masked, &cidr) ==
		(strcmp(network_rows[_i].masked, network_rows[_i].text) == 0));
}
END_TEST

static const char *const no_networks[] = { "", "/", "192.168.0.0", "192.168.0.0/", "192.168.0.0/33",
	"192.168.0.0/024", "192.168.0.0/+24", "192.168.0.0/-1", "192.168.0.0/2a", "192.168.0/24",
	"::/129", "fe80::1%en0/24", "::ffff:192.168.0.1/24", "::/8/8", "192.168.0.0/00" };

START_TEST(refuses_networks)
{
	struct cidr cidr;
	ck_assert_msg(cidr_parse(bytes_of(no_networks[_i]), &cidr), "%s", no_networks[_i]);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_ip");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, prints_canonically, 0, COUNT(text_rows));
	tcase_add_loop_test(cases, refuses, 0, COUNT(no_addresses));
	tcase_add_test(cases, unmaps_hexadecimal_only);
	tcase_add_loop_test(cases, knows_kinds, 0, COUNT(kind_rows));
	tcase_add_loop_test(cases, contains_and_masks, 0, COUNT(network_rows));
	tcase_add_loop_test(cases, refuses_networks, 0, COUNT(no_networks));
	return suite;
}
