/* Lists that are wanted in another order: an item that moves is written as it was. */
#include "edit_ways.h"

static const struct style_row block_rows[] = {
	// clang-format off
	{ "l:\n- a # A\n- 'b' # B\nz: 1\n", "set l: [b, a]",
	  "l:\n- 'b' # B\n- a # A\nz: 1\n", "at the key's column: quotes and comments" },
	{ "l:\n  # of a\n  - a # A\n  # of\n  # b\n  -   \"b\"\n", "set l: [b, a]",
	  "l:\n  # of\n  # b\n  -   \"b\"\n  # of a\n  - a # A\n",
	  "under the key: comments above" },
	{ "l:\n- a # A\n- b # B\n- c # C\n", "set l: [c, a, b]",
	  "l:\n- c # C\n- a # A\n- b # B\n", "the last becomes the first" },
	{ "l:\n- a # A\n- b # B\n- c # C", "set l: [b, c, a]",
	  "l:\n- b # B\n- c # C\n- a # A", "the first becomes the last, no line end" },
	{ "l:\n# head\n\n# of a\n- a\n\n- b # B\n\n# of c\n- c\n\n# end\n", "set l: [c, b, a]",
	  "l:\n# head\n\n# of c\n- c\n\n- b # B\n\n# of a\n- a\n\n# end\n",
	  "what is set apart stays where it is" },
	{ "l:\n- a\n  # below a\n# of b\n- b\n  # below b\n", "set l: [b, a]",
	  "l:\n# of b\n- b\n  # below b\n- a\n  # below a\n", "comments in an item, at its end" },
	{ "- a # A\n- b # B\n- k: [x] # C\n", "set {}", "edit/not-a-map", "no map" },
	{ "l:\n# of a\n- name: a # A\n  # of v\n  v: 1 # V\n# of b\n- v: 2 # B\n  name: b\n",
	  "set l: [{name: b, v: 3}, {name: a, v: 4, w: 5}]",
	  "l:\n# of b\n- v: 3 # B\n  name: b\n"
	  "# of a\n- name: a # A\n  # of v\n  v: 4 # V\n  w: 5\n",
	  "maps change as they move" },
	{ "l:\n# of a\n- name: a # A\n# of b\n- name: b # B\n# of c\n- name: c # C\n",
	  "set l: [{name: c}, {name: new}, {name: a}]",
	  "l:\n# of c\n- name: c # C\n# of b\n- name: new # B\n# of a\n- name: a # A\n",
	  "two move, one between them becomes another" },
	{ "l:\n- a # A\n- b # B\n", "set l: [b, x, a, w]",
	  "l:\n- b # B\n- x\n- a # A\n- w\n", "some are new" },
	{ "l:\n- a # A\n- b # B\n- c # C\n- d # D\n", "set l: [d, a]",
	  "l:\n- d # D\n- a # A\n", "some go" },
	{ "l:\n- a # A\n- b # B\n- c # C\n- d # D\n", "set l: [c, x, b]",
	  "l:\n- c # C\n- x\n- b # B\n", "the first and the last go" },
	{ "l:\n- a # 1\n- b # B\n- a # 2\n", "set l: [b, a, a]",
	  "l:\n- b # B\n- a # 1\n- a # 2\n", "two of the same" },
	{ "l:\n- - a # A\n  - b # B\n- - c # C\n", "set l: [[c], [a, b]]",
	  "l:\n- - c # C\n- - a # A\n  - b # B\n", "lists in a list" },
	{ "l:\n- - a # A\n  - b # B\n- - c # C\n  - d # D\n", "set l: [[b, a], [d, c]]",
	  "l:\n- - b # B\n  - a # A\n- - d # D\n  - c # C\n", "within the lists of a list" },
	{ "l:\n- - a # A\n  # of b\n  - b # B\n- z\n", "set l: [[b, a], z]",
	  "l:\n-\n  # of b\n  - b # B\n  - a # A\n- z\n",
	  "a comment above what goes beside a dash" },
	{ "l:\n-\n  # of a\n  - a # A\n  - b # B\n- z\n", "set l: [z, [a, b]]",
	  "l:\n- z\n-\n  # of a\n  - a # A\n  - b # B\n", "a list below its dash" },
	{ "l:\n- [a, b] # l\n- {k: 1} # m\n- |\n  text\n\n- !!str 5 # t\n",
	  "set l: ['5', \"text\\n\", {k: 1}, [a, b]]",
	  "l:\n- !!str 5 # t\n- |\n  text\n- {k: 1} # m\n\n- [a, b] # l\n", "items of all styles" },
	{ "l:\n- name: a\n  l: # L\n  - x # X\n  - w # W\n- name: b # B\n",
	  "set l: [{name: b}, {name: a, l: [w, x]}]",
	  "l:\n- name: b # B\n- name: a\n  l: # L\n  - w # W\n  - x # X\n",
	  "a list in what moves" },
	{ "l:\n- l: # L\n  - x # X\n  - w # W\n- m: 1\n", "set l: [{l: [w, x]}, {m: 1}]",
	  "l:\n- l: # L\n  - w # W\n  - x # X\n- m: 1\n", "a list in what has no name" },
	{ "? k\n: - a # A\n  # of b\n  - b # B\nz: 1\n", "set k: [b, a]",
	  "? k\n:\n  # of b\n  - b # B\n  - a # A\nz: 1\n", "beside a colon" },
	{ "l:\n-\n  # in a\n  k: 1\n- # of b\n  k: 2\n", "set l: [{k: 2}, {k: 1}]",
	  "l:\n- # of b\n  k: 2\n-\n  # in a\n  k: 1\n", "dashes alone" },
	{ "l:\n- 'a\n\n  # no comment'\n- b # B\n", "set l: [b, \"a\\n# no comment\"]",
	  "l:\n- b # B\n- 'a\n\n  # no comment'\n", "a text of lines" },
	{ "m:\n  l:\n  - a # A\n  - b # B\n  k: [x, w] # K\nl:\n  - c # C\n  - d # D\n",
	  "set {m: {l: [b, a], k: [w, x]}, l: [d, c], z: 1}",
	  "m:\n  l:\n  - b # B\n  - a # A\n  k: [w, x] # K\nl:\n  - d # D\n  - c # C\nz: 1\n",
	  "several lists, and a new key" },
	{ "l:\n- a # A\n- b # B\nm: 1\n", "set {l: [b, a], m: {k: 1}}",
	  "edit/not-a-map", "an edit that is refused" },
	// clang-format on
};

