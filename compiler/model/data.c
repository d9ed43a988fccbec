#include "data.h"

#include "base/message.h"

#include <math.h>

/* --- kinds in words --------------------------------------------------------------------------- */

static const struct {
	const char *words, *hint;
} kinds[CEL_KINDS] = {
	[CEL_ERROR] = { N_("an error"), NULL },
	[CEL_NULL] = { N_("null"), N_("'x == null ? y : x' gives y in its place") },
	[CEL_BOOL] = { N_("a truth value"), NULL },
	[CEL_INT] = { N_("a number"), NULL },
	[CEL_UINT] = { N_("a number"), NULL },
	[CEL_DOUBLE] = { N_("a number"), NULL },
	[CEL_STRING] = { N_("a text"), NULL },
	[CEL_BYTES] = { N_("bytes"), N_("base64.encode(x) or string(x) makes a text of them") },
	[CEL_LIST] = { N_("a list"), N_("x.join(',') makes a text of a list of texts") },
	[CEL_MAP] = { N_("a mapping"), N_("choose one of its values") },
	[CEL_TYPE] = { N_("a type"), N_("compare it: type(x) == int") },
	[CEL_TIMESTAMP] = { N_("a timestamp"), N_("string(x) makes a text of it") },
	[CEL_DURATION] = { N_("a duration"), N_("string(x) makes a text of it") },
	[CEL_OPTIONAL] = { N_("an optional"), N_("x.orValue(y) takes what is in it, or y") },
	[CEL_QUANTITY] = { N_("a quantity"),
		N_("x.asInteger() or x.asApproximateFloat() makes a number of it") },
	[CEL_SEMVER] = { N_("a version"), N_("take its parts: x.major(), x.minor(), x.patch()") },
	[CEL_URL] = { N_("a URL"), N_("take its parts: x.getHost(), x.getEscapedPath()") },
	[CEL_IP] = { N_("an IP address"), N_("string(x) makes a text of it") },
	[CEL_CIDR] = { N_("a network"), N_("string(x) makes a text of it") },
	[CEL_FORMAT] = { N_("a format"), N_("x.validate(text) applies it") },
	[CEL_VERSION] = { N_("a version"), N_("use the text that it was made of") },
};

const char *kind_in_words(struct cel_value value)
{
	return kinds[value.kind].words;
}

const char *kind_hint(struct cel_value value)
{
	return kinds[value.kind].hint;
}

/* --- scalars ---------------------------------------------------------------------------------- */

static struct value *new_value(struct arena *owner, enum value_kind kind, struct span at)
{
	struct value *value = arena_new_of(owner, struct value);
	*value = (struct value){ .kind = kind, .style = STYLE_PLAIN, .at = at };
	return value;
}

static struct bytes printed(struct arena *owner, struct cel_value value)
{
	struct buf text = buf_new(owner);
	cel_print(&text, value);
	return buf_bytes(&text);
}

static const struct value *integer(struct arena *owner, struct cel_value from, struct span at)
{
	struct value *value = new_value(owner, VALUE_INT, at);
	value->integer = from.integer;
	value->number = (double)from.integer;
	value->text = printed(owner, cel_int(from.integer));
	return value;
}

static const struct value *number(struct arena *owner, struct cel_value from, struct span at)
{
	struct value *value = new_value(owner, VALUE_FLOAT, at);
	value->number = from.number;
	value->text = printed(owner, from);
	return value;
}

/* A scalar of the data keeps its text: 1.10 stays 1.10. */
static const struct value *kept(struct arena *owner, const struct value *origin, struct span at)
{
	struct value *value = arena_new_of(owner, struct value);
	*value = *origin;
	value->style = STYLE_PLAIN;
	value->at = at;
	value->hides = NULL;
	return value;
}

static const struct value *scalar(
	struct arena *owner, struct cel_value from, struct span at, struct culprit *culprit)
{
	bool whole = from.kind == CEL_UINT && from.uinteger <= INT64_MAX;
	if (from.origin && cel_of(from.origin).kind == from.kind)
		return kept(owner, from.origin, at);
	if (from.kind == CEL_NULL)
		return new_value(owner, VALUE_NULL, at);
	if (from.kind == CEL_BOOL)
		return value_bool(owner, from.boolean, at);
	if (from.kind == CEL_STRING)
		return value_string(owner, cel_text(from), at);
	if (from.kind == CEL_INT || whole)
		return integer(owner, from, at);
	if (from.kind == CEL_DOUBLE && isfinite(from.number))
		return number(owner, from, at);
	*culprit = (struct culprit){ from, false };
	return NULL;
}

/* --- lists and maps --------------------------------------------------------------------------- */

static const struct value *list(
	struct arena *owner, struct cel_value from, struct span at, struct culprit *culprit)
{
	struct value *value = new_value(owner, VALUE_LIST, at);
	const struct value **items = arena_array_of(owner, const struct value *, from.len);
	for (size_t i = 0; i < from.len; i++) {
		items[i] = data_of(owner, cel_item(from, i), at, culprit);
		if (!items[i])
			return NULL;
	}
	value->style = STYLE_BLOCK;
	value->count = from.len;
	value->items = items;
	return value;
}

static const struct value *map(
	struct arena *owner, struct cel_value from, struct span at, struct culprit *culprit)
{
	struct value *value = new_value(owner, VALUE_MAP, at);
	struct entry *entries = arena_array_of(owner, struct entry, from.len);
	for (size_t i = 0; i < from.len; i++) {
		struct cel_value key = cel_key(from, i);
		*culprit = (struct culprit){ key, true };
		if (key.kind != CEL_STRING)
			return NULL;
		entries[i] = (struct entry){ cel_text(key), at,
			data_of(owner, cel_entry_value(from, i), at, culprit) };
		if (!entries[i].value)
			return NULL;
	}
	value->style = STYLE_BLOCK;
	value->count = from.len;
	value->entries = entries;
	return value;
}

const struct value *data_of(
	struct arena *owner, struct cel_value value, struct span at, struct culprit *culprit)
{
	if (value.kind == CEL_LIST)
		return list(owner, value, at, culprit);
	if (value.kind == CEL_MAP)
		return map(owner, value, at, culprit);
	return scalar(owner, value, at, culprit);
}
