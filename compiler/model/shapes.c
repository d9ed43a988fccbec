/* The tables of leme's own files. The order of rows is the order in manuals and messages. */
#include "shape.h"
#include "shape_forms.h"

#include "base/folder.h"
#include "base/message.h"
#include "base/nearest.h"
#include "notation/notation.h"

/* --- small shapes ----------------------------------------------------------------------------- */

static const struct shape text = { .means = N_("a text"), .accepts = ACCEPT_TEXT };
static const struct shape full_text = {
	.means = N_("a text"), .accepts = ACCEPT_TEXT, .form = form_not_empty
};
static const struct shape expression_text = { .means = N_("a text"),
	.accepts = ACCEPT_TEXT,
	.form = form_not_empty,
	.expressions = EXPRESSIONS_ALLOWED };
static const struct shape truth = { .means = N_("true or false"), .accepts = ACCEPT_BOOL };
static const struct shape number = { .means = N_("a whole number"), .accepts = ACCEPT_NUMBER };
static const struct shape date = {
	.means = N_("a date"), .accepts = ACCEPT_TEXT, .form = form_date
};
static const struct shape any = {
	.means = N_("any data"), .accepts = ACCEPT_ANY, .expressions = EXPRESSIONS_ALLOWED
};
static const struct shape any_map = { .means = N_("a mapping"), .values = &any };
static const struct shape plain_any = { .means = N_("any data"), .accepts = ACCEPT_ANY };
static const struct shape id = { .means = N_("an id"), .accepts = ACCEPT_TEXT, .form = form_id };
static const struct shape name = {
	.means = N_("a name"), .accepts = ACCEPT_TEXT, .form = form_name
};
static const struct shape part = {
	.means = N_("the id of a component"), .accepts = ACCEPT_TEXT, .form = form_part
};
static const struct shape values_path = {
	.means = N_("a values path"), .accepts = ACCEPT_TEXT, .form = path_fault
};
static const struct shape values_paths = { .means = N_("a list of values paths"),
	.items = &values_path };
static const struct shape names = { .means = N_("a list of names"), .items = &name };
static const struct shape texts = { .means = N_("a list of texts"), .items = &full_text };
static const struct shape parts = { .means = N_("a list of components"), .items = &part };
static const struct shape text_map = { .means = N_("a mapping to texts"), .values = &text };
static const struct shape expression_map = { .means = N_("a mapping to texts"),
	.values = &expression_text };

static const char *const level_choices[] = { "error", "warning", "info", "off", NULL };
static const struct shape level = {
	.means = N_("a level"), .accepts = ACCEPT_TEXT, .choices = level_choices
};
static const struct shape levels = { .means = N_("a mapping from rules to levels"),
	.values = &level };

/* --- Catalog ---------------------------------------------------------------------------------- */

static const char *const step_choices[] = { "none", "patch", "minor", "major", NULL };
static const struct shape step = {
	.means = N_("a step"), .accepts = ACCEPT_TEXT, .choices = step_choices
};
static const struct shape bump = { .means = N_("a mapping from changes to steps"),
	.fields = (const struct field[]){ { "file", &step, FIELD_OPTIONAL },
		{ "value", &step, FIELD_OPTIONAL }, { "image", &step, FIELD_OPTIONAL },
		{ "versionPatch", &step, FIELD_OPTIONAL },
		{ "versionMinor", &step, FIELD_OPTIONAL },
		{ "versionMajor", &step, FIELD_OPTIONAL }, { "keyAdded", &step, FIELD_OPTIONAL },
		{ "keyRemoved", &step, FIELD_OPTIONAL },
		{ "componentAdded", &step, FIELD_OPTIONAL },
		{ "componentRemoved", &step, FIELD_OPTIONAL },
		{ "componentRenamed", &step, FIELD_OPTIONAL }, { 0 } } };
static const struct shape semver = {
	.means = N_("a SemVer version"), .accepts = ACCEPT_TEXT, .form = form_semver
};

