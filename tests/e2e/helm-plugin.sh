#!/usr/bin/env bash
# The plugin that `leme helm-plugin` writes, in the real Helm 4, beside a real Helm 3 that it does
# not disturb.
#
# Usage: tests/e2e/helm-plugin.sh       (LEME= the program, TOOLS= the folder of helm3, helm4)
set -euo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

passed=0 failed=0

make_chart() {
	mkdir -p "$1/templates"
	printf 'apiVersion: v2\nname: mini\nversion: 0.1.0\n' >"$1/Chart.yaml"
	printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' >"$1/templates/a.yaml"
	cat >>"$1/templates/a.yaml" <<-'YAML'
		---
		apiVersion: v1
		kind: Pod
		metadata: {name: api}
		spec: {containers: [{name: api, image: "example.com/shop/api:1"}]}
	YAML
}

# A plugin for Helm 3, in the folder where both Helms look.
make_old_plugin() {
	mkdir -p "$HELM_DATA_HOME/plugins/old"
	cat >"$HELM_DATA_HOME/plugins/old/plugin.yaml" <<-'YAML'
		name: old
		version: 0.1.0
		usage: say hello
		description: say hello
		command: echo hello
	YAML
}

# rendered HELM [VARIABLE=VALUE...]: the very same command line for both.
rendered() {
	env "${@:2}" "$TOOLS/$1" template r "$temp/mini" --post-renderer leme \
		--post-renderer-args post-render --post-renderer-args -p=live
}

check_both() {
	law "Helm 4 finds leme in the folder"
	cd "$temp/shop"
	expect 0 'part: leme' rendered helm4 "HELM_PLUGINS=$temp/plugins"
	law "and does not without it"
	cd "$temp/shop"
	expect 1 'not found' rendered helm4
	law "Helm 3 takes the same command line, and needs no plugin"
	cd "$temp/shop"
	expect 0 'part: leme' rendered helm3
	law "a program that is not on PATH is run by its path"
	cd "$temp/shop"
	expect 0 "" "$LEME" helm-plugin -q "$temp/named" --command "$temp/bin/leme"
	expect 0 'part: leme' rendered helm4 "HELM_PLUGINS=$temp/named" PATH=/usr/bin:/bin
	law "and one of the plugin's own folder, too"
	cd "$temp/shop"
	expect 0 "" "$LEME" helm-plugin -q "$temp/own" \
		--command "\${HELM_PLUGIN_DIR}/bin/leme"
	mkdir "$temp/own/leme/bin"
	ln -s "$LEME" "$temp/own/leme/bin/leme"
	expect 0 'part: leme' rendered helm4 "HELM_PLUGINS=$temp/own" PATH=/usr/bin:/bin
}

check_helm3() {
	law "Helm 3 keeps its plugins"
	expect 0 hello "$TOOLS/helm3" old
	law "it would lose them, and so its folder is refused"
	expect 1 'Helm 3, which is on PATH' env "PATH=$temp/three:$PATH" \
		"$LEME" helm-plugin "$HELM_DATA_HOME/plugins"
	expect 0 hello "$TOOLS/helm3" old
	law "it does lose them where a description for Helm 4 is in its folder"
	expect 0 "" "$LEME" helm-plugin -q "$HELM_DATA_HOME/plugins"
	expect 1 'apiVersion' "$TOOLS/helm3" old
	expect 0 'part: leme' in_shop rendered helm4
}

in_shop() {
	cd "$temp/shop"
	"$@"
}

check_again() {
	local before
	law "a second run changes nothing"
	before=$(stat -c '%Y %i %n' "$temp/plugins/leme/plugin.yaml")
	expect 0 'keep' "$LEME" helm-plugin "$temp/plugins"
	compare "$law" "$before" "$(stat -c '%Y %i %n' "$temp/plugins/leme/plugin.yaml")"
	law "what it says to do next can be done"
	"$LEME" helm-plugin "$temp/plugins" 2>"$temp/said"
	eval "$(sed -n 's/^  export/export/p' "$temp/said")"
	compare "$law" "$temp/plugins" "$HELM_PLUGINS"
	cd "$temp/shop"
	compare "$law" "$(rendered helm4)" "$(eval "$(sed -n "
		s|^  helm template RELEASE CHART|$TOOLS/helm4 template r $temp/mini|
		s|PROFILE|live|p" "$temp/said")")"
	unset HELM_PLUGINS
}

main() {
	require_tools
	export XDG_STATE_HOME=$temp/state
	mkdir "$temp/state" "$temp/bin" "$temp/three"
	ln -s "$LEME" "$temp/bin/leme"
	ln -s "$(realpath "$TOOLS/helm3")" "$temp/three/helm"
	export PATH=$temp/bin:$PATH
	make_project "$temp/shop"
	printf 'render:\n  labels: {part: leme}\n' >>"$temp/shop/profiles/live.yaml"
	make_chart "$temp/mini"
	make_old_plugin
	"$LEME" helm-plugin -q "$temp/plugins"
	check_both
	check_again
	check_helm3
	say "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

main "$@"
