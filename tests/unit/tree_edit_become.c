/* A node becomes what patches made of its data; tests/fuzz/become.c asserts the laws of it. */
#include "edit_ways.h"

/*
 * Changes, joined by ` ; `: `put PATH VALUE` (a key, or the item at a number), `less PATH`, `insert
 * PATH VALUE` and `move PATH PLACE` of an item.
 */
struct become_row {
	const char *before, *changes, *after, *why;
};

/* --- changes of data -------------------------------------------------------------------------- */

struct change {
	struct bytes verb;
	const struct value *wanted;
	size_t place;
};

static const struct value *changed_list(
	const struct value *list, size_t at, const struct change *change)
{
	if (bytes_is(change->verb, "insert"))
		return value_list_insert(unit_arena(), list, at, change->wanted);
	if (bytes_is(change->verb, "put"))
		return value_list_put(unit_arena(), list, at, change->wanted);
	const struct value *less = value_list_less(unit_arena(), list, at);
	return bytes_is(change->verb, "less")
		? less
		: value_list_insert(unit_arena(), less, change->place, list->items[at]);
}

static const struct value *changed_map(
	const struct value *map, struct bytes key, const struct change *change)
{
	struct entry entry = { .key = key, .value = change->wanted };
	return bytes_is(change->verb, "less") ? value_less(unit_arena(), map, key)
					      : value_put(unit_arena(), map, &entry);
}

static const struct value *changed(
	const struct value *value, struct bytes path, const struct change *change)
{
	struct bytes part;
	bytes_cut(&path, '.', &part);
	size_t at = value->kind == VALUE_LIST ? (size_t)atoi(part.at) : 0;
	if (!path.at)
		return value->kind == VALUE_LIST ? changed_list(value, at, change)
						 : changed_map(value, part, change);
	if (value->kind == VALUE_LIST)
		return value_list_put(
			unit_arena(), value, at, changed(value->items[at], path, change));
	struct entry entry = { .key = part };
	entry.value = changed(value_get(value, part), path, change);
	return value_put(unit_arena(), value, &entry);
}

static const struct value *changed_by(const struct value *value, struct bytes changes)
{
	while (changes.len) {
		size_t end = bytes_find(changes, BYTES(" ; "), 0);
		struct bytes words = bytes_slice(changes, 0, end), path;
		struct change change = { 0 };
		changes = bytes_slice(changes, end < changes.len ? end + 3 : end, changes.len);
		bytes_cut(&words, ' ', &change.verb);
		bytes_cut(&words, ' ', &path);
		if (bytes_is(change.verb, "move"))
			change.place = (size_t)atoi(words.at);
		else if (words.len)
			change.wanted = value_of(words);
		value = path.len ? changed(value, path, &change) : change.wanted;
	}
	return value;
}

/* --- rows ------------------------------------------------------------------------------------- */