static const struct shape chart = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "path", &full_text, FIELD_REQUIRED },
		{ "version", &semver, FIELD_REQUIRED },
		{ "versionFile", &full_text, FIELD_OPTIONAL },
		{ "appVersion", &expression_text, FIELD_OPTIONAL },
		{ "base", &full_text, FIELD_OPTIONAL }, { "bump", &bump, FIELD_OPTIONAL },
		{ 0 } } };

static const struct shape registry = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "at", &full_text, FIELD_OPTIONAL },
		{ "aliases", &texts, FIELD_OPTIONAL }, { "mirror", &full_text, FIELD_OPTIONAL },
		{ "allow", &texts, FIELD_OPTIONAL }, { "pullSecret", &full_text, FIELD_OPTIONAL },
		{ 0 } } };
static const struct shape registries = { .means = N_("a mapping"), .values = &registry };

static const struct shape place = { .means = N_("a mapping with url or git"),
	.fields = (const struct field[]){ { "url", &full_text, FIELD_OPTIONAL },
		{ "git", &full_text, FIELD_OPTIONAL }, { 0 } } };
static const struct shape sources = {
	.means = N_("a mapping"), .values = &place, .key_form = form_id
};

static const struct shape scheme = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "pattern", &full_text, FIELD_REQUIRED },
		{ "order", &texts, FIELD_REQUIRED }, { "prerelease", &full_text, FIELD_OPTIONAL },
		{ 0 } } };
static const struct shape schemes = {
	.means = N_("a mapping"), .values = &scheme, .key_form = form_id
};

static const struct shape from_file = { .means = N_("a mapping with from"),
	.fields = (const struct field[]){ { "from", &expression_text, FIELD_REQUIRED }, { 0 } } };
static const struct shape build = { .means = N_("a mapping with from and key"),
	.fields = (const struct field[]){ { "from", &expression_text, FIELD_OPTIONAL },
		{ "key", &full_text, FIELD_OPTIONAL }, { 0 } } };
static const struct shape defaults = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "scheme", &id, FIELD_OPTIONAL },
		{ "version", &from_file, FIELD_OPTIONAL },
		{ "tag", &expression_text, FIELD_OPTIONAL }, { "build", &build, FIELD_OPTIONAL },
		{ 0 } } };

static const struct shape writes = { .means = N_("a values path or a mapping to values paths"),
	.accepts = ACCEPT_TEXT,
	.form = path_fault,
	.fields = (const struct field[]){ { "image", &values_path, FIELD_OPTIONAL },
		{ "reference", &values_path, FIELD_OPTIONAL },
		{ "registry", &values_path, FIELD_OPTIONAL },
		{ "repository", &values_path, FIELD_OPTIONAL },
		{ "tag", &values_path, FIELD_OPTIONAL }, { "digest", &values_path, FIELD_OPTIONAL },
		{ "enabled", &values_path, FIELD_OPTIONAL }, { 0 } } };

static const struct shape image = { .means = N_("the name of an image"),
	.accepts = ACCEPT_TEXT,
	.form = form_image,
	.expressions = EXPRESSIONS_ALLOWED };
static const struct shape role = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "title", &full_text, FIELD_OPTIONAL },
		{ "writes", &writes, FIELD_OPTIONAL }, { "image", &image, FIELD_OPTIONAL },
		{ "version", &from_file, FIELD_OPTIONAL }, { 0 } } };
static const struct shape roles = {
	.means = N_("a mapping"), .values = &role, .key_form = form_id
};

static const struct shape folder = { .means = N_(
					     "a folder, or a mapping from environments to folders"),
	.accepts = ACCEPT_TEXT,
	.form = form_not_empty,
	.expressions = EXPRESSIONS_ALLOWED,
	.values = &expression_text,
	.key_form = form_name };
static const struct shape artifact = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "folder", &folder, FIELD_OPTIONAL },
		{ "name", &expression_text, FIELD_OPTIONAL }, { 0 } } };
static const struct shape artifacts = {
	.means = N_("a mapping"), .values = &artifact, .key_form = form_id
};
static const struct shape needs = { .means = N_("a mapping from components to constraints"),
	.values = &full_text,
	.key_form = form_id };

