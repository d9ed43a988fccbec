#!/bin/sh
# Makes the artifacts of the demo's mirror: testdata/smarterp/fontes/espelho and arte. Each run
# makes the same bytes, where tar and gzip are GNU's.
#
# Usage: tests/tools/demo-artifacts.sh
#
# There is one for each version that an environment or a customer runs.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root/testdata/smarterp"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# pack COMPONENT VERSION FOLDER NAME
pack() {
	mkdir -p "$work/$1-$2" "fontes/$3/$2"
	printf '%s %s\n' "$1" "$2" >"$work/$1-$2/LEIAME"
	tar --create --format=ustar --sort=name --mtime=@1795392000 --owner=0 --group=0 \
		--numeric-owner --mode=u=rwX,go=rX --directory="$work" "$1-$2" |
		gzip -n -9 >"fontes/$3/$2/$4.tar.gz"
}

for file in componentes/*/*/VERSION; do
	component=${file%/VERSION} environment=${file#componentes/}
	component=${component##*/} environment=${environment%%/*} version=$(cat "$file")
	if [ "$component" != rpo ]; then
		pack "$component" "$version" "espelho/$component" "$component-$version"
		continue
	fi
	[ "$environment" != producao ] || environment=smarterp
	pack rpo "$version" "arte/rpo_$environment" "rpo-$version"
done
pack lockserver 1.9 espelho/lockserver lockserver-1.9 # held by a customer
