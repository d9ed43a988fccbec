#include "scratch.h"

#include "model/makefile_parts.h"

#include <sys/stat.h>

static struct diags d;
static const struct sources *sources;

static void begin(void)
{
	scratch_enter();
	ck_assert_int_eq(mkdir("image", 0777) + mkdir("image/sub", 0777), 0);
	d = diags_new(unit_arena());
	struct folder *folder = folder_open(unit_arena(), BYTES(""), &d);
	ck_assert(folder && sources_open(unit_arena(), folder, NULL, NULL, &sources, &d));
}

static struct makefile *read_text(const char *text)
{
	struct makefile *makefile;
	put("image/x.mk", text);
	enum source_answer answer = makefile_read(unit_arena(), sources, BYTES("image/x.mk"),
		(struct span){ 0 }, LIMITS_DEFAULT, &makefile, &d);
	ck_assert_int_eq(answer, makefile ? SOURCE_FOUND : SOURCE_BAD);
	return makefile;
}

/* --- values ----------------------------------------------------------------------------------- */

/* What X comes to. */
static const struct {
	const char *text, *value;
} values[] = {
	{ "X = 1.2.3\n", "1.2.3" },
	{ "X=1.2.3", "1.2.3" },                 /* no line end */
	{ "X\t:=\t1.2.3 # why\n", "1.2.3 " },   /* blanks before a comment belong to it */
	{ "X ::= 1\r\nY = 2\r\n", "1" },        /* CRLF */
	{ "\xEF\xBB\xBFX = 1\n", "1" },         /* a byte order mark */
	{ "X = a \\\n   b\\\n\tc\n", "a b c" }, /* one blank where lines join */
	{ "X = a\\\\\n", "a\\\\" },             /* an even number joins none */
	{ "X = a\\#b \\\\# c\n", "a#b \\" },    /* half of the backslashes hide '#' */
	{ "X = $(Y)\nY = 1\n", "1" },           /* recursive: when it is asked for */
	{ "Y = 1\nX := $(Y)\nY = 2\n", "1" },   /* simple: when it is assigned */
	{ "Y = 1\nX = ${Y}.$Y$$\n", "1.1$" },   /* forms of references */
	{ "N = Y\nY_V = 1\nX = $($(N)_V)\n", "1" },
	{ "N = X\n$(N) = 1\n", "1" }, /* names made of references */
	{ "X ?= 1\nX ?= 2\n", "1" },
	{ "X =\nX ?= 2\n", "" },                /* empty is defined */
	{ "X = $(Y)\nX += b\nY = a\n", "a b" }, /* += keeps the way of expanding */
	{ "Y = a\nX := b\nX += $(Y)\nY = c\n", "b a" },
	{ "X =\nX += a\nX +=\n", "a" }, /* no blank beside nothing */
	{ "override X = 1\nX = 2\nX += 3\n", "1" },
	{ "override X = 1\noverride X += 3\n", "1 3" },
	{ "export X = 1\nunexport X\nprivate export X := 2\n", "2" },
	{ "X = 1\nX :::= $$(Y)\nY = 2\n", "$(Y)" }, /* since 4.4: expanded, and yet recursive */
	{ "define X\na\n  b \\\n c\nendef\n", "a\n  b c" },
	{ "define X =\ndefine Y\nendef\nendef # X\n", "define Y\nendef" },
	{ "X = 1\nall: X = 2\nall: ; echo $(X)\n\tX = 3\n", "1" }, /* rules are passed over */
	{ "all: Y = 2\n\tX = 3\n", "3" },                          /* what follows is no recipe */
	{ "X = 1\nifeq ($(X), 1)\nX = 2\nelse\nX = 3\nendif\n", "2" },
	/* What only lines further down assign is not defined yet, as for `?=`. */
	{ "ifdef Y\nX = 1\nelse ifndef Z\nX = 2\nendif\nY = 1\nexport Z := 1\n", "2" },
	{ "ifndef X\nX = 2\nendif\n", "2" },
	{ "ifeq ($(X),)\nX = 2\nendif\n", "2" },
	{ "Y = $(Z)\nifeq (a$(Y),a)\nX = 2\nendif\nZ = 1\n", "2" },
	{ "export X\nifndef X\nX = 2\nendif\n", "2" },
	{ "Y = 1\nundefine Y\nifdef Y\nX = 1\nelse\nX = 2\nendif\n", "2" },
	{ "undefine Y\nifeq ($(Y),)\nX = 2\nendif\n", "2" },
	{ "CI ?=\nifdef CI\nX = 1\nelse\nX = 2\nendif\n", "2" },
	{ "ifneq '$(X)' \"a\"\nX = 1\nendif\nX = 2\n",
		"2" },                                     /* undecided, and it does not matter */
	{ "X = 1\nY := $(shell date)\nZ != date\n", "1" }, /* likewise */
	{ "-include none.mk\nsinclude none.mk sub/none.mk\nX = 2\n",
		"2" },                                          /* GNU Make goes on without them */
	{ "X = 1\nifeq (1,2)\ninclude none.mk\nendif\n", "1" }, /* what is skipped is not read */
	{ "X = 1\n$(info $(X) $(NOTHING))\n", "1" },            /* nothing is assigned there */
	{ "X = $()1\n", "1" },
	{ ".RECIPEPREFIX = >\nall:\n> X = 1\n\tX = 2\n", "2" },
};

