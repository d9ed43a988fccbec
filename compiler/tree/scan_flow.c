/* Flow collections. Where a scalar ends on its line, they may go on over lines. */
#include "scan.h"

static bool take_flow_plain(const struct scan *scan, uint32_t at, struct token *token)
{
	*token = (struct token){ .begin = at, .style = STYLE_PLAIN };
	if (at == scan->end || !scan_begins_plain(scan, at))
		return false;
	if (scan->at[at] == '-' && strchr(",[]{}", scan->at[at + 1]))
		return false;
	for (; at < scan->end && !strchr(",[]{}", scan->at[at]); at++) {
		char c = scan->at[at], next = at + 1 < scan->end ? scan->at[at + 1] : ' ';
		if (c == '#' || c == '?')
			return false;
		if (c == ':' && next == ' ')
			break;
		if (c == ':' && strchr(",[]{}:", next))
			return false;
	}
	while (at > token->begin && scan->at[at - 1] == ' ')
		at--;
	token->end = at;
	return true;
}

static bool flow_scalar(struct scan *scan, uint32_t *at)
{
	struct token token;
	bool quoted = *at < scan->end && (scan->at[*at] == '\'' || scan->at[*at] == '"');
	if (!(quoted ? scan_quoted(scan, *at, &token) : take_flow_plain(scan, *at, &token)))
		return false;
	*at = token.end;
	scan_scalar(scan, &token);
	return true;
}

static uint32_t skip_spaces(const struct scan *scan, uint32_t at)
{
	while (at < scan->end && scan->at[at] == ' ')
		at++;
	return at;
}

/* The same over the ends of lines; what could end a document is for the full reader. */
static uint32_t skip_lines(struct scan *scan, uint32_t at)
{
	at = skip_spaces(scan, at);
	while (scan->helm && at == scan->end && scan->next < scan->length) {
		uint32_t line = scan->next;
		if (!memchr(" \r\n]}", scan->at[line], 5))
			break;
		scan_line_end(scan, line);
		at = skip_spaces(scan, line);
		if (at < scan->end && scan->at[at] == '#')
			at = scan->end;
	}
	return at;
}

static bool flow(struct scan *scan, uint32_t *at);

static bool flow_value(struct scan *scan, uint32_t *at)
{
	bool bracket = *at < scan->end && (scan->at[*at] == '{' || scan->at[*at] == '[');
	return bracket ? flow(scan, at) : flow_scalar(scan, at);
}

static bool flow_pair(struct scan *scan, uint32_t *at, struct level *level)
{
	if (!flow_scalar(scan, at) || *at + 1 >= scan->end || scan->at[*at] != ':' ||
		scan->at[*at + 1] != ' ')
		return false;
	scan_key(scan, level);
	*at = skip_spaces(scan, *at + 1);
	return flow_value(scan, at);
}

/* What stands between the brackets, up to the closing one. */
static bool flow_items(struct scan *scan, uint32_t *at, struct level *level)
{
	char close = level->is_map ? '}' : ']';
	*at = skip_lines(scan, *at + 1);
	while (*at < scan->end && scan->at[*at] != close) {
		if (!(level->is_map ? flow_pair(scan, at, level) : flow_value(scan, at)))
			return false;
		*at = skip_lines(scan, *at);
		if (*at == scan->end || (scan->at[*at] != ',' && scan->at[*at] != close))
			return false;
		if (scan->at[*at] == close)
			break;
		*at = skip_lines(scan, *at + 1);
		if (*at < scan->end && scan->at[*at] == close && !scan->helm)
			return false;
	}
	return *at < scan->end;
}

static void close_flow(struct scan *scan, const struct level *level, uint32_t end)
{
	struct node *node = &scan->tree->nodes.at[level->node];
	node->end = scan->cursor = end;
	node->after = (node_id)scan->tree->nodes.count;
	scan->parent = node->parent;
	scan->flow_depth--;
	/* There may be twins; who writes so many in one line is not worth a look. */
	scan->twins |= level->pairs > MANY_PAIRS;
}

/* From the opening bracket to behind the closing one. */
static bool flow(struct scan *scan, uint32_t *at)
{
	bool is_map = scan->at[*at] == '{';
	struct level level = { .node = (node_id)scan->tree->nodes.count, .is_map = is_map };
	if (scan->flow_depth > FLOW_LEVELS ||
		scan->depth + scan->flow_depth >= scan->reader->limits.depth)
		return false;
	scan->flow_depth++;
	scan_add(scan, is_map ? NODE_MAP : NODE_SEQ, STYLE_FLOW)->begin = *at;
	scan_place(scan, *at, *at + 1);
	scan->parent = level.node;
	if (!flow_items(scan, at, &level))
		return false;
	close_flow(scan, &level, ++*at);
	return true;
}

bool scan_flow(struct scan *scan, uint32_t *at)
{
	scan_line_end(scan, *at);
	return flow(scan, at);
}
