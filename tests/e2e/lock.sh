#!/usr/bin/env bash
# End to end: the lock, against images that the real skopeo made and merges that the real git made.
#
# Usage: [LEME=path/to/leme] tests/e2e/lock.sh
#
# Digests are those that skopeo tells; a tampered blob is found; a moved tag is refused until it is
# asked for; what two branches lock merges by union, and leme sorts on its next write.
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

house=gcr.io/eng-protheus
passed=0
failed=0

# verdict TEXT COMMAND...: runs the command; its output is shown only if it fails.
verdict() {
	local what=$1
	shift
	if "$@" >"$temp/verdict" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		say "FAILED: $what"
		sed 's/^/  /' "$temp/verdict"
	fi
}

same() { # WANTED GOT
	[ "$1" = "$2" ] || {
		printf 'wanted %s\ngot    %s\n' "$1" "$2"
		return 1
	}
}

# exits STATUS COMMAND...: with stdout and stderr in $temp/out and $temp/err.
exits() {
	local wanted=$1 status=0
	shift
	"$@" >"$temp/out" 2>"$temp/err" </dev/null || status=$?
	[ "$status" = "$wanted" ] || {
		printf '%s: exit %d, wanted %d\n' "$*" "$status" "$wanted"
		cat "$temp/out" "$temp/err"
		return 1
	}
}

# told TEXT...: each stands in what the last command said on stderr.
told() {
	local text
	for text; do
		grep -qF -- "$text" "$temp/err" || {
			printf 'not said: %s\n' "$text"
			cat "$temp/err"
			return 1
		}
	done
}

locked() { # REFERENCE: its digest in leme.lock
	sed -n "s|^  $1: \({index: \)\{0,1\}\(sha256:[0-9a-f]*\).*|\2|p" leme.lock
}

sum() {
	sha256sum "$@" | cut -d' ' -f1
}

# --- images ---------------------------------------------------------------------------------

# dir_image FOLDER ARCHITECTURE TEXT: an image as `skopeo copy dir:` takes it.
dir_image() {
	local layer config diff
	mkdir -p "$1" "$temp/rootfs"
	echo "$3" >"$temp/rootfs/text"
	tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$temp/layer" \
		-C "$temp/rootfs" .
	diff=$(sum "$temp/layer")
	gzip -nf "$temp/layer"
	layer=$(sum "$temp/layer.gz")
	printf '{"architecture":"%s","os":"linux","config":{},"rootfs":%s}' "$2" \
		"{\"type\":\"layers\",\"diff_ids\":[\"sha256:$diff\"]}" >"$temp/config"
	config=$(sum "$temp/config")
	printf '{"schemaVersion":2,"mediaType":"%s.manifest.v1+json","config":%s,"layers":[%s]}' \
		application/vnd.oci.image \
		"$(descriptor "$temp/config" config.v1+json)" \
		"$(descriptor "$temp/layer.gz" layer.v1.tar+gzip)" >"$1/manifest.json"
	mv "$temp/layer.gz" "$1/$layer"
	mv "$temp/config" "$1/$config"
	echo "Directory Transport Version: 1.1" >"$1/version"
}

descriptor() { # FILE TYPE [MORE]
	printf '{"mediaType":"application/vnd.oci.image.%s","digest":"sha256:%s","size":%d%s}' \
		"$2" "$(sum "$1")" "$(stat -c %s "$1")" "${3-}"
}

copy() {
	skopeo --insecure-policy copy -q "$@"
}

