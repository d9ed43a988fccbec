/*
 * What the last run knew, `.leme/index`: the heads of all profiles, and which outputs are what they
 * should be. A profile whose files, and those of its ancestors, are in the state that is written
 * there need not be read, and an output likewise need not be made again. Nothing but time is lost
 * with it. Internal to model/; fleet_remember() in model.h writes it.
 *
 *   leme index 2   VERSION  STATE of the program  LIMITS  SHA256 of environment and --source
 *   input          STATE  PATH        a file that all profiles depend on
 *   file           STATE  PATH        a file of profiles, followed by its heads
 *   head           ...                see add_head()
 *   end            SHA256             of all above
 *
 * Parts are separated by tabs; a tab, line end or '%' in one is '%' and two hexadecimal digits. An
 * index that is not whole, of another program or other limits, or of inputs that have changed since
 * is none.
 */
#ifndef LEME_MODEL_INDEX_H
#define LEME_MODEL_INDEX_H

#include "model.h"

struct index_file {
	struct bytes path;
	struct bytes lines; /* of the file itself and its heads */
};

struct index {
	struct {
		ARRAY(struct index_file);
	} files;      /* in the order of their paths */
	size_t heads; /* how many there are in all */
	bool whole;
};

/* Without files where there is no index to go by. What it depends on is noted as an input. */
struct index index_read(struct arena *run, const struct catalog *catalog);

struct heads {
	ARRAY(struct head);
};

/*
 * Adds the heads of a file, if it still is in the state it was; false else. Their texts are views
 * of the index or belong to the arena.
 */
bool index_recall(struct arena *kept, const struct index *index, const struct folder *folder,
	struct bytes path, struct arena *listed, struct heads *heads) MUST_USE;

#endif
