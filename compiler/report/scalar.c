/* A text as a YAML document of nothing but the text. */
#include "report.h"

#include "base/utf8.h"

enum { TAB_WIDTH = 8, MOST_DASHES = 5 };

struct scalar_writer {
	struct buf *out;
	size_t column, dashes;
	size_t blanks; /* that were not written yet: at the end of a line there are none */
};

static void begin_line(struct scalar_writer *w)
{
	buf_add(w->out, BYTES("  "));
	w->column = w->dashes = w->blanks = 0;
}

static void add_blanks(struct scalar_writer *w, size_t count)
{
	w->blanks += count;
	w->column += count;
	w->dashes = 0;
}

static void add_shown(struct scalar_writer *w, struct bytes text)
{
	w->dashes = bytes_is(text, "-") ? w->dashes + 1 : 0;
	if (w->dashes > MOST_DASHES)
		return;
	buf_add_times(w->out, ' ', w->blanks);
	w->blanks = 0;
	buf_add(w->out, text);
	w->column++;
}

/* As go-yaml has it: anything else makes it write the text as one line in double quotes. */
static bool is_shown(uint32_t c)
{
	return (c > ' ' && c < 0x7F) ||
		(c >= 0xA0 && c < 0xFFFE && c != 0xFEFF && c != 0x2028 && c != 0x2029);
}

static void add_character(struct scalar_writer *w, struct bytes text, uint32_t c)
{
	if (c == ' ') {
		add_blanks(w, 1);
	} else if (c == '\t') {
		add_blanks(w, TAB_WIDTH - w->column % TAB_WIDTH);
	} else if (is_shown(c)) {
		add_shown(w, text);
	} else if (c != '\r') {
		struct bytes name = bytes_print(w->out->owner, "<U+%04X>", (unsigned)c);
		add_shown(w, name);
		w->column += name.len - 1;
	}
}

static void add_line(struct scalar_writer *w, struct bytes line)
{
	size_t len;
	begin_line(w);
	for (size_t at = 0; at < line.len; at += len) {
		uint32_t c = utf8_at(line, at, &len);
		bool good = c != 0xFFFD;
		add_character(w, good ? bytes_slice(line, at, at + len) : BYTES("\xEF\xBF\xBD"), c);
	}
	buf_add_char(w->out, '\n');
}

void report_scalar(struct buf *out, struct bytes text)
{
	struct scalar_writer w = { .out = out };
	while (text.len && memchr(" \t\r\n", text.at[text.len - 1], 4))
		text.len--;
	buf_add(out, BYTES("|2\n"));
	for (struct bytes line; bytes_cut(&text, '\n', &line);)
		add_line(&w, line);
}
