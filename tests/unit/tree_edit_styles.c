/*
 * Every style of YAML under every edit. Each row is tried with every line end, with and without a
 * byte order mark, in both dialects, and with everything that its `@` may stand for.
 */
#include "edit_ways.h"

/* Block scalars that have no empty lines at their end, and those that keep them. */
static const char *const clips[] = { "|", "|-", "|2", "|2-", "|-2", ">", ">-", ">2", ">-2", NULL };
static const char *const keeps[] = { "|+", "|2+", "|+2", ">+", ">2+", ">+2", NULL };

static const struct style_row clip_rows[] = {
	// clang-format off
	{ "m:\n  a: @ # c\n    one\n    two\n\n  z: 1\n", "set m: {a: new}",
	  "m:\n  a: 'new' # c\n\n  z: 1\n", "becomes one line" },
	{ "m:\n  a: @ # c\n    one\n    two\n\n  z: 1\n", "set m: {a: \"x\\ny\"}",
	  "m:\n  a: |- # c\n    x\n    y\n\n  z: 1\n", "becomes other lines" },
	{ "m:\n  a: @ # c\n    one\n    two\n\n  z: 1\n", "set m: {a: 5}",
	  "m:\n  a: 5 # c\n\n  z: 1\n", "becomes a number" },
	{ "m:\n  a: @ # c\n    one\n    two\n\n  z: 1\n", "set m: {a: [x]}",
	  "m:\n  a: # c\n    - x\n\n  z: 1\n", "becomes a list" },
	{ "m:\n  a: @ # c\n    one\n    two\n\n  z: 1\n", "remove m.a",
	  "m:\n  z: 1\n", "goes" },
	{ "m:\n  a: @ # c\n    one\n    two\n\n  z: 1\n", "remove m.z",
	  "m:\n  a: @ # c\n    one\n    two\n", "what is behind it goes" },
	{ "m:\n  a: @\n    one\n\nz: 1\n", "set m: {k: 1}",
	  "m:\n  a: @\n    one\n  k: 1\n\nz: 1\n", "a key behind it, before the empty line" },
	{ "l:\n- @\n  one\n\n- z\n", "insert l 1 k",
	  "l:\n- @\n  one\n\n- k\n- z\n", "an item before what is behind it" },
	{ "l:\n- @\n  one\n\n- z\n", "scalar l.0 \"x\\ny\\n\"",
	  "l:\n- |\n  x\n  y\n\n- z\n", "an item becomes other lines" },
	{ "l:\n- @\n  one\n\n- z\n", "remove l.0", "l:\n- z\n", "an item goes" },
	{ "l:\n- @\n  one\n\n- z\n", "remove l.1", "l:\n- @\n  one\n", "the item behind it goes" },
	// clang-format on
};

static const struct style_row keep_rows[] = {
	// clang-format off
	{ "m:\n  a: @ # c\n    one\n\n  z: 1\n", "set m: {a: new}",
	  "m:\n  a: 'new' # c\n  z: 1\n", "becomes one line, with the empty ones" },
	{ "m:\n  a: @ # c\n    one\n\n  z: 1\n", "set m: {a: \"x\\ny\"}",
	  "m:\n  a: |- # c\n    x\n    y\n  z: 1\n", "becomes other lines" },
	{ "m:\n  a: @ # c\n    one\n\n  z: 1\n", "set m: {a: [x]}",
	  "m:\n  a: # c\n    - x\n  z: 1\n", "becomes a list" },
	{ "m:\n  a: @ # c\n    one\n\n  z: 1\n", "remove m.a", "m:\n  z: 1\n", "goes" },
	{ "m:\n  a: @\n    one\n\nz: 1\n", "set m: {k: 1}",
	  "m:\n  a: @\n    one\n\n  k: 1\nz: 1\n", "a key behind its empty line" },
	{ "m:\n  a: @\n    one\n\nz: 1\n", "remove z",
	  "m:\n  a: @\n    one\n\n", "its empty line stays" },
	{ "l:\n- @\n  one\n\n- z\n", "insert l 1 k",
	  "l:\n- @\n  one\n\n- k\n- z\n", "an item behind its empty line" },
	{ "l:\n- @\n  one\n\n- z\n", "remove l.0", "l:\n- z\n", "an item goes" },
	// clang-format on
};

static const char *const cut_off[] = { "|", "|-", ">", ">-", NULL };