START_TEST(reads_as_gnu_make_does)
{
	struct make_value value;
	begin();
	struct makefile *makefile = read_text(values[_i].text);
	ck_assert_msg(makefile &&
			makefile_value(
				unit_arena(), makefile, BYTES("X"), (struct span){ 0 }, &value, &d),
		"%s\n%s", values[_i].text, unit_diags(&d));
	unit_same(values[_i].text, value.text, bytes_of(values[_i].value));
	scratch_leave();
}
END_TEST

/* --- faults ----------------------------------------------------------------------------------- */

static const struct {
	const char *text, *diag;
} faults[] = {
	{ "X = a $(shell date)\n", "1:7 make/unknown the function 'shell' would have to be run\n" },
	{ "Y = $(strip a)\nX := $(Y)\n",
		"1:5 make/unknown the function 'strip' would have to be run\n" },
	{ "X != date\n", "1:6 make/unknown a command would have to be run for the variable 'X'\n" },
	{ "Y = a.c\nX = $(Y:.c=.o)\n",
		"2:5 make/unknown the substitution 'Y:.c=.o' would have to be worked out\n" },
	{ "X = $(CC)\n", "1:5 make/unknown GNU Make itself gives the variable 'CC' its value\n" },
	{ "X = $(VERSON)\nVERSION = 1\n",
		"1:5 make/undefined no line of 'image/x.mk' assigns the variable 'VERSON'\n" },
	{ "Y = 1\n", "1:1 make/undefined no line of 'image/x.mk' assigns the variable 'X'\n" },
	{ "X = 1\nundefine X\n",
		"1:1 make/undefined no line of 'image/x.mk' assigns the variable 'X'\n" },
	{ "X = $(Y)\nY = $(X)\n", "2:5 make/cycle the variable 'X' refers to itself\n" },
	{ "X = a $(b\n", "1:7 make/syntax the reference is not closed\n" },
	/* What no line assigns may come from the environment, and then another branch counts. */
	{ "X = 1\nifeq ($(U),)\nX = 2\nendif\n",
		"2:7 make/unknown no line above assigns the variable 'U', but the "
		"environment may\n" },
	{ "ifdef CI\nX = 1\nelse\nX = 2\nendif\n",
		"1:7 make/unknown no line above assigns the variable 'CI', but the "
		"environment may\n" },
	{ "X = 1\nifndef CI\nX = 2\nendif\n",
		"2:8 make/unknown no line above assigns the variable 'CI', but the "
		"environment may\n" },
	{ "Y := $(CI)\nX = 1\nifneq (1,$(Y))\nX = 2\nendif\n",
		"1:6 make/unknown no line above assigns the variable 'CI', but the "
		"environment may\n" },
	{ "ifdef CI\nX = 1\nendif\nCI ?= 1\n",
		"1:7 make/unknown no line above assigns the variable 'CI', but the "
		"environment may\n" },
	{ "ifdef CI\nX = 1\nendif\nCI += 1\n",
		"1:7 make/unknown no line above assigns the variable 'CI', but the "
		"environment may\n" },
	{ "ifdef CI\nX = 1\nendif\nall: CI = 1\nall:\n\tCI = 1\n",
		"1:7 make/unknown no line above assigns the variable 'CI', but the "
		"environment may\n" },
	{ "ifdef CI\nX = 1\nendif\ndefine Y\nCI = 1\nendef\n",
		"1:7 make/unknown no line above assigns the variable 'CI', but the "
		"environment may\n" },
	{ "export CI\nifdef CI\nX = 1\nendif\n",
		"1:8 make/unknown no line above assigns the variable 'CI', but the "
		"environment may\n" },
	{ "export CI\nY := $(CI)\nifdef Y\nX = 1\nendif\n",
		"1:8 make/unknown no line above assigns the variable 'CI', but the "
		"environment may\n" },
	{ "include $(CI)x.mk\nX = 1\n",
		"1:9 make/unknown no line above assigns the variable 'CI', but the "
		"environment may\n" },
	{ "X = 1\n$(eval X = 2)\n", "2:1 make/unknown the function 'eval' would have to be run\n" },
	{ "X = 1\nY = $(eval X = 2)\nZ := $(Y)\n",
		"2:5 make/unknown the function 'eval' would have to be run\n" },
	/* GNU Make may stop there, and an `override` may be in it: so all are unknown. */
	{ "X = 1\ninclude none.mk\n", "2:9 make/unknown there is no file 'none.mk'\n" },
	{ "include none.mk\nX = 1\n", "1:9 make/unknown there is no file 'none.mk'\n" },
	{ "include none.mk\noverride X = 1\n", "1:9 make/unknown there is no file 'none.mk'\n" },
	{ "include other.mk none.mk\nX = 1\n",
		"1:9 make/unknown there is no file 'other.mk'\n" }, /* the first one */
	{ "include none.mk\nY = 1\n", "1:9 make/unknown there is no file 'none.mk'\n" },
	{ "ifdef CC\ninclude none.mk\nendif\nX = 1\n",
		"2:9 make/unknown there is no file 'none.mk'\n" },
	{ "include /etc/x.mk\nX = 1\n", "1:9 make/unknown '/etc/x.mk' leads out of its source\n" },
	{ "-include /etc/passwd\nX = 1\n",
		"1:10 make/unknown '/etc/passwd' leads out of its source\n" },
	{ "include ../../../../../../../../etc/passwd\nX = 1\n",
		"1:9 make/unknown '../../../../../../../../etc/passwd' leads out of its source\n" },
	/* Whether it is there is no matter. */
	{ "-include ../sub/../../none.mk\nX = 1\n",
		"1:10 make/unknown '../sub/../../none.mk' leads out of its source\n" },
	{ "include *.mk\nX = 1\n", "1:9 make/unknown leme cannot tell which file '*.mk' is\n" },
	{ "-include $(shell ls)\nX = 1\n",
		"1:10 make/unknown the function 'shell' would have to be run\n" },
	{ "X = 1\n$(shell echo X) = 2\n",
		"2:1 make/unknown the function 'shell' would have to be run\n" },
	{ "override $(shell echo X) = 2\nX = 1\n",
		"1:10 make/unknown the function 'shell' would have to be run\n" },
	{ "$(NONE)\n\tX = 1\n",
		"2:2 make/unknown leme cannot tell whether this line is a recipe or an "
		"assignment\n" },
	{ "export X\nX ?= 1\n",
		"1:8 make/undefined 'X' is exported before it is assigned, so it is empty\n" },
	{ "A1 = $(X)$(X)$(X)$(X)$(X)$(X)$(X)$(X)\n"
	  "Y = "
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
	  "Z = $(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)$(Y)\n"
	  "A = $(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)$(Z)\n"
	  "B = $(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)$(A)\n"
	  "X = $(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)$(B)\n",
		"2:5 make/limit references add more to the text than the limit allows\n" },
	/* What GNU Make itself refuses. */
	{ "X = 1\nDBACCESS_VERSION 1.2\n",
		"2:1 make/syntax GNU Make cannot read this line: it is no assignment and no "
		"rule\n" },
	{ "X = 1\nifdef X\n", "3:1 make/syntax no 'endif' ends a conditional\n" },
	{ "X = 1\ndefine Y\n", "2:1 make/syntax no 'endef' ends this 'define'\n" },
	{ "X = 1\nendif\n", "2:1 make/syntax this 'endif' belongs to no conditional\n" },
	{ "ifdef X\nelse\nelse\nendif\n",
		"3:1 make/syntax this conditional has an 'else' already\n" },
	{ "ifeq a b\nendif\n", "1:1 make/syntax GNU Make cannot read this conditional\n" },
	{ "= 1\n", "1:1 make/syntax the name of a variable is empty\n" },
	{ "\techo\n",
		"1:2 make/syntax GNU Make cannot read this line: it is a recipe without a rule\n" },
	{ "X := $(X\n", "1:6 make/syntax the reference is not closed\n" },
	{ ".POSIX:\nX = 1\n",
		"1:1 make/unknown '.POSIX' changes how lines are read; leme does "
		"not know that way\n" },
	{ "<<<<<<< HEAD\nX = 1\n", "1:1 file/conflict the file has conflict markers\n" },
	{ "include x.mk\n", "1:9 make/cycle the file 'image/x.mk' includes itself\n" },
};

