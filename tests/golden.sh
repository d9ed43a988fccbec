#!/bin/bash
# Runs the golden cases: golden.sh [--update] [CASE...]
#
# A case is a folder testdata/compile/CASE/:
#   project/   copied to a fresh folder, which is then the current one
#   setup      script that makes what git cannot hold; exit 77 skips the case, saying why
#   run        script, with leme on PATH
#   cleanup    script that undoes what rm -r cannot
#   stdout, stderr, status    what is expected of run; missing: nothing, nothing, 0
#   after/     the files that run makes or changes, with their bytes
#
# Laws that hold for every case, whatever it expects:
#   - no file but those of after/ is made, changed, lost or given another mode
#   - a failing run changes no file; its stdout is empty unless it is a check, a test, a --check,
#     to --explain or a trace, or answers a ResourceList
#   - a run that succeeded, done again in another language and time zone, touches nothing; neither
#     does one that has lost .leme/index, and it says what one says that has it
#   - no journal is left
#
# --update writes what came out as what is expected; read it before you believe it.
set -u
umask 022

here=$(cd "$(dirname "$0")/.." && pwd)
cases=$here/testdata/compile
LEME=${LEME:-$here/build/leme}

# --- one case -------------------------------------------------------------------------------

# Everything below the current folder but what is in a .leme: path, type, mode, link or hash; a
# line each.
manifest() {
	find . -name .leme -prune -o ! -type f -printf '%P\t%y %m %l\n' | sort
	find . -name .leme -prune -o -type f ! -readable -printf '%P\t%y %m unreadable\n' |
		sort
	find . -name .leme -prune -o -type f -readable -printf '%m ' -exec sha256sum {} ';' |
		sed 's/^\([0-7]*\) \([0-9a-f]*\)  \.\/\(.*\)$/\3\tf \1 \2/' | sort
}

times() {
	find . -name .leme -prune -o -printf '%P\t%T@ %i\n' | sort
}

# The manifest as it should be: the one before, with the files of after/ in it.
wanted_manifest() { # BEFORE AFTER_FOLDER
	(cd "$2" && find . -type f -printf '%P\n') | sort | while read -r file; do
		printf '%s\t%s\n' "$file" "$(sha256sum <"$2/$file" | cut -d' ' -f1)"
	done | awk -F'\t' -v OFS='\t' '
		FILENAME == "-" { hash[$1] = $2; next }
		{ path[$1] = 1; split($2, part, " ") }
		$1 in hash { $2 = part[1] " " part[2] " " hash[$1] }
		{ print }
		END {
			for (file in hash) {
				if (file in path) continue
				print file, "f 644 " hash[file]
				while (sub(/\/[^\/]*$/, "", file) && !(file in path)) {
					print file, "d 755 "
					path[file] = 1
				}
			}
		}' - "$1"
}

script() { # LANGUAGE ZONE SCRIPT
	env -i PATH="$work/bin:$PATH" HOME="$at/home" LC_ALL="$1" TZ="$2" \
		${ASAN_OPTIONS+"ASAN_OPTIONS=$ASAN_OPTIONS"} bash -eu "$3" </dev/null
}

fail() {
	printf '%s\n' "$*"
	failed=1
}

same() { # WHAT WANTED GOT
	diff -u --label "$1 wanted" --label "$1 got" "$2" "$3" || fail "$name: $1 differs"
}

# The files that differ from before, into the folder after/.
collect_after() { # BEFORE NOW AFTER_FOLDER
	comm -13 <(sort "$1") <(sort "$2") | awk -F'\t' '$2 ~ /^f/ { print $1 }' |
		while read -r file; do
			mkdir -p "$3/$(dirname "$file")"
			cp "$file" "$3/$file"
		done
}

update() {
	rm -rf "${case:?}/after" "$case/stdout" "$case/stderr" "$case/status"
	collect_after "$at/before" "$at/now" "$case/after"
	[ ! -s "$at/stdout" ] || cp "$at/stdout" "$case/stdout"
	[ ! -s "$at/stderr" ] || cp "$at/stderr" "$case/stderr"
	[ "$status" = 0 ] || echo "$status" >"$case/status"
}

compare_files() {
	local after=$at/nothing file
	[ ! -d "$case/after" ] || after=$case/after
	wanted_manifest "$at/before" "$after" | sort >"$at/wanted"
	sort "$at/now" | cmp -s "$at/wanted" - && return
	(cd "$after" && find . -type f -printf '%P\n') | while read -r file; do
		[ ! -f "$file" ] ||
			diff -u --label "$file wanted" --label "$file got" "$after/$file" "$file"
	done
	sort "$at/now" >"$at/sorted"
	same "the set of files" "$at/wanted" "$at/sorted"
}