/* Block scalars at the end of a file that has no last line end. */
static const struct style_row cut_rows[] = {
	// clang-format off
	{ "z: 1\na: @\n   one", "set a: new", "z: 1\na: 'new'", "becomes one line" },
	{ "z: 1\na: @\n   one", "set {a: \"x\\ny\\n\"}", "z: 1\na: \"x\\ny\\n\"", "becomes lines" },
	{ "z: 1\na: @\n   one", "set z: 2", "z: 2\na: @\n   one", "stays" },
	{ "z: 1\na: @\n   one", "remove z", "a: @\n   one", "what is before it goes" },
	{ "z: 1\na: @\n   one", "remove a", "z: 1", "goes" },
	{ "a: @\n  x\n\nb: 1", "helm remove b", "a: @\n  x\n",
	  "what is behind an empty line goes" },
	{ "a: @\n  x\n \nb: 1", "helm remove b", "a: @\n  x\n",
	  "what is behind a blank line goes" },
	{ "a: @\n \n\nb: @\n \n x", "remove b", "a: @\n", "a blank one before another" },
	{ "l:\n- z\n- @\n one", "insert l 1 k", "l:\n- z\n- k\n- @\n one", "an item before it" },
	// clang-format on
};

static const struct style_row property_rows[] = {
	// clang-format off
	{ "a: &x 1 # c\nb: 2\n", "set a: [k]",
	  "a: # c\n  - k\nb: 2\n", "an anchor goes with its scalar" },
	{ "a: &x !!str 1 # c\nb: 2\n", "set a: new",
	  "a: &x !!str new # c\nb: 2\n", "an anchor and a tag that fits stay" },
	{ "a: &x !!str 1 # c\nb: 2\n", "set a: 5",
	  "a: 5 # c\nb: 2\n", "an anchor and a tag that does not fit go" },
	{ "a: !!int 1\nb: 2\n", "set a: 5", "a: 5\nb: 2\n", "a tag of another number" },
	{ "a: !x 1\nb: 2\n", "helm set a: new", "a: new\nb: 2\n", "a tag of its own goes" },
	{ "a: !!binary |\n  aGk=\nb: 2\n", "helm set a: new",
	  "a: 'new'\nb: 2\n", "base64 becomes a text" },
	{ "a: &x |\n  t\nb: 2\n", "set {a: \"x\\ny\\n\"}",
	  "a: &x |\n  x\n  y\nb: 2\n", "a block keeps its anchor" },
	{ "a: &x\n  k: 1\nb: 2\n", "set a: {k: 2, m: 3}",
	  "a: &x\n  k: 2\n  m: 3\nb: 2\n", "a map keeps its anchor" },
	{ "a: !!map # c\n  k: 1\nb: 2\n", "set a: {k: 2, m: 3}",
	  "a: !!map # c\n  k: 2\n  m: 3\nb: 2\n", "a map keeps its tag" },
	{ "a: &x # c\n  - p\nb: 2\n", "set a: [q, r]",
	  "a: &x # c\n  - q\n  - r\nb: 2\n", "a list keeps its anchor" },
	{ "a: &x # c\n  - p\nb: 2\n", "set {a: \"x\\ny\\n\"}",
	  "a: | # c\n  x\n  y\nb: 2\n", "a list with an anchor becomes lines" },
	{ "a: # c\n  - p\nb: 2\n", "set {a: \"x\\ny\\n\"}",
	  "a: | # c\n  x\n  y\nb: 2\n", "a list with a comment becomes lines" },
	{ "a: &x\nb: 2\n", "set a: new", "a: new\nb: 2\n", "an anchor of nothing goes" },
	{ "a: !!str\nb: 2\n", "set a: new", "a: new\nb: 2\n", "a tag of nothing goes" },
	{ "a: &x\n  k: 1\nb: 2\n", "remove a", "b: 2\n", "an anchor goes with its pair" },
	{ "a: &x\n  k: 1\nb: 2\n", "remove a.k", "a: &x {}\nb: 2\n", "an anchor of an empty map" },
	{ "l:\n- &x a\n- !!str b\n- &y\n  c: 1\n", "remove l.0",
	  "l:\n- !!str b\n- &y\n  c: 1\n", "an anchor goes with its item" },
	{ "l:\n- &x a\n- !!str b\n- &y\n  c: 1\n", "remove l.1",
	  "l:\n- &x a\n- &y\n  c: 1\n", "a tag goes with its item" },
	{ "l:\n- &x a\n- !!str b\n- &y\n  c: 1\n", "insert l 0 new",
	  "l:\n- new\n- &x a\n- !!str b\n- &y\n  c: 1\n", "an item before an anchor" },
	{ "l:\n- &x a\n- !!str b\n- &y\n  c: 1\n", "insert l 2 new",
	  "l:\n- &x a\n- !!str b\n- new\n- &y\n  c: 1\n", "an item before an anchored map" },
	{ "l:\n- &x a\n- !!str b\n- &y\n  c: 1\n", "insert l 3 new",
	  "l:\n- &x a\n- !!str b\n- &y\n  c: 1\n- new\n", "an item behind an anchored map" },
	{ "l: [&x a, !!str b]\n", "insert l 0 new",
	  "l: [new, &x a, !!str b]\n", "flow, before an anchor" },
	{ "l: [&x a, !!str b]\n", "remove l.1", "l: [&x a]\n", "flow, a tag goes" },
	{ "l: [&x a, !!str b]\n", "scalar l.0 new",
	  "l: [&x new, !!str b]\n", "flow, an anchor stays" },
	{ "&x a: 1\n!!str b: 2\n", "set {a: 3, b: 4}", "&x a: 3\n!!str b: 4\n", "those of keys" },
	{ "&x a: 1\n!!str b: 2\n", "remove a", "!!str b: 2\n", "an anchored key goes" },
	{ "a: &x [p]\nb: *x\n", "set b: [q]", "edit/alias", "in the place of an alias" },
	{ "a: &x [p]\nb: *x\n", "set a: [q]", "edit/alias", "what an alias repeats" },
	{ "a: &x [p]\nb: *x\n", "remove a", "edit/alias", "what an alias repeats, removed" },
	{ "a: &x [p]\nb: *x\n", "remove b", "a: &x [p]\n", "an alias goes" },
	// clang-format on
};

