/*
 * Emission: values made at random, or read from any text that is YAML. Asserted: what is emitted
 * reads back as the same data, in both dialects and with both readers of each; what was read back
 * is emitted in the same bytes; the JSON is the same data too.
 */
#include "../libfyaml_leaks.h"
#include "../tree_laws.h"
#include "choices.h"
#include "fuzz.h"

#include "base/utf8.h"

#include <math.h>

#define REQUIRE(text, law) \
	do { \
		if (!(law)) \
			broken(text, #law); \
	} while (0)

static _Noreturn void broken(struct bytes text, const char *law)
{
	fprintf(stderr, "broken: %s\nin «" BYTES_FMT "»\n", law, BYTES_ARG(text));
	abort();
}

/* --- random values ---------------------------------------------------------------------------- */

/* What readers trip over, alone and in any order. */
static const char *const fragments[] = { "a", "1", " ", "\n", "\t", "\r", "'", "\"", "\\", "#", ":",
	": ", " #", "- ", "-", "?", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "%", "@", "`",
	"~", "<<", "=", "y", "No", "null", "true", ".inf", ".nan", "0x", "0o", "0b", "1e3", "_",
	".", "+", "---", "...", "2024-01-01", "12:30", "''", "\\n", "\x01", "\x1F", "\x7F",
	"\xC2\x85", "\xC2\xA0", "\xC3\xA9", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF",
	"\xEF\xBF\xBD", "\xEF\xBF\xBE", "\xED\x9F\xBF", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF" };

enum { FRAGMENTS = sizeof fragments / sizeof *fragments, DEEPEST = 40 };

static struct bytes fragment(struct choices *choices)
{
	return bytes_of(fragments[choose(choices, FRAGMENTS)]);
}

static struct bytes text_of_fragments(struct arena *run, struct choices *choices)
{
	struct buf out = buf_new(run);
	for (size_t left = choose(choices, 9); left; left--)
		buf_add(&out, fragment(choices));
	return buf_bytes(&out);
}

/* Bytes of the input itself, up to the first that is not UTF-8. */
static struct bytes raw_text(struct choices *choices)
{
	size_t wanted = choose(choices, 64);
	struct bytes text = { (const char *)choices->at,
		wanted < choices->left ? wanted : choices->left };
	choices->at += text.len;
	choices->left -= text.len;
	return bytes_slice(text, 0, utf8_invalid(text));
}

/* Longer than a simple key may be. */
static struct bytes long_text(struct arena *run, struct choices *choices)
{
	struct buf out = buf_new(run);
	struct bytes part = fragment(choices), last = fragment(choices);
	for (size_t left = choose(choices, 6) * choose(choices, 256); left; left--)
		buf_add(&out, part);
	buf_add(&out, last);
	return buf_bytes(&out);
}

static struct bytes random_text(struct arena *run, struct choices *choices)
{
	switch (choose(choices, 8)) {
	case 0:
		return long_text(run, choices);
	case 1:
	case 2:
		return raw_text(choices);
	case 3:
		return fragment(choices);
	default:
		return text_of_fragments(run, choices);
	}
}

static bool is_number(const struct value *value)
{
	return value->kind == VALUE_INT || value->kind == VALUE_FLOAT;
}

/* As some reader of the dialect wrote it. False where the text is no number. */
static bool written_number(struct arena *run, struct choices *choices, struct value *value)
{
	static const char digits[] = "0123456789..eE+-_xobX:f";
	struct buf text = buf_new(run);
	enum dialect dialect = choose(choices, 2) ? DIALECT_HELM : DIALECT_STRICT;
	for (size_t left = choose(choices, 26); left; left--)
		buf_add_char(&text, digits[choose(choices, sizeof digits - 1)]);
	struct scalar scalar = dialect == DIALECT_HELM ? resolve_helm(buf_bytes(&text))
						       : resolve_core(buf_bytes(&text));
	*value = (struct value){ .kind = scalar.type == TYPE_INT ? VALUE_INT : VALUE_FLOAT,
		.text = buf_bytes(&text),
		.integer = scalar.integer,
		.number = scalar.number };
	return scalar.type == TYPE_INT || scalar.type == TYPE_FLOAT;
}

static void random_number(struct choices *choices, struct value *value)
{
	uint64_t bits = 0;
	for (size_t left = 8; left; left--)
		bits = bits << 8 | choose(choices, 256);
	*value = (struct value){ .kind = choose(choices, 2) ? VALUE_INT : VALUE_FLOAT };
	memcpy(&value->integer, &bits, sizeof bits);
	value->number = (double)value->integer;
	if (value->kind == VALUE_FLOAT)
		memcpy(&value->number, &bits, sizeof bits);
}

static struct value *random_scalar(struct arena *run, struct choices *choices)
{
	struct value *value = value_string(run, (struct bytes){ 0 }, (struct span){ 0 });
	switch (choose(choices, 8)) {
	case 0:
		*value = (struct value){ .kind = VALUE_NULL };
		return value;
	case 1:
		return value_bool(run, choose(choices, 2), (struct span){ 0 });
	case 2:
		random_number(choices, value);
		break;
	case 3:
		if (written_number(run, choices, value))
			break;
		value->kind = VALUE_STRING;
		break;
	default:
		value->style = (enum node_style)choose(choices, STYLE_EMPTY);
		value->text = random_text(run, choices);
		break;
	}
	/* Helm has no number for it. */
	if (is_number(value) && !isfinite(value->number))
		*value = (struct value){ .kind = VALUE_NULL };
	return value;
}

static struct value *random_value(struct arena *run, struct choices *choices, int depth);

static struct value *random_map(struct arena *run, struct choices *choices, int depth)
{
	struct value *map = arena_new_of(run, struct value);
	size_t wanted = choose(choices, 5);
	struct entry *entries = arena_array_of(run, struct entry, wanted);
	*map = (struct value){ .kind = VALUE_MAP, .entries = entries };
	for (; wanted; wanted--) {
		struct bytes key = random_text(run, choices);
		if (!value_get(map, key))
			entries[map->count++] = (struct entry){ .key = key,
				.value = random_value(run, choices, depth + 1) };
	}
	return map;
}

static struct value *random_list(struct arena *run, struct choices *choices, int depth)
{
	struct value *list = arena_new_of(run, struct value);
	size_t count = choose(choices, 4);
	const struct value **items = arena_array_of(run, const struct value *, count);
	for (size_t i = 0; i < count; i++)
		items[i] = random_value(run, choices, depth + 1);
	*list = (struct value){ .kind = VALUE_LIST, .count = count, .items = items };
	return list;
}

static struct value *random_value(struct arena *run, struct choices *choices, int depth)
{
	size_t kind = depth > DEEPEST ? 0 : choose(choices, 4);
	if (kind < 2)
		return random_scalar(run, choices);
	return kind == 2 ? random_map(run, choices, depth) : random_list(run, choices, depth);
}

/* --- laws ------------------------------------------------------------------------------------- */

/* Aliases may add little: what takes long teaches nothing. */
#define LIMITS ((struct limits){ .depth = 250, .alias_expansion = 1u << 12 })

static const struct value *read_back(struct arena *run, struct bytes text, enum dialect dialect)
{
	struct diags d = diags_new(run);
	struct source *source = source_new(run, BYTES("fuzz"), BYTES("fuzz"), text);
	node_id id;
	const struct tree *tree = tree_read(run, source, dialect, LIMITS, &d);
	const struct tree *full = tree_read_full(run, source, dialect, LIMITS, &d);
	REQUIRE(text, tree && full);
	REQUIRE(text, law_same(tree, full));
	REQUIRE(text, !law_broken(tree, &id));
	REQUIRE(text, tree->documents.count == 1 && tree->documents.at[0].root);
	const struct value *value = tree_value(run, tree, tree->documents.at[0].root, LIMITS, &d);
	REQUIRE(text, value);
	return value;
}

/* A scalar is emitted alone where a value of a file is: in the first column. */
static struct bytes emitted(struct arena *run, const struct value *value, size_t indent)
{
	struct buf out = buf_new(run);
	emit_value(&out, value, value->kind < VALUE_LIST ? 0 : indent);
	return buf_bytes(&out);
}

static void check_emitted(
	struct arena *run, const struct value *value, size_t indent, enum dialect dialect)
{
	struct bytes text = emitted(run, value, indent);
	const struct value *back = read_back(run, text, dialect);
	REQUIRE(text, value_equal(value, back));
	REQUIRE(text, bytes_equal(text, emitted(run, back, indent)));
}

static struct bytes json_of(struct arena *run, const struct value *value)
{
	struct buf out = buf_new(run);
	emit_canonical_json(&out, value);
	return buf_bytes(&out);
}

/* JSON allows some characters that YAML wants escaped. */
static bool is_yaml(struct bytes text)
{
	for (size_t at = 0; at < text.len;) {
		size_t len;
		uint32_t c = utf8_at(text, at, &len);
		if ((c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF)
			return false;
		at += len;
	}
	return true;
}

/* The numbers of JSON are doubles, so texts are compared, not values. */
static void check_json(struct arena *run, const struct value *value)
{
	struct bytes json = json_of(run, value);
	if (is_yaml(json))
		REQUIRE(json,
			bytes_equal(json, json_of(run, read_back(run, json, DIALECT_STRICT))));
}

static const struct value *without_texts(struct arena *run, const struct value *value)
{
	struct value *copy = arena_new_of(run, struct value);
	*copy = *value;
	if (is_number(value))
		copy->text = (struct bytes){ 0 };
	struct entry *entries = arena_array_of(run, struct entry, value->count);
	const struct value **items = arena_array_of(run, const struct value *, value->count);
	for (size_t i = 0; i < value->count; i++)
		if (value->kind == VALUE_MAP)
			entries[i] = (struct entry){ .key = value->entries[i].key,
				.value = without_texts(run, value->entries[i].value) };
		else
			items[i] = without_texts(run, value->items[i]);
	copy->entries = entries;
	copy->items = items;
	return copy;
}

/* A number keeps its text where Helm reads it so; YAML 1.2 may then read 1_000 as a text. */
static void check_value(struct arena *run, const struct value *value, size_t indent)
{
	const struct value *decimal = without_texts(run, value);
	check_emitted(run, value, indent, DIALECT_HELM);
	check_emitted(run, decimal, indent, DIALECT_STRICT);
	check_emitted(run, decimal, 0, DIALECT_HELM);
	check_json(run, value);
}

static void check_scalar(struct arena *run, struct bytes text, size_t indent, enum quoting quoting)
{
	struct buf out = buf_new(run);
	buf_add_times(&out, ' ', indent);
	emit_key(&out, text, indent);
	buf_add_char(&out, ' ');
	emit_scalar(&out, text, quoting);
	buf_add_char(&out, '\n');
	for (enum dialect dialect = DIALECT_STRICT; dialect <= DIALECT_HELM; dialect++) {
		const struct value *map = read_back(run, buf_bytes(&out), dialect);
		REQUIRE(buf_bytes(&out), map->kind == VALUE_MAP && map->count == 1);
		const struct entry *entry = map->entries;
		REQUIRE(buf_bytes(&out), entry->value->kind == VALUE_STRING);
		REQUIRE(buf_bytes(&out), bytes_equal(entry->key, text));
		REQUIRE(buf_bytes(&out), bytes_equal(entry->value->text, text));
	}
}

/* --- inputs ----------------------------------------------------------------------------------- */

static bool is_finite(const struct value *value)
{
	bool finite = !is_number(value) || isfinite(value->number);
	for (size_t i = 0; finite && i < value->count; i++)
		finite = is_finite(
			value->kind == VALUE_MAP ? value->entries[i].value : value->items[i]);
	return finite;
}

static void check_text(struct arena *run, struct bytes text, enum dialect dialect, size_t indent)
{
	struct diags d = diags_new(run);
	struct source *source = source_new(run, BYTES("fuzz"), BYTES("fuzz"), text);
	const struct tree *tree = tree_read(run, source, dialect, LIMITS, &d);
	for (size_t i = 0; tree && i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		const struct value *value = root ? tree_value(run, tree, root, LIMITS, &d) : NULL;
		if (!value || !is_finite(value))
			continue;
		if (dialect == DIALECT_STRICT)
			check_emitted(run, value, indent, dialect);
		check_value(run, value, indent);
	}
}

/* What begins with a control character chooses a value; anything else is a text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *run = arena_new();
	struct choices choices = { data, size };
	struct bytes text = { (const char *)data, size };
	size_t kind = choose(&choices, 256), indent = choose(&choices, 5);
	if (kind >= ' ') {
		check_text(run, text, DIALECT_STRICT, indent);
		check_text(run, text, DIALECT_HELM, indent);
	} else if (kind % 4 == 0)
		check_scalar(run, random_text(run, &choices), indent,
			choose(&choices, 2) ? QUOTE_ALWAYS : QUOTE_IF_NEEDED);
	else
		check_value(run, random_value(run, &choices, 0), indent);
	arena_end(run);
	return 0;
}
