#include "read.h"

#include <yaml.h>

static struct bytes text_of(const yaml_char_t *text)
{
	return bytes_of((const char *)text);
}

static enum node_style scalar_style(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return STYLE_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return STYLE_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return STYLE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return STYLE_FOLDED;
	default:
		return STYLE_PLAIN;
	}
}

struct helm {
	struct reader *reader;
	struct ruler ruler;
	uint32_t begin;
	yaml_parser_t parser;
};

static struct extent extent_between(struct helm *helm, const yaml_event_t *event)
{
	uint32_t begin = ruler_offset(&helm->ruler, event->start_mark.index);
	return (struct extent){ begin, ruler_offset(&helm->ruler, event->end_mark.index) };
}

/*
 * Node events begin at their properties. For the tag `!` of a scalar libyaml reports none, so that
 * one is looked for before every scalar that has bytes of its own to stop at.
 */
static void take_properties(struct helm *helm, struct event *event, const yaml_char_t *anchor)
{
	struct property_count count = { anchor != NULL, event->tag.at != NULL };
	if (event->kind == NODE_SCALAR && event->style != STYLE_EMPTY)
		count.tags = 1;
	event->properties = extent_properties(helm->reader, event->at.begin, count, &event->anchor);
	uint32_t length = event->properties.end - event->properties.begin;
	if (length == 0)
		return;
	event->at.begin = extent_gap(helm->reader, event->properties.end);
	if (event->tag.len == 0 && length > event->anchor.len + (event->anchor.len > 0))
		event->tag = BYTES("!");
}

static bool refuse_slash(const struct reader *reader, uint32_t at)
{
	struct span span = { reader->tree->source, at, at + 2 };
	diag_error(reader->d, span, "yaml/syntax", "Helm does not know the escape '\\/'");
	diag_hint(reader->d, "write '/', in JSON too");
	return false;
}

/* libyaml takes all that Helm's library takes, and the `\/` of YAML 1.2 and JSON besides. */
static bool escapes_known(const struct reader *reader, const struct event *event)
{
	if (event->style != STYLE_DOUBLE)
		return true;
	for (uint32_t at = event->at.begin; at + 1 < event->at.end; at++) {
		if (reader->text.at[at] != '\\')
			continue;
		if (reader->text.at[at + 1] == '/')
			return refuse_slash(reader, at);
		at++;
	}
	return true;
}

static bool take_scalar(struct helm *helm, const yaml_event_t *from)
{
	struct event event = {
		.kind = NODE_SCALAR,
		.style = scalar_style(from->data.scalar.style),
		.at = extent_between(helm, from),
		.text = { (const char *)from->data.scalar.value, from->data.scalar.length },
		.tag = text_of(from->data.scalar.tag),
	};
	if (event.style == STYLE_PLAIN && event.text.len == 0)
		event.style = STYLE_EMPTY;
	take_properties(helm, &event, from->data.scalar.anchor);
	return escapes_known(helm->reader, &event) && reader_node(helm->reader, &event);
}

/* The map that a pair in a flow list is has no bracket of its own. */
static bool take_collection(struct helm *helm, const yaml_event_t *from, enum node_kind kind)
{
	bool map = kind == NODE_MAP;
	bool flow = map ? from->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
			: from->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	struct event event = {
		.kind = kind,
		.style = flow ? STYLE_FLOW : STYLE_BLOCK,
		.at = extent_between(helm, from),
		.tag = text_of(map ? from->data.mapping_start.tag : from->data.sequence_start.tag),
	};
	uint32_t end = event.at.end;
	bool bracketed = flow && end > event.at.begin &&
		helm->reader->text.at[end - 1] == (map ? '{' : '[');
	take_properties(helm, &event,
		map ? from->data.mapping_start.anchor : from->data.sequence_start.anchor);
	event.at = (struct extent){ bracketed ? end - 1 : end, end };
	return reader_node(helm->reader, &event);
}

static bool take_alias(struct helm *helm, const yaml_event_t *from)
{
	struct event event = { .kind = NODE_ALIAS, .at = extent_between(helm, from) };
	event.text = bytes_slice(helm->reader->text, event.at.begin + 1, event.at.end);
	return reader_node(helm->reader, &event);
}

static bool take_event(struct helm *helm, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return take_scalar(helm, event);
	case YAML_MAPPING_START_EVENT:
		return take_collection(helm, event, NODE_MAP);
	case YAML_SEQUENCE_START_EVENT:
		return take_collection(helm, event, NODE_SEQ);
	case YAML_ALIAS_EVENT:
		return take_alias(helm, event);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		reader_close(helm->reader, extent_between(helm, event).end);
		return true;
	case YAML_DOCUMENT_START_EVENT:
		reader_document_begin(helm->reader, extent_between(helm, event));
		return true;
	case YAML_DOCUMENT_END_EVENT:
		reader_document_end(helm->reader, extent_between(helm, event));
		return true;
	default:
		return true;
	}
}

/* For a quote that is not closed, where it begins says more than where the text ends. */
static uint32_t fault_at(struct helm *helm)
{
	const yaml_parser_t *parser = &helm->parser;
	if (parser->error == YAML_READER_ERROR)
		return (uint32_t)parser->problem_offset + helm->begin;
	bool open = parser->context &&
		strcmp(parser->problem, "found unexpected end of stream") == 0;
	const yaml_mark_t *mark = open ? &parser->context_mark : &parser->problem_mark;
	return ruler_offset(&helm->ruler, mark->index);
}

static bool fail(struct helm *helm)
{
	if (helm->parser.error == YAML_MEMORY_ERROR)
		arena_exhausted();
	return syntax_error(helm->reader, fault_at(helm), helm->parser.problem);
}

static bool read_events(struct helm *helm)
{
	for (;;) {
		yaml_event_t event;
		if (!yaml_parser_parse(&helm->parser, &event))
			return fail(helm);
		bool taken = take_event(helm, &event);
		bool last = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
		if (!taken || last)
			return taken;
	}
}

bool read_helm(struct reader *reader, uint32_t begin)
{
	struct helm helm = { reader, ruler_new(reader->text, begin), begin, { 0 } };
	if (!yaml_parser_initialize(&helm.parser))
		arena_exhausted();
	yaml_parser_set_encoding(&helm.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&helm.parser, (const unsigned char *)reader->text.at + begin,
		reader->text.len - begin);
	bool done = read_events(&helm);
	yaml_parser_delete(&helm.parser);
	return done;
}
