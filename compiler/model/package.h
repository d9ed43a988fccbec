/* A package of a chart (.tgz), as Helm reads it. Internal to model/. */
#ifndef LEME_MODEL_PACKAGE_H
#define LEME_MODEL_PACKAGE_H

#include "base/bytes.h"

struct package_file {
	struct bytes
		path; /* below the chart's folder: relative, without empty parts, `.` and `..` */
	struct bytes name; /* as the package has it */
	struct bytes text;
};

struct package {
	ARRAY(struct package_file);
};

/*
 * Adds its files, in their order; there is one at least. Every first part of a name stands for the
 * chart's folder, whatever it is, as Helm has it. False, with *fault in the user's language, if it
 * cannot be read or has a name that Helm refuses, such as one that leads out of the folder.
 */
bool package_read(struct arena *owner, struct bytes text, struct package *package,
	const char **fault) MUST_USE;

/* The file at the path: of several the last. NULL: there is none. */
const struct package_file *package_find(const struct package *package, struct bytes path);

#endif
