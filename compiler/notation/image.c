#include "notation.h"

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
	if (host.len < 4 || host.at[0] != '[' || host.at[host.len - 1] != ']')
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

static bool is_domain(struct bytes domain)
{
	size_t bracket = bytes_find(domain, BYTES("]"), 0);
	size_t colon = bytes_find(domain, BYTES(":"), bracket < domain.len ? bracket : 0);
	struct bytes host = bytes_slice(domain, 0, colon), label;
	uint64_t port;
	if (colon < domain.len && !bytes_number(bytes_slice(domain, colon + 1, domain.len), &port))
		return false;
	if (bracket < domain.len)
		return is_bracketed(host);
	while (bytes_cut(&host, '.', &label))
		if (!is_label(label))
			return false;
	return true;
}

bool image_name_valid(struct bytes name)
{
	struct image_name parts = image_name_split(name);
	if (parts.domain.len && !is_domain(parts.domain))
		return false;
	struct bytes rest = parts.path, component;
	if (rest.len == 0 || name.len > 255)
		return false;
	while (bytes_cut(&rest, '/', &component))
		if (!is_component(component))
			return false;
	return true;
}
