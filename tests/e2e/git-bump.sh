#!/usr/bin/env bash
# How far the chart's version has to move since the base, in scratch repositories: what the rule
# chart/version-bump says, and what `leme bump auto` then does about it.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"
scratch_git

# make_chart: develop has a chart whose own values the profile live writes, and a side branch.
make_chart() {
	rm -rf "$temp/tree"
	git init -q "$temp/tree"
	cd "$temp/tree" || exit
	mkdir -p chart/templates
	cat >leme.yaml <<'YAML'
apiVersion: leme/v1
kind: Catalog
name: shop
chart:
  path: chart
  version: 1.4.0
environments: [live]
profiles: [profiles.yaml]
rules: [builtin:chart@1]
components:
  api: {image: example.com/shop/api, scheme: semver, writes: api.image}
  web: {image: example.com/shop/web, writes: web.image}
  day: {image: example.com/shop/day, scheme: date, writes: day.image}
YAML
	cat >profiles.yaml <<'YAML'
apiVersion: leme/v1
kind: Profile
name: live
output: {values: chart/values.yaml, mode: edit}
versions: {api: 1.2.3, web: '7.1', day: 2025-12-31}
YAML
	echo '{apiVersion: v2, name: shop, version: 1.4.0}' >chart/Chart.yaml
	printf 'replicas: 1\nfree: {a: 1}\n' >chart/values.yaml
	echo '# one' >chart/templates/all.yaml
	printf '*.md\n' >chart/.helmignore
	echo one >README.md
	"$LEME" compile -q
	git add .
	git commit -qm one
	git checkout -qb side
}

check() {
	"$LEME" check --now 2026-11-23 "$@"
}

# asks STEP WHAT: the rule asks for the step because of WHAT; `bump auto` takes it, and then there
# is nothing left to do.
asks() {
	local next
	case $1 in
	patch) next=1.4.1 ;;
	minor) next=1.5.0 ;;
	major) next=2.0.0 ;;
	esac
	"$LEME" compile -q
	expect 1 "leme.yaml:6:12: error: the chart ships other things than '1.4.0' did, which asks\
 for a $1 step, but its version is '1.4.0': $1: $2" check
	expect 1 "hint: 'leme bump auto' makes it '$next'" check
	expect 0 "  $1: ${2%%;*}" "$LEME" bump --plan
	expect 0 "chart version 1.4.0 -> $next" "$LEME" bump auto
	expect 0 "version: $next" cat leme.yaml
	expect 0 "$next" cat VERSION
	expect 0 '' check
	expect 0 '' "$LEME" compile --check -q
	expect 0 "chart version $next stays
0 written, 3 unchanged" "$LEME" bump
}

# --- classes ------------------------------------------------------------------------------------

law 'what is not shipped asks for nothing'
make_chart
echo two >README.md
echo two >chart/notes.md
echo '# more' >>profiles.yaml
expect 0 '' check
expect 0 "no step is due: the chart ships what it did at 'develop'" "$LEME" bump
expect 0 '' git status --short leme.yaml leme.lock

law 'a template asks for a patch'
make_chart
echo '# two' >chart/templates/all.yaml
asks patch "the file 'templates/all.yaml' has changed"
make_chart
git mv chart/templates/all.yaml chart/templates/each.yaml
asks patch "the file 'templates/all.yaml' was removed; patch: the file 'templates/each.yaml' was\
 added"

law 'the chart of now is what is in the work tree, with --staged what is in the index'
make_chart
echo '# two' >chart/templates/all.yaml
expect 0 '' check --staged
git add .
expect 1 'chart/version-bump' check --staged

law 'what git writes otherwise into a work tree is as it was'
make_chart
git config core.autocrlf true
git rm -q --cached -r .
git reset -q --hard
grep -q $'\r' chart/templates/all.yaml || die 'git has written no CR'
expect 0 '' check
expect 0 'no step is due' "$LEME" bump
printf '# two\r\n' >chart/templates/all.yaml
expect 1 "patch: the file 'templates/all.yaml' has changed" check
git add .
expect 1 "patch: the file 'templates/all.yaml' has changed" check --staged

law 'what is shipped by way of a link is what it leads to'
make_chart
mkdir common
echo one >common/text
ln -s ../common chart/common
git add .
git commit -qm link
git branch -qf develop
expect 0 '' check
echo two >common/text
asks patch "the file 'common/text' has changed"

law 'a comment of the values is a file, a value is told by its path'
make_chart
echo '# more' >>chart/values.yaml
asks patch "the file 'values.yaml' has changed"
make_chart
sed -i 's/^replicas: 1/replicas: 2/' chart/values.yaml
asks patch "the value 'replicas' has changed"

