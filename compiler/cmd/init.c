#include "cmd.h"

#include "base/message.h"
#include "base/transaction.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <unistd.h>

const struct option init_options[] = {
	{ 0, "chart", N_("DIR"),
		N_("the chart's folder (default: the one below charts/, else a new one)") },
	{ 0, "name", N_("NAME"), N_("the project's name (default: the chart's or the folder's)") },
	{ 0, "registry", N_("NAME"),
		N_("where the images are (default: registry.example.com/NAME)") },
	{ 0 },
};

struct init {
	struct run *run;
	const struct folder *folder;
	struct transaction *transaction;
	struct bytes name, chart, registry, version;
	bool new_chart;
};

/* --- what there is ---------------------------------------------------------------------------- */

/* Lower-case letters, digits and '-' of a name, so that it may be an id and a chart's name. */
static struct bytes as_id(struct arena *owner, struct bytes name)
{
	struct bytes slug = utf8_slug(owner, name);
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < slug.len; i++) {
		char c = slug.at[i];
		bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
		if (letter || (digit && out.len))
			buf_add_char(&out, c);
		else if (out.len && out.at[out.len - 1] != '-')
			buf_add_char(&out, '-');
	}
	while (out.len && out.at[out.len - 1] == '-')
		out.len--;
	return out.len ? buf_bytes(&out) : BYTES("project");
}

static struct bytes last_part(struct bytes path)
{
	size_t at = path.len;
	while (at && path.at[at - 1] != '/')
		at--;
	return bytes_slice(path, at, path.len);
}

static struct bytes without(struct bytes path, struct bytes tail)
{
	return bytes_slice(path, 0, path.len - tail.len);
}

static bool find_chart(struct init *init)
{
	struct run *run = init->run;
	struct texts found = { 0 };
	init->chart = option_value(run, "chart");
	while (init->chart.len > 1 && init->chart.at[init->chart.len - 1] == '/')
		init->chart.len--;
	if (init->chart.at)
		return folder_path_allowed(init->chart, (struct span){ 0 }, &run->diags);
	if (!folder_glob(run->arena, init->folder, BYTES("charts/*/Chart.yaml"), (struct span){ 0 },
		    &found, &run->diags))
		return false;
	if (found.count == 1)
		init->chart = bytes_copy(run->arena, without(found.at[0], BYTES("/Chart.yaml")));
	if (found.count < 2)
		return true;
	diag_error(&run->diags, (struct span){ 0 }, "init/charts",
		N_("there are %zu charts below charts/"), found.count);
	diag_hint(&run->diags, N_("choose one with --chart " BYTES_FMT),
		BYTES_ARG(without(found.at[0], BYTES("/Chart.yaml"))));
	return false;
}

static struct bytes chart_file(struct init *init, const char *name)
{
	return bytes_print(init->run->arena, BYTES_FMT "/%s", BYTES_ARG(init->chart), name);
}

/* The version that an existing chart has stays as it is. */
static bool read_chart(struct init *init)
{
	struct arena *arena = init->run->arena;
	struct diags *d = &init->run->diags;
	size_t before = d->count;
	init->version = BYTES("0.1.0");
	struct source *source = folder_read(arena, init->folder, chart_file(init, "Chart.yaml"),
		MISSING_IS_NULL, (struct span){ 0 }, d);
	init->new_chart = !source;
	if (!source)
		return d->count == before;
	struct tree *tree = tree_read(arena, source, DIALECT_HELM, LIMITS_DEFAULT, d);
	if (!tree)
		return false;
	node_id root = tree->documents.count ? tree->documents.at[0].root : 0;
	node_id version = root ? tree_get(tree, root, BYTES("version")) : 0;
	if (version)
		init->version = tree_text(tree, version);
	return true;
}

