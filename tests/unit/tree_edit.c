#include "edit_fixture.h"

/* --- edit_contain ----------------------------------------------------------------------------- */

struct contain_row {
	const char *before, *wanted, *after, *why;
};

static const struct contain_row contain_rows[] = {
	// clang-format off
	/* a scalar in the place of another */
	{ "tag: 1.0.1 # keep\n", "tag: 1.0.2", "tag: 1.0.2 # keep\n", "comment survives" },
	{ "tag: 1.0.1\t# keep\n", "tag: 1.0.2", "tag: 1.0.2\t# keep\n", "tab before a comment" },
	{ "tag: 1.0\r\nb: 2\r\n", "tag: '1.1'", "tag: '1.1'\r\nb: 2\r\n",
	  "CRLF; a float needs quotes" },
	{ "tag: '1.0'", "tag: '1.1'", "tag: '1.1'", "no line end at the end" },
	{ "\xEF\xBB\xBFtag: a\n", "tag: b", "\xEF\xBB\xBFtag: b\n", "byte order mark" },
	{ "tag: \"a\" # c\n", "tag: b", "tag: \"b\" # c\n", "double quotes stay" },
	{ "tag: 'a'\n", "tag: \"it's\"", "tag: 'it''s'\n", "single quotes stay" },
	{ "tag: 'a'\n", "tag: \"x\\ty\"", "tag: \"x\\ty\"\n",
	  "single quotes cannot hold a tab here" },
	{ "tag: a\n", "tag: 'n'", "tag: 'n'\n", "plain would be a bool for Helm" },
	{ "tag: a\n", "tag: '0123'", "tag: '0123'\n", "plain would be octal for Helm" },
	{ "tag: a\n", "tag: '1e3'", "tag: '1e3'\n", "plain would be a float" },
	{ "tag: a\n", "tag: 'x: y'", "tag: 'x: y'\n", "plain would be a map" },
	{ "tag: a\n", "tag: 'x #y'", "tag: 'x #y'\n", "plain would be cut by a comment" },
	{ "tag: a\n", "tag: ''", "tag: ''\n", "empty text" },
	{ "tag: a\n", "tag: '1.2.3'", "tag: 1.2.3\n", "plain stays where it is a string" },
	{ "tag: 1.0\n", "tag: '1.0'", "tag: '1.0'\n", "same text, other type" },
	{ "tag: '1.0'\n", "tag: '1.0'", "tag: '1.0'\n", "equal: no edit" },
	{ "n: 1\n", "'false': 2", "n: 2\n", "a plain key n is \"false\" for Helm" },
	{ "'y': 1\n", "'y': 2", "'y': 2\n", "a quoted key is its text" },
	{ "0x10: 1\n", "'16': 2", "0x10: 2\n", "numbers as keys" },
	{ "a: 5\n", "a: 6", "a: 6\n", "int" },
	{ "a: 0x10\n", "a: 16", "a: 0x10\n", "the same number stays as written" },
	{ "a: 1\n", "a: 1.5", "a: 1.5\n", "float" },
	{ "a: 1\n", "a: true", "a: true\n", "bool" },
	{ "a: on\n", "a: true", "a: on\n", "Helm reads true already" },
	{ "a: '1'\n", "a: 1", "a: 1\n", "a number loses the quotes" },
	{ "a: x # c\n", "a: null", "a: null # c\n", "null is written" },
	{ "a: ~\n", "a: null", "a: ~\n", "null is there already" },
	{ "a:\n", "a: null", "a:\n", "nothing is null already" },
	{ "a:\nb: 1\n", "a: x", "a: x\nb: 1\n", "an empty value gets a text" },
	{ "a: # c\nb: 1\n", "a: x", "a: x # c\nb: 1\n", "an empty value before a comment" },
	{ "{\"a\":#\n}\n", "a: 1", "{\"a\": 1 #\n}\n", "flow, a comment at the colon" },
	{ "a: null\n", "a: x", "a: x\n", "null becomes a text" },
	{ "a: ~ # c\n", "a: '1'", "a: '1' # c\n", "null becomes a version" },
	{ "a: !!str 1\n", "a: '2'", "a: !!str '2'\n", "a tag that fits stays" },
	{ "a: !!str 1\n", "a: 2", "a: 2\n", "a tag that does not fit goes" },
	{ "a: &x 1\nb: 2\n", "a: 3", "a: &x 3\nb: 2\n", "an anchor nobody uses stays" },
	{ "a: one\n  two\nb: 1\n", "a: three", "a: three\nb: 1\n", "plain of several lines" },
	{ "a: 'one\n  two' # c\nb: 1\n", "a: three", "a: 'three' # c\nb: 1\n",
	  "quoted of several lines" },
	{ "a: b # c\n  \nd: e\n", "a: x", "a: x # c\n  \nd: e\n", "blank line stays" },

	/* literal and folded blocks */
	{ "a: |\n  old\n  text\nb: 1\n", "a: \"new\\n\"", "a: |\n  new\nb: 1\n", "literal" },
	{ "a: | # c\n    old\nb: 1\n", "a: \"x\\ny\"", "a: |- # c\n    x\n    y\nb: 1\n",
	  "its own indent, its comment" },
	{ "a: >-\n  old\n  text\nb: 1\n", "a: \"x\\ny\\n\"", "a: |\n  x\n  y\nb: 1\n",
	  "folded becomes literal" },
	{ "a: |\n  old\nb: 1\n", "a: new", "a: 'new'\nb: 1\n", "one line without line end" },
	{ "a: |\n  old\n\nb: 1\n", "a: \"x\\ny\\n\"", "a: |\n  x\n  y\n\nb: 1\n",
	  "blank lines behind stay" },
	{ "a: |+\n  old\n\nb: 1\n", "a: \"x\\n\"", "a: |\n  x\nb: 1\n", "kept lines are text" },
	{ "a: |\n  old\nb: 1\n", "a: \" x\\ny\\n\"", "a: \" x\\ny\\n\"\nb: 1\n", "leading blank" },
	{ "a: |\r\n  old\r\nb: 1\r\n", "a: \"x\\ny\\n\"", "a: |\r\n  x\r\n  y\r\nb: 1\r\n",
	  "CRLF in a literal" },
	{ "a: |\n  old", "a: \"x\\ny\\n\"", "a: \"x\\ny\\n\"",
	  "a literal at the end without line end" },
	{ "a: |\n  old\n", "a: \"new\\n\"\nb: 1", "a: |\n  new\nb: 1\n",
	  "a literal and a key behind it" },
	{ "a: |2-\n   old\nb: 1\n", "a: \"x\\ny\"", "a: |-\n   x\n   y\nb: 1\n",
	  "indentation indicator goes" },
	{ "a: old\nb: 1\n", "a: \"x\\ny\\n\"", "a: \"x\\ny\\n\"\nb: 1\n", "plain becomes double" },

	{ "a: | # c\n  old\nb: 1\n", "a: new", "a: 'new' # c\nb: 1\n", "one line, its comment" },
	{ "a: |- # c\n  old\nb: 1\n", "a: 5", "a: 5 # c\nb: 1\n", "a number, its comment" },
	{ "a: > # c\n  old\nb: 1\n", "a: [x]", "a: # c\n  - x\nb: 1\n", "a list, its comment" },

	/* missing keys in block maps */
	{ "a: 1\n", "b: 2", "a: 1\nb: 2\n", "behind the last" },
	{ "a: 1", "b: 2", "a: 1\nb: 2", "no line end at the end stays so" },
	{ "a: 1\r\n", "b: 2", "a: 1\r\nb: 2\r\n", "CRLF" },
	{ "a: 1\r", "b: 2", "a: 1\rb: 2\r", "CR" },
	{ "\xEF\xBB\xBF" "a: 1\n", "b: 2", "\xEF\xBB\xBF" "a: 1\nb: 2\n", "the mark is no column" },
	{ "a: 1 # c\n# end\n", "b: 2", "a: 1 # c\nb: 2\n# end\n",
	  "behind the comment of the line, before the next" },
	{ "m:\n  a: 1\nz: 9\n", "m: {b: 2}", "m:\n  a: 1\n  b: 2\nz: 9\n", "nested" },
	{ "m:\n    a: 1\nz: 9\n", "m: {b: {c: 2}}", "m:\n    a: 1\n    b:\n        c: 2\nz: 9\n",
	  "four blanks a step" },
	{ "m:\n  a: 1\n\n# about z\nz: 9\n", "m: {b: 2}",
	  "m:\n  a: 1\n  b: 2\n\n# about z\nz: 9\n", "before the blank line" },
	{ "m:\n  a: 1\n  # old: 3\nz: 9\n", "m: {b: 2}", "m:\n  a: 1\n  b: 2\n  # old: 3\nz: 9\n",
	  "comments that follow stay below" },
	{ "m:\n  a: 1\n", "m: {b: 2}\nc: 3", "m:\n  a: 1\n  b: 2\nc: 3\n", "deeper first" },
	{ "m:\n  a: 1", "m: {b: 2}\nc: 3", "m:\n  a: 1\n  b: 2\nc: 3",
	  "deeper first, no line end" },
	{ "m:\n  l:\n  - 1\n", "m: {b: [1, 2]}", "m:\n  l:\n  - 1\n  b:\n  - 1\n  - 2\n",
	  "lists at the key" },
	{ "m:\n  l:\n    - 1\n", "m: {b: [1]}", "m:\n  l:\n    - 1\n  b:\n    - 1\n",
	  "lists by two" },
	{ "m:\n  a: 1\n", "m: {b: [{c: 1, d: [2]}]}",
	  "m:\n  a: 1\n  b:\n    - c: 1\n      d:\n        - 2\n",
	  "lists by the step where there are none" },
	{ "m:\n  a: |\n    x\n\n\nz: 1\n", "m: {b: 2}", "m:\n  a: |\n    x\n  b: 2\n\n\nz: 1\n",
	  "behind a literal" },
	{ "m:\n  a: |+\n    x\n\nz: 1\n", "m: {b: 2}", "m:\n  a: |+\n    x\n\n  b: 2\nz: 1\n",
	  "behind a literal that keeps" },
	{ "m:\n  a: |\n    x", "m: {b: 2}", "m:\n  a: |-\n    x\n  b: 2",
	  "a literal that ends the file" },
	{ "a: |\n  x", "a: y\nb: 2", "a: 'y'\nb: 2",
	  "a literal that ends the file is changed too" },
	{ "m:\n  a: >+ # c\n    x", "b: 2", "m:\n  a: >- # c\n    x\nb: 2",
	  "a folded that ends the file" },
	{ "m:\n  a: >", "m: {b: 2}\nc: 3", "m:\n  a: >-\n  b: 2\nc: 3",
	  "a header that ends the file gets one sign" },
	{ "m:\n  a: >+\n    x\n ", "m: {b: 2}\nc: 3", "m:\n  a: >+\n    x\n  b: 2\nc: 3\n ",
	  "an empty line that the file cuts off is none of the text" },
	{ "m:\n  a:\n", "m: {b: 2}", "m:\n  a:\n  b: 2\n", "behind an empty value" },
	{ "m:\n  a: [1,\n    2]  # c\nz: 1\n", "m: {b: 2}",
	  "m:\n  a: [1,\n    2]  # c\n  b: 2\nz: 1\n", "behind flow of several lines" },
	{ "l:\n- a: 1\n- b: 2\n", "m: 1", "l:\n- a: 1\n- b: 2\nm: 1\n",
	  "behind a list at the key" },
	{ "a: 1\n", "b: '1.10'", "a: 1\nb: '1.10'\n", "what would be retyped is quoted" },
	{ "a: 1\n", "b: x", "a: 1\nb: x\n", "what would not, is not" },
	{ "a: 1\n", "b: 'x'", "a: 1\nb: 'x'\n", "wanted quotes" },
	{ "a: 1\n", "'n': 1\n'on': 2\n'1': 3", "a: 1\n'n': 1\n'on': 2\n'1': 3\n",
	  "keys are quoted on need" },
	{ "a: 1\n", "b: {}\nc: []\nd: null", "a: 1\nb: {}\nc: []\nd: null\n",
	  "empty ones and null" },
	{ "a: 1\n", "b: \"x\\ny\\n\"", "a: 1\nb: |\n  x\n  y\n", "a new literal" },
	{ "a: 1", "b: \"x\\ny\\n\"", "a: 1\nb: \"x\\ny\\n\"",
	  "no literal where the line end is missing" },
	{ "a: 1\n    # deep\n", "b: \"x\\ny\\n\"", "a: 1\nb: \"x\\ny\\n\"\n    # deep\n",
	  "no literal above a comment it would swallow" },
	{ "l:\n  - a\n    \n", "b: \"x\\ny\\n\"", "l:\n  - a\nb: \"x\\ny\\n\"\n    \n",
	  "no literal above blanks it would swallow" },
	{ "a: 1\n", "x: {k: {z: 1, w: 2}, v: 3}", "a: 1\nx:\n  k:\n    z: 1\n    w: 2\n  v: 3\n",
	  "each parent once" },
	{ "--- # start\na: 1\n", "b: 2", "--- # start\na: 1\nb: 2\n",
	  "a document with its marker" },
	{ "a: 1\n...\n", "b: 2", "a: 1\nb: 2\n...\n", "a document with its end" },
	{ "? a\n: 1\n", "b: 2", "? a\n: 1\nb: 2\n", "explicit key" },
	{ "?\n a\n: 1\n", "b: 2", "?\n a\n: 1\nb: 2\n", "explicit key below its sign" },
	{ "? a\n: 1\n", "a: 2", "? a\n: 2\n", "explicit value" },
	{ "? a # c\nb: 1\n", "a: 2", "? a # c\n: 2\nb: 1\n", "a key without a value" },
	{ "? a\n", "a: {b: [c]}", "? a\n:\n  b:\n    - c\n", "a key alone gets lines" },
	{ "a: &x\n  !!map\n  b: 1\nz: 1\n", "a: null", "a: null\nz: 1\n",
	  "anchor and tag on two lines go" },
	{ "a: 1\n \t\nb: 2\n", "a: 'it''s'", "a: it's\n\nb: 2\n",
	  "a blank line with a tab, which libyaml takes behind a plain scalar only" },
	{ "a:\n  - b: 1\n    c: 2\n", "a: [{b: 1, c: 2, d: 3}]",
	  "a:\n  - b: 1\n    c: 2\n    d: 3\n", "a map in a list" },

	/* creation */
	{ "a: \nz: 1\n", "a: \"x\\ny\"", "a: \"x\\ny\" \nz: 1\n", "no literal before a blank" },
	{ "a: 'x'#c\n", "a: 1", "a: 1 #c\n", "a comment glued to a quote" },
	{ "a: {}\nz: 1\n", "a: {b: 1}", "a:\n  b: 1\nz: 1\n", "empty map" },
	{ "a: {} # c\nz: 1\n", "a: {b: 1}", "a: # c\n  b: 1\nz: 1\n", "empty map with a comment" },
	{ "a:\nz: 1\n", "a: {b: {c: 1}}", "a:\n  b:\n    c: 1\nz: 1\n", "nothing" },
	{ "a: null\nz: 1\n", "a: {b: 1}", "a:\n  b: 1\nz: 1\n", "null" },
	{ "a: ~ # c", "a: {b: 1}", "a: # c\n  b: 1", "~ at the end without line end" },
	{ "a:\n  # about b\n  # b: 2\nz: 1\n", "a: {b: 1}",
	  "a:\n  b: 1\n  # about b\n  # b: 2\nz: 1\n", "nothing but comments" },
	{ "a: []\nz: 1\n", "a: [x, k]", "a:\n  - x\n  - k\nz: 1\n", "empty list" },
	{ "a: {}\nl:\n- 1\n", "a: {b: [x]}", "a:\n  b:\n  - x\nl:\n- 1\n", "the file's lists" },
	{ "a: {}\nb: {}\n", "a: {x: 1}\nb: {k: 2}\nc: 3", "a:\n  x: 1\nb:\n  k: 2\nc: 3\n",
	  "two creations and one more" },
	{ "a: !!map {}\n", "a: {x: 1}", "a:\n  x: 1\n", "a tag goes with its node" },
	{ "", "a: {b: 1}", "a:\n  b: 1\n", "empty file" },
	{ "# only\n", "a: 1", "# only\na: 1\n", "comments only" },
	{ "# only", "a: 1", "# only\na: 1", "comments only, no line end" },
	{ "# only\r\n", "a: 1\nb: 2", "# only\r\na: 1\r\nb: 2\r\n", "comments only, CRLF" },
	{ "---\n", "a: 1", "---\na: 1\n", "only a marker" },
	{ "{}\n", "a: 1", "a: 1\n", "empty map as the file" },
	{ "# c\n{} # d\n", "a: 1\nb: 2", "# c\na: 1\nb: 2 # d\n", "empty map with comments" },
	{ "null\n", "a: 1", "a: 1\n", "null as the file" },

	/* flow */
	{ "m: {a: 1}\n", "m: {b: 2}", "m: {a: 1, b: 2}\n", "flow" },
	{ "m: { a: 1 } # c\n", "m: {b: 2}", "m: { a: 1, b: 2 } # c\n", "padded flow" },
	{ "m: {a: 1,b: 2}\n", "m: {c: x}", "m: {a: 1,b: 2,c: x}\n", "tight flow" },
	{ "m: {a: 1, }\n", "m: {b: 2}", "m: {a: 1, b: 2, }\n", "comma at the end" },
	{ "m: {\"a\": \"x\"}\n", "m: {b: 'y'}", "m: {\"a\": \"x\", \"b\": \"y\"}\n", "JSON" },
	{ "m: {\n  a: 1,\n  b: 2\n}\n", "m: {c: 3}", "m: {\n  a: 1,\n  b: 2,\n  c: 3\n}\n",
	  "one a line" },
	{ "m: {\n  a: 1,\n  b: 2, # c\n}\n", "m: {c: 3}",
	  "m: {\n  a: 1,\n  b: 2, # c\n  c: 3,\n}\n", "one a line, comma, comment" },
	{ "m: {\n  a: 1 # c\n}\n", "m: {c: 3}", "m: {\n  a: 1, # c\n  c: 3\n}\n",
	  "one a line, comment" },
	{ "m: {\n  a: # c\n}\n", "m: {b: 2}", "m: {\n  a: , # c\n  b: 2\n}\n",
	  "one a line, an empty value and a comment" },
	{ "m: {\n  a: 1}\n", "m: {b: 2}", "m: {\n  a: 1,\n  b: 2}\n",
	  "one a line, the brace behind" },
	{ "m: {a: {}}\n", "m: {a: {b: 1}}", "m: {a: {b: 1}}\n", "empty map in flow" },
	{ "m: {a: x}\n", "m: {a: 'p, q'}", "m: {a: 'p, q'}\n", "a comma needs quotes in flow" },
	{ "m: {a: }\n", "m: {a: x}", "m: {a: x }\n", "empty value in flow" },
	{ "m: {a: x, b: }\n", "m: {c: 1}", "m: {a: x, b: , c: 1 }\n",
	  "behind an empty value in flow" },
	{ "m: {a}\n", "m: {a: x}", "m: {a: x}\n", "a key alone in flow" },
	{ "m: {a: [1, 2]}\n", "m: {a: [1, 2, 3]}", "m: {a: [1, 2, 3]}\n", "list in flow grows" },
	{ "m: [1, 2, 3]\n", "m: [1]", "m: [1]\n", "list in flow shrinks" },
	{ "m: {a: 1}\n", "m: {b: {c: [d, {e: 'f'}]}}", "m: {a: 1, b: {c: [d, {e: 'f'}]}}\n",
	  "nested flow" },
	{ "{a: 1}\n", "b: 2", "{a: 1, b: 2}\n", "flow as the file" },
	{ "l: [a: 1, b]\n", "l: [{a: 1, c: 2}, b]", "l: [{a: 1, c: 2}, b]\n",
	  "a pair without braces gets them" },
	{ "m: {a\n  b, c: 1}\n", "m: {'a b': x}", "m: {? a\n  b: x, c: 1}\n",
	  "a key of two lines without a value" },

	/* lists made equal */
	{ "l:\n  - a # 1\n  - b # 2\n", "l: [a, c]", "l:\n  - a # 1\n  - c # 2\n", "item by item" },
	{ "l:\n- a # 1\n- b # 2\n- c # 3\n", "l: [a, c]", "l:\n- a # 1\n- c # 3\n",
	  "an item goes with its comment" },
	{ "l:\n- a # 1\n- b # 2\n", "l: [z, a, b]", "l:\n- z\n- a # 1\n- b # 2\n",
	  "an item before those that stay" },
	{ "l:\n- a # 1\n- c # 3\n", "l: [a, b, c]", "l:\n- a # 1\n- b\n- c # 3\n",
	  "an item between those that stay" },
	{ "l:\n  # of A\n  - {m: A}\n  # of B\n  - {m: B}\n", "l: [{m: B}]",
	  "l:\n  # of B\n  - {m: B}\n", "the item that stays keeps its comment" },
	{ "l: [a, b, c]\n", "l: [c]", "l: [c]\n", "the last item in flow stays" },
	{ "l: [b]\n", "l: [a, b]", "l: [a, b]\n", "an item at the front of flow" },
	{ "l:\n  - a # 1\nz: 1\n", "l: [a, b]", "l:\n  - a # 1\n  - b\nz: 1\n", "one more" },
	{ "l:\n  - a\n  # two\n  - b\n  - c\nz: 1\n", "l: [a]", "l:\n  - a\nz: 1\n",
	  "fewer, with their comments" },
	{ "l:\n  - a\n  - b", "l: [a]", "l:\n  - a", "fewer, no line end" },
	{ "l:\n- a\n- b\n", "l: [a]\nz: 1", "l:\n- a\nz: 1\n", "fewer, and a key behind them" },
	{ "l:\n- a\n- b\nz: 1\n", "l: []", "l: []\nz: 1\n", "none" },
	{ "l: # c\n- a\n- b # d\nz: 1\n", "l: null", "l: null # c\nz: 1\n", "null for a list" },
	{ "l:\n- a\n- b", "l: x", "l: x", "a text for a list at the end" },
	{ "m:\n  a: 1\n  b: 2\nz: 1\n", "m: null", "m: null\nz: 1\n", "null for a map" },
	{ "l: x # c\nz: 1\n", "l: [a]", "l: # c\n  - a\nz: 1\n", "a list for a text" },
	{ "l:\n- name: a\n  v: 1 # c\n- name: b\n", "l: [{name: a, v: 2}, {name: b}]",
	  "l:\n- name: a\n  v: 2 # c\n- name: b\n", "maps in lists, key by key" },
	{ "l:\n- name: a\n  old: 1\n- name: b\n", "l: [{name: a}, {name: b}]",
	  "l:\n- name: a\n- name: b\n", "maps in lists lose keys" },
	{ "l:\n- name: a # A\n  # of old\n  old: 1\n  # of v\n  v: 2 # V\n- name: b\n",
	  "l: [{name: a, v: 2}, {name: b}]",
	  "l:\n- name: a # A\n  # of v\n  v: 2 # V\n- name: b\n",
	  "maps in lists lose keys with their comments, and no others" },
	{ "l:\n- old: 1\n  # of v\n  v: 2 # V\n", "l: [{v: 3, w: 4}]",
	  "l:\n-\n  # of v\n  v: 3 # V\n  w: 4\n", "a map in a list loses the key at its dash" },
	{ "l:\n- {a: 1, old: 2, b: 3}\n", "l: [{a: 1, b: 4, c: 5}]",
	  "l:\n- {a: 1, b: 4, c: 5}\n", "a map in flow loses a key" },
	{ "l:\n- a: |\n    x\n  old: 1", "l: [{a: \"x\\n\"}]", "l:\n- a: |\n    x\n",
	  "a block text that then ends the file keeps its line end" },
	{ "l:\n- a # 1\n- b # 2\n- c # 3\n- d # 4\n", "l: [a, x, c, d, e]",
	  "l:\n- a # 1\n- x # 2\n- c # 3\n- d # 4\n- e\n", "a change and an addition" },
	{ "l:\n- a # 1\n- b # 2\n- c # 3\n- d # 4\n", "l: [b, x, d]",
	  "l:\n- b # 2\n- x # 3\n- d # 4\n", "those in the middle stay" },
	{ "l:\n# of a\n- name: a\n  v: 1 # A\n# of b\n- name: b\n  v: 1 # B\n",
	  "l: [{name: z}, {name: b, v: 2}, {name: c}]",
	  "l:\n# of a\n- name: z\n# of b\n- name: b\n  v: 2 # B\n- name: c\n",
	  "maps are told apart by name" },
	{ "l:\n# of a\n- name: a\n  v: 1 # A\n# of b\n- name: b\n  v: 1 # B\n",
	  "l: [{name: b, v: 2}]", "l:\n# of b\n- name: b\n  v: 2 # B\n",
	  "a changed map keeps its comments where one before it goes" },
	{ "l:\n- id: x\n  v: 1 # X\n- id: k\n  v: 1 # K\n",
	  "l: [{id: new}, {id: x, v: 2}, {id: k, v: 3}]",
	  "l:\n- id: new\n- id: x\n  v: 2 # X\n- id: k\n  v: 3 # K\n",
	  "changed maps keep their comments where one comes before them" },
	{ "l: [a, b, c, d]\n", "l: [b, d]", "l: [b, d]\n", "flow loses items in two places" },
	{ "l:\n- - a\n  - b\n", "l: [[a, c]]", "l:\n- - a\n  - c\n", "lists in lists" },
	{ "l:\n- a\n", "l: [a, [b, c]]", "l:\n- a\n- - b\n  - c\n", "a list in a list" },
	{ "l:\n-\n  a: 1\n-\n  b: 2\n", "l: [{a: 1, c: 3}, x]", "l:\n-\n  a: 1\n  c: 3\n- x\n",
	  "dash on its own line" },

	/* what stands already */
	{ "a: &x {b: 1}\nc: *x\n", "c: {b: 1}", "a: &x {b: 1}\nc: *x\n",
	  "an alias that stands for it" },
	{ "d: &d {k: 1}\nm:\n  <<: *d\n  j: 2\n", "m: {k: 1, j: 3}",
	  "d: &d {k: 1}\nm:\n  <<: *d\n  j: 3\n", "a merged key that is right; a key behind it" },
	// clang-format on
};