static const struct become_row map_rows[] = {
	// clang-format off
	{ "a: 1 # A\nb: 2\n", "put a 1", "a: 1 # A\nb: 2\n", "what is there already" },
	{ "a: 'x' # A\nb: \"w\" # B\nc: v # C\n", "put a y1 ; put b y2 ; put c y3",
	  "a: 'y1' # A\nb: \"y2\" # B\nc: y3 # C\n", "quotes stay" },
	{ "a: x\nb: x\nc: x\n", "put a 'true' ; put b '089' ; put c n1",
	  "a: 'true'\nb: '089'\nc: n1\n", "what would be of another type gets quotes" },
	{ "m:\n    # of a\n    a: 1 # A\n    # of b\n    b: 2 # B\nz: 1\n",
	  "less m.a ; put m.c {k: [x]}",
	  "m:\n    # of b\n    b: 2 # B\n    c:\n        k:\n            - x\nz: 1\n",
	  "a key goes with its comments, another comes in the file's style" },
	{ "m:\n  a: 1 # A\n  b: 2 # B\nz: 1\n", "less m.a ; less m.b", "m: {}\nz: 1\n",
	  "all keys go" },
	{ "m: {}\nz: 1\n", "put m.a 1", "m:\n  a: 1\nz: 1\n", "the first key comes" },
	{ "m: {a: 1, b: 'x'} # M\n", "less m.a ; put m.c {k: [w]} ; put m.d null",
	  "m: {b: 'x', c: {k: [w]}, d: null} # M\n", "flow inside flow" },
	{ "a: 1 # A\nb: 2\n", "put a {k: 1} ; put b [x]", "a: # A\n  k: 1\nb:\n  - x\n",
	  "a scalar becomes a map, and a list" },
	{ "a: # A\n  k: 1 # K\nb: 2\n", "put a x", "a: x # A\nb: 2\n", "a map becomes a scalar" },
	{ "a: 1\nb: 2 # B\n", "put a null", "a: null\nb: 2 # B\n", "null" },
	{ "a: |\n  one\n  two\nb: 2\n", "put a \"one\\nthree\\n\"", "a: |\n  one\n  three\nb: 2\n",
	  "a text of lines" },
	{ "a: 1\nb: 2\n", "less a ; less b ; put c 3", "c: 3\n", "all keys are others" },
	{ "a: 1\n# of b\nb: 2 # B\nc: 3", "less c", "a: 1\n# of b\nb: 2 # B", "no last line end" },
	{ "a: 1\nb: 2\n", "put  [x, w]", "- x\n- w\n", "another document" },
	// clang-format on
};

