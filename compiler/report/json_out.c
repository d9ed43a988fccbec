#include "json_out.h"

#include "format.h"
#include "tree/tree.h"

static void begin(struct json_out *json, const char *key)
{
	if (json->comma)
		buf_add_char(json->out, ',');
	json->comma = true;
	if (key)
		buf_print(json->out, "\"%s\":", key);
}

static void open(struct json_out *json, const char *key, char bracket)
{
	begin(json, key);
	buf_add_char(json->out, bracket);
	json->comma = false;
}

static void end(struct json_out *json, char bracket)
{
	buf_add_char(json->out, bracket);
	json->comma = true;
}

void json_out_object(struct json_out *json, const char *key)
{
	open(json, key, '{');
}

void json_out_list(struct json_out *json, const char *key)
{
	open(json, key, '[');
}

void json_out_end_object(struct json_out *json)
{
	end(json, '}');
}

void json_out_end_list(struct json_out *json)
{
	end(json, ']');
}

void json_out_line(struct json_out *json)
{
	buf_add(json->out, json->comma ? BYTES(",\n") : BYTES("\n"));
	json->comma = false;
}

void json_out_text(struct json_out *json, const char *key, struct bytes text)
{
	const struct value value = { .kind = VALUE_STRING,
		.text = valid_text(json->out->owner, text) };
	begin(json, key);
	emit_canonical_json(json->out, &value);
}

void json_out_number(struct json_out *json, const char *key, size_t number)
{
	begin(json, key);
	buf_add_number(json->out, number, 10);
}
