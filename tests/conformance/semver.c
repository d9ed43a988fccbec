/* SemVer: npm's table of versions, and Masterminds, the library Helm uses. */
#include "conformance.h"

#include "notation/notation.h"

#include <stdlib.h>

/* npm takes blanks, `v` and `=` before a version, and if it is loose, 1.2.3tag for 1.2.3-tag. */
static bool read_node(struct trial *trial, struct bytes text, bool loose, struct semver *version)
{
	size_t end = 0;
	text = bytes_trim(text);
	while (text.len && strchr("v= \t", text.at[0]))
		text = bytes_slice(text, 1, text.len);
	while (end < text.len && strchr("0123456789.", text.at[end]))
		end++;
	if (loose && end && end < text.len && !strchr("-+", text.at[end]))
		text = bytes_join(trial->arena, bytes_slice(text, 0, end), BYTES("-"),
			bytes_slice(text, end, text.len));
	return semver_parse(text, version);
}

static bool read_version(
	struct trial *trial, const json_t *row, const char *field, struct semver *version)
{
	struct bytes text = json_text(row, field);
	if (bytes_is(json_text(row, "lib"), "node-semver"))
		return read_node(
			trial, text, json_flag(json_object_get(row, "options"), "loose"), version);
	return semver_read(text, SEMVER_LOOSE, version);
}

/* --- versions --------------------------------------------------------------------------------- */

static bool is_expected(struct trial *trial, const json_t *row, bool got)
{
	return got == json_flag(row, "expected") || trial_fail(trial, "got %s", got ? "yes" : "no");
}

static bool judge_validity(struct trial *trial, const json_t *row)
{
	static const struct {
		const char *kind;
		enum semver_style style;
	} rows[] = { { "parse-strict", SEMVER_STRICT }, { "parse-nocoerce", SEMVER_SHORT },
		{ "parse-loose", SEMVER_LOOSE } };
	struct semver version;
	bool good = read_version(trial, row, "version", &version);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (bytes_is(json_text(row, "kind"), rows[i].kind))
			good = semver_read(json_text(row, "version"), rows[i].style, &version);
	struct bytes helm = json_text(row, "helm4");
	if (helm.at && good && !bytes_equal(semver_text(trial->arena, &version), helm))
		return trial_fail(trial, "Helm has " BYTES_FMT, BYTES_ARG(helm));
	return is_expected(trial, row, good);
}

/* A pre-release or build of a version that is good but for it. */
static bool judge_tail(struct trial *trial, const json_t *row)
{
	struct bytes build = json_text(row, "metadata"), text;
	struct semver version;
	text = build.at ? bytes_join(trial->arena, BYTES("1.2.3"), BYTES("+"), build)
			: bytes_join(trial->arena, BYTES("1.2.3"), BYTES("-"),
				  json_text(row, "prerelease"));
	return is_expected(trial, row, semver_parse(text, &version));
}

static bool is_list(struct bytes text, const json_t *list)
{
	struct bytes part;
	size_t i = 0;
	if (!text.len)
		return json_array_size(list) == 0;
	for (; bytes_cut(&text, '.', &part); i++) {
		const json_t *item = json_array_get(list, i);
		if (json_is_integer(item) ? strtoll(part.at, NULL, 10) != json_integer_value(item)
					  : !bytes_is(part, json_string_value(item)))
			return false;
	}
	return i == json_array_size(list);
}

static bool is_number(const json_t *object, const char *field, uint64_t value)
{
	return (uint64_t)json_integer_value(json_object_get(object, field)) == value;
}

static bool judge_parse(struct trial *trial, const json_t *row)
{
	const json_t *wanted = json_object_get(row, "expected");
	struct semver version;
	if (!read_version(trial, row, "version", &version))
		return trial_fail(trial, "refused");
	return (is_number(wanted, "major", version.major) &&
		       is_number(wanted, "minor", version.minor) &&
		       is_number(wanted, "patch", version.patch) &&
		       is_list(version.prerelease, json_object_get(wanted, "prerelease")) &&
		       is_list(version.build, json_object_get(wanted, "build"))) ||
		trial_fail(trial, "read otherwise");
}

