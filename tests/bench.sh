#!/usr/bin/env bash
# Measurements, as ratios against peers in the same interleaved run: make bench
#
# Nothing here is a test: a shared machine is too noisy for that. Gates are what the work must
# reach, goals what it aims at. BENCH_DIR= another folder to work in, ROUNDS= (default 5),
# CUSTOMERS= (default 10000), OBJECTS= (default 3000), DATA= the outside suites; ONLY= the names of
# some of the measurements. What was missed is said again at the end; all is in build/bench.log.
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

has_manifests() {
	[ -d "$DATA/real-manifests/manifests" ] ||
		printf '\n!!! SKIPPED: %s: there is no %s\n' "$1" "$DATA/real-manifests"
	[ -d "$DATA/real-manifests/manifests" ]
}

# A stream of 10 MB, of which grep and libyaml are the measure, and one ten times as long.
stream() {
	local size
	has_manifests stream || return 0
	mkdir -p build/bench
	for size in 10000000 100000000; do
		printf '\nStreams of manifests, %d MB\n' $((size / 1000000))
		tests/bench/stream.py "$DATA" "$size" >build/bench/stream.yaml
		"$bench/stream" build/bench/stream.yaml
	done
	rm build/bench/stream.yaml build/bench/stream.yaml.count
}

