/*
 * Any text as a makefile: reading ends, the places of all values are inside the text, the same is
 * said twice, and a literal that is edited at its place is read back. Beginnings of lines come from
 * the input, so that directives are met often.
 */
#include "../libfyaml_leaks.h"
#include "fuzz.h"

#include "model/makefile_parts.h"

#include <stdlib.h>

static struct makefile *read_text(struct arena *arena, struct bytes text, struct diags *d)
{
	static char place[] = "/tmp/leme-fuzz-XXXXXX";
	static const char *folder; /* an empty one, where includes find nothing */
	const struct sources *sources;
	struct limits limits = LIMITS_DEFAULT;
	if (!folder)
		folder = mkdtemp(place);
	demand(folder, "there is a folder");
	limits.alias_expansion = 1 << 20;
	struct folder *project = folder_open(arena, bytes_of(folder), d);
	demand(project && sources_open(arena, project, NULL, NULL, &sources, d), "it opens");
	const struct source *source = source_new(arena, BYTES("x.mk"), BYTES("x.mk"), text);
	return makefile_of(arena, sources, BYTES("x.mk"), source, limits, d);
}

static void check_place(struct span at)
{
	demand(at.source, "an assignment has a place");
	demand(at.begin <= at.end && at.end <= at.source->text.len, "places are inside the text");
}

static bool depends_on_itself(struct bytes text)
{
	return bytes_find(text, BYTES("$"), 0) < text.len ||
		bytes_find(text, BYTES("if"), 0) < text.len;
}

/* Without references and conditionals, no line changes what another one means. */
static void check_edit(
	struct arena *arena, struct bytes text, struct bytes name, const struct make_value *value)
{
	struct diags d = diags_new(arena);
	struct buf edited = buf_new(arena);
	struct make_value again;
	if (!value->literal || !bytes_trim(value->text).len || depends_on_itself(text))
		return;
	buf_add(&edited, bytes_slice(text, 0, value->at.begin));
	buf_add(&edited, BYTES("9.8.7"));
	buf_add(&edited, bytes_slice(text, value->at.end, text.len));
	struct makefile *makefile = read_text(arena, buf_bytes(&edited), &d);
	demand(makefile && makefile_value(arena, makefile, name, (struct span){ 0 }, &again, &d),
		"an edited text reads");
	demand(bytes_equal(bytes_trim(again.text), BYTES("9.8.7")), "an edited literal is read");
}

static void check_value(
	struct arena *arena, struct bytes text, struct makefile *makefile, struct bytes name)
{
	struct diags d = diags_new(arena);
	struct make_value value, again;
	bool good = makefile_value(arena, makefile, name, (struct span){ 0 }, &value, &d);
	demand(good == (d.count == 0), "a refusal has a reason");
	demand(makefile_value(arena, makefile, name, (struct span){ 0 }, &again, &d) == good &&
			(!good || bytes_equal(value.text, again.text)),
		"the same is said twice");
	if (!good)
		return;
	check_place(value.at);
	for (size_t i = 0; i < value.used.count; i++)
		check_place(value.used.at[i]);
	check_edit(arena, text, name, &value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diags d = diags_new(arena);
	struct bytes text = bytes_copy(arena, (struct bytes){ (const char *)data, size });
	struct makefile *makefile = size && memchr(data, '\0', size) ? NULL
								     : read_text(arena, text, &d);
	if (makefile) {
		struct texts names = makefile_names(arena, makefile);
		for (size_t i = 0; i < names.count; i++)
			check_value(arena, text, makefile, names.at[i]);
	}
	arena_end(arena);
	return 0;
}
