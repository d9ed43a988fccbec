#include "outlets.h"

#include "base/message.h"
#include "base/transaction.h"
#include "base/world.h"
#include "notation/notation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

/* --- the report ------------------------------------------------------------------------------- */

static struct bytes report_path(const struct run *run)
{
	struct bytes path = option_value(run, "report");
	return path.at ? path : bytes_of(getenv("LEME_REPORT"));
}

static bool unwritable(struct run *run, const struct outlets *outlets)
{
	return diag_world(&run->diags, span_of_path(run->arena, outlets->report_path),
		"file/unwritable", N_("cannot be written: %s"), strerror(errno));
}

static bool open_report(struct run *run, struct outlets *outlets)
{
	outlets->report_path = report_path(run);
	if (!outlets->report_path.len)
		return true;
	outlets->report = world_create(
		AT_FDCWD, bytes_string(run->arena, outlets->report_path), O_WRONLY, 0666);
	return outlets->report >= 0 || unwritable(run, outlets);
}

struct findings findings_with(struct run *run, const struct findings *findings)
{
	struct findings all = findings_new(run->arena);
	diags_sort(&run->diags);
	for (size_t i = 0; i < run->diags.count; i++) {
		const struct diag *diag = run->diags.at[i];
		struct finding finding = { .id = bytes_of(diag->id),
			.level = diag->severity == SEVERITY_ERROR    ? LEVEL_ERROR
				: diag->severity == SEVERITY_WARNING ? LEVEL_WARNING
								     : LEVEL_INFO,
			.outcome = OUTCOME_FAIL,
			.at = diag->at,
			.message = diag->text,
			.hint = diag->hint,
			.related = diag->related };
		findings_add(&all, &finding);
	}
	findings_join(&all, findings);
	return all;
}

bool outlets_report(struct run *run, const struct outlets *outlets,
	const struct render_record *record, const struct findings *findings, size_t waived)
{
	struct buf text = buf_new(run->arena);
	if (outlets->report < 0)
		return true;
	struct rendering_report rendering = { record->host, record->profile, record->release,
		record->namespace, record->objects, record->edits, &record->details };
	struct findings_report report = { .findings = findings,
		.waived = waived,
		.rendering = &rendering,
		.secrets = run->secrets };
	report_findings_as(&text, FINDINGS_JSON, &report);
	struct bytes bytes = secrets_mask(run->arena, run->secrets, buf_bytes(&text));
	/* A pipe or a device cannot be cut, and need not be. */
	(void)!world_truncate(outlets->report, 0);
	return world_write(outlets->report, bytes.at, bytes.len) || unwritable(run, outlets);
}

/* --- the state -------------------------------------------------------------------------------- */

enum { STATE_MODE = 0600, STATE_LIMIT = 64 << 20, STATE_LONG = 2 << 20, TOLD_LIMIT = 64 << 10 };

static const char state_name[] = "runs", temp_name[] = "runs.new";

static const char *const parts[] = { ".local", "state", "leme" };

/* The folder that all is in, or NULL, and from which part on the others are below it. */
static const char *state_root(size_t *part)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	bool given = state && *state == '/';
	*part = given ? 2 : 0;
	if (given)
		return state;
	return home && *home == '/' ? home : NULL;
}

struct bytes state_path(struct arena *owner, struct bytes *root)
{
	size_t part;
	struct buf path = buf_new(owner);
	*root = bytes_of(state_root(&part));
	if (!root->at)
		return (struct bytes){ 0 };
	buf_add(&path, *root);
	if (part)
		*root = BYTES("/");
	for (; part < sizeof parts / sizeof *parts; part++)
		buf_print(&path, "/%s", parts[part]);
	buf_print(&path, "/%s", state_name);
	return buf_bytes(&path);
}

enum purpose { TO_READ, TO_WRITE };

/* $XDG_STATE_HOME may not be there yet; $HOME is nobody's to make. */
static int open_root(struct arena *scratch, const char *root, bool is_home, enum purpose purpose)
{
	int folder = world_open(AT_FDCWD, root, O_RDONLY | O_DIRECTORY);
	if (folder >= 0 || errno != ENOENT || is_home || purpose == TO_READ)
		return folder;
	for (const char *at = strchr(root + 1, '/'); at; at = strchr(at + 1, '/'))
		(void)!mkdir(
			bytes_string(scratch, (struct bytes){ root, (size_t)(at - root) }), 0700);
	(void)!mkdir(root, 0700);
	return world_open(AT_FDCWD, root, O_RDONLY | O_DIRECTORY);
}

/*
 * The folder of the state; to write, made where it is not there; -1. Paths of others' are not
 * followed.
 */
static int state_folder(struct arena *scratch, enum purpose purpose)
{
	size_t part;
	const char *root = state_root(&part);
	if (!root)
		return -1;
	int folder = open_root(scratch, root, part == 0, purpose);
	for (; folder >= 0 && part < sizeof parts / sizeof *parts; part++) {
		int above = folder;
		if (purpose == TO_WRITE)
			(void)!mkdirat(above, parts[part], 0700);
		folder = world_open(above, parts[part], O_RDONLY | O_DIRECTORY);
		close(above);
	}
	return folder;
}

