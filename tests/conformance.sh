#!/bin/sh
# Runs every outside suite that there is a judge and data for: conformance.sh DATA
set -u
runner=build/tests/conformance
[ ! -d "$runner" ] || runner=$runner/run
data=$1
failed=0

judge() {
	"$runner" "$@" || failed=1
}

for suite in $("$runner" --list); do
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
