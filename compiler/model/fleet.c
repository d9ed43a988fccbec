#include "layer.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "heads.h"
#include "read.h"

#include <stdlib.h>

enum { CHAIN_LIMIT = 16 };

struct reader {
	struct arena *run, *scratch;
	const struct catalog *catalog;
	struct fleet *fleet;
	struct diags *d;
	bool good;
};

/* --- what heads say of each other ------------------------------------------------------------- */

/* Reads the file of a head again, for the places of a fault that two files make together. */
static struct span head_place(
	struct reader *reader, const struct head *head, uint32_t begin, uint32_t end)
{
	struct diags ignored = diags_new(reader->run);
	const struct source *source = folder_read(reader->run, reader->catalog->folder, head->path,
		MISSING_IS_NULL, (struct span){ 0 }, &ignored);
	if (!source || end > source->text.len)
		return span_of_path(
			reader->run, folder_path(reader->run, reader->catalog->folder, head->path));
	return (struct span){ source, begin, end };
}

static struct span name_place(struct reader *reader, const struct head *head)
{
	return head_place(reader, head, head->begin, head->end);
}

static int by_slug(const void *a, const void *b)
{
	const struct head *x = a, *y = b;
	int order = bytes_compare(x->slug, y->slug);
	return order ? order : bytes_compare(x->path, y->path);
}

static void check_slugs(struct reader *reader)
{
	const struct fleet *fleet = reader->fleet;
	for (size_t i = 1; i < fleet->heads.count; i++) {
		const struct head *one = &fleet->heads.at[i - 1], *two = &fleet->heads.at[i];
		if (!bytes_equal(one->slug, two->slug))
			continue;
		reader->good = diag_error(reader->d, name_place(reader, two), "profile/same-slug",
			N_("two profiles are called '" BYTES_FMT "'"), BYTES_ARG(two->slug));
		diag_hint(reader->d,
			N_("names are compared in lower case and without accents; rename one"));
		diag_related(reader->d, name_place(reader, one), N_("the other one"));
	}
}

