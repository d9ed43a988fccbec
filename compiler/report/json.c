#include "json.h"

#include "tree/tree.h"

static void begin(struct json_writer *json, const char *key)
{
	if (json->comma)
		buf_add_char(json->out, ',');
	json->comma = true;
	if (key)
		buf_print(json->out, "\"%s\":", key);
}

static void open(struct json_writer *json, const char *key, char bracket)
{
	begin(json, key);
	buf_add_char(json->out, bracket);
	json->comma = false;
}

static void end(struct json_writer *json, char bracket)
{
	buf_add_char(json->out, bracket);
	json->comma = true;
}

void put_object(struct json_writer *json, const char *key)
{
	open(json, key, '{');
}

void put_list(struct json_writer *json, const char *key)
{
	open(json, key, '[');
}

void put_end_object(struct json_writer *json)
{
	end(json, '}');
}

void put_end_list(struct json_writer *json)
{
	end(json, ']');
}

void put_line(struct json_writer *json)
{
	buf_add(json->out, json->comma ? BYTES(",\n") : BYTES("\n"));
	json->comma = false;
}

void put_text(struct json_writer *json, const char *key, struct bytes text)
{
	const struct value value = { .kind = VALUE_STRING, .text = text };
	begin(json, key);
	emit_canonical_json(json->out, &value);
}

void put_given(struct json_writer *json, const char *key, struct bytes text)
{
	if (text.len)
		put_text(json, key, text);
}

void put_number(struct json_writer *json, const char *key, size_t number)
{
	begin(json, key);
	buf_add_number(json->out, number, 10);
}

void put_true(struct json_writer *json, const char *key)
{
	begin(json, key);
	buf_add(json->out, BYTES("true"));
}
