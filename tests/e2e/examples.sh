#!/usr/bin/env bash
# The recipes of doc/examples: each is YAML with the keys that its host knows, and what it runs is
# run with the demo and the real Helm 3 and Helm 4. Not run, as they are not to be had here: Argo
# CD, Flux, helmfile and the runners of GitHub and GitLab themselves.
#
# Usage: tests/e2e/examples.sh       (LEME= the program, TOOLS= the folder of helm3, helm4)
set -euo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

passed=0 failed=0
examples=$root/doc/examples

# recipe FILE PATH...: the text there.
recipe() {
	python3 "$root/tests/e2e/examples.py" get "$examples/$1" "${@:2}"
}

words() {
	python3 "$root/tests/e2e/examples.py" words "$examples/$1" "${@:2}"
}

# with HELM COMMAND...: in the demo, where that one is `helm`; only Helm 4 sees the plugin.
with() {
	local plugins=$temp/plugins
	[ "$1" = helm4 ] || plugins=$temp/none
	(cd "$temp/smarterp" && PATH=$temp/$1:/usr/bin:/bin HELM_PLUGINS=$plugins "${@:2}")
}

# How many images come from the mirror: leme has been there.
mirrored() {
	grep -c 'image: .*mirror.example.com'
}

argo() {
	local command args variable
	variable=$(recipe argocd/application.yaml spec source plugin env 0 name)
	mapfile -t command < <(words argocd/plugin.yaml spec generate command)
	args=$(recipe argocd/plugin.yaml spec generate args 0)
	with "$1" env ARGOCD_APP_NAME=smarterp-acme ARGOCD_APP_NAMESPACE=smarterp-acme \
		KUBE_VERSION=1.31.0 KUBE_API_VERSIONS=v1,apps/v1,batch/v1 \
		"ARGOCD_ENV_$variable=$2" \
		"${command[@]}" "$args"
}

check_argo() {
	law "Argo CD, $1: the plugin prints objects, and nothing else"
	expect 0 '' test "$(argo "$1" "$profile" | mirrored)" -ge 1
	expect 0 '' test "$(argo "$1" "$profile" | python3 -c '
import sys, yaml
print(all(d["kind"] for d in yaml.safe_load_all(sys.stdin) if d))')" = True
	law "Argo CD, $1: no such profile or a broken chart is a failure without output"
	expect 2 "no profile is called 'acne'" argo "$1" acne
	expect 0 '' test -z "$(argo "$1" acne 2>/dev/null)"
	mv "$temp/smarterp/charts/smarterp/Chart.yaml" "$temp/Chart.yaml"
	expect 0 '' test -z "$(argo "$1" "$profile" 2>/dev/null)"
	cp "$temp/Chart.yaml" "$temp/smarterp/charts/smarterp/Chart.yaml"
}

# What helmfile makes of a release.
helmfile() {
	local args=() release=(helmfile/helmfile.yaml releases 0) word
	while read -r word; do
		args+=(--post-renderer-args "$word")
	done < <(words "${release[@]}" postRendererArgs)
	with "$1" helm template "$(recipe "${release[@]}" name)" \
		"$(recipe "${release[@]}" chart)" \
		--namespace "$(recipe "${release[@]}" namespace)" \
		--values "$(words "${release[@]}" values)" \
		--post-renderer "$(recipe "${release[@]}" postRenderer)" "${args[@]}"
}

check_helmfile() {
	law "helmfile, $1: post-renders"
	expect 0 '' test "$(helmfile "$1" | mirrored)" -ge 1
}

# step FILE PATH...: runs it as the runner would.
step() {
	with "$1" bash -eo pipefail -c "$(recipe "${@:2}")"
}