static const char *const merges[] = { "<<", "!!merge <<", "!!merge '<<'", NULL };

static const struct style_row merge_rows[] = {
	// clang-format off
	{ "d: &d {k: 1}\nm:\n  @: *d\n  j: 2\n", "helm set m: {k: 1, j: 3}",
	  "d: &d {k: 1}\nm:\n  @: *d\n  j: 3\n", "a key behind it, and one it gives" },
	{ "d: &d {k: 1}\nm:\n  @: *d\n  j: 2\n", "helm set m: {k: 2}",
	  "edit/merge-key", "another value for what it gives" },
	{ "d: &d {k: 1}\nm:\n  @: *d\n  j: 2\n", "helm set m: {new: 1}",
	  "d: &d {k: 1}\nm:\n  @: *d\n  j: 2\n  new: 1\n", "a key it does not give" },
	{ "d: &d {k: 1}\nm:\n  @: *d\n  k: 2\n", "helm set m: {k: 3}",
	  "d: &d {k: 1}\nm:\n  @: *d\n  k: 3\n", "a key behind it that it gives too" },
	{ "d: &d {k: 1}\nm:\n  @: *d\n  j: 2\n", "helm remove m.j",
	  "d: &d {k: 1}\nm:\n  @: *d\n", "a key behind it goes" },
	{ "d: &d {k: 1}\nm:\n  @: *d\n  j: 2\n", "helm remove m.<<",
	  "d: &d {k: 1}\nm:\n  j: 2\n", "it goes itself" },
	{ "d: &d {k: 1}\nm:\n  j: 2\n  k: 2\n  @: *d # c\n", "helm set m: {j: 3}",
	  "d: &d {k: 1}\nm:\n  j: 3\n  k: 2\n  @: *d # c\n", "a key before it" },
	{ "d: &d {k: 1}\nm:\n  j: 2\n  k: 2\n  @: *d # c\n", "helm set m: {k: 3}",
	  "edit/merge-key", "a key before it that it gives too" },
	{ "d: &d {k: 1}\nm: {@: *d, j: 2}\n", "helm set m: {j: 3, new: 1}",
	  "d: &d {k: 1}\nm: {@: *d, j: 3, new: 1}\n", "in flow" },
	{ "d: &d {k: 1}\ne: &e {h: 1}\nm:\n  @: [*d, *e]\n", "helm set m: {h: 2}",
	  "edit/merge-key", "what the second of two maps gives" },
	{ "d: &d {k: 1}\ne: &e {h: 1}\nm:\n  @: [*d, *e]\n", "helm set m: {new: 2}",
	  "d: &d {k: 1}\ne: &e {h: 1}\nm:\n  @: [*d, *e]\n  new: 2\n",
	  "what neither of two maps gives" },
	{ "d: &d {k: 1}\nm:\n  @: *d\n  <<: {h: 1}\n", "helm set m: {k: 2}",
	  "edit/merge-key", "what the first of two gives" },
	// clang-format on
};

