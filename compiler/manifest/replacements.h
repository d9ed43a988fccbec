/*
 * kustomize's replacements: the value of one field goes to fields of other objects. They follow
 * each other, each on what the last one left, after all patches.
 */
#ifndef LEME_MANIFEST_REPLACEMENTS_H
#define LEME_MANIFEST_REPLACEMENTS_H

#include "field_path.h"
#include "model/model.h"
#include "target.h"

/* A part of a text: between delimiters, number `index`. */
struct replaced_part {
	struct bytes delimiter; /* empty: all of it */
	int64_t index;
	bool create;
};

struct replaced_target {
	struct target select;
	struct {
		ARRAY(struct target);
	} reject;
	struct {
		ARRAY(struct field_path);
	} fields;
	struct replaced_part part;
};

struct replacement {
	const struct value *entry;
	const struct value *literal; /* `sourceValue`, or NULL */
	struct target source;
	struct field_path field;
	struct replaced_part part;
	struct {
		ARRAY(struct replaced_target);
	} targets;
};

/*
 * Why a replacement changes what it has made once more, and where it says so. NULL: a second time
 * it changes nothing.
 */
const char *replacement_once(const struct replacement *replacement, struct span *at);

struct replacements {
	ARRAY(struct replacement);
	struct bytes namespace; /* of objects that name none */
};

/* `list` is `render.replacements` in the shape that model/ has checked, or NULL. */
bool replacements_read(struct arena *run, const struct folder *folder, const struct value *list,
	struct limits limits, struct replacements *replacements, struct diags *d) MUST_USE;

/* Whether an object may be the target of one, as far as can be told without its data. */
bool replacements_may_touch(const struct replacements *replacements, const struct object *object);

/*
 * Edits of the stream, in which no alias may be to another object of a document that has a target.
 * False, with diags at the replacement: its source is no object or several
 * (`replacement/source`), a target selects none (`replacement/no-match`), a selected object lacks
 * the field (`replacement/no-field`), or two entries of one file write different texts to one place
 * (`replacement/conflict`).
 */
bool replacements_apply(struct arena *run, const struct replacements *replacements,
	const struct stream *stream, struct limits limits, struct edits *edits,
	struct diags *d) MUST_USE;

#endif
