#!/bin/sh
# Puts another implementation of JSON Schema into a folder, with npm, for the benchmark that
# compares with it: ajv, which makes a program of a schema and runs it in Node.js.
#
# Usage: tests/tools/schema-peer.sh [FOLDER]     (default: build/tools/schema-peer of the project)
#
# What is there in the right version already is left alone; a second run downloads nothing.
set -eu

VERSION=8.20.0

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
folder=${1:-$root/build/tools/schema-peer}
mkdir -p "$folder"
! grep -q "\"version\": \"$VERSION\"" "$folder/node_modules/ajv/package.json" 2>/dev/null || exit 0
printf 'schema-peer.sh: fetching ajv@%s\n' $VERSION >&2
[ -f "$folder/package.json" ] || printf '{"private": true}\n' >"$folder/package.json"
npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
	ajv@$VERSION >&2 || {
	echo "schema-peer.sh: npm cannot fetch it: is its registry reachable (npm ping)?" >&2
	exit 1
}
