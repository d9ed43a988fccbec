/* The formats of texts that Helm 4 checks, as it checks them. Internal to schema/. */
#ifndef LEME_SCHEMA_FORMAT_H
#define LEME_SCHEMA_FORMAT_H

#include "base/buf.h"

struct format;

/* NULL: it is not known. */
const struct format *schema_format_find(struct bytes name);

/* What one may have meant by a name, or an empty text. */
struct bytes schema_format_near(struct bytes name);

/* Names that other tools use, for kinds of numbers and the like, and that nobody checks. */
bool schema_format_is_plain(struct bytes name);

/* Whether the text has the format. Memory that this takes is the owner's. */
bool schema_format_fits(struct arena *owner, const struct format *format, struct bytes text);

/* In words: "an IPv4 address"; to be translated. */
const char *schema_format_means(const struct format *format);

#endif
