/* Kubernetes' libraries `ip`, `cidr` and `url`. */
#include "eval.h"

#include "base/message.h"
#include "notation/notation.h"

static struct cel_value opaque(enum cel_kind kind, const void *value)
{
	return (struct cel_value){ .kind = (uint8_t)kind, .opaque = value };
}

static const struct ip *ip_in(struct cel_value value)
{
	return value.opaque;
}

static const struct cidr *cidr_in(struct cel_value value)
{
	return value.opaque;
}

static struct cel_value unreadable(
	struct eval *eval, struct cel_value text, const char *what, const char *fault)
{
	return cel_fail(
		eval, N_("'" BYTES_FMT "' is no %s: %s"), (int)text.len, text.text, what, fault);
}

/* --- addresses -------------------------------------------------------------------------------- */

static const char *read_ip(const struct eval *eval, struct bytes text, struct ip *ip)
{
	return eval->dialect == CEL_SPEC ? ip_parse_unmapped(text, ip) : ip_parse(text, ip);
}

static struct cel_value ip_from(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct ip *ip = arena_new_of(eval->owner, struct ip);
	const char *fault = read_ip(eval, cel_text(args[0]), ip);
	(void)count;
	return fault ? unreadable(eval, args[0], "IP", fault) : opaque(CEL_IP, ip);
}

static struct cel_value is_ip(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct ip ip;
	(void)count;
	return cel_bool(!read_ip(eval, cel_text(args[0]), &ip));
}

static struct cel_value is_canonical(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct ip ip;
	const char *fault = read_ip(eval, cel_text(args[0]), &ip);
	(void)count;
	return fault ? unreadable(eval, args[0], "IP", fault)
		     : cel_bool(bytes_equal(ip_text(eval->owner, &ip), cel_text(args[0])));
}

static struct cel_value family(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int(ip_in(args[0])->family);
}

#define IP_QUESTION(name) \
	static struct cel_value name##_of( \
		struct eval *eval, const struct cel_value *args, size_t count) \
	{ \
		(void)eval, (void)count; \
		return cel_bool(name(ip_in(args[0]))); \
	}

IP_QUESTION(ip_is_unspecified)
IP_QUESTION(ip_is_loopback)
IP_QUESTION(ip_is_link_local_multicast)
IP_QUESTION(ip_is_link_local_unicast)
IP_QUESTION(ip_is_global_unicast)

static struct cel_value string_of_ip(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_string(ip_text(eval->owner, ip_in(args[0])));
}

/* --- networks --------------------------------------------------------------------------------- */

static struct cel_value cidr_from(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cidr *cidr = arena_new_of(eval->owner, struct cidr);
	const char *fault = cidr_parse(cel_text(args[0]), cidr);
	(void)count;
	return fault ? unreadable(eval, args[0], "CIDR", fault) : opaque(CEL_CIDR, cidr);
}

static struct cel_value is_cidr(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cidr cidr;
	(void)eval, (void)count;
	return cel_bool(!cidr_parse(cel_text(args[0]), &cidr));
}

static struct cel_value contains_ip(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct ip ip;
	(void)count;
	if (args[1].kind == CEL_IP)
		return cel_bool(cidr_contains_ip(cidr_in(args[0]), ip_in(args[1])));
	const char *fault = read_ip(eval, cel_text(args[1]), &ip);
	return fault ? unreadable(eval, args[1], "IP", fault)
		     : cel_bool(cidr_contains_ip(cidr_in(args[0]), &ip));
}

static struct cel_value contains_cidr(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cidr inner;
	(void)count;
	if (args[1].kind == CEL_CIDR)
		return cel_bool(cidr_contains_cidr(cidr_in(args[0]), cidr_in(args[1])));
	const char *fault = cidr_parse(cel_text(args[1]), &inner);
	return fault ? unreadable(eval, args[1], "CIDR", fault)
		     : cel_bool(cidr_contains_cidr(cidr_in(args[0]), &inner));
}

static struct cel_value ip_of_cidr(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct ip *ip = arena_new_of(eval->owner, struct ip);
	(void)count;
	*ip = cidr_in(args[0])->ip;
	return opaque(CEL_IP, ip);
}

static struct cel_value masked(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cidr *cidr = arena_new_of(eval->owner, struct cidr);
	(void)count;
	*cidr = cidr_masked(cidr_in(args[0]));
	return opaque(CEL_CIDR, cidr);
}

static struct cel_value prefix_length(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int(cidr_in(args[0])->length);
}

static struct cel_value string_of_cidr(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_string(cidr_text(eval->owner, cidr_in(args[0])));
}

/* --- URLs ------------------------------------------------------------------------------------- */

static const struct url *url_in(struct cel_value value)
{
	return value.opaque;
}

static struct cel_value url_from(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct url *url = arena_new_of(eval->owner, struct url);
	const char *fault = url_parse(eval->owner, cel_text(args[0]), url);
	(void)count;
	return fault ? unreadable(eval, args[0], "URL", fault) : opaque(CEL_URL, url);
}

static struct cel_value is_url(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct url url;
	(void)count;
	return cel_bool(!url_parse(eval->owner, cel_text(args[0]), &url));
}

static struct cel_value scheme(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_string(url_in(args[0])->scheme);
}

static struct cel_value host(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_string(url_in(args[0])->host);
}

static struct cel_value hostname(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_string(url_hostname(url_in(args[0])));
}

static struct cel_value port(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_string(url_port(url_in(args[0])));
}

