#include "read.h"

bool syntax_error(struct reader *reader, uint32_t at, const char *problem)
{
	struct span span = { reader->tree->source, at, at };
	return diag_error(reader->d, span, "yaml/syntax", "%s", problem);
}
