/* A run of `leme post-render`, in its report and in the state of the user. */
#include "json_out.h"
#include "report.h"

static void add_gates(struct json_out *json, const struct rendering_details *details)
{
	json_out_list(json, "gates");
	for (enum gate gate = 0; gate < GATES; gate++) {
		if (!(details->gates >> gate & 1))
			continue;
		json_out_object(json, NULL);
		json_out_text(json, "gate", bytes_of(gate_names[gate]));
		json_out_text(
			json, "outcome", bytes_of(gate_outcome_names[details->outcomes[gate]]));
		json_out_end_object(json);
	}
	json_out_end_list(json);
}

static void add_overrides(struct json_out *json, const struct overrides *overrides)
{
	json_out_list(json, "overrides");
	for (size_t i = 0; overrides && i < overrides->count; i++) {
		json_out_object(json, NULL);
		json_out_text(json, "gate", bytes_of(gate_names[overrides->at[i].gate]));
		json_out_text(json, "reason", overrides->at[i].reason);
		json_out_end_object(json);
	}
	json_out_end_list(json);
}

static void add_image(struct json_out *json, const struct image_seen *seen)
{
	json_out_line(json);
	json_out_object(json, NULL);
	json_out_text(json, "digest", seen->digest);
	json_out_text(json, "name", seen->repository);
	json_out_text(json, "object", seen->object);
	json_out_text(json, "path", seen->site);
	json_out_text(json, "standing", bytes_of(image_standing_names[seen->standing]));
	json_out_text(json, "tag", seen->tag);
	json_out_text(json, "template", seen->file);
	json_out_end_object(json);
}

static void add_images(struct json_out *json, const struct images_seen *images)
{
	json_out_list(json, "images");
	for (size_t i = 0; images && i < images->count; i++)
		add_image(json, &images->at[i]);
	json_out_end_list(json);
}

void json_out_rendering(struct json_out *json, const struct rendering_report *rendering)
{
	json_out_number(json, "edits", rendering->edits);
	if (rendering->details)
		add_gates(json, rendering->details);
	json_out_text(json, "host", bytes_of(rendering->host));
	if (rendering->details)
		add_images(json, rendering->details->images);
	json_out_text(json, "namespace", rendering->namespace);
	json_out_number(json, "objects", rendering->objects);
	if (rendering->details)
		add_overrides(json, rendering->details->overrides);
	json_out_text(json, "profile", rendering->profile);
	json_out_text(json, "release", rendering->release);
}

void report_run(struct buf *out, const struct rendering_report *rendering, int code,
	struct bytes when, struct bytes told)
{
	struct json_out json = { .out = out };
	json_out_object(&json, NULL);
	json_out_text(&json, "at", when);
	json_out_number(&json, "code", (size_t)code);
	json_out_rendering(&json, rendering);
	json_out_text(&json, "told", told);
	json_out_end_object(&json);
	buf_add_char(out, '\n');
}
