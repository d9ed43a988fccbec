/* A repository and the git that hands out its contents. Internal to vcs/. */
#ifndef LEME_VCS_REPOSITORY_H
#define LEME_VCS_REPOSITORY_H

#include "git.h"
#include "vcs.h"

struct contents;

struct repository {
	struct arena *run;
	const struct folder *folder;
	struct git git;
	bool is_shallow;    /* its history is cut off somewhere */
	struct bytes above; /* the folder's path in the repository: "" or closed by '/' */
	const char *limit;  /* a pathspec: the folder alone */
	struct contents *contents;
};

/* The place of the folder as a whole, for messages. */
struct span repository_place(const struct repository *repository);

/* The path in the folder of what git calls by its path in the repository. */
static inline struct bytes repository_inside(const struct repository *r, struct bytes path)
{
	return bytes_slice(path, r->above.len, path.len);
}

/* Asks git about the repository. False after a diag. */
bool repository_ask(struct repository *repository, const char *const *arguments, struct bytes *out,
	struct diags *d) MUST_USE;

static inline bool mode_is_link(struct bytes mode)
{
	return bytes_is(mode, "120000");
}

static inline bool mode_is_submodule(struct bytes mode)
{
	return bytes_is(mode, "160000");
}

struct contents *contents_new(struct arena *run, const struct git *git);

/* What snapshots read by: the keeper is the contents. */
enum snapshot_answer contents_read(void *keeper, struct arena *owner, struct bytes id, size_t limit,
	struct bytes *text, struct bytes *why);

#endif