static const struct become_row list_rows[] = {
	// clang-format off
	{ "l:\n# of a\n- k: a # A\n# of b\n- k: b # B\n", "less l.0", "l:\n# of b\n- k: b # B\n",
	  "an item goes with its comments" },
	{ "l:\n- k: a # A\n- k: b # B\n", "insert l.1 {k: c}",
	  "l:\n- k: a # A\n- k: c\n- k: b # B\n",
	  "an item comes between" },
	{ "l:\n# of a\n- k: 'a' # A\n- k: b # B\n- k: c # C\n", "move l.0 2",
	  "l:\n- k: b # B\n- k: c # C\n# of a\n- k: 'a' # A\n", "an item moves with its text" },
	{ "l:\n- k: a # A\n- k: b # B\n- k: \"c\" # C\n  # below\nz: 1\n",
	  "put l.2.k 'd' ; move l.2 0",
	  "l:\n- k: \"d\" # C\n  # below\n- k: a # A\n- k: b # B\nz: 1\n", "… and changes" },
	{ "l:\n- k: a # A\n- k: b # B\n- k: c # C\n", "move l.0 2 ; move l.0 1",
	  "l:\n- k: c # C\n- k: b # B\n- k: a # A\n", "all around" },
	{ "l:\n- - a # A\n  - b # B\n- c\n", "move l.0.1 0", "l:\n- - b # B\n  - a # A\n- c\n",
	  "beside a dash" },
	{ "l:\n- - a # A\n  # of b\n  - b # B\n", "move l.0.1 0",
	  "l:\n- # of b\n  - b # B\n  - a # A\n", "beside a dash, a comment comes there" },
	{ "l:\n- a # A\n- 'b' # B\n- a # 3\n", "less l.0", "l:\n- 'b' # B\n- a # 3\n",
	  "one of two that are the same" },
	{ "l: [?\n  ab: !b,{ g: h\n  }]\n", "move l.1 0", "l: [{g: h},?\n  ab: !b ]\n",
	  "a tag at the end of a pair does not take the bracket behind it" },
	{ "l: [?\n  # A\n  a: b, c]\n", "insert l.0 x", "l: [x, ?\n  # A\n  a: b, c]\n",
	  "what a question mark announces begins there, above comments" },
	{ "l: [d, # why ?\n  c]\n", "less l.1", "l: [d # why ?\n  ]\n",
	  "one of a comment announces nothing" },
	{ "l: [? !b,c]\n", "less l.1", "l: [? !b ]\n", "nor that of a key alone" },
	{ "l: [-,c ]\n", "less l.1", "l: [-, ]\n", "nor does a dash become that of a block" },
	{ "l: {-,c: }\n", "less l.c", "l: {-, }\n", "in a map" },
	{ "l: [-,\n  c\n  ]\n", "less l.1", "l: [-,\n  ]\n", "on a line of its own" },
	{ "l: [-,c, # C\n  ]\n", "less l.1", "l: [-, # C\n  ]\n", "before a comment" },
	{ "l: [a-, c ]\n", "less l.1", "l: [a- ]\n", "at the end of a word it is none" },
	{ "l: [a: !b,c]\n", "less l.1", "l: [a: !b ]\n", "nor if what followed goes" },
	{ "l: [a, 'b', \"c\"] # L\n", "move l.2 0", "l: [\"c\", a, 'b'] # L\n", "flow" },
	{ "l: [a, 'b', \"c\"] # L\n", "less l.1 ; insert l.0 w", "l: [w, a, \"c\"] # L\n",
	  "flow, one goes, one comes" },
	{ "l:\n- a # A\n- b # B\n", "put l.1 x", "l:\n- a # A\n- x # B\n", "a scalar in a list" },
	{ "l:\n- a # A\n- b # B\nz: 1\n", "less l.0 ; less l.0", "l: []\nz: 1\n", "all go" },
	{ "l:\n  - |\n    one\n  - w # W\n", "move l.0 1", "l:\n  - w # W\n  - |\n    one\n",
	  "a literal moves" },
	{ "l: [a: 1, b: 2]\n", "put l.0.c 3 ; insert l.0 w", "l: [w, {a: 1, c: 3}, b: 2]\n",
	  "a map without braces gets some" },
	{ "l:\n- - |\n    one\n  - w\n- z", "less l.1 ; less l.0.1", "l:\n- - \"one\\n\"",
	  "the last of the file goes, and what is behind a text before it" },
	{ "l:\n- k: |\n    x\n  w: 1\n- p # P\n- q # Q", "move l.0 2 ; less l.2.w",
	  "l:\n- p # P\n- q # Q\n- k: \"x\\n\"",
	  "an item moves to the end, and leaves behind a text what follows it" },
	{ "l:\n- k: |\n    x\n  w: 1\n- - b # B\n  # of b", "less l.1 ; less l.0.w",
	  "l:\n- k: |\n    x\n  # of b", "a comment that stays at the end keeps a text whole" },
	{ "l:\n# of a\n- a # a\n- k: |\n    x\n  w: 1\n- - b # b\n  # of b",
	  "move l.2 0 ; less l.2.w", "l:\n- - b\n- a\n- k: \"x\\n\"\n  # of b",
	  "one that moves with the last item does not" },
	{ "a: 1 # A\nb: 2", "put a 3 ; less b", "a: 3 # A",
	  "the last of a file without a line end goes, and what is before it changes" },
	{ "l:\n- k: {w: 1} # K\n- x", "less l.1 ; put l.0.k.w 2", "l:\n- k: {w: 2} # K",
	  "in a list" },
	{ "a: # A\n  k: 1 # K\nb: 2", "put a.k \"x\\ny\" ; less b", "a: # A\n  k: \"x\\ny\" # K",
	  "no text is made that would end the file" },
	{ "l:\n- k: 1\n- k: 2\n- k: 3\n- k: 4\n", "move l.3 0 ; less l.2 ; put l.1.k 5",
	  "l:\n- k: 4\n- k: 5\n- k: 3\n", "all of it at once" },
	// clang-format on
};

