#!/usr/bin/env bash
# What rules see of the past, in scratch repositories: the project at the base, the files that have
# changed since, branches; and what is told of a clone that lacks them.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"
scratch_git

# rule NAME REST: one more in the project's pack; `says EXPRESSION` shows what one comes to.
rule() {
	printf -- '- {name: %s, %s}\n' "$1" "$2" >>rules/shop.yaml
}

says() {
	rule says "expression: \"$1 == 'nothing'\", messageExpression: \"$1\""
}

check() {
	"$LEME" check --now 2026-11-23 "$@"
}

# The version only grows.
grows='each: components, when: "base != null && profile.slug in base.profiles",
  expression: "version(base.profiles[profile.slug].versions[component.name], '"'dotted'"') <=
  version(version, '"'dotted'"')", message: it shrinks'

# make_branch [OPTION...]: develop has moved on since the branch that is checked out was made.
make_branch() {
	make_repository "$@"
	rule grows "$grows"
	sed -i 's,^rules:,chart: {path: chart\, version: 1.0.0\, base: develop}\n&,' leme.yaml
	echo 3 >VERSION.api
	git commit -qam base
	git checkout -qb side
	git checkout -q develop
	echo 5 >VERSION.api
	git commit -qam further
	git checkout -q side
}

shrinks='VERSION.api:1:1: error: it shrinks'

law 'compared with is where the branch was made'
make_branch
expect 0 '' check
echo 4 >VERSION.api
expect 0 '' check
echo 2 >VERSION.api
expect 1 "$shrinks" check
expect 1 "$(git rev-parse --short=12 develop~1):VERSION.api:1:1: note: 'version(base." check
expect 0 '' check -j 4 --staged
git add .
expect 1 "$shrinks" check --staged
expect 1 "$shrinks" check --base develop
expect 1 "$shrinks" check --base "$(git rev-parse develop)"
expect 0 '' check --base "$(git rev-list --max-parents=0 HEAD)"
expect 1 '"file":"VERSION.api","line":1' check --format json

law 'the base of develop itself is its last commit'
make_branch
git checkout -q develop
expect 0 '' check
echo 4 >VERSION.api
expect 1 "$shrinks" check

law 'a branch may only be at origin'
make_branch
git update-ref refs/remotes/origin/develop develop
git branch -qD develop
echo 2 >VERSION.api
expect 1 "$shrinks" check
expect 1 "$shrinks" check --base develop

law 'what no revision is called is refused'
make_branch
for name in nowhere '' -x --all 'HEAD^{tree}' 'develop..side' $'develop\nside' 'a b'; do
	expect 2 'git/revision' check --base="$name"
done

law 'where there is no base it is null'
make_branch
git branch -qD develop
says 'string(base == null)'
echo 2 >VERSION.api
expect 1 'error: true' check
sed -i '/^chart:/d' leme.yaml
expect 1 'error: true' check
rm -rf "$temp/bare"
mkdir "$temp/bare"
cp -r leme.yaml VERSION.api profiles rules "$temp/bare"
expect 1 'error: true' check -C "$temp/bare"

law 'where there is no project at the base it is null'
make_branch
says 'string(base == null)'
git add .
git commit -qm says
git mv leme.yaml leme
git commit -qm gone
git mv leme leme.yaml
expect 1 'error: true' check --base HEAD

law 'a project at the base with faults is no fault now'
make_branch
says 'string(base.catalog.name)'
git add .
git commit -qm says
expect 1 'error: shop' check --base HEAD
sed -i 's/^name: shop/nmae: shop/' leme.yaml
git commit -qam faults
sed -i 's/^nmae: shop/name: shop/' leme.yaml
expect 0 'undecided: the project as it was at the base cannot be read: ' check --base HEAD
expect 0 ':leme.yaml: unknown key' check --base HEAD
git checkout -q leme.yaml
sed -i 's/^nmae: shop/name: shop/' leme.yaml
sed -i '$d' rules/shop.yaml
git rm -q VERSION.api
git commit -qam 'faults of a profile'
echo 4 >VERSION.api
expect 0 ":VERSION.api' (live) [shop/grows]" check --base HEAD
says 'string(size(base.images))'
rule again "expression: \"size(base.images) == 1\""
expect 0 '[shop/again]' check --base HEAD
expect 0 '[shop/says]' check --base HEAD

law 'without a repository what the catalogue compares with is undecided'
make_branch
rm -rf .git
expect 0 'undecided: the project is in no git repository' check
expect 1 'undecided' check --strict
expect 2 'git/repository' check --base develop

