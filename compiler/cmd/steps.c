#include "steps.h"

#include "base/message.h"
#include "base/utf8.h"

#include <stdio.h>

/* --- text ------------------------------------------------------------------------------------- */

enum { PART_SHOWN = 60, VALUE_SHOWN = 60, DEEPEST_INDENT = 30, COST_DIGITS = 24 };

/* A line of the table. */
struct line {
	char cost[COST_DIGITS]; /* empty: none of its own */
	struct bytes part, value;
};

struct table {
	struct arena *owner;
	const struct cel_program *program;
	ARRAY(struct line);
};

static struct line *add_line(struct table *table, struct buf *part)
{
	struct line *line = array_push(table->owner, table);
	*line = (struct line){ .part = buf_bytes(part) };
	return line;
}

static void set_cost(struct line *line, uint64_t cost)
{
	snprintf(line->cost, sizeof line->cost, "%llu", (unsigned long long)cost);
}

static struct buf indented(struct table *table, size_t depth)
{
	struct buf part = buf_new(table->owner);
	buf_add_times(&part, ' ', 2 * (depth < DEEPEST_INDENT ? depth : DEEPEST_INDENT));
	return part;
}

static struct bytes value_text(struct arena *owner, const struct cel_step *step)
{
	struct buf text = buf_new(owner);
	if (step->skipped)
		return bytes_of(_("not evaluated"));
	cel_print_short(&text, step->value, VALUE_SHOWN);
	return text.len ? buf_bytes(&text) : bytes_of(_("failed"));
}

static void add_bindings(struct buf *part, const struct cel_step *element)
{
	buf_print(part, _("item %zu: "), element->number + 1);
	for (size_t i = 0; i < element->binding_count; i++) {
		buf_print(part, "%s" BYTES_FMT " = ", i ? ", " : "",
			BYTES_ARG(element->bindings[i].name));
		cel_print_short(part, element->bindings[i].value, PART_SHOWN / 2);
	}
}

static void add_left_out(struct table *table, const struct cel_step *step, size_t depth)
{
	if (!step->left_out)
		return;
	struct buf part = indented(table, depth);
	buf_print(&part, _("%zu more items"), step->left_out);
	set_cost(add_line(table, &part), step->left_out_cost);
}

static void add_step(struct table *table, const struct cel_step *step, size_t depth)
{
	if (step->constant && depth)
		return;
	struct buf part = indented(table, depth);
	if (step->element)
		add_bindings(&part, step);
	else
		cel_print_part(&part, table->program, step->begin, step->end, PART_SHOWN);
	struct line *line = add_line(table, &part);
	line->value = value_text(table->owner, step);
	if (!step->element && !step->skipped)
		set_cost(line, step->cost);
	for (const struct cel_step *below = step->first; below; below = below->next)
		add_step(table, below, depth + 1);
	add_left_out(table, step, depth + 1);
}

static void print_line(
	struct buf *out, const char *cost, struct bytes part, size_t width, struct bytes value)
{
	size_t cost_width = utf8_width(bytes_of(cost)), part_width = utf8_width(part);
	buf_add_times(out, ' ', cost_width < 7 ? 7 - cost_width : 0);
	buf_print(out, "%s  " BYTES_FMT, cost, BYTES_ARG(part));
	if (value.len) {
		buf_add_times(out, ' ', width - part_width + 2);
		buf_add(out, value);
	}
	buf_add_char(out, '\n');
}

void steps_print(struct buf *out, const struct cel_explanation *explanation)
{
	struct table table = { .owner = out->owner, .program = explanation->program };
	struct bytes head = bytes_of(_("EXPRESSION"));
	size_t width = utf8_width(head);
	add_step(&table, explanation->root, 0);
	for (size_t i = 0; i < table.count; i++) {
		size_t wide = utf8_width(table.at[i].part);
		width = wide > width ? wide : width;
	}
	print_line(out, _("COST"), head, width, bytes_of(_("VALUE")));
	for (size_t i = 0; i < table.count; i++)
		print_line(out, table.at[i].cost, table.at[i].part, width, table.at[i].value);
	struct line sum = { .part = bytes_print(out->owner, _("of at most %llu"),
				    (unsigned long long)explanation->cost_limit) };
	set_cost(&sum, explanation->result.cost);
	print_line(out, sum.cost, sum.part, width, sum.value);
}

void reasons_print(struct buf *out, const struct cel_reasons *reasons)
{
	for (size_t i = 0; i < reasons->count; i++) {
		const struct cel_reason *reason = &reasons->at[i];
		struct span at = reason->place;
		if (at.source) {
			struct place place = source_place(at.source, at.begin);
			buf_print(out, BYTES_FMT ":%zu:%zu: ", BYTES_ARG(at.source->path),
				place.line, place.column);
		}
		buf_add(out, reason->text);
		if (reason->hint.len)
			buf_print(out, "; " BYTES_FMT, BYTES_ARG(reason->hint));
		buf_add_char(out, '\n');
	}
}

