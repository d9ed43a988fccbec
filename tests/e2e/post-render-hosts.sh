#!/usr/bin/env bash
# Post-rendering by the real Helm 3 and Helm 4: what goes through unchanged, and that the reason of
# a failure reaches the user of either.
#
# Usage: tests/e2e/post-render-hosts.sh       (LEME= the program, TOOLS= the folder of helm3, helm4)
set -euo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

passed=0 failed=0

# A chart whose documents are such as both Helms pass on.
make_chart() {
	mkdir -p "$1/templates"
	printf 'apiVersion: v2\nname: mini\nversion: 0.1.0\n' >"$1/Chart.yaml"
	cat >"$1/templates/a.yaml" <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata:
  name: a # kept
data:
  k: 'v'
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
      - name: api
        image: example.com/shop/api:1
YAML
}

check_memory() {
	local helm
	for helm in helm3 helm4; do
		law "$helm: what a failed run said is remembered, in a folder that was not there"
		cd "$temp/shop"
		export XDG_STATE_HOME=$temp/of/$helm
		expect 1 "no profile is called 'lvie'" "${helm}_rendered" "$temp/mini" \
			--post-renderer-args -p=lvie
		expect 0 "no profile is called 'lvie'" "$LEME" last
		compare "$law" 700 "$(stat -c %a "$XDG_STATE_HOME")"
	done
	export XDG_STATE_HOME=$temp/state
}

# A chart that renders nothing.
make_empty_chart() {
	mkdir -p "$1/templates"
	printf 'apiVersion: v2\nname: none\nversion: 0.1.0\n' >"$1/Chart.yaml"
	# shellcheck disable=SC1083 # a template
	printf '{{- if .Values.on }}\nkind: X\n{{- end }}\n' >"$1/templates/a.yaml"
}

# helm3 and helm4, with the post-renderer as each of them takes it.
helm3_rendered() {
	"$TOOLS/helm3" template r "$@" --post-renderer "$LEME" --post-renderer-args post-render
}

helm4_rendered() {
	HELM_PLUGINS=$temp/plugins "$TOOLS/helm4" template r "$@" --post-renderer leme \
		--post-renderer-args post-render
}

without_plugin() {
	"$TOOLS/$1" template r "${@:2}"
}

check_identity() {
	local helm
	for helm in helm3 helm4; do
		law "$helm: what no edit touches leaves as it came"
		cd "$temp/shop"
		compare "$law" "$(without_plugin "$helm" "$temp/mini" | normal)" \
			"$("${helm}_rendered" "$temp/mini" --post-renderer-args -p=live | normal)"
	done
}

# Helm 4 writes YAML of its own before leme sees it; the data is the same.
normal() {
	python3 -c '
import sys, yaml
for document in yaml.safe_load_all(sys.stdin):
    print(document)'
}

check_failures() {
	local helm
	for helm in helm3 helm4; do
		law "$helm: the user sees why it failed"
		cd "$temp/shop"
		expect 1 "no profile is called 'lvie'" "${helm}_rendered" "$temp/mini" \
			--post-renderer-args -p=lvie
		expect 1 "did you mean 'live'?" "${helm}_rendered" "$temp/mini" \
			--post-renderer-args -p=lvie
		law "$helm: wrong usage, too"
		cd "$temp/shop"
		expect 1 "did you mean '--profile'?" "${helm}_rendered" "$temp/mini" \
			--post-renderer-args --porfile=live
		expect 1 "needs a profile" "${helm}_rendered" "$temp/mini"
		law "$helm: a project that cannot be read, too"
		cd "$temp/mini"
		expect 1 "there is no leme.yaml" "${helm}_rendered" "$temp/mini" \
			--post-renderer-args -p=live
	done
}

check_empty() {
	law "helm4: a chart that renders nothing is no failure"
	cd "$temp/shop"
	expect 0 "" helm4_rendered "$temp/none" --post-renderer-args -p=live
	law "helm3: it is one, unless it is allowed"
	cd "$temp/shop"
	expect 1 "--output-dir" helm3_rendered "$temp/none" --post-renderer-args -p=live
	expect 0 "" helm3_rendered "$temp/none" --post-renderer-args -p=live \
		--post-renderer-args --allow-empty
}

check_last() {
	law "what was said is remembered"
	cd "$temp/shop"
	helm4_rendered "$temp/mini" --post-renderer-args -p=lvie >"$temp/out" 2>&1 || true
	expect 0 "lvie  helm4" "$LEME" last
	expect 0 "no profile is called 'lvie'" "$LEME" last
}

main() {
	require_tools
	export XDG_STATE_HOME=$temp/state
	mkdir "$temp/state"
	mkdir -p "$temp/plugins/leme"
	cat >"$temp/plugins/leme/plugin.yaml" <<YAML
apiVersion: v1
type: postrenderer/v1
name: leme
version: 0.1.0
runtime: subprocess
runtimeConfig:
  platformCommand:
    - command: $LEME
YAML
	make_project "$temp/shop"
	make_chart "$temp/mini"
	make_empty_chart "$temp/none"
	check_identity
	check_failures
	check_memory
	check_empty
	check_last
	say "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

main "$@"
