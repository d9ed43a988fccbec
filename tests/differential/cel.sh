#!/usr/bin/env bash
# Compares CEL with another implementation over expressions that are made by chance: each that
# comes to something else must be explained by a row of known.mjs.
#
# Usage: [COUNT=20000] [SEED=1] [DATA=folder] [PEER=folder] tests/differential/cel.sh
#
# It takes about a millisecond for each expression. The expressions of DATA/cel/spec.jsonl
# (default: ../shared/data beside the project) are changed too, where they are. PEER is a folder
# with the other one (default: build/tools/cel-peer, see tests/tools/cel-peer.sh).
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"
PEER=${PEER:-build/tools/cel-peer}
rows=${DATA:-../shared/data}/cel/spec.jsonl

skip() {
	printf '!!! SKIPPED: %s: %s\n' "${0##*/}" "$*"
	[ "${CI:-}" != true ] || exit 1
	exit 0
}

command -v node >/dev/null || skip "no Node.js: apt-get install npm"
tests/tools/cel-peer.sh "$PEER" || skip "there is nothing to compare with in $PEER"
[ -f "$rows" ] || rows=
exec node tests/differential/cel.mjs build/tests/differential/cel "$(realpath "$PEER")" \
	"${SEED:-1}" "${COUNT:-20000}" ${rows:+"$rows"}
