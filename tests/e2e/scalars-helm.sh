#!/usr/bin/env bash
# End to end: every scalar that leme emits comes back from both Helms as the same text.
#
# Usage: [LEME=path/to/leme] [TOOLS=folder] [DATA=folder] tests/e2e/scalars-helm.sh
#
# The texts are those of DATA/yaml-scalars/cases.jsonl (default: ../shared/data beside the
# project) and a list of our own in scalars.py. Each is a value, a key, an item of nested lists
# and, where it can be a tag, a version; once in a file that leme writes (mode write), once in
# one that it edits (mode edit). Both Helms print toJson .Values.
# shellcheck disable=SC1091,SC2154 # lib.sh sets root, temp and template_args
set -eu
. "$(dirname -- "$0")/lib.sh"

DATA=${DATA:-$root/../shared/data}
cases=$DATA/yaml-scalars/cases.jsonl
bad=0

# render HELM: stdout is the manifest.
render() {
	helm_args scalars
	"$TOOLS/$1" template "${template_args[@]}"
}

# check MODE HELM, in the project of that mode
check() {
	say "mode $1, $2:"
	if ! render "$2" >"$temp/manifest" 2>"$temp/error"; then
		sed 's/^/  /' "$temp/error"
		bad=$((bad + 1))
	elif ! python3 "$root/tests/e2e/scalars.py" judge "$temp" "$1" <"$temp/manifest"; then
		bad=$((bad + 1))
	fi
}

# check_mode MODE
check_mode() {
	local helm
	cd "$temp/$1"
	if ! "$LEME" compile >"$temp/out" 2>&1; then
		say "mode $1: leme compile failed:"
		head -n 40 "$temp/out"
		bad=$((bad + 1))
		return
	fi
	for helm in helm3 helm4; do
		check "$1" "$helm"
	done
	if ! "$LEME" compile --check >"$temp/out" 2>&1; then
		say "mode $1: compile --check is not content with what compile wrote:"
		head -n 40 "$temp/out"
		bad=$((bad + 1))
	fi
}

main() {
	local mode
	require_tools
	[ -f "$cases" ] || skip "no $cases: say DATA=folder"
	python3 "$root/tests/e2e/scalars.py" write "$temp" "$cases"
	for mode in write edit; do
		check_mode "$mode"
	done
	[ "$bad" = 0 ]
}

main "$@"
