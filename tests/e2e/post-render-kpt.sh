#!/usr/bin/env bash
# leme as a function of the real kpt: `kpt fn eval --exec`, a Kptfile's pipeline as doc/examples/kpt
# has it, and between `kpt fn source` and `kpt fn sink`.
#
# Neither Debian nor npm has kpt, so nothing can install it: where it is missing this says so and
# ends well, also in CI. What it shares with kustomize, post-render-kustomize.sh tests everywhere.
#
# Usage: tests/e2e/post-render-kpt.sh    (LEME= the program, KPT= the program)
set -euo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

passed=0 failed=0 law=
KPT=${KPT:-$(command -v kpt || :)}

make_package() {
	mkdir -p "$1"
	sed "s|/usr/local/bin/leme|$temp/bin/leme|; s/profile: acme/profile: live/" \
		"$root/doc/examples/kpt/Kptfile" >"$1/Kptfile"
	cat >"$1/rendered.yaml" <<-'YAML'
		# A pod of the shop.
		apiVersion: v1
		kind: Pod
		metadata: {name: api}
		spec:
		  containers:
		  - name: api
		    image: example.com/shop/api:1 # by hand
	YAML
}

image() {
	sed -n 's/ *image: //p' "$1"
}

check_render() {
	law "kpt fn render runs the pipeline of the Kptfile"
	cd "$temp/shop"
	make_package render
	expect 0 'Successfully executed 1 function(s)' "$KPT" fn render --allow-exec render
	compare "$law" "example.com/shop/api:1@$digest # by hand" "$(image render/rendered.yaml)"
	expect 0 '# A pod of the shop.' cat render/rendered.yaml
	law "twice is once"
	cd "$temp/shop"
	cp render/rendered.yaml once.yaml
	"$KPT" fn render --allow-exec render 2>/dev/null
	expect 0 '' cmp once.yaml render/rendered.yaml
	law "what is refused fails the rendering, leaves the package, and is told"
	cd "$temp/shop"
	make_package wrong
	sed -i 's/api:1 /web:1 /' wrong/rendered.yaml
	expect 1 'example.com/shop/web' "$KPT" fn render --allow-exec wrong
	compare "$law" 'example.com/shop/web:1 # by hand' "$(image wrong/rendered.yaml)"
	law "a profile that is not there, too"
	cd "$temp/shop"
	make_package lost
	sed -i 's/profile: live/profile: lvie/' lost/Kptfile
	expect 1 "no profile is called 'lvie'" "$KPT" fn render --allow-exec lost
}

check_eval() {
	law "kpt fn eval --exec takes the profile from its arguments"
	cd "$temp/shop"
	make_package eval
	expect 0 '[PASS]' "$KPT" fn eval eval --exec "$temp/bin/leme" -- profile=live
	compare "$law" "example.com/shop/api:1@$digest # by hand" "$(image eval/rendered.yaml)"
	law "and without one says what to do"
	cd "$temp/shop"
	make_package nobody
	expect 1 'profile' "$KPT" fn eval nobody --exec "$temp/bin/leme"
}

check_pipe() {
	law "leme stands between kpt fn source and kpt fn sink"
	cd "$temp/shop"
	make_package in
	"$KPT" fn source in 2>/dev/null | "$LEME" post-render -p live |
		"$KPT" fn sink out 2>/dev/null
	compare "$law" "example.com/shop/api:1@$digest # by hand" "$(image out/rendered.yaml)"
	expect 0 '# A pod of the shop.' cat out/rendered.yaml
}

main() {
	[ -x "$LEME" ] || die "no program at $LEME: run make, or say LEME=path/to/leme"
	[ -n "$KPT" ] || {
		say "!!! SKIPPED: no kpt, which neither Debian nor npm has: say KPT=path/to/kpt"
		exit 0
	}
	export XDG_STATE_HOME=$temp/state HOME=$temp/home
	mkdir "$temp/state" "$temp/home" "$temp/bin"
	ln -s "$LEME" "$temp/bin/leme"
	digest=sha256:$(printf '%064d' 1)
	make_project "$temp/shop"
	(cd "$temp/shop" && "$LEME" lock -q "example.com/shop/api:1@$digest")
	check_render
	check_eval
	check_pipe
	say "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

main "$@"