static bool choose_names(struct init *init)
{
	struct run *run = init->run;
	struct bytes name = option_value(run, "name"), registry = option_value(run, "registry");
	struct bytes from = init->chart.len ? last_part(init->chart)
					    : last_part(init->folder->real);
	init->name = as_id(run->arena, name.at ? name : from);
	if (!init->chart.len)
		init->chart = bytes_print(run->arena, "charts/" BYTES_FMT, BYTES_ARG(init->name));
	init->registry = registry.at
		? registry
		: bytes_print(run->arena, "registry.example.com/" BYTES_FMT, BYTES_ARG(init->name));
	return read_chart(init);
}

/* --- what is written -------------------------------------------------------------------------- */

static bool add(struct init *init, struct bytes path, struct bytes text)
{
	struct run *run = init->run;
	size_t before = run->diags.count;
	const struct source *there = folder_read_raw(
		run->arena, init->folder, path, MISSING_IS_NULL, (struct span){ 0 }, &run->diags);
	if (run->diags.count > before)
		return false;
	if (there) {
		buf_print(&run->notes, _("keep %.*s\n"), BYTES_ARG(path));
		return true;
	}
	buf_print(&run->notes, _("write %.*s\n"), BYTES_ARG(path));
	return transaction_write(init->transaction, path, NULL, text, &run->diags);
}

static bool add_catalog(struct init *init)
{
	struct bytes text = bytes_print(init->run->arena,
		"# What exists: components, their images, and where the chart takes them. See "
		"leme.yaml(5).\n"
		"apiVersion: leme/v1\n"
		"kind: Catalog\n"
		"name: " BYTES_FMT "\n"
		"chart: {path: " BYTES_FMT ", version: " BYTES_FMT "}\n"
		"environments: [staging, production]     # the order in which versions travel\n"
		"registries:\n"
		"  house: {at: " BYTES_FMT "}\n"
		"components:\n"
		"  app:\n"
		"    title: The application\n"
		"    image: app                          # in registries.house\n"
		"    writes: app.image                   # app.image.repository and "
		"app.image.tag\n",
		BYTES_ARG(init->name), BYTES_ARG(init->chart), BYTES_ARG(init->version),
		BYTES_ARG(init->registry));
	return add(init, BYTES("leme.yaml"), text);
}

static bool add_profiles(struct init *init)
{
	static const struct {
		const char *path, *text;
	} files[] = {
		{ "profiles/base.yaml",
			"# What every environment shares. See leme-profile(5).\n"
			"apiVersion: leme/v1\nkind: Profile\nname: base\nabstract: true\n"
			"values:\n  app:\n    replicas: 1\n"
			"render:\n  gate: [fresh, complete]\n" },
		{ "profiles/staging.yaml",
			"apiVersion: leme/v1\nkind: Profile\nname: staging\nextends: base\n"
			"versions:\n  app: 0.1.0\n" },
		{ "profiles/production.yaml",
			"apiVersion: leme/v1\nkind: Profile\nname: production\nextends: base\n"
			"versions:\n  app: 0.1.0\n"
			"values:\n  app:\n    replicas: 2\n" },
	};
	bool good = true;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		good = add(init, bytes_of(files[i].path), bytes_of(files[i].text)) && good;
	return good;
}

static const char deployment[] =
	"apiVersion: apps/v1\n"
	"kind: Deployment\n"
	"metadata:\n"
	"  name: {{ .Release.Name }}-app\n"
	"spec:\n"
	"  replicas: {{ .Values.app.replicas }}\n"
	"  selector:\n"
	"    matchLabels: {app: {{ .Release.Name }}-app}\n"
	"  template:\n"
	"    metadata:\n"
	"      labels: {app: {{ .Release.Name }}-app}\n"
	"    spec:\n"
	"      containers:\n"
	"      - name: app\n"
	"        image: \"{{ .Values.app.image.repository }}:{{ .Values.app.image.tag }}\"\n";

