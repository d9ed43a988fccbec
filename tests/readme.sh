#!/usr/bin/env bash
# Runs what the READMEs and the manual pages show, and compares what they print with what is shown.
#
#   README*.md    blocks fenced as ```console, in Portuguese for README.pt-BR.md
#   doc/*.[1-8]   blocks `.Bd -literal` under a line `.\" run`
#
# `$ COMMAND`, more lines of it as `> LINE`, then its output. `...` alone on a line stands for any
# lines, at the end of a line for the rest of it. The commands of one file run in one shell, in a
# fresh copy of the demo. Besides: the options of each command against its manual page, the tables
# of functions against those of the program, and the links and the two commands of the READMEs.
#
# Usage: tests/readme.sh        (LEME= the program, TOOLS= the folder of helm4)
set -euo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/e2e/lib.sh"

passed=0 failed=0 skipped=0

pass() {
	passed=$((passed + 1))
}

fail() {
	failed=$((failed + 1))
	printf 'FAILED: %s\n' "$*"
}

# expect MESSAGE COMMAND...: passes if the command does.
expect() {
	if "${@:2}"; then
		pass
	else
		fail "$1"
	fi
}

skip_one() {
	[ "${CI:-}" != true ] || die "in CI this must not be missing: $*"
	skipped=$((skipped + 1))
	printf 'SKIPPED: %s\n' "$*"
}

# --- taking the examples out ---------------------------------------------------------------------

# split FOLDER: examples on stdin → FOLDER/N.cmd, N.want, N.line. Lines are `NUMBER<TAB>TEXT`.
split() {
	awk -v folder="$1" '
		{ line = $0; number = line; sub(/\t.*/, "", number); sub(/^[^\t]*\t/, "", line) }
		line ~ /^\$ / {
			n++
			name = sprintf("%s/%03d", folder, n)
			print number > (name ".line")
			print substr(line, 3) > (name ".cmd")
			printf "" > (name ".want")
			in_command = 1
			next
		}
		in_command && line ~ /^> / { print substr(line, 3) > (name ".cmd"); next }
		n { in_command = 0; print line > (name ".want") }
	'
}

blocks_of_markdown() {
	awk '
		/^```/ { inside = ($0 == "```console"); next }
		inside { print FNR "\t" $0 }
	' "$1"
}

# \& is nothing and \e a backslash in a literal display; the comment lines of mdoc are no text.
blocks_of_manual() {
	awk '
		/^\.\\" run$/ { wanted = 1; next }
		wanted && /^\.Bd / { inside = 1; wanted = 0; next }
		/^\.Ed/ { inside = 0; next }
		inside { gsub(/\\&/, ""); gsub(/\\e/, "\\"); print FNR "\t" $0 }
	' "$1"
}

# --- running them ---------------------------------------------------------------------------------

# A shell that runs the commands of a folder in turn; each sees the exit code of the one before.
cat >"$temp/transcript" <<'TRANSCRIPT'
examples=$1
last=0
for command in "$examples"/*.cmd; do
	name=${command%.cmd}
	[ ! -e "$name.skip" ] || continue
	text=$(cat "$command")
	(exit "$last")
	eval "$text" >"$name.got" 2>&1 </dev/null
	last=$?
done
TRANSCRIPT

# matches WANT GOT: whether the lines are the same, `...` apart.
matches() {
	awk '
		function line_fits(shown, printed,  head) {
			if (shown !~ /\.\.\.$/)
				return shown == printed
			head = substr(shown, 1, length(shown) - 3)
			return substr(printed, 1, length(head)) == head
		}
		function fits(w, g) {
			for (; w <= wants && want[w] != "..."; w++)
				if (g > gots || !line_fits(want[w], got[g++]))
					return 0
			if (w > wants)
				return g > gots
			for (; g <= gots + 1; g++)
				if (fits(w + 1, g))
					return 1
			return 0
		}
		FILENAME == ARGV[1] { want[++wants] = $0; next }
		{ got[++gots] = $0 }
		END { exit !fits(1, 1) }
	' "$1" "$2"
}

needs_helm() {
	grep -Eq '(^|[^[:alnum:]_-])helm ' "$1"
}

# judge FILE NAME: one example that has run.
judge() {
	local place
	place=${1#"$root"/}:$(cat "$2.line")
	if [ -e "$2.skip" ]; then
		skip_one "$place: no $TOOLS/helm4: run tests/tools/helm.sh"
	elif matches "$2.want" "$2.got"; then
		pass
	else
		fail "$place: $(head -1 "$2.cmd")"
		diff -u --label shown "$2.want" --label printed "$2.got" || true
	fi
}

# run_file FILE LANGUAGE READER: all examples of a file.
run_file() {
	local examples work command
	examples=$temp/examples/${1##*/}
	work=$temp/work/${1##*/}
	mkdir -p "$examples" "$work"
	cp -r "$root/testdata/smarterp" "$work/smarterp"
	rm -rf "$work/smarterp/.leme"
	"$3" "$1" | split "$examples"
	for command in "$examples"/*.cmd; do
		[ -e "$command" ] || return 0
		[ -e "$temp/bin/helm" ] || ! needs_helm "$command" || : >"${command%.cmd}.skip"
	done
	(cd "$work/smarterp" && env -u LC_ALL -u LC_MESSAGES "LANG=$2" "PATH=$temp/bin:$PATH" \
		bash --norc "$temp/transcript" "$examples") || true
	for command in "$examples"/*.cmd; do
		judge "$1" "${command%.cmd}"
	done
}

# --- options and manual pages ---------------------------------------------------------------------

# The commands, as the program lists them.
commands() {
	LC_ALL=C "$LEME" --help | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p'
}

# options_of COMMAND: `own` or `common`, and the long name of each option in its help.
options_of() {
	LC_ALL=C "$LEME" "$1" --help | awk '
		/^Options of every command:/ { which = "common"; next }
		/^Options:/ { which = "own"; next }
		/^Exit codes:/ { which = "" }
		which && match($0, /--[a-z-]+/) { print which, substr($0, RSTART + 2, RLENGTH - 2) }
	'
}

# documented PAGE: the long options that have an item of their own.
documented() {
	sed -n 's/^\.It .*Fl -\([a-z-]*\).*/\1/p' "$1" | sort -u
}

