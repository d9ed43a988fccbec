#include "index.h"

#include "base/digest.h"
#include "base/world.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define TITLE "leme index 2"

/* Outputs may depend on the variables that expressions can read, and on where sources are. */
static struct bytes surroundings_digest(struct arena *owner, const struct catalog *catalog)
{
	struct buf text = buf_new(owner);
	buf_add(&text, sources_state(owner, catalog->sources));
	for (size_t i = 0; i < catalog->env.count; i++) {
		const struct env_variable *variable = &catalog->env.at[i];
		buf_print(&text, BYTES_FMT "%c" BYTES_FMT "%c", BYTES_ARG(variable->name),
			variable->value.at ? '=' : '-', BYTES_ARG(variable->value), '\0');
	}
	return text.len ? digest_hex(owner, buf_bytes(&text)) : BYTES("-");
}

static struct bytes title(struct arena *owner, const struct catalog *catalog)
{
	struct stat program;
	struct buf out = buf_new(owner);
	struct limits limits = catalog->limits;
	buf_add(&out, BYTES(TITLE "\t" LEME_VERSION "\t"));
	identity_print(&out,
		stat("/proc/self/exe", &program) == 0 ? identity_of(&program) : IDENTITY_NONE);
	buf_print(&out, "\t%zu %u %zu %zu %zu\t" BYTES_FMT, catalog->folder->file_limit,
		(unsigned)limits.depth, limits.alias_expansion, limits.cost, limits.regex_steps,
		BYTES_ARG(surroundings_digest(owner, catalog)));
	return buf_bytes(&out);
}

/* --- parts of a line -------------------------------------------------------------------------- */

static bool is_escaped(char c)
{
	return c == '\t' || c == '\n' || c == '\r' || c == '%';
}

static void add_part(struct buf *out, struct bytes text)
{
	buf_add_char(out, '\t');
	for (size_t i = 0; i < text.len; i++)
		if (is_escaped(text.at[i]))
			buf_print(out, "%%%02x", (unsigned)text.at[i]);
		else
			buf_add_char(out, text.at[i]);
}

static void add_number(struct buf *out, uint64_t number)
{
	buf_add_char(out, '\t');
	buf_add_number(out, number, 10);
}

static void add_identity(struct buf *out, struct identity identity)
{
	buf_add_char(out, '\t');
	identity_print(out, identity);
}

/* A line being taken apart. What does not fit makes it bad for good. */
struct line {
	struct arena *owner;
	struct bytes rest;
	bool bad;
};

static struct bytes take(struct line *line)
{
	struct bytes part = { 0 };
	if (!bytes_cut(&line->rest, '\t', &part))
		line->bad = true;
	return part;
}

static uint64_t take_number(struct line *line)
{
	uint64_t number = 0;
	if (!bytes_number(take(line), &number))
		line->bad = true;
	return number;
}

static struct identity take_identity(struct line *line)
{
	struct identity identity;
	if (!identity_parse(take(line), &identity))
		line->bad = true;
	return identity;
}

static char unescaped(struct bytes text, size_t at)
{
	char digits[3] = { text.at[at + 1], text.at[at + 2], '\0' };
	return (char)strtoul(digits, NULL, 16);
}

/* A view of the line, or a copy where something is escaped. */
static struct bytes take_text(struct line *line)
{
	struct bytes text = take(line);
	if (text.len == 0 || !memchr(text.at, '%', text.len))
		return text;
	struct buf out = buf_new(line->owner);
	for (size_t i = 0; i < text.len; i++) {
		bool escape = text.at[i] == '%' && i + 2 < text.len;
		buf_add_char(&out, escape ? unescaped(text, i) : text.at[i]);
		i += escape ? 2 : 0;
	}
	return buf_bytes(&out);
}

/* --- heads ------------------------------------------------------------------------------------ */

static void add_labels(struct buf *out, const struct value *labels)
{
	if (!labels) {
		add_part(out, BYTES("-"));
		return;
	}
	add_number(out, labels->count);
	for (size_t i = 0; i < labels->count; i++) {
		add_part(out, labels->entries[i].key);
		add_part(out, labels->entries[i].value->text);
	}
}

