#include "tree.h"

#include "base/buf.h"

struct bytes pointer_token(struct arena *owner, struct bytes escaped)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < escaped.len; i++) {
		bool escape = escaped.at[i] == '~' && i + 1 < escaped.len;
		buf_add_char(&out, !escape ? escaped.at[i] : escaped.at[++i] == '1' ? '/' : '~');
	}
	return buf_bytes(&out);
}

const struct value *value_at(const struct value *value, struct bytes token)
{
	uint64_t number;
	if (value->kind == VALUE_MAP)
		return value_get(value, token);
	if (value->kind != VALUE_LIST || !bytes_number(token, &number) || number >= value->count)
		return NULL;
	return value->items[number];
}
