/*
 * CEL, the Common Expression Language (github.com/google/cel-spec, langdef.md), over dynamic data,
 * in the dialect of Kubernetes.
 *
 *   cel_env_new     which variables and functions there are
 *   cel_compile     text → program: names looked up, constants read, faults as diags with a place
 *   cel_eval        program + variables → value; an error is a value too
 *
 * Data is borrowed: a list or map of a `struct value` is a value here without a copy, and each
 * value that came from one knows it, so that a message can name its place and source text.
 */
#ifndef LEME_CEL_H
#define LEME_CEL_H

#include "tree/tree.h"

/* --- values ----------------------------------------------------------------------------------- */

enum cel_kind {
	CEL_ERROR, /* what failed, as a value: it travels */
	CEL_NULL,
	CEL_BOOL,
	CEL_INT,
	CEL_UINT,
	CEL_DOUBLE,
	CEL_STRING,
	CEL_BYTES,
	CEL_LIST,
	CEL_MAP,
	CEL_TYPE,
	CEL_TIMESTAMP,
	CEL_DURATION,
	CEL_OPTIONAL,
	CEL_QUANTITY,
	CEL_SEMVER,
	CEL_URL,
	CEL_IP,
	CEL_CIDR,
	CEL_FORMAT,
	CEL_VERSION,
	CEL_KINDS,
	CEL_PROMISED, /* no kind: it is worked out when it is first asked for */
};

struct cel_value;
struct cel_promise;

struct cel_entry {
	struct cel_value *key, *value;
};

struct cel_error {
	struct bytes text;
	uint32_t begin, end; /* of the part of the expression that failed, in bytes */
	const char *hint;    /* N_() text, or NULL */
};

/* Small and copied freely. What it points to belongs to the evaluation's arena, or to the data. */
struct cel_value {
	uint8_t kind;
	bool borrowed;    /* a list or map: `tree`, not `items` */
	bool by_slug;     /* a map: its keys are names, equal where their slugs are (base/utf8.h) */
	bool sorted : 1;  /* a map: its keys are texts by their bytes, or slugs where by_slug */
	bool partial : 1; /* a map: of what only some is known, so that what it has is not told */
	uint32_t len; /* bytes of a text; items of a list, entries of a map; a timestamp's nanos */
	union {
		bool boolean;
		int64_t integer; /* int; timestamp: seconds since 1970; duration: nanoseconds */
		uint64_t uinteger;
		double number;
		const char *text;
		const struct cel_value *items; /* of a list; of a map: key, value, key, value … */
		const struct value *tree;      /* a borrowed list or map */
		const struct cel_value *optional; /* NULL: none */
		const char *type;                 /* its name: `int`, `list`, … */
		const struct cel_error *error;
		const void *opaque; /* of notation/, by kind */
		struct cel_promise *promise;
	};
	const struct value *origin; /* the data that it came from, or NULL */
};

/*
 * What is to be worked out: a variable, an item of a list, the value of a map's entry. keep() is
 * asked each time, so it remembers; it never returns another promise. An error without a text is
 * one that has been told already.
 */
struct cel_promise {
	struct cel_value (*keep)(struct cel_promise *promise);
};

/* The name of a kind's type, as `type(x)` shows it. */
const char *cel_type_name(enum cel_kind kind);

/* The doubles behind the last int and the last uint. */
#define CEL_INT_END 9223372036854775808.0
#define CEL_UINT_END 18446744073709551616.0

/* A value of the data. Numbers are int where they are integral, else double. */
struct cel_value cel_of(const struct value *data);

static inline struct bytes cel_text(struct cel_value value)
{
	return (struct bytes){ value.text, value.len };
}

static inline bool cel_is_error(struct cel_value value)
{
	return value.kind == CEL_ERROR;
}

struct cel_value cel_bool(bool boolean);
struct cel_value cel_int(int64_t integer);
struct cel_value cel_uint(uint64_t uinteger);
struct cel_value cel_double(double number);
struct cel_value cel_string(struct bytes text);

struct cel_value cel_promised(struct cel_promise *promise);

/* A list of items; a map of key, value, key, value …; views of the array. */
struct cel_value cel_list(const struct cel_value *items, size_t count);
struct cel_value cel_map(const struct cel_value *keys_and_values, size_t count);

/* The value itself, worked out if it was promised. */
struct cel_value cel_kept(struct cel_value value);