static const char *const blocks[] = { "|", "|-", "|2", "|-2", ">", ">-", ">2", NULL };

static const struct style_row text_rows[] = {
	// clang-format off
	{ "l:\n# of a\n- name: a # A\n  v: @ # V\n    one\n    # two\n\n- name: b # B\nz: 1\n",
	  "set l: [{name: b}, {name: a}]",
	  "l:\n- name: b # B\n\n# of a\n- name: a # A\nz: 1\n", "a text goes as its item moves" },
	{ "l:\n# of a\n- k: b # A\n  v: @ # V\n    one\n    # two\n\n- x # B\nz: 1\n",
	  "move l 1 0",
	  "l:\n- x # B\n\n# of a\n- k: b # A\n  v: @ # V\n    one\n    # two\nz: 1\n",
	  "a text moves" },
	// clang-format on
};

static const char *const clips[] = { "|", ">", NULL };

static const struct style_row cut_rows[] = {
	// clang-format off
	{ "l:\n- @ # V\n  one\n  # two\n\n- x # B", "helm move l 0 1",
	  "l:\n- x # B\n\n- @ # V\n  one\n  # two\n", "to the end of a file, with its line end" },
	{ "l:\n- x # B\n- @ # V\n  one\n  # two", "helm move l 1 0",
	  "l:\n- @- # V\n  one\n  # two\n- x # B", "a text from the end of the file" },
	{ "l:\n- - k\n  - @\n     one\n- x", "helm move l 1 0",
	  "l:\n- x\n- - k\n  - @\n     one\n", "a list that ends with a text" },
	{ "l:\n- x\n- - k\n  - @\n   one", "helm move l 1 0",
	  "l:\n- - k\n  - @-\n   one\n- x", "a list that ended the file with a text" },
	// clang-format on
};

static const char *const strips[] = { "|-", ">-", "|-2", "|2-", NULL };

static const struct style_row strip_rows[] = {
	// clang-format off
	{ "l:\n- x # B\n- @ # V\n  one\n  # two", "move l 1 0",
	  "l:\n- @ # V\n  one\n  # two\n- x # B", "from the end of the file" },
	{ "l:\n- @ # V\n  one\n  # two\n\n- x # B", "move l 0 1",
	  "l:\n- x # B\n\n- @ # V\n  one\n  # two", "to the end of the file" },
	// clang-format on
};

static const char *const keeps[] = { "|+", "|2+", ">+", NULL };

static const struct style_row keep_rows[] = {
	// clang-format off
	{ "l:\n# V\n- @ # V\n  one\n\n- x # B\n- w # W\n", "move l 0 1",
	  "l:\n- x # B\n# V\n- @ # V\n  one\n\n- w # W\n", "with its empty lines" },
	{ "l:\n- x # B\n\n- @ # V\n  one\n", "move l 1 0",
	  "l:\n- @ # V\n  one\n- x\n", "not before empty lines: the other is new" },
	// clang-format on
};

