#!/usr/bin/env bash
# End to end: the chains of the demo name the places where their values stand. Each of those,
# changed in its file, breaks the chain there and at no hop before it.
#
# Usage: [LEME=path/to/leme] tests/e2e/trace.sh
# shellcheck disable=SC1091,SC2154 # lib.sh sets root, temp and LEME
set -eu
. "$(dirname -- "$0")/lib.sh"

[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
cp -R "$root/testdata/smarterp" "$temp/project"
cd "$temp/project"
rm -rf .leme
mkdir .leme
mv fontes .leme/sources
"$LEME" compile --quiet
python3 "$root/tests/e2e/trace.py" "$LEME"
