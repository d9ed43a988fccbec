#!/usr/bin/env bash
# Releases that go through the post-renderer, by the real Helm 3 and Helm 4 against an API server of
# the tests' own: what the server gets, and what the user sees where a gate says no.
#
# Usage: tests/e2e/post-render-helm.sh        (LEME= the program, TOOLS= the folder of helm3, helm4)
#
# Helm 3 never passes hooks to a post-renderer, so there hooks are as the chart has them.
set -euo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

passed=0 failed=0 server='' HELM=''
digest=sha256:$(printf 'a%.0s' {1..64})
redis_digest=sha256:$(printf 'b%.0s' {1..64})
# shellcheck disable=SC2154 # of lib.sh
log=$temp/log charts=$root/tests/e2e/charts

# --- the server -------------------------------------------------------------------------------

stop_server() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	[ -z "$server" ] || wait "$server" 2>/dev/null || true
	server=
}
trap 'stop_server; rm -rf "$temp"' EXIT

# A server that has nothing yet, and a log with nothing in it.
fresh_server() {
	local waited=0
	stop_server
	rm -f "$temp/port"
	: >"$log"
	python3 "$root/tests/tools/api-server.py" "$log" "$temp/port" 2>"$temp/server" &
	server=$!
	until [ -s "$temp/port" ]; do
		sleep 0.05
		waited=$((waited + 1))
		[ $waited -lt 200 ] || die "the API server did not start: $(cat "$temp/server")"
	done
	export KUBECONFIG=$temp/kubeconfig
	cat >"$KUBECONFIG" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: 'http://127.0.0.1:$(cat "$temp/port")'}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
users: [{name: u, user: {}}]
current-context: c
YAML
}

logged() {
	python3 "$root/tests/e2e/logged.py" "$log" "$@"
}

# --- Helm -------------------------------------------------------------------------------------

# plain HELM WORD...: without a post-renderer.
plain() {
	timeout 120 "$TOOLS/$1" "${@:2}"
}

# rendered WORD...: by $HELM, as both take it: `leme` is a program for one, a plugin for the other.
rendered() {
	HELM_PLUGINS=$temp/plugins-$HELM timeout 120 "$TOOLS/$HELM" "$1" --post-renderer leme \
		--post-renderer-args post-render --post-renderer-args -p=live "${@:2}"
}

# quietly WORD...: what it says is shown where it fails.
quietly() {
	"$@" >"$temp/said" 2>&1 || {
		failed=$((failed + 1))
		say "FAILED: $law: $*"
		sed 's/^/  /' "$temp/said"
	}
}

make_plugin() {
	mkdir -p "$temp/bin" "$temp/plugins-helm4/leme"
	ln -s "$LEME" "$temp/bin/leme"
	cat >"$temp/plugins-helm4/leme/plugin.yaml" <<YAML
apiVersion: v1
type: postrenderer/v1
name: leme
version: 0.1.0
runtime: subprocess
runtimeConfig:
  platformCommand:
    - command: leme
YAML
	export PATH=$temp/bin:$PATH
}

# --- a project and its chart ------------------------------------------------------------------