START_TEST(says_what_it_cannot_tell_and_where)
{
	struct make_value value;
	begin();
	struct makefile *makefile = read_text(faults[_i].text);
	ck_assert(!makefile ||
		!makefile_value(
			unit_arena(), makefile, BYTES("X"), (struct span){ 0 }, &value, &d));
	ck_assert_msg(strcmp(unit_diags(&d), faults[_i].diag) == 0, "%s\n got %swant %s",
		faults[_i].text, unit_diags(&d), faults[_i].diag);
	scratch_leave();
}
END_TEST

/* --- places ----------------------------------------------------------------------------------- */

/* What stands where X is assigned last, whether that is its text, and what else it is made of. */
static const struct {
	const char *text, *at;
	bool literal;
	const char *used;
} places[] = {
	{ "X = 1\nX :=  2.3  # why\n", "2.3", true, "" },
	{ "A = 1\nB = 2\nX = $(A).$(B).$(A)\n", "$(A).$(B).$(A)", false, "1|2|" },
	{ "A = 1\nX := $(A)\nA = 2\n", "$(A)", false, "1|" },
	{ "A = 1\nX = 0\nX += $(A)\n", "$(A)", false, "0|1|" },
	{ "X = \\\n 1.2\n", "1.2", true, "" },
	{ "X = a \\\n  b\n", "a \\\n  b", false, "" },
	{ "X = \\#1\n", "#1", false, "" },
	{ "X = a\\\\\\\\#c\n", "a\\\\", false, "" },
	{ "X = 1\\\n\n", "1", true, "" },
	{ "X = $$\n", "$$", false, "" },
	{ "X =\n", "", true, "" },
};

