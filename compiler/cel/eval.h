/*
 * Evaluation and the functions it calls. Internal to cel/.
 *
 * A function of a library is one row of a table: signature, code, words and an example for the
 * manual, the Kubernetes release that brought it. The signature is what calls are matched with:
 *
 *   size(string) int             a function
 *   <string>.contains(string) bool   a method: the receiver is the first argument
 *   math.greatest(dyn...) dyn    any number of arguments
 */
#ifndef LEME_CEL_EVAL_H
#define LEME_CEL_EVAL_H

#include "bag.h"
#include "regex/regex.h"
#include "syntax.h"
#include "type.h"

struct trace;

struct eval {
	struct arena *owner;
	const struct cel_env *env;
	enum cel_dialect dialect;
	struct cel_variables variables;
	struct cel_value *locals;    /* of macros, by depth */
	const struct expr *node;     /* the call at hand; where an error belongs */
	struct regex_cache *regexes; /* NULL until there is one */
	struct indexes *indexes;     /* of large maps; likewise */
	struct zones *zones;         /* that were read; likewise */
	uint64_t cost, cost_limit;
	struct trace *trace; /* what cel_explain() notes; else NULL */
	size_t memory_limit; /* of what the owner holds */
	size_t steps_left;   /* for comparing what is in lists and maps */
};

typedef struct cel_value (*builtin)(struct eval *eval, const struct cel_value *args, size_t count);

/* A row of a library. */
struct function {
	const char *signature;
	builtin run;
	const char *text;    /* N_(): what it does, for the manual */
	const char *example; /* an expression that is true */
	unsigned since;      /* Kubernetes 1.N; 0: always; LEME_ONLY: not in Kubernetes */
};

struct library {
	const struct function *functions;
	size_t count;
	bool needs_getenv; /* of the host; without it there is no such library */
};

/* All libraries, in the order of the manual. */
extern const struct library *const cel_libraries[];
extern const size_t cel_library_count;

enum { MOST_PARAMETERS = 5 };

/* What a signature says. */
struct overload {
	const struct function *function;
	struct bytes name; /* with its namespace: `math.greatest` */
	bool method, variadic;
	size_t count;
	uint32_t kinds[MOST_PARAMETERS]; /* of each argument: which kinds fit, a bit for each */
	const struct cel_type *types[MOST_PARAMETERS], *result;
};

#define ANY_KIND UINT32_MAX

/* All overloads by name, methods behind functions. Threads may look for them at once. */
struct overloads {
	struct arena *owner;
	struct type_reader *reader; /* of the types of signatures, when they are first asked for */
	ARRAY(struct overload);
};
struct overloads overloads_new(struct arena *owner, const struct cel_options *options);

/* Adds one. False if the signature is none. Programs made before must not be used any more. */
bool overloads_add(struct overloads *overloads, const struct function *function) MUST_USE;

/* Whether a call of so many arguments, the receiver among them, may be this one. */
bool overload_takes(const struct overload *overload, size_t count);

/* Those of a name, types read; *count is how many follow. NULL if there is none. */
const struct overload *overloads_find(
	const struct overloads *overloads, struct bytes name, bool method, size_t *count);

struct cel_env {
	struct arena *owner;
	struct cel_options options;
	struct texts variables;
	struct {
		ARRAY(const struct cel_type *);
	} types; /* of variables */
	struct overloads overloads;
};

struct cel_program {
	const struct cel_env *env;
	struct expr *root;
	struct arena *owner; /* not the env's: threads may share that */
	struct bytes text;
	struct span at;
	int locals; /* most at once */
	const struct cel_type *type;
};

/* Looks up all names. False after diags; what was not found is EXPR_UNKNOWN then. */
bool cel_resolve(struct cel_program *program, struct diags *d) MUST_USE;

/*
 * Finds the types of all parts, and what cannot be right whatever the data are. False after
 * `cel/type` and `cel/field` diags. Warns with `cel/portable` if the options ask for it.
 */
bool cel_check(struct arena *owner, struct cel_program *program, struct diags *d) MUST_USE;

/* Computes what is constant; the owner keeps it. False after diags. */
bool cel_fold(struct cel_program *program, struct arena *owner, struct diags *d) MUST_USE;

/* The value of a node. */
struct cel_value eval_node(struct eval *eval, const struct expr *node);

/* The same, noted in the trace, constants as they are written; and as a node of a kind. */
struct cel_value trace_node(struct eval *eval, const struct expr *node);
struct cel_value eval_as(struct eval *eval, const struct expr *node, enum expr_kind kind);

