#include "model.h"

#include "base/message.h"
#include "history_ci.h"

#include <pthread.h>

enum known { NOT_ASKED, KNOWN, NONE, UNKNOWN };

/* An answer that is worked out once; `why` of one that is not known. */
struct answer {
	enum known known;
	struct bytes why;
};

struct history {
	pthread_mutex_t lock;
	struct arena *owner; /* of its own, as threads share it */
	const struct catalog *catalog;
	struct history_asked asked;
	struct answer opened, parted, read, compared, named;
	struct repository *repository; /* once opened */
	struct bytes revision, commit; /* the base as git found it; where HEAD parted from it */
	const struct folder *past;     /* the folder that changes are told from; or NULL */
	const struct resolver *resolver;
	struct file_changes changes;
	struct history_git git;
};

static void end(void *handle)
{
	struct history *history = handle;
	pthread_mutex_destroy(&history->lock);
	arena_end(history->owner);
}

struct history *history_new(
	struct arena *run, const struct catalog *catalog, struct history_asked asked)
{
	struct history *history = arena_new_of(run, struct history);
	*history = (struct history){ .owner = arena_new(), .catalog = catalog, .asked = asked };
	pthread_mutex_init(&history->lock, NULL);
	arena_undo(run, end, history);
	return history;
}

/* --- answers ---------------------------------------------------------------------------------- */

static bool settle(struct answer *answer, enum known known)
{
	answer->known = known;
	return known == KNOWN;
}

static bool not_known(struct answer *answer, struct bytes why)
{
	answer->why = why;
	return settle(answer, UNKNOWN);
}

static bool not_known_as(struct answer *answer, const struct answer *other)
{
	answer->why = other->why;
	return settle(answer, other->known);
}

/* What git has said, of whatever file. */
static bool not_known_by(struct answer *answer, const struct diags *d)
{
	return not_known(answer, d->count ? d->at[0]->text : BYTES("?"));
}

static enum history_answer give(const struct answer *answer, struct bytes *why)
{
	*why = answer->why;
	return answer->known == KNOWN   ? HISTORY_KNOWN
		: answer->known == NONE ? HISTORY_NONE
					: HISTORY_UNKNOWN;
}

/* --- the repository --------------------------------------------------------------------------- */

static bool open_repository(struct history *history)
{
	struct diags unheard = diags_new(history->owner);
	if (history->opened.known)
		return history->opened.known == KNOWN;
	history->repository = repository_open(history->owner, history->catalog->folder, &unheard);
	if (history->repository)
		return settle(&history->opened, KNOWN);
	return not_known_by(&history->opened, &unheard);
}

/* --- where HEAD parted from the base ---------------------------------------------------------- */

static struct bytes wanted_revision(const struct history *history)
{
	return history->asked.base.at ? history->asked.base : history->catalog->chart.base;
}

/* The commit of a revision here or, as CI has it, of that branch at origin; or an empty text. */
static struct bytes find_revision(struct history *history, struct bytes name)
{
	struct bytes commit = repository_commit(history->repository, name);
	history->revision = name;
	if (commit.len)
		return commit;
	history->revision = bytes_join(history->owner, BYTES("origin"), BYTES("/"), name);
	return repository_commit(history->repository, history->revision);
}

static bool is_branch_name(struct bytes name)
{
	for (size_t i = 0; i < name.len; i++)
		if (memchr("~^:@{}? *[\\", name.at[i], 11))
			return false;
	return true;
}

/* A clone of one branch would not keep another without being told where. */
static struct bytes fetch_that_helps(struct history *history, struct bytes name)
{
	if (bytes_begins(name, BYTES("origin/")))
		name = bytes_slice(name, strlen("origin/"), name.len);
	const char *whole = repository_is_shallow(history->repository) ? " --unshallow" : "";
	if (!is_branch_name(name))
		return bytes_print(history->owner, "git fetch%s origin", whole);
	return bytes_print(history->owner,
		"git fetch%s origin +" BYTES_FMT ":refs/remotes/origin/" BYTES_FMT, whole,
		BYTES_ARG(name), BYTES_ARG(name));
}

