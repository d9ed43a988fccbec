/*
 * SARIF 2.1.0 (OASIS, 2020). Paths are relative to the project, which is the base %SRCROOT%;
 * columns count code points, as columnKind says. What is undecided is of kind `open`: the rule was
 * evaluated, and what there is does not suffice to tell.
 */
#include "format.h"
#include "json_out.h"

static const char schema[] = "https://json.schemastore.org/sarif-2.1.0.json";
static const char base_id[] = "%SRCROOT%";

static const char *const levels[] = {
	[LEVEL_OFF] = "none",
	[LEVEL_INFO] = "note",
	[LEVEL_WARNING] = "warning",
	[LEVEL_ERROR] = "error",
};

static void add_message(struct json_out *json, const char *key, struct bytes text)
{
	json_out_object(json, key);
	json_out_text(json, "text", text);
	json_out_end_object(json);
}

/* --- places ----------------------------------------------------------------------------------- */

static bool stays_in_uri(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c && strchr("-._~/", c));
}

/* RFC 3986. The colon of a source's name would make it an absolute one. */
static struct bytes uri_of(struct arena *owner, struct bytes path)
{
	struct buf uri = buf_new(owner);
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.at[i];
		if (stays_in_uri(c))
			buf_add_char(&uri, path.at[i]);
		else
			buf_print(&uri, "%%%02X", c);
	}
	return buf_bytes(&uri);
}

static void add_lines(struct json_out *json, struct span at)
{
	struct place begin = source_place(at.source, at.begin),
		     end = source_place(at.source, at.end);
	json_out_number(json, "endColumn", end.column);
	json_out_number(json, "endLine", end.line);
	json_out_number(json, "startColumn", begin.column);
	json_out_number(json, "startLine", begin.line);
}

static void add_region(struct json_out *json, struct span at)
{
	json_out_object(json, "region");
	add_lines(json, at);
	json_out_end_object(json);
}

/* What the command line names may stand outside of the project. */
static void add_artifact(struct json_out *json, struct bytes file)
{
	struct arena *owner = json->out->owner;
	bool outside = bytes_begins(file, BYTES("/"));
	struct bytes uri = uri_of(owner, file);
	json_out_object(json, "artifactLocation");
	json_out_text(
		json, "uri", outside ? bytes_join(owner, BYTES("file://"), uri, BYTES("")) : uri);
	if (!outside)
		json_out_text(json, "uriBaseId", bytes_of(base_id));
	json_out_end_object(json);
}

static void add_physical_location(struct json_out *json, struct bytes file, struct span at)
{
	json_out_object(json, "physicalLocation");
	add_artifact(json, file);
	if (at.source && at.source->text.at)
		add_region(json, at);
	json_out_end_object(json);
}

static void add_logical_location(struct json_out *json, struct bytes name, const char *kind)
{
	json_out_object(json, NULL);
	json_out_text(json, "fullyQualifiedName", name);
	json_out_text(json, "kind", bytes_of(kind));
	json_out_end_object(json);
}

/* The component, or its roles that it is about: `component/role`; a rendered object. */
static void add_logical_locations(struct json_out *json, const struct finding *finding)
{
	if (!finding->component.len && !finding->object.len)
		return;
	json_out_list(json, "logicalLocations");
	if (finding->component.len && !finding->roles.count)
		add_logical_location(json, finding->component, "module");
	for (size_t i = 0; i < finding->roles.count; i++)
		add_logical_location(json,
			bytes_join(json->out->owner, finding->component, BYTES("/"),
				finding->roles.at[i]),
			"module");
	if (finding->object.len)
		add_logical_location(json, finding->object, "resource");
	json_out_end_list(json);
}

/* --- fixes ------------------------------------------------------------------------------------ */

/* The region is told in both ways: a viewer counts lines, a program bytes. */
static void add_replacement(
	struct json_out *json, const struct source *source, const struct edit *edit)
{
	json_out_object(json, NULL);
	json_out_object(json, "deletedRegion");
	json_out_number(json, "byteLength", edit->end - edit->begin);
	json_out_number(json, "byteOffset", edit->begin);
	add_lines(json, (struct span){ source, edit->begin, edit->end });
	json_out_end_object(json);
	if (edit->text.len) {
		json_out_object(json, "insertedContent");
		json_out_text(json, "text", edit->text);
		json_out_end_object(json);
	}
	json_out_end_object(json);
}

static void add_fixes(struct json_out *json, const struct edits *edits)
{
	if (!edits)
		return;
	json_out_list(json, "fixes");
	json_out_object(json, NULL);
	json_out_list(json, "artifactChanges");
	json_out_object(json, NULL);
	add_artifact(json, edits->source->name);
	json_out_list(json, "replacements");
	for (size_t i = 0; i < edits->count; i++)
		add_replacement(json, edits->source, &edits->at[i]);
	json_out_end_list(json);
	json_out_end_object(json);
	json_out_end_list(json);
	add_message(json, "description", BYTES("What leme check --fix would do here"));
	json_out_end_object(json);
	json_out_end_list(json);
}

/* --- results ---------------------------------------------------------------------------------- */

