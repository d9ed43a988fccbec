/* What the doctor looks at, part by part; each adds its lines. Internal to `leme doctor`. */
#ifndef LEME_CMD_DOCTOR_H
#define LEME_CMD_DOCTOR_H

#include "cmd.h"
#include "tools.h"

enum health { HEALTH_GOOD, HEALTH_NOTE, HEALTH_BAD };

struct look {
	enum health health;
	const char *name;   /* stable; leme-doctor(1) lists them */
	struct bytes about; /* which program, file or folder */
	struct bytes text, hint;
};

struct checkup {
	struct run *run;
	struct tools helms;
	ARRAY(struct look);
};

/* Adds a line; the text is translated here, so that callers mark it with N_(). */
void look_add(struct checkup *checkup, enum health health, const char *name, struct bytes about,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Adds to the last line what to do. */
void look_hint(struct checkup *checkup, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The Helms on PATH, and what is known of their versions. */
void look_at_helms(struct checkup *checkup);

/* Where they look for plugins, and what they find. */
void look_at_plugins(struct checkup *checkup);

/* leme itself, the kernel, the state of the user, git. */
void look_at_machine(struct checkup *checkup);

/* The project, if there is one here. */
void look_at_project(struct checkup *checkup);

#endif
