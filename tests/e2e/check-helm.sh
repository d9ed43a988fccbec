#!/usr/bin/env bash
# The chart that `helm create` makes, rendered by Helm 3 and Helm 4 and judged by the shipped rules:
# as it comes it breaks those that its values leave to whoever installs it, and none with values
# that say all of that.
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
	if [ "$got" = "$want" ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	say "FAILED: $*"
	printf '  wanted: %s\n  got:    %s\n' "$want" "$got"
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
say "$passed passed, $failed failed"
[ "$failed" = 0 ]
