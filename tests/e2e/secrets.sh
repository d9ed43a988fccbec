#!/usr/bin/env bash
# What the catalogue calls secret is shown by no command, in no format, whatever is wrong with the
# project: everything that leme prints is searched for what was planted. The same project without
# `secrets` shows it nearly everywhere, or the search would prove nothing.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
export SECRET_OF_CI='kr3t from the environment'

# Every planted text holds one of these.
planted='kr3t|90817263|\bzq7\b|a3IzdA'

# --- the project ------------------------------------------------------------------------------

project() { # FOLDER SECRETS
	mkdir -p "$1/profiles" "$1/rules" "$1/values" "$1/chart/templates"
	cat >"$1/leme.yaml" <<END
apiVersion: leme/v1
kind: Catalog
name: shop
environments: [test, live]
chart: {path: chart, version: 1.0.0}
rules: [rules/*.yaml]
registries: {house: {at: house.example.com}}
defaults: {scheme: semver}
components:
  api: {image: api, writes: api.image}
env: [SECRET_OF_CI]
$2
values: {db: {password: kr3t-plain, user: shop}, open: kr3t-plain copied, api: {token: zq7}}
END
	cat >"$1/profiles/live.yaml" <<'END'
apiVersion: leme/v1
kind: Profile
name: live
versions: {api: 1.2.3}
values:
  db: {password: "kr3t \"quoted\" \x41\u00e9\\", pin: 90817263, name: orders}
  files: {tls.crt: kr3t-dotted, sign.crt: {a: kr3t-below}, .dockerconfigjson: kr3t-hidden}
  mail: {smtpPass: kr3t-glob, passphrase: "kr3t-quoted"}
  users:
  - {name: ann, password: 'kr3t it''s ann'}
  - {name: bob, password: kr3t-of-bob-that-is-long-enough-to-be-cut-by-any-message-there-is}
  tls:
    key: |
      -----BEGIN KEY-----
      kr3tMIIEvQIBADANBgkqhkiG9w0BAQEF
      kr3tAASCBKcwggSjAgEAAoIBAQC7
      -----END KEY-----
  ci:
    password: ${{ getenv('SECRET_OF_CI', '') }}
    url: "https://${{ values.db.user }}:${{ values.db.password }}@db"
END
	cat >"$1/profiles/test.yaml" <<'END'
apiVersion: leme/v1
kind: Profile
name: test
versions: {api: 1.2.3}
END
	cat >"$1/values/live.yaml" <<'END'
db: {password: kr3t-that-was-before}
END
	printf 'apiVersion: v2\nname: chart\nversion: 0.9.0\n' >"$1/chart/Chart.yaml"
	printf 'db:\n  password: kr3t-of-the-chart\napi: {image: {}}\n' >"$1/chart/values.yaml"
	echo '1.0.0' >"$1/VERSION"
	cat >"$1/objects.yaml" <<'END'
apiVersion: v1
kind: Secret
metadata: {name: db}
data: {password: a3IzdC1pbi1iYXNlNjQ=}
stringData: {token: kr3t-as-it-is}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: db}
data: {url: 'https://kr3t-in-base64@db', other: "kr3t-as-it-is"}
END
	cat >"$1/rules/shop.yaml" <<'END'
apiVersion: leme/v1
kind: RulePack
name: shop
rules:
- {name: equal, each: profiles, expression: values.db.password == ''}
- {name: size, each: profiles, expression: values.db.password.size() > 100}
- {name: whole, each: profiles, expression: values.db == values}
- {name: all, each: profiles, expression: 'values.?users.orValue([]).all(u, u.password == "")'}
- {name: lines, each: profiles, expression: "!('tls' in values) || values.tls.key == 'x'"}
- {name: ci, each: profiles, expression: "!('ci' in values) || values.ci.password == 'x'"}
- {name: url, each: profiles, expression: "!('ci' in values) || values.ci.url == 'x'"}
- {name: number, each: profiles, expression: "!('pin' in values.db) || values.db.pin < 5"}
- {name: short, each: profiles, expression: values.api.token == ''}
- {name: copy, each: profiles, expression: values.open == ''}
- {name: error, each: profiles, expression: values.db.password.none == ''}
- {name: other, expression: "profiles['live'].values.db.password == ''"}
- {name: data, each: objects, expression: "object.data.all(k, object.data[k] == '')"}
- {name: object, each: objects, expression: "object == {}"}
- {name: copy-of, each: objects, expression: '!object.data.exists(k, object.data[k] != "")'}
- name: told
  each: profiles
  expression: 'false'
  messageExpression: "'it is ' + values.db.password + ' of ' + values.open + '.'"
- name: inside
  each: profiles
  level: warning
  expression: 'false'
  messageExpression: "'x' + values.db.password + 'y\\n::error::' + values.api.token"
END
}

faults='sound unknown-key syntax glob duplicate conflict type template expression crossed edited'
faults="$faults catalog"

# What people do to a project by mistake, each at a secret.
plant() { # FAULT
	case $1 in
	sound) ;;
	unknown-key) sed -i 's/^values: {/valeus: {db: {password: kr3t-x}}\n&/' leme.yaml ;;
	syntax) echo '  db: {password: kr3t-of-bob: [}' >>profiles/live.yaml ;;
	glob) echo '  mail: {smtpPass: kr3t-x: [}' >>profiles/live.yaml ;;
	duplicate) printf '  bob: {password: kr3t-1}\n  bob: {password: kr3t-2}\n' \
		>>profiles/live.yaml ;;
	conflict) sed -i '1s/^/<<<<<<< password: kr3t-mine\n/' profiles/live.yaml ;;
	type) echo 'labels: {a: {password: kr3t-plain, b: [kr3t-plain]}}' >>profiles/live.yaml ;;
	template) echo "  token: {password: \"kr3t-plain \${{ nothing('kr3t-plain') }}\"}" \
		>>profiles/live.yaml ;;
	expression) echo "  token: {size: \"\${{ values.db.password + 1 }}\"}" \
		>>profiles/live.yaml ;;
	crossed) echo '  api: {image: {tag: kr3t-plain, password: kr3t-x}}' >>profiles/live.yaml ;;
	edited)
		"$LEME" compile --adopt --quiet
		sed -i 's/kr3t/and-kr3t/; s/orders/others/' values/live.yaml
		;;
	catalog) echo 'holds: {password: kr3t-plain}' >>leme.yaml ;;
	esac
}

# --- everything that leme prints --------------------------------------------------------------

# run NAME COMMAND...: both streams into files.
run() {
	local name=$1
	shift
	env LC_ALL="$locale" "$LEME" "$@" >"$said/$name.out" 2>"$said/$name.err" || [ $? -le 2 ] ||
		die "leme $*: $(cat "$said/$name.err")"
}

run_all() { # FOLDER: where it goes
	local said=$1 format expression count=0
	mkdir -p "$said"
	for format in text json sarif junit github gitlab markdown; do
		run "check-$format" check --now 2026-11-23 --format "$format"
		run "check-file-$format" check --now 2026-11-23 --format "$format=$said/$format"
	done
	for format in text json sarif junit github gitlab markdown; do
		run "manifests-$format" check --manifests objects.yaml --format "$format"
	done
	run check-live check live --strict --color always
	run show show live
	run show-origin show live --origin
	run compile-check compile --check
	run compile compile
	run compile-verbose compile --verbose --out "$said/out"
	run compile-again compile --out "$said/out"
	run bump-plan bump minor --plan
	run list list
	run lock lock
	run test test
	run trace trace api
	run trace-json trace api --format json
	run helm-args helm-args live
	run explain explain size
	for expression in values values.db.password values.db values.users values.tls \
		'values.users.map(u, u.password)' 'values.users[1].password + "!"' values.ci \
		'values.db.pin' 'values.db.password == values.open' 'values.db.password.x' \
		'[values.db.password].all(p, p == "")' 'values.db.password.size() + "a"' \
		'{"a": values.api.token}' 'catalog.values' "profiles['live'].values" "'zq7'"; do
		count=$((count + 1))
		run "eval-$count" eval -p live "$expression"
		run "eval-json-$count" eval -p live --format json "$expression"
		run "eval-explain-$count" eval -p live --explain "$expression"
		run "eval-explain-json-$count" eval -p live --explain --format json "$expression"
	done
	rm -rf "$said/out" # what is compiled is no report
}

# try NAME SECRETS LANGUAGE: all commands on all faults.
try() {
	local fault locale=$3
	for fault in $faults; do
		project "$temp/$1/$fault" "$2"
		cd "$temp/$1/$fault"
		plant "$fault"
		run_all "$temp/said/$1/$fault"
	done
}

try open '' C.UTF-8
secrets="secrets: ['**.password', db.pin, '*.key', api.token, 'files.*\\.crt', '**.*[Pp]ass*',
  '**.*json']"
try hidden "$secrets" C.UTF-8
try escondido "$secrets" pt_BR.UTF-8
cd "$temp/said"

found=$(grep -rlE "$planted" hidden escondido | sort || :)
[ -z "$found" ] || die "secrets were shown:
$(grep -rnE "$planted" hidden escondido | cut -c1-300 | head -40)"
for name in check-text check-json check-sarif check-junit check-github check-gitlab \
	check-markdown show show-origin compile-check bump-plan eval-1 eval-json-1 eval-explain-1 \
	eval-explain-json-1; do
	grep -qE "$planted" "open/sound/$name.out" || die "$name: nothing was there to be hidden"
	grep -q 'secret' "hidden/sound/$name.out" || die "$name: nothing stands for a secret"
done
for name in hidden open; do
	grep -q '<secret>' $name/sound/manifests-text.out || die "the data of a Secret is none"
done
! grep -E "$planted" open/sound/manifests-* || die "data of a Secret is one without 'secrets', too"
for fault in $faults; do
	grep -rqE "$planted" "open/$fault" || die "$fault: nothing was there to be hidden"
done
for file in hidden/*/check-{json,sarif,gitlab}.out hidden/*/{trace,eval,eval-explain}-json*.out; do
	[ ! -s "$file" ] || python3 -m json.tool "$file" >/dev/null || die "$file is no JSON"
done
[ ! -s hidden/sound/check-junit.out ] || xmllint --noout hidden/sound/check-junit.out
say "$(find hidden escondido -type f | wc -l) outputs show no secret," \
	"$(grep -rlE "$planted" open | wc -l) of $(find open -type f | wc -l) do without 'secrets'"
