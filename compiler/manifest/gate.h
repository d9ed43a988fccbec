/*
 * Gates: what must hold of the result before it may leave. SPEC §6.
 *
 *   gates_judge    what was seen of a stream → what failed, image by image
 *   gate_findings  the same as findings: expected, got, place, command, override
 *   override_read  `--override GATE=REASON`
 */
#ifndef LEME_MANIFEST_GATE_H
#define LEME_MANIFEST_GATE_H

#include "images.h"

#define OVERRIDE_ANNOTATION "leme/override"
#define STAMP_ANNOTATION "leme/stamp"

enum gate { GATE_FRESH, GATE_LOCKED, GATE_COMPLETE, GATE_STAMPED, GATES };

extern const char *const gate_names[GATES];

/* Which gates the profile lists in `render.gate`: a bit for each. */
unsigned gates_listed(const struct resolved_profile *profile);

/* --- what gates look at ----------------------------------------------------------------------- */

/* An output that is not what the catalogue compiles to. */
struct stale_output {
	struct bytes path;  /* of the first value that differs; may be empty */
	struct span wanted; /* where the profile has it from; may have no source */
	struct span at;     /* of the file, or in it */
	bool missing;       /* there is no such file */
};

struct stale_outputs {
	ARRAY(struct stale_output);
};

/* An annotation `leme/stamp`. */
struct stamp_seen {
	struct bytes text, object;
	struct span at;
};

struct stamps_seen {
	ARRAY(struct stamp_seen);
};

/* Adds an object's stamp, if it has another than the last; all of it is the owner's. */
void stamps_add(struct arena *owner, struct stamps_seen *stamps, const struct object *object);

struct gate_matter {
	const struct resolved_profile *profile;
	enum host host;
	size_t objects, hooks; /* of the stream; how many of them are hooks */
	const struct images_seen *images;
	const struct stamps_seen *stamps;
	const struct stale_outputs *stale; /* of this profile's values file */
};

/* --- what gates say --------------------------------------------------------------------------- */

struct gate_failure {
	enum gate gate;
	enum level level;             /* a warning lets it pass */
	enum finding_outcome outcome; /* also undecided, which lets it pass, too */
	struct bytes text;            /* what it is about, or what is wrong */
	struct bytes expected, got;   /* may be empty */
	const struct part *part;      /* or NULL */
	struct bytes object, file, site;
	struct span at;       /* may have no source */
	struct span wanted;   /* what it should be stands there; may have no source */
	size_t places;        /* how many places are like this one */
	struct bytes command; /* that mends it, in a sentence; may be empty */
};

struct gate_failures {
	ARRAY(struct gate_failure);
};

/* A gate that somebody opens for once. */
struct override {
	enum gate gate;
	struct bytes reason;
};

struct overrides {
	ARRAY(struct override);
};

/*
 * What the listed gates have against it, by gate, then as the catalogue and the stream have it.
 * True if none of it is an error, or all errors are of gates that are overridden.
 */
bool gates_judge(struct arena *owner, const struct gate_matter *matter,
	const struct overrides *overrides, struct gate_failures *failures);

/* What became of a gate that is listed. */
enum gate_outcome {
	GATE_UNJUDGED, /* something else refused the stream before */
	GATE_PASSED,
	GATE_UNDECIDED, /* it let it pass, since it could not know */
	GATE_OVERRIDDEN,
	GATE_FAILED,
};

/* How it is written, in every language. */
extern const char *const gate_outcome_names[GATE_FAILED + 1];

/* Of a gate that gates_judge() has judged. */
enum gate_outcome gate_outcome_of(
	const struct gate_failures *failures, const struct overrides *overrides, enum gate gate);

/*
 * As `gate/locked`, `gate/complete` … at their places. The last one of a gate that may be
 * overridden says how; what is overridden is a warning that says why.
 */
void gate_findings(struct findings *findings, const struct gate_matter *matter,
	const struct overrides *overrides, const struct gate_failures *failures);

/* --- overriding ------------------------------------------------------------------------------- */

/* Whether the catalogue's `breakGlass` lets somebody open it. */
bool gate_may_break(const struct catalog *catalog, enum gate gate);

/*
 * `GATE=REASON`, one a line. False, with a diag (`gate/override`): no such gate, one that is not in
 * `breakGlass`, no reason, or two.
 */
bool override_read(struct arena *owner, const struct catalog *catalog, struct bytes text,
	struct overrides *overrides, struct diags *d) MUST_USE;

/* Adds those of gates that are not there yet. */
void overrides_join(
	struct arena *owner, struct overrides *overrides, const struct overrides *others);

/* Takes those out, with a warning, that open a gate which the profile has not. */
void overrides_settle(
	struct overrides *overrides, const struct resolved_profile *profile, struct diags *d);

/* The text of the annotation that objects carry then: `complete: INC-4711; locked: …`. */
struct bytes overrides_text(struct arena *owner, const struct overrides *overrides);

#endif
