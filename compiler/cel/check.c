#include "check.h"

#include "base/message.h"
#include "base/nearest.h"

#include <stdarg.h>

/* --- faults ----------------------------------------------------------------------------------- */

const struct cel_type *check_fault(struct checker *checker, const char *id, uint32_t begin,
	uint32_t end, const char *format, ...)
{
	struct buf text = buf_new(checker->owner);
	va_list args;
	va_start(args, format);
	buf_vprint(&text, _(format), args);
	va_end(args);
	checker->good = diag_error(checker->d, cel_place(checker->program, begin, end), id,
		BYTES_FMT, BYTES_ARG(buf_bytes(&text)));
	return cel_type_dyn();
}

struct bytes check_shown(const struct checker *checker, const struct cel_type *type)
{
	struct buf out = buf_new(checker->owner);
	cel_type_print(&out, type);
	return buf_bytes(&out);
}

bool check_is(struct checker *checker, const struct expr *node, const struct cel_type *type,
	enum cel_kind kind, struct bytes sign)
{
	if (type_is_dyn(type) || type->loose || type->kind == kind)
		return true;
	struct bytes wanted = check_shown(checker, cel_type_of(kind));
	wanted.len = bytes_find(wanted, BYTES("("), 0);
	struct bytes got = check_shown(checker, type);
	check_fault(checker, "cel/type", node->begin, node->end,
		N_("'" BYTES_FMT "' wants " BYTES_FMT " here, not " BYTES_FMT), BYTES_ARG(sign),
		BYTES_ARG(wanted), BYTES_ARG(got));
	return false;
}

void check_since(
	struct checker *checker, uint32_t begin, uint32_t end, struct bytes what, unsigned since)
{
	unsigned release = checker->env->options.portable;
	if (!release || since <= release)
		return;
	struct span at = cel_place(checker->program, begin, end);
	if (since == LEME_ONLY)
		diag_warning(checker->d, at, "cel/portable",
			N_("'" BYTES_FMT "' is not in Kubernetes"), BYTES_ARG(what));
	else
		diag_warning(checker->d, at, "cel/portable",
			N_("'" BYTES_FMT "' came with Kubernetes 1.%u"), BYTES_ARG(what), since);
}

enum { OPTIONALS_SINCE = 28 };

/* --- lists and maps --------------------------------------------------------------------------- */

/* What `?` before an item takes out of an optional. */
static const struct cel_type *unwrapped(
	struct checker *checker, const struct expr *item, const struct cel_type *type)
{
	check_since(checker, item->begin, item->end, BYTES("?"), OPTIONALS_SINCE);
	if (!check_is(checker, item, type, CEL_OPTIONAL, BYTES("?")))
		return cel_type_dyn();
	return type->kind == CEL_OPTIONAL ? type->args[0] : cel_type_dyn();
}

/* Kubernetes lets no list or map be written with items of several types. */
static const struct cel_type *join_item(struct checker *checker, const struct expr *item,
	const struct cel_type *before, const struct cel_type *type)
{
	const struct cel_type *both = type_join(checker->owner, before, type);
	if (both)
		return both;
	struct bytes one = check_shown(checker, before), other = check_shown(checker, type);
	if (checker->env->options.one_type)
		return check_fault(checker, "cel/type", item->begin, item->end,
			N_("this is " BYTES_FMT ", but what stands before it is " BYTES_FMT),
			BYTES_ARG(other), BYTES_ARG(one));
	if (checker->env->options.portable)
		diag_warning(checker->d, cel_place(checker->program, item->begin, item->end),
			"cel/portable",
			N_("Kubernetes wants one type for all: this is " BYTES_FMT
			   ", what stands before it " BYTES_FMT),
			BYTES_ARG(other), BYTES_ARG(one));
	return cel_type_dyn();
}

static const struct cel_type *check_item(
	struct checker *checker, struct expr *item, const struct cel_type *before, bool optional)
{
	const struct cel_type *type = check_node(checker, item);
	if (optional)
		type = unwrapped(checker, item, type);
	return join_item(checker, item, before, type);
}

static const struct cel_type *check_list(struct checker *checker, const struct expr *node)
{
	const struct cel_type *item = type_nothing();
	for (size_t i = 0; i < node->count; i++)
		item = check_item(checker, node->args[i], item, node->args[i]->optional_item);
	return cel_type_list(checker->owner, item);
}

static bool may_be_key(const struct checker *checker, const struct cel_type *type)
{
	return type_is_dyn(type) || type->kind == CEL_BOOL || type->kind == CEL_STRING ||
		type->kind == CEL_INT || type->kind == CEL_UINT ||
		(type->kind == CEL_DOUBLE && checker->env->options.dialect == CEL_KUBERNETES);
}

