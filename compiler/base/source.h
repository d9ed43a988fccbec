/*
 * A text somebody wrote, and places in it. Everything that came from a text carries a span;
 * line and column are computed only when they are printed.
 */
#ifndef LEME_BASE_SOURCE_H
#define LEME_BASE_SOURCE_H

#include "identity.h"

struct lines;
struct secrets;

struct source {
	struct bytes path; /* as a person at the current directory would open it */
	struct bytes name; /* the path inside the project, with '/'; the path where there is none */
	struct bytes text; /* .at is NULL for a thing that has only a path: a folder, a lost file */
	size_t skipped;    /* bytes before the text, where only a part is kept */
	struct lines *lines;
	struct identity identity; /* of the file when it was read; none if it is no file */
	struct secrets *secrets;  /* to which whoever reads it adds; NULL: nobody asks for them */
	bool stays;               /* as long as the run: no span needs a copy */
	bool is_past; /* of a revision: nobody can change it, and only the path tells which */
};

/* How programs are told of it. */
static inline struct bytes source_label(const struct source *source)
{
	return source->is_past ? source->path : source->name;
}

/* Bytes [begin, end) of a source. source NULL: no place at all (the command line). */
struct span {
	const struct source *source;
	uint32_t begin, end;
};

struct place {
	size_t line, column; /* from 1; the column counts code points (a bad byte is one) */
};

/* The texts are kept, not copied. */
struct source *source_new(
	struct arena *owner, struct bytes path, struct bytes name, struct bytes text);

/* For messages about a file as a whole: a source that has a path and no text. */
struct span span_of_path(struct arena *owner, struct bytes path);

struct place source_place(const struct source *source, size_t offset);

/* Makes finding places fast; for a large source, before threads share it. */
void source_index(const struct source *source);

/*
 * It lives as long as the run: what is told of it may point to it. Index it first, if threads are
 * to share it.
 */
void source_stays(struct source *source);

/* The line that holds the offset, without its line end; *begin is where it starts. */
struct bytes source_line(const struct source *source, size_t offset, size_t *begin);

static inline struct bytes span_text(struct span span)
{
	size_t skipped = span.source->skipped;
	return bytes_slice(span.source->text, span.begin - skipped, span.end - skipped);
}

/*
 * The same span in a copy of its source of which nothing is kept but the line where it begins:
 * line, column and excerpt are the same, also the place of its end. For what outlives the source,
 * which threads may share meanwhile. The span itself where the source stays.
 */
struct span span_kept(struct arena *owner, struct span span);

/* Order: no place first, then by path, then by begin. */
int span_compare(struct span a, struct span b);

#endif
