/*
 * JSON written member by member; commas come by themselves. Internal to report/. Who writes keys
 * writes them in the order of their bytes, as in all JSON of leme; in a list the key is NULL.
 */
#ifndef LEME_REPORT_JSON_H
#define LEME_REPORT_JSON_H

#include "base/buf.h"

struct json {
	struct buf *out;
	bool comma; /* something stands before, in the same list or object */
};

void json_object(struct json *json, const char *key);
void json_list(struct json *json, const char *key);
void json_end_object(struct json *json);
void json_end_list(struct json *json);

/* The next member begins on a line of its own. */
void json_line(struct json *json);

void json_text(struct json *json, const char *key, struct bytes text);
/* The same, but nothing for an empty text. */
void json_given(struct json *json, const char *key, struct bytes text);
void json_number(struct json *json, const char *key, size_t number);
void json_true(struct json *json, const char *key);

#endif
