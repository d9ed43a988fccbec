/* A document that cannot be read may be a Secret, and lines of it are shown. */
#ifndef LEME_MANIFEST_UNREAD_H
#define LEME_MANIFEST_UNREAD_H

#include "base/secrets.h"

/*
 * Where a text may be a Secret, adds each word behind `data` or `stringData`: rather too much is
 * hidden than too little.
 */
void unread_secrets(struct secrets *secrets, struct bytes text);

#endif
