#include "path.h"

#include "base/message.h"

#include <assert.h>

const char *path_fault(struct bytes text)
{
	bool empty = true;
	size_t keys = 1;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '.' && empty)
			return N_("a key of the path is empty");
		empty = text.at[i] == '.';
		keys += empty;
		if (text.at[i] == '\\' && ++i == text.len)
			return N_("nothing follows the last '\\' of the path");
	}
	if (keys > PATH_KEYS)
		return N_("the path has more than 200 keys");
	return empty ? N_("a key of the path is empty") : NULL;
}

struct texts path_parse(struct arena *owner, struct bytes text)
{
	assert(!path_fault(text));
	struct texts path = { 0 };
	struct buf key = buf_new(owner);
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '.') {
			*array_push(owner, &path) = buf_bytes(&key);
			key = buf_new(owner);
			continue;
		}
		i += text.at[i] == '\\';
		buf_add_char(&key, text.at[i]);
	}
	*array_push(owner, &path) = buf_bytes(&key);
	return path;
}

struct bytes path_text(struct arena *owner, const struct bytes *keys, size_t count)
{
	struct buf out = buf_new(owner);
	for (size_t k = 0; k < count; k++) {
		if (k)
			buf_add_char(&out, '.');
		for (size_t i = 0; i < keys[k].len; i++) {
			char c = keys[k].at[i];
			if (c == '.' || c == '\\')
				buf_add_char(&out, '\\');
			buf_add_char(&out, c);
		}
	}
	return buf_bytes(&out);
}
