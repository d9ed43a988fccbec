#include "digest.h"

#include <nettle/sha2.h>

static void write_hex(struct bytes text, char hex[DIGEST_HEX_LEN])
{
	static const char digits[] = "0123456789abcdef";
	struct sha256_ctx context;
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_init(&context);
	sha256_update(&context, text.len, (const uint8_t *)text.at);
	sha256_digest(&context, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
}

struct bytes digest_hex(struct arena *owner, struct bytes text)
{
	char *hex = arena_take(owner, DIGEST_HEX_LEN + 1);
	write_hex(text, hex);
	return (struct bytes){ hex, DIGEST_HEX_LEN };
}

bool digest_is(struct bytes text, struct bytes hex)
{
	char own[DIGEST_HEX_LEN];
	write_hex(text, own);
	return bytes_equal((struct bytes){ own, sizeof own }, hex);
}