# make_shop RENDER: a project in $temp/shop, whose only profile has this line of `render` more.
make_shop() {
	rm -rf "$temp/shop"
	mkdir -p "$temp/shop/profiles"
	cd "$temp/shop"
	cat >leme.yaml <<'YAML'
apiVersion: leme/v1
kind: Catalog
name: shop
environments: [test, live]
profiles: [profiles/*.yaml]
pin: both
stamp: stamp
breakGlass: [fresh, locked, complete, stamped]
registries:
  house: {at: example.com/shop}
  docker.io: {mirror: mirror.local/hub, allow: [bitnami/redis]}
defaults: {scheme: dotted}
components:
  api: {image: api, writes: api.image}
  migrate: {image: migrate, hook: true, writes: migrate.image}
YAML
	cat >profiles/live.yaml <<YAML
apiVersion: leme/v1
kind: Profile
name: live
versions: {api: '1.10', migrate: '2'}
release: {name: r, namespace: shop}
registries: {house: {at: mirror.local/shop}}
render:
  labels: {part-of: shop}
  annotations: {team: x}
${1:-}
YAML
	cat >leme.lock <<YAML
apiVersion: leme/v1
kind: Lock
images:
  docker.io/bitnami/redis:7: $redis_digest
  example.com/shop/api:1.10: $digest
  example.com/shop/migrate:2: $digest
YAML
	"$LEME" compile >/dev/null 2>&1
}

patches='  gate: [locked, complete]
  patches:
  - target: {kind: Deployment, name: api}
    patch: {spec: {template: {spec: {priorityClassName: erp}}}}
  - target: {kind: ConfigMap, name: api}
    type: json
    patch: [{op: replace, path: /data/mode, value: on}]'
gadget_patch='
  - target: {kind: Gadget}
    patch: {spec: {ports: [{port: 2, name: two}]}}'

# --- what the server gets ---------------------------------------------------------------------

# What was meant is undone in the log of a release that was rendered; the rest is to be equal.
unmeant() {
	logged sent labels/part-of=shop annotations/team=x | sed \
		-e 's/@sha256:[ab]\{64\}//g' -e 's,mirror.local/hub/,,g' \
		-e 's/, "priorityClassName": "erp"//' -e 's/{"mode": "on"/{"mode": "off"/'
}

check_install() {
	local wanted
	law="$HELM: what was not meant is as without a post-renderer"
	make_shop "$patches"
	fresh_server
	quietly plain "$HELM" install r "$charts/shop" -n shop -f values/live.yaml
	wanted=$(logged sent)
	fresh_server
	quietly rendered install r "$charts/shop" -n shop -f values/live.yaml
	compare "$law" "$wanted" "$(unmeant)"
	law="$HELM: NOTES.txt is said"
	compare "$law" "Thanks, r." "$(grep Thanks "$temp/said")"
	law="$HELM: each image has its digest and its mirror"
	compare "$law" "$(images_of "$HELM")" "$(logged images)"
	law="$HELM: the patches are in"
	compare "$law" erp "$(logged spec.template.spec.priorityClassName Deployment/api)"
	compare "$law" on "$(logged data.mode ConfigMap/api)"
}

images_of() {
	local hook=@$digest
	[ "$1" = helm4 ] || hook=
	cat <<TEXT
Deployment/api mirror.local/shop/api:1.10@$digest
Job/migrate mirror.local/shop/migrate:2$hook
StatefulSet/redis mirror.local/hub/bitnami/redis:7@$redis_digest
TEXT
}

# On the release of check_install.
check_life() {
	local installed upgraded
	law="$HELM: an upgrade adds an object of a kind of the chart's own"
	installed=$(logged state)
	make_shop "$patches$gadget_patch"
	quietly rendered upgrade r "$charts/shop" -n shop -f values/live.yaml --set gadget=true
	compare "$law: its list is merged by the key of its definition" \
		'[{"name": "one", "port": 1}, {"name": "two", "port": 2}]' \
		"$(logged spec.ports Gadget/g)"
	compare "$law" '"shop"' "\"$(logged metadata.labels.part-of Gadget/g)\""
	upgraded=$(logged state)
	law="$HELM: an upgrade that changes nothing changes nothing"
	quietly rendered upgrade r "$charts/shop" -n shop -f values/live.yaml --set gadget=true
	compare "$law" "$upgraded" "$(logged state)"
	law="$HELM: a test hook runs"
	quietly plain "$HELM" test r -n shop
	compare "$law" "mirror.local/shop/api:1.10$([ "$HELM" = helm3 ] || echo "@$digest")" \
		"$(logged spec.containers.0.image Pod/smoke)"
	law="$HELM: a rollback restores what was rendered"
	quietly plain "$HELM" rollback r 1 -n shop
	compare "$law" "$installed" "$(logged state | grep -v /pods/smoke)"
	law="$HELM: nothing but hooks and crds/ is left by uninstall"
	quietly plain "$HELM" uninstall r -n shop
	compare "$law" "jobs/migrate pods/smoke customresourcedefinitions/widgets.example.com" \
		"$(logged state | sed 's,.*/\([a-z]*/[^ /]*\) {.*,\1,' | sort -t/ -k2 | xargs)"
}

# --- template ---------------------------------------------------------------------------------

check_template() {
	local wanted
	make_shop "$patches"
	law="$HELM: template -s shows one file, as it was rendered"
	wanted=$(rendered template r "$charts/shop" -f values/live.yaml -s templates/many.yaml)
	compare "$law" "yes 0777" "$(grep -o "yes\|0777" <<<"$wanted" | xargs)"
	compare "$law" 2 "$(grep -c 'part-of: shop' <<<"$wanted")"
	law="$HELM: --output-dir"
	rm -rf "$temp/out"
	if [ "$HELM" = helm4 ]; then
		quietly rendered template r "$charts/shop" -f values/live.yaml \
			--output-dir "$temp/out"
		compare "$law: the files are the rendered ones" 2 \
			"$(grep -c 'part-of: shop' "$temp/out/shop/templates/many.yaml")"
	else
		expect 1 "pipe 'helm template' into" rendered template r "$charts/shop" \
			-f values/live.yaml --output-dir "$temp/out"
		plain "$HELM" template r "$charts/shop" -f values/live.yaml |
			"$LEME" post-render -p live --output-dir "$temp/out2" >/dev/null
		compare "$law: leme's own writes them" 10 \
			"$(grep -rl 'part-of: shop' "$temp/out2" | wc -l)"
	fi
}

check_many() {
	mkdir -p "$temp/many/templates"
	printf 'apiVersion: v2\nname: many\nversion: 0.1.0\n' >"$temp/many/Chart.yaml"
	cat >"$temp/many/templates/a.yaml" <<'YAML'
{{- range until 5000 }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: c{{ . }}
data: {k: "{{ . }}"}
{{- end }}
YAML
	law="$HELM: 5,000 objects"
	make_shop
	rendered template r "$temp/many" >"$temp/stream" 2>&1 || true
	compare "$law" 5000 "$(grep -c '^    part-of: shop$' "$temp/stream")"
}

check_nothing() {
	law="$HELM: a chart that renders nothing is installed"
	mkdir -p "$temp/none/templates"
	printf 'apiVersion: v2\nname: none\nversion: 0.1.0\n' >"$temp/none/Chart.yaml"
	printf '{{- if .Values.on }}\nkind: X\n{{- end }}\n' >"$temp/none/templates/a.yaml"
	make_shop
	fresh_server
	[ "$HELM" = helm4 ] ||
		expect 1 "there is nothing to render" rendered install r "$temp/none" -n shop
	quietly rendered install r "$temp/none" -n shop --post-renderer-args --allow-empty
	compare "$law" 0 "$(logged count)"
}

# --- gates ------------------------------------------------------------------------------------

# What Helm said holds each line of what leme said.
says_all() {
	local text line
	text=$("$LEME" last 1 | tail -n +2)
	[ -n "$text" ] || return 1
	while IFS= read -r line; do
		grep -qF -- "$line" "$temp/said" || {
			say "not said: $line"
			return 1
		}
	done <<<"$text"
}

# refused GATE WORD...: in all that installs, until somebody says why.
refused() {
	local gate=$1 command status
	shift
	for command in template install "upgrade --install"; do
		law="$HELM: $command: the gate '$gate' refuses"
		status=0
		# shellcheck disable=SC2086 # words
		rendered $command r "$charts/shop" -n shop -f values/live.yaml "$@" \
			>"$temp/said" 2>&1 || status=$?
		compare "$law" 1 "$status"
		# Both Helms send what is in crds/ before they render.
		compare "$law, and nothing is sent" "" \
			"$(logged state | grep -v widgets.example.com)"
		compare "$law, and names itself" "[gate/$gate]" \
			"$(grep -o "\[gate/$gate\]" "$temp/said" | head -1)"
		compare "$law, and the user sees all of it" yes "$(says_all && echo yes)"
	done
	law="$HELM: the gate '$gate' opens for a reason"
	quietly rendered install r "$charts/shop" -n shop -f values/live.yaml "$@" \
		--post-renderer-args --override --post-renderer-args "$gate=INC-1"
	compare "$law" "$gate: INC-1" "$(logged metadata.annotations.leme/override Deployment/api)"
	compare "$law" "$gate: INC-1" \
		"$(logged metadata.annotations.leme/override StatefulSet/redis)"
}

check_gates() {
	fresh_server
	make_shop "  gate: [complete]"
	refused complete --set-string api.image.tag=9
	fresh_server
	make_shop "  gate: [locked]"
	sed -i /shop/d leme.lock
	refused locked
	fresh_server
	make_shop "  gate: [fresh]"
	sed -i "s/'1.10'/'9'/" values/live.yaml
	refused fresh
	fresh_server
	make_shop "  gate: [stamped]"
	refused stamped --set stamp=live@0
}

check_usage() {
	law="$HELM: a command that does not exist"
	make_shop
	expect 1 "did you mean 'leme post-render'?" env HELM_PLUGINS="$temp/plugins-$HELM" \
		"$TOOLS/$HELM" template r "$charts/shop" --post-renderer leme \
		--post-renderer-args post-rendr
	law="$HELM: an option without a command"
	expect 1 "'-p=live' is an option of a command" env HELM_PLUGINS="$temp/plugins-$HELM" \
		"$TOOLS/$HELM" template r "$charts/shop" --post-renderer leme \
		--post-renderer-args -p=live
}

# --- what Helm 4 tears apart ------------------------------------------------------------------

# A post-renderer that changes nothing.
make_same() {
	mkdir -p "$temp/plugins-helm4/same"
	sed -e 's/name: leme/name: same/' -e 's/command: .*/command: cat/' \
		"$temp/plugins-helm4/leme/plugin.yaml" >"$temp/plugins-helm4/same/plugin.yaml"
}

check_torn() {
	local wanted
	make_same
	make_shop
	law="helm4: anchors of a List fail in a post-renderer that changes nothing"
	expect 1 "unknown anchor" env HELM_PLUGINS="$temp/plugins-helm4" "$TOOLS/helm4" template r \
		"$charts/torn" --post-renderer same
	law="helm4: here they are what they were"
	fresh_server
	quietly plain helm4 install r "$charts/torn" -n shop
	wanted=$(logged sent)
	fresh_server
	quietly rendered install r "$charts/torn" -n shop
	compare "$law" "$wanted" "$(logged sent labels/part-of=shop annotations/team=x)"
}

# --- the demo ---------------------------------------------------------------------------------

make_demo() {
	rm -rf "$temp/demo"
	cp -R "$root/testdata/smarterp" "$temp/demo"
	cd "$temp/demo"
	echo 'stamp: lemeStamp' >>leme.yaml
	sed -i 's/gate: \[fresh, complete\]/gate: [fresh, complete, stamped]/' profiles/base.yaml
	cat >charts/smarterp/templates/stamp.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: stamp, annotations: {leme/stamp: "{{ .Values.lemeStamp }}"}}
YAML
	"$LEME" compile >"$temp/said" 2>&1
	# It ends with 1, since there are some.
	{ "$LEME" lock -o name -p produção 2>/dev/null || true; } | sed "s/\$/@$digest/" |
		xargs "$LEME" lock >>"$temp/said" 2>&1
	"$LEME" compile >>"$temp/said" 2>&1
}

# As SPEC has it, with the arguments that leme prints.
demo() {
	helm_args produção
	HELM_PLUGINS=$temp/plugins-$HELM timeout 120 "$TOOLS/$HELM" upgrade --install \
		"${template_args[@]}" --post-renderer leme --post-renderer-args post-render \
		--post-renderer-args -p=produção "$@"
}

check_demo() {
	local status gate
	make_demo
	fresh_server
	law="$HELM: the demo is installed"
	quietly demo
	compare "$law: each image that it governs has its digest" "" \
		"$(logged images | grep -v "redis\|Job/\|@$digest")"
	compare "$law: and its label" smarterp "$(logged \
		metadata.labels.app\\.kubernetes\\.io/part-of Deployment/smarterp-dbaccess)"
	for gate in complete stamped; do
		law="$HELM: the values of another profile are refused by the gate '$gate'"
		status=0
		demo -f values/sistemico.yaml >"$temp/said" 2>&1 || status=$?
		compare "$law" "1 [gate/$gate]" \
			"$status $(grep -o "\[gate/$gate\]" "$temp/said" | head -1)"
	done
	law="$HELM: old values are refused by their stamp"
	echo 20.3.1.9 >componentes/producao/dbaccess/VERSION
	"$LEME" compile >/dev/null 2>&1
	status=0
	demo --reuse-values >"$temp/said" 2>&1 || status=$?
	compare "$law" "1 [gate/stamped]" \
		"$status $(grep -o "\[gate/stamped\]" "$temp/said" | head -1)"
}

main() {
	require_tools
	export XDG_STATE_HOME=$temp/state HELM
	mkdir "$temp/state"
	make_plugin
	for HELM in helm3 helm4; do
		check_install
		check_life
		check_template
		check_many
		check_nothing
		check_gates
		check_usage
		check_demo
	done
	check_torn
	say "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

main "$@"
