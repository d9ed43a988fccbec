/*
 * `leme compile` on a fleet: fleet LEME SMALL LARGE ROUNDS. The folders are projects made by
 * fleet-project.sh; the small one serves to see whether memory grows with the fleet.
 *
 * The floor is the bare cost of the same output: each file written to a temp beside its place and
 * renamed onto it, then one syncfs, as leme does it, by a loop that does nothing else.
 */
#include "bench.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_FILES = 20000, PATH = 256, ROOM = 64 * 1024 };

struct file {
	char name[64];
	char *text;
	size_t len;
	struct stat seen;
};

static const char *leme, *project;
static char out[PATH], floor_out[PATH], profiles[PATH];
static struct file files[MOST_FILES];
static size_t file_count;
static char text[ROOM];

/* --- files ------------------------------------------------------------------------------------ */

static const char *path_in(const char *folder, const char *name)
{
	static char path[2][PATH + 128];
	static size_t next;
	char *result = path[next++ % 2];
	if (snprintf(result, sizeof path[0], "%s/%s", folder, name) >= (int)sizeof path[0])
		bench_fail(name);
	return result;
}

static size_t read_file(const char *path)
{
	int handle = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = handle < 0 ? -1 : read(handle, text, sizeof text);
	if (len < 0)
		bench_fail(path);
	close(handle);
	return (size_t)len;
}

static void write_file(const char *path, const char *from, size_t len)
{
	int handle = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (handle < 0 || write(handle, from, len) != (ssize_t)len)
		bench_fail(path);
	close(handle);
}

/* Calls `with` for each plain file of a folder, in the order that readdir has. */
static size_t each_file(const char *folder, void (*with)(const char *folder, const char *name))
{
	size_t count = 0;
	DIR *entries = opendir(folder);
	const struct dirent *entry;
	if (!entries)
		return 0;
	while ((entry = readdir(entries)))
		if (entry->d_name[0] != '.') {
			with(folder, entry->d_name);
			count++;
		}
	closedir(entries);
	return count;
}

static void remove_one(const char *folder, const char *name)
{
	if (unlink(path_in(folder, name)) != 0)
		bench_fail(name);
}

static void read_one(const char *folder, const char *name)
{
	read_file(path_in(folder, name));
}

static void load_one(const char *folder, const char *name)
{
	struct file *file = &files[file_count++];
	file->len = read_file(path_in(folder, name));
	file->text = malloc(file->len);
	if (!file->text || file_count == MOST_FILES)
		bench_fail("too many files");
	memcpy(file->text, text, file->len);
	snprintf(file->name, sizeof file->name, "%s", name);
}

/* How many outputs are not the files they were when this was last asked. */
static size_t files_written(void)
{
	size_t written = 0;
	for (size_t i = 0; i < file_count; i++) {
		struct stat now = { 0 };
		stat(path_in(out, files[i].name), &now);
		written += now.st_ino != files[i].seen.st_ino ||
			now.st_mtim.tv_sec != files[i].seen.st_mtim.tv_sec ||
			now.st_mtim.tv_nsec != files[i].seen.st_mtim.tv_nsec;
		files[i].seen = now;
	}
	return written;
}

/* --- what is timed ---------------------------------------------------------------------------- */

static double compile(const char *folder, long *peak)
{
	const char *program[] = { leme, "-C", folder, "compile", NULL };
	return bench_run(program, peak);
}

static double run_leme(void)
{
	return compile(project, NULL);
}

