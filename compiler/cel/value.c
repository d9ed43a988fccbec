#include "cel.h"
#include "real.h"

#include "base/utf8.h"
#include "notation/notation.h"

#include <math.h>

const char *cel_type_name(enum cel_kind kind)
{
	static const char *const names[CEL_KINDS] = {
		[CEL_ERROR] = "error",
		[CEL_NULL] = "null_type",
		[CEL_BOOL] = "bool",
		[CEL_INT] = "int",
		[CEL_UINT] = "uint",
		[CEL_DOUBLE] = "double",
		[CEL_STRING] = "string",
		[CEL_BYTES] = "bytes",
		[CEL_LIST] = "list",
		[CEL_MAP] = "map",
		[CEL_TYPE] = "type",
		[CEL_TIMESTAMP] = "google.protobuf.Timestamp",
		[CEL_DURATION] = "google.protobuf.Duration",
		[CEL_OPTIONAL] = "optional_type",
		[CEL_QUANTITY] = "kubernetes.Quantity",
		[CEL_SEMVER] = "kubernetes.Semver",
		[CEL_URL] = "kubernetes.URL",
		[CEL_IP] = "net.IP",
		[CEL_CIDR] = "net.CIDR",
		[CEL_FORMAT] = "kubernetes.NamedFormat",
		[CEL_VERSION] = "leme.Version",
	};
	return names[kind];
}

/* --- making ----------------------------------------------------------------------------------- */

struct cel_value cel_bool(bool boolean)
{
	return (struct cel_value){ .kind = CEL_BOOL, .boolean = boolean };
}

struct cel_value cel_int(int64_t integer)
{
	return (struct cel_value){ .kind = CEL_INT, .integer = integer };
}

struct cel_value cel_uint(uint64_t uinteger)
{
	return (struct cel_value){ .kind = CEL_UINT, .uinteger = uinteger };
}

struct cel_value cel_double(double number)
{
	return (struct cel_value){ .kind = CEL_DOUBLE, .number = number };
}

struct cel_value cel_string(struct bytes text)
{
	return (struct cel_value){ .kind = CEL_STRING, .len = (uint32_t)text.len, .text = text.at };
}

struct cel_value cel_promised(struct cel_promise *promise)
{
	return (struct cel_value){ .kind = CEL_PROMISED, .promise = promise };
}

struct cel_value cel_list(const struct cel_value *items, size_t count)
{
	return (struct cel_value){ .kind = CEL_LIST, .len = (uint32_t)count, .items = items };
}

struct cel_value cel_map(const struct cel_value *keys_and_values, size_t count)
{
	return (struct cel_value){
		.kind = CEL_MAP, .len = (uint32_t)count, .items = keys_and_values
	};
}

static bool is_integral(double number)
{
	return number >= -CEL_INT_END && number < CEL_INT_END && number == real_trunc(number);
}

struct cel_value cel_of(const struct value *data)
{
	struct cel_value value = { .kind = CEL_NULL };
	switch (data->kind) {
	case VALUE_NULL:
		break;
	case VALUE_BOOL:
		value = cel_bool(data->boolean);
		break;
	case VALUE_INT:
		value = cel_int(data->integer);
		break;
	case VALUE_FLOAT:
		value = is_integral(data->number) ? cel_int((int64_t)data->number)
						  : cel_double(data->number);
		break;
	case VALUE_STRING:
		value = cel_string(data->text);
		break;
	default:
		value.kind = data->kind == VALUE_LIST ? CEL_LIST : CEL_MAP;
		value.borrowed = true;
		value.len = (uint32_t)data->count;
		value.tree = data;
	}
	value.origin = data;
	return value;
}

/* --- parts ------------------------------------------------------------------------------------ */

struct cel_value cel_kept(struct cel_value value)
{
	return value.kind == CEL_PROMISED ? value.promise->keep(value.promise) : value;
}

struct cel_value cel_item(struct cel_value list, size_t i)
{
	return list.borrowed ? cel_of(list.tree->items[i]) : cel_kept(list.items[i]);
}

struct cel_value cel_key(struct cel_value map, size_t i)
{
	return map.borrowed ? cel_string(map.tree->entries[i].key) : map.items[2 * i];
}

struct cel_value cel_entry_value(struct cel_value map, size_t i)
{
	return map.borrowed ? cel_of(map.tree->entries[i].value) : cel_kept(map.items[2 * i + 1]);
}