static const struct shape component = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "title", &full_text, FIELD_OPTIONAL },
		{ "external", &truth, FIELD_OPTIONAL }, { "scheme", &id, FIELD_OPTIONAL },
		{ "needs", &needs, FIELD_OPTIONAL }, { "image", &image, FIELD_OPTIONAL },
		{ "tag", &expression_text, FIELD_OPTIONAL },
		{ "version", &from_file, FIELD_OPTIONAL }, { "writes", &writes, FIELD_OPTIONAL },
		{ "roles", &roles, FIELD_OPTIONAL }, { "build", &build, FIELD_OPTIONAL },
		{ "artifacts", &artifacts, FIELD_OPTIONAL }, { "hook", &truth, FIELD_OPTIONAL },
		{ 0 } } };
static const struct shape components = {
	.means = N_("a mapping"), .values = &component, .key_form = form_id
};

static const char *const merge_choices[] = { "replace", "append", NULL };
static const struct shape merge = { .means = N_("replace, append or {by: KEY}"),
	.accepts = ACCEPT_TEXT,
	.choices = merge_choices,
	.fields = (const struct field[]){ { "by", &full_text, FIELD_REQUIRED }, { 0 } } };
static const struct shape merges = {
	.means = N_("a mapping from values paths"), .values = &merge, .key_form = path_fault
};

static const char *const pin_choices[] = { "tag", "digest", "both", NULL };
static const struct shape pin = {
	.means = N_("tag, digest or both"), .accepts = ACCEPT_TEXT, .choices = pin_choices
};

static const char *const gate_choices[] = { "fresh", "locked", "complete", "stamped", NULL };
static const struct shape gate = {
	.means = N_("a gate"), .accepts = ACCEPT_TEXT, .choices = gate_choices
};
static const struct shape gates = { .means = N_("a list of gates"), .items = &gate };

static const struct shape hold = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "environment", &name, FIELD_OPTIONAL },
		{ "components", &parts, FIELD_OPTIONAL }, { "from", &date, FIELD_OPTIONAL },
		{ "until", &date, FIELD_OPTIONAL }, { "reason", &full_text, FIELD_REQUIRED },
		{ 0 } } };
static const struct shape holds = { .means = N_("a list of holds"), .items = &hold };

static const struct shape own_constraint = {
	.means = N_("a constraint"), .accepts = ACCEPT_TEXT, .form = form_own_constraint
};

static const struct shape catalog = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "apiVersion", &text, FIELD_REQUIRED },
		{ "kind", &text, FIELD_REQUIRED }, { "name", &id, FIELD_REQUIRED },
		{ "title", &full_text, FIELD_OPTIONAL },
		{ "leme", &own_constraint, FIELD_OPTIONAL }, { "chart", &chart, FIELD_OPTIONAL },
		{ "environments", &names, FIELD_OPTIONAL },
		{ "prereleases", &names, FIELD_OPTIONAL }, { "profiles", &texts, FIELD_OPTIONAL },
		{ "rules", &texts, FIELD_OPTIONAL }, { "waivers", &texts, FIELD_OPTIONAL },
		{ "policies", &texts, FIELD_OPTIONAL },
		{ "registries", &registries, FIELD_OPTIONAL },
		{ "sources", &sources, FIELD_OPTIONAL }, { "schemes", &schemes, FIELD_OPTIONAL },
		{ "defaults", &defaults, FIELD_OPTIONAL },
		{ "components", &components, FIELD_OPTIONAL },
		{ "values", &any_map, FIELD_OPTIONAL }, { "merge", &merges, FIELD_OPTIONAL },
		{ "pin", &pin, FIELD_OPTIONAL }, { "env", &texts, FIELD_OPTIONAL },
		{ "secrets", &values_paths, FIELD_OPTIONAL },
		{ "breakGlass", &gates, FIELD_OPTIONAL }, { "stamp", &values_path, FIELD_OPTIONAL },
		{ "holds", &holds, FIELD_OPTIONAL }, { 0 } } };