static double write_floor(void)
{
	double began = bench_now();
	int handle = open(floor_out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char temp[2 * PATH];
	for (size_t i = 0; i < file_count; i++) {
		const char *path = path_in(floor_out, files[i].name);
		if (snprintf(temp, sizeof temp, "%s.new", path) >= (int)sizeof temp)
			bench_fail(path);
		write_file(temp, files[i].text, files[i].len);
		if (rename(temp, path) != 0)
			bench_fail(path);
	}
	syncfs(handle);
	close(handle);
	return bench_now() - began;
}

static double read_floor(void)
{
	double began = bench_now();
	each_file(profiles, read_one);
	return bench_now() - began;
}

/* --- what goes before ------------------------------------------------------------------------- */

static void nothing(void)
{
}

/* What the last run knew, so that this one must read everything. */
static void remove_index(void)
{
	if (remove(path_in(project, ".leme/index")) != 0 && errno != ENOENT)
		bench_fail(".leme/index");
}

static void remove_outputs(void)
{
	remove_index();
	each_file(out, remove_one);
}

static void remove_floor(void)
{
	each_file(floor_out, remove_one);
}

/* A digit that all outputs, or one, depend on becomes another: marker is the text before it. */
static void change_digit(const char *path, const char *marker)
{
	size_t len = read_file(path);
	char *at = memmem(text, len, marker, strlen(marker));
	if (!at)
		bench_fail(marker);
	at += strlen(marker);
	*at = *at == '8' ? '9' : '8';
	write_file(path, text, len);
}

static void change_all(void)
{
	remove_index();
	change_digit(path_in(project, "leme.yaml"), "{at: registry.example.com/house");
}

static void change_one(void)
{
	change_digit(path_in(profiles, "customer-00042.yaml"), "replicas: ");
}

enum row { FRESH, ALL, UNCHANGED, READ_AGAIN, ONE, WRITE_FRESH, WRITE_AGAIN, READ, ROWS };

static struct {
	void (*before)(void);
	double (*run)(void);
	long expected; /* how many outputs leme writes; -1: all */
	struct samples samples;
} rows[ROWS] = {
	[FRESH] = { remove_outputs, run_leme, -1, { .name = "leme compile, fresh" } },
	[ALL] = { change_all, run_leme, -1, { .name = "leme compile, all changed" } },
	[UNCHANGED] = { nothing, run_leme, 0, { .name = "leme compile, nothing changed" } },
	[READ_AGAIN] = { remove_index, run_leme, 0,
		{ .name = "leme compile, nothing changed, no index" } },
	[ONE] = { change_one, run_leme, 1, { .name = "leme compile, one changed" } },
	[WRITE_FRESH] = { remove_floor, write_floor, 0, { .name = "floor: temp + rename, fresh" } },
	[WRITE_AGAIN] = { nothing, write_floor, 0, { .name = "floor: temp + rename, again" } },
	[READ] = { nothing, read_floor, 0, { .name = "floor: read the profiles" } },
};

static void run_row(enum row row, bool warm)
{
	rows[row].before();
	sync();
	double took = rows[row].run();
	size_t expected = rows[row].expected < 0 ? file_count : (size_t)rows[row].expected;
	size_t written = files_written();
	if (warm)
		return;
	bench_add(&rows[row].samples, took);
	if (written != expected) {
		fprintf(stderr, "%s: wrote %zu files where %zu were expected\n",
			rows[row].samples.name, written, expected);
		exit(EXIT_FAILURE);
	}
}

/* --- figures ---------------------------------------------------------------------------------- */

static double ratio(enum row row, enum row other)
{
	return bench_median(&rows[row].samples) / bench_median(&rows[other].samples);
}

/* Before anything is loaded here: see bench_run(). */
static void memory(const char *small)
{
	long few = 0, many = 0;
	for (int again = 0; again < 2; again++) {
		compile(small, &few);
		compile(project, &many);
	}
	printf("  %-44s %9.1f MiB\n  %-44s %9.1f MiB\n", "peak memory, 1 000 profiles",
		(double)few / 1024, "peak memory, 10 000 profiles", (double)many / 1024);
	bench_judge("V4: peak memory, MiB", (double)many / 1024, 16, 0);
	bench_judge("V4: 10 000 profiles / 1 000", (double)many / (double)few, 1.2, 0);
}

static void judge(void)
{
	for (size_t i = 0; i < ROWS; i++)
		bench_print(&rows[i].samples);
	bench_judge("V1: fresh / floor fresh", ratio(FRESH, WRITE_FRESH), 2.5, 1.5);
	bench_judge("V3: nothing changed / floor again", ratio(UNCHANGED, WRITE_AGAIN), 0.5, 0);
	printf("  %-44s %9d     gate 0 PASS\n", "V3: files written, nothing changed", 0);
	printf("  %-44s %9.2f\n", "    the same without an index", ratio(READ_AGAIN, WRITE_AGAIN));
	bench_judge("    one changed / reading the profiles", ratio(ONE, READ), 2, 0);
	printf("  %-44s %9.2f\n", "    all changed / floor again", ratio(ALL, WRITE_AGAIN));
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return EXIT_FAILURE;
	leme = argv[1];
	project = argv[3];
	snprintf(out, sizeof out, "%s/values", project);
	snprintf(floor_out, sizeof floor_out, "%s/floor", project);
	snprintf(profiles, sizeof profiles, "%s/profiles/customers", project);
	if (mkdir(floor_out, 0777) != 0 && errno != EEXIST)
		bench_fail(floor_out);
	memory(argv[2]);
	each_file(out, load_one);
	size_t order[ROWS] = { WRITE_FRESH, WRITE_AGAIN, FRESH, ALL, UNCHANGED, READ_AGAIN, ONE,
		READ };
	for (int round = 0; round <= atoi(argv[4]); round++) {
		for (size_t i = 0; i < ROWS; i++)
			run_row(order[i], round == 0);
		bench_shuffle(order, ROWS);
	}
	judge();
	return EXIT_SUCCESS;
}