struct results {
	struct json_out *json;
	const struct listed_rules *rules;
	struct fingerprints prints;
};

/* A file of a revision is none that can be opened. */
static bool has_place(const struct related *related)
{
	return related->at.source && !related->at.source->is_past;
}

/* What has no place stands in the message. */
static struct bytes message_of(struct arena *owner, const struct finding *finding)
{
	struct finding placeless = *finding;
	placeless.related.at = NULL;
	placeless.related.count = placeless.related.room = 0;
	for (size_t i = 0; i < finding->related.count; i++)
		if (!has_place(&finding->related.at[i]))
			*array_push(owner, &placeless.related) = finding->related.at[i];
	return finding_story(owner, &placeless);
}

static void add_related(struct json_out *json, const struct finding *finding)
{
	json_out_list(json, "relatedLocations");
	for (size_t i = 0; i < finding->related.count; i++) {
		const struct related *related = &finding->related.at[i];
		if (!has_place(related))
			continue;
		json_out_object(json, NULL);
		add_message(json, "message", related->text);
		add_physical_location(json, related->at.source->name, related->at);
		json_out_end_object(json);
	}
	json_out_end_list(json);
}

static void add_properties(struct json_out *json, const struct finding *finding)
{
	json_out_object(json, "properties");
	json_out_text(json, "outcome", bytes_of(outcome_names[finding->outcome]));
	json_out_number(json, "profileCount", finding->profile_count);
	json_out_list(json, "profiles");
	for (size_t i = 0; i < finding->profile_count && i < PROFILES_NAMED; i++)
		json_out_text(json, NULL, finding->profiles[i]->name);
	json_out_end_list(json);
	json_out_end_object(json);
}

static void add_waiver(struct results *results, const struct waiver *waiver)
{
	struct json_out *json = results->json;
	json_out_object(json, NULL);
	json_out_text(json, "justification",
		secrets_mask(json->out->owner, results->prints.secrets, waiver->reason));
	json_out_text(json, "kind", BYTES("external"));
	json_out_object(json, "properties");
	json_out_text(json, "expires", waiver->expires);
	json_out_text(json, "owner", waiver->owner);
	json_out_end_object(json);
	json_out_text(json, "status", BYTES("accepted"));
	json_out_end_object(json);
}

static void add_acceptance(struct json_out *json)
{
	json_out_object(json, NULL);
	json_out_text(json, "justification", BYTES("the baseline lists it"));
	json_out_text(json, "kind", BYTES("external"));
	json_out_text(json, "status", BYTES("accepted"));
	json_out_end_object(json);
}

/*
 * Where one result has them, all must; so it is with states. A waiver and a baseline stand in
 * another file than what they are for. Who heeds no states would tell what is known, or gone.
 */
static void add_suppressions(
	struct results *results, const struct waiver *waiver, const char *state)
{
	struct json_out *json = results->json;
	json_out_list(json, "suppressions");
	if (waiver)
		add_waiver(results, waiver);
	if (state && strcmp(state, "new") != 0)
		add_acceptance(json);
	json_out_end_list(json);
}

static void add_locations(struct json_out *json, const struct finding *finding)
{
	json_out_list(json, "locations");
	json_out_object(json, NULL);
	add_logical_locations(json, finding);
	add_physical_location(json, finding_file(finding), finding->at);
	json_out_end_object(json);
	json_out_end_list(json);
}

static void add_rule_of(struct results *results, struct bytes id)
{
	json_out_text(results->json, "ruleId", id);
	json_out_number(results->json, "ruleIndex", names_get(&results->rules->numbers, id) - 1);
}

/* The state by the baseline; NULL: there is none. */
static void add_result(struct results *results, const struct finding *finding, const char *state)
{
	struct json_out *json = results->json;
	bool open = finding->outcome == OUTCOME_UNDECIDED;
	json_out_line(json);
	json_out_object(json, NULL);
	if (state)
		json_out_text(json, "baselineState", bytes_of(state));
	add_fixes(json, finding->fixed_by);
	json_out_text(json, "kind", open ? BYTES("open") : BYTES("fail"));
	json_out_text(json, "level", bytes_of(open ? "none" : levels[finding->level]));
	add_locations(json, finding);
	add_message(json, "message", message_of(json->out->owner, finding));
	json_out_object(json, "partialFingerprints");
	json_out_text(json, "leme/v1", fingerprint_of(&results->prints, finding));
	json_out_end_object(json);
	add_properties(json, finding);
	add_related(json, finding);
	add_rule_of(results, finding->id);
	add_suppressions(results, finding->waiver, state);
	json_out_end_object(json);
}

/* Of what is gone nothing is left but what the baseline says: neither line nor message. */
static void add_absent(struct results *results, const struct known *known)
{
	struct json_out *json = results->json;
	struct span at = { 0 };
	if (known->file.len)
		at = span_of_path(json->out->owner, known->file);
	struct finding finding = {
		.component = known->component, .object = known->object, .at = at
	};
	json_out_line(json);
	json_out_object(json, NULL);
	json_out_text(json, "baselineState", BYTES("absent"));
	json_out_text(json, "kind", BYTES("fail"));
	add_locations(json, &finding);
	add_message(json, "message", BYTES("the baseline lists it, and it is gone"));
	json_out_object(json, "properties");
	json_out_number(json, "count", known->gone);
	json_out_end_object(json);
	add_rule_of(results, known->rule);
	add_suppressions(results, NULL, "absent");
	json_out_end_object(json);
}

