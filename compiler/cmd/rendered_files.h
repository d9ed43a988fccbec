/*
 * `--output-dir`: one file for each object, in the folder of its template. The file
 * `.leme-rendered` of the folder lists what is leme's there, as `sha256sum` does: what an earlier
 * run wrote and this one does not is removed, what is not listed is never replaced. All files
 * change together, or none (base/transaction.h).
 */
#ifndef LEME_CMD_RENDERED_FILES_H
#define LEME_CMD_RENDERED_FILES_H

#include "cmd.h"
#include "objects/objects.h"

struct transaction;

struct rendered_files {
	struct folder *folder; /* NULL: no files are asked for */
	struct transaction *transaction;
};

/* Makes the folder if there is none. False after a diag. */
bool rendered_files_open(struct run *run, struct rendered_files *files) MUST_USE;

/* For sandbox_enter(). */
int rendered_files_handle(const struct rendered_files *files);

/* Writes the objects of a stream. False after a diag. */
bool rendered_files_write(
	struct run *run, struct rendered_files *files, const struct source *stream) MUST_USE;

/*
 * `shop/templates/api.deployment-api.yaml` of an object that `shop/templates/api.yaml` rendered; a
 * namespace stands before the name. Whatever the names are, it stays below the folder, and no
 * part is hidden.
 */
struct bytes rendered_file_name(struct arena *owner, const struct object *object);

#endif
