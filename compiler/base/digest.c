#include "digest.h"

#include <nettle/sha2.h>

struct bytes digest_hex(struct arena *owner, struct bytes text)
{
	static const char digits[] = "0123456789abcdef";
	struct sha256_ctx context;
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_init(&context);
	sha256_update(&context, text.len, (const uint8_t *)text.at);
	sha256_digest(&context, sizeof digest, digest);

	char *hex = arena_take(owner, DIGEST_HEX_LEN + 1);
	for (size_t i = 0; i < sizeof digest; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	return (struct bytes){ hex, DIGEST_HEX_LEN };
}
