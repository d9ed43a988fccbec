#!/usr/bin/env bash
# Values against the schemas of a chart and its sub-charts: what `leme check` accepts both Helms
# render, and what it has against the values both Helms refuse; at the line of whoever wrote it.
#
# Usage: [LEME=path/to/leme] [TOOLS=folder] tests/e2e/chart-values-helm.sh
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"
require_tools

passed=0 failed=0

# make_project: a chart `shop` with the sub-charts redis (twice, once as `cache`), which has one
# itself, exporter; and web, which nothing declares. Each has a schema.
make_shop() {
	mkdir -p profiles chart/templates chart/charts/redis/charts/exporter chart/charts/web
	printf '%s\n' 'apiVersion: leme/v1' 'kind: Catalog' 'name: shop' 'environments: [live]' \
		'chart: {path: chart, version: 1.0.0}' 'rules: [builtin:chart@1]' >leme.yaml
	printf '%s\n' 'apiVersion: leme/v1' 'kind: Profile' 'name: live' 'environment: live' \
		'output: {values: live.yaml}' \
		'levels: {chart/version-bump: off}' >profiles/live.yaml
	cat >chart/Chart.yaml <<-'YAML'
		apiVersion: v2
		name: shop
		version: 1.0.0
		dependencies:
		- {name: redis, version: 1.x.x, condition: redis.enabled, tags: [store]}
		- {name: redis, version: 1.x.x, alias: cache, condition: 'flags.cache,cache.on'}
	YAML
	printf '%s\n' 'replicas: 1' 'redis: {port: 6379}' >chart/values.yaml
	schema chart '{"properties": {"replicas": {"type": "integer"}}}'
	cat >chart/charts/redis/Chart.yaml <<-'YAML'
		apiVersion: v2
		name: redis
		version: 1.2.3
		dependencies: [{name: exporter, version: '*', condition: exporter.enabled}]
	YAML
	cat >chart/charts/redis/values.yaml <<-'YAML'
		port: 1
		user: redis
		auth: {mode: none, key: ''}
		exports: {data: {dir: /data}}
	YAML
	schema chart/charts/redis '{"required": ["port", "user"], "properties": {
		"port": {"type": "integer"}, "user": {"type": "string"},
		"auth": {"required": ["mode"], "properties": {"mode": {"enum": ["none", "key"]}}},
		"global": {"properties": {"zone": {"type": "string"}}}}}'
	cat >chart/charts/redis/charts/exporter/Chart.yaml <<-'YAML'
		apiVersion: v2
		name: exporter
		version: 0.1.0
	YAML
	echo 'interval: 30' >chart/charts/redis/charts/exporter/values.yaml
	schema chart/charts/redis/charts/exporter \
		'{"properties": {"interval": {"type": "integer"}, "enabled": {"type": "boolean"}},
		"additionalProperties": {"type": "object"}}'
	printf '%s\n' 'apiVersion: v2' 'name: web' 'version: 2.0.0' >chart/charts/web/Chart.yaml
	schema chart/charts/web '{"properties": {"host": {"type": "string"}}}'
}

# schema FOLDER TEXT
schema() {
	printf '%s\n' "$2" >"$1/values.schema.json"
}

# values TEXT: of the profile, in one line of its file, the eighth.
values() {
	printf 'values:\n  %s\n' "$1" >>profiles/live.yaml
}

# pack NAME: the sub-chart as a package.
pack() {
	tar -C chart/charts -czf "chart/charts/$1-1.0.0.tgz" "$1"
	rm -r "chart/charts/$1"
}

# pack_as NAME OTHER: web as a package in which one of its files has another name.
pack_as() {
	echo x >chart/charts/web/x
	tar -C chart/charts -Pczf chart/charts/web-1.0.0.tgz --transform "s,^web/$1\$,$2," web
	rm -r chart/charts/web
}

# seen: what leme says: accepted, undecided or rejected, and of what is wrong each place.
seen() {
	"$LEME" compile -q >compiled 2>&1 || { echo "no values: $(cat compiled)" && return; }
	"$LEME" check --format json >found.json 2>errors || :
	python3 - <<'PYTHON'
import json
rules = "chart/schema", "chart/values-schema"
found = [f for f in json.load(open("found.json"))["findings"] if f["rule"] in rules]
wrong = [f for f in found if f["outcome"] == "fail"]
verdict = "rejected" if wrong else "undecided" if found else "accepted"
places = {":".join(str(f["place"][key]) for key in ("file", "line") if key in f["place"])
    for f in wrong or found}
print(" ".join([verdict] + sorted(places)))
PYTHON
}

