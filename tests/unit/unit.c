#include "unit.h"

#include <stdlib.h>

struct arena *unit_arena(void)
{
	static struct arena *arena;
	if (!arena)
		arena = arena_new();
	return arena;
}

struct source *unit_source(struct bytes text)
{
	return source_new(unit_arena(), BYTES("test.yaml"), BYTES("test.yaml"), text);
}

const char *unit_diags(const struct diags *d)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < d->count; i++) {
		const struct diag *diag = d->at[i];
		if (diag->at.source && diag->at.source->text.at) {
			struct place place = source_place(diag->at.source, diag->at.begin);
			buf_print(&out, "%zu:%zu ", place.line, place.column);
		}
		buf_print(&out, "%s " BYTES_FMT "\n", diag->id, BYTES_ARG(diag->text));
	}
	return bytes_string(unit_arena(), buf_bytes(&out));
}

int main(void)
{
	SRunner *runner = srunner_create(unit_suite());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	arena_end(unit_arena());
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
