#!/usr/bin/env bash
# Format, static analysis, shell scripts, manuals, translations. Runs everything, then says what
# was wrong; a tool that is missing is an error. `make tools` installs them all.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
passed=0 failed=0

# need TOOL PACKAGE
need() {
	command -v "$1" >/dev/null 2>&1 && return
	printf 'lint.sh: no %s: apt-get install %s\n' "$1" "$2" >&2
	return 1
}

# verdict WHAT COMMAND...
verdict() {
	local what=$1
	shift
	printf -- '--- %s\n' "$what"
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf '!!! FAILED: %s\n' "$what"
	fi
}

c_files() {
	find compiler tests -name '*.[ch]' | sort
}

# Every file that begins as a shell script does, and the library that has no such line.
scripts() {
	{
		find tests .ci po doc -type f \
			-exec awk 'FNR == 1 && /^#!.*sh$/ { print FILENAME }' {} + 2>/dev/null
		find tests -name '*.sh'
	} | sort -u
}

# Another version formats otherwise: one for all.
check_format() {
	local tool=clang-format-14 list
	need $tool clang-format-14 || return
	list=$(c_files)
	# shellcheck disable=SC2086 # paths without blanks
	$tool --dry-run -Werror $list
}

check_c() {
	need cppcheck cppcheck || return
	cppcheck -q -j "$(nproc)" --enable=warning,performance,portability --inline-suppr \
		--error-exitcode=1 --std=c11 -D_GNU_SOURCE -I compiler \
		--suppress=missingIncludeSystem compiler tests
}

# /* cppcheck-suppress NAME ; the reason */
check_suppressions() {
	! grep -rnE --include='*.[ch]' 'cppcheck-suppress|NOLINT|diagnostic ignored' \
		compiler tests |
		grep -vE 'cppcheck-suppress(-begin|-end)? *[A-Za-z]+ *; *[^ ]{2,}'
}

check_shell() {
	local list
	need shellcheck shellcheck || return
	list=$(scripts)
	# shellcheck disable=SC2086 # paths without blanks
	shellcheck -x $list
}

check_manuals() {
	local pages
	need mandoc mandoc || return
	pages=$(find doc -name '*.[1-9]' | sort)
	[ -n "$pages" ] || {
		echo "no manuals in doc/"
		return 1
	}
	# shellcheck disable=SC2086 # paths without blanks
	mandoc -T lint -W warning $pages || return
	# A quote that runs on to the end of its line: the formatters have no word for it.
	# shellcheck disable=SC2086
	if grep -nE '^\.[A-Z][a-z] .*(Ql|Sq|Dq) [^ ]+( [^ A-Z]+)* (, )?(No|Ql|Sq|Dq) ' $pages; then
		echo "a macro of a line quotes what follows it, too: give each a line"
		return 1
	fi
}

main() {
	verdict "clang-format" check_format
	verdict "cppcheck" check_c
	verdict "suppressions give a reason" check_suppressions
	verdict "shellcheck" check_shell
	verdict "mandoc" check_manuals
	[ ! -x po/update.sh ] || verdict "translations" po/update.sh --check
	printf 'lint: %d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" = 0 ]
}

main "$@"
