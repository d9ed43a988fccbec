#include "type.h"

static const struct {
	const char *name, *also;
	uint8_t kind, inner; /* how many types it holds */
} names[] = {
	{ "null_type", "null", CEL_NULL, 0 },
	{ "bool", NULL, CEL_BOOL, 0 },
	{ "int", NULL, CEL_INT, 0 },
	{ "uint", NULL, CEL_UINT, 0 },
	{ "double", NULL, CEL_DOUBLE, 0 },
	{ "string", NULL, CEL_STRING, 0 },
	{ "bytes", NULL, CEL_BYTES, 0 },
	{ "list", NULL, CEL_LIST, 1 },
	{ "map", NULL, CEL_MAP, 2 },
	{ "type", NULL, CEL_TYPE, 1 },
	{ "timestamp", NULL, CEL_TIMESTAMP, 0 },
	{ "duration", NULL, CEL_DURATION, 0 },
	{ "optional_type", "optional", CEL_OPTIONAL, 1 },
	{ "quantity", NULL, CEL_QUANTITY, 0 },
	{ "semver", NULL, CEL_SEMVER, 0 },
	{ "url", NULL, CEL_URL, 0 },
	{ "ip", NULL, CEL_IP, 0 },
	{ "cidr", NULL, CEL_CIDR, 0 },
	{ "format", NULL, CEL_FORMAT, 0 },
	{ "version", NULL, CEL_VERSION, 0 },
};

static const struct cel_type parameters[PARAMETERS] = {
	[PARAM_T] = { .kind = CEL_PARAMETER, .param = PARAM_T },
	[PARAM_K] = { .kind = CEL_PARAMETER, .param = PARAM_K },
	[PARAM_V] = { .kind = CEL_PARAMETER, .param = PARAM_V },
	[PARAM_U] = { .kind = CEL_PARAMETER, .param = PARAM_U },
	[PARAM_E] = { .kind = CEL_PARAMETER, .param = PARAM_E },
	[PARAM_N] = { .kind = CEL_PARAMETER, .param = PARAM_N },
	[PARAM_O] = { .kind = CEL_PARAMETER, .param = PARAM_O },
};

static const char letters[PARAMETERS + 1] = "TKVUENO";

/* --- reading ---------------------------------------------------------------------------------- */

enum { MOST_INNER = 8, DEEPEST = 32 };

struct reader {
	struct arena *owner;
	struct bytes rest;
	unsigned depth;
};

static const struct cel_type *read_type(struct reader *reader);

static bool take(struct reader *reader, char sign)
{
	while (reader->rest.len && *reader->rest.at == ' ')
		reader->rest = bytes_slice(reader->rest, 1, reader->rest.len);
	if (!reader->rest.len || *reader->rest.at != sign)
		return false;
	reader->rest = bytes_slice(reader->rest, 1, reader->rest.len);
	return true;
}

static bool ends_word(char c)
{
	return c == '(' || c == ')' || c == ',' || c == ' ' || c == ':' || c == '}';
}

/* Each environment reads some hundreds of types: most rows are passed by their first letter. */
static bool is_named(size_t row, struct bytes word)
{
	return (*word.at == *names[row].name && bytes_is(word, names[row].name)) ||
		(names[row].also && *word.at == *names[row].also &&
			bytes_is(word, names[row].also));
}

static struct bytes take_word(struct reader *reader)
{
	reader->rest = bytes_trim(reader->rest);
	size_t end = 0;
	while (end < reader->rest.len && !ends_word(reader->rest.at[end]))
		end++;
	struct bytes word = bytes_slice(reader->rest, 0, end);
	reader->rest = bytes_slice(reader->rest, end, reader->rest.len);
	return word;
}

/* `(T, T)`; *count is 0 if there is none. */
static bool read_inner(struct reader *reader, const struct cel_type **inner, size_t *count)
{
	*count = 0;
	if (!take(reader, '('))
		return true;
	do {
		if (*count == MOST_INNER)
			return false;
		inner[*count] = read_type(reader);
		if (!inner[(*count)++])
			return false;
	} while (take(reader, ','));
	return take(reader, ')');
}

static const struct cel_type *parameter(struct bytes name)
{
	const char *letter = name.len == 1 ? memchr(letters, *name.at, PARAMETERS) : NULL;
	return letter ? &parameters[letter - letters] : NULL;
}