START_TEST(knows_where_a_value_stands)
{
	struct make_value value;
	struct buf used = buf_new(unit_arena());
	begin();
	struct makefile *makefile = read_text(places[_i].text);
	ck_assert(makefile &&
		makefile_value(unit_arena(), makefile, BYTES("X"), (struct span){ 0 }, &value, &d));
	unit_same(places[_i].text, span_text(value.at), bytes_of(places[_i].at));
	ck_assert_int_eq(value.literal, places[_i].literal);
	for (size_t i = 0; i < value.used.count; i++)
		buf_print(&used, BYTES_FMT "|", BYTES_ARG(span_text(value.used.at[i])));
	unit_same(places[_i].text, buf_bytes(&used), bytes_of(places[_i].used));
	scratch_leave();
}
END_TEST

/* --- include ---------------------------------------------------------------------------------- */

START_TEST(includes_from_the_folder_of_the_first_file)
{
	struct make_value value;
	begin();
	put("image/sub/one.mk", "include sub/two.mk\nX := $(Y).1\n-include sub/two.mk\n");
	put("image/sub/two.mk", "ifndef ONCE\nONCE = 1\nY := 2\nelse\nY := 3\nendif\n");
	put("common.mk", "X := $(X).3\n");
	struct makefile *makefile = read_text("include ./sub/one.mk\n-include ../common.mk\n");
	ck_assert_msg(makefile &&
			makefile_value(
				unit_arena(), makefile, BYTES("X"), (struct span){ 0 }, &value, &d),
		"%s", unit_diags(&d));
	unit_same("included", value.text, BYTES("2.1.3"));
	unit_same("place", value.at.source->path, BYTES("common.mk"));
	scratch_leave();
}
END_TEST

/* What may be assigned on the way is looked for in variables that hold the next one thrice. */
START_TEST(looks_no_further_than_a_limit)
{
	struct buf text;
	begin();
	text = buf_new(unit_arena());
	for (char c = 'a'; c < 'z'; c++)
		buf_print(&text, "%c = $%c$%c$%c\n", c, c + 1, c + 1, c + 1);
	buf_print(&text, "z = 1\nX := $(shell true)$a\n%c", 0);
	read_text(text.at);
	scratch_leave();
}
END_TEST

START_TEST(includes_no_more_than_a_limit)
{
	begin();
	put("image/sub/a.mk", "include sub/b.mk sub/b.mk sub/b.mk sub/b.mk sub/b.mk sub/b.mk\n");
	put("image/sub/b.mk", "include sub/c.mk sub/c.mk sub/c.mk sub/c.mk sub/c.mk sub/c.mk\n");
	put("image/sub/c.mk", "include sub/d.mk sub/d.mk sub/d.mk sub/d.mk sub/d.mk sub/d.mk\n");
	put("image/sub/d.mk", "X = 1\n");
	ck_assert_ptr_null(read_text("include sub/a.mk sub/a.mk sub/a.mk sub/a.mk sub/a.mk\n"));
	ck_assert_str_eq(d.at[0]->id, "make/limit");
	scratch_leave();
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_makefile");
	TCase *tests = tcase_create("makefile");
	tcase_add_loop_test(tests, reads_as_gnu_make_does, 0, COUNT(values));
	tcase_add_loop_test(tests, says_what_it_cannot_tell_and_where, 0, COUNT(faults));
	tcase_add_loop_test(tests, knows_where_a_value_stands, 0, COUNT(places));
	tcase_add_test(tests, includes_from_the_folder_of_the_first_file);
	tcase_add_test(tests, includes_no_more_than_a_limit);
	tcase_add_test(tests, looks_no_further_than_a_limit);
	suite_add_tcase(suite, tests);
	return suite;
}
