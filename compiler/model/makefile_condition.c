#include "makefile_parts.h"

#include "base/message.h"

enum verdict { VERDICT_FALSE, VERDICT_TRUE, VERDICT_UNKNOWN, VERDICT_BAD };

struct deciding {
	struct makefile *makefile;
	struct make_text line; /* the whole conditional */
	struct make_text rest; /* behind its word */
	const struct make_fault *fault;
};

static enum verdict unknown(struct deciding *deciding, const struct make_fault *fault)
{
	deciding->fault = fault;
	return VERDICT_UNKNOWN;
}

/* Which GNU Make only sees if it comes to it. */
static enum verdict bad(struct deciding *deciding)
{
	const struct make_fault *maybe = make_maybe(deciding->makefile);
	if (maybe)
		return unknown(deciding, maybe);
	diag_error(deciding->makefile->d, make_trimmed_place(deciding->line), "make/syntax",
		N_("GNU Make cannot read this conditional"));
	return VERDICT_BAD;
}

static const struct bytes *expand(struct deciding *deciding, struct make_text text)
{
	struct make_spans used = { 0 };
	deciding->makefile->in_condition = true;
	const struct bytes *result = make_expand_now(
		deciding->makefile, text, &used, &deciding->fault);
	deciding->makefile->in_condition = false;
	return result;
}

/* --- what a file assigns ---------------------------------------------------------------------- */

/* `?=` and `+=` go on with what the environment has. */
static bool is_of_file(const struct make_assignment *assignment)
{
	return assignment->statement == MAKE_ASSIGNMENT && assignment->sign != MAKE_CONDITIONAL &&
		assignment->sign != MAKE_APPEND;
}

void make_note_assigned(struct makefile *makefile, const struct source *source)
{
	struct make_lines lines = make_lines_of(makefile->owner, source);
	struct make_text line;
	bool in_definition = false;
	while (make_lines_next(&lines, &line)) {
		bool tabbed = line.text.len && line.text.at[0] == makefile->recipe_prefix;
		make_folded(&lines);
		line = make_next(make_uncommented(&lines));
		struct make_assignment assignment = make_assignment_of(line, MAKE_AT_TOP);
		if (tabbed)
			continue;
		if (!in_definition && is_of_file(&assignment))
			names_set(&makefile->assigned,
				bytes_copy(makefile->owner, assignment.name.text), 1);
		in_definition = in_definition ? !bytes_is(make_word(&line).text, "endef")
					      : assignment.statement == MAKE_DEFINE;
	}
}

/* --- ifdef ------------------------------------------------------------------------------------ */

/* One that is defined as nothing counts as not defined. */
static enum verdict is_defined(struct deciding *deciding)
{
	const struct bytes *name = expand(deciding, deciding->rest);
	if (!name)
		return VERDICT_UNKNOWN;
	struct make_text rest = { .text = *name };
	struct make_text word = make_word(&rest);
	if (rest.text.len)
		return bad(deciding);
	const struct make_variable *variable = make_variable_find(deciding->makefile, word.text);
	const struct make_fault *fault = make_variable_fault(
		deciding->makefile, variable, word.text, make_trimmed_place(deciding->rest));
	if (!fault)
		return make_variable_text(variable).text.len ? VERDICT_TRUE : VERDICT_FALSE;
	return make_is_nothing_yet(deciding->makefile, variable, word.text, fault)
		? VERDICT_FALSE
		: unknown(deciding, fault);
}

/* --- ifeq ------------------------------------------------------------------------------------- */

/* The end of an operand that the character ends, outside brackets; the text's end if none does. */
static size_t operand_end(struct bytes text, char end)
{
	long depth = 0;
	size_t i = 0;
	if (end != ',' && end != ')') {
		const char *found = text.len ? memchr(text.at, end, text.len) : NULL;
		return found ? (size_t)(found - text.at) : text.len;
	}
	for (; i < text.len; i++) {
		if (text.at[i] == end && depth <= 0)
			break;
		depth += (text.at[i] == '(') - (text.at[i] == ')');
	}
	return i;
}

static struct make_text without_blanks_behind(struct make_text text)
{
	size_t end = text.text.len;
	while (end && make_is_blank(text.text.at[end - 1]))
		end--;
	return make_slice(text, 0, end);
}

/* `(a,b)`, `"a" "b"`, and the quotes of the two may differ. */
static bool split_operands(const struct deciding *deciding, struct make_text operands[2])
{
	struct make_text rest = deciding->rest;
	char open = rest.text.len ? rest.text.at[0] : ' ';
	if (open != '(' && open != '"' && open != '\'')
		return false;
	rest = make_slice(rest, 1, rest.text.len);
	size_t end = operand_end(rest.text, open == '(' ? ',' : open);
	if (end == rest.text.len)
		return false;
	operands[0] = make_slice(rest, 0, end);
	if (open == '(')
		operands[0] = without_blanks_behind(operands[0]);
	rest = make_next(make_slice(rest, end + 1, rest.text.len));
	if (open != '(') {
		open = rest.text.len ? rest.text.at[0] : ' ';
		if (open != '"' && open != '\'' && open != ')')
			return false;
		if (open != ')')
			rest = make_slice(rest, 1, rest.text.len);
	}
	end = operand_end(rest.text, open == '(' ? ')' : open);
	operands[1] = make_slice(rest, 0, end);
	return end < rest.text.len;
}

