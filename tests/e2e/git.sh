#!/usr/bin/env bash
# What leme takes from git, in scratch repositories: the index in the place of the work tree, in
# every state that people and hooks bring a repository into.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

scratch_git

staged() {
	"$LEME" check --staged --now 2026-11-23 "$@"
}

broken='VERSION.api:1:1: error: never nine'

# --- the index --------------------------------------------------------------------------------

law 'what is staged counts, not what stands in the work tree'
make_repository
expect 0 '' staged
echo 9 >VERSION.api
expect 0 '' staged
expect 1 "$broken" "$LEME" check --now 2026-11-23
git add VERSION.api
expect 1 "$broken" staged
echo 1 >VERSION.api
expect 1 "$broken" staged
expect 0 '' "$LEME" check --now 2026-11-23
git add VERSION.api
expect 0 '' staged

law 'a file that was added in part counts as far as it was added'
make_repository
printf -- '- {name: size, each: components, expression: "size(version) < 3"}\n' >>rules/shop.yaml
git add rules/shop.yaml
printf -- '- {name: worse, each: components, expression: "false"}\n' >>rules/shop.yaml
expect 0 '' staged
expect 1 '[shop/worse]' "$LEME" check

law 'what nobody has added is not there'
make_repository
make_profile two
sed -i 's/environment: live/environment: dead/' profiles/two.yaml
expect 0 '' staged
expect 2 'dead' "$LEME" check
git add -N profiles/two.yaml
expect 0 '' staged
git add profiles/two.yaml
expect 2 'profiles/two.yaml:4:14: error:' staged

law 'an empty file that was added is there'
make_repository
: >profiles/empty.yaml
git add profiles/empty.yaml
expect 2 'profiles/empty.yaml:1:1: error: the file has no document' staged

law 'a removed file is not there, whatever the disk has'
make_repository
git rm -q --cached VERSION.api
expect 2 "'git add VERSION.api' puts a file into the index" staged
expect 0 '' "$LEME" check

law 'a file that is staged is there, whatever the disk has not'
make_repository
rm VERSION.api
expect 0 '' staged

law 'a rename is where it leads'
make_repository
mkdir profiles/more
git mv profiles/live.yaml profiles/more/alive.yaml
expect 0 '' staged
sed -i 's/live/gone/' profiles/more/alive.yaml
expect 0 '' staged
git mv VERSION.api VERSION.web
expect 2 "there is no file 'VERSION.api'" staged

law 'a stale output in the index is found'
make_repository
"$LEME" compile -q
expect 1 '--- /dev/null' "$LEME" compile --check --staged
git add values
expect 0 '' "$LEME" compile --check --staged
echo 2 >VERSION.api
expect 0 '' "$LEME" compile --check --staged
git add VERSION.api
expect 1 "+  tag: '2'" "$LEME" compile --check --staged
"$LEME" compile -q
expect 1 "+  tag: '2'" "$LEME" compile --check --staged
git add values
expect 0 '' "$LEME" compile --check --staged
expect 2 "'--staged' needs '--check'" "$LEME" compile --staged

law 'the index is left as it is'
make_repository
touch -d 2020-01-01 VERSION.api
before=$(sha256sum .git/index && find .git | sort)
expect 0 '' staged
expect 0 "$before" eval 'sha256sum .git/index && find .git | sort'

# --- names and links --------------------------------------------------------------------------

law 'paths may hold blanks, accents and quotes'
make_repository
make_profile a 'á "b" c'
mkdir -p 'profiles/ação e reação'
make_profile b "ação e reação/b'"
echo 9 >'VERSION é'
sed -i 's/VERSION.api/VERSION é/' leme.yaml
git add .
expect 1 'VERSION é:1:1: error: never nine (a, b, live)' staged

law 'a line end in a path is refused as on the disk'
make_repository
make_profile a $'a\nb'
git add .
expect 2 'a path must not hold a line end' staged
expect 2 'a path must not hold a line end' "$LEME" check

law 'a line end in the way to the project is no matter'
make_repository
mv "$temp/tree" "$temp/wo
rk"
cd "$temp/wo
rk"
expect 0 '' staged
mkdir 'sub
way'
git mv leme.yaml VERSION.api profiles rules 'sub
way'
cd 'sub
way'
expect 0 '' staged
cd "$temp"
rm -rf "$temp/wo
rk"

law 'links are those of the index'
make_repository
mkdir -p data/live
git mv VERSION.api data/live/api
ln -s data/live now
ln -s "$PWD/now/api" VERSION.api
ln -s more profiles/again
git add .
expect 0 '' staged
ln -sfn /etc/hostname VERSION.api
expect 0 '' staged
git add VERSION.api
expect 2 "'VERSION.api' leads out of the project through a link" staged
ln -sfn loop VERSION.api
ln -sfn VERSION.api loop
git add VERSION.api loop
expect 3 "cannot read 'VERSION.api': Too many levels of symbolic links" staged

law 'a submodule is not looked into'
make_repository
git clone -q "$temp/tree" "$temp/other"
git submodule --quiet add "$temp/other" profiles/other
expect 0 '' staged
expect 2 'profile/same-slug' "$LEME" check
rm -rf "$temp/other"

# --- where the project is ---------------------------------------------------------------------

law 'the project may be a folder of the repository'
make_repository
mkdir -p 'deploy/[a]*'
git mv leme.yaml VERSION.api profiles rules 'deploy/[a]*'
echo 9 >'deploy/[a]*/VERSION.api'
expect 0 '' staged -C 'deploy/[a]*'
git add .
expect 1 "deploy/[a]*/$broken" staged -C 'deploy/[a]*'
cd 'deploy/[a]*/profiles'
expect 1 "../$broken" staged
mkdir -p "$temp/tree/deploy/abc"
expect 2 'there is no leme.yaml' staged -C "$temp/tree/deploy/abc"

