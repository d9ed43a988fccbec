#include "image.h"

#include "base/message.h"

/* Of a path, without the domain. */
enum { MOST_PATH = 255, MOST_TAG = 128 };

/* A path is in lower case, so an upper-case letter tells a domain too. */
static bool is_domain_like(struct bytes first)
{
	bool domain = bytes_is(first, "localhost");
	for (size_t i = 0; i < first.len; i++) {
		char c = first.at[i];
		domain = domain || c == '.' || c == ':' || (c >= 'A' && c <= 'Z');
	}
	return domain;
}

struct image_name image_name_split(struct bytes name)
{
	if (name.len == 0)
		return (struct image_name){ name, name };
	size_t slash = bytes_find(name, BYTES("/"), 0);
	struct bytes first = bytes_slice(name, 0, slash);
	if (slash == name.len || !is_domain_like(first))
		return (struct image_name){ .domain = { name.at, 0 }, .path = name };
	return (struct image_name){ first, bytes_slice(name, slash + 1, name.len) };
}

static bool is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* path-component := alpha-numeric (separator alpha-numeric)*; separator := [_.] | __ | -+ */
static bool is_component(struct bytes text)
{
	if (text.len == 0 || !is_alphanumeric(text.at[0]) ||
		!is_alphanumeric(text.at[text.len - 1]))
		return false;
	for (size_t i = 1; i < text.len; i++) {
		char before = text.at[i - 1], c = text.at[i];
		bool after_separator = !is_alphanumeric(before);
		if (is_alphanumeric(c))
			continue;
		if (c != '.' && c != '_' && c != '-')
			return false;
		bool doubled = c == '_' && before == '_' && i >= 2 &&
			is_alphanumeric(text.at[i - 2]);
		if (after_separator && !doubled && !(c == '-' && before == '-'))
			return false;
	}
	return true;
}

/* domain-component := [a-zA-Z0-9] | [a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9] */
static bool is_label(struct bytes text)
{
	if (text.len == 0 || text.at[0] == '-' || text.at[text.len - 1] == '-')
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (!is_alphanumeric(c) && !(c >= 'A' && c <= 'Z') && c != '-')
			return false;
	}
	return true;
}

static bool is_bracketed(struct bytes host)
{
	if (host.len < 3 || host.at[0] != '[' || host.at[host.len - 1] != ']')
		return false;
	for (size_t i = 1; i + 1 < host.len; i++) {
		char c = host.at[i];
		bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
			(c >= 'A' && c <= 'F');
		if (!hex && c != ':')
			return false;
	}
	return true;
}

static bool are_digits(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return text.len > 0;
}

static bool is_domain(struct bytes domain)
{
	size_t bracket = bytes_find(domain, BYTES("]"), 0);
	size_t colon = bytes_find(domain, BYTES(":"), bracket < domain.len ? bracket : 0);
	struct bytes host = bytes_slice(domain, 0, colon), label;
	if (colon < domain.len && !are_digits(bytes_slice(domain, colon + 1, domain.len)))
		return false;
	if (bracket < domain.len)
		return is_bracketed(host);
	while (bytes_cut(&host, '.', &label))
		if (!is_label(label))
			return false;
	return true;
}

static bool is_path(struct bytes text)
{
	struct bytes component;
	while (bytes_cut(&text, '/', &component))
		if (!is_component(component))
			return false;
	return true;
}

bool image_name_valid(struct bytes name)
{
	struct image_name parts = image_name_split(name);
	if (parts.domain.len && !is_domain(parts.domain))
		return false;
	return parts.path.len && parts.path.len <= MOST_PATH && is_path(parts.path);
}

/* --- references ------------------------------------------------------------------------------- */

static size_t find_char(struct bytes text, char c)
{
	const char *at = text.len ? memchr(text.at, c, text.len) : NULL;
	return at ? (size_t)(at - text.at) : text.len;
}

/* [A-Za-z0-9_][A-Za-z0-9_.-]{0,127} */
static bool is_tag(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool word = is_alphanumeric(c) || (c >= 'A' && c <= 'Z') || c == '_';
		if (!word && (i == 0 || (c != '.' && c != '-')))
			return false;
	}
	return text.len > 0 && text.len <= MOST_TAG;
}

/* Letters and digits, begun by a letter, with single `-_+.` between. */
static bool is_algorithm(struct bytes text)
{
	bool begin = true;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool separator = c && strchr("-_+.", c);
		if (begin ? !letter : !letter && !(c >= '0' && c <= '9') && !separator)
			return false;
		begin = separator;
	}
	return !begin;
}

static bool are_hex(struct bytes text, bool upper)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f') &&
			!(upper && c >= 'A' && c <= 'F'))
			return false;
	}
	return true;
}

/* The grammar alone, which knows no algorithm. */
static bool is_digest_like(struct bytes text)
{
	size_t colon = find_char(text, ':');
	struct bytes hex = bytes_slice(text, colon + 1, text.len);
	return is_algorithm(bytes_slice(text, 0, colon)) && hex.len >= 32 && are_hex(hex, true);
}

