/* Other spellings of texts and bytes. */
#include "eval.h"

#include "base/message.h"
#include "notation/notation.h"

static struct cel_value encode_base64(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_string(base64_encode(eval->owner, cel_text(args[0])));
}

static struct cel_value decode_base64(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes data;
	(void)count;
	if (!base64_decode(eval->owner, cel_text(args[0]), &data))
		return cel_fail(eval, N_("the text is no base64"));
	struct cel_value value = cel_string(data);
	value.kind = CEL_BYTES;
	return value;
}

/* RFC 6901. */
static struct cel_value escape_key(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes key = cel_text(args[0]);
	struct buf out = buf_new(eval->owner);
	(void)count;
	for (size_t i = 0; i < key.len; i++) {
		if (key.at[i] == '~')
			buf_add(&out, BYTES("~0"));
		else if (key.at[i] == '/')
			buf_add(&out, BYTES("~1"));
		else
			buf_add_char(&out, key.at[i]);
	}
	return cel_string(buf_bytes(&out));
}

static const struct function rows[] = {
	{ "base64.encode(bytes) string", encode_base64, N_("in base64"),
		"base64.encode(b'leme') == 'bGVtZQ=='", LEME_ONLY },
	{ "base64.decode(string) bytes", decode_base64,
		N_("the bytes that base64 says, with or without its padding"),
		"base64.decode('bGVtZQ') == b'leme'", LEME_ONLY },
	{ "jsonpatch.escapeKey(string) string", escape_key,
		N_("as one step of a JSON Pointer: '~' is ~0, '/' is ~1"),
		"jsonpatch.escapeKey('app/name~1') == 'app~1name~01'", 32 },
};

const struct library cel_encoders = ROWS(rows);
