/* The YAML test suite: the strict reader against the suite, Helm's against libyaml and go-yaml. */
#include "conformance.h"
#include "../libfyaml_leaks.h"
#include "../tree_laws.h"

/* --- a tree as the suite's events --------------------------------------------------------- */

static void add_escaped(struct buf *out, struct bytes text)
{
	static const char from[] = "\n\t\r\b\\", to[] = "ntrb\\";
	for (size_t i = 0; i < text.len; i++) {
		const char *found = text.at[i] ? strchr(from, text.at[i]) : NULL;
		if (found)
			buf_add_char(out, '\\');
		if (text.at[i])
			buf_add_char(out, found ? to[found - from] : text.at[i]);
		else
			buf_add(out, BYTES("\\0"));
	}
}

static void add_properties(struct buf *out, const struct tree *tree, const struct node *node)
{
	const struct properties *properties = &tree->properties.at[node->properties];
	if (properties->anchor.len)
		buf_print(out, " &" BYTES_FMT, BYTES_ARG(properties->anchor));
	if (properties->tag.len)
		buf_print(out, " <" BYTES_FMT ">", BYTES_ARG(properties->tag));
}

static void add_scalar(struct buf *out, const struct tree *tree, node_id id)
{
	static const char styles[] = {
		[STYLE_PLAIN] = ':',
		[STYLE_EMPTY] = ':',
		[STYLE_SINGLE] = '\'',
		[STYLE_DOUBLE] = '"',
		[STYLE_LITERAL] = '|',
		[STYLE_FOLDED] = '>',
	};
	buf_add_char(out, ' ');
	buf_add_char(out, styles[tree_node(tree, id)->style]);
	add_escaped(out, tree_text(tree, id));
}

static void add_events(struct buf *out, const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	static const char *const names[] = { "", "=VAL", "+MAP", "+SEQ", "=ALI" };
	buf_print(out, "%s", names[node->kind]);
	if (node->style == STYLE_FLOW)
		buf_print(out, " %s", node->kind == NODE_MAP ? "{}" : "[]");
	add_properties(out, tree, node);
	if (node->kind == NODE_SCALAR)
		add_scalar(out, tree, id);
	if (node->kind == NODE_ALIAS)
		buf_print(out, " " BYTES_FMT, BYTES_ARG(span_text(tree_span(tree, id))));
	buf_add_char(out, '\n');
	if (node->kind == NODE_SCALAR || node->kind == NODE_ALIAS)
		return;
	for (node_id child = tree_first(tree, id); child; child = tree_next(tree, child))
		add_events(out, tree, child);
	buf_print(out, "-%s\n", names[node->kind] + 1);
}

/* Whether a line in [begin, end) begins with the marker. */
static bool has_marker(const struct tree *tree, size_t begin, size_t end, struct bytes marker)
{
	struct bytes text = bytes_slice(tree->source->text, begin, end);
	for (size_t at = 0; (at = bytes_find(text, marker, at)) < text.len; at++) {
		char before = at ? text.at[at - 1] : '\n';
		bool first = begin == 0 || tree->source->text.at[begin - 1] == '\n';
		if (before == '\n' && (at || first))
			return true;
		if (at == 3 && bytes_begins(text, BYTES("\xEF\xBB\xBF")))
			return true;
	}
	return false;
}

static void add_document(struct buf *out, const struct tree *tree, const struct document *document)
{
	const struct node *root = tree_node(tree, document->root);
	uint32_t root_end = document->root ? root->end : document->begin;
	uint32_t root_begin = document->root ? root->begin : document->end;
	if (has_marker(tree, document->begin, root_begin, BYTES("---")))
		buf_add(out, BYTES("+DOC ---\n"));
	else
		buf_add(out, BYTES("+DOC\n"));
	if (document->root)
		add_events(out, tree, document->root);
	else
		buf_add(out, BYTES("=VAL :\n"));
	if (has_marker(tree, root_end, document->end, BYTES("...")))
		buf_add(out, BYTES("-DOC ...\n"));
	else
		buf_add(out, BYTES("-DOC\n"));
}