law 'a project that is not in the index is not there'
make_repository
make_project "$temp/tree/new"
expect 2 "there is no file 'new/leme.yaml'" staged -C new

law 'a linked work tree has an index of its own'
make_repository
git worktree add -q ../linked -b linked
echo 9 >VERSION.api
git add .
expect 1 "$broken" staged
expect 0 '' staged -C ../linked

law 'the names of contents may be of SHA-256'
make_repository --object-format=sha256
expect 0 '' staged
: >profiles/empty.yaml
git add -N .
echo 9 >VERSION.api
git add VERSION.api
expect 1 "$broken" staged

law 'conflicts that are not resolved are named'
make_repository
git checkout -qb side
echo 2 >VERSION.api
git commit -qam two
git checkout -q develop
echo 3 >VERSION.api
git commit -qam three
git merge -q side >/dev/null || :
expect 2 'VERSION.api: error: the file has conflicts that nobody has resolved' staged
expect 2 'git/unmerged' "$LEME" compile --check --staged
echo 4 >VERSION.api
git add VERSION.api
expect 0 '' staged

law 'a repository without commits has an index'
rm -rf "$temp/tree"
git init -q "$temp/tree"
make_project "$temp/tree"
cd "$temp/tree"
expect 2 "there is no file 'leme.yaml'" staged
git add .
expect 0 '' staged

law 'a shallow clone has its index'
make_repository
git commit -q --allow-empty -m two
git clone -q --depth 1 "file://$temp/tree" "$temp/shallow"
expect 0 '' staged -C "$temp/shallow"

law 'a partial clone says what it lacks, and fetches nothing'
make_repository
git config uploadpack.allowFilter true
git clone -q --no-checkout --filter=blob:none "file://$temp/tree" "$temp/partial"
cd "$temp/partial"
git read-tree HEAD
cp "$temp/tree/leme.yaml" .
expect 3 "cannot read 'leme.yaml'" staged
git checkout -q -- .
expect 0 '' staged

# --- hooks ------------------------------------------------------------------------------------

# hook COMMAND: what runs before each commit from now on; it adds what it finds to ../told.
hook() {
	printf '#!/bin/sh\n{\n%s\necho "status $?"\n} >>"%s/told" 2>&1\n' "$1" "$temp" \
		>"$(git rev-parse --git-common-dir)/hooks/pre-commit"
	chmod +x "$(git rev-parse --git-common-dir)/hooks/pre-commit"
}

told() {
	cat "$temp/told"
	rm "$temp/told"
}

for place in . linked; do
	law "a hook sees what its commit takes ($place)"
	rm -rf "$temp/linked"
	make_repository
	mkdir sub
	git mv leme.yaml VERSION.api profiles rules sub
	git commit -qm sub
	[ $place = . ] || {
		git worktree add -q ../linked -b linked
		cd ../linked
	}
	hook "'$LEME' -C sub check --staged"
	echo 9 >sub/VERSION.api
	git commit -qm all -a
	expect 0 'status 1' told
	echo 1 >sub/VERSION.api
	echo 2 >sub/notes
	git add sub/notes
	git commit -qm part sub/VERSION.api
	expect 0 'status 0' told
	hook "cd sub && '$LEME' check --staged"
	echo 9 >sub/VERSION.api
	git commit -qm part sub/VERSION.api
	expect 0 'status 1' told
	(cd sub && echo 1 >VERSION.api && git commit -qm part VERSION.api)
	expect 0 'status 0' told
done

law 'an index may be named, wherever leme runs'
make_repository
cp .git/index "$temp/index"
echo 9 >VERSION.api
GIT_INDEX_FILE=$temp/index git add VERSION.api
expect 0 '' staged
GIT_INDEX_FILE=$temp/index expect 1 "$broken" staged
mkdir sub
cp "$temp/index" .git/other
cd sub
GIT_INDEX_FILE=.git/other expect 1 "../$broken" staged
cd "$temp"
GIT_DIR=$temp/tree/.git expect 0 '' staged -C tree
GIT_DIR=tree/.git expect 0 '' staged -C tree
GIT_DIR=tree/.git GIT_WORK_TREE=tree expect 0 '' staged -C tree

law 'a repository may lie apart from its work tree'
make_repository
mv .git "$temp/apart"
export GIT_DIR=$temp/apart
expect 0 '' staged
GIT_WORK_TREE=$temp/tree expect 0 '' staged
cd "$temp"
GIT_WORK_TREE=$temp/tree expect 0 '' staged -C tree
mkdir -p elsewhere
GIT_WORK_TREE=elsewhere expect 2 'the project is not in the work tree of the repository' \
	staged -C tree
unset GIT_DIR
expect 2 'the project is in no git repository' staged -C tree

law 'settings of the user change nothing'
make_repository
git config diff.renames false
git config diff.relative true
git config core.quotePath true
git config core.fsmonitor "touch $temp/ran"
git config status.showUntrackedFiles no
expect 0 '' staged
GIT_LITERAL_PATHSPECS=1 expect 0 '' staged
[ ! -e "$temp/ran" ] || die "a program of the configuration was run"

law 'without git it says so'
make_repository
PATH=$temp/none expect 3 "there is no program 'git'" staged
PATH=$temp/none expect 0 '' "$LEME" check

say "$passed passed, $failed failed"
[ "$failed" = 0 ]
