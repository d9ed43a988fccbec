#include "channel.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/sandbox.h"
#include "crosscheck.h"
#include "emit/emit.h"
#include "judgement.h"
#include "manifest/manifest.h"
#include "outputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const struct option post_render_options[] = {
	{ 'p', "profile", N_("NAME"),
		N_("the profile (default: LEME_PROFILE, then ARGOCD_ENV_LEME_PROFILE)") },
	{ 0, "release", N_("NAME"), N_("the objects must be of this release") },
	{ 0, "namespace", N_("NAME"), N_("the objects must be of this namespace") },
	{ 0, "override", N_("GATE=REASON"),
		N_("let it pass this gate (default: LEME_OVERRIDE); may be repeated") },
	{ 0, "allow-empty", NULL, N_("nothing to render is no error") },
	{ 0, "output-dir", N_("DIR"), N_("also write a file for each object") },
	{ 0, "report", N_("FILE"),
		N_("also write what was found, as JSON (default: LEME_REPORT)") },
	{ 0 },
};

struct post_render {
	struct channel channel;
	struct project project;
	const struct resolved_profile *profile;
	struct overrides overrides;
	struct render_result result;
	bool refused; /* by a finding or a gate */
};

/* --- the profile ------------------------------------------------------------------------------ */

static const struct option *profile_option(void)
{
	return &post_render_options[0];
}

static struct bytes profile_of_environment(void)
{
	static const char *const names[] = { "LEME_PROFILE", "ARGOCD_ENV_LEME_PROFILE" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *text = getenv(names[i]);
		if (text && *text)
			return bytes_of(text);
	}
	return (struct bytes){ 0 };
}

/* `functionConfig: {data: {profile: NAME}}` of a ResourceList; NULL where there is no data. */
static const struct tree *data_of_function(
	struct run *run, const struct channel *channel, struct diags *d, node_id *data)
{
	static const char *const keys[] = { "functionConfig", "data" };
	bool unread = channel->host == HOST_PLAIN; /* perhaps a list with a mistake in it */
	if (channel->host != HOST_KRM && !(unread && host_likely(channel->input->text) == HOST_KRM))
		return NULL;
	const struct manifest *list = channel_list(run->arena, channel, d);
	*data = list ? list->root : 0;
	for (size_t i = 0; *data && i < sizeof keys / sizeof *keys; i++)
		*data = tree_follow(list->tree, tree_find(list->tree, *data, bytes_of(keys[i])));
	return *data && tree_node(list->tree, *data)->kind == NODE_MAP ? list->tree : NULL;
}

static struct bytes profile_of_function(struct run *run, const struct channel *channel)
{
	node_id data;
	struct diags d = diags_new(run->arena);
	const struct tree *tree = data_of_function(run, channel, &d, &data);
	if (!tree)
		diags_join(&run->diags, &d); /* why it names none */
	node_id node = tree ? tree_follow(tree, tree_find(tree, data, BYTES("profile"))) : 0;
	if (!node || tree_node(tree, node)->kind != NODE_SCALAR)
		return (struct bytes){ 0 };
	return tree_text(tree, node);
}

static bool function_is_known(struct run *run, const struct channel *channel)
{
	static const struct bytes known = { "profile", 7 };
	bool good = true;
	node_id data;
	struct diags d = diags_new(run->arena);
	const struct tree *tree = data_of_function(run, channel, &d, &data);
	for (node_id key = tree ? tree_first(tree, data) : 0; key;
		key = tree_next(tree, tree_next(tree, key))) {
		if (bytes_equal(tree_text(tree, key), known) ||
			bytes_is(tree_text(tree, key), "<<"))
			continue;
		good = diag_error(&run->diags, tree_span(tree, key), "key/unknown",
			N_("unknown key '" BYTES_FMT "'"), BYTES_ARG(tree_text(tree, key)));
		diag_suggest(&run->diags, tree_text(tree, key), &known, 1);
	}
	return good;
}

