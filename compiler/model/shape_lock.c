/* The table of leme.lock. Whether a reference is canonical, its reader judges. */
#include "shape.h"

#include "base/message.h"
#include "notation/notation.h"

/* --- forms ------------------------------------------------------------------------------------ */

static const char *form_sha256(struct bytes text)
{
	bool good = text.len == 64;
	for (size_t i = 0; good && i < text.len; i++) {
		char c = text.at[i];
		good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
	}
	return good ? NULL : N_("a sha256 is 64 hexadecimal digits in lower case");
}

/* `index`, or OS/ARCHITECTURE[/VARIANT]. */
static const char *form_platform(struct bytes text)
{
	struct bytes part;
	size_t parts = 0;
	bool good = true;
	if (bytes_is(text, "index"))
		return NULL;
	while (bytes_cut(&text, '/', &part)) {
		good = good && part.len;
		parts++;
	}
	return good && (parts == 2 || parts == 3)
		? NULL
		: N_("this must be index or a platform, like linux/amd64");
}

static const char *form_size(struct bytes text)
{
	uint64_t size;
	return bytes_number(text, &size) ? NULL : N_("a size is a whole number of bytes");
}

static const char *form_semver(struct bytes text)
{
	struct semver version;
	return semver_parse(text, &version) ? NULL
					    : N_("this must be a SemVer version, like 1.42.0");
}

static const char *form_key(struct bytes text)
{
	return bytes_trim(text).len ? NULL : N_("this must not be empty");
}

/* --- tables ----------------------------------------------------------------------------------- */

static const struct shape text = {
	.means = N_("a text"), .accepts = ACCEPT_TEXT, .form = form_key
};
static const struct shape digest = {
	.means = N_("a digest"), .accepts = ACCEPT_TEXT, .form = image_digest_fault
};
static const struct shape sha256 = {
	.means = N_("a sha256"), .accepts = ACCEPT_TEXT, .form = form_sha256
};
static const struct shape size = {
	.means = N_("a whole number"), .accepts = ACCEPT_NUMBER, .form = form_size
};
static const struct shape semver = {
	.means = N_("a SemVer version"), .accepts = ACCEPT_TEXT, .form = form_semver
};
static const struct shape any = { .means = N_("any data"), .accepts = ACCEPT_ANY };

static const struct shape image = {
	.means = N_("a digest, or a mapping from index and platforms to digests"),
	.accepts = ACCEPT_TEXT,
	.form = image_digest_fault,
	.values = &digest,
	.key_form = form_platform
};
static const struct shape images = {
	.means = N_("a mapping from images to digests"), .accepts = ACCEPT_NOTHING, .values = &image
};

static const struct shape artifact = { .means = N_("a mapping with sha256 and size"),
	.fields = (const struct field[]){
		{ "sha256", &sha256, FIELD_REQUIRED }, { "size", &size, FIELD_REQUIRED }, { 0 } } };
static const struct shape artifacts = { .means = N_("a mapping"),
	.accepts = ACCEPT_NOTHING,
	.values = &artifact,
	.key_form = form_key };

static const struct shape source = { .means = N_("a mapping with url or git, and revision"),
	.fields = (const struct field[]){ { "url", &text, FIELD_OPTIONAL },
		{ "git", &text, FIELD_OPTIONAL }, { "revision", &text, FIELD_REQUIRED }, { 0 } } };
static const struct shape sources = {
	.means = N_("a mapping"), .accepts = ACCEPT_NOTHING, .values = &source, .key_form = form_key
};

static const struct shape components = { .means = N_("a mapping"), .values = &any };
static const struct shape release = { .means = N_("a mapping"),
	.accepts = ACCEPT_NOTHING,
	.fields = (const struct field[]){ { "version", &semver, FIELD_REQUIRED },
		{ "chart", &digest, FIELD_REQUIRED }, { "components", &components, FIELD_OPTIONAL },
		{ 0 } } };

const struct shape lock_shape = { .means = N_("a mapping"),
	.fields = (const struct field[]){ { "apiVersion", &text, FIELD_REQUIRED },
		{ "kind", &text, FIELD_REQUIRED }, { "images", &images, FIELD_OPTIONAL },
		{ "artifacts", &artifacts, FIELD_OPTIONAL },
		{ "sources", &sources, FIELD_OPTIONAL }, { "release", &release, FIELD_OPTIONAL },
		{ 0 } } };
