#include "uri.h"

static const struct bytes nothing;

/* Cuts the rest from the first of the marks on; the cut part is without it. NULL: there is none. */
static struct bytes cut_from(struct bytes *rest, char mark)
{
	const char *at = rest->len ? memchr(rest->at, mark, rest->len) : NULL;
	if (!at)
		return nothing;
	size_t begin = (size_t)(at - rest->at);
	struct bytes cut = bytes_slice(*rest, begin + 1, rest->len);
	rest->len = begin;
	return cut;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The length of `scheme` in `scheme:…`, or 0. */
static size_t scheme_length(struct bytes text)
{
	size_t len = 0;
	if (!text.len || !is_letter(text.at[0]))
		return 0;
	while (len < text.len &&
		(is_letter(text.at[len]) || (text.at[len] >= '0' && text.at[len] <= '9') ||
			memchr("+-.", text.at[len], 3)))
		len++;
	return len < text.len && text.at[len] == ':' ? len : 0;
}

struct uri uri_split(struct bytes text)
{
	struct uri uri = { 0 };
	uri.fragment = cut_from(&text, '#');
	uri.query = cut_from(&text, '?');
	size_t scheme = scheme_length(text);
	if (scheme) {
		uri.scheme = bytes_slice(text, 0, scheme);
		text = bytes_slice(text, scheme + 1, text.len);
	}
	if (bytes_begins(text, BYTES("//"))) {
		size_t end = bytes_find(text, BYTES("/"), 2);
		uri.authority = bytes_slice(text, 2, end);
		text = bytes_slice(text, end, text.len);
	}
	uri.path = text.at ? text : BYTES("");
	return uri;
}

/* Takes the last segment and its slash off. */
static void drop_segment(struct buf *out)
{
	while (out->len && out->at[out->len - 1] != '/')
		out->len--;
	if (out->len)
		out->len--;
}

/* Section 5.2.4, segment by segment. */
static struct bytes without_dots(struct arena *owner, struct bytes path)
{
	struct buf out = buf_new(owner);
	bool rooted = bytes_begins(path, BYTES("/")), slash = rooted;
	struct bytes segment, rest = rooted ? bytes_slice(path, 1, path.len) : path;
	while (bytes_cut(&rest, '/', &segment)) {
		bool dots = bytes_is(segment, "..");
		if (dots)
			drop_segment(&out);
		if (dots || bytes_is(segment, ".")) {
			if (!rest.at)
				buf_add_char(&out, '/');
			continue;
		}
		if (slash)
			buf_add_char(&out, '/');
		buf_add(&out, segment);
		slash = true;
	}
	return buf_bytes(&out);
}

/* Section 5.2.3. */
static struct bytes merged(struct arena *owner, struct uri base, struct bytes path)
{
	size_t end = base.path.len;
	if (base.authority.at && !base.path.len)
		return bytes_join(owner, BYTES("/"), nothing, path);
	while (end && base.path.at[end - 1] != '/')
		end--;
	return bytes_join(owner, bytes_slice(base.path, 0, end), nothing, path);
}

static struct bytes composed(struct arena *owner, struct uri uri)
{
	struct buf out = buf_new(owner);
	if (uri.scheme.at)
		buf_print(&out, BYTES_FMT ":", BYTES_ARG(uri.scheme));
	if (uri.authority.at)
		buf_print(&out, "//" BYTES_FMT, BYTES_ARG(uri.authority));
	buf_add(&out, uri.path);
	if (uri.query.at)
		buf_print(&out, "?" BYTES_FMT, BYTES_ARG(uri.query));
	return buf_bytes(&out);
}

/* Section 5.2.2. */
struct bytes uri_resolve(
	struct arena *owner, struct bytes base_text, struct bytes reference, struct bytes *fragment)
{
	struct uri base = uri_split(base_text), uri = uri_split(reference);
	*fragment = uri.fragment;
	if (uri.scheme.at) {
		uri.path = without_dots(owner, uri.path);
		return composed(owner, uri);
	}
	uri.scheme = base.scheme;
	if (uri.authority.at) {
		uri.path = without_dots(owner, uri.path);
		return composed(owner, uri);
	}
	uri.authority = base.authority;
	if (!uri.path.len) {
		uri.path = base.path;
		uri.query = uri.query.at ? uri.query : base.query;
		return composed(owner, uri);
	}
	if (uri.path.at[0] != '/')
		uri.path = merged(owner, base, uri.path);
	uri.path = without_dots(owner, uri.path);
	return composed(owner, uri);
}