/* What only looks like one. */
static const char *const no_merges[] = { "'<<'", "\"<<\"", "!!str <<", NULL };

static const struct style_row no_merge_rows[] = {
	// clang-format off
	{ "m:\n  @: 1\n  j: 2\n", "helm set m: {\"<<\": 2, j: 3}", "m:\n  @: 2\n  j: 3\n",
	  "a text" },
	{ "m:\n  j: 2\n  @: {k: 1}\n", "helm set m: {k: 1, j: 3}",
	  "m:\n  j: 3\n  @: {k: 1}\n  k: 1\n", "a key before it, and one in it" },
	// clang-format on
};

static const struct style_row document_rows[] = {
	// clang-format off
	{ "%YAML 1.1\n# c\n%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\nl: [x]\n", "set a: new",
	  "%YAML 1.1\n# c\n%TAG !e! tag:yaml.org,2002:\n---\na: !e!str new\nl: [x]\n",
	  "directives: a scalar" },
	{ "%YAML 1.1\n# c\n%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\nl: [x]\n", "set b: 2",
	  "%YAML 1.1\n# c\n%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\nl: [x]\nb: 2\n",
	  "directives: a new key" },
	{ "%YAML 1.1\n# c\n%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\nl: [x]\n", "remove a",
	  "%YAML 1.1\n# c\n%TAG !e! tag:yaml.org,2002:\n---\nl: [x]\n", "directives: a key goes" },
	{ "%YAML 1.1\n---\na: 1\n", "remove a", "%YAML 1.1\n---\n{}\n", "directives: all goes" },
	{ "%YAML 1.1\n---\n- a\n- b\n", "insert . 1 k",
	  "%YAML 1.1\n---\n- a\n- k\n- b\n", "directives: an item" },
	{ "--- # c\na: 1\nl: [x]\n... # d\n", "set a: 2",
	  "--- # c\na: 2\nl: [x]\n... # d\n", "markers: a scalar" },
	{ "--- # c\na: 1\nl: [x]\n... # d\n", "set b: 2",
	  "--- # c\na: 1\nl: [x]\nb: 2\n... # d\n", "markers: a new key" },
	{ "--- # c\na: 1\nl: [x]\n... # d\n", "remove a",
	  "--- # c\nl: [x]\n... # d\n", "markers: the first goes" },
	{ "--- # c\na: 1\nl: [x]\n... # d\n", "remove l",
	  "--- # c\na: 1\n... # d\n", "markers: the last goes" },
	{ "--- # c\na: 1\nl: [x]\n... # d\n", "insert l 1 k",
	  "--- # c\na: 1\nl: [x, k]\n... # d\n", "markers: an item" },
	{ "--- {a: 1}\n", "set {a: 2, b: 3}", "--- {a: 2, b: 3}\n", "beside the marker: flow" },
	{ "--- {a: 1}\n", "remove a", "--- {}\n", "beside the marker: flow, all goes" },
	{ "--- !!map\na: 1\n", "set {a: 2, b: 3}",
	  "--- !!map\na: 2\nb: 3\n", "beside the marker: a tag" },
	{ "--- &x\na: 1\n", "remove a", "--- &x {}\n", "beside the marker: an anchor, all goes" },
	{ "   !t\n", "scalar . \"x\\ny\\n\"", "   |\n     x\n     y\n",
	  "a document that begins with blanks" },
	{ "!t\n\n%YAML 1.1\n---\n", "helm scalar . x", "x\n\n...\n%YAML 1.1\n---\n",
	  "a directive that the text would swallow" },
	{ "''\n%YAML 1.1\n---\n", "helm scalar . 5", "5\n...\n%YAML 1.1\n---\n",
	  "a directive that a number would swallow" },
	{ "--- text\n", "scalar . 5", "--- 5\n", "the document is a scalar" },
	{ "--- text\n", "scalar . \"x\\ny\\n\"",
	  "--- \"x\\ny\\n\"\n", "the document becomes lines" },
	{ "--- |\n  a\n", "scalar . b", "--- 'b'\n", "the document is a block" },
	{ "--- >-\n  a\n", "scalar . \"x\\ny\\n\"",
	  "--- |\n  x\n  y\n", "the document stays a block" },
	{ "a: 1 # c\n---\nb: 1\n...\n---\nc: [x]\n", "scalar a 2",
	  "a: 2 # c\n---\nb: 1\n...\n---\nc: [x]\n", "the first of three documents" },
	{ "a: 1 # c\n---\nb: 1\n", "remove a", "{}\n---\nb: 1\n", "the first of two, emptied" },
	{ "a: 1\n---\nb: 1\n", "set b: 2", "edit/documents", "values of two documents" },
	{ "!!str \n", "set a: 1", "edit/not-a-map", "nothing but a tag that makes it a text" },
	{ "&x # c\n", "helm set a: 1", "a: 1 # c\n", "nothing but an anchor" },
	{ "# c\n", "set a: 1", "# c\na: 1\n", "nothing but a comment" },
	// clang-format on
};

