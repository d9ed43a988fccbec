/*
 * The runner of outside suites: JSON lines in, one verdict a line, a sum at the end.
 *
 * A suite is a row in conformance.c and a judge in a file of its own. What does not apply to leme
 * is skipped by predicates on the row's fields in SUITE.except, never by its name.
 */
#ifndef LEME_TESTS_CONFORMANCE_H
#define LEME_TESTS_CONFORMANCE_H

#include "base/buf.h"
#include "base/diag.h"

#include <jansson.h>

/* What a judge is given for one row. */
struct trial {
	struct arena *arena;  /* of this row */
	struct arena *run;    /* of all rows */
	void *state;          /* what the suite keeps between rows; NULL at first */
	const char *file;     /* where the row stands */
	struct texts options; /* what stood before the files: --name value … */
	struct buf reason;
};

/* Says why a row fails; returns false, so that a judge can return it. */
bool trial_fail(struct trial *trial, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The value that follows --name among the options, or a text without .at. */
struct bytes trial_option(const struct trial *trial, const char *name);

/* Fields of a row: a text without .at, or false, where there is none. */
struct bytes json_text(const json_t *object, const char *field);
bool json_flag(const json_t *object, const char *field);

/* The diags as one line, for a reason. */
struct bytes trial_diags(struct trial *trial, const struct diags *d);

/* Predicates of a SUITE.except file. */
struct exceptions;
struct exceptions *exceptions_read(struct arena *owner, const char *path);
/* Why a row does not apply, or a text without .at if it does. */
struct bytes exceptions_match(const struct exceptions *exceptions, const json_t *row);

/* Gets each row of a file in turn. False if the file cannot be read. */
typedef void feed_row(void *context, const json_t *row);
bool feed_json_schema(struct trial *trial, feed_row *judge, void *context);

bool judge_helm_annotate(struct trial *trial, const json_t *row);
bool judge_helm_package(struct trial *trial, const json_t *row);
bool judge_image_reference(struct trial *trial, const json_t *row);
bool judge_kustomize_images(struct trial *trial, const json_t *row);
bool judge_real_manifests(struct trial *trial, const json_t *row);
bool judge_semver(struct trial *trial, const json_t *row);
bool judge_json_schema(struct trial *trial, const json_t *row);
bool judge_json_patch(struct trial *trial, const json_t *row);
bool judge_merge_patch(struct trial *trial, const json_t *row);
bool judge_cel(struct trial *trial, const json_t *row);
bool judge_strategic_merge(struct trial *trial, const json_t *row);
bool judge_vap(struct trial *trial, const json_t *row);
bool judge_yaml_inplace(struct trial *trial, const json_t *row);
bool judge_yaml_test_suite(struct trial *trial, const json_t *row);
bool judge_yaml_scalars(struct trial *trial, const json_t *row);

#endif
