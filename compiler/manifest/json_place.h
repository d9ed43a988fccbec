/*
 * A value that is changed place by place, at JSON Pointers (RFC 6901). What is changed becomes a
 * copy once, with room to grow; all else stays the object's own. Private to manifest/.
 */
#ifndef LEME_MANIFEST_JSON_PLACE_H
#define LEME_MANIFEST_JSON_PLACE_H

#include "growth.h"

#include "base/names.h"

/* A map or list that may be changed, since this is the only place where it is. */
struct opened {
	struct value *value;
	struct entry *entries;
	const struct value **items;
	size_t room;
};

struct json_work {
	struct arena *owner;
	struct diags *d;
	const struct value *root;
	struct names numbers; /* of what is opened, by its pointer */
	struct {
		ARRAY(struct opened *);
	} opened;
	struct growth growth;
};

/* A pointer as it was written, and its tokens, unescaped; it begins where that text does. */
struct json_pointer {
	const struct value *written;
	struct texts tokens;
	struct {
		ARRAY(size_t);
	} begins, ends; /* of each token in the written text */
};

/* False, with a diag `patch/json`, if the text is none. */
bool json_pointer_read(
	struct json_work *work, const struct value *written, struct json_pointer *pointer) MUST_USE;

/* The value there. NULL, with a diag at the token that leads nowhere. */
const struct value *json_find(struct json_work *work, const struct json_pointer *pointer) MUST_USE;

/* False, with a diag, if there is no such place; to put needs one that is there. */
bool json_add(struct json_work *work, const struct json_pointer *pointer,
	const struct value *value) MUST_USE;
bool json_put(struct json_work *work, const struct json_pointer *pointer,
	const struct value *value) MUST_USE;
bool json_remove(struct json_work *work, const struct json_pointer *pointer) MUST_USE;

/* All that is opened may now be in two places. */
void json_share(struct json_work *work);

#endif
