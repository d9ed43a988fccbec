#include "folder.h"

#include "message.h"

#include <errno.h>
#include <sys/stat.h>

struct folder *folder_make(struct arena *owner, struct bytes prefix, struct diags *d)
{
	for (size_t end = 1; end < prefix.len; end++) {
		if (prefix.at[end] != '/')
			continue;
		struct bytes part = bytes_slice(prefix, 0, end);
		if (mkdir(bytes_string(owner, part), 0777) == 0 || errno == EEXIST)
			continue;
		diag_world(d, span_of_path(owner, part), "file/unwritable",
			N_("the folder cannot be made: %s"), strerror(errno));
		return NULL;
	}
	return folder_open(owner, prefix, d);
}