START_TEST(contains)
{
	const struct contain_row *row = &contain_rows[_i];
	struct bytes before = bytes_of(row->before);
	const struct value *wanted = read_value(bytes_of(row->wanted), DIALECT_STRICT);
	struct fixture f = fixture_of(before);
	bool made = edit_contain(&f.edits, f.tree, f.root, wanted, &f.d);
	ck_assert_msg(made, "%s: %s", row->why, unit_diags(&f.d));
	struct bytes after = apply(&f, row->why);
	unit_same(row->why, after, bytes_of(row->after));
	const struct value *have = read_value(before, DIALECT_HELM);
	const struct value *intended = value_contained(unit_arena(), have, wanted);
	ck_assert_msg(edits_check(unit_arena(), f.tree, after, intended, &f.d), "%s: %s", row->why,
		unit_diags(&f.d));
	f = fixture_of(after);
	ck_assert(edit_contain(&f.edits, f.tree, f.root, wanted, &f.d));
	ck_assert_msg(f.edits.count == 0, "%s: a second time changes more", row->why);
}
END_TEST

/* --- refusals --------------------------------------------------------------------------------- */

struct refusal_row {
	const char *before, *wanted, *diags, *why;
};

static const struct refusal_row refusal_rows[] = {
	// clang-format off
	{ "a: &x {b: 1}\nc: *x\n", "c: {b: 2}", "2:4 edit/alias", "through an alias" },
	{ "a: &x {b: 1}\nc: *x\n", "c: y", "2:4 edit/alias", "in the place of an alias" },
	{ "a: &x {b: 1}\nc: *x\n", "a: {b: 2}", "1:11 edit/alias", "what an alias repeats" },
	{ "a: &x {b: 1}\nc: *x\n", "a: {d: 2}", "1:7 edit/alias",
	  "a key in what an alias repeats" },
	{ "a: &x 1\nb: *x\n", "a: 2", "1:7 edit/alias", "a scalar that an alias repeats" },
	{ "a: 1\na: 2\n", "a: 3", "2:1 edit/duplicate-key", "a duplicate key" },
	{ "m:\n  a: 1\n  'a': 2\n", "m: {a: 3}", "3:3 edit/duplicate-key", "in other quotes" },
	{ "d: &d {k: 1}\nm:\n  <<: *d\n", "m: {k: 2}", "3:3 edit/merge-key", "beside a merge" },
	{ "d: &d {k: 1}\nm:\n  k: 3\n  <<: *d\n", "m: {k: 2}", "4:3 edit/merge-key",
	  "before a merge" },
	{ "a: x\n", "a: {b: 1}", "1:4 edit/not-a-map", "through a text" },
	{ "a: ''\n", "a: {b: 1}", "1:4 edit/not-a-map", "through an empty text" },
	{ "a:\n- x\n", "a: {b: 1}", "2:3 edit/not-a-map", "through a list" },
	{ "- x\n", "b: 1", "1:3 edit/not-a-map", "the file is a list" },
	{ "a: 1\n---\nb: 1\n", "b: 1", "2:1 edit/documents", "two documents" },
	// clang-format on
};

