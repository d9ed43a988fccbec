#include "emit.h"

#include "base/digest.h"
#include "hash_line.h"

static bool line_begins(struct bytes text, const char *head)
{
	struct bytes needle = bytes_of(head);
	for (size_t at = bytes_find(text, needle, 0); at < text.len;
		at = bytes_find(text, needle, at + 1))
		if (at == 0 || text.at[at - 1] == '\n')
			return true;
	return false;
}

bool has_conflict_markers(struct bytes text)
{
	return line_begins(text, "<<<<<<<") && line_begins(text, ">>>>>>>");
}

bool has_sops(struct bytes text)
{
	return line_begins(text, "sops:") || line_begins(text, "\"sops\":") ||
		line_begins(text, "'sops':");
}

/* Where the last line begins. */
static size_t last_line(struct bytes text)
{
	size_t at = text.len;
	if (at && text.at[at - 1] == '\n')
		at--;
	while (at && text.at[at - 1] != '\n')
		at--;
	return at;
}

static bool hash_fits(struct arena *scratch, struct bytes text)
{
	size_t line = last_line(text);
	struct bytes above = bytes_slice(text, 0, line);
	struct bytes hash = bytes_trim(bytes_slice(text, line, text.len));
	if (!bytes_begins(hash, BYTES(HASH_LINE)))
		return false;
	hash = bytes_slice(hash, sizeof HASH_LINE - 1, hash.len);
	return bytes_equal(hash, digest_hex(scratch, above));
}

static struct bytes with_lf(struct arena *scratch, struct bytes text)
{
	struct buf out = buf_new(scratch);
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '\r' || i + 1 == text.len || text.at[i + 1] != '\n')
			buf_add_char(&out, text.at[i]);
	return buf_bytes(&out);
}

enum ownership output_ownership(struct arena *scratch, struct bytes text)
{
	if (hash_fits(scratch, text))
		return OWNED;
	if (!line_begins(text, HASH_LINE))
		return UNOWNED;
	if (has_conflict_markers(text))
		return CONFLICTED;
	return hash_fits(scratch, with_lf(scratch, text)) ? OWNED : EDITED;
}
