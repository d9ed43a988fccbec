#!/usr/bin/env bash
# Measurements, as ratios against peers in the same interleaved run: make bench
#
# Nothing here is a test: a shared machine is too noisy for that. Gates are what the work must
# reach, goals what it aims at. BENCH_DIR= another folder to work in, ROUNDS= (default 5),
# CUSTOMERS= (default 10000), OBJECTS= (default 3000), DATA= the outside suites; ONLY= the names of
# some of the measurements.
#
# By default the fleet works on an ext4 of its own with a journal, mounted from an image (as root):
# ext4 without one does not reuse the inodes of files deleted in the last minute and passes over
# each of them again at every create, which hides everything else that is to be seen.
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
DATA=${DATA:-../shared/data}
bench=build/tests/bench
mounted=

finish() {
	[ -z "$mounted" ] || umount "$mounted"
	rm -f build/bench.img
}

# Where the fleet works: sets `place`.
choose_place() {
	[ -z "${place:-}" ] || return 0
	place=${BENCH_DIR:-build/bench}
	mkdir -p "$place"
	[ -z "${BENCH_DIR:-}" ] || return 0
	[ "$(id -u)" = 0 ] && command -v mkfs.ext4 >/dev/null || return 0
	truncate -s 2G build/bench.img
	mkfs.ext4 -q -F build/bench.img
	! mount -o loop build/bench.img "$place" 2>/dev/null || mounted=$place
}

# As installed: a file as the linker wrote it lies in the page cache in small pieces, which take
# longer to map.
startup() {
	printf '\nStart-up, 400 rounds\n'
	install -D -m 755 -t build/bench/installed build/leme "$bench/hello"
	"$bench/startup" build/bench/installed/leme build/bench/installed/hello
	rm -r build/bench/installed
}

regex() {
	printf '\nRegular expressions: a text, and one four times as long\n'
	"$bench/regex"
}

cel() {
	local peer=build/tools/cel-peer
	printf '\nCEL: rules, beside @bufbuild/cel in Node.js\n'
	if tests/tools/cel-peer.sh "$peer"; then
		"$bench/cel" tests/bench/cel.mjs "$(realpath "$peer")"
	else
		"$bench/cel"
	fi
}

policy() {
	printf '\nPolicies of the cluster, over rendered objects\n'
	"$bench/policy"
}

schema() {
	local peer=build/tools/schema-peer
	printf '\nJSON Schema: the values of a large chart, beside ajv in Node.js\n'
	if tests/tools/schema-peer.sh "$peer"; then
		"$bench/schema" tests/bench/schema.mjs "$(realpath "$peer")"
	else
		"$bench/schema"
	fi
}

fleet() {
	local customers=${CUSTOMERS:-10000}
	choose_place
	rm -rf "$place/small" "$place/large"
	tests/bench/fleet-project.sh "$place/small" 1000
	tests/bench/fleet-project.sh "$place/large" "$customers"
	printf '\nleme compile, %d profiles, on %s\n' "$customers" \
		"$(findmnt -n -o FSTYPE,OPTIONS -T "$place")"
	"$bench/fleet" build/leme "$place/small" "$place/large" "${ROUNDS:-5}"
	rm -rf "$place/small" "$place/large"
}

# A check that finds nothing of git judges the same wherever the project is.
check() {
	local customers=${CUSTOMERS:-10000} peer=build/tools/cel-peer rendered='' project
	choose_place
	rm -rf "$place"/{demo,fleet,failing,rendered}
	cp -r testdata/smarterp "$place/demo"
	sed -i '/^rules:/d' "$place/demo/leme.yaml"
	tests/bench/check-project.sh "$place/demo"
	tests/bench/fleet-project.sh "$place/fleet" "$customers"
	cp -r "$place/fleet" "$place/failing"
	tests/bench/check-project.sh "$place/fleet"
	tests/bench/check-project.sh "$place/failing" failing
	if [ -d "$DATA/vap" ] && [ -d "$DATA/real-manifests" ]; then
		rendered=$place/rendered
		tests/bench/rendered-project.py "$DATA" "$rendered" "${OBJECTS:-3000}"
	fi
	tests/tools/cel-peer.sh "$peer" || peer=
	for project in demo fleet failing; do
		build/leme -C "$place/$project" compile --quiet
	done
	printf '\nleme check, %d profiles, %d rendered objects\n' "$customers" "${OBJECTS:-3000}"
	GIT_CEILING_DIRECTORIES=$(realpath "$place") "$bench/check" build/leme "$place/demo" \
		"$place/fleet" "$place/failing" "$rendered" "${peer:+$(realpath "$peer")}" \
		"${ROUNDS:-5}"
	rm -rf "$place"/{demo,fleet,failing,rendered}
}

yaml() {
	if [ -d "$DATA/real-manifests/manifests" ]; then
		printf '\nYAML readers, rendered charts\n'
		"$bench/yaml" "$DATA"/real-manifests/manifests/*.yaml
	else
		printf '\nYAML readers: skipped, there is no %s\n' "$DATA/real-manifests"
	fi
	printf '\nYAML readers, the files of the demo\n'
	find testdata/smarterp -name '*.yaml' ! -path '*/templates/*' -print0 | sort -z |
		xargs -0 "$bench/yaml"
}

shapes() {
	printf '\nYAML readers, linear in the size of every shape\n'
	"$bench/shapes"
}

trap finish EXIT
trap 'exit 130' INT TERM
nproc | sed 's/$/ processors; load:/' | tr '\n' ' '
cut -d ' ' -f 1-3 /proc/loadavg
for measurement in ${ONLY:-startup regex cel policy schema yaml shapes fleet check}; do
	"$measurement"
done