START_TEST(refuses)
{
	const struct refusal_row *row = &refusal_rows[_i];
	const struct value *wanted = read_value(bytes_of(row->wanted), DIALECT_STRICT);
	struct fixture f = fixture_of(bytes_of(row->before));
	ck_assert_msg(!edit_contain(&f.edits, f.tree, f.root, wanted, &f.d), "%s", row->why);
	ck_assert_uint_eq(f.d.count, 1);
	ck_assert_msg(f.d.at[0]->hint.len > 0, "%s: no hint", row->why);
	ck_assert_str_eq(first_diag(&f.d), row->diags);
}
END_TEST

/* --- lists of edits --------------------------------------------------------------------------- */

struct apply_row {
	const char *before;
	struct {
		uint32_t begin, end;
		const char *text;
	} edits[3];
	const char *after; /* NULL: they overlap */
};

static const struct apply_row apply_rows[] = {
	// clang-format off
	{ "abc", { { 1, 2, "x" } }, "axc" },
	{ "abc", { { 2, 3, "z" }, { 0, 1, "x" } }, "xbz" },         /* sorted by place */
	{ "abc", { { 1, 1, "x" }, { 1, 1, "y" } }, "axybc" }, /* in the order of adding */
	{ "abc", { { 1, 2, "x" }, { 1, 1, "y" } }, "ayxc" },  /* before what is replaced */
	{ "abc", { { 1, 2, "x" }, { 2, 2, "y" } }, "axyc" },
	{ "abc", { { 1, 2, "x" }, { 1, 2, "x" } }, "axc" },         /* equal edits are one */
	{ "abc", { { 1, 2, "x" }, { 1, 2, "y" } }, NULL },
	{ "abc", { { 0, 2, "x" }, { 1, 3, "y" } }, NULL },
	{ "abc", { { 0, 3, "x" }, { 1, 1, "y" } }, NULL },
	// clang-format on
};

