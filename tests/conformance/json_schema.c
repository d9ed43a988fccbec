/*
 * The official suite of JSON Schema: each file is a list of groups, a schema with tests. Files are
 * read as the program reads them, so that numbers and places are its own.
 *
 *   --draft 4 | 6 | 7 | 2019-09 | 2020-12   of schemas that do not say
 *   --remotes FOLDER                        what stands at http://localhost:1234/
 *   --formats checked                       in the drafts too that leave them alone
 */
#include "conformance.h"

#include "schema/schema.h"

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>

struct test {
	const struct value *schema, *data;
	const struct schema *read; /* NULL: it was refused */
	const struct schema *metaschema;
	struct diags diags;
	bool valid;
};

struct remotes {
	ARRAY(struct schema_document);
};

/* --- files ------------------------------------------------------------------------------------ */

static const struct value *read_json(struct arena *owner, const char *path)
{
	struct buf text = buf_new(owner);
	struct diags d = diags_new(owner);
	FILE *file = fopen(path, "rb");
	if (!file) {
		perror(path);
		return NULL;
	}
	for (size_t got = 1; got; text.len += got)
		got = fread(buf_room(&text, 1 << 16), 1, 1 << 16, file);
	fclose(file);
	const struct source *source = source_new(
		owner, bytes_of(path), bytes_of(path), buf_bytes(&text));
	const struct tree *tree = tree_read(owner, source, DIALECT_STRICT, LIMITS_DEFAULT, &d);
	const struct value *value = tree
		? tree_value(owner, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d)
		: NULL;
	if (!value)
		fprintf(stderr, "%s: " BYTES_FMT "\n", path, BYTES_ARG(d.at[0]->text));
	return value;
}

static struct remotes read_remotes(struct arena *owner, struct bytes folder)
{
	struct remotes remotes = { 0 };
	char *const roots[] = { (char *)(uintptr_t)bytes_string(owner, folder), NULL };
	FTS *walk = fts_open(roots, FTS_LOGICAL, NULL);
	for (FTSENT *entry; walk && (entry = fts_read(walk));) {
		if (entry->fts_info != FTS_F || !strstr(entry->fts_name, ".json"))
			continue;
		struct schema_document *document = array_push(owner, &remotes);
		document->uri = bytes_print(
			owner, "http://localhost:1234%s", entry->fts_path + folder.len);
		document->value = read_json(
			owner, bytes_string(owner, bytes_copy(owner, bytes_of(entry->fts_path))));
	}
	if (walk)
		fts_close(walk);
	return remotes;
}

/* --- drafts ----------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum schema_draft draft;
	const char *metaschema;
} drafts[] = {
	{ "4", SCHEMA_4, "http://json-schema.org/draft-04/schema" },
	{ "6", SCHEMA_6, "http://json-schema.org/draft-06/schema" },
	{ "7", SCHEMA_7, "http://json-schema.org/draft-07/schema" },
	{ "2019-09", SCHEMA_2019, "https://json-schema.org/draft/2019-09/schema" },
	{ "2020-12", SCHEMA_2020, "https://json-schema.org/draft/2020-12/schema" },
};

static size_t draft_of(const struct trial *trial)
{
	struct bytes name = trial_option(trial, "--draft");
	size_t i = sizeof drafts / sizeof *drafts - 1;
	while (i && !bytes_is(name, drafts[i].name))
		i--;
	return i;
}

/* A schema that is nothing but a reference to a metaschema. */
static const struct schema *read_metaschema(
	struct arena *owner, size_t draft, struct schema_options options)
{
	struct diags d = diags_new(owner);
	struct value *reference = value_string(
		owner, bytes_of(drafts[draft].metaschema), (struct span){ 0 });
	struct entry *entry = arena_new_of(owner, struct entry);
	struct value *schema = arena_new_of(owner, struct value);
	*entry = (struct entry){ .key = BYTES("$ref"), .value = reference };
	*schema = (struct value){ .kind = VALUE_MAP, .count = 1, .entries = entry };
	return schema_read(owner, schema, options, &d);
}

/* --- rows ------------------------------------------------------------------------------------- */

