#include "known.h"
#include "native.h"
#include "pack.h"

#include "base/message.h"
#include "base/nearest.h"

#include <assert.h>

struct reader {
	struct arena *run;
	const struct cel_env *envs[RULE_SCOPES]; /* made when they are needed */
	const struct catalog *catalog;
	const struct pack_document *pack;
	struct rule_variables *variables[RULE_SCOPES]; /* NULL: the pack has no such rule */
	const struct cel_env *with_variables[RULE_SCOPES];
	struct rule_set *set;
	struct names files; /* those that the set has already */
	struct diags *d;
	bool good;
};

static const struct value *key(const struct value *map, const char *name)
{
	return value_get(map, bytes_of(name));
}

static struct bytes text_of(const struct value *map, const char *name)
{
	const struct value *value = key(map, name);
	return value ? value->text : (struct bytes){ 0 };
}

/* --- expressions ------------------------------------------------------------------------------ */

/* Diags of CEL come with places in the scalar's text. */
static void settle(const struct value *scalar, struct diags *d, size_t before)
{
	for (size_t i = before; i < d->count; i++) {
		struct span *at = &d->at[i]->at;
		*at = value_place(scalar, at->begin, at->end);
	}
}

/* Of what may be another map nothing is refused. */
static bool take_file(struct reader *reader, const struct cel_program *program,
	const struct cel_use *use, struct diags *d)
{
	struct diags unheard = diags_new(reader->run);
	struct span at = cel_place(program, use->begin, use->end);
	struct diags *heard = use->certain ? d : &unheard;
	if (!use->literal)
		return diag_error(heard, at, "rules/files",
			       N_("a file is asked for by its name, as a literal: "
				  "files['NAME']")) ||
			!use->certain;
	if (!folder_path_allowed(use->key, at, heard))
		return !use->certain;
	if (!names_set(&reader->files, use->key, 1))
		*array_push(reader->run, &reader->set->files) = use->key;
	return true;
}

static bool take_files(struct reader *reader, const struct cel_program *program, struct diags *d)
{
	struct cel_uses uses = { 0 };
	bool good = true;
	cel_uses_of(reader->run, program, EVIDENCE_FILES, (struct bytes){ 0 }, &uses);
	cel_uses_of(reader->run, program, EVIDENCE_BASE, BYTES("files"), &uses);
	for (size_t i = 0; i < uses.count; i++)
		good = take_file(reader, program, &uses.at[i], d) && good;
	return good;
}

static bool compile(struct reader *reader, const struct cel_env *env, const struct value *scalar,
	const struct cel_type *wanted, struct rule_expression *expression, struct diags *d)
{
	size_t before = d->count;
	*expression = (struct rule_expression){ .scalar = scalar };
	if (!scalar)
		return true;
	struct span at = { scalar->at.source, 0, (uint32_t)scalar->text.len };
	expression->program = cel_compile(reader->run, env, scalar->text, at, d);
	bool good = expression->program && cel_program_gives(expression->program, wanted, d) &&
		take_files(reader, expression->program, d);
	settle(scalar, d, before);
	return good;
}

static const struct cel_env *scope_env(struct reader *reader, enum rule_scope each)
{
	if (!reader->envs[each])
		reader->envs[each] = evidence_env(reader->run, reader->catalog, each);
	return reader->envs[each];
}

/* --- variables -------------------------------------------------------------------------------- */

/* Of a faulty one nothing is known. */
static const struct cel_type *type_of(const struct rule_variable *variable)
{
	const struct cel_program *program = variable->expression.program;
	return program ? cel_program_type(program) : cel_type_dyn();
}

static void see_variables(struct reader *reader, enum rule_scope each)
{
	const struct rule_variables *variables = reader->variables[each];
	struct cel_field *fields = arena_array_of(reader->run, struct cel_field, variables->count);
	for (size_t i = 0; i < variables->count; i++)
		fields[i] = (struct cel_field){ variables->at[i].name, type_of(&variables->at[i]) };
	reader->with_variables[each] = cel_env_retyped(reader->run, scope_env(reader, each),
		EVIDENCE_VARIABLES, cel_type_record(reader->run, fields, variables->count, NULL));
}

static void add_variable(
	struct reader *reader, enum rule_scope each, const struct rule_variable *variable)
{
	*array_push(reader->run, reader->variables[each]) = *variable;
	see_variables(reader, each);
}

