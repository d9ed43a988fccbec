#!/usr/bin/env bash
# leme as a function of the real kustomize, as doc/examples/kustomize has it, and in a pipe between
# its source and sink.
#
# kpt speaks the same protocol (ResourceList), through the same library (kyaml): where there is none
# for post-render-kpt.sh, kustomize stands for it with the pipe, and a function's configuration as a
# Kptfile makes it.
#
# Usage: tests/e2e/post-render-kustomize.sh    (LEME= the program, TOOLS= the folder of kustomize)
set -euo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

passed=0 failed=0

make_deploy() {
	mkdir -p "$1"
	cp "$root/doc/examples/kustomize/"*.yaml "$1/"
	sed -i 's/profile: acme/profile: live/' "$1/fn.yaml"
	cat >"$1/rendered.yaml" <<-'YAML'
		apiVersion: v1
		kind: ConfigMap
		metadata:
		  name: a # kept
		data: {yes: "no"}
		---
		apiVersion: v1
		kind: Pod
		metadata: {name: api}
		spec:
		  containers:
		  - name: api
		    image: example.com/shop/api:1
	YAML
}

build() {
	"$TOOLS/kustomize" build --enable-alpha-plugins --enable-exec "$@"
}

# Data without what kustomize does to the form.
normal() {
	python3 -c '
import sys, yaml
for document in yaml.safe_load_all(sys.stdin):
    print(document)'
}

check_build() {
	law "kustomize build: leme patches"
	cd "$temp/shop"
	expect 0 'image: example.com/shop/api:1@sha256:' build deploy
	expect 0 'part: leme' build deploy
	law "and changes nothing else"
	cd "$temp/shop"
	build deploy | sed '/part: leme/d; /^  labels:$/d; s/@sha256:.*//' | normal >with
	sed -i '/transformers/d' deploy/kustomization.yaml
	build deploy | normal >without
	expect 0 '' diff without with
	cp "$root/doc/examples/kustomize/kustomization.yaml" deploy/
	law "twice is once"
	cd "$temp/shop"
	mkdir -p again
	cp deploy/*.yaml again/
	build deploy >again/rendered.yaml
	compare "$law" "$(cat again/rendered.yaml)" "$(build again)"
}

check_failures() {
	law "what is refused fails the build, and is told"
	cd "$temp/shop"
	sed -i 's/api:1$/web:1/' deploy/rendered.yaml
	expect 1 'example.com/shop/web' build deploy
	sed -i 's/web:1$/api:1/' deploy/rendered.yaml
	law "a profile that is not there, too"
	cd "$temp/shop"
	sed 's/profile: live/profile: lvie/' deploy/fn.yaml >fn.yaml
	mv fn.yaml deploy/fn.yaml
	expect 1 "no profile is called 'lvie'" build deploy
}

check_pipe() {
	local kustomize=$TOOLS/kustomize
	law "a pipe between source and sink, as of kpt"
	cd "$temp/shop"
	mkdir -p in out
	cp deploy/rendered.yaml in/
	"$kustomize" fn source in 2>/dev/null | "$LEME" post-render -p live |
		"$kustomize" fn sink out 2>/dev/null
	expect 0 'api:1@sha256:' cat out/rendered.yaml
	expect 0 'name: a # kept' cat out/rendered.yaml
	expect 0 rendered.yaml ls out
	law "the configuration of a Kptfile names the profile"
	cd "$temp/shop"
	compare "$law" acme "$(python3 "$root/tests/e2e/examples.py" get \
		"$root/doc/examples/kpt/Kptfile" pipeline mutators 0 configMap profile)"
	printf '%s\n' 'apiVersion: v1' 'kind: ConfigMap' 'metadata: {name: function-input}' \
		'data: {profile: live}' >fn-config.yaml
	expect 0 'api:1@sha256:' piped fn-config.yaml
	sed -i 's/live/lvie/' fn-config.yaml
	expect 1 "no profile is called 'lvie'" piped fn-config.yaml
	law "a failure is in the results of the list"
	cd "$temp/shop"
	expect 1 'results' piped fn-config.yaml
}

piped() {
	"$TOOLS/kustomize" fn source in --function-config "$1" 2>/dev/null | "$LEME" post-render
}

main() {
	require_tools
	[ -x "$TOOLS/kustomize" ] || skip "no $TOOLS/kustomize: run tests/tools/kustomize.sh"
	export XDG_STATE_HOME=$temp/state
	mkdir "$temp/state" "$temp/bin"
	ln -s "$LEME" "$temp/bin/leme"
	export PATH=$temp/bin:$PATH
	make_project "$temp/shop"
	printf 'render:\n  labels: {part: leme}\n' >>"$temp/shop/profiles/live.yaml"
	(cd "$temp/shop" &&
		"$LEME" lock -q "example.com/shop/api:1@sha256:$(printf '%064d' 1)")
	make_deploy "$temp/shop/deploy"
	check_build
	check_failures
	check_pipe
	say "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

main "$@"
