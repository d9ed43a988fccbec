#!/bin/sh
# The sizes that keep the code readable: functions, files, lines, comments in headers; and no
# include cycles. Prints the figures; each violation as file:line: what. Needs no build.
# `sizes.sh -v` adds the share of comments in each header and the longest functions.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
export LC_ALL=C
verbose=0
[ "${1:-}" != -v ] || verbose=1

files=$(find compiler tests -name '*.[ch]' -o -name '*.sh' | sort)
[ -n "$files" ] || {
	echo "sizes.sh: no files under compiler/ and tests/" >&2
	exit 1
}

# shellcheck disable=SC2086 # paths without blanks
awk -v verbose="$verbose" -f tests/tools/code.awk -f - $files <<'AWK'
BEGIN {
	most_columns = 100 # a tab goes to the next multiple of 8
	most_file = 600
	most_function = 60
	most_95 = 36 # 95 % of the functions of compiler/
	most_median = 12
	least_comment = 1 / 3 # lines with a comment among those of all headers that are not blank

	# Functions over the limit: excuse("file", "function", "why"). One that is not needed is a
	# violation too.
}

function excuse(file, name, reason) {
	excused[file, name] = reason
}

function violation(file, line, text) {
	printf "%s:%d: %s\n", file, line, text
	violations++
}

# Bytes that go on in a UTF-8 character take no column.
function columns(line, parts, n, i, width) {
	gsub(/[\200-\277]/, "", line)
	if (index(line, "\t") == 0)
		return length(line)
	n = split(line, parts, "\t")
	width = 0
	for (i = 1; i < n; i++)
		width += 8 * (int(length(parts[i]) / 8) + 1)
	return width + length(parts[n])
}

# --- functions: from the first line of the signature to the brace in the first column ----------

function name_of(text) {
	sub(/^START_TEST\(/, "", text)
	sub(/\).*/, "", text)
	sub(/[ \t]*\(.*/, "", text)
	sub(/.*[ \t*]/, "", text)
	return text
}

function end_function(length_) {
	if (length_ > longest) {
		longest = length_
		longest_at = name " in " FILENAME
	}
	if (FILENAME ~ /^compiler\//) {
		functions++
		of_length[length_]++
	} else
		test_functions++
	if (verbose && length_ > most_95)
		printf "%s:%d: %s has %d lines\n", FILENAME, start, name, length_
	if (length_ <= most_function)
		return
	if ((FILENAME, name) in excused)
		excuse_used[FILENAME, name] = 1
	else
		violation(FILENAME, start, name "() has " length_ " lines, the most is " \
			most_function)
}

function look_for_functions(text) {
	if (in_function) {
		if (text ~ /^}/) {
			end_function(FNR - start + 1)
			in_function = start = 0
		}
		return
	}
	if (text == "{" && start && head ~ /\(/) {
		in_function = 1
		name = name_of(head)
	} else if (text ~ /^#|^[ \t]*$|[;}]$/) {
		start = 0
		head = ""
	} else {
		if (!start)
			start = FNR
		head = head text
	}
}

# --- the rest -----------------------------------------------------------------------------------

# A header's path as an include in a file of this folder finds it.
function header_of(line, folder) {
	sub(/^[^"]*"/, "", line)
	sub(/".*/, "", line)
	if ((folder "/" line) in is_file)
		return folder "/" line
	return "compiler/" line
}

function add_include(text) {
	include_count[FILENAME]++
	includes[FILENAME, include_count[FILENAME]] = text
}

function begin_file() {
	code_reset()
	is_c = FILENAME ~ /[.][ch]$/
	is_header = FILENAME ~ /^compiler\/.*[.]h$/
	folder = FILENAME
	sub(/\/[^\/]*$/, "", folder)
	in_function = start = 0
	head = ""
	files++
}

function end_file(file, lines) {
	if (lines > longest_file) {
		longest_file = lines
		longest_file_at = file
	}
	if (lines > most_file)
		violation(file, lines, "the file has " lines " lines, the most is " most_file)
}

FNR == 1 {
	if (!files)
		for (i = 1; i < ARGC; i++)
			is_file[ARGV[i]] = 1
	else
		end_file(last_file, last_line)
	begin_file()
}

{
	last_file = FILENAME
	last_line = FNR
	width = columns($0)
	if (width > most_columns)
		violation(FILENAME, FNR, width " columns, the most is " most_columns)
}

is_c {
	text = code($0)
	if (FILENAME ~ /[.]h$/ && text ~ /^[ \t]*#[ \t]*include[ \t]*"/)
		add_include(header_of($0, folder) " " FNR)
	if (is_header && $0 !~ /^[ \t]*$/) {
		header_lines[FILENAME]++
		header_comments[FILENAME] += code_comment
	}
	look_for_functions(text)
}

# --- figures --------------------------------------------------------------------------------

function share_at_most(limit, i, below) {
	for (i = 0; i <= limit; i++)
		below += of_length[i]
	return functions ? below / functions : 1
}

function length_at(share, i, below) {
	for (i = 0; below < share * functions; i++)
		below += of_length[i + 1]
	return i
}

function check_functions(median, most) {
	median = length_at(0.5)
	most = length_at(0.95)
	printf "functions: %d in compiler/: median %d lines (<= %d), 95 %% within %d (<= %d)\n",
		functions, median, most_median, most, most_95
	printf "functions: %d in tests/; the longest of all %d lines (%s, <= %d)\n",
		test_functions, longest, longest_at, most_function
	if (median > most_median)
		violation("compiler", 0, "the median function has " median \
			" lines, the most is " most_median)
	if (most > most_95)
		violation("compiler", 0, sprintf("only %.1f %% of the functions have at most" \
			" %d lines, not 95 %%", 100 * share_at_most(most_95), most_95))
}

function check_headers(file, lines, comments, i, n) {
	for (i = 1; i < ARGC; i++) {
		file = ARGV[i]
		if (!(file in header_lines))
			continue
		n++
		lines += header_lines[file]
		comments += header_comments[file]
		if (verbose)
			printf "%s: %d %% of %d lines have a comment\n", file,
				100 * header_comments[file] / header_lines[file], header_lines[file]
	}
	printf "headers: %d, comments on %.1f %% of %d lines (>= %.1f %%)\n", n,
		lines ? 100 * comments / lines : 0, lines, 100 * least_comment
	if (comments < lines * least_comment)
		violation("compiler", 0, "headers are the contract: they need more comment")
}

# Depth first; `state` is 1 while a header is being visited, 2 after.
function visit(file, i, parts, n) {
	state[file] = 1
	for (i = 1; i <= include_count[file]; i++) {
		n = split(includes[file, i], parts, " ")
		if (state[parts[1]] == 1)
			violation(file, parts[2], "includes " parts[1] \
				", which includes this header in turn")
		else if (!state[parts[1]])
			visit(parts[1])
	}
	state[file] = 2
}

function check_cycles(i) {
	for (i = 1; i < ARGC; i++)
		if (!state[ARGV[i]])
			visit(ARGV[i])
}

function check_excuses(row, words) {
	for (row in excused) {
		split(row, words, SUBSEP)
		if (!(row in excuse_used))
			violation("tests/sizes.sh", 0, "the exception for " words[2] "() in " \
				words[1] " excuses nothing")
	}
}

END {
	end_file(last_file, last_line)
	check_functions()
	check_headers()
	check_cycles()
	check_excuses()
	printf "files: %d, the longest %d lines (%s, <= %d)\n", files, longest_file,
		longest_file_at, most_file
	printf "sizes: %d violations\n", violations
	exit violations != 0
}
AWK