law 'git is run only for rules that ask'
make_branch
mkdir -p "$temp/fake"
printf '#!/bin/sh\ntouch %s/ran\nexit 1\n' "$temp" >"$temp/fake/git"
chmod +x "$temp/fake/git"
PATH=$temp/fake:$PATH expect 0 'undecided: git has failed: ?' check
[ -e "$temp/ran" ] || die 'the rule did not ask'
rm "$temp/ran"
sed -i '/grows/,$d' rules/shop.yaml
PATH=$temp/fake:$PATH expect 0 '' check
[ ! -e "$temp/ran" ] || die 'git was run though no rule asked'

# --- files ------------------------------------------------------------------------------------

law 'a file that a rule names is that of the work tree, of the index, of the base'
make_repository
says "files['NOTES'].trim() + ' after ' + base.files['NOTES'].trim()"
printf 'one\n' >NOTES
git add .
git commit -qm notes
printf 'two\n' >NOTES
git add NOTES
printf 'three\n' >NOTES
expect 1 'error: three after one' check --base HEAD
expect 1 'error: two after one' check --base HEAD --staged
expect 1 'error: three after one' check --base HEAD -j 4
git rm -q --cached -f NOTES
expect 1 "the rule cannot be evaluated: no such key: 'NOTES'" check --base HEAD --staged
expect 1 'error: three after one' check --base HEAD

law 'whether a file is there is asked of the work tree, of the index, of the base'
make_repository
says "['NOTES' in files, has(files.NOTES), files[?'NOTES'].hasValue(), 'NOTES' in base.files,
  has(base.files.NOTES), base.files[?'NOTES'].hasValue()].map(b, string(b)).join(' ')"
git add .
git commit -qm says
expect 1 'error: false false false false false false' check --base HEAD
ln -s VERSION.api NOTES
expect 1 'error: true true true false false false' check --base HEAD
expect 1 'error: false false false false false false' check --base HEAD --staged
git add NOTES
expect 1 'error: true true true false false false' check --base HEAD --staged
git commit -qm notes
rm NOTES
mkdir NOTES
expect 1 'error: false false false true true true' check --base HEAD

law 'a file of the base that is no text is no fault now'
make_repository
rule old "expression: \"base.files['NOTES'] == files['NOTES']\""
rule decided "expression: \"'NOTES' in base.files && files['NOTES'] == 'text'\""
printf '\377' >NOTES
git add .
git commit -qm notes
printf text >NOTES
expect 0 ':NOTES: the text is not UTF-8' check --base HEAD
expect 1 'undecided' check --base HEAD --strict
expect 2 'NOTES:1:1: error: the text is not UTF-8' check --base HEAD -C "$(git worktree add -q \
	../linked3 && echo ../linked3)"

law 'what a file has of secrets is not shown'
make_repository
sed -i 's/^components:/secrets: ["**.password"]\n&/' leme.yaml
echo 'values: {db: {password: hunter2-of-now}}' >>profiles/live.yaml
says "files['profiles/live.yaml']"
expect 0 '' eval 'check 2>&1 | grep hunter2 || :'
expect 1 'shop/says' check

# --- what a clone lacks -----------------------------------------------------------------------

# helps TEXT STATUS WANTED: undecided for a reason; the `git fetch` that is named decides it.
helps() {
	local command
	expect 0 "undecided: $1" check
	command=$(check | sed -n "s/^hint: '\(git fetch [^']*\)' gets it/\1/p" | head -n 1)
	expect 0 '' eval "$command --quiet"
	expect "$2" "$3" check
}

for format in sha1 sha256; do
	law "a shallow clone of one branch is told what to fetch ($format)"
	make_branch "--object-format=$format"
	git commit -q --allow-empty -m more
	rm -rf "$temp/shallow"
	git clone -q --depth 1 --branch side "file://$temp/tree" "$temp/shallow"
	cd "$temp/shallow"
	echo 2 >VERSION.api
	helps "the base 'develop' is not in this clone" 1 "$shrinks"

	law "a shallow clone without the parting is told what to fetch ($format)"
	rm -rf "$temp/shallow"
	git clone -q --depth 1 --no-single-branch --branch side "file://$temp/tree" "$temp/shallow"
	cd "$temp/shallow"
	echo 2 >VERSION.api
	helps "where HEAD parted from 'origin/develop' is not in this shallow clone" 1 "$shrinks"
done

law 'a base that is asked for may have to be fetched, too'
make_branch
git clone -q --depth 1 --branch side "file://$temp/tree" "$temp/clone"
cd "$temp/clone"
for name in other origin/other; do
	expect 0 "'git fetch --unshallow origin +other:refs/remotes/origin/other' gets it" \
		check --base $name