static const struct style_row key_rows[] = {
	// clang-format off
	{ "? a # c\n: 1 # d\nb: 2\n", "set a: new", "? a # c\n: new # d\nb: 2\n", "a scalar" },
	{ "? a # c\n: 1 # d\nb: 2\n", "set {a: \"x\\ny\\n\"}",
	  "? a # c\n: \"x\\ny\\n\" # d\nb: 2\n", "lines before a comment" },
	{ "? a # c\n: 1\nb: 2\n", "set a: [x]", "? a # c\n:\n  - x\nb: 2\n", "a list" },
	{ "? a # c\n: 1 # d\nb: 2\n", "set k: 1", "? a # c\n: 1 # d\nb: 2\nk: 1\n", "a new key" },
	{ "? a # c\n: 1 # d\nb: 2\n", "remove a", "b: 2\n", "it goes, its comments too" },
	{ "b: 2\n? a # c\n: 1 # d\n", "set k: 1", "b: 2\n? a # c\n: 1 # d\nk: 1\n", "behind it" },
	{ "? a\n: - x\n  - w # d\nb: 2\n", "set a: new", "? a\n: new # d\nb: 2\n", "a list goes" },
	{ "? a\n: - x\n  - w # d\nb: 2\n", "set a: [x, w, z]",
	  "? a\n: - x\n  - w # d\n  - z\nb: 2\n", "an item behind" },
	{ "? a\n: - x\n  - w # d\nb: 2\n", "insert a 0 k",
	  "? a\n: - k\n  - x\n  - w # d\nb: 2\n", "an item beside the colon" },
	{ "? a\n: - x\n  - w # d\nb: 2\n", "remove a.0", "? a\n: - w # d\nb: 2\n",
	  "the first goes" },
	{ "? a\n:\n  - x\n  - w\nb: 2\n", "set {a: \"x\\ny\\n\"}",
	  "? a\n: |\n  x\n  y\nb: 2\n", "a list below the colon becomes lines" },
	{ "? a\n: k: 1 # d\n  j: 2\nb: 2\n", "set a: {k: 2, new: 3}",
	  "? a\n: k: 2 # d\n  j: 2\n  new: 3\nb: 2\n", "a map beside the colon" },
	{ "? a\n: k: 1 # d\n  j: 2\nb: 2\n", "remove a.k",
	  "? a\n: j: 2\nb: 2\n", "a map beside the colon, the first goes" },
	{ "? a\n::b: 2\n", "set a: new", "? a\n: new\n::b: 2\n", "no value: before a colon" },
	{ "? a\nb: 2\n", "set a: new", "? a\n: new\nb: 2\n", "no value: a scalar" },
	{ "? a\nb: 2\n", "set a: [x]", "? a\n:\n  - x\nb: 2\n", "no value: a list" },
	{ "? a\nb: 2\n", "remove a", "b: 2\n", "no value: it goes" },
	{ "b: 2\n? a\n", "set k: 1", "b: 2\n? a\nk: 1\n", "no value: behind it" },
	{ "? |\n  a\n: 1\nb: 2\n", "set {\"a\\n\": 3}",
	  "? |\n  a\n: 3\nb: 2\n", "a block as a key" },
	{ "? |\n  a\n: 1\nb: 2\n", "remove b", "? |\n  a\n: 1\n", "a block as a key stays" },
	{ "? |\n  a\n---\nb: 2\n", "remove a\n", "{}\n---\nb: 2\n",
	  "a block alone in a document goes" },
	{ "? |\n  a\nb: 2\n", "remove a\n", "b: 2\n", "a block as a key without a value goes" },
	{ "b: 2\n? |\n  a\n", "set k: 1", "b: 2\n? |\n  a\nk: 1\n", "a key behind a block alone" },
	{ "? a b\n  c\n: 1\n", "set {a b c: 2}", "? a b\n  c\n: 2\n", "a key of two lines" },
	{ "{? a : 1, b: 2}\n", "set {a: [x], k: 1}", "{? a : [x], b: 2, k: 1}\n", "flow" },
	{ "{? a : 1, b: 2}\n", "remove a", "{b: 2}\n", "flow, it goes" },
	{ "{? a, b: 2}\n", "set a: new", "{? a: new, b: 2}\n", "flow, no value" },
	{ "{? a, b: 2}\n", "remove b", "{? a}\n", "flow, no value, the last one goes" },
	{ "? [p, q]\n: 1\nb: 2\n", "remove b", "? [p, q]\n: 1\n", "a list as a key stays" },
	// clang-format on
};