static bool find_slug(struct cel_value map, struct bytes name, struct cel_value *found)
{
	struct arena *scratch = arena_new();
	struct bytes slug = utf8_slug(scratch, name);
	size_t i = 0;
	while (i < map.len && !bytes_equal(utf8_slug(scratch, cel_text(cel_key(map, i))), slug))
		i++;
	arena_end(scratch);
	if (i < map.len && found)
		*found = cel_entry_value(map, i);
	return i < map.len;
}

/* Among keys most of which are texts. */
static size_t place_of_text(struct cel_value map, struct bytes key)
{
	size_t i = 0;
	while (i < map.len &&
		(map.items[2 * i].kind != CEL_STRING ||
			!bytes_equal(cel_text(map.items[2 * i]), key)))
		i++;
	return i;
}

static size_t place_of(struct cel_value map, struct cel_value key)
{
	size_t i = 0;
	if (key.kind == CEL_STRING)
		return place_of_text(map, cel_text(key));
	while (i < map.len && !cel_equal(map.items[2 * i], key))
		i++;
	return i;
}

static bool find_equal(struct cel_value map, struct cel_value key, struct cel_value *found)
{
	if (map.borrowed) {
		const struct value *value = key.kind == CEL_STRING
			? value_get(map.tree, cel_text(key))
			: NULL;
		if (value && found)
			*found = cel_of(value);
		return value;
	}
	size_t i = place_of(map, key);
	if (i < map.len && found)
		*found = cel_kept(map.items[2 * i + 1]);
	return i < map.len;
}

static bool find_text(struct cel_value map, struct bytes key, struct cel_value *found)
{
	size_t begin = 0, end = map.len;
	while (begin < end) {
		size_t middle = begin + (end - begin) / 2;
		int order = bytes_compare(cel_text(cel_key(map, middle)), key);
		if (order == 0) {
			if (found)
				*found = cel_entry_value(map, middle);
			return true;
		}
		begin = order < 0 ? middle + 1 : begin;
		end = order < 0 ? end : middle;
	}
	return false;
}

static bool find_sorted(struct cel_value map, struct bytes key, struct cel_value *found)
{
	if (find_text(map, key, found))
		return true;
	if (!map.by_slug)
		return false;
	struct arena *scratch = arena_new();
	bool is_there = find_text(map, utf8_slug(scratch, key), found);
	arena_end(scratch);
	return is_there;
}

bool cel_find(struct cel_value map, struct cel_value key, struct cel_value *found)
{
	if (map.sorted)
		return key.kind == CEL_STRING && find_sorted(map, cel_text(key), found);
	if (find_equal(map, key, found))
		return true;
	return map.by_slug && key.kind == CEL_STRING && find_slug(map, cel_text(key), found);
}

/* --- numbers ---------------------------------------------------------------------------------- */

static bool is_number(struct cel_value value)
{
	return value.kind == CEL_INT || value.kind == CEL_UINT || value.kind == CEL_DOUBLE;
}

static int order_of(bool less, bool greater)
{
	return less ? -1 : greater;
}

static int order_doubles(double a, double b)
{
	return isnan(a) || isnan(b) ? 2 : order_of(a<b, a> b);
}

/* As cel-go: beyond the range it is plain, inside it they compare as doubles, loss included. */
static int order_with_double(struct cel_value integer, double number)
{
	bool is_int = integer.kind == CEL_INT;
	if (isnan(number))
		return 2;
	if (number < (is_int ? -CEL_INT_END : 0.0))
		return 1;
	if (number > (is_int ? CEL_INT_END : CEL_UINT_END))
		return -1;
	return order_doubles(is_int ? (double)integer.integer : (double)integer.uinteger, number);
}

static int order_int_uint(int64_t a, uint64_t b)
{
	return a < 0 ? -1 : order_of((uint64_t)a<b, (uint64_t)a> b);
}

static int turned(int order)
{
	return order == 2 ? 2 : -order;
}

static int order_numbers(struct cel_value a, struct cel_value b)
{
	if (a.kind == CEL_DOUBLE && b.kind == CEL_DOUBLE)
		return order_doubles(a.number, b.number);
	if (b.kind == CEL_DOUBLE)
		return order_with_double(a, b.number);
	if (a.kind == CEL_DOUBLE)
		return turned(order_with_double(b, a.number));
	if (a.kind == CEL_INT && b.kind == CEL_INT)
		return order_of(a.integer<b.integer, a.integer> b.integer);
	if (a.kind == CEL_UINT && b.kind == CEL_UINT)
		return order_of(a.uinteger<b.uinteger, a.uinteger> b.uinteger);
	return a.kind == CEL_INT ? order_int_uint(a.integer, b.uinteger)
				 : -order_int_uint(b.integer, a.uinteger);
}

