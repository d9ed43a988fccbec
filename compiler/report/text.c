#include "print.h"

#include "base/message.h"
#include "base/utf8.h"

static void paint(struct printer *p, enum paint which)
{
	static const char *const codes[] = { "\033[0m", "\033[1;31m", "\033[1;35m", "\033[1;36m",
		"\033[1m", "\033[1;32m" };
	if (p->colour == COLOUR_ANSI)
		buf_add(p->out, bytes_of(codes[which]));
}

static void painted(struct printer *p, enum paint which, struct bytes text)
{
	paint(p, which);
	buf_add(p->out, text);
	paint(p, PAINT_NONE);
}

/* Whether a byte, before another one, is all or the first half of a control character. */
static bool is_control(unsigned char c, unsigned char next)
{
	return c < ' ' || c == 0x7F || (c == 0xC2 && next >= 0x80 && next < 0xA0);
}

static size_t clean_until(struct bytes text)
{
	size_t at = 0;
	while (at < text.len &&
		!is_control((unsigned char)text.at[at],
			at + 1 < text.len ? (unsigned char)text.at[at + 1] : 0))
		at++;
	return at;
}

/* A control character would move the cursor, so each byte of one is shown as a blank. */
static struct bytes clean(struct arena *owner, struct bytes text)
{
	size_t until = clean_until(text);
	if (until == text.len)
		return text;
	struct buf copy = buf_new(owner);
	while (until < text.len) {
		bool wide = (unsigned char)text.at[until] == 0xC2;
		buf_add(&copy, bytes_slice(text, 0, until));
		buf_add_times(&copy, ' ', 1 + wide);
		text = bytes_slice(text, until + 1 + wide, text.len);
		until = clean_until(text);
	}
	buf_add(&copy, text);
	return buf_bytes(&copy);
}

/* `path:line:col: `, `path: ` for a file as a whole, `leme: ` for the command line. */
static void print_place(struct printer *p, struct span at)
{
	paint(p, PAINT_BOLD);
	if (!at.source) {
		buf_add(p->out, BYTES("leme"));
	} else if (!at.source->text.at) {
		buf_add(p->out, clean(p->scratch, at.source->path));
	} else {
		struct place place = source_place(at.source, at.begin);
		buf_add(p->out, clean(p->scratch, at.source->path));
		buf_add_char(p->out, ':');
		buf_add_number(p->out, place.line, 10);
		buf_add_char(p->out, ':');
		buf_add_number(p->out, place.column, 10);
	}
	buf_add(p->out, BYTES(":"));
	paint(p, PAINT_NONE);
	buf_add_char(p->out, ' ');
}

enum { EXCERPT_WIDTH = 160 };

/* The part of a long line that holds the place, cut between code points. */
static struct bytes excerpt(struct bytes line, size_t *offset)
{
	size_t from = *offset > EXCERPT_WIDTH / 2 ? *offset - EXCERPT_WIDTH / 2 : 0;
	if (line.len <= EXCERPT_WIDTH)
		from = 0;
	while (from > 0 && from < line.len && ((unsigned char)line.at[from] & 0xC0) == 0x80)
		from--;
	size_t end = from + EXCERPT_WIDTH;
	while (end < line.len && ((unsigned char)line.at[end] & 0xC0) == 0x80)
		end++;
	*offset -= from;
	return bytes_slice(line, from, end);
}

/* As wide as five digits, at least. */
static void print_line_number(struct printer *p, size_t number)
{
	for (size_t least = 10000; least > 1 && number < least; least /= 10)
		buf_add_char(p->out, ' ');
	buf_add_number(p->out, number, 10);
	buf_add(p->out, BYTES(" | "));
}

