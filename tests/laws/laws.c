#include "laws.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

size_t laws_chance(struct laws *laws, size_t limit)
{
	laws->chance += 0x9E3779B97F4A7C15u;
	uint64_t x = laws->chance;
	x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
	x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
	return (size_t)((x ^ (x >> 31)) % limit);
}

/* What chance begins with: the same in every run. */
static uint64_t number_of(const char *name)
{
	uint64_t number = 0;
	while (*name)
		number = number * 31 + (unsigned char)*name++;
	return number;
}

/* --- texts ------------------------------------------------------------------------------------ */

static void take(struct laws *laws, const char *name, struct bytes text)
{
	static const enum dialect dialects[] = { DIALECT_HELM, DIALECT_STRICT };
	if (laws->only && !strstr(name, laws->only))
		return;
	for (size_t i = 0; i < 2; i++) {
		laws->chance = laws->seed + number_of(name);
		laws_try(laws, name, text, dialects[i]);
	}
}

/* Each document of a stream as a text of its own, since each change has it read again. */
static void take_documents(struct laws *laws, const char *name, struct bytes text)
{
	struct arena *owner = arena_new();
	struct diags d = diags_new(owner);
	struct bytes path = bytes_of(name);
	struct tree *tree = tree_read(
		owner, source_new(owner, path, path, text), DIALECT_HELM, LIMITS_DEFAULT, &d);
	for (size_t i = 0; tree && i < tree->documents.count; i++) {
		struct document document = tree->documents.at[i];
		const char *own = bytes_print(owner, "%s#%zu", name, i).at;
		take(laws, own, bytes_slice(text, document.begin, document.end));
	}
	arena_end(owner);
}

static bool take_cases(struct laws *laws, FILE *file)
{
	char *line = NULL;
	size_t room = 0;
	bool good = true;
	for (ssize_t len; good && (len = getline(&line, &room, file)) > 0;) {
		json_t *row = json_loadb(line, (size_t)len, JSON_ALLOW_NUL, NULL);
		const json_t *yaml = json_object_get(row, "yaml");
		good = json_is_string(yaml);
		if (good && !json_is_true(json_object_get(row, "fail")))
			take(laws, json_string_value(json_object_get(row, "id")),
				(struct bytes){
					json_string_value(yaml), json_string_length(yaml) });
		json_decref(row);
	}
	free(line);
	return good;
}

static bool take_text(struct laws *laws, const char *path, FILE *file)
{
	enum { MANY_BYTES = 20000 };
	struct arena *owner = arena_new();
	struct buf text = buf_new(owner);
	char part[65536];
	for (size_t len; (len = fread(part, 1, sizeof part, file)) > 0;)
		buf_add(&text, (struct bytes){ part, len });
	if (text.len > MANY_BYTES)
		take_documents(laws, path, buf_bytes(&text));
	take(laws, path, buf_bytes(&text));
	arena_end(owner);
	return !ferror(file);
}

static bool take_file(struct laws *laws, const char *path)
{
	FILE *file = fopen(path, "r");
	if (!file) {
		perror(path);
		return false;
	}
	bool cases = bytes_ends(bytes_of(path), BYTES(".jsonl"));
	bool good = cases ? take_cases(laws, file) : take_text(laws, path, file);
	fclose(file);
	return good;
}

/* --- the run ---------------------------------------------------------------------------------- */

static void print_tallies(const char *what, const struct tally *tallies, size_t count)
{
	for (size_t i = 0; i < count; i++)
		printf("  %s %s: %zu\n", what, tallies[i].name, tallies[i].count);
}

static int print_sum(const struct laws *laws)
{
	print_tallies("refused:", laws->refusals.at, laws->refusals.count);
	print_tallies("broken:", laws->breaches.at, laws->breaches.count);
	printf("laws: %zu texts, %zu edits, %zu refused, %zu broken (seed %llu)\n", laws->texts,
		laws->changes, laws->refused, laws->broken, (unsigned long long)laws->seed);
	return laws->broken == 0 && laws->texts > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* laws [--seed NUMBER] [--only PART-OF-A-NAME] [--refused ID] FILE... */
int main(int argc, char **argv)
{
	struct laws laws = { .run = arena_new(), .scratch = arena_new(), .seed = 1 };
	char **files = argv + 1;
	for (; files < argv + argc - 1 && strncmp(files[0], "--", 2) == 0; files += 2) {
		if (strcmp(files[0], "--seed") == 0)
			laws.seed = strtoull(files[1], NULL, 10);
		else if (strcmp(files[0], "--only") == 0)
			laws.only = files[1];
		else if (strcmp(files[0], "--refused") == 0)
			laws.refusal = files[1];
	}
	bool good = true;
	for (; *files; files++)
		good = take_file(&laws, *files) && good;
	int code = print_sum(&laws);
	arena_end(laws.scratch);
	arena_end(laws.run);
	return good ? code : EXIT_FAILURE;
}
