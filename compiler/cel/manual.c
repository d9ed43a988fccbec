/* What the manual prints, from the rows that the parser and the evaluator work by. */
#include "eval.h"

#include "base/message.h"

extern const struct library cel_std, cel_optionals, cel_time, cel_quantity, cel_network,
	cel_formats, cel_strings, cel_format, cel_math, cel_encoders, cel_lists, cel_sets,
	cel_regex, cel_leme, cel_environment;

static const struct {
	const struct library *library;
	const char *title;
} titles[] = {
	{ &cel_std, N_("Standard functions") },
	{ &cel_optionals, N_("Optionals") },
	{ &cel_time, N_("Time") },
	{ &cel_quantity, N_("Quantities and versions") },
	{ &cel_network, N_("Addresses and URLs") },
	{ &cel_formats, N_("Formats of names") },
	{ &cel_strings, N_("Texts") },
	{ &cel_format, N_("Texts from values") },
	{ &cel_math, N_("Numbers") },
	{ &cel_encoders, N_("Encodings") },
	{ &cel_lists, N_("Lists") },
	{ &cel_sets, N_("Lists as sets") },
	{ &cel_regex, N_("Regular expressions") },
	{ &cel_leme, N_("Images and versions") },
	{ &cel_environment, N_("Environment variables") },
};

static const char *title_of(const struct library *library)
{
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (titles[i].library == library)
			return titles[i].title;
	return "";
}

/* --- what is no function: its operands are not all evaluated, or are no values ---------------- */

#define OPERATORS N_("Operators")
#define MACROS N_("Macros")

static const struct form {
	const char *library, *name, *signature, *text, *example, *cost;
	unsigned since;
} forms[] = {
	{ OPERATORS, "&&", "bool && bool -> bool",
		N_("whether both hold; false wins, even over an error of the other side"),
		"!(1 / 0 == 1 && false)", "0", 0 },
	{ OPERATORS, "||", "bool || bool -> bool",
		N_("whether one of them holds; true wins, even over an error of the other side"),
		"1 / 0 == 1 || true", "0", 0 },
	{ OPERATORS, "?:", "bool ? T : T -> T",
		N_("the second where the first holds, else the third; the other is not evaluated"),
		"(1 < 2 ? 'a' : string(1 / 0)) == 'a'", "0", 0 },
	{ OPERATORS, ".", "map.field -> V",
		N_("the value of that key; an error if the map has it not"), "{'a': 1}.a == 1", "1",
		0 },
	{ OPERATORS, ".?", "map.?field -> optional(V)",
		N_("an optional of that value; none if there is none"),
		"{'a': 1}.?b.orValue(2) == 2", "1", 28 },
	{ OPERATORS, "[]", "list(T)[int] -> T",
		N_("the item at that position, from 0; an error outside"), "['a', 'b'][1] == 'b'",
		"1", 0 },
	{ OPERATORS, "[]", "map(K, V)[K] -> V",
		N_("the value of that key; an error if the map has it not"),
		"{'a-b': 1}['a-b'] == 1", "1", 0 },
	{ OPERATORS, "[?]", "list(T)[?int] -> optional(T)",
		N_("an optional of the item; none outside"), "!['a'][?1].hasValue()", "1", 28 },
	{ OPERATORS, "[?]", "map(K, V)[?K] -> optional(V)",
		N_("an optional of that value; none if there is none"),
		"{'a': 1}[?'a'].value() == 1", "1", 28 },
	{ MACROS, "cel.bind", "cel.bind(x, T, U) -> U",
		N_("the last one, in which x is the first one's value, evaluated once"),
		"cel.bind(n, 2 + 1, n * n) == 9", "10", CEL_NOT_IN_KUBERNETES },
};

static void add_forms(struct arena *owner, struct cel_functions *all, const char *library)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (strcmp(forms[i].library, library) != 0)
			continue;
		*array_push(owner, all) = (struct cel_function){
			.library = forms[i].library,
			.name = bytes_of(forms[i].name),
			.signature = bytes_of(forms[i].signature),
			.text = forms[i].text,
			.example = forms[i].example,
			.cost = bytes_of(forms[i].cost),
			.since = forms[i].since,
		};
	}
}

/* --- macros ----------------------------------------------------------------------------------- */

static struct bytes macro_cost(struct arena *owner, enum expr_kind kind)
{
	struct fold_cost cost = fold_cost(kind);
	unsigned end = (unsigned)cost.end, early = (unsigned)cost.early;
	if (kind == EXPR_SELECT)
		return BYTES("0");
	if (!is_loop_kind(kind))
		return BYTES("10");
	if (cost.element)
		return bytes_print(owner, _("%u, %u for every item, %u more if one decides"), end,
			(unsigned)cost.element, early);
	return bytes_print(owner, _("%u, %u for every item that is taken, %u for any other"), end,
		(unsigned)cost.taken, (unsigned)cost.left);
}

