/* Image references as distribution/reference reads them; only whether it fails is compared. */
#include "conformance.h"

#include "notation/notation.h"

static bool is_same(struct trial *trial, const char *what, struct bytes got, struct bytes wanted)
{
	return bytes_equal(got, wanted) ||
		trial_fail(trial, "%s: wanted '" BYTES_FMT "', got '" BYTES_FMT "'", what,
			BYTES_ARG(wanted), BYTES_ARG(got));
}

/* False, with the reason, if success and failure differ; *same is whether both succeeded. */
static bool agree(
	struct trial *trial, const char *what, const char *fault, const json_t *wanted, bool *both)
{
	bool error = json_object_get(wanted, "error");
	*both = !error && !fault;
	return error == (fault != NULL) ||
		trial_fail(trial, "%s: %s", what, fault ? fault : "accepted");
}

static bool judge_parts(struct trial *trial, const char *what, const char *fault,
	const struct image *image, const json_t *wanted)
{
	bool both;
	if (!agree(trial, what, fault, wanted, &both) || !both)
		return !both && trial->reason.len == 0;
	return is_same(trial, what, image_text(trial->arena, image), json_text(wanted, "string")) &&
		is_same(trial, what, image_repository(trial->arena, image),
			json_text(wanted, "repository")) &&
		is_same(trial, what, image->domain, json_text(wanted, "domain")) &&
		is_same(trial, what, image->path, json_text(wanted, "path")) &&
		is_same(trial, what, image->tag, json_text(wanted, "tag")) &&
		is_same(trial, what, image->digest, json_text(wanted, "digest"));
}

static bool judge_familiar(struct trial *trial, const struct image *image, const json_t *wanted)
{
	if (!json_object_get(wanted, "familiar"))
		return true;
	struct image familiar = image_familiar(image);
	return is_same(trial, "familiar", image_text(trial->arena, &familiar),
		       json_text(wanted, "familiar")) &&
		is_same(trial, "familiar name", image_repository(trial->arena, &familiar),
			json_text(wanted, "familiar_name"));
}

/* `latest` where there is neither tag nor digest. */
static struct image with_tag(struct image image)
{
	if (!image.tag.len && !image.digest.len)
		image.tag = BYTES("latest");
	return image;
}

static bool judge_tag_name_only(struct trial *trial, struct image image, const json_t *row)
{
	struct bytes wanted = json_text(row, "tag_name_only");
	bool name_only = !image.tag.len && !image.digest.len;
	if (!wanted.at)
		return true;
	image = with_tag(image);
	return is_same(trial, "tag_name_only", image_text(trial->arena, &image), wanted) &&
		(name_only == json_flag(row, "is_name_only") || trial_fail(trial, "is_name_only"));
}

/* Docker drops the tag where there is a digest. */
static bool judge_docker_ref(
	struct trial *trial, const char *fault, struct image image, const json_t *wanted)
{
	image = with_tag(image);
	if (image.digest.len)
		image.tag.len = 0;
	return judge_parts(trial, "docker_ref", fault, &image, wanted) &&
		(fault || judge_familiar(trial, &image, wanted));
}

static bool judge_canonical(
	struct trial *trial, const char *fault, const struct image *image, const json_t *row)
{
	bool both, same = bytes_equal(image_text(trial->arena, image), json_text(row, "input"));
	if (!fault && !same)
		fault = "not canonical";
	return agree(
		trial, "canonical_named", fault, json_object_get(row, "canonical_named"), &both);
}

bool judge_image_reference(struct trial *trial, const json_t *row)
{
	struct bytes input = json_text(row, "input");
	struct image image;
	const char *fault = image_parse(trial->arena, input, &image);
	if (!judge_parts(trial, "parse", fault, &image, json_object_get(row, "parse")))
		return false;
	const json_t *normalized = json_object_get(row, "normalized");
	fault = image_parse_normalized(trial->arena, input, &image);
	if (!judge_parts(trial, "normalized", fault, &image, normalized))
		return false;
	return (fault || judge_familiar(trial, &image, normalized)) &&
		judge_tag_name_only(trial, image, row) &&
		judge_docker_ref(trial, fault, image, json_object_get(row, "docker_ref")) &&
		judge_canonical(trial, fault, &image, row);
}