static bool compile_variable(struct reader *reader, enum rule_scope each, const struct value *value,
	struct rule_variable *variable, struct diags *d)
{
	variable->name = text_of(value, "name");
	return compile(reader, reader->with_variables[each], key(value, "expression"),
		cel_type_dyn(), &variable->expression, d);
}

/*
 * It is not there in a scope that has not what it names. What none of the pack's scopes can work
 * out is wrong; the last of them says why, and what uses it is not blamed.
 */
static void read_variable(struct reader *reader, const struct value *value)
{
	struct diags unheard = diags_new(reader->run);
	struct rule_variable variable;
	size_t last = RULE_SCOPES;
	bool found = false;
	for (size_t each = 0; each < RULE_SCOPES; each++) {
		if (!reader->variables[each])
			continue;
		last = each;
		if (!compile_variable(reader, each, value, &variable, &unheard))
			continue;
		add_variable(reader, each, &variable);
		found = true;
	}
	if (found || last == RULE_SCOPES)
		return;
	reader->good = compile_variable(reader, last, value, &variable, reader->d) && reader->good;
	variable.expression.program = NULL;
	for (size_t each = 0; each < RULE_SCOPES; each++)
		if (reader->variables[each])
			add_variable(reader, each, &variable);
}

/* --- rules ------------------------------------------------------------------------------------ */

static size_t choice(struct bytes text, const char *const *names, size_t count, size_t standard)
{
	for (size_t i = 0; text.at && i < count; i++)
		if (bytes_is(text, names[i]))
			return i;
	return standard;
}

static enum rule_scope scope_of(const struct value *rule)
{
	return (enum rule_scope)choice(
		text_of(rule, "each"), rule_scope_names, RULE_SCOPES, EACH_CATALOG);
}

static const struct value *portuguese(const struct value *rule)
{
	const struct value *translations = key(rule, "translations");
	return translations ? key(translations, "pt-BR") : NULL;
}

/* As the reader would have it said. */
static struct bytes told(const struct value *rule, const char *name)
{
	const struct value *translation = message_language_chosen() == LANGUAGE_PORTUGUESE
		? portuguese(rule)
		: NULL;
	const struct value *text = translation ? key(translation, name) : NULL;
	return text ? text->text : text_of(rule, name);
}

static void take_texts(struct rule *rule, const struct value *value)
{
	rule->message = told(value, "message");
	rule->plain_message = text_of(value, "message");
	rule->hint = told(value, "hint");
	rule->why = told(value, "why");
	rule->bad = told(value, "bad");
	rule->good = told(value, "good");
	rule->tests = key(value, "tests");
}

/* All languages are compiled, since what is wrong must not depend on who reads it. */
static bool compile_message(struct reader *reader, const struct cel_env *env, struct rule *rule,
	const struct value *value)
{
	const struct cel_type *text = cel_type_of(CEL_STRING);
	const struct value *translation = portuguese(value);
	const struct value *scalar = translation ? key(translation, "messageExpression") : NULL;
	struct rule_expression other;
	bool good = compile(reader, env, key(value, "messageExpression"), text,
		&rule->message_expression, reader->d);
	good = compile(reader, env, scalar, text, &other, reader->d) && good;
	rule->plain_expression = rule->message_expression;
	if (scalar && message_language_chosen() == LANGUAGE_PORTUGUESE)
		rule->message_expression = other;
	return good;
}

static void compile_rule(struct reader *reader, struct rule *rule, const struct value *value)
{
	const struct cel_type *truth = cel_type_of(CEL_BOOL);
	const struct cel_env *env = reader->with_variables[rule->each];
	rule->variables = reader->variables[rule->each];
	bool good = compile(reader, env, key(value, "when"), truth, &rule->when, reader->d);
	good = compile(reader, env, key(value, "expression"), truth, &rule->expression,
		       reader->d) &&
		good;
	good = compile_message(reader, env, rule, value) && good;
	good = compile(reader, env, key(value, "fix"), cel_type_dyn(), &rule->fix, reader->d) &&
		good;
	reader->good = reader->good && good;
	if (reader->good)
		rule_sees(reader->run, rule);
}

static bool is_first(struct reader *reader, const struct rule *rule)
{
	size_t number = rule_set_find(reader->set, rule->id);
	if (number == SIZE_MAX)
		return true;
	diag_error(reader->d, rule->at, "rules/same-rule",
		N_("another rule is called '" BYTES_FMT "'"), BYTES_ARG(rule->id));
	diag_related(reader->d, reader->set->at[number]->at, N_("the other one"));
	return false;
}