# index_layout FOLDER REFERENCE IMAGE...: one image of several platforms, ARCHITECTURE=DIR each.
index_layout() {
	local folder=$1 reference=$2 pair children='' blob
	shift 2
	mkdir -p "$folder/blobs/sha256"
	for pair; do
		for blob in "${pair#*=}"/*; do
			[ "${blob##*/}" = version ] ||
				cp "$blob" "$folder/blobs/sha256/$(sum "$blob")"
		done
		children=$children${children:+,}$(descriptor "${pair#*=}/manifest.json" \
			manifest.v1+json \
			",\"platform\":{\"os\":\"linux\",\"architecture\":\"${pair%%=*}\"}")
	done
	printf '{"schemaVersion":2,"mediaType":"%s","manifests":[%s]}' \
		application/vnd.oci.image.index.v1+json "$children" >"$temp/index"
	cp "$temp/index" "$folder/blobs/sha256/$(sum "$temp/index")"
	printf '{"imageLayoutVersion": "1.0.0"}' >"$folder/oci-layout"
	printf '{"schemaVersion":2,"manifests":[%s]}' "$(descriptor "$temp/index" index.v1+json \
		",\"annotations\":{\"org.opencontainers.image.ref.name\":\"$reference\"}")" \
		>"$folder/index.json"
}

make_images() {
	local number
	for number in 1 2; do
		dir_image "$temp/amd64-$number" amd64 "amd64 $number"
		dir_image "$temp/arm64-$number" arm64 "arm64 $number"
		copy "dir:$temp/amd64-$number" "oci:$temp/single-$number:$house/dbaccess:20.3.1.4"
		index_layout "$temp/hand-$number" "$house/lockserver:1.10" \
			"amd64=$temp/amd64-$number" "arm64=$temp/arm64-$number"
		copy --all "oci:$temp/hand-$number:$house/lockserver:1.10" \
			"oci:$temp/multi-$number:$house/lockserver:1.10"
	done
}

# --- one image and one index ----------------------------------------------------------------

check_layouts() {
	local reference=$house/dbaccess:20.3.1.4 digest
	verdict "what is not locked is listed" exits 1 "$LEME" lock -o name
	verdict "the image is on the list" grep -qx "$reference" "$temp/out"
	verdict "a layout of skopeo is locked" exits 0 "$LEME" lock --from "oci:$temp/single-1"
	digest=$(skopeo inspect --format '{{.Digest}}' "oci:$temp/single-1:$reference")
	verdict "to the digest that skopeo tells" same "$digest" "$(locked "$reference")"
	verdict "others are still listed" exits 1 "$LEME" lock -o name
	verdict "but not this one" same '' "$(grep -x "$reference" "$temp/out" || true)"
	stat -c %y leme.lock >"$temp/time"
	verdict "locked again, nothing changes" exits 0 "$LEME" lock --from "oci:$temp/single-1"
	verdict "nor is the file written" same "$(cat "$temp/time")" "$(stat -c %y leme.lock)"
	verdict "outputs carry it" exits 0 "$LEME" compile
}

check_index() {
	local reference=$house/lockserver:1.10 layout=oci:$temp/multi-1 digest
	digest=$(skopeo inspect --raw "$layout:$reference" | sha256sum | cut -d' ' -f1)
	verdict "an index with its children" exits 0 "$LEME" lock --from "$layout" \
		--platform linux/arm64 --platform linux/amd64
	verdict "the index is what is locked" same "sha256:$digest" "$(locked "$reference")"
	verdict "the children stand on the same line" same \
		"  $reference: {index: sha256:$digest, linux/amd64: sha256:$(
			sum "$temp/amd64-1/manifest.json"), linux/arm64: sha256:$(
			sum "$temp/arm64-1/manifest.json")}" \
		"$(grep -F " $reference:" leme.lock)"
	verdict "a platform that it has not" exits 2 "$LEME" lock --from "$layout" \
		--platform linux/s390x
	verdict "is told with those it has" told "linux/s390x" "linux/amd64, linux/arm64"
}

check_bytes() {
	local reference=$house/customizacao:12.1.2210 layout=oci:$temp/multi-1
	skopeo inspect --raw "$layout:$house/lockserver:1.10" >"$temp/raw.json"
	verdict "the bytes of skopeo inspect --raw" exits 0 "$LEME" lock \
		--from "json:$temp/raw.json" --image "$reference"
	verdict "have the digest of the index" same "$(locked "$house/lockserver:1.10")" \
		"$(locked "$reference")"
	"$LEME" lock --quiet --from json:- --image "$house/customizacao:12.1.2310" <"$temp/raw.json"
	verdict "and so from a pipe" same "$(locked "$reference")" \
		"$(locked "$house/customizacao:12.1.2310")"
	verdict "said and seen must agree" exits 2 "$LEME" lock --from "json:$temp/raw.json" \
		--image "$reference@sha256:$(sum /dev/null)"
	printf "{'config': {}, 'layers': []}\n" >"$temp/flow.json"
	verdict "YAML in flow style is no JSON" exits 2 "$LEME" lock \
		--from "json:$temp/flow.json" --image "$reference"
	verdict "and that is told with its place" told "flow.json:1:2: error: this is not JSON"
}

