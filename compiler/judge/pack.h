/*
 * Rule packs: the project's own and those that are shipped, their expressions compiled once.
 *
 *   rule_set_read   documents of kind RulePack → rules; read-only then, for all threads
 *
 * SPEC §5.1.
 */
#ifndef LEME_JUDGE_PACK_H
#define LEME_JUDGE_PACK_H

#include "finding.h"

struct rule_expression {
	const struct value *scalar; /* NULL: there is none */
	const struct cel_program *program;
};

struct rule_variable {
	struct bytes name;
	struct rule_expression expression;
};

/* The variables of a pack that can be worked out in one scope: those that name nothing else. */
struct rule_variables {
	ARRAY(struct rule_variable);
};

struct native_row;

struct rule {
	struct bytes id;   /* PACK/NAME */
	struct bytes name; /* its own */
	enum rule_scope each;
	enum level level;
	bool ignores; /* failurePolicy: an error is no failure */
	bool shipped;
	struct span at;      /* its name; of a shipped one what names the pack in the catalogue */
	struct span name_at; /* in the pack, be it shipped or not */
	struct rule_expression when, expression, message_expression;
	struct rule_expression gate;    /* see known.h; or without program */
	struct rule_expression fix;     /* the text for the finding's place; null: take that out */
	const struct native_row *judge; /* in the place of the expression; or NULL */
	/* In the reader's language, as is message_expression, where the rule has a translation. */
	struct bytes message, hint, why, bad, good;
	/* In English, whoever reads. */
	struct rule_expression plain_expression;
	struct bytes plain_message;
	const struct rule_variables *variables;
	bool when_is_alike, is_alike; /* see known.h */
	const struct value *tests;    /* a list, or NULL */
};

struct rule_set {
	ARRAY(const struct rule *); /* in the order of packs, then of the file */
	struct texts files;         /* of the project, that `files` is asked for, each once */
};

/*
 * False, after diags: what CEL refuses, at its place in the pack's file; files that are not named
 * by a literal (`rules/files`) or that no project may have; two rules of one id
 * (`rules/same-rule`). Texts are read in the language that is chosen at the time.
 */
bool rule_set_read(struct arena *run, const struct catalog *catalog,
	const struct pack_documents *documents, struct rule_set *set, struct diags *d) MUST_USE;

/* The number of a rule, or SIZE_MAX. */
size_t rule_set_find(const struct rule_set *set, struct bytes id);

/*
 * `rules/unknown-rule`: no rule has the id; names the shipped pack that would have it, or the
 * nearest. Returns false.
 */
bool rule_unknown(const struct rule_set *set, struct bytes id, struct span at, struct diags *d);

#endif
