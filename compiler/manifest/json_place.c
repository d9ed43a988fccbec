#include "json_place.h"

#include "base/nearest.h"

/* --- what may be changed ---------------------------------------------------------------------- */

static struct bytes mark_of(const struct value *const *value)
{
	return (struct bytes){ (const char *)value, sizeof *value };
}

static struct opened *opened_find(struct json_work *work, const struct value *value)
{
	uint32_t number = names_get(&work->numbers, mark_of(&value));
	return number ? work->opened.at[number - 1] : NULL;
}

static void remember(struct json_work *work, struct opened *opened)
{
	const struct value **mark = arena_new_of(work->owner, const struct value *);
	*mark = opened->value;
	*array_push(work->owner, &work->opened) = opened;
	names_set(&work->numbers, mark_of(mark), (uint32_t)work->opened.count);
}

/* A copy, unless it is one already. */
static struct opened *open_value(struct json_work *work, const struct value *value)
{
	struct opened *opened = opened_find(work, value);
	if (opened)
		return opened;
	opened = arena_new_of(work->owner, struct opened);
	opened->value = arena_new_of(work->owner, struct value);
	opened->room = value->count + 1;
	*opened->value = *value;
	if (value->kind == VALUE_MAP) {
		opened->entries = arena_array_of(work->owner, struct entry, opened->room);
		for (size_t i = 0; i < value->count; i++)
			opened->entries[i] = value->entries[i];
		opened->value->entries = opened->entries;
	} else {
		opened->items = arena_array_of(work->owner, const struct value *, opened->room);
		for (size_t i = 0; i < value->count; i++)
			opened->items[i] = value->items[i];
		opened->value->items = opened->items;
	}
	remember(work, opened);
	return opened;
}

void json_share(struct json_work *work)
{
	names_clear(&work->numbers);
	work->opened.count = 0;
}

/* --- pointers --------------------------------------------------------------------------------- */

static struct span pointer_place(const struct value *written, size_t begin)
{
	return value_place(written, begin, written->text.len);
}

/* Where the tilde stands that neither 0 nor 1 follows; the end if there is none. */
static size_t false_escape(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '~' &&
			(i + 1 == text.len || (text.at[i + 1] != '0' && text.at[i + 1] != '1')))
			return i;
	return text.len;
}

bool json_pointer_read(
	struct json_work *work, const struct value *written, struct json_pointer *pointer)
{
	struct bytes text = written->text;
	size_t escape = false_escape(text);
	*pointer = (struct json_pointer){ .written = written };
	if (text.len && text.at[0] != '/')
		return diag_error(work->d, pointer_place(written, 0), "patch/json",
			"a path begins with '/', or is empty for the whole object");
	if (escape < text.len)
		return diag_error(work->d, pointer_place(written, escape), "patch/json",
			"in a path '~' stands only in '~0' for a tilde and '~1' for a slash");
	for (size_t begin = 1, end; begin <= text.len; begin = end + 1) {
		end = bytes_find(text, BYTES("/"), begin);
		*array_push(work->owner, &pointer->tokens) = pointer_token(
			work->owner, bytes_slice(text, begin, end));
		*array_push(work->owner, &pointer->begins) = begin;
		*array_push(work->owner, &pointer->ends) = end;
	}
	return true;
}

/* --- ways that lead nowhere ------------------------------------------------------------------- */

static struct span token_place(const struct json_pointer *pointer, size_t at)
{
	return value_place(pointer->written, pointer->begins.at[at], pointer->ends.at[at]);
}

static void hint_key(struct json_work *work, const struct value *map, struct bytes key)
{
	struct bytes *keys = arena_array_of(work->owner, struct bytes, map->count);
	for (size_t i = 0; i < map->count; i++)
		keys[i] = map->entries[i].key;
	diag_suggest(work->d, key, keys, map->count);
}

static bool refuse_token(struct json_work *work, const struct json_pointer *pointer, size_t at,
	const struct value *holder)
{
	struct bytes token = pointer->tokens.at[at], path = pointer->written->text;
	struct span place = token_place(pointer, at);
	if (holder->kind == VALUE_MAP) {
		diag_error(work->d, place, "patch/json",
			"'" BYTES_FMT "' leads nowhere: there is no '" BYTES_FMT "'",
			BYTES_ARG(path), BYTES_ARG(token));
		hint_key(work, holder, token);
	} else if (holder->kind == VALUE_LIST) {
		diag_error(work->d, place, "patch/json",
			"'" BYTES_FMT "' leads nowhere: '" BYTES_FMT
			"' is no place in a list of %zu items",
			BYTES_ARG(path), BYTES_ARG(token), holder->count);
	} else {
		diag_error(work->d, place, "patch/json",
			"'" BYTES_FMT "' leads nowhere: before '" BYTES_FMT
			"' there is neither a map nor a list",
			BYTES_ARG(path), BYTES_ARG(token));
	}
	return false;
}

/* --- steps ------------------------------------------------------------------------------------ */

/* A number without leading zeros, at most the limit. */
static bool read_index(struct bytes token, size_t limit, size_t *index)
{
	uint64_t number;
	bool digits = token.len > 0 && (token.len == 1 || token.at[0] != '0');
	for (size_t i = 0; i < token.len; i++)
		digits &= token.at[i] >= '0' && token.at[i] <= '9';
	if (!digits || !bytes_number(token, &number) || number > limit)
		return false;
	*index = number;
	return true;
}

