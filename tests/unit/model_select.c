#include "unit.h"

#include "model/model.h"

/* base (abstract) ← staging ← acme, bravo; production ← Ação. Labels as `key=value`. */
static const struct {
	const char *name, *slug, *label;
	int parent; /* index, or -1 */
	bool abstract;
} profiles[] = {
	{ "Ação", "acao", "ring=late", 4, false },
	{ "acme", "acme", NULL, 5, false },
	{ "base", "base", "product=erp", -1, true },
	{ "bravo", "bravo", "ring=late", 5, false },
	{ "production", "production", "ring=all", 2, false },
	{ "staging", "staging", "ring=early", 2, false },
};

static const struct value *labels_of(const char *label)
{
	struct bytes value = bytes_of(label), key;
	if (!label)
		return NULL;
	bytes_cut(&value, '=', &key);
	struct entry *entry = arena_new_of(unit_arena(), struct entry);
	*entry = (struct entry){ .key = key,
		.value = value_string(unit_arena(), value, (struct span){ 0 }) };
	struct value *map = arena_new_of(unit_arena(), struct value);
	*map = (struct value){ .kind = VALUE_MAP, .count = 1, .entries = entry };
	return map;
}

static struct fleet fleet_of(void)
{
	struct fleet fleet = { 0 };
	for (size_t i = 0; i < COUNT(profiles); i++) {
		struct head head = { .name = bytes_of(profiles[i].name),
			.slug = bytes_of(profiles[i].slug),
			.abstract = profiles[i].abstract,
			.labels = labels_of(profiles[i].label) };
		if (profiles[i].parent >= 0) {
			uint32_t *extends = arena_array_of(unit_arena(), uint32_t, 1);
			*extends = (uint32_t)profiles[i].parent;
			head.extends = extends;
			head.parents = arena_array_of(unit_arena(), struct bytes, 1);
			*head.parents = bytes_of(profiles[profiles[i].parent].slug);
			head.parent_count = 1;
		}
		*array_push(unit_arena(), &fleet.heads) = head;
	}
	return fleet;
}

static struct texts words(const char *list)
{
	struct texts all = { 0 };
	struct bytes rest = bytes_of(list), word;
	while (list && bytes_cut(&rest, ' ', &word))
		*array_push(unit_arena(), &all) = word;
	return all;
}

static const struct {
	const char *names, *labels;
	uint32_t shard, shards;
	const char *selected; /* slugs; or NULL: an error */
	const char *law;
} rows[] = {
	{ NULL, NULL, 0, 0, "acao acme bravo production staging", "all that are concrete" },
	{ "acme", NULL, 0, 0, "acme", "a name" },
	{ "staging acme staging", NULL, 0, 0, "acme staging", "each once, by slug" },
	{ "AÇÃO", NULL, 0, 0, "acao", "any spelling" },
	{ "Ac\xCC\xA7"
	  "a\xCC\x83o",
		NULL, 0, 0, "acao", "decomposed" },
	{ "a*", NULL, 0, 0, "acao acme", "a glob" },
	{ "?r*", NULL, 0, 0, "bravo production", "a character" },
	{ "[ab]*", NULL, 0, 0, "acao acme bravo", "a set; nothing abstract" },
	{ "AÇA*", NULL, 0, 0, "acao", "a glob in any spelling" },
	{ "*", NULL, 0, 0, "acao acme bravo production staging", "everything" },
	{ "nobody", NULL, 0, 0, NULL, "an unknown name" },
	{ "acme x*", NULL, 0, 0, NULL, "a glob without a match" },
	{ "base", NULL, 0, 0, NULL, "an abstract one" },
	{ "ba*", NULL, 0, 0, NULL, "a glob that matches only abstract ones" },
	{ "\xFF", NULL, 0, 0, NULL, "a name that is not UTF-8" },
	{ NULL, "ring=late", 0, 0, "acao bravo", "a label" },
	{ NULL, "ring==late", 0, 0, "acao bravo", "written twice" },
	{ NULL, "ring=early", 0, 0, "acme staging", "an inherited label" },
	{ NULL, "ring!=late", 0, 0, "acme production staging", "another value" },
	{ NULL, "product", 0, 0, "acao acme bravo production staging", "any value" },
	{ NULL, "!product", 0, 0, NULL, "no such label: none is left" },
	{ NULL, "missing!=x", 0, 0, "acao acme bravo production staging",
		"none is another value too" },
	{ NULL, "ring=late ring!=all", 0, 0, "acao bravo", "all must hold" },
	{ NULL, "ring=late,product=erp", 0, 0, "acao bravo", "in one option too" },
	{ NULL, "ring=late ring=all", 0, 0, NULL, "nothing has both" },
	{ NULL, "=x", 0, 0, NULL, "no key" },
	{ "a*", "ring=late", 0, 0, "acao", "names and labels" },
	{ NULL, NULL, 1, 2, "acao bravo staging", "the first half" },
	{ NULL, NULL, 2, 2, "acme production", "the second half" },
	{ "a*", NULL, 2, 2, "acme", "a part of what is chosen" },
	{ "acme", NULL, 3, 3, "", "an empty part is no error" },
};

START_TEST(selects)
{
	struct fleet fleet = fleet_of();
	struct diags d = diags_new(unit_arena());
	struct selection selection = { words(rows[_i].names), words(rows[_i].labels),
		rows[_i].shard, rows[_i].shards };
	struct selected selected;
	bool good = fleet_select(unit_arena(), &fleet, &selection, &selected, &d);
	ck_assert_msg(good == !!rows[_i].selected, "%s: %s", rows[_i].law, unit_diags(&d));
	ck_assert_msg(good == (d.count == 0), "%s: false goes with a diag", rows[_i].law);
	if (!good)
		return;
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < selected.count; i++)
		buf_print(&out, "%s" BYTES_FMT, i ? " " : "", BYTES_ARG(selected.at[i]->slug));
	unit_same(rows[_i].law, buf_bytes(&out), bytes_of(rows[_i].selected));
}
END_TEST

/* Whatever N is, the parts are disjoint and together everything. */
START_TEST(shards_are_a_partition)
{
	struct fleet fleet = fleet_of();
	struct diags d = diags_new(unit_arena());
	size_t times[COUNT(profiles)] = { 0 };
	for (uint32_t shard = 1; shard <= (uint32_t)_i; shard++) {
		struct selection selection = { .shard = shard, .shards = (uint32_t)_i };
		struct selected selected;
		ck_assert(fleet_select(unit_arena(), &fleet, &selection, &selected, &d));
		for (size_t i = 0; i < selected.count; i++)
			times[selected.at[i] - fleet.heads.at]++;
	}
	for (size_t i = 0; i < COUNT(profiles); i++)
		ck_assert_uint_eq(times[i], !profiles[i].abstract);
}
END_TEST

START_TEST(nearest_label_wins)
{
	struct fleet fleet = fleet_of();
	const struct value *ring = head_label(
		&fleet, unit_arena(), &fleet.heads.at[3], BYTES("ring"));
	const struct value *product = head_label(
		&fleet, unit_arena(), &fleet.heads.at[3], BYTES("product"));
	unit_same("own", ring->text, BYTES("late"));
	unit_same("inherited", product->text, BYTES("erp"));
	ck_assert_ptr_null(head_label(&fleet, unit_arena(), &fleet.heads.at[3], BYTES("nothing")));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_select");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, selects, 0, COUNT(rows));
	tcase_add_loop_test(cases, shards_are_a_partition, 1, 8);
	tcase_add_test(cases, nearest_label_wins);
	return suite;
}
