/* Rows of edits, each tried with every line end, byte order mark and dialect. */
#ifndef LEME_TESTS_EDIT_WAYS_H
#define LEME_TESTS_EDIT_WAYS_H

#include "edit_fixture.h"

#include <stdlib.h>

/*
 * The edit is `set VALUES`, `unset VALUES` (those that are null), `remove PATH`, `insert PATH INDEX
 * ITEM`, `scalar PATH VALUE` or `move KEY FROM TO`, which sets a list; a path of `.` is the
 * document. With `helm` or `strict` before it, it is tried in that dialect alone. What comes
 * after may be the id of a refusal.
 */
struct style_row {
	const char *before, *edit, *after, *why;
};

/* For rows without `@`. */
static const char *const no_stand_ins[] = { "@", NULL };

/* --- one edit --------------------------------------------------------------------------------- */

static inline const struct value *value_of(struct bytes text)
{
	return read_value(text, DIALECT_STRICT);
}

static inline bool skip(struct bytes *text, struct bytes head)
{
	bool begins = bytes_begins(*text, head);
	*text = bytes_slice(*text, begins ? head.len : 0, text->len);
	return begins;
}

static inline node_id node_at(const struct fixture *f, struct bytes path, bool key)
{
	if (bytes_is(path, "."))
		return f->root;
	node_id at = find(f, path);
	bool is_key = tree_node(f->tree, tree_node(f->tree, at)->parent)->kind == NODE_MAP;
	return is_key && !key ? tree_next(f->tree, at) : at;
}

/* A map of one list, less the item at one place, which comes back at another. */
static inline const struct value *moved(const struct fixture *f, struct bytes words)
{
	struct bytes key, from;
	bytes_cut(&words, ' ', &key);
	bytes_cut(&words, ' ', &from);
	struct diags d = diags_new(unit_arena());
	const struct value *root = tree_value(unit_arena(), f->tree, f->root, LIMITS_DEFAULT, &d);
	struct value *list = arena_new_of(unit_arena(), struct value);
	*list = *value_get(root, key);
	const struct value **items = arena_array_of(
		unit_arena(), const struct value *, list->count);
	size_t gone = (size_t)atoi(from.at), place = (size_t)atoi(words.at), next = 0;
	for (size_t i = 0; i < list->count; i++) {
		next += next == gone;
		items[i] = list->items[i == place ? gone : next++];
	}
	list->items = items;
	struct value *map = arena_new_of(unit_arena(), struct value);
	struct entry *entry = arena_new_of(unit_arena(), struct entry);
	*entry = (struct entry){ .key = key, .value = list };
	*map = (struct value){ .kind = VALUE_MAP, .count = 1, .entries = entry };
	return map;
}

/* What is set by an edit; NULL if it is another. */
static inline const struct value *wanted_by(const struct fixture *f, struct bytes edit)
{
	if (skip(&edit, BYTES("set ")))
		return value_of(edit);
	return skip(&edit, BYTES("move ")) ? moved(f, edit) : NULL;
}

static inline bool make(struct fixture *f, struct bytes words)
{
	const struct value *wanted = wanted_by(f, words);
	struct bytes verb, path, index;
	if (wanted)
		return edit_contain(&f->edits, f->tree, f->root, wanted, &f->d);
	bytes_cut(&words, ' ', &verb);
	if (bytes_is(verb, "unset"))
		return edit_remove_nulls(&f->edits, f->tree, f->root, value_of(words), &f->d);
	bytes_cut(&words, ' ', &path);
	node_id node = node_at(f, path, bytes_is(verb, "remove"));
	if (bytes_is(verb, "remove"))
		return edit_remove(&f->edits, f->tree, node, &f->d);
	if (bytes_is(verb, "scalar"))
		return edit_scalar(&f->edits, f->tree, node, value_of(words), &f->d);
	bytes_cut(&words, ' ', &index);
	return edit_insert(
		&f->edits, f->tree, node, (size_t)atoi(index.at), value_of(words), &f->d);
}

