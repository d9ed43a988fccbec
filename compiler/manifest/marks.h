/*
 * Labels and annotations that every object gets, and with `includeTemplates` the pods and claims
 * that it makes. Never a selector: what selects must stay what it was.
 *
 *   marks_read   `render.labels`, `render.annotations` → sets of pairs and where they go
 *   marks_edit   one object → edits
 *   marks_settle at the end: the fields that no object of their kinds had
 */
#ifndef LEME_MANIFEST_MARKS_H
#define LEME_MANIFEST_MARKS_H

#include "objects/objects.h"

/* A place of some kinds; `[]` behind a key: in each item of that list. Empty texts: any. */
struct mark_field {
	struct span at;
	struct bytes group, version, kind;
	struct bytes text; /* of the path */
	struct texts path;
	bool create;         /* the map, where there is none */
	size_t objects, met; /* of its kind so far; maps there */
};

struct mark_set {
	const struct value *pairs; /* a map of texts */
	struct bytes usual;        /* their lines, as nearly all objects get them */
	struct bytes whole;        /* the same with their key, for those that have no such map */
	struct bytes key;          /* of metadata: `labels` or `annotations` */
	bool templates;
	bool alone; /* nothing else of the marks may go to its map of metadata */
	struct {
		ARRAY(struct mark_field);
	} fields;
};

struct marks {
	ARRAY(struct mark_set);
};

/*
 * Adds a map of texts, or kustomize's list of label sets, in the shape that model/ has checked;
 * NULL adds nothing.
 */
bool marks_read(struct arena *run, const struct value *said, const char *key, struct limits limits,
	struct marks *marks, struct diags *d) MUST_USE;

/* False, with `render/label` at each pair that no cluster would take. */
bool marks_check(const struct value *pairs, const char *key, struct diags *d) MUST_USE;

/* False, with `render/label` at each pair for which one that is read before has another text. */
bool marks_agree(
	const struct mark_set *before, const struct mark_set *after, struct diags *d) MUST_USE;

/* Pairs as lines, each behind the end of the line above it. */
struct bytes marks_lines(
	struct arena *owner, const struct value *pairs, size_t indent, const char *line_end);

/* Blanks before the lines that are usual; LF is their line end. */
enum { MARKS_INDENT = 4 };

/*
 * Adds lines, or nothing where all is as it is to be. False, and no edit, if that is not enough:
 * then only marks_edit() does it, which touches more of the object, so that no other edit of it may
 * be made beside.
 */
bool marks_add_lines(
	struct marks *marks, const struct object *object, struct edits *edits) MUST_USE;

/*
 * Adds no edit where all is as it is to be. False, with a diag, if something else than a map is
 * where labels go (`render/no-field`), or pods would no longer have what the object selects them by
 * (`render/selector`).
 */
bool marks_edit(struct marks *marks, const struct object *object, struct limits limits,
	struct edits *edits, struct diags *d) MUST_USE;

/* False, with `render/no-field` at each field that is not there and is not to be made. */
bool marks_settle(const struct marks *marks, struct diags *d) MUST_USE;

#endif
