#include "channel.h"

#include "base/file.h"
#include "base/message.h"
#include "base/world.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { STREAM_LIMIT = 1 << 30, PIPE_SIZE = 1 << 20 };

/* --- the input -------------------------------------------------------------------------------- */

bool channel_is_plugin(void)
{
	const char *name = getenv("HELM_PLUGIN_NAME"), *folder = getenv("HELM_PLUGIN_DIR");
	return name && *name && folder && *folder;
}

/* Fewer switches between the programs; where it is no pipe, or may not be larger, nothing. */
static void enlarge_pipe(int handle)
{
	(void)fcntl(handle, F_SETPIPE_SZ, PIPE_SIZE);
}

/* What was too much is still to be read, or the host fails to write it. */
static void drain(int handle)
{
	char room[4096];
	ssize_t got;
	do
		got = read(handle, room, sizeof room);
	while (got > 0 || (got < 0 && errno == EINTR));
}

static struct source *read_standard(struct run *run, struct diags *d)
{
	struct source *source = file_read(
		run->arena, BYTES("-"), STREAM_LIMIT, (struct span){ 0 }, d);
	if (!source)
		drain(STDIN_FILENO);
	return source;
}

/* Also of a file that is not there the host is told in its own way. */
static bool read_input(struct run *run, struct channel *channel, struct bytes file)
{
	if (!file.at || bytes_is(file, "-")) {
		channel->input = read_standard(run, &run->diags);
		return channel->input;
	}
	channel->input = file_read(run->arena, file, STREAM_LIMIT, (struct span){ 0 }, &run->diags);
	if (channel->input)
		return true;
	if (!option_value(run, "profile").at)
		diag_hint(&run->diags, N_("this is a file of manifests; '-p NAME' is the profile"));
	struct diags d = diags_new(run->arena);
	if (!isatty(STDIN_FILENO))
		channel->input = read_standard(run, &d);
	return false;
}

bool channel_read(struct run *run, struct channel *channel, struct bytes file)
{
	enlarge_pipe(STDIN_FILENO);
	enlarge_pipe(STDOUT_FILENO);
	return read_input(run, channel, file) && channel_look(run, channel);
}

bool channel_look(struct run *run, struct channel *channel)
{
	channel->input->secrets = run->secrets;
	source_stays(channel->input);
	channel->stream = stream_open(run->arena, channel->input, &run->diags);
	if (channel->stream)
		channel->host = channel->stream->host;
	return channel->stream;
}

/* --- the answer ------------------------------------------------------------------------------- */

void channel_set_answer(struct run *run, struct channel *channel, struct bytes text)
{
	channel->answer.count = 0;
	*array_push(run->arena, &channel->answer) = text;
}

static struct bytes joined(struct arena *owner, const struct texts *pieces)
{
	struct buf text = buf_new(owner);
	size_t len = 0;
	for (size_t i = 0; i < pieces->count; i++)
		len += pieces->at[i].len;
	buf_room(&text, len);
	for (size_t i = 0; i < pieces->count; i++)
		buf_add(&text, pieces->at[i]);
	return buf_bytes(&text);
}

struct source *channel_result(struct run *run, struct channel *channel)
{
	const struct source *input = channel->input;
	if (channel->answer.count != 1)
		channel_set_answer(run, channel, joined(run->arena, &channel->answer));
	return source_new(run->arena, input->path, input->name, channel->answer.at[0]);
}

/* --- what is told ----------------------------------------------------------------------------- */

static struct bytes told(struct run *run, const struct channel *channel, enum colour colour)
{
	struct buf text = buf_new(run->arena);
	struct findings_report report = { .findings = &channel->findings,
		.told = run->quiet ? NULL : &run->diags,
		.waived = channel->waived.count,
		.secrets = run->secrets,
		.colour = colour };
	report_text(&text, &run->diags, run->secrets, colour);
	report_findings_as(&text, FINDINGS_TEXT, &report);
	buf_add(&text, secrets_mask(run->arena, run->secrets, buf_bytes(&run->notes)));
	return buf_bytes(&text);
}

/* --- a ResourceList --------------------------------------------------------------------------- */

