#!/bin/sh
# Puts Microsoft's validator of SARIF into a folder, with npm: Sarif.Multitool.
#
# Usage: tests/tools/sarif.sh [FOLDER]           (default: build/tools/sarif of the project)
#
# What is there in the right version already is left alone; a second run downloads nothing.
set -eu

PACKAGE=@microsoft/sarif-multitool-linux
VERSION=5.7.0

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
folder=${1:-$root/build/tools/sarif}
inside=$folder/node_modules/$PACKAGE
mkdir -p "$folder"
if ! grep -q "\"version\": \"$VERSION\"" "$inside/package.json" 2>/dev/null; then
	printf 'sarif.sh: fetching %s@%s\n' $PACKAGE $VERSION >&2
	[ -f "$folder/package.json" ] || printf '{"private": true}\n' >"$folder/package.json"
	npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund \
		--loglevel=error $PACKAGE@$VERSION >&2 || {
		echo "sarif.sh: npm cannot fetch it: is its registry reachable (npm ping)?" >&2
		exit 1
	}
	chmod 755 "$inside/Sarif.Multitool"
fi
ln -sf "node_modules/$PACKAGE/Sarif.Multitool" "$folder/Sarif.Multitool"