# The common options are in leme(1), a command's own ones in its page, or in leme(1) if it has none.
check_options() {
	local command page own
	for command in $(commands); do
		page=$root/doc/leme-$command.1
		own=$(options_of "$command" | sed -n 's/^own //p' | sort -u)
		if [ ! -e "$page" ]; then
			expect "$command has options, but no manual page" test -z "$own"
		elif diff -u --label "leme $command --help" <(printf '%s' "${own:+$own$'\n'}") \
			--label "${page##*/}" <(documented "$page"); then
			pass
		else
			fail "the options of ${page##*/} are not those of 'leme $command --help'"
		fi
	done
	if diff -u --label "leme compile --help" <(options_of compile | sed -n 's/^common //p' |
		sort -u) --label leme.1 <(documented "$root/doc/leme.1"); then
		pass
	else
		fail "the options of leme.1 are not those that every command takes"
	fi
}

# The tables of leme-cel(7) are what the program prints of its functions.
check_functions() {
	if diff -u --label leme-cel.7 <(
		awk '/^\.\\" end of the functions/ { on = 0 } on; /^\.\\" functions:/ { on = 1 }' \
			"$root/doc/leme-cel.7"
	) --label "leme explain --format mdoc" <(LC_ALL=C "$LEME" explain --format mdoc); then
		pass
	else
		fail "the functions of leme-cel.7 are not those of 'leme explain --format mdoc'"
	fi
}

# Every message id of the program is explained in leme(1), and no other is.
check_ids() {
	if diff -u --label compiler <(
		find "$root/compiler" -name '*.c' -exec cat {} + | tr -s ' \t\n' ' ' |
			grep -oE '"(image/[a-z-]+"\)|[a-z]+/[a-z-]+"( :|,))' | tr -d '",:) ' |
			cat - <(printf 'gate/%s\n' fresh locked complete stamped) | sort -u
	) --label leme.1 <(
		awk '/^\.Sh DIAGNOSTICS/ { on = 1 } /^\.Sh SEE/ { on = 0 } on && /^\.It Li/' \
			"$root/doc/leme.1" | grep -oE '[a-z]+/[a-z-]+' | sort -u
	); then
		pass
	else
		fail "the message ids of leme.1 are not those of the program"
	fi
}

# --- what a README must have ----------------------------------------------------------------------

check_readme() {
	local readme=$root/$1 target
	for target in demo check; do
		if awk '/^```sh$/ { on = 1; next } /^```/ { on = 0 } on' "$readme" |
			grep -q "^make $target\$"; then
			pass
		else
			fail "$1 does not show the command 'make $target'"
		fi
	done
	for target in "$root"/doc/*.[1-8]; do
		expect "$1 does not link to ${target##*/}" grep -qF "](doc/${target##*/})" "$readme"
	done
	while read -r target; do
		expect "$1 links to $target, which is not there" test -e "$root/$target"
	done < <(grep -oE '\]\([^)#:]+\)' "$readme" | sed 's/^](//; s/)$//' | sort -u)
}

main() {
	local page
	[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
	mkdir "$temp/bin"
	ln -s "$LEME" "$temp/bin/leme"
	[ ! -x "$TOOLS/helm4" ] || ln -s "$(realpath -- "$TOOLS/helm4")" "$temp/bin/helm"
	check_readme README.md
	check_readme README.pt-BR.md
	check_options
	check_ids
	check_functions
	run_file "$root/README.md" C.UTF-8 blocks_of_markdown
	run_file "$root/README.pt-BR.md" pt_BR.UTF-8 blocks_of_markdown
	for page in "$root"/doc/*.[1-8]; do
		run_file "$page" C.UTF-8 blocks_of_manual
	done
	printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
	[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

main "$@"