static const struct style_row blank_rows[] = {
	// clang-format off
	{ "m:\n  a: 1 # c\n  # of l\n  l:\n    - x # d\nz: 2\n",
	  "set m: {a: new, l: [k, x, w], t: \"p\\nq\\n\"}",
	  "m:\n  a: new # c\n  # of l\n  l:\n    - k\n    - x # d\n    - w\n  t: |\n    p\n    q\n"
	  "z: 2\n",
	  "much at once" },
	{ "m:\n  a: 1 # c\n  # of l\n  l:\n    - x # d\nz: 2\n", "set k: {l: [{m: 1, n: []}]}",
	  "m:\n  a: 1 # c\n  # of l\n  l:\n    - x # d\nz: 2\n"
	  "k:\n  l:\n    - m: 1\n      'n': []\n", "a path and a list" },
	{ "m:\n  a: 1 # c\n  # of l\n  l:\n    - x # d\nz: 2\n", "remove m.l",
	  "m:\n  a: 1 # c\nz: 2\n", "a pair with its comments" },
	{ "m:\n  a: 1 # c\n  # of l\n  l:\n    - x # d\nz: 2\n", "remove m.l.0",
	  "m:\n  a: 1 # c\n  # of l\n  l: []\nz: 2\n", "the only item" },
	{ "m:\n  l:\n    - x\nz: 2", "set {z: {k: 1}, y: 3}", "edit/not-a-map",
	  "a map for a number" },
	{ "m:\n  l:\n    - x\nz: 2", "set w: [k]", "m:\n  l:\n    - x\nz: 2\nw:\n  - k",
	  "no last line end: a list" },
	{ "z: 2\nm:\n  l:\n    - x", "insert m.l 1 {p: 1, q: 2}",
	  "z: 2\nm:\n  l:\n    - x\n    - p: 1\n      q: 2", "no last line end: a map as an item" },
	{ "z: 2\nm:\n  l:\n    - x", "remove m", "z: 2", "no last line end: the last goes" },
	{ "z: 2", "remove z", "{}", "no last line end: all goes" },
	{ "z: 2", "set {z: \"p\\nq\\n\"}", "z: \"p\\nq\\n\"", "no last line end: lines" },
	{ "a:\t1\t# c\nb:\t\n  - x\t\n", "set {a: new, b: [x, k]}",
	  "a:\tnew\t# c\nb:\t\n  - x\t\n  - k\n", "tabs around values" },
	{ "a:\t1\t# c\nb:\t2\n", "set a: [x]", "a:\t# c\n  - x\nb:\t2\n",
	  "a tab before a comment" },
	{ "a:\t1\t# c\nb:\t2\n", "remove b", "a:\t1\t# c\n", "tabs: a pair goes" },
	{ "a: [x,\t\"y\"\t]\n", "set a: [x, y, z]", "a: [x,\t\"y\", z\t]\n", "tabs in flow" },
	{ "a: [x,\t\"y\"\t]\n", "remove a.1", "a: [x\t]\n", "tabs in flow: an item goes" },
	{ "l:\n-\tx\n-\tw\n", "strict set l: [x, k, z]",
	  "l:\n-\tx\n-\tk\n- z\n", "tabs behind dashes" },
	{ "l:\n-\tx\n-\tw\n", "strict remove l.0", "l:\n-\tw\n", "tabs behind dashes: one goes" },
	{ "a: |\n  x\n  \ty\nb: 1\n", "set {b: 2, k: 3}",
	  "a: |\n  x\n  \ty\nb: 2\nk: 3\n", "a tab in a literal stays" },
	{ "a: x\n \t\n \t# c\nb: 1\n", "helm set a: '1'",
	  "a: '1'\n\n  # c\nb: 1\n", "tabs below, which only a plain scalar takes" },
	{ "a: []#c\nb: 1\n", "helm set a: [x]", "a: #c\n  - x\nb: 1\n",
	  "a comment directly behind a bracket" },
	{ "\t\tx\n", "strict scalar . \"a\\nb\"", "  \"a\\nb\"\n", "tabs before the document" },
	// clang-format on
};

