#include "model.h"

#include "base/folder.h"
#include "notation/notation.h"
#include "read.h"

/* --- paths ------------------------------------------------------------------------------------ */

static bool matches(const struct bytes *pattern, size_t count, const struct way *way)
{
	if (!count)
		return way->depth == 0;
	bool any = bytes_is(pattern[count - 1], "**");
	if (any && matches(pattern, count - 1, way))
		return true;
	if (!way->depth)
		return false;
	if (any)
		return matches(pattern, count, way->above);
	return glob_matches(pattern[count - 1], way->key) &&
		matches(pattern, count - 1, way->above);
}

bool way_matches(const struct way *way, const struct texts *path)
{
	return matches(path->at, path->count, way);
}

struct bytes way_text(struct arena *owner, const struct way *way)
{
	struct bytes *keys = arena_array_of(owner, struct bytes, way->depth);
	size_t count = way->depth;
	for (size_t i = count; i-- > 0; way = way->above)
		keys[i] = way->key;
	return path_text(owner, keys, count);
}

struct secret_paths secret_paths_of(struct arena *owner, const struct value *catalog)
{
	const struct value *list = read_key(catalog, "secrets");
	struct secret_paths paths = { 0 };
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++) {
		const struct value *item = list->items[i];
		if (item->kind == VALUE_STRING && !path_fault(item->text))
			*array_push(owner, &paths) = path_parse(owner, item->text);
	}
	return paths;
}

static bool has_paths(const struct secrets *secrets)
{
	for (; secrets; secrets = secrets_above(secrets))
		if (secrets_paths(secrets)->count)
			return true;
	return false;
}

static bool is_secret(const struct secrets *secrets, const struct way *way)
{
	const struct secrets *above = secrets_above(secrets);
	const struct secret_paths *paths = secrets_paths(secrets);
	for (size_t i = 0; i < paths->count; i++)
		if (way_matches(way, &paths->at[i]))
			return true;
	return above && is_secret(above, way);
}

static void read_paths(struct secrets *secrets, const struct value *catalog)
{
	struct arena *scratch = arena_new();
	struct secret_paths paths = secret_paths_of(scratch, catalog);
	for (size_t i = 0; i < paths.count; i++)
		secrets_add_path(secrets, paths.at[i]);
	arena_end(scratch);
}

/* --- noting ----------------------------------------------------------------------------------- */

enum { SECRET_LINE = 4 }; /* shorter ones would be found everywhere */

/* `vault:` in a file that a Secret holds names a section of it, and is found in images, too. */
static bool is_key_alone(struct bytes line)
{
	for (size_t i = 0; i + 1 < line.len; i++) {
		char c = line.at[i];
		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '-' && c != '_')
			return false;
	}
	return line.at[line.len - 1] == ':';
}

/* A line of a block is shown alone. */
static void add_lines(struct secrets *secrets, struct bytes text)
{
	struct bytes rest = text, line;
	secrets_add(secrets, bytes_trim(text));
	while (bytes_cut(&rest, '\n', &line)) {
		struct bytes trimmed = bytes_trim(line);
		if (line.len < text.len && trimmed.len >= SECRET_LINE && !is_key_alone(trimmed))
			secrets_add(secrets, trimmed);
	}
}

/* All but printable ASCII; of that `"`, `'` and `\`. */
static bool is_escaped(struct bytes text)
{
	static const uint32_t bits[8] = { 0xFFFFFFFF, 0x00000084, 0x10000000, 0x80000000,
		0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF };
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (bits[c / 32] >> c % 32 & 1)
			return true;
	}
	return false;
}

/* As CEL writes it in messages and views, less the quotes. */
static void add_spellings(struct secrets *secrets, struct bytes text)
{
	if (!is_escaped(text))
		return;
	struct arena *scratch = arena_new();
	struct buf cel = buf_new(scratch);
	cel_print(&cel, cel_string(text));
	secrets_add(secrets, bytes_slice(buf_bytes(&cel), 1, cel.len - 1));
	arena_end(scratch);
}