static const struct style_row flow_rows[] = {
	// clang-format off
	{ "l: [a, 'b', \"c\"] # l\n", "set l: [c, a, b]", "l: [\"c\", a, 'b'] # l\n", "one line" },
	{ "l: [a,'b',c: 1]\n", "set l: [{c: 1}, x, a]", "l: [c: 1,'x',a]\n",
	  "tight, one goes, one comes" },
	{ "l: [a, b, {m: 1, 'n': 2}]\n", "set l: [{m: 1, n: 3}, b]",
	  "l: [{m: 1, 'n': 3}, b]\n", "a map changes as it moves" },
	{ "l: [\n  # of a\n  a, # A\n  # of b\n  b # B\n ]\n", "set l: [b, a]",
	  "l: [\n  # of b\n  b, # B\n  # of a\n  a # A\n ]\n", "one a line, with their comments" },
	{ "l: [\n  # of a\n  a, # A\n\n  # of b\n  b, # B\n  # end\n ]\n", "set l: [b, a]",
	  "l: [\n  # of b\n  b, # B\n\n  # of a\n  a, # A\n  # end\n ]\n", "a comma at the end" },
	{ "l: [\n  a, # A\n  b,\n  c\n ]\n", "set l: [c, b, a]", "l: [\n  c,\n  b,\n  a # A\n ]\n",
	  "a comment comes to stand last" },
	{ "l: [\n  a, # A\n  b, # B\n  c\n ]\n", "set l: [c, a, x]",
	  "l: [\n  c,\n  a, # A\n  x\n ]\n", "one goes, one comes" },
	{ "l: [a, # here\n  b, # B\n  c] # l\n", "set l: [b, a, c]",
	  "l: [b, # B\n  a, # here\n  c] # l\n", "a comment behind the first" },
	{ "l: [a, b, # B\n    c, # C\n    d] # l\n", "set l: [c, b, a, d]",
	  "l: [c, # C\n    b, # B\n    a,\n    d] # l\n", "a comment comes to stand in a line" },
	{ "l: [a, b,\n    # of c\n    c, # C\n    d]\n", "set l: [c, b, a, d]",
	  "l: [\n    # of c\n    c, # C\n    b,\n    a,\n    d]\n",
	  "comments come to stand in a line" },
	{ "l: [[a, b], [c]]\n", "set l: [[c], [b, a]]", "l: [[c], [b, a]]\n", "lists in lists" },
	{ "l: [!!str , a: , b]\n", "helm set l: [b, {a: null}, '']",
	  "l: [b, a: , !!str ]\n", "items that end with a colon or tag" },
	{ "l: [a: , b, # B\n  c, d: ]\n", "helm set l: [{d: null}, {a: null}, c, b]",
	  "l: [d: , a: ,\n  c, b # B\n  ]\n", "a colon last" },
	{ "l: [\"x\"# X\n, w]\n", "helm set l: [w, x]", "l: [w\n, \"x\" # X\n]\n",
	  "a comment behind a quote" },
	// clang-format on
};

static const struct style_row anchor_rows[] = {
	// clang-format off
	{ "l:\n- &x a # A\n- b # B\n", "set l: [b, a]", "l:\n- b # B\n- &x a # A\n", "an anchor" },
	{ "l:\n- &x a # A\n- b # B\nz: *x\n", "set l: [b, a]",
	  "l:\n- b # B\n- &x a # A\nz: *x\n", "an anchor, its alias behind the list" },
	{ "k: &x a\nl:\n- *x # A\n- b # B\n", "set l: [b, a]",
	  "k: &x a\nl:\n- b # B\n- *x # A\n", "an alias, its anchor before the list" },
	{ "l:\n- &x a # A\n- b # B\n- *x # C\n", "set l: [b, a, a]",
	  "l:\n- b # B\n- &x a # A\n- *x # C\n", "an anchor stays before its alias" },
	{ "l:\n- &x {k: 1} # A\n- b # B\n- m: *x # C\n", "set l: [{m: {k: 1}}, {k: 1}, b]",
	  "l:\n- m:\n    k: 1\n- &x {k: 1} # A\n- b # B\n",
	  "an alias would stand before its anchor: it is new" },
	{ "l: &l\n- a # A\n- b # B\nz: *l\n", "set l: [b, a]", "edit/alias",
	  "an alias repeats the list" },
	{ "l:\n- &x a # A\n- &x b # B\nz: *x\n", "set l: [b, a]",
	  "l:\n- &x b # B\n- a\nz: *x\n", "two anchors of a name: one stays, the other is new" },
	// clang-format on
};

ROWS(blocks_of_items, block_rows, no_stand_ins)
ROWS(texts, text_rows, blocks)
ROWS(texts_cut_off, cut_rows, clips)
ROWS(stripped_texts, strip_rows, strips)
ROWS(kept_texts, keep_rows, keeps)
ROWS(flow, flow_rows, no_stand_ins)
ROWS(anchors, anchor_rows, no_stand_ins)

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_edit_move");
	TCase *rows = tcase_create("rows");
	suite_add_tcase(suite, rows);
	tcase_add_loop_test(rows, blocks_of_items, 0, COUNT(block_rows));
	tcase_add_loop_test(rows, texts, 0, COUNT(text_rows));
	tcase_add_loop_test(rows, texts_cut_off, 0, COUNT(cut_rows));
	tcase_add_loop_test(rows, stripped_texts, 0, COUNT(strip_rows));
	tcase_add_loop_test(rows, kept_texts, 0, COUNT(keep_rows));
	tcase_add_loop_test(rows, flow, 0, COUNT(flow_rows));
	tcase_add_loop_test(rows, anchors, 0, COUNT(anchor_rows));
	return suite;
}
