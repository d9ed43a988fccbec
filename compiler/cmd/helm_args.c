#include "cmd.h"

#include "base/message.h"

const struct option helm_args_options[] = {
	{ 'p', "profile", N_("NAME"), N_("the profile, in any spelling") },
	{ 0 },
};

static void add_word(struct buf *out, struct bytes word)
{
	if (out->len)
		buf_add_char(out, ' ');
	print_word(out, word);
}

/* A path that begins with '-' would be an option to helm. */
static struct bytes as_operand(struct run *run, struct bytes path)
{
	if (!bytes_begins(path, BYTES("-")))
		return path;
	return bytes_print(run->arena, "./" BYTES_FMT, BYTES_ARG(path));
}

static bool is_chart_values(const struct catalog *catalog, struct bytes output)
{
	struct bytes chart = catalog->chart.path;
	return bytes_begins(output, chart) &&
		bytes_is(bytes_slice(output, chart.len, output.len), "/values.yaml");
}

enum exit_code command_helm_args(struct run *run)
{
	struct project project;
	const struct folder *folder = project_folder(run);
	if (!folder || !project_is_settled(run, folder) || !project_read_one(run, folder, &project))
		return EXIT_INPUT;
	const struct head *head = project.selected.at[0];
	const struct chart *chart = &project.catalog->chart;
	const struct resolved_profile *profile = profile_resolve(
		run->arena, project.resolver, head, &run->diags);
	if (!profile)
		return EXIT_INPUT;
	if (!chart->path.len) {
		diag_error(&run->diags, (struct span){ project.catalog->source, 0, 0 },
			"chart/missing", N_("the catalogue names no chart"));
		diag_hint(&run->diags, N_("add 'chart: {path: charts/NAME, version: 0.1.0}'"));
		return EXIT_INPUT;
	}
	add_word(&run->out, profile->release_name);
	add_word(&run->out, as_operand(run, folder_path(run->arena, folder, chart->path)));
	if (profile->release_namespace.len) {
		add_word(&run->out, BYTES("--namespace"));
		add_word(&run->out, profile->release_namespace);
	}
	/* Helm reads the chart's own values.yaml by itself. */
	if (!is_chart_values(project.catalog, head->output)) {
		add_word(&run->out, BYTES("-f"));
		add_word(&run->out, as_operand(run, folder_path(run->arena, folder, head->output)));
	}
	buf_add_char(&run->out, '\n');
	return EXIT_DONE;
}
