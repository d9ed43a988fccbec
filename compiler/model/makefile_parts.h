/*
 * The parts of the reader of makefiles. Internal to model/.
 *
 *   makefile_line.c        lines, comments, words; what a line assigns
 *   makefile_expand.c      references; whether an expansion could have effects
 *   makefile_variable.c    variables and assignments to them
 *   makefile_condition.c   ifeq, ifdef, else, endif
 *   makefile.c             the lines of a file one after the other
 *   makefile_value.c       the answers
 *
 * Three things can be wrong. What GNU Make itself would refuse is a diag, and ends the reading. A
 * fault is a value: it is kept where a variable's value cannot be told, and becomes a diag when
 * somebody asks for it. A doubt is a fault that holds for all variables assigned before it, as the
 * place could assign any: `$(eval)`. An include that cannot be read leaves nothing known at all.
 */
#ifndef LEME_MODEL_MAKEFILE_PARTS_H
#define LEME_MODEL_MAKEFILE_PARTS_H

#include "model.h"

#include "base/names.h"

/* --- lines ------------------------------------------------------------------------------------ */

/* A text and where each byte of it was written; from NULL: all of it at `whole`. */
struct make_text {
	struct bytes text;
	const uint32_t *from;
	const struct source *source;
	struct span whole;
};

/* An empty part has its place, too: behind what stands before it. */
struct make_text make_slice(struct make_text text, size_t begin, size_t end);
struct span make_place(struct make_text text, size_t begin, size_t end);

/* The span of what is not blank. */
struct span make_trimmed_place(struct make_text text);

static inline bool make_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool make_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without spaces at its begin. */
struct make_text make_next(struct make_text text);

/* Cuts a word from the begin of *rest and the spaces behind it. */
struct make_text make_word(struct make_text *rest);

/* The lines of a file. What a line holds is valid until the next one is read. */
struct make_lines {
	const struct source *source;
	size_t next; /* offset of the next line */
	struct arena *owner;
	char *at;
	uint32_t *from;
	size_t len, room;
};

struct make_lines make_lines_of(struct arena *owner, const struct source *source);

/* The next line, joined with those that continue it but not yet folded. False at the end. */
bool make_lines_next(struct make_lines *lines, struct make_text *line);

/* Folds what joins the lines, in place. */
struct make_text make_folded(struct make_lines *lines);

/* Takes away a comment and the backslashes that hide '#', in place. */
struct make_text make_uncommented(struct make_lines *lines);

/* The place of the first of these characters outside references, not behind a backslash. */
size_t make_find(struct bytes text, const char *wanted);

enum make_sign {
	MAKE_RECURSIVE,
	MAKE_SIMPLE,
	MAKE_POSIX, /* `:::=` */
	MAKE_APPEND,
	MAKE_CONDITIONAL,
	MAKE_SHELL,
};

enum make_statement { MAKE_NO_ASSIGNMENT, MAKE_ASSIGNMENT, MAKE_DEFINE, MAKE_UNDEFINE };

struct make_assignment {
	enum make_statement statement;
	enum make_sign sign;
	bool override;
	struct make_text name, value; /* value: of an assignment; not expanded */
};

enum make_where { MAKE_AT_TOP, MAKE_AT_TARGET };

struct make_assignment make_assignment_of(struct make_text line, enum make_where where);

/* Sets name, sign and value. False: there is no sign, and all of them hold anything. */
bool make_split(struct make_text text, struct make_assignment *assignment);

/* --- variables -------------------------------------------------------------------------------- */

enum make_fault_kind {
	FAULT_FUNCTION,
	FAULT_SHELL,
	FAULT_SUBSTITUTION,
	FAULT_BUILTIN,
	FAULT_UNDEFINED,
	FAULT_ENVIRONMENT, /* it decides what lines count, and no line says it */
	FAULT_CYCLE,
	FAULT_UNCLOSED,
	FAULT_UNMATCHED,
	FAULT_LIMIT,
	FAULT_DEPTH,
	FAULT_CONDITION, /* the cause is why it cannot be decided */
	FAULT_INCLUDE,
	FAULT_INCLUDE_MISSING,
	FAULT_INCLUDE_OUTSIDE,
	FAULT_NAME,
	FAULT_EVAL,
	FAULT_RECIPE,
	FAULT_EXPORTED, /* it is empty, and not as somebody meant it */
};

struct make_fault {
	enum make_fault_kind kind;
	struct span at;
	struct bytes name;
	const struct make_fault *cause;
};

struct make_spans {
	ARRAY(struct span);
};

struct make_variable {
	struct bytes name;
	bool defined, recursive, override;
	bool stuck; /* an `override` may hold it */
	bool busy;  /* it is being expanded */
	struct {
		char *at;
		uint32_t *from; /* NULL where parts are of several files, or expanded */
		size_t len, room;
	} value;
	const struct source *source;
	const struct make_fault *fault; /* the value cannot be told */
	struct span at;
	struct make_spans used;
	size_t order; /* of its last assignment */
};

struct make_level {
	enum { LEVEL_READ, LEVEL_SKIP, LEVEL_DONE } state;
	bool seen_else;
	bool surely_done;               /* a branch behind the undecided one is true */
	const struct make_fault *maybe; /* a branch cannot be decided */
};

struct make_levels {
	ARRAY(struct make_level);
};

enum make_waiting {
	WAITS_FOR_NOTHING,
	WAITS_FOR_RECIPE,
	MAY_WAIT_FOR_RECIPE,
};

