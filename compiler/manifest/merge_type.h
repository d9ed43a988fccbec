/*
 * How the values of a type merge: what patch.h names, seen from inside. A type is one of
 * Kubernetes' own, a row of a table (merge_table.c, which merge_types.py makes of facts about its
 * Go types), or it stands for a part of a schema, which is read as far as a patch goes down.
 */
#ifndef LEME_MANIFEST_MERGE_TYPE_H
#define LEME_MANIFEST_MERGE_TYPE_H

#include "patch.h"

enum merge_way {
	MERGE_UNKNOWN, /* nothing is known: maps are joined, lists cannot be */
	MERGE_DEEP,    /* a map, whose keys merge */
	MERGE_DATA,    /* data without a type: maps are joined, lists are atomic */
	MERGE_WHOLE,   /* a map that a new one takes the place of */
	MERGE_ATOMIC,  /* a list that a new one takes the place of */
	MERGE_SET,     /* a list of what differs by itself */
	MERGE_KEYED,   /* a list of maps, told apart by some of their keys */
};

/* A key that tells items apart, and what stands for it where an item has none, or NULL. */
struct merge_key {
	struct bytes name;
	const struct value *fallback;
};

/* A key of a map of some type. */
struct merge_field {
	enum merge_way way;
	const struct merge_type *type; /* of what is there, or of the items of the list; or NULL */
	struct {
		ARRAY(struct merge_key);
	} keys; /* MERGE_KEYED */
};

/*
 * No pointer of the table is set, so that nothing needs to be relocated when the program starts:
 * texts are places in merge_texts, types are places in merge_types.
 */
struct merge_type {
	const struct value *schema; /* NULL: one of Kubernetes' own */
	bool is_custom;             /* Kubernetes' own merge is not defined for it */
	bool has_metadata;          /* a whole object: its metadata is that of every object */
	bool is_open;               /* what it has no property for is data */
	uint16_t first, count;      /* rows, in the order of their names; an only "": any name */
};

struct merge_row {
	uint16_t name, type, key;
	uint8_t way;
};

/* In the order of kind, group and version. */
struct merge_kind {
	uint16_t kind, group, version, type;
};

enum { MERGE_TYPE_NONE = UINT16_MAX };

extern const char merge_texts[];
extern const struct merge_type merge_types[]; /* [0] is the metadata of objects */
extern const struct merge_row merge_rows[];
extern const struct merge_kind merge_kinds[];
extern const size_t merge_kind_count;

/* A type of NULL knows nothing. */
struct merge_field merge_field_find(
	struct arena *owner, const struct merge_type *type, struct bytes name);

/* As merge_type_of_schema(), of a type that Kubernetes' own merge is defined for. */
const struct merge_type *merge_type_like_own(struct arena *owner, const struct value *schema);

#endif
