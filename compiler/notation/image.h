/*
 * Image names and references, as in github.com/distribution/reference. Reasons of failure are for
 * people and may be translated.
 */
#ifndef LEME_NOTATION_IMAGE_H
#define LEME_NOTATION_IMAGE_H

#include "base/buf.h"

struct image_name {
	struct bytes domain; /* empty where the name has none: `bitnami/redis` */
	struct bytes path;
};

/* The first part is a domain if it holds '.', ':' or an upper-case letter, or is `localhost`. */
struct image_name image_name_split(struct bytes name);

/* Whether a text is a name: domain and lower-case path by the grammar, no tag, no digest. */
bool image_name_valid(struct bytes name);

/* `domain/path:tag@digest`; what is absent is empty. Views of the text or of the owner. */
struct image {
	struct bytes domain, path, tag;
	struct bytes digest; /* algorithm:hex; sha256, sha384 or sha512 */
};

/*
 * As written: the first part is the domain wherever it can be one, also `bitnami` of
 * `bitnami/redis`. NULL, or what is wrong with the text.
 */
const char *image_parse(struct arena *owner, struct bytes text, struct image *image) MUST_USE;

/*
 * Canonical: `redis` is `docker.io/library/redis`, `index.docker.io` is `docker.io`; a text of 64
 * hexadecimal digits is an identifier, no image. NULL, or what is wrong with the text.
 */
const char *image_parse_normalized(
	struct arena *owner, struct bytes text, struct image *image) MUST_USE;

/* Whether a text is a digest of a known algorithm, and of its length. NULL, or what is wrong. */
const char *image_digest_fault(struct bytes text);

/* The whole reference; domain and path. */
struct bytes image_text(struct arena *owner, const struct image *image);
struct bytes image_repository(struct arena *owner, const struct image *image);

/* As people write it: a canonical image without `docker.io/` and `library/`. */
struct image image_familiar(const struct image *image);

#endif
