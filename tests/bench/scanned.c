/*
 * The scanner of tree/ over rendered charts: scanned FILE... How many documents of each file it
 * reads without the help of libyaml (P9), and whether what it reads has libyaml's nodes (P10):
 * kinds, styles, texts, and where each scalar and each flow collection begins.
 */
#include "bench.h"

#include "objects/objects.h"

#include <string.h>
#include <yaml.h>

static struct arena *run, *scratch;

struct counts {
	size_t documents, scanned, nodes, differences;
};

static struct bytes load(const char *name)
{
	FILE *file = fopen(name, "rb");
	if (!file || fseek(file, 0, SEEK_END) != 0)
		bench_fail(name);
	size_t len = (size_t)ftell(file);
	char *at = malloc(len + 1);
	rewind(file);
	if (!at || fread(at, 1, len, file) != len)
		bench_fail(name);
	fclose(file);
	return (struct bytes){ at, len };
}

/* --- what libyaml says ------------------------------------------------------------------------ */

struct cursor {
	struct bytes text;
	size_t characters, byte;
};

/* libyaml counts characters; its marks never go back. */
static size_t byte_of(struct cursor *cursor, yaml_mark_t mark)
{
	for (; cursor->characters < mark.index; cursor->characters++)
		for (cursor->byte++; cursor->byte < cursor->text.len &&
			(cursor->text.at[cursor->byte] & 0xC0) == 0x80;)
			cursor->byte++;
	return cursor->byte;
}

static int style_of(const yaml_event_t *event)
{
	static const int styles[] = { [YAML_PLAIN_SCALAR_STYLE] = STYLE_PLAIN,
		[YAML_SINGLE_QUOTED_SCALAR_STYLE] = STYLE_SINGLE,
		[YAML_DOUBLE_QUOTED_SCALAR_STYLE] = STYLE_DOUBLE,
		[YAML_LITERAL_SCALAR_STYLE] = STYLE_LITERAL,
		[YAML_FOLDED_SCALAR_STYLE] = STYLE_FOLDED };
	if (event->type == YAML_SCALAR_EVENT)
		return event->start_mark.index == event->end_mark.index
			? STYLE_EMPTY
			: styles[event->data.scalar.style];
	bool flow = event->type == YAML_MAPPING_START_EVENT
		? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
		: event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	return flow ? STYLE_FLOW : STYLE_BLOCK;
}

static int kind_of(const yaml_event_t *event)
{
	static const int kinds[] = { [YAML_MAPPING_END_EVENT] = 0,
		[YAML_SCALAR_EVENT] = NODE_SCALAR,
		[YAML_MAPPING_START_EVENT] = NODE_MAP,
		[YAML_SEQUENCE_START_EVENT] = NODE_SEQ,
		[YAML_ALIAS_EVENT] = NODE_ALIAS };
	return kinds[event->type];
}

/* Where a block collection begins, and a value of no bytes, libyaml says another way. */
static bool same_node(
	const struct tree *tree, node_id id, const yaml_event_t *event, size_t begin, size_t base)
{
	const struct node *node = tree_node(tree, id);
	int style = style_of(event);
	if (node->kind != kind_of(event) || node->style != style)
		return false;
	if (style != STYLE_EMPTY && style != STYLE_BLOCK && node->begin != base + begin)
		return false;
	struct bytes text = { (const char *)event->data.scalar.value,
		event->type == YAML_SCALAR_EVENT ? event->data.scalar.length : 0 };
	return node->kind != NODE_SCALAR || bytes_equal(tree_text(tree, id), text);
}

static size_t differences(const struct tree *tree, struct bytes text, size_t base)
{
	yaml_parser_t parser;
	yaml_event_t event;
	struct cursor cursor = { .text = text };
	size_t wrong = 0, id = 1;
	bool end = false;
	yaml_parser_initialize(&parser);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.at, text.len);
	while (!end && yaml_parser_parse(&parser, &event)) {
		end = event.type == YAML_STREAM_END_EVENT;
		if (kind_of(&event) && id < tree->nodes.count)
			wrong += !same_node(tree, (node_id)id, &event,
				byte_of(&cursor, event.start_mark), base);
		id += kind_of(&event) != 0;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return wrong + !end + (id != tree->nodes.count);
}

/* --- files ------------------------------------------------------------------------------------ */

static void count_document(const struct source *source, struct stretch at, struct counts *counts)
{
	struct tree_part part = { at.begin, at.end, NULL };
	struct diags d = diags_new(scratch);
	counts->documents++;
	if (!tree_scans(scratch, source, part, DIALECT_HELM))
		return;
	const struct tree *tree = tree_read_part(
		scratch, source, part, DIALECT_HELM, LIMITS_DEFAULT, &d);
	counts->scanned++;
	counts->nodes += tree ? tree->nodes.count - 1 : 0;
	counts->differences += tree
		? differences(tree, bytes_slice(source->text, at.begin, at.end), at.begin)
		: 1;
}

static struct counts count_file(const char *name)
{
	struct counts counts = { 0 };
	struct bytes all = load(name);
	struct diags d = diags_new(run);
	const struct source *source = source_new(run, BYTES("x"), BYTES("x"), all);
	struct stream *stream = stream_open(run, source, &d);
	for (size_t i = 0; stream && i < stream->documents.count; i++) {
		count_document(source, stream->documents.at[i], &counts);
		arena_reset(scratch);
	}
	arena_reset(run);
	free((void *)(uintptr_t)all.at);
	return counts;
}

static double refused(struct counts counts)
{
	return counts.documents ? 100 - 100 * (double)counts.scanned / (double)counts.documents : 0;
}

int main(int argc, char **argv)
{
	struct counts all = { 0 };
	double worst = 0;
	run = arena_new();
	scratch = arena_new();
	for (int i = 1; i < argc; i++) {
		struct counts own = count_file(argv[i]);
		const char *base = strrchr(argv[i], '/');
		all.documents += own.documents;
		all.scanned += own.scanned;
		all.nodes += own.nodes;
		all.differences += own.differences;
		worst = refused(own) > worst ? refused(own) : worst;
		if (own.scanned < own.documents || own.differences)
			printf("  %-44s %zu of %zu read, %zu differences\n",
				base ? base + 1 : argv[i], own.scanned, own.documents,
				own.differences);
	}
	printf("  all of %d charts: %zu of %zu documents read, %zu nodes compared\n", argc - 1,
		all.scanned, all.documents, all.nodes);
	bench_judge("P9: % of documents left to libyaml", refused(all), 1, 0.1);
	bench_judge("P9: % of the worst chart's", worst, 10, 1);
	bench_judge("P10: differences to libyaml", (double)all.differences, 0, 0);
	arena_end(scratch);
	arena_end(run);
	return EXIT_SUCCESS;
}
