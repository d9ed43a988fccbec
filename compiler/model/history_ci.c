#include "history_ci.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Those of a request to merge come before those that name what it is built as. */
static const char *const branches[] = {
	"GITHUB_HEAD_REF",
	"CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
	"SYSTEM_PULLREQUEST_SOURCEBRANCH", /* Azure Pipelines */
	"CHANGE_BRANCH",                   /* Jenkins */
	"BITBUCKET_BRANCH",
	"GITHUB_REF",
	"CI_COMMIT_BRANCH",
	"BUILD_SOURCEBRANCH",
	"BRANCH_NAME",
	NULL,
};

static const char *const targets[] = {
	"GITHUB_BASE_REF",
	"CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
	"SYSTEM_PULLREQUEST_TARGETBRANCH",
	"CHANGE_TARGET",
	"BITBUCKET_PR_DESTINATION_BRANCH",
	NULL,
};

/* Of whole names of references only those of branches count: others are tags, or made to build. */
static struct bytes branch_of(struct bytes name)
{
	struct bytes heads = BYTES("refs/heads/");
	if (bytes_begins(name, heads))
		name = bytes_slice(name, heads.len, name.len);
	bool good = name.len && !bytes_begins(name, BYTES("refs/")) &&
		utf8_invalid(name) == name.len;
	return good ? name : BYTES("");
}

/* Jenkins calls a tag that it builds a branch, too. */
static struct bytes told_by(const char *variable)
{
	struct bytes name = bytes_of(getenv(variable)), tag = bytes_of(getenv("TAG_NAME"));
	bool is_tag = strcmp(variable, "BRANCH_NAME") == 0 && tag.len && bytes_equal(name, tag);
	return is_tag ? BYTES("") : branch_of(name);
}

static struct bytes first_of(const char *const *variables)
{
	for (; *variables; variables++) {
		struct bytes branch = told_by(*variables);
		if (branch.len)
			return branch;
	}
	return BYTES("");
}

struct bytes ci_branch(void)
{
	return first_of(branches);
}

struct bytes ci_target(void)
{
	return first_of(targets);
}
