#!/bin/sh
# Puts the official test suite of JSON Schema into a folder: tests/ and remotes/, of all drafts.
#
# Usage: tests/tools/json-schema-suite.sh [FOLDER]      (default: build/tools/json-schema-suite)
#
# It comes out of a Debian package, which is only unpacked: what would run it is not needed. (The
# npm package @json-schema-org/tests has none of it, but fetches it from GitHub.) What is there
# already is left alone; a second run downloads nothing.
set -eu

PACKAGE=libtest-json-schema-acceptance-perl
INSIDE=usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance

die() {
	printf 'json-schema-suite.sh: %s\n' "$*" >&2
	exit 1
}

download() {
	apt-get download -q "$PACKAGE" >/dev/null 2>&1 && return
	[ "$(id -u)" = 0 ] || return
	apt-get update -q >/dev/null && apt-get download -q "$PACKAGE" >/dev/null
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
folder=${1:-$root/build/tools/json-schema-suite}
[ ! -d "$folder/tests/draft2020-12" ] || exit 0
command -v apt-get >/dev/null || die "it comes out of a Debian package, and this is no Debian"
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
trap 'exit 130' INT TERM
chmod 755 "$temp"
printf 'json-schema-suite.sh: fetching %s\n' $PACKAGE >&2
(cd "$temp" && download && dpkg-deb -x ./*.deb .) ||
	die "cannot fetch $PACKAGE: are Debian's packages reachable (apt-get update)?"
mkdir -p "$folder"
cp -r "$temp/$INSIDE/remotes" "$temp/$INSIDE/tests" "$folder"
