#!/usr/bin/env bash
# Images that a component wrote at the base and that nobody writes now, in scratch repositories:
# each is told in the file that still holds it, and taken out without another byte.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"
scratch_git

check() {
	"$LEME" check --now 2026-11-23 "$@"
}

# make_shop: a chart, a component that will go, and an output beside the chart that is edited.
make_shop() {
	rm -rf "$temp/tree"
	git init -q "$temp/tree"
	mkdir -p "$temp/tree/chart" "$temp/tree/profiles" "$temp/tree/values"
	cd "$temp/tree" || exit
	cat >leme.yaml <<'YAML'
apiVersion: leme/v1
kind: Catalog
name: shop
chart: {path: chart, version: 1.0.0, base: develop}
environments: [live]
rules: [builtin:chart@1]
registries: {house: {at: example.com/shop}}
components:
  api: {image: api, writes: api}
  web: {image: web, writes: {image: web.image, enabled: web.enabled}}
  job: {image: job, writes: {reference: 'jobs.night\.ly.run', tag: jobs.tag}}
YAML
	cat >profiles/live.yaml <<'YAML'
apiVersion: leme/v1
kind: Profile
name: live
versions: {api: 1.0, web: 2.0, job: 3.0}
output: {values: values/live.yaml, mode: edit}
levels: {chart/unknown-value: off}
YAML
	printf '{apiVersion: v2, name: shop, version: 1.0.0}\n' >chart/Chart.yaml
	printf '%s\n' '# What the chart has.' 'api: {repository: a, tag: b} # api' '' '# The web.' \
		'web:   ' '  enabled: true' '  # its image' '  image:' '    repository: c' \
		"    tag: 'd'  # one" '  replicas:   2' >chart/values.yaml
	printf '%s\r\n' '# mine' 'web: {replicas: 3, x: [ 1,2 ]}   # kept' 'api: {}' \
		>values/live.yaml
	"$LEME" compile -q
	git add .
	git commit -qm one
}

# drop COMPONENT: out of the catalogue and the profile.
drop() {
	sed -i "/^  $1:/d" leme.yaml
	sed -i "s/, $1: [0-9.]*//" profiles/live.yaml
	"$LEME" compile -q
}

law 'without a base it is undecided'
make_shop
expect 0 '' eval "check | grep chart/orphan || :"
git branch -qm elsewhere
drop web
expect 0 'undecided: what has changed is not known without a base: --base REV' check
expect 0 'chart/orphan' check --base HEAD
rm -rf .git
expect 0 'undecided: the project is in no git repository [chart/orphan]' check

law 'what a component wrote is told where it still stands'
make_shop
drop web
expect 0 "chart/values.yaml:8:3: warning: no component writes 'web.image' any more [chart/orphan]" \
	check
expect 0 "$(git rev-parse --short=12 HEAD):leme.yaml:10:37: note: what wrote it" check
expect 0 '' eval "check --staged | grep chart/orphan || :"
git add .
expect 0 "warning: no component writes 'web.image' any more" check --staged
line=$(grep -n image: values/live.yaml | cut -d: -f1)
expect 0 "values/live.yaml:$line:" check
expect 0 '2 warnings' check
expect 0 '"rule":"chart/orphan"' check --format json

law 'what is taken out is the entry, and no other byte'
cd tree
sed 's/image: {.*}, enabled/enabled/' values/live.yaml >wanted
check --fix >fixed.out 2>&1
expect 0 "$(printf '%s\n' '# What the chart has.' 'api: {repository: a, tag: b} # api' '' \
	'# The web.' 'web:   ' '  enabled: true' '  replicas:   2')" cat chart/values.yaml
expect 0 '' cmp wanted values/live.yaml
expect 0 'fixed: 2' cat fixed.out
expect 0 '' eval "check | grep chart/orphan || :"
expect 0 '' "$LEME" compile --check

law 'what holds nothing else goes as a whole'
make_shop
drop job
expect 0 "values/live.yaml" check
expect 0 "warning: no component writes 'jobs' any more" check
check --fix >fixed.out 2>&1
expect 0 '' eval "grep jobs values/live.yaml || :"

law 'a path that moves leaves its old one behind'
make_shop
sed -i 's/image: web.image/image: front.image/' leme.yaml
"$LEME" compile -q
expect 0 "no component writes 'web.image' any more" check
expect 0 '' eval "check | grep front || :"

law 'what is written on the way to it, or by a profile itself, is no orphan'
make_shop
sed -i 's/image: web.image, //; s/  api: .*/  api: {image: api, writes: {reference: api.tag}}/' \
	leme.yaml
echo 'values: {web: {image: {repository: mine, tag: mine}}}' >>profiles/live.yaml
"$LEME" compile -q
expect 0 "chart/values.yaml:2:7: warning: no component writes 'api.repository' any more" check
expect 0 '' eval "check | grep -e web.image -e api.tag || :"

law 'what Helm reads, and an author would not edit here, is left'
make_shop
printf 'x: &x {repository: c, tag: d}\nweb: {image: *x, enabled: y}\n' >chart/values.yaml
git commit -qam alias
drop web
expect 0 '' eval "check | grep chart/values.yaml || :"

law 'the demo'
rm -rf "$temp/tree"
cp -r "$root/testdata/smarterp" "$temp/tree"
cd "$temp/tree"
git init -q .
sed -i 's/builtin:environment@1/&, builtin:chart@1/' leme.yaml
"$LEME" compile -q
git add .
git commit -qm one
expect 0 '' eval "check | grep -e chart/orphan -e warning || :"
sed -i '/^  migrador:/,/^$/d' leme.yaml
line=$(($(grep -n '^migrador:' charts/smarterp/values.yaml | cut -d: -f1) + 2))
expect 0 "values.yaml:$line:3: warning: no component writes 'migrador.image' any more" check
sed "$line,$((line + 3))d" charts/smarterp/values.yaml >wanted
check --fix >fixed.out 2>&1
expect 0 '' cmp wanted charts/smarterp/values.yaml
expect 0 '' "$LEME" compile -q
expect 0 '' cmp wanted charts/smarterp/values.yaml

say "$passed passed, $failed failed"
[ "$failed" = 0 ]
