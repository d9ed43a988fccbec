#!/bin/sh
# Runs every outside suite that there is a judge and data for: conformance.sh DATA
#
# That of JSON Schema is not in DATA but in SUITE (default: build/tools/json-schema-suite, see
# tests/tools/json-schema-suite.sh).
set -u
runner=build/tests/conformance
[ ! -d "$runner" ] || runner=$runner/run
data=$1
failed=0

judge() {
	"$runner" "$@" || failed=1
}

skip() {
	printf '!!! SKIPPED: %s: %s\n' "${0##*/}" "$*"
	[ "${CI:-}" != true ] || failed=1
}

# The required tests of each draft, then the optional ones; formats in the drafts too that leave
# them alone.
judge_schemas() {
	SUITE=${SUITE:-build/tools/json-schema-suite}
	tests/tools/json-schema-suite.sh "$SUITE" || {
		skip "there is no suite of JSON Schema in $SUITE"
		return
	}
	for draft in 4 6 7 2019-09 2020-12; do
		folder=$SUITE/tests/draft$draft
		set -- json-schema --draft $draft --remotes "$SUITE/remotes"
		judge "$@" "$folder"/*.json
		judge "$@" "$folder"/optional/*.json
		judge "$@" --formats checked "$folder"/optional/format/*.json
	done
}

for suite in $("$runner" --list); do
	[ "$suite" != json-schema ] || judge_schemas
	folder=$data/$suite
	[ -d "$folder" ] || continue
	case $suite in
	cel)
		judge cel --dialect spec "$folder/spec.jsonl"
		judge cel --dialect kubernetes "$folder/k8s.jsonl" "$folder/parse.jsonl"
		;;
	real-manifests)
		judge "$suite" "$folder/index.jsonl"
		;;
	*)
		judge "$suite" "$folder/cases.jsonl"
		;;
	esac
done
exit "$failed"
