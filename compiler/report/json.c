#include "json.h"

#include "tree/tree.h"

static void begin(struct json *json, const char *key)
{
	if (json->comma)
		buf_add_char(json->out, ',');
	json->comma = true;
	if (key)
		buf_print(json->out, "\"%s\":", key);
}

static void open(struct json *json, const char *key, char bracket)
{
	begin(json, key);
	buf_add_char(json->out, bracket);
	json->comma = false;
}

static void end(struct json *json, char bracket)
{
	buf_add_char(json->out, bracket);
	json->comma = true;
}

void json_object(struct json *json, const char *key)
{
	open(json, key, '{');
}

void json_list(struct json *json, const char *key)
{
	open(json, key, '[');
}

void json_end_object(struct json *json)
{
	end(json, '}');
}

void json_end_list(struct json *json)
{
	end(json, ']');
}

void json_line(struct json *json)
{
	buf_add(json->out, json->comma ? BYTES(",\n") : BYTES("\n"));
	json->comma = false;
}

void json_text(struct json *json, const char *key, struct bytes text)
{
	const struct value value = { .kind = VALUE_STRING, .text = text };
	begin(json, key);
	emit_canonical_json(json->out, &value);
}

void json_given(struct json *json, const char *key, struct bytes text)
{
	if (text.len)
		json_text(json, key, text);
}

void json_number(struct json *json, const char *key, size_t number)
{
	begin(json, key);
	buf_add_number(json->out, number, 10);
}

void json_true(struct json *json, const char *key)
{
	begin(json, key);
	buf_add(json->out, BYTES("true"));
}
