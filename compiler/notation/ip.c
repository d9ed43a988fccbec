#include "ip.h"

/* An address in the making: 16 bytes at most, and where `::` stands. */
struct fields {
	struct bytes rest;
	unsigned filled; /* bytes */
	unsigned gap;    /* where the zeros of `::` go */
	bool has_gap;
	uint8_t byte[16];
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static const char *parse_octet(struct bytes text, uint8_t *octet)
{
	unsigned value = 0;
	if (text.len == 0)
		return "IPv4 field must have at least one digit";
	for (size_t i = 0; i < text.len; i++) {
		if (!is_digit(text.at[i]))
			return "unexpected character";
		if (i == 1 && value == 0)
			return "IPv4 field has octet with leading zero";
		value = value * 10 + (unsigned)(text.at[i] - '0');
		if (value > 255)
			return "IPv4 field has value >255";
	}
	*octet = (uint8_t)value;
	return NULL;
}

static const char *parse_octets(struct bytes text, uint8_t octets[4])
{
	struct bytes part;
	unsigned count = 0;
	const char *fault = NULL;
	while (!fault && bytes_cut(&text, '.', &part)) {
		if (count == 4)
			return "IPv4 address too long";
		fault = parse_octet(part, &octets[count++]);
	}
	return !fault && count < 4 ? "IPv4 address too short" : fault;
}

/* --- IPv6 ------------------------------------------------------------------------------------- */

static const char *take_octets(struct fields *fields)
{
	if (!fields->has_gap && fields->filled != 12)
		return "embedded IPv4 address must replace the final 2 fields of the address";
	if (fields->filled + 4 > 16)
		return "too many hex fields to fit an embedded IPv4 at the end of the address";
	const char *fault = parse_octets(fields->rest, fields->byte + fields->filled);
	fields->filled += 4;
	fields->rest.len = 0;
	return fault;
}

/* A hexadecimal field, or the IPv4 address that ends the text. */
static const char *take_field(struct fields *fields)
{
	unsigned value = 0;
	size_t len = 0;
	for (; len < fields->rest.len && hex_value(fields->rest.at[len]) >= 0; len++) {
		if (len == 4)
			return "each group must have 4 or fewer digits";
		value = value * 16 + (unsigned)hex_value(fields->rest.at[len]);
	}
	if (len == 0)
		return "each colon-separated field must have at least one digit";
	if (len < fields->rest.len && fields->rest.at[len] == '.')
		return take_octets(fields);
	fields->byte[fields->filled++] = (uint8_t)(value >> 8);
	fields->byte[fields->filled++] = (uint8_t)value;
	fields->rest = bytes_slice(fields->rest, len, fields->rest.len);
	return NULL;
}

static const char *take_colon(struct fields *fields)
{
	struct bytes *rest = &fields->rest;
	if (rest->len == 0)
		return NULL;
	if (rest->at[0] != ':')
		return "unexpected character, want colon";
	if (rest->len == 1)
		return "colon must be followed by more characters";
	*rest = bytes_slice(*rest, 1, rest->len);
	if (rest->at[0] != ':')
		return NULL;
	if (fields->has_gap)
		return "multiple :: in address";
	fields->has_gap = true;
	fields->gap = fields->filled;
	*rest = bytes_slice(*rest, 1, rest->len);
	return NULL;
}

static const char *fill_gap(struct fields *fields)
{
	unsigned lacking = 16 - fields->filled;
	if (fields->rest.len)
		return "trailing garbage after address";
	if (fields->has_gap && !lacking)
		return "the :: must expand to at least one field of zeros";
	if (!fields->has_gap && lacking)
		return "address string too short";
	uint8_t *gap = fields->byte + fields->gap;
	memmove(gap + lacking, gap, fields->filled - fields->gap);
	memset(gap, 0, lacking);
	return NULL;
}

static const char *parse_six(struct bytes text, struct ip *ip)
{
	struct fields fields = { .rest = text };
	const char *fault = NULL;
	if (bytes_begins(text, BYTES("::"))) {
		fields.has_gap = true;
		fields.rest = bytes_slice(text, 2, text.len);
	}
	while (!fault && fields.rest.len && fields.filled < 16) {
		fault = take_field(&fields);
		if (!fault)
			fault = take_colon(&fields);
	}
	if (!fault)
		fault = fill_gap(&fields);
	ip->family = 6;
	memcpy(ip->byte, fields.byte, 16);
	return fault;
}

static bool is_mapped(const struct ip *ip)
{
	static const uint8_t head[12] = { [10] = 0xff, [11] = 0xff };
	return ip->family == 6 && memcmp(ip->byte, head, sizeof head) == 0;
}

/* --- both ------------------------------------------------------------------------------------- */

/* With mapped addresses. */
static const char *parse(struct bytes text, struct ip *ip)
{
	*ip = (struct ip){ 0 };
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '.') {
			ip->family = 4;
			return parse_octets(text, ip->byte);
		}
		if (text.at[i] == ':')
			return bytes_find(text, BYTES("%"), i) < text.len
				? "IP address with zone value is not allowed"
				: parse_six(text, ip);
		if (text.at[i] == '%')
			return "missing IPv6 address";
	}
	return "unable to parse IP";
}

static const char mapped_fault[] = "IPv4-mapped IPv6 address is not allowed";

const char *ip_parse(struct bytes text, struct ip *ip)
{
	const char *fault = parse(text, ip);
	return !fault && is_mapped(ip) ? mapped_fault : fault;
}

const char *ip_parse_unmapped(struct bytes text, struct ip *ip)
{
	const char *fault = parse(text, ip);
	if (fault || !is_mapped(ip))
		return fault;
	if (bytes_find(text, BYTES("."), 0) < text.len)
		return mapped_fault;
	struct ip four = { .family = 4 };
	memcpy(four.byte, ip->byte + 12, 4);
	*ip = four;
	return NULL;
}