/* --- Profile ---------------------------------------------------------------------------------- */

static const struct shape extends = { .means = N_("a profile or a list of profiles"),
	.accepts = ACCEPT_TEXT,
	.form = form_name,
	.items = &name };

static const struct shape release = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "name", &expression_text, FIELD_OPTIONAL },
		{ "namespace", &expression_text, FIELD_OPTIONAL },
		{ "components", &parts, FIELD_OPTIONAL }, { 0 } } };

static const struct shape version = { .means = N_("a version, {from: FILE} or {version: VERSION}"),
	.accepts = ACCEPT_TEXT,
	.form = form_not_empty,
	.fields = (const struct field[]){ { "from", &expression_text, FIELD_OPTIONAL },
		{ "version", &full_text, FIELD_OPTIONAL }, { "reason", &full_text, FIELD_OPTIONAL },
		{ "until", &date, FIELD_OPTIONAL }, { 0 } } };
static const struct shape versions = { .means = N_("a mapping from components to versions"),
	.values = &version,
	.key_form = form_part };

static const char *const mode_choices[] = { "write", "edit", NULL };
static const struct shape mode = {
	.means = N_("write or edit"), .accepts = ACCEPT_TEXT, .choices = mode_choices
};
static const struct shape output = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "values", &expression_text, FIELD_OPTIONAL },
		{ "mode", &mode, FIELD_OPTIONAL }, { 0 } } };

/* --- render ----------------------------------------------------------------------------------- */

static const char *const unknown_choices[] = { "error", "warning", "keep", NULL };
static const struct shape unknown = {
	.means = N_("error, warning or keep"), .accepts = ACCEPT_TEXT, .choices = unknown_choices
};
static const char *const format_choices[] = { "reference", "repository+tag", NULL };
static const struct shape format = { .means = N_("reference or repository+tag"),
	.accepts = ACCEPT_TEXT,
	.choices = format_choices };
static const struct shape site_kind = {
	.means = N_("a kind"), .accepts = ACCEPT_TEXT, .form = form_kind
};
static const struct shape site_path = { .means = N_("a path in an object"),
	.accepts = ACCEPT_TEXT,
	.form = form_site_path,
	.expressions = EXPRESSIONS_ALLOWED };
static const struct shape site = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "kind", &site_kind, FIELD_REQUIRED },
		{ "path", &site_path, FIELD_REQUIRED }, { "format", &format, FIELD_OPTIONAL },
		{ "optional", &truth, FIELD_OPTIONAL }, { 0 } } };
static const struct shape sites = { .means = N_("a list of sites"), .items = &site };
static const struct shape images = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "unknown", &unknown, FIELD_OPTIONAL },
		{ "sites", &sites, FIELD_OPTIONAL }, { 0 } } };

static const struct shape label_field = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "path", &full_text, FIELD_REQUIRED },
		{ "group", &text, FIELD_OPTIONAL }, { "version", &text, FIELD_OPTIONAL },
		{ "kind", &text, FIELD_OPTIONAL }, { "create", &truth, FIELD_OPTIONAL }, { 0 } } };
static const struct shape label_fields = { .means = N_("a list of fields"), .items = &label_field };
static const struct shape label_set = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "pairs", &expression_map, FIELD_REQUIRED },
		{ "includeTemplates", &truth, FIELD_OPTIONAL },
		{ "includeSelectors", &truth, FIELD_OPTIONAL },
		{ "fields", &label_fields, FIELD_OPTIONAL }, { 0 } } };
static const struct shape render_labels = { .means = N_(
						    "a mapping to texts or a list of label sets"),
	.values = &expression_text,
	.items = &label_set };

