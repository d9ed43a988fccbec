/* Texts that are left to edits_check(), so that fuzzers of edits pass over them. */
#ifndef LEME_TESTS_USUAL_TEXT_H
#define LEME_TESTS_USUAL_TEXT_H

#include "base/utf8.h"
#include "tree/tree.h"

/* Whether a list has an item without bytes, which an edit may find last in its list. */
static inline bool has_empty_item(struct bytes text)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t behind = at + 1;
		if (text.at[at] != '-' || (at > 0 && !memchr("- ?:\t\r\n", text.at[at - 1], 7)))
			continue;
		while (behind < text.len && memchr(" \t", text.at[behind], 2))
			behind++;
		if (behind == text.len || memchr("\r\n#", text.at[behind], 3))
			return true;
	}
	return false;
}

/* Whether a text in brackets may begin with a colon. */
static inline bool has_colon_first(struct bytes text)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t behind = at + 1;
		while (behind < text.len && memchr(" \t\r\n", text.at[behind], 4))
			behind++;
		if (memchr("{[,", text.at[at], 3) && behind < text.len && text.at[behind] == ':')
			return true;
	}
	return false;
}

/* Whether a tab stands where a line, or an item or key behind its sign, begins. */
static inline bool has_tab_first(struct bytes text)
{
	for (size_t at = bytes_find(text, BYTES("\t"), 0); at < text.len;
		at = bytes_find(text, BYTES("\t"), at + 1)) {
		size_t first = at;
		while (first > 0 && memchr(" \t", text.at[first - 1], 2))
			first--;
		if (first == 0 || memchr("-?\r\n", text.at[first - 1], 4))
			return true;
	}
	return false;
}

/* Whether a CR alone ends a line, and an LF another. */
static inline bool has_mixed_line_ends(struct bytes text)
{
	size_t at = bytes_find(text, BYTES("\r"), 0);
	if (bytes_find(text, BYTES("\n"), 0) == text.len)
		return false;
	while (at + 1 < text.len && text.at[at + 1] == '\n')
		at = bytes_find(text, BYTES("\r"), at + 1);
	return at < text.len;
}

/*
 * No file that is no UTF-8 or holds NUL comes so far. Left to edits_check(), which refuses what
 * they spoil: line ends that only YAML 1.1 knows; a CR alone beside an LF, which edit_become()
 * refuses; and in the strict dialect empty items, since
 * libfyaml does not read what follows one at the end of a list in its key's column, nor `? :key`;
 * nor, of a quoted text behind some tabs that begin a line or item, that it is one.
 */
static inline bool is_usual(struct bytes text, enum dialect dialect)
{
	static const char *const strange[] = { "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9" };
	if (utf8_invalid(text) < text.len ||
		bytes_find(text, (struct bytes){ "", 1 }, 0) < text.len)
		return false;
	for (size_t i = 0; i < sizeof strange / sizeof *strange; i++)
		if (bytes_find(text, bytes_of(strange[i]), 0) < text.len)
			return false;
	/* libyaml passes over a byte order mark at the begin of any line. */
	if (bytes_find(text, BYTES("\xEF\xBB\xBF"), 1) < text.len)
		return false;
	if (has_mixed_line_ends(text))
		return false;
	return dialect == DIALECT_HELM ||
		!(has_empty_item(text) || has_colon_first(text) || has_tab_first(text));
}

#endif
