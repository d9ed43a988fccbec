#include "journal.h"

#include "digest.h"

#define HEAD "leme journal 1 "

static struct bytes hex_or_dash(struct bytes hex)
{
	return hex.len ? hex : BYTES("-");
}

void journal_add_head(struct buf *out, const struct journal *journal)
{
	buf_print(out, HEAD BYTES_FMT "\n", BYTES_ARG(journal->mark));
	for (size_t i = 0; i < journal->folders.count; i++)
		buf_print(out, "folder " BYTES_FMT "\n", BYTES_ARG(journal->folders.at[i]));
}

void journal_add_file(struct buf *out, const struct journal_file *file)
{
	struct bytes old_hex = hex_or_dash(file->old_hex), new_hex = hex_or_dash(file->new_hex);
	buf_print(out, "file " BYTES_FMT " " BYTES_FMT " " BYTES_FMT "\n", BYTES_ARG(old_hex),
		BYTES_ARG(new_hex), BYTES_ARG(file->path));
}

void journal_add_end(struct buf *out)
{
	buf_add(out, BYTES("end\n"));
}

static bool is_hex(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!memchr("0123456789abcdef", text.at[i], 16))
			return false;
	return text.len > 0;
}

static bool read_hex(struct bytes word, struct bytes *hex)
{
	*hex = word;
	if (bytes_is(word, "-"))
		*hex = (struct bytes){ 0 };
	return hex->len == 0 || (hex->len == DIGEST_HEX_LEN && is_hex(*hex));
}

static bool read_path(struct arena *scratch, struct bytes path)
{
	struct diags unheard = diags_new(scratch);
	return folder_path_allowed(path, (struct span){ 0 }, &unheard);
}

static bool read_file_line(struct arena *owner, struct bytes rest, struct journal *journal)
{
	struct bytes old_word, new_word;
	if (!bytes_cut(&rest, ' ', &old_word) || !bytes_cut(&rest, ' ', &new_word) || !rest.at)
		return false;
	*array_push(owner, &journal->files) = (struct journal_file){ .path = rest };
	struct journal_file *added = &journal->files.at[journal->files.count - 1];
	return read_path(owner, rest) && read_hex(old_word, &added->old_hex) &&
		read_hex(new_word, &added->new_hex) && (added->old_hex.len || added->new_hex.len);
}

static bool read_line(struct arena *owner, struct bytes line, struct journal *journal)
{
	struct bytes word, rest = line;
	bytes_cut(&rest, ' ', &word);
	if (!rest.at)
		return false;
	if (bytes_is(word, "file"))
		return read_file_line(owner, rest, journal);
	*array_push(owner, &journal->folders) = rest;
	return bytes_is(word, "folder") && read_path(owner, rest);
}

enum journal_kind journal_read(struct arena *owner, struct bytes text, struct journal *journal)
{
	*journal = (struct journal){ 0 };
	size_t end = bytes_find(text, BYTES("\nend\n"), 0);
	if (end == text.len)
		return JOURNAL_CUT;
	struct bytes body = bytes_slice(text, 0, end), line;
	struct bytes tail = bytes_slice(text, end + strlen("\nend\n"), text.len);
	journal->ready = bytes_is(tail, JOURNAL_READY);

	bytes_cut(&body, '\n', &line);
	journal->mark = bytes_slice(line, strlen(HEAD), line.len);
	if (!bytes_begins(line, BYTES(HEAD)) || !is_hex(journal->mark))
		return JOURNAL_FOREIGN;
	while (bytes_cut(&body, '\n', &line))
		if (!read_line(owner, line, journal))
			return JOURNAL_FOREIGN;
	return JOURNAL_WHOLE;
}

struct spot journal_spot(
	struct arena *owner, const struct journal *journal, size_t number, const char *known)
{
	const struct journal_file *file = &journal->files.at[number];
	enum deed deed = !file->old_hex.len ? DEED_CREATE
		: file->new_hex.len         ? DEED_REPLACE
					    : DEED_REMOVE;
	struct spot spot = spot_at(owner, deed, bytes_string(owner, file->path), known);
	spot.mark = journal->mark;
	spot.number = number;
	return spot;
}