/* The place of a key or an item that is there. */
static bool find_part(const struct value *holder, struct bytes token, size_t *at)
{
	if (holder->kind == VALUE_LIST)
		return holder->count && read_index(token, holder->count - 1, at);
	for (*at = 0; holder->kind == VALUE_MAP && *at < holder->count; ++*at)
		if (bytes_equal(holder->entries[*at].key, token))
			return true;
	return false;
}

static const struct value *part_at(const struct value *holder, size_t at)
{
	return holder->kind == VALUE_MAP ? holder->entries[at].value : holder->items[at];
}

const struct value *json_find(struct json_work *work, const struct json_pointer *pointer)
{
	const struct value *value = work->root;
	for (size_t i = 0, at; i < pointer->tokens.count; i++) {
		if (!find_part(value, pointer->tokens.at[i], &at)) {
			(void)refuse_token(work, pointer, i, value);
			return NULL;
		}
		value = part_at(value, at);
	}
	return value;
}

static void set_part(struct opened *opened, size_t at, const struct value *value)
{
	if (opened->entries)
		opened->entries[at].value = value;
	else
		opened->items[at] = value;
}

/* What holds the last token, opened like all around it; NULL after a diag. */
static struct opened *open_holder(struct json_work *work, const struct json_pointer *pointer)
{
	const struct value *value = work->root;
	struct opened *holder = NULL;
	for (size_t i = 0, at; i < pointer->tokens.count; i++) {
		if (value->kind < VALUE_LIST) {
			(void)refuse_token(work, pointer, i, value);
			return NULL;
		}
		struct opened *opened = open_value(work, value);
		if (holder)
			set_part(holder, at, opened->value);
		else
			work->root = opened->value;
		holder = opened;
		if (i + 1 == pointer->tokens.count)
			break;
		if (!find_part(opened->value, pointer->tokens.at[i], &at)) {
			(void)refuse_token(work, pointer, i, value);
			return NULL;
		}
		value = part_at(opened->value, at);
	}
	return holder;
}

/* --- changes ---------------------------------------------------------------------------------- */

static void make_room(struct json_work *work, struct opened *opened)
{
	struct value *value = opened->value;
	if (opened->entries)
		value->entries = opened->entries = array_room(work->owner, opened->entries,
			value->count, &opened->room, sizeof *opened->entries);
	else
		value->items = opened->items = array_room(work->owner, opened->items, value->count,
			&opened->room, sizeof *opened->items);
}

static void insert_item(
	struct json_work *work, struct opened *list, size_t at, const struct value *item)
{
	make_room(work, list);
	memmove(list->items + at + 1, list->items + at,
		(list->value->count++ - at) * sizeof *list->items);
	list->items[at] = item;
}

static void add_entry(struct json_work *work, struct opened *map,
	const struct json_pointer *pointer, const struct value *value)
{
	size_t last = pointer->tokens.count - 1, at;
	if (find_part(map->value, pointer->tokens.at[last], &at)) {
		map->entries[at].value = value;
		return;
	}
	make_room(work, map);
	map->entries[map->value->count++] = (struct entry){ pointer->tokens.at[last],
		token_place(pointer, last), value };
}

bool json_add(struct json_work *work, const struct json_pointer *pointer, const struct value *value)
{
	size_t last = pointer->tokens.count, at;
	if (last-- == 0) {
		work->root = value;
		return true;
	}
	struct opened *holder = open_holder(work, pointer);
	if (!holder)
		return false;
	if (holder->entries) {
		add_entry(work, holder, pointer, value);
		return true;
	}
	struct bytes token = pointer->tokens.at[last];
	at = holder->value->count;
	if (!bytes_is(token, "-") && !read_index(token, at, &at))
		return refuse_token(work, pointer, last, holder->value);
	insert_item(work, holder, at, value);
	return true;
}

bool json_put(struct json_work *work, const struct json_pointer *pointer, const struct value *value)
{
	size_t last = pointer->tokens.count, at;
	if (last-- == 0) {
		work->root = value;
		return true;
	}
	struct opened *holder = open_holder(work, pointer);
	if (!holder)
		return false;
	if (!find_part(holder->value, pointer->tokens.at[last], &at))
		return refuse_token(work, pointer, last, holder->value);
	set_part(holder, at, value);
	return true;
}

bool json_remove(struct json_work *work, const struct json_pointer *pointer)
{
	size_t last = pointer->tokens.count, at;
	if (last-- == 0)
		return diag_error(work->d, pointer_place(pointer->written, 0), "patch/json",
			"the whole object cannot be removed");
	struct opened *holder = open_holder(work, pointer);
	if (!holder)
		return false;
	if (!find_part(holder->value, pointer->tokens.at[last], &at))
		return refuse_token(work, pointer, last, holder->value);
	size_t behind = --holder->value->count - at;
	if (holder->entries)
		memmove(holder->entries + at, holder->entries + at + 1,
			behind * sizeof *holder->entries);
	else
		memmove(holder->items + at, holder->items + at + 1, behind * sizeof *holder->items);
	return true;
}
