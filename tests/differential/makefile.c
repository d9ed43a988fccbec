/*
 * Reads makefiles for a comparison with GNU Make: `makefile` in the folder that they are in.
 *
 * Each line of stdin is a file and names, separated by tabs. The answer is a line for the file,
 *
 *   read NAME…   (what it assigns)   or   refused ID
 *
 * and, of a file that was read, one for each name that was asked for:
 *
 *   value "a%0ab" FILE BEGIN END literal|made   or   refused ID
 *
 * Bytes that are not plain ASCII, and blanks, are written as %hh.
 */
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>

static void write_text(struct buf *out, struct bytes text)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c > ' ' && c < 0x7F && c != '"' && c != '%')
			buf_add_char(out, text.at[i]);
		else
			buf_print(out, "%%%02x", c);
	}
	buf_add_char(out, '"');
}

static void write_refusal(struct buf *out, const struct diags *d)
{
	buf_print(out, "refused %s", d->count ? d->at[d->count - 1]->id : "without a word");
}

static void write_value(struct buf *out, struct makefile *makefile, struct bytes name)
{
	struct diags d = diags_new(out->owner);
	struct make_value value;
	if (!makefile_value(out->owner, makefile, name, (struct span){ 0 }, &value, &d)) {
		write_refusal(out, &d);
		return;
	}
	buf_add(out, BYTES("value "));
	write_text(out, value.text);
	buf_print(out, " " BYTES_FMT " %u %u %s", BYTES_ARG(value.at.source->path), value.at.begin,
		value.at.end, value.literal ? "literal" : "made");
}

static void write_names(struct buf *out, const struct makefile *makefile)
{
	struct texts names = makefile_names(out->owner, makefile);
	buf_add(out, BYTES("read"));
	for (size_t i = 0; i < names.count; i++) {
		buf_add_char(out, ' ');
		write_text(out, names.at[i]);
	}
}

static void answer(struct arena *arena, const struct sources *sources, struct bytes line)
{
	struct diags d = diags_new(arena);
	struct buf out = buf_new(arena);
	struct makefile *makefile;
	struct bytes name;
	bytes_cut(&line, '\t', &name);
	if (makefile_read(arena, sources, name, (struct span){ 0 }, LIMITS_DEFAULT, &makefile,
		    &d) == SOURCE_FOUND)
		write_names(&out, makefile);
	else
		write_refusal(&out, &d);
	buf_add_char(&out, '\n');
	while (makefile && bytes_cut(&line, '\t', &name)) {
		write_value(&out, makefile, name);
		buf_add_char(&out, '\n');
	}
	fwrite(out.at, 1, out.len, stdout);
	fflush(stdout);
}

int main(void)
{
	struct arena *run = arena_new();
	struct diags d = diags_new(run);
	const struct sources *sources;
	const struct folder *folder = folder_open(run, BYTES(""), &d);
	static char line[1 << 16];
	if (!folder || !sources_open(run, folder, NULL, NULL, &sources, &d))
		return EXIT_FAILURE;
	while (fgets(line, sizeof line, stdin)) {
		struct arena *arena = arena_new();
		line[strcspn(line, "\n")] = '\0';
		answer(arena, sources, bytes_of(line));
		arena_end(arena);
	}
	arena_end(run);
	return EXIT_SUCCESS;
}