/* --- comparing -------------------------------------------------------------------------------- */

static int order_versions(const struct version_value *a, const struct version_value *b)
{
	enum version_order order = version_compare(a, b);
	return order == VERSION_UNORDERED || order == VERSION_UNLIKE ? 3 : (int)order;
}

int cel_order(struct cel_value a, struct cel_value b)
{
	if (is_number(a) && is_number(b))
		return order_numbers(a, b);
	if (a.kind != b.kind)
		return 3;
	switch (a.kind) {
	case CEL_BOOL:
		return (int)a.boolean - (int)b.boolean;
	case CEL_STRING:
	case CEL_BYTES: {
		int order = bytes_compare(cel_text(a), cel_text(b));
		return order_of(order<0, order> 0);
	}
	case CEL_TIMESTAMP:
		if (a.integer == b.integer)
			return order_of(a.len<b.len, a.len> b.len);
		return order_of(a.integer<b.integer, a.integer> b.integer);
	case CEL_DURATION:
		return order_of(a.integer<b.integer, a.integer> b.integer);
	case CEL_VERSION:
		return order_versions(a.opaque, b.opaque);
	default:
		return 3;
	}
}

bool cel_spend(size_t *left, size_t steps)
{
	if (!left)
		return true;
	*left = steps < *left ? *left - steps : 0;
	return *left > 0;
}

static bool lists_equal(struct cel_value a, struct cel_value b, size_t *left)
{
	for (size_t i = 0; i < a.len; i++)
		if (!cel_spend(left, 1) || !cel_equal_within(cel_item(a, i), cel_item(b, i), left))
			return false;
	return true;
}

/* Maps that are equal mostly have their keys in the same order, too. */
static bool find_near(
	struct cel_value map, size_t i, struct cel_value key, struct cel_value *found, size_t *left)
{
	if (cel_equal(cel_key(map, i), key)) {
		*found = cel_entry_value(map, i);
		return cel_spend(left, 1);
	}
	return cel_spend(left, map.len) && cel_find(map, key, found);
}

static bool maps_equal(struct cel_value a, struct cel_value b, size_t *left)
{
	struct cel_value other;
	for (size_t i = 0; i < a.len; i++)
		if (!find_near(b, i, cel_key(a, i), &other, left) ||
			!cel_equal_within(cel_entry_value(a, i), other, left))
			return false;
	return true;
}

static bool optionals_equal(struct cel_value a, struct cel_value b, size_t *left)
{
	if (!a.optional || !b.optional)
		return a.optional == b.optional;
	return cel_equal_within(*a.optional, *b.optional, left);
}

static bool urls_equal(const struct url *a, const struct url *b)
{
	struct arena *scratch = arena_new();
	bool equal = bytes_equal(url_text(scratch, a), url_text(scratch, b));
	arena_end(scratch);
	return equal;
}

bool cel_equal(struct cel_value a, struct cel_value b)
{
	return cel_equal_within(a, b, NULL);
}

bool cel_equal_within(struct cel_value a, struct cel_value b, size_t *left)
{
	if (is_number(a) && is_number(b))
		return order_numbers(a, b) == 0;
	if (a.kind != b.kind)
		return false;
	switch (a.kind) {
	case CEL_NULL:
		return true;
	case CEL_STRING:
	case CEL_BYTES:
		return bytes_equal(cel_text(a), cel_text(b));
	case CEL_LIST:
		return a.len == b.len && lists_equal(a, b, left);
	case CEL_MAP:
		return a.len == b.len && maps_equal(a, b, left);
	case CEL_TYPE:
		return strcmp(a.type, b.type) == 0;
	case CEL_OPTIONAL:
		return optionals_equal(a, b, left);
	case CEL_QUANTITY:
		return quantity_compare(a.opaque, b.opaque) == 0;
	case CEL_SEMVER:
		return semver_compare(a.opaque, b.opaque) == 0;
	case CEL_IP:
		return ip_equal(a.opaque, b.opaque);
	case CEL_CIDR:
		return cidr_equal(a.opaque, b.opaque);
	case CEL_URL:
		return urls_equal(a.opaque, b.opaque);
	case CEL_FORMAT:
		return a.opaque == b.opaque;
	default:
		return cel_order(a, b) == 0;
	}
}
