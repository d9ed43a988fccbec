/* URIs as references in a schema are resolved (RFC 3986, section 5). Internal to schema/. */
#ifndef LEME_SCHEMA_URI_H
#define LEME_SCHEMA_URI_H

#include "base/buf.h"

/* Views of a text; .at is NULL for what is not there, but the path always is. */
struct uri {
	struct bytes scheme, authority, path, query, fragment;
};

/* Any text is a URI reference of some kind. */
struct uri uri_split(struct bytes text);

/*
 * What a reference means where the base is an absolute URI without fragment: an absolute URI, with
 * dot segments resolved and without fragment, which is given apart, as written.
 */
struct bytes uri_resolve(
	struct arena *owner, struct bytes base, struct bytes reference, struct bytes *fragment);

#endif