static const struct cel_type *made(
	struct reader *reader, size_t row, const struct cel_type **inner, size_t count)
{
	if (count == 0)
		return cel_type_of((enum cel_kind)names[row].kind);
	if (count != names[row].inner)
		return NULL;
	switch (names[row].kind) {
	case CEL_LIST:
		return cel_type_list(reader->owner, inner[0]);
	case CEL_MAP:
		return cel_type_map(reader->owner, inner[0], inner[1]);
	case CEL_TYPE:
		return type_of_type(reader->owner, inner[0]);
	default:
		return type_optional(reader->owner, inner[0]);
	}
}

/* Behind `{`: `name: string, port: int}`, or `name: string, ...}` if there may be others. */
static const struct cel_type *read_record(struct reader *reader)
{
	struct {
		ARRAY(struct cel_field);
	} fields = { 0 };
	const struct cel_type *rest = NULL;
	while (!rest && !take(reader, '}')) {
		if (fields.count && !take(reader, ','))
			return NULL;
		struct bytes name = take_word(reader);
		if (bytes_is(name, "...")) {
			rest = cel_type_dyn();
			continue;
		}
		const struct cel_type *type = take(reader, ':') ? read_type(reader) : NULL;
		if (!name.len || !type)
			return NULL;
		*array_push(reader->owner, &fields) = (struct cel_field){ name, type };
	}
	if (rest && !take(reader, '}'))
		return NULL;
	return cel_type_record(reader->owner, fields.at, fields.count, rest);
}

/* A wrapper of protobuf is its type or null. */
static const struct cel_type *read_simple(struct reader *reader)
{
	const struct cel_type *inner[MOST_INNER];
	size_t count;
	struct bytes word = take_word(reader);
	if (bytes_is(word, "param") && take(reader, '(')) {
		const struct cel_type *found = parameter(take_word(reader));
		return take(reader, ')') ? found : NULL;
	}
	if (!read_inner(reader, inner, &count) || !word.len)
		return NULL;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (is_named(i, word))
			return made(reader, i, inner, count);
	if (bytes_is(word, "dyn") || bytes_is(word, "wrapper"))
		return cel_type_dyn();
	return count ? type_named(reader->owner, word, inner, count) : parameter(word);
}

static const struct cel_type *read_type(struct reader *reader)
{
	if (reader->depth == DEEPEST)
		return NULL;
	reader->depth++;
	const struct cel_type *type = take(reader, '{') ? read_record(reader) : read_simple(reader);
	reader->depth--;
	return type;
}

const struct cel_type *cel_type_read(struct arena *owner, struct bytes text)
{
	struct reader reader = { .owner = owner, .rest = bytes_trim(text) };
	const struct cel_type *type = read_type(&reader);
	return bytes_trim(reader.rest).len ? NULL : type;
}

/* --- printing --------------------------------------------------------------------------------- */

enum { FIELDS_SHOWN = 3 };

static void print_record(struct buf *out, const struct cel_type *type)
{
	buf_add_char(out, '{');
	for (size_t i = 0; i < type->count && i < FIELDS_SHOWN; i++) {
		buf_add(out, i ? BYTES(", ") : BYTES(""));
		buf_add(out, type->fields[i].name);
	}
	if (type->count > FIELDS_SHOWN || type->rest)
		buf_add(out, type->count ? BYTES(", …") : BYTES("…"));
	buf_add_char(out, '}');
}

static bool is_bare(const struct cel_type *type)
{
	return type->count == 0 || (type->kind == CEL_TYPE && type_is_dyn(type->args[0]));
}

static void print_head(struct buf *out, const struct cel_type *type)
{
	if (type->kind == CEL_NAMED)
		buf_add(out, type->name);
	if (type->kind == CEL_PARAMETER)
		buf_add_char(out, letters[type->param]);
	if (type_is_dyn(type))
		buf_add(out, BYTES("dyn"));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].kind == type->kind)
			buf_add(out, bytes_of(names[i].name));
}

void cel_type_print(struct buf *out, const struct cel_type *type)
{
	if (type->kind == CEL_RECORD) {
		print_record(out, type);
		return;
	}
	print_head(out, type);
	if (is_bare(type))
		return;
	for (size_t i = 0; i < type->count; i++) {
		buf_add(out, i ? BYTES(", ") : BYTES("("));
		cel_type_print(out, type->args[i]);
	}
	buf_add_char(out, ')');
}
