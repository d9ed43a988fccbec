#include "conformance.h"

#include <stdio.h>
#include <stdlib.h>

struct suite {
	const char *name;
	bool (*judge)(struct trial *trial, const json_t *row);
	/* Makes rows of a file; NULL: it has one in each line. */
	bool (*feed)(struct trial *trial, feed_row *judge, void *context);
};

static const struct suite suites[] = {
	{ "helm-annotate", judge_helm_annotate, NULL },
	{ "helm-package", judge_helm_package, NULL },
	{ "image-reference", judge_image_reference, NULL },
	{ "kustomize-images", judge_kustomize_images, NULL },
	{ "json-patch", judge_json_patch, NULL },
	{ "merge-patch", judge_merge_patch, NULL },
	{ "real-manifests", judge_real_manifests, NULL },
	{ "semver", judge_semver, NULL },
	{ "json-schema", judge_json_schema, feed_json_schema },
	{ "cel", judge_cel, NULL },
	{ "yaml-inplace", judge_yaml_inplace, NULL },
	{ "yaml-scalars", judge_yaml_scalars, NULL },
	{ "yaml-test-suite", judge_yaml_test_suite, NULL },
	{ "vap", judge_vap, NULL },
	{ "strategic-merge", judge_strategic_merge, NULL },
};

struct sum {
	size_t passed, failed, skipped;
};

bool trial_fail(struct trial *trial, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_vprint(&trial->reason, format, args);
	va_end(args);
	return false;
}

struct bytes trial_option(const struct trial *trial, const char *name)
{
	for (size_t i = 0; i + 1 < trial->options.count; i += 2)
		if (bytes_is(trial->options.at[i], name))
			return trial->options.at[i + 1];
	return (struct bytes){ 0 };
}

struct bytes json_text(const json_t *object, const char *field)
{
	const json_t *value = json_object_get(object, field);
	if (!json_is_string(value))
		return (struct bytes){ 0 };
	return (struct bytes){ json_string_value(value), json_string_length(value) };
}

bool json_flag(const json_t *object, const char *field)
{
	return json_is_true(json_object_get(object, field));
}

struct bytes trial_diags(struct trial *trial, const struct diags *d)
{
	struct buf out = buf_new(trial->arena);
	for (size_t i = 0; i < d->count; i++)
		buf_print(&out, "%s%s " BYTES_FMT, i ? "; " : "", d->at[i]->id,
			BYTES_ARG(d->at[i]->text));
	return buf_bytes(&out);
}

static const struct suite *suite_find(const char *name)
{
	for (size_t i = 0; i < sizeof suites / sizeof *suites; i++)
		if (strcmp(name, suites[i].name) == 0)
			return &suites[i];
	return NULL;
}

static void judge_row(const struct suite *suite, struct trial *trial,
	const struct exceptions *exceptions, const json_t *row, struct sum *sum)
{
	if (exceptions_match(exceptions, row).at) {
		sum->skipped++;
		return;
	}
	trial->reason = buf_new(trial->arena);
	if (suite->judge(trial, row)) {
		sum->passed++;
		return;
	}
	sum->failed++;
	printf(BYTES_FMT ": " BYTES_FMT "\n", BYTES_ARG(json_text(row, "id")),
		BYTES_ARG(buf_bytes(&trial->reason)));
}

struct feeding {
	const struct suite *suite;
	struct trial *trial;
	const struct exceptions *exceptions;
	struct sum *sum;
};

static void judge_fed(void *context, const json_t *row)
{
	const struct feeding *feeding = context;
	judge_row(feeding->suite, feeding->trial, feeding->exceptions, row, feeding->sum);
	arena_reset(feeding->trial->arena);
}

static bool judge_file(const struct suite *suite, struct trial *trial,
	const struct exceptions *exceptions, struct sum *sum)
{
	FILE *file = fopen(trial->file, "r");
	if (!file) {
		perror(trial->file);
		return false;
	}
	char *line = NULL;
	size_t room = 0;
	bool good = true;
	for (ssize_t len; good && (len = getline(&line, &room, file)) > 0;) {
		json_error_t error;
		json_t *row = json_loadb(line, (size_t)len, JSON_ALLOW_NUL, &error);
		good = row != NULL;
		if (row)
			judge_row(suite, trial, exceptions, row, sum);
		else
			fprintf(stderr, "%s: %s\n", trial->file, error.text);
		json_decref(row);
		arena_reset(trial->arena);
	}
	free(line);
	fclose(file);
	return good;
}

static int list_suites(void)
{
	for (size_t i = 0; i < sizeof suites / sizeof *suites; i++)
		puts(suites[i].name);
	return EXIT_SUCCESS;
}

static int run(const struct suite *suite, struct trial *trial, char **files)
{
	struct sum sum = { 0 };
	struct buf path = buf_new(trial->run);
	buf_print(&path, "tests/conformance/%s.except", suite->name);
	const struct exceptions *exceptions = exceptions_read(
		trial->run, bytes_string(trial->run, buf_bytes(&path)));
	bool good = *files != NULL;
	for (; good && *files; files++) {
		trial->file = *files;
		struct feeding feeding = { suite, trial, exceptions, &sum };
		good = suite->feed ? suite->feed(trial, judge_fed, &feeding)
				   : judge_file(suite, trial, exceptions, &sum);
	}
	printf("%s: %zu passed, %zu failed, %zu skipped\n", suite->name, sum.passed, sum.failed,
		sum.skipped);
	return good && !sum.failed ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* conformance --list | conformance SUITE [--OPTION VALUE]... FILE... */
int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--list") == 0)
		return list_suites();
	const struct suite *suite = argc > 2 ? suite_find(argv[1]) : NULL;
	if (!suite) {
		fprintf(stderr, "usage: conformance SUITE [--OPTION VALUE]... FILE...\n");
		return EXIT_FAILURE;
	}
	struct trial trial = { .arena = arena_new(), .run = arena_new() };
	char **files = argv + 2;
	for (; files[0] && strncmp(files[0], "--", 2) == 0 && files[1]; files += 2) {
		*array_push(trial.run, &trial.options) = bytes_of(files[0]);
		*array_push(trial.run, &trial.options) = bytes_of(files[1]);
	}
	int code = run(suite, &trial, files);
	arena_end(trial.arena);
	arena_end(trial.run);
	return code;
}
