#!/usr/bin/env bash
# Compares what leme's patches make of objects with what the real kubectl makes of them: strategic
# merge patches of Kubernetes' own kinds, JSON patches and merge patches, all made by chance.
#
# Usage: [PATCHES=800] [SEED=1] [TOOLS=folder] tests/differential/patch.sh
#
# TOOLS (default: build/tools) has kubectl, see tests/tools/helm.sh.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"
TOOLS=${TOOLS:-build/tools}
folder=build/differential/patch
runner=build/tests/conformance
[ ! -d "$runner" ] || runner=$runner/run

skip() {
	printf '!!! SKIPPED: %s: %s\n' "${0##*/}" "$*"
	[ "${CI:-}" != true ] || exit 1
	exit 0
}

[ -x "$TOOLS/kubectl" ] || skip "there is no kubectl in $TOOLS"
command -v python3 >/dev/null || skip "no Python: apt-get install python3"
rm -rf "$folder"
mkdir -p "$folder"
PYTHONDONTWRITEBYTECODE=1 python3 tests/differential/patch.py "$TOOLS" "$folder" "${SEED:-1}" \
	"${PATCHES:-800}"
failed=0
for suite in strategic-merge json-patch merge-patch; do
	"$runner" "$suite" "$folder/$suite.jsonl" || failed=1
done
exit $failed
