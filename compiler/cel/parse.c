#include "syntax.h"

#include "base/message.h"
#include "base/utf8.h"

/*
 * As cel-go has them: what is in brackets, fields and operators in a row are all nested to it. The
 * tree is limited as a whole too, since evaluation descends.
 */
enum { NESTING_LIMIT = 250, LENGTH_LIMIT = 100000, HEIGHT_LIMIT = 1000 };

struct parser {
	struct arena *owner;
	struct lexer lexer;
	struct token token; /* the one to be taken next */
	struct parse_options options;
	unsigned depth;
	bool failed;
	uint32_t fault_at;
	const char *fault;
};

static struct expr *expression(struct parser *parser);

/* --- nodes ------------------------------------------------------------------------------------ */

struct expr *expr_new(struct arena *owner, enum expr_kind kind, uint32_t begin, uint32_t end)
{
	struct expr *node = arena_new_of(owner, struct expr);
	*node = (struct expr){ .kind = kind, .begin = begin, .end = end, .at = begin };
	return node;
}

void expr_add(struct arena *owner, struct expr *node, struct expr *arg)
{
	if (arg->height >= node->height)
		node->height = arg->height + 1;
	struct {
		ARRAY(struct expr *);
	} args = { node->args, node->count, node->room };
	*array_push(owner, &args) = arg;
	node->args = args.at;
	node->count = args.count;
	node->room = args.room;
}

static struct expr *constant(struct parser *parser, struct cel_value value)
{
	struct expr *node = expr_new(
		parser->owner, EXPR_CONST, parser->token.begin, parser->token.end);
	node->constant = value;
	return node;
}

static struct expr *call(
	struct parser *parser, const char *name, struct expr *one, struct expr *other, uint32_t at)
{
	struct expr *node = expr_new(
		parser->owner, EXPR_CALL, one->begin, other ? other->end : one->end);
	node->name = bytes_of(name);
	node->at = at;
	expr_add(parser->owner, node, one);
	if (other)
		expr_add(parser->owner, node, other);
	return node;
}

/* --- tokens ----------------------------------------------------------------------------------- */

static void *fail(struct parser *parser, uint32_t at, const char *text)
{
	if (!parser->failed) {
		parser->failed = true;
		parser->fault_at = at;
		parser->fault = text;
	}
	return NULL;
}

/* After a fault only ends follow, so that every loop ends. */
static void next(struct parser *parser)
{
	if (!parser->failed && lex(&parser->lexer, &parser->token))
		return;
	fail(parser, parser->lexer.fault_at, parser->lexer.fault);
	parser->token = (struct token){ .begin = parser->lexer.at, .end = parser->lexer.at };
}

static bool is_sign(const struct parser *parser, uint32_t sign)
{
	return parser->token.kind == TOKEN_SIGN && parser->token.sign == sign;
}

static bool take(struct parser *parser, uint32_t sign)
{
	if (!is_sign(parser, sign))
		return false;
	next(parser);
	return true;
}

static bool expect(struct parser *parser, uint32_t sign, const char *text)
{
	if (take(parser, sign))
		return true;
	fail(parser, parser->token.begin, text);
	return false;
}

