#include "format.h"
#include "uri.h"

#include "base/message.h"
#include "base/nearest.h"
#include "notation/notation.h"
#include "regex/regex.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A number of exactly so many digits at a place, or -1. */
static int number_at(struct bytes text, size_t at, size_t digits)
{
	int number = 0;
	if (at + digits > text.len)
		return -1;
	for (size_t i = at; i < at + digits; i++) {
		if (!is_digit(text.at[i]))
			return -1;
		number = number * 10 + (text.at[i] - '0');
	}
	return number;
}

static size_t count_digits(struct bytes text, size_t from)
{
	size_t at = from;
	while (at < text.len && is_digit(text.at[at]))
		at++;
	return at - from;
}

/* --- dates and times (RFC 3339) --------------------------------------------------------------- */

static bool is_date(struct arena *owner, struct bytes text)
{
	(void)owner;
	return text.len == 10 && text.at[4] == '-' && text.at[7] == '-' &&
		number_at(text, 0, 4) >= 0 &&
		calendar_has_day(
			number_at(text, 0, 4), number_at(text, 5, 2), number_at(text, 8, 2));
}

/* Minutes that the offset at the end of a time is ahead of UTC; false if it is none. */
static bool read_offset(struct bytes text, int *minutes)
{
	*minutes = 0;
	if (text.len == 1)
		return *text.at == 'Z' || *text.at == 'z';
	int hour = number_at(text, 1, 2), minute = number_at(text, 4, 2);
	if (text.len != 6 || (*text.at != '+' && *text.at != '-') || text.at[3] != ':' ||
		hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return false;
	*minutes = (hour * 60 + minute) * (*text.at == '+' ? 1 : -1);
	return true;
}

/* A leap second is the last one of a day in UTC. */
static bool is_time(struct arena *owner, struct bytes text)
{
	int hour = number_at(text, 0, 2), minute = number_at(text, 3, 2);
	int second = number_at(text, 6, 2), ahead;
	size_t at = 8;
	(void)owner;
	if (text.len < 9 || text.at[2] != ':' || text.at[5] != ':' || hour < 0 || hour > 23 ||
		minute < 0 || minute > 59 || second < 0 || second > 60)
		return false;
	if (text.at[at] == '.') {
		size_t digits = count_digits(text, at + 1);
		at += 1 + digits;
		if (!digits)
			return false;
	}
	if (!read_offset(bytes_slice(text, at, text.len), &ahead))
		return false;
	int utc = (hour * 60 + minute - ahead + 2 * 1440) % 1440;
	return second < 60 || utc == 1439;
}

static bool is_date_time(struct arena *owner, struct bytes text)
{
	return text.len >= 20 && (text.at[10] == 'T' || text.at[10] == 't') &&
		is_date(owner, bytes_slice(text, 0, 10)) &&
		is_time(owner, bytes_slice(text, 11, text.len));
}

/* Numbers with units in their order; at least one. */
static bool is_run_of_units(struct bytes text, const char *units)
{
	if (!text.len)
		return false;
	for (size_t at = 0; at < text.len; at++) {
		size_t digits = count_digits(text, at);
		at += digits;
		const char *unit = digits && at < text.len ? strchr(units, text.at[at]) : NULL;
		if (!unit)
			return false;
		units = unit + 1;
	}
	return true;
}

/* `P1Y2M3DT4H5M6S`, `P3W` */
static bool is_duration(struct arena *owner, struct bytes text)
{
	struct bytes days, rest = bytes_slice(text, 1, text.len);
	(void)owner;
	if (text.len < 2 || *text.at != 'P')
		return false;
	if (bytes_ends(rest, BYTES("W")))
		return is_run_of_units(rest, "W");
	bytes_cut(&rest, 'T', &days);
	return (days.len || rest.at) && (!days.len || is_run_of_units(days, "YMD")) &&
		(!rest.at || is_run_of_units(rest, "HMS"));
}

/* Two moments, or a moment and a duration, with a slash between. */
static bool is_period(struct arena *owner, struct bytes text)
{
	struct bytes begin, end = text;
	if (!text.len || !bytes_cut(&end, '/', &begin) || !end.at)
		return false;
	if (is_duration(owner, begin))
		return is_date_time(owner, end);
	return is_date_time(owner, begin) && (is_duration(owner, end) || is_date_time(owner, end));
}

/* --- hosts ------------------------------------------------------------------------------------ */

static bool is_ipv4(struct arena *owner, struct bytes text)
{
	struct ip ip;
	(void)owner;
	return !ip_parse(text, &ip) && ip.family == 4;
}

static bool is_ipv6(struct arena *owner, struct bytes text)
{
	(void)owner;
	return bytes_find(text, BYTES("%"), 0) == text.len && ip_is_literal(text);
}

static bool is_label(struct bytes label)
{
	if (label.len < 1 || label.len > 63 || label.at[0] == '-' || label.at[label.len - 1] == '-')
		return false;
	for (size_t i = 0; i < label.len; i++)
		if (!is_alphanumeric(label.at[i]) && label.at[i] != '-')
			return false;
	return true;
}

static bool is_hostname(struct arena *owner, struct bytes text)
{
	struct bytes label, rest = text;
	(void)owner;
	if (bytes_ends(rest, BYTES(".")))
		rest.len--;
	if (rest.len > 253 || !rest.len)
		return false;
	while (bytes_cut(&rest, '.', &label))
		if (!is_label(label))
			return false;
	return true;
}

static bool is_local_part(struct bytes text)
{
	if (text.len > 1 && text.at[0] == '"' && text.at[text.len - 1] == '"') {
		struct bytes quoted = bytes_slice(text, 1, text.len - 1);
		return !quoted.len ||
			(!memchr(quoted.at, '"', quoted.len) &&
				!memchr(quoted.at, '\\', quoted.len));
	}
	if (bytes_begins(text, BYTES(".")) || bytes_ends(text, BYTES(".")) ||
		bytes_find(text, BYTES(".."), 0) < text.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!is_alphanumeric(text.at[i]) && !memchr(".!#$%&'*+-/=?^_`{|}~", text.at[i], 20))
			return false;
	return true;
}

static bool is_email(struct arena *owner, struct bytes text)
{
	size_t at = text.len;
	while (at && text.at[at - 1] != '@')
		at--;
	if (!at || text.len > 254 || at - 1 > 64 || !is_local_part(bytes_slice(text, 0, at - 1)))
		return false;
	struct bytes domain = bytes_slice(text, at, text.len);
	if (!bytes_begins(domain, BYTES("[")) || !bytes_ends(domain, BYTES("]")))
		return is_hostname(owner, domain);
	domain = bytes_slice(domain, 1, domain.len - 1);
	if (bytes_begins(domain, BYTES("IPv6:")))
		return is_ipv6(owner, bytes_slice(domain, 5, domain.len));
	return is_ipv4(owner, domain);
}

/* --- addresses -------------------------------------------------------------------------------- */

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_escaped_well(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '%' &&
			(i + 2 >= text.len || !is_hex(text.at[i + 1]) || !is_hex(text.at[i + 2])))
			return false;
	return true;
}

