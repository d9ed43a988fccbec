#!/bin/sh
# Puts another implementation of CEL into a folder, with npm, for tests that compare with it:
# @bufbuild/cel, which runs in Node.js.
#
# Usage: tests/tools/cel-peer.sh [FOLDER]        (default: build/tools/cel-peer of the project)
#
# What is there in the right version already is left alone; a second run downloads nothing.
set -eu

PEER=@bufbuild/cel@0.6.1
PEERS_PEER=@bufbuild/protobuf@2.17.0

# is_there FOLDER PACKAGE@VERSION
is_there() {
	grep -q "\"version\": \"${2##*@}\"" "$1/node_modules/${2%@*}/package.json" 2>/dev/null
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
folder=${1:-$root/build/tools/cel-peer}
mkdir -p "$folder"
is_there "$folder" $PEER && is_there "$folder" $PEERS_PEER && exit
printf 'cel-peer.sh: fetching %s\n' $PEER >&2
[ -f "$folder/package.json" ] || printf '{"private": true}\n' >"$folder/package.json"
npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
	$PEER $PEERS_PEER >&2 || {
	echo "cel-peer.sh: npm cannot fetch it: is its registry reachable (npm ping)?" >&2
	exit 1
}