/* Puts what is found elsewhere in the place of the option, so that all goes on from there. */
static bool find_profile(struct run *run, const struct channel *channel)
{
	struct bytes name = option_value(run, "profile");
	if (name.at)
		return true;
	name = profile_of_environment();
	if (!name.len)
		name = profile_of_function(run, channel);
	if (name.len) {
		*array_push(run->arena, &run->given) = (struct given){ profile_option(), name };
		return true;
	}
	diag_error(&run->diags, (struct span){ 0 }, "usage/profile",
		N_("'leme %s' needs a profile"), run->command->name);
	diag_hint(&run->diags,
		N_("name one with -p NAME or in LEME_PROFILE, as a function in "
		   "functionConfig with data.profile"));
	return false;
}

/* Templates of a chart may have the names of the project's own folders. */
static bool is_apart(struct run *run, const struct post_render *p, const struct folder *folder)
{
	struct stat there, project;
	int handle = rendered_files_handle(&p->channel.outlets.files);
	struct bytes path = folder_path(run->arena, folder, BYTES("leme.yaml"));
	path = bytes_slice(path, 0, path.len - strlen("leme.yaml"));
	if (handle < 0 || fstat(handle, &there) < 0 ||
		stat(path.len ? bytes_string(run->arena, path) : ".", &project) < 0 ||
		there.st_ino != project.st_ino || there.st_dev != project.st_dev)
		return true;
	return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
		N_("'--output-dir' takes a folder of its own, not that of the project"));
}

static bool read_project(struct run *run, struct post_render *p)
{
	const struct folder *folder = project_folder(run);
	if (!folder || !is_apart(run, p, folder) || !project_is_settled(run, folder))
		return false;
	p->channel.input->secrets = run->secrets;
	if (!project_read_one(run, folder, &p->project))
		return false;
	p->profile = profile_resolve(
		run->arena, p->project.resolver, p->project.selected.at[0], &run->diags);
	if (p->profile)
		p->channel.record.profile = p->profile->head->name;
	return p->profile;
}

/* --- nothing to render ------------------------------------------------------------------------ */

static bool is_blank(struct bytes text)
{
	return !bytes_trim(text).len;
}

/* Helm 4 takes no answer without a byte, Helm 3 would take every object of the release away. */
static bool answer_nothing(struct run *run, struct channel *channel)
{
	if (channel_is_plugin()) {
		channel_set_answer(run, channel, BYTES("# leme: there was nothing to render\n"));
		return true;
	}
	channel_set_answer(run, channel, channel->input->text);
	if (option_given(run, "allow-empty"))
		return true;
	diag_error(&run->diags, (struct span){ 0 }, "render/empty",
		N_("there is nothing to render: the input is empty"));
	diag_hint(&run->diags,
		N_("Helm 3 with --output-dir writes its files before it runs a post-renderer, and "
		   "gives that nothing: pipe 'helm template' into 'leme post-render --output-dir "
		   "DIR' instead; a chart that renders nothing needs --allow-empty"));
	return false;
}

/* --- rendering -------------------------------------------------------------------------------- */

static void note_release(struct run *run, struct post_render *p)
{
	struct render_record *record = &p->channel.record;
	struct bytes release = option_value(run, "release");
	struct bytes namespace = option_value(run, "namespace");
	record->release = release.at ? release : p->profile->release_name;
	record->namespace = namespace.at ? namespace : p->profile->release_namespace;
	record->details = (struct rendering_details){ .gates = gates_listed(p->profile),
		.overrides = &p->overrides,
		.images = &p->result.images };
}

/* Nothing but comments is no object, and stays what it is. */
static bool leaves_something(struct run *run, const struct render_result *result)
{
	if (!result->came || result->objects)
		return true;
	diag_refuse(&run->diags, (struct span){ 0 }, "render/nothing-left",
		N_("objects came, but none would leave"));
	diag_hint(&run->diags,
		N_("an upgrade to nothing takes every object of the release away; see which "
		   "patches of 'render' delete"));
	return false;
}

static bool render(struct run *run, struct post_render *p)
{
	struct channel *channel = &p->channel;
	struct rendering *rendering = rendering_read(run->arena, p->profile, &run->diags);
	if (!rendering ||
		!manifest_render(run->arena, rendering, channel->stream, &p->result,
			&channel->findings, &run->diags))
		return false;
	channel->record.objects = p->result.objects;
	channel->record.edits = p->result.edits.count;
	return leaves_something(run, &p->result) &&
		edits_pieces(run->arena, &p->result.edits, &channel->answer, &run->diags);
}