static struct bytes tree_events(struct arena *owner, const struct tree *tree)
{
	struct buf out = buf_new(owner);
	buf_add(&out, BYTES("+STR\n"));
	for (size_t i = 0; i < tree->documents.count; i++)
		add_document(&out, tree, &tree->documents.at[i]);
	buf_add(&out, BYTES("-STR\n"));
	return buf_bytes(&out);
}

/* --- values against JSON ------------------------------------------------------------------ */

static bool same_data(const struct value *value, const json_t *json);

static bool same_list(const struct value *value, const json_t *json)
{
	if (!json_is_array(json) || json_array_size(json) != value->count)
		return false;
	for (size_t i = 0; i < value->count; i++)
		if (!same_data(value->items[i], json_array_get(json, i)))
			return false;
	return true;
}

static bool same_map(const struct value *value, const json_t *json)
{
	if (!json_is_object(json) || json_object_size(json) != value->count)
		return false;
	for (size_t i = 0; i < value->count; i++) {
		const struct entry *entry = &value->entries[i];
		const json_t *other = json_object_getn(json, entry->key.at, entry->key.len);
		if (!other || !same_data(entry->value, other))
			return false;
	}
	return true;
}

static bool same_text(const struct value *value, const json_t *json)
{
	struct bytes text = { json_string_value(json), json_string_length(json) };
	return json_is_string(json) && bytes_equal(value->text, text);
}

static bool same_data(const struct value *value, const json_t *json)
{
	switch (value->kind) {
	case VALUE_NULL:
		return json_is_null(json);
	case VALUE_BOOL:
		return json_is_boolean(json) && json_is_true(json) == value->boolean;
	case VALUE_INT:
		return json_is_integer(json) && json_integer_value(json) == value->integer;
	case VALUE_FLOAT:
		return json_is_number(json) && json_number_value(json) == value->number;
	case VALUE_STRING:
		return same_text(value, json);
	case VALUE_LIST:
		return same_list(value, json);
	default:
		return same_map(value, json);
	}
}

/* --- the judge ---------------------------------------------------------------------------- */

static struct tree *read_row(
	struct trial *trial, const json_t *row, enum dialect dialect, struct diags *d)
{
	struct source *source = source_new(
		trial->arena, BYTES("case.yaml"), BYTES("case.yaml"), json_text(row, "yaml"));
	return tree_read_full(trial->arena, source, dialect, LIMITS_DEFAULT, d);
}

/* What tree_read() does with its scanner for the common subset is what the full reader does. */
static bool judge_same(struct trial *trial, const struct tree *tree, const char *dialect)
{
	struct diags d = diags_new(trial->arena);
	const struct tree *other = tree_read(
		trial->arena, tree->source, tree->dialect, LIMITS_DEFAULT, &d);
	return (other && law_same(tree, other)) ||
		trial_fail(trial, "%s: the two scanners differ", dialect);
}

static bool judge_laws(struct trial *trial, const struct tree *tree, const char *dialect)
{
	node_id id;
	const char *broken = law_broken(tree, &id);
	if (!broken)
		return true;
	struct span at = tree_span(tree, id);
	return trial_fail(trial, "%s: %s: node %u [%u, %u)", dialect, broken, id, at.begin, at.end);
}

static bool judge_events(
	struct trial *trial, const struct tree *tree, struct bytes wanted, const char *dialect)
{
	struct bytes events = tree_events(trial->arena, tree);
	if (bytes_equal(events, wanted))
		return true;
	return trial_fail(trial, "%s: events\n" BYTES_FMT "wanted\n" BYTES_FMT, dialect,
		BYTES_ARG(events), BYTES_ARG(wanted));
}

static struct value *null_value(struct arena *owner)
{
	struct value *value = arena_new_of(owner, struct value);
	value->kind = VALUE_NULL;
	return value;
}

static const struct value *document_value(
	struct trial *trial, const struct tree *tree, size_t document, struct diags *d)
{
	node_id root = tree->documents.at[document].root;
	return root ? tree_value(trial->arena, tree, root, LIMITS_DEFAULT, d)
		    : null_value(trial->arena);
}

/* Own files may not have foreign tags, keys that are no texts, or merge keys, though YAML may. */
static bool refused_on_purpose(const struct diags *d)
{
	for (size_t i = 0; i < d->count; i++)
		if (strcmp(d->at[i]->id, "yaml/tag") != 0 &&
			strcmp(d->at[i]->id, "yaml/key") != 0 &&
			strcmp(d->at[i]->id, "yaml/merge-key") != 0)
			return false;
	return d->count > 0;
}

