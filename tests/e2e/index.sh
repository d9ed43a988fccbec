#!/usr/bin/env bash
# Whatever is changed in a project, a run that goes by .leme/index does what one does that has
# none: the same files, words and exit code. Each file of the demo is changed, emptied and removed
# in turn, inputs and outputs alike.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

project=$temp/project bare=$temp/bare kept=$temp/kept
passed=0 failed=0

# compile FOLDER NAME: what became of it.
compile() {
	local status=0
	(cd "$1" && "$LEME" compile) >"$temp/$2.out" 2>"$temp/$2.err" </dev/null || status=$?
	echo "exit $status" >>"$temp/$2.out"
	(cd "$1" && find . -name .leme -prune -o -type f -print0 | sort -z | xargs -0 sha256sum) \
		>"$temp/$2.files"
}

# Older than the index by more than the tick of the clock, so that it counts.
settle() {
	sleep 0.1
	compile "$project" settled
	compile "$project" settled
	[ -s "$project/.leme/index" ] || die "no index was written"
}

# try WHAT FILE: after the change, both ways.
try() {
	local part
	rm -rf "$bare"
	cp -a "$project" "$bare"
	rm -f "$bare/.leme/index"
	compile "$bare" bare
	compile "$project" project
	for part in out err files; do
		cmp -s "$temp/bare.$part" "$temp/project.$part" && continue
		failed=$((failed + 1))
		say "FAILED: $1 $2: $part differs"
		diff "$temp/bare.$part" "$temp/project.$part" | sed 's/^/    /' || true
		return
	done
	passed=$((passed + 1))
}

restore() {
	local file
	while IFS= read -r file; do
		cmp -s "$kept/$file" "$project/$file" || cp "$kept/$file" "$project/$file"
	done < <(cd "$kept" && find . -name .leme -prune -o -type f -print)
	(cd "$project" && find . -name .leme -prune -o -type f -print) | while IFS= read -r file; do
		[ -e "$kept/$file" ] || rm "$project/$file"
	done
}

# change WHAT FILE COMMAND...
change() {
	local what=$1 file=$2
	shift 2
	(cd "$project" && "$@")
	try "$what" "$file"
	restore
	settle
}

[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
cp -a "$root/testdata/smarterp" "$project"
(cd "$project" && "$LEME" lock --quiet "gcr.io/eng-protheus/lockserver:1.9@sha256:$(
	sha256sum </dev/null | cut -d' ' -f1)")
settle
cp -a "$project" "$kept"
try nothing .
while IFS= read -r file; do
	change changed "$file" sed -i '$ s/$/ # more/' "$file"
	change "other digits in" "$file" sed -i 's/[0-9]/7/' "$file"
	change emptied "$file" truncate -s 0 "$file"
	change removed "$file" rm "$file"
done < <(cd "$kept" && find . -path ./charts/smarterp/templates -prune -o -name .leme -prune -o \
	-type f -print | sort)
change "a new profile" profiles/new.yaml sh -c \
	'printf "apiVersion: leme/v1\nkind: Profile\nname: new\nextends: acme\n" >profiles/new.yaml'
say "$passed changes with and without an index are the same, $failed are not"
[ "$failed" = 0 ]
