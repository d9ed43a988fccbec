/*
 * Forms that a text of leme's own files must have: each is NULL, or N_() of what is asked for.
 * Internal to model/.
 */
#ifndef LEME_MODEL_SHAPE_FORMS_H
#define LEME_MODEL_SHAPE_FORMS_H

#include "base/bytes.h"

const char *form_id(struct bytes text);
const char *form_name(struct bytes text);
const char *form_not_empty(struct bytes text);
const char *form_part(struct bytes text);
const char *form_date(struct bytes text);
const char *form_semver(struct bytes text);
const char *form_own_constraint(struct bytes text);
const char *form_image(struct bytes text);
const char *form_kind(struct bytes text);
const char *form_site_path(struct bytes text);

#endif