bool ip_is_literal(struct bytes text)
{
	struct ip ip;
	size_t zone = bytes_find(text, BYTES("%"), 0);
	return zone + 1 != text.len && !parse(bytes_slice(text, 0, zone), &ip) && ip.family == 6;
}

static unsigned field(const struct ip *ip, unsigned i)
{
	return (unsigned)ip->byte[2 * i] << 8 | ip->byte[2 * i + 1];
}

/* The first of the longest runs of zero fields; none if no run has two. */
static void find_zeros(const struct ip *ip, unsigned *begin, unsigned *end)
{
	*begin = *end = 8;
	for (unsigned i = 0; i < 8; i++) {
		unsigned j = i;
		while (j < 8 && field(ip, j) == 0)
			j++;
		if (j - i >= 2 && j - i > *end - *begin) {
			*begin = i;
			*end = j;
		}
	}
}

static struct bytes six_text(struct arena *owner, const struct ip *ip)
{
	struct buf out = buf_new(owner);
	unsigned begin, end;
	find_zeros(ip, &begin, &end);
	for (unsigned i = 0; i < 8; i++) {
		if (i == begin) {
			buf_add(&out, BYTES("::"));
			i = end;
			if (i == 8)
				break;
		} else if (i) {
			buf_add_char(&out, ':');
		}
		buf_add_number(&out, field(ip, i), 16);
	}
	return buf_bytes(&out);
}

struct bytes ip_text(struct arena *owner, const struct ip *ip)
{
	if (ip->family == 6)
		return six_text(owner, ip);
	return bytes_print(
		owner, "%u.%u.%u.%u", ip->byte[0], ip->byte[1], ip->byte[2], ip->byte[3]);
}

bool ip_equal(const struct ip *a, const struct ip *b)
{
	return a->family == b->family && memcmp(a->byte, b->byte, sizeof a->byte) == 0;
}

bool ip_is_unspecified(const struct ip *ip)
{
	static const uint8_t zeros[16];
	return memcmp(ip->byte, zeros, sizeof zeros) == 0;
}

bool ip_is_loopback(const struct ip *ip)
{
	static const uint8_t one[16] = { [15] = 1 };
	return ip->family == 4 ? ip->byte[0] == 127 : memcmp(ip->byte, one, sizeof one) == 0;
}

static bool is_multicast(const struct ip *ip)
{
	return ip->family == 4 ? (ip->byte[0] & 0xf0) == 0xe0 : ip->byte[0] == 0xff;
}

bool ip_is_link_local_multicast(const struct ip *ip)
{
	if (ip->family == 4)
		return ip->byte[0] == 224 && ip->byte[1] == 0 && ip->byte[2] == 0;
	return ip->byte[0] == 0xff && (ip->byte[1] & 0x0f) == 2;
}

bool ip_is_link_local_unicast(const struct ip *ip)
{
	if (ip->family == 4)
		return ip->byte[0] == 169 && ip->byte[1] == 254;
	return ip->byte[0] == 0xfe && (ip->byte[1] & 0xc0) == 0x80;
}

bool ip_is_global_unicast(const struct ip *ip)
{
	static const uint8_t broadcast[4] = { 255, 255, 255, 255 };
	if (ip->family == 4 && memcmp(ip->byte, broadcast, 4) == 0)
		return false;
	return !ip_is_unspecified(ip) && !ip_is_loopback(ip) && !is_multicast(ip) &&
		!ip_is_link_local_unicast(ip);
}

/* --- networks --------------------------------------------------------------------------------- */

const char *cidr_parse(struct bytes text, struct cidr *cidr)
{
	size_t slash = text.len;
	while (slash > 0 && text.at[slash - 1] != '/')
		slash--;
	*cidr = (struct cidr){ 0 };
	if (slash == 0)
		return "no '/'";
	const char *fault = ip_parse(bytes_slice(text, 0, slash - 1), &cidr->ip);
	if (fault)
		return fault;
	struct bytes bits = bytes_slice(text, slash, text.len);
	uint64_t length;
	if (!bytes_number(bits, &length) || (bits.len > 1 && bits.at[0] == '0'))
		return "bad bits after slash";
	if (length > (cidr->ip.family == 4 ? 32 : 128))
		return "prefix length out of range";
	cidr->length = (unsigned)length;
	return NULL;
}

struct bytes cidr_text(struct arena *owner, const struct cidr *cidr)
{
	return bytes_print(
		owner, BYTES_FMT "/%u", BYTES_ARG(ip_text(owner, &cidr->ip)), cidr->length);
}

static struct ip masked(const struct ip *ip, unsigned length)
{
	struct ip result = *ip;
	for (unsigned i = 0; i < 16; i++) {
		unsigned kept = length > 8 * i ? length - 8 * i : 0;
		if (kept < 8)
			result.byte[i] &= (uint8_t)(0xff00 >> kept);
	}
	return result;
}

struct cidr cidr_masked(const struct cidr *cidr)
{
	return (struct cidr){ masked(&cidr->ip, cidr->length), cidr->length };
}

bool cidr_contains_ip(const struct cidr *cidr, const struct ip *ip)
{
	struct ip net = masked(&cidr->ip, cidr->length), other = masked(ip, cidr->length);
	return ip_equal(&net, &other);
}

bool cidr_contains_cidr(const struct cidr *cidr, const struct cidr *inner)
{
	return cidr->length <= inner->length && cidr_contains_ip(cidr, &inner->ip);
}

bool cidr_equal(const struct cidr *a, const struct cidr *b)
{
	return a->length == b->length && ip_equal(&a->ip, &b->ip);
}
