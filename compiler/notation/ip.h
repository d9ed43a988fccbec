/*
 * IP addresses and networks as Go's net/netip and Kubernetes' CEL libraries take them: IPv4 in four
 * decimal fields without leading zeros; IPv6 with `::` and an IPv4 tail; neither a zone nor an IPv4
 * address mapped into IPv6.
 *
 * Reasons of failure are texts of Go, in English, as CEL shows them.
 */
#ifndef LEME_NOTATION_IP_H
#define LEME_NOTATION_IP_H

#include "base/buf.h"

struct ip {
	unsigned family;  /* 4 or 6 */
	uint8_t byte[16]; /* in the order of the text; an IPv4 address has the first four, then 0 */
};

/* NULL, or what is wrong with the text. */
const char *ip_parse(struct bytes text, struct ip *ip) MUST_USE;

/*
 * As ip_parse, but an IPv4 address mapped into IPv6 and written in hexadecimal, `::ffff:c0a8:1`, is
 * read as IPv4: cel-spec wants that, Kubernetes refuses it.
 */
const char *ip_parse_unmapped(struct bytes text, struct ip *ip) MUST_USE;

/* Canonical, by RFC 5952: lower case, the longest run of zero fields as `::`. */
struct bytes ip_text(struct arena *owner, const struct ip *ip);

bool ip_equal(const struct ip *a, const struct ip *b);

bool ip_is_unspecified(const struct ip *ip);
bool ip_is_loopback(const struct ip *ip);
bool ip_is_link_local_multicast(const struct ip *ip);
bool ip_is_link_local_unicast(const struct ip *ip);
bool ip_is_global_unicast(const struct ip *ip); /* private addresses too, as in Go */

struct cidr {
	struct ip ip;    /* as written; bits behind the length may be set */
	unsigned length; /* bits, 0 to 32 or 128 */
};

/* NULL, or what is wrong with the text. */
const char *cidr_parse(struct bytes text, struct cidr *cidr) MUST_USE;

/* ADDRESS/LENGTH, the address canonical. */
struct bytes cidr_text(struct arena *owner, const struct cidr *cidr);

/* With all bits behind the length 0. */
struct cidr cidr_masked(const struct cidr *cidr);

/* Of another family: false. */
bool cidr_contains_ip(const struct cidr *cidr, const struct ip *ip);
bool cidr_contains_cidr(const struct cidr *cidr, const struct cidr *inner);

/* Of address and length as they were written. */
bool cidr_equal(const struct cidr *a, const struct cidr *b);

/* An IPv6 address as URLs have it in brackets: with a zone, mapped or not. */
bool ip_is_literal(struct bytes text);

#endif