# --- what must not pass ---------------------------------------------------------------------

check_moved() {
	local reference=$house/lockserver:1.10 old new
	old=$(locked "$reference")
	new=sha256:$(skopeo inspect --raw "oci:$temp/multi-2:$reference" | sha256sum |
		cut -d' ' -f1)
	cp leme.lock "$temp/before"
	verdict "a moved tag is refused" exits 1 "$LEME" lock --from "oci:$temp/multi-2"
	verdict "with both digests and places" told image/tag-moved "$old" "$new" "leme.lock:" \
		"$temp/multi-2/index.json:1:" "leme lock --update $reference@sha256:"
	verdict "and nothing is written" cmp leme.lock "$temp/before"
	verdict "it is taken when asked for" exits 0 "$LEME" lock --from "oci:$temp/multi-2" \
		--update "$reference"
	verdict "the new one is locked" same "$new" "$(locked "$reference")"
	verdict "with the platforms of before" grep -qF "linux/amd64: sha256:$(
		sum "$temp/amd64-2/manifest.json"), linux/arm64: sha256:" leme.lock
}

# tamper LAYOUT BLOB: another bytes under the same name, as long as before.
tamper() {
	cp -r "$1" "$temp/tampered"
	sed -i 's/schemaVersion":2/schemaVersion":3/' "$temp/tampered/blobs/sha256/$2"
}

check_tampered() {
	local blob
	cp leme.lock "$temp/before"
	for blob in "$(locked "$house/lockserver:1.10" | cut -d: -f2)" \
		"$(sum "$temp/arm64-2/manifest.json")"; do
		rm -rf "$temp/tampered"
		tamper "$temp/multi-2" "$blob"
		verdict "a tampered blob is an error" exits 2 "$LEME" lock \
			--from "oci:$temp/tampered"
		verdict "that names it and both digests" told lock/blob \
			"tampered/blobs/sha256/$blob" "not '$blob'" \
			"sha256 '$(sum "$temp/tampered/blobs/sha256/$blob")'"
		verdict "nothing is written" cmp leme.lock "$temp/before"
	done
	rm "$temp/tampered/blobs/sha256/$(locked "$house/lockserver:1.10" | cut -d: -f2)"
	verdict "a blob that is lost is an error" exits 2 "$LEME" lock --from "oci:$temp/tampered"
	verdict "that names it" told file/missing "$temp/tampered/blobs/sha256/"
}

# --- merges ---------------------------------------------------------------------------------

repository() {
	git init -q -b main .
	git config user.name test
	git config user.email test@example.com
	git add -A
	git commit -qm begin
}

# branch NAME COMMAND...: what the command changes of the lock, as a commit beside main.
branch() {
	local name=$1
	shift
	git checkout -q -b "$name" main
	"$@"
	git commit -qam "$name"
}

lock_one() { # REFERENCE TEXT
	"$LEME" lock --quiet "$1@sha256:$(printf '%s' "$2" | sum)"
}

is_sorted() {
	sed -n '/^images:/,/^artifacts:/p' leme.lock | grep '^  ' >"$temp/lines"
	LC_ALL=C sort -c "$temp/lines"
}