static bool revision_missing(struct history *history, struct bytes name)
{
	if (!repository_has_remote(history->repository) && !history->asked.base.at)
		return settle(&history->parted, NONE);
	struct bytes fetch = fetch_that_helps(history, name);
	return not_known(&history->parted,
		bytes_print(history->owner,
			_("the base '" BYTES_FMT "' is not in this clone; '" BYTES_FMT "' gets it"),
			BYTES_ARG(name), BYTES_ARG(fetch)));
}

static bool find_parting(struct history *history, struct bytes head, struct bytes base)
{
	struct diags unheard = diags_new(history->owner);
	struct answer *parted = &history->parted;
	switch (repository_merge_base(
		history->repository, head, base, &history->commit, &unheard)) {
	case ANCESTRY_FOUND:
		return settle(parted, KNOWN);
	case ANCESTRY_NONE:
		return not_known(parted,
			bytes_print(history->owner,
				_("HEAD and '" BYTES_FMT "' have no commit in common"),
				BYTES_ARG(history->revision)));
	case ANCESTRY_CUT_OFF:
		return not_known(parted,
			bytes_print(history->owner,
				_("where HEAD parted from '" BYTES_FMT
				  "' is not in this shallow clone; 'git fetch --unshallow' gets "
				  "it"),
				BYTES_ARG(history->revision)));
	default:
		return not_known_by(parted, &unheard);
	}
}

static bool find_commit(struct history *history)
{
	struct bytes name = wanted_revision(history);
	if (history->parted.known)
		return history->parted.known == KNOWN;
	if (!name.len)
		return settle(&history->parted, NONE);
	if (!open_repository(history))
		return not_known_as(&history->parted, &history->opened);
	struct bytes base = find_revision(history, name);
	if (!base.len)
		return revision_missing(history, name);
	struct bytes head = repository_commit(history->repository, BYTES("HEAD"));
	if (!head.len)
		return settle(&history->parted, NONE);
	return find_parting(history, head, base);
}

/* The diags have their places in the folder that the repository was opened with. */
bool history_base_exists(struct history *history, struct diags *d)
{
	struct bytes name = history->asked.base;
	history->repository = repository_open(history->owner, history->catalog->folder, d);
	if (!history->repository)
		return false;
	settle(&history->opened, KNOWN);
	if (find_revision(history, name).len ||
		(name.len && repository_has_remote(history->repository)))
		return true;
	diag_error(d, (struct span){ 0 }, "git/revision",
		N_("there is no revision '" BYTES_FMT "'"), BYTES_ARG(name));
	diag_hint(d, N_("'--base' takes a branch, tag or commit, as 'git log' does"));
	return false;
}

/* --- the project at the base ------------------------------------------------------------------ */

static const struct folder *past_folder(
	struct history *history, struct bytes commit, struct diags *d)
{
	const struct snapshot *snapshot = repository_revision(history->repository, commit, d);
	return snapshot ? folder_at(history->owner, history->catalog->folder, snapshot) : NULL;
}

static bool has_catalog(const struct folder *folder)
{
	return snapshot_file(folder->snapshot, BYTES("leme.yaml"));
}

static const struct resolver *read_past(struct history *history, struct diags *d)
{
	struct arena *owner = history->owner;
	const struct catalog *catalog = catalog_read(
		owner, history->past, history->catalog->limits, &history->asked.given, d);
	const struct fleet *fleet = catalog ? fleet_read(owner, catalog, 1, d) : NULL;
	return fleet ? resolver_new(owner, fleet, d) : NULL;
}

/* `FILE: what is wrong with it`. */
static struct bytes words_of(struct arena *owner, const struct diags *d)
{
	const struct diag *diag = d->count ? d->at[0] : NULL;
	if (!diag || !diag->at.source)
		return diag ? diag->text : BYTES("?");
	return bytes_join(owner, diag->at.source->path, BYTES(": "), diag->text);
}

static struct bytes past_fault(struct history *history, const struct diags *d)
{
	struct bytes words = words_of(history->owner, d);
	return bytes_print(history->owner,
		_("the project as it was at the base cannot be read: " BYTES_FMT),
		BYTES_ARG(words));
}