static void read_rule(struct reader *reader, const struct value *value)
{
	const struct value *document = reader->pack->document, *name = key(value, "name");
	struct rule *rule = arena_new_of(reader->run, struct rule);
	struct bytes failure = text_of(value, "failurePolicy");
	rule->name = name->text;
	rule->id = bytes_join(reader->run, text_of(document, "name"), BYTES("/"), name->text);
	rule->shipped = reader->pack->shipped;
	rule->at = rule->shipped ? reader->pack->at : name->at;
	rule->name_at = name->at;
	rule->each = scope_of(value);
	rule->level = (enum level)choice(
		text_of(value, "level"), level_names, LEVEL_ERROR + 1, LEVEL_ERROR);
	rule->ignores = bytes_is(
		failure.at ? failure : text_of(document, "failurePolicy"), "Ignore");
	rule->judge = native_find(text_of(value, "judge"));
	assert(!key(value, "judge") == !rule->judge);
	assert(!key(value, "expression") != !rule->judge);
	take_texts(rule, value);
	compile_rule(reader, rule, value);
	if (is_first(reader, rule))
		*array_push(reader->run, reader->set) = rule;
	else
		reader->good = false;
}

/* The variables are those of the scopes that the pack's rules have. */
static void read_variables(struct reader *reader)
{
	const struct value *rules = key(reader->pack->document, "rules");
	const struct value *list = key(reader->pack->document, "variables");
	for (size_t i = 0; i < RULE_SCOPES; i++)
		reader->variables[i] = NULL;
	for (size_t i = 0; i < rules->count; i++) {
		enum rule_scope each = scope_of(rules->items[i]);
		if (reader->variables[each])
			continue;
		reader->variables[each] = arena_new_of(reader->run, struct rule_variables);
		see_variables(reader, each);
	}
	for (size_t i = 0; list && i < list->count; i++)
		read_variable(reader, list->items[i]);
}

static void read_pack(struct reader *reader, const struct pack_document *pack)
{
	const struct value *rules = key(pack->document, "rules");
	reader->pack = pack;
	read_variables(reader);
	for (size_t i = 0; i < rules->count; i++)
		read_rule(reader, rules->items[i]);
}

bool rule_set_read(struct arena *run, const struct catalog *catalog,
	const struct pack_documents *documents, struct rule_set *set, struct diags *d)
{
	struct reader reader = { .run = run,
		.catalog = catalog,
		.set = set,
		.files = { .owner = run },
		.d = d,
		.good = true };
	*set = (struct rule_set){ 0 };
	for (size_t i = 0; i < documents->count; i++)
		read_pack(&reader, &documents->at[i]);
	return reader.good;
}

size_t rule_set_find(const struct rule_set *set, struct bytes id)
{
	for (size_t i = 0; i < set->count; i++)
		if (bytes_equal(set->at[i]->id, id))
			return i;
	return SIZE_MAX;
}

static bool pack_has(const struct value *pack, struct bytes id)
{
	const struct value *rules = key(pack, "rules");
	struct bytes name = id, of;
	bytes_cut(&name, '/', &of);
	for (size_t i = 0; i < rules->count; i++)
		if (bytes_equal(text_of(rules->items[i], "name"), name))
			return true;
	return false;
}

/* The newest edition of a shipped pack that has the rule, or NULL. */
static const struct shipped_pack *shipped_with(struct arena *owner, struct bytes id)
{
	const struct shipped_pack *found = NULL;
	for (size_t i = 0; i < shipped_pack_count; i++) {
		struct diags unheard = diags_new(owner);
		struct bytes begin = bytes_print(owner, "%s/", shipped_packs[i].name);
		const struct value *pack = bytes_begins(id, begin)
			? shipped_pack_read(owner, &shipped_packs[i], &unheard)
			: NULL;
		if (pack && pack_has(pack, id))
			found = &shipped_packs[i];
	}
	return found;
}

bool rule_unknown(const struct rule_set *set, struct bytes id, struct span at, struct diags *d)
{
	struct texts known = { 0 };
	for (size_t i = 0; i < set->count; i++)
		*array_push(d->owner, &known) = set->at[i]->id;
	diag_error(
		d, at, "rules/unknown-rule", N_("there is no rule '" BYTES_FMT "'"), BYTES_ARG(id));
	const struct shipped_pack *shipped = shipped_with(d->owner, id);
	if (shipped)
		diag_hint(d,
			N_("it is in 'builtin:%s@%u', which 'rules' of leme.yaml does not "
			   "name"),
			shipped->name, shipped->edition);
	else
		diag_suggest(d, id, known.at, known.count);
	return false;
}