static void add_all(struct results *results, const struct findings *findings, const char *state)
{
	for (size_t i = 0; i < findings->count; i++)
		add_result(results, findings->at[i], state);
}

static void add_results(struct json_out *json, const struct findings_report *report,
	const struct listed_rules *rules)
{
	struct results results = { json, rules,
		fingerprints_new(json->out->owner, report->secrets) };
	const struct baseline *baseline = report->baseline;
	json_out_list(json, "results");
	add_all(&results, report->findings, baseline ? "new" : NULL);
	add_all(&results, report->covered, baseline ? "new" : NULL);
	add_all(&results, report->known, "unchanged");
	for (size_t i = 0; baseline && i < baseline->count; i++)
		if (baseline->at[i].gone)
			add_absent(&results, &baseline->at[i]);
	json_out_end_list(json);
}

/* --- rules ------------------------------------------------------------------------------------ */

static const struct {
	const char *id, *text;
} own_rules[] = {
	{ "rule/vacuous", "A rule of the project never has anything to judge" },
	{ "waiver/expired", "The day of a waiver is over" },
	{ "waiver/unused", "Nothing is left that a waiver is for" },
};

static struct bytes own_text(struct bytes id)
{
	for (size_t i = 0; i < sizeof own_rules / sizeof *own_rules; i++)
		if (bytes_is(id, own_rules[i].id))
			return bytes_of(own_rules[i].text);
	return id;
}

static void add_paragraph(struct buf *help, const char *word, struct bytes text)
{
	text = bytes_trim(text);
	if (!text.len)
		return;
	buf_add(help, help->len ? BYTES("\n") : BYTES(""));
	buf_print(help, "%s%s", word, *word ? ": " : "");
	buf_add(help, text);
	buf_add_char(help, '\n');
}

static struct bytes help_of(struct arena *owner, const struct rule *rule)
{
	struct buf help = buf_new(owner);
	add_paragraph(&help, "", rule->why);
	add_paragraph(&help, "hint", rule->hint);
	add_paragraph(&help, "bad", rule->bad);
	add_paragraph(&help, "good", rule->good);
	return buf_bytes(&help);
}

static struct bytes first_given(struct bytes one, struct bytes other)
{
	return one.len ? one : other;
}

/* GitHub takes no rule without all three texts. */
static void add_rule(struct json_out *json, const struct listed_rule *listed)
{
	const struct rule *rule = listed->rule;
	struct bytes text = first_given(rule ? rule->message : own_text(listed->id), listed->id);
	struct bytes why = rule ? bytes_trim(rule->why) : text;
	struct bytes help = rule ? help_of(json->out->owner, rule) : text;
	json_out_line(json);
	json_out_object(json, NULL);
	if (rule) {
		json_out_object(json, "defaultConfiguration");
		json_out_text(json, "level", bytes_of(levels[rule->level]));
		json_out_end_object(json);
	}
	add_message(json, "fullDescription", first_given(why, text));
	add_message(json, "help", first_given(help, text));
	json_out_text(json, "id", listed->id);
	add_message(json, "shortDescription", text);
	json_out_end_object(json);
}

static void add_tool(struct json_out *json, const struct listed_rules *rules)
{
	json_out_object(json, "tool");
	json_out_object(json, "driver");
	json_out_text(json, "name", BYTES("leme"));
	json_out_list(json, "rules");
	for (size_t i = 0; i < rules->count; i++)
		add_rule(json, &rules->at[i]);
	json_out_end_list(json);
	json_out_text(json, "semanticVersion", BYTES(LEME_VERSION));
	json_out_text(json, "version", BYTES(LEME_VERSION));
	json_out_end_object(json);
	json_out_end_object(json);
}

/* --- the log ---------------------------------------------------------------------------------- */

static void add_base(struct json_out *json)
{
	json_out_object(json, "originalUriBaseIds");
	json_out_object(json, base_id);
	add_message(json, "description", BYTES("The folder of leme.yaml"));
	json_out_end_object(json);
	json_out_end_object(json);
}

void print_sarif(struct buf *out, const struct findings_report *report)
{
	struct listed_rules rules = rules_listed(out->owner, report);
	rules_list_known(out->owner, &rules, report);
	struct json_out json = { .out = out };
	json_out_object(&json, NULL);
	json_out_text(&json, "$schema", bytes_of(schema));
	json_out_list(&json, "runs");
	json_out_object(&json, NULL);
	json_out_text(&json, "columnKind", BYTES("unicodeCodePoints"));
	add_base(&json);
	add_results(&json, report, &rules);
	add_tool(&json, &rules);
	json_out_end_object(&json);
	json_out_end_list(&json);
	json_out_text(&json, "version", BYTES("2.1.0"));
	json_out_end_object(&json);
	buf_add_char(out, '\n');
}