/* As Go's url.Parse() takes it, which knows absolute ones and all kinds of relative ones. */
static bool read_url(struct arena *owner, struct bytes text, struct url *url)
{
	struct uri uri = uri_split(text);
	const char *head = uri.authority.at ? "http:" : "/";
	text.len = bytes_find(text, BYTES("#"), 0);
	if (!is_escaped_well(uri.fragment))
		return false;
	if (uri.scheme.at || (!uri.authority.at && bytes_begins(text, BYTES("/"))))
		return !url_parse(owner, text, url);
	if (!uri.authority.at &&
		bytes_find(uri.path, BYTES(":"), 0) < bytes_find(uri.path, BYTES("/"), 0))
		return false;
	return !url_parse(owner, bytes_join(owner, bytes_of(head), (struct bytes){ 0 }, text), url);
}

/* A host with colons is an IPv6 address, and without a zone. */
static bool is_reference(struct arena *owner, struct bytes text)
{
	struct url url;
	if (!read_url(owner, text, &url))
		return false;
	struct bytes host = url_hostname(&url);
	return bytes_find(host, BYTES(":"), 0) == host.len || is_ipv6(owner, host);
}

static bool is_uri(struct arena *owner, struct bytes text)
{
	return uri_split(text).scheme.at && is_reference(owner, text);
}

static bool is_uri_reference(struct arena *owner, struct bytes text)
{
	return bytes_find(text, BYTES("\\"), 0) == text.len && is_reference(owner, text);
}