static void add_head(struct buf *out, const struct head *head, struct identity done)
{
	buf_add(out, BYTES("head"));
	add_identity(out, done);
	add_number(out, head->document);
	add_number(out, head->begin);
	add_number(out, head->end);
	add_number(out, head->abstract);
	add_number(out, head->mode);
	add_part(out, head->name);
	add_part(out, head->slug);
	add_part(out, head->output);
	add_number(out, head->output_made);
	add_number(out, head->parent_count);
	for (size_t i = 0; i < head->parent_count; i++) {
		add_part(out, head->parents[i]);
		add_number(out, head->parents_at[2 * i]);
		add_number(out, head->parents_at[2 * i + 1]);
	}
	add_labels(out, head->labels);
	buf_add_char(out, '\n');
}

/* No more than the line has bytes, so that a bad number cannot ask for all memory. */
static size_t take_count(struct line *line)
{
	uint64_t count = take_number(line);
	if (count > line->rest.len)
		line->bad = true;
	return line->bad ? 0 : count;
}

static void take_parents(struct line *line, struct head *head)
{
	size_t count = take_count(line);
	head->parents = arena_array_of(line->owner, struct bytes, count);
	head->parents_at = arena_array_of(line->owner, uint32_t, 2 * count);
	for (size_t i = 0; i < count; i++) {
		head->parents[i] = take_text(line);
		head->parents_at[2 * i] = (uint32_t)take_number(line);
		head->parents_at[2 * i + 1] = (uint32_t)take_number(line);
	}
	head->parent_count = count;
}

static const struct value *take_labels(struct line *line)
{
	struct line look = *line;
	if (bytes_is(take(&look), "-")) {
		*line = look;
		return NULL;
	}
	size_t count = take_count(line);
	struct value *labels = arena_new_of(line->owner, struct value);
	struct entry *entries = arena_array_of(line->owner, struct entry, count);
	for (size_t i = 0; i < count; i++) {
		entries[i].key = take_text(line);
		entries[i].value = value_string(line->owner, take_text(line), (struct span){ 0 });
	}
	*labels = (struct value){ .kind = VALUE_MAP, .count = count, .entries = entries };
	return labels;
}

