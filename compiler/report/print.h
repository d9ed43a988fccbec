/* What is told at a place, as gcc prints it. Internal to report/. */
#ifndef LEME_REPORT_PRINT_H
#define LEME_REPORT_PRINT_H

#include "report.h"

enum paint { PAINT_NONE, PAINT_ERROR, PAINT_WARNING, PAINT_NOTE, PAINT_BOLD, PAINT_CARET };

struct printer {
	struct buf *out;
	struct arena *scratch; /* of one notice */
	enum colour colour;
	struct secrets *secrets; /* that are not shown; NULL: none */
};

struct notice {
	struct span at;
	const char *word; /* N_(): `error` */
	enum paint paint; /* of the word */
	struct bytes text, id, hint;
	const struct related *related;
	size_t related_count;
	bool tells_placeless; /* related texts without a place are told, too */
	bool goes_on;         /* the next one has the same place and hint, and tells them */
	bool unread;          /* its file could not be read, so what is secret in it is not known */
};

/* The line, the excerpt with a caret, the related places likewise, the hint. Ends the scratch. */
void print_notice(struct printer *p, const struct notice *notice);

#endif
