/* The peer of the readers: libyaml's bare events, thrown away. */
#ifndef LEME_BENCH_LIBYAML_H
#define LEME_BENCH_LIBYAML_H

#include "base/bytes.h"

#include <yaml.h>

static inline bool read_libyaml(struct bytes text)
{
	yaml_parser_t parser;
	yaml_event_t event;
	bool end = false, good = true;
	yaml_parser_initialize(&parser);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.at, text.len);
	while (good && !end) {
		good = yaml_parser_parse(&parser, &event);
		end = good && event.type == YAML_STREAM_END_EVENT;
		if (good)
			yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return good;
}

#endif
