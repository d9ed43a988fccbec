/* The packs that are shipped speak the languages of the program. */
#include "unit.h"

#include "base/message.h"
#include "judge/judge.h"

static const char *const texts[] = { "message", "messageExpression", "hint", "why" };

/* Read anew for each test, in the language that is chosen. */
static void read_rules(struct rule_set *set, const struct catalog **catalog)
{
	struct diags d = diags_new(unit_arena());
	struct pack_documents documents = { 0 };
	struct catalog *none = arena_new_of(unit_arena(), struct catalog);
	none->limits = LIMITS_DEFAULT;
	*catalog = none;
	for (size_t i = 0; i < shipped_pack_count; i++) {
		const struct value *document = shipped_pack_read(
			unit_arena(), &shipped_packs[i], &d);
		ck_assert_msg(document, "%s", unit_diags(&d));
		*array_push(unit_arena(), &documents) = (struct pack_document){
			.document = document, .shipped = true
		};
	}
	ck_assert_msg(rule_set_read(unit_arena(), none, &documents, set, &d), "%s", unit_diags(&d));
	ck_assert_uint_gt(set->count, 0);
}

/* --- what is there ---------------------------------------------------------------------------- */

static void check_translation(const char *pack, const struct value *rule)
{
	const struct value *all = value_get(rule, BYTES("translations"));
	const struct value *own = all ? value_get(all, BYTES("pt-BR")) : NULL;
	struct bytes name = value_get(rule, BYTES("name"))->text;
	ck_assert_msg(own, "%s/" BYTES_FMT " has no translation", pack, BYTES_ARG(name));
	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct value *english = value_get(rule, bytes_of(texts[i]));
		const struct value *translated = value_get(own, bytes_of(texts[i]));
		ck_assert_msg(!english == !translated, "%s/" BYTES_FMT ": %s", pack,
			BYTES_ARG(name), texts[i]);
		ck_assert_msg(!english || !bytes_equal(english->text, translated->text),
			"%s/" BYTES_FMT ": %s is English", pack, BYTES_ARG(name), texts[i]);
	}
}

START_TEST(each_text_is_translated)
{
	for (size_t i = 0; i < shipped_pack_count; i++) {
		struct diags d = diags_new(unit_arena());
		const struct value *document = shipped_pack_read(
			unit_arena(), &shipped_packs[i], &d);
		ck_assert_msg(document, "%s", unit_diags(&d));
		const struct value *rules = value_get(document, BYTES("rules"));
		for (size_t j = 0; j < rules->count; j++)
			check_translation(shipped_packs[i].name, rules->items[j]);
	}
}
END_TEST

/* --- what is said ----------------------------------------------------------------------------- */

/* What the rule says to each input that breaks it, a line each. */
static struct bytes said(const struct catalog *catalog, const struct rule *rule)
{
	struct buf out = buf_new(unit_arena());
	/* Its tests are projects: `leme test` runs them. */
	for (size_t i = 0; !rule->judge && i < rule->tests->count; i++) {
		struct diags d = diags_new(unit_arena());
		struct evidence *evidence = evidence_of_data(unit_arena(), catalog,
			value_get(rule->tests->items[i], BYTES("input")), &d);
		struct rule_memory *memory = rule_memory_new(
			unit_arena(), evidence, catalog->limits.cost);
		struct finding finding = { 0 };
		rule_memory_begin(memory, unit_arena());
		struct verdict verdict = rule_verdict(memory, rule);
		if (verdict.result != VERDICT_FAILED)
			continue;
		rule_explain(memory, rule, &verdict, &finding);
		buf_print(&out, BYTES_FMT " | " BYTES_FMT "\n", BYTES_ARG(finding.message),
			BYTES_ARG(finding.hint));
	}
	return buf_bytes(&out);
}

/* A message that could not be made would be the plain one. */
static bool only_plain(struct bytes told, const struct rule *rule)
{
	struct bytes line;
	while (bytes_cut(&told, '\n', &line))
		if (line.len && !bytes_begins(line, rule->message))
			return false;
	return true;
}

static void check_said(const char *language, const struct rule *rule, struct bytes told)
{
	ck_assert_msg(!told.len || !rule->message_expression.program || !only_plain(told, rule),
		"%s " BYTES_FMT ": the message could not be made: " BYTES_FMT, language,
		BYTES_ARG(rule->id), BYTES_ARG(told));
}

START_TEST(a_failure_is_told_in_either)
{
	struct rule_set english, portuguese;
	const struct catalog *catalog;
	read_rules(&english, &catalog);
	message_language(LANGUAGE_PORTUGUESE);
	read_rules(&portuguese, &catalog);
	for (size_t i = 0; i < english.count; i++) {
		const struct rule *rule = english.at[i], *other = portuguese.at[i];
		message_language(LANGUAGE_ENGLISH);
		struct bytes one = said(catalog, rule);
		message_language(LANGUAGE_PORTUGUESE);
		struct bytes two = said(catalog, other);
		check_said("en", rule, one);
		check_said("pt-BR", other, two);
		ck_assert_msg(!one.len == !two.len && (!one.len || !bytes_equal(one, two)),
			BYTES_FMT ": " BYTES_FMT, BYTES_ARG(rule->id), BYTES_ARG(two));
		ck_assert(!bytes_equal(rule->hint, other->hint));
		ck_assert(!bytes_equal(rule->why, other->why));
	}
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("judge_shipped");
	TCase *tests = tcase_create("languages");
	tcase_add_test(tests, each_text_is_translated);
	tcase_add_test(tests, a_failure_is_told_in_either);
	suite_add_tcase(suite, tests);
	return suite;
}
