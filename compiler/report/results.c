/* Findings as `results` of a KRM function. */
#include "format.h"
#include "json_out.h"

static const char *severity_of(const struct finding *finding)
{
	if (finding->outcome == OUTCOME_UNDECIDED)
		return "info";
	return finding->level == LEVEL_ERROR      ? "error"
		: finding->level == LEVEL_WARNING ? "warning"
						  : "info";
}

/* `Kind/name` or `Kind/namespace/name`. */
static void add_resource(struct json_out *json, struct bytes object)
{
	struct bytes rest = object, kind, namespace;
	if (!object.len)
		return;
	bytes_cut(&rest, '/', &kind);
	json_out_object(json, "resourceRef");
	json_out_text(json, "kind", kind);
	if (bytes_find(rest, BYTES("/"), 0) < rest.len)
		bytes_cut(&rest, '/', &namespace);
	else
	namespace = BYTES("");
	json_out_text(json, "name", rest);
	if (namespace.len)
		json_out_text(json, "namespace", namespace);
	json_out_end_object(json);
}

static void add_result(
	struct json_out *json, const struct finding *finding, struct secrets *secrets)
{
	struct arena *owner = json->out->owner;
	struct bytes place = place_text(owner, finding->at);
	struct bytes story = secrets_mask(owner, secrets, finding_story(owner, finding));
	json_out_object(json, NULL);
	if (place.len) {
		json_out_object(json, "file");
		json_out_text(json, "path", place);
		json_out_end_object(json);
	}
	json_out_text(json, "message",
		bytes_print(
			owner, BYTES_FMT ": " BYTES_FMT, BYTES_ARG(finding->id), BYTES_ARG(story)));
	add_resource(json, finding->object);
	json_out_text(json, "severity", bytes_of(severity_of(finding)));
	json_out_end_object(json);
}

void report_results(struct buf *out, const struct findings *findings, struct secrets *secrets)
{
	struct json_out json = { .out = out };
	json_out_list(&json, NULL);
	for (size_t i = 0; i < findings->count; i++)
		add_result(&json, findings->at[i], secrets);
	json_out_end_list(&json);
}
