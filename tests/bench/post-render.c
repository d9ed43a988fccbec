/*
 * `leme post-render` beside its peers: post-render LEME FOLDER EVENTS KUBECTL KPT ROUNDS. The
 * folder has streams of manifests (empty, 100k, 1m, 10m, 100m, 1g, and `refused`, which the scanner
 * leaves to libyaml), the projects `plain`, `one` (a strategic patch), `ruled` (and 20 rules) and
 * `patched` (four, and the rules), and folders for kustomize (10, 100, 1000). EVENTS reads a stream
 * by libyaml. KPT is a shell's command in such a folder. What is not there is ''.
 *
 * All rows of one size are whole processes in one interleaved run. What counts are ratios, of wall
 * time and of the processor's time.
 */
#include "rows.h"

static const char *events, *kubectl, *kpt;

/* --- tables ----------------------------------------------------------------------------------- */

static struct row *add_cat(struct table *table)
{
	return add(table, "cat", (const char *[]){ "/bin/cat", NULL });
}

static struct row *add_grep(struct table *table)
{
	return add(table, "grep -c image:", (const char *[]){ "/bin/grep", "-c", "image:", NULL });
}

static struct row *add_events(struct table *table)
{
	return add(table, "libyaml, events only", (const char *[]){ events, NULL });
}

static struct row *add_shell(struct table *table, const char *name, const char *command)
{
	return add(table, name, (const char *[]){ "/bin/sh", "-c", command, NULL });
}

static void begin(struct table *table, const char *name, const char *input)
{
	*table = (struct table){ .input = path_of(input) };
	printf("\n%s, %.2f MB\n", name, megabytes(table->input));
}

/* --- streams ---------------------------------------------------------------------------------- */

/* An empty answer needs an option, since it would take every object of a release away. */
static void nothing(int rounds)
{
	struct table table;
	begin(&table, "Nothing", "empty");
	struct row *none = add(&table, "true", (const char *[]){ "/bin/true", NULL });
	struct row *row = add_leme(&table, "leme, an empty stream", "plain");
	row->words[6] = "--allow-empty";
	measure(&table, rounds);
	bench_judge("P12: of true, wall", wall_ratio(row, none), 1.2, 0);
}

enum { CAT, GREP, EVENTS, PLAIN, PATCHED };

static void measure_stream(struct table *table, const char *input, int rounds)
{
	begin(table, "A stream", input);
	add_cat(table);
	add_grep(table);
	add_events(table);
	add_leme(table, "leme, images and labels", "plain");
	add_leme(table, "leme, and 4 patches, 20 rules", "patched");
	measure(table, rounds);
}

static void print_ratios(struct table *table)
{
	struct row *rows = table->rows;
	for (size_t i = PLAIN; i <= PATCHED; i++)
		printf("  %-44s cat %.2f, grep %.2f, libyaml %.2f\n",
			i == PLAIN ? "images and labels, wall, of" : "and patches, rules, wall, of",
			wall_ratio(&rows[i], &rows[CAT]), wall_ratio(&rows[i], &rows[GREP]),
			wall_ratio(&rows[i], &rows[EVENTS]));
}

static void small(const char *input, int rounds, bool judged)
{
	struct table table;
	measure_stream(&table, input, rounds);
	print_ratios(&table);
	if (judged)
		bench_judge(
			"P1: of cat, wall", wall_ratio(&table.rows[PLAIN], &table.rows[CAT]), 2, 0);
}

/* The median milliseconds of the processor. */
static double large(const char *input, int rounds)
{
	struct table table;
	measure_stream(&table, input, rounds);
	struct row *grep = &table.rows[GREP], *row = &table.rows[PLAIN];
	struct row *patched = &table.rows[PATCHED];
	print_ratios(&table);
	bench_judge("P2: of grep, processor", ratio(row, grep), 2.5, 1);
	bench_judge("P2: of grep, wall", wall_ratio(row, grep), 2.5, 1);
	bench_judge("P2: with patches and rules, processor", ratio(patched, grep), 3, 0);
	bench_judge("P2: with patches and rules, wall", wall_ratio(patched, grep), 3, 0);
	bench_reach("P3: libyaml / leme, processor", ratio(&table.rows[EVENTS], row), 6, 0);
	bench_judge("P7: peak memory / (1.25 input + 8 MB)", memory_ratio(row, table.input, 1.25),
		1, 0);
	bench_judge("P7: with rules / (2.5 input + 8 MB)", memory_ratio(patched, table.input, 2.5),
		1, 0);
	return bench_median(&row->cpu);
}

