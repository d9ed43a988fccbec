#include "heads.h"

#include "base/slices.h"
#include "base/utf8.h"
#include "index.h"
#include "read.h"
#include "template.h"

enum { LABEL_SETS = 64 };

/* A part of the files, read by one thread. */
struct slice {
	const struct reading *reading;
	struct arena *kept, *listed, *scratch; /* what heads point to; the heads; one file */
	struct heads heads;
	struct {
		ARRAY(const struct value *);
	} labels;                 /* the sets met so far */
	struct bytes last_parent; /* a slug */
	size_t recalled;          /* heads from the index */
	struct diags d;
	bool good, unread; /* a file could not be read: nobody knows what it holds */
};

struct reading {
	const struct catalog *catalog;
	struct index index;
	struct texts paths;
	struct slice *slices;
};

/* --- one document → head ---------------------------------------------------------------------- */

/* Heads outlive the files they came from, so their labels carry no places. */
static const struct value *copy_labels(struct arena *kept, const struct value *labels)
{
	struct value *copy = arena_new_of(kept, struct value);
	struct entry *entries = arena_array_of(kept, struct entry, labels->count);
	for (size_t i = 0; i < labels->count; i++)
		entries[i] = (struct entry){ bytes_copy(kept, labels->entries[i].key), { 0 },
			value_string(kept, bytes_copy(kept, labels->entries[i].value->text),
				(struct span){ 0 }) };
	*copy = (struct value){ .kind = VALUE_MAP, .count = labels->count, .entries = entries };
	return copy;
}

/* Thousands of profiles have the same few sets of labels. */
static const struct value *shared_labels(struct slice *slice, const struct value *labels)
{
	if (!labels)
		return NULL;
	for (size_t i = 0; i < slice->labels.count; i++)
		if (value_equal(slice->labels.at[i], labels))
			return slice->labels.at[i];
	const struct value *copy = copy_labels(slice->kept, labels);
	if (slice->labels.count < LABEL_SETS)
		*array_push(slice->kept, &slice->labels) = copy;
	return copy;
}

/* Thousands of profiles have the same parent. */
static struct bytes shared_slug(struct slice *slice, struct bytes slug)
{
	if (!bytes_equal(slice->last_parent, slug))
		slice->last_parent = bytes_copy(slice->kept, slug);
	return slice->last_parent;
}

static void add_parent(struct slice *slice, struct head *head, const struct value *parent)
{
	size_t i = head->parent_count++;
	head->parents[i] = shared_slug(slice, utf8_slug(slice->scratch, parent->text));
	head->parents_at[2 * i] = parent->at.begin;
	head->parents_at[2 * i + 1] = parent->at.end;
}

static void read_parents(struct slice *slice, struct head *head, const struct value *extends)
{
	struct arena *kept = slice->kept;
	size_t count = !extends ? 0 : extends->kind == VALUE_LIST ? extends->count : 1;
	head->parents = arena_array_of(kept, struct bytes, count);
	head->parents_at = arena_array_of(kept, uint32_t, 2 * count);
	for (size_t i = 0; i < count; i++)
		add_parent(slice, head, extends->kind == VALUE_LIST ? extends->items[i] : extends);
}

static bool read_output(struct slice *slice, struct head *head, const struct value *document)
{
	const struct value *output = read_key(document, "output");
	const struct value *values = read_key(output, "values");
	struct arena *kept = slice->kept;
	head->mode = bytes_is(read_text(output, "mode"), "edit") ? OUTPUT_EDIT : OUTPUT_WRITE;
	head->output = values
		? bytes_copy(kept, read_text(output, "values"))
		: bytes_print(kept, "values/" BYTES_FMT ".yaml", BYTES_ARG(head->slug));
	struct span at = values ? values->at : read_place(document, "name");
	/* What an expression gives is judged when it is known. */
	head->output_made = values && text_is_template(values->text);
	return head->abstract || head->output_made ||
		folder_path_allowed(head->output, at, &slice->d);
}

static void read_head(
	struct slice *slice, struct bytes path, uint32_t document, const struct value *value)
{
	struct arena *kept = slice->kept;
	const struct value *name = read_key(value, "name");
	struct head head = {
		.name = bytes_copy(kept, utf8_nfc(slice->scratch, name->text)),
		.path = path,
		.document = document,
		.begin = name->at.begin,
		.end = name->at.end,
		.abstract = read_truth(value, "abstract"),
		.labels = shared_labels(slice, read_key(value, "labels")),
	};
	struct bytes slug = utf8_slug(slice->scratch, name->text);
	head.slug = bytes_equal(slug, head.name) ? head.name : bytes_copy(kept, slug);
	read_parents(slice, &head, read_key(value, "extends"));
	slice->good = read_output(slice, &head, value) && slice->good;
	*array_push(slice->listed, &slice->heads) = head;
}

/* Takes the heads of a file that has not changed since the last run. */
static bool recall_file(struct slice *slice, struct bytes path)
{
	const struct reading *reading = slice->reading;
	size_t before = slice->heads.count;
	bool recalled = index_recall(slice->kept, &reading->index, reading->catalog->folder, path,
		slice->listed, &slice->heads);
	slice->recalled += slice->heads.count - before;
	return recalled;
}