law 'a key that is new is a minor step, one that is gone a major one'
make_chart
sed -i 's/{a: 1}/{a: 1, b: {c: 2}}/' chart/values.yaml
asks minor "the key 'free.b' was added to the values"
make_chart
sed -i 's/{a: 1}/{}/' chart/values.yaml
asks major "the key 'free.a' was removed from the values"
make_chart
sed -i 's/{a: 1}/1/' chart/values.yaml
asks major "the key 'free.a' was removed from the values"

law "a component's version counts by its scheme, forth and back"
for row in 'api: 1.2.3|api: 1.2.4|patch|1.2.3|1.2.4' 'api: 1.2.3|api: 1.3.0|patch|1.2.3|1.3.0' \
	'api: 1.2.3|api: 2.0.0|major|1.2.3|2.0.0' 'api: 1.2.3|api: 0.9.0|major|1.2.3|0.9.0' \
	"web: '7.1'|web: '7.2.5'|patch|7.1|7.2.5" "web: '7.1'|web: '8'|major|7.1|8" \
	'day: 2025-12-31|day: 2026-01-01|patch|2025-12-31|2026-01-01'; do
	IFS='|' read -r old new step from to <<<"$row"
	make_chart
	sed -i "s/$old/$new/" profiles.yaml
	asks "$step" "'${old%%:*}' went from '$from' to '$to'"
done

law 'another image without another version is a patch'
make_chart
sed -i 's,shop/web,shop/site,' leme.yaml
asks patch "the image of 'web' has changed"

law 'components come, go and are called otherwise'
make_chart
echo '  job: {image: example.com/shop/job, writes: job.image}' >>leme.yaml
sed -i 's/api: 1.2.3/&, job: 1/' profiles.yaml
asks minor "the component 'job' was added; minor: the key 'job' was added to the values"
make_chart
sed -i '/^  web:/d' leme.yaml
sed -i "s/ web: '7.1',//" profiles.yaml
sed -i '/^web:/,/tag:/d' chart/values.yaml
asks major "the component 'web' was removed; major: the key 'web' was removed from the values"
make_chart
sed -i 's/^  web:/  site:/' leme.yaml
sed -i "s/web: '7.1'/site: '7.1'/" profiles.yaml
echo '# two' >chart/templates/all.yaml
asks major "the component 'web' is called 'site' now; patch: the file 'templates/all.yaml'"

law 'the weightiest are told, the others counted'
make_chart
sed -i 's/{a: 1}/{b: 1}/; s/^replicas: 1/replicas: 2/' chart/values.yaml
echo x >chart/one
echo x >chart/two
asks major "the key 'free.a' was removed from the values; minor: the key 'free.b' was added to the\
 values; patch: the value 'replicas' has changed; 2 more"

# --- the table ----------------------------------------------------------------------------------

law 'the table of the catalogue decides'
make_chart
table='{versionMinor: minor, keyRemoved: patch, file: none}'
sed -i "s/^  version: 1.4.0/&\n  bump: $table/" leme.yaml
echo '# two' >chart/templates/all.yaml
expect 0 '' check
sed -i 's/{a: 1}/{}/' chart/values.yaml
expect 1 "asks for a patch step, but its version is '1.4.0': patch: the key 'free.a'" check
sed -i 's/api: 1.2.3/api: 1.3.0/' profiles.yaml
"$LEME" compile -q
asks minor "'api' went from '1.2.3' to '1.3.0'; patch: the key 'free.a'"

# --- the version --------------------------------------------------------------------------------

# moved NOW STATUS TEXT: what is said of a version in the place of 1.4.0.
moved() {
	sed -i "s/^  version: .*/  version: $1/" leme.yaml
	"$LEME" compile -q
	expect "$2" "$3" check
}

law 'the version moves as far or farther, or is on the way there'
make_chart
sed -i 's/{a: 1}/{a: 1, b: 1}/' chart/values.yaml
for version in 1.5.0 1.5.1 1.7.0 2.0.0 1.5.0-rc.1; do
	moved $version 0 ''
done
for version in 1.3.0 1.4.0-rc.1 1.4.0+b 1.4.1; do
	moved $version 1 "asks for a minor step, but its version is '$version': minor: "
done
expect 0 'chart version 1.4.1 -> 1.5.0' "$LEME" bump
moved 1.3.0 1 "hint: 'leme bump auto' makes it '1.5.0'"
expect 0 'chart version 1.3.0 -> 1.5.0' "$LEME" bump

law 'what has changed once more is recorded under the same version'
make_chart
echo '# two' >chart/templates/all.yaml
"$LEME" bump -q
grep chart: leme.lock >"$temp/first"
echo '# three' >chart/templates/all.yaml
expect 0 '' check
expect 0 'chart version 1.4.1 stays' "$LEME" bump
! grep chart: leme.lock | cmp -s - "$temp/first" || die 'the record is the old one'