/* The i-th item of a list; key and value of a map's i-th entry. */
struct cel_value cel_item(struct cel_value list, size_t i);
struct cel_value cel_key(struct cel_value map, size_t i);
struct cel_value cel_entry_value(struct cel_value map, size_t i);

/* As `==` has it: numbers of any kind by their value, NaN to nothing, unlike kinds are unequal. */
bool cel_equal(struct cel_value a, struct cel_value b);

/*
 * The same in so many steps, which are taken from *left (NULL: any number). Once there are none
 * left the answer is false, and means nothing: [x, x] of [y, y] of [z, z] … has no end.
 */
bool cel_equal_within(struct cel_value a, struct cel_value b, size_t *left);

/* Takes steps away. False where none is left. */
bool cel_spend(size_t *left, size_t steps);

/*
 * -1, 0, 1; 2 where neither is before the other (NaN); 3 where the kinds cannot be ordered, or the
 * versions not.
 */
int cel_order(struct cel_value a, struct cel_value b);

/*
 * The value of a key, numbers of any kind by their value. False if there is none. `found` may be
 * NULL; then what is promised stays so.
 */
bool cel_find(struct cel_value map, struct cel_value key, struct cel_value *found);

/* --- types ------------------------------------------------------------------------------------ */

/*
 * What is known of a value before it is there: a kind, perhaps with the types inside, or `dyn`,
 * which is anything. Types are immutable, and may be cyclic.
 */
struct cel_type;

struct cel_field {
	struct bytes name;
	const struct cel_type *type;
};

const struct cel_type *cel_type_dyn(void);

/* The type of a kind of values; of a list or map with anything inside. */
const struct cel_type *cel_type_of(enum cel_kind kind);

const struct cel_type *cel_type_list(struct arena *owner, const struct cel_type *item);
const struct cel_type *cel_type_map(
	struct arena *owner, const struct cel_type *key, const struct cel_type *value);

/*
 * A map with known fields, any of which may be absent. `rest` is the type of its other fields;
 * NULL: there are no others, and asking for one is a fault. The fields are kept, not copied.
 */
const struct cel_type *cel_type_record(struct arena *owner, const struct cel_field *fields,
	size_t count, const struct cel_type *rest);

/*
 * Reads `list(int)`, `map(string, dyn)`, `optional_type(T)`, `quantity` …; T is a parameter, for
 * signatures. A record is `{name: string, port: int}`, or `{name: string, ...}` if it may have
 * other fields. NULL if the text, which is kept, is no type.
 */
const struct cel_type *cel_type_read(struct arena *owner, struct bytes text);

/* As it is read. A record is shown by the names of its first fields: `{image, tag, …}`. */
void cel_type_print(struct buf *out, const struct cel_type *type);

/* Whether a value is of the type, down to its last item. */
bool cel_type_holds(const struct cel_type *type, struct cel_value value);

/*
 * What a JSON Schema (draft-07 or 2020-12, read as data) says of the values that it lets through:
 * only what is certain. `$ref` is followed inside the schema, cycles included.
 */
const struct cel_type *cel_type_of_schema(struct arena *owner, const struct value *schema);

/* --- environments ----------------------------------------------------------------------------- */

enum cel_dialect { CEL_KUBERNETES, CEL_SPEC };

struct cel_env;
struct version_scheme;

/* What the world outside tells. Each may be missing. */
struct cel_host {
	void *context;
	/* A version scheme of the catalogue's own, always the same one of a name, or NULL. */
	const struct version_scheme *(*scheme)(void *context, struct bytes name);
	/*
	 * False if the name may not be read; without it there is no function getenv(). *value,
	 * which must outlive the evaluation, stays without `at` where the variable is not set.
	 */
	bool (*getenv)(void *context, struct bytes name, struct bytes *value);
};

struct cel_options {
	enum cel_dialect dialect;
	bool no_macros;
	bool test_macros; /* cel.block() and others that only tests of CEL have */
	bool records;     /* `Name{field: value}` is a map, whatever the name */
	bool unchecked;   /* unknown names and wrong types fail when evaluated, not at load */
	/*
	 * Types are found as Kubernetes finds them: lists and maps of several types are refused,
	 * and `x.orValue(1)` is an int where nothing is known of x, though x itself may come of it.
	 */
	bool one_type;
	bool all_cost;          /* lists, maps and conversions of constants, too */
	uint32_t regex_steps;   /* of each search, see regex.h; 0: the default */
	unsigned portable;      /* warn of what Kubernetes 1.N does not have; 0: do not */
	struct bytes container; /* names are looked for in it first: `a.b` */
	struct cel_host host;
};

