#include "images_parts.h"

#include "base/message.h"

const char *const image_standing_names[] = { "faulty", "unknown", "allowed", "governed" };

struct editing {
	struct arena *owner;
	struct image_rules *rules;
	const struct object *object;
	struct bytes name, file; /* of the object, kept; made when they are needed */
	struct images_seen *seen;
	struct findings *findings;
	struct site_changes changes;
};

/* --- what a site becomes ---------------------------------------------------------------------- */

static bool keeps_tag(const struct image_decision *decision, const struct site *site)
{
	return !decision->drops_tag || site->tag;
}

static struct bytes digest_that_leaves(const struct image_decision *decision)
{
	return decision->pinned.at ? decision->pinned : decision->digest;
}

static void change_site(
	struct editing *editing, const struct image_decision *decision, const struct site *site)
{
	struct site_change change = { .site = site };
	if (!decision->leaves.at)
		return;
	if (!site->tag) {
		change.text = change.repository = decision->leaves;
	} else {
		change.repository = decision->name;
		if (decision->pinned.at)
			change.tag = bytes_join(
				editing->owner, decision->tag, BYTES("@"), decision->pinned);
	}
	*array_push(editing->rules->scratch, &editing->changes) = change;
}

/* --- what is told ----------------------------------------------------------------------------- */

static struct bytes tags_of(struct arena *owner, const struct governed *governed)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < governed->parts.count; i++) {
		const struct part *part = governed->parts.at[i];
		if (!part->present || !part->tag.len)
			continue;
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= governed->parts.at[k]->present &&
				bytes_equal(governed->parts.at[k]->tag, part->tag);
		if (!again)
			buf_print(&out, "%s" BYTES_FMT, out.len ? ", " : "", BYTES_ARG(part->tag));
	}
	return buf_bytes(&out);
}

static void tell_differs(
	struct editing *editing, const struct image_decision *decision, const struct site *site)
{
	struct finding finding = image_finding(editing->rules->scratch, editing->rules,
		editing->object, decision->governed, "image/digest-differs");
	finding.level = LEVEL_ERROR;
	finding.at = site->at;
	finding.message = bytes_print(editing->owner,
		_("'" BYTES_FMT "' has the digest '" BYTES_FMT "', but '" BYTES_FMT "' is locked"),
		BYTES_ARG(decision->locked->reference), BYTES_ARG(decision->digest),
		BYTES_ARG(decision->locked->digest));
	finding.hint = bytes_print(editing->owner,
		_("if the tag may mean other bytes now: 'leme lock --update " BYTES_FMT
		  "@" BYTES_FMT "'"),
		BYTES_ARG(decision->locked->reference), BYTES_ARG(decision->digest));
	*array_push(editing->owner, &finding.related) = (struct related){ decision->locked->at,
		bytes_of(_("locked here")) };
	finding_locate_path(editing->owner, &finding, editing->object, site->path);
	findings_add(editing->findings, &finding);
}

/* The same however it is spelled at the moment, so that it is told once. */
static struct bytes canonical_text(struct arena *owner, const struct image_decision *decision)
{
	const char *mark = decision->tag.len ? ":" : decision->digest.len ? "@" : "";
	struct bytes rest = decision->tag.len ? decision->tag : decision->digest;
	return bytes_print(owner, BYTES_FMT "%s" BYTES_FMT, BYTES_ARG(decision->repository), mark,
		BYTES_ARG(rest));
}

static void tell_other(
	struct editing *editing, const struct image_decision *decision, const struct site *site)
{
	struct finding finding = image_finding(editing->rules->scratch, editing->rules,
		editing->object, decision->governed, "image/other-version");
	struct bytes tags = tags_of(editing->owner, decision->governed);
	struct bytes name = canonical_text(editing->owner, decision);
	finding.level = LEVEL_WARNING;
	finding.at = site->at;
	finding.message = tags.len
		? bytes_print(editing->owner,
			  _("'" BYTES_FMT "' is not what the profile runs: '" BYTES_FMT "'"),
			  BYTES_ARG(name), BYTES_ARG(tags))
		: bytes_print(editing->owner,
			  _("'" BYTES_FMT "' is an image of what is absent in the profile"),
			  BYTES_ARG(name));
	finding_locate_path(editing->owner, &finding, editing->object, site->path);
	findings_add(editing->findings, &finding);
}

static void tell(
	struct editing *editing, const struct image_decision *decision, const struct site *site)
{
	if (decision->differs)
		tell_differs(editing, decision, site);
	if (decision->is_other && !editing->rules->complete)
		tell_other(editing, decision, site);
}

/* --- what leaves ------------------------------------------------------------------------------ */

static void name_object(struct editing *editing)
{
	struct buf name = buf_new(editing->owner);
	object_id_print(&name, &editing->object->id);
	editing->name = buf_bytes(&name);
	editing->file = bytes_copy(editing->owner, editing->object->file);
}

/* The source of a place may go, and a copy of its line for each image would be too much. */
static bool may_be_refused(const struct editing *editing, const struct image_decision *decision)
{
	if (decision->standing != IMAGE_GOVERNED)
		return decision->standing == IMAGE_UNKNOWN;
	return !decision->is_locked || decision->is_other ||
		editing->rules->profile->release_components;
}

static void see(
	struct editing *editing, const struct image_decision *decision, const struct site *site)
{
	struct image_seen *seen = array_push(editing->owner, editing->seen);
	if (!editing->name.at)
		name_object(editing);
	*seen = (struct image_seen){ .standing = decision->standing,
		.repository = decision->repository,
		.digest = digest_that_leaves(decision),
		.tags = decision->tags,
		.governed = decision->governed,
		.locked = decision->locked,
		.is_locked = decision->is_locked,
		.hook = editing->object->id.hook,
		.object = editing->name,
		.file = editing->file,
		.site = bytes_copy(editing->owner, site->path) };
	if (may_be_refused(editing, decision))
		seen->at = span_kept(editing->owner, site->at);
	if (keeps_tag(decision, site))
		seen->tag = decision->tag;
}

bool images_edit(struct arena *owner, struct image_rules *rules, const struct object *object,
	const struct sites *sites, struct edits *edits, struct images_seen *seen,
	struct findings *findings, struct diags *d)
{
	struct editing editing = {
		.owner = owner, .rules = rules, .object = object, .seen = seen, .findings = findings
	};
	arena_reset(rules->scratch);
	for (size_t i = 0; i < sites->count; i++) {
		const struct site *site = &sites->at[i];
		const struct image_decision *decision = image_decide_site(
			rules->scratch, rules, site);
		if (!decision->fault)
			change_site(&editing, decision, site);
		if (!decision->fault && findings)
			tell(&editing, decision, site);
		if (seen)
			see(&editing, decision, site);
	}
	return sites_edit(rules->scratch, &editing.changes, edits, d);
}