# of_helm HELM
of_helm() {
	if "$TOOLS/$1" template shop chart --values live.yaml >rendered 2>&1; then
		echo accepted
	else
		echo rejected
	fi
}

# row WANTED COMMAND: what leme says after the command has changed the project, and so both Helms.
# Of what is undecided Helm's word is not asked: it depends on what is not there.
row() {
	local got helm
	rm -rf "$temp/project"
	mkdir "$temp/project"
	cd "$temp/project"
	make_shop
	eval "$2"
	got=$(seen)
	for helm in helm3 helm4; do
		case $got in
		undecided*) ;;
		*) [ "${got%% *}" = "$(of_helm "$helm")" ] || got="$got, but not for $helm" ;;
		esac
	done
	compare "$2" "$1" "$got"
}

live=profiles/live.yaml:8
row accepted ':'
row accepted "values '{}'"

# Each chart's schema holds for what it gets, at the line of who wrote it.
row "rejected $live" "values 'replicas: many'"
row accepted "values 'redis: {port: 7000}'"
row "rejected $live" "values 'redis: {port: many}'"
row "rejected $live" "values 'cache: {port: many}'"
row "rejected $live" "values 'web: {host: 5}'"
row "rejected $live" "values 'redis: {exporter: {interval: soon}}'"
row "rejected $live" "values 'cache: {exporter: {interval: soon}}'"
row "rejected $live" "values 'redis: {auth: {mode: token}}'"
row accepted "values 'redis: {auth: {mode: key}}'"
# What the author does not give is a default, at its place.
row 'rejected chart/values.yaml:2' "sed -i 's/6379/many/' chart/values.yaml"
row 'rejected chart/charts/redis/values.yaml:2' "sed -i 's/user: .*/user: 5/' \
	chart/charts/redis/values.yaml"
row accepted "sed -i 's/port: 1/port: many/' chart/charts/redis/values.yaml; \
	values 'cache: {port: 1}'"
row 'rejected chart/charts/redis/values.yaml:1' "sed -i 's/port: 1/port: many/' \
	chart/charts/redis/values.yaml"
row 'rejected chart/charts/redis/charts/exporter/values.yaml:1' "sed -i 's/30/soon/' \
	chart/charts/redis/charts/exporter/values.yaml"

# null takes a default away.
row "rejected $live" "values 'redis: {port: null}'"
row "rejected $live" "values 'redis: {user: null}'"
row "rejected $live" "values 'redis: {auth: {mode: null}}'"
row accepted "values 'redis: {auth: null}'"
row "rejected $live" "values 'cache: {user: null}'"
row accepted "values 'redis: null'"
row accepted "values 'redis: {exporter: {interval: null}}'"
row "rejected $live" "values 'redis: {global: {zone: 5}}'"
# Nothing but a map is values.
row "rejected $live" "values 'redis: 5'"
row "rejected $live" "values 'redis: []'"
row "rejected $live" "values 'web: null'"
row "rejected $live" "values 'web: none'"
row accepted "echo 'web: {}' >>chart/values.yaml; values 'web: null'"

# Switched off, its schema holds for nothing.
row accepted "values 'redis: {enabled: false, port: many}'"
row "rejected $live" "values 'redis: {enabled: true, port: many}'"
row "rejected $live" "values 'redis: {enabled: \"false\", port: many}'"
row "rejected $live" "values 'redis: {enabled: 0, port: many}'"
row accepted "values '{flags: {cache: false}, cache: {port: many}}'"
row accepted "values 'cache: {on: false, port: many}'"
row "rejected $live" "values '{flags: {cache: true}, cache: {on: false, port: many}}'"
row "rejected $live" "values '{flags: {cache: 5}, cache: {on: true, port: many}}'"
row accepted "values '{flags: {cache: 5}, cache: {on: false, port: many}}'"
row accepted "values '{tags: {store: false}, redis: {port: many}}'"
row "rejected $live" "values '{tags: {store: false}, redis: {enabled: true, port: many}}'"
row accepted "values '{tags: {store: true}, redis: {enabled: false, port: many}}'"
row "rejected $live" "values '{tags: {store: \"no\"}, redis: {port: many}}'"
row accepted "values 'redis: {exporter: {enabled: false, interval: soon}}'"
row "rejected $live" "values 'cache: {exporter: {enabled: true, interval: soon}}'"
row accepted "values 'cache: {exporter: {enabled: false, interval: soon}}'"
row accepted "echo 'enabled: false' >>chart/charts/redis/values.yaml; \
	values 'redis: {port: many}'"