static struct head *find_slug(const struct fleet *fleet, struct bytes slug)
{
	size_t low = 0, high = fleet->heads.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = bytes_compare(slug, fleet->heads.at[middle].slug);
		if (order == 0)
			return &fleet->heads.at[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static void unknown_parent(struct reader *reader, const struct head *head, size_t which)
{
	struct texts known = { 0 };
	reader->good = false;
	for (size_t i = 0; i < reader->fleet->heads.count; i++)
		*array_push(reader->run, &known) = reader->fleet->heads.at[i].slug;
	/* It may be in a file whose own fault has been told. */
	if (reader->fleet->unread && !nearest(head->parents[which], known.at, known.count).len)
		return;
	struct span at = head_place(
		reader, head, head->parents_at[2 * which], head->parents_at[2 * which + 1]);
	(void)unknown_name(reader->d, at, "profile/unknown-parent",
		N_("no profile is called '" BYTES_FMT "'"), head->parents[which], known.at,
		known.count);
}

static void link_parents(struct reader *reader)
{
	struct fleet *fleet = reader->fleet;
	for (size_t i = 0; i < fleet->heads.count; i++) {
		struct head *head = &fleet->heads.at[i];
		uint32_t *extends = arena_array_of(reader->run, uint32_t, head->parent_count);
		for (size_t p = 0; p < head->parent_count; p++) {
			struct head *parent = find_slug(fleet, head->parents[p]);
			if (!parent) {
				unknown_parent(reader, head, p);
				continue;
			}
			parent->is_parent = true;
			extends[p] = (uint32_t)(parent - fleet->heads.at);
		}
		head->extends = extends;
	}
}

/* Walks up from a head; the path is at most as long as the limit, and then one step more. */
struct climb {
	struct reader *reader;
	uint32_t path[CHAIN_LIMIT + 1];
	size_t length;
	uint8_t *
		heights; /* of heads whose ancestors are known to be sound: 1 + the longest chain */
};

static void report_cycle(struct climb *climb, size_t from)
{
	struct fleet *fleet = climb->reader->fleet;
	struct buf text = buf_new(climb->reader->run);
	for (size_t i = from; i < climb->length; i++)
		buf_print(&text, BYTES_FMT " → ", BYTES_ARG(fleet->heads.at[climb->path[i]].name));
	const struct head *first = &fleet->heads.at[climb->path[from]];
	buf_add(&text, first->name);
	climb->reader->good = diag_error(climb->reader->d, name_place(climb->reader, first),
		"profile/cycle", N_("profiles extend each other in a circle: " BYTES_FMT),
		BYTES_ARG(buf_bytes(&text)));
	diag_hint(climb->reader->d, N_("take one 'extends' out of the circle"));
}

static void report_chain(struct climb *climb)
{
	const struct head *head = &climb->reader->fleet->heads.at[climb->path[0]];
	climb->reader->good = diag_error(climb->reader->d, name_place(climb->reader, head),
		"profile/chain", N_("'" BYTES_FMT "' has more than %d ancestors in a row"),
		BYTES_ARG(head->name), CHAIN_LIMIT);
}

/* The height of a head, or 0 after a diag. */
static uint8_t climb_from(struct climb *climb, uint32_t index)
{
	const struct head *head = &climb->reader->fleet->heads.at[index];
	if (climb->heights[index])
		return climb->heights[index];
	for (size_t i = 0; i < climb->length; i++)
		if (climb->path[i] == index)
			return report_cycle(climb, i), 0;
	if (climb->length > CHAIN_LIMIT)
		return report_chain(climb), 0;
	climb->path[climb->length++] = index;
	uint8_t height = 1;
	for (size_t p = 0; height && p < head->parent_count; p++) {
		uint8_t above = climb_from(climb, head->extends[p]);
		height = above == 0 ? 0 : above + 1 > height ? (uint8_t)(above + 1) : height;
	}
	climb->length--;
	if (height > CHAIN_LIMIT + 1) {
		climb->path[0] = index;
		return report_chain(climb), 0;
	}
	climb->heights[index] = height;
	return height;
}

static void check_chains(struct reader *reader)
{
	struct climb climb = { .reader = reader };
	climb.heights = arena_array_of(reader->run, uint8_t, reader->fleet->heads.count);
	for (uint32_t i = 0; reader->good && i < reader->fleet->heads.count; i++)
		climb_from(&climb, i);
}

/* An output and the file that it really is. */
struct target {
	const struct head *head;
	struct bytes real;
};

static int by_real_path(const void *a, const void *b)
{
	const struct target *x = a, *y = b;
	int order = bytes_compare(x->real, y->real);
	return order ? order : bytes_compare(x->head->slug, y->head->slug);
}

/* The files that leme reads or makes besides, sorted; an output there would destroy them. */
static struct texts taken_paths(struct reader *reader)
{
	const struct chart *chart = &reader->catalog->chart;
	struct arena *scratch = reader->scratch;
	struct texts taken = { 0 };
	*array_push(scratch, &taken) = BYTES("leme.yaml");
	*array_push(scratch, &taken) = BYTES("leme.lock");
	if (chart->path.len) {
		*array_push(scratch, &taken) = chart->version_file;
		*array_push(scratch, &taken) = bytes_print(
			scratch, BYTES_FMT "/Chart.yaml", BYTES_ARG(chart->path));
	}
	for (size_t i = 0; i < reader->fleet->heads.count; i++)
		*array_push(scratch, &taken) = reader->fleet->heads.at[i].path;
	qsort(taken.at, taken.count, sizeof *taken.at, bytes_order);
	return taken;
}

static void check_output_is_free(
	struct reader *reader, const struct head *head, const struct texts *taken)
{
	bool clash = bytes_begins(head->output, BYTES(".leme/")) ||
		bytes_begins(head->output, BYTES(".git/")) ||
		bsearch(&head->output, taken->at, taken->count, sizeof *taken->at, bytes_order);
	if (!clash)
		return;
	reader->good = diag_error(reader->d, name_place(reader, head), "profile/output-taken",
		N_("the output '" BYTES_FMT "' of '" BYTES_FMT "' is another file of leme"),
		BYTES_ARG(head->output), BYTES_ARG(head->name));
	diag_hint(reader->d, N_("choose another path under 'output.values'"));
}

static void check_same_output(
	struct reader *reader, const struct target *one, const struct target *other)
{
	if (!bytes_equal(one->real, other->real) || bytes_equal(one->head->slug, other->head->slug))
		return; /* two of one name are told that already */
	reader->good = diag_error(reader->d, name_place(reader, other->head), "profile/same-output",
		N_("two profiles have the output '" BYTES_FMT "'"), BYTES_ARG(other->real));
	diag_related(reader->d, name_place(reader, one->head), N_("the other one"));
}

static void check_outputs(struct reader *reader)
{
	const struct fleet *fleet = reader->fleet;
	struct arena *scratch = reader->scratch;
	struct target *targets = arena_array_of(scratch, struct target, fleet->heads.count);
	struct resolved_parent parent = { 0 };
	struct texts taken = taken_paths(reader);
	size_t count = 0;
	for (size_t i = 0; i < fleet->heads.count; i++) {
		const struct head *head = &fleet->heads.at[i];
		/* After a fault it may not be known what an expression makes. */
		if (head->abstract || (head->output_made && !reader->good))
			continue;
		check_output_is_free(reader, head, &taken);
		targets[count++] = (struct target){ head,
			folder_resolve(scratch, reader->catalog->folder, head->output, &parent) };
	}
	if (count)
		qsort(targets, count, sizeof *targets, by_real_path);
	for (size_t i = 1; i < count; i++)
		check_same_output(reader, &targets[i - 1], &targets[i]);
}

/* --- what the last run knew ------------------------------------------------------------------- */

enum current { UNKNOWN, CURRENT, CHANGED };

/* Whether neither its file nor one of its ancestors' has changed. */
static bool is_current(const struct fleet *fleet, uint8_t *states, uint32_t index)
{
	const struct head *head = &fleet->heads.at[index];
	if (states[index] != UNKNOWN)
		return states[index] == CURRENT;
	bool current = head->known;
	for (size_t p = 0; current && p < head->parent_count; p++)
		current = is_current(fleet, states, head->extends[p]);
	states[index] = current ? CURRENT : CHANGED;
	return current;
}

static void forget_changed(const struct fleet *fleet, const uint8_t *states)
{
	for (uint32_t i = 0; i < fleet->heads.count; i++)
		if (states[i] == CHANGED)
			fleet->heads.at[i].done = IDENTITY_NONE;
}

static uint8_t *find_changed(struct reader *reader)
{
	const struct fleet *fleet = reader->fleet;
	uint8_t *states = arena_array_of(reader->scratch, uint8_t, fleet->heads.count);
	for (uint32_t i = 0; i < fleet->heads.count; i++)
		(void)is_current(fleet, states, i);
	return states;
}

/* --- outputs that expressions make ------------------------------------------------------------ */

/* Diags point into what a profile was read into. */
static void make_output(struct reader *reader, const struct resolver *resolver, struct head *head)
{
	struct arena *scratch = arena_new();
	struct bytes path;
	bool good = profile_output(scratch, resolver, head, &path, reader->d);
	if (good)
		head->output = bytes_copy(reader->run, path);
	else
		arena_adopt(reader->run, scratch);
	reader->good = good && reader->good;
	if (good)
		arena_end(scratch);
}

/* They depend on all that the profile comes from, so those of the last run serve if that does. */
static void make_outputs(struct reader *reader, const uint8_t *states)
{
	const struct fleet *fleet = reader->fleet;
	const struct resolver *resolver = NULL;
	for (size_t i = 0; i < fleet->heads.count; i++) {
		struct head *head = &fleet->heads.at[i];
		if (!head->output_made || head->abstract || states[i] == CURRENT)
			continue;
		if (!resolver)
			resolver = resolver_new(reader->run, fleet, reader->d);
		if (!resolver) {
			reader->good = false;
			return;
		}
		make_output(reader, resolver, head);
	}
}

/* --- the whole -------------------------------------------------------------------------------- */

static void check_any(struct reader *reader)
{
	if (reader->fleet->heads.count || !reader->good)
		return;
	struct span at = reader->catalog->profile_globs_at.at[0];
	if (!at.source)
		at = (struct span){ reader->catalog->source, 0, 0 };
	reader->good = diag_error(reader->d, at, "profile/none", N_("the project has no profile"));
	diag_hint(reader->d,
		N_("write one to profiles/NAME.yaml with 'kind: Profile' and 'name: NAME'"));
}

struct fleet *fleet_read(
	struct arena *run, const struct catalog *catalog, size_t jobs, struct diags *d)
{
	struct fleet *fleet = arena_new_of(run, struct fleet);
	struct reader reader = {
		.run = run, .scratch = arena_new(), .catalog = catalog, .fleet = fleet, .d = d
	};
	fleet->catalog = catalog;
	reader.good = heads_read(run, fleet, jobs, d);
	check_any(&reader);
	if (fleet->heads.count)
		qsort(fleet->heads.at, fleet->heads.count, sizeof *fleet->heads.at, by_slug);
	check_slugs(&reader);
	link_parents(&reader);
	if (reader.good)
		check_chains(&reader);
	uint8_t *states = reader.good ? find_changed(&reader) : NULL;
	if (reader.good)
		make_outputs(&reader, states);
	check_outputs(&reader);
	if (reader.good)
		forget_changed(fleet, states);
	arena_end(reader.scratch);
	return reader.good ? fleet : NULL;
}

const struct head *fleet_find(const struct fleet *fleet, struct arena *scratch, struct bytes name)
{
	return find_slug(fleet, utf8_slug(scratch, name));
}

static void add_ancestors(
	struct arena *owner, const struct fleet *fleet, uint32_t index, struct chain *chain)
{
	for (size_t i = 0; i < chain->count; i++)
		if (chain->at[i] == index)
			return;
	const struct head *head = &fleet->heads.at[index];
	for (size_t p = 0; p < head->parent_count; p++)
		add_ancestors(owner, fleet, head->extends[p], chain);
	*array_push(owner, chain) = index;
}

struct chain head_chain(struct arena *owner, const struct fleet *fleet, const struct head *head)
{
	struct chain chain = { 0 };
	add_ancestors(owner, fleet, (uint32_t)(head - fleet->heads.at), &chain);
	return chain;
}

const struct value *head_label(
	const struct fleet *fleet, struct arena *scratch, const struct head *head, struct bytes key)
{
	struct chain chain = head_chain(scratch, fleet, head);
	const struct value *label = NULL;
	for (size_t i = chain.count; !label && i > 0; i--) {
		const struct value *labels = fleet->heads.at[chain.at[i - 1]].labels;
		label = labels ? value_get(labels, key) : NULL;
	}
	return label;
}
