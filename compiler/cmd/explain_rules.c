#include "explain.h"
#include "packs.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/utf8.h"

/* --- which rules ------------------------------------------------------------------------------ */

struct shelf {
	struct pack_documents packs;
	struct rule_set set;
};

static bool read_shelf(struct run *run, struct shelf *shelf)
{
	const struct catalog *catalog = NULL;
	struct packs packs = { 0 };
	if (!packs_here(run, &catalog, &packs) || !packs_complete(run, &packs.rules))
		return false;
	shelf->packs = packs.rules;
	return rule_set_read(run->arena, catalog, &shelf->packs, &shelf->set, &run->diags);
}

/* Without the edition. */
static struct bytes pack_meant(const struct shelf *shelf, struct bytes name)
{
	for (size_t i = 0; i < shelf->packs.count; i++)
		if (pack_is_called(&shelf->packs.at[i], name))
			return pack_name(&shelf->packs.at[i]);
	return (struct bytes){ 0 };
}

static bool is_of_pack(const struct rule *rule, struct bytes pack)
{
	return bytes_begins(rule->id, pack) && rule->id.len == pack.len + 1 + rule->name.len;
}

static struct rule_set rules_of_pack(struct run *run, const struct shelf *shelf, struct bytes pack)
{
	struct rule_set rules = { 0 };
	for (size_t i = 0; i < shelf->set.count; i++)
		if (is_of_pack(shelf->set.at[i], pack))
			*array_push(run->arena, &rules) = shelf->set.at[i];
	return rules;
}

static bool has_slash(struct bytes name)
{
	return bytes_find(name, BYTES("/"), 0) < name.len;
}

static enum exit_code unknown(struct run *run, const struct shelf *shelf,
	const struct cel_functions *all, struct bytes name)
{
	struct texts known = pack_names(run, &shelf->packs);
	struct bytes near = explain_meant(run, all, name);
	if (has_slash(name) && name.len > 1) {
		rule_unknown(&shelf->set, name, (struct span){ 0 }, &run->diags);
		return EXIT_INPUT;
	}
	if (!near.len)
		near = nearest(name, known.at, known.count);
	diag_error(&run->diags, (struct span){ 0 }, "usage/operand",
		N_("there is no function, operator or macro, and no pack of rules '" BYTES_FMT "'"),
		BYTES_ARG(name));
	if (near.len)
		diag_hint(&run->diags, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	else
		diag_hint(&run->diags, N_("'leme explain' lists all that can be explained"));
	return EXIT_INPUT;
}

/* --- text ------------------------------------------------------------------------------------- */

enum { TEXT_WIDTH = 80, TEXT_INDENT = 4 };

/* Breaks at blanks. */
static void print_wrapped(struct buf *out, struct bytes text)
{
	size_t column = 0, at = 0;
	text = bytes_trim(text);
	while (at < text.len) {
		size_t end = bytes_find(text, BYTES(" "), at);
		struct bytes word = bytes_slice(text, at, end);
		size_t width = utf8_width(word);
		bool fits = column && column + 1 + width <= TEXT_WIDTH;
		if (!fits)
			buf_add(out, column ? BYTES("\n    ") : BYTES("    "));
		buf_add(out, fits ? BYTES(" ") : BYTES(""));
		buf_add(out, word);
		column = (fits ? column + 1 : TEXT_INDENT) + width;
		at = end + 1;
	}
	buf_add_char(out, '\n');
}

static void print_part(struct buf *out, const char *name, struct bytes text)
{
	if (!text.len)
		return;
	buf_print(out, "\n%s:\n", name);
	print_wrapped(out, text);
}

/* As it would be typed: lines stay lines. */
static void print_example(struct buf *out, const char *name, struct bytes text)
{
	text = bytes_trim(text);
	if (!text.len)
		return;
	buf_print(out, "\n%s:\n", name);
	for (size_t at = 0; at < text.len;) {
		size_t end = bytes_find(text, BYTES("\n"), at);
		buf_print(out, "    " BYTES_FMT "\n", BYTES_ARG(bytes_slice(text, at, end)));
		at = end + 1;
	}
}

static void print_rule(struct buf *out, const struct rule *rule)
{
	buf_print(out, BYTES_FMT "\n", BYTES_ARG(rule->id));
	print_wrapped(out, rule->message);
	buf_print(out, _("    level %s, each of: %s\n"), level_names[rule->level],
		rule_scope_names[rule->each]);
	print_part(out, _("why"), rule->why);
	print_example(out, _("bad"), rule->bad);
	print_example(out, _("good"), rule->good);
	print_part(out, _("hint"), rule->hint);
}

static void print_pack(struct buf *out, struct bytes pack, const struct rule_set *rules)
{
	size_t width = 0;
	for (size_t i = 0; i < rules->count; i++) {
		size_t wide = utf8_width(rules->at[i]->id);
		width = wide > width ? wide : width;
	}
	buf_print(out, _("rules of the pack " BYTES_FMT ":\n"), BYTES_ARG(pack));
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = rules->at[i];
		buf_print(out, "  " BYTES_FMT, BYTES_ARG(rule->id));
		buf_add_times(out, ' ', width - utf8_width(rule->id) + 2);
		buf_print(out, BYTES_FMT "\n", BYTES_ARG(rule->message));
	}
	buf_print(out, "\n%s\n", _("'leme explain PACK/RULE' tells more of one."));
}