static double huge(void)
{
	struct table table;
	begin(&table, "A stream", "1g");
	struct row *grep = add_grep(&table), *row = add_leme(&table, "leme", "plain");
	measure(&table, 2);
	printf("  %-44s %9.2f\n", "of grep, processor", ratio(row, grep));
	bench_judge("P7: peak memory / (1.25 input + 8 MB)", memory_ratio(row, table.input, 1.25),
		1, 0);
	return bench_median(&row->cpu);
}

/* Each document has a tag, which changes nothing. */
static void refused(int rounds)
{
	struct table table;
	begin(&table, "Nothing for the scanner", "refused");
	struct row *theirs = add_events(&table), *row = add_leme(&table, "leme", "plain");
	measure(&table, rounds);
	bench_judge("P8: of libyaml's, processor", ratio(row, theirs), 1.5, 0);
	bench_judge("P8: of libyaml's, wall", wall_ratio(row, theirs), 1.5, 0);
}

static void pipes(const char *input, int rounds)
{
	struct table table;
	char own[4 * PATH], theirs[2 * PATH];
	begin(&table, "Pipes on both sides", input);
	snprintf(theirs, sizeof theirs, "cat '%s' | cat | cat >/dev/null", table.input);
	snprintf(own, sizeof own, "cat '%s' | '%s' -C '%s' post-render -p live | cat >/dev/null",
		table.input, leme, path_of("plain"));
	struct row *cat = add_shell(&table, "cat", theirs);
	struct row *row = add_shell(&table, "leme", own);
	measure(&table, rounds);
	bench_judge("P5: of cat, wall", wall_ratio(row, cat), 4, 0);
}

/* --- others that do the same ------------------------------------------------------------------ */

/* kpt runs a function that does nothing. */
static void resources(const char *count, double gate, double goal, int rounds)
{
	struct table table;
	char input[PATH], command[4 * PATH], title[64];
	snprintf(input, sizeof input, "%s/resources.yaml", count);
	snprintf(title, sizeof title, "%s resources", count);
	snprintf(command, sizeof command, "cd '%s' && %s", path_of(count), kpt);
	begin(&table, title, input);
	struct row *row = add_leme(&table, "leme, one patch", "one");
	struct row *all = add_leme(&table, "leme, one patch, 20 rules", "ruled");
	struct row *eval = *kpt ? add_shell(&table, kpt, command) : NULL;
	struct row *kustomize = *kubectl
		? add(&table, "kubectl kustomize, one patch",
			  (const char *[]){ kubectl, "kustomize", path_of(count), NULL })
		: NULL;
	measure(&table, rounds);
	if (eval)
		printf("  %-44s %9.0f, with rules %.0f\n", "    the function runner / leme, wall",
			wall_ratio(eval, row), wall_ratio(eval, all));
	if (!kustomize)
		return;
	bench_reach("P4: kustomize / leme, wall", wall_ratio(kustomize, row), gate, goal);
	printf("  %-44s %9.0f\n", "    with rules", wall_ratio(kustomize, all));
}

static void linear(double ten, double hundred, double thousand)
{
	printf("\nLinear\n");
	bench_judge("P6: 100 MB / 10 MB, processor", hundred / ten, 12, 0);
	bench_judge("P6: 1 GB / 100 MB, processor", thousand / hundred, 12, 0);
}

int main(int argc, char **argv)
{
	if (argc != 7)
		return EXIT_FAILURE;
	leme = argv[1];
	folder = argv[2];
	events = argv[3];
	kubectl = argv[4];
	kpt = argv[5];
	int rounds = atoi(argv[6]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	nothing(4 * rounds);
	small("100k", 4 * rounds, false);
	small("1m", 4 * rounds, true);
	double ten = large("10m", 2 * rounds), hundred = large("100m", rounds);
	linear(ten, hundred, huge());
	refused(rounds);
	pipes("10m", rounds);
	pipes("100m", rounds);
	if (!*kubectl && !*kpt)
		return EXIT_SUCCESS;
	resources("10", 30, 0, rounds);
	resources("100", 90, 0, rounds);
	resources("1000", 500, 1000, 2);
	return EXIT_SUCCESS;
}
