#!/usr/bin/env bash
# Runs the end-to-end tests, tests/e2e/*.sh but lib.sh, and sums up.
#
# Usage: tests/e2e.sh [SCRIPT...]
#
# A script that ends with 77 was skipped and says why; with CI=true that is a failure.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"

[ $# -gt 0 ] || for script in tests/e2e/*.sh; do
	[ "$script" = tests/e2e/lib.sh ] || set -- "$@" "$script"
done
[ $# -gt 0 ] || {
	echo "e2e.sh: no tests in tests/e2e/" >&2
	exit 1
}

passed=0 failed=0 skipped=0
for script; do
	printf -- '--- %s\n' "$script"
	status=0
	"$script" </dev/null || status=$?
	if [ $status = 0 ]; then
		passed=$((passed + 1))
	elif [ $status = 77 ] && [ "${CI:-}" != true ]; then
		printf '!!! SKIPPED: %s\n' "$script"
		skipped=$((skipped + 1))
	else
		printf '!!! FAILED (exit code %d): %s\n' $status "$script"
		failed=$((failed + 1))
	fi
done
printf 'e2e: %d passed, %d failed, %d skipped\n' $passed $failed $skipped
[ $failed = 0 ]