static enum verdict are_equal(struct deciding *deciding)
{
	struct make_text operands[2];
	if (!split_operands(deciding, operands))
		return bad(deciding);
	const struct bytes *one = expand(deciding, operands[0]);
	const struct make_fault *fault = deciding->fault;
	const struct bytes *other = expand(deciding, operands[1]);
	if (!one)
		deciding->fault = fault;
	if (!one || !other)
		return VERDICT_UNKNOWN;
	return bytes_equal(*one, *other) ? VERDICT_TRUE : VERDICT_FALSE;
}

/* --- levels ----------------------------------------------------------------------------------- */

enum word { WORD_IFDEF, WORD_IFNDEF, WORD_IFEQ, WORD_IFNEQ, WORD_ELSE, WORD_ENDIF, WORDS };

static enum word word_of(struct bytes text)
{
	static const char *const words[WORDS] = { "ifdef", "ifndef", "ifeq", "ifneq", "else",
		"endif" };
	for (int i = 0; i < WORDS; i++)
		if (bytes_is(text, words[i]))
			return (enum word)i;
	return WORDS;
}

bool make_skips(const struct makefile *makefile)
{
	for (size_t i = 0; i < makefile->levels.count; i++)
		if (makefile->levels.at[i].state != LEVEL_READ)
			return true;
	return false;
}

const struct make_fault *make_maybe(const struct makefile *makefile)
{
	for (size_t i = 0; i < makefile->levels.count; i++)
		if (makefile->levels.at[i].maybe)
			return makefile->levels.at[i].maybe;
	return makefile->maybe;
}

static enum verdict decide(struct deciding *deciding, enum word word)
{
	enum verdict verdict = word <= WORD_IFNDEF ? is_defined(deciding) : are_equal(deciding);
	bool turned = word == WORD_IFNDEF || word == WORD_IFNEQ;
	if (verdict == VERDICT_UNKNOWN)
		deciding->fault = make_fault_new(deciding->makefile, FAULT_CONDITION,
			make_trimmed_place(deciding->line), BYTES(""),
			make_fault_deciding(deciding->makefile, deciding->fault));
	if (!turned || verdict > VERDICT_TRUE)
		return verdict;
	return verdict == VERDICT_TRUE ? VERDICT_FALSE : VERDICT_TRUE;
}

/* Nothing is expanded where lines are skipped anyway. */
static bool push(struct deciding *deciding, enum word word)
{
	struct makefile *makefile = deciding->makefile;
	struct make_level level = { .state = LEVEL_SKIP };
	if (!make_skips(makefile)) {
		enum verdict verdict = decide(deciding, word);
		if (verdict == VERDICT_BAD)
			return false;
		level.state = verdict == VERDICT_FALSE ? LEVEL_SKIP : LEVEL_READ;
		level.maybe = verdict == VERDICT_UNKNOWN ? deciding->fault : NULL;
	}
	*array_push(makefile->owner, &makefile->levels) = level;
	return true;
}

static bool extra(const struct deciding *deciding, const char *text)
{
	return diag_error(deciding->makefile->d, make_trimmed_place(deciding->line), "make/syntax",
		"%s", _(text));
}

static void turn(struct make_level *level)
{
	if (level->maybe)
		level->state = level->surely_done ? LEVEL_DONE : LEVEL_READ;
	else if (level->state == LEVEL_READ)
		level->state = LEVEL_DONE;
	else if (level->state == LEVEL_SKIP)
		level->state = LEVEL_READ;
}

/* `else ifeq …`: a condition of its own for what is left to be decided. */
static bool turn_on_condition(struct deciding *deciding, struct make_level *level)
{
	struct make_text rest = deciding->rest;
	enum word word = word_of(make_word(&rest).text);
	if (word >= WORD_ELSE)
		return true; /* GNU Make says a word and goes on */
	if (make_skips(deciding->makefile))
		return true;
	deciding->rest = rest;
	enum verdict verdict = decide(deciding, word);
	if (verdict == VERDICT_FALSE)
		level->state = LEVEL_SKIP;
	if (verdict == VERDICT_UNKNOWN && !level->maybe)
		level->maybe = deciding->fault;
	level->surely_done = level->maybe && verdict == VERDICT_TRUE;
	return verdict != VERDICT_BAD;
}

static bool take_else(struct deciding *deciding)
{
	struct make_levels *levels = &deciding->makefile->levels;
	if (!levels->count)
		return extra(deciding, N_("this 'else' belongs to no conditional"));
	struct make_level *level = &levels->at[levels->count - 1];
	if (level->seen_else)
		return extra(deciding, N_("this conditional has an 'else' already"));
	turn(level);
	if (deciding->rest.text.len)
		return turn_on_condition(deciding, level);
	level->seen_else = true;
	return true;
}

static bool take_endif(struct deciding *deciding)
{
	struct make_levels *levels = &deciding->makefile->levels;
	if (!levels->count)
		return extra(deciding, N_("this 'endif' belongs to no conditional"));
	levels->count--;
	return true;
}

enum make_condition make_condition_line(struct makefile *makefile, struct make_text line)
{
	struct deciding deciding = { makefile, line, make_next(line), NULL };
	enum word word = word_of(make_word(&deciding.rest).text);
	if (word == WORDS)
		return NO_CONDITION;
	bool good = word == WORD_ELSE ? take_else(&deciding)
		: word == WORD_ENDIF  ? take_endif(&deciding)
				      : push(&deciding, word);
	return good ? CONDITION_TAKEN : CONDITION_BAD;
}