done
expect 0 "'git fetch --unshallow origin' gets it" check --base HEAD~1
expect 2 'git/revision' check --base ''

law 'histories that never met have no base'
make_branch
git checkout -q --orphan other
git commit -qm other
expect 0 "undecided: HEAD and 'develop' have no commit in common" check

law 'before the first commit of a branch there is no base'
make_branch
git checkout -q --orphan other
says 'string(base == null)'
expect 1 'error: true' check

law 'a partial clone says which file of the base it lacks'
make_branch
git config uploadpack.allowFilter true
rm -rf "$temp/partial"
git clone -q --filter=blob:none --branch side "file://$temp/tree" "$temp/partial"
cd "$temp/partial"
expect 0 '' check
git fetch -q origin develop
expect 0 '' check --base origin/develop
echo 4 >VERSION.api
git commit -qam four
rm -rf "$temp/partial2"
git clone -q --filter=blob:none --branch side "file://$temp/partial" "$temp/partial2" 2>/dev/null ||
	:
git -C "$temp/partial" config remote.origin.url "$temp/nowhere"
expect 0 '' check

# --- changes ----------------------------------------------------------------------------------

# tell_changes: one rule that each change breaks, so that each is told.
tell_changes() {
	rule told "each: changes, expression: \"false\", messageExpression: \"change.kind + ' ' +
  (change.from == null ? '-' : change.from) + ' ' +
  (change.old == null ? '-' : string(change.old)) + ' ' +
  (change.new == null ? '-' : string(change.new))\""
	git add rules
	git commit -qm told
}

