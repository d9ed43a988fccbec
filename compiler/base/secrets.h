/*
 * What must not be shown: texts that stood at secret places, and others with `<secret>` wherever
 * they hold one. A run adds what it meets, from several threads if it has them; it masks what it
 * prints when they are done. NULL in the place of secrets is none.
 *
 * A short secret may be part of any word, so below SECRET_ANYWHERE bytes it is only masked as a
 * whole word. What was cut behind the first letters of a secret, with `...`, is masked too.
 */
#ifndef LEME_BASE_SECRETS_H
#define LEME_BASE_SECRETS_H

#include "bytes.h"

enum { SECRET_ANYWHERE = 6 };

struct secrets;

struct secrets *secrets_new(struct arena *owner);

/* The text is copied. An empty one is no secret. */
void secrets_add(struct secrets *secrets, struct bytes text);

/*
 * Those of an earlier state of the same project: its own paths count there beside those of all, and
 * what is added is added to all. NULL below NULL.
 */
struct secrets *secrets_below(struct arena *owner, struct secrets *all);

/* What these are below, or NULL. */
const struct secrets *secrets_above(const struct secrets *secrets);

/* Keys of a path that leads to secrets, as the catalogue writes them; the texts are copied. */
void secrets_add_path(struct secrets *secrets, struct texts path);

struct secret_paths {
	ARRAY(struct texts);
};
/* Those of a catalogue, which is read before there are threads. */
const struct secret_paths *secrets_paths(const struct secrets *secrets);

/* The text itself where it holds none. */
struct bytes secrets_mask(struct arena *owner, struct secrets *secrets, struct bytes text) MUST_USE;

/* Where something stands in a line. */
struct extent {
	size_t begin, end;
};

/*
 * The same of a line of a source, where something stands that moves along. Of a file that could not
 * be read nobody knows what is secret, so all is masked that stands behind the last key of a path.
 */
struct bytes secrets_mask_line(struct arena *owner, struct secrets *secrets, struct bytes line,
	bool unread, struct extent *marked) MUST_USE;

#endif
