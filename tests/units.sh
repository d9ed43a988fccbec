#!/bin/sh
# Runs the unit test programs, then sums up: units.sh PROGRAM...
set -eu
export CK_VERBOSITY=minimal

failed=0
for program; do
	"$program" || { failed=$((failed + 1)); echo "FAILED: $program"; }
done
[ "$failed" = 0 ]
