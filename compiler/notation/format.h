/*
 * The named formats of Kubernetes' CEL library `format`, with the messages Kubernetes gives. A text
 * that has a format may still mean nothing to the cluster; these are checks of form only.
 */
#ifndef LEME_NOTATION_FORMAT_H
#define LEME_NOTATION_FORMAT_H

#include "base/buf.h"

struct format;

/* `dns1123Label`, `uri`, …; NULL if there is none. Formats are static: compare by place. */
const struct format *format_find(struct bytes name);

/* The name; how many formats there are, and each of them by its number. */
const char *format_name(const struct format *format);
size_t format_count(void);
const struct format *format_at(size_t i);

/* How long a pattern Kubernetes reckons with, for the cost of a validation. */
unsigned format_regex_size(const struct format *format);

/* What is wrong with the text, in English as Kubernetes says it; none if it has the format. */
struct texts format_validate(struct arena *owner, const struct format *format, struct bytes text);

#endif
