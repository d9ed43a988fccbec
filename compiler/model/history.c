#include "model.h"

#include "base/message.h"
#include "history_ci.h"
#include "read.h"

#include <pthread.h>

enum known { NOT_ASKED, KNOWN, NONE, UNKNOWN };

/* An answer that is worked out once; of one that is not known, what is amiss. */
struct answer {
	enum known known;
	struct missing_evidence amiss;
};

struct history {
	pthread_mutex_t lock;
	struct arena *owner; /* of its own, as threads share it */
	const struct catalog *catalog;
	struct history_asked asked;
	struct answer opened, parted, since, past, compared, named;
	struct repository *repository; /* once opened */
	struct bytes revision, commit; /* the base as git found it; where HEAD parted from it */
	bool is_found;                 /* the base is in this clone */
	const struct folder *folder;   /* as it was then; NULL: there was nothing */
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

static bool not_known(struct answer *answer, struct bytes what)
{
	answer->amiss = (struct missing_evidence){ .what = what };
	return settle(answer, UNKNOWN);
}

static bool not_known_as(struct answer *answer, const struct answer *other)
{
	*answer = *other;
	return false;
}

struct history *history_of(
	struct arena *run, const struct catalog *catalog, const struct resolver *base)
{
	struct history *history = history_new(run, catalog, (struct history_asked){ 0 });
	settle(&history->parted, KNOWN);
	settle(&history->past, KNOWN);
	settle(&history->since, NONE);
	history->resolver = base;
	return history;
}

/* What git has said, of whatever file. */
static bool not_known_by(struct answer *answer, const struct diags *d)
{
	return not_known(answer, d->count ? d->at[0]->text : BYTES("?"));
}

/* `FILE: what is wrong with it`. */
static struct bytes words_of(struct arena *owner, const struct diags *d)
{
	const struct diag *diag = d->count ? d->at[0] : NULL;
	if (!diag || !diag->at.source)
		return diag ? diag->text : BYTES("?");
	return bytes_join(owner, diag->at.source->path, BYTES(": "), diag->text);
}

struct missing_evidence history_fault(struct arena *owner, const struct diags *d)
{
	struct bytes words = words_of(owner, d);
	return (struct missing_evidence){ .what = bytes_print(owner,
						  _("the project as it was at the base cannot be "
						    "read: " BYTES_FMT),
						  BYTES_ARG(words)) };
}

static enum history_answer give(const struct answer *answer, struct missing_evidence *amiss)
{
	*amiss = answer->amiss;
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

struct bytes history_base_asked(const struct history *history)
{
	return history->asked.base;
}

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
	static const char others[] = "~^:@{}? *[\\";
	for (size_t i = 0; i < name.len; i++)
		if (memchr(others, name.at[i], sizeof others - 1))
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

static bool to_be_fetched(struct history *history, struct bytes what, struct bytes fetch)
{
	struct missing_evidence *amiss = &history->parted.amiss;
	*amiss = (struct missing_evidence){ .what = what,
		.hint = bytes_print(
			history->owner, _("'" BYTES_FMT "' gets it"), BYTES_ARG(fetch)) };
	if (!history->asked.base.at)
		amiss->at = read_place(read_key(history->catalog->value, "chart"), "base");
	return settle(&history->parted, UNKNOWN);
}

static bool revision_missing(struct history *history, struct bytes name)
{
	if (!repository_has_remote(history->repository) && !history->asked.base.at)
		return settle(&history->parted, NONE);
	return to_be_fetched(history,
		bytes_print(history->owner, _("the base '" BYTES_FMT "' is not in this clone"),
			BYTES_ARG(name)),
		fetch_that_helps(history, name));
}

static bool find_parting(struct history *history, struct bytes head, struct bytes base)
{
	struct diags unheard = diags_new(history->owner);
	struct bytes text;
	switch (repository_merge_base(
		history->repository, head, base, &history->commit, &unheard)) {
	case ANCESTRY_FOUND:
		return settle(&history->parted, KNOWN);
	case ANCESTRY_NONE:
		text = bytes_print(history->owner,
			_("HEAD and '" BYTES_FMT "' have no commit in common"),
			BYTES_ARG(history->revision));
		return not_known(&history->parted, text);
	case ANCESTRY_CUT_OFF:
		text = bytes_print(history->owner,
			_("where HEAD parted from '" BYTES_FMT "' is not in this shallow clone"),
			BYTES_ARG(history->revision));
		return to_be_fetched(history, text, BYTES("git fetch --unshallow"));
	default:
		return not_known_by(&history->parted, &unheard);
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
	history->is_found = base.len;
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

/* --- the project as it was -------------------------------------------------------------------- */

/* What is secret in it is said by its own catalogue, too. */
static bool open_past(struct history *history, struct bytes commit)
{
	struct diags unheard = diags_new(history->owner);
	const struct folder *now = history->catalog->folder;
	const struct snapshot *snapshot = repository_revision(
		history->repository, commit, &unheard);
	if (!snapshot)
		return not_known_by(&history->since, &unheard);
	struct folder *folder = folder_at(history->owner, now, snapshot);
	folder->secrets = secrets_below(history->owner, now->secrets);
	history->folder = folder;
	return settle(&history->since, KNOWN);
}

/*
 * The commit that all is compared with. Without a base a commit is compared with the one before it;
 * nothing was before the first.
 */
static bool find_since(struct history *history)
{
	if (history->since.known)
		return history->since.known == KNOWN;
	if (find_commit(history))
		return open_past(history, history->commit);
	if (history->parted.known == UNKNOWN)
		return not_known_as(&history->since, &history->parted);
	if (!history->asked.staged)
		return not_known(&history->since,
			bytes_of(_("what has changed is not known without a base: --base REV")));
	if (!open_repository(history))
		return not_known_as(&history->since, &history->opened);
	history->commit = repository_commit(history->repository, BYTES("HEAD"));
	return history->commit.len ? open_past(history, history->commit)
				   : settle(&history->since, KNOWN);
}

static const struct resolver *read_project(
	struct history *history, const struct folder *folder, struct diags *d)
{
	struct arena *owner = history->owner;
	const struct catalog *catalog = catalog_read(
		owner, folder, history->catalog->limits, &history->asked.given, d);
	const struct fleet *fleet = catalog ? fleet_read(owner, catalog, 1, d) : NULL;
	return fleet ? resolver_new(owner, fleet, d) : NULL;
}

static bool read_past(struct history *history)
{
	struct diags unheard = diags_new(history->owner);
	if (history->past.known)
		return history->past.known == KNOWN;
	if (!find_since(history))
		return not_known_as(&history->past, &history->since);
	if (!history->folder || !snapshot_file(history->folder->snapshot, BYTES("leme.yaml")))
		return settle(&history->past, NONE);
	history->resolver = read_project(history, history->folder, &unheard);
	if (history->resolver)
		return settle(&history->past, KNOWN);
	history->past.amiss = history_fault(history->owner, &unheard);
	return settle(&history->past, UNKNOWN);
}

enum history_answer history_base(
	struct history *history, const struct resolver **resolver, struct missing_evidence *amiss)
{
	pthread_mutex_lock(&history->lock);
	bool parted = find_commit(history);
	if (parted)
		read_past(history);
	*resolver = history->resolver;
	enum history_answer answer = give(parted ? &history->past : &history->parted, amiss);
	pthread_mutex_unlock(&history->lock);
	return answer;
}

/* --- changes ---------------------------------------------------------------------------------- */

static bool compare(struct history *history)
{
	struct diags unheard = diags_new(history->owner);
	if (history->compared.known)
		return history->compared.known == KNOWN;
	if (!find_since(history))
		return not_known_as(&history->compared, &history->since);
	if (!repository_changes(history->repository, history->commit,
		    history->asked.staged ? CHANGE_TO_INDEX : CHANGE_TO_WORK_TREE,
		    &history->changes, &unheard))
		return not_known_by(&history->compared, &unheard);
	return settle(&history->compared, KNOWN);
}

enum history_answer history_changes(struct history *history, const struct file_changes **changes,
	struct missing_evidence *amiss)
{
	pthread_mutex_lock(&history->lock);
	compare(history);
	*changes = &history->changes;
	enum history_answer answer = give(&history->compared, amiss);
	pthread_mutex_unlock(&history->lock);
	return answer;
}

static const struct source *read_side(const struct folder *folder, struct arena *owner,
	struct bytes path, struct missing_evidence *amiss)
{
	struct diags unheard = diags_new(owner);
	const struct source *source = folder_read_raw(
		owner, folder, path, MISSING_IS_ERROR, (struct span){ 0 }, &unheard);
	if (!source)
		*amiss = (struct missing_evidence){ .what = words_of(owner, &unheard) };
	return source;
}

/* The project is read first, as nobody else would tell what was secret in it. */
const struct source *history_before(struct history *history, struct arena *owner,
	const struct file_change *change, struct missing_evidence *amiss)
{
	struct bytes path = change->from.at ? change->from : change->path;
	pthread_mutex_lock(&history->lock);
	read_past(history);
	enum history_answer answer = give(&history->past, amiss);
	pthread_mutex_unlock(&history->lock);
	return answer == HISTORY_UNKNOWN ? NULL : read_side(history->folder, owner, path, amiss);
}

const struct source *history_after(struct history *history, struct arena *owner,
	const struct file_change *change, struct missing_evidence *amiss)
{
	return read_side(history->catalog->folder, owner, change->path, amiss);
}

/* --- branches --------------------------------------------------------------------------------- */

/* The base has a name even where nobody can tell where HEAD parted from it. */
static void name_target(struct history *history)
{
	(void)find_commit(history);
	history->git.is_proposed = history->asked.base.at;
	if (history->is_found)
		history->git.target = repository_branch_called(
			history->repository, history->revision);
	else if (history->parted.known == UNKNOWN)
		history->git.no_target = history->parted.amiss;
}

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
	history->git.is_proposed = history->git.target.len;
	if (!history->git.target.len)
		name_target(history);
	return settle(&history->named, KNOWN);
}

enum history_answer history_git(
	struct history *history, struct history_git *git, struct missing_evidence *amiss)
{
	pthread_mutex_lock(&history->lock);
	name_branches(history);
	*git = history->git;
	enum history_answer answer = give(&history->named, amiss);
	pthread_mutex_unlock(&history->lock);
	return answer;
}
