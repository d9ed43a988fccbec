#include "eval.h"

#include <assert.h>
#include <stdlib.h>

/* --- signatures ------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum cel_kind kind;
} types[] = {
	{ "null", CEL_NULL },
	{ "bool", CEL_BOOL },
	{ "int", CEL_INT },
	{ "uint", CEL_UINT },
	{ "double", CEL_DOUBLE },
	{ "string", CEL_STRING },
	{ "bytes", CEL_BYTES },
	{ "list", CEL_LIST },
	{ "map", CEL_MAP },
	{ "type", CEL_TYPE },
	{ "timestamp", CEL_TIMESTAMP },
	{ "duration", CEL_DURATION },
	{ "optional", CEL_OPTIONAL },
	{ "quantity", CEL_QUANTITY },
	{ "semver", CEL_SEMVER },
	{ "url", CEL_URL },
	{ "ip", CEL_IP },
	{ "cidr", CEL_CIDR },
	{ "format", CEL_FORMAT },
	{ "image", CEL_IMAGE },
	{ "version", CEL_VERSION },
};

/* `list(T)` is a list; a name that is no type's stands for any. */
static uint32_t kinds_of(struct bytes type)
{
	size_t bracket = bytes_find(type, BYTES("("), 0);
	struct bytes head = bytes_slice(type, 0, bracket);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (bytes_is(head, types[i].name))
			return UINT32_C(1) << types[i].kind;
	return ANY_KIND;
}

static void add_type(struct overload *overload, struct bytes type)
{
	type = bytes_trim(type);
	overload->variadic = bytes_ends(type, BYTES("..."));
	assert(overload->count < sizeof overload->kinds / sizeof *overload->kinds);
	overload->kinds[overload->count++] = kinds_of(
		overload->variadic ? bytes_slice(type, 0, type.len - 3) : type);
}

/* Types between the brackets, at the commas that stand in no further brackets. */
static void add_types(struct overload *overload, struct bytes list)
{
	size_t begin = 0, depth = 0;
	for (size_t i = 0; i <= list.len; i++) {
		bool end = i == list.len || (list.at[i] == ',' && depth == 0);
		if (end && bytes_trim(bytes_slice(list, begin, i)).len)
			add_type(overload, bytes_slice(list, begin, i));
		if (end)
			begin = i + 1;
		else
			depth += (size_t)(list.at[i] == '(') - (size_t)(list.at[i] == ')');
	}
}

static struct overload read_signature(const struct function *function)
{
	struct bytes text = bytes_of(function->signature);
	struct overload overload = { .function = function };
	if (bytes_begins(text, BYTES("<"))) {
		size_t end = bytes_find(text, BYTES(">."), 0);
		overload.method = true;
		add_type(&overload, bytes_slice(text, 1, end));
		text = bytes_slice(text, end + 2, text.len);
	}
	size_t open = bytes_find(text, BYTES("("), 0), close = open, depth = 0;
	do {
		depth += (size_t)(text.at[close] == '(') - (size_t)(text.at[close] == ')');
	} while (++close < text.len && depth);
	overload.name = bytes_slice(text, 0, open);
	add_types(&overload, bytes_slice(text, open + 1, close - 1));
	return overload;
}

/* --- the table -------------------------------------------------------------------------------- */

static int by_name(const struct overload *a, struct bytes name, bool method)
{
	int order = bytes_compare(a->name, name);
	return order ? order : (int)a->method - (int)method;
}

static int by_place(const void *a, const void *b)
{
	const struct overload *x = a, *y = b;
	int order = by_name(x, y->name, y->method);
	return order ? order : (x->function > y->function) - (x->function < y->function);
}

struct overloads overloads_new(struct arena *owner, const struct cel_options *options)
{
	struct overloads overloads = { 0 };
	for (size_t l = 0; l < cel_library_count; l++) {
		const struct library *library = cel_libraries[l];
		if (library->needs_getenv && !options->host.getenv)
			continue;
		for (size_t i = 0; i < library->count; i++)
			*array_push(owner, &overloads) = read_signature(&library->functions[i]);
	}
	qsort(overloads.at, overloads.count, sizeof *overloads.at, by_place);
	return overloads;
}

const struct overload *overloads_find(
	const struct overloads *overloads, struct bytes name, bool method, size_t *count)
{
	size_t low = 0, high = overloads->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (by_name(&overloads->at[middle], name, method) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*count = 0;
	while (low + *count < overloads->count &&
		by_name(&overloads->at[low + *count], name, method) == 0)
		++*count;
	return *count ? &overloads->at[low] : NULL;
}
