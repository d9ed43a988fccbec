/*
 * Files that the command line names, wherever they are and whatever links lead there; what belongs
 * to the project is read through folder.h.
 */
#ifndef LEME_BASE_FILE_H
#define LEME_BASE_FILE_H

#include "diag.h"

/*
 * All bytes, of any encoding; "-" is the standard input. `asked_at` is who named the file, or no
 * place. NULL with a diag: `file/missing` (exit 2), `limit/file` (exit 2, over so many bytes),
 * `file/unreadable` (exit 3).
 */
struct source *file_read(struct arena *owner, struct bytes path, size_t limit, struct span asked_at,
	struct diags *d) MUST_USE;

/*
 * Writes a report where the command line says: a file anew and as a whole, whatever else is there,
 * such as a pipe, as it is. False after `file/unwritable` (exit 3).
 */
bool file_write(
	struct arena *scratch, struct bytes path, struct bytes text, struct diags *d) MUST_USE;

/* Whether something is there. */
bool file_exists(struct arena *scratch, struct bytes path);

#endif