/* `range.all(x, bool) bool` is shown with an arrow before its last word. */
static struct bytes with_arrow(struct arena *owner, struct bytes signature)
{
	size_t at = signature.len;
	while (at > 0 && signature.at[at - 1] != ' ')
		at--;
	return bytes_join(owner, bytes_slice(signature, 0, at), BYTES("-> "),
		bytes_slice(signature, at, signature.len));
}

static void add_macros(struct arena *owner, struct cel_functions *all)
{
	for (size_t i = 0; i < cel_macro_count; i++) {
		const struct macro *macro = &cel_macros[i];
		*array_push(owner, all) = (struct cel_function){
			.library = MACROS,
			.name = bytes_of(macro->name),
			.signature = with_arrow(owner, bytes_of(macro->signature)),
			.text = macro->text,
			.example = macro->example,
			.cost = macro_cost(owner, macro->kind),
			.since = macro->since,
		};
	}
}

/* --- functions -------------------------------------------------------------------------------- */

/* What a signature says, taken apart: `<receiver>.name(parameters) result`. */
struct parts {
	struct bytes receiver, name, parameters, result;
};

static struct parts parts_of(struct bytes signature)
{
	struct parts parts = { 0 };
	if (bytes_begins(signature, BYTES("<"))) {
		size_t end = bytes_find(signature, BYTES(">."), 0);
		parts.receiver = bytes_slice(signature, 1, end);
		signature = bytes_slice(signature, end + 2, signature.len);
	}
	size_t open = bytes_find(signature, BYTES("("), 0), close = open, depth = 0;
	do
		depth += (size_t)(signature.at[close] == '(') -
			(size_t)(signature.at[close] == ')');
	while (++close < signature.len && depth);
	parts.name = bytes_slice(signature, 0, open);
	parts.parameters = bytes_slice(signature, open + 1, close - 1);
	parts.result = bytes_trim(bytes_slice(signature, close, signature.len));
	return parts;
}

/* `_+_` is `+`, `@in` is `in`, `-_` is `-`. */
static struct bytes written_name(struct bytes name)
{
	if (bytes_is(name, "@in"))
		return BYTES("in");
	if (bytes_begins(name, BYTES("_")) && bytes_ends(name, BYTES("_")))
		return bytes_slice(name, 1, name.len - 1);
	return bytes_ends(name, BYTES("_")) ? bytes_slice(name, 0, name.len - 1) : name;
}

/* The first of two parameters ends at a comma that stands in no brackets. */
static size_t first_comma(struct bytes parameters)
{
	size_t at = 0, depth = 0;
	while (at < parameters.len && (depth || parameters.at[at] != ',')) {
		depth += (size_t)(parameters.at[at] == '(') - (size_t)(parameters.at[at] == ')');
		at++;
	}
	return at;
}

static struct bytes shown_signature(struct arena *owner, const struct parts *parts)
{
	struct buf out = buf_new(owner);
	struct bytes name = written_name(parts->name), all = parts->parameters;
	size_t comma = first_comma(all);
	if (parts->receiver.len)
		buf_print(&out, BYTES_FMT ".", BYTES_ARG(parts->receiver));
	if (bytes_equal(name, parts->name)) {
		buf_print(&out, BYTES_FMT "(" BYTES_FMT ")", BYTES_ARG(name), BYTES_ARG(all));
	} else if (comma == all.len) {
		buf_print(&out, BYTES_FMT BYTES_FMT, BYTES_ARG(name), BYTES_ARG(all));
	} else {
		struct bytes left = bytes_slice(all, 0, comma);
		struct bytes right = bytes_slice(all, comma + 2, all.len);
		buf_print(&out, BYTES_FMT " " BYTES_FMT " " BYTES_FMT, BYTES_ARG(left),
			BYTES_ARG(name), BYTES_ARG(right));
	}
	buf_print(&out, " -> " BYTES_FMT, BYTES_ARG(parts->result));
	return buf_bytes(&out);
}

static void add_function(struct arena *owner, struct cel_functions *all,
	const struct function *function, const char *library)
{
	struct parts parts = parts_of(bytes_of(function->signature));
	const char *cost = call_cost_words(function, parts.name);
	*array_push(owner, all) = (struct cel_function){
		.library = library,
		.name = written_name(parts.name),
		.signature = shown_signature(owner, &parts),
		.text = function->text,
		.example = function->example,
		.cost = bytes_of(_(cost)),
		.since = function->since,
	};
}

struct cel_functions cel_functions(struct arena *owner)
{
	struct cel_functions all = { 0 };
	add_forms(owner, &all, OPERATORS);
	add_macros(owner, &all);
	add_forms(owner, &all, MACROS);
	for (size_t l = 0; l < cel_library_count; l++)
		for (size_t i = 0; i < cel_libraries[l]->count; i++)
			add_function(owner, &all, &cel_libraries[l]->functions[i],
				title_of(cel_libraries[l]));
	return all;
}