/* In its file: without quotes or the header of a block, with its escapes. */
static void add_written(struct secrets *secrets, const struct value *scalar)
{
	struct bytes written = span_text(scalar->at);
	if (scalar->style == STYLE_SINGLE || scalar->style == STYLE_DOUBLE) {
		written = bytes_slice(written, 1, written.len - (written.len > 1));
	} else if (scalar->style == STYLE_LITERAL || scalar->style == STYLE_FOLDED) {
		struct bytes header;
		bytes_cut(&written, '\n', &header);
	}
	if (!bytes_equal(written, scalar->text))
		add_lines(secrets, written);
}

static bool has_expression(struct bytes text)
{
	const char *begin = text.len ? memchr(text.at, '$', text.len) : NULL;
	size_t from = begin ? (size_t)(begin - text.at) : text.len;
	return bytes_find(text, BYTES("${{"), from) < text.len;
}

/* What is said by `true`, or by nothing, is no secret. An expression is none, but what it gives. */
static void note_scalar(struct secrets *secrets, const struct value *scalar)
{
	bool known = scalar->kind == VALUE_NULL || scalar->kind == VALUE_BOOL;
	if (known || has_expression(scalar->text))
		return;
	add_lines(secrets, scalar->text);
	add_spellings(secrets, scalar->text);
	bool is_written = scalar->at.source && scalar->at.end > scalar->at.begin &&
		scalar->at.end <= scalar->at.source->text.len;
	struct bytes written = is_written ? span_text(scalar->at) : scalar->text;
	/* As it is for nearly all, whose text is that of the file itself. */
	if (written.at == scalar->text.at && written.len == scalar->text.len)
		return;
	if (!has_expression(written))
		add_written(secrets, scalar);
}

static void note(
	struct secrets *secrets, const struct value *value, const struct way *way, bool secret)
{
	secret = secret || is_secret(secrets, way);
	for (size_t i = 0; i < value->count; i++) {
		if (value->kind == VALUE_LIST) {
			note(secrets, value->items[i], way, secret);
			continue;
		}
		struct way below = { way, value->entries[i].key, way->depth + 1 };
		note(secrets, value->entries[i].value, &below, secret);
	}
	if (secret && value->kind != VALUE_MAP && value->kind != VALUE_LIST)
		note_scalar(secrets, value);
}

void secret_note(struct secrets *secrets, const struct value *values)
{
	if (secrets && values && has_paths(secrets))
		note(secrets, values, &(struct way){ 0 }, false);
}

void secret_document(struct secrets *secrets, const struct value *document)
{
	if (!secrets || document->kind != VALUE_MAP)
		return;
	const struct value *kind = read_key(document, "kind");
	if (kind && bytes_is(kind->text, "Catalog") && !secrets_paths(secrets)->count)
		read_paths(secrets, document);
	secret_note(secrets, read_key(document, "values"));
}

/* --- Secrets ---------------------------------------------------------------------------------- */

static void note_all(struct secrets *secrets, const struct value *map, bool encoded)
{
	struct arena *scratch = arena_new();
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++) {
		const struct value *value = map->entries[i].value;
		struct bytes text;
		if (value->kind == VALUE_MAP || value->kind == VALUE_LIST)
			continue;
		note_scalar(secrets, value);
		if (encoded && base64_decode(scratch, value->text, &text))
			add_lines(secrets, text);
	}
	arena_end(scratch);
}

void secret_object(struct secrets *secrets, const struct value *object)
{
	if (!secrets || object->kind != VALUE_MAP)
		return;
	const struct value *kind = read_key(object, "kind");
	if (!kind || !bytes_is(kind->text, "Secret"))
		return;
	note_all(secrets, read_key(object, "data"), true);
	note_all(secrets, read_key(object, "stringData"), false);
}

/* --- showing ---------------------------------------------------------------------------------- */

static const struct bytes shown = { "<secret>", 8 };

struct showing {
	struct arena *owner;
	struct secrets *secrets;
};

static const struct value *show(
	struct showing *showing, const struct value *value, const struct way *way, bool secret);

