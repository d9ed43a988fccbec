#!/usr/bin/env bash
# End to end: the image sites that leme finds are those that another walk finds, in Python, over
# YAML as libyaml composes it.
#
# Usage: [SITES=path/to/sites] [TOOLS=folder] [DATA=folder] tests/e2e/sites.sh
#
# The streams: rendered charts of others (DATA/real-manifests), every kind that Kubernetes has
# (DATA/kubernetes-types), and the demo as the real Helm 3 and 4 hand it to a post-renderer. Then
# one kind after the other is hidden from leme: the walks must differ, or they see nothing.
# shellcheck disable=SC1091,SC2154 # lib.sh sets root, temp and template_args
set -eu
. "$(dirname -- "$0")/lib.sh"

SITES=$(realpath -m -- "${SITES:-$root/build/tests/sites}")
cd "$root"
DATA=$(realpath -m -- "${DATA:-../shared/data}")
passed=0
failed=0

# same WHAT HAVE WANT
same() {
	if diff -u --label leme --label walk "$2" "$3" >"$temp/diff"; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	say "FAILED: $1"
	sed 's/^/  /' "$temp/diff"
}

# sites STREAM OPTION...: what leme finds; its warnings are of no interest here.
sites() {
	local stream=$1
	shift
	"$SITES" "$@" <"$stream" 2>"$temp/said" || cat "$temp/said"
}

# compare WHAT STREAM [--declared]: both walks over a stream.
compare() {
	local declared=()
	[ $# = 2 ] || declared=(--declared "$root/tests/e2e/sites-declared.yaml")
	sites "$2" "${declared[@]}" >"$temp/have"
	python3 "$root/tests/e2e/sites.py" "${@:3}" <"$2" >"$temp/want" 2>&1 || true
	same "$1" "$temp/have" "$temp/want"
	cat "$temp/want" >>"$temp/found"
}

# Each kind of a stream that has images, hidden from leme: both walks must differ.
check_that_it_can_fail() {
	local kind
	while read -r kind; do
		sites "$1" --without "$kind" >"$temp/have"
		if cmp -s "$temp/have" "$2"; then
			failed=$((failed + 1))
			say "FAILED: nobody misses $kind in $1"
		else
			passed=$((passed + 1))
		fi
	done < <(cut -d / -f 1 "$2" | sort -u)
}

check_charts() {
	local stream
	for stream in "$DATA"/real-manifests/manifests/*.yaml; do
		[ -e "$stream" ] || die "no streams in $DATA/real-manifests"
		compare "${stream##*/}, declared" "$stream" --declared
		compare "${stream##*/}" "$stream"
		check_that_it_can_fail "$stream" "$temp/want"
	done
	grep -q '	declared	' "$temp/found" || die "no chart has what is declared"
}

check_kinds() {
	python3 tests/e2e/sites.py --kinds "$DATA/kubernetes-types/types.json" "$temp/every" \
		>"$temp/want" || die "the table of kinds cannot be read"
	sites "$temp/every" >"$temp/have"
	same "every kind that Kubernetes has" "$temp/have" "$temp/want"
	check_that_it_can_fail "$temp/every" "$temp/want"
}

# A post-renderer that keeps what it is given: a program for Helm 3, a plugin for Helm 4.
make_renderers() {
	mkdir -p "$temp/plugins/keep"
	printf '#!/bin/sh\nexec tee "%s"\n' "$temp/stream" >"$temp/keep"
	chmod +x "$temp/keep"
	cat >"$temp/plugins/keep/plugin.yaml" <<-EOF
		apiVersion: v1
		type: postrenderer/v1
		name: keep
		version: 0.1.0
		runtime: subprocess
		runtimeConfig:
		  platformCommand:
		    - command: $temp/keep
	EOF
}

check_profile() {
	helm_args "$1"
	"$TOOLS/helm3" template "${template_args[@]}" --post-renderer "$temp/keep" >"$temp/out"
	compare "$1, Helm 3" "$temp/stream"
	HELM_PLUGINS=$temp/plugins "$TOOLS/helm4" template "${template_args[@]}" \
		--post-renderer keep >"$temp/out"
	grep -q postrenderer.helm.sh/postrender-filename "$temp/stream" ||
		die "Helm 4 did not ask the post-renderer"
	compare "$1, Helm 4" "$temp/stream"
}

check_demo() {
	local name
	make_renderers
	cp -R "$root/testdata/smarterp" "$temp/project"
	cd "$temp/project"
	"$LEME" compile >"$temp/out" 2>&1 || die "the demo does not compile: $(cat "$temp/out")"
	"$LEME" list -o name >"$temp/profiles" || die "the profiles cannot be listed"
	while read -r name <&3; do
		check_profile "$name"
	done 3<"$temp/profiles"
	cd "$root"
}

main() {
	require_tools
	[ -x "$SITES" ] || die "no program at $SITES: run make, or say SITES=path/to/sites"
	check_demo
	[ -d "$DATA" ] || [ "$failed" != 0 ] || skip "no streams in $DATA: say DATA=folder"
	check_charts
	check_kinds
	say "$(wc -l <"$temp/found") images; $passed passed, $failed failed, 0 skipped"
	[ "$failed" = 0 ]
}

main "$@"