/* Texts of which more must be written anew. */
static const struct become_row anew_rows[] = {
	// clang-format off
	{ "a: &x {k: 1} # A\nb: *x # B\nc: 3 # C\n", "put b.k 2",
	  "a: &x {k: 1} # A\nb: # B\n  k: 2\nc: 3 # C\n", "an alias" },
	{ "m:\n  a: &x # A\n    k: 1\n  b: *x # B\nc: 3 # C\n", "put m.a.k 2",
	  "m:\n  a: &x # A\n    k: 2\n  b: # B\n    k: 1\nc: 3 # C\n", "what an alias repeats" },
	{ "m:\n  a: &x 1\n  b: 2 # B\nc: 3 # C\n", "less m.a", "m:\n  b: 2 # B\nc: 3 # C\n",
	  "an anchor without an alias" },
	{ "d: &d {k: 1, l: 2}\nm:\n  <<: *d # D\n  w: 3 # W\nc: 3 # C\n", "put m.k 5 ; less m.w",
	  "d: &d {k: 1, l: 2}\nm:\n  <<: *d # D\n  k: 5\nc: 3 # C\n",
	  "what a merge gives, changed" },
	{ "d: &d {k: 1, l: 2}\nm:\n  <<: *d # D\n  w: 3 # W\nc: 3 # C\n", "less m.k",
	  "d: &d {k: 1, l: 2}\nm:\n  l: 2\n  w: 3\nc: 3 # C\n", "what a merge gives, taken away" },
	{ "m:\n  a: 1 # A\n  a: 2 # 2\n  b: 3 # B\n", "put m.a 4",
	  "m:\n  a: 1 # A\n  a: 4 # 2\n  b: 3 # B\n", "a key there twice: the last counts" },
	{ "m:\n  a: 1 # A\n  a: 2 # 2\n  b: 3 # B\n", "less m.a", "m:\n  b: 3 # B\n",
	  "a key there twice, taken away" },
	// clang-format on
};

/* Aliases stay what they were, or become what is wanted of them, and no more is touched. */
static const struct become_row alias_rows[] = {
	// clang-format off
	{ "metadata:\n  labels: &l # L\n    a: b # A\nspec:\n  selector:\n    matchLabels: *l # S\n"
	  "  args: [x, w] # F\n", "put metadata.labels.c d",
	  "metadata:\n  labels: &l # L\n    a: b # A\n    c: d\nspec:\n  selector:\n"
	  "    matchLabels: # S\n      a: b\n  args: [x, w] # F\n",
	  "labels that selectors repeat" },
	{ "m:\n  a: &x {k: 1} # A\n  b: *x # B\n  c: [*x, w] # C\n  d: {k: *x} # D\nl:\n"
	  "- *x # I\n- 2\n", "put m.a.k 2",
	  "m:\n  a: &x {k: 2} # A\n  b: # B\n    k: 1\n  c: [{k: 1}, w] # C\n  d: {k: {k: 1}} # D\n"
	  "l:\n- k: 1 # I\n- 2\n", "several aliases, in flow and as an item" },
	{ "a: &x {k: 1}\nb: &y\n  z: *x # Z\nc: *y # C\n", "put a.k 2",
	  "a: &x {k: 2}\nb: &y\n  z: # Z\n    k: 1\nc: *y # C\n",
	  "an alias in what another repeats" },
	{ "a: &x {k: 1}\nb: &y\n  z: *x # Z\nc: *y # C\n", "put b.z.k 2",
	  "a: &x {k: 1}\nb: &y\n  z: # Z\n    k: 2\nc: # C\n  z:\n    k: 1\n",
	  "an alias that changes in what another repeats" },
	{ "a: &x 1 # A\nb: *x # B\nc: *x\n", "put a 2 ; put b 3", "a: &x 2 # A\nb: 3 # B\nc: 1\n",
	  "scalars" },
	{ "a: &x\n- 1 # 1\n- 2 # 2\nb: *x # B\n", "less a.0", "a: &x\n- 2 # 2\nb: # B\n- 1\n- 2\n",
	  "a list" },
	{ "m:\n  a: &x 1\n  z: 2 # Z\nb: *x # B\n", "less m.a", "m:\n  z: 2 # Z\nb: 1 # B\n",
	  "an anchor goes" },
	{ "l:\n- &x # X\n  k: 1\n- *x\n- 3 # 3\n", "less l.0", "l:\n- k: 1\n- 3 # 3\n",
	  "an item with an anchor goes" },
	{ "d: &d {k: 1} # D\nm:\n  <<: *d\n  w: 3 # W\nc: 3 # C\n", "put d.k 2",
	  "d: &d {k: 2} # D\nm:\n  w: 3 # W\n  k: 1\nc: 3 # C\n", "a merge becomes keys" },
	{ "d: &d {k: 1} # D\nm:\n  <<: *d # M\n  k: 3 # W\nc: 3 # C\n", "put d.k 2",
	  "d: &d {k: 2} # D\nm:\n  <<: # M\n    k: 1\n  k: 3 # W\nc: 3 # C\n",
	  "but not beside keys that it has, too" },
	{ "k: &k a\nm: {*k : 1, b: 2} # M\n", "put k c", "k: c\nm:\n  a: 1\n  b: 2 # M\n",
	  "an alias that is a key cannot" },
	// clang-format on
};