compare() {
	local expected=0
	[ ! -f "$case/status" ] || expected=$(cat "$case/status")
	[ "$status" = "$expected" ] || fail "$name: exit $status, wanted $expected"
	for stream in stdout stderr; do
		[ -f "$case/$stream" ] && same $stream "$case/$stream" "$at/$stream" && continue
		[ -f "$case/$stream" ] || same $stream /dev/null "$at/$stream"
	done
	compare_files
}

# What must hold whatever the case expects.
check_laws() {
	[ ! -e .leme/journal ] || fail "$name: a journal was left"
	if [ "$status" != 0 ]; then
		cmp -s "$at/before" "$at/now" || fail "$name: a failing run changed files:" \
			"$(diff "$at/before" "$at/now")"
		grep -q -e --check -e --explain -e list.yaml \
			-e 'leme \(check\|doctor\|test\|trace\)' "$case/run" ||
			[ ! -s "$at/stdout" ] ||
			fail "$name: a failing run printed to stdout"
		return
	fi
	times >"$at/times"
	script pt_BR.UTF-8 Asia/Tokyo "$case/run" >"$at/stdout.2" 2>"$at/stderr.2"
	times >"$at/times.2"
	manifest >"$at/now.2"
	same "the second run: times" "$at/times" "$at/times.2"
	same "the second run: files" "$at/now" "$at/now.2"
	rm -f .leme/index
	script C.UTF-8 UTC "$case/run" >"$at/stdout.3" 2>"$at/stderr.3"
	times >"$at/times.3"
	same "a run without an index: times" "$at/times" "$at/times.3"
	script C.UTF-8 UTC "$case/run" >"$at/stdout.4" 2>"$at/stderr.4"
	same "a run with an index: stdout" "$at/stdout.3" "$at/stdout.4"
	same "a run with an index: stderr" "$at/stderr.3" "$at/stderr.4"
}

run_in_project() {
	cd "$at/project" || exit 2
	if [ -f "$case/setup" ]; then
		script C UTC "$case/setup" >"$at/setup.out" 2>&1
		status=$?
		[ $status != 77 ] || { echo "skipped: $(cat "$at/setup.out")"; failed=77; return; }
		[ $status = 0 ] || { fail "$name: setup: $(cat "$at/setup.out")"; return; }
	fi
	manifest >"$at/before"
	script C UTC "$case/run" >"$at/stdout" 2>"$at/stderr"
	status=$?
	manifest >"$at/now"
	[ -z "${UPDATE:-}" ] || update
	compare
	check_laws
}

run_case() {
	name=$1 case=$cases/$1 at=$work/$1 failed=0
	mkdir -p "$at/nothing" "$at/project" "$at/home"
	chmod 755 "$at"
	[ -f "$case/run" ] || { fail "$name: no such case"; return 1; }
	[ ! -d "$case/project" ] || cp -a "$case/project/." "$at/project/"
	run_in_project
	[ ! -f "$case/cleanup" ] || (cd "$at/project" && script C UTC "$case/cleanup")
	chmod -R u+rwX "$at/project" 2>/dev/null
	rm -rf "$at/project"
	return "$failed"
}

# --- all of them ------------------------------------------------------------------------------

if [ "${1:-}" = --one ]; then
	work=$2
	run_case "$3" >"$work/$3.log" 2>&1
	echo $? >"$work/$3.result"
	exit 0
fi

UPDATE=
[ "${1:-}" != --update ] || { UPDATE=1; shift; }
export UPDATE LEME

work=$(mktemp -d "${TMPDIR:-/tmp}/leme-golden.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir "$work/bin"
cp "$LEME" "$work/bin/leme" || exit 2
# Root ignores permission bits, so cases about them run leme as somebody else.
cat >"$work/bin/unprivileged" <<'END'
#!/bin/sh
[ "$(id -u)" = 0 ] || exec "$@"
exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
END
chmod 755 "$work/bin/unprivileged"

names=("$@")
if [ $# = 0 ]; then
	for run in "$cases"/*/run; do names+=("$(basename "$(dirname "$run")")"); done
fi
printf '%s\0' "${names[@]}" | xargs -0 -P "$(nproc)" -n 1 "$0" --one "$work"

passed=0 failed=0 skipped=0
for name in "${names[@]}"; do
	case $(cat "$work/$name.result") in
	0) passed=$((passed + 1)) ;;
	77)
		skipped=$((skipped + 1))
		echo "SKIPPED $name: $(cat "$work/$name.log")" ;;
	*)
		failed=$((failed + 1))
		echo "FAILED $name"
		sed 's/^/    /' "$work/$name.log" ;;
	esac
done
echo "$passed passed, $failed failed, $skipped skipped"
# In CI nothing may be skipped that root could do.
[ "$failed" = 0 ] && { [ "$skipped" = 0 ] || [ -z "${CI:-}" ] || [ "$(id -u)" != 0 ]; }
