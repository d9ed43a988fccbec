/*
 * SUITE.except: a line is `FIELD = VALUE [; FIELD != VALUE]... : REASON`. A field is a path with
 * dots, a value is JSON; a field that a row lacks is null. A row is skipped if all conditions of
 * a line hold. Lines that begin with '#' are comments.
 */
#include "conformance.h"

#include <stdio.h>
#include <stdlib.h>

struct condition {
	const char *field;
	json_t *value;
	bool equal;
};

struct exception {
	struct {
		ARRAY(struct condition);
	} conditions;
	struct bytes reason;
};

struct exceptions {
	ARRAY(struct exception);
};

static void forget_json(void *value)
{
	json_decref(value);
}

_Noreturn static void refuse(const char *path, struct bytes line)
{
	fprintf(stderr, "%s: not understood: " BYTES_FMT "\n", path, BYTES_ARG(line));
	exit(EXIT_FAILURE);
}

static bool read_condition(struct arena *owner, struct bytes text, struct condition *condition)
{
	size_t sign = bytes_find(text, BYTES("="), 0);
	if (sign == text.len || sign == 0)
		return false;
	condition->equal = text.at[sign - 1] != '!';
	size_t end = condition->equal ? sign : sign - 1;
	condition->field = bytes_string(owner, bytes_trim(bytes_slice(text, 0, end)));
	struct bytes value = bytes_trim(bytes_slice(text, sign + 1, text.len));
	condition->value = json_loadb(value.at, value.len, JSON_DECODE_ANY, NULL);
	if (condition->value)
		arena_undo(owner, forget_json, condition->value);
	return condition->value;
}

static void read_exception(
	struct arena *owner, struct exceptions *exceptions, const char *path, struct bytes line)
{
	size_t colon = bytes_find(line, BYTES(" : "), 0);
	struct exception exception = { .reason = bytes_slice(line, colon + 3, line.len) };
	if (exception.reason.len == 0)
		refuse(path, line);
	struct bytes rest = bytes_slice(line, 0, colon), part;
	while (bytes_cut(&rest, ';', &part)) {
		struct condition condition;
		if (!read_condition(owner, part, &condition))
			refuse(path, line);
		*array_push(owner, &exception.conditions) = condition;
	}
	*array_push(owner, exceptions) = exception;
}

struct exceptions *exceptions_read(struct arena *owner, const char *path)
{
	struct exceptions *exceptions = arena_new_of(owner, struct exceptions);
	FILE *file = fopen(path, "r");
	if (!file)
		return exceptions;
	char *text = NULL;
	size_t room = 0;
	while (getline(&text, &room, file) > 0) {
		struct bytes line = bytes_trim(bytes_copy(owner, bytes_of(text)));
		if (line.len && line.at[0] != '#')
			read_exception(owner, exceptions, path, line);
	}
	free(text);
	fclose(file);
	return exceptions;
}

static bool condition_holds(const struct condition *condition, const json_t *row)
{
	const json_t *value = row;
	struct bytes rest = bytes_of(condition->field), part;
	while (bytes_cut(&rest, '.', &part))
		value = json_object_getn(value, part.at, part.len);
	bool equal = value ? json_equal(value, condition->value) : json_is_null(condition->value);
	return equal == condition->equal;
}

struct bytes exceptions_match(const struct exceptions *exceptions, const json_t *row)
{
	for (size_t i = 0; i < exceptions->count; i++) {
		const struct exception *exception = &exceptions->at[i];
		size_t held = 0;
		while (held < exception->conditions.count &&
			condition_holds(&exception->conditions.at[held], row))
			held++;
		if (held == exception->conditions.count)
			return exception->reason;
	}
	return (struct bytes){ 0 };
}
