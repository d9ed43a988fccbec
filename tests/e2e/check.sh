#!/usr/bin/env bash
# Faults that people make by hand, planted in a copy of the demo, one at a time: `leme check` finds
# each at the line that somebody would change, and nothing else.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

passed=0 failed=0
options=()

# check NAME: what the demo's copy is found to have, a line each: RULE FILE:LINE, or RULE FILE of a
# file that is not there. What the project cannot be read for is said likewise.
check() {
	(cd "$temp/project" && "$LEME" check --now 2026-11-23 --format json "${options[@]}") \
		>"$temp/$1.json" 2>"$temp/$1.err" || :
	[ -s "$temp/$1.json" ] || {
		sed -n 's/^\([^ ]*:[0-9]*\):[0-9]*: error: .* \[\(.*\)\]$/\2 \1/p' "$temp/$1.err"
		return
	}
	python3 - "$temp/$1.json" <<'PYTHON'
import json, sys
for finding in json.load(open(sys.argv[1]))["findings"]:
    if finding["outcome"] != "undecided":
        place = finding["place"]
        line = ":%d" % place["line"] if "line" in place else ""
        print("%s %s%s" % (finding["rule"], place["file"], line))
PYTHON
}

# plant WANTED COMMAND: the findings, separated by ', ', after the command has changed the demo.
plant() {
	local got
	rm -rf "$temp/project"
	cp -r "$root/testdata/smarterp" "$temp/project"
	(cd "$temp/project" && eval "$2")
	got=$(check fault | paste -sd, - | sed 's/,/, /g')
	compare "$2" "$1" "$got"
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
# So does an RPO, which has a version of its own: of a base that nobody homologates.
rpo=componentes/producao/rpo/VERSION:1
plant "version/order $rpo" 'in_file producao rpo 12.1.2310-20261114'
plant "version/order $rpo" 'in_file producao rpo 12.1.2210-20261122'
plant '' 'in_file producao rpo 12.1.2210-20261121'
plant "version/scheme $rpo" 'in_file producao rpo rpo-12.1.2210-20261114'
plant "version/prerelease $rpo" \
	'in_file producao rpo 12.1.2210-rc.1; in_file sistemico rpo 12.1.2210-rc.1
	sed -i "s/^prereleases: .*/prereleases: [tecnologia, sistêmico]/" leme.yaml'
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
# The artifacts of two environments come from one folder, or from that of each other.
folder='environment/artifact-folder leme.yaml'
strange="environment/isolation leme.yaml:$(line_of arte:rpo_smarterp)"
plant "$folder:$(line_of arte:rpo_sistemico), $folder:$(line_of arte:rpo_smarterp), $strange" \
	"sed -i 's/arte:rpo_smarterp/arte:rpo_sistemico/' leme.yaml"
swap="sed -i 's/arte:rpo_smarterp/arte:rpo_x/; s/arte:rpo_sistemico/arte:rpo_smarterp/
	s/arte:rpo_x/arte:rpo_sistemico/' leme.yaml"
plant "$strange" "$swap"
plant "environment/isolation leme.yaml:$(line_of espelho:dbaccess)" \
	"sed -i 's/espelho:dbaccess/espelho:tecnologia/' leme.yaml"
# One expression is another folder in each.
plant '' \
	"sed -i 's/arte:rpo_\(tecnologia\|sistemico\)/arte:rpo_\${{ environment.slug }}/' leme.yaml"
# One environment has none; another spelling of its name is not another environment.
plant "$folder:$(line_of arte:rpo_tecnologia)" \
	"sed -i '/arte:rpo_smarterp/d' leme.yaml"
plant '' "sed -i 's/produção: .arte/producao: '\\''arte/' leme.yaml"

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
# A version is taken from the file of another environment.
plant "environment/isolation profiles/clientes/acme.yaml:9" "sed -i \
	'9 s/.*/  customizacao: {from: componentes\\/sistemico\\/customizacao\\/VERSION}/' \
	profiles/clientes/acme.yaml"
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

# --- each hop against the one before it -------------------------------------------------------

# The sources of the demo are folders of it. One customer has a version that no mirror has, which
# would be found each time.
options=(--source repos=fontes/repos --source espelho=fontes/espelho --source arte=fontes/arte)
hops="sed -i s/12.1.2110/12.1.2210/ profiles/clientes/usina-boa-vista.yaml; $packs"
version=componentes/producao/dbaccess/VERSION
mirror=fontes/espelho/dbaccess/20.3.1.4
makefile=producao/dbaccess/component-versions.mk
values=charts/smarterp/values.yaml

# value_line TEXT FILE: where it stands in what the demo compiles to.
value_line() {
	rm -rf "$temp/compiled"
	cp -r "$root/testdata/smarterp" "$temp/compiled"
	(cd "$temp/compiled" && "$LEME" compile -q && grep -n "$1" "$2" | head -n 1 | cut -d: -f1)
}

# lock: each image is taken as it would be pushed, with a digest of its own.
lock() {
	"$LEME" lock 2>/dev/null | sed -n 's/^\(gcr[^ ]*\) .*/\1/p' | while read -r image; do
		printf '%s@sha256:%s\n' "$image" "$(printf %s "$image" | sha256sum | cut -d' ' -f1)"
	done | xargs "$LEME" lock -q 2>/dev/null
}

# lock_alike ONE OTHER: the line of one gets the digest of the other.
lock_alike() {
	local digest
	digest=$(sed -n "s/.*$2.*\(sha256:[0-9a-f]*\).*/\1/p" leme.lock)
	sed -i "/$1/s/sha256:[0-9a-f]*/$digest/" leme.lock
}

plant '' "$hops"
# The artifact is in the folder of no version, or under another name there.
artifact=chain/artifact\ espelho:dbaccess/20.3.1.4/dbaccess-20.3.1.4.tar.gz
plant "$artifact" "$hops; mv $mirror fontes/espelho/dbaccess/20.3.14"
plant "$artifact" "$hops; mv $mirror/dbaccess-20.3.1.4.tar.gz $mirror/dbacess-20.3.1.4.tar.gz"
# The RPO is taken from a folder that there is not, or from that of another base.
rpo=rpo_smarterp/12.1.2210-20261114/rpo-12.1.2210-20261114.tar.gz
plant "chain/artifact arte:${rpo/smarterp/smartrep}" \
	"$hops; sed -i 's/arte:rpo_smarterp/arte:rpo_smartrep/' leme.yaml"
# The release of the ERP is another one then, and with it the chart's appVersion, as compiled.
ahead='version/order componentes/producao/rpo/VERSION:1'
plant "$ahead, chain/artifact arte:${rpo//12.1.2210/12.1.2310}" \
	"in_file producao rpo 12.1.2310-20261114; $hops"
# Somebody has copied it to there.
plant "$ahead" "in_file producao rpo 12.1.2310-20261114; $hops
	mkdir -p fontes/arte/rpo_smarterp/12.1.2310-20261114
	cp fontes/arte/$rpo fontes/arte/${rpo//12.1.2210/12.1.2310}"
# Two environments have got the folder of each other.
plant "chain/artifact arte:${rpo/smarterp/sistemico}, chain/artifact arte:${rpo//14/21}, $strange" \
	"$hops; $swap"
# An upload has failed.
plant "chain/artifact arte:$rpo" "$hops; : >fontes/arte/$rpo"

# The version is written into no file, an empty one, or below another version.
plant "file/missing leme.yaml:$(line_of 'version: {from:')" "$hops; rm $version"
plant "version/file $version:1" "$hops; : >$version"
plant "version/file $version:2" "$hops; echo 20.3.1.5 >>$version"

# The link says another version, itself or by what it includes; it says nothing; it is not there.
plant "chain/build repos:$makefile:2" "$hops; sed -i s/20.3.1.4/20.3.1.3/ fontes/repos/$makefile"
plant 'chain/build repos:producao/appserver/component-versions.mk:5' \
	"$hops; sed -i s/7.00/7.01/ fontes/repos/producao/appserver/imagem.mk"
build="chain/build leme.yaml:$(line_of 'build: {from:')"
plant "$build" "$hops; sed -i s/DBACCESS_/DBACESS_/ fontes/repos/$makefile"
plant "$build" "$hops; rm fontes/repos/$makefile"

# The image is not locked under the tag that the version makes, or is another version's.
locked="$hops; lock; \"\$LEME\" compile -q"
plant '' "$locked"
pinned="image/digest-pinned $version:1"
plant "$pinned, ${pinned/producao/sistemico}, chain/image leme.lock" \
	"$locked; sed -i '/dbaccess:20.3.1.4/d' leme.lock"
plant 'image/one-digest leme.lock:9, image/one-digest leme.lock:10' \
	"$hops; lock; lock_alike dbaccess:20.3.1.5 dbaccess:20.3.1.4; \"\$LEME\" compile -q"

# The values are edited by hand: the tag, the name, all of it.
plant "chain/values $values:$(value_line "tag: '20.3.1.4'" $values)" \
	"$hops; sed -i \"s/tag: '20.3.1.4'/tag: '20.3.1.5'/\" $values"
plant "chain/values $values:$(value_line eng-protheus/dbaccess $values)" \
	"$hops; sed -i 's,eng-protheus/dbaccess,eng-protheus/dbacess,' $values"
# So it is with what no component writes there: changed, taken out, added.
plant "chain/values $values:$(value_line 'max: 60' $values)" \
	"$hops; sed -i 's/max: 60/max: 61/' $values"
plant "chain/values $values:$(value_line '^cache:' $values)" \
	"$hops; sed -i '/maxmemory: 256mb/d' $values"
plant "chain/values values/sistemico.yaml:$(value_line size: values/sistemico.yaml)" \
	"$hops; sed -i '0,/size: .*/s//size: 80Gi/' values/sistemico.yaml"
plant 'chain/values values/sistemico.yaml:2' \
	"$hops; sed -i '1 s/$/\nreplicas: 3/' values/sistemico.yaml"
plant '' "$hops; sed -i '1 s/$/\nreplicas: 3/' $values"
plant 'chain/values values/sistemico.yaml' "$hops; rm values/sistemico.yaml"

# The version of the chart is not what the files of it say.
plant 'chart/version-agreement VERSION:1' "$hops; echo 1.41.9 >VERSION"
plant 'chain/chart VERSION' "$hops; rm VERSION"
# It has not moved since the last release, though what is shipped has.
release="$locked; \"\$LEME\" bump patch -q"
plant '' "$release"
plant "chart/version-bump leme.yaml:$(line_of 'version: 1.42.0')" \
	"$release; echo '# more' >>charts/smarterp/templates/NOTES.txt"
plant "chart/version-bump leme.yaml:$(line_of 'version: 1.42.0')" \
	"$release; for e in tecnologia sistemico producao; do in_file \$e dbaccess 20.3.1.5; done
	sed -i s/20.3.1.4/20.3.1.5/ fontes/repos/*/dbaccess/component-versions.mk
	\"\$LEME\" compile -q"
options=()

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
