/*
 * SARIF 2.1.0 (OASIS, 2020). Paths are relative to the project, which is the base %SRCROOT%;
 * columns count code points, as columnKind says. What is undecided is of kind `open`: the rule was
 * evaluated, and what there is does not suffice to tell.
 */
#include "format.h"
#include "json.h"

static const char schema[] = "https://json.schemastore.org/sarif-2.1.0.json";
static const char base_id[] = "%SRCROOT%";

static const char *const levels[] = {
	[LEVEL_OFF] = "none",
	[LEVEL_INFO] = "note",
	[LEVEL_WARNING] = "warning",
	[LEVEL_ERROR] = "error",
};

static void add_message(struct json_writer *json, const char *key, struct bytes text)
{
	put_object(json, key);
	put_text(json, "text", text);
	put_end_object(json);
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

static void add_region(struct json_writer *json, struct span at)
{
	struct place begin = source_place(at.source, at.begin),
		     end = source_place(at.source, at.end);
	put_object(json, "region");
	put_number(json, "endColumn", end.column);
	put_number(json, "endLine", end.line);
	put_number(json, "startColumn", begin.column);
	put_number(json, "startLine", begin.line);
	put_end_object(json);
}

static void add_physical_location(struct json_writer *json, struct bytes file, struct span at)
{
	put_object(json, "physicalLocation");
	put_object(json, "artifactLocation");
	put_text(json, "uri", uri_of(json->out->owner, file));
	put_text(json, "uriBaseId", bytes_of(base_id));
	put_end_object(json);
	if (at.source && at.source->text.at)
		add_region(json, at);
	put_end_object(json);
}

static void add_module(struct json_writer *json, struct bytes name)
{
	put_object(json, NULL);
	put_text(json, "fullyQualifiedName", name);
	put_text(json, "kind", BYTES("module"));
	put_end_object(json);
}

/* The component, or its roles that it is about: `component/role`. */
static void add_component(struct json_writer *json, const struct finding *finding)
{
	if (!finding->component.len)
		return;
	put_list(json, "logicalLocations");
	if (!finding->roles.count)
		add_module(json, finding->component);
	for (size_t i = 0; i < finding->roles.count; i++)
		add_module(json,
			bytes_join(json->out->owner, finding->component, BYTES("/"),
				finding->roles.at[i]));
	put_end_list(json);
}

/* --- results ---------------------------------------------------------------------------------- */

/* What has no place stands in the message. */
static struct bytes message_of(struct arena *owner, const struct finding *finding)
{
	struct finding placeless = *finding;
	placeless.related.at = NULL;
	placeless.related.count = placeless.related.room = 0;
	for (size_t i = 0; i < finding->related.count; i++)
		if (!finding->related.at[i].at.source)
			*array_push(owner, &placeless.related) = finding->related.at[i];
	return finding_story(owner, &placeless);
}

static void add_related(struct json_writer *json, const struct finding *finding)
{
	put_list(json, "relatedLocations");
	for (size_t i = 0; i < finding->related.count; i++) {
		const struct related *related = &finding->related.at[i];
		if (!related->at.source)
			continue;
		put_object(json, NULL);
		add_message(json, "message", related->text);
		add_physical_location(json, related->at.source->name, related->at);
		put_end_object(json);
	}
	put_end_list(json);
}

static void add_properties(struct json_writer *json, const struct finding *finding)
{
	put_object(json, "properties");
	put_text(json, "outcome", bytes_of(outcome_names[finding->outcome]));
	put_number(json, "profileCount", finding->profile_count);
	put_list(json, "profiles");
	for (size_t i = 0; i < finding->profile_count && i < PROFILES_NAMED; i++)
		put_text(json, NULL, finding->profiles[i]->name);
	put_end_list(json);
	put_end_object(json);
}

static void add_result(struct json_writer *json, const struct finding *finding, size_t rule,
	struct bytes fingerprint)
{
	bool open = finding->outcome == OUTCOME_UNDECIDED;
	put_line(json);
	put_object(json, NULL);
	put_text(json, "kind", open ? BYTES("open") : BYTES("fail"));
	put_text(json, "level", bytes_of(open ? "none" : levels[finding->level]));
	put_list(json, "locations");
	put_object(json, NULL);
	add_component(json, finding);
	add_physical_location(json, finding_file(finding), finding->at);
	put_end_object(json);
	put_end_list(json);
	add_message(json, "message", message_of(json->out->owner, finding));
	put_object(json, "partialFingerprints");
	put_text(json, "leme/v1", fingerprint);
	put_end_object(json);
	add_properties(json, finding);
	add_related(json, finding);
	put_text(json, "ruleId", finding->id);
	put_number(json, "ruleIndex", rule);
	put_end_object(json);
}

static void add_results(struct json_writer *json, const struct findings_report *report,
	const struct listed_rules *rules)
{
	const struct findings *findings = report->findings;
	struct bytes *fingerprints = findings_fingerprints(json->out->owner, report);
	put_list(json, "results");
	for (size_t i = 0; i < findings->count; i++)
		add_result(json, findings->at[i],
			names_get(&rules->numbers, findings->at[i]->id) - 1, fingerprints[i]);
	put_end_list(json);
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
static void add_rule(struct json_writer *json, const struct listed_rule *listed)
{
	const struct rule *rule = listed->rule;
	struct bytes text = first_given(rule ? rule->message : own_text(listed->id), listed->id);
	struct bytes why = rule ? bytes_trim(rule->why) : text;
	struct bytes help = rule ? help_of(json->out->owner, rule) : text;
	put_line(json);
	put_object(json, NULL);
	if (rule) {
		put_object(json, "defaultConfiguration");
		put_text(json, "level", bytes_of(levels[rule->level]));
		put_end_object(json);
	}
	add_message(json, "fullDescription", first_given(why, text));
	add_message(json, "help", first_given(help, text));
	put_text(json, "id", listed->id);
	add_message(json, "shortDescription", text);
	put_end_object(json);
}

static void add_tool(struct json_writer *json, const struct listed_rules *rules)
{
	put_object(json, "tool");
	put_object(json, "driver");
	put_text(json, "name", BYTES("leme"));
	put_list(json, "rules");
	for (size_t i = 0; i < rules->count; i++)
		add_rule(json, &rules->at[i]);
	put_end_list(json);
	put_text(json, "semanticVersion", BYTES(LEME_VERSION));
	put_text(json, "version", BYTES(LEME_VERSION));
	put_end_object(json);
	put_end_object(json);
}

/* --- the log ---------------------------------------------------------------------------------- */

static void add_base(struct json_writer *json)
{
	put_object(json, "originalUriBaseIds");
	put_object(json, base_id);
	add_message(json, "description", BYTES("The folder of leme.yaml"));
	put_end_object(json);
	put_end_object(json);
}

void print_sarif(struct buf *out, const struct findings_report *report)
{
	struct listed_rules rules = rules_listed(out->owner, report);
	struct json_writer json = { .out = out };
	put_object(&json, NULL);
	put_text(&json, "$schema", bytes_of(schema));
	put_list(&json, "runs");
	put_object(&json, NULL);
	put_text(&json, "columnKind", BYTES("unicodeCodePoints"));
	add_base(&json);
	add_results(&json, report, &rules);
	add_tool(&json, &rules);
	put_end_object(&json);
	put_end_list(&json);
	put_text(&json, "version", BYTES("2.1.0"));
	put_end_object(&json);
	buf_add_char(out, '\n');
}