scanned() {
	has_manifests scanned || return 0
	printf '\nDocuments that the scanner reads, and libyaml beside it\n'
	"$bench/scanned" "$DATA"/real-manifests/manifests/*.yaml
}

# Some projects, and states of runs that nobody else sees.
make_projects() {
	place=build/bench/post-render
	rm -rf "$place"
	tests/bench/post-render-project.sh "$place/none" 0 0 untouched
	tests/bench/post-render-project.sh "$place/plain" 0 0
	tests/bench/post-render-project.sh "$place/one" 1 0
	tests/bench/post-render-project.sh "$place/ruled" 1 20
	tests/bench/post-render-project.sh "$place/patched" 4 20
	mkdir "$place/state"
	export XDG_STATE_HOME=$root/$place/state
}

make_streams() {
	local size
	: >"$place/empty"
	for size; do
		tests/bench/stream.py "$DATA" "${size#*:}" >"$place/${size%:*}"
	done
}

# kpt, or what is nearest to it: both give the objects to a function that does nothing.
choose_runner() {
	local kustomize=build/tools/kustomize
	runner=
	if command -v kpt >/dev/null; then
		runner='kpt fn eval - --exec /bin/cat'
	elif [ -x "$kustomize" ]; then
		printf '\n!!! SKIPPED: kpt is not on PATH; the runner of functions is kustomize\n'
		ln -s "$(realpath "$kustomize")" "$place/kustomize"
		runner='../kustomize fn run . --enable-exec --exec-path /bin/cat --dry-run'
	else
		printf '\n!!! SKIPPED: neither kpt is on PATH nor %s there\n' "$kustomize"
	fi
}

post_render() {
	local count place runner kubectl=build/tools/kubectl
	has_manifests post-render || return 0
	make_projects
	make_streams 100k:100000 1m:1000000 10m:10000000 100m:100000000 1g:1000000000
	tests/bench/stream.py "$DATA" 10000000 tagged >"$place/refused"
	for count in 10 100 1000; do
		install -D -m 644 -t "$place/$count" "$place/plain/images"
		tests/bench/post-render-resources.py "$place/10m" "$place/$count" "$count"
	done
	choose_runner
	[ -x "$kubectl" ] || kubectl=
	[ -n "$kubectl" ] || printf '\n!!! SKIPPED: kubectl kustomize (P4), there is none\n'
	printf '\nleme post-render, beside cat, grep, libyaml, kustomize and kpt\n'
	"$bench/post-render" build/leme "$place" "$bench/events" "$kubectl" "$runner" \
		"${ROUNDS:-5}"
	rm -r "$place"
}

# What nobody meant, in bytes that differ or lines.
unmeant() {
	local place size status
	has_manifests unmeant || return 0
	printf '\nleme post-render, what nobody meant\n'
	make_projects
	make_streams 100k:100000 1m:1000000 10m:10000000 100m:100000000
	for size in 100k 1m 10m 100m; do
		status=MISS
		build/leme -C "$place/none" post-render -p live <"$place/$size" \
			>"$place/out" 2>/dev/null
		! cmp -s "$place/out" "$place/$size" || status=PASS
		printf '  %-44s %s\n' "P11: $size without an edit, identical" $status
		build/leme -C "$place/plain" post-render -p live <"$place/$size" \
			>"$place/out" 2>/dev/null
		tests/bench/unmeant.py "$place/$size" "$place/out"
	done
	rm -r "$place"
}

adverse() {
	local place
	printf '\nleme post-render, shapes of streams\n'
	make_projects
	"$bench/adverse" build/leme "$place" "${ROUNDS:-5}"
	rm -r "$place"
}

# What runs in a chart of the tests, and in one that renders a stream of 660 KB.
hook_charts() {
	mkdir -p "$place/large/templates"
	printf 'apiVersion: v2\nname: large\nversion: 0.1.0\n' >"$place/large/Chart.yaml"
	tests/bench/stream.py "$DATA" 660000 >"$place/large/stream.yaml"
	printf '{{ .Files.Get "stream.yaml" }}\n' >"$place/large/templates/all.yaml"
	mkdir -p "$place/small/templates"
	printf 'apiVersion: v2\nname: small\nversion: 0.1.0\n' >"$place/small/Chart.yaml"
	tests/bench/stream.py "$DATA" 17000 >"$place/small/stream.yaml"
	cp "$place/large/templates/all.yaml" "$place/small/templates"
}

hook_plugin() {
	mkdir -p "$place/plugins/$1"
	cat >"$place/plugins/$1/plugin.yaml" <<YAML
apiVersion: v1
type: postrenderer/v1
name: $1
version: 0.1.0
runtime: subprocess
runtimeConfig: {platformCommand: [{command: $2}]}
YAML
}

hook() {
	local place helm chart rounds=$((4 * ${ROUNDS:-5}))
	has_manifests hook || return 0
	printf '\nWhat a post-renderer adds to Helm\n'
	if [ ! -x build/tools/helm3 ] || [ ! -x build/tools/helm4 ]; then
		printf '!!! SKIPPED: hook: there is no build/tools/helm3 and helm4\n'
		return
	fi
	make_projects
	hook_charts
	hook_plugin leme "$root/build/leme"
	hook_plugin same /bin/cat
	for helm in helm3 helm4; do
		for chart in small large; do
			printf '\n%s, %s chart\n' "$helm" "$chart"
			(
				cd "$place/plain"
				export HELM_PLUGINS=$root/$place/plugins
				set -- "$root/build/leme" /bin/cat
				[ "$helm" = helm3 ] || set -- leme same
				"$root/$bench/hook" $rounds "$root/build/tools/$helm" \
					"../$chart" "$@"
			)
		done
	done
	rm -r "$place"
}

shapes() {
	printf '\nYAML readers, linear in the size of every shape\n'
	"$bench/shapes"
}

measure_all() {
	trap finish EXIT
	trap 'exit 130' INT TERM
	nproc | sed 's/$/ processors; load:/' | tr '\n' ' '
	cut -d ' ' -f 1-3 /proc/loadavg
	for measurement in ${ONLY:-$all}; do
		"${measurement//-/_}"
	done
}

all='startup regex cel policy schema yaml shapes stream scanned post-render unmeant adverse hook'
all="$all fleet check"
mkdir -p build
log=build/bench.log
measure_all | tee "$log"
printf '\nGates and goals that were missed, and what was skipped (all is in %s)\n' "$log"
grep '^[^ ].*,.*MB$\|MISS\|SKIPPED' "$log" | awk '/MISS|SKIPPED/ {
	if (head) print head; head = ""; print; next } { head = $0 }' || true
