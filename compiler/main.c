/* leme: a values compiler and post-renderer for Helm. argv → one command → exit code. */
#include "base/message.h"
#include "cmd/cmd.h"

#include <signal.h>

/* As git and cat end where nobody reads on: by the signal, so that a shell sees it. */
static void end_by_pipe(void)
{
	sigset_t pipe;
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &pipe, NULL);
	raise(SIGPIPE);
}

int main(int argc, char **argv)
{
	/* Files may be half written when a reader goes away: that is seen when the answer is. */
	signal(SIGPIPE, SIG_IGN);
	message_language(message_language_wanted());
	enum exit_code code = leme_run(argc > 0 ? argv + 1 : argv);
	if (code == EXIT_PIPE)
		end_by_pipe();
	return (int)code;
}