static const struct style_row null_rows[] = {
	// clang-format off
	{ "a: 1\nb: 2 # c\n# of d\nd: 3\ne: 4\n", "unset {b: null, d: null}",
	  "a: 1\ne: 4\n", "two beside each other" },
	{ "a: 1\nb: 2\nc: 3\nd: 4\n", "unset {a: null, c: null, d: 5, x: null}",
	  "b: 2\nd: 4\n", "two apart; another value, and a key that is not there" },
	{ "a: 1\nb: 2\n", "unset {a: null, b: null}", "{}\n", "all" },
	{ "m: # c\n  a: 1\n  # of b\n  b: 2\nz: 1\n", "unset {m: {a: null, b: null}, z: null}",
	  "m: {} # c\n", "all of a map, and the key behind it" },
	{ "m:\n  a: 1\n  b: 2\n\nk: 1\no:\n  p: 1\n", "unset {m: {b: null}, k: null, o: {p: null}}",
	  "m:\n  a: 1\n\no: {}\n", "in several maps" },
	{ "m: {a: 1, b: {c: 1, d: 2}, e: 3}\n", "unset m: {b: {d: null}, e: null}",
	  "m: {a: 1, b: {c: 1}}\n", "flow" },
	{ "m: {a: 1, b: 2}\nl: [a]\n", "unset {m: {a: null, b: null}, l: {a: null}}",
	  "m: {}\nl: [a]\n", "flow, all; a list is no map" },
	{ "a: |\n  x\n\nb: |\n  y\nc: 1", "unset {b: null, c: null}",
	  "a: |\n  x\n", "up to the end, behind a block" },
	{ "n: 1\n0x10: 2\n1: 3\nx: 4\n", "helm unset {'false': null, '16': null, '1': null}",
	  "x: 4\n", "keys by the texts that Helm gives them" },
	{ "'n': 1\n\"0x10\": 2\n", "unset {'false': null, '16': null}",
	  "'n': 1\n\"0x10\": 2\n", "quoted keys are their texts" },
	{ "a: 1\na: 2\nb: 3\n", "helm unset {a: null}", "b: 3\n", "a key that is there twice" },
	{ "d: &d {k: 1}\nm:\n  <<: *d\n  j: 2\n", "helm unset m: {j: null}",
	  "d: &d {k: 1}\nm:\n  <<: *d\n", "behind a merge key" },
	{ "d: &d {k: 1}\nm:\n  <<: *d\n  k: 2\n", "helm unset m: {k: null}",
	  "edit/merge-key", "what a merge key gives" },
	{ "d: &d {k: 1}\nm: *d\n", "unset m: {k: null}", "edit/alias", "through an alias" },
	{ "d: &d {k: 1}\nm: *d\n", "unset m: {j: null}",
	  "d: &d {k: 1}\nm: *d\n", "through an alias, what is not there" },
	{ "d: &d {k: 1}\nm: *d\n", "unset d: {k: null}", "edit/alias", "what an alias repeats" },
	// clang-format on
};

static const struct style_row quoted_rows[] = {
	// clang-format off
	{ "l:\n- @a\n# no comment@\n- b\n- c\n", "helm remove l.1",
	  "l:\n- @a\n# no comment@\n- c\n", "an item goes" },
	{ "l:\n- @a\n# no comment@\n# of b\n- b\n", "helm remove l.1",
	  "l:\n- @a\n# no comment@\n", "an item goes with its comment" },
	{ "l:\n- @a\n# no comment@\n- b\n", "helm insert l 1 w",
	  "l:\n- @a\n# no comment@\n- w\n- b\n", "an item comes" },
	{ "a: @a\n# no comment@\nb: 1\nc: 2\n", "helm unset b: null",
	  "a: @a\n# no comment@\nc: 2\n", "a pair goes" },
	{ "l: [\n  @a\n  # no comment@,\n  b,\n  c\n ]\n", "remove l.1",
	  "l: [\n  @a\n  # no comment@,\n  c\n ]\n", "flow, an item goes" },
	{ "l: [\n  @a\n  # no comment@,\n  b,\n  c\n ]\n", "set l: [c, \"a # no comment\"]",
	  "l: [\n  c,\n  @a\n  # no comment@\n ]\n", "flow, items move" },
	// clang-format on
};