static const char *const hooks_choices[] = { "only", "exclude", NULL };
static const struct shape hooks = {
	.means = N_("only or exclude"), .accepts = ACCEPT_TEXT, .choices = hooks_choices
};
static const struct shape target = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "group", &expression_text, FIELD_OPTIONAL },
		{ "version", &expression_text, FIELD_OPTIONAL },
		{ "kind", &expression_text, FIELD_OPTIONAL },
		{ "name", &expression_text, FIELD_OPTIONAL },
		{ "namespace", &expression_text, FIELD_OPTIONAL },
		{ "labelSelector", &expression_text, FIELD_OPTIONAL },
		{ "annotationSelector", &expression_text, FIELD_OPTIONAL },
		{ "hooks", &hooks, FIELD_OPTIONAL }, { 0 } } };
static const char *const patch_choices[] = { "strategic", "merge", "json", NULL };
static const struct shape patch_type = {
	.means = N_("strategic, merge or json"), .accepts = ACCEPT_TEXT, .choices = patch_choices
};
static const struct shape patch = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "target", &target, FIELD_OPTIONAL },
		{ "patch", &any, FIELD_OPTIONAL }, { "path", &expression_text, FIELD_OPTIONAL },
		{ "type", &patch_type, FIELD_OPTIONAL }, { "expect", &number, FIELD_OPTIONAL },
		{ "options", &plain_any, FIELD_OPTIONAL }, { 0 } } };
static const struct shape patches = { .means = N_("a list of patches"), .items = &patch };

static const struct shape replace_options = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "delimiter", &text, FIELD_OPTIONAL },
		{ "index", &number, FIELD_OPTIONAL }, { "create", &truth, FIELD_OPTIONAL },
		{ 0 } } };
static const struct shape replace_source = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "group", &expression_text, FIELD_OPTIONAL },
		{ "version", &expression_text, FIELD_OPTIONAL },
		{ "kind", &expression_text, FIELD_OPTIONAL },
		{ "name", &expression_text, FIELD_OPTIONAL },
		{ "namespace", &expression_text, FIELD_OPTIONAL },
		{ "fieldPath", &expression_text, FIELD_OPTIONAL },
		{ "options", &replace_options, FIELD_OPTIONAL }, { 0 } } };
static const struct shape targets_rejected = { .means = N_("a list of targets"), .items = &target };
static const struct shape expression_texts = { .means = N_("a list of texts"),
	.items = &expression_text };
static const struct shape replace_target = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "select", &target, FIELD_REQUIRED },
		{ "reject", &targets_rejected, FIELD_OPTIONAL },
		{ "fieldPaths", &expression_texts, FIELD_OPTIONAL },
		{ "options", &replace_options, FIELD_OPTIONAL }, { 0 } } };
static const struct shape replace_targets = { .means = N_("a list of targets"),
	.items = &replace_target };
static const struct shape replacement = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "source", &replace_source, FIELD_OPTIONAL },
		{ "sourceValue", &expression_text, FIELD_OPTIONAL },
		{ "targets", &replace_targets, FIELD_OPTIONAL },
		{ "path", &expression_text, FIELD_OPTIONAL }, { 0 } } };
static const struct shape replacements = { .means = N_("a list of replacements"),
	.items = &replacement };

static const struct shape render = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "images", &images, FIELD_OPTIONAL },
		{ "labels", &render_labels, FIELD_OPTIONAL },
		{ "annotations", &expression_map, FIELD_OPTIONAL },
		{ "patches", &patches, FIELD_OPTIONAL },
		{ "replacements", &replacements, FIELD_OPTIONAL },
		{ "gate", &gates, FIELD_OPTIONAL }, { 0 } } };

static const struct shape profile = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "apiVersion", &text, FIELD_REQUIRED },
		{ "kind", &text, FIELD_REQUIRED }, { "name", &name, FIELD_REQUIRED },
		{ "extends", &extends, FIELD_OPTIONAL }, { "abstract", &truth, FIELD_OPTIONAL },
		{ "environment", &name, FIELD_OPTIONAL }, { "labels", &text_map, FIELD_OPTIONAL },
		{ "release", &release, FIELD_OPTIONAL }, { "versions", &versions, FIELD_OPTIONAL },
		{ "absent", &parts, FIELD_OPTIONAL }, { "values", &any_map, FIELD_OPTIONAL },
		{ "facts", &any_map, FIELD_OPTIONAL },
		{ "registries", &registries, FIELD_OPTIONAL },
		{ "output", &output, FIELD_OPTIONAL }, { "levels", &levels, FIELD_OPTIONAL },
		{ "render", &render, FIELD_OPTIONAL }, { 0 } } };

