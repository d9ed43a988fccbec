#include "doctor.h"

#include "base/message.h"
#include "cel/cel.h"

const struct option doctor_options[] = {
	{ 0, "format", N_("FORMAT"), N_("text or json (default text)") },
	{ 0 },
};

/* --- lines ------------------------------------------------------------------------------------ */

void look_add(struct checkup *checkup, enum health health, const char *name, struct bytes about,
	const char *format, ...)
{
	struct buf text = buf_new(checkup->run->arena);
	va_list args;
	va_start(args, format);
	buf_vprint(&text, message(format), args);
	va_end(args);
	*array_push(checkup->run->arena, checkup) = (struct look){
		.health = health, .name = name, .about = about, .text = buf_bytes(&text)
	};
}

void look_hint(struct checkup *checkup, const char *format, ...)
{
	struct buf text = buf_new(checkup->run->arena);
	va_list args;
	va_start(args, format);
	buf_vprint(&text, message(format), args);
	va_end(args);
	checkup->at[checkup->count - 1].hint = buf_bytes(&text);
}

static size_t count_of(const struct checkup *checkup, enum health health)
{
	size_t count = 0;
	for (size_t i = 0; i < checkup->count; i++)
		count += checkup->at[i].health == health;
	return count;
}

/* --- printing --------------------------------------------------------------------------------- */

/* One line each, then what to do. */
static void print_text(struct buf *out, const struct checkup *checkup)
{
	static const char *const marks[] = {
		[HEALTH_GOOD] = N_("good"), [HEALTH_NOTE] = N_("note"), [HEALTH_BAD] = N_("bad ")
	};
	for (size_t i = 0; i < checkup->count; i++) {
		const struct look *look = &checkup->at[i];
		buf_print(out, "%s  " BYTES_FMT ": " BYTES_FMT "\n", _(marks[look->health]),
			BYTES_ARG(look->about), BYTES_ARG(look->text));
		if (look->hint.len)
			buf_print(out, "      %s" BYTES_FMT "\n", _("what to do: "),
				BYTES_ARG(look->hint));
	}
	size_t bad = count_of(checkup, HEALTH_BAD);
	if (bad)
		buf_print(out, _("%zu bad\n"), bad);
	else
		buf_print(out, "%s\n", _("nothing is bad"));
}

static void add_text(struct buf *out, const char *key, struct bytes text)
{
	buf_print(out, "\"%s\":", key);
	cel_print_json(out, cel_string(text));
	buf_add_char(out, ',');
}

/* The keys in the order of their bytes, as in all JSON of leme. */
static void print_json(struct buf *out, const struct checkup *checkup)
{
	static const char *const states[] = { "good", "note", "bad" };
	buf_add_char(out, '[');
	for (size_t i = 0; i < checkup->count; i++) {
		const struct look *look = &checkup->at[i];
		buf_add(out, i ? BYTES(",\n {") : BYTES("\n {"));
		add_text(out, "about", look->about);
		if (look->hint.len)
			add_text(out, "hint", look->hint);
		add_text(out, "name", bytes_of(look->name));
		add_text(out, "state", bytes_of(states[look->health]));
		add_text(out, "text", look->text);
		out->at[out->len - 1] = '}';
	}
	buf_add(out, BYTES("\n]\n"));
}

enum exit_code command_doctor(struct run *run)
{
	static const char *const formats[] = { "text", "json", NULL };
	struct checkup checkup = { .run = run };
	size_t format;
	if (!choice_given(run, "format", formats, &format))
		return EXIT_INPUT;
	if (format)
		message_language(LANGUAGE_ENGLISH);
	checkup.helms = helms_on_path(run->arena);
	look_at_helms(&checkup);
	look_at_plugins(&checkup);
	look_at_machine(&checkup);
	look_at_project(&checkup);
	if (format)
		print_json(&run->out, &checkup);
	else
		print_text(&run->out, &checkup);
	return count_of(&checkup, HEALTH_BAD) ? EXIT_FOUND : EXIT_DONE;
}
