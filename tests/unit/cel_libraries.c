/* CEL's libraries of texts, lists, sets and numbers: what the outside suites leave open. */
#include "unit.h"

#include "cel/cel.h"

enum { SPEC = 1 << CEL_SPEC, KUBERNETES = 1 << CEL_KUBERNETES, BOTH = SPEC | KUBERNETES };

/* Unchecked, so that wrong types come to the functions themselves. */
static struct cel_value run(const char *text, enum cel_dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_env *env = cel_env_new(
		unit_arena(), (struct cel_options){ .dialect = dialect, .unchecked = true });
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(text), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", text, unit_diags(&d));
	return cel_eval(unit_arena(), program, (struct cel_variables){ 0 }, CEL_COST_LIMIT).value;
}

static const struct {
	int dialects;
	const char *text;
} truths[] = {
	/* positions */
	{ BOTH, "'áéíóú12345678901234567890'.charAt(24) == '0'" },
	{ BOTH, "'1234567890123456789é1'.charAt(19) == 'é'" },
	{ BOTH, "'12345678é'.substring(8) == 'é' && '12345678é'.charAt(9) == ''" },
	{ BOTH, "''.charAt(0) == '' && ''.substring(0, 0) == ''" },
	{ BOTH, "''.indexOf('') == 0 && ''.indexOf('a') == -1 && ''.lastIndexOf('') == 0" },
	{ BOTH, "'ééé'.indexOf('é', 1) == 1 && 'ééé'.lastIndexOf('é', 1) == 1" },
	{ BOTH, "'aa'.indexOf('aaa') == -1 && 'aa'.lastIndexOf('aaa') == -1" },
	{ KUBERNETES, "'aa'.lastIndexOf('', 9) == 2" },
	/* changes */
	{ BOTH, "'é'.replace('', '-') == '-é-' && 'ab'.replace('', '-', 2) == '-a-b'" },
	{ BOTH, "'aaa'.replace('a', 'aa') == 'aaaaaa' && 'a'.replace('a', 'b', 0) == 'a'" },
	{ BOTH, "''.replace('', 'x') == 'x' && ''.replace('a', 'x') == ''" },
	{ BOTH, "'é1'.split('') == ['é', '1'] && ''.split('') == [] && ''.split(',') == ['']" },
	{ BOTH, "',a,'.split(',') == ['', 'a', ''] && 'abc'.split('', 2) == ['a', 'bc']" },
	{ BOTH, "' '.trim() == '' && '\\u3000'.trim() == ''" },
	{ BOTH, "strings.quote('\\u0001é') == '\"\\u0001é\"'" },
	/* format: the spec */
	{ SPEC, "'%s'.format([1e300]) == '1' + lists.range(300).map(i, '0').join()" },
	{ SPEC, "'%s|%s|%s|%s'.format([0.1, -1e-7, 120.0, -0.0]) == '0.1|-0.0000001|120|-0'" },
	{ SPEC, "'%s'.format([123456789012345680.0]) == '123456789012345680'" },
	{ SPEC, "'%s'.format([5e-324]).size() == 326" },
	{ SPEC, "'%d %f %e'.format([1.5, 1, 2u]) == '1.5 1.000000 2.000000e+00'" },
	{ SPEC, "'%.2e %.0e'.format([1234.5, 15.0]) == '1.23e+03 2e+01'" },
	{ SPEC, "'%s'.format([{'b': ['x'], 'a': b'y'}]) == '{a: y, b: [x]}'" },
	{ SPEC, "'%s'.format([duration('1500ms')]) == '1.5s'" },
	/* format: Kubernetes */
	{ KUBERNETES, "'%.3f'.format([1234567.5]) == '1,234,567.500'" },
	{ KUBERNETES, "'%f %.0f'.format([-123.0, 999999.5]) == '-123.000000 1,000,000'" },
	{ KUBERNETES, "'%f %f'.format(['Infinity', '-Infinity']) == '∞ -∞'" },
	{ KUBERNETES, "'%e'.format([0.00012]) == '1.200000×10⁻⁰⁴'" },
	{ KUBERNETES, "'%.2e'.format([1052.0]) == '1.052000×10⁰³'" },
	{ KUBERNETES, "'%s %s'.format([2e-9, 1.0 / 0.0]) == '2e-09 +Inf'" },
	{ KUBERNETES,
		"'%s'.format([[0.5, 'a', b'b', null]]) == '[0.500000, \"a\", b\"b\", null]'" },
	{ KUBERNETES,
		"'%s'.format([['\\n\"é\\u00ad\\u0001']]) == '[\"\\\\n\\\\\"é\\\\u00ad\\\\x01\"]'" },
	{ KUBERNETES, "'%s'.format([{'b': 1, 'a': [2u]}]) == '{\"a\":[2], \"b\":1}'" },
	{ KUBERNETES, "'%s'.format([[duration('2h')]]) == '[duration(\"7200s\")]'" },
	{ KUBERNETES, "'%s'.format([[double('NaN'), -1.0 / 0.0]]) == '[\"NaN\", \"-Inf\"]'" },
	/* format: both */
	{ BOTH, "'%x %X %o %b'.format([-255, -255, -8, -5]) == '-ff -FF -10 -101'" },
	{ BOTH, "'%x'.format([-9223372036854775807 - 1]) == '-8000000000000000'" },
	{ BOTH, "'%b'.format([18446744073709551615u]).size() == 64" },
	{ BOTH, "'%b%b %x'.format([true, false, b'\\x00é']) == '10 00c3a9'" },
	{ BOTH, "'%%'.format([1]) == '%'" },
	/* lists */
	{ BOTH, "[1, 1u, 1.0, '1', true, [1], [1.0], {'a': 1}, {'a': 1u}].distinct().size() == 5" },
	{ BOTH, "[{'a': 1, 'b': 2}, {'b': 2, 'a': 1}].distinct().size() == 1" },
	{ BOTH, "[0.0, -0.0, 0].distinct() == [0]" },
	{ BOTH, "lists.range(1000).map(i, i % 7).distinct() == lists.range(7)" },
	{ BOTH, "[0.0 / 0.0, 0.0 / 0.0].distinct().size() == 2" },
	{ BOTH, "lists.range(-1) == [] && lists.range(0) == []" },
	{ BOTH,
		"[['b', 1], ['a', 2], ['b', 3], ['a', 4]].sortBy(e, e[0]).map(e, e[1])"
		" == [2, 4, 1, 3]" },
	{ BOTH, "[].sort() == [] && [].sortBy(e, e) == []" },
	{ BOTH, "[2, 1].sortBy(e, [e].map(f, f).sum()) == [1, 2]" },
	{ BOTH, "[].first() == optional.none() && [].last() == optional.none()" },
	{ BOTH, "[1, [2, [3]]].flatten(0) == [1, [2, [3]]]" },
	{ BOTH, "[duration('1m'), duration('1s')].sum() == duration('61s')" },
	{ BOTH, "[0.5, 0.25].sum() == 0.75 && [1u, 2u].sum() == 3u && [].sum() == 0" },
	{ BOTH, "['b', 'a'].min() == 'a' && [1, 2.5].max() == 2.5 && type([2, 2.0].max()) == int" },
	{ BOTH, "![2, 1].isSorted() && [].isSorted() && [1, 1.5].isSorted()" },
	{ BOTH, "[1, [2]].includes([2]) && !'ab'.includes('a') && 1.includes(1.0)" },
	/* sets */
	{ BOTH, "sets.contains([], []) && !sets.intersects([], [])" },
	{ BOTH, "sets.equivalent([[1], {'a': 1}], [{'a': 1.0}, [1u]])" },
	/* regular expressions */
	{ BOTH, "'áb'.findAll('') == ['', '', '']" },
	{ BOTH, "'12ab3'.findAll('[0-9]*') == ['12', '', '3']" },
	{ BOTH, "'aáa'.findAll('.') == ['a', 'á', 'a'] && 'abc'.findAll('z*', 2) == ['', '']" },
	{ BOTH, "''.find('a*') == '' && ''.findAll('a*') == [''] && ''.findAll('a') == []" },
	/* numbers */
	{ BOTH, "type(math.greatest(1, 1.0)) == int && type(math.least(1.0, 1)) == double" },
	{ BOTH, "math.round(0.49999999999999994) == 0.0 && math.isNaN(math.sqrt(-1))" },
	{ BOTH, "math.bitShiftRight(-1, 63) == 1 && math.bitShiftLeft(1, 63) < 0" },
	{ BOTH, "math.isNaN(math.sign(0.0 / 0.0)) && !math.isFinite(1.0 / 0.0)" },
	/* maps, also those that are so large that they get an index */
	{ BOTH,
		"cel.bind(m, lists.range(99).transformMapEntry(i, v, {i: v}), m.all(k, m[k] == k "
		"&& "
		"m[uint(k)] == k && m[double(k)] == k && k in m) && !(99 in m) && !('1' in m))" },
	{ BOTH,
		"cel.bind(m, lists.range(99).transformMapEntry(i, v, {string(i): v}), "
		"m.all(k, m[k] == int(k)) && m.all(k, !(int(k) in m)) && !has(m.a) && m.?b == "
		"optional.none())" },
	{ BOTH,
		"lists.range(40).map(n, lists.range(n).transformMapEntry(i, v, {i: n})).all(m, "
		"m.all(k, m[k] == m.size()) && m.all(k, m[k] == m.size()))" },
	{ KUBERNETES,
		"{1: 'a', 2: 'b', 3: 'c', 4: 'd', 5: 'e', 6: 'f', 7: 'g', 8: 'h', 9: 'i', 10: 'j', "
		"9u: 'k', 11.0: 'l', 11: 'm'} == {1: 'a', 2: 'b', 3: 'c', 4: 'd', 5: 'e', 6: 'f', "
		"7: 'g', 8: 'h', 9: 'k', 10: 'j', 11: 'm'}" },
	/* encodings */
	{ BOTH, "base64.encode(b'') == '' && base64.decode('') == b''" },
};