static const char *const bad_form = N_("an image is [DOMAIN/]PATH[:TAG][@ALGORITHM:HEX]");
static const char *const bad_digest = N_(
	"a digest is ALGORITHM:HEX, like sha256: and 64 hexadecimal digits");

const char *image_digest_fault(struct bytes text)
{
	static const struct {
		const char *name;
		size_t digits;
	} rows[] = { { "sha256", 64 }, { "sha384", 96 }, { "sha512", 128 } };
	size_t colon = find_char(text, ':');
	struct bytes algorithm = bytes_slice(text, 0, colon);
	struct bytes hex = bytes_slice(text, colon + 1, text.len);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!bytes_is(algorithm, rows[i].name))
			continue;
		if (hex.len != rows[i].digits)
			return N_("the digest has not the length of its algorithm");
		return are_hex(hex, false) ? NULL : N_("a digest is in lower case");
	}
	return is_digest_like(text) ? N_("the algorithm of the digest is not known") : bad_digest;
}

static bool split_name(struct bytes name, struct image *image)
{
	size_t slash = find_char(name, '/');
	struct bytes domain = bytes_slice(name, 0, slash);
	bool has_domain = slash < name.len && is_domain(domain);
	image->domain = has_domain ? domain : (struct bytes){ name.at, 0 };
	image->path = has_domain ? bytes_slice(name, slash + 1, name.len) : name;
	return image->path.len && is_path(image->path);
}

/* By the grammar; a tag is behind the last slash, a digest behind '@'. */
static bool split(struct bytes text, struct image *image)
{
	size_t at = find_char(text, '@');
	struct bytes name = bytes_slice(text, 0, at);
	size_t colon = name.len;
	for (size_t i = name.len; i-- > 0 && name.at[i] != '/';)
		if (name.at[i] == ':')
			colon = i;
	*image = (struct image){ .tag = bytes_slice(name, colon + 1, name.len),
		.digest = bytes_slice(text, at + 1, text.len) };
	return (colon == name.len || is_tag(image->tag)) &&
		(at == text.len || is_digest_like(image->digest)) &&
		split_name(bytes_slice(name, 0, colon), image);
}

static struct bytes lower(struct arena *owner, struct bytes text)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		buf_add_char(&out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
	}
	return buf_bytes(&out);
}

/* What is wrong with a text that the grammar refuses. */
static const char *form_fault(struct arena *owner, struct bytes text)
{
	struct image image;
	struct bytes rest = text, name;
	if (bytes_find(text, BYTES("://"), 0) < text.len)
		return N_("an image is named without a scheme");
	bytes_cut(&rest, '@', &name);
	if (rest.at && split(name, &image))
		return image_digest_fault(rest);
	return split(lower(owner, text), &image) ? N_("an image is in lower case") : bad_form;
}

const char *image_parse(struct arena *owner, struct bytes text, struct image *image)
{
	if (!split(text, image))
		return form_fault(owner, text);
	if (image->path.len > MOST_PATH)
		return N_("an image's path has more than 255 characters");
	return image->digest.len ? image_digest_fault(image->digest) : NULL;
}

static struct bytes with_domain(struct arena *owner, struct bytes text)
{
	size_t slash = find_char(text, '/');
	struct bytes domain = bytes_slice(text, 0, slash);
	struct bytes rest = bytes_slice(text, slash + 1, text.len);
	bool has_domain = slash < text.len && is_domain_like(domain);
	if (!has_domain) {
		rest = text;
		domain = BYTES("docker.io");
	} else if (bytes_is(domain, "index.docker.io")) {
		domain = BYTES("docker.io");
	}
	if (bytes_is(domain, "docker.io") && find_char(rest, '/') == rest.len)
		rest = bytes_join(owner, BYTES("library"), BYTES("/"), rest);
	return bytes_join(owner, domain, BYTES("/"), rest);
}

const char *image_parse_normalized(struct arena *owner, struct bytes text, struct image *image)
{
	*image = (struct image){ 0 };
	if (text.len == 64 && are_hex(text, false))
		return N_("64 hexadecimal digits are an identifier, not an image");
	return image_parse(owner, with_domain(owner, text), image);
}

struct bytes image_repository(struct arena *owner, const struct image *image)
{
	if (!image->domain.len)
		return image->path;
	return bytes_join(owner, image->domain, BYTES("/"), image->path);
}

struct bytes image_text(struct arena *owner, const struct image *image)
{
	struct buf out = buf_new(owner);
	buf_add(&out, image_repository(owner, image));
	if (image->tag.len)
		buf_add_char(&out, ':');
	buf_add(&out, image->tag);
	if (image->digest.len)
		buf_add_char(&out, '@');
	buf_add(&out, image->digest);
	return buf_bytes(&out);
}

struct image image_familiar(const struct image *image)
{
	struct image familiar = *image;
	struct bytes library = BYTES("library/");
	if (!bytes_is(image->domain, "docker.io"))
		return familiar;
	familiar.domain.len = 0;
	struct bytes rest = bytes_slice(image->path, library.len, image->path.len);
	if (bytes_begins(image->path, library) && find_char(rest, '/') == rest.len)
		familiar.path = rest;
	return familiar;
}
