/* Image names and references, as in github.com/distribution/reference. */
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

#endif
