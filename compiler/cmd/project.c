#include "cmd.h"

#include "base/message.h"
#include "base/slices.h"
#include "base/transaction.h"
#include "regex/regex.h"
#include "vcs/vcs.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- limits ----------------------------------------------------------------------------------- */

static bool limit_given(struct run *run, const char *name, size_t *limit)
{
	struct bytes value = option_value(run, name);
	uint64_t number;
	if (!value.at)
		return true;
	if (!bytes_number(value, &number) || number == 0)
		return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'--%s' takes a whole number above 0, not '" BYTES_FMT "'"), name,
			BYTES_ARG(value));
	*limit = number;
	return true;
}

/* Recursion over trees is bounded by the depth, so that has a bound of its own. */
enum { DEEPEST = 250 };

bool limits_given(struct run *run, struct limits *limits, size_t *file_limit)
{
	size_t depth = DEEPEST;
	*limits = LIMITS_DEFAULT;
	*file_limit = OWN_FILE_LIMIT_DEFAULT;
	bool good = limit_given(run, "max-file", file_limit);
	good = limit_given(run, "max-depth", &depth) && good;
	good = limit_given(run, "max-alias", &limits->alias_expansion) && good;
	good = limit_given(run, "max-cost", &limits->cost) && good;
	good = limit_given(run, "max-steps", &limits->regex_steps) && good;
	if (depth > DEEPEST)
		good = diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'--%s' is at most %d"), "max-depth", DEEPEST);
	if (limits->regex_steps > REGEX_STEPS_MOST)
		good = diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'--%s' is at most %d"), "max-steps", REGEX_STEPS_MOST);
	limits->depth = (uint32_t)depth;
	return good;
}

/* --- folder ----------------------------------------------------------------------------------- */

static bool has_catalog(struct run *run, struct bytes prefix)
{
	const char *path = bytes_string(
		run->arena, bytes_print(run->arena, BYTES_FMT "leme.yaml", BYTES_ARG(prefix)));
	return access(path, F_OK) == 0;
}

static struct bytes start_prefix(struct run *run)
{
	struct bytes dir = option_value(run, "directory");
	while (dir.len > 1 && dir.at[dir.len - 1] == '/')
		dir.len--;
	if (!dir.len || bytes_is(dir, "."))
		return BYTES("");
	return bytes_is(dir, "/") ? dir : bytes_print(run->arena, BYTES_FMT "/", BYTES_ARG(dir));
}

/* How many folders there are above the starting one: no more "../" can help. */
static size_t levels_above(struct run *run, struct bytes prefix)
{
	const char *start = prefix.len ? bytes_string(run->arena, prefix) : ".";
	char real[PATH_MAX];
	size_t levels = 0;
	if (!realpath(start, real))
		return 0;
	for (const char *c = real; *c; c++)
		levels += *c == '/' && c[1];
	return levels;
}

static bool start_exists(struct run *run, struct bytes start)
{
	struct stat status;
	if (!start.len || stat(bytes_string(run->arena, start), &status) == 0)
		return true;
	return diag_error(&run->diags, (struct span){ 0 }, "usage/directory",
		N_("cannot look in '" BYTES_FMT "': %s"), BYTES_ARG(start), strerror(errno));
}

/* Behind a link, `..` is another folder than the one that the link is in. */
static bool is_link(struct run *run, struct bytes path)
{
	struct stat status;
	return lstat(bytes_string(run->arena, path), &status) < 0 || S_ISLNK(status.st_mode);
}

/* The folder above, as short as it can be said: "a/" above "a/b/", "../" above "". */
static struct bytes above(struct run *run, struct bytes prefix)
{
	size_t end = prefix.len - (prefix.len > 0), begin = end;
	while (begin && prefix.at[begin - 1] != '/')
		begin--;
	struct bytes name = bytes_slice(prefix, begin, end);
	if (!name.len || bytes_is(name, ".") || bytes_is(name, "..") ||
		is_link(run, bytes_slice(prefix, 0, end)))
		return bytes_print(run->arena, BYTES_FMT "../", BYTES_ARG(prefix));
	return bytes_slice(prefix, 0, begin);
}

/* The way from the start to the nearest folder with a leme.yaml: "", "../" and so on. */
static bool find_prefix(struct run *run, struct bytes start, struct bytes *prefix)
{
	size_t levels = levels_above(run, start);
	*prefix = start;
	for (size_t i = 0; i <= levels; i++) {
		if (has_catalog(run, *prefix))
			return true;
		*prefix = above(run, *prefix);
	}
	return false;
}

bool project_is_here(struct run *run)
{
	struct bytes prefix;
	return find_prefix(run, start_prefix(run), &prefix);
}

/* Under --staged the files are those that would be committed. */
static const struct folder *as_asked(struct run *run, const struct folder *folder)
{
	if (!option_given(run, "staged"))
		return folder;
	struct repository *repository = repository_open(run->arena, folder, &run->diags);
	const struct snapshot *index = repository ? repository_index(repository, &run->diags)
						  : NULL;
	return index ? folder_at(run->arena, folder, index) : NULL;
}

