#!/usr/bin/env bash
# The pack of GitFlow in scratch repositories: what a branch is called, where it may be merged, and
# what is committed without a pull request, on a desk and under the CI's variables.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"
scratch_git
# Where this itself runs in a CI, that must not be told.
unset GITHUB_REF GITHUB_HEAD_REF GITHUB_BASE_REF CI_COMMIT_BRANCH \
	CI_MERGE_REQUEST_SOURCE_BRANCH_NAME CI_MERGE_REQUEST_TARGET_BRANCH_NAME \
	SYSTEM_PULLREQUEST_SOURCEBRANCH SYSTEM_PULLREQUEST_TARGETBRANCH BUILD_SOURCEBRANCH \
	CHANGE_BRANCH CHANGE_TARGET BRANCH_NAME TAG_NAME BITBUCKET_BRANCH \
	BITBUCKET_PR_DESTINATION_BRANCH

# begin: develop and master have one commit, with the pack and a chart whose base is develop.
begin() {
	# shellcheck disable=SC2119 # its arguments are those of git init
	make_repository
	sed -i 's,^rules:.*,chart: {path: chart\, version: 1.0.0\, base: develop}\
rules: ["builtin:gitflow@1"],' leme.yaml
	rm -r rules
	git add .
	git commit -qm gitflow
	git branch master
}

check() {
	"$LEME" check --now 2026-11-23 "$@"
}

# branch NAME: HEAD is at a new branch with a commit of its own.
branch() {
	git checkout -qb "$1"
	git commit -q --allow-empty -m more
}

law 'names of branches say what they are for'
begin
expect 0 '' check
for name in feature/a bugfix/a-1 hotfix/1.2.3 release/1.42.0 renovate/b feature/ação; do
	branch "$name"
	expect 0 '' check
done
for name in new-dbaccess Feature/a features/a; do
	branch "$name"
	expect 0 "leme.yaml:7:9: warning: the name of the branch $name does not say" check
done
branch release/next
expect 0 'warning: the name of the branch release/next does not say which release' check

law 'what may go where'
begin
branch feature/a
expect 1 'error: feature/a may not be merged into master [gitflow/merge]' check --base master
expect 0 '' check --base develop
branch hotfix/1.0.1
expect 0 '' check --base master
git checkout -q develop
expect 0 '' check --base master
branch release/1.1.0
expect 0 '' check --base master
branch feature/b
expect 1 'feature/b may not be merged into release/1.1.0' check --base release/1.1.0
branch bugfix/b
expect 0 '' check --base release/1.1.0
git update-ref refs/remotes/origin/master master
git branch -qD master
git checkout -q feature/a
expect 1 'feature/a may not be merged into master' check --base origin/master

law 'a support branch goes nowhere, unless somebody says so'
begin
branch support/1.x
expect 0 '' check
expect 1 'support/1.x may not be merged into develop' check --base develop
expect 1 'support/1.x may not be merged into master' check --base master
branch hotfix/1.0.1
expect 0 '' check --base support/1.x
branch feature/a
expect 1 'feature/a may not be merged into support/1.x' check --base support/1.x

law 'what is staged on a shared branch has no pull request'
begin
echo 2 >VERSION.api
git add .
expect 0 '' check
for name in develop master; do
	git checkout -q $name
	expect 1 "this would be committed to $name without a pull request" check --staged
done
git switch -qc feature/c
expect 0 '' check --staged

# ci WANTED VARIABLE=TEXT...: on a detached HEAD, as a runner leaves it, with what the CI sets.
ci() {
	local status=0
	[ -z "$1" ] || status=1
	expect $status "$1" env "${@:2}" "$LEME" check --now 2026-11-23
}

law 'a detached HEAD is what the CI says it is'
begin
branch feature/a
git checkout -q --detach
merge='error: feature/a may not be merged into master [gitflow/merge]'
ci "$merge" GITHUB_ACTIONS=true GITHUB_REF=refs/pull/7/merge GITHUB_HEAD_REF=feature/a \
	GITHUB_BASE_REF=master
ci '' GITHUB_ACTIONS=true GITHUB_REF=refs/pull/7/merge GITHUB_HEAD_REF=feature/a \
	GITHUB_BASE_REF=develop
ci "$merge" GITLAB_CI=true CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=feature/a \
	CI_MERGE_REQUEST_TARGET_BRANCH_NAME=master
ci '' GITLAB_CI=true CI_COMMIT_BRANCH=develop
ci "$merge" TF_BUILD=True SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/feature/a \
	SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/master
ci '' TF_BUILD=True BUILD_SOURCEBRANCH=refs/heads/develop
ci "$merge" JENKINS_URL=http://ci CHANGE_BRANCH=feature/a CHANGE_TARGET=master BRANCH_NAME=PR-7
ci '' JENKINS_URL=http://ci BRANCH_NAME=develop
ci "$merge" BITBUCKET_BRANCH=feature/a BITBUCKET_PR_DESTINATION_BRANCH=master
ci '' BITBUCKET_BRANCH=develop
ci '' UNKNOWN_CI=feature/a
ci '' GITLAB_CI=true CI_COMMIT_BRANCH=support/1.x
ci 'support/1.x may not be merged into develop' GITLAB_CI=true \
	CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=support/1.x \
	CI_MERGE_REQUEST_TARGET_BRANCH_NAME=develop

law 'a tag that is built is no branch'
cd "$temp/tree"
ci '' GITHUB_ACTIONS=true GITHUB_REF=refs/tags/v1 GITHUB_REF_NAME=v1
ci '' TF_BUILD=True BUILD_SOURCEBRANCH=refs/tags/v1
ci '' JENKINS_URL=http://ci TAG_NAME=v1 BRANCH_NAME=v1

# shallow BRANCH OPTION...: a clone of it that has one commit.
shallow() {
	rm -rf "$temp/shallow"
	git clone -q --depth 1 --branch "$@" "file://$temp/tree" "$temp/shallow"
	cd "$temp/shallow"
}

law 'a shallow clone knows its branch'
begin
branch new-dbaccess
shallow new-dbaccess
expect 0 'the name of the branch new-dbaccess does not say' check

law 'a clone without the base says what gets it'
begin
git checkout -q master
branch hotfix/1.0.1
shallow hotfix/1.0.1
undecided="undecided: the base 'develop' is not in this clone [gitflow/merge]"
fetch='git fetch --unshallow origin +develop:refs/remotes/origin/develop'
expect 0 "$undecided" check
expect 0 "hint: '$fetch' gets it" check
expect 1 '1 undecided' check --strict
$fetch 2>/dev/null
expect 0 '' check --strict

law 'where the base is, and only the parting is cut off, the target is known'
begin
branch support/1.x
shallow support/1.x --no-single-branch
git checkout -q --detach
ci 'support/1.x may not be merged into develop' GITLAB_CI=true \
	CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=support/1.x \
	CI_MERGE_REQUEST_TARGET_BRANCH_NAME=develop
git checkout -q support/1.x
expect 0 '' check
expect 1 'support/1.x may not be merged into develop' check --base develop

law 'without git all of it is undecided'
begin
rm -rf .git
for rule in branch-name release-name merge direct-commit; do
	expect 0 "[gitflow/$rule]" check
done
expect 0 'undecided: the project is in no git repository' check
expect 1 '4 undecided' check --strict

say "$passed passed, $failed failed"
[ "$failed" = 0 ]
