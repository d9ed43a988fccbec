/* One chain being made, and its hops. Internal to model/. */
#ifndef LEME_MODEL_CHAIN_HOPS_H
#define LEME_MODEL_CHAIN_HOPS_H

#include "model.h"

#include "base/names.h"

/* Many profiles may have one artifact; what the mirror has of it is read once in a run. */
struct mirror_digests {
	struct arena *run;
	struct names places; /* `NAME:FOLDER/VERSION/NAME` → index + 1 */
	struct texts digests;
};

struct chain_ground {
	const struct catalog *catalog;
	struct mirror_digests *digests;
	struct chain_memory *memory; /* see chain_faults.c */
	struct {
		ARRAY(struct witness);
	} chart; /* the last hop is the same for all profiles */
};

struct chaining {
	struct arena *owner;
	const struct chain_ground *ground;
	const struct resolved_profile *profile;
	const struct output_values *output;
	struct version_chain *chain;
	struct {
		ARRAY(const struct part *);
	} parts; /* that the subject is about; none for an artifact with a version of its own */
	struct diags *d;
};

struct witness *chain_add(struct chaining *chaining, enum hop hop, enum hop_state state,
	struct bytes name, struct span at);

/* Says why it does not hold, or what else there is to know. */
void witness_text(struct arena *owner, struct witness *witness, const char *format, ...)
	DIAG_FORMAT(3);
void witness_hint(struct arena *owner, struct witness *witness, const char *format, ...)
	DIAG_FORMAT(3);
void witness_related(struct arena *owner, struct witness *witness, struct span at,
	const char *format, ...) DIAG_FORMAT(4);

/* What is broken or undecided, in the words of the first of the diags. */
void witness_fault(struct arena *owner, struct witness *witness, const struct diags *faults);

/* The name in `versions` of what the version of a part is said by. */
struct bytes part_name(const struct chaining *chaining, const struct part *part);

/* The part of a component itself. */
const struct part *component_part(
	const struct resolved_profile *profile, const struct component *component);

/* Whether one entry says both versions. */
bool version_same(const struct version *a, const struct version *b);

/* What the chain is of: a role, or the component that an artifact or the subject itself is. */
const struct part *chain_part(const struct chaining *chaining);

/*
 * A hop that is not there: because the part is absent, because the artifact is in no image, or for
 * the reason given.
 */
void chain_add_none(struct chaining *chaining, enum hop hop, const char *reason);

/* A file of which there is no text, by its path in the project. */
struct span chain_file(struct arena *owner, const struct folder *folder, struct bytes path);

/* A fault of the world is passed on, too; any other is only what there is to tell. */
bool chain_world_failed(const struct diags *faults, struct diags *d);

struct chain_memory *chain_memory_new(struct arena *run);

void judge_artifact(struct chaining *chaining);
void judge_version(struct chaining *chaining);
void judge_build(struct chaining *chaining);
void judge_image(struct chaining *chaining);
void judge_values(struct chaining *chaining);
void judge_chart(struct arena *run, struct chain_ground *ground, struct diags *d);

#endif
