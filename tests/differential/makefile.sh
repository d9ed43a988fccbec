#!/usr/bin/env bash
# Compares the reader of makefiles with GNU Make over files that are made by chance: what each
# variable comes to, and where it was assigned last. A refusal must have its reason in the file.
#
# Usage: [COUNT=20000] [SEED=1] tests/differential/makefile.sh
#
# GNU Make is started some times for a file, so there is one file for each 50 of COUNT.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"
count=${COUNT:-20000}
work=$(mktemp -d "${TMPDIR:-/tmp}/leme-makefile.XXXXXX")
trap 'rm -rf "$work"' EXIT
python3 tests/differential/makefile.py build/tests/differential/makefile "$work" "${SEED:-1}" \
	$(((count + 49) / 50))