check_merges() {
	branch one lock_one "$house/appserver:1" a
	branch two lock_one "$house/appserver:2" b
	verdict "different images merge" git merge -q -m merge one
	verdict "and compile" exits 0 "$LEME" compile
	branch three lock_one "$house/appserver:1" a
	verdict "equal lines merge" git merge -q -m merge two
	lock_one "$house/appserver:0" c
	verdict "sorted on the next write" is_sorted
	verdict "each line once" same 3 "$(grep -c appserver: leme.lock)"
	git commit -qam sorted
	branch left lock_one "$house/appserver:1" d
	branch right lock_one "$house/appserver:1" e
	verdict "two digests merge, too" git merge -q -m merge left
	cp leme.lock "$temp/before"
	verdict "and are then an error" exits 2 "$LEME" compile
	verdict "that names both, with their places" told lock/duplicate "'$house/appserver:1'" \
		"$(printf d | sum)" "$(printf e | sum)" \
		"leme.lock:$(grep -nF "$(printf d | sum)" leme.lock | cut -d: -f1):" \
		"leme.lock:$(grep -nF "$(printf e | sum)" leme.lock | cut -d: -f1):"
	verdict "for leme lock as well" exits 2 "$LEME" lock "$house/appserver:3@sha256:$(
		printf f | sum)"
	verdict "which leaves the file" cmp leme.lock "$temp/before"
	verdict "who says which is right mends it" exits 0 "$LEME" lock \
		--update "$house/appserver:1@sha256:$(printf e | sum)"
	verdict "with what was said" same "sha256:$(printf e | sum)" \
		"$(locked "$house/appserver:1")"
	verdict "and all goes on" exits 0 "$LEME" compile
}

# Neighbours that two branches move, and what two branches release.
check_mended() {
	local first=$house/appserver:1 second=$house/appserver:2
	lock_one "$second" b
	git commit -qam mended
	git checkout -q -B main
	branch up "$LEME" lock --quiet --update "$first@sha256:$(printf f | sum)"
	branch down "$LEME" lock --quiet --update "$second@sha256:$(printf g | sum)"
	verdict "neighbours merge" git merge -q -m merge up
	verdict "one is mended" exits 0 "$LEME" lock --update "$first@sha256:$(printf f | sum)"
	verdict "the other is told" told "warning: '$second' is locked twice"
	verdict "and still there, twice" same 2 "$(grep -cF "$second:" leme.lock)"
	verdict "then that one" exits 0 "$LEME" lock --update "$second@sha256:$(printf g | sum)"
	verdict "each line once" same 2 "$(grep -c appserver: leme.lock)"
	git commit -qam mended
	git checkout -q -B main
	branch minor "$LEME" bump --quiet minor
	branch patch "$LEME" bump --quiet patch
	git merge -q -m merge -X ours minor >"$temp/merge" 2>&1 || true
	verdict "two releases" exits 2 "$LEME" compile
	verdict "are told" told "'release.version' is recorded twice" "leme bump patch"
	verdict "the next one" exits 0 "$LEME" bump minor
	verdict "is recorded once" same 1 "$(grep -c '^  version:' leme.lock)"
	verdict "and all goes on" exits 0 "$LEME" compile --check
	git commit -qam released
}

# A line at the end of one section beside the first line of the next.
check_headings() {
	git reset -q --hard
	branch image lock_one "$house/zzz:1" a
	branch artifact sed -i "s|^artifacts:|&\n  a/b: {sha256: '$(printf a | sum)', size: 1}|" \
		leme.lock
	verdict "sections merge" git merge -q -m merge image
	verdict "with every line under its heading" exits 0 "$LEME" lock "$house/zzz:1@sha256:$(
		printf a | sum)"
	verdict "and none is lost" grep -qF "a/b: {sha256:" leme.lock
}

[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
command -v skopeo >/dev/null || skip "no skopeo: apt-get install skopeo"
command -v git >/dev/null || skip "no git: apt-get install git"
make_images
cp -R "$root/testdata/smarterp" "$temp/project"
cd "$temp/project"
rm -rf .leme leme.lock
check_layouts
check_index
check_bytes
check_moved
check_tampered
"$LEME" compile --quiet
echo 'leme.lock merge=union' >>.gitattributes
repository
check_merges
check_mended
check_headings
say "$passed passed, $failed failed"
[ "$failed" = 0 ]
