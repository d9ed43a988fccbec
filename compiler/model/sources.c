#include "model.h"

#include "base/message.h"
#include "base/nearest.h"
#include "read.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct sources {
	const struct folder *project;
	ARRAY(struct source_root);
};

/* --- where they are --------------------------------------------------------------------------- */

static struct bytes own_place(struct arena *owner, const struct source_root *root)
{
	return bytes_print(owner, ".leme/sources/" BYTES_FMT, BYTES_ARG(root->name));
}

static struct bytes last_given(const struct sources_given *given, struct bytes name)
{
	struct bytes folder = { 0 };
	for (size_t i = 0; given && i < given->count; i++)
		if (bytes_equal(given->at[i].name, name))
			folder = given->at[i].folder;
	return folder;
}

static const struct folder *open_folder(
	struct arena *run, const struct folder *project, struct bytes path, struct diags *d)
{
	if (!path.len)
		path = BYTES(".");
	struct folder *folder = folder_open(run,
		bytes_ends(path, BYTES("/")) ? path : bytes_join(run, path, BYTES("/"), BYTES("")),
		d);
	if (folder) {
		folder->file_limit = project->file_limit;
		folder->is_source = true;
	}
	return folder;
}

/* --- as the command line says ----------------------------------------------------------------- */

/* The folder that a path begins in: `/`, `../` and so on, or an empty text. */
static struct bytes start_of(struct bytes path)
{
	size_t len = bytes_begins(path, BYTES("/"));
	while (bytes_begins(bytes_slice(path, len, path.len), BYTES("../")))
		len += 3;
	return bytes_slice(path, 0, len);
}

static void suggest_folder(struct arena *run, struct bytes path, struct diags *d)
{
	struct diags unheard = diags_new(run);
	struct bytes start = start_of(path), below = bytes_slice(path, start.len, path.len);
	const struct folder *folder = folder_open(run, start, &unheard);
	struct bytes meant = folder ? folder_near(run, folder, below).meant : (struct bytes){ 0 };
	if (meant.len)
		diag_hint(d, N_("did you mean '" BYTES_FMT BYTES_FMT "'?"), BYTES_ARG(start),
			BYTES_ARG(meant));
	else
		diag_hint(d, N_("DIR is looked for from the current directory"));
}

/* What is worse than missing is told where it is opened. */
static bool is_there(
	struct arena *run, const struct source_root *root, struct bytes path, struct diags *d)
{
	struct stat status;
	bool found = stat(bytes_string(run, path), &status) == 0;
	while (path.len > 1 && path.at[path.len - 1] == '/')
		path.len--;
	if (found && !S_ISDIR(status.st_mode))
		return diag_error(d, (struct span){ 0 }, "file/missing",
			N_("'--source " BYTES_FMT "=" BYTES_FMT "': that is no folder"),
			BYTES_ARG(root->name), BYTES_ARG(path));
	if (found || (errno != ENOENT && errno != ENOTDIR))
		return true;
	diag_error(d, (struct span){ 0 }, "file/missing",
		N_("'--source " BYTES_FMT "=" BYTES_FMT "': there is no such folder"),
		BYTES_ARG(root->name), BYTES_ARG(path));
	suggest_folder(run, path, d);
	return false;
}

/* --- as .leme has it -------------------------------------------------------------------------- */

/* True, too, where there is none. A copy is made by leme-fetch, so it lies in the project. */
static bool open_copy(
	struct arena *run, const struct folder *project, struct source_root *root, struct diags *d)
{
	struct bytes path = own_place(run, root), shown = folder_path(run, project, path);
	int handle = folder_open_at(project, bytes_string(run, path), O_RDONLY | O_DIRECTORY);
	if (handle >= 0) {
		close(handle);
		root->folder = open_folder(run, project, shown, d);
		return root->folder;
	}
	if (errno == ENOENT)
		return true;
	struct span at = span_of_path(run, shown);
	if (errno != EXDEV)
		return diag_world(d, at, "file/unreadable",
			N_("cannot read the folder '" BYTES_FMT "': %s"), BYTES_ARG(shown),
			strerror(errno));
	diag_error(d, at, "path/outside",
		N_("the folder '" BYTES_FMT "' leads out of the project through a link"),
		BYTES_ARG(shown));
	diag_hint(d, N_("say '--source " BYTES_FMT "=DIR' to read another folder"),
		BYTES_ARG(root->name));
	return false;
}

