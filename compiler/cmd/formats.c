#include "formats.h"

#include "base/file.h"
#include "base/message.h"

/* Whether something goes to the same place already. */
static bool is_taken(const struct wanted_formats *wanted, struct bytes file)
{
	for (size_t i = 0; i < wanted->count; i++)
		if (bytes_equal(wanted->at[i].file, file))
			return true;
	return false;
}

static bool take_format(struct run *run, struct wanted_formats *wanted, struct bytes given)
{
	struct bytes name, file = given;
	size_t number;
	bytes_cut(&file, '=', &name);
	if (!choice_read(run, "format", name, findings_format_names, &number))
		return false;
	if (file.at && !file.len)
		return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'--format " BYTES_FMT "' names no file"), BYTES_ARG(given));
	if (is_taken(wanted, file)) {
		diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			file.at ? N_("two formats cannot go to one file")
				: N_("two formats cannot go to the standard output"));
		diag_hint(&run->diags, N_("name a file for each: '--format " BYTES_FMT "=FILE'"),
			BYTES_ARG(name));
		return false;
	}
	*array_push(run->arena, wanted) = (struct wanted_format){
		.format = (enum findings_format)number, .file = file
	};
	return true;
}

bool formats_given(struct run *run, struct wanted_formats *wanted)
{
	struct texts given = option_values(run, "format");
	bool good = true;
	*wanted = (struct wanted_formats){ 0 };
	for (size_t i = 0; i < given.count; i++)
		good = take_format(run, wanted, given.at[i]) && good;
	if (!is_taken(wanted, (struct bytes){ 0 }))
		*array_push(run->arena, wanted) = (struct wanted_format){ .format = FINDINGS_TEXT };
	return good;
}

bool formats_have(const struct wanted_formats *wanted, bool local)
{
	for (size_t i = 0; i < wanted->count; i++)
		if (findings_format_is_local(wanted->at[i].format) == local)
			return true;
	return false;
}

static struct bytes text_of(
	struct run *run, enum findings_format format, struct findings_report report)
{
	struct buf text = buf_new(run->arena);
	report.colour = COLOUR_NONE;
	report_findings_as(&text, format, &report);
	return buf_bytes(&text);
}

void formats_print(struct run *run, struct wanted_formats *wanted, bool local,
	const struct findings_report *report)
{
	for (size_t i = 0; i < wanted->count; i++) {
		struct wanted_format *format = &wanted->at[i];
		if (findings_format_is_local(format->format) != local)
			continue;
		if (format->file.at)
			format->text = text_of(run, format->format, *report);
		else
			report_findings_as(&run->out, format->format, report);
	}
}

bool formats_write(struct run *run, const struct wanted_formats *wanted)
{
	bool good = diags_code(&run->diags) <= EXIT_FOUND;
	for (size_t i = 0; i < wanted->count && good; i++)
		if (wanted->at[i].file.at)
			good = file_write(
				run->arena, wanted->at[i].file, wanted->at[i].text, &run->diags);
	return good;
}
