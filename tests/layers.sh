#!/bin/sh
# Who may include whom, what stays behind its fence, who may allocate, who may end the process.
# Prints each violation as file:line: what. A look at the text of compiler/, so it needs no build.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
export LC_ALL=C

files=$(find compiler -name '*.[ch]' | sort)
[ -n "$files" ] || {
	echo "layers.sh: no C files under compiler/" >&2
	exit 1
}

# shellcheck disable=SC2086 # paths without blanks
awk -f tests/tools/code.awk -f - $files <<'AWK'
BEGIN {
	# A room includes lower floors only, by their face room/room.h; all of base/ is open.
	tell_floors("base 0, regex 1, vcs 1, notation 2, tree 3, cel 4, objects 4, schema 4")
	tell_floors("model 5, judge 6, emit 7, manifest 7, change 7, view 7, fetch 7")
	tell_floors("report 8, cmd 9, main 10")

	# The one place of each foreign library: a folder, or one file.
	fence("^libfyaml[.]h$", "compiler/tree/")
	fence("^yaml[.]h$", "compiler/tree/")
	fence("^pcre2[.]h$", "compiler/regex/")
	fence("^jansson[.]h$", "compiler/base/json.c")
	fence("^utf8proc[.]h$", "compiler/base/")
	fence("^nettle/", "compiler/base/")
	fence("^zlib[.]h$", "compiler/base/gzip.c")
	fence("^sys/platform/x86[.]h$", "compiler/base/wide.h")
	fence("^curl/", "compiler/fetch/")
	fence("^spawn[.]h$", "compiler/base/program.c")
	# leme never opens a connection; leme-fetch does, through libcurl.
	fence("^(sys/socket|netdb|netinet/.*|arpa/.*)([.]h)?$", "compiler/fetch/")

	# What a C11 and Linux system brings. Any other header is a library that needs a fence.
	system_header = "^(assert|complex|ctype|dirent|endian|errno|fcntl|fenv|float" \
		"|fnmatch|inttypes|iso646|langinfo|limits|locale|math|poll|pthread|pwd" \
		"|sched|setjmp|signal|stdalign|stdarg|stdatomic|stdbool|stddef|stdint" \
		"|stdio|stdlib|stdnoreturn|string|strings|threads|time|uchar|unistd" \
		"|wchar|wctype|(sys|linux)/[a-z_0-9]+" \
		")[.]h$|^[a-z]+intrin[.]h$"

	# Calls that stay in one place.
	keep("malloc calloc realloc reallocarray free strdup strndup aligned_alloc" \
		" posix_memalign asprintf vasprintf getline getdelim open_memstream",
		"^compiler/base/", "memory comes from an arena (base/arena.h)")
	keep("exit _exit _Exit quick_exit abort", "^compiler/main[.]c$",
		"main alone ends the process")
	keep("program_start program_ask",
		"^compiler/(base/program[.][ch]|vcs/git[.]c|cmd/tools[.]c)$",
		"git is the one program whose answers count; the doctor asks for versions")
	keep("system popen", "^$", "programs are run without a shell (fork, exec)")
	keep("setjmp longjmp sigsetjmp siglongjmp", "^$", "an error is a value or a diag")

	# Named exceptions: file, call, and why. One that excuses nothing is a violation too.
	excuse("compiler/base/arena.c", "_Exit", "arena_exhausted(): out of memory, code 3")
	excuse("compiler/cmd/help.c", "_exit", "a forked child whose exec of man failed")
}

function tell_floors(list, rows, n, i, words) {
	n = split(list, rows, ", ")
	for (i = 1; i <= n; i++) {
		split(rows[i], words, " ")
		floors[words[1]] = words[2]
	}
}

function fence(header, place) {
	fences++
	fenced[fences] = header
	fence_place[fences] = place
}

function keep(calls, place, reason, words, n, i) {
	n = split(calls, words, " ")
	for (i = 1; i <= n; i++) {
		kept_place[words[i]] = place
		kept_reason[words[i]] = reason
	}
}

function excuse(file, call, reason) {
	excused[file, call] = reason
}

function violation(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text
	violations++
}

# compiler/ROOM/...; compiler/main.c is the room main.
function room_of(path, parts, n) {
	n = split(path, parts, "/")
	return n == 2 && parts[2] == "main.c" ? "main" : n == 3 ? parts[2] : ""
}

function check_own(path, parts, n, target) {
	n = split(path, parts, "/")
	if (n == 1) {
		if (!(("compiler/" room "/" path) in is_file))
			violation("includes \"" path "\", which is not in its own room")
		return
	}
	target = parts[1]
	if (!(("compiler/" path) in is_file))
		violation("includes \"" path "\", which does not exist")
	else if (!(target in floors))
		violation("includes \"" path "\" of an unknown room")
	else if (target == room)
		return
	else if (floors[target] == floors[room])
		violation("includes \"" path "\": " room " and " target " are siblings; cmd" \
			" hands results from one to the other")
	else if (floors[target] > floors[room])
		violation("includes \"" path "\": " target " (floor " floors[target] \
			") is above " room " (floor " floors[room] ")")
	else if (target != "base" && path != target "/" target ".h")
		violation("includes \"" path "\": only the face of the room is open, " \
			target "/" target ".h")
}

function check_foreign(header, i) {
	for (i = 1; i <= fences; i++) {
		if (header !~ fenced[i])
			continue
		if (index(FILENAME, fence_place[i]) != 1)
			violation("includes <" header ">, which belongs to " fence_place[i])
		return
	}
	if (header !~ system_header)
		violation("includes <" header ">, a library without a fence: give it a place" \
			" in tests/layers.sh")
}

function check_include(line, path) {
	path = line
	sub(/^[ \t]*#[ \t]*include[ \t]*/, "", path)
	if (path ~ /^"/) {
		sub(/^"/, "", path)
		sub(/".*/, "", path)
		check_own(path)
	} else if (path ~ /^</) {
		sub(/^</, "", path)
		sub(/>.*/, "", path)
		check_foreign(path)
	} else
		violation("includes by a macro")
}

# A word before a parenthesis that is no member of a struct.
function check_calls(line, before, call) {
	while (match(line, /[A-Za-z_][A-Za-z_0-9]*[ \t]*\(/)) {
		before = substr(line, 1, RSTART - 1)
		call = substr(line, RSTART, RLENGTH - 1)
		line = substr(line, RSTART + RLENGTH)
		sub(/[ \t]+$/, "", call)
		if (!(call in kept_place) || before ~ /([.]|->)$/)
			continue
		if (FILENAME ~ kept_place[call])
			continue
		if ((FILENAME, call) in excused)
			excuse_used[FILENAME, call] = 1
		else
			violation("calls " call "(): " kept_reason[call])
	}
}

FNR == 1 {
	if (!indexed) {
		for (i = 1; i < ARGC; i++)
			is_file[ARGV[i]] = 1
		indexed = 1
	}
	code_reset()
	seen++
	room = room_of(FILENAME)
	if (!(room in floors)) {
		violation("is in no room that tests/layers.sh knows the floor of")
		unknown = FILENAME
	}
}

FILENAME == unknown {
	next
}

{
	text = code($0)
	if (text ~ /^[ \t]*#[ \t]*include/)
		check_include($0)
	else
		check_calls(text)
}

END {
	for (row in excused) {
		if (row in excuse_used)
			continue
		split(row, words, SUBSEP)
		printf "tests/layers.sh:0: the exception for %s in %s excuses nothing\n",
			words[2], words[1]
		violations++
	}
	printf "layers: %d files, %d violations\n", seen, violations
	exit violations != 0
}
AWK