/* Braces in pairs, not in each other, in each part of the path; escaped ones beside others. */
static bool is_uri_template(struct arena *owner, struct bytes text)
{
	struct bytes path = uri_split(text).path;
	bool open = false;
	if (!is_reference(owner, text))
		return false;
	if (!memchr(path.at, '{', path.len) && !memchr(path.at, '}', path.len))
		return true;
	path = percent_decode(owner, path);
	for (size_t i = 0; i < path.len; i++) {
		if (path.at[i] == '/' && open)
			return false;
		if (path.at[i] != '{' && path.at[i] != '}')
			continue;
		if (open == (path.at[i] == '{'))
			return false;
		open = !open;
	}
	return !open;
}

/* --- the rest --------------------------------------------------------------------------------- */

static bool is_uuid(struct arena *owner, struct bytes text)
{
	(void)owner;
	if (text.len != 36)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		char c = (char)(text.at[i] | 0x20);
		if (dash ? text.at[i] != '-' : !is_digit(text.at[i]) && (c < 'a' || c > 'f'))
			return false;
	}
	return true;
}

static bool is_pointer(struct arena *owner, struct bytes text)
{
	(void)owner;
	if (text.len && text.at[0] != '/')
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '~' &&
			(i + 1 == text.len || (text.at[i + 1] != '0' && text.at[i + 1] != '1')))
			return false;
	return true;
}

static bool is_relative_pointer(struct arena *owner, struct bytes text)
{
	size_t digits = count_digits(text, 0);
	struct bytes rest = bytes_slice(text, digits, text.len);
	if (!digits || (digits > 1 && text.at[0] == '0'))
		return false;
	return bytes_is(rest, "#") || is_pointer(owner, rest);
}

static bool is_regex(struct arena *owner, struct bytes text)
{
	struct regex_fault fault;
	return regex_new(owner, text, REGEX_STEPS_DEFAULT, &fault);
}

static bool is_semver(struct arena *owner, struct bytes text)
{
	struct semver version;
	(void)owner;
	return semver_parse(text, &version);
}

/* --- the table -------------------------------------------------------------------------------- */

struct format {
	const char *name;
	bool (*fits)(struct arena *owner, struct bytes text);
	const char *means;
};

static const struct format formats[] = {
	{ "date", is_date, N_("a date, YYYY-MM-DD") },
	{ "date-time", is_date_time, N_("a date and time of RFC 3339") },
	{ "duration", is_duration, N_("a duration of ISO 8601") },
	{ "email", is_email, N_("an e-mail address") },
	{ "hostname", is_hostname, N_("a host name") },
	{ "ipv4", is_ipv4, N_("an IPv4 address") },
	{ "ipv6", is_ipv6, N_("an IPv6 address") },
	{ "iri", is_uri, N_("an absolute IRI") },
	{ "iri-reference", is_uri_reference, N_("an IRI, absolute or relative") },
	{ "json-pointer", is_pointer, N_("a JSON Pointer") },
	{ "period", is_period, N_("a period: two moments, or a moment and a duration") },
	{ "regex", is_regex, N_("a regular expression") },
	{ "relative-json-pointer", is_relative_pointer, N_("a relative JSON Pointer") },
	{ "semver", is_semver, N_("a semantic version") },
	{ "time", is_time, N_("a time of RFC 3339") },
	{ "uri", is_uri, N_("an absolute URI") },
	{ "uri-reference", is_uri_reference, N_("a URI, absolute or relative") },
	{ "uri-template", is_uri_template, N_("a URI template") },
	{ "uuid", is_uuid, N_("a UUID") },
};

enum { FORMATS = sizeof formats / sizeof *formats };

const struct format *schema_format_find(struct bytes name)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (bytes_is(name, formats[i].name))
			return &formats[i];
	return NULL;
}

struct bytes schema_format_near(struct bytes name)
{
	struct bytes names[FORMATS];
	for (size_t i = 0; i < FORMATS; i++)
		names[i] = bytes_of(formats[i].name);
	return nearest(name, names, FORMATS);
}

bool schema_format_is_plain(struct bytes name)
{
	static const char *const names[] = { "int32", "int64", "uint32", "uint64", "float",
		"double", "byte", "binary", "password" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (bytes_is(name, names[i]))
			return true;
	return false;
}

bool schema_format_fits(struct arena *owner, const struct format *format, struct bytes text)
{
	return format->fits(owner, text);
}

const char *schema_format_means(const struct format *format)
{
	return format->means;
}