static const struct style_row below_rows[] = {
	// clang-format off
	{ "l:\n- {a: 1}\n- b\n  # below b\n- z\n", "set l: [\"t\\n\", z]",
	  "l:\n- \"t\\n\"\n  # below b\n- z\n", "below an item" },
	{ "l:\n- {a: 1}\n- b\n \n  # below b\n- z\n", "set l: [\"t\\n\", z]",
	  "l:\n- \"t\\n\"\n \n  # below b\n- z\n", "blanks below an item" },
	{ "l:\n- name: x\n  v: {}\n- name: y\n    # below y\n- name: w\n",
	  "set l: [{name: x, v: \"t\\n\"}, {name: w}]",
	  "l:\n- name: x\n  v: \"t\\n\"\n    # below y\n- name: w\n",
	  "below an item, of one that stays" },
	{ "l:\n- k: 1\n  a: {}\n  b: 1\n    # below b\nz: 1\n",
	  "set l: [{k: 1, a: \"t\\n\"}]",
	  "l:\n- k: 1\n  a: \"t\\n\"\n    # below b\nz: 1\n", "below a pair" },
	{ "l:\n- k: 1\n  a: {}\n  b: 1\n  # below\nz: 1\n",
	  "set l: [{k: 1, a: \"t\\n\"}]",
	  "l:\n- k: 1\n  a: |\n    t\n  # below\nz: 1\n", "in the column of the pair" },
	{ "l:\n- k: 1\n  a: {}\n  b: 1\n  c: 1\n    # below c\n  d: 1\nz: 1\n",
	  "set l: [{k: 1, a: \"t\\n\", d: 2}]",
	  "l:\n- k: 1\n  a: \"t\\n\"\n    # below c\n  d: 2\nz: 1\n", "below two pairs" },
	// clang-format on
};

static const char *const quotes[] = { "'", "\"", NULL };

ROWS(clipped_block_scalars, clip_rows, clips)
ROWS(kept_block_scalars, keep_rows, keeps)
ROWS(block_scalars_cut_off, cut_rows, cut_off)
ROWS(anchors_and_tags, property_rows, no_stand_ins)
ROWS(merge_keys, merge_rows, merges)
ROWS(texts_like_merge_keys, no_merge_rows, no_merges)
ROWS(directives_and_documents, document_rows, no_stand_ins)
ROWS(explicit_keys, key_rows, no_stand_ins)
ROWS(nulls, null_rows, no_stand_ins)
ROWS(blanks_and_line_ends, blank_rows, no_stand_ins)
ROWS(lines_like_comments, quoted_rows, quotes)
ROWS(comments_of_what_goes, below_rows, no_stand_ins)

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_edit_styles");
	TCase *rows = tcase_create("rows");
	suite_add_tcase(suite, rows);
	tcase_add_loop_test(rows, clipped_block_scalars, 0, COUNT(clip_rows));
	tcase_add_loop_test(rows, kept_block_scalars, 0, COUNT(keep_rows));
	tcase_add_loop_test(rows, block_scalars_cut_off, 0, COUNT(cut_rows));
	tcase_add_loop_test(rows, anchors_and_tags, 0, COUNT(property_rows));
	tcase_add_loop_test(rows, merge_keys, 0, COUNT(merge_rows));
	tcase_add_loop_test(rows, texts_like_merge_keys, 0, COUNT(no_merge_rows));
	tcase_add_loop_test(rows, directives_and_documents, 0, COUNT(document_rows));
	tcase_add_loop_test(rows, explicit_keys, 0, COUNT(key_rows));
	tcase_add_loop_test(rows, nulls, 0, COUNT(null_rows));
	tcase_add_loop_test(rows, blanks_and_line_ends, 0, COUNT(blank_rows));
	tcase_add_loop_test(rows, lines_like_comments, 0, COUNT(quoted_rows));
	tcase_add_loop_test(rows, comments_of_what_goes, 0, COUNT(below_rows));
	return suite;
}