static struct value *show_scalar(struct showing *showing, const struct value *value, bool secret)
{
	bool empty = value->kind == VALUE_NULL || value->kind == VALUE_BOOL || !value->text.len;
	struct bytes text = secret && !empty
		? shown
		: secrets_mask(showing->owner, showing->secrets, value->text);
	struct value *copy = value_string(showing->owner, text, value->at);
	if (bytes_equal(text, value->text))
		*copy = *value;
	copy->style = value->style;
	return copy;
}

static struct value *show_items(
	struct showing *showing, const struct value *value, const struct way *way, bool secret)
{
	struct value *copy = arena_new_of(showing->owner, struct value);
	struct entry *entries = arena_array_of(showing->owner, struct entry, value->count);
	const struct value **items = arena_array_of(
		showing->owner, const struct value *, value->count);
	*copy = *value;
	for (size_t i = 0; i < value->count; i++) {
		if (value->kind == VALUE_LIST) {
			items[i] = show(showing, value->items[i], way, secret);
			continue;
		}
		struct way below = { way, value->entries[i].key, way->depth + 1 };
		entries[i] = value->entries[i];
		entries[i].value = show(showing, value->entries[i].value, &below, secret);
	}
	copy->entries = value->kind == VALUE_MAP ? entries : NULL;
	copy->items = value->kind == VALUE_LIST ? items : NULL;
	return copy;
}

static const struct value *show(
	struct showing *showing, const struct value *value, const struct way *way, bool secret)
{
	secret = secret || is_secret(showing->secrets, way);
	struct value *copy = value->kind == VALUE_MAP || value->kind == VALUE_LIST
		? show_items(showing, value, way, secret)
		: show_scalar(showing, value, secret);
	copy->hides = value->hides ? show(showing, value->hides, way, secret) : NULL;
	return copy;
}

const struct value *secret_values(
	struct arena *owner, struct secrets *secrets, const struct value *values)
{
	struct showing showing = { owner, secrets };
	return secrets ? show(&showing, values, &(struct way){ 0 }, false) : values;
}

/* --- texts ------------------------------------------------------------------------------------ */

struct value_list {
	ARRAY(const struct value *);
};

struct hiding {
	const struct secrets *secrets;
	struct edits edits;
};

static void hide_scalar(struct hiding *hiding, const struct value *scalar)
{
	struct bytes written = span_text(scalar->at);
	if (written.len)
		edits_add(&hiding->edits, scalar->at.begin, scalar->at.end,
			bytes_ends(written, BYTES("\n")) ? BYTES("<secret>\n") : shown);
}

static void hide(
	struct hiding *hiding, const struct value *value, const struct way *way, bool secret)
{
	secret = secret || is_secret(hiding->secrets, way);
	for (size_t i = 0; i < value->count; i++) {
		bool is_map = value->kind == VALUE_MAP;
		struct way below = { way, is_map ? value->entries[i].key : BYTES(""),
			way->depth + 1 };
		hide(hiding, is_map ? value->entries[i].value : value->items[i],
			is_map ? &below : way, secret);
	}
	if (secret && value->kind != VALUE_MAP && value->kind != VALUE_LIST)
		hide_scalar(hiding, value);
}

static struct bytes hide_behind_keys(
	struct arena *owner, struct secrets *secrets, struct bytes text)
{
	struct buf out = buf_new(owner);
	struct bytes line;
	for (size_t i = 0; bytes_cut(&text, '\n', &line); i++) {
		buf_add(&out, i ? BYTES("\n") : BYTES(""));
		buf_add(&out, secrets_mask_line(owner, secrets, line, true, &(struct extent){ 0 }));
	}
	return buf_bytes(&out);
}

/* Its documents as Helm reads them; false if it does not. */
static bool read_documents_of(
	struct arena *owner, const struct source *source, struct value_list *documents)
{
	struct diags unheard = diags_new(owner);
	struct tree *tree = source->text.len
		? tree_read(owner, source, DIALECT_HELM, LIMITS_DEFAULT, &unheard)
		: NULL;
	for (size_t i = 0; tree && i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		const struct value *value = root
			? tree_value(owner, tree, root, LIMITS_DEFAULT, &unheard)
			: NULL;
		if (value)
			*array_push(owner, documents) = value;
	}
	return tree && !unheard.count;
}

