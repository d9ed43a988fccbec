#!/bin/sh
# Makes sure that Debian packages are installed: packages.sh NAME...
# Asks apt for what is missing, as root or by sudo; otherwise says what to do.
set -eu

is_installed() {
	dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed' && return
	# Any program of the same name will do: npm may come with another Node.js.
	case $1 in
	npm | unzip | git | pre-commit) command -v "$1" >/dev/null 2>&1 ;;
	*) false ;;
	esac
}

missing=
for name; do
	is_installed "$name" || missing="$missing $name"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
	as_root=sudo
	command -v sudo >/dev/null 2>&1 || {
		echo "packages missing:$missing" >&2
		echo "run as root: apt-get install$missing" >&2
		exit 1
	}
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q >/dev/null
# shellcheck disable=SC2086 # a list of names
$as_root apt-get install -q -y --no-install-recommends $missing
