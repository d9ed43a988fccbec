/*
 * A schema up to a line of `===`, and a value behind it; the first byte chooses the draft. What is
 * refused is refused with a place in the schema. What is read is valid against its metaschema, and
 * gives the same answer with and without telling why, in time (fuzz.sh has a time-out): a yes tells
 * nothing, a no tells something, at places inside of the two texts.
 */
#include "../libfyaml_leaks.h"
#include "fuzz.h"

#include "schema/schema.h"

enum { STEPS = 100000 };

static const char *const metaschemas[] = {
	[SCHEMA_4] = "{$ref: 'http://json-schema.org/draft-04/schema'}",
	[SCHEMA_6] = "{$ref: 'http://json-schema.org/draft-06/schema'}",
	[SCHEMA_7] = "{$ref: 'http://json-schema.org/draft-07/schema'}",
	[SCHEMA_2019] = "{$ref: 'https://json-schema.org/draft/2019-09/schema'}",
	[SCHEMA_2020] = "{$ref: 'https://json-schema.org/draft/2020-12/schema'}",
};

static const struct value *read_value(struct arena *owner, struct bytes text, enum dialect dialect)
{
	struct diags d = diags_new(owner);
	const struct source *source = source_new(owner, BYTES("x"), BYTES("x"), text);
	const struct tree *tree = tree_read(owner, source, dialect, LIMITS_DEFAULT, &d);
	if (!tree || !tree->documents.count || !tree->documents.at[0].root)
		return NULL;
	return tree_value(owner, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
}

static bool is_inside(struct span at)
{
	return at.source && at.begin <= at.end && at.end <= at.source->text.len;
}

static const struct schema *read_schema(
	struct arena *owner, const struct value *document, enum schema_draft draft)
{
	struct schema_options options = { .draft = draft, .steps = STEPS };
	struct diags d = diags_new(owner);
	const struct schema *schema = schema_read(owner, document, options, &d);
	demand(!schema == (diags_code(&d) != EXIT_DONE), "what is refused is an error");
	for (size_t i = 0; i < d.count; i++)
		demand(is_inside(d.at[i]->at) && d.at[i]->text.len, "a diag has a place");
	return schema;
}

/* Made once for each draft. */
static const struct schema *metaschema(enum schema_draft draft)
{
	static const struct schema *made[SCHEMA_2020 + 1];
	if (made[draft])
		return made[draft];
	struct arena *forever = arena_new();
	return made[draft] = read_schema(forever,
		       read_value(forever, bytes_of(metaschemas[draft]), DIALECT_STRICT), draft);
}

static bool check(struct arena *owner, const struct schema *schema, const struct value *value)
{
	struct violations found = { 0 };
	bool good = schema_check(owner, schema, value, &found);
	demand(schema_check(owner, schema, value, NULL) == good, "the answer is the same");
	demand(good == !found.count, "a no says why");
	for (size_t i = 0; i < found.count; i++) {
		demand(is_inside(found.at[i].at) && is_inside(found.at[i].rule),
			"a violation has both places");
		demand(found.at[i].text.len && found.at[i].path.len, "and says something");
	}
	return good;
}

/* Only of a schema in one draft; `format` may be refused there, which is not asked here. */
static bool is_plain(struct bytes text)
{
	return bytes_find(text, BYTES("$schema"), 0) == text.len;
}

static void try(struct arena *owner, enum schema_draft draft, struct bytes text, struct bytes data)
{
	const struct value *document = read_value(owner, text, DIALECT_STRICT);
	const struct schema *schema = document ? read_schema(owner, document, draft) : NULL;
	if (!schema)
		return;
	if (is_plain(text))
		demand(check(owner, metaschema(draft), document) || text.len > STEPS / 100,
			"the metaschema takes what is read");
	const struct value *value = read_value(owner, data, DIALECT_HELM);
	if (value)
		check(owner, schema, value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct bytes all = { (const char *)data + 1, size - 1 };
	size_t end = bytes_find(all, BYTES("\n===\n"), 0);
	struct arena *owner = arena_new();
	try(owner, (enum schema_draft)(data[0] % (SCHEMA_2020 + 1)), bytes_slice(all, 0, end),
		bytes_slice(all, end + 5, all.len));
	arena_end(owner);
	return 0;
}
