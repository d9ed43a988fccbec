#include "unread.h"

static bool is_between(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == ':' ||
		c == '"' || c == '\'' || c == '{' || c == '}' || c == '[' || c == ']';
}

static void add_words(struct secrets *secrets, struct bytes text)
{
	for (size_t i = 0, begin = 0; i <= text.len; i++) {
		if (i < text.len && !is_between(text.at[i]))
			continue;
		if (i > begin)
			secrets_add(secrets, bytes_slice(text, begin, i));
		begin = i + 1;
	}
}

/* The first of the two; `metadata:` is neither. */
static size_t data_in(struct bytes text)
{
	for (size_t at = 0; (at = bytes_find(text, BYTES("ata"), at)) < text.len; at += 3)
		if (at < 5 || !bytes_is(bytes_slice(text, at - 5, at), "metad"))
			return at + 3;
	return text.len;
}

void unread_secrets(struct secrets *secrets, struct bytes text)
{
	if (bytes_find(text, BYTES("Secret"), 0) < text.len)
		add_words(secrets, bytes_slice(text, data_in(text), text.len));
}