static struct head take_head(struct line *line)
{
	struct head head = { .known = true };
	head.done = take_identity(line);
	head.document = (uint32_t)take_number(line);
	head.begin = (uint32_t)take_number(line);
	head.end = (uint32_t)take_number(line);
	head.abstract = take_number(line) != 0;
	head.mode = take_number(line) ? OUTPUT_EDIT : OUTPUT_WRITE;
	head.name = take_text(line);
	head.slug = take_text(line);
	head.output = take_text(line);
	head.output_made = take_number(line) != 0;
	take_parents(line, &head);
	head.labels = take_labels(line);
	return head;
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Whether all of it is there, as it was written. */
static bool is_whole(struct bytes *text)
{
	enum { LAST = sizeof "end\t\n" - 1 + DIGEST_HEX_LEN };
	if (text->len < LAST)
		return false;
	struct bytes above = bytes_slice(*text, 0, text->len - LAST);
	struct bytes last = bytes_slice(*text, above.len, text->len - 1);
	*text = above;
	return bytes_begins(last, BYTES("end\t")) &&
		digest_is(above, bytes_slice(last, sizeof "end\t" - 1, last.len));
}

static bool read_input(const struct folder *folder, struct line *line)
{
	struct identity identity = take_identity(line);
	struct bytes path = take_text(line);
	if (line->bad || !identity_equal(identity, folder_identity(folder, path)))
		return false;
	inputs_note(folder->inputs, path, identity);
	return true;
}

/* The lines of a file go up to the next file; they are taken apart when they are asked for. */
static void read_file_line(struct index *index, struct arena *run, struct bytes text)
{
	struct line line = { run, text, false };
	struct index_file *file = array_push(run, &index->files);
	*file = (struct index_file){ .lines = text };
	(void)take(&line);
	(void)take(&line);
	file->path = take_text(&line);
}

static bool read_line(
	struct index *index, struct arena *run, const struct folder *folder, struct bytes text)
{
	struct line line = { run, text, false };
	if (bytes_begins(text, BYTES("head\t")) && index->files.count) {
		struct index_file *last = &index->files.at[index->files.count - 1];
		last->lines.len = (size_t)(text.at + text.len - last->lines.at);
		index->heads++;
		return true;
	}
	if (bytes_begins(text, BYTES("file\t"))) {
		read_file_line(index, run, text);
		return true;
	}
	return bytes_is(take(&line), "input") && read_input(folder, &line);
}

static bool read_lines(
	struct index *index, struct arena *run, const struct catalog *catalog, struct bytes text)
{
	struct bytes line;
	if (!is_whole(&text) || !bytes_cut(&text, '\n', &line) ||
		!bytes_equal(line, title(run, catalog)))
		return false;
	while (bytes_cut(&text, '\n', &line))
		if (line.len && !read_line(index, run, catalog->folder, line))
			return false;
	return true;
}

struct index index_read(struct arena *run, const struct catalog *catalog)
{
	struct diags unheard = diags_new(run);
	struct index index = { .whole = true };
	/* It tells of files on the disk. */
	const struct source *source = catalog->folder->snapshot
		? NULL
		: folder_read_raw(run, catalog->folder, BYTES(".leme/index"), MISSING_IS_NULL,
			  (struct span){ 0 }, &unheard);
	if (source && read_lines(&index, run, catalog, source->text))
		return index;
	return (struct index){ 0 };
}

/* --- recalling -------------------------------------------------------------------------------- */

static int to_path(const void *key, const void *item)
{
	return bytes_compare(*(const struct bytes *)key, ((const struct index_file *)item)->path);
}

static bool is_unchanged(const struct folder *folder, struct bytes path, struct identity identity)
{
	return !identity_is_none(identity) &&
		identity_equal(identity, folder_identity(folder, path));
}

static bool take_heads(struct arena *kept, struct bytes lines, struct head common,
	struct arena *listed, struct heads *heads)
{
	struct bytes text;
	size_t before = heads->count;
	while (bytes_cut(&lines, '\n', &text)) {
		struct line line = { kept, text, false };
		(void)take(&line);
		struct head head = take_head(&line);
		head.path = common.path;
		head.file = common.file;
		*array_push(listed, heads) = head;
		if (line.bad) {
			heads->count = before;
			return false;
		}
	}
	return true;
}

bool index_recall(struct arena *kept, const struct index *index, const struct folder *folder,
	struct bytes path, struct arena *listed, struct heads *heads)
{
	const struct index_file *file = index->files.count
		? bsearch(&path, index->files.at, index->files.count, sizeof *file, to_path)
		: NULL;
	struct bytes lines = file ? file->lines : (struct bytes){ 0 }, first;
	if (!file || !bytes_cut(&lines, '\n', &first))
		return false;
	struct line line = { kept, first, false };
	(void)take(&line);
	struct identity identity = take_identity(&line);
	if (line.bad || !is_unchanged(folder, path, identity))
		return false;
	return take_heads(
		kept, lines, (struct head){ .path = path, .file = identity }, listed, heads);
}

/* --- writing ---------------------------------------------------------------------------------- */

enum { PIECE = 64 * 1024 };

struct writing {
	struct arena *scratch;
	const struct fleet *fleet;
	const struct identity *done;
	struct identity now; /* of the new index: what changed before it was made is settled */
	struct buf piece;
	struct digest *digest;
	int handle;
};

static struct identity if_settled(const struct writing *writing, struct identity identity)
{
	return identity_settled(identity, writing->now) ? identity : IDENTITY_NONE;
}

static bool put_piece(struct writing *writing)
{
	struct bytes piece = buf_bytes(&writing->piece);
	digest_add(writing->digest, piece);
	bool put = world_write(writing->handle, piece.at, piece.len);
	writing->piece.len = 0;
	return put;
}

/* False, too, where an input changes just now: then nothing can be said for good. */
static bool put_inputs(struct writing *writing)
{
	size_t count;
	const struct catalog *catalog = writing->fleet->catalog;
	const struct input *inputs = inputs_sorted(catalog->folder->inputs, &count);
	buf_add(&writing->piece, title(writing->scratch, catalog));
	buf_add_char(&writing->piece, '\n');
	for (size_t i = 0; i < count; i++) {
		struct identity identity = inputs[i].identity;
		if (!identity_is_none(identity) && !identity_settled(identity, writing->now))
			return false;
		buf_add(&writing->piece, BYTES("input"));
		add_identity(&writing->piece, identity);
		add_part(&writing->piece, inputs[i].path);
		buf_add_char(&writing->piece, '\n');
	}
	return true;
}

static int by_file(const void *a, const void *b)
{
	const struct head *x = *(const struct head *const *)a, *y = *(const struct head *const *)b;
	int order = bytes_compare(x->path, y->path);
	return order ? order : (x->document > y->document) - (x->document < y->document);
}

static const struct head **heads_by_file(struct arena *scratch, const struct fleet *fleet)
{
	size_t count = fleet->heads.count;
	const struct head **heads = arena_array_of(scratch, const struct head *, count);
	for (size_t i = 0; i < count; i++)
		heads[i] = &fleet->heads.at[i];
	if (count)
		qsort(heads, count, sizeof *heads, by_file);
	return heads;
}

static bool put_heads(struct writing *writing)
{
	const struct fleet *fleet = writing->fleet;
	const struct head **heads = heads_by_file(writing->scratch, fleet);
	struct buf *piece = &writing->piece;
	for (size_t i = 0; i < fleet->heads.count; i++) {
		if (i == 0 || !bytes_equal(heads[i]->path, heads[i - 1]->path)) {
			buf_add(piece, BYTES("file"));
			add_identity(piece, if_settled(writing, heads[i]->file));
			add_part(piece, heads[i]->path);
			buf_add_char(piece, '\n');
		}
		size_t index = (size_t)(heads[i] - fleet->heads.at);
		add_head(piece, heads[i], if_settled(writing, writing->done[index]));
		if (piece->len > PIECE && !put_piece(writing))
			return false;
	}
	return true;
}

static bool put_index(struct writing *writing)
{
	struct stat status;
	if (world_stat(writing->handle, &status) < 0)
		return false;
	writing->now = identity_of(&status);
	writing->digest = digest_new(writing->scratch);
	if (!put_inputs(writing) || !put_heads(writing) || !put_piece(writing))
		return false;
	struct bytes digest = digest_end(writing->scratch, writing->digest);
	buf_print(&writing->piece, "end\t" BYTES_FMT "\n", BYTES_ARG(digest));
	struct bytes last = buf_bytes(&writing->piece);
	return world_write(writing->handle, last.at, last.len);
}

/* Whoever reads it meanwhile has the old one or the new. A failure only costs time. */
static void replace_index(struct writing *writing, int state)
{
	writing->handle = world_create(state, "index.new", O_WRONLY | O_TRUNC | O_NOFOLLOW, 0666);
	if (writing->handle < 0)
		return;
	bool put = put_index(writing);
	put = world_close(writing->handle) == 0 && put;
	if (!put || world_rename(state, "index.new", "index", 0) < 0)
		(void)world_remove(state, "index.new");
}

void fleet_remember(struct arena *scratch, const struct fleet *fleet, const struct identity *done)
{
	struct writing writing = {
		.scratch = scratch, .fleet = fleet, .done = done, .piece = buf_new(scratch)
	};
	int state = folder_open_at(fleet->catalog->folder, ".leme", O_RDONLY | O_DIRECTORY);
	if (state < 0)
		return;
	replace_index(&writing, state);
	close(state);
}