/* --- rules and policies ----------------------------------------------------------------------- */

/* Where edits were made, lines are no longer those of the input. */
static struct source *result_source(struct run *run, struct post_render *p)
{
	struct source *result = p->channel.input;
	if (!p->result.edits.count)
		return result;
	result = channel_result(run, &p->channel);
	result->path = result->name = BYTES("<result>");
	return result;
}

static bool judge_result(struct run *run, struct post_render *p)
{
	struct judgement judgement;
	if (!judgement_begin(run, &p->project, p->profile, &judgement) ||
		(judgement.wants_stream &&
			!judgement_open_stream(
				run, &p->project, result_source(run, p), &judgement)))
		return false;
	return judgement_end(
		run, &p->project, &judgement, &p->channel.findings, &p->channel.waived);
}

/* --- gates ------------------------------------------------------------------------------------ */

/* The command line says it nearer than the environment. */
static bool read_overrides(struct run *run, struct post_render *p)
{
	struct texts given = option_values(run, "override");
	const char *environment = getenv("LEME_OVERRIDE");
	struct overrides others = { 0 };
	bool good = true;
	for (size_t i = 0; i < given.count; i++)
		good = override_read(run->arena, p->project.catalog, given.at[i], &p->overrides,
			       &run->diags) &&
			good;
	good = override_read(run->arena, p->project.catalog,
		       bytes_of(environment ? environment : ""), &others, &run->diags) &&
		good;
	overrides_join(run->arena, &p->overrides, &others);
	overrides_settle(&p->overrides, p->profile, &run->diags);
	return good;
}

/* The values file that Helm should have been given. False after a diag: it cannot be read. */
static bool look_at_output(struct run *run, struct post_render *p, struct stale_outputs *stale)
{
	const struct folder *folder = p->project.folder;
	struct emit_difference difference;
	bool fresh = true;
	if (!(gates_listed(p->profile) & 1u << GATE_FRESH))
		return true;
	if (!output_is_fresh(run->arena, p->profile, folder, &fresh, &difference, &run->diags))
		return false;
	if (!fresh)
		*array_push(run->arena, stale) = (struct stale_output){ difference.path,
			difference.at,
			span_of_path(run->arena,
				folder_path(run->arena, folder, p->profile->head->output)),
			!folder_has_file(folder, p->profile->head->output) };
	return true;
}

/* Who opens a gate leaves a trace on every object. */
static bool annotate(struct run *run, struct post_render *p)
{
	if (!p->overrides.count)
		return true;
	struct source *source = channel_result(run, &p->channel);
	struct stream *stream = stream_open(run->arena, source, &run->diags);
	struct edits edits = edits_new(run->arena, source);
	return stream &&
		manifest_annotate(run->arena, stream, OVERRIDE_ANNOTATION,
			overrides_text(run->arena, &p->overrides), p->project.catalog->limits,
			&edits, &run->diags) &&
		edits_pieces(run->arena, &edits, &p->channel.answer, &run->diags);
}

static bool pass_gates(struct run *run, struct post_render *p)
{
	struct stale_outputs stale = { 0 };
	struct gate_failures failures = { 0 };
	if (!look_at_output(run, p, &stale))
		return false;
	struct gate_matter matter = { .profile = p->profile,
		.host = p->channel.host,
		.objects = p->result.objects,
		.hooks = p->result.hooks,
		.images = &p->result.images,
		.stamps = &p->result.stamps,
		.stale = &stale };
	bool passed = gates_judge(run->arena, &matter, &p->overrides, &failures);
	gate_findings(&p->channel.findings, &matter, &p->overrides, &failures);
	p->refused = !passed;
	for (enum gate gate = 0; gate < GATES; gate++)
		p->channel.record.details.outcomes[gate] = gate_outcome_of(
			&failures, &p->overrides, gate);
	return passed && annotate(run, p);
}

