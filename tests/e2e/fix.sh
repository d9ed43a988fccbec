#!/usr/bin/env bash
# `leme check --fix`: what is mended, shown and written, in every state that a file can be in. What
# SARIF and JSON tell of a fix is the same edits. What was mended is not found again.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
command -v python3 >/dev/null || skip "no python3"
scratch_git
formats='json sarif junit github gitlab markdown text'

# --- the project ------------------------------------------------------------------------------

# project: a fresh one, with five findings, all of which can be mended.
project() {
	rm -rf "$temp/project"
	mkdir -p "$temp/project/profiles" "$temp/project/rules"
	cd "$temp/project"
	cat >leme.yaml <<'END'
apiVersion: leme/v1
kind: Catalog
name: shop
environments: [live]
profiles: [profiles/*.yaml]
rules: [rules/*.yaml]
waivers: [waivers.yaml]
components:
  api: {image: example.com/shop/api, scheme: dotted, version: {from: VERSION.api}, writes: api}
END
	cat >rules/shop.yaml <<'END'
apiVersion: leme/v1
kind: RulePack
name: shop
rules:
- name: owner
  each: profiles
  expression: facts.owner == facts.owner.lowerAscii()
  message: owners are written in lower case
  fix: facts.owner.lowerAscii()
- {name: nine, each: components, expression: version != '9', message: never nine, fix: "'8'"}
END
	cat >waivers.yaml <<'END'
apiVersion: leme/v1
kind: Waivers
waivers:
# It goes with what it is for.
- {rule: shop/nine, owner: sre, reason: soon, expires: 2020-01-01} # at once
- {rule: shop/owner, component: api, owner: sre, reason: never, expires: 2030-01-01}
END
	printf 'apiVersion: leme/v1\r\nkind: Profile\r\nname: live\r\n%s\r\n' \
		'facts: {é: "😀", owner: "BoB"} # é' >profiles/live.yaml
	printf '\xEF\xBB\xBF%s\nkind: Profile\nname: other\nenvironment: live\nfacts: {%s}' \
		'apiVersion: leme/v1' 'owner: Ann' >profiles/other.yaml
	echo 9 >VERSION.api
}

# Not as in lib.sh: laws follow each other in one project.
law() {
	law=$1
}

check() {
	"$LEME" check --now 2026-11-23 "$@"
}

pt() {
	LC_ALL=pt_BR.UTF-8 check "$@"
}

# state: all files of the project, but for reports.
state() {
	find . -type f ! -path './.leme/*' ! -name '*.report' -exec sha256sum {} + | sort
}

# stays STATUS TEXT OPTION...: as expect, and nothing is written.
stays() {
	local before
	before=$(state)
	expect "$1" "$2" check "${@:3}"
	expect 0 "$before" state
}

# holds FILE TEXT: what is in a file, where the text is written as for printf.
holds() {
	# shellcheck disable=SC2059 # it is a format
	printf "$2" >"$temp/wanted"
	expect 0 '' cmp "$1" "$temp/wanted"
}

# told FORMAT: does the edits that a report tells, each finding's own, from the end of each file.
told() {
	python3 - "$1" "$1.report" <<'END'
import json, sys, urllib.parse

def by_lines(text, begin, end, columns):
    """Bytes [begin, end) of what lines and columns from 1 in code points are."""
    lines = text.decode().split("\n")
    def offset(line, column):
        before = "".join(one + "\n" for one in lines[:line - 1])
        first = lines[line - 1] if line <= len(lines) else ""
        return len((before + first[:column - 1]).encode())
    return offset(*begin), offset(*end)

edits = set()
data = json.load(open(sys.argv[2]))
for finding in data.get("findings", []):
    for edit in finding["fix"]["edits"]:
        place = edit["place"]
        edits.add((place["file"], edit["offset"], edit["length"], edit["text"],
                   (place["line"], place["column"]), (place["endLine"], place["endColumn"])))
for result in data["runs"][0]["results"] if "runs" in data else []:
    change, = result["fixes"][0]["artifactChanges"]
    for one in change["replacements"]:
        region = one["deletedRegion"]
        edits.add((urllib.parse.unquote(change["artifactLocation"]["uri"]),
                   region["byteOffset"], region["byteLength"],
                   one.get("insertedContent", {"text": ""})["text"],
                   (region["startLine"], region["startColumn"]),
                   (region["endLine"], region["endColumn"])))
for file, offset, length, new, begin, end in sorted(edits, reverse=True):
    text = open(file, "rb").read()
    mark = 3 if text.startswith(b"\xef\xbb\xbf") else 0
    lines = by_lines(text[mark:], begin, end, None)
    if lines != (offset - mark, offset + length - mark):
        sys.exit("%s: lines are %r, bytes %r" % (file, lines, (offset, length)))
    open(file, "wb").write(text[:offset] + new.encode() + text[offset + length:])
END
}

# --- laws -------------------------------------------------------------------------------------

law 'what is found says that it can be mended'
project
stays 1 "hint: 'leme check --fix' writes 'bob'"
stays 1 "hint: 'leme check --fix' writes '8'"
stays 1 "hint: take it away; 'leme check --fix' takes it out"

law 'only the bytes in question change'
expect 0 '+facts: {é: "😀", owner: "bob"} # é' check --fix
first='apiVersion: leme/v1'
holds profiles/live.yaml \
	"$first\r\nkind: Profile\r\nname: live\r\nfacts: {é: \"😀\", owner: \"bob\"} # é\r\n"
holds profiles/other.yaml "\xEF\xBB\xBF$first\nkind: Profile\nname: other\n$(
)environment: live\nfacts: {owner: ann}"
holds VERSION.api '8\n'
holds waivers.yaml 'apiVersion: leme/v1\nkind: Waivers\nwaivers: []\n'

law 'what was mended is not found again'
stays 0 ''
stays 0 'there is nothing to fix' --fix

law 'how many were mended is said, unless that is not wanted'
project
expect 0 'fixed: 5' check --fix
project
expect 0 '-9' check --fix -q
expect 1 '' cmp -s /dev/null <(project && check --fix -q 2>/dev/null)
expect 0 '' cmp /dev/null <(project && check --fix -q 2>&1 >/dev/null)

law 'the reader is told in their language'
project
expect 0 'consertados: 5' pt --fix
expect 0 'não há nada a consertar' pt --fix

law 'a plan shows the same and writes nothing'
project
planned=$(check --fix --plan)
stays 0 '-9' --fix --plan
expect 0 '' cmp /dev/null <(check --fix --plan 2>&1 >/dev/null)
expect 0 "$planned" check --fix -q
stays 2 "'--plan' is of use with '--fix' only" --plan

law 'what people wrote is mended, not what git holds or a chart renders'
project
stays 2 "not what '--staged' judges" --fix --staged
stays 2 "not what '--manifests' judges" --fix --manifests leme.yaml

law 'what cannot be mended is told, in all formats and languages, beside what is'
for reader in check pt; do
	project
	sed -i 's/, fix: .*}/}/' rules/shop.yaml
	options=()
	for format in $formats; do
		options+=(--format "$format=$format.report")
	done
	expect 1 '-facts: {owner: Ann}' $reader --fix "${options[@]}"
	for format in $formats; do
		expect 0 '' grep -q 'never nine' "$format.report"
		expect 1 '' grep 'lower case' <(grep -v '"id":"shop/owner"' "$format.report")
	done
	stays 1 'there is nothing to fix' --fix
done

law 'machines read nothing but the report'
project
expect 0 '' python3 -m json.tool <(check --fix --format json 2>/dev/null) /dev/null

law 'what a report tells of a fix is what is done'
for format in json sarif; do
	project
	check --format $format=$format.report >/dev/null || :
	sed -i '/shop.owner, component/d' waivers.yaml # one edit would be beside the other
	check --format $format=$format.report >/dev/null || :
	expect 0 '' told $format
	after=$(state)
	project
	sed -i '/shop.owner, component/d' waivers.yaml
	check --fix -q >/dev/null
	expect 0 "$after" state
done

law 'a secret is not told with its fix'
project
echo 'secrets: [facts.owner, owner]' >>leme.yaml
sed -i 's/owner: Ann/owner: annabel/; s/owner: "BoB"/owner: "Bobbert"/' profiles/*
sed -i "s/fix: facts.*/fix: \"'annabel'\"/" rules/shop.yaml
echo 'values: {owner: annabel}' >>leme.yaml
expect 1 0 grep -c annabel <(check --format json; check --format sarif; check; check --fix --plan)

law 'a file keeps its mode, whether or not it could be written to'
project
chmod 444 VERSION.api
expect 0 'fixed: 5' check --fix
expect 0 '444' stat -c %a VERSION.api
holds VERSION.api '8\n'

law 'a folder that cannot be written to is a fault of the world, and nothing is written'
project
check --fix --plan >/dev/null # it made .leme, if it did
chmod -R a+rX "$temp"
if [ "$(id -u)" != 0 ]; then
	chmod 555 profiles
	stays 3 'error' --fix
	chmod 755 profiles
elif command -v setpriv >/dev/null; then
	before=$(state)
	expect 3 'error' setpriv --reuid 65534 --clear-groups "$LEME" check --now 2026-11-23 --fix
	expect 0 "$before" state
fi

law 'a link is followed, and stays one'
project
mv VERSION.api nine
ln -s nine VERSION.api
expect 0 'fixed: 5' check --fix
expect 0 'nine' readlink VERSION.api
holds nine '8\n'

law 'a file that has two names is mended once'
project
sed -i '/^  api: /{p; s/api/web/g}' leme.yaml
ln -s VERSION.api VERSION.web
expect 0 'fixed: ' check --fix
holds VERSION.api '8\n'

law 'two fixes of one place: one is done, the other is told again'
project
sed -i "/^- {name: nine/{p; s/nine/no-nine/; s/'8'/'7'/}" rules/shop.yaml
expect 0 '+7' check --fix
stays 0 ''

law 'a fix that mends nothing is told again'
project
sed -i "s/fix: \"'8'\"/fix: \"'9'\"/" rules/shop.yaml
expect 1 'never nine' check --fix
stays 1 'there is nothing to fix' --fix

law 'a fix that breaks the project is not done'
project
sed -i "s/fix: \"'8'\"/fix: \"''\"/" rules/shop.yaml
stays 2 'version/file' --fix

law 'a known finding is not mended'
project
sed -i '/^- /d; s/^waivers:/& []/' waivers.yaml
check --baseline known.yaml >/dev/null 2>&1
stays 0 'there is nothing to fix' --baseline known.yaml --fix

law 'where nothing is wrong nothing is done'
project
check --fix -q >/dev/null
rm -f waivers.yaml
sed -i '/^waivers/d' leme.yaml
stays 0 'there is nothing to fix' --fix

say "$passed passed, $failed failed"
[ "$failed" = 0 ]