/* --- json ------------------------------------------------------------------------------------- */

/* A member with a text, and the comma before the next one. */
static void add_text(struct buf *out, const char *key, struct bytes text)
{
	buf_print(out, "\"%s\":", key);
	cel_print_json(out, cel_string(text));
	buf_add_char(out, ',');
}

static void add_number(struct buf *out, const char *key, uint64_t number)
{
	buf_print(out, "\"%s\":%llu,", key, (unsigned long long)number);
}

static void end_object(struct buf *out)
{
	out->len--;
	buf_add_char(out, '}');
}

static void add_json_bindings(struct buf *out, const struct cel_step *element)
{
	buf_add(out, BYTES("\"variables\":{"));
	for (size_t i = 0; i < element->binding_count; i++) {
		struct buf value = buf_new(out->owner);
		cel_print_short(&value, element->bindings[i].value, VALUE_SHOWN);
		buf_add(out, i ? BYTES(",") : BYTES(""));
		cel_print_json(out, cel_string(element->bindings[i].name));
		buf_add_char(out, ':');
		cel_print_json(out, cel_string(buf_bytes(&value)));
	}
	buf_add(out, BYTES("},"));
}

static void add_json_step(
	struct buf *out, const struct cel_program *program, const struct cel_step *step);

static void add_json_steps(
	struct buf *out, const struct cel_program *program, const struct cel_step *step)
{
	size_t count = 0;
	for (const struct cel_step *below = step->first; below; below = below->next) {
		if (below->constant)
			continue;
		buf_add(out, count++ ? BYTES(",") : BYTES("\"steps\":["));
		add_json_step(out, program, below);
	}
	if (count)
		buf_add(out, BYTES("],"));
}

/* Its keys in the order of their bytes, as in all JSON of leme. */
static void add_json_step(
	struct buf *out, const struct cel_program *program, const struct cel_step *step)
{
	struct buf part = buf_new(out->owner);
	buf_add_char(out, '{');
	add_number(out, "begin", step->begin);
	if (!step->skipped)
		add_number(out, "cost", step->cost);
	add_number(out, "end", step->end);
	if (!step->skipped && cel_is_error(step->value))
		add_text(out, "error", step->value.error->text);
	if (step->element)
		add_number(out, "item", step->number);
	if (step->left_out) {
		add_number(out, "itemsLeftOut", step->left_out);
		add_number(out, "itemsLeftOutCost", step->left_out_cost);
	}
	add_json_steps(out, program, step);
	if (!step->element) {
		cel_print_part(&part, program, step->begin, step->end, SIZE_MAX);
		add_text(out, "text", buf_bytes(&part));
	}
	if (!step->skipped && !cel_is_error(step->value))
		add_text(out, "value", value_text(out->owner, step));
	if (step->element)
		add_json_bindings(out, step);
	end_object(out);
}

static void add_json_place(struct buf *out, struct span at)
{
	struct place place = source_place(at.source, at.begin);
	buf_add(out, BYTES("\"place\":{"));
	add_number(out, "column", place.column);
	add_text(out, "file", at.source->name);
	add_number(out, "line", place.line);
	end_object(out);
	buf_add_char(out, ',');
}

static void add_json_reason(struct buf *out, const struct cel_reason *reason)
{
	buf_add_char(out, '{');
	add_number(out, "begin", reason->begin);
	add_number(out, "end", reason->end);
	if (reason->hint.len)
		add_text(out, "hint", reason->hint);
	if (reason->place.source)
		add_json_place(out, reason->place);
	add_text(out, "text", reason->text);
	end_object(out);
}

void steps_print_json(struct buf *out, const struct cel_explanation *explanation,
	const struct cel_reasons *reasons)
{
	struct cel_value value = explanation->result.value;
	buf_add_char(out, '{');
	add_number(out, "cost", explanation->result.cost);
	if (cel_is_error(value))
		add_text(out, "error", value.error->text);
	add_number(out, "limit", explanation->cost_limit);
	buf_add(out, BYTES("\"steps\":["));
	add_json_step(out, explanation->program, explanation->root);
	buf_add(out, BYTES("],"));
	if (!cel_is_error(value)) {
		buf_add(out, BYTES("\"value\":"));
		cel_print_json(out, value);
		buf_add_char(out, ',');
	}
	buf_add(out, BYTES("\"why\":["));
	for (size_t i = 0; i < reasons->count; i++) {
		buf_add(out, i ? BYTES(",") : BYTES(""));
		add_json_reason(out, &reasons->at[i]);
	}
	buf_add(out, BYTES("]}\n"));
}
