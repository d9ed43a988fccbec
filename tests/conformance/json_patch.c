/* RFC 6902, in the rows of json-patch-tests and of a library. */
#include "patched.h"

#include "manifest/manifest.h"

static bool judge_made(
	struct trial *trial, const json_t *row, const struct patched *doc, const struct value *got)
{
	const struct value *expected = patched_value(trial, row, "expected");
	struct buf json = buf_new(trial->arena);
	emit_canonical_json(&json, got);
	if (json_object_get(row, "error"))
		return trial_fail(trial, "not refused: " BYTES_FMT, BYTES_ARG(buf_bytes(&json)));
	if (!expected && !json_flag(row, "expected_success_only"))
		return trial_fail(trial, "nothing is expected");
	if (expected && !value_equal(got, expected))
		return trial_fail(trial, "got " BYTES_FMT, BYTES_ARG(buf_bytes(&json)));
	return patched_becomes(trial, doc, got);
}

bool judge_json_patch(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	struct patched doc, patch;
	const struct value *got = NULL;
	if (patched_read(trial, row, "doc", &doc, &d) &&
		patched_read(trial, row, "patch", &patch, &d))
		got = patch_json(trial->arena, doc.value, patch.value, LIMITS_DEFAULT, &d);
	if (got)
		return judge_made(trial, row, &doc, got);
	if (!d.count)
		return trial_fail(trial, "refused without a word");
	return json_object_get(row, "error") ||
		trial_fail(trial, "refused: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
}
