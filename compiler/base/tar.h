/* The files in a tar archive: ustar (POSIX.1-1988), pax (POSIX.1-2001) and GNU's long names. */
#ifndef LEME_BASE_TAR_H
#define LEME_BASE_TAR_H

#include "bytes.h"

struct tar_file {
	struct bytes path, text; /* views of the archive, but for a path of two parts */
};

struct tar_files {
	ARRAY(struct tar_file);
};

/*
 * Adds all but the folders, in their order; a link or a device has no text. An archive may end
 * without the mark that ends it, but then nobody knows that it is whole.
 */
enum tar_end {
	TAR_BROKEN, /* it is no archive, or is cut off inside of a file */
	TAR_OPEN,   /* it ends behind a file, or has none */
	TAR_ENDED,  /* the mark is there; what is behind it is not read */
};

enum tar_end tar_read(struct arena *owner, struct bytes archive, struct tar_files *files) MUST_USE;

#endif