row accepted "sed -i 's/redis: {/&enabled: false, /' chart/values.yaml; \
	values 'redis: {port: many}'"
row "rejected $live" "sed -i 's/redis: {/&enabled: false, /' chart/values.yaml; \
	values 'redis: {enabled: true, port: many}'"
row 'rejected profiles/live.yaml:9' "values 'redis: {enabled: false}
  cache: {port: many}'"

# A version that does not fit leaves the chart under its own name, and no condition counts.
row "rejected $live" "sed -i 's/1.x.x/2.x.x/' chart/Chart.yaml; \
	values 'redis: {enabled: null, port: many}'"
row accepted "sed -i 's/1.x.x/2.x.x/' chart/Chart.yaml; values 'cache: {port: many}'"
row accepted "sed -i 's/, version: 1.x.x//' chart/Chart.yaml; values 'redis: {port: 1}'"
row accepted "sed -i 's/, version: 1.x.x, alias/, alias/' chart/Chart.yaml; \
	values 'cache: {port: many}'"

# No two have one name.
row 'rejected chart/Chart.yaml:6' "sed -i 's/alias: cache/alias: redis/' chart/Chart.yaml"
row 'rejected chart/Chart.yaml:6' "sed -i 's/alias: cache/alias: my.cache/' chart/Chart.yaml"

# global goes down, and only down.
row "rejected $live" "values 'global: {zone: 5}'"
row accepted "values 'global: {zone: a}'"
row "rejected $live" "values '{global: {zone: 5}, redis: {global: {zone: a}}}'"
row accepted "values '{global: {zone: a}, redis: {global: {zone: 5}}}'"
row 'rejected chart/charts/redis/charts/exporter/Chart.yaml:1' \
	"schema chart/charts/redis/charts/exporter \
	'{\"properties\": {\"global\": {\"required\": [\"zone\"]}}}'; values 'replicas: 2'"
row accepted "schema chart/charts/redis/charts/exporter \
	'{\"properties\": {\"global\": {\"required\": [\"zone\"]}}}'; values 'global: {zone: a}'"
row 'rejected chart/charts/web/Chart.yaml:1' "schema chart/charts/web \
	'{\"additionalProperties\": false}'"
row "rejected $live" "values '{global: {deep: {a: 1}}, web: {global: {deep: 5}}}'; \
	schema chart/charts/web '{\"properties\": {\"global\": {\"properties\": {\"deep\": \
	{\"type\": \"object\"}}}}}'"
row accepted "values '{global: {deep: {a: 1}}, web: {global: {deep: {b: 5}}}}'; \
	schema chart/charts/web '{\"properties\": {\"global\": {\"properties\": {\"deep\": \
	{\"required\": [\"a\", \"b\"]}}}}}'"

# import-values
imports="sed -i 's/tags: .store./import-values: [data, {child: auth, parent: own.auth}]/' \
	chart/Chart.yaml"
row accepted "$imports; schema chart '{\"required\": [\"dir\", \"own\"]}'"
row 'rejected profiles/live.yaml:3' "schema chart '{\"required\": [\"dir\"]}'; rm chart/values.yaml"
row 'rejected chart/charts/redis/values.yaml:4' "$imports; \
	schema chart '{\"properties\": {\"dir\": {\"type\": \"integer\"}}}'"
row 'rejected chart/charts/redis/values.yaml:3' "$imports; schema chart \
	'{\"properties\": {\"own\": {\"properties\": {\"auth\": {\"properties\": {\"mode\": \
	{\"type\": \"integer\"}}}}}}}'"
