/* Places in an object: from a span to the deepest node, and from a node to its path. */
#include "unit.h"

#include "objects/objects.h"

#include <string.h>

static const struct {
	const char *text, *at, *path,
		*law; /* at: the text that the place holds, where it is last */
} rows[] = {
	{ "kind: A\nspec:\n  a: [x, {b: here}]\n", "here", "spec.a[1].b", "maps and lists" },
	{ "kind: A\nspec: {a: [[here]]}\n", "here", "spec.a[0][0]", "lists of lists" },
	{ "kind: A\nspec:\n- {b: 1}\n", "{b: 1}", "spec[0]", "of equal places the deepest one" },
	{ "kind: A\na.b: here\n", "here", "a\\.b", "a dot in a key" },
	{ "kind: A\nspec: {here: 1}\n", "here", "spec", "a key stands where its map does" },
	{ "kind: List\nitems:\n- {kind: A, a: here}\n", "here", "a", "below an item of a list" },
	{ "kind: A\na: &x {b: here}\nc: *x\n", "here", "a.b", "where an anchor stands" },
	{ "kind: A\na: 1\n", "ind", "-", "a part of a text is no node" },
};

static struct bytes path_at(const struct manifest *manifest, const char *text, const char *part)
{
	const struct object *object = &manifest->objects.at[0];
	const char *found = strstr(text, part);
	for (const char *c = found; c; c = strstr(c + 1, part))
		found = c;
	ck_assert_msg(found, "%s", part);
	uint32_t begin = (uint32_t)(found - text), end = begin + (uint32_t)strlen(part);
	node_id node = object_node_at(object, (struct span){ manifest->tree->source, begin, end });
	return node ? object_path(unit_arena(), object, node) : BYTES("-");
}

START_TEST(a_place_has_a_path)
{
	struct diags d = diags_new(unit_arena());
	struct stream *stream = stream_open(unit_arena(), unit_source(bytes_of(rows[_i].text)), &d);
	const struct manifest *manifest = stream
		? manifest_read(unit_arena(), stream, 0, LIMITS_DEFAULT, &d)
		: NULL;
	ck_assert_msg(manifest, "%s: %s", rows[_i].law, unit_diags(&d));
	unit_same(rows[_i].law, path_at(manifest, rows[_i].text, rows[_i].at),
		bytes_of(rows[_i].path));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("objects_path");
	TCase *tcase = tcase_create("rows");
	tcase_add_loop_test(tcase, a_place_has_a_path, 0, COUNT(rows));
	suite_add_tcase(suite, tcase);
	return suite;
}
