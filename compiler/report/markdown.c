/*
 * Findings as a table of GitHub Flavored Markdown, for a comment on a merge request. CommonMark
 * lets every mark of ASCII stand behind a backslash. A name behind an `@` would be notified even
 * then, but for a comment between.
 */
#include "format.h"

#include "base/message.h"

static void add_escaped(struct buf *out, struct bytes text)
{
	static const char special[] = "\\`*_[]<>#|~&$";
	text = valid_text(out->owner, text);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c == '\n')
			buf_add(out, BYTES("<br>"));
		else if (c < ' ' || c == 0x7F)
			buf_add_char(out, ' ');
		else if (c == '@')
			buf_add(out, BYTES("@<!-- -->"));
		else if (strchr(special, c))
			buf_print(out, "\\%c", c);
		else
			buf_add_char(out, text.at[i]);
	}
}

static const char *level_word(const struct finding *finding)
{
	static const char *const words[] = {
		[LEVEL_OFF] = N_("note"),
		[LEVEL_INFO] = N_("note"),
		[LEVEL_WARNING] = N_("warning"),
		[LEVEL_ERROR] = N_("error"),
	};
	return finding->outcome == OUTCOME_UNDECIDED ? N_("undecided") : words[finding->level];
}

static void add_row(struct buf *out, const struct finding *finding)
{
	buf_print(out, "| %s | ", _(level_word(finding)));
	add_escaped(out, place_text(out->owner, finding->at));
	buf_add(out, BYTES(" | "));
	add_escaped(out, finding_story(out->owner, finding));
	buf_add(out, BYTES(" | "));
	add_escaped(out, finding->id);
	buf_add(out, BYTES(" |\n"));
}

void print_markdown(struct buf *out, const struct findings_report *report)
{
	const struct findings *findings = report->findings;
	struct buf summary = buf_new(out->owner);
	add_findings_summary(&summary, findings, report->waived);
	if (!summary.len)
		buf_print(&summary, "%s\n", _("nothing found"));
	buf_add(out, BYTES("## leme check\n\n"));
	buf_add(out, buf_bytes(&summary));
	if (!findings->count)
		return;
	buf_print(out, "\n| %s | %s | %s | %s |\n| --- | --- | --- | --- |\n", _("Level"),
		_("Place"), _("Finding"), _("Rule"));
	for (size_t i = 0; i < findings->count; i++)
		add_row(out, findings->at[i]);
}