static bool add_chart(struct init *init)
{
	if (!init->new_chart)
		return true;
	struct arena *arena = init->run->arena;
	struct bytes chart = bytes_print(arena,
		"apiVersion: v2\nname: " BYTES_FMT
		"\ndescription: A chart whose values leme compiles\n"
		"type: application\nversion: " BYTES_FMT "\n",
		BYTES_ARG(init->name), BYTES_ARG(init->version));
	struct bytes values = bytes_print(arena,
		"# Defaults; 'leme compile' writes one file an environment to values/.\n"
		"app:\n  replicas: 1\n  image:\n    repository: " BYTES_FMT
		"/app\n    tag: '0.1.0'\n",
		BYTES_ARG(init->registry));
	bool good = add(init, chart_file(init, "Chart.yaml"), chart);
	good = add(init, chart_file(init, "values.yaml"), values) && good;
	return add(init, chart_file(init, "templates/deployment.yaml"), bytes_of(deployment)) &&
		good;
}

/* Two branches that lock different images merge by union; leme sorts on its next write. */
static bool add_attributes(struct init *init)
{
	static const struct bytes line = { "leme.lock merge=union\n", 22 },
				  path = { ".gitattributes", 14 };
	struct run *run = init->run;
	size_t before = run->diags.count;
	const struct source *there = folder_read_raw(
		run->arena, init->folder, path, MISSING_IS_NULL, (struct span){ 0 }, &run->diags);
	if (run->diags.count > before)
		return false;
	if (!there)
		return add(init, path, line);
	if (bytes_find(there->text, bytes_slice(line, 0, line.len - 1), 0) < there->text.len)
		return true;
	struct buf text = buf_new(run->arena);
	buf_add(&text, there->text);
	if (text.len && text.at[text.len - 1] != '\n')
		buf_add_char(&text, '\n');
	buf_add(&text, line);
	buf_print(&run->notes, _("write %.*s\n"), BYTES_ARG(path));
	return transaction_write(
		init->transaction, path, &there->text, buf_bytes(&text), &run->diags);
}

/* --- the whole -------------------------------------------------------------------------------- */

static struct folder *target(struct run *run)
{
	struct bytes dir = run->operands.count ? run->operands.at[0]
					       : option_value(run, "directory");
	while (dir.len > 1 && dir.at[dir.len - 1] == '/')
		dir.len--;
	if (!dir.len || bytes_is(dir, "."))
		return folder_open(run->arena, BYTES(""), &run->diags);
	return folder_make(
		run->arena, bytes_print(run->arena, BYTES_FMT "/", BYTES_ARG(dir)), &run->diags);
}

static bool refuse_existing(struct init *init)
{
	struct run *run = init->run;
	struct bytes path = folder_path(run->arena, init->folder, BYTES("leme.yaml"));
	if (access(bytes_string(run->arena, path), F_OK) != 0)
		return true;
	diag_refuse(&run->diags, span_of_path(run->arena, path), "init/exists",
		N_("a project is already here"));
	diag_hint(&run->diags, N_("'leme compile' works on it; remove leme.yaml to begin anew"));
	return false;
}

enum exit_code command_init(struct run *run)
{
	struct init init = { .run = run, .folder = target(run) };
	if (!init.folder || !refuse_existing(&init) || !find_chart(&init) || !choose_names(&init))
		return diags_code(&run->diags);
	init.transaction = transaction_begin(run->arena, init.folder, &run->diags);
	if (!init.transaction)
		return EXIT_WORLD;
	bool good = add_catalog(&init);
	good = add_profiles(&init) && good;
	good = add_chart(&init) && good;
	good = add_attributes(&init) && good;
	good = good && transaction_commit(init.transaction, &run->diags);
	if (run->quiet || !good)
		run->notes.len = 0;
	if (!good)
		return EXIT_WORLD;
	if (!run->quiet)
		buf_print(&run->notes, "%s\n", _("now run 'leme compile'"));
	return EXIT_DONE;
}
