/*
 * Secret values (SPEC §1.1, `secrets`): what stands at the paths that the catalogue names, and the
 * data of Secrets. They are noted as soon as a text is read (base/secrets.h), so that no message
 * about it shows them. In a path `*`, `?` and `[a-z]` stand for a part of a key, `**` for any
 * number of keys; lists are passed through. Part of the face of model/.
 *
 *   secret_document   a document of the project: the paths of a catalogue, and values
 *   secret_object     a rendered Secret
 *   secret_values     values as they may be shown
 *   secret_text       likewise the text of a values file
 *   secret_json       JSON that has been printed
 */
#ifndef LEME_MODEL_SECRET_H
#define LEME_MODEL_SECRET_H

#include "base/secrets.h"
#include "tree/tree.h"

/* Where a walk through values is: a key, and the way to it. */
struct way {
	const struct way *above; /* NULL: the whole */
	struct bytes key;
	size_t depth; /* keys on the way, this one with them */
};

/* Whether a path of secrets leads just there, and not only above it. */
bool way_matches(const struct way *way, const struct texts *path);

/* The path as the catalogue would write it. */
struct bytes way_text(struct arena *owner, const struct way *way);

/* The paths of a catalogue, whatever shape it has; those that are none are left out. */
struct secret_paths secret_paths_of(struct arena *owner, const struct value *catalog);

/* Whatever shape it has. A catalogue's paths hold for all that is read behind it. */
void secret_document(struct secrets *secrets, const struct value *document);

/* Values that have been worked out, or that the chart has. */
void secret_note(struct secrets *secrets, const struct value *values);

/* `data` and `stringData`, if it is a Secret; what is in base64 also as what it stands for. */
void secret_object(struct secrets *secrets, const struct value *object);

/* With `<secret>` for each scalar at a secret path, and for parts of others. */
const struct value *secret_values(
	struct arena *owner, struct secrets *secrets, const struct value *values) MUST_USE;

/*
 * The text of a YAML file with `<secret>` for each scalar at a secret path, and nothing else
 * changed, so that it depends on nothing else. If it cannot be read, all is masked that stands
 * behind the last key of such a path.
 */
struct bytes secret_text(struct arena *owner, struct secrets *secrets, struct bytes text) MUST_USE;

/* Values of a file that a message is about, which may be any file. */
void secret_file(const struct source *source);

/*
 * JSON of ours with `<secret>` wherever a string holds a secret, keys apart, and for numbers that
 * are one.
 */
struct bytes secret_json(struct arena *owner, struct secrets *secrets, struct bytes json) MUST_USE;

#endif
