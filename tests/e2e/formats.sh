#!/usr/bin/env bash
# Every format of `leme check` says the same, however odd the texts are: SARIF as Microsoft's
# validator and the published schema have it, JUnit as its schema does, Markdown as cmark-gfm reads
# it, the others as they are documented. The JSON is what doc/findings-v1.schema.json says.
#
# Usage: [LEME=path/to/leme] [TOOLS=folder] tests/e2e/formats.sh
# shellcheck disable=SC2015 # what stands behind || ends the script, whichever part failed
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

formats='json sarif junit github gitlab markdown'
runner=$root/build/tests/conformance
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 # it needs no ICU then

[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
for tool in python3 xmllint cmark-gfm; do
	command -v $tool >/dev/null || skip "no $tool"
done
"$root/tests/tools/sarif.sh" "$TOOLS/sarif" || skip "no validator of SARIF in $TOOLS"

# --- projects ---------------------------------------------------------------------------------

# What has a meaning in one of the formats, in messages and in names of files.
odd_project() {
	mkdir -p "$1/profiles" "$1/rules"
	cat >"$1/leme.yaml" <<'END'
apiVersion: leme/v1
kind: Catalog
name: odd
environments: [live]
profiles: [profiles/*.yaml]
rules: [rules/*.yaml]
values: {"😀é": "ação", host: "😀 a|b `c` <d> %0A"}
END
	cat >"$1/profiles/100% a,b:c ção.yaml" <<'END'
apiVersion: leme/v1
kind: Profile
name: live
END
	cat >"$1/rules/odd.yaml" <<'END'
apiVersion: leme/v1
kind: RulePack
name: odd
rules:
- name: pipes
  each: profiles
  expression: values.host == ''
  message: "a|b `c` ``d`` <e> &amp; ]]> _f_ *g* [h](i) @octocat #1 \\| \"j\" 'k' ~~l~~ $m$"
  hint: "%0A::error::no command, no\n::warning::command\tthere"
- name: lines
  each: profiles
  level: warning
  expression: has(profile.labels.none)
  messageExpression: "'::error::' + values.host + '\\r\\nx,y:z%25\\u0085\\u2028 \\u0007\\ufffe'"
- name: told
  each: profiles
  level: info
  expression: profile.name == ''
- name: broken
  each: profiles
  expression: values.nothing == 1
- name: unknown
  each: objects
  expression: object.kind == ''
- name: holds
  each: profiles
  expression: 'true'
  why: "<b>why</b>\n\nbecause"
- name: idle
  each: profiles
  when: profile.name == 'nobody'
  expression: 'false'
END
}

# Some of it waived, each finding in its own way.
waived_project() {
	odd_project "$1"
	sed -i 's,^rules:.*,&\nwaivers: [waivers.yaml],' "$1/leme.yaml"
	cat >"$1/waivers.yaml" <<'END'
apiVersion: leme/v1
kind: Waivers
waivers:
- {rule: odd/pipes, owner: sre, reason: "because of \"<this>\" & that", expires: 2026-12-31}
- {rule: odd/unknown, owner: qa, reason: no objects, expires: 2026-11-23}
- {rule: odd/told, owner: qa, reason: too late, expires: 2026-11-22}
END
}

# Rendered objects, which stand beside the project.
rendered_project() {
	odd_project "$1"
	cat >"$1/objects.yaml" <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: "é|<b>"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: other}
END
	sed -i "s/object.kind == ''/object.metadata.name == ''/" "$1/rules/odd.yaml"
}

# Of what the baseline lists one is gone; the others are as they were, and one is new.
known_project() {
	odd_project "$1"
	cat >>"$1/rules/odd.yaml" <<'END'
- {name: gone, each: profiles, expression: values.host == ''}
- {name: added, each: profiles, expression: 'true'}
END
	(cd "$1" && "$LEME" check -q --now 2026-11-23 --baseline known.yaml >/dev/null 2>&1)
	sed -i "s/name: gone, .*}/name: gone, expression: 'true'}/
		s/name: added, .*}/name: added, expression: 'false'}/" "$1/rules/odd.yaml"
}

demo_project() {
	cp -r "$root/testdata/smarterp" "$1"
	echo 20.9 >"$1/componentes/producao/dbaccess/VERSION"
	echo lockserver-1.10 >"$1/componentes/tecnologia/lockserver/VERSION"
	echo latest >"$1/componentes/tecnologia/appserver/VERSION"
}

clean_project() {
	mkdir -p "$1/profiles"
	cat >"$1/leme.yaml" <<'END'
apiVersion: leme/v1
kind: Catalog
name: clean
environments: [live]
profiles: [profiles/*.yaml]
END
	printf 'apiVersion: leme/v1\nkind: Profile\nname: live\n' >"$1/profiles/live.yaml"
}

# --- what is said ----------------------------------------------------------------------------

# report FOLDER STATUS: all formats at once, beside the project, and each alone: the same bytes.
report() {
	local options=() format status=0
	for format in $formats; do
		options+=(--format "$format=$1.$format")
	done
	(cd "$1" && "$LEME" check "${arguments[@]}" "${options[@]}") >"$1.text" 2>"$1.notes" ||
		status=$?
	[ $status = "$2" ] || die "$1: exit $status, wanted $2"
	for format in $formats; do
		(cd "$1" && "$LEME" check "${arguments[@]}" --format "$format") >"$1.alone" \
			2>/dev/null || :
		cmp "$1.alone" "$1.$format"
	done
	(cd "$1" && "$LEME" check "${arguments[@]}") >"$1.alone" 2>/dev/null || :
	cmp "$1.alone" "$1.text"
}

# Machines read English, whatever people do, and whether or not people read beside them.
portuguese() {
	local format
	for format in json sarif junit github gitlab; do
		(cd "$1" && LC_ALL=pt_BR.UTF-8 "$LEME" check --now 2026-11-23 \
			--format "$format=$1.pt") >"$1.pt.text" || :
		cmp "$1.pt" "$1.$format"
		(cd "$1" && LC_ALL=pt_BR.UTF-8 "$LEME" check --now 2026-11-23 \
			--format "$format") >"$1.pt" || :
		cmp "$1.pt" "$1.$format"
	done
	(cd "$1" && LC_ALL=pt_BR.UTF-8 "$LEME" check --now 2026-11-23) >"$1.alone" || :
	cmp "$1.alone" "$1.pt.text"
	! cmp -s "$1.text" "$1.pt.text" || die "$1: the text is not in the reader's language"
}

# sarif FILE: the validator ends with 0 whatever it has found. GitHub's demands are among its own.
sarif() {
	"$TOOLS/sarif/Sarif.Multitool" validate --rule-kind 'Sarif;Ghas' "$1" >"$temp/log" &&
		grep -q 'Analysis completed successfully' "$temp/log" || die "$(cat "$temp/log")"
	! grep ': error ' "$temp/log"
}

# judge FOLDER: every format by what its readers demand, then all of them against each other.
judge() {
	sarif "$1.sarif" || die "SARIF: $1"
	xmllint --noout --schema "$root/tests/e2e/junit.xsd" "$1.junit" 2>"$1.log" ||
		die "$(cat "$1.log")"
	cmark-gfm --extension table --extension strikethrough --extension autolink \
		--unsafe "$1.markdown" >"$1.html"
	python3 "$root/tests/e2e/formats.py" compare "$1"
}

# The validators are no better than what they refuse.
refuse() {
	mkdir "$temp/bad"
	sed 's/"ruleIndex":/"ruleIndex":1/' "$1.sarif" >"$temp/bad/x.sarif"
	! sarif "$temp/bad/x.sarif" >/dev/null || die "the validator of SARIF accepts anything"
	sed 's/<failure/<failed/; s/<.failure/<\/failed/' "$1.junit" >"$temp/bad/x.xml"
	! xmllint --noout --schema "$root/tests/e2e/junit.xsd" "$temp/bad/x.xml" 2>/dev/null ||
		die "the schema of JUnit accepts anything"
}

# The schemas of JSON and SARIF by leme's own implementation: what is written fits, and nothing
# that has lost a part does.
schemas() {
	[ -x "$runner" ] || skip "no $runner: run make"
	python3 "$root/tests/e2e/formats.py" suite "$root/doc/findings-v1.schema.json" \
		"$temp"/*.json >"$temp/json-suite"
	python3 "$root/tests/e2e/formats.py" fits \
		"$TOOLS"/sarif/node_modules/@microsoft/*/sarif-2.1.0.json \
		"$temp"/*.sarif >"$temp/sarif-suite"
	"$runner" json-schema --draft 2020-12 "$temp/json-suite"
	"$runner" json-schema --draft 7 "$temp/sarif-suite"
}

# usage TEXT OPTION...: refused with exit 2, and no file is written.
usage() {
	local wanted=$1 status=0
	shift
	(cd "$temp/clean" && "$LEME" check "$@") >"$temp/out" 2>"$temp/err" || status=$?
	[ $status = 2 ] && [ ! -s "$temp/out" ] && grep -q "$wanted" "$temp/err" ||
		die "check $*: exit $status: $(cat "$temp/err")"
	[ ! -e "$temp/clean/report" ] || die "check $*: wrote a report"
}

# Where reports go: a file as it was, a link, a pipe, a place that there is not.
files() {
	local status=0
	cd "$temp/clean"
	touch kept
	chmod 640 kept
	ln -s kept link
	"$LEME" check --format json=link >/dev/null
	[ -L link ] && [ "$(stat -c %a kept)" = 640 ] && cmp kept "$temp/clean.json" ||
		die "a link or the rights of a file were lost"
	"$LEME" check --format json=/dev/stdout --format github=/dev/null | cmp - "$temp/clean.json"
	"$LEME" check --format json=none/report 2>"$temp/err" >"$temp/out" || status=$?
	[ $status = 3 ] && [ ! -s "$temp/out" ] && grep -q 'file/unwritable' "$temp/err" ||
		die "exit $status: $(cat "$temp/err")"
	rm kept link
	[ "$(find . -type f | wc -l)" = 2 ] || die "files were left: $(find . -type f)"
}

odd_project "$temp/odd"
waived_project "$temp/waived"
rendered_project "$temp/rendered"
known_project "$temp/known"
demo_project "$temp/demo"
clean_project "$temp/clean"
for name in odd waived rendered known demo clean; do
	arguments=(--now 2026-11-23)
	[ $name != rendered ] || arguments+=(--manifests objects.yaml)
	[ $name != known ] || arguments+=(--baseline known.yaml)
	case $name in clean) report "$temp/$name" 0 ;; *) report "$temp/$name" 1 ;; esac
	judge "$temp/$name"
done
portuguese "$temp/odd"
portuguese "$temp/demo"
refuse "$temp/odd"
schemas
usage "not 'xml'" --format xml=report
usage 'two formats cannot go to the standard output' --format json --format sarif
usage 'two formats cannot go to one file' --format json=report --format sarif=report
usage 'names no file' --format json= --format sarif=report
files
say 'every format says the same'
