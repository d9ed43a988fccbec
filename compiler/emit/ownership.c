#include "emit.h"

#include "base/digest.h"
/* The last line of a file that leme owns: the SHA-256 of all bytes above it. */
#define HASH_LINE "# leme:sha256="

/* Where a line begins with the head, or text.len. */
static size_t line_with(struct bytes text, const char *head)
{
	struct bytes needle = bytes_of(head);
	size_t at = bytes_find(text, needle, 0);
	while (at < text.len && at > 0 && text.at[at - 1] != '\n')
		at = bytes_find(text, needle, at + 1);
	return at;
}

static bool line_begins(struct bytes text, const char *head)
{
	return line_with(text, head) < text.len;
}

bool has_conflict_markers(struct bytes text)
{
	return line_begins(text, "<<<<<<<") && line_begins(text, ">>>>>>>");
}

size_t find_sops(struct bytes text)
{
	static const char *const spellings[] = { "sops:", "\"sops\":", "'sops':" };
	size_t first = text.len;
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
		size_t at = line_with(text, spellings[i]);
		first = at < first ? at : first;
	}
	return first;
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

struct bytes text_owned(struct arena *owner, struct bytes text)
{
	struct buf out = buf_new(owner);
	struct bytes hash = digest_hex(owner, text);
	buf_add(&out, text);
	buf_print(&out, HASH_LINE BYTES_FMT "\n", BYTES_ARG(hash));
	return buf_bytes(&out);
}
