/*
 * JSON written member by member; commas come by themselves. Internal to report/. Who writes keys
 * writes them in the order of their bytes, as in all JSON of leme; in a list the key is NULL.
 */
#ifndef LEME_REPORT_JSON_OUT_H
#define LEME_REPORT_JSON_OUT_H

#include "report.h"

struct json_out {
	struct buf *out;
	bool comma; /* something stands before, in the same list or object */
};

void json_out_object(struct json_out *json, const char *key);
void json_out_list(struct json_out *json, const char *key);
void json_out_end_object(struct json_out *json);
void json_out_end_list(struct json_out *json);

/* The next member begins on a line of its own. */
void json_out_line(struct json_out *json);

void json_out_text(struct json_out *json, const char *key, struct bytes text);
void json_out_number(struct json_out *json, const char *key, size_t number);

/* The members of a rendering. */
void json_out_rendering(struct json_out *json, const struct rendering_report *rendering);

#endif