static const struct cel_type *check_map(struct checker *checker, const struct expr *node)
{
	const struct cel_type *key = type_nothing(), *value = key;
	for (size_t i = 0; i < node->count; i += 2) {
		struct expr *name = node->args[i];
		bool optional = name->optional_item;
		key = check_item(checker, name, key, false);
		if (!may_be_key(checker, key)) {
			struct bytes shown = check_shown(checker, key);
			key = check_fault(checker, "cel/type", name->begin, name->end,
				N_(BYTES_FMT " cannot be the key of a map"), BYTES_ARG(shown));
		}
		value = check_item(checker, node->args[i + 1], value, optional);
	}
	return cel_type_map(checker->owner, key, value);
}

/* Each field of a record has a type of its own. */
static const struct cel_type *check_record(struct checker *checker, const struct expr *node)
{
	for (size_t i = 1; i < node->count; i += 2)
		check_node(checker, node->args[i]);
	return cel_type_dyn();
}

/* --- fields and indices ----------------------------------------------------------------------- */

struct asked {
	struct bytes name;
	uint32_t begin, end; /* where the name stands */
};

static const struct cel_type *no_field(
	struct checker *checker, const struct cel_type *record, struct asked asked)
{
	struct texts names = { 0 };
	for (size_t i = 0; i < record->count; i++)
		*array_push(checker->owner, &names) = record->fields[i].name;
	struct bytes near = nearest(asked.name, names.at, names.count);
	check_fault(checker, "cel/field", asked.begin, asked.end,
		N_("there is no field '" BYTES_FMT "' here"), BYTES_ARG(asked.name));
	if (near.len)
		diag_hint(checker->d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	else if (record->count)
		diag_hint(checker->d, N_("there is " BYTES_FMT),
			BYTES_ARG(check_shown(checker, record)));
	return cel_type_dyn();
}

static const struct cel_type *field_of(
	struct checker *checker, const struct cel_type *record, struct asked asked)
{
	for (size_t i = 0; i < record->count; i++)
		if (bytes_equal(record->fields[i].name, asked.name))
			return record->fields[i].type;
	return record->rest ? record->rest : no_field(checker, record, asked);
}

/* The value of a field; from an optional, it is the field of what is in it. */
static const struct cel_type *field(
	struct checker *checker, const struct cel_type *of, struct asked asked)
{
	if (of->kind == CEL_OPTIONAL)
		of = of->args[0];
	if (of->kind == CEL_RECORD)
		return field_of(checker, of, asked);
	if (of->kind == CEL_MAP)
		return of->args[1];
	if (type_is_dyn(of))
		return cel_type_dyn();
	struct bytes shown = check_shown(checker, of);
	return check_fault(checker, "cel/field", asked.begin, asked.end,
		N_(BYTES_FMT " has no field '" BYTES_FMT "'"), BYTES_ARG(shown),
		BYTES_ARG(asked.name));
}

/* What a step gives if it, or the step before, may be absent. */
static const struct cel_type *stepped(struct checker *checker, const struct expr *node,
	const struct cel_type *of, const struct cel_type *type)
{
	if (node->optional)
		check_since(checker, node->at, node->end, BYTES("?"), OPTIONALS_SINCE);
	return node->optional || of->kind == CEL_OPTIONAL ? type_optional(checker->owner, type)
							  : type;
}

static const struct cel_type *check_select(struct checker *checker, const struct expr *node)
{
	const struct cel_type *of = check_node(checker, node->args[0]);
	struct asked asked = { node->name, node->at, node->test ? node->end - 1 : node->end };
	const struct cel_type *type = field(checker, of, asked);
	if (node->since)
		check_since(checker, node->at, node->end, BYTES("`"), node->since);
	return node->test ? cel_type_of(CEL_BOOL) : stepped(checker, node, of, type);
}

static const struct cel_type *wrong_index(struct checker *checker, const struct expr *node,
	const struct cel_type *of, const struct cel_type *index)
{
	struct bytes list = check_shown(checker, of), shown = check_shown(checker, index);
	return check_fault(checker, "cel/type", node->args[1]->begin, node->args[1]->end,
		N_(BYTES_FMT " takes no " BYTES_FMT " between its brackets"), BYTES_ARG(list),
		BYTES_ARG(shown));
}

static const struct cel_type *element(struct checker *checker, const struct expr *node,
	const struct cel_type *of, const struct cel_type *index)
{
	const struct expr *at = node->args[1];
	if (of->kind == CEL_OPTIONAL)
		of = of->args[0];
	if (of->kind == CEL_RECORD && at->kind == EXPR_CONST && index->kind == CEL_STRING)
		return field_of(
			checker, of, (struct asked){ cel_text(at->constant), at->begin, at->end });
	if (type_is_dyn(of) || of->kind == CEL_RECORD)
		return cel_type_dyn();
	if (of->kind == CEL_LIST)
		return type_is_number(index) || type_is_dyn(index)
			? of->args[0]
			: wrong_index(checker, node, of, index);
	if (of->kind == CEL_MAP)
		return type_may_equal(of->args[0], index) && index->kind != CEL_NULL
			? of->args[1]
			: wrong_index(checker, node, of, index);
	struct bytes shown = check_shown(checker, of);
	return check_fault(checker, "cel/type", node->args[0]->begin, node->args[0]->end,
		N_(BYTES_FMT " has no items"), BYTES_ARG(shown));
}

static const struct cel_type *check_index(struct checker *checker, const struct expr *node)
{
	const struct cel_type *of = check_node(checker, node->args[0]);
	const struct cel_type *index = check_node(checker, node->args[1]);
	return stepped(checker, node, of, element(checker, node, of, index));
}

/* --- logic ------------------------------------------------------------------------------------ */

static const struct cel_type *check_logic(struct checker *checker, const struct expr *node)
{
	struct bytes sign = node->kind == EXPR_AND ? BYTES("&&") : BYTES("||");
	for (size_t i = 0; i < node->count; i++)
		check_is(
			checker, node->args[i], check_node(checker, node->args[i]), CEL_BOOL, sign);
	return cel_type_of(CEL_BOOL);
}

static const struct cel_type *check_choice(struct checker *checker, const struct expr *node)
{
	const struct cel_type *condition = check_node(checker, node->args[0]);
	check_is(checker, node->args[0], condition, CEL_BOOL, BYTES("? :"));
	const struct cel_type *one = check_node(checker, node->args[1]);
	const struct cel_type *other = check_node(checker, node->args[2]);
	const struct cel_type *both = type_join(checker->owner, one, other);
	if (both)
		return both;
	if (one->kind == CEL_NULL || other->kind == CEL_NULL)
		return cel_type_dyn();
	struct bytes first = check_shown(checker, one), second = check_shown(checker, other);
	return check_fault(checker, "cel/type", node->args[2]->begin, node->args[2]->end,
		N_("this is " BYTES_FMT ", but what stands before ':' is " BYTES_FMT),
		BYTES_ARG(second), BYTES_ARG(first));
}

/* --- all -------------------------------------------------------------------------------------- */

static const struct cel_type *constant(struct checker *checker, const struct expr *node)
{
	enum cel_kind kind = (enum cel_kind)node->constant.kind;
	if (kind != CEL_TYPE)
		return cel_type_of(kind);
	const struct cel_type *named = cel_type_read(checker->owner, node->name);
	return named ? type_of_type(checker->owner, named) : cel_type_of(CEL_TYPE);
}

static const struct cel_type *check_ident(const struct checker *checker, const struct expr *node)
{
	return node->slot < 0 ? checker->locals[-1 - node->slot]
			      : checker->env->types.at[node->slot];
}

const struct cel_type *check_node(struct checker *checker, struct expr *node)
{
	switch (node->kind) {
	case EXPR_CONST:
		return constant(checker, node);
	case EXPR_UNKNOWN:
		return cel_type_dyn();
	case EXPR_IDENT:
		return check_ident(checker, node);
	case EXPR_SELECT:
		return check_select(checker, node);
	case EXPR_INDEX:
		return check_index(checker, node);
	case EXPR_CALL:
		return check_call(checker, node);
	case EXPR_LIST_OF:
		return check_list(checker, node);
	case EXPR_MAP_OF:
		return check_map(checker, node);
	case EXPR_RECORD_OF:
		return check_record(checker, node);
	case EXPR_AND:
	case EXPR_OR:
		return check_logic(checker, node);
	case EXPR_CHOICE:
		return check_choice(checker, node);
	default:
		return check_macro(checker, node);
	}
}

bool cel_check(struct arena *owner, struct cel_program *program, struct diags *d)
{
	struct checker checker = { .owner = owner,
		.program = program,
		.env = program->env,
		.d = d,
		.locals = arena_array_of(owner, const struct cel_type *, (size_t)program->locals),
		.good = true };
	program->type = program->env->options.unchecked ? cel_type_dyn()
							: check_node(&checker, program->root);
	return checker.good;
}

const struct cel_type *cel_program_type(const struct cel_program *program)
{
	return program->type;
}

bool cel_program_gives(
	const struct cel_program *program, const struct cel_type *wanted, struct diags *d)
{
	struct arena *scratch = arena_new();
	struct bindings bindings = { .owner = scratch };
	bool gives = type_fits(&bindings, wanted, program->type);
	if (!gives) {
		struct buf got = buf_new(scratch), want = buf_new(scratch);
		cel_type_print(&got, program->type);
		cel_type_print(&want, wanted);
		diag_error(d, cel_place(program, program->root->begin, program->root->end),
			"cel/type", N_("this gives " BYTES_FMT ", where " BYTES_FMT " is wanted"),
			BYTES_ARG(buf_bytes(&got)), BYTES_ARG(buf_bytes(&want)));
	}
	arena_end(scratch);
	return gives;
}
