/*
 * What git knows of the project: how it was at the base, what has changed since, which branch this
 * is. Found out when somebody asks, and once for all threads; git is not run before. Part of the
 * face of model/.
 *
 *   history_new       nothing is known yet
 *   history_base      the project as it was at the base
 *   history_changes   the files that are not as they were
 *   history_git       the branches
 *
 * SPEC §5.1, §8. What is not known is no fault: each answer may be an explanation instead, which
 * says what would help.
 */
#ifndef LEME_MODEL_HISTORY_H
#define LEME_MODEL_HISTORY_H

#include "evidence.h"
#include "sources.h"
#include "vcs/vcs.h"

struct catalog;
struct resolver;
struct history;

struct history_asked {
	struct bytes
		base; /* the revision to compare with; .at NULL: the catalogue's `chart.base` */
	bool staged;  /* the project is that of git's index */
	struct sources_given given;
};

struct history *history_new(
	struct arena *run, const struct catalog *catalog, struct history_asked asked);

/* One without git, for tests of rules: all that is known of it is the project at the base. */
struct history *history_of(
	struct arena *run, const struct catalog *catalog, const struct resolver *base);

/*
 * For a base that was asked for: false, after diags, if git cannot be asked, or the revision is
 * nowhere (`git/revision`) and could not be fetched either.
 */
bool history_base_exists(struct history *history, struct diags *d) MUST_USE;

/* The revision that somebody asked for, or an empty text: the catalogue's. */
struct bytes history_base_asked(const struct history *history);

enum history_answer {
	HISTORY_KNOWN,
	HISTORY_NONE,    /* there is no base, or no project at it */
	HISTORY_UNKNOWN, /* *amiss says what, and what would help */
};

/* Compared with is where HEAD parted from the base. The resolver is that of the project there. */
enum history_answer history_base(struct history *history, const struct resolver **resolver,
	struct missing_evidence *amiss) MUST_USE;

/* How it is told that the project there has faults, which are not those of this run. */
struct missing_evidence history_fault(struct arena *owner, const struct diags *d);

/* Since that commit, or, where there is no base, from HEAD to what is staged. */
enum history_answer history_changes(struct history *history, const struct file_changes **changes,
	struct missing_evidence *amiss) MUST_USE;

/* The file before the change, and after it. NULL, with what is amiss, if it cannot be read. */
const struct source *history_before(struct history *history, struct arena *owner,
	const struct file_change *change, struct missing_evidence *amiss) MUST_USE;
const struct source *history_after(struct history *history, struct arena *owner,
	const struct file_change *change, struct missing_evidence *amiss) MUST_USE;

/*
 * Empty texts where there is none. On a detached HEAD they come from the variables that CI systems
 * set; else the target is the branch that the base is, which may be in another clone only.
 */
struct history_git {
	struct bytes branch, target;
	struct missing_evidence no_target; /* .what.at NULL: none is missing */
	bool staged;
	bool is_proposed; /* somebody says that it goes there; else it is only the catalogue's */
};
enum history_answer history_git(
	struct history *history, struct history_git *git, struct missing_evidence *amiss) MUST_USE;

#endif