/* --- json ------------------------------------------------------------------------------------- */

static void add_text(struct buf *out, const char *key, struct bytes text)
{
	if (!text.len)
		return;
	buf_print(out, "\"%s\":", key);
	cel_print_json(out, cel_string(bytes_trim(text)));
	buf_add_char(out, ',');
}

/* The keys in the order of their bytes, as in all JSON of leme. */
static void print_json(struct buf *out, const struct rule_set *rules)
{
	buf_add(out, BYTES("["));
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = rules->at[i];
		buf_add(out, i ? BYTES(",\n {") : BYTES("\n {"));
		add_text(out, "bad", rule->bad);
		add_text(out, "each", bytes_of(rule_scope_names[rule->each]));
		add_text(out, "good", rule->good);
		add_text(out, "hint", rule->hint);
		add_text(out, "level", bytes_of(level_names[rule->level]));
		add_text(out, "message", rule->message);
		add_text(out, "rule", rule->id);
		add_text(out, "why", rule->why);
		out->len--;
		buf_add_char(out, '}');
	}
	buf_add(out, BYTES("\n]\n"));
}

/* --- the operand ------------------------------------------------------------------------------ */

enum exit_code explain_rules(
	struct run *run, enum explain_format format, const struct cel_functions *all)
{
	struct bytes name = run->operands.at[0];
	struct shelf shelf = { 0 };
	if (!read_shelf(run, &shelf))
		return EXIT_INPUT;
	struct bytes pack = pack_meant(&shelf, name);
	size_t number = rule_set_find(&shelf.set, name);
	struct rule_set rules = { 0 };
	if (pack.at)
		rules = rules_of_pack(run, &shelf, pack);
	else if (number != SIZE_MAX)
		*array_push(run->arena, &rules) = shelf.set.at[number];
	else
		return unknown(run, &shelf, all, name);
	if (format == FORMAT_MDOC)
		return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			       N_("rules are explained as text or as json")),
		       EXIT_INPUT;
	if (format == FORMAT_JSON)
		print_json(&run->out, &rules);
	else if (pack.at)
		print_pack(&run->out, pack, &rules);
	else
		print_rule(&run->out, rules.at[0]);
	return EXIT_DONE;
}

void explain_pack_too(struct run *run, struct bytes name)
{
	struct diags heard = run->diags;
	struct shelf shelf = { 0 };
	run->diags = diags_new(run->arena);
	bool good = read_shelf(run, &shelf);
	run->diags = heard;
	struct bytes pack = good ? pack_meant(&shelf, name) : (struct bytes){ 0 };
	if (!pack.at)
		return;
	struct rule_set rules = rules_of_pack(run, &shelf, pack);
	buf_add_char(&run->out, '\n');
	print_pack(&run->out, pack, &rules);
}