static bool open_root(struct arena *run, const struct folder *project,
	const struct sources_given *given, struct source_root *root, struct diags *d)
{
	struct bytes folder = last_given(given, root->name);
	root->given = folder.at;
	if (!folder.at)
		return open_copy(run, project, root, d);
	root->folder = is_there(run, root, folder, d) ? open_folder(run, project, folder, d) : NULL;
	return root->folder;
}

static struct texts root_names(struct arena *owner, const struct sources *sources)
{
	struct texts names = { 0 };
	for (size_t i = 0; i < sources->count; i++)
		*array_push(owner, &names) = sources->at[i].name;
	return names;
}

static const struct source_root *find_root(const struct sources *sources, struct bytes name)
{
	for (size_t i = 0; i < sources->count; i++)
		if (bytes_equal(sources->at[i].name, name))
			return &sources->at[i];
	return NULL;
}

static bool check_given(struct arena *run, const struct sources *sources,
	const struct sources_given *given, struct diags *d)
{
	struct texts known = root_names(run, sources);
	bool good = true;
	for (size_t i = 0; given && i < given->count; i++)
		if (!find_root(sources, given->at[i].name))
			good = unknown_name(d, (struct span){ 0 }, "usage/source",
				N_("the catalogue has no source called '" BYTES_FMT "'"),
				given->at[i].name, known.at, known.count);
	return good;
}

/* A copy that has nearly the name of a source which is absent is meant for it. */
static void tell_unused(struct arena *run, const struct sources *sources, struct diags *d)
{
	struct bytes place = BYTES(".leme/sources");
	struct texts copies = folder_names(run, sources->project, place), absent = { 0 };
	for (size_t i = 0; i < sources->count; i++)
		if (!sources->at[i].folder && !sources->at[i].given)
			*array_push(run, &absent) = sources->at[i].name;
	for (size_t i = 0; i < copies.count; i++) {
		if (find_root(sources, copies.at[i]) || !name_near(run, copies.at[i], absent).len)
			continue;
		struct bytes path = bytes_join(run, place, BYTES("/"), copies.at[i]);
		struct bytes shown = folder_path(run, sources->project, path);
		diag_warning(d, span_of_path(run, shown), "source/unused",
			N_("no source is called '" BYTES_FMT "'"), BYTES_ARG(copies.at[i]));
		diag_meant(d, copies.at[i], absent.at, absent.count);
	}
}

static bool check_address(const struct entry *entry, struct diags *d)
{
	const struct value *url = read_key(entry->value, "url"),
			   *git = read_key(entry->value, "git");
	if (!url && !git)
		return diag_error(d, entry->key_at, "source/address",
			N_("the source '" BYTES_FMT "' needs 'url' or 'git'"),
			BYTES_ARG(entry->key));
	if (!url || !git)
		return true;
	diag_error(d, git->at, "source/address",
		N_("the source '" BYTES_FMT "' has both 'url' and 'git'"), BYTES_ARG(entry->key));
	diag_related(d, url->at, N_("the other one"));
	return false;
}

bool sources_open(struct arena *run, const struct folder *project, const struct value *declared,
	const struct sources_given *given, const struct sources **opened, struct diags *d)
{
	struct sources *sources = arena_new_of(run, struct sources);
	bool good = true;
	*opened = sources;
	sources->project = project;
	for (size_t i = 0; declared && i < declared->count; i++) {
		const struct entry *entry = &declared->entries[i];
		struct source_root *root = array_push(run, sources);
		*root = (struct source_root){ .name = entry->key,
			.at = entry->key_at,
			.url = read_text(entry->value, "url"),
			.git = read_text(entry->value, "git") };
		good = check_address(entry, d) && good;
		good = open_root(run, project, given, root, d) && good;
	}
	if (sources->count)
		tell_unused(run, sources, d);
	return check_given(run, sources, given, d) && good;
}

const struct folder *sources_project(const struct sources *sources)
{
	return sources->project;
}

const struct source_root *sources_list(const struct sources *sources, size_t *count)
{
	*count = sources->count;
	return sources->at;
}

struct bytes sources_state(struct arena *owner, const struct sources *sources)
{
	struct buf state = buf_new(owner);
	for (size_t i = 0; i < sources->count; i++)
		if (sources->at[i].given)
			buf_print(&state, BYTES_FMT "=" BYTES_FMT "%c",
				BYTES_ARG(sources->at[i].name),
				BYTES_ARG(sources->at[i].folder->real), '\0');
	return buf_bytes(&state);
}