static const struct become_row stream_rows[] = {
	// clang-format off
	{ "# one\n---\na: 1 # A\n# two\n---\nk: 1\n", "put a 2 ; put b {k: 1}",
	  "# one\n---\na: 2 # A\nb:\n  k: 1\n# two\n---\nk: 1\n", "before another document" },
	{ "---\na: 1\n---\nk: 1\n", "less a", "---\n{}\n---\nk: 1\n", "nothing is left of it" },
	{ "--- # one\na:\n- x\n...\n---\nk: 1\n", "put a 5", "--- # one\na: 5\n...\n---\nk: 1\n",
	  "before its end" },
	// clang-format on
};

/* --- the test --------------------------------------------------------------------------------- */

static void becomes(const struct trial *trial)
{
	struct fixture f = fixture_in(trial->before, trial->dialect);
	const struct value *had = tree_value(unit_arena(), f.tree, f.root, LIMITS_DEFAULT, &f.d);
	const struct value *wanted = changed_by(had, trial->edit);
	ck_assert_msg(edit_become(&f.edits, f.tree, f.root, had, had, &f.d), "%s", trial->why);
	ck_assert_msg(f.edits.count == 0, "%s: what is the same is changed", trial->why);
	ck_assert_msg(edit_become(&f.edits, f.tree, f.root, had, wanted, &f.d), "%s: %s",
		trial->why, unit_diags(&f.d));
	unit_same(trial->why, apply(&f, trial->why), trial->after);
	ck_assert_msg(value_equal(read_value(trial->after, trial->dialect), wanted),
		"%s: other data", trial->why);
}

static void becomes_in_all_ways(const struct become_row *row)
{
	static const char *const line_ends[] = { "\n", "\r\n", "\r" };
	for (size_t way = 0; way < 2 * COUNT(line_ends); way++) {
		struct trial trial = { row->why,
			written(row->before, "@", line_ends[way / 2], way % 2),
			bytes_of(row->changes),
			written(row->after, "@", line_ends[way / 2], way % 2), DIALECT_HELM };
		becomes(&trial);
	}
}

#define BECOME(name, rows) \
	START_TEST(name) \
	{ \
		becomes_in_all_ways(&(rows)[_i]); \
	} \
	END_TEST

BECOME(maps, map_rows)
BECOME(lists, list_rows)
BECOME(written_anew, anew_rows)
BECOME(aliases, alias_rows)
BECOME(streams, stream_rows)

/* --- a part of a document --------------------------------------------------------------------- */

START_TEST(an_item_becomes_alone)
{
	struct fixture f = fixture_of(
		BYTES("items:\n- k: 1 # K\n  l: [a] # L\n- k: 2 # 2\n---\nz: 1\n"));
	node_id item = find(&f, BYTES("items.1"));
	const struct value *had = tree_value(unit_arena(), f.tree, item, LIMITS_DEFAULT, &f.d);
	const struct value *wanted = changed_by(had, BYTES("put k 3 ; put m [x]"));
	ck_assert(edit_become(&f.edits, f.tree, item, had, wanted, &f.d));
	unit_same("an item", apply(&f, "an item"),
		BYTES("items:\n- k: 1 # K\n  l: [a] # L\n- k: 3 # 2\n  m:\n  - x\n---\nz: 1\n"));
}
END_TEST

