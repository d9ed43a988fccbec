#!/usr/bin/env bash
# What Helm 3 and Helm 4 render, judged by the shipped rules. The chart that `helm create` makes
# breaks, as it comes, those that its values leave to whoever installs it, and none with values that
# say all of that. In the demo's chart faults are planted, one at a time.
#
# Usage: [LEME=path/to/leme] [TOOLS=folder] tests/e2e/check-helm.sh
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"
require_tools

passed=0 failed=0

# broken HELM OPTION...: the rules that what Helm renders breaks, in the order of their names.
broken() {
	local helm=$1
	shift
	"$TOOLS/$helm" template live "$temp/shop" "$@" >"$temp/rendered.yaml"
	"$LEME" check --format json --manifests "$temp/rendered.yaml" >"$temp/findings.json" || :
	"$LEME" check -j 3 --format json --manifests "$temp/rendered.yaml" |
		cmp -s - "$temp/findings.json" || die 'several threads find something else'
	python3 - "$temp/findings.json" <<'PYTHON'
import json, sys
found = json.load(open(sys.argv[1]))["findings"]
print(" ".join(sorted({finding["rule"].split("/")[1] for finding in found})))
PYTHON
}

# wanted RULES HELM OPTION...
wanted() {
	local want=$1 got
	shift
	got=$(broken "$@")
	compare "$*" "$want" "$got"
}

mkdir -p "$temp/project/profiles"
cd "$temp/project"
printf '%s\n' 'apiVersion: leme/v1' 'kind: Catalog' 'name: shop' 'environments: [live]' \
	'rules: [builtin:kubernetes@1]' >leme.yaml
printf '%s\n' 'apiVersion: leme/v1' 'kind: Profile' 'name: live' >profiles/live.yaml
cat >"$temp/sound.yaml" <<'VALUES'
podSecurityContext: {runAsNonRoot: true}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
resources: {requests: {cpu: 100m}, limits: {memory: 128Mi}}
VALUES

for helm in helm3 helm4; do
	rm -rf "$temp/shop"
	"$TOOLS/$helm" create "$temp/shop" >/dev/null
	open='drop-capabilities memory-limit non-root privilege-escalation read-only-root requests'
	wanted "$open" "$helm"
	wanted '' "$helm" --values "$temp/sound.yaml"
	wanted 'privileged' "$helm" --values "$temp/sound.yaml" \
		--set securityContext.privileged=true,securityContext.allowPrivilegeEscalation=null
	wanted 'image-tag' "$helm" --values "$temp/sound.yaml" --set image.tag=latest
	wanted 'request-over-limit' "$helm" --values "$temp/sound.yaml" \
		--set resources.requests.memory=1Gi
	wanted 'service-account-token' "$helm" --values "$temp/sound.yaml" \
		--set serviceAccount.create=false
done
# --- the demo ---------------------------------------------------------------------------------

# found RULE OBJECT: the lines at which the rule finds something in the object.
found() {
	python3 - "$@" "$temp/findings.json" "$temp/rendered.yaml" <<'PYTHON'
import json, sys
rule, name, findings, rendered = sys.argv[1:]
lines = open(rendered).read().split("\n")
for finding in json.load(open(findings))["findings"]:
    if (finding["rule"], finding["object"]) == ("kubernetes/" + rule, name):
        print(lines[finding["place"]["line"] - 1].strip())
PYTHON
}

# render PROFILE COMMAND: the demo as it is judged after the command has changed it.
render() {
	rm -rf "$temp/demo"
	cp -r "$root/testdata/smarterp" "$temp/demo"
	cd "$temp/demo"
	sed -i 's/builtin:environment@1/&, builtin:kubernetes@1/' leme.yaml
	eval "$2"
	"$LEME" compile -q
	helm_args "$1"
	"$TOOLS/$helm" template "${template_args[@]}" >"$temp/rendered.yaml"
	"$LEME" check --format json --manifests "$temp/rendered.yaml" "$1" \
		>"$temp/findings.json" || :
}

# plant WANTED RULE OBJECT COMMAND [PROFILE]: the line at which the rule finds what was done to the
# object. As the demo is, it finds nothing there.
plant() {
	local got before
	render "${5:-acme}" :
	before=$(found "$2" "$3")
	render "${5:-acme}" "$4"
	got=$(found "$2" "$3")
	if [ -z "$before" ] && [ "$got" = "$1" ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	say "FAILED: $helm: $2: $4"
	printf '  wanted: %s\n  got:    %s\n  before: %s\n' "$1" "$got" "$before"
}

locks=charts/smarterp/templates/lockserver/statefulset.yaml
cache=charts/smarterp/charts/cache/values.yaml
for helm in helm3 helm4; do
	# A sub-chart pulls from the Internet; so does a template that names an image itself.
	plant 'image: docker.io/somebody/redis:7.2.5-debian-12-r4' image-registry \
		Deployment/smarterp-cache "sed -i s,bitnami/redis,somebody/redis, $cache"
	server=StatefulSet/smarterp-lockserver
	plant 'image: quay.io/a/lockserver:1' image-registry $server \
		"sed -i 's,image: .*,image: quay.io/a/lockserver:1,' $locks"
	# A customer has the house's images under another name.
	plant '' image-registry StatefulSet/erp-lockserver : usina-boa-vista
	# A tag that is pushed anew; one in the place of a digest.
	plant 'image: docker.io/bitnami/redis:latest' image-tag Deployment/smarterp-cache \
		"sed -i 's/tag: .*/tag: latest/' $cache"
	render acme :
	[ "$(found image-digest $server)" = 'image: "gcr.io/eng-protheus/lockserver:1.9"' ] ||
		die 'a tag in the place of a digest is not found'
	plant '- name: lockserver' readiness $server "sed -i '/readinessProbe/,+1d' $locks"
	plant '- name: lockserver' memory-limit $server "sed -i '/resources/,+1d' $locks"
	plant '- name: lockserver' requests $server "sed -i '/resources/,+1d' $locks"
	plant 'app: lockserver' labels $server \
		"sed -i '0,/{{- include .smarterp.labels.*/s//app: lockserver/' $locks"
	plant 'app.kubernetes.io/name: lockserver' selector $server \
		"sed -i '/^  template/,/^    spec/s/{{- include .*/app: lockserver/' $locks"
done
say "$passed passed, $failed failed"
[ "$failed" = 0 ]
