#!/usr/bin/env bash
# What `leme doctor` says of the real Helm 3 and Helm 4, and that what it says of them is so.
#
# Usage: tests/e2e/doctor.sh       (LEME= the program, TOOLS= the folder of helm3, helm4)
set -euo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

passed=0 failed=0

make_chart() {
	mkdir -p "$1/templates"
	printf 'apiVersion: v2\nname: mini\nversion: 0.1.0\n' >"$1/Chart.yaml"
	cat >"$1/templates/a.yaml" <<-'YAML'
		apiVersion: v1
		kind: ConfigMap
		metadata: {name: a}
		data: {text: "a ------- b"}
		---
		apiVersion: v1
		kind: Pod
		metadata:
		  name: hook
		  annotations: {helm.sh/hook: pre-install}
		spec: {containers: [{name: api, image: "example.com/shop/api:1"}]}
	YAML
}

# with HELM COMMAND...: where that one is `helm`, and the only one.
with() {
	(cd "$temp/shop" && PATH=$temp/$1:/usr/bin:/bin HELM_PLUGINS=$temp/$1/plugins "${@:2}")
}

rendered() {
	with "$1" helm template r "$temp/mini" --post-renderer leme \
		--post-renderer-args post-render --post-renderer-args -p=live
}

check_helm3() {
	law "Helm 3: nothing is bad, hooks are told of"
	expect 0 'is Helm 3.17.2' with helm3 leme doctor
	expect 0 'never gives hooks and tests' with helm3 leme doctor
	expect 0 'nothing is bad' with helm3 leme doctor
	law "and it is so"
	expect 0 '' test "$(rendered helm3 | grep -c 'part: leme')" = 1
}

check_helm4() {
	law "Helm 4: its bug is bad"
	expect 1 'is Helm 4.1.4' with helm4 leme doctor
	expect 1 'bad   helm: it breaks each run of 7 dashes' with helm4 leme doctor
	law "and it is so"
	expect 0 '------ -' rendered helm4
	expect 0 '' test "$(rendered helm4 | grep -c 'part: leme')" = 2
	law "Helm 4: it says where the plugin is"
	expect 1 "Helm 4 finds leme here, and runs 'leme'" with helm4 leme doctor
	mv "$temp/helm4/plugins/leme" "$temp/leme"
	expect 1 'Helm 4 finds no plugin of this name' with helm4 leme doctor
	law "a second plugin of that name is bad"
	mkdir -p "$temp/helm4/plugins/"{one,two}
	cp "$temp/leme/plugin.yaml" "$temp/helm4/plugins/one"
	cp "$temp/leme/plugin.yaml" "$temp/helm4/plugins/two"
	expect 1 'Helm loads no plugin then' with helm4 leme doctor
	expect 1 'two plugins claim the name' rendered helm4
}

check_both() {
	law "what Helm 3 cannot read is bad where it looks"
	mkdir -p "$temp/helm3/plugins"
	cp -r "$temp/leme" "$temp/helm3/plugins/"
	expect 1 'Helm 3 loads no plugin from where it is' with helm3 leme doctor
	expect 0 'failed to load plugins' with helm3 helm version
}

main() {
	require_tools
	export XDG_STATE_HOME=$temp/state
	mkdir "$temp/state" "$temp/helm3" "$temp/helm4"
	for helm in helm3 helm4; do
		ln -s "$LEME" "$temp/$helm/leme"
		ln -s "$(realpath "$TOOLS/$helm")" "$temp/$helm/helm"
	done
	make_project "$temp/shop"
	printf 'render:\n  labels: {part: leme}\n' >>"$temp/shop/profiles/live.yaml"
	make_chart "$temp/mini"
	with helm4 leme helm-plugin -q "$temp/helm4/plugins"
	check_helm3
	check_helm4
	check_both
	say "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

main "$@"
