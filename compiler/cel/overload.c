#include "eval.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

/* --- signatures ------------------------------------------------------------------------------- */

/* Which kinds of values may be of a type: a bit for each. */
static uint32_t kinds_of(const struct cel_type *type)
{
	return type->kind < CEL_KINDS ? UINT32_C(1) << type->kind : ANY_KIND;
}

static bool add_type(struct arena *owner, struct overload *overload, struct bytes text)
{
	overload->variadic = bytes_ends(text, BYTES("..."));
	const struct cel_type *type = cel_type_read(
		owner, overload->variadic ? bytes_slice(text, 0, text.len - 3) : text);
	if (!type || overload->count == MOST_PARAMETERS)
		return false;
	overload->types[overload->count] = type;
	overload->kinds[overload->count++] = kinds_of(type);
	return true;
}

/* Types between the brackets, at the commas that stand in no further brackets. */
static bool add_types(struct arena *owner, struct overload *overload, struct bytes list)
{
	size_t begin = 0, depth = 0;
	for (size_t i = 0; i <= list.len; i++) {
		bool end = i == list.len || (list.at[i] == ',' && depth == 0);
		struct bytes type = bytes_trim(bytes_slice(list, begin, end ? i : begin));
		if (type.len && !add_type(owner, overload, type))
			return false;
		if (end)
			begin = i + 1;
		else
			depth += (size_t)(list.at[i] == '(') - (size_t)(list.at[i] == ')');
	}
	return true;
}

/* The name; the types are read when they are asked for, since few functions are ever called. */
static struct overload read_name(const struct function *function)
{
	struct bytes text = bytes_of(function->signature);
	struct overload overload = { .function = function, .method = *text.at == '<' };
	size_t dot = bytes_find(text, BYTES(">."), 0);
	size_t begin = overload.method && dot < text.len ? dot + 2 : 0;
	overload.name = bytes_slice(text, begin, bytes_find(text, BYTES("("), begin));
	return overload;
}

static bool read_types(struct arena *owner, struct overload *overload)
{
	struct bytes text = bytes_of(overload->function->signature);
	size_t begin = (size_t)(overload->name.at - text.at), open = begin + overload->name.len;
	size_t close = open, depth = 0;
	if (overload->method &&
		(begin < 3 || !add_type(owner, overload, bytes_slice(text, 1, begin - 2))))
		return false;
	while (close < text.len && (close == open || depth)) {
		depth += (size_t)(text.at[close] == '(') - (size_t)(text.at[close] == ')');
		close++;
	}
	overload->result = cel_type_read(owner, bytes_slice(text, close, text.len));
	return overload->name.len && depth == 0 && overload->result &&
		add_types(owner, overload, bytes_slice(text, open + 1, close - 1));
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

/* One thread at a time reads types, into an arena that nothing else grows in. */
struct type_reader {
	pthread_mutex_t lock;
	struct arena *owner;
};

static void end(void *handle)
{
	struct type_reader *reader = handle;
	pthread_mutex_destroy(&reader->lock);
	arena_end(reader->owner);
}

static struct type_reader *type_reader_new(struct arena *owner)
{
	struct type_reader *reader = arena_new_of(owner, struct type_reader);
	reader->owner = arena_new();
	pthread_mutex_init(&reader->lock, NULL);
	arena_undo(owner, end, reader);
	return reader;
}

struct overloads overloads_new(struct arena *owner, const struct cel_options *options)
{
	struct overloads overloads = { .owner = owner, .reader = type_reader_new(owner) };
	for (size_t l = 0; l < cel_library_count; l++)
		overloads.room += cel_libraries[l]->count;
	overloads.at = arena_array_of(owner, struct overload, overloads.room);
	for (size_t l = 0; l < cel_library_count; l++) {
		const struct library *library = cel_libraries[l];
		if (library->needs_getenv && !options->host.getenv)
			continue;
		for (size_t i = 0; i < library->count; i++)
			*array_push(owner, &overloads) = read_name(&library->functions[i]);
	}
	qsort(overloads.at, overloads.count, sizeof *overloads.at, by_place);
	return overloads;
}

bool overloads_add(struct overloads *overloads, const struct function *function)
{
	struct overload overload = read_name(function);
	if (!read_types(overloads->owner, &overload))
		return false;
	*array_push(overloads->owner, overloads) = overload;
	qsort(overloads->at, overloads->count, sizeof *overloads->at, by_place);
	return true;
}

bool overload_takes(const struct overload *overload, size_t count)
{
	return overload->count == count || (overload->variadic && count + 1 >= overload->count);
}

static void know_types(struct type_reader *reader, struct overload *overloads, size_t count)
{
	pthread_mutex_lock(&reader->lock);
	for (size_t i = 0; i < count; i++) {
		bool known = overloads[i].result || read_types(reader->owner, &overloads[i]);
		assert(known);
		(void)known;
	}
	pthread_mutex_unlock(&reader->lock);
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
	know_types(overloads->reader, &overloads->at[low], *count);
	return *count ? &overloads->at[low] : NULL;
}
