/*
 * Constants: what needs no data is computed when the program is made, and keeps the cost that it
 * would have in Kubernetes. What fails is left for the evaluation, since it may never come to it;
 * but patterns, durations and times that nobody can read are refused at once, as Kubernetes does.
 */
#include "eval.h"

#include "base/message.h"

enum {
	MOST_COST = 1000,
	MOST_STEPS = 100000, /* of comparing lists and maps */
	MOST_MEMORY = 4096,  /* that a call may take; literals are as large as they are written */
	FEW = 8,             /* items that are looked through faster than hashed */
};

struct folder {
	struct cel_program *program;
	struct cel_env env; /* without the host: what it says may change */
	struct arena *owner, *scratch;
	struct diags *d;
	bool good;
};

static struct cel_result run(
	const struct folder *folder, struct arena *owner, const struct expr *node)
{
	struct eval eval = { .owner = owner,
		.env = &folder->env,
		.dialect = folder->env.options.dialect,
		.node = node,
		.cost_limit = MOST_COST,
		.memory_limit = eval_memory_limit(owner),
		.steps_left = MOST_STEPS };
	struct cel_value value = eval_node(&eval, node);
	return (struct cel_result){ value, eval.cost };
}

static bool is_constant(const struct expr *node)
{
	return node->kind == EXPR_CONST;
}

static bool is_computable(const struct expr *node)
{
	for (size_t i = 0; i < node->count; i++)
		if (!is_constant(node->args[i]))
			return false;
	return node->kind == EXPR_CALL || node->kind == EXPR_LIST_OF || node->kind == EXPR_MAP_OF ||
		node->kind == EXPR_INDEX || node->kind == EXPR_SELECT;
}

static void refuse(struct folder *folder, uint32_t begin, uint32_t end, struct bytes text)
{
	if (!folder->env.options.unchecked)
		folder->good = diag_error(folder->d, cel_place(folder->program, begin, end),
			"cel/literal", BYTES_FMT, BYTES_ARG(text));
}

/* Texts that Kubernetes, too, reads when a rule is made. */
static bool is_read_early(const struct expr *node)
{
	return node->count == 1 &&
		(bytes_is(node->name, "duration") || bytes_is(node->name, "timestamp"));
}

static bool is_conversion(const struct expr *node)
{
	static const char *const names[] = { "bool", "bytes", "double", "duration", "dyn", "int",
		"string", "timestamp", "type", "uint" };
	if (node->kind != EXPR_CALL || node->count != 1 || node->method)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (bytes_is(node->name, names[i]))
			return true;
	return false;
}

/* The API server computes these early, too, so that they cost nothing there. */
static bool is_free(const struct folder *folder, const struct expr *node)
{
	for (size_t i = 0; i < node->count; i++)
		if (node->args[i]->cost)
			return false;
	return !folder->env.options.all_cost &&
		(node->kind == EXPR_LIST_OF || node->kind == EXPR_MAP_OF || is_conversion(node));
}

static void compute(struct folder *folder, struct expr *node)
{
	struct cel_result result = run(folder, folder->scratch, node);
	bool small = (node->kind != EXPR_CALL || arena_used(folder->scratch) <= MOST_MEMORY) &&
		result.cost <= MOST_COST;
	if (cel_is_error(result.value) && is_read_early(node))
		refuse(folder, node->args[0]->begin, node->args[0]->end, result.value.error->text);
	if (!cel_is_error(result.value) && small) {
		node->constant = run(folder, folder->owner, node).value;
		node->cost = is_free(folder, node) ? 0 : result.cost;
		node->folded = node->kind;
		node->kind = EXPR_CONST;
	}
	arena_reset(folder->scratch);
}

/* Where in the literal the fault is, if it stands there as it is meant. */
static void refuse_pattern(
	struct folder *folder, const struct expr *literal, const struct regex_fault *fault)
{
	struct bytes pattern = cel_text(literal->constant);
	struct bytes written = bytes_slice(folder->program->text, literal->begin, literal->end);
	size_t in = bytes_find(written, pattern, 0);
	uint32_t begin = literal->begin, end = literal->end;
	if (in < written.len && fault->at < pattern.len) {
		begin += (uint32_t)(in + fault->at);
		end = begin + 1;
	}
	refuse(folder, begin, end,
		bytes_print(folder->owner, _("bad pattern: %s"), _(fault->text)));
}

static void read_pattern(struct folder *folder, struct expr *node)
{
	struct regex_fault fault;
	const struct expr *pattern = node->args[1];
	if (!is_constant(pattern) || pattern->constant.kind != CEL_STRING)
		return;
	node->regex = regex_new(folder->owner, cel_text(pattern->constant),
		env_regex_steps(folder->program->env), &fault);
	if (!node->regex)
		refuse_pattern(folder, pattern, &fault);
}

static void make_set(struct folder *folder, struct expr *node)
{
	const struct expr *list = node->args[1];
	if (!is_constant(list) || list->constant.kind != CEL_LIST || list->constant.len <= FEW)
		return;
	for (size_t i = 0; i < list->constant.len; i++)
		if (cel_item(list->constant, i).kind == CEL_VERSION)
			return; /* each is to be compared: of two schemes it is an error */
	struct bag *set = arena_new_of(folder->owner, struct bag);
	*set = bag_of(folder->owner, list->constant, NULL);
	node->set = set;
}

static void fold(struct folder *folder, struct expr *node)
{
	for (size_t i = 0; i < node->count; i++)
		fold(folder, node->args[i]);
	if (node->kind == EXPR_CALL && node->count >= 2) {
		if (is_pattern_formula(node->formula))
			read_pattern(folder, node);
		if (bytes_is(node->name, "@in"))
			make_set(folder, node);
	}
	if (is_computable(node))
		compute(folder, node);
}

bool cel_fold(struct cel_program *program, struct arena *owner, struct diags *d)
{
	struct folder folder = { .program = program,
		.env = *program->env,
		.owner = owner,
		.scratch = arena_new(),
		.d = d,
		.good = true };
	folder.env.options.host = (struct cel_host){ 0 };
	fold(&folder, program->root);
	arena_end(folder.scratch);
	return folder.good;
}