# changes WANTED OPTION...: what the rule tells, a line each: FILE KIND FROM OLD NEW.
changes() {
	local got
	got=$(check "${@:2}" --format json | python3 -c '
import json, sys
for finding in json.load(sys.stdin)["findings"]:
    if finding["rule"] == "shop/told":
        print(repr(finding["place"]["file"]), " ".join(finding["message"].split("\n")))
')
	expect 0 "$1" printf '%s' "$got"
}

law 'each kind of change is told with both texts'
make_repository
tell_changes
git mv VERSION.api VERSION.web
git mv VERSION.web VERSION.api
touch -d 2020-01-01 VERSION.api
changes '' --base HEAD
printf '1\n2\n' >VERSION.long
seq 20 >numbers
git add .
git commit -qm more
seq 21 >numbers
git rm -q VERSION.long
printf new >new
ln -s new link
git mv profiles/live.yaml "profiles/lí ve.yaml"
rm numbers
changes "'VERSION.long' deleted - 1 2  -
'link' added - - -
'new' added - - new
'numbers' deleted - $(seq -s ' ' 20)  -
'profiles/lí ve.yaml' renamed profiles/live.yaml $(tr '\n' ' ' <"profiles/lí ve.yaml") $(
	tr '\n' ' ' <"profiles/lí ve.yaml"
)" --base HEAD
changes "'VERSION.long' deleted - 1 2  -
'profiles/lí ve.yaml' renamed profiles/live.yaml $(tr '\n' ' ' <"profiles/lí ve.yaml") $(
	tr '\n' ' ' <"profiles/lí ve.yaml"
)" --base HEAD --staged
changes "'VERSION.long' deleted - 1 2  -
'profiles/lí ve.yaml' renamed profiles/live.yaml $(tr '\n' ' ' <"profiles/lí ve.yaml") $(
	tr '\n' ' ' <"profiles/lí ve.yaml"
)" --staged

law 'what was added in part has changed as far'
make_repository
tell_changes
printf a >new
git add new
printf b >new
changes "'new' added - - a" --base HEAD --staged
changes "'new' added - - b" --base HEAD
git add -N .
printf c >meant
git add -N meant
changes "'new' added - - a" --base HEAD --staged
changes "'meant' added - - c
'new' added - - b" --base HEAD
git rm -q --cached VERSION.api
changes "'VERSION.api' modified - 1  1 
'meant' added - - c
'new' added - - b" --base HEAD

law 'what was secret is not shown'
make_repository
sed -i 's/^components:/secrets: ["**.password"]\n&/' leme.yaml
echo 'values: {db: {password: hunter2-of-old}}' >>profiles/live.yaml
rule old "each: changes, expression: \"change.old == change.new\", messageExpression: change.old"
rule base "expression: \"base.profiles.live.values == profiles.live.values\""
git add .
git commit -qm secret
# Neither does another secret of now, nor a catalogue of now that knows of none.
for command in 's/hunter2-of-old/12345678/' '/^secrets/d; s/hunter2-of-old/12345678/'; do
	sed -i "$command" leme.yaml profiles/live.yaml
	for option in '--format=text' '--format=json' '--format=sarif' '--format=markdown'; do
		expect 1 'shop/old' check --base HEAD "$option"
		expect 0 '' eval "check --base HEAD $option 2>&1 | grep hunter2 || :"
	done
done

law 'odd names of files are told as they are'
make_repository
tell_changes
printf a >$'a b "c"\t\\'
printf b >':(top)x'
printf c >'*'
git add .
changes "'*' added - - c
':(top)x' added - - b
'a b \"c\"\\t\\\\' added - - a" --base HEAD --staged
says "string(git.changes.exists(c, c.path == 'a\\\\nb'))"
: >$'a\nb'
expect 1 'error: true' check --base HEAD

law 'bytes that are no text are told as bytes'
make_repository
rule bytes "each: changes, expression: \"type(change.new) == string\", message: no text"
git add .
git commit -qm bytes
printf 'a\377' >binary
expect 1 'binary:1:1: error: no text' check --base HEAD

law 'a file that becomes something else is told'
make_repository
git clone -q "$temp/tree" "$temp/other"
tell_changes
printf a >kind
printf b >gone
git add .
git commit -qm kind
rm kind gone
ln -s VERSION.api kind
git rm -q --cached gone
git submodule --quiet add "$temp/other" gone
git add kind
changes "'.gitmodules' added - - $(tr '\n' ' ' <.gitmodules)
'gone' deleted - b -
'kind' modified - a -" --base HEAD --staged
rm -rf "$temp/other"

law 'what lies beside the project has not changed in it'
make_repository
mkdir shop beside
git mv leme.yaml VERSION.api profiles rules shop
seq 20 >beside/file
git add .
git commit -qm shop
cd shop
tell_changes
echo 2 >../beside/more
git mv ../beside/file file
echo 2 >VERSION.api
git add ..
changes "'VERSION.api' modified - 1  2 
'file' added - - $(seq -s ' ' 20) " --base HEAD --staged
cd ..
git mv shop/file beside/file
changes "'VERSION.api' modified - 1  2 " -C shop --base HEAD

law 'nothing was before the first commit'
rm -rf "$temp/tree"
git init -q "$temp/tree"
make_project "$temp/tree"
cd "$temp/tree"
rule told 'each: changes, expression: "change.kind == '"'added'"' && change.old == null",
  messageExpression: change.path'
git add .
expect 0 '' check --staged
expect 0 'undecided: what has changed is not known without a base: --base REV' check

law 'conflicts in the work tree are one change'
make_repository
tell_changes
git checkout -qb side
echo 2 >VERSION.api
git commit -qam two
git checkout -q develop
echo 3 >VERSION.api
git commit -qam three
git merge -q side >/dev/null || :
printf 4 >VERSION.api
changes "'VERSION.api' modified - 3  4" --base HEAD

# --- git itself -------------------------------------------------------------------------------

branches="(git.branch == null ? '-' : git.branch) + ' ' + (git.target == null ? '-' : git.target) +
  ' ' + string(git.staged)"

law 'a rule sees which branch it is on'
make_branch
says "$branches"
git add rules
expect 1 'error: side develop false' check
expect 1 'error: side develop true' check --staged
expect 1 'error: side - false' check --base HEAD~1
git update-ref refs/remotes/up/a/b develop
expect 1 'error: side a/b false' check --base up/a/b
git checkout -q --detach
expect 1 'error: - develop false' check
GITHUB_REF=refs/pull/1/merge expect 1 'error: - develop false' check
GITHUB_REF=refs/heads/x/y expect 1 'error: x/y develop false' check
GITHUB_HEAD_REF=x GITHUB_BASE_REF=y expect 1 'error: x y false' check
CI_COMMIT_BRANCH=x expect 1 'error: x develop false' check
CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=x CI_MERGE_REQUEST_TARGET_BRANCH_NAME=y \
	expect 1 'error: x y false' check
git checkout -q side
GITHUB_HEAD_REF=x GITHUB_BASE_REF=y expect 1 'error: side develop false' check

law 'a rule sees all that has changed at once'
make_branch
says "git.changes.map(c, c.path).join(' ')"
echo 1 >x
expect 1 'error: rules/shop.yaml x' check
git add rules
expect 1 'error: rules/shop.yaml [' check --staged

law 'a linked work tree has a branch of its own'
make_branch
says "$branches"
git commit -qam says
git worktree add -q ../linked2 -b linked2
expect 1 'error: linked2 develop false' check -C ../linked2

say "$passed passed, $failed failed"
[ "$failed" = 0 ]
