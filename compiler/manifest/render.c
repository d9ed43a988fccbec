#include "render.h"

#include "base/message.h"
#include "crds.h"
#include "revision.h"
#include "strays.h"
#include "unread.h"

struct renderer {
	struct arena *run, *scratch;
	struct rendering *rendering;
	const struct stream *stream, *came;
	struct render_result *result;
	struct edits *edits; /* of the stream */
	struct findings *findings;
	struct diags *d;              /* of one document: its texts may go with it */
	const struct revision *whole; /* the stream */
	const struct revision *last;  /* what the document at hand is now */
	struct names told;            /* diags */
	struct names found;           /* words_of() findings */
	bool patches, leaves; /* what this pass does: the first one patches, in the last one all */
			      /* is as it leaves */
};

/* --- one document ----------------------------------------------------------------------------- */

/* A document at some stage: as it came, or in a text of its own after edits. */
struct page {
	const struct stream *stream;
	const struct manifest *manifest; /* NULL: it holds nothing any more */
	const struct revision *revision; /* its text … */
	struct stretch part;             /* … and what of it */
	struct edits *edits;
	struct sites *sites;          /* of each object */
	const struct value **patched; /* what patches have made of each; or NULL */
};

/* What is in a Secret may stand elsewhere, too, in a line that is shown. */
static bool keep_secret(struct renderer *r, const struct object *object)
{
	if (!bytes_is(object->id.kind, "Secret"))
		return true;
	const struct tree *tree = object->manifest->tree;
	const struct value *value = tree_value(
		r->scratch, tree, object->node, r->rendering->limits, r->d);
	if (value)
		secret_object(tree->source->secrets, value);
	return value;
}

/* Of what a document was before edits, all is told. */
static const struct manifest *read_document(
	struct renderer *r, const struct stream *stream, size_t index)
{
	struct diags heard = diags_new(r->run);
	struct stretch at = stream->documents.at[index];
	const struct manifest *manifest = manifest_read(
		r->scratch, stream, index, r->rendering->limits, &heard);
	if (stream != r->came)
		diags_drop_warnings(&heard);
	diags_join(r->d, &heard);
	if (!manifest)
		unread_secrets(stream->source->secrets,
			bytes_slice(stream->source->text, at.begin, at.end));
	return manifest;
}

static bool open_page(struct renderer *r, struct page *page, const struct stream *stream,
	size_t index, struct edits *edits)
{
	*page = (struct page){ .stream = stream,
		.revision = r->last,
		.part = stream->documents.at[index],
		.edits = edits };
	page->manifest = read_document(r, stream, index);
	if (!page->manifest)
		return false;
	size_t count = page->manifest->objects.count;
	bool good = true;
	page->sites = arena_array_of(r->scratch, struct sites, count);
	for (size_t i = 0; i < count; i++) {
		const struct object *object = &page->manifest->objects.at[i];
		good = keep_secret(r, object) && good;
		page->sites[i] = image_sites(r->scratch, r->rendering->images, object);
	}
	return good;
}

/* The document with its edits made, in a text of its own. */
static bool turn_page(struct renderer *r, struct page *page)
{
	const struct revision *revision = revision_new(
		r->scratch, page->revision, page->part, page->edits, REVISION_OF_DOCUMENT, r->d);
	if (!revision)
		return false;
	r->last = revision;
	struct stream *stream = stream_open(r->scratch, revision->source, r->d);
	struct edits *edits = arena_new_of(r->scratch, struct edits);
	*edits = edits_new(r->scratch, revision->source);
	*page = (struct page){ .stream = stream, .revision = revision, .edits = edits };
	bool good = stream && (!stream->documents.count || open_page(r, page, stream, 0, edits));
	page->part = (struct stretch){ 0, (uint32_t)revision->source->text.len };
	return good;
}

/* The same where there may be none to make; then it is read already. */
static bool turn_edited(struct renderer *r, struct page *page)
{
	return !page->edits->count || turn_page(r, page);
}

/* A document is cut out of the stream, since what changes its text twice must read it again. */
static struct edits *own_edits(struct renderer *r)
{
	struct edits *edits = arena_new_of(r->scratch, struct edits);
	*edits = edits_new(r->scratch, r->stream->source);
	return edits;
}