/* --- RulePack and Waivers --------------------------------------------------------------------- */

static const char *const each_choices[] = { "catalog", "profiles", "components", "images",
	"objects", "containers", "changes", NULL };
static const struct shape each = {
	.means = N_("a scope"), .accepts = ACCEPT_TEXT, .choices = each_choices
};
static const char *const rule_level_choices[] = { "error", "warning", "info", NULL };
static const struct shape rule_level = {
	.means = N_("error, warning or info"), .accepts = ACCEPT_TEXT, .choices = rule_level_choices
};
static const char *const failure_choices[] = { "Fail", "Ignore", NULL };
static const struct shape failure = {
	.means = N_("Fail or Ignore"), .accepts = ACCEPT_TEXT, .choices = failure_choices
};
static const struct shape variable = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "name", &full_text, FIELD_REQUIRED },
		{ "expression", &full_text, FIELD_REQUIRED }, { 0 } } };
static const struct shape variables = { .means = N_("a list of variables"), .items = &variable };
static const char *const expect_choices[] = { "pass", "fail", "error", "undecided", "skip", NULL };
static const struct shape expect = {
	.means = N_("what the rule comes to"), .accepts = ACCEPT_TEXT, .choices = expect_choices
};
/* Files of a project that is tried have expressions of their own. */
static const struct shape input = { .means = N_("a mapping"), .values = &any };
static const struct shape rule_test = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "input", &input, FIELD_REQUIRED },
		{ "expect", &expect, FIELD_REQUIRED }, { 0 } } };
static const struct shape rule_tests = { .means = N_("a list of tests"), .items = &rule_test };
static const struct shape ids = { .means = N_("a list of ids"), .items = &id };
static const struct shape pack_test = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "input", &input, FIELD_REQUIRED },
		{ "findings", &ids, FIELD_REQUIRED }, { 0 } } };
static const struct shape pack_tests = { .means = N_("a list of tests"), .items = &pack_test };

static const struct shape translation = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "message", &full_text, FIELD_OPTIONAL },
		{ "messageExpression", &full_text, FIELD_OPTIONAL },
		{ "hint", &full_text, FIELD_OPTIONAL }, { "why", &full_text, FIELD_OPTIONAL },
		{ "bad", &full_text, FIELD_OPTIONAL }, { "good", &full_text, FIELD_OPTIONAL },
		{ 0 } } };
static const struct shape translations = { .means = N_("a mapping from languages to texts"),
	.fields = (const struct field[]){ { "pt-BR", &translation, FIELD_OPTIONAL }, { 0 } } };

static const struct shape rule = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "name", &id, FIELD_REQUIRED },
		{ "each", &each, FIELD_OPTIONAL }, { "when", &full_text, FIELD_OPTIONAL },
		{ "expression", &full_text, FIELD_OPTIONAL }, /* or `judge`: packs.c */
		{ "judge", &id, FIELD_OPTIONAL }, { "message", &full_text, FIELD_OPTIONAL },
		{ "messageExpression", &full_text, FIELD_OPTIONAL },
		{ "failurePolicy", &failure, FIELD_OPTIONAL },
		{ "level", &rule_level, FIELD_OPTIONAL }, { "hint", &full_text, FIELD_OPTIONAL },
		{ "fix", &full_text, FIELD_OPTIONAL }, { "why", &full_text, FIELD_OPTIONAL },
		{ "bad", &full_text, FIELD_OPTIONAL }, { "good", &full_text, FIELD_OPTIONAL },
		{ "tests", &rule_tests, FIELD_OPTIONAL },
		{ "translations", &translations, FIELD_OPTIONAL }, { 0 } } };
