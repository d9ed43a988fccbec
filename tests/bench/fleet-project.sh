#!/bin/sh
# Writes the project of the fleet benchmark: fleet-project.sh FOLDER CUSTOMERS
#
# A catalogue of 24 services (4.4 KB), one environment, and a profile of about 600 bytes for each
# customer, which comes to a values file of about 4.3 KB.
set -eu
folder=$1 customers=$2
mkdir -p "$folder/profiles/customers" "$folder/charts/fleet"

cat >"$folder/charts/fleet/Chart.yaml" <<'YAML'
apiVersion: v2
name: fleet
version: 1.0.0
YAML
echo '{}' >"$folder/charts/fleet/values.yaml"
echo 1.0.0 >"$folder/VERSION"

awk -v folder="$folder" -v customers="$customers" '
function catalogue(file, i) {
	print "apiVersion: leme/v1\nkind: Catalog\nname: fleet\ntitle: A fleet" >file
	print "chart: {path: charts/fleet, version: 1.0.0}" >file
	print "environments: [producao]\nprofiles: [profiles/**/*.yaml]" >file
	print "registries: {house: {at: registry.example.com/house8}}\ncomponents:" >file
	for (i = 1; i <= 24; i++)
		printf "  service-%02d: {title: Service %02d, image: apps/service-%02d, " \
			"writes: service%02d.image}\n", i, i, i, i >file
	print "values:" >file
	for (i = 1; i <= 24; i++)
		printf "  service%02d:\n    replicas: %d\n    resources:\n" \
			"      requests: {cpu: %dm, memory: %dMi}\n",
			i, i % 3 + 1, 50 * (i % 4 + 1), 128 * (i % 5 + 1) >file
	close(file)
}

function environment(file, i) {
	print "apiVersion: leme/v1\nkind: Profile\nname: producao" >file
	print "versions:" >file
	for (i = 1; i <= 24; i++)
		printf "  service-%02d: %d.%d.%d\n", i, i % 4 + 1, i % 7, i % 10 >file
	close(file)
}

function customer(n, name, file, i) {
	name = sprintf("customer-%05d", n)
	file = folder "/profiles/customers/" name ".yaml"
	printf "apiVersion: leme/v1\nkind: Profile\nname: %s\nextends: producao\n", name >file
	printf "labels: {ring: ring-%d}\nrelease: {name: erp, namespace: %s}\n", n % 5, name >file
	print "versions:" >file
	for (i = 0; i < 4; i++)
		printf "  service-%02d: %d.%d.%d\n",
			(n + 5 * i) % 24 + 1, 4 + i, n % 10, n % 7 >file
	print "values:" >file
	for (i = 0; i < 4; i++)
		printf "  service%02d:\n    replicas: %d\n    host: %s.service%d.example.com\n",
			(n + 7 * i) % 24 + 1, n % 4 + 2, name, i >file
	printf "facts: {users: %d}\n", n % 1000 >file
	close(file)
}

BEGIN {
	catalogue(folder "/leme.yaml")
	environment(folder "/profiles/producao.yaml")
	for (n = 1; n <= customers; n++)
		customer(n)
}'
