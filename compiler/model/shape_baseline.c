/* The table of the kind Baseline. */
#include "shape.h"

#include "base/message.h"

static const char *form_not_empty(struct bytes text)
{
	return bytes_trim(text).len ? NULL : N_("this must not be empty");
}

static const struct shape text = {
	.means = N_("a text"), .accepts = ACCEPT_TEXT, .form = form_not_empty
};
static const struct shape number = { .means = N_("a whole number"), .accepts = ACCEPT_NUMBER };
static const struct shape finding = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "rule", &text, FIELD_REQUIRED },
		{ "file", &text, FIELD_OPTIONAL }, { "profile", &text, FIELD_OPTIONAL },
		{ "component", &text, FIELD_OPTIONAL }, { "object", &text, FIELD_OPTIONAL },
		{ "message", &text, FIELD_OPTIONAL }, { "count", &number, FIELD_OPTIONAL },
		{ 0 } } };
static const struct shape findings = { .means = N_("a list of findings"), .items = &finding };

const struct shape baseline_shape = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "apiVersion", &text, FIELD_REQUIRED },
		{ "kind", &text, FIELD_REQUIRED }, { "findings", &findings, FIELD_REQUIRED },
		{ 0 } } };