struct makefile {
	struct arena *owner;
	const struct sources *sources;
	const struct source *source; /* the first file */
	const struct folder *root;   /* of the source */
	struct bytes prefix;         /* `NAME:`, or nothing */
	struct bytes folder;         /* of the first file, in the root: "" or closed by '/' */
	struct limits limits;
	struct diags *d;
	struct {
		ARRAY(struct make_variable *);
	} variables;
	uint32_t *slots; /* of a hash table: index + 1 */
	size_t slot_count;
	size_t order;
	const struct make_fault *doubt;
	size_t doubt_order;
	const struct make_fault
		*override_doubt; /* an `override` of any: only another one ends it */
	size_t override_order;
	const struct make_fault *export_doubt; /* the same for what nothing has assigned yet */
	const struct make_fault *stopped;      /* GNU Make would have stopped there */
	struct names assigned;           /* by some line of the files so far, read or not yet */
	bool in_condition;               /* what is expanded decides one */
	const struct make_fault *unread; /* it may stop there, or read an `override` of any */
	size_t left;                     /* what expansions may still add */
	struct {
		ARRAY(struct bytes);
	} open_files; /* which one includes which */
	size_t include_count;
	/* Of the file being read. */
	struct make_levels levels;
	const struct make_fault *maybe; /* the whole file is included by what cannot be decided */
	enum make_waiting waiting;
	bool in_skipped_define;
	char recipe_prefix;
};

/* What makefile_read() does with the file's text. NULL after a diag. */
struct makefile *makefile_of(struct arena *owner, const struct sources *sources, struct bytes file,
	const struct source *source, struct limits limits, struct diags *d) MUST_USE;

struct make_fault *make_fault_new(struct makefile *makefile, enum make_fault_kind kind,
	struct span at, struct bytes name, const struct make_fault *cause);

/* From here on, nothing is known of what was assigned before. */
void make_doubt(struct makefile *makefile, const struct make_fault *fault);

/* NULL if no line has named it. */
struct make_variable *make_variable_find(const struct makefile *makefile, struct bytes name);

/* Whether GNU Make sets it without being told, or uses it in its own way. */
bool make_is_builtin(struct bytes name);

/*
 * Why the variable's value cannot be told: NULL if it can. The variable may be NULL. *fault of kind
 * UNDEFINED is made for one that is not defined; its place is `at`.
 */
const struct make_fault *make_variable_fault(struct makefile *makefile,
	const struct make_variable *variable, struct bytes name, struct span at);

/* Whether that fault is that nothing defines the variable, and not what its value is made of. */
static inline bool make_is_undefined(
	const struct make_variable *variable, const struct make_fault *fault)
{
	return fault && fault->kind == FAULT_UNDEFINED && (!variable || fault != variable->fault);
}

/*
 * Whether a conditional takes a variable of that fault for nothing, whatever the environment has:
 * a line undefines it, or only lines further down assign it, which then are its default.
 */
bool make_is_nothing_yet(const struct makefile *makefile, const struct make_variable *variable,
	struct bytes name, const struct make_fault *fault);

/* What nothing assigns is a matter of the environment where it decides which lines count. */
const struct make_fault *make_fault_deciding(
	struct makefile *makefile, const struct make_fault *fault);

struct make_text make_variable_text(const struct make_variable *variable);

/* `maybe`: whether the line counts cannot be decided. False after a diag. */
bool make_assign(struct makefile *makefile, const struct make_assignment *assignment,
	const struct make_fault *maybe) MUST_USE;
bool make_undefine(struct makefile *makefile, const struct make_assignment *assignment,
	const struct make_fault *maybe) MUST_USE;

/* Records the fault as a diag. The variable and who asked for it may be none. Returns false. */
bool make_fault_tell(struct makefile *makefile, const struct make_variable *variable,
	const struct make_fault *fault, struct span asked_at, struct diags *d);

/* `export NAME` makes a variable that is not defined an empty one. */
void make_export(struct makefile *makefile, struct make_text names, const struct make_fault *maybe);

/* --- expanding -------------------------------------------------------------------------------- */

struct make_expansion {
	struct makefile *makefile;
	struct buf out;
	struct make_spans used; /* assignments that it is made of, each once */
	const struct make_fault *fault;
	unsigned depth;
	size_t *left;
};

/* The text with all references replaced; false with expansion->fault. */
bool make_expand(struct make_expansion *expansion, struct make_text text) MUST_USE;

/* The variable's value, of which make_variable_fault() says that it can be told. */
bool make_expand_variable(
	struct make_expansion *expansion, struct make_variable *variable) MUST_USE;

struct make_expansion make_expansion_of(struct makefile *makefile, struct arena *owner);

/*
 * Expands what GNU Make would expand when it reads the line. Where that cannot be done and might
 * assign variables, all variables are in doubt. NULL with *fault.
 */
const struct bytes *make_expand_now(struct makefile *makefile, struct make_text text,
	struct make_spans *used, const struct make_fault **fault);

void make_spans_add(struct arena *owner, struct make_spans *spans, struct span span);

/* --- conditionals ----------------------------------------------------------------------------- */

enum make_condition { NO_CONDITION, CONDITION_TAKEN, CONDITION_BAD };

/* Takes the line if it is a conditional's. BAD after a diag. */
enum make_condition make_condition_line(struct makefile *makefile, struct make_text line);

/* Notes what the lines of a file assign without regard to the environment. Expands nothing. */
void make_note_assigned(struct makefile *makefile, const struct source *source);

bool make_skips(const struct makefile *makefile);

/* Why it cannot be decided whether the line counts, or NULL. */
const struct make_fault *make_maybe(const struct makefile *makefile);

#endif
