/*
 * Texts for people, in English or in Portuguese. The English text is the key. The language comes
 * from LC_ALL, LC_MESSAGES or LANG, read in that order as text: no locale needs to be installed,
 * and nothing but messages depends on it.
 */
#ifndef LEME_BASE_MESSAGE_H
#define LEME_BASE_MESSAGE_H

/* The text in the reader's language, or the text itself where po/ has none. */
const char *message(const char *english) __attribute__((format_arg(1)));

/* message() where the text is used; N_() where it only stands, for xgettext to find. */
#define _(english) message(english)
#define N_(english) (english)

enum language { LANGUAGE_ENGLISH, LANGUAGE_PORTUGUESE };

/* Chooses the language; without this call it is English. Called by main, and by a
 * command that is about to print for machines, which read English. */
void message_language(enum language language);

/* The one that was chosen: for texts that bring their own translations. */
enum language message_language_chosen(void);

/* What the environment asks for. */
enum language message_language_wanted(void);

#endif
