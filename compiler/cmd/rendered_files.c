#include "rendered_files.h"

#include "base/digest.h"
#include "base/message.h"
#include "base/sandbox.h"
#include "base/transaction.h"

#include <stdlib.h>

#define LIST ".leme-rendered"

/* --- names ------------------------------------------------------------------------------------ */

/* Letters that mean something to a file system or a shell, and what is no letter, are `_`. */
static void add_safe(struct buf *out, struct bytes part)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789-._+"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	for (size_t i = 0; i < part.len; i++) {
		char c = part.at[i];
		bool good = memchr(plain, c, sizeof plain - 1) || (unsigned char)c >= 0x80;
		buf_add_char(out, good && !(i == 0 && c == '.') ? c : '_');
	}
}

static void add_lower(struct buf *out, struct bytes text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		buf_add_char(out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
}

/* `shop/templates/api.` of the template's path, without what ends its name. */
static void add_template(struct buf *out, struct bytes file)
{
	struct bytes part;
	while (bytes_cut(&file, '/', &part)) {
		if (!part.len || bytes_is(part, ".") || bytes_is(part, ".."))
			continue;
		if (file.at) {
			add_safe(out, part);
			buf_add_char(out, '/');
			continue;
		}
		const char *dot = memrchr(part.at + 1, '.', part.len - 1);
		add_safe(out, bytes_slice(part, 0, dot ? (size_t)(dot - part.at) : part.len));
		buf_add_char(out, '.');
	}
}

struct bytes rendered_file_name(struct arena *owner, const struct object *object)
{
	struct buf name = buf_new(owner), own = buf_new(owner);
	add_lower(&own, object->id.kind);
	if (object->id.namespace.len)
		buf_print(&own, "-" BYTES_FMT, BYTES_ARG(object->id.namespace));
	if (object->id.name.len)
		buf_print(&own, "-" BYTES_FMT, BYTES_ARG(object->id.name));
	add_template(&name, object->file);
	add_safe(&name, buf_bytes(&own));
	buf_add(&name, BYTES(".yaml"));
	return buf_bytes(&name);
}

/* --- what was written before ------------------------------------------------------------------ */

struct listed {
	ARRAY(struct bytes); /* paths */
	struct names known;
};

/* A line is `DIGEST  PATH`; what is none is passed over. */
static void read_list(struct run *run, const struct folder *folder, struct listed *listed)
{
	struct diags d = diags_new(run->arena);
	struct source *source = folder_read_raw(
		run->arena, folder, BYTES(LIST), MISSING_IS_NULL, (struct span){ 0 }, &d);
	struct bytes rest = source ? source->text : (struct bytes){ 0 };
	for (struct bytes line; bytes_cut(&rest, '\n', &line);) {
		struct bytes path = bytes_slice(line, DIGEST_HEX_LEN + 2, line.len);
		if (!path.len || !folder_path_allowed(path, (struct span){ 0 }, &d))
			continue;
		*array_push(run->arena, listed) = path;
		names_set(&listed->known, path, 1);
	}
}

/* --- files ------------------------------------------------------------------------------------ */

struct writing {
	struct run *run;
	struct rendered_files *files;
	struct listed before;
	struct names taken; /* paths of this run */
	struct texts lines; /* of the new list */
};

static bool read_old(struct writing *w, struct bytes path, struct bytes *old, bool *is_there)
{
	size_t before = w->run->diags.count;
	struct source *source = folder_read_raw(w->run->arena, w->files->folder, path,
		MISSING_IS_NULL, (struct span){ 0 }, &w->run->diags);
	*is_there = source;
	*old = source ? source->text : BYTES("");
	return w->run->diags.count == before;
}

static bool write_file(struct writing *w, struct bytes path, struct bytes text)
{
	struct bytes old;
	bool is_there;
	if (!read_old(w, path, &old, &is_there))
		return false;
	if (is_there && !names_get(&w->before.known, path) && !bytes_equal(old, text)) {
		diag_refuse(&w->run->diags,
			span_of_path(
				w->run->arena, folder_path(w->run->arena, w->files->folder, path)),
			"output/unowned", N_("leme did not write this file"));
		diag_hint(&w->run->diags, N_("take it away, or name another folder"));
		return false;
	}
	return transaction_write(
		w->files->transaction, path, is_there ? &old : NULL, text, &w->run->diags);
}

/* Two of one name: `NAME-2.yaml`. */
static struct bytes path_of(struct writing *w, const struct object *object)
{
	struct arena *owner = w->run->arena;
	struct bytes first = rendered_file_name(owner, object), path = first;
	struct bytes stem = bytes_slice(first, 0, first.len - strlen(".yaml"));
	for (unsigned count = 2; names_get(&w->taken, path); count++)
		path = bytes_print(owner, BYTES_FMT "-%u.yaml", BYTES_ARG(stem), count);
	names_set(&w->taken, path, 1);
	return path;
}

static bool write_object(struct writing *w, const struct object *object, struct bytes text)
{
	struct arena *owner = w->run->arena;
	struct bytes path = path_of(w, object);
	struct bytes digest = digest_hex(owner, text);
	*array_push(owner, &w->lines) = bytes_print(
		owner, BYTES_FMT "  " BYTES_FMT "\n", BYTES_ARG(digest), BYTES_ARG(path));
	return write_file(w, path, text);
}

/* The bytes of a document with one object; an item of a list is written anew. */
static bool text_of(struct writing *w, const struct object *object, struct bytes *text)
{
	const struct manifest *manifest = object->manifest;
	struct stretch at = manifest->stream->documents.at[manifest->index];
	struct bytes bytes = bytes_slice(manifest->stream->source->text, at.begin, at.end);
	if (object->node == manifest->root) {
		bool ended = bytes_ends(bytes, BYTES("\n"));
		*text = bytes_print(
			w->run->arena, "---\n" BYTES_FMT "%s", BYTES_ARG(bytes), ended ? "" : "\n");
		return true;
	}
	const struct value *value = tree_value(
		w->run->arena, manifest->tree, object->node, LIMITS_DEFAULT, &w->run->diags);
	struct buf out = buf_new(w->run->arena);
	buf_add(&out, BYTES("---\n"));
	if (value)
		emit_value(&out, value, 0);
	*text = buf_bytes(&out);
	return value;
}

static bool write_document(struct writing *w, const struct stream *stream, size_t index)
{
	const struct manifest *manifest = manifest_read(
		w->run->arena, stream, index, LIMITS_DEFAULT, &w->run->diags);
	bool good = manifest;
	for (size_t i = 0; good && i < manifest->objects.count; i++) {
		const struct object *object = &manifest->objects.at[i];
		struct bytes text;
		good = text_of(w, object, &text) && write_object(w, object, text);
	}
	return good;
}

static bool remove_stale(struct writing *w, struct bytes path)
{
	struct bytes old;
	bool is_there;
	if (names_get(&w->taken, path))
		return true;
	if (!read_old(w, path, &old, &is_there))
		return false;
	return !is_there || transaction_remove(w->files->transaction, path, old, &w->run->diags);
}

static bool write_list(struct writing *w)
{
	struct buf text = buf_new(w->run->arena);
	struct bytes old;
	bool is_there;
	qsort(w->lines.at, w->lines.count, sizeof *w->lines.at, bytes_order);
	for (size_t i = 0; i < w->lines.count; i++)
		buf_add(&text, w->lines.at[i]);
	return read_old(w, BYTES(LIST), &old, &is_there) &&
		transaction_write(w->files->transaction, BYTES(LIST), is_there ? &old : NULL,
			buf_bytes(&text), &w->run->diags);
}

static bool write_all(struct writing *w, const struct stream *stream)
{
	bool good = true;
	for (size_t i = 0; i < stream->documents.count && good; i++)
		good = write_document(w, stream, i);
	for (size_t i = 0; i < w->before.count && good; i++)
		good = remove_stale(w, w->before.at[i]);
	return good && write_list(w);
}

bool rendered_files_open(struct run *run, struct rendered_files *files)
{
	struct bytes path = option_value(run, "output-dir");
	*files = (struct rendered_files){ 0 };
	if (!path.at)
		return true;
	if (!path.len)
		return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'--output-dir' names no folder"));
	if (!bytes_ends(path, BYTES("/")))
		path = bytes_print(run->arena, BYTES_FMT "/", BYTES_ARG(path));
	files->folder = folder_make(run->arena, path, &run->diags);
	if (files->folder)
		files->transaction = transaction_begin(run->arena, files->folder, &run->diags);
	return files->transaction;
}

int rendered_files_handle(const struct rendered_files *files)
{
	return files->folder ? files->folder->handle : SANDBOX_NO_FOLDER;
}

bool rendered_files_write(
	struct run *run, struct rendered_files *files, const struct source *source)
{
	struct writing w = { .run = run, .files = files };
	if (!files->folder)
		return true;
	w.taken.owner = w.before.known.owner = run->arena;
	struct stream *stream = stream_open(run->arena, source, &run->diags);
	read_list(run, files->folder, &w.before);
	if (stream && write_all(&w, stream))
		return transaction_commit(files->transaction, &run->diags);
	transaction_abandon(files->transaction);
	return false;
}
