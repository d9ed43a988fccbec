#include "path.h"

#include "base/message.h"

struct reader {
	struct arena *owner;
	struct bytes text;
	size_t at;
	struct path_steps *steps;
};

static bool more(const struct reader *reader)
{
	return reader->at < reader->text.len;
}

static bool take(struct reader *reader, char c)
{
	bool here = more(reader) && reader->text.at[reader->at] == c;
	reader->at += here;
	return here;
}

static void add(struct reader *reader, struct path_step step)
{
	*array_push(reader->owner, reader->steps) = step;
}

/* A letter, and whether it stands for itself. False: a backslash is the last one. */
static bool next(struct reader *reader, char *c, bool *escaped)
{
	*escaped = take(reader, '\\');
	if (!more(reader))
		return false;
	*c = reader->text.at[reader->at++];
	return true;
}

static const char *read_key(struct reader *reader)
{
	struct buf key = buf_new(reader->owner);
	bool escaped;
	char c;
	while (more(reader)) {
		if (!next(reader, &c, &escaped))
			return N_("nothing follows the last '\\' of the path");
		if (c == ']' && !escaped)
			return N_("a ']' of the path has no '['");
		if ((c == '.' || c == '[') && !escaped) {
			reader->at--;
			break;
		}
		buf_add_char(&key, c);
	}
	if (!key.len)
		return N_("a key of the path is empty");
	add(reader, (struct path_step){ .kind = STEP_KEY, .key = buf_bytes(&key) });
	return NULL;
}

/* --- brackets --------------------------------------------------------------------------------- */

struct bracket {
	struct buf text;
	bool marked;   /* some of it was escaped: it is no number */
	bool star;     /* it ends with a `*` that was not */
	bool has_key;  /* there is a `=` that was not, */
	size_t equals; /* the first of them here */
};

static const char *read_bracket(struct reader *reader, struct bracket *bracket)
{
	bool escaped;
	char c;
	while (more(reader) && next(reader, &c, &escaped)) {
		if (c == ']' && !escaped)
			return NULL;
		if (c == '=' && !escaped && !bracket->has_key) {
			bracket->has_key = true;
			bracket->equals = bracket->text.len;
		}
		bracket->marked |= escaped;
		bracket->star = c == '*' && !escaped;
		buf_add_char(&bracket->text, c);
	}
	return N_("a '[' of the path has no ']'");
}

static const char *add_text(struct reader *reader, struct bytes text)
{
	if (text.len == 1)
		return N_("'[*]' names nothing: '[]' is each item, '[TEXT*]' what follows a text");
	if (more(reader))
		return N_("'[TEXT*]' must be the end of the path");
	text.len--;
	add(reader, (struct path_step){ .kind = STEP_TEXT, .text = text });
	return NULL;
}

static const char *add_item(struct reader *reader, struct bytes text, size_t equals)
{
	struct path_step step = { .kind = STEP_ITEM, .key = bytes_slice(text, 0, equals) };
	step.text = bytes_slice(text, equals + 1, text.len);
	if (!step.key.len || !step.text.len)
		return N_("in '[KEY=VALUE]' of the path neither may be empty");
	add(reader, step);
	return NULL;
}

static const char *add_bracket(struct reader *reader, const struct bracket *bracket)
{
	struct bytes text = buf_bytes(&bracket->text);
	uint64_t index;
	if (bracket->star)
		return add_text(reader, text);
	if (bracket->has_key)
		return add_item(reader, text, bracket->equals);
	if (!text.len)
		add(reader, (struct path_step){ .kind = STEP_ALL });
	else if (!bracket->marked && bytes_number(text, &index))
		add(reader, (struct path_step){ .kind = STEP_INDEX, .index = index });
	else
		return N_("brackets of a path are '[]', '[0]', '[KEY=VALUE]' or '[TEXT*]'");
	return NULL;
}

static const char *read_brackets(struct reader *reader)
{
	const char *fault = NULL;
	while (!fault && take(reader, '[')) {
		struct bracket bracket = { .text = buf_new(reader->owner) };
		fault = read_bracket(reader, &bracket);
		if (!fault)
			fault = add_bracket(reader, &bracket);
	}
	return fault;
}

/* --- the whole -------------------------------------------------------------------------------- */

const char *path_steps_parse(struct arena *owner, struct bytes text, struct path_steps *steps)
{
	*steps = (struct path_steps){ 0 };
	struct reader reader = { .owner = owner, .text = text, .steps = steps };
	const char *fault;
	do {
		fault = read_key(&reader);
		if (!fault)
			fault = read_brackets(&reader);
	} while (!fault && take(&reader, '.'));
	if (fault)
		return fault;
	if (more(&reader))
		return N_("behind a ']' of the path must stand '.' or '['");
	return steps->count > PATH_KEYS ? N_("the path has more than 200 keys") : NULL;
}

void path_add_key(struct buf *path, struct bytes key)
{
	if (path->len)
		buf_add_char(path, '.');
	for (size_t i = 0; i < key.len; i++) {
		if (memchr(".[]\\", key.at[i], 4))
			buf_add_char(path, '\\');
		buf_add_char(path, key.at[i]);
	}
}

void path_add_index(struct buf *path, size_t index)
{
	buf_print(path, "[%zu]", index);
}
