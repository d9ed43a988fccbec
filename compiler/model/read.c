#include "read.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "shape.h"

static struct bytes literal(struct arena *owner, struct bytes text)
{
	static const struct bytes escaped = { "$${{", 4 };
	if (bytes_find(text, escaped, 0) == text.len)
		return text;
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < text.len;) {
		size_t found = bytes_find(text, escaped, i);
		buf_add(&out, bytes_slice(text, i, found));
		/* The first '$' goes; what it escaped stays. */
		buf_add(&out, bytes_slice(text, found + 1, found + escaped.len));
		i = found + escaped.len;
	}
	return buf_bytes(&out);
}

struct bytes read_text(struct arena *owner, const struct value *map, const char *key)
{
	const struct value *value = read_key(map, key);
	return value ? literal(owner, value->text) : (struct bytes){ 0 };
}

struct span read_place(const struct value *map, const char *key)
{
	const struct value *value = read_key(map, key);
	return value ? value->at : (struct span){ 0 };
}

bool read_truth(const struct value *map, const char *key)
{
	const struct value *value = read_key(map, key);
	return value && value->boolean;
}

static const struct value *map_literals(struct arena *owner, const struct value *map)
{
	struct entry *entries = NULL;
	for (size_t i = 0; i < map->count; i++) {
		const struct value *read = read_literals(owner, map->entries[i].value);
		if (read == map->entries[i].value)
			continue;
		if (!entries) {
			entries = arena_array_of(owner, struct entry, map->count);
			memcpy(entries, map->entries, map->count * sizeof *entries);
		}
		entries[i].value = read;
	}
	if (!entries)
		return map;
	struct value *copy = arena_new_of(owner, struct value);
	*copy = *map;
	copy->entries = entries;
	return copy;
}

static const struct value *list_literals(struct arena *owner, const struct value *list)
{
	const struct value **items = NULL;
	for (size_t i = 0; i < list->count; i++) {
		const struct value *read = read_literals(owner, list->items[i]);
		if (read == list->items[i])
			continue;
		if (!items) {
			items = arena_array_of(owner, const struct value *, list->count);
			memcpy(items, list->items, list->count * sizeof *items);
		}
		items[i] = read;
	}
	if (!items)
		return list;
	struct value *copy = arena_new_of(owner, struct value);
	*copy = *list;
	copy->items = items;
	return copy;
}

const struct value *read_literals(struct arena *owner, const struct value *value)
{
	if (value->kind == VALUE_MAP)
		return map_literals(owner, value);
	if (value->kind == VALUE_LIST)
		return list_literals(owner, value);
	struct bytes text = literal(owner, value->text);
	if (value->kind != VALUE_STRING || text.at == value->text.at)
		return value;
	struct value *copy = arena_new_of(owner, struct value);
	*copy = *value;
	copy->text = text;
	return copy;
}

struct name read_name(struct arena *owner, const struct value *value)
{
	return (struct name){ utf8_nfc(owner, value->text), utf8_slug(owner, value->text),
		value->at };
}

bool unknown_name(struct diags *d, struct span at, const char *id, const char *format,
	struct bytes name, const struct bytes *known, size_t count)
{
	struct bytes near = nearest(name, known, count);
	diag_error(d, at, id, format, BYTES_ARG(name));
	if (near.len)
		diag_hint(d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	return false;
}

bool source_is_merged(const struct source *source, struct diags *d)
{
	struct bytes text = source->text, mark = BYTES("\n<<<<<<< ");
	if (text.len == 0 || !memchr(text.at, '<', text.len))
		return true;
	bool at_start = bytes_begins(text, BYTES("<<<<<<< "));
	size_t at = at_start ? 0 : bytes_find(text, mark, 0) + 1;
	if (at >= text.len)
		return true;
	diag_error(d, (struct span){ source, (uint32_t)at, (uint32_t)at + 7 }, "file/conflict",
		N_("the file has conflict markers"));
	diag_hint(d, N_("resolve the merge, then run leme again"));
	return false;
}

bool read_documents(struct arena *owner, const struct source *source, const char *kinds,
	struct limits limits, struct document_list *documents, struct diags *d)
{
	struct tree *tree = source_is_merged(source, d)
		? tree_read(owner, source, DIALECT_STRICT, limits, d)
		: NULL;
	bool good = tree != NULL;
	for (size_t i = 0; tree && i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		if (!root)
			continue;
		const struct value *value = tree_value(owner, tree, root, limits, d);
		const struct shape *shape = value ? shape_of_document(value, kinds, d) : NULL;
		good = shape && shape_check(shape, value, d) && good;
		*array_push(owner, documents) = value;
	}
	if (good && documents->count == 0) {
		good = diag_error(d, (struct span){ source, 0, 0 }, "file/empty",
			N_("the file has no document"));
		diag_hint(d, N_("begin it with 'apiVersion: leme/v1' and 'kind: ...'"));
	}
	return good;
}