static void read_file(struct slice *slice, struct bytes path)
{
	if (recall_file(slice, path))
		return;
	const struct catalog *catalog = slice->reading->catalog;
	struct arena *scratch = slice->scratch;
	struct document_list documents = { 0 };
	size_t before = slice->d.count, first = slice->heads.count;
	bool is_catalog = bytes_is(path, "leme.yaml");
	struct source *source = folder_read_unnoted(
		scratch, catalog->folder, path, MISSING_IS_ERROR, (struct span){ 0 }, &slice->d);
	if (!source ||
		!read_documents(scratch, source, is_catalog ? "Catalog Profile" : "Profile",
			catalog->limits, &documents, &slice->d)) {
		slice->good = false;
		slice->unread = true;
		return;
	}
	for (uint32_t i = 0; i < documents.count; i++) {
		if (bytes_is(read_key(documents.at[i], "kind")->text, "Catalog"))
			continue;
		slice->good = profile_check(scratch, catalog, documents.at[i], &slice->d) &&
			slice->good;
		read_head(slice, path, i, documents.at[i]);
	}
	/* What a warning is about must be read again, so that it is said again. */
	for (size_t i = first; slice->d.count == before && i < slice->heads.count; i++)
		slice->heads.at[i].file = source->identity;
}

/* Diags point into the text of a file, so a file with faults keeps its memory until the end. */
static void next_file(struct slice *slice, size_t diags_before)
{
	if (slice->d.count == diags_before) {
		arena_reset(slice->scratch);
		return;
	}
	arena_adopt(slice->kept, slice->scratch);
	slice->scratch = arena_new();
}

static void read_slice(void *context, size_t number, size_t begin, size_t end)
{
	struct reading *reading = context;
	struct slice *slice = &reading->slices[number];
	slice->scratch = arena_new();
	/* Nearly every file has one. */
	slice->heads.room = end - begin;
	slice->heads.at = arena_array_of(slice->listed, struct head, end - begin);
	for (size_t i = begin; i < end; i++) {
		size_t before = slice->d.count;
		read_file(slice, reading->paths.at[i]);
		next_file(slice, before);
	}
	arena_end(slice->scratch);
}

/* --- all files -------------------------------------------------------------------------------- */

/* The catalogue's own file may hold profiles too; a glob that matches it finds it once. */
static bool find_files(struct arena *run, struct reading *reading, struct diags *d)
{
	const struct catalog *catalog = reading->catalog;
	struct texts found = { 0 };
	bool good = true;
	for (size_t i = 0; i < catalog->profile_globs.count; i++)
		good = folder_glob(run, catalog->folder, catalog->profile_globs.at[i],
			       catalog->profile_globs_at.at[i], &found, d) &&
			good;
	reading->paths.room = found.count + 1;
	reading->paths.at = arena_array_of(run, struct bytes, reading->paths.room);
	reading->paths.at[reading->paths.count++] = BYTES("leme.yaml");
	for (size_t i = 0; i < found.count; i++)
		if (!bytes_is(found.at[i], "leme.yaml"))
			reading->paths.at[reading->paths.count++] = found.at[i];
	return good;
}

/* Takes the heads of a slice over; what they point to stays. */
static void join_slice(struct fleet *fleet, struct slice *slice, struct diags *d)
{
	if (slice->heads.count)
		memcpy(fleet->heads.at + fleet->heads.count, slice->heads.at,
			slice->heads.count * sizeof *slice->heads.at);
	fleet->heads.count += slice->heads.count;
	diags_join(d, &slice->d);
	arena_end(slice->listed);
}

static void begin_slice(struct arena *run, struct reading *reading, struct slice *slice)
{
	struct arena *kept = arena_new();
	arena_adopt(run, kept);
	*slice = (struct slice){ .reading = reading,
		.kept = kept,
		.listed = arena_new(),
		.d = diags_new(kept),
		.good = true };
}

bool heads_read(struct arena *run, struct fleet *fleet, size_t jobs, struct diags *d)
{
	struct reading reading = { .catalog = fleet->catalog,
		.index = index_read(run, fleet->catalog) };
	bool good = find_files(run, &reading, d);
	size_t slices = slices_for(jobs, reading.paths.count), room = 0, recalled = 0;
	reading.slices = arena_array_of(run, struct slice, slices);
	for (size_t i = 0; i < slices; i++)
		begin_slice(run, &reading, &reading.slices[i]);
	slices_run(slices, reading.paths.count, read_slice, &reading);
	for (size_t i = 0; i < slices; i++) {
		room += reading.slices[i].heads.count;
		recalled += reading.slices[i].recalled;
	}
	fleet->fresh = !reading.index.whole || recalled < room || recalled < reading.index.heads;
	fleet->heads.room = room;
	fleet->heads.at = arena_array_of(run, struct head, room);
	for (size_t i = 0; i < slices; i++) {
		good = reading.slices[i].good && good;
		fleet->unread = reading.slices[i].unread || fleet->unread;
		join_slice(fleet, &reading.slices[i], d);
	}
	return good;
}

void profiles_check_shapes(struct arena *run, const struct catalog *catalog, struct diags *d)
{
	struct document_list documents = { 0 };
	struct texts paths = { 0 };
	bool good = true;
	for (size_t i = 0; i < catalog->profile_globs.count; i++)
		good = folder_glob(run, catalog->folder, catalog->profile_globs.at[i],
			       catalog->profile_globs_at.at[i], &paths, d) &&
			good;
	for (size_t i = 0; i < paths.count; i++) {
		const struct source *source = bytes_is(paths.at[i], "leme.yaml")
			? NULL
			: folder_read(run, catalog->folder, paths.at[i], MISSING_IS_ERROR,
				  (struct span){ 0 }, d);
		good = source &&
			read_documents(run, source, "Profile", catalog->limits, &documents, d) &&
			good;
	}
	(void)good; /* the catalogue's own faults are enough to stop */
}
