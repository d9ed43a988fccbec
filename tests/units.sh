#!/bin/sh
# Runs unit test programs, as many at once as there are processors, and sums up.
#
# Usage: [WRAP=command] tests/units.sh PROGRAM...      e.g. WRAP='valgrind -q --error-exitcode=9'
set -eu
export CK_VERBOSITY="${CK_VERBOSITY:-normal}" WRAP="${WRAP:-}"
# A sanitizer or a busy machine may take long; only a hang shall count as one.
export CK_DEFAULT_TIMEOUT="${CK_DEFAULT_TIMEOUT:-120}"

[ $# -gt 0 ] || {
	echo "units.sh: no programs given" >&2
	exit 1
}
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
trap 'exit 130' INT TERM

# What a program says comes out in one piece. $1 is the folder of the logs, $2 the program.
# shellcheck disable=SC2016 # for the inner shell
one='log=$1/$(basename "$2")
	$WRAP "$2" >"$log" 2>&1 || echo "FAILED: $2" >>"$log"
	cat "$log"'
printf '%s\n' "$@" | xargs -P "$(nproc)" -I '{}' sh -c "$one" units "$temp" '{}'

# Check closes with "100%: Checks: 12, Failures: 0, Errors: 0"; a program that did not get so far
# counts as one failure.
awk '
	FNR == 1 { failed_here = 0 }
	/^[0-9]+%: Checks: / {
		gsub(/,/, "")
		sums++
		failed_here = $5 + $7
		passed += $3 - failed_here
		failed += failed_here
	}
	/^FAILED: / && !failed_here { failed++ }
	END {
		printf "units: %d passed, %d failed\n", passed, failed
		if (sums != ARGC - 1)
			print "units.sh: " ARGC - 1 - sums " programs printed no sum"
		exit failed || sums != ARGC - 1
	}' "$temp"/*