check_ci() {
	law "GitHub, $1: each profile is rendered"
	rm -rf "$temp/smarterp/rendered"
	expect 0 '' step "$1" github-render.yaml jobs render steps 2 run
	expect 0 '' test "$(find "$temp/smarterp/rendered" -name all.yaml -size +0 | wc -l)" = 6
	expect 0 '' test "$(cat "$temp"/smarterp/rendered/*/all.yaml | mirrored)" -ge 1
	law "GitLab, $1: the same, with reports"
	mv "$temp/smarterp/rendered" "$temp/rendered.$1"
	expect 0 '' step "$1" gitlab-render.yaml leme-render script 0
	expect 0 '' diff -r "$temp/rendered.$1" "$temp/smarterp/rendered"
	expect 0 '' test "$(find "$temp/smarterp/reports" -name '*.json' | wc -l)" = 6
	law "GitHub, $1: the steps that check"
	expect 0 '' step "$1" github-actions.yaml jobs compile-check steps 1 run
	expect 0 '::notice file=' step "$1" github-actions.yaml jobs compile-check steps 2 run
	expect 0 '' test -s "$temp/smarterp/leme.sarif"
	expect 0 '' step "$1" github-actions.yaml jobs compile-check steps 4 run
	law "GitLab, $1: the same, and what is stale is shown"
	expect 0 '' step "$1" gitlab-ci.yaml leme script 0
	cp "$temp/smarterp/values/acme.yaml" "$temp/acme.yaml"
	echo '<<<<<<< HEAD' >>"$temp/smarterp/values/acme.yaml"
	expect 1 '+++ values/acme.yaml' step "$1" gitlab-ci.yaml leme script 0
	expect 0 '' test -s "$temp/smarterp/stale.diff"
	cp "$temp/acme.yaml" "$temp/smarterp/values/acme.yaml"
	expect 0 'undecided' step "$1" gitlab-ci.yaml leme-check script 0
	expect 0 '' test -s "$temp/smarterp/code-quality.json"
	expect 0 '' test -s "$temp/smarterp/leme.xml"
}

outputs_of() {
	find "$1" -name .leme -prune -o -type f -print | wc -l
}

# The pods of the Job, one after the other, with its folders in ours.
check_job() {
	local job=(indexed-job.yaml spec) container=(template spec containers 0) index count command
	count=$(recipe "${job[@]}" completions)
	command=$(recipe "${job[@]}" "${container[@]}" command 2)
	command=${command//\/project/$temp/smarterp}
	command=${command//\/out\//$temp/out/}
	law "Kubernetes: as many pods as shards"
	compare "$law" "$count" "$(recipe "${job[@]}" parallelism)"
	compare "$law" "1" "$(grep -c "/$count\"" <<<"$command")"
	for ((index = 0; index < count; index++)); do
		expect 0 '' with helm3 env "JOB_COMPLETION_INDEX=$index" sh -c "$command -q"
	done
	law "Kubernetes: what the pods wrote, put together, is what one run writes"
	expect 0 '' with helm3 leme compile --out "$temp/whole" -q
	mkdir "$temp/together"
	cp -rn "$temp/out/"*/. "$temp/together"
	expect 0 '' diff -r "$temp/whole" "$temp/together"
	compare "$law" "$(outputs_of "$temp/whole")" "$(outputs_of "$temp/out")"
}

main() {
	local helm
	require_tools
	profile=acme
	export XDG_STATE_HOME=$temp/state HOME=$temp
	mkdir "$temp/state" "$temp/helm3" "$temp/helm4" "$temp/none"
	for helm in helm3 helm4; do
		ln -s "$LEME" "$temp/$helm/leme"
		ln -s "$(realpath "$TOOLS/$helm")" "$temp/$helm/helm"
	done
	cp -r "$root/testdata/smarterp" "$temp/smarterp"
	with helm4 leme helm-plugin -q "$temp/plugins"
	with helm3 leme compile -q
	law "each is strict YAML with keys that are known, and has a link"
	expect 0 '' python3 "$root/tests/e2e/examples.py" check "$examples"
	for helm in helm3 helm4; do
		check_argo "$helm"
		check_helmfile "$helm"
		check_ci "$helm"
	done
	check_job
	say "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

main "$@"
