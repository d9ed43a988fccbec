#include "url.h"

#include "escape.h"
#include "ip.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool has_control(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < 0x20 || text.at[i] == 0x7f)
			return true;
	return false;
}

static size_t find_last(struct bytes text, char c)
{
	for (size_t i = text.len; i-- > 0;)
		if (text.at[i] == c)
			return i;
	return text.len;
}

static size_t find_char(struct bytes text, char c)
{
	const char *at = text.len ? memchr(text.at, c, text.len) : NULL;
	return at ? (size_t)(at - text.at) : text.len;
}

static struct bytes from(struct bytes text, size_t begin)
{
	return bytes_slice(text, begin, text.len);
}

/* --- reading ---------------------------------------------------------------------------------- */

static struct bytes lower(struct arena *owner, struct bytes text)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		buf_add_char(&out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
	}
	return buf_bytes(&out);
}

/* A text without a scheme is no fault. */
static const char *take_scheme(struct arena *owner, struct bytes *text, struct url *url)
{
	for (size_t i = 0; i < text->len; i++) {
		char c = text->at[i];
		if (is_letter(c))
			continue;
		if (c == ':' && i == 0)
			return "missing protocol scheme";
		if (c == ':') {
			url->scheme = lower(owner, bytes_slice(*text, 0, i));
			*text = from(*text, i + 1);
			return NULL;
		}
		if (i == 0 || (!is_digit(c) && c != '+' && c != '-' && c != '.'))
			return NULL;
	}
	return NULL;
}

static void take_query(struct bytes *text, struct url *url)
{
	size_t mark = find_char(*text, '?');
	url->forces_query = text->len && mark == text->len - 1;
	url->query = from(*text, mark + 1);
	*text = bytes_slice(*text, 0, mark);
}

/* Nothing, or ':' and digits. */
static bool is_port(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (i == 0 ? text.at[i] != ':' : !is_digit(text.at[i]))
			return false;
	return true;
}

static const char *bad_port(struct arena *owner, struct bytes port)
{
	return bytes_string(owner,
		bytes_print(owner, "invalid port " BYTES_FMT " after host",
			BYTES_ARG(quote_go(owner, port))));
}

/* [IPv6%25zone]:port */
static const char *parse_bracketed(struct arena *owner, struct bytes host, struct bytes *decoded)
{
	size_t close = find_last(host, ']');
	struct bytes literal, zone;
	if (close == host.len)
		return "missing ']' in host";
	if (!is_port(from(host, close + 1)))
		return bad_port(owner, from(host, close + 1));
	struct bytes inside = bytes_slice(host, 1, close);
	size_t percent = bytes_find(inside, BYTES("%25"), 0);
	const char *fault = part_decode(
		owner, PART_HOST, bytes_slice(inside, 0, percent), &literal);
	if (!fault)
		fault = part_decode(owner, PART_ZONE, from(inside, percent), &zone);
	if (fault)
		return fault;
	literal = bytes_join(owner, literal, zone, BYTES(""));
	*decoded = bytes_print(owner, "[" BYTES_FMT "]" BYTES_FMT, BYTES_ARG(literal),
		BYTES_ARG(from(host, close + 1)));
	return ip_is_literal(literal) ? NULL : "invalid host";
}

static const char *parse_host(struct arena *owner, struct bytes host, struct bytes *decoded)
{
	size_t open = find_char(host, '['), colon = find_char(host, ':');
	if (open < host.len)
		return open ? "invalid IP-literal" : parse_bracketed(owner, host, decoded);
	if (!is_port(from(host, colon)))
		return bad_port(owner, from(host, colon));
	return part_decode(owner, PART_HOST, host, decoded);
}

static bool is_user(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_letter(text.at[i]) && !is_digit(text.at[i]) &&
			!(text.at[i] && strchr("-._:~!$&'()*+,;=%@", text.at[i])))
			return false;
	return true;
}

static const char *parse_authority(struct arena *owner, struct bytes text, struct url *url)
{
	size_t at = find_last(text, '@');
	bool has_user = at < text.len;
	const char *fault = parse_host(owner, has_user ? from(text, at + 1) : text, &url->host);
	if (fault || !has_user)
		return fault;
	struct bytes user = bytes_slice(text, 0, at);
	size_t colon = find_char(user, ':');
	if (!is_user(user))
		return "net/url: invalid userinfo";
	fault = part_decode(owner, PART_USER, bytes_slice(user, 0, colon), &url->user);
	if (fault || colon == user.len)
		return fault;
	return part_decode(owner, PART_USER, from(user, colon + 1), &url->password);
}

/* As it was written if that is a valid encoding of what was decoded, else encoded anew. */
static struct bytes escaped(
	struct arena *owner, enum part part, struct bytes written, struct bytes decoded)
{
	if (part_is_encoded(part, written) || bytes_is(written, "*"))
		return written;
	return part_encode(owner, part, decoded);
}

