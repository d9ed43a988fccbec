/*
 * Findings, differences and views as text for people, and for machines. SPEC §9: places are
 * relative to the current directory in text, to the project in machine formats; columns count code
 * points from 1.
 */
#ifndef LEME_REPORT_H
#define LEME_REPORT_H

#include "base/buf.h"
#include "base/diag.h"
#include "judge/judge.h"
#include "manifest/manifest.h"

enum colour { COLOUR_NONE, COLOUR_ANSI };

/*
 * Each diag as gcc prints one, sorted by place:
 *
 *   path:12:3: error: unknown key 'chrat' [key/unknown]
 *      12 | chrat: {path: charts/smarterp}
 *         | ^~~~~
 *   path:3:1: note: the first one
 *   hint: did you mean 'chart'?
 *
 * Secrets (base/secrets.h; NULL: none) are not shown, here and below.
 */
void report_text(struct buf *out, struct diags *d, struct secrets *secrets, enum colour colour);

/* "2 errors, 1 warning", in the reader's language; nothing where there is neither. */
void report_summary(struct buf *out, const struct diags *d);

/*
 * The unified diff that turns old into new, with three lines around each change; nothing where
 * they are equal. A missing final newline is said as `diff` says it.
 */
void report_diff(struct buf *out, struct bytes old_name, struct bytes new_name,
	struct bytes old_text, struct bytes new_text, enum colour colour);

/*
 * The text as one YAML document that is a scalar (`|2`), whatever bytes it has: readers give it
 * back line by line, and Helm 4, which writes the document anew before it shows it, does so too.
 * What would have it put the text in quotes is shown otherwise: tabs as blanks, control and astral
 * characters by their numbers, blanks before a line end not at all; so are runs of more than five
 * dashes, as Helm 4.1 breaks them.
 */
void report_scalar(struct buf *out, struct bytes text);

/* Findings as `results` of a ResourceList (the KRM functions specification), a JSON list. */
void report_results(struct buf *out, const struct findings *findings, struct secrets *secrets);

/* --- findings --------------------------------------------------------------------------------- */

/* What is of interest once only. */
struct rendering_details {
	unsigned gates; /* that are listed: a bit for each */
	enum gate_outcome outcomes[GATES];
	const struct overrides *overrides; /* NULL: none */
	const struct images_seen *images;  /* NULL: none */
};

/* What a run of `leme post-render` was about. Texts may be empty. */
struct rendering_report {
	const char *host; /* `helm3`, `helm4`, `krm` or `plain` */
	struct bytes profile, release, namespace;
	size_t objects, edits;
	const struct rendering_details *details; /* or NULL */
};

struct findings_report {
	const struct findings *findings;
	const struct diags *told;                 /* before, and counted with them; or NULL */
	size_t waived;                            /* how often a waiver was needed */
	const struct findings *covered;           /* by waivers; NULL: they are not listed */
	const struct baseline *baseline;          /* that they were compared with, or NULL */
	const struct findings *known;             /* that it has; NULL: they are not listed */
	const struct rule_set *rules;             /* that were judged; NULL: none are listed */
	const struct rendering_report *rendering; /* that they are of; NULL: of none. In JSON */
	struct secrets *secrets;
	enum colour colour; /* of text */
	size_t jobs;        /* threads for text; 0: as many as pay for themselves */
};

/*
 * Text is as report_text(), in the order in which findings stand. One on profiles names the first
 * of them behind its message. Then a line: `2 errors, 1 warning, 3 undecided, 1 waived`. JSON is
 * described in leme-check(1).
 */
enum findings_format {
	FINDINGS_TEXT,
	FINDINGS_JSON,
	FINDINGS_SARIF,  /* 2.1.0, OASIS */
	FINDINGS_JUNIT,  /* XML: a test for each finding, and for each rule that has none */
	FINDINGS_GITHUB, /* workflow commands, which become annotations */
	FINDINGS_GITLAB, /* Code Quality */
	FINDINGS_MARKDOWN,
	FINDINGS_FORMATS,
};

/* As the command line names them; NULL ends them. */
extern const char *const findings_format_names[FINDINGS_FORMATS + 1];

/* Whether people read it, and so in their language; what machines read must be in English. */
bool findings_format_is_local(enum findings_format format);

void report_findings_as(
	struct buf *out, enum findings_format format, const struct findings_report *report);

/*
 * A run as a line of JSON with its line end: when it ended, its exit code, and what it told.
 */
void report_run(struct buf *out, const struct rendering_report *rendering, int code,
	struct bytes when, struct bytes told);

/* --- chains of versions ----------------------------------------------------------------------- */

enum trace_format { TRACE_TEXT, TRACE_JSON };

/* What `leme trace` prints of a fleet: chains are added as they are made, and need not be kept. */
struct trace {
	struct buf *out;
	enum trace_format format;
	enum colour colour;
	size_t whole, undecided, broken; /* how many chains were added of each kind */
};

/* The name is that of what is traced. */
void trace_begin(struct trace *trace, struct bytes name);

/*
 *   dbaccess in produção: broken at values
 *     version    holds      componentes/producao/dbaccess/VERSION:1:1: dbaccess: 20.3.1.4
 *   ...
 *   > values     broken     values/producao.yaml:9:10: dbaccess.image.tag: 20.3.1.3
 *                           'dbaccess.image.tag' is '20.3.1.3' here, but the profile has ...
 *
 * The JSON is described in leme-trace(1); its texts must be English.
 */
void trace_add(struct trace *trace, const struct version_chain *chain);

/* How many chains are whole, where there is more than one. */
void trace_end(struct trace *trace);

#endif