const struct folder *project_folder(struct run *run)
{
	struct bytes start = start_prefix(run), prefix;
	struct limits limits;
	if (!start_exists(run, start))
		return NULL;
	if (find_prefix(run, start, &prefix)) {
		struct folder *folder = folder_open(run->arena, prefix, &run->diags);
		run->secrets = folder ? folder->secrets : NULL;
		if (!folder || !limits_given(run, &limits, &folder->file_limit))
			return NULL;
		return as_asked(run, folder);
	}
	diag_error(&run->diags, (struct span){ 0 }, "project/missing",
		N_("there is no leme.yaml in '" BYTES_FMT "' or any folder above it"),
		BYTES_ARG(start.len ? start : BYTES(".")));
	diag_hint(&run->diags, N_("'leme init' begins a project; -C DIR looks elsewhere"));
	return NULL;
}

bool project_is_settled(struct run *run, const struct folder *folder)
{
	return transaction_none_left(folder, run->arena, &run->diags);
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool parse_shard(struct run *run, struct selection *selection)
{
	struct bytes text = option_value(run, "shard"), part;
	uint64_t index, count;
	if (!text.at)
		return true;
	struct bytes rest = text;
	bytes_cut(&rest, '/', &part);
	if (!bytes_number(part, &index) || !bytes_number(rest, &count) || index < 1 ||
		index > count || count > UINT32_MAX)
		return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'--shard' takes I/N with 1 <= I <= N, not '" BYTES_FMT "'"),
			BYTES_ARG(text));
	selection->shard = (uint32_t)index;
	selection->shards = (uint32_t)count;
	return true;
}

static bool selection_given(struct run *run, struct selection *selection)
{
	struct texts named = option_values(run, "profile");
	*selection = (struct selection){ .labels = option_values(run, "selector") };
	for (size_t i = 0; i < run->operands.count; i++)
		*array_push(run->arena, &selection->names) = run->operands.at[i];
	for (size_t i = 0; i < named.count; i++)
		*array_push(run->arena, &selection->names) = named.at[i];
	return parse_shard(run, selection);
}

/* Only some commands have the option; the others take what the machine has, a filter no threads. */
static bool jobs_given(struct run *run, size_t *jobs)
{
	struct bytes text = option_value(run, "jobs");
	uint64_t number = 0;
	*jobs = run->channel != NULL;
	if (!text.at)
		return true;
	if (!bytes_number(text, &number) || number < 1 || number > SLICES_MOST)
		return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'--jobs' takes a number from 1 to %d, not '" BYTES_FMT "'"),
			SLICES_MOST, BYTES_ARG(text));
	*jobs = number;
	return true;
}

static bool is_given_once(struct run *run, const struct sources_given *given, struct bytes name)
{
	for (size_t i = 0; i < given->count; i++)
		if (bytes_equal(given->at[i].name, name))
			return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
				N_("'--source' names '" BYTES_FMT "' twice"), BYTES_ARG(name));
	return true;
}

/* Whether the catalogue has such a source is told when it is read. */
static bool sources_given(struct run *run, struct sources_given *given)
{
	struct texts values = option_values(run, "source");
	bool good = true;
	*given = (struct sources_given){ 0 };
	for (size_t i = 0; i < values.count; i++) {
		struct bytes folder = values.at[i], name;
		bytes_cut(&folder, '=', &name);
		good = is_given_once(run, given, name) && good;
		if (name.len && folder.len)
			*array_push(run->arena, given) = (struct source_given){ name, folder };
		else
			good = diag_error(&run->diags, (struct span){ 0 }, "usage/value",
				N_("'--source' takes NAME=DIR, not '" BYTES_FMT "'"),
				BYTES_ARG(values.at[i]));
	}
	return good;
}

typedef struct catalog *catalog_reader(struct arena *run, const struct folder *folder,
	struct limits limits, const struct sources_given *given, struct diags *d);

static bool read_by(
	struct run *run, const struct folder *folder, catalog_reader *read, struct project *project)
{
	struct limits limits;
	size_t file_limit;
	struct selection selection;
	*project = (struct project){ .folder = folder };
	bool good = limits_given(run, &limits, &file_limit);
	good = jobs_given(run, &project->jobs) && good;
	good = sources_given(run, &project->given) && good;
	if (!selection_given(run, &selection) || !good)
		return false;
	project->catalog = read(run->arena, folder, limits, &project->given, &run->diags);
	if (!project->catalog)
		return false;
	good = packs_check(run->arena, project->catalog, &run->diags);
	project->fleet = fleet_read(run->arena, project->catalog, project->jobs, &run->diags);
	if (!project->fleet || !good)
		return false;
	if (!fleet_select(run->arena, project->fleet, &selection, &project->selected, &run->diags))
		return false;
	project->resolver = resolver_new(run->arena, project->fleet, &run->diags);
	return project->resolver != NULL;
}

bool project_read(struct run *run, const struct folder *folder, struct project *project)
{
	return read_by(run, folder, catalog_read, project);
}

bool project_read_to_mend(struct run *run, const struct folder *folder, struct project *project)
{
	return read_by(run, folder, catalog_read_to_mend, project);
}

bool project_read_one(struct run *run, const struct folder *folder, struct project *project)
{
	if (run->operands.count + option_values(run, "profile").count == 0) {
		diag_error(&run->diags, (struct span){ 0 }, "usage/profile",
			N_("'leme %s' needs a profile"), run->command->name);
		diag_hint(&run->diags, N_("name one with -p NAME; 'leme list' shows them"));
		return false;
	}
	if (!project_read(run, folder, project))
		return false;
	if (project->selected.count == 1)
		return true;
	return diag_error(&run->diags, (struct span){ 0 }, "usage/profile",
		N_("'leme %s' takes one profile, but %zu were chosen"), run->command->name,
		project->selected.count);
}
