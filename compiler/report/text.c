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

/* A control character would move the cursor, so each byte of one is shown as a blank. */
static struct bytes clean(struct arena *owner, struct bytes text)
{
	char *copy = arena_take(owner, text.len);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		unsigned char next = i + 1 < text.len ? (unsigned char)text.at[i + 1] : 0;
		bool wide = c == 0xC2 && next >= 0x80 && next < 0xA0;
		copy[i] = c < ' ' || c == 0x7F || wide ? ' ' : text.at[i];
		if (wide)
			copy[++i] = ' ';
	}
	return (struct bytes){ copy, text.len };
}

/* `path:line:col: `, `path: ` for a file as a whole, `leme: ` for the command line. */
static void print_place(struct printer *p, struct span at)
{
	paint(p, PAINT_BOLD);
	if (!at.source) {
		buf_add(p->out, BYTES("leme"));
	} else if (!at.source->text.at) {
		buf_add(p->out, clean(p->out->owner, at.source->path));
	} else {
		struct place place = source_place(at.source, at.begin);
		buf_add(p->out, clean(p->out->owner, at.source->path));
		buf_print(p->out, ":%zu:%zu", place.line, place.column);
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

static void print_excerpt(struct printer *p, struct span at, bool unread)
{
	size_t begin;
	if (!at.source || !at.source->text.at || at.source->text.len == 0)
		return;
	struct bytes line = source_line(at.source, at.begin, &begin);
	struct extent extent = { at.begin - begin, at.end - begin };
	line = secrets_mask_line(p->out->owner, p->secrets, line, unread, &extent);
	size_t offset = extent.begin;
	struct bytes shown = clean(p->out->owner, excerpt(line, &offset));
	size_t until = extent.end > extent.begin ? extent.end - extent.begin : 1;
	struct bytes marked = bytes_slice(shown, offset, offset + until);
	size_t width = utf8_width(marked);

	buf_print(p->out, "%5zu | ", source_place(at.source, at.begin).line);
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
static struct bytes presentable(struct printer *p, struct bytes text)
{
	return clean(p->out->owner, secrets_mask(p->out->owner, p->secrets, text));
}

static void print_related(struct printer *p, const struct related *related, bool unread)
{
	if (related->at.source)
		print_place(p, related->at);
	painted(p, PAINT_NOTE, bytes_of(_("note")));
	struct bytes text = presentable(p, related->text);
	buf_print(p->out, ": " BYTES_FMT "\n", BYTES_ARG(text));
	print_excerpt(p, related->at, unread);
}

void print_notice(struct printer *p, const struct notice *notice)
{
	print_place(p, notice->at);
	painted(p, notice->paint, bytes_of(_(notice->word)));
	struct bytes text = presentable(p, notice->text);
	buf_print(p->out, ": " BYTES_FMT " [" BYTES_FMT "]\n", BYTES_ARG(text),
		BYTES_ARG(notice->id));
	if (notice->goes_on)
		return;
	print_excerpt(p, notice->at, notice->unread);
	for (size_t i = 0; i < notice->related_count; i++)
		if (notice->related[i].at.source || notice->tells_placeless)
			print_related(p, &notice->related[i], notice->unread);
	if (notice->hint.len) {
		painted(p, PAINT_NOTE, bytes_of(_("hint")));
		struct bytes hint = presentable(p, notice->hint);
		buf_print(p->out, ": " BYTES_FMT "\n", BYTES_ARG(hint));
	}
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
	struct printer printer = { out, colour, secrets };
	diags_sort(d);
	for (size_t i = 0; i < d->count; i++)
		print_diag(&printer, d->at[i]);
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