struct trial {
	const char *why;
	struct bytes before, edit, after;
	enum dialect dialect;
};

/* What is set is what was intended, and setting it again changes nothing. */
static inline void check_set(struct fixture *f, const struct trial *trial)
{
	const struct value *wanted = wanted_by(f, trial->edit);
	if (!wanted)
		return;
	const struct value *have = read_value(trial->before, trial->dialect);
	const struct value *intended = value_contained(unit_arena(), have, wanted);
	ck_assert_msg(edits_check(unit_arena(), f->tree, trial->after, intended, &f->d), "%s: %s",
		trial->why, unit_diags(&f->d));
	struct fixture again = fixture_in(trial->after, trial->dialect);
	ck_assert_msg(edit_contain(&again.edits, again.tree, again.root, wanted, &again.d),
		"%s: %s", trial->why, unit_diags(&again.d));
	ck_assert_msg(again.edits.count == 0, "%s: a second time changes more", trial->why);
}

static inline void check_unset(const struct trial *trial)
{
	struct bytes values = trial->edit;
	if (!skip(&values, BYTES("unset ")))
		return;
	const struct value *have = read_value(trial->before, trial->dialect);
	const struct value *got = read_value(trial->after, trial->dialect);
	ck_assert_msg(value_equal(got, value_less_nulls(unit_arena(), have, value_of(values))),
		"%s: another value is left", trial->why);
}

static inline void check(const struct trial *trial)
{
	struct fixture f = fixture_in(trial->before, trial->dialect);
	bool made = make(&f, trial->edit);
	if (bytes_begins(trial->after, BYTES("edit/"))) {
		ck_assert_msg(!made, "%s: not refused", trial->why);
		unit_same(trial->why, bytes_of(f.d.at[0]->id), trial->after);
		return;
	}
	ck_assert_msg(made, "%s: %s", trial->why, unit_diags(&f.d));
	unit_same(trial->why, apply(&f, trial->why), trial->after);
	fixture_in(trial->after, trial->dialect);
	check_set(&f, trial);
	check_unset(trial);
}

/* --- every way of writing it ------------------------------------------------------------------ */

static inline struct bytes written(
	const char *text, const char *stand_in, const char *line_end, bool mark)
{
	struct buf out = buf_new(unit_arena());
	buf_add(&out, mark ? BYTES("\xEF\xBB\xBF") : BYTES(""));
	for (; *text; text++)
		if (*text == '@')
			buf_add(&out, bytes_of(stand_in));
		else if (*text == '\n')
			buf_add(&out, bytes_of(line_end));
		else
			buf_add_char(&out, *text);
	return buf_bytes(&out);
}

static inline void check_ways(const struct style_row *row, const char *stand_in)
{
	static const char *const line_ends[] = { "\n", "\r\n", "\r" };
	bool refused = bytes_begins(bytes_of(row->after), BYTES("edit/"));
	struct trial trial = { .why = row->why, .edit = bytes_of(row->edit) };
	bool helm = skip(&trial.edit, BYTES("helm ")), strict = skip(&trial.edit, BYTES("strict "));
	for (size_t way = 0; way < 2 * COUNT(line_ends); way++) {
		bool mark = way % 2;
		trial.before = written(row->before, stand_in, line_ends[way / 2], mark);
		trial.after = written(row->after, stand_in, line_ends[way / 2], mark && !refused);
		trial.dialect = DIALECT_HELM;
		if (!strict)
			check(&trial);
		trial.dialect = DIALECT_STRICT;
		if (!helm)
			check(&trial);
	}
}

#define ROWS(name, rows, stand_ins) \
	START_TEST(name) \
	{ \
		for (const char *const *stand_in = stand_ins; *stand_in; stand_in++) \
			check_ways(&(rows)[_i], *stand_in); \
	} \
	END_TEST

#endif
