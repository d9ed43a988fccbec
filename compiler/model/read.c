#include "read.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "shape.h"

struct bytes read_text(const struct value *map, const char *key)
{
	const struct value *value = read_key(map, key);
	return value ? value->text : (struct bytes){ 0 };
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

struct name read_name(struct arena *owner, const struct value *value)
{
	return (struct name){ utf8_nfc(owner, value->text), utf8_slug(owner, value->text),
		value->at };
}

bool unknown_name(struct diags *d, struct span at, const char *id, const char *format,
	struct bytes name, const struct bytes *known, size_t count)
{
	diag_error(d, at, id, format, BYTES_ARG(name));
	diag_suggest(d, name, known, count);
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
		if (value)
			secret_document(source->secrets, value);
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

bool documents_read(struct arena *owner, const struct source *source, const char *kind,
	struct limits limits, struct documents *documents, struct diags *d)
{
	struct document_list list = { 0 };
	bool good = read_documents(owner, source, kind, limits, &list, d);
	*documents = (struct documents){ .at = list.at, .count = list.count };
	return good;
}