/* --- what is told ----------------------------------------------------------------------------- */

/* The place in the stream that came of one in a page, of whose source it may keep only a line. */
static struct span place_of(const struct renderer *r, const struct page *page, struct span kept)
{
	if (!kept.source || !page->revision->was)
		return kept;
	struct span at = { page->revision->source, kept.begin, kept.end };
	return span_kept(r->run, revision_place(page->revision, at));
}

static const struct value *item_of(
	const struct tree *tree, const struct value *list, node_id parent, node_id node)
{
	size_t i = 0;
	for (node_id at = tree_first(tree, parent); at && at != node; at = tree_next(tree, at))
		i++;
	return i < list->count ? list->items[i] : NULL;
}

/* What a value has where a node of its object is, or NULL. */
static const struct value *value_of_node(
	const struct object *object, const struct value *value, node_id node)
{
	const struct tree *tree = object->manifest->tree;
	if (node == object->node)
		return value;
	node_id parent = tree_node(tree, node)->parent, key = tree_key(tree, node);
	const struct value *around = parent ? value_of_node(object, value, parent) : NULL;
	if (around && around->kind == VALUE_LIST)
		return item_of(tree, around, parent, node);
	return around && around->kind == VALUE_MAP && key ? value_get(around, tree_text(tree, key))
							  : NULL;
}

/* Where a patch says what stands at a place; no source: none does. */
static struct span patch_at(const struct page *page, size_t index, struct span at)
{
	const struct object *object = &page->manifest->objects.at[index];
	const struct value *value = page->patched ? page->patched[index] : NULL;
	at.source = page->revision->source;
	node_id node = value ? object_node_at(object, at) : 0;
	value = node ? value_of_node(object, value, node) : NULL;
	if (!value || !value->at.source || revision_has(page->revision, value->at.source))
		return (struct span){ 0 };
	return value->at;
}

/* What tells a finding about an image from others, wherever it stands at the moment. */
static bool is_told(struct renderer *r, const struct finding *finding)
{
	struct bytes words = bytes_print(r->scratch, BYTES_FMT "\n" BYTES_FMT "\n" BYTES_FMT,
		BYTES_ARG(finding->id), BYTES_ARG(finding->object), BYTES_ARG(finding->message));
	if (names_get(&r->found, words))
		return true;
	names_set(&r->found, bytes_copy(r->run, words), 1);
	return false;
}

/* Whether a page is looked at for the first time, or what was told before stands in it, too. */
enum look { FIRST_LOOK, ANOTHER_LOOK };

static void tell_findings(struct renderer *r, const struct page *page, size_t index, enum look look,
	const struct findings *found)
{
	for (size_t i = 0; i < found->count; i++) {
		struct finding *finding = found->at[i];
		if (is_told(r, finding) && look == ANOTHER_LOOK)
			continue;
		struct span patch = patch_at(page, index, finding->at);
		finding->at = place_of(r, page, finding->at);
		if (patch.source)
			*array_push(r->scratch, &finding->related) = (struct related){ patch,
				bytes_of(_("a patch says it here")) };
		findings_add(r->findings, finding);
	}
}

/* --- images ----------------------------------------------------------------------------------- */

static void judge_images(struct renderer *r, const struct page *page, enum look look)
{
	for (size_t i = 0; i < page->manifest->objects.count; i++) {
		struct findings found = findings_new(r->scratch);
		images_judge(r->scratch, r->rendering->images, &page->manifest->objects.at[i],
			&page->sites[i], &found);
		tell_findings(r, page, i, look, &found);
	}
}

static bool edit_object_images(struct renderer *r, const struct page *page, size_t index,
	struct images_seen *seen, struct findings *found)
{
	return images_edit(r->run, r->rendering->images, &page->manifest->objects.at[index],
		&page->sites[index], page->edits, seen, found, r->d);
}

static bool spell_images(struct renderer *r, const struct page *page)
{
	bool good = true;
	for (size_t i = 0; i < page->manifest->objects.count; i++)
		good = edit_object_images(r, page, i, NULL, NULL) && good;
	return good;
}

