#!/usr/bin/env bash
# End to end: what leme makes of rendered charts of others is what kustomize makes of them, in the
# lines that are meant and no others, and the second time nothing.
#
# Usage: [LEME=program] [TOOLS=folder of kubectl] [DATA=folder] tests/e2e/post-render-manifests.sh
#
# The laws are in post-render-manifests.py, with what kustomize does in its own way and why.
# shellcheck disable=SC1091,SC2154 # lib.sh sets root and temp
set -eu
. "$(dirname -- "$0")/lib.sh"

cd "$root"
DATA=$(realpath -m -- "${DATA:-../shared/data}")
KUBECTL=$(command -v "$TOOLS/kubectl" || command -v kubectl) ||
	skip "no kubectl in $TOOLS, nor on PATH"
[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
python3 -c 'import yaml' 2>/dev/null || skip "no python3 with yaml: apt-get install python3-yaml"
[ -d "$DATA/real-manifests" ] || skip "no streams in $DATA: say DATA=folder"

export XDG_STATE_HOME=$temp/state
mkdir "$temp/state"
cd "$temp"
python3 "$root/tests/e2e/post-render-manifests.py" "$LEME" "$(realpath -- "$KUBECTL")" "$temp" \
	"$DATA"/real-manifests/manifests/*.yaml >"$temp/said" || status=$?
sed "\$s/^/${0##*/}: /" "$temp/said"
exit "${status:-0}"
