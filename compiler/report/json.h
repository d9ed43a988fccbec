/*
 * JSON written member by member; commas come by themselves. Internal to report/. Who writes keys
 * writes them in the order of their bytes, as in all JSON of leme; in a list the key is NULL.
 */
#ifndef LEME_REPORT_JSON_H
#define LEME_REPORT_JSON_H

#include "base/buf.h"

struct json_writer {
	struct buf *out;
	bool comma; /* something stands before, in the same list or object */
};

void put_object(struct json_writer *json, const char *key);
void put_list(struct json_writer *json, const char *key);
void put_end_object(struct json_writer *json);
void put_end_list(struct json_writer *json);

/* The next member begins on a line of its own. */
void put_line(struct json_writer *json);

void put_text(struct json_writer *json, const char *key, struct bytes text);
/* The same, but nothing for an empty text. */
void put_given(struct json_writer *json, const char *key, struct bytes text);
void put_number(struct json_writer *json, const char *key, size_t number);
void put_true(struct json_writer *json, const char *key);

#endif
