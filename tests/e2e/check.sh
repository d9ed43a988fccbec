#!/usr/bin/env bash
# Faults that people make by hand, planted in a copy of the demo, one at a time: `leme check` finds
# each at the line that somebody would change, and nothing else.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

passed=0 failed=0

# check NAME: what the demo's copy is found to have, a line each: RULE FILE:LINE.
check() {
	(cd "$temp/project" && "$LEME" check --now 2026-11-23 --format json) >"$temp/$1.json" || :
	python3 - "$temp/$1.json" <<'PYTHON'
import json, sys
for finding in json.load(open(sys.argv[1]))["findings"]:
    if finding["outcome"] != "undecided":
        print("%s %s:%d" % (finding["rule"], finding["place"]["file"], finding["place"]["line"]))
PYTHON
}

# plant WANTED COMMAND: the findings, separated by ', ', after the command has changed the demo.
plant() {
	local got
	rm -rf "$temp/project"
	cp -r "$root/testdata/smarterp" "$temp/project"
	(cd "$temp/project" && eval "$2")
	got=$(check fault | paste -sd, - | sed 's/,/, /g')
	if [ "$got" = "$1" ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	say "FAILED: $2"
	printf '  wanted: %s\n  got:    %s\n' "$1" "$got"
}

# line_of TEXT: where it stands in the demo's catalogue.
line_of() {
	grep -n "$1" "$root/testdata/smarterp/leme.yaml" | head -n 1 | cut -d: -f1
}

# in_file ENVIRONMENT COMPONENT VERSION: what stands in the file of the version.
in_file() {
	printf '%s\n' "$3" >"componentes/$1/$2/VERSION"
}

plant '' ':'
# A version reaches production before anybody has tried it.
plant 'version/order componentes/producao/dbaccess/VERSION:1' 'in_file producao dbaccess 20.9'
# A pre-release leaves the environment that it is for; the one before has it, so order holds.
plant 'version/prerelease componentes/sistemico/license-server/VERSION:1' \
	'in_file tecnologia license-server 3.4.1-rc.2; in_file sistemico license-server 3.4.1-rc.2'
# A name is copied instead of a version.
plant 'version/scheme componentes/tecnologia/lockserver/VERSION:1' \
	'in_file tecnologia lockserver lockserver-1.10'
# A tag that is pushed anew is no version, either.
plant 'image/mutable-tag componentes/tecnologia/migrador/VERSION:1' \
	'in_file tecnologia migrador latest'
# One of the five roles stays behind.
plant 'image/one-role-image componentes/producao/appserver/VERSION:1' \
	'echo "versions: {appserver/rest: 7.00.240101P}" >>profiles/clientes/*aurora.yaml'
# An image comes from the Internet.
plant "image/registry leme.yaml:$(line_of 'image: lockserver')" \
	"sed -i 's,image: lockserver,image: quay.io/somebody/lockserver,' leme.yaml"
# The artifacts of two environments come from one folder.
folder='environment/artifact-folder leme.yaml'
plant "$folder:$(line_of arte:rpo_sistemico), $folder:$(line_of arte:rpo_smarterp)" \
	"sed -i 's/arte:rpo_smarterp/arte:rpo_sistemico/' leme.yaml"

# A customer gets a License Server that is too old for what runs beside it: three need more.
place='version/needs profiles/clientes/construtora-aurora.yaml'
line=$(($(wc -l <"$root/testdata/smarterp/profiles/clientes/construtora-aurora.yaml") + 1))
plant "$place:$line, $place:$line, $place:$line" \
	'echo "versions: {license-server: 2.9}" >>profiles/clientes/*aurora.yaml'

# A pin outlives its day, is overtaken by what it was held back from, or says what another pin says.
acme=profiles/clientes/acme.yaml
plant "version/pin-expired $acme:8" "sed -i 's/until: 2027-03-31/until: 2026-11-22/' $acme"
plant '' "sed -i 's/until: 2027-03-31/until: 2026-11-23/' $acme"
plant "version/pin-redundant $acme:8" "sed -i 's/version: 1.9/version: 1.10/' $acme"
plant '' "sed -i 's/lockserver: {version: 1.9.*/lockserver: 1.10/' $acme"
plant "version/pin-redundant $acme:8" \
	"sed -i 's/^versions: {/&lockserver: {version: 1.9}, /' profiles/producao.yaml"
# A hold is over.
plant "version/hold-expired leme.yaml:$(line_of 'until: 2027-01-08')" \
	"sed -i 's/from: 2026-12-18/from: 2026-01-01/; s/2027-01-08/2026-11-22/' leme.yaml"

# A value is copied from another environment; a password is committed, and not repeated.
database='{host: postgres.database.svc, name'
line=$(grep -n "$database" "$root/testdata/smarterp/profiles/producao.yaml" | cut -d: -f1)
plant "environment/isolation profiles/producao.yaml:$line" \
	"sed -i 's/postgres.database.svc/postgres.sistemico.svc/' profiles/producao.yaml"
plant "environment/secret-literal profiles/producao.yaml:$line" \
	"sed -i 's/$database/{host: db, password: plantéd, name/' profiles/producao.yaml"
if (cd "$temp/project" && "$LEME" check) | grep -E 'plant|é'; then
	failed=$((failed + 1))
	say 'FAILED: the password is repeated'
fi

# A fact becomes a text, or another fact by one letter; what only customers know is theirs.
plant 'environment/facts profiles/sistemico.yaml:9' \
	"sed -i \"s/sigla: sis/sigla: 7/\" profiles/sistemico.yaml"
plant 'environment/facts profiles/producao.yaml:11' \
	"sed -i 's/users: 75/&, userPerPod: 30/' profiles/producao.yaml"
plant '' "sed -i 's/users: 75/&, contrato: 7/' profiles/producao.yaml"

# The chart and the chains of versions, with the packs that the demo does not name.
packs='sed -i "s/builtin:environment@1/&, builtin:chart@1, builtin:chain@1/" leme.yaml'
packs="$packs; \"\$LEME\" compile -q"
plant '' "$packs"
plant 'chart/unknown-value profiles/sistemico.yaml:11' \
	"sed -i 's/^values:$/&\n  appservr: {replica: 2}/' profiles/sistemico.yaml; $packs"
place=charts/smarterp/Chart.yaml:7
older="sed -i 's/^version: .*/version: 1.0.0/' charts/smarterp/Chart.yaml"
# One fault that two packs know is told by one of them, and by either alone.
plant "chart/version-agreement $place" "$packs; $older"
plant "chart/version-agreement $place" "${packs/, builtin:chain@1/}; $older"
plant "chain/chart $place" "${packs/ builtin:chart@1,/}; $older"
plant 'chain/chart charts/smarterp/Chart.yaml:1' \
	"$packs; sed -i '/^version: /d' charts/smarterp/Chart.yaml"
plant 'chart/version-agreement VERSION:1' "$packs; echo 1.0.0 >VERSION"
plant '' "$packs; printf '\357\273\277%s' \"\$(cat VERSION)\" >VERSION"
broken="sed -i '3 s/.*/a: [/' charts/smarterp/Chart.yaml"
plant "chart/schema $place" "$packs; $broken"
plant "chain/chart $place" "${packs/ builtin:chart@1,/}; $broken"
plant 'chain/values values/sistemico.yaml:5' \
	"$packs; sed -i '5 s/tag: .*/tag: 1.0/' values/sistemico.yaml"

# memory USERS STATUS: kilobytes that a check takes, where everybody must have so few users.
memory() {
	cat >rules/shop.yaml <<-RULES
		apiVersion: leme/v1
		kind: RulePack
		name: shop
		rules: [{name: users, each: profiles, expression: facts.users < $1}]
	RULES
	python3 - "$LEME" "$2" <<-'PYTHON'
		import resource, subprocess, sys
		done = subprocess.run([sys.argv[1], "check", "-j2"], stdout=subprocess.DEVNULL)
		assert done.returncode == int(sys.argv[2])
		print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
	PYTHON
}

# Of a profile that fails nothing is kept but what is told of it: some kilobytes.
check_memory() {
	local customers=2000 passing failing
	rm -rf "$temp/project"
	cp -r "$root/testdata/smarterp" "$temp/project"
	cd "$temp/project"
	sed -i 's,builtin:environment@1],builtin:environment@1\, rules/*.yaml],' leme.yaml
	mkdir rules
	for i in $(seq $customers); do
		printf '%s\n' 'apiVersion: leme/v1' 'kind: Profile' "name: customer-$i" \
			'extends: produção' 'facts: {users: 40}' >"profiles/clientes/$i.yaml"
	done
	passing=$(memory 1000 0)
	failing=$(memory 30 1)
	[ $((failing - passing)) -gt $((customers * 8)) ] || {
		passed=$((passed + 1))
		return
	}
	failed=$((failed + 1))
	say "FAILED: $passing KB where $customers pass, $failing KB where they fail"
}

check_memory
say "$passed passed, $failed failed"
[ "$failed" = 0 ]
