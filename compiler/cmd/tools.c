#include "tools.h"

#include "base/program.h"

#include <limits.h>
#include <stdlib.h>

enum { PATIENCE = 10000, ARGUMENTS_MOST = 4 };

int tool_version_compare(struct tool_version a, struct tool_version b)
{
	const uint64_t left[] = { a.major, a.minor, a.patch };
	const uint64_t right[] = { b.major, b.minor, b.patch };
	for (size_t i = 0; i < sizeof left / sizeof *left; i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}

/* `v4.1.4+g123`, `git version 2.39.5 (…)`: the first three numbers with dots between them. */
static bool read_version(struct bytes text, struct tool_version *version)
{
	uint64_t *const parts[] = { &version->major, &version->minor, &version->patch };
	size_t at = 0, part = 0;
	while (at < text.len && (text.at[at] < '0' || text.at[at] > '9'))
		at++;
	for (; part < sizeof parts / sizeof *parts; part++, at++) {
		size_t begin = at;
		while (at < text.len && text.at[at] >= '0' && text.at[at] <= '9')
			at++;
		if (!bytes_number(bytes_slice(text, begin, at), parts[part]))
			return false;
		if (at == text.len || text.at[at] != '.')
			return part > 0;
	}
	return true;
}

static struct bytes first_line(struct bytes text)
{
	struct bytes rest = bytes_trim(text), line = { 0 };
	bytes_cut(&rest, '\n', &line);
	return line;
}

/* Plugins have no say in it, and may be what is broken. */
static void ask_version(struct arena *owner, struct tool *tool, const char *const *arguments)
{
	static const char *const settings[] = { "LC_ALL=C", "HELM_NO_PLUGINS=1", NULL };
	const char *line[ARGUMENTS_MOST + 2] = { bytes_string(owner, tool->path) };
	struct program_answer answer;
	for (size_t i = 0; i < ARGUMENTS_MOST && arguments[i]; i++)
		line[i + 1] = arguments[i];
	struct program program = { line, program_environment(owner, settings, NULL) };
	if (program_ask(owner, &program, PATIENCE, &answer) &&
		read_version(answer.out, &tool->version))
		return;
	tool->version = (struct tool_version){ 0 };
	if (answer.reason)
		tool->complaint = bytes_copy(owner, bytes_of(strerror(answer.reason)));
	else
		tool->complaint = first_line(answer.err.len ? answer.err : answer.out);
	if (!tool->complaint.len)
		tool->complaint = BYTES("?");
}

static bool is_listed(const struct tools *tools, struct bytes real)
{
	for (size_t i = 0; i < tools->count; i++) {
		char other[PATH_MAX];
		if (realpath(tools->at[i].path.at, other) && bytes_is(real, other))
			return true;
	}
	return false;
}

struct tools helms_on_path(struct arena *owner)
{
	static const char *const names[] = { "helm", "helm3", "helm4" };
	static const char *const arguments[] = { "version", "--template", "{{.Version}}", NULL };
	struct tools found = { 0 };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct tool tool = { .name = bytes_of(names[i]),
			.path = program_path(owner, names[i]) };
		char real[PATH_MAX];
		if (!tool.path.at || !realpath(tool.path.at, real) ||
			is_listed(&found, bytes_of(real)))
			continue;
		ask_version(owner, &tool, arguments);
		*array_push(owner, &found) = tool;
	}
	return found;
}

bool helms_have(const struct tools *helms, uint64_t major)
{
	for (size_t i = 0; i < helms->count; i++)
		if (helms->at[i].version.major == major)
			return true;
	return false;
}

struct tool git_on_path(struct arena *owner)
{
	static const char *const arguments[] = { "--version", NULL };
	struct tool git = { .name = BYTES("git"), .path = program_path(owner, "git") };
	if (git.path.at)
		ask_version(owner, &git, arguments);
	return git;
}
