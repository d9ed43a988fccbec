/* leme: a values compiler and post-renderer for Helm. argv → one command → exit code. */
#include "base/message.h"
#include "cmd/cmd.h"

#include <signal.h>

int main(int argc, char **argv)
{
	/* A reader that goes away is a failed write, which is reported, not a silent death. */
	signal(SIGPIPE, SIG_IGN);
	message_language(message_language_wanted());
	return (int)leme_run(argc > 0 ? argv + 1 : argv);
}