static const struct shape rules = { .means = N_("a list of rules"), .items = &rule };
static const struct shape rule_pack = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "apiVersion", &text, FIELD_REQUIRED },
		{ "kind", &text, FIELD_REQUIRED }, { "name", &id, FIELD_REQUIRED },
		{ "edition", &number, FIELD_OPTIONAL },
		{ "failurePolicy", &failure, FIELD_OPTIONAL },
		{ "variables", &variables, FIELD_OPTIONAL }, { "rules", &rules, FIELD_REQUIRED },
		{ "tests", &pack_tests, FIELD_OPTIONAL }, { 0 } } };

static const struct shape waiver = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "rule", &full_text, FIELD_REQUIRED },
		{ "profiles", &texts, FIELD_OPTIONAL }, { "environment", &name, FIELD_OPTIONAL },
		{ "component", &part, FIELD_OPTIONAL }, { "owner", &full_text, FIELD_REQUIRED },
		{ "reason", &full_text, FIELD_REQUIRED }, { "expires", &date, FIELD_REQUIRED },
		{ 0 } } };
static const struct shape waiver_list = { .means = N_("a list of waivers"), .items = &waiver };
static const struct shape waivers = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "apiVersion", &text, FIELD_REQUIRED },
		{ "kind", &text, FIELD_REQUIRED }, { "waivers", &waiver_list, FIELD_REQUIRED },
		{ 0 } } };

/* --- documents -------------------------------------------------------------------------------- */

static const struct {
	const char *kind;
	const struct shape *shape;
} kinds[] = {
	{ "Catalog", &catalog },
	{ "Profile", &profile },
	{ "RulePack", &rule_pack },
	{ "Waivers", &waivers },
	{ "Baseline", &baseline_shape },
	{ "Lock", &lock_shape },
};

static struct span head_of(const struct value *document)
{
	struct span head = document->at;
	head.end = head.begin;
	return head;
}

static bool check_api_version(const struct value *document, struct diags *d)
{
	const struct value *api = value_get(document, BYTES("apiVersion"));
	if (!api) {
		diag_error(d, head_of(document), "file/api-version",
			N_("the key 'apiVersion' is missing"));
		diag_hint(d, N_("begin the document with 'apiVersion: leme/v1'"));
		return false;
	}
	if (api->kind == VALUE_STRING && bytes_is(api->text, "leme/v1"))
		return true;
	diag_error(d, api->at, "file/api-version",
		N_("this version of leme reads only apiVersion leme/v1"));
	return false;
}

static bool is_wanted(struct bytes kind, const char *wanted_kinds)
{
	struct bytes rest = bytes_of(wanted_kinds), wanted;
	while (bytes_cut(&rest, ' ', &wanted))
		if (bytes_equal(kind, wanted))
			return true;
	return false;
}

const struct shape *shape_of_document(
	const struct value *document, const char *wanted_kinds, struct diags *d)
{
	if (document->kind != VALUE_MAP) {
		diag_error(
			d, document->at, "file/not-a-map", N_("a document of leme is a mapping"));
		return NULL;
	}
	bool good = check_api_version(document, d);
	const struct value *kind = value_get(document, BYTES("kind"));
	if (!kind) {
		diag_error(d, head_of(document), "file/kind", N_("the key 'kind' is missing"));
		return NULL;
	}
	for (size_t i = 0; good && i < sizeof kinds / sizeof *kinds; i++)
		if (bytes_is(kind->text, kinds[i].kind) && is_wanted(kind->text, wanted_kinds))
			return kinds[i].shape;
	if (!good)
		return NULL;
	diag_error(d, kind->at, "file/kind",
		N_("kind '" BYTES_FMT "' cannot stand here; expected: %s"), BYTES_ARG(kind->text),
		wanted_kinds);
	struct texts others = { 0 };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!bytes_is(kind->text, kinds[i].kind))
			*array_push(d->owner, &others) = bytes_of(kinds[i].kind);
	diag_meant(d, kind->text, others.at, others.count);
	return NULL;
}
