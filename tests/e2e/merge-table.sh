#!/usr/bin/env bash
# End to end: the table of how the lists of Kubernetes' kinds merge is what its generator makes.
#
# Usage: [DATA=folder] tests/e2e/merge-table.sh
# shellcheck disable=SC1091,SC2154 # lib.sh sets root and temp
set -eu
. "$(dirname -- "$0")/lib.sh"

cd "$root"
DATA=${DATA:-../shared/data}
types=$DATA/kubernetes-types/types.json
[ -f "$types" ] || skip "there is no $types (say DATA=DIR)"

compiler/manifest/merge_types.py "$types" >"$temp/table.c"
diff -u compiler/manifest/merge_table.c "$temp/table.c" ||
	die "compiler/manifest/merge_table.c is not what merge_types.py makes of $types"
say '1 passed, 0 failed'
