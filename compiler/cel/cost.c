/*
 * What a call costs as Kubernetes counts it: cel-go's interpreter/runtimecost.go and the estimator
 * of Kubernetes' libraries, apiserver pkg/cel/library/cost.go. Names, fields, lists and maps are
 * counted where they are evaluated.
 */
#include "eval.h"

#include "base/message.h"
#include "base/utf8.h"
#include "notation/notation.h"

/* What a call's cost depends on. */
enum formula {
	FLAT,            /* 1 */
	FIRST,           /* a walk over the first argument's characters */
	FIRST_TWICE,     /* and one over what is made of it */
	RESULT_TWICE,    /* two walks over the result */
	SUM,             /* a walk over both */
	SMALLER,         /* a walk over the smaller */
	PRODUCT,         /* of a walk over each */
	PATTERN,         /* a text times a pattern */
	ITEMS_OF_FIRST,  /* all items of the list; characters of a text */
	ITEMS_OF_SECOND, /* all items */
	PAIRS,           /* each item of one with each of the other */
	PAIRS_TWICE,     /* likewise, there and back */
	FORMAT,          /* a text times the format's pattern */
	BYTES_OF_FIRST,  /* a walk over the first argument, if it is bytes */
};

/* The names stand in the rows, so that none is to be relocated at each start. */
static const struct {
	char name[20];
	enum formula formula;
} formulas[] = {
	{ "startsWith", FIRST },
	{ "endsWith", FIRST },
	{ "bytes", FIRST },
	{ "strings.quote", FIRST },
	{ "format", FIRST },
	{ "lowerAscii", FIRST },
	{ "upperAscii", FIRST },
	{ "substring", FIRST },
	{ "trim", FIRST },
	{ "jsonpatch.escapeKey", FIRST },
	{ "url", FIRST },
	{ "isURL", FLAT },
	{ "ip", FIRST },
	{ "isIP", FIRST },
	{ "cidr", FIRST },
	{ "isCIDR", FIRST },
	{ "quantity", FIRST },
	{ "isQuantity", FIRST },
	{ "semver", FIRST },
	{ "isSemver", FIRST },
	{ "replace", FIRST_TWICE },
	{ "split", FIRST_TWICE },
	{ "ip.isCanonical", FIRST_TWICE },
	{ "join", RESULT_TWICE },
	{ "_+_", SUM },
	{ "_==_", SMALLER },
	{ "_!=_", SMALLER },
	{ "_<_", SMALLER },
	{ "_<=_", SMALLER },
	{ "_>_", SMALLER },
	{ "_>=_", SMALLER },
	{ "contains", PRODUCT },
	{ "matches", PATTERN },
	{ "find", PATTERN },
	{ "findAll", PATTERN },
	{ "isSorted", ITEMS_OF_FIRST },
	{ "sum", ITEMS_OF_FIRST },
	{ "min", ITEMS_OF_FIRST },
	{ "max", ITEMS_OF_FIRST },
	{ "indexOf", ITEMS_OF_FIRST },
	{ "lastIndexOf", ITEMS_OF_FIRST },
	{ "includes", ITEMS_OF_FIRST },
	{ "@in", ITEMS_OF_SECOND },
	{ "sets.contains", PAIRS },
	{ "sets.intersects", PAIRS },
	{ "sets.equivalent", PAIRS_TWICE },
	{ "validate", FORMAT },
	{ "string", BYTES_OF_FIRST },
};

enum { TENTH = 10 };

/* Characters of a text, bytes, items or entries; 1 for anything else. */
static uint64_t size_of(struct cel_value value)
{
	switch (value.kind) {
	case CEL_STRING:
		return utf8_length(cel_text(value));
	case CEL_BYTES:
	case CEL_LIST:
	case CEL_MAP:
		return value.len;
	default:
		return 1;
	}
}

/* A tenth for each character, rounded up. */
static uint64_t walk(uint64_t size)
{
	return (size + TENTH - 1) / TENTH;
}

static uint64_t quarter(uint64_t size)
{
	return (size + 3) / 4;
}

static bool is_text(struct cel_value value)
{
	return value.kind == CEL_STRING || value.kind == CEL_BYTES;
}

