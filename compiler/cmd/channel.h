/*
 * How the answer of a filter reaches whoever started it, and where else it is kept. SPEC §6.
 *
 * Every failure, of usage too, first reads the input to its end, since a host that writes into a
 * closed pipe shows nothing else; then it goes where this host shows it:
 *
 *   Helm 3, plain   text on stderr, the exit code, stdout empty
 *   Helm 4          one scalar document on stdout and exit 0: Helm stops at it and shows it, while
 *                   it throws stderr away
 *   ResourceList    itself with `results`, exit 1
 */
#ifndef LEME_CMD_CHANNEL_H
#define LEME_CMD_CHANNEL_H

#include "cmd.h"
#include "objects/objects.h"
#include "outlets.h"

struct channel {
	struct source *input;        /* NULL: it could not be read */
	const struct stream *stream; /* NULL: the input is none */
	enum host host;
	struct outlets outlets;
	struct render_record record;
	struct findings findings;       /* about what is rendered */
	struct waived waived;           /* that waivers cover */
	struct texts answer;            /* the stream as it leaves, in pieces */
	const struct findings *english; /* all that was told, for the report; NULL: as it was */
};

void channel_set_answer(struct run *run, struct channel *channel, struct bytes text);

/* The answer as one text, for who looks at it. */
struct source *channel_result(struct run *run, struct channel *channel);

/* Whether the environment is that in which Helm 4 starts a plugin. It may be inherited. */
bool channel_is_plugin(void);

/*
 * Reads the file, or with none the standard input, to its end, and sees whose stream it is. False
 * after a diag; what was read then still tells the host.
 */
bool channel_read(struct run *run, struct channel *channel, struct bytes file) MUST_USE;

/* The same of an input that is read already. */
bool channel_look(struct run *run, struct channel *channel) MUST_USE;

/* The document that is a ResourceList, of such a stream. NULL, with diags, if it cannot be read. */
const struct manifest *channel_list(
	struct arena *owner, const struct channel *channel, struct diags *d);

/*
 * Writes the report, then the answer, then the state. What it returns is the program's exit code.
 */
enum exit_code channel_answer(struct run *run, struct channel *channel, enum exit_code code);

#endif