START_TEST(refuses_what_an_alias_outside_repeats)
{
	struct fixture f = fixture_of(BYTES("items:\n- &a\n  k: 1\n- *a\n"));
	node_id item = find(&f, BYTES("items.0"));
	const struct value *had = tree_value(unit_arena(), f.tree, item, LIMITS_DEFAULT, &f.d);
	const struct value *wanted = changed_by(had, BYTES("put k 3"));
	ck_assert(!edit_become(&f.edits, f.tree, item, had, wanted, &f.d));
	ck_assert_uint_eq(f.edits.count, 0);
	ck_assert_str_eq(first_diag(&f.d), "3:3 edit/alias");
}
END_TEST

START_TEST(refuses_line_ends_that_would_become_one)
{
	struct fixture f = fixture_of(BYTES("a: |+\n x\r\rb:\n\nc: 1\n"));
	const struct value *had = tree_value(unit_arena(), f.tree, f.root, LIMITS_DEFAULT, &f.d);
	ck_assert(edit_become(&f.edits, f.tree, f.root, had, had, &f.d));
	ck_assert(!edit_become(
		&f.edits, f.tree, f.root, had, changed_by(had, BYTES("less b")), &f.d));
	ck_assert_str_eq(first_diag(&f.d), "2:3 edit/unsafe");
}
END_TEST

/* --- large ones ------------------------------------------------------------------------------- */

enum { LARGE = 100000 };

static struct bytes large(const char *format)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < LARGE; i++)
		buf_print(&out, format, i);
	return buf_bytes(&out);
}

START_TEST(changes_one_of_many_keys)
{
	struct fixture f = fixture_of(large("k%zu: v # c\n"));
	const struct value *had = tree_value(unit_arena(), f.tree, f.root, LIMITS_DEFAULT, &f.d);
	const struct value *wanted = changed_by(had, BYTES("put k77777 x"));
	ck_assert(edit_become(&f.edits, f.tree, f.root, had, wanted, &f.d));
	ck_assert_uint_eq(f.edits.count, 1);
}
END_TEST

/* Each third item goes, each third changes, and the last becomes the first. */
START_TEST(changes_many_items)
{
	struct fixture f = fixture_of(large("# of it\n- name: %zu # c\n"));
	const struct value *had = tree_value(unit_arena(), f.tree, f.root, LIMITS_DEFAULT, &f.d);
	const struct value **items = arena_array_of(unit_arena(), const struct value *, LARGE);
	struct value *wanted = arena_new_of(unit_arena(), struct value);
	size_t count = 0;
	items[count++] = had->items[LARGE - 1];
	for (size_t i = 0; i < LARGE - 1; i++)
		if (i % 3)
			items[count++] = i % 3 == 1 ? had->items[i]
						    : changed_by(had->items[i], BYTES("put w x"));
	*wanted = *had;
	wanted->items = items;
	wanted->count = count;
	ck_assert(edit_become(&f.edits, f.tree, f.root, had, wanted, &f.d));
	ck_assert(value_equal(read_value(apply(&f, "items"), DIALECT_HELM), wanted));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_edit_become");
	TCase *rows = tcase_create("rows");
	suite_add_tcase(suite, rows);
	tcase_add_loop_test(rows, maps, 0, COUNT(map_rows));
	tcase_add_loop_test(rows, lists, 0, COUNT(list_rows));
	tcase_add_loop_test(rows, written_anew, 0, COUNT(anew_rows));
	tcase_add_loop_test(rows, aliases, 0, COUNT(alias_rows));
	tcase_add_loop_test(rows, streams, 0, COUNT(stream_rows));
	tcase_add_test(rows, an_item_becomes_alone);
	tcase_add_test(rows, refuses_what_an_alias_outside_repeats);
	tcase_add_test(rows, refuses_line_ends_that_would_become_one);
	TCase *many = tcase_create("large");
	suite_add_tcase(suite, many);
	tcase_add_test(many, changes_one_of_many_keys);
	tcase_add_test(many, changes_many_items);
	return suite;
}