/* cel_eval(), with a trace or with NULL. */
struct cel_result eval_program(struct arena *owner, const struct cel_program *program,
	struct cel_variables variables, uint64_t cost_limit, struct trace *trace);

/* The macros over lists and maps; bind, optMap and optFlatMap. */
struct cel_value eval_each(struct eval *eval, const struct expr *node);
struct cel_value eval_bind(struct eval *eval, const struct expr *node);

/*
 * What cel-go counts for the fold that it makes of a macro, besides the arguments themselves: at
 * the end; once more where it stops early; for each element, and for one that the filter lets
 * through or leaves out.
 */
struct fold_cost {
	uint64_t end, early, element, taken, left;
};

struct fold_cost fold_cost(enum expr_kind kind);

/* Whether the expression has cost more than it may, and the error that says so. */
static inline bool eval_is_over_limit(const struct eval *eval)
{
	return eval->cost > eval->cost_limit;
}

struct cel_value eval_over_limit(struct eval *eval);

/*
 * Whether so many more bytes may be taken, and the error that says that they may not. What can make
 * much of little asks before it does; all else is asked afterwards.
 */
bool eval_has_room(const struct eval *eval, size_t more);
struct cel_value eval_out_of_room(struct eval *eval);

/* Steps of all comparisons of an evaluation: about a second. */
enum { COMPARISON_LIMIT = 20000000 };

/* The bytes that the owner may hold in the end. */
static inline size_t eval_memory_limit(const struct arena *owner)
{
	return arena_used(owner) + CEL_MEMORY_LIMIT;
}

/* Values being gathered: items, or keys and values in turn. */
struct items {
	ARRAY(struct cel_value);
};

/* Entries of a map that are looked through faster than by an index; and where keys are texts. */
enum { FEW_ENTRIES = 8, FEW_TEXTS = 64 };

/* As cel_find(), in the same time however large the map is. */
bool eval_find(
	struct eval *eval, struct cel_value map, struct cel_value key, struct cel_value *found);

/* A map being made. */
struct entries {
	struct items items; /* keys and values in turn */
	struct bag keys;    /* once they are many */
};

/* The place of a key's value, or NULL. */
struct cel_value *entries_find(struct eval *eval, struct entries *entries, struct cel_value key);

/* The key is not there yet. */
void entries_add(
	struct eval *eval, struct entries *entries, struct cel_value key, struct cel_value value);

/* How far a search may go; the error of one that would go further. */
uint32_t env_regex_steps(const struct cel_env *env);
struct cel_value eval_too_many_steps(struct eval *eval);

/* The pattern of the call at hand, compiled. NULL, with the error. */
const struct regex *eval_regex(
	struct eval *eval, struct cel_value pattern, struct cel_value *error);

/* An error at the call at hand. */
struct cel_value cel_fail(struct eval *eval, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same for a limit that an option sets, which the hint names. */
struct cel_value cel_fail_limit(struct eval *eval, const char *hint, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* `no such overload`, in words that name the kinds. */
struct cel_value cel_no_overload(
	struct eval *eval, struct bytes name, const struct cel_value *args, size_t count);

/* Counts; beyond the limit the evaluation stops with an error. */
static inline void eval_charge(struct eval *eval, uint64_t cost)
{
	if (__builtin_add_overflow(eval->cost, cost, &eval->cost))
		eval->cost = UINT64_MAX;
}

/* By which formula a function's calls are counted; what a call cost that gave this result. */
uint8_t cost_formula(struct bytes name);
bool is_pattern_formula(uint8_t formula);
uint64_t call_cost(
	uint8_t formula, const struct cel_value *args, size_t count, struct cel_value result);

/* The same in words, for the manual. */
const char *call_cost_words(const struct function *function, struct bytes name);

/* The shortest digits that read back as the same number, as string() has them. */
void cel_print_double(struct buf *out, double number);

/* The text of a value that has no literal: what its maker takes. No text for any other. */
struct bytes cel_plain_text(struct arena *owner, struct cel_value value);

/* Cuts what was printed since `begin` behind so many characters, and says so with `...`. */
void cel_cut(struct buf *out, size_t begin, size_t most);

struct cel_value cel_optional(struct eval *eval, const struct cel_value *value);

/*
 * A list in the order of its keys, of which there is one for each item. An error unless they are
 * all of one kind that has an order.
 */
struct cel_value cel_sorted(struct eval *eval, struct cel_value list, struct cel_value keys);

#define ROWS(rows) \
	{ \
		.functions = (rows), .count = sizeof(rows) / sizeof *(rows) \
	}

#endif
