#!/bin/sh
# Brings po/pt_BR.po in line with the messages of the program.
#
#   po/update.sh            extracts po/leme.pot and merges it; new messages are left to translate
#   po/update.sh --check    changes nothing; fails if a message has no translation, or one that is
#                           fuzzy, of another format, or of a message that is no more
set -eu

cd "$(dirname -- "$0")/.."
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
trap 'exit 130' INT TERM
export LC_ALL=C.UTF-8

# xgettext joins adjacent literals but expands no macro, so the one macro inside messages is
# written out first: the key at run time is the literal that the compiler joins.
copy_sources() {
	find compiler -name '*.c' | sort >"$temp/files"
	while read -r file; do
		mkdir -p "$temp/${file%/*}"
		sed 's/\<BYTES_FMT\>/"%.*s"/g' "$file" >"$temp/$file"
	done <"$temp/files"
}

# A message stands in _() or N_(), or is the format that a function of diag.h takes.
extract() {
	set -- --keyword=_ --keyword=N_ --keyword=message
	for function in diag_error:4 diag_refuse:4 diag_world:4 diag_warning:4 diag_hint:2 \
		diag_related:3; do
		set -- "$@" "--keyword=$function" "--flag=$function:c-format"
	done
	(cd "$temp" && xgettext --language=C --from-code=UTF-8 --omit-header --add-location=file \
		--no-wrap --files-from=files --output=leme.pot "$@")
}

# merge OPTION...: the translations in the order of the sources, as they should be.
merge() {
	msgmerge --quiet --no-wrap "$@" --output-file="$temp/pt_BR.po" po/pt_BR.po "$temp/leme.pot"
}

# refuse WHAT OPTION: fails, showing them, if the merged file has entries that msgattrib finds.
refuse() {
	msgattrib --no-wrap "$2" "$temp/pt_BR.po" |
		awk -v RS= '/(^|\n)(#~ )?msgid / && !/"Project-Id-Version:/ { print $0 "\n" }' >"$temp/found"
	[ -s "$temp/found" ] || return 0
	printf 'po/pt_BR.po: %s:\n\n' "$1" >&2
	cat "$temp/found" >&2
	bad=1
}

copy_sources
extract
if [ "${1:-}" = --check ]; then
	bad=0
	merge --no-fuzzy-matching
	msgfmt --check-format --output-file=/dev/null po/pt_BR.po || bad=1
	refuse 'without translation' --untranslated
	refuse 'fuzzy' --only-fuzzy
	refuse 'of messages that are no more' --only-obsolete
	exit $bad
fi
merge
cp "$temp/leme.pot" po/leme.pot
cp "$temp/pt_BR.po" po/pt_BR.po
msgfmt --statistics --output-file=/dev/null po/pt_BR.po
