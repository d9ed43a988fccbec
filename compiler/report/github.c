/*
 * Workflow commands of GitHub Actions, a line each. What ends a line, and the sign of an escape,
 * are escaped everywhere, what ends a property in those, as the toolkit of Actions does it.
 */
#include "format.h"

static void add_escaped(struct buf *out, struct bytes text, const char *special)
{
	text = valid_text(out->owner, text);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c && strchr(special, c))
			buf_print(out, "%%%02X", c);
		else
			buf_add_char(out, text.at[i]);
	}
}

static const char in_data[] = "%\r\n", in_property[] = "%\r\n:,";

static const char *command_of(const struct finding *finding)
{
	static const char *const commands[] = {
		[LEVEL_OFF] = "notice",
		[LEVEL_INFO] = "notice",
		[LEVEL_WARNING] = "warning",
		[LEVEL_ERROR] = "error",
	};
	return finding->outcome == OUTCOME_UNDECIDED ? "notice" : commands[finding->level];
}

/* Columns are taken only inside of one line, and the last one is part of the place. */
static void add_region(struct buf *out, const struct finding *finding)
{
	struct place begin, end;
	if (!finding_region(finding, &begin, &end))
		return;
	buf_print(out, ",line=%zu,endLine=%zu", begin.line, end.line);
	if (begin.line == end.line)
		buf_print(out, ",col=%zu,endColumn=%zu", begin.column,
			end.column > begin.column ? end.column - 1 : begin.column);
}

static void add_command(struct buf *out, const struct finding *finding)
{
	bool undecided = finding->outcome == OUTCOME_UNDECIDED;
	buf_print(out, "::%s file=", command_of(finding));
	add_escaped(out, finding_file(finding), in_property);
	add_region(out, finding);
	buf_add(out, BYTES(",title="));
	add_escaped(out, finding->id, in_property);
	buf_add(out, undecided ? BYTES(" (undecided)::") : BYTES("::"));
	add_escaped(out, finding_story(out->owner, finding), in_data);
	buf_add_char(out, '\n');
}

void print_github(struct buf *out, const struct findings_report *report)
{
	for (size_t i = 0; i < report->findings->count; i++)
		add_command(out, report->findings->at[i]);
}
