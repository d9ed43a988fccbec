/*
 * URLs as Go's net/url reads them for Kubernetes' CEL library: absolute, or a path from the root.
 * All fields but those said to be decoded are views of the text.
 */
#ifndef LEME_NOTATION_URL_H
#define LEME_NOTATION_URL_H

#include "base/buf.h"

struct url {
	struct bytes scheme;   /* in lower case; empty for a path */
	struct bytes opaque;   /* `mailto:x`: what follows the scheme; path and host are empty */
	struct bytes user;     /* decoded name; .at is NULL if there is no `user@` */
	struct bytes password; /* decoded; .at is NULL if there is none */
	struct bytes host;     /* decoded, with port and the brackets of IPv6 */
	struct bytes path;     /* decoded */
	struct bytes escaped_path; /* as written if that is a valid encoding, else encoded anew */
	struct bytes query;        /* raw, without '?' */
	struct bytes fragment;     /* decoded, without '#' */
	struct bytes escaped_fragment;
	bool omits_host;   /* `file:/x`, where an empty host has no `//` */
	bool forces_query; /* `x?`: a '?' without a query */
};

/* NULL, or what is wrong with the text, in Go's words. It must be absolute or begin with '/'. */
const char *url_parse(struct arena *owner, struct bytes text, struct url *url) MUST_USE;

/* NULL, or what url.ParseRequestURI() has against the text; it does not know fragments. */
const char *url_request_fault(struct arena *owner, struct bytes text);

/* As URL.String() puts it together; two URLs are equal in CEL if these are. */
struct bytes url_text(struct arena *owner, const struct url *url);

/* The host without port and brackets; the port without colon, empty if there is none. */
struct bytes url_hostname(const struct url *url);
struct bytes url_port(const struct url *url);

/* A key of a query and its values in order. */
struct url_parameter {
	struct bytes key; /* decoded, as the values */
	struct texts values;
};

struct url_query {
	ARRAY(struct url_parameter); /* in order of first appearance */
};

/* A pair with a bad escape or a semicolon is left out, as in Go. */
struct url_query url_query_parse(struct arena *owner, struct bytes query);

/* With `%25` and so on as the bytes that they mean; a `%` that is no escape stays. */
struct bytes percent_decode(struct arena *owner, struct bytes text);

#endif
