#!/bin/sh
# Makes a project of fleet-project.sh one to check: check-project.sh FOLDER [failing]
#
# All shipped packs judge it. A failing one besides has a rule that each customer breaks in a place
# of its own and one that it breaks in four, and each image of each customer comes from a registry
# that nobody has named.
set -eu
folder=$1 packs='' root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
for pack in "$root"/rules/*.yaml; do
	packs="$packs builtin:$(basename "$pack" .yaml),"
done
if [ "${2:-}" = failing ]; then
	packs="$packs rules.yaml,"
	sed -i 's,image: apps/,image: somebody.example.com/apps/,' "$folder/leme.yaml"
	cat >"$folder/rules.yaml" <<'YAML'
apiVersion: leme/v1
kind: RulePack
name: own
edition: 1
rules:
- name: users
  each: profiles
  when: has(facts.users)
  expression: facts.users >= 1000
  message: too few users
  why: To measure what failures cost.
  bad: 'facts: {users: 1}'
  good: 'facts: {users: 1000}'
- name: old
  each: components
  expression: int(version.split('.')[0]) < 4
  messageExpression: "component.name + ' ' + version + ' is too new'"
  message: too new
  why: To measure what failures cost.
  bad: 'versions: {service-01: 4.0.0}'
  good: 'versions: {service-01: 3.0.0}'
YAML
fi
printf 'rules: [%s]\n' "${packs%,}" >>"$folder/leme.yaml"
