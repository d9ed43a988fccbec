/* What the tests of schemas share. */
#ifndef LEME_TESTS_SCHEMA_FIXTURE_H
#define LEME_TESTS_SCHEMA_FIXTURE_H

#include "unit.h"

#include "schema/schema.h"

static inline const struct value *read_value(
	const char *name, struct bytes text, enum dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	struct source *source = source_new(unit_arena(), bytes_of(name), bytes_of(name), text);
	struct tree *tree = tree_read(unit_arena(), source, dialect, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree != NULL, "%s", unit_diags(&d));
	const struct value *value = tree_value(
		unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	ck_assert_msg(value != NULL, "%s", unit_diags(&d));
	return value;
}

static inline const struct schema *read_schema(struct bytes text, struct diags *d)
{
	return schema_read(unit_arena(), read_value("values.schema.json", text, DIALECT_STRICT),
		SCHEMA_OPTIONS_DEFAULT, d);
}

/* `line:column`, `-` for no place. */
static inline void add_place(struct buf *out, struct span at)
{
	if (!at.source) {
		buf_add_char(out, '-');
		return;
	}
	struct place place = source_place(at.source, at.begin);
	buf_print(out, "%zu:%zu", place.line, place.column);
}

#endif