/* What leaves is seen, and told of. */
static bool see_images(struct renderer *r, const struct page *page)
{
	struct images_seen *seen = &r->result->images;
	bool good = true;
	for (size_t i = 0; i < page->manifest->objects.count; i++) {
		struct findings found = findings_new(r->scratch);
		size_t from = seen->count;
		good = edit_object_images(r, page, i, seen, &found) && good;
		tell_findings(r, page, i, FIRST_LOOK, &found);
		for (size_t k = from; k < seen->count; k++)
			seen->at[k].at = place_of(r, page, seen->at[k].at);
	}
	return good;
}

static bool edit_images(struct renderer *r, const struct page *page)
{
	return r->leaves ? see_images(r, page) : spell_images(r, page);
}

/* --- patches ---------------------------------------------------------------------------------- */

static bool is_touched(const struct renderer *r, const struct page *page)
{
	for (size_t i = 0; i < page->manifest->objects.count; i++)
		if (patches_may_touch(&r->rendering->patches, &page->manifest->objects.at[i]))
			return true;
	return false;
}

static bool take_away(struct renderer *r, struct page *page, const struct object *object)
{
	const struct tree *tree = page->manifest->tree;
	if (object->node != page->manifest->root)
		return edit_remove(page->edits, tree, object->node, r->d);
	edits_add(page->edits, page->part.begin, page->part.end, BYTES(""));
	return true;
}

static bool patch_object(struct renderer *r, struct page *page, const struct object *object,
	const struct value **patched)
{
	const struct tree *tree = page->manifest->tree;
	const struct value *had = tree_value(
		r->scratch, tree, object->node, r->rendering->limits, r->d);
	*patched = had;
	if (!had || !patches_apply(r->scratch, &r->rendering->patches, object, patched, r->d))
		return false;
	if ((*patched)->kind == VALUE_NULL)
		return take_away(r, page, object);
	return edit_become(page->edits, tree, object->node, had, *patched, r->d);
}

static bool patch_page(struct renderer *r, struct page *page)
{
	size_t count = page->manifest->objects.count, left = 0;
	const struct value **patched = arena_array_of(r->scratch, const struct value *, count);
	bool good = true;
	for (size_t i = 0; i < count; i++) {
		const struct object *object = &page->manifest->objects.at[i];
		const struct value *value = NULL;
		if (patches_may_touch(&r->rendering->patches, object))
			good = patch_object(r, page, object, &value) && good;
		if (!value || value->kind != VALUE_NULL)
			patched[left++] = value;
	}
	if (!good || !turn_edited(r, page))
		return false;
	if (page->manifest && page->manifest->objects.count == left)
		page->patched = patched;
	return true;
}

/* --- labels, and what leaves ------------------------------------------------------------------ */

static void note_object(struct renderer *r, const struct page *page, const struct object *object)
{
	struct stamps_seen *stamps = &r->result->stamps;
	size_t from = stamps->count;
	stamps_add(r->run, stamps, object);
	for (size_t i = from; i < stamps->count; i++)
		stamps->at[i].at = place_of(r, page, stamps->at[i].at);
	r->result->objects++;
	r->result->hooks += object->id.hook;
}

static bool mark_page(struct renderer *r, const struct page *page)
{
	bool good = true;
	for (size_t i = 0; i < page->manifest->objects.count; i++) {
		const struct object *object = &page->manifest->objects.at[i];
		good = marks_edit(&r->rendering->marks, object, r->rendering->limits, page->edits,
			       r->d) &&
			good;
		note_object(r, page, object);
	}
	return good;
}

/* Whether labels can be added beside the edits of images. */
static bool add_lines(struct renderer *r, const struct page *page)
{
	size_t before = page->edits->count;
	bool good = true;
	for (size_t i = 0; good && i < page->manifest->objects.count; i++)
		good = marks_add_lines(
			&r->rendering->marks, &page->manifest->objects.at[i], page->edits);
	good = good && (page->edits->count == before || !strays_cross(r->scratch, page->manifest));
	if (!good)
		page->edits->count = before;
	for (size_t i = 0; good && i < page->manifest->objects.count; i++)
		note_object(r, page, &page->manifest->objects.at[i]);
	return good;
}

