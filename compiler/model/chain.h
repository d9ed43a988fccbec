/*
 * The chain of one version: artifact → VERSION → component-versions.mk → image → values → chart.
 *
 * Each hop is judged against the one before it, and all six are always there: a hop that the
 * catalogue does not declare says so, one that cannot be judged with what is here is undecided and
 * says what would decide it, and those behind a break are judged all the same. What a hop says, it
 * says at places: the file, line and column that a person would look at.
 *
 *   artifact  the file with the artifact's name, in the mirror's sub-folder of its version, of the
 *             size and digest that leme.lock has for it, if it has any
 *   version   the version that the profile uses is one of its scheme; who chose it
 *   build     the assignment of `build.key` in `build.from` is the version
 *   image     repository and tag are an image reference; the digest that leme.lock has for it
 *   values    what Helm reads in the profile's output at every path that is written
 *   chart     `chart.version`, Chart.yaml and the version file are one version
 *
 * Where the world fails, the hop is undecided, and a diag of whoever was reading says why: the
 * ground, the output or the chain. Texts are whole sentences in the reader's language. Part of the
 * face of model/.
 */
#ifndef LEME_MODEL_CHAIN_H
#define LEME_MODEL_CHAIN_H

#include "versioned.h"

struct resolved_profile;
struct value;

enum hop { HOP_ARTIFACT, HOP_VERSION, HOP_BUILD, HOP_IMAGE, HOP_VALUES, HOP_CHART, HOPS };

/* By weight: a hop is what its heaviest witness is. */
enum hop_state {
	HOP_NONE, /* there is none, by design */
	HOP_HOLDS,
	HOP_UNDECIDED,
	HOP_BROKEN,
};

/* What one place says to one hop. */
struct witness {
	enum hop hop;
	enum hop_state state;
	struct bytes name;     /* what speaks: an artifact, a versions key, a values path, a file */
	struct bytes value;    /* what it says; .at NULL: nothing */
	struct bytes expected; /* what it should say; .at NULL unless it is broken for that */
	struct span at;        /* without a source: nowhere */
	struct related related; /* the other place that matters; without a source: none */
	struct bytes text,
		hint; /* why it does not hold, or what else there is to know; may be empty */
};

struct version_chain {
	const struct resolved_profile *profile;
	struct versioned subject;
	ARRAY(struct witness); /* in the order of hops, at least one for each */
};

/* What all chains of a run share. It remembers what it read, so it is for one thread at a time. */
struct chain_ground;

/* Reads the chart's own files. */
const struct chain_ground *chain_ground_new(
	struct arena *run, const struct catalog *catalog, struct diags *d);

/* A profile's output as it is on disk and as Helm reads it. */
struct output_values {
	const struct value *values; /* NULL: there is no such file, or Helm cannot read it */
	struct span at;             /* the file, or where Helm stops */
	struct bytes fault;         /* why there are no values */
	bool unread;                /* because the world fails */
};

/*
 * Whoever tells of faults alone can have the values of the profile for those of a file that is,
 * but for comments, byte for byte what `compile` writes: they are equal, at other places.
 */
enum output_places { PLACES_OF_ALL, PLACES_OF_FAULTS };

const struct output_values *output_values_read(struct arena *owner,
	const struct resolved_profile *profile, enum output_places places, struct diags *d);

/*
 * The chain of a component, role or artifact in a profile. That of a component is that of all its
 * roles and artifacts, too; an artifact with a version of its own is in no image, so that its chain
 * has neither build, image nor values.
 */
const struct version_chain *chain_of(struct arena *owner, const struct chain_ground *ground,
	const struct resolved_profile *profile, const struct output_values *output,
	struct versioned subject, struct diags *d);

/*
 * The same for whoever tells of faults alone: NULL, or a chain that holds, where a component has
 * none. What components that are alike share is judged once.
 */
const struct version_chain *chain_of_faults(struct arena *owner, const struct chain_ground *ground,
	const struct resolved_profile *profile, const struct output_values *output,
	const struct component *component, struct diags *d);

/* The heaviest state of one hop, of all of them (HOPS). */
enum hop_state chain_state(const struct version_chain *chain, enum hop hop);

/* The first witness that is broken, or NULL. */
const struct witness *chain_break(const struct version_chain *chain);

/* `artifact`, `version` and so on: the names of machine formats and of findings. */
extern const char *const hop_names[HOPS];

#endif