static bool read_all(struct arena *owner, int handle, struct bytes *text)
{
	struct stat status;
	if (world_stat(handle, &status) < 0 || !S_ISREG(status.st_mode) ||
		status.st_size > STATE_LIMIT)
		return false;
	char *at = arena_take(owner, (size_t)status.st_size);
	size_t len = 0;
	for (ssize_t got = 1; got > 0 && len < (size_t)status.st_size; len += (size_t)got)
		if ((got = pread(handle, at + len, (size_t)status.st_size - len, (off_t)len)) < 0)
			return false;
	*text = (struct bytes){ at, len };
	return true;
}

/* Lines that are whole, which is those that a `}` and a line end close. */
static struct texts whole_lines(struct arena *owner, struct bytes text, size_t most)
{
	struct texts all = { 0 };
	for (struct bytes line; bytes_cut(&text, '\n', &line) && text.at;)
		if (bytes_begins(line, BYTES("{")) && bytes_ends(line, BYTES("}")))
			*array_push(owner, &all) = line;
	if (all.count > most) {
		all.at += all.count - most;
		all.count = most;
	}
	return all;
}

static int open_state_at(int folder)
{
	int handle = world_create(
		folder, state_name, O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK, STATE_MODE);
	struct stat status;
	if (handle < 0)
		return -1;
	/* Who waits here would hold a release up, and who takes it away has it made anew. */
	if (flock(handle, LOCK_SH | LOCK_NB) == 0 && world_stat(handle, &status) == 0 &&
		S_ISREG(status.st_mode) && status.st_nlink)
		return handle;
	close(handle);
	return -1;
}

/* The file with its last lines only, in the place of the one that nobody else has open. */
static int shorten(struct arena *scratch, int folder, int handle)
{
	struct bytes text;
	struct buf kept = buf_new(scratch);
	if (!read_all(scratch, handle, &text) || flock(handle, LOCK_EX | LOCK_NB) < 0)
		return handle;
	struct texts lines = whole_lines(scratch, text, RUNS_KEPT);
	for (size_t i = 0; i < lines.count; i++)
		buf_print(&kept, BYTES_FMT "\n", BYTES_ARG(lines.at[i]));
	int temp = world_create(
		folder, temp_name, O_RDWR | O_APPEND | O_NOFOLLOW | O_TRUNC, STATE_MODE);
	if (temp >= 0 && flock(temp, LOCK_SH | LOCK_NB) == 0 &&
		world_write(temp, kept.at ? kept.at : "", kept.len) &&
		world_rename(folder, temp_name, state_name, 0) == 0) {
		close(handle);
		return temp;
	}
	if (temp >= 0)
		close(temp);
	return handle;
}

/* To read it, and count its lines, would take longer than all else that a run begins with. */
static bool is_long(int handle)
{
	struct stat status;
	return world_stat(handle, &status) == 0 && status.st_size > STATE_LONG;
}

static int open_state(struct arena *scratch)
{
	int folder = state_folder(scratch, TO_WRITE);
	if (folder < 0)
		return -1;
	int handle = open_state_at(folder);
	if (handle >= 0 && is_long(handle))
		handle = shorten(scratch, folder, handle);
	close(folder);
	return handle;
}

/* Not by gmtime(), which reads the file of the machine's time zone. */
static struct bytes now_text(struct arena *owner)
{
	return instant_text(owner, (struct instant){ .second = time(NULL) });
}

void outlets_remember(struct run *run, const struct outlets *outlets,
	const struct render_record *record, enum exit_code code, struct bytes told)
{
	struct buf line = buf_new(run->arena);
	if (outlets->state < 0)
		return;
	const struct rendering_report rendering = { record->host, record->profile, record->release,
		record->namespace, record->objects, record->edits, NULL };
	buf_add_char(&line, '\n');
	report_run(&line, &rendering, (int)code, now_text(run->arena),
		bytes_slice(told, 0, TOLD_LIMIT));
	/* One call, so that runs side by side do not mix; what fails is not worth a word. */
	(void)!world_write(outlets->state, line.at, line.len);
}

struct texts runs_remembered(struct arena *owner, size_t most)
{
	struct texts none = { 0 };
	struct bytes text;
	int folder = state_folder(owner, TO_READ);
	int handle = folder < 0 ? -1 : world_open(folder, state_name, O_RDONLY | O_NONBLOCK);
	bool good = handle >= 0 && read_all(owner, handle, &text);
	if (handle >= 0)
		close(handle);
	if (folder >= 0)
		close(folder);
	return good ? whole_lines(owner, text, most) : none;
}

/* --- all of them ------------------------------------------------------------------------------ */

bool outlets_open(struct run *run, struct outlets *outlets)
{
	outlets->state = open_state(run->arena);
	outlets->report = -1;
	bool good = open_report(run, outlets);
	return rendered_files_open(run, &outlets->files) && good;
}
