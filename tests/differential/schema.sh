#!/usr/bin/env bash
# Compares what leme thinks of values with what the real Helm 4 thinks of them: over the official
# suite of JSON Schema, and over schemas that are made by chance.
#
# Usage: [SCHEMAS=100] [SEED=1] [TOOLS=folder] tests/differential/schema.sh
#
# TOOLS (default: build/tools) has Helm, see tests/tools/helm.sh, and gets the suite.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"
TOOLS=${TOOLS:-build/tools}
folder=build/differential
runner=build/tests/conformance
[ ! -d "$runner" ] || runner=$runner/run

skip() {
	printf '!!! SKIPPED: %s: %s\n' "${0##*/}" "$*"
	[ "${CI:-}" != true ] || exit 1
	exit 0
}

[ -x "$TOOLS/helm4" ] || skip "there is no helm4 in $TOOLS"
command -v python3 >/dev/null || skip "no Python: apt-get install python3"
tests/tools/json-schema-suite.sh "$TOOLS/json-schema-suite" ||
	skip "there is no suite of JSON Schema in $TOOLS"
rm -rf "$folder"
mkdir -p "$folder"
python3 tests/differential/schema.py "$TOOLS/helm4" "$TOOLS/json-schema-suite" "$folder" \
	"${SEED:-1}" "${SCHEMAS:-100}"
failed=0
for draft in 4 6 7 2019-09 2020-12; do
	"$runner" json-schema --draft $draft "$folder/$draft-suite.json" \
		"$folder/$draft-random.json" || failed=1
done
exit $failed