static bool judge_json(struct trial *trial, const struct tree *tree, const json_t *documents)
{
	if (!json_is_array(documents))
		return true;
	if (json_array_size(documents) != tree->documents.count)
		return trial_fail(trial, "strict: %zu documents", tree->documents.count);
	for (size_t i = 0; i < tree->documents.count; i++) {
		struct diags d = diags_new(trial->arena);
		const struct value *value = document_value(trial, tree, i, &d);
		if (!value && refused_on_purpose(&d))
			continue;
		if (!value)
			return trial_fail(trial, "strict: no value: " BYTES_FMT,
				BYTES_ARG(trial_diags(trial, &d)));
		if (!same_data(value, json_array_get(documents, i)))
			return trial_fail(trial, "strict: document %zu has other data", i);
	}
	return true;
}

static bool judge_strict(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	struct tree *tree = read_row(trial, row, DIALECT_STRICT, &d);
	if (json_flag(row, "fail"))
		return !tree || trial_fail(trial, "strict: accepted");
	if (!tree)
		return trial_fail(
			trial, "strict: refused: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	return judge_laws(trial, tree, "strict") && judge_same(trial, tree, "strict") &&
		judge_events(trial, tree, json_text(row, "events"), "strict") &&
		judge_json(trial, tree, json_object_get(row, "json"));
}

static bool is_syntax_error(const struct diags *d)
{
	return d->count && strcmp(d->at[0]->id, "yaml/syntax") == 0;
}

static bool has_unknown_escape(const json_t *row)
{
	struct bytes error = json_text(json_object_get(row, "sigs_yaml_1_3_0"), "error");
	return bytes_ends(error, BYTES("found unknown escape character"));
}

/*
 * Go's reader refuses some other syntax that libyaml reads; what it refuses later is leme's to
 * refuse.
 */
static bool refused_by_syntax(const json_t *helm)
{
	static const char *const messages[] = { "found incompatible YAML document",
		"did not find expected" };
	struct bytes error = json_text(helm, "error");
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
		if (bytes_find(error, bytes_of(messages[i]), 0) < error.len)
			return true;
	return false;
}

/* What Helm itself makes of the first document, where libyaml reads the text at all. */
static bool judge_helm_value(struct trial *trial, const struct tree *tree, const json_t *row)
{
	const json_t *helm = json_object_get(row, "sigs_yaml_1_3_0");
	const json_t *wanted = json_object_get(helm, "json");
	if (json_flag(helm, "json_match"))
		wanted = json_array_get(json_object_get(row, "json"), 0);
	struct diags d = diags_new(trial->arena);
	const struct value *value = tree->documents.count ? document_value(trial, tree, 0, &d)
							  : null_value(trial->arena);
	if (!json_flag(helm, "accept"))
		return !value || refused_by_syntax(helm) ||
			trial_fail(trial, "helm: value of what Helm refuses: " BYTES_FMT,
				BYTES_ARG(json_text(helm, "error")));
	if (!value)
		return trial_fail(
			trial, "helm: no value: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	return !wanted || same_data(value, wanted) || trial_fail(trial, "helm: other data");
}

static bool judge_helm(struct trial *trial, const json_t *row)
{
	const json_t *libyaml = json_object_get(row, "libyaml_0_2_5");
	struct diags d = diags_new(trial->arena);
	struct tree *tree = read_row(trial, row, DIALECT_HELM, &d);
	if (!json_flag(libyaml, "accept") || has_unknown_escape(row))
		return is_syntax_error(&d) || trial_fail(trial, "helm: accepted");
	if (is_syntax_error(&d))
		return trial_fail(
			trial, "helm: refused: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	if (!tree)
		return true;
	bool same = json_flag(libyaml, "events_match");
	return judge_laws(trial, tree, "helm") && judge_same(trial, tree, "helm") &&
		judge_events(trial, tree, json_text(same ? row : libyaml, "events"), "helm") &&
		judge_helm_value(trial, tree, row);
}

bool judge_yaml_test_suite(struct trial *trial, const json_t *row)
{
	bool strict = judge_strict(trial, row);
	return judge_helm(trial, row) && strict;
}
