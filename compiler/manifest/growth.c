#include "growth.h"

#include "base/message.h"

struct measure {
	size_t levels, bytes; /* the most that may be */
	bool too_deep, too_large;
};

static void take(struct measure *measure, size_t bytes)
{
	measure->too_large |= bytes > measure->bytes;
	measure->bytes -= measure->too_large ? 0 : bytes;
}

/* Ends as soon as there is too much: parts that are shared count as often as they are seen. */
static void look(struct measure *measure, const struct value *value, size_t levels)
{
	bool is_map = value->kind == VALUE_MAP, is_list = value->kind == VALUE_LIST;
	take(measure, value->text.len + 1);
	measure->too_deep |= (is_map || is_list) && levels >= measure->levels;
	for (size_t i = 0; (is_map || is_list) && i < value->count; i++) {
		if (measure->too_deep || measure->too_large)
			return;
		if (is_map)
			take(measure, value->entries[i].key.len + 1);
		look(measure, is_map ? value->entries[i].value : value->items[i], levels + 1);
	}
}

static bool refuse_depth(const struct growth *growth, struct span at, struct diags *d)
{
	diag_error(d, at, "limit/depth",
		N_("maps and lists would be nested more than %u levels deep"),
		(unsigned)growth->limits.depth);
	diag_hint(d, N_("--max-depth sets the limit, to 250 at most"));
	return false;
}

bool growth_fits(const struct growth *growth, const struct value *value, size_t levels,
	struct span at, struct diags *d)
{
	struct measure measure = { .levels = growth->limits.depth, .bytes = SIZE_MAX };
	look(&measure, value, levels);
	return !measure.too_deep || refuse_depth(growth, at, d);
}

bool growth_adds(struct growth *growth, const struct value *value, size_t levels, struct span at,
	struct diags *d)
{
	size_t most = growth->limits.alias_expansion;
	struct measure measure = { .levels = growth->limits.depth, .bytes = most - growth->added };
	look(&measure, value, levels);
	if (measure.too_deep)
		return refuse_depth(growth, at, d);
	growth->added = most - measure.bytes;
	if (!measure.too_large)
		return true;
	diag_error(d, at, "limit/copies", N_("what is copied adds more than %zu bytes"), most);
	diag_hint(d, N_("--max-alias sets the limit"));
	return false;
}
