/*
 * Texts with a grammar, each to and from a value. Nothing here knows files or places (but the time
 * zone files of the system); a caller that has a span makes the diag. Other rooms include this face
 * only; there is one header a subject.
 */
#ifndef LEME_NOTATION_H
#define LEME_NOTATION_H

#include "base64.h"   /* bytes in letters */
#include "format.h"   /* Kubernetes' named formats: dns1123Label, … */
#include "image.h"    /* image references */
#include "ip.h"       /* addresses and networks */
#include "json.h"     /* whether a text is JSON */
#include "moment.h"   /* instants, durations, calendars, time zones */
#include "path.h"     /* values paths */
#include "quantity.h" /* 250m, 1.5Gi */
#include "semver.h"   /* SemVer and its constraints */
#include "url.h"      /* URLs */
#include "version.h"  /* versions by scheme, and their constraints */

#endif
