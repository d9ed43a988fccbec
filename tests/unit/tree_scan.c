/* The scanner and the full readers: of every text of a few lines both make the same tree. */
#include "unit.h"
#include "../libfyaml_leaks.h"
#include "../tree_laws.h"

static const char *const block_lines[] = { "a: |\n", "b: |-\n", "c: |+ # d\n", "d: >\n", "- >-\n",
	"- - |\n", "e:\n", "\n", "  \n", " # x\n", "  x\n", "  # y\n", "   z: 1\n", "     \n",
	"---\n", "  w" };

static const char *const value_lines[] = { "a:\n", "-\n", "- - --b\n", "- --\n", "--c: 1\n",
	"- ---\n", "--\n", "  {}\n", "{d: e}\n", "[--f, g]\n", " [--] # h\n", "  {}: i\n", " {}\n",
	"  - --j: -\n", "  k: --\n", "  []\n", "---\n" };

static const char *const long_lines[] = { "a: b\n", "- c\n", "  d\n", "  # e\n", "\n", "   \n",
	"  f: g\n", "h: 'i\n", "  j''k\n", "  l' # m\n", "n: \"o\n", "  p''\"\n", "q: [r,\n",
	" s,]\n", "  {t: u}]\n", "  - v # w\n", "---\n", "x: {y: z,\n" };

static const char *const odd_lines[] = { "a: b\r\n", "\r\n", "- |\r\n", "  c \r\n", "  d\n",
	"e: 'f\r\n", "  g'\r\n", "h\t: i\n", "j:\tk\n", "\tl\n", "  \tm\n", "n: >-\n", "# o\tp\r\n",
	"q: \"\\\"r\\n\\\\\" #\n", "s: [t,\r\n", " u]\r\n", ":v: \xC2\xB0\xF0\x9F\x98\x80 ?\n",
	"w: ?x\ty\n", "z: \"\r\n", ":\tx\n" };

static const char *const sign_lines[] = { "a: b/c\n", "- d:e\n", "  f@g\n", "h/i: j\n",
	"'k:l': m\n", "n: 'o/p'\n", "{q: r/s, 't:u': v@w}\n", "- >\n", "x: |\n", "  y/z\n",
	"A: \"B\n", "  C@D\"\n", "E: 16-letters-or-so/F\n", "G: 0123456789abcdef\n", "H:\n",
	"I: J\n" };

static const struct alphabet {
	const char *name;
	const char *const *lines;
	size_t count;
} alphabets[] = {
	{ "block scalars", block_lines, COUNT(block_lines) },
	{ "values", value_lines, COUNT(value_lines) },
	{ "several lines", long_lines, COUNT(long_lines) },
	{ "line ends, tabs, characters", odd_lines, COUNT(odd_lines) },
	{ "slashes, colons, at signs", sign_lines, COUNT(sign_lines) },
};

/* libfyaml takes much longer. */
static const struct {
	enum dialect dialect;
	int lines;
} readers[] = { { DIALECT_HELM, 4 }, { DIALECT_STRICT, 3 } };

static void compare(struct arena *arena, struct bytes text, enum dialect dialect)
{
	struct diags d = diags_new(arena), again = diags_new(arena);
	struct source *source = source_new(arena, BYTES("text"), BYTES("text"), text);
	const struct tree *tree = tree_read(arena, source, dialect, LIMITS_DEFAULT, &d);
	const struct tree *full = tree_read_full(arena, source, dialect, LIMITS_DEFAULT, &again);
	node_id id;
	/* libfyaml refuses some nests of empty list items that YAML allows. */
	bool refused = tree && !full && dialect == DIALECT_STRICT;
	ck_assert_msg(!tree == !full || refused, "only one reads «" BYTES_FMT "»", BYTES_ARG(text));
	ck_assert_msg(!tree || !full || law_same(tree, full), "not the same of «" BYTES_FMT "»",
		BYTES_ARG(text));
	ck_assert_msg(!tree || !law_broken(tree, &id), "%s: «" BYTES_FMT "»", law_broken(tree, &id),
		BYTES_ARG(text));
}

/* The number, to the base of the alphabet, is the text. */
static struct bytes text_of(struct arena *arena, const struct alphabet *alphabet, size_t number)
{
	struct buf text = buf_new(arena);
	for (; number; number /= alphabet->count)
		buf_add(&text, bytes_of(alphabet->lines[number % alphabet->count]));
	return buf_bytes(&text);
}

START_TEST(all_small_texts)
{
	const struct alphabet *alphabet = &alphabets[_i / 2];
	size_t count = 1;
	for (int i = 0; i < readers[_i % 2].lines; i++)
		count *= alphabet->count;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < count; i++) {
		compare(arena, text_of(arena, alphabet, i), readers[_i % 2].dialect);
		arena_reset(arena);
	}
	arena_end(arena);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_scan");
	TCase *texts = tcase_create("texts");
	tcase_add_loop_test(texts, all_small_texts, 0, 2 * COUNT(alphabets));
	suite_add_tcase(suite, texts);
	return suite;
}