static bool judge_text(struct trial *trial, const struct semver *version, const json_t *row)
{
	struct bytes got = semver_text(trial->arena, version), wanted = json_text(row, "expected");
	return bytes_equal(got, wanted) || trial_fail(trial, "got " BYTES_FMT, BYTES_ARG(got));
}

static bool judge_normalize(struct trial *trial, const json_t *row)
{
	struct semver version;
	return read_version(trial, row, "version", &version) ? judge_text(trial, &version, row)
							     : trial_fail(trial, "refused");
}

static bool judge_inc(struct trial *trial, const json_t *row)
{
	static const char *const parts[] = { "major", "minor", "patch" };
	struct semver version, next;
	unsigned part = 0;
	while (part < 2 && !bytes_is(json_text(row, "release"), parts[part]))
		part++;
	bool good = read_version(trial, row, "version", &version) &&
		semver_next(&version, part, &next);
	if (json_is_null(json_object_get(row, "expected")))
		return !good || trial_fail(trial, "not refused");
	return good ? judge_text(trial, &next, row) : trial_fail(trial, "refused");
}

static bool judge_order(struct trial *trial, const json_t *row)
{
	static const struct {
		const char *kind;
		int first, last; /* orders that it holds for */
	} rows[] = { { "greater", 1, 1 }, { "greater-equal", 0, 1 }, { "less", -1, -1 },
		{ "less-equal", -1, 0 }, { "equal", 0, 0 } };
	struct semver a, b;
	if (!read_version(trial, row, "v1", &a) || !read_version(trial, row, "v2", &b))
		return trial_fail(trial, "refused");
	int order = semver_compare(&a, &b);
	if (order != -semver_compare(&b, &a))
		return trial_fail(trial, "not the same both ways");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (bytes_is(json_text(row, "kind"), rows[i].kind))
			return is_expected(
				trial, row, order >= rows[i].first && order <= rows[i].last);
	return order == json_integer_value(json_object_get(row, "expected")) ||
		trial_fail(trial, "got %d", order);
}

/* --- constraints ------------------------------------------------------------------------------ */

static bool judge_check(struct trial *trial, const json_t *row)
{
	struct bytes text = json_text(row, "constraint");
	struct semver version;
	/* A single comparison without text is one that holds for all. */
	if (!text.len && json_flag(row, "single"))
		text = BYTES("*");
	const struct semver_constraint *constraint = semver_constraint_parse(trial->arena, text);
	if (!constraint || !read_version(trial, row, "version", &version))
		return trial_fail(trial, constraint ? "version refused" : "constraint refused");
	return is_expected(trial, row,
		json_flag(row, "include_prerelease") ? semver_satisfies_anyhow(&version, constraint)
						     : semver_satisfies(&version, constraint));
}

static bool judge_constraint(struct trial *trial, const json_t *row)
{
	return is_expected(trial, row,
		semver_constraint_parse(trial->arena, json_text(row, "constraint")) != NULL);
}

bool judge_semver(struct trial *trial, const json_t *row)
{
	static const struct {
		const char *kind;
		bool (*judge)(struct trial *trial, const json_t *row);
	} kinds[] = {
		{ "parse-strict", judge_validity },
		{ "parse-loose", judge_validity },
		{ "parse-nocoerce", judge_validity },
		{ "invalid-version", judge_validity },
		{ "validate-prerelease", judge_tail },
		{ "validate-metadata", judge_tail },
		{ "parse", judge_parse },
		{ "normalize", judge_normalize },
		{ "inc", judge_inc },
		{ "compare", judge_order },
		{ "less", judge_order },
		{ "less-equal", judge_order },
		{ "greater", judge_order },
		{ "greater-equal", judge_order },
		{ "equal", judge_order },
		{ "constraint-check", judge_check },
		{ "constraint-parse", judge_constraint },
		{ "constraint-parse-one", judge_constraint },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (bytes_is(json_text(row, "kind"), kinds[i].kind))
			return kinds[i].judge(trial, row);
	return trial_fail(trial, "a kind without a judge");
}