static const char *parse_hierarchy(struct arena *owner, struct bytes rest, struct url *url)
{
	bool absolute = url->scheme.len;
	const char *fault = NULL;
	/* Without a scheme `///` begins a path. */
	if (bytes_begins(rest, BYTES("//")) && (absolute || !bytes_begins(rest, BYTES("///")))) {
		size_t slash = bytes_find(rest, BYTES("/"), 2);
		fault = parse_authority(owner, bytes_slice(rest, 2, slash), url);
		rest = from(rest, slash);
	} else {
		url->omits_host = absolute && bytes_begins(rest, BYTES("/"));
	}
	if (fault)
		return fault;
	fault = part_decode(owner, PART_PATH, rest, &url->path);
	url->escaped_path = fault ? rest : escaped(owner, PART_PATH, rest, url->path);
	return fault;
}

/* To ParseRequestURI `//host` is a path. */
const char *url_request_fault(struct arena *owner, struct bytes text)
{
	struct url url = { 0 };
	struct bytes ignored;
	if (has_control(text))
		return "net/url: invalid control character in URL";
	if (text.len == 0)
		return "empty url";
	if (bytes_is(text, "*"))
		return NULL;
	const char *fault = take_scheme(owner, &text, &url);
	if (fault)
		return fault;
	take_query(&text, &url);
	if (!bytes_begins(text, BYTES("/")))
		return url.scheme.len ? NULL : "invalid URI for request";
	return url.scheme.len ? parse_hierarchy(owner, text, &url)
			      : part_decode(owner, PART_PATH, text, &ignored);
}

static const char *parse(struct arena *owner, struct bytes text, struct url *url)
{
	size_t hash = find_char(text, '#');
	struct bytes fragment = from(text, hash + 1), rest = bytes_slice(text, 0, hash);
	const char *fault = take_scheme(owner, &rest, url);
	if (fault)
		return fault;
	take_query(&rest, url);
	if (!bytes_begins(rest, BYTES("/")) && url->scheme.len)
		url->opaque = rest;
	else
		fault = parse_hierarchy(owner, rest, url);
	if (!fault)
		fault = part_decode(owner, PART_FRAGMENT, fragment, &url->fragment);
	if (!fault)
		url->escaped_fragment = escaped(owner, PART_FRAGMENT, fragment, url->fragment);
	return fault;
}

const char *url_parse(struct arena *owner, struct bytes text, struct url *url)
{
	struct bytes none = BYTES("");
	*url = (struct url){
		.scheme = none, .opaque = none, .host = none, .path = none, .escaped_path = none
	};
	const char *fault = url_request_fault(owner, text);
	return fault ? fault : parse(owner, text, url);
}

/* --- parts ------------------------------------------------------------------------------------ */

static void add_authority(struct arena *owner, struct buf *out, const struct url *url)
{
	bool has_authority = url->host.len || url->user.at;
	if (!has_authority && (!url->scheme.len || url->omits_host))
		return;
	if (has_authority || url->path.len)
		buf_add(out, BYTES("//"));
	if (url->user.at) {
		buf_add(out, part_encode(owner, PART_USER, url->user));
		if (url->password.at) {
			buf_add_char(out, ':');
			buf_add(out, part_encode(owner, PART_USER, url->password));
		}
		buf_add_char(out, '@');
	}
	buf_add(out, part_encode(owner, PART_HOST, url->host));
}

struct bytes url_text(struct arena *owner, const struct url *url)
{
	struct buf out = buf_new(owner);
	if (url->scheme.len) {
		buf_add(&out, url->scheme);
		buf_add_char(&out, ':');
	}
	if (url->opaque.len) {
		buf_add(&out, url->opaque);
	} else {
		add_authority(owner, &out, url);
		buf_add(&out, url->escaped_path);
	}
	if (url->forces_query || url->query.len)
		buf_add_char(&out, '?');
	buf_add(&out, url->query);
	if (url->fragment.len) {
		buf_add_char(&out, '#');
		buf_add(&out, url->escaped_fragment);
	}
	return buf_bytes(&out);
}

static size_t port_place(struct bytes host)
{
	size_t colon = find_last(host, ':');
	return is_port(from(host, colon)) ? colon : host.len;
}

struct bytes url_hostname(const struct url *url)
{
	struct bytes name = bytes_slice(url->host, 0, port_place(url->host));
	if (name.len >= 2 && name.at[0] == '[' && name.at[name.len - 1] == ']')
		return bytes_slice(name, 1, name.len - 1);
	return name;
}

struct bytes url_port(const struct url *url)
{
	return from(url->host, port_place(url->host) + 1);
}

/* --- query ------------------------------------------------------------------------------------ */

static struct url_parameter *parameter_of(
	struct arena *owner, struct url_query *query, struct bytes key)
{
	for (size_t i = 0; i < query->count; i++)
		if (bytes_equal(query->at[i].key, key))
			return &query->at[i];
	struct url_parameter *parameter = array_push(owner, query);
	*parameter = (struct url_parameter){ .key = key };
	return parameter;
}

struct url_query url_query_parse(struct arena *owner, struct bytes text)
{
	struct url_query query = { 0 };
	struct bytes pair, key, value;
	while (bytes_cut(&text, '&', &pair)) {
		size_t sign = find_char(pair, '=');
		if (pair.len == 0 || find_char(pair, ';') < pair.len ||
			part_decode(owner, PART_QUERY, bytes_slice(pair, 0, sign), &key) ||
			part_decode(owner, PART_QUERY, from(pair, sign + 1), &value))
			continue;
		*array_push(owner, &parameter_of(owner, &query, key)->values) = value;
	}
	return query;
}
