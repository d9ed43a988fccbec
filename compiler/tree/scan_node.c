/* The nodes of the scanner: put straight into the table. */
#include "scan.h"

enum { ANY = 255 }; /* as numbers may be; no longer one is resolved otherwise */

const uint32_t scan_longest_odd[256] = {
	['~'] = 1,
	['<'] = 2,
	['n'] = 4,
	['N'] = 4,
	['t'] = 4,
	['T'] = 4,
	['f'] = 5,
	['F'] = 5,
	['y'] = 3,
	['Y'] = 3,
	['o'] = 3,
	['O'] = 3,
	['.'] = ANY,
	['+'] = ANY,
	['-'] = ANY,
	['0'] = ANY,
	['1'] = ANY,
	['2'] = ANY,
	['3'] = ANY,
	['4'] = ANY,
	['5'] = ANY,
	['6'] = ANY,
	['7'] = ANY,
	['8'] = ANY,
	['9'] = ANY,
};

/* `name` and `type` mean nothing; what begins as null, true, false, yes, no, on or off may. */
static bool is_usual_word(struct bytes text)
{
	char first = (char)(text.at[0] | ' '), second;
	if (first < 'a' || first > 'z' || text.len == 1)
		return false;
	second = (char)(text.at[1] | ' ');
	switch (first) {
	case 'n':
		return text.len > 4 || (second != 'u' && second != 'o');
	case 'o':
		return text.len > 3 || (second != 'n' && second != 'f');
	default:
		return text.len > 5 || second != (first == 't' ? 'r' : first == 'f' ? 'a' : 'e');
	}
}

/* `.inf` and `.nan`, which Helm refuses; and a few that it takes. */
static bool may_be_infinite(struct bytes text)
{
	for (size_t i = 0; i < text.len && i < 3; i++)
		if (strchr("iInN", text.at[i]))
			return true;
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Decimal, and no question whether it fits. */
static bool is_usual_number(struct bytes text)
{
	size_t digits = 0;
	while (digits < text.len && is_digit(text.at[digits]))
		digits++;
	return digits == text.len && digits <= 18 && (text.at[0] != '0' || digits == 1);
}

/* `500m`, `64Mi`: what begins with a digit ends with one if it is a number, or with A to F. */
static bool is_measure(struct bytes text)
{
	char last = (char)(text.at[text.len - 1] | ' ');
	return is_digit(text.at[0]) && last > 'f' && last <= 'z';
}

enum scalar_type scan_odd_type(struct scan *scan, struct bytes text)
{
	if (text.at[0] == '<' || is_usual_word(text) || is_measure(text))
		return TYPE_STRING;
	if (is_usual_number(text))
		return TYPE_INT;
	if (bytes_equal(text, BYTES("true")) || bytes_equal(text, BYTES("false")))
		return TYPE_BOOL;
	enum scalar_type type = scan->helm ? resolve_helm(text).type : resolve_core(text).type;
	scan->odd |= type == TYPE_FLOAT && may_be_infinite(text);
	return type;
}

static enum scalar_type type_of(struct scan *scan, struct bytes text)
{
	return scan_may_be_odd(text) ? scan_odd_type(scan, text) : TYPE_STRING;
}

/* --- decoded texts ---------------------------------------------------------------------------- */

char *scan_room(struct scan *scan)
{
	size_t length = scan->length - scan->stops.begin + 1;
	if (!scan->room) {
		scan->room = arena_take_unset(scan->tree->owner, length);
		scan->room_end = scan->room + length;
	}
	return scan->room + scan->used;
}

void scan_decoded(struct scan *scan, struct node *node, size_t length)
{
	struct tree *tree = scan->tree;
	node->decoded = true;
	node->extra = (uint32_t)tree->texts.count;
	*array_push(tree->owner, &tree->texts) = (struct bytes){ scan_room(scan), length };
	scan->used += length;
	if (node->style == STYLE_PLAIN)
		node->type = (uint8_t)type_of(scan, tree->texts.at[node->extra]);
}

/* Without the backslashes, and one of two quotes. */
static size_t unescape(const struct scan *scan, const struct token *token, char *out)
{
	size_t length = 0;
	for (uint32_t i = token->begin + 1; i + 1 < token->end; i++) {
		char c = scan->at[i];
		if (token->style == STYLE_SINGLE)
			i += c == '\'';
		else if (c == '\\')
			c = scan->at[++i] == 'n' ? '\n' : scan->at[i];
		out[length++] = c;
	}
	return length;
}

/* --- signs ------------------------------------------------------------------------------------ */

static bool has_sign_within(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '/' || text.at[i] == ':' || text.at[i] == '@')
			return true;
	return false;
}

#ifdef __SSE2__

enum { STRIDE = sizeof(__m128i) };

/* A bit for each of them. */
static inline unsigned signs_of(const char *at)
{
	__m128i here = _mm_loadu_si128((const __m128i *)(const void *)at);
	__m128i slash = _mm_cmpeq_epi8(here, _mm_set1_epi8('/'));
	__m128i colon = _mm_cmpeq_epi8(here, _mm_set1_epi8(':'));
	__m128i sign = _mm_cmpeq_epi8(here, _mm_set1_epi8('@'));
	return (unsigned)_mm_movemask_epi8(_mm_or_si128(slash, _mm_or_si128(colon, sign)));
}

bool scan_has_sign(const struct scan *scan, uint32_t begin, uint32_t end)
{
	for (; end - begin > STRIDE; begin += STRIDE)
		if (signs_of(scan->at + begin))
			return true;
	if (scan->length - begin < STRIDE)
		return has_sign_within((struct bytes){ scan->at + begin, end - begin });
	return signs_of(scan->at + begin) & ((1u << (end - begin)) - 1);
}

#else

bool scan_has_sign(const struct scan *scan, uint32_t begin, uint32_t end)
{
	return has_sign_within((struct bytes){ scan->at + begin, end - begin });
}

#endif

/* --- scalars ---------------------------------------------------------------------------------- */

void scan_scalar(struct scan *scan, const struct token *token)
{
	struct node *node = scan_add(scan, NODE_SCALAR, token->style);
	struct bytes text = { scan->at + token->begin, token->end - token->begin };
	node->begin = token->begin;
	node->end = token->end;
	node->type = (uint8_t)(token->style == STYLE_PLAIN ? type_of(scan, text) : TYPE_STRING);
	if (token->escaped)
		scan_decoded(scan, node, unescape(scan, token, scan_room(scan)));
	if (node->type == TYPE_STRING)
		scan_list(scan);
	scan_place(scan, token->begin, token->end);
}

static bool is_known(const struct tree *tree, node_id map, node_id key, struct bytes text)
{
	for (node_id at = map + 1; at < key; at = tree_node(tree, at + 1)->after)
		if (bytes_equal(tree_text(tree, at), text))
			return true;
	return false;
}

void scan_twin(struct scan *scan, const struct level *level, struct bytes text)
{
	const struct tree *tree = scan->tree;
	scan->twins |= is_known(tree, level->node, (node_id)tree->nodes.count - 1, text);
}

void scan_key(struct scan *scan, struct level *level)
{
	const struct tree *tree = scan->tree;
	const struct node *node = tree_node(tree, (node_id)tree->nodes.count - 1);
	struct bytes text = node->decoded
		? tree->texts.at[node->extra]
		: (struct bytes){ scan->at + node->begin + (node->style != STYLE_PLAIN),
			  node->end - node->begin - 2 * (node->style != STYLE_PLAIN) };
	scan->odd |= node->type != TYPE_STRING || bytes_is(text, "<<");
	scan_usual_key(scan, level, text);
}