static bool render_all(struct run *run, struct post_render *p)
{
	struct channel *channel = &p->channel;
	note_release(run, p);
	if (!read_overrides(run, p) ||
		!crosscheck(run, channel->stream, option_value(run, "release"),
			option_value(run, "namespace")) ||
		!render(run, p) || !judge_result(run, p) || !pass_gates(run, p))
		return false;
	p->refused = findings_count(&channel->findings).errors;
	return !p->refused;
}

static bool write_files(struct run *run, struct channel *channel)
{
	struct rendered_files *files = &channel->outlets.files;
	return !files->folder || rendered_files_write(run, files, channel_result(run, channel));
}

/* --- the whole -------------------------------------------------------------------------------- */

static const char *host_name(enum host host)
{
	static const char *const names[] = { [HOST_PLAIN] = "plain",
		[HOST_HELM3] = "helm3",
		[HOST_HELM4] = "helm4",
		[HOST_KRM] = "krm" };
	return names[host];
}

/* What a pipeline leaves empty compares with nothing. */
static bool names_something(struct run *run)
{
	static const char *const names[] = { "release", "namespace" };
	bool good = true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct bytes given = option_value(run, names[i]);
		if (given.at && !given.len)
			good = diag_error(&run->diags, (struct span){ 0 }, "usage/value",
				N_("the option '--%s' is empty"), names[i]);
	}
	return good;
}

/* The project may say what is wrong, but is not needed to answer nothing with nothing. */
static bool run_steps(struct run *run, struct post_render *p, struct bytes file)
{
	struct channel *channel = &p->channel;
	bool good = names_something(run) && diags_code(&run->diags) == EXIT_DONE;
	if (channel->input)
		good = channel_look(run, channel) && good;
	else
		good = channel_read(run, channel, good ? file : (struct bytes){ 0 }) && good;
	channel->record.host = host_name(channel->host);
	if (!good || !function_is_known(run, channel) || !find_profile(run, channel))
		return false;
	channel->record.profile = option_value(run, "profile");
	if (is_blank(channel->input->text))
		return answer_nothing(run, channel);
	return read_project(run, p) && render_all(run, p) && write_files(run, channel);
}

/* The operand is no profile, as those of other commands are. */
static struct bytes take_file(struct run *run)
{
	struct bytes file = run->operands.count ? run->operands.at[0] : (struct bytes){ 0 };
	run->operands.count = 0;
	return file;
}

static struct post_render *post_render_new(struct run *run)
{
	struct post_render *p = arena_new_of(run->arena, struct post_render);
	run->channel = &p->channel;
	run->secrets = secrets_new(run->arena);
	p->channel.findings = findings_new(run->arena);
	p->channel.record.host = host_name(HOST_PLAIN);
	return p;
}

/*
 * Findings and diags are sentences from the moment in which they are met. So where people read
 * another language than machines do, all is done once more for the report, but for what is written.
 */
static const struct findings *tell_in_english(struct run *run, struct channel *channel)
{
	struct run twin = { .arena = run->arena,
		.diags = diags_new(run->arena),
		.out = buf_new(run->arena),
		.notes = buf_new(run->arena) };
	enum language language = message_language_chosen();
	message_language(LANGUAGE_ENGLISH);
	(void)!run_begin(&twin, run->command, run->arguments);
	struct post_render *p = post_render_new(&twin);
	p->channel.input = channel->input;
	(void)!run_steps(&twin, p, take_file(&twin));
	if (run->quiet)
		diags_drop_warnings(&twin.diags);
	struct findings *all = arena_new_of(run->arena, struct findings);
	*all = findings_with(&twin, &p->channel.findings);
	message_language(language);
	return all;
}

enum exit_code command_post_render(struct run *run)
{
	struct post_render *p = post_render_new(run);
	struct bytes file = take_file(run);
	(void)!outlets_open(run, &p->channel.outlets);
	sandbox_enter(rendered_files_handle(&p->channel.outlets.files));
	bool good = run_steps(run, p, file);
	bool has_report = p->channel.outlets.report >= 0;
	if (has_report && p->channel.input && message_language_chosen() != LANGUAGE_ENGLISH)
		p->channel.english = tell_in_english(run, &p->channel);
	if (good)
		return EXIT_DONE;
	return p->refused ? EXIT_FOUND : diags_code(&run->diags);
}