void secret_file(const struct source *source)
{
	struct arena *scratch = arena_new();
	struct value_list documents = { 0 };
	if (source->secrets)
		(void)!read_documents_of(scratch, source, &documents);
	for (size_t i = 0; i < documents.count; i++)
		secret_note(source->secrets, documents.at[i]);
	arena_end(scratch);
}

struct bytes secret_text(struct arena *owner, struct secrets *secrets, struct bytes text)
{
	struct diags unheard = diags_new(owner);
	struct value_list documents = { 0 };
	if (!secrets || !secrets_paths(secrets)->count || !text.len)
		return text;
	const struct source *source = source_new(owner, BYTES(""), BYTES(""), text);
	struct hiding hiding = { secrets, edits_new(owner, source) };
	bool good = read_documents_of(owner, source, &documents);
	for (size_t i = 0; i < documents.count; i++)
		hide(&hiding, documents.at[i], &(struct way){ 0 }, false);
	good = good && edits_apply(owner, &hiding.edits, &text, &unheard);
	return good ? text : hide_behind_keys(owner, secrets, text);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static size_t string_end(struct bytes json, size_t at)
{
	for (at++; at < json.len && json.at[at] != '"'; at++)
		at += json.at[at] == '\\';
	return at < json.len ? at + 1 : json.len;
}

static size_t number_end(struct bytes json, size_t at)
{
	while (at < json.len && json.at[at] && strchr("+-.0123456789eE", json.at[at]))
		at++;
	return at;
}

/* A control character that JSON writes in four digits. */
static char control_of(struct bytes digits)
{
	char c = 0;
	for (size_t i = 0; i < digits.len; i++)
		c = (char)(16 * c +
			(digits.at[i] <= '9' ? digits.at[i] - '0' : digits.at[i] - 'a' + 10));
	return c;
}

/* The escapes are those that emit_canonical_json() writes. */
static struct bytes unescaped(struct arena *owner, struct bytes inside)
{
	static const char letters[] = "btnfr", meant[] = "\b\t\n\f\r";
	struct buf text = buf_new(owner);
	for (size_t i = 0; i < inside.len; i++) {
		char c = inside.at[i];
		const char *letter = NULL;
		if (c == '\\' && ++i < inside.len) {
			c = inside.at[i];
			letter = strchr(letters, c);
		}
		if (i > 0 && inside.at[i - 1] == '\\' && c == 'u' && i + 4 < inside.len) {
			c = control_of(bytes_slice(inside, i + 1, i + 5));
			i += 4;
		}
		buf_add_char(&text, letter ? meant[letter - letters] : c);
	}
	return buf_bytes(&text);
}

static void add_string(struct buf *out, struct secrets *secrets, struct bytes string)
{
	struct bytes inside = bytes_slice(string, 1, string.len - 1);
	struct bytes text = unescaped(out->owner, inside);
	struct bytes masked = secrets_mask(out->owner, secrets, text);
	if (bytes_equal(masked, text))
		buf_add(out, string);
	else
		cel_print_json(out, cel_string(masked));
}

static void add_number(struct buf *out, struct secrets *secrets, struct bytes number)
{
	bool secret = bytes_equal(secrets_mask(out->owner, secrets, number), shown);
	if (secret)
		cel_print_json(out, cel_string(shown));
	else
		buf_add(out, number);
}

struct bytes secret_json(struct arena *owner, struct secrets *secrets, struct bytes json)
{
	struct buf out = buf_new(owner);
	for (size_t at = 0, next; at < json.len; at = next) {
		bool is_string = json.at[at] == '"';
		next = is_string ? string_end(json, at) : number_end(json, at);
		struct bytes token = bytes_slice(json, at, next);
		bool is_key = is_string && next < json.len && json.at[next] == ':';
		if (is_string && !is_key)
			add_string(&out, secrets, token);
		else if (!is_string && token.len)
			add_number(&out, secrets, token);
		else
			buf_add(&out, bytes_slice(json, at, next > at ? next : ++next));
	}
	return buf_bytes(&out);
}
