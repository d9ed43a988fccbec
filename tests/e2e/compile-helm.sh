#!/usr/bin/env bash
# End to end: the demo, compiled, through the real Helm 3 and Helm 4.
#
# Usage: [LEME=path/to/leme] [TOOLS=folder] tests/e2e/compile-helm.sh
#
# For every profile: lint, template, and the images of the rendered manifests against lists
# written by hand (testdata/smarterp-images/SLUG.txt; SLUG.objects: which object has which).
# And: a second compile changes no byte and no mtime, `compile --check` is content, the comments
# of the chart's own values.yaml survive.
# shellcheck disable=SC1091,SC2154 # lib.sh sets root, temp, template_args and lint_args
set -eu
. "$(dirname -- "$0")/lib.sh"

expected=$root/testdata/smarterp-images
passed=0
failed=0

# verdict TEXT COMMAND...: runs the command; its output is shown only if it fails.
verdict() {
	local what=$1
	shift
	if "$@" >"$temp/verdict" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		say "FAILED: $what"
		sed 's/^/  /' "$temp/verdict"
	fi
}

# slug NAME: lower case, no diacritics; by other means than leme's.
slug() {
	python3 -c '
import sys, unicodedata
text = unicodedata.normalize("NFD", sys.argv[1]).lower()
print("".join(c for c in text if not unicodedata.combining(c)))' "$1"
}

# snapshot: path, mtime to the nanosecond and sha256 of every file of the project.
snapshot() {
	find . -path ./.leme -prune -o -type f -printf '%p %T@\n' | sort
	find . -path ./.leme -prune -o -type f -exec sha256sum {} + | sort -k 2
}

same() {
	diff -u "$1" "$2"
}

# The lists and the profiles must be the same set, or a profile goes unchecked.
check_profiles() {
	local list name
	while read -r name; do
		slug "$name"
	done <"$temp/profiles.txt" | sort >"$temp/have"
	for list in "$expected"/*.txt; do
		basename "$list" .txt
	done | sort >"$temp/want"
	verdict "the profiles are those with a list in testdata/smarterp-images" \
		same "$temp/want" "$temp/have"
}

check_stable() {
	snapshot >"$temp/before"
	"$LEME" compile >"$temp/again" 2>&1 || die "the second compile failed: $(cat "$temp/again")"
	snapshot >"$temp/after"
	verdict "a second compile changes no byte and no mtime" same "$temp/before" "$temp/after"
	verdict "compile --check is content" "$LEME" compile --check
}

# Full-line comments only: a removed key may take the remark at its end along.
check_comments() {
	grep '^ *#' "$root/testdata/smarterp/charts/smarterp/values.yaml" >"$temp/comments-before"
	grep '^ *#' charts/smarterp/values.yaml >"$temp/comments-after" || true
	verdict "the comments of the chart's values.yaml survive" \
		same "$temp/comments-before" "$temp/comments-after"
}

check_chart_version() {
	local version
	version=$(sed -n 's/^version: //p' charts/smarterp/Chart.yaml)
	verdict "VERSION and Chart.yaml agree on 1.42.0" \
		test "$(cat VERSION)/$version" = 1.42.0/1.42.0
}

# render HELM: what the profile of the last helm_args installs, into $temp/manifests.
render() {
	"$TOOLS/$1" template "${template_args[@]}" >"$temp/manifests"
}

# check_profile HELM NAME
check_profile() {
	local helm=$1 name=$2 list
	list=$(slug "$name")
	helm_args "$name"
	verdict "$helm lint, $name" "$TOOLS/$helm" lint "${lint_args[@]}"
	verdict "$helm template, $name" render "$helm"
	[ -f "$expected/$list.txt" ] || return 0
	python3 "$root/tests/e2e/images.py" <"$temp/manifests" >"$temp/images" 2>&1 || true
	verdict "$helm images, $name" same "$expected/$list.txt" "$temp/images"
	python3 "$root/tests/e2e/images.py" --objects <"$temp/manifests" \
		>"$temp/objects" 2>&1 || true
	verdict "$helm images by object, $name" same "$expected/$list.objects" "$temp/objects"
}

main() {
	local helm name
	require_tools
	cp -R "$root/testdata/smarterp" "$temp/project"
	cd "$temp/project"
	"$LEME" compile >"$temp/first" 2>&1 || die "the demo does not compile: $(cat "$temp/first")"
	"$LEME" list -o name >"$temp/profiles.txt" || die "the profiles cannot be listed"
	check_profiles
	check_stable
	check_comments
	check_chart_version
	while read -r name <&3; do
		for helm in helm3 helm4; do
			check_profile "$helm" "$name"
		done
	done 3<"$temp/profiles.txt"
	say "$passed passed, $failed failed, 0 skipped"
	[ "$failed" = 0 ]
}

main "$@"
