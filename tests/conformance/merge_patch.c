/*
 * RFC 7396, in rows of a library that makes and joins such patches, too. leme only applies them; so
 * a patch made by the library must do what it was made for, and one joined of two what both do.
 */
#include "patched.h"

#include "manifest/manifest.h"

static bool is_same(struct trial *trial, const struct value *got, const struct value *expected)
{
	struct buf json = buf_new(trial->arena);
	emit_canonical_json(&json, got);
	return (expected && value_equal(got, expected)) ||
		trial_fail(trial, "got " BYTES_FMT, BYTES_ARG(buf_bytes(&json)));
}

static bool judge_apply(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	struct patched doc, patch;
	bool refused = !patched_read(trial, row, "doc", &doc, &d) ||
		!patched_read(trial, row, "patch", &patch, &d);
	if (refused || json_object_get(row, "error"))
		return (refused && json_object_get(row, "error")) ||
			trial_fail(trial, refused ? "refused" : "not refused");
	const struct value *got = patch_merge(trial->arena, doc.value, patch.value);
	return is_same(trial, got, patched_value(trial, row, "expected")) &&
		patched_becomes(trial, &doc, got);
}

/* Where the library has no patch, or none of the RFC, what is wanted is one if it is no map. */
static bool judge_create(struct trial *trial, const json_t *row)
{
	const struct value *modified = patched_value(trial, row, "modified");
	const struct value *patch = patched_value(trial, row, "expected");
	struct diags d = diags_new(trial->arena);
	struct patched original;
	if (!patched_read(trial, row, "original", &original, &d) || !modified)
		return trial_fail(trial, "not read");
	bool is_one = json_flag(row, "rfc7396");
	const struct value *got = patch_merge(
		trial->arena, original.value, is_one ? patch : modified);
	if (is_one || modified->kind != VALUE_MAP || original.value->kind != VALUE_MAP)
		return is_same(trial, got, modified) && patched_becomes(trial, &original, got);
	got = patch_merge(trial->arena, original.value, patch);
	return !value_equal(got, modified) || trial_fail(trial, "the patch is one of the RFC");
}

static bool judge_combine(struct trial *trial, const json_t *row)
{
	const struct value *first = patched_value(trial, row, "patch1");
	const struct value *second = patched_value(trial, row, "patch2");
	const struct value *both = patched_value(trial, row, "expected");
	const struct value none = { .kind = VALUE_NULL }, empty = { .kind = VALUE_MAP };
	const struct value *const objects[] = { &none, &empty, first, second };
	for (size_t i = 0; first && second && both && i < 4; i++) {
		const struct value *once = patch_merge(trial->arena, objects[i], both);
		const struct value *twice = patch_merge(trial->arena, objects[i], first);
		if (!is_same(trial, patch_merge(trial->arena, twice, second), once))
			return false;
	}
	return (first && second && both) || trial_fail(trial, "not read");
}

bool judge_merge_patch(struct trial *trial, const json_t *row)
{
	static const struct {
		const char *kind;
		bool (*judge)(struct trial *trial, const json_t *row);
	} kinds[] = {
		{ "apply", judge_apply },
		{ "create", judge_create },
		{ "combine", judge_combine },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (bytes_is(json_text(row, "kind"), kinds[i].kind))
			return kinds[i].judge(trial, row);
	return trial_fail(trial, "a kind without a judge");
}
