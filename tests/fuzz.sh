#!/bin/sh
# Runs each libFuzzer program for some seconds, from seeds, as many at once as there are processors,
# and fails if an input breaks one: fuzz.sh SECONDS PROGRAM...
#
# 0 seconds: the seeds alone, once each, which always gives the same answer.
#
# Corpora are kept in build/fuzz/NAME, so that a later run goes on where this one stopped; an
# input that breaks a law is left in build/fuzz/NAME-crash-*. Seeds: tests/fuzz/seeds/NAME, the
# YAML files of testdata, and the outside suites in DATA where they are; for cel, their expressions.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
DATA=${DATA:-../shared/data}
# The same way through the inputs each time, so that a run that was clean stays so: as far as the
# machine comes in the time.
SEED=${SEED:-1}
export SEED

# One file a case of the YAML test suite.
split_suite() {
	python3 - "$1" "$2" <<-'PYTHON'
		import json, sys
		for number, line in enumerate(open(sys.argv[1], encoding="utf-8")):
		    with open(f"{sys.argv[2]}/suite-{number}", "w", newline="") as seed:
		        seed.write(json.loads(line)["yaml"])
	PYTHON
}

# One file an expression.
split_expressions() {
	mkdir -p build/fuzz/seeds-cel
	python3 - "$@" <<-'PYTHON'
		import json, sys
		for number, line in enumerate(line for name in sys.argv[1:] for line in open(name)):
		    with open(f"build/fuzz/seeds-cel/{number}", "w", newline="") as seed:
		        seed.write(json.loads(line)["expr"])
	PYTHON
}

# Small ones only: a fuzzer that takes long over one input learns nothing.
gather_seeds() {
	mkdir -p build/fuzz/seeds
	find testdata -name '*.yaml' -size -8k -type f -readable | while read -r file; do
		cp "$file" "build/fuzz/seeds/$(printf '%s' "$file" | tr / -)"
	done
	[ ! -f "$DATA/yaml-test-suite/cases.jsonl" ] ||
		split_suite "$DATA/yaml-test-suite/cases.jsonl" build/fuzz/seeds
	[ ! -f "$DATA/cel/spec.jsonl" ] || split_expressions "$DATA"/cel/*.jsonl
}

# run_fuzzer PROGRAM; its words are in build/fuzz/NAME.out.
run_fuzzer() {
	name=$(basename "$1")
	mkdir -p "build/fuzz/$name"
	seeds=build/fuzz/seeds-$name
	[ -d "$seeds" ] || seeds=build/fuzz/seeds
	# By name: the order in a folder differs from one file system to the other.
	find "$seeds" tests/fuzz/seeds -type f \
		'(' -path 'build/*' -o -path "tests/fuzz/seeds/$name/*" ')' |
		LC_ALL=C sort | paste -s -d , >"build/fuzz/$name.seeds"
	printf -- '--- %s, %s s\n' "$name" "$seconds"
	length=-max_total_time=$seconds
	[ "$seconds" != 0 ] || length=-runs=0
	# It learns from what is compared, pointers too, and those to the stack depend on what the
	# environment takes of it.
	fixed='env -i PATH=/usr/bin:/bin'
	! setarch -R true 2>/dev/null || fixed="setarch -R $fixed"
	if $fixed "$1" "build/fuzz/$name" -seed_inputs="@build/fuzz/$name.seeds" "$length" \
		-seed="$SEED" -reload=0 -timeout=60 -rss_limit_mb=2048 -max_len=8192 \
		-verbosity=0 -print_final_stats=1 -artifact_prefix="build/fuzz/$name-" \
		>"build/fuzz/$name.log" 2>&1; then
		sed -n 's/^stat::\(number_of_executed_units\|new_units_added\): */  \1 /p' \
			"build/fuzz/$name.log"
		return
	fi
	grep -v NEW_FUNC "build/fuzz/$name.log" | tail -n 40
	printf '!!! FAILED: %s (the input is in build/fuzz)\n' "$1"
	return 1
}

if [ "${1:-}" = --one ]; then
	seconds=$2
	run_fuzzer "$3" >"build/fuzz/$(basename "$3").out" 2>&1
	exit
fi

[ $# -gt 1 ] || {
	echo "usage: fuzz.sh SECONDS PROGRAM..." >&2
	exit 1
}
seconds=$1
shift
gather_seeds
failed=0
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 "$0" --one "$seconds" || failed=1
# What failed stands last, where everybody looks.
for marked in '' FAILED; do
	for program; do
		out=build/fuzz/$(basename "$program").out
		if grep -q '^!!! FAILED' "$out"; then of=FAILED; else of=; fi
		[ "$of" != "$marked" ] || cat "$out"
	done
done
[ $failed = 0 ] && printf 'fuzz: %d passed, 0 failed\n' $#