static struct bytes text_at(const struct value *map, const char *key)
{
	const struct value *text = value_get(map, bytes_of(key));
	return text ? text->text : (struct bytes){ 0 };
}

static json_t *string_of(struct bytes text)
{
	return json_stringn(text.at ? text.at : "", text.len);
}

/* From the folder of the draft on. */
static struct bytes short_name(const char *path)
{
	const char *at = strstr(path, "/tests/");
	at = at ? strchr(at + 7, '/') : NULL;
	return bytes_of(at ? at + 1 : path);
}

static json_t *row_of(
	struct trial *trial, const struct value *group, const struct value *test, const char *draft)
{
	struct bytes file = short_name(trial->file);
	struct bytes id = bytes_print(trial->arena,
		"draft %s, " BYTES_FMT ": " BYTES_FMT ": " BYTES_FMT, draft, BYTES_ARG(file),
		BYTES_ARG(text_at(group, "description")), BYTES_ARG(text_at(test, "description")));
	json_t *row = json_object();
	json_object_set_new(row, "id", string_of(id));
	json_object_set_new(row, "draft", json_string(draft));
	json_object_set_new(row, "file", string_of(file));
	json_object_set_new(row, "group", string_of(text_at(group, "description")));
	json_object_set_new(row, "test", string_of(text_at(test, "description")));
	return row;
}

static void feed_group(struct trial *trial, const struct value *group, size_t draft,
	struct test *test, feed_row *judge, void *context)
{
	const struct value *tests = value_get(group, BYTES("tests"));
	for (size_t i = 0; i < tests->count; i++) {
		const struct value *valid = value_get(tests->items[i], BYTES("valid"));
		test->data = value_get(tests->items[i], BYTES("data"));
		test->valid = valid->boolean;
		json_t *row = row_of(trial, group, tests->items[i], drafts[draft].name);
		judge(context, row);
		json_decref(row);
	}
}

bool feed_json_schema(struct trial *trial, feed_row *judge, void *context)
{
	struct arena *file = arena_new();
	size_t draft = draft_of(trial);
	struct bytes folder = trial_option(trial, "--remotes");
	struct schema_options options = SCHEMA_OPTIONS_DEFAULT;
	struct remotes remotes = { 0 };
	const struct value *groups = read_json(file, trial->file);
	if (folder.at)
		remotes = read_remotes(file, folder);
	options.draft = drafts[draft].draft;
	options.documents = remotes.at;
	options.document_count = remotes.count;
	options.checks_formats = trial_option(trial, "--formats").at;
	const struct schema *metaschema = read_metaschema(file, draft, options);
	for (size_t i = 0; groups && i < groups->count; i++) {
		struct test *test = arena_new_of(file, struct test);
		test->schema = value_get(groups->items[i], BYTES("schema"));
		test->metaschema = metaschema;
		test->diags = diags_new(file);
		test->read = schema_read(file, test->schema, options, &test->diags);
		trial->state = test;
		feed_group(trial, groups->items[i], draft, test, judge, context);
	}
	arena_end(file);
	return groups && metaschema;
}

/* --- the judge -------------------------------------------------------------------------------- */

bool judge_json_schema(struct trial *trial, const json_t *row)
{
	const struct test *test = trial->state;
	struct violations found = { 0 }, faults = { 0 };
	(void)row;
	if (!test->read)
		return trial_fail(trial, "the schema is refused: " BYTES_FMT,
			BYTES_ARG(trial_diags(trial, &test->diags)));
	if (!schema_check(trial->arena, test->metaschema, test->schema, &faults))
		return trial_fail(trial, "the metaschema refuses the schema: " BYTES_FMT,
			BYTES_ARG(faults.at[0].text));
	bool valid = schema_check(trial->arena, test->read, test->data, &found);
	if (valid == (found.count > 0))
		return trial_fail(trial, "%zu violations, but it is %s", found.count,
			valid ? "valid" : "not valid");
	if (valid == test->valid)
		return true;
	return valid ? trial_fail(trial, "valid")
		     : trial_fail(trial, "not valid: " BYTES_FMT, BYTES_ARG(found.at[0].text));
}