static struct bytes in_pieces(struct edits *edits)
{
	struct diags d = diags_new(unit_arena());
	struct buf text = buf_new(unit_arena());
	struct texts pieces;
	ck_assert(edits_pieces(unit_arena(), edits, &pieces, &d));
	for (size_t i = 0; i < pieces.count; i++)
		buf_add(&text, pieces.at[i]);
	return buf_bytes(&text);
}

START_TEST(applies)
{
	const struct apply_row *row = &apply_rows[_i];
	struct diags d = diags_new(unit_arena());
	struct bytes result;
	struct edits edits = edits_new(unit_arena(), unit_source(bytes_of(row->before)));
	for (size_t i = 0; i < COUNT(row->edits) && row->edits[i].text; i++)
		edits_add(&edits, row->edits[i].begin, row->edits[i].end,
			bytes_of(row->edits[i].text));
	bool applied = edits_apply(unit_arena(), &edits, &result, &d);
	ck_assert_int_eq(applied, row->after != NULL);
	if (applied) {
		unit_same(row->before, result, bytes_of(row->after));
		unit_same("in pieces", in_pieces(&edits), result);
		return;
	}
	ck_assert_str_eq(d.at[0]->id, "edit/overlap");
}
END_TEST

START_TEST(no_edit_is_the_same_text)
{
	struct fixture f = fixture_of(BYTES("a: 1 # c\r\n"));
	struct bytes result = apply(&f, "");
	ck_assert_ptr_eq(result.at, f.tree->source->text.at);
}
END_TEST

