#!/usr/bin/env bash
# End to end: the objects that leme finds in a stream, and who they say they are, are those that
# another walk finds, in Python, over YAML as libyaml composes it.
#
# Usage: [OBJECTS=path/to/objects] [DATA=folder] tests/e2e/objects.sh
#
# The streams: rendered charts of others (DATA/real-manifests) as they are, and the smaller ones as
# a List, a ResourceList and JSON; and what Helm 4 sends (DATA/helm-annotate).
# shellcheck disable=SC1091,SC2154 # lib.sh sets root and temp
set -eu
. "$(dirname -- "$0")/lib.sh"

OBJECTS=$(realpath -m -- "${OBJECTS:-$root/build/tests/objects}")
cd "$root"
DATA=$(realpath -m -- "${DATA:-../shared/data}")
walk=$root/tests/e2e/objects.py
passed=0
failed=0

# compare WHAT STREAM
compare() {
	"$OBJECTS" <"$2" >"$temp/have" 2>"$temp/said" || cat "$temp/said" >>"$temp/have"
	python3 "$walk" <"$2" >"$temp/want" 2>&1 || true
	cat "$temp/want" >>"$temp/found"
	if diff -u --label leme --label walk "$temp/have" "$temp/want" >"$temp/diff"; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	say "FAILED: $1"
	sed 's/^/  /' "$temp/diff"
}

check_charts() {
	local stream form
	for stream in "$DATA"/real-manifests/manifests/*.yaml; do
		[ -e "$stream" ] || die "no streams in $DATA/real-manifests"
		compare "${stream##*/}" "$stream"
		[ "$(wc -c <"$stream")" -lt 40000 ] || continue
		for form in list krm json; do
			python3 "$walk" --as "$form" <"$stream" >"$temp/stream" ||
				die "$stream cannot be written as $form"
			compare "${stream##*/} as $form" "$temp/stream"
		done
	done
}

check_cases() {
	local stream
	mkdir "$temp/streams"
	python3 "$walk" --streams "$DATA/helm-annotate/cases.jsonl" "$temp/streams"
	for stream in "$temp"/streams/*; do
		compare "${stream##*/}" "$stream"
	done
}

main() {
	[ -x "$OBJECTS" ] || die "no program at $OBJECTS: run make, or say OBJECTS=path/to/objects"
	python3 -c 'import yaml' 2>/dev/null ||
		skip "no python3 with yaml: apt-get install python3-yaml"
	[ -d "$DATA" ] || skip "no streams in $DATA: say DATA=folder"
	check_charts
	check_cases
	say "$(wc -l <"$temp/found") objects; $passed passed, $failed failed, 0 skipped"
	[ "$failed" = 0 ] && grep -q ^hook "$temp/found"
}

main "$@"
