/*
 * Holding parts against values. A first round only looks for the answer, stops at the first fault
 * and takes no memory; only if there is a fault a second one collects all of them, and tries
 * alternatives again to say why they do not fit. Internal to schema/.
 */
#ifndef LEME_SCHEMA_CHECK_H
#define LEME_SCHEMA_CHECK_H

#include "part.h"

#include "base/buf.h"

/* One check of one value. */
struct run {
	struct arena *owner;
	struct violations *found; /* NULL: only the answer counts */
	size_t steps;             /* that are left */
	unsigned depth;
	bool stopped; /* at a limit: whatever comes back now is no answer */
	struct violation stop;
};

/* A part that is being held against a value; the chain of them is the dynamic scope. */
struct frame {
	const struct frame *above;
	const struct part *part;
	const struct value *value;
	const struct entry *entry; /* by which the value was reached from the one above … */
	size_t item;               /* … or its place in a list + 1; neither: the same value */
};

/* Which entries or items of a value some schema has evaluated. */
struct marks {
	uint64_t *at;
	uint64_t few[4];
};

static inline void marks_set(struct marks *marks, size_t i)
{
	if (marks)
		marks->at[i / 64] |= (uint64_t)1 << i % 64;
}

static inline bool marks_has(const struct marks *marks, size_t i)
{
	return marks->at[i / 64] >> i % 64 & 1;
}

/* The whole numbers below it are all different as doubles. */
#define EXACT 9007199254740992.0

static inline bool is_whole(double number)
{
	if (number - number != 0)
		return false;
	return number >= EXACT || number <= -EXACT || number == (double)(int64_t)number;
}

/* What a value is: one of the kinds. */
static inline unsigned kind_of(const struct value *value)
{
	static const uint8_t kinds[] = {
		[VALUE_NULL] = KIND_NULL,
		[VALUE_BOOL] = KIND_BOOL,
		[VALUE_INT] = KIND_INTEGER,
		[VALUE_FLOAT] = KIND_FRACTION,
		[VALUE_STRING] = KIND_STRING,
		[VALUE_LIST] = KIND_LIST,
		[VALUE_MAP] = KIND_MAP,
	};
	if (value->kind == VALUE_FLOAT && is_whole(value->number))
		return KIND_INTEGER;
	return kinds[value->kind];
}

/* --- check.c ---------------------------------------------------------------------------------- */

/* Whether the frame's value is as its part says. Marks, if any, get what is evaluated. */
bool part_check(struct run *run, const struct frame *frame, struct marks *marks) MUST_USE;

/* A part for an entry or item of the frame's value. */
bool entry_check(struct run *run, const struct frame *frame, const struct part *part,
	const struct entry *entry) MUST_USE;
bool item_check(
	struct run *run, const struct frame *frame, const struct part *part, size_t item) MUST_USE;

/* Another part for the frame's own value. */
bool same_check(struct run *run, const struct frame *frame, const struct part *part,
	struct marks *marks) MUST_USE;

/* The same, where not to fit is no fault: nothing is said, and marks only come of what fits. */
bool same_try(struct run *run, const struct frame *frame, const struct part *part,
	struct marks *marks) MUST_USE;

/* Marks for what is in a value, none set. */
void marks_new(struct run *run, const struct value *value, struct marks *marks);

/* --- equal.c ---------------------------------------------------------------------------------- */

/* Equal as JSON data; numbers are doubles. */
bool same_data(struct arena *scratch, const struct value *a, const struct value *b);

/* The first item that is there before, and which one that is; false if all are different. */
bool find_repeated(struct arena *owner, const struct value *list, size_t *first, size_t *again);

/* --- decimal.c -------------------------------------------------------------------------------- */

/* Whether one number is a whole multiple of the other, both as their shortest decimals. */
bool is_multiple(double number, double divisor);

/* --- the keywords ----------------------------------------------------------------------------- */

typedef bool keyword_check(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks);

keyword_check check_type, check_const, check_enum;
keyword_check check_multiple, check_maximum, check_minimum;
keyword_check check_max_length, check_min_length, check_pattern, check_format;
keyword_check check_max_items, check_min_items, check_unique, check_sequence, check_contains;
keyword_check check_max_keys, check_min_keys, check_members, check_names, check_dependents;
keyword_check check_reference, check_all, check_any, check_one, check_not, check_conditional;
keyword_check check_unevaluated;

/* --- say.c: what is said of a fault ----------------------------------------------------------- */

/*
 * Adds a violation at the frame's value and returns it, to be given a text; NULL in a round that
 * only looks for the answer, or when there are enough. Without a rule it is the part itself.
 */
struct violation *violation_add(
	struct run *run, const struct frame *frame, const struct rule *rule);

/* The path to the frame's value: `a.b[0]`, `.` for all of it. */
struct bytes path_of(struct arena *owner, const struct frame *frame);

/* Puts a text together; the format has been translated. Returns false. */
bool violation_say(struct run *run, struct violation *violation, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void violation_hint(struct run *run, struct violation *violation, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A kind in words: "a text". */
const char *kind_name(unsigned kind);

/* Several: "a text or a number". */
struct bytes kinds_names(struct arena *owner, unsigned kinds);

/* What the schema says, as short JSON. */
struct bytes shown(struct arena *owner, const struct value *value);

/* The text that is nearest to a word, if it may be what was meant. */
struct bytes near_text(struct bytes word, const struct texts *texts);

/* A value that a part `false` lets nobody have. */
bool refuse_any(struct run *run, const struct frame *frame);

/* A key that is out of those that are allowed; near ones come from the members, if any. */
bool refuse_entry(struct run *run, const struct frame *frame, const struct rule *rule,
	const struct entry *entry, const struct members *members);

/* Why none of the alternatives of anyOf or oneOf fits. */
bool refuse_all(struct run *run, const struct frame *frame, const struct rule *rule);

/* The check is given up: all calls return as fast as they can. Returns false. */
bool stop_check(struct run *run, const struct frame *frame, const char *text);

#endif
