#include "message.h"

#include "bytes.h"

#include <stdlib.h>

/* po/pt_BR.po as msgfmt compiled it (GNU gettext manual, "The Format of GNU MO Files"). */
__asm__(".section .rodata\n"
	".balign 4\n"
	"portuguese_catalogue:\n"
	".incbin \"" MESSAGE_CATALOGUE "\"\n"
	".balign 4\n"
	".previous\n");
extern const uint32_t portuguese_catalogue[] __asm__("portuguese_catalogue");

static enum language spoken;

enum language message_language_wanted(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return strncmp(value, "pt", 2) == 0 ? LANGUAGE_PORTUGUESE
							    : LANGUAGE_ENGLISH;
	}
	return LANGUAGE_ENGLISH;
}

void message_language(enum language language)
{
	spoken = language;
}

enum language message_language_chosen(void)
{
	return spoken;
}

/* The texts of a catalogue are sorted by their English form. */
static const char *find(const uint32_t *catalogue, const char *english)
{
	const char *bytes = (const char *)catalogue;
	const uint32_t *keys = catalogue + catalogue[3] / 4, *texts = catalogue + catalogue[4] / 4;
	size_t low = 0, high = catalogue[2];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(english, bytes + keys[2 * middle + 1]);
		if (order == 0)
			return bytes + texts[2 * middle + 1];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return english;
}

const char *message(const char *english)
{
	/* The empty key is the catalogue's own header. */
	return spoken == LANGUAGE_ENGLISH || !*english ? english
						       : find(portuguese_catalogue, english);
}