struct cel_env *cel_env_new(struct arena *owner, struct cel_options options);

/* Declares a variable, its name perhaps with dots. Returns its number, from 0. */
size_t cel_env_variable(struct cel_env *env, struct bytes name);

/* The same for a variable whose values are known to be of a type. */
size_t cel_env_variable_of(struct cel_env *env, struct bytes name, const struct cel_type *type);

/* The same environment, in which what Kubernetes 1.N does not have is warned of. */
const struct cel_env *cel_env_portable(
	struct arena *owner, const struct cel_env *env, unsigned release);

/*
 * The same environment, in which one variable is of another type, or is not there (NULL). Numbers
 * stay, so that programs of both may be given the same values.
 */
const struct cel_env *cel_env_retyped(
	struct arena *owner, const struct cel_env *env, size_t number, const struct cel_type *type);

/*
 * Declares a function that is known here but cannot be run: a call of it is an error when it is
 * evaluated. It is no stranger to Kubernetes. The signature is as in the manual:
 * `<string>.f(list(T)) T`. False if it is none.
 */
bool cel_env_function(struct cel_env *env, struct bytes signature) MUST_USE;

/* --- programs --------------------------------------------------------------------------------- */

struct cel_program;

/*
 * NULL, with `cel/syntax`, `cel/name`, `cel/type` and other diags at places inside `at`, the text's
 * span. Types are refused only where no data could make them right.
 */
const struct cel_program *cel_compile(struct arena *owner, const struct cel_env *env,
	struct bytes text, struct span at, struct diags *d) MUST_USE;

/* The place of a part of the program's text. */
struct span cel_place(const struct cel_program *program, uint32_t begin, uint32_t end);
/* What is known of the value that it gives. */
const struct cel_type *cel_program_type(const struct cel_program *program);

/* Whether it may give a value of a type. False, with a `cel/type` diag, if it never does. */
bool cel_program_gives(
	const struct cel_program *program, const struct cel_type *wanted, struct diags *d) MUST_USE;

/*
 * The first of what `&&` joins in a program, as one of its own; the program itself where its whole
 * is nothing of that kind.
 */
const struct cel_program *cel_first_condition(
	struct arena *owner, const struct cel_program *program);

/* How deep its parts stand in each other, at most 1000: what an evaluation takes of the stack. */
unsigned cel_program_height(const struct cel_program *program);

/*
 * Calls visit(context, number, field) for each mention of a variable: `field` is what is selected
 * of it there, empty where it is used otherwise.
 */
void cel_each_name(const struct cel_program *program,
	void (*visit)(void *context, size_t number, struct bytes field), void *context);

/* Whether a text is an expression at all. False, with a diag, if not. */
bool cel_parses(struct arena *scratch, struct bytes text, struct diags *d) MUST_USE;

/* One way in which a program asks for what a map holds. */
struct cel_use {
	uint32_t begin, end; /* in its text: of the key; or of what takes the map as a whole */
	bool literal;        /* the key is written there */
	bool certain;        /* the map is that of the variable; else one that is called like it */
	struct bytes key;
};

struct cel_uses {
	ARRAY(struct cel_use);
};

/*
 * Adds how a program uses a variable that is a map or, where a field is named, that field of it:
 * v['k'], v[?'k'], v.k, has(v.k) and 'k' in v are literal, all else is not. Of a field it also adds
 * the uses of any field of the name, since what has it may be the variable by another name.
 */
void cel_uses_of(struct arena *owner, const struct cel_program *program, size_t variable,
	struct bytes field, struct cel_uses *uses);

/* Variables by number. `get` is asked for those that are not there (kind CEL_KINDS). */
struct cel_variables {
	struct cel_value *values;
	size_t count;
	struct cel_value (*get)(void *context, size_t number);
	void *context;
};

struct cel_result {
	struct cel_value value; /* CEL_ERROR where it failed */
	uint64_t cost;          /* as Kubernetes counts it */
};

/* Cost of an expression beyond which Kubernetes stops it. */
enum { CEL_COST_LIMIT = COST_LIMIT_DEFAULT };

/* Bytes of the owner that an evaluation may take, more or less; beyond that it is an error. */
enum { CEL_MEMORY_LIMIT = 64 << 20 };

struct cel_result cel_eval(struct arena *owner, const struct cel_program *program,
	struct cel_variables variables, uint64_t cost_limit);