static uint64_t smaller(struct cel_value a, struct cel_value b)
{
	/* Of few bytes, but not of none, are few characters, which need not be counted. */
	if (is_text(a) && is_text(b) && a.len && b.len && (a.len <= TENTH || b.len <= TENTH))
		return 1;
	uint64_t one = size_of(a), other = size_of(b);
	return walk(one < other ? one : other);
}

/* The lengths of the patterns that Kubernetes gives for its formats. */
static uint64_t format_pattern(const struct format *format)
{
	static const struct {
		const char *name;
		uint64_t length;
	} patterns[] = { { "dns1123Label", 30 }, { "dns1123Subdomain", 60 }, { "dns1035Label", 30 },
		{ "qualifiedName", 60 }, { "dns1123LabelPrefix", 30 },
		{ "dns1123SubdomainPrefix", 60 }, { "dns1035LabelPrefix", 30 },
		{ "labelValue", 40 } };
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		if (strcmp(format_name(format), patterns[i].name) == 0)
			return patterns[i].length;
	return 60;
}

uint8_t cost_formula(struct bytes name)
{
	for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
		if (bytes_is(name, formulas[i].name))
			return (uint8_t)formulas[i].formula;
	return FLAT;
}

bool is_pattern_formula(uint8_t formula)
{
	return formula == PATTERN;
}

uint64_t call_cost(
	uint8_t formula, const struct cel_value *args, size_t count, struct cel_value result)
{
	if (formula == FLAT || count == 0)
		return 1;
	struct cel_value second = count > 1 ? args[1] : args[0];
	switch ((enum formula)formula) {
	case FIRST:
		return walk(size_of(args[0]));
	case FIRST_TWICE:
		return walk(2 * size_of(args[0]));
	case RESULT_TWICE:
		return walk(2 * size_of(result));
	case SUM:
		return is_text(args[0]) ? walk(size_of(args[0]) + size_of(second)) : 1;
	case SMALLER:
		return smaller(args[0], second);
	case PRODUCT:
		return walk(size_of(args[0])) * walk(size_of(second));
	case PATTERN:
		return walk(size_of(args[0]) + 1) * quarter(size_of(second));
	case ITEMS_OF_FIRST:
		return is_text(args[0]) ? walk(size_of(args[0])) : size_of(args[0]);
	case ITEMS_OF_SECOND:
		return second.kind == CEL_LIST ? size_of(second) : 1;
	case PAIRS:
		return 1 + size_of(args[0]) * size_of(second);
	case PAIRS_TWICE:
		return 1 + 2 * size_of(args[0]) * size_of(second);
	case FORMAT:
		return walk(size_of(second) + 1) * quarter(format_pattern(args[0].opaque));
	case BYTES_OF_FIRST:
		return args[0].kind == CEL_BYTES ? walk(size_of(args[0])) : 1;
	default:
		return 1;
	}
}

const char *call_cost_words(const struct function *function, struct bytes name)
{
	static const char *const words[] = {
		[FLAT] = "1",
		[FIRST] = N_("1 for every 10 characters"),
		[FIRST_TWICE] = N_("1 for every 5 characters"),
		[RESULT_TWICE] = N_("1 for every 5 characters of the result"),
		[SUM] = N_("1; of texts 1 for every 10 characters"),
		[SMALLER] = N_("1 for every 10 characters or items of the smaller"),
		[PRODUCT] = N_("a tenth of the characters times a tenth of the other's"),
		[PATTERN] = N_("a tenth of the characters times a quarter of the pattern's"),
		[ITEMS_OF_FIRST] = N_("1 for every item, or every 10 characters"),
		[ITEMS_OF_SECOND] = N_("1 for every item of a list; 1 for a map"),
		[PAIRS] = N_("1, and 1 for every pair of items"),
		[PAIRS_TWICE] = N_("1, and 2 for every pair of items"),
		[FORMAT] = N_("a tenth of the characters times a quarter of the format's pattern"),
		[BYTES_OF_FIRST] = "1",
	};
	enum formula formula = (enum formula)cost_formula(name);
	if (formula == BYTES_OF_FIRST && strstr(function->signature, "(bytes)"))
		formula = FIRST;
	return words[formula];
}
