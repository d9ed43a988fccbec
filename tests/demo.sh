#!/usr/bin/env bash
# What `make demo` shows: the demo project compiled in build/demo, command by command.
# With build/tools/helm4 there (make tools), the real Helm renders one environment too.
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
demo=$root/build/demo
export PATH=$root/build:$PATH

# Bold on a terminal only.
bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi

tell() {
	printf '\n'
	printf '%s\n' "$@"
}

# show LINE: prints it as one would type it, runs it, and says so if it found something (code 1).
show() {
	local status=0
	printf '\n%s$ %s%s\n' "$bold" "$1" "$plain"
	(eval "$1") || status=$?
	[ "$status" -le 1 ] || exit "$status"
	[ "$status" = 0 ] || printf '(exit code 1)\n'
}

rm -rf "$demo"
cp -R "$root/testdata/smarterp" "$demo"
cp -R "$demo/charts/smarterp" "$demo/charts/before"
cd "$demo"

tell "Smart ERP: one chart, three environments, three customers. leme.yaml says what exists and" \
	"where the chart takes it, profiles/ says what runs where. This is a copy, build/demo."
show "leme list"

tell "One command writes a values file for each, edits the chart's own file and its version:"
show "leme compile"

tell "In the chart's own values.yaml it touched only what it had to, comments stay:"
mv charts/before before
show "diff -U 2 before/values.yaml charts/smarterp/values.yaml | sed -n 3,24p"

tell "The beginning of a generated file, the one of sistêmico:"
show "head -n 9 values/sistemico.yaml"

tell "Every value knows the file, line and column that it came from, and what it hid." \
	"Names work in any spelling:"
show "leme show --origin sistemico | grep -A 1 -E 'dbaccess.image.tag|appserver.erp.replicas'"

tell "Nothing has changed since, so nothing is stale:"
show "leme compile --check"

tell "The engineer of DbAccess says a new version, in a file of one line. What would that change?"
show "echo 20.3.1.6 >componentes/sistemico/dbaccess/VERSION"
show "leme compile --check"
show "leme compile"

tell "The mirror lacks that version, and no image was built of it: where the chain breaks," \
	"read from copies of the mirror and of the images' repositories:"
show "leme trace dbaccess -p sistemico --source espelho=fontes/espelho --source repos=fontes/repos"

if [ -x "$root/build/tools/helm4" ]; then
	PATH=$root/build/tools:$PATH
	tell "And the real Helm with that file: the images that would run in sistêmico, how often:"
	show "helm4 template smarterp charts/smarterp --values values/sistemico.yaml |
	grep -o 'image: .*' | sort | uniq -c"
else
	tell "With Helm there ('make tools' fetches it), this would go on to the rendered images."
fi
tell "The project is yours to play with:  cd build/demo; ../leme help"