START_TEST(is_true)
{
	for (int dialect = 0; 1 << dialect <= BOTH; dialect++) {
		if (!(truths[_i].dialects >> dialect & 1))
			continue;
		struct cel_value value = run(truths[_i].text, (enum cel_dialect)dialect);
		struct buf shown = buf_new(unit_arena());
		cel_print(&shown, value);
		ck_assert_msg(value.kind == CEL_BOOL && value.boolean, "%s: " BYTES_FMT,
			truths[_i].text, BYTES_ARG(buf_bytes(&shown)));
	}
}
END_TEST

static const struct {
	int dialects;
	const char *text;
} faults[] = {
	{ BOTH, "'é'.charAt(2)" },
	{ BOTH, "'abc'.substring(0, 4)" },
	{ BOTH, "'abc'.substring(9223372036854775807)" },
	{ BOTH, "'abc'.indexOf('', -1)" },
	{ SPEC, "'abc'.lastIndexOf('', 4)" },
	{ BOTH, "dyn(['a', 1]).join()" },
	{ BOTH, "'%'.format([1])" },
	{ BOTH, "'%.'.format([1.0])" },
	{ BOTH, "'%.3'.format([1.0])" },
	{ BOTH, "'%.f'.format([1.0])" },
	{ BOTH, "'%.1001f'.format([1.0])" },
	{ BOTH, "'%é'.format([1.0])" },
	{ BOTH, "'%E'.format([1.0])" },
	{ BOTH, "'%s'.format([])" },
	{ BOTH, "'%s'.format([optional.of(1)])" },
	{ BOTH, "'%s'.format([[{'a': optional.of(1)}]])" },
	{ BOTH, "'%s'.format([b'\\xff'])" },
	{ BOTH, "'%x'.format([0.5])" },
	{ BOTH, "'%o'.format([true])" },
	{ BOTH, "'%f'.format(['x'])" },
	{ SPEC, "'%f'.format(['NaN'])" },
	{ KUBERNETES, "'%d'.format([1.0])" },
	{ KUBERNETES, "'%f'.format([1])" },
	{ KUBERNETES, "'%s'.format([{1.5: 1}])" },
	{ BOTH, "[1, 1.5].sort()" },
	{ BOTH, "[[1], [2]].sort()" },
	{ BOTH, "[1, 2].sortBy(e, e / 0)" },
	{ BOTH, "{'a': 1}.sortBy(e, e)" },
	{ BOTH, "[1, 2].sortBy(e, [e])" },
	{ BOTH, "[].min()" },
	{ BOTH, "[1, 'a'].max()" },
	{ BOTH, "[{}].isSorted()" },
	{ BOTH, "[1, 1.5].sum()" },
	{ BOTH, "['a'].sum()" },
	{ BOTH, "[9223372036854775807, 1].sum()" },
	{ BOTH, "lists.range(1000001)" },
	{ BOTH, "[1].flatten(-1)" },
	{ BOTH, "['('].map(p, 'a'.find(p))" },
	{ BOTH, "math.greatest([])" },
	{ BOTH, "math.least(1, 'a')" },
	{ BOTH, "math.bitAnd(1, 1u)" },
	{ BOTH, "base64.decode('a')" },
	{ BOTH, "lists.range(20).transformMapEntry(i, v, {v % 19: v})" },
	{ SPEC, "{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9, 10: 10, 9.0: 11}" },
	{ SPEC, "{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9, 10: 10, 9u: 11}" },
};

START_TEST(is_an_error)
{
	for (int dialect = 0; 1 << dialect <= BOTH; dialect++) {
		if (!(faults[_i].dialects >> dialect & 1))
			continue;
		struct cel_value value = run(faults[_i].text, (enum cel_dialect)dialect);
		ck_assert_msg(value.kind == CEL_ERROR, "%s", faults[_i].text);
	}
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_libraries");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, is_true, 0, COUNT(truths));
	tcase_add_loop_test(cases, is_an_error, 0, COUNT(faults));
	return suite;
}
