#include "cmd.h"

const struct option version_options[] = { { 0 } };

enum exit_code command_version(struct run *run)
{
	buf_add(&run->out, BYTES("leme " LEME_VERSION "\n"));
	return EXIT_DONE;
}