row accepted "$imports; echo 'dir: 5' >>chart/values.yaml; \
	schema chart '{\"properties\": {\"dir\": {\"type\": \"integer\"}}}'"
row "rejected $live" "$imports; schema chart '{\"required\": [\"dir\"]}'; \
	values 'redis: {enabled: false}'"

# Packages, in which there may be packages.
row accepted 'pack redis'
row "rejected $live" "pack redis; values 'cache: {port: many}'"
row "rejected $live" "pack redis; values 'cache: {exporter: {interval: soon}}'"
row 'rejected chart/charts/redis-1.0.0.tgz:redis/values.yaml:2' "sed -i 's/user: .*/user: 5/' \
	chart/charts/redis/values.yaml; pack redis"
row "rejected $live" "tar -C chart/charts/redis/charts -czf \
	chart/charts/redis/charts/exporter-0.1.0.tgz exporter; \
	rm -r chart/charts/redis/charts/exporter; pack redis; \
	values 'cache: {exporter: {interval: soon}}'"
row 'rejected chart/charts/web-1.0.0.tgz' \
	"pack web; echo no package >chart/charts/web-1.0.0.tgz"
row 'rejected chart/charts/web-1.0.0.tgz' \
	"pack web; truncate -s -90 chart/charts/web-1.0.0.tgz"
# Nobody reads on behind the mark that ends the archive.
row accepted "pack web; truncate -s -9 chart/charts/web-1.0.0.tgz"
# Helm's names: below any one folder, and nowhere else.
for name in x web/../x web//x web/..x web/c:/x Chart.yaml/x; do
	row 'rejected chart/charts/web-1.0.0.tgz' "pack_as x $name"
done
for name in ../x /web/x web/a/../x web/a/..x 'web\\x'; do
	row accepted "pack_as x '$name'"
done
for name in else/ web/a/./../ web/./; do
	row "rejected $live" "pack_as values.schema.json ${name}values.schema.json; \
		values 'web: {host: 5}'"
done
# What is no chart.
row 'rejected chart/charts/web' 'rm chart/charts/web/Chart.yaml'
row accepted 'mv chart/charts/web chart/charts/_web; rm chart/charts/_web/Chart.yaml'
row 'rejected chart/charts/README.md' 'echo some text >chart/charts/README.md'
row accepted 'echo some text >chart/charts/_README.md; echo >chart/charts/web-1.tgz.prov'
row accepted 'echo some text >chart/charts/README.md; echo README.md >chart/.helmignore'
row accepted "echo charts/web/ >chart/.helmignore; values 'web: {host: 5}'"
# requirements.yaml, as charts of old have it.
row "rejected $live" "printf '%s\n' 'dependencies:' '- {name: redis, version: 1.x.x, alias: old}' \
	>chart/requirements.yaml; values 'old: {port: many}'"
# Without a list of dependencies nothing is switched off.
row "rejected $live" "sed -i '/^dependencies/,\$d' chart/Chart.yaml; \
	values 'redis: {enabled: false, exporter: {enabled: false, interval: soon}}'"

# Schemas that cannot be read.
row 'rejected chart/values.schema.json:1' "schema chart '{\"type\": }'"
row 'rejected chart/values.schema.json:1' "schema chart '{type: object}'"
row 'rejected chart/values.schema.json:2' "schema chart '{\"type\": \"object\",
}'"
row 'rejected chart/values.schema.json:1' "schema chart '{ # none
}'"
row 'rejected chart/charts/redis/values.schema.json:1' "schema chart/charts/redis '{\"type\": 5}'"
row 'rejected chart/charts/redis/values.schema.json:2' "schema chart/charts/redis '['"
# What would have to be fetched is not known; neither is a chart that is not there.
row 'undecided chart/values.schema.json:1' \
	"schema chart '{\"\$ref\": \"https://schemas.invalid/shop.json\"}'"
row 'undecided chart/charts/web/values.schema.json:1' \
	"schema chart/charts/web '{\"\$ref\": \"http://schemas.invalid/web.json\"}'"
row 'undecided chart/Chart.yaml:5 chart/Chart.yaml:6' 'rm -r chart/charts/redis'
row 'undecided chart/Chart.yaml:6' "rm -r chart/charts/redis; values 'redis: {enabled: false}'"

say "$passed passed, $failed failed"
[ "$failed" = 0 ]