static bool is_reserved(struct bytes name)
{
	static const char *const words[] = { "as", "break", "const", "continue", "else", "for",
		"function", "if", "import", "let", "loop", "package", "namespace", "return", "var",
		"void", "while" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (bytes_is(name, words[i]))
			return true;
	return false;
}

static bool is_literal_word(struct bytes name)
{
	return bytes_is(name, "true") || bytes_is(name, "false") || bytes_is(name, "null") ||
		bytes_is(name, "in");
}

/* --- primary ---------------------------------------------------------------------------------- */

static bool arguments(struct parser *parser, struct expr *node)
{
	while (!is_sign(parser, ')')) {
		struct expr *argument = expression(parser);
		if (!argument)
			return false;
		expr_add(parser->owner, node, argument);
		if (!take(parser, ','))
			break;
		if (is_sign(parser, ')'))
			return fail(parser, parser->token.begin, N_("an argument is missing"));
	}
	node->end = parser->token.end;
	return expect(parser, ')', N_("a ')' is missing"));
}

static struct expr *finish_call(struct parser *parser, struct expr *node)
{
	const char *fault;
	uint32_t fault_at;
	if (!arguments(parser, node))
		return NULL;
	if (parser->options.no_macros)
		return node;
	struct expr *macro = macro_of(parser->owner, parser->options, node, &fault, &fault_at);
	return macro ? macro : fail(parser, fault_at, fault);
}

static struct expr *list(struct parser *parser)
{
	struct expr *node = expr_new(
		parser->owner, EXPR_LIST_OF, parser->token.begin, parser->token.end);
	next(parser);
	bool none = take(parser, ',');
	while (!none && !is_sign(parser, ']')) {
		bool optional = take(parser, '?');
		struct expr *item = expression(parser);
		if (!item)
			return NULL;
		item->optional_item = optional;
		expr_add(parser->owner, node, item);
		if (!take(parser, ','))
			break;
	}
	node->end = parser->token.end;
	return expect(parser, ']', N_("a ']' is missing")) ? node : NULL;
}

static struct expr *pair_key(struct parser *parser, enum expr_kind kind)
{
	if (kind == EXPR_MAP_OF)
		return expression(parser);
	if (parser->token.kind != TOKEN_IDENT && parser->token.kind != TOKEN_QUOTED)
		return fail(parser, parser->token.begin, N_("a field's name should stand here"));
	struct expr *key = constant(parser, cel_string(parser->token.text));
	next(parser);
	return key;
}

/* `key: value` up to the closing brace; keys of records are names. A comma may stand alone. */
static struct expr *pairs(struct parser *parser, struct expr *node)
{
	bool none = take(parser, ',');
	while (!none && !is_sign(parser, '}')) {
		bool optional = take(parser, '?');
		struct expr *key = pair_key(parser, node->kind);
		if (!key || !expect(parser, ':', N_("a ':' is missing")))
			return NULL;
		struct expr *value = expression(parser);
		if (!value)
			return NULL;
		key->optional_item = optional;
		expr_add(parser->owner, node, key);
		expr_add(parser->owner, node, value);
		if (!take(parser, ','))
			break;
	}
	node->end = parser->token.end;
	return expect(parser, '}', N_("a '}' is missing")) ? node : NULL;
}

static struct expr *map(struct parser *parser)
{
	struct expr *node = expr_new(
		parser->owner, EXPR_MAP_OF, parser->token.begin, parser->token.end);
	next(parser);
	return pairs(parser, node);
}

static struct expr *name(struct parser *parser, bool leading_dot, uint32_t begin)
{
	struct bytes text = parser->token.text;
	struct expr *node = expr_new(parser->owner, EXPR_IDENT, begin, parser->token.end);
	node->name = text;
	node->leading_dot = leading_dot;
	if (is_reserved(text))
		return fail(parser, begin, N_("this name is reserved"));
	next(parser);
	if (!take(parser, '('))
		return node;
	node->kind = EXPR_CALL;
	return finish_call(parser, node);
}

static struct expr *word(struct parser *parser)
{
	struct bytes text = parser->token.text;
	struct expr *node = NULL;
	if (bytes_is(text, "true") || bytes_is(text, "false"))
		node = constant(parser, cel_bool(bytes_is(text, "true")));
	else if (bytes_is(text, "null"))
		node = constant(parser, (struct cel_value){ .kind = CEL_NULL });
	else if (bytes_is(text, "in"))
		return fail(parser, parser->token.begin, N_("an operand is missing before 'in'"));
	if (!node)
		return name(parser, false, parser->token.begin);
	next(parser);
	return node;
}

static struct expr *literal(struct parser *parser, bool negative)
{
	struct token *token = &parser->token;
	struct cel_value value = cel_string(token->text);
	if (token->kind == TOKEN_BYTES)
		value.kind = CEL_BYTES;
	if (token->kind == TOKEN_DOUBLE)
		value = cel_double(negative ? -token->number : token->number);
	if (token->kind == TOKEN_UINT)
		value = cel_uint(token->integer);
	if (token->kind == TOKEN_INT) {
		if (token->integer > (uint64_t)INT64_MAX + negative)
			return fail(parser, token->begin, N_("the number is too large"));
		value = cel_int((int64_t)(negative ? 0 - token->integer : token->integer));
	}
	struct expr *node = constant(parser, value);
	next(parser);
	return node;
}

static struct expr *parenthesis(struct parser *parser)
{
	uint32_t begin = parser->token.begin;
	next(parser);
	struct expr *node = expression(parser);
	uint32_t end = parser->token.end;
	if (!node || !expect(parser, ')', N_("a ')' is missing")))
		return NULL;
	node->begin = begin;
	node->end = end;
	return node;
}

static struct expr *primary(struct parser *parser)
{
	switch (parser->token.kind) {
	case TOKEN_IDENT:
		return word(parser);
	case TOKEN_INT:
	case TOKEN_UINT:
	case TOKEN_DOUBLE:
	case TOKEN_STRING:
	case TOKEN_BYTES:
		return literal(parser, false);
	case TOKEN_SIGN:
		break;
	default:
		return fail(parser, parser->token.begin, N_("an operand is missing"));
	}
	uint32_t begin = parser->token.begin;
	switch (parser->token.sign) {
	case '(':
		return parenthesis(parser);
	case '[':
		return list(parser);
	case '{':
		return map(parser);
	case '.':
		next(parser);
		if (parser->token.kind == TOKEN_IDENT && !is_literal_word(parser->token.text))
			return name(parser, true, begin);
		return fail(parser, parser->token.begin, N_("a name should stand here"));
	default:
		return fail(parser, begin, N_("an operand is missing"));
	}
}

/* --- members ---------------------------------------------------------------------------------- */

static struct expr *member(struct parser *parser, struct expr *of)
{
	bool optional = take(parser, '?');
	const struct token token = parser->token;
	if (token.kind != TOKEN_QUOTED &&
		(token.kind != TOKEN_IDENT || is_literal_word(token.text)))
		return fail(parser, token.begin, N_("a field's name should stand here"));
	struct expr *node = expr_new(parser->owner, EXPR_SELECT, of->begin, token.end);
	node->at = token.begin;
	node->name = token.text;
	node->optional = optional;
	node->since = token.kind == TOKEN_QUOTED ? LEME_ONLY : 0;
	expr_add(parser->owner, node, of);
	next(parser);
	if (optional || token.kind == TOKEN_QUOTED || !take(parser, '('))
		return node;
	node->kind = EXPR_CALL;
	node->method = true;
	return finish_call(parser, node);
}

static struct expr *index_of(struct parser *parser, struct expr *of)
{
	uint32_t at = parser->token.begin;
	next(parser);
	bool optional = take(parser, '?');
	struct expr *index = expression(parser);
	uint32_t end = parser->token.end;
	if (!index || !expect(parser, ']', N_("a ']' is missing")))
		return NULL;
	struct expr *node = expr_new(parser->owner, EXPR_INDEX, of->begin, end);
	node->at = at;
	node->optional = optional;
	expr_add(parser->owner, node, of);
	expr_add(parser->owner, node, index);
	return node;
}

/* `a.b.c`, or an empty text if the node is not made of names alone. */
static struct bytes dotted_name(struct parser *parser, const struct expr *node)
{
	if (node->kind == EXPR_IDENT)
		return node->leading_dot
			? bytes_join(parser->owner, BYTES("."), BYTES(""), node->name)
			: node->name;
	if (node->kind != EXPR_SELECT || node->optional || node->height > NESTING_LIMIT)
		return (struct bytes){ 0 };
	struct bytes head = dotted_name(parser, node->args[0]);
	return head.len ? bytes_join(parser->owner, head, BYTES("."), node->name) : head;
}

static struct expr *record(struct parser *parser, struct expr *of)
{
	struct bytes name = dotted_name(parser, of);
	if (!name.len)
		return fail(parser, parser->token.begin, N_("a '{' cannot stand here"));
	struct expr *node = expr_new(parser->owner, EXPR_RECORD_OF, of->begin, of->end);
	node->name = name;
	next(parser);
	return pairs(parser, node);
}

static struct expr *too_long(struct parser *parser)
{
	return fail(parser, parser->token.begin, N_("a chain of more than 250 operators"));
}

static bool is_member(const struct parser *parser, const struct expr *node)
{
	bool named = node->kind == EXPR_IDENT || node->kind == EXPR_SELECT;
	return is_sign(parser, '.') || is_sign(parser, '[') || (named && is_sign(parser, '{'));
}

static struct expr *members(struct parser *parser, struct expr *node)
{
	for (unsigned links = 1; node && is_member(parser, node); links++) {
		if (links == NESTING_LIMIT)
			return too_long(parser);
		if (take(parser, '.'))
			node = member(parser, node);
		else
			node = is_sign(parser, '[') ? index_of(parser, node) : record(parser, node);
	}
	return node;
}

/* --- operators -------------------------------------------------------------------------------- */

/* `!!x` and `--x` fold. `-` before a number without another before it belongs to the number. */
static struct expr *unary(struct parser *parser)
{
	uint32_t sign = parser->token.sign, begin = parser->token.begin;
	unsigned times = 0;
	if (!is_sign(parser, '!') && !is_sign(parser, '-'))
		return members(parser, primary(parser));
	while (take(parser, sign))
		times++;
	enum token_kind kind = parser->token.kind;
	if (sign == '-' && times == 1 && (kind == TOKEN_INT || kind == TOKEN_DOUBLE)) {
		struct expr *number = literal(parser, true);
		if (number)
			number->begin = begin;
		return members(parser, number);
	}
	struct expr *node = members(parser, primary(parser));
	if (!node || times % 2 == 0)
		return node;
	node = call(parser, sign == '-' ? "-_" : "!_", node, NULL, begin);
	node->begin = begin;
	return node;
}

struct operator
{
	uint32_t sign;
	const char *name;
	int strength;
};

static const struct operator operators[] = {
	{ '*', "_*_", 5 },
	{ '/', "_/_", 5 },
	{ '%', "_%_", 5 },
	{ '+', "_+_", 4 },
	{ '-', "_-_", 4 },
	{ SIGN('=', '='), "_==_", 3 },
	{ SIGN('!', '='), "_!=_", 3 },
	{ '<', "_<_", 3 },
	{ SIGN('<', '='), "_<=_", 3 },
	{ '>', "_>_", 3 },
	{ SIGN('>', '='), "_>=_", 3 },
};

/* The operator that stands here, if it binds at least so strongly. */
static const struct operator* operator_here(const struct parser *parser, int strength)
{
	static const struct operator in = { 0, "@in", 3 };
	if (parser->token.kind == TOKEN_IDENT && bytes_is(parser->token.text, "in"))
		return strength <= in.strength ? &in : NULL;
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (is_sign(parser, operators[i].sign))
			return operators[i].strength >= strength ? &operators[i] : NULL;
	return NULL;
}

static struct expr *binary(struct parser *parser, int strength)
{
	struct expr *left = unary(parser);
	const struct operator* operator;
	for (unsigned links = 1; left && (operator= operator_here(parser, strength)); links++) {
		uint32_t at = parser->token.begin;
		if (links == NESTING_LIMIT)
			return too_long(parser);
		next(parser);
		struct expr *right = binary(parser, operator->strength + 1);
		left = right ? call(parser, operator->name, left, right, at) : NULL;
	}
	return left;
}

/* Any number of operands make one node. */
static struct expr *logic(struct parser *parser, enum expr_kind kind)
{
	uint32_t sign = kind == EXPR_AND ? SIGN('&', '&') : SIGN('|', '|'), at = 0;
	struct expr *all = NULL;
	do {
		struct expr *operand = kind == EXPR_AND ? binary(parser, 0)
							: logic(parser, EXPR_AND);
		if (!operand || (!all && !is_sign(parser, sign)))
			return operand;
		if (!all)
			all = expr_new(parser->owner, kind, operand->begin, operand->end);
		expr_add(parser->owner, all, operand);
		all->end = operand->end;
		at = at ? at : parser->token.begin;
		all->at = at;
	} while (take(parser, sign));
	return all;
}

static struct expr *choice(struct parser *parser, struct expr *condition)
{
	struct expr *node = expr_new(parser->owner, EXPR_CHOICE, condition->begin, condition->end);
	node->at = parser->token.begin;
	next(parser);
	struct expr *first = logic(parser, EXPR_OR);
	if (!first || !expect(parser, ':', N_("a ':' is missing")))
		return NULL;
	struct expr *second = expression(parser);
	if (!second)
		return NULL;
	expr_add(parser->owner, node, condition);
	expr_add(parser->owner, node, first);
	expr_add(parser->owner, node, second);
	node->end = second->end;
	return node;
}

static struct expr *expression(struct parser *parser)
{
	if (parser->depth == NESTING_LIMIT)
		return fail(parser, parser->token.begin, N_("nested too deeply"));
	parser->depth++;
	struct expr *node = logic(parser, EXPR_OR);
	if (node && is_sign(parser, '?'))
		node = choice(parser, node);
	parser->depth--;
	return node;
}

/* --- the whole -------------------------------------------------------------------------------- */

static struct span place(struct span at, struct bytes text, uint32_t offset)
{
	if (!at.source || at.begin + offset > at.end)
		return at;
	uint32_t end = offset < text.len ? offset + 1 : offset;
	return (struct span){ at.source, at.begin + offset, at.begin + end };
}

struct expr *cel_parse(struct arena *owner, struct bytes text, struct span at,
	struct parse_options options, struct diags *d)
{
	struct parser parser = {
		.owner = owner, .lexer = { .owner = owner, .text = text }, .options = options
	};
	struct expr *node = NULL;
	size_t invalid = utf8_invalid(text);
	if (invalid < text.len) {
		fail(&parser, (uint32_t)invalid, N_("this byte is not UTF-8"));
	} else if (utf8_length(text) > LENGTH_LIMIT) {
		fail(&parser, 0, N_("the expression is longer than 100000 characters"));
	} else {
		next(&parser);
		node = expression(&parser);
		if (node && node->height > HEIGHT_LIMIT)
			fail(&parser, node->at, N_("nested too deeply"));
		if (node && parser.token.kind != TOKEN_END)
			fail(&parser, parser.token.begin, N_("an operator is missing"));
	}
	if (!parser.failed)
		return node;
	diag_error(d, place(at, text, parser.fault_at), "cel/syntax", "%s", _(parser.fault));
	return NULL;
}
