/* What expressions may ask the world for: variables of the environment, schemes of versions. */
#include "read.h"
#include "template.h"

#include "base/message.h"
#include "base/utf8.h"
#include "notation/notation.h"

#include <stdlib.h>

/* --- reading the catalogue -------------------------------------------------------------------- */

/* Each variable is read once, so that all threads see the same. */
bool environment_read(struct arena *run, struct catalog *catalog, struct diags *d)
{
	const struct value *list = read_key(catalog->value, "env");
	bool good = true;
	for (size_t i = 0; list && i < list->count; i++) {
		struct bytes name = list->items[i]->text;
		struct bytes value = bytes_of(getenv(bytes_string(run, name)));
		*array_push(run, &catalog->env) = (struct env_variable){ name, value };
		if (utf8_invalid(value) < value.len)
			good = diag_error(d, list->items[i]->at, "env/encoding",
				N_("the environment variable '" BYTES_FMT "' is not UTF-8"),
				BYTES_ARG(name));
	}
	return good;
}

static struct texts texts_of(struct arena *run, const struct value *list)
{
	struct texts texts = { 0 };
	for (size_t i = 0; list && i < list->count; i++)
		*array_push(run, &texts) = list->items[i]->text;
	return texts;
}

static bool bad_pattern(
	const struct value *map, const struct version_pattern_fault *fault, struct diags *d)
{
	const struct value *at = read_key(map, "pattern"), *order = read_key(map, "order");
	if (!fault->group.len)
		return diag_error(d,
			value_place(at, fault->at < at->text.len ? fault->at : 0, at->text.len),
			"scheme/pattern", "%s", _(fault->text));
	for (size_t i = 0; i < order->count; i++)
		if (bytes_equal(order->items[i]->text, fault->group))
			at = order->items[i];
	return diag_error(d, at->at, "scheme/pattern",
		N_("the pattern has no group called '" BYTES_FMT "'"), BYTES_ARG(fault->group));
}

bool schemes_read(struct arena *run, struct catalog *catalog, struct diags *d)
{
	const struct value *map = read_key(catalog->value, "schemes");
	bool good = true;
	for (size_t i = 0; map && i < map->count; i++) {
		const struct value *value = map->entries[i].value;
		struct version_pattern pattern = { .name = map->entries[i].key,
			.pattern = read_key(value, "pattern")->text,
			.order = texts_of(run, read_key(value, "order")),
			.prerelease = read_text(value, "prerelease") };
		struct version_pattern_fault fault;
		const struct version_scheme *scheme = version_scheme_new(run, &pattern, &fault);
		if (scheme)
			*array_push(run, &catalog->schemes) = scheme;
		else
			good = bad_pattern(value, &fault, d);
	}
	return good;
}

/* --- being asked ------------------------------------------------------------------------------ */

static const struct version_scheme *find_scheme(const struct catalog *catalog, struct bytes name)
{
	for (size_t i = 0; i < catalog->schemes.count; i++)
		if (bytes_equal(version_scheme_name(catalog->schemes.at[i]), name))
			return catalog->schemes.at[i];
	return NULL;
}

static const struct version_scheme *own_scheme(void *context, struct bytes name)
{
	return find_scheme(context, name);
}

const struct version_scheme *component_scheme(
	const struct catalog *catalog, const struct component *component)
{
	struct bytes name = component->scheme.len ? component->scheme : BYTES("dotted");
	const struct version_scheme *shipped = version_scheme_find(name);
	return shipped ? shipped : find_scheme(catalog, name);
}

static bool permitted_variable(void *context, struct bytes name, struct bytes *value)
{
	const struct catalog *catalog = context;
	for (size_t i = 0; i < catalog->env.count; i++) {
		if (!bytes_equal(catalog->env.at[i].name, name))
			continue;
		*value = catalog->env.at[i].value;
		return true;
	}
	return false;
}

struct cel_host catalog_host(const struct catalog *catalog)
{
	union {
		const struct catalog *catalog;
		void *context;
	} host = { catalog };
	return (struct cel_host){ host.context, own_scheme, permitted_variable };
}