static const struct value *value_of(struct run *run, struct bytes json)
{
	struct diags d = diags_new(run->arena);
	struct source *source = source_new(run->arena, BYTES("results"), BYTES("results"), json);
	struct tree *tree = tree_read(run->arena, source, DIALECT_STRICT, LIMITS_DEFAULT, &d);
	return tree ? tree_value(run->arena, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d)
		    : NULL;
}

const struct manifest *channel_list(
	struct arena *owner, const struct channel *channel, struct diags *d)
{
	const struct stream *stream = channel->stream;
	for (size_t i = 0; stream && i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			owner, stream, i, LIMITS_DEFAULT, d);
		if (manifest && manifest->root)
			return manifest;
	}
	return NULL;
}

static bool add_results(
	struct run *run, const struct channel *channel, struct bytes json, struct bytes *text)
{
	struct diags d = diags_new(run->arena);
	struct texts path = { 0 };
	const struct value *results = value_of(run, json);
	const struct manifest *list = channel_list(run->arena, channel, &d);
	if (!results || !list)
		return false;
	*array_push(run->arena, &path) = BYTES("results");
	struct edits edits = edits_new(run->arena, channel->input);
	return edit_set(&edits, list->tree, list->root, path, results, &d) &&
		edits_apply(run->arena, &edits, text, &d);
}

/* The list as it came, since what failed changed nothing; one of its own where it cannot be read.
 */
static struct bytes list_with_results(struct run *run, const struct channel *channel)
{
	struct findings all = findings_with(run, &channel->findings);
	struct buf json = buf_new(run->arena);
	struct bytes text;
	report_results(&json, &all, run->secrets);
	if (add_results(run, channel, buf_bytes(&json), &text))
		return text;
	return bytes_print(run->arena,
		"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n"
		"results: " BYTES_FMT "\n",
		BYTES_ARG(buf_bytes(&json)));
}

/* --- the answer ------------------------------------------------------------------------------- */

/* What fails may be just that the stream cannot be read. */
static enum host host_of(const struct channel *channel)
{
	if (channel->host != HOST_PLAIN || !channel->input)
		return channel->host;
	return host_likely(channel->input->text);
}

/* Helm 4's annotation alone may come from a file, its environment from a plugin around Helm 3. */
static struct bytes failure(struct run *run, const struct channel *channel, enum exit_code *code)
{
	enum host host = host_of(channel);
	if (host == HOST_KRM) {
		*code = EXIT_FOUND;
		return list_with_results(run, channel);
	}
	if (host != HOST_HELM4 || !channel_is_plugin())
		return BYTES("");
	struct buf scalar = buf_new(run->arena);
	*code = EXIT_DONE;
	report_scalar(&scalar, told(run, channel, COLOUR_NONE));
	return buf_bytes(&scalar);
}

/* *code is what became of the run; the answer is what the host gets to see. */
static enum exit_code write_answer(struct run *run, struct channel *channel, enum exit_code *code)
{
	enum exit_code shown = *code;
	if (*code != EXIT_DONE)
		channel_set_answer(run, channel, failure(run, channel, &shown));
	if (world_write_texts(STDOUT_FILENO, &channel->answer))
		return shown;
	*code = EXIT_WORLD;
	if (errno == EPIPE)
		return EXIT_PIPE;
	diag_world(&run->diags, (struct span){ 0 }, "file/write", N_("the standard output: %s"),
		strerror(errno));
	return EXIT_WORLD;
}

enum exit_code channel_answer(struct run *run, struct channel *channel, enum exit_code code)
{
	if (run->quiet)
		diags_drop_warnings(&run->diags);
	struct findings all = channel->english ? *channel->english
					       : findings_with(run, &channel->findings);
	if (!outlets_report(run, &channel->outlets, &channel->record, &all, channel->waived.count))
		code = EXIT_WORLD;
	enum exit_code shown = write_answer(run, channel, &code);
	struct bytes errors = told(run, channel, run->error_colour);
	/* A closed stderr leaves nobody to tell. */
	(void)!world_write(STDERR_FILENO, errors.at, errors.len);
	outlets_remember(
		run, &channel->outlets, &channel->record, code, told(run, channel, COLOUR_NONE));
	return shown;
}