# --- the base -----------------------------------------------------------------------------------

law 'the version itself is no change, wherever it is shipped, and neither is another folder'
make_chart
sed -i 's/^  path: chart/&\n  versionFile: chart\/VERSION/' leme.yaml
git mv VERSION chart/VERSION
git commit -qam shipped
git branch -qf develop
"$LEME" bump -q minor
expect 0 '' check
expect 0 "no step is due: the chart ships what it did at 'develop'" "$LEME" bump
git mv chart charts
sed -i 's,chart/,charts/,; s/path: chart$/&s/' leme.yaml profiles.yaml
expect 0 '' check
expect 0 "no step is due: the chart ships what it did at 'develop'" "$LEME" bump

law 'another base may be named, and the hint names it'
make_chart
echo '# two' >chart/templates/all.yaml
git commit -qam two
expect 0 '' check --base HEAD
expect 1 "hint: 'leme bump auto --base HEAD~1' makes it '1.4.1'" check --base HEAD~1
expect 0 "no step is due: the chart ships what it did at 'HEAD'" "$LEME" bump auto --base HEAD
expect 0 'chart version 1.4.0 -> 1.4.1' "$LEME" bump auto --base HEAD~1
expect 2 'git/revision' "$LEME" bump --base nowhere
expect 2 "'--base' is of use with the step auto only" "$LEME" bump patch --base HEAD

law 'the base has the version that the branch began with'
make_chart
git checkout -q develop
echo '# other' >chart/templates/all.yaml
"$LEME" bump -q
git add .
git commit -qm other
git checkout -q side
expect 0 '' check
expect 0 'no step is due' "$LEME" bump

law 'without a base the record counts, and without it nothing is known'
make_chart
"$LEME" bump -q patch
git add .
git commit -qm release
git branch -qD develop
expect 1 '' eval 'check | grep version-bump'
echo '# two' >chart/templates/all.yaml
expect 1 "patch step, but its version is '1.4.1': patch: the chart ships other things than" check
expect 1 "hint: 'leme bump patch' makes it '1.4.2'" check
sed -i 's/api: 1.2.3/api: 2.0.0/' profiles.yaml
expect 1 "hint: 'leme bump major' makes it '2.0.0'" check
expect 2 "which step is due is not known" "$LEME" bump
expect 2 "'--base REV' says what to compare with; or say patch, minor or major" "$LEME" bump auto
rm leme.lock
expect 0 'undecided: what the last release shipped is not known [chart/version-bump]' check
expect 1 'undecided' check --strict

law 'the git fetch that would help is told'
make_chart
git commit -q --allow-empty -m more
rm -rf "$temp/shallow"
git clone -q --depth 1 --branch side "file://$temp/tree" "$temp/shallow"
cd "$temp/shallow"
expect 0 "undecided: what the last release shipped is not known: the base 'develop' is not in" check
expect 0 "hint: 'git fetch --unshallow origin +develop:refs/remotes/origin/develop' gets it" check
expect 2 "hint: 'git fetch --unshallow origin +develop:refs/remotes/origin/develop' gets it" \
	"$LEME" bump
git fetch -q --unshallow origin +develop:refs/remotes/origin/develop
expect 0 '' check
echo '# two' >chart/templates/all.yaml
expect 1 'patch step' check

law 'a chart that was not there at the base is not compared'
make_chart
sed -i '/^chart:/,/version:/d' leme.yaml
git commit -qam 'no chart'
git branch -qf develop
git checkout -q HEAD~1 leme.yaml
expect 0 'undecided: what the last release shipped is not known' check
expect 2 "there is no chart at 'develop'" "$LEME" bump

law 'a project at the base with faults is no fault now'
make_chart
sed -i 's/^name: shop/nmae: shop/' leme.yaml
git commit -qam faults
git branch -qf develop
git checkout -q HEAD~1 leme.yaml
expect 0 'undecided: what the last release shipped is not known: the project as it was' check
expect 2 'which step is due is not known: the project as it was at the base' "$LEME" bump

law 'what stands stale is weighed as it would be compiled'
make_chart
sed -i 's/api: 1.2.3/api: 2.0.0/' profiles.yaml
expect 0 'chart version 1.4.0 -> 2.0.0' "$LEME" bump
make_chart
sed -i 's/api: 1.2.3/api: 2.0.0/' profiles.yaml
expect 0 'chart version 1.4.0 -> 2.0.0' "$LEME" bump --no-compile
expect 0 '?? leme.lock' git status --short chart leme.lock

say "$passed passed, $failed failed"
[ "$failed" = 0 ]
