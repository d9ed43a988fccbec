/*
 * Any bytes as a package of a chart: as they are, and as an archive of which the headers' sums and
 * the gzip around it are right, so that what is inside is met. Asserted: what is listed lies in the
 * archive; names are relative and lead nowhere else; no more is unpacked than is allowed; the same
 * is said twice; a chart that has the package in charts/ is read, whatever is in it.
 */
#include "../libfyaml_leaks.h"

#include "../archive.h"
#include "fuzz.h"

#include "base/gzip.h"
#include "base/tar.h"
#include "model/model.h"
#include "model/package.h"

#include <stdlib.h>

/* --- layers ----------------------------------------------------------------------------------- */

static bool is_in(struct bytes part, struct bytes whole)
{
	return !part.len || (part.at >= whole.at && part.at + part.len <= whole.at + whole.len);
}

static void check_tar(struct arena *run, struct bytes archive)
{
	struct tar_files files = { 0 }, again = { 0 };
	size_t total = 0;
	enum tar_end end = tar_read(run, archive, &files);
	demand(tar_read(run, archive, &again) == end && again.count == files.count,
		"an archive reads twice the same");
	for (size_t i = 0; i < files.count; i++) {
		demand(is_in(files.at[i].text, archive), "a text lies in the archive");
		demand(bytes_equal(files.at[i].path, again.at[i].path), "a name is the same twice");
		total += files.at[i].text.len;
	}
	demand(total + files.count * TAR_BLOCK <= archive.len, "texts do not overlap");
}

static void check_gzip(struct arena *run, struct bytes file)
{
	static const size_t limits[] = { 0, 1, 100, 1 << 16 };
	struct bytes text, whole;
	const char *fault;
	bool good = gzip_unpack(run, file, 1 << 20, &whole, &fault);
	demand(good == !fault, "a refusal has a reason");
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		bool fits = gzip_unpack(run, file, limits[i], &text, &fault);
		demand(text.len <= limits[i], "no more is unpacked than is allowed");
		demand(bytes_begins(whole, text), "a part is a part of the whole");
		demand(fits == (good && whole.len <= limits[i]), "what fits is taken");
	}
}

static void check_path(struct bytes path)
{
	struct bytes rest = path, part;
	demand(path.len && !memchr(path.at, '\0', path.len), "a name is one");
	while (bytes_cut(&rest, '/', &part))
		demand(part.len && !bytes_is(part, ".") && !bytes_is(part, ".."),
			"a name is relative and leads nowhere else");
}

static void check_package(struct arena *run, struct bytes file)
{
	struct package package = { 0 }, again = { 0 };
	const char *fault = NULL, *fault_again = NULL;
	bool good = package_read(run, file, &package, &fault);
	demand(package_read(run, file, &again, &fault_again) == good, "read twice the same");
	if (!good) {
		demand(fault && bytes_is(bytes_of(fault), fault_again), "for the same reason");
		return;
	}
	demand(package.count && again.count == package.count, "there are files, the same twice");
	for (size_t i = 0; i < package.count; i++) {
		check_path(package.at[i].path);
		demand(package_find(&package, package.at[i].path) >= &package.at[i],
			"the last of a name is found");
		demand(bytes_equal(package.at[i].path, again.at[i].path) &&
				bytes_equal(package.at[i].text, again.at[i].text),
			"names and texts are the same twice");
	}
}

/* --- charts ----------------------------------------------------------------------------------- */

/* Made once: only the package differs from input to input. */
static const char *chart_folder(void)
{
	static char place[] = "/tmp/leme-fuzz-XXXXXX";
	static const char *folder;
	if (folder)
		return folder;
	char command[200];
	folder = mkdtemp(place);
	snprintf(command, sizeof command,
		"cd %s && mkdir -p p/charts && : >p/charts/s.tgz && "
		"echo '{apiVersion: v2, name: p, version: 1.0.0}' >p/Chart.yaml",
		place);
	demand(folder && system(command) == 0, "there is a folder");
	return folder;
}

static void check_part(const struct chart_data *part)
{
	demand(part->chart && part->name.len, "a part of a chart is a chart");
	for (size_t i = 0; i < part->parts.count; i++)
		check_part(part->parts.at[i]);
}

static void check_chart(struct arena *run, struct bytes file)
{
	struct diags d = diags_new(run);
	struct staged staged = { BYTES("p/charts/s.tgz"), file };
	struct folder *folder = folder_open(run, bytes_of(chart_folder()), &d);
	struct catalog catalog = { .limits = LIMITS_DEFAULT, .chart.path = BYTES("p") };
	struct chart_data data;
	demand(folder, "the folder opens");
	catalog.limits.alias_expansion = 1 << 20;
	catalog.folder = folder_with(run, folder, &staged, 1);
	chart_data_read(run, &catalog, &data, &d);
	demand(data.chart, "the chart itself is read");
	demand(data.is_whole || d.count, "what could not be read has a reason");
	for (size_t i = 0; i < data.parts.count; i++)
		check_part(data.parts.at[i]);
}

/* --- inputs ----------------------------------------------------------------------------------- */

static struct bytes with_sums(struct arena *run, struct bytes archive)
{
	struct buf out = buf_new(run);
	buf_add(&out, archive);
	for (size_t at = 0; at + TAR_BLOCK <= out.len; at += TAR_BLOCK)
		if (memcmp(out.at + at + 257, "ustar", 5) == 0)
			tar_sum(out.at + at);
	return buf_bytes(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *run = arena_new();
	struct bytes input = bytes_copy(run, (struct bytes){ (const char *)data, size });
	struct bytes archive = with_sums(run, input), file = input;
	check_tar(run, input);
	check_tar(run, archive);
	check_gzip(run, input);
	if (!bytes_begins(input, BYTES("\x1F\x8B")))
		file = gzip_store(run, archive);
	check_package(run, file);
	check_chart(run, file);
	arena_end(run);
	return 0;
}