/* --- names of files --------------------------------------------------------------------------- */

/* Whether a file's name begins as `NAME:` does. */
static bool names_source(struct bytes file, struct bytes *name, struct bytes *path)
{
	struct bytes rest = file;
	bytes_cut(&rest, ':', name);
	*path = rest;
	bool good = rest.at && name->len && name->at[0] >= 'a' && name->at[0] <= 'z';
	for (size_t i = 0; good && i < name->len; i++) {
		char c = name->at[i];
		good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
	}
	return good;
}

const struct source_root *sources_root(const struct sources *sources, struct bytes file)
{
	struct bytes name, path;
	return names_source(file, &name, &path) ? find_root(sources, name) : NULL;
}

static bool unknown_source(
	const struct sources *sources, struct bytes name, struct span at, struct diags *d)
{
	struct texts known = root_names(d->owner, sources);
	return unknown_name(d, at, "source/unknown", N_("no source is called '" BYTES_FMT "'"),
		name, known.at, known.count);
}

bool sources_path_allowed(
	const struct sources *sources, struct bytes file, struct span at, struct diags *d)
{
	struct bytes name, path;
	if (!names_source(file, &name, &path))
		return folder_path_allowed(file, at, d);
	if (!find_root(sources, name))
		return unknown_source(sources, name, at, d);
	if (bytes_begins(path, BYTES("/")))
		return diag_error(d, at, "path/outside",
			N_("the path '" BYTES_FMT "' must be relative to its source"),
			BYTES_ARG(path));
	return folder_path_allowed(path, at, d);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Inputs are paths in the project; a folder elsewhere has a path of its own. */
static void note_input(struct arena *owner, const struct sources *sources,
	const struct source_root *root, struct bytes path, const struct source *text)
{
	struct bytes folder = root->given ? root->folder->real : own_place(owner, root);
	inputs_note(sources->project->inputs, bytes_join(owner, folder, BYTES("/"), path),
		text ? text->identity : IDENTITY_NONE);
}

static enum source_answer answer_of(const struct source *text, size_t before, const struct diags *d)
{
	if (text)
		return SOURCE_FOUND;
	return d->count == before ? SOURCE_NO_FILE : SOURCE_BAD;
}

static enum source_answer read_file(struct arena *owner, const struct sources *sources,
	struct bytes file, enum missing missing, struct span asked_at, const struct source **text,
	struct diags *d)
{
	struct bytes name, path;
	size_t before = d->count;
	*text = NULL;
	if (!sources_path_allowed(sources, file, asked_at, d))
		return SOURCE_BAD;
	if (!names_source(file, &name, &path)) {
		*text = folder_read(owner, sources->project, file, missing, asked_at, d);
		return answer_of(*text, before, d);
	}
	const struct source_root *root = find_root(sources, name);
	struct source *read = root->folder
		? folder_read_unnoted(owner, root->folder, path, missing, asked_at, d)
		: NULL;
	note_input(owner, sources, root, path, read);
	if (!root->folder)
		return SOURCE_ABSENT;
	if (read)
		read->name = bytes_copy(owner, file);
	*text = read;
	return answer_of(read, before, d);
}

enum source_answer sources_read(struct arena *owner, const struct sources *sources,
	struct bytes file, struct span asked_at, const struct source **text, struct diags *d)
{
	return read_file(owner, sources, file, MISSING_IS_NULL, asked_at, text, d);
}

bool sources_tell_absent(
	const struct sources *sources, struct bytes file, struct span asked_at, struct diags *d)
{
	const struct source_root *root = sources_root(sources, file);
	diag_error(d, asked_at, "source/absent",
		N_("the source '" BYTES_FMT "' is not on this machine"), BYTES_ARG(root->name));
	diag_hint(d,
		N_("'--source " BYTES_FMT
		   "=DIR' reads a folder; without it, .leme/sources is looked in"),
		BYTES_ARG(root->name));
	diag_related(d, root->at, N_("the source"));
	return false;
}

const struct source *sources_need(struct arena *owner, const struct sources *sources,
	struct bytes file, struct span asked_at, struct diags *d)
{
	const struct source *text;
	if (read_file(owner, sources, file, MISSING_IS_ERROR, asked_at, &text, d) == SOURCE_ABSENT)
		sources_tell_absent(sources, file, asked_at, d);
	return text;
}
