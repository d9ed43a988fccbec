# shellcheck shell=bash disable=SC2034 # its variables are read by the scripts that source it
# What the end-to-end tests share. Source it after `set -eu`; it sets
#   root   the project's root
#   LEME   the program under test, absolute (default: build/leme)
#   TOOLS  the folder of helm3 and helm4 (default: build/tools, see tests/tools/helm.sh)
#   temp   a fresh folder, removed at the end

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
TOOLS=${TOOLS:-$root/build/tools}
LEME=$(realpath -m -- "${LEME:-$root/build/leme}")
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
trap 'exit 130' INT TERM
export LC_ALL=C.UTF-8
# A user's own Helm settings must not leak in.
export HELM_CACHE_HOME=$temp/helm/cache HELM_CONFIG_HOME=$temp/helm/config
export HELM_DATA_HOME=$temp/helm/data KUBECONFIG=$temp/helm/none

say() {
	printf '%s: %s\n' "${0##*/}" "$*"
}

die() {
	say "$*" >&2
	exit 1
}

# The outside parts may be missing on a desk, never in CI.
skip() {
	[ "${CI:-}" != true ] || die "in CI this must not be missing: $*"
	printf 'SKIPPED: %s: %s\n' "${0##*/}" "$*"
	exit 77
}

require_tools() {
	local tool
	[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
	for tool in helm3 helm4; do
		[ -x "$TOOLS/$tool" ] || skip "no $TOOLS/$tool: run tests/tools/helm.sh"
	done
	python3 -c 'import yaml' 2>/dev/null ||
		skip "no python3 with yaml: apt-get install python3-yaml"
}

# For scratch repositories: neither the user's settings nor a hook that runs this may leak in.
scratch_git() {
	local variable
	command -v git >/dev/null 2>&1 || skip "no git: apt-get install git"
	for variable in $(git rev-parse --local-env-vars); do
		unset "$variable"
	done
	export HOME=$temp GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=$temp/gitconfig
	export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com
	export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
	git config --global init.defaultBranch develop
	git config --global protocol.file.allow always
	git config --global advice.detachedHead false
	passed=0 failed=0 law=
}

# compare WHAT WANTED GOT: counts in passed and failed.
compare() {
	if [ "$3" = "$2" ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	say "FAILED: $1"
	printf '  wanted: %s\n  got:    %s\n' "$2" "$3"
}

# What follows is for tests of many laws, each in a scratch repository.

# law NAME: what the expectations that follow are about.
law() {
	law=$1
	cd "$temp" || exit
}

# expect STATUS TEXT COMMAND...: how it ends, and what it prints among other things; '' for nothing.
expect() {
	local status=0 got
	got=$("${@:3}" 2>&1) || status=$?
	if [ "$status" = "$1" ] && { [ "$2" = "$got" ] || [[ -n $2 && $got == *"$2"* ]]; }; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	say "FAILED: $law: ${*:3}"
	printf '  wanted: %s, %s\n  got:    %s, %s\n' "$1" "$2" "$status" "$got"
}

# A version in a file of its own, and a rule that 9 breaks.
make_project() {
	mkdir -p "$1/profiles" "$1/rules"
	(
		cd "$1" || exit
		cat >leme.yaml <<'YAML'
apiVersion: leme/v1
kind: Catalog
name: shop
environments: [live]
profiles: [profiles/**/*.yaml]
rules: [rules/*.yaml]
components:
  api:
    image: example.com/shop/api
    scheme: dotted
    version: {from: VERSION.api}
    writes: api
YAML
		cat >rules/shop.yaml <<'YAML'
apiVersion: leme/v1
kind: RulePack
name: shop
rules:
- {name: no-nine, each: components, expression: "version != '9'", message: never nine}
YAML
		make_profile live
		echo 1 >VERSION.api
	)
}

make_profile() {
	printf 'apiVersion: leme/v1\nkind: Profile\nname: %s\nenvironment: live\n' "$1" \
		>"profiles/${2:-$1}.yaml"
}

# make_repository [OPTION...]: a fresh one, with the project in it, all of it committed.
make_repository() {
	rm -rf "$temp/tree"
	git init -q "$@" "$temp/tree"
	make_project "$temp/tree"
	cd "$temp/tree" || exit
	git add .
	git commit -qm one
}

# helm_args PROFILE: reads what `leme helm-args` prints (one line, shell-quoted: the arguments of
# `helm upgrade --install RELEASE CHART …`) into the arrays template_args and lint_args. The only
# place that knows its form; an argument that it does not know is a failure, never dropped.
helm_args() {
	local line options=() words=() places=()
	line=$("$LEME" helm-args -p "$1")
	[ "$(wc -l <<<"$line")" = 1 ] || die "helm-args -p $1 printed more than one line: $line"
	eval "words=($line)"
	set -- "${words[@]}"
	while [ $# -gt 0 ]; do
		case $1 in
		helm | upgrade | --install | -i | --create-namespace) ;;
		-f | -n | --values | --namespace) options+=("$1" "$2") && shift ;;
		--values=* | --namespace=*) options+=("$1") ;;
		-*) die "helm-args printed an argument unknown here: $1 (in: $line)" ;;
		*) places+=("$1") ;;
		esac
		shift
	done
	[ ${#places[@]} = 2 ] || die "helm-args printed no release and chart: $line"
	template_args=("${places[@]}" "${options[@]}")
	lint_args=("${places[1]}" "${options[@]}")
}
