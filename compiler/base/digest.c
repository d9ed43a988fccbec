#include "digest.h"

#include <nettle/sha2.h>

struct digest {
	struct sha256_ctx context;
};

static void end(struct digest *digest, char hex[DIGEST_HEX_LEN])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t bytes[SHA256_DIGEST_SIZE];
	sha256_digest(&digest->context, sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
}

static void write_hex(struct bytes text, char hex[DIGEST_HEX_LEN])
{
	struct digest digest;
	sha256_init(&digest.context);
	digest_add(&digest, text);
	end(&digest, hex);
}

struct digest *digest_new(struct arena *owner)
{
	struct digest *digest = arena_new_of(owner, struct digest);
	sha256_init(&digest->context);
	return digest;
}

void digest_add(struct digest *digest, struct bytes piece)
{
	sha256_update(&digest->context, piece.len, (const uint8_t *)piece.at);
}

struct bytes digest_end(struct arena *owner, struct digest *digest)
{
	char *hex = arena_take(owner, DIGEST_HEX_LEN + 1);
	end(digest, hex);
	return (struct bytes){ hex, DIGEST_HEX_LEN };
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