START_TEST(sets_one_path)
{
	struct fixture f = fixture_of(BYTES("a:\n  b: 1\n"));
	struct bytes parts[] = { BYTES("a"), BYTES("c.d"), BYTES("e") };
	struct texts path = { parts, COUNT(parts), COUNT(parts) };
	const struct value *wanted = value_bool(unit_arena(), true, (struct span){ 0 });
	ck_assert(edit_set(&f.edits, f.tree, f.root, path, wanted, &f.d));
	unit_same("path", apply(&f, "path"), BYTES("a:\n  b: 1\n  c.d:\n    e: true\n"));
}
END_TEST

START_TEST(tells_what_is_not_intended)
{
	struct fixture f = fixture_of(BYTES("a: 1\n"));
	const struct value *intended = read_value(BYTES("a: 2"), DIALECT_HELM);
	ck_assert(!edits_check(unit_arena(), f.tree, BYTES("a: 3\n"), intended, &f.d));
	ck_assert_str_eq(first_diag(&f.d), "1:1 edit/unsafe");
	ck_assert(!edits_check(unit_arena(), f.tree, BYTES("a: [\n"), intended, &f.d));
	ck_assert(edits_check(unit_arena(), f.tree, BYTES("a: 2\n"), intended, &f.d));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_edit");
	TCase *rows = tcase_create("rows");
	suite_add_tcase(suite, rows);
	tcase_add_loop_test(rows, contains, 0, COUNT(contain_rows));
	tcase_add_loop_test(rows, refuses, 0, COUNT(refusal_rows));
	tcase_add_loop_test(rows, applies, 0, COUNT(apply_rows));
	tcase_add_test(rows, no_edit_is_the_same_text);
	tcase_add_test(rows, sets_one_path);
	tcase_add_test(rows, tells_what_is_not_intended);
	return suite;
}