static struct cel_value escaped_path(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_string(url_in(args[0])->escaped_path);
}

static struct cel_value texts_of(struct eval *eval, const struct texts *texts)
{
	struct cel_value *items = arena_array_of(eval->owner, struct cel_value, texts->count);
	for (size_t i = 0; i < texts->count; i++)
		items[i] = cel_string(texts->at[i]);
	return cel_list(items, texts->count);
}

static struct cel_value query(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct url_query query = url_query_parse(eval->owner, url_in(args[0])->query);
	struct cel_value *items = arena_array_of(eval->owner, struct cel_value, 2 * query.count);
	(void)count;
	for (size_t i = 0; i < query.count; i++) {
		items[2 * i] = cel_string(query.at[i].key);
		items[2 * i + 1] = texts_of(eval, &query.at[i].values);
	}
	return cel_map(items, query.count);
}

static const struct function rows[] = {
	{ "ip(string) ip", ip_from, N_("an IPv4 or IPv6 address"), "ip('10.0.0.1').family() == 4",
		30 },
	{ "isIP(string) bool", is_ip, N_("whether the text is an address"), "isIP('::1')", 30 },
	{ "ip.isCanonical(string) bool", is_canonical,
		N_("whether the address is written in its shortest form"),
		"!ip.isCanonical('::00:1')", 30 },
	{ "<ip>.family() int", family, N_("4 or 6"), "ip('::1').family() == 6", 30 },
	{ "<ip>.isUnspecified() bool", ip_is_unspecified_of, N_("whether it is 0.0.0.0 or ::"),
		"ip('0.0.0.0').isUnspecified()", 30 },
	{ "<ip>.isLoopback() bool", ip_is_loopback_of, N_("whether it means this machine"),
		"ip('127.0.0.1').isLoopback()", 30 },
	{ "<ip>.isLinkLocalMulticast() bool", ip_is_link_local_multicast_of,
		N_("whether it is a multicast address of the link"),
		"ip('224.0.0.1').isLinkLocalMulticast()", 30 },
	{ "<ip>.isLinkLocalUnicast() bool", ip_is_link_local_unicast_of,
		N_("whether it is an address of the link"),
		"ip('169.254.169.254').isLinkLocalUnicast()", 30 },
	{ "<ip>.isGlobalUnicast() bool", ip_is_global_unicast_of,
		N_("whether it is none of the special ones"), "ip('192.168.0.1').isGlobalUnicast()",
		30 },
	{ "string(ip) string", string_of_ip, N_("in its shortest form"),
		"string(ip('::00:1')) == '::1'", 30 },
	{ "cidr(string) cidr", cidr_from, N_("a network"),
		"cidr('192.168.0.0/24').prefixLength() == 24", 30 },
	{ "isCIDR(string) bool", is_cidr, N_("whether the text is a network"),
		"isCIDR('10.0.0.0/8')", 30 },
	{ "<cidr>.containsIP(string) bool", contains_ip, N_("whether the address is in it"),
		"cidr('10.0.0.0/8').containsIP('10.1.2.3')", 30 },
	{ "<cidr>.containsIP(ip) bool", contains_ip, N_("whether the address is in it"),
		"cidr('10.0.0.0/8').containsIP(ip('10.1.2.3'))", 30 },
	{ "<cidr>.containsCIDR(string) bool", contains_cidr, N_("whether the network is in it"),
		"cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", 30 },
	{ "<cidr>.containsCIDR(cidr) bool", contains_cidr, N_("whether the network is in it"),
		"cidr('10.0.0.0/8').containsCIDR(cidr('10.1.0.0/16'))", 30 },
	{ "<cidr>.ip() ip", ip_of_cidr, N_("its address"),
		"cidr('10.1.2.3/8').ip() == ip('10.1.2.3')", 30 },
	{ "<cidr>.masked() cidr", masked, N_("without the bits behind the prefix"),
		"cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')", 30 },
	{ "<cidr>.prefixLength() int", prefix_length, N_("bits of the prefix"),
		"cidr('10.0.0.0/8').prefixLength() == 8", 30 },
	{ "string(cidr) string", string_of_cidr, N_("address and length"),
		"string(cidr('10.0.0.0/8')) == '10.0.0.0/8'", 30 },
	{ "url(string) url", url_from, N_("an absolute URL, or a path from the root"),
		"url('https://a.b/c').getHost() == 'a.b'", 24 },
	{ "isURL(string) bool", is_url, N_("whether the text is a URL"), "isURL('https://a.b')",
		24 },
	{ "<url>.getScheme() string", scheme, N_("what stands before the ':'"),
		"url('https://a.b/c').getScheme() == 'https'", 24 },
	{ "<url>.getHost() string", host, N_("host and port"),
		"url('https://a.b:80/c').getHost() == 'a.b:80'", 24 },
	{ "<url>.getHostname() string", hostname, N_("the host without the port"),
		"url('https://[::1]:80/c').getHostname() == '::1'", 24 },
	{ "<url>.getPort() string", port, N_("the port, or ''"),
		"url('https://a.b:80/c').getPort() == '80'", 24 },
	{ "<url>.getEscapedPath() string", escaped_path, N_("the path as it is written"),
		"url('https://a.b/c d').getEscapedPath() == '/c%20d'", 24 },
	{ "<url>.getQuery() map(string, list(string))", query,
		N_("the values of each key behind the '?'"),
		"url('https://a.b/?x=1&x=2').getQuery() == {'x': ['1', '2']}", 24 },
};

const struct library cel_network = ROWS(rows);