static bool read_base(struct history *history)
{
	struct diags unheard = diags_new(history->owner);
	if (history->read.known)
		return history->read.known == KNOWN;
	if (!find_commit(history))
		return not_known_as(&history->read, &history->parted);
	if (!history->past)
		history->past = past_folder(history, history->commit, &unheard);
	if (!history->past)
		return not_known_by(&history->read, &unheard);
	if (!has_catalog(history->past))
		return settle(&history->read, NONE);
	history->resolver = read_past(history, &unheard);
	if (!history->resolver)
		return not_known(&history->read, past_fault(history, &unheard));
	return settle(&history->read, KNOWN);
}

enum history_answer history_base(
	struct history *history, const struct resolver **resolver, struct bytes *why)
{
	pthread_mutex_lock(&history->lock);
	read_base(history);
	*resolver = history->resolver;
	enum history_answer answer = give(&history->read, why);
	pthread_mutex_unlock(&history->lock);
	return answer;
}

/* --- changes ---------------------------------------------------------------------------------- */

/* Without a base a commit is compared with the one before it; nothing was before the first. */
static bool find_since(struct history *history, struct bytes *since)
{
	if (find_commit(history)) {
		*since = history->commit;
		return true;
	}
	if (history->parted.known == UNKNOWN)
		return not_known_as(&history->compared, &history->parted);
	if (!history->asked.staged)
		return not_known(&history->compared,
			bytes_of(_("what has changed is not known without a base: --base REV")));
	if (!open_repository(history))
		return not_known_as(&history->compared, &history->opened);
	*since = repository_commit(history->repository, BYTES("HEAD"));
	return true;
}

static bool compare(struct history *history)
{
	struct diags unheard = diags_new(history->owner);
	struct bytes since = { 0 };
	if (history->compared.known)
		return history->compared.known == KNOWN;
	if (!find_since(history, &since))
		return false;
	if (since.len && !history->past)
		history->past = past_folder(history, since, &unheard);
	if ((since.len && !history->past) ||
		!repository_changes(history->repository, since,
			history->asked.staged ? CHANGE_TO_INDEX : CHANGE_TO_WORK_TREE,
			&history->changes, &unheard))
		return not_known_by(&history->compared, &unheard);
	return settle(&history->compared, KNOWN);
}

enum history_answer history_changes(
	struct history *history, const struct file_changes **changes, struct bytes *why)
{
	pthread_mutex_lock(&history->lock);
	compare(history);
	*changes = &history->changes;
	enum history_answer answer = give(&history->compared, why);
	pthread_mutex_unlock(&history->lock);
	return answer;
}

static const struct source *read_side(
	const struct folder *folder, struct arena *owner, struct bytes path, struct bytes *why)
{
	struct diags unheard = diags_new(owner);
	const struct source *source = folder_read_raw(
		owner, folder, path, MISSING_IS_ERROR, (struct span){ 0 }, &unheard);
	if (!source)
		*why = words_of(owner, &unheard);
	return source;
}

const struct source *history_before(struct history *history, struct arena *owner,
	const struct file_change *change, struct bytes *why)
{
	return read_side(history->past, owner, change->from.at ? change->from : change->path, why);
}

const struct source *history_after(struct history *history, struct arena *owner,
	const struct file_change *change, struct bytes *why)
{
	return read_side(history->catalog->folder, owner, change->path, why);
}

/* --- branches --------------------------------------------------------------------------------- */

static bool name_branches(struct history *history)
{
	if (history->named.known)
		return history->named.known == KNOWN;
	if (!open_repository(history))
		return not_known_as(&history->named, &history->opened);
	history->git.staged = history->asked.staged;
	history->git.branch = repository_branch(history->repository);
	if (!history->git.branch.len) {
		history->git.branch = ci_branch();
		history->git.target = ci_target();
	}
	if (!history->git.target.len && find_commit(history))
		history->git.target = repository_branch_called(
			history->repository, history->revision);
	return settle(&history->named, KNOWN);
}

enum history_answer history_git(struct history *history, struct history_git *git, struct bytes *why)
{
	pthread_mutex_lock(&history->lock);
	name_branches(history);
	*git = history->git;
	enum history_answer answer = give(&history->named, why);
	pthread_mutex_unlock(&history->lock);
	return answer;
}
