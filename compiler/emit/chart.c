#include "emit.h"

#include "base/message.h"

static struct texts path_of(struct arena *owner, const char *key)
{
	struct texts path = { 0 };
	*array_push(owner, &path) = bytes_of(key);
	return path;
}

static bool set(struct edits *edits, const struct tree *tree, const char *key, struct bytes text,
	struct span at, struct diags *d)
{
	struct value *wanted = value_string(edits->owner, text, at);
	wanted->style = STYLE_SINGLE; /* a version that has to be created is quoted */
	node_id root = tree->documents.at[0].root;
	return edit_set(edits, tree, root, path_of(edits->owner, key), wanted, d);
}

/* Helm reads `version: 1.10` as a number, so the edit must come back as the same text. */
static bool came_back(struct arena *owner, struct bytes text, const struct chart *chart,
	struct limits limits, struct diags *d)
{
	struct source *source = source_new(owner, BYTES("(output)"), BYTES("(output)"), text);
	struct tree *tree = tree_read(owner, source, DIALECT_HELM, limits, d);
	node_id version = tree ? tree_get(tree, tree->documents.at[0].root, BYTES("version")) : 0;
	if (version && bytes_equal(tree_text(tree, version), chart->version))
		return true;
	return diag_error(d, chart->version_at, "emit/retyped",
		N_("Helm would not read back what was meant at 'version' of Chart.yaml"));
}

bool emit_chart_file(struct arena *owner, const struct catalog *catalog, struct bytes app_version,
	const struct source *old, struct bytes *text, struct diags *d)
{
	const struct chart *chart = &catalog->chart;
	struct tree *tree = source_is_merged(old, d)
		? tree_read(owner, old, DIALECT_HELM, catalog->limits, d)
		: NULL;
	if (!tree)
		return false;
	if (!tree->documents.count || !tree->documents.at[0].root) {
		diag_error(d, (struct span){ old, 0, 0 }, "chart/empty", N_("Chart.yaml is empty"));
		diag_hint(d, N_("it needs at least 'apiVersion: v2' and 'name'"));
		return false;
	}
	struct edits edits = edits_new(owner, old);
	bool good = set(&edits, tree, "version", chart->version, chart->version_at, d);
	if (app_version.len)
		good = set(&edits, tree, "appVersion", app_version, chart->app_version.at, d) &&
			good;
	return good && edits_apply(owner, &edits, text, d) &&
		came_back(owner, *text, chart, catalog->limits, d);
}

/* Anything else on the line is somebody's text, which must not be lost. */
static bool is_version_like(struct bytes line)
{
	size_t first = bytes_begins(line, BYTES("v")) ? 1 : 0;
	if (line.len == first || line.at[first] < '0' || line.at[first] > '9')
		return false;
	for (size_t i = 0; i < line.len; i++) {
		char c = line.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(c >= '0' && c <= '9') && !strchr(".+-_", c))
			return false;
	}
	return true;
}

static bool refuse_version_file(
	const struct source *old, size_t begin, size_t end, const char *text, struct diags *d)
{
	diag_error(d, (struct span){ old, (uint32_t)begin, (uint32_t)end }, "version/file", "%s",
		_(text));
	diag_hint(d, N_("a version file is one line that holds the version and nothing else"));
	return false;
}

bool emit_version_file(struct arena *owner, const struct catalog *catalog, const struct source *old,
	struct bytes *text, struct diags *d)
{
	struct bytes version = catalog->chart.version;
	if (!old) {
		*text = bytes_print(owner, BYTES_FMT "\n", BYTES_ARG(version));
		return true;
	}
	struct bytes line = old->text;
	if (bytes_begins(line, BYTES("\xEF\xBB\xBF")))
		line = bytes_slice(line, 3, line.len);
	line = bytes_trim(line);
	size_t begin = (size_t)(line.at - old->text.at);
	if (line.len == 0)
		return refuse_version_file(old, 0, 0, N_("the version file is empty"), d);
	size_t second = bytes_find(line, BYTES("\n"), 0);
	if (second < line.len)
		return refuse_version_file(old, begin + second + 1, begin + line.len,
			N_("the version file has more than one line"), d);
	if (!is_version_like(line))
		return refuse_version_file(old, begin, begin + line.len,
			N_("leme would overwrite this, but it is no version"), d);
	struct edits edits = edits_new(owner, old);
	if (!bytes_equal(line, version))
		edits_add(&edits, (uint32_t)begin, (uint32_t)(begin + line.len), version);
	return edits_apply(owner, &edits, text, d);
}
