#!/usr/bin/env bash
# Writes the project of the post-render benchmark:
# post-render-project.sh FOLDER PATCHES RULES [untouched]
#
# 20 rules of images: 17 components in the versions that the streams' charts run, and 3 mirrors; two
# labels, no gates, what is unknown stays. Untouched: without the mirrors and the labels. At most 4
# strategic patches; the rules are in CEL.
set -euo pipefail
folder=$1 patches=$2 rules=$3 untouched=${4:-}
images=(
	bitnami/dremio:26.0.0-debian-12-r5 bitnami/appsmith:1.85.0-debian-12-r0
	bitnami/elasticsearch:9.1.2-debian-12-r0 bitnami/minio:2025.7.23-debian-12-r3
	bitnami/postgresql:17.6.0-debian-12-r4 bitnami/grafana-loki:3.5.3-debian-12-r2
	bitnami/mlflow:3.3.2-debian-12-r0 bitnami/apisix:3.13.0-debian-12-r4
	bitnami/redis:8.2.1-debian-12-r0 bitnami/pinniped:0.40.0-debian-12-r2
	bitnami/nginx:1.29.1-debian-12-r0 bitnami/matomo:5.3.2-debian-12-r12
	bitnami/mongodb:8.0.13-debian-12-r0 bitnami/mariadb:12.0.2-debian-12-r0
	bitnami/kong:3.9.1-debian-12-r10 bitnami/vault:1.20.2-debian-12-r2
	bitnami/etcd:3.6.4-debian-12-r3
)

name_of() {
	local name=${1#*/}
	printf %s "${name%:*}"
}

mirrors() {
	local registry
	for registry in docker.io quay.io ghcr.io; do
		printf '  %s: {mirror: mirror.example.com/%s}\n' $registry ${registry%%.*}
	done
}

catalogue() {
	local image
	printf 'apiVersion: leme/v1\nkind: Catalog\nname: bench\nenvironments: [live]\n'
	printf 'profiles: [profiles/*.yaml]\nschemes: {any: {pattern: ".*", order: []}}\n'
	printf 'defaults: {scheme: any}\nregistries:\n  house: {at: docker.io}\n'
	[ -n "$untouched" ] || mirrors
	[ "$rules" = 0 ] || printf 'rules: [rules/*.yaml]\n'
	printf 'components:\n'
	for image in "${images[@]}"; do
		printf '  %s: {title: %s, image: %s}\n' "$(name_of "$image")" \
			"$(name_of "$image")" "${image%:*}"
	done
}

rules() {
	local i
	printf 'apiVersion: leme/v1\nkind: RulePack\nname: bench\nrules:\n'
	for ((i = 1; i <= rules; i++)); do
		printf -- '- {name: rule-%d, each: containers, level: error,\n' "$i"
		printf '   message: never, expression: "container.name.size() < %d"}\n' $((300 + i))
	done
}

patches() {
	local i kinds=(Deployment StatefulSet Job Service)
	printf '  patches:\n'
	for ((i = 0; i < patches; i++)); do
		printf -- '    - target: {kind: %s}\n' "${kinds[i]}"
		printf '      patch: {metadata: {annotations: {'
		printf 'bench.example.com/patch: p%d}}}\n' "$i"
	done
}

profile() {
	local image
	printf 'apiVersion: leme/v1\nkind: Profile\nname: live\nrender:\n'
	printf '  images: {unknown: keep}\n'
	[ -n "$untouched" ] ||
		printf '  labels: {example.com/part-of: bench, example.com/ring: one}\n'
	[ "$patches" = 0 ] || patches
	printf 'versions:\n'
	for image in "${images[@]}"; do
		printf '  %s: %s\n' "$(name_of "$image")" "${image##*:}"
	done
}

mkdir -p "$folder/profiles" "$folder/rules"
catalogue >"$folder/leme.yaml"
profile >"$folder/profiles/live.yaml"
[ "$rules" = 0 ] || rules >"$folder/rules/bench.yaml"
printf '%s\n' "${images[@]%:*}" >"$folder/images"