static void print_excerpt(struct printer *p, struct span at, bool unread)
{
	size_t begin;
	if (!at.source || !at.source->text.at || at.source->text.len == 0)
		return;
	struct bytes line = source_line(at.source, at.begin, &begin);
	struct extent extent = { at.begin - begin, at.end - begin };
	line = secrets_mask_line(p->scratch, p->secrets, line, unread, &extent);
	size_t offset = extent.begin;
	struct bytes shown = clean(p->scratch, excerpt(line, &offset));
	size_t until = extent.end > extent.begin ? extent.end - extent.begin : 1;
	struct bytes marked = bytes_slice(shown, offset, offset + until);
	size_t width = utf8_width(marked);

	print_line_number(p, source_place(at.source, at.begin).line);
	buf_add(p->out, shown);
	buf_add(p->out, BYTES("\n      | "));
	buf_add_times(p->out, ' ', utf8_width(bytes_slice(shown, 0, offset)));
	paint(p, PAINT_CARET);
	buf_add_char(p->out, '^');
	buf_add_times(p->out, '~', width > 1 ? width - 1 : 0);
	paint(p, PAINT_NONE);
	buf_add_char(p->out, '\n');
}

/* A text that may hold values, on one line. */
static void print_text_of(struct printer *p, struct bytes text)
{
	buf_add(p->out, BYTES(": "));
	buf_add(p->out, clean(p->scratch, secrets_mask(p->scratch, p->secrets, text)));
}

static void print_related(struct printer *p, const struct related *related, bool unread)
{
	if (related->at.source)
		print_place(p, related->at);
	painted(p, PAINT_NOTE, bytes_of(_("note")));
	print_text_of(p, related->text);
	buf_add_char(p->out, '\n');
	print_excerpt(p, related->at, unread);
}

static void print_head(struct printer *p, const struct notice *notice)
{
	print_place(p, notice->at);
	painted(p, notice->paint, bytes_of(_(notice->word)));
	print_text_of(p, notice->text);
	buf_add(p->out, BYTES(" ["));
	buf_add(p->out, notice->id);
	buf_add(p->out, BYTES("]\n"));
}

static void print_rest(struct printer *p, const struct notice *notice)
{
	print_excerpt(p, notice->at, notice->unread);
	for (size_t i = 0; i < notice->related_count; i++)
		if (notice->related[i].at.source || notice->tells_placeless)
			print_related(p, &notice->related[i], notice->unread);
	if (notice->hint.len) {
		painted(p, PAINT_NOTE, bytes_of(_("hint")));
		print_text_of(p, notice->hint);
		buf_add_char(p->out, '\n');
	}
}

void print_notice(struct printer *p, const struct notice *notice)
{
	print_head(p, notice);
	if (!notice->goes_on)
		print_rest(p, notice);
	arena_reset(p->scratch);
}

/* Of what such diags are about nobody knows where secrets stand: it is no data, or not ours. */
static bool is_of_unread(const struct diag *diag)
{
	static const char *const areas[] = { "yaml/", "limit/", "file/", "key/", "output/" };
	for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
		if (bytes_begins(bytes_of(diag->id), bytes_of(areas[i])))
			return true;
	return false;
}

static void print_diag(struct printer *p, const struct diag *diag)
{
	static const struct {
		const char *word;
		enum paint paint;
	} words[] = { { N_("error"), PAINT_ERROR }, { N_("warning"), PAINT_WARNING },
		{ N_("note"), PAINT_NOTE } };
	struct notice notice = { .at = diag->at,
		.word = words[diag->severity].word,
		.paint = words[diag->severity].paint,
		.text = diag->text,
		.id = bytes_of(diag->id),
		.related = diag->related.at,
		.related_count = diag->related.count,
		.hint = diag->hint,
		.unread = is_of_unread(diag) };
	print_notice(p, &notice);
}

void report_text(struct buf *out, struct diags *d, struct secrets *secrets, enum colour colour)
{
	struct printer printer = { out, arena_new(), colour, secrets };
	diags_sort(d);
	for (size_t i = 0; i < d->count; i++)
		print_diag(&printer, d->at[i]);
	arena_end(printer.scratch);
}

void report_summary(struct buf *out, const struct diags *d)
{
	size_t errors = 0, warnings = 0;
	for (size_t i = 0; i < d->count; i++) {
		errors += d->at[i]->severity == SEVERITY_ERROR;
		warnings += d->at[i]->severity == SEVERITY_WARNING;
	}
	if (errors)
		buf_print(out, errors == 1 ? _("%zu error") : _("%zu errors"), errors);
	if (errors && warnings)
		buf_add(out, BYTES(", "));
	if (warnings)
		buf_print(out, warnings == 1 ? _("%zu warning") : _("%zu warnings"), warnings);
	if (errors || warnings)
		buf_add_char(out, '\n');
}
