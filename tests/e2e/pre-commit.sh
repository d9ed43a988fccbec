#!/usr/bin/env bash
# The hooks of .pre-commit-hooks.yaml under the real pre-commit, in a scratch repository that holds
# the demo: what is staged is judged, whatever the work tree has besides. Nothing is downloaded: the
# repository of the hooks is a folder, and they run the leme under test.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

command -v pre-commit >/dev/null 2>&1 || skip "no pre-commit: apt-get install pre-commit"
[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
scratch_git
export PRE_COMMIT_HOME=$temp/pre-commit
mkdir "$temp/bin"
ln -s "$LEME" "$temp/bin/leme"
PATH=$temp/bin:$PATH

# commit WANTED TEXT WHY: `git commit`, which the hooks refuse (1) with that text, or let pass (0).
commit() {
	local status=0 got
	got=$(git commit -m "$3" 2>&1) || status=$?
	if [ $status = "$1" ] && [[ $got == *"$2"* ]]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	say "FAILED: $3"
	printf '  wanted: %s, %s\n  got:    %s, %s\n' "$1" "$2" $status "$got"
}

# same FILE TEXT: the work tree is as it was left.
same() {
	[ "$(cat "$1")" = "$2" ] || die "$1 was changed: $(cat "$1")"
}

git init -q "$temp/hooks"
cp "$root/.pre-commit-hooks.yaml" "$temp/hooks"
(cd "$temp/hooks" && git add . && git commit -qm hooks)

# begin FOLDER [ARGS]: a fresh repository with the demo in a folder of it, compiled, and the hooks.
begin() {
	rm -rf "$temp/tree"
	git init -q "$temp/tree"
	mkdir -p "$temp/tree/$1"
	cp -r "$root/testdata/smarterp/." "$temp/tree/$1"
	leme -C "$temp/tree/$1" compile -q
	cd "$temp/tree"
	cat >.pre-commit-config.yaml <<YAML
repos:
- repo: $temp/hooks
  rev: $(git -C "$temp/hooks" rev-parse HEAD)
  hooks:
  - {id: leme-check${2:+, args: [$2]}}
  - {id: leme-compile${2:+, args: [$2]}}
YAML
	pre-commit install >/dev/null
	git add .
}

begin .
version=componentes/producao/dbaccess/VERSION
commit 0 'leme compile' 'the demo passes'

echo 20.9 >$version
git add $version
commit 1 "$version:1:1: error: dbaccess 20.9 is ahead" 'a staged break is refused'
echo 20.3.1.4 >$version
commit 1 "$version:1:1: error: dbaccess 20.9 is ahead" 'a repair that is not staged hides nothing'
same $version 20.3.1.4
git add $version
echo '# a comment' >>leme.yaml
git add leme.yaml
commit 0 'leme check' 'a repair that is staged passes'

echo 20.9 >$version
echo '# another' >>leme.yaml
git add leme.yaml
commit 0 'leme check' 'a break that is not staged is no matter'
same $version 20.9
git checkout -q $version

sed -i 's,componentes/\${{ environment.slug }},neu/${{ environment.slug }},' leme.yaml
cp -r componentes neu
git add leme.yaml
commit 1 'there is no file' 'what nobody has added does not help'
git reset -q --hard
rm -r neu

for environment in tecnologia sistemico producao; do
	echo 20.3.1.5 >componentes/$environment/dbaccess/VERSION
done
git add componentes
commit 1 "+    tag: '20.3.1.5'" 'outputs that were not compiled are refused'
leme compile -q
commit 1 "+    tag: '20.3.1.5'" 'outputs that were compiled but not staged are refused'
git add .
commit 0 'leme compile' 'outputs that were compiled and staged pass'
git rm -q --cached $version
commit 1 "'git add $version'" 'a file that is only removed counts, too'

begin deploy/chart '-C, deploy/chart'
commit 0 'leme compile' 'a project in a folder passes'
echo 20.9 >deploy/chart/$version
git add .
commit 1 "deploy/chart/$version:1:1: error" 'a project in a folder is judged'
echo 20.3.1.4 >deploy/chart/$version
commit 1 "deploy/chart/$version:1:1: error" 'a project in a folder is judged by its index'

say "$passed passed, $failed failed"
[ $failed = 0 ]