/* The value on one line as CEL would write it: what is printed reads back as the same value. */
void cel_print(struct buf *out, struct cel_value value);

/* Likewise, cut with `...` behind about so many characters, for messages. */
void cel_print_short(struct buf *out, struct cel_value value, size_t most);

/* As JSON without blanks, keys in the order of their bytes; bytes in base64, others as texts. */
void cel_print_json(struct buf *out, struct cel_value value);

/* --- the manual ------------------------------------------------------------------------------- */

/* A function, operator or macro as the manual shows it: one row for each kind that it takes. */
struct cel_function {
	const char *library;    /* the heading that it stands under, N_() */
	struct bytes name;      /* as it is written: `size`, `math.greatest`, `&&`, `in`, `all` */
	struct bytes signature; /* `string.contains(string) -> bool`; a capital is any type */
	const char *text;       /* N_(): what it gives */
	const char *example;    /* an expression that is true */
	struct bytes cost;      /* in the reader's words, besides the cost of its operands */
	unsigned since;         /* Kubernetes 1.N; 0: always; CEL_NOT_IN_KUBERNETES */
};

enum { CEL_NOT_IN_KUBERNETES = 1000 };

struct cel_functions {
	ARRAY(struct cel_function);
};

/* All of them, in the order of the manual. */
struct cel_functions cel_functions(struct arena *owner);

/* --- explaining ------------------------------------------------------------------------------- */

struct expr;

/* A variable of a macro and the value that it has for one element. */
struct cel_binding {
	struct bytes name;
	struct cel_value value;
};

/*
 * A part of an expression and what it came to, the parts of it below. A macro has its range below
 * it, then one step for each element that it went through, with the parts of its body below that.
 */
struct cel_step {
	const struct expr *expr; /* of an element: the macro's */
	uint32_t begin, end;     /* in the program's text */
	bool skipped;            /* it was not evaluated: what came before decided */
	bool constant;           /* a literal: what is written is what it is */
	bool element;
	struct cel_value value; /* of an element: what its last part came to */
	uint64_t cost;          /* its own, without that of the steps below */
	const struct cel_step *first, *next;
	size_t number; /* of an element, from 0 */
	struct cel_binding bindings[2];
	size_t binding_count;
	size_t left_out; /* of a macro: elements that are not among the steps, and their cost */
	uint64_t left_out_cost;
};

/*
 * The first elements of a macro are kept as steps, and of the others those that tell why it came
 * out so. The costs of all steps, with what was left out, add up to the result's.
 */
enum { CEL_ELEMENTS_KEPT = 8 };

struct cel_explanation {
	const struct cel_program *program;
	struct cel_result result;
	uint64_t cost_limit;
	const struct cel_step *root;
};

/* A part of the expression on one line, cut with `...` behind so many characters. */
void cel_print_part(struct buf *out, const struct cel_program *program, uint32_t begin,
	uint32_t end, size_t most);

/* As cel_eval(), slower, and with a memory of what happened. */
const struct cel_explanation *cel_explain(struct arena *owner, const struct cel_program *program,
	struct cel_variables variables, uint64_t cost_limit);

/* One thing that a person should know about why an expression came out as it did. */
struct cel_reason {
	uint32_t begin, end; /* the part of the expression that it speaks of */
	struct bytes text;   /* a sentence in the reader's language */
	struct bytes hint;   /* what may have been meant, or empty */
	struct span place;   /* of the data that it speaks of; source NULL: it was computed */
};

struct cel_reasons {
	ARRAY(struct cel_reason);
};

/*
 * What decided: of a conjunction that is false the first false operand, of all() the element that
 * broke it, of a comparison both sides that are no constants, with the text they were written as
 * where that differs; of an error the part that failed, what it failed on, and a key that may have
 * been meant. In the order in which a person would ask. Of values that are no bool there are none.
 */
struct cel_reasons cel_why(struct arena *owner, const struct cel_explanation *explanation);
/* --- expressions inside other texts ----------------------------------------------------------- */

/*
 * *end is the place of the `}}` behind an expression at the start of the text: neither in a text of
 * it nor closing a brace of its own. text.len if there is none. False, with *fault (N_() text) at
 * *end, where something is no token.
 */
bool cel_find_end(
	struct arena *scratch, struct bytes text, size_t *end, const char **fault) MUST_USE;

/* string(value), or an error if string() does not take such a value. */
struct cel_value cel_to_string(
	struct arena *owner, const struct cel_env *env, struct cel_value value);

#endif
