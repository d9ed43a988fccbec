/* JSON Patch, RFC 6902: operations one after the other, all of them or none. */
#include "json_place.h"
#include "patch.h"

#include "base/nearest.h"

struct operation;

struct kind {
	const char *name;
	bool has_value, has_from;
	bool (*make)(struct json_work *work, const struct operation *operation);
};

struct operation {
	const struct kind *kind;
	const struct value *written, *value;
	struct json_pointer path, from;
};

/* --- what each does --------------------------------------------------------------------------- */

/* Whether a value may stand where the path leads. */
static bool fits(
	struct json_work *work, const struct operation *operation, const struct value *value)
{
	return growth_fits(&work->growth, value, operation->path.tokens.count,
		operation->path.written->at, work->d);
}

static bool make_add(struct json_work *work, const struct operation *operation)
{
	return fits(work, operation, operation->value) &&
		json_add(work, &operation->path, operation->value);
}

static bool make_remove(struct json_work *work, const struct operation *operation)
{
	return json_remove(work, &operation->path);
}

static bool make_replace(struct json_work *work, const struct operation *operation)
{
	return fits(work, operation, operation->value) &&
		json_put(work, &operation->path, operation->value);
}

static bool is_inside(const struct json_pointer *from, const struct json_pointer *path)
{
	if (path->tokens.count < from->tokens.count)
		return false;
	for (size_t i = 0; i < from->tokens.count; i++)
		if (!bytes_equal(path->tokens.at[i], from->tokens.at[i]))
			return false;
	return true;
}

/* To where it is already: nothing is done. */
static bool make_move(struct json_work *work, const struct operation *operation)
{
	const struct json_pointer *from = &operation->from, *path = &operation->path;
	const struct value *value = json_find(work, from);
	if (!value)
		return false;
	if (!is_inside(from, path))
		return fits(work, operation, value) && json_remove(work, from) &&
			json_add(work, path, value);
	if (from->tokens.count == path->tokens.count)
		return true;
	return diag_error(work->d, path->written->at, "patch/json",
		"'" BYTES_FMT "' cannot be moved to a place within itself",
		BYTES_ARG(from->written->text));
}

static bool make_copy(struct json_work *work, const struct operation *operation)
{
	const struct value *value = json_find(work, &operation->from);
	if (!value ||
		!growth_adds(&work->growth, value, operation->path.tokens.count,
			operation->path.written->at, work->d))
		return false;
	json_share(work);
	return json_add(work, &operation->path, value);
}

static bool make_test(struct json_work *work, const struct operation *operation)
{
	const struct value *value = json_find(work, &operation->path);
	struct buf json = buf_new(work->owner);
	if (!value)
		return false;
	if (value_equal(value, operation->value))
		return true;
	emit_canonical_json(&json, value);
	diag_error(work->d, operation->written->at, "patch/json",
		"the test of '" BYTES_FMT "' fails: another value is there",
		BYTES_ARG(operation->path.written->text));
	diag_related(work->d, value->at, "it is " BYTES_FMT,
		BYTES_ARG(bytes_slice(buf_bytes(&json), 0, 200)));
	return false;
}

/* --- operations as they are written ----------------------------------------------------------- */

static const struct kind kinds[] = {
	{ "add", true, false, make_add },
	{ "remove", false, false, make_remove },
	{ "replace", true, false, make_replace },
	{ "move", false, true, make_move },
	{ "copy", false, true, make_copy },
	{ "test", true, false, make_test },
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static const struct kind *find_kind(struct json_work *work, const struct value *name)
{
	struct bytes names[KINDS];
	for (size_t i = 0; i < KINDS; i++) {
		names[i] = bytes_of(kinds[i].name);
		if (bytes_equal(names[i], name->text))
			return &kinds[i];
	}
	diag_error(work->d, name->at, "patch/json", "there is no operation '" BYTES_FMT "'",
		BYTES_ARG(name->text));
	diag_suggest(work->d, name->text, names, KINDS);
	return NULL;
}

static const struct value *find_member(
	struct json_work *work, const struct value *operation, const char *name)
{
	const struct value *value = value_get(operation, bytes_of(name));
	if (!value)
		diag_error(
			work->d, operation->at, "patch/json", "this operation has no '%s'", name);
	return value;
}

static const struct value *find_text(
	struct json_work *work, const struct value *operation, const char *name)
{
	const struct value *value = find_member(work, operation, name);
	if (!value || value->kind == VALUE_STRING)
		return value;
	diag_error(work->d, value->at, "patch/json", "the '%s' of an operation is a text", name);
	return NULL;
}

static bool read_pointer(struct json_work *work, const struct value *operation, const char *name,
	struct json_pointer *pointer)
{
	const struct value *text = find_text(work, operation, name);
	return text && json_pointer_read(work, text, pointer);
}

/* Where the reader lets a key be given again. */
static bool is_twice(struct json_work *work, const struct value *operation)
{
	struct names seen = { .owner = work->owner };
	for (size_t i = 0; i < operation->count; i++) {
		const struct entry *entry = &operation->entries[i];
		uint32_t before = names_set(&seen, entry->key, (uint32_t)i + 1);
		if (!before)
			continue;
		diag_error(work->d, entry->key_at, "patch/json",
			"'" BYTES_FMT "' is there twice in this operation", BYTES_ARG(entry->key));
		diag_related(work->d, operation->entries[before - 1].key_at, "it is here, too");
		return true;
	}
	return false;
}

static bool read_operation(
	struct json_work *work, const struct value *written, struct operation *operation)
{
	*operation = (struct operation){ .written = written };
	if (written->kind != VALUE_MAP)
		return diag_error(work->d, written->at, "patch/json",
			"an operation is a map with 'op' and 'path'");
	if (is_twice(work, written))
		return false;
	const struct value *name = find_text(work, written, "op");
	const struct kind *kind = operation->kind = name ? find_kind(work, name) : NULL;
	if (!kind || !read_pointer(work, written, "path", &operation->path) ||
		(kind->has_from && !read_pointer(work, written, "from", &operation->from)))
		return false;
	operation->value = kind->has_value ? find_member(work, written, "value") : NULL;
	return operation->value || !kind->has_value;
}

const struct value *patch_json(struct arena *owner, const struct value *object,
	const struct value *patch, struct limits limits, struct diags *d)
{
	struct json_work work = { owner, d, object, { .owner = owner }, { 0 }, { limits, 0 } };
	if (patch->kind != VALUE_LIST) {
		diag_error(d, patch->at, "patch/json", "a JSON patch is a list of operations");
		return NULL;
	}
	for (size_t i = 0; i < patch->count; i++) {
		struct operation operation;
		if (!read_operation(&work, patch->items[i], &operation) ||
			!operation.kind->make(&work, &operation))
			return NULL;
	}
	return work.root;
}