/* What was done to the document in texts of its own is done to the stream. */
static bool put_back(struct renderer *r, const struct page *page)
{
	struct edits joined = edits_new(r->scratch, r->stream->source);
	if (!edits_sort(page->edits, r->d))
		return false;
	revision_join(page->revision, r->whole, page->edits, &joined);
	for (size_t i = 0; i < joined.count; i++)
		edits_add(r->edits, joined.at[i].begin, joined.at[i].end,
			bytes_copy(r->run, joined.at[i].text));
	return true;
}

/* With all that other documents lend it written out: edits of that would be edits of those. */
static bool set_apart(struct renderer *r, struct page *page)
{
	page->edits = own_edits(r);
	return strays_resolve(page->manifest, r->rendering->limits, page->edits, r->d) &&
		turn_page(r, page);
}

static bool set_apart_with_images(struct renderer *r, struct page *page)
{
	if (strays_any(page->manifest) || strays_cross(r->scratch, page->manifest)) {
		if (!set_apart(r, page))
			return false;
	} else {
		page->edits = own_edits(r);
	}
	return spell_images(r, page) && turn_edited(r, page);
}

/* What is seen of images is seen in the text that is read last. */
static bool leave_apart(struct renderer *r, struct page *page)
{
	return edit_images(r, page) && turn_edited(r, page) && (!r->leaves || mark_page(r, page)) &&
		put_back(r, page);
}

static bool is_replaced(const struct renderer *r, const struct page *page)
{
	for (size_t i = 0; i < page->manifest->objects.count; i++)
		if (replacements_may_touch(
			    &r->rendering->replacements, &page->manifest->objects.at[i]))
			return true;
	return false;
}

/* Whether labels, or the replacements to come, have no alias in their way. */
static bool has_room(struct renderer *r, const struct page *page)
{
	if (strays_any(page->manifest))
		return false;
	return r->leaves ? add_lines(r, page)
			 : !is_replaced(r, page) || !strays_cross(r->scratch, page->manifest);
}

static bool leave(struct renderer *r, struct page *page)
{
	if (has_room(r, page))
		return edit_images(r, page);
	return set_apart(r, page) && leave_apart(r, page);
}

static bool render_patched(struct renderer *r, struct page *page)
{
	if (!set_apart_with_images(r, page) || !patch_page(r, page))
		return false;
	if (!page->manifest)
		return put_back(r, page);
	judge_images(r, page, ANOTHER_LOOK);
	return leave_apart(r, page);
}

static bool render_document(struct renderer *r, size_t index)
{
	struct page page;
	r->last = r->whole;
	if (!open_page(r, &page, r->stream, index, r->edits))
		return false;
	judge_images(r, &page, r->patches ? FIRST_LOOK : ANOTHER_LOOK);
	if (r->patches)
		r->result->came += page.manifest->objects.count;
	if (r->patches && is_touched(r, &page))
		return render_patched(r, &page);
	return leave(r, &page);
}

/* --- the stream ------------------------------------------------------------------------------- */

static bool render_documents(struct renderer *r)
{
	struct diags *all = r->d;
	bool good = true;
	for (size_t i = 0; i < r->stream->documents.count; i++) {
		struct diags heard = diags_new(r->scratch);
		r->d = &heard;
		good = render_document(r, i) && good;
		revision_place_diags(r->last, &heard, 0);
		diags_keep(all, &r->told, &heard);
		arena_reset(r->scratch);
	}
	r->d = all;
	return good;
}

static bool settle(struct renderer *r)
{
	bool good = patches_settle(&r->rendering->patches, r->stream, r->d);
	return images_end(r->rendering->images, r->stream, r->d) && good;
}

/* The stream as the edits make it. */
static bool next_stream(struct renderer *r)
{
	struct stretch all = { 0, (uint32_t)r->stream->source->text.len };
	const struct revision *revision = revision_new(
		r->run, r->whole, all, r->edits, REVISION_OF_RUN, r->d);
	if (!revision)
		return false;
	r->whole = revision;
	r->edits = arena_new_of(r->run, struct edits);
	*r->edits = edits_new(r->run, revision->source);
	r->stream = stream_open(r->run, revision->source, r->d);
	return r->stream;
}

