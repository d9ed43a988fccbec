/*
 * Charts that tests/e2e/package.py has made: what would be shipped is what `helm package` packed,
 * with the digest of those bytes, or the fault is one that Helm fails with.
 */
#include "conformance.h"

#include "model/model.h"

static struct bytes lines_of(struct trial *trial, const struct texts *files)
{
	struct buf out = buf_new(trial->arena);
	for (size_t i = 0; i < files->count; i++)
		buf_print(&out, BYTES_FMT "\n", BYTES_ARG(files->at[i]));
	return buf_bytes(&out);
}

static struct bytes wanted_lines(struct trial *trial, const json_t *files)
{
	struct texts wanted = { 0 };
	for (size_t i = 0; i < json_array_size(files); i++)
		*array_push(trial->arena, &wanted) = bytes_copy(
			trial->arena, bytes_of(json_string_value(json_array_get(files, i))));
	return lines_of(trial, &wanted);
}

static bool judge_fault(struct trial *trial, const struct diags *d, struct bytes fault)
{
	for (size_t i = 0; i < d->count; i++)
		if (bytes_is(fault, d->at[i]->id))
			return true;
	return trial_fail(trial, "no " BYTES_FMT ", but " BYTES_FMT, BYTES_ARG(fault),
		BYTES_ARG(trial_diags(trial, d)));
}

static bool judge_digest(struct trial *trial, const struct catalog *catalog, struct bytes want)
{
	struct diags d = diags_new(trial->arena);
	struct bytes got = BYTES("none");
	return (shipped_digest(trial->arena, catalog, &got, &d) && bytes_equal(got, want)) ||
		trial_fail(trial, "digest " BYTES_FMT ", not " BYTES_FMT, BYTES_ARG(got),
			BYTES_ARG(want));
}

bool judge_helm_package(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	struct texts files;
	struct bytes fault = json_text(row, "fault");
	struct catalog catalog = {
		.folder = folder_open(trial->arena, json_text(row, "project"), &d),
		.chart = { .path = json_text(row, "chart") },
		.limits = LIMITS_DEFAULT,
	};
	bool good = catalog.folder && shipped_list(trial->arena, &catalog, &files, &d);
	if (good == (d.count > 0))
		return trial_fail(trial, "false does not go with a diag");
	if (fault.at)
		return good ? trial_fail(trial, "not refused, but: " BYTES_FMT, BYTES_ARG(fault))
			    : judge_fault(trial, &d, fault);
	if (!good)
		return trial_fail(trial, "refused: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	struct bytes got = lines_of(trial, &files),
		     want = wanted_lines(trial, json_object_get(row, "files"));
	return bytes_equal(got, want)
		? judge_digest(trial, &catalog, json_text(row, "digest"))
		: trial_fail(trial,
			  ".helmignore " BYTES_FMT "\ngot\n" BYTES_FMT "wanted\n" BYTES_FMT,
			  BYTES_ARG(json_text(row, "helmignore")), BYTES_ARG(got), BYTES_ARG(want));
}
