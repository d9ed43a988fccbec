#!/usr/bin/env bash
# What post-render makes of streams as hosts give them: of hooks alone, twice for one release, the
# same object in both; which gates may be opened; what is remembered, and which files stay.
#
# Usage: tests/e2e/post-render-streams.sh       (LEME= the program)
set -euo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

passed=0 failed=0

# make_shop GATES: a project of two components, the second of which may be opened for.
make_shop() {
	rm -rf "$temp/shop"
	mkdir -p "$temp/shop/profiles"
	cat >"$temp/shop/leme.yaml" <<'YAML'
apiVersion: leme/v1
kind: Catalog
name: shop
environments: [live]
profiles: [profiles/*.yaml]
breakGlass: [complete]
components:
  api: {image: example.com/shop/api, writes: api}
YAML
	cat >"$temp/shop/profiles/live.yaml" <<YAML
apiVersion: leme/v1
kind: Profile
name: live
versions: {api: '1'}
release: {name: shop, namespace: shop}
render:
  labels: {part: shop}
  patches:
  - {target: {kind: Job, hooks: only}, expect: ${2:-1}, patch: {spec: {backoffLimit: 1}}}
  gate: [$1]
YAML
	cd "$temp/shop"
}

# job NAME [ANNOTATIONS]
job() {
	cat <<YAML
---
# Source: shop/templates/$1.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: $1
  labels:
    app: $1
${2:+  annotations: {helm.sh/hook: $2\}
}spec:
  template:
    spec:
      containers:
      - name: c
        image: example.com/shop/api:${3:-1}
YAML
}

render() {
	"$LEME" post-render -p live "$@"
}

check_hooks() {
	law "a stream of hooks only is not asked whether it is complete"
	make_shop complete
	sed -i "s/^  api: .*/&\n  web: {image: example.com\/shop\/web, writes: web}/" leme.yaml
	sed -i "s/api: '1'/&, web: '1'/" profiles/live.yaml
	expect 0 "backoffLimit: 1" render < <(job up pre-install)
	law "a template beside them makes it a release"
	make_shop complete
	expect 0 "backoffLimit: 1" render < <(job up pre-install && job run)
	sed -i "s/^  api: .*/&\n  web: {image: example.com\/shop\/web, writes: web}/" leme.yaml
	sed -i "s/api: '1'/&, web: '1'/" profiles/live.yaml
	expect 1 "example.com/shop/web" render < <(job up pre-install && job run)
}

# As Helm 4 calls it: no call knows of the other.
check_twice() {
	local both apart
	law "twice for one release, first the hooks"
	make_shop complete
	both=$( (job up pre-install && job run) | render)
	apart=$(job up pre-install | render)
	sed -i 's/expect: 1/expect: 0/' profiles/live.yaml
	apart+=$'\n'$(job run | render)
	compare "$law" "$both" "$apart"
	compare "$law: each again, the same" "$apart" \
		"$(sed -i 's/expect: 0/expect: 1/' profiles/live.yaml && job up pre-install | render
			sed -i 's/expect: 1/expect: 0/' profiles/live.yaml && job run | render)"
	compare "$law: nothing is left in the project" "leme.yaml profiles" \
		"$(find . -mindepth 1 -maxdepth 1 -printf "%f\n" | sort | xargs)"
}

# What only the other call can meet is a warning in this one.
check_apart() {
	law "hooks come apart"
	make_shop complete
	sed -i '/^  patches:/,/^  - /d' profiles/live.yaml
	cat >>profiles/live.yaml <<'YAML'
  images: {sites: [{kind: ConfigMap, path: data.image}]}
  patches:
  - {target: {kind: Job, hooks: only}, patch: {spec: {backoffLimit: 1}}}
  - {target: {kind: Job, hooks: exclude}, patch: {spec: {backoffLimit: 2}}}
  - {target: {kind: ConfigMap}, patch: {data: {a: b}}}
  replacements:
  - source: {kind: ConfigMap, fieldPath: data.a}
    targets: [{select: {kind: ConfigMap}, fieldPaths: [data.b], options: {create: true}}]
YAML
	local map=$'---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n'
	map+=$'  image: example.com/shop/api:1\n'
	expect 0 "the stream has only hooks" render < <(job up pre-install)
	expect 0 "backoffLimit: 1" render < <(job up pre-install)
	law "and so does all else"
	cd shop
	expect 0 "the stream has no hooks" render < <(job run && printf '%s' "$map")
	expect 0 "backoffLimit: 2" render < <(job run && printf '%s' "$map")
	law "both at once"
	cd shop
	expect 1 "this patch met no object (kind: ConfigMap)" render \
		< <(job up pre-install && job run)
}

check_both() {
	local got
	law "the same object as hook and as template is two"
	make_shop complete
	got=$( (job same && job same pre-install) | render)
	compare "$law: both leave" 2 "$(grep -c '^  name: same' <<<"$got")"
	compare "$law: both are labelled" 2 "$(grep -c 'part: shop' <<<"$got")"
	compare "$law: only the hook is patched" 1 "$(grep -c 'backoffLimit' <<<"$got")"
	(job same && job same pre-install) | render --output-dir "$temp/both" >"$temp/out"
	compare "$law: each has a file" 2 "$(find "$temp/both" -name '*.yaml' | wc -l)"
}

check_override() {
	law "the environment opens only what breakGlass names"
	make_shop "complete, locked"
	expect 2 "the gate 'locked' may not be overridden" \
		env LEME_OVERRIDE=locked=INC-1 "$LEME" post-render -p live < <(job up pre-install)
	expect 0 "leme/override: 'complete: INC-1'" env LEME_OVERRIDE=complete=INC-1 \
		"$LEME" post-render -p live < <(job up pre-install)
}

check_option() {
	local given
	law "one option, whichever way it is given"
	make_shop complete
	for given in -plive "-p live" -p=live --profile=live "--profile live"; do
		# shellcheck disable=SC2086 # two words are two
		compare "$law: $given" "$(job up pre-install | render)" \
			"$(job up pre-install | "$LEME" post-render $given)"
	done
}

check_last() {
	law "what a run warns of is remembered, though it was good"
	make_shop fresh
	"$LEME" compile live 2>"$temp/err"
	expect 0 "is not what the profile runs" render < <(job up pre-install 2)
	expect 0 "exit 0" "$LEME" last
	expect 0 "is not what the profile runs" "$LEME" last
}

check_files() {
	law "files of objects that are gone go, too"
	make_shop complete
	(job up pre-install && job run) | render --output-dir "$temp/files" >"$temp/out"
	compare "$law: first" "run up" "$(files_of "$temp/files")"
	echo mine >"$temp/files/shop/templates/mine.yaml"
	job up pre-install | render --output-dir "$temp/files" >"$temp/out"
	compare "$law: then, but not those of others" "mine up" "$(files_of "$temp/files")"
}

files_of() {
	find "$1" -name '*.yaml' -printf '%f\n' | sed 's/\..*//' | sort | xargs
}

main() {
	export XDG_STATE_HOME=$temp/state
	mkdir "$temp/state"
	check_hooks
	check_twice
	check_apart
	check_both
	check_override
	check_option
	check_last
	check_files
	say "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

main "$@"