/* Replacements look at all objects at once, so what comes before and behind them are two passes. */
static bool render_with_replacements(struct renderer *r)
{
	const struct rendering *rendering = r->rendering;
	const struct revision *came = r->whole;
	struct edits *edits = r->edits;
	r->edits = arena_new_of(r->run, struct edits);
	*r->edits = edits_new(r->run, came->source);
	r->leaves = false;
	if (!render_documents(r) || !settle(r) || !next_stream(r) ||
		!replacements_apply(r->run, &rendering->replacements, r->stream, rendering->limits,
			r->edits, r->d) ||
		!next_stream(r))
		return false;
	r->patches = false;
	r->leaves = true;
	if (!render_documents(r) || !marks_settle(&rendering->marks, r->d) ||
		!edits_sort(r->edits, r->d))
		return false;
	revision_join(r->whole, came, r->edits, edits);
	return true;
}

bool manifest_render(struct arena *run, struct rendering *rendering, const struct stream *stream,
	struct render_result *result, struct findings *findings, struct diags *d)
{
	*result = (struct render_result){ .edits = edits_new(run, stream->source) };
	rendering->patches.crds = crds_new(run, stream, rendering->limits);
	struct arena *scratch = arena_new();
	arena_adopt(run, scratch);
	struct revision came = { .source = stream->source };
	size_t before = d->count;
	struct renderer r = { .run = run,
		.scratch = scratch,
		.rendering = rendering,
		.stream = stream,
		.came = stream,
		.result = result,
		.edits = &result->edits,
		.findings = findings,
		.d = d,
		.whole = &came,
		.told = { .owner = run },
		.found = { .owner = run },
		.patches = true,
		.leaves = true };
	if (!rendering->replacements.count)
		return render_documents(&r) && settle(&r) && marks_settle(&rendering->marks, d);
	bool good = render_with_replacements(&r);
	revision_place_diags(r.whole, d, before);
	return good;
}

/* --- afterwards ------------------------------------------------------------------------------- */

static struct value *map_of_one(struct arena *run, const char *key, struct bytes text)
{
	struct value *map = arena_new_of(run, struct value);
	struct entry *entry = arena_new_of(run, struct entry);
	*entry = (struct entry){ .key = bytes_of(key),
		.value = value_string(run, text, (struct span){ 0 }) };
	*map = (struct value){ .kind = VALUE_MAP, .count = 1, .entries = entry };
	return map;
}

static bool annotate(struct marks *marks, const struct manifest *manifest, struct limits limits,
	struct edits *edits, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; good && i < manifest->objects.count; i++)
		good = marks_edit(marks, &manifest->objects.at[i], limits, edits, d);
	return good;
}

/* In a text of its own, where aliases that are in the way are written out. */
static bool annotate_apart(struct arena *run, struct marks *marks, const struct manifest *manifest,
	struct limits limits, struct edits *edits, struct diags *d)
{
	const struct stream *stream = manifest->stream;
	struct revision came = { .source = stream->source };
	struct edits apart = edits_new(run, stream->source);
	if (!strays_resolve(manifest, limits, &apart, d))
		return false;
	const struct revision *revision = revision_new(
		run, &came, stream->documents.at[manifest->index], &apart, REVISION_OF_DOCUMENT, d);
	stream = revision ? stream_open(run, revision->source, d) : NULL;
	manifest = stream ? manifest_read(run, stream, 0, limits, d) : NULL;
	if (!manifest)
		return false;
	struct edits own = edits_new(run, revision->source);
	if (!annotate(marks, manifest, limits, &own, d) || !edits_sort(&own, d))
		return false;
	revision_join(revision, &came, &own, edits);
	return true;
}

bool manifest_annotate(struct arena *run, const struct stream *stream, const char *key,
	struct bytes text, struct limits limits, struct edits *edits, struct diags *d)
{
	struct marks marks = { 0 };
	struct diags heard = diags_new(run);
	bool good = marks_read(run, map_of_one(run, key, text), "annotations", limits, &marks, d);
	for (size_t i = 0; good && i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(run, stream, i, limits, &heard);
		bool apart = manifest && (strays_any(manifest) || strays_cross(run, manifest));
		good = apart ? annotate_apart(run, &marks, manifest, limits, edits, &heard)
			     : manifest && annotate(&marks, manifest, limits, edits, &heard);
	}
	diags_drop_warnings(&heard); /* told when it was rendered */
	diags_join(d, &heard);
	return good;
}
