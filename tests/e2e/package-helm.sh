#!/usr/bin/env bash
# End to end: what leme says that a package holds is what both Helms put into it.
#
# Usage: [TOOLS=folder] [SEED=n] [COUNT=n] tests/e2e/package-helm.sh
#
# package.py makes COUNT charts (default 150) with rules of all forms, links and sub-charts, and
# asks `helm package` and `tar` of each. The same charts go through the suite helm-package; and one
# row is made wrong, which has to be noticed.
# shellcheck disable=SC1091,SC2154 # lib.sh sets root, temp and TOOLS
set -eu
. "$(dirname -- "$0")/lib.sh"

SEED=${SEED:-1}
COUNT=${COUNT:-150}
runner=$root/build/tests/conformance
[ ! -d "$runner" ] || runner=$runner/run

main() {
	require_tools
	[ -x "$runner" ] || die "no $runner: run make"
	mkdir "$temp/charts"
	python3 "$root/tests/e2e/package.py" "$temp/charts" "$SEED" "$COUNT" \
		"$TOOLS/helm3" "$TOOLS/helm4" >"$temp/rows.jsonl" 2>"$temp/errors" ||
		die "$(cat "$temp/errors")"
	grep -c '"fault"' "$temp/rows.jsonl" | sed 's/$/ charts that Helm refuses/'
	"$runner" helm-package "$temp/rows.jsonl" || die "SEED=$SEED"
	sed -n '/"files": \["/{s/"files": \["/&no-such-file", "/p;q}' "$temp/rows.jsonl" \
		>"$temp/wrong.jsonl"
	[ -s "$temp/wrong.jsonl" ] || die "no row to make wrong"
	! "$runner" helm-package "$temp/wrong.jsonl" >/dev/null || die "a wrong row passes"
}

main "$@"
