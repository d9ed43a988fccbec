#include "read.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/utf8.h"

/* --- names ------------------------------------------------------------------------------------ */

struct marks {
	struct arena *run;
	const struct fleet *fleet;
	bool *chosen; /* by index of head */
	struct diags *d;
};

static bool no_profile(struct marks *marks, struct bytes name)
{
	struct texts known = { 0 };
	for (size_t i = 0; i < marks->fleet->heads.count; i++)
		if (!marks->fleet->heads.at[i].abstract)
			*array_push(marks->run, &known) = marks->fleet->heads.at[i].slug;
	diag_error(marks->d, (struct span){ 0 }, "profile/unknown",
		N_("no profile is called '" BYTES_FMT "'"), BYTES_ARG(name));
	if (!diag_suggest(marks->d, utf8_slug(marks->run, name), known.at, known.count))
		diag_hint(marks->d, N_("'leme list' shows the profiles"));
	return false;
}

static bool choose_matching(struct marks *marks, struct bytes pattern)
{
	struct bytes slug = utf8_slug(marks->run, pattern);
	bool any = false;
	for (size_t i = 0; i < marks->fleet->heads.count; i++) {
		const struct head *head = &marks->fleet->heads.at[i];
		if (head->abstract || !glob_matches(slug, head->slug))
			continue;
		any = marks->chosen[i] = true;
	}
	return any || no_profile(marks, pattern);
}

static bool choose_name(struct marks *marks, struct bytes name)
{
	size_t invalid = utf8_invalid(name);
	if (invalid < name.len)
		return diag_error(marks->d, (struct span){ 0 }, "profile/unknown",
			N_("the name of a profile is not valid UTF-8 at byte %zu"), invalid);
	if (glob_is_pattern(name))
		return choose_matching(marks, name);
	const struct head *head = fleet_find(marks->fleet, marks->run, name);
	if (!head)
		return no_profile(marks, name);
	if (!head->abstract) {
		marks->chosen[head - marks->fleet->heads.at] = true;
		return true;
	}
	diag_error(marks->d, (struct span){ 0 }, "profile/abstract",
		N_("the profile '" BYTES_FMT "' is abstract: it only serves others"),
		BYTES_ARG(head->name));
	diag_hint(marks->d, N_("'leme list' shows the profiles that can be chosen"));
	return false;
}

/* --- labels ----------------------------------------------------------------------------------- */

struct requirement {
	struct bytes key, value;
	enum { LABEL_IS, LABEL_IS_NOT, LABEL_EXISTS, LABEL_EXISTS_NOT } kind;
};

/* `key=value`, `key==value`, `key!=value`, `key`, `!key`: the equality form of kubectl. */
static struct requirement requirement_of(struct bytes text)
{
	text = bytes_trim(text);
	size_t not_equal = bytes_find(text, BYTES("!="), 0),
	       equal = bytes_find(text, BYTES("="), 0);
	struct requirement r = { text, { 0 }, LABEL_EXISTS };
	if (not_equal < text.len) {
		r = (struct requirement){ bytes_slice(text, 0, not_equal),
			bytes_slice(text, not_equal + 2, text.len), LABEL_IS_NOT };
	} else if (equal < text.len) {
		size_t doubled = equal + 1 < text.len && text.at[equal + 1] == '=';
		r = (struct requirement){ bytes_slice(text, 0, equal),
			bytes_slice(text, equal + 1 + doubled, text.len), LABEL_IS };
	} else if (bytes_begins(text, BYTES("!"))) {
		r = (struct requirement){ bytes_slice(text, 1, text.len), { 0 }, LABEL_EXISTS_NOT };
	}
	r.key = bytes_trim(r.key);
	r.value = bytes_trim(r.value);
	return r;
}

static bool holds(const struct fleet *fleet, struct arena *scratch, const struct head *head,
	const struct requirement *r)
{
	const struct value *label = head_label(fleet, scratch, head, r->key);
	switch (r->kind) {
	case LABEL_IS:
		return label && bytes_equal(label->text, r->value);
	case LABEL_IS_NOT:
		return !label || !bytes_equal(label->text, r->value);
	case LABEL_EXISTS:
		return label;
	case LABEL_EXISTS_NOT:
		return !label;
	}
	return false;
}

static bool keep_labelled(struct marks *marks, struct bytes selector)
{
	struct arena *scratch = arena_new();
	struct bytes rest = selector, part;
	bool good = true;
	while (bytes_cut(&rest, ',', &part)) {
		struct requirement r = requirement_of(part);
		if (!r.key.len)
			good = diag_error(marks->d, (struct span){ 0 }, "usage/selector",
				N_("'" BYTES_FMT "' is no label selector; write KEY=VALUE"),
				BYTES_ARG(selector));
		for (size_t i = 0; good && i < marks->fleet->heads.count; i++) {
			marks->chosen[i] = marks->chosen[i] &&
				holds(marks->fleet, scratch, &marks->fleet->heads.at[i], &r);
			arena_reset(scratch);
		}
	}
	arena_end(scratch);
	return good;
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool nothing_left(const struct selection *selection, struct diags *d)
{
	if (selection->labels.count) {
		diag_error(d, (struct span){ 0 }, "profile/none-selected",
			N_("no profile has the labels asked for"));
		diag_hint(d, N_("'leme list -o wide' shows the labels"));
		return false;
	}
	diag_error(d, (struct span){ 0 }, "profile/none-selected",
		N_("every profile of the project is abstract"));
	diag_hint(d, N_("write a profile that extends one of them"));
	return false;
}

static void take_shard(struct arena *run, const struct marks *marks,
	const struct selection *selection, struct selected *selected)
{
	size_t position = 0;
	for (size_t i = 0; i < marks->fleet->heads.count; i++) {
		if (!marks->chosen[i])
			continue;
		if (!selection->shards || position % selection->shards == selection->shard - 1)
			*array_push(run, selected) = &marks->fleet->heads.at[i];
		position++;
	}
}

bool fleet_select(struct arena *run, const struct fleet *fleet, const struct selection *selection,
	struct selected *selected, struct diags *d)
{
	struct marks marks = { run, fleet, arena_array_of(run, bool, fleet->heads.count), d };
	bool good = true, any = false;
	*selected = (struct selected){ 0 };
	for (size_t i = 0; i < selection->names.count; i++)
		good = choose_name(&marks, selection->names.at[i]) && good;
	for (size_t i = 0; selection->names.count == 0 && i < fleet->heads.count; i++)
		marks.chosen[i] = !fleet->heads.at[i].abstract;
	for (size_t i = 0; i < selection->labels.count; i++)
		good = keep_labelled(&marks, selection->labels.at[i]) && good;
	for (size_t i = 0; i < fleet->heads.count; i++)
		any = any || marks.chosen[i];
	if (good && !any)
		good = nothing_left(selection, d);
	take_shard(run, &marks, selection, selected);
	return good;
}
