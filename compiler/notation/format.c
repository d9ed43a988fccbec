/*
 * k8s.io/apiserver/pkg/cel/library/format.go and what it calls: validation of apimachinery, strfmt
 * of kube-openapi. Texts are upstream's, in English, since rules compare and join them.
 */
#include "format.h"

#include "escape.h"
#include "moment.h"
#include "url.h"

struct format {
	const char *name;
	void (*validate)(struct arena *owner, struct bytes text, struct texts *faults);
	unsigned regex_size;
};

/* --- shapes ----------------------------------------------------------------------------------- */

enum { LOWER = 1, UPPER = 2, DIGIT = 4, DASH = 8, MARK = 16 /* '_' and '.' */ };

static int class_of(char c)
{
	if (c >= 'a' && c <= 'z')
		return LOWER;
	if (c >= 'A' && c <= 'Z')
		return UPPER;
	if (c >= '0' && c <= '9')
		return DIGIT;
	return c == '-' ? DASH : c == '_' || c == '.' ? MARK : 0;
}

/* A first character, any of the middle ones, and a last one, which may be the first. */
static bool has_shape(struct bytes text, int first, int middle, int last)
{
	if (text.len == 0 || !(class_of(text.at[0]) & first) ||
		!(class_of(text.at[text.len - 1]) & last))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!(class_of(text.at[i]) & middle))
			return false;
	return true;
}

static bool is_label(struct bytes text)
{
	return has_shape(text, LOWER | DIGIT, LOWER | DIGIT | DASH, LOWER | DIGIT);
}

static bool is_subdomain(struct bytes text)
{
	struct bytes label;
	while (bytes_cut(&text, '.', &label))
		if (!is_label(label))
			return false;
	return true;
}

static bool is_key(struct bytes text)
{
	int ends = LOWER | UPPER | DIGIT;
	return has_shape(text, ends, ends | DASH | MARK, ends);
}

/* --- messages --------------------------------------------------------------------------------- */

#define REGEX "regex used for validation is '"
#define LABEL_REGEX "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
#define KEY_REGEX "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
#define ALPHANUMERIC_ENDS "and must start and end with an alphanumeric character"

static const char label_fault[] = "a lowercase RFC 1123 label must consist of lower case "
				  "alphanumeric characters or '-', " ALPHANUMERIC_ENDS
				  " (e.g. 'my-name',  or '123-abc', " REGEX LABEL_REGEX "')";

static const char subdomain_fault[] =
	"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
	"'.', " ALPHANUMERIC_ENDS " (e.g. 'example.com', " REGEX LABEL_REGEX "(\\." LABEL_REGEX
	")*')";

static const char letter_label_fault[] =
	"a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
	"alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or "
	"'abc-123', " REGEX "[a-z]([-a-z0-9]*[a-z0-9])?')";

#define KEY_FAULT \
	"must consist of alphanumeric characters, '-', '_' or '.', " ALPHANUMERIC_ENDS \
	" (e.g. 'MyName',  or 'my.name',  or '123-abc', " REGEX KEY_REGEX "')"

static const char value_fault[] =
	"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
	"'.', " ALPHANUMERIC_ENDS " (e.g. 'MyValue',  or 'my_value',  or '12345', " REGEX
	"(" KEY_REGEX ")?')";

static void add_fault(
	struct arena *owner, struct texts *faults, const char *prefix, const char *text)
{
	*array_push(owner, faults) = bytes_join(owner, bytes_of(prefix), bytes_of(text), BYTES(""));
}

static void limit(
	struct arena *owner, struct texts *faults, const char *prefix, size_t len, unsigned most)
{
	if (len > most)
		*array_push(owner, faults) = bytes_print(
			owner, "%smust be no more than %u bytes", prefix, most);
}

/* --- names ------------------------------------------------------------------------------------ */

static void validate_label(struct arena *owner, struct bytes text, struct texts *faults)
{
	limit(owner, faults, "", text.len, 63);
	if (!is_label(text))
		add_fault(owner, faults, "",
			is_subdomain(text) ? "must not contain dots" : label_fault);
}

static void check_subdomain(
	struct arena *owner, const char *prefix, struct bytes text, struct texts *faults)
{
	limit(owner, faults, prefix, text.len, 253);
	if (!is_subdomain(text))
		add_fault(owner, faults, prefix, subdomain_fault);
}

static void validate_subdomain(struct arena *owner, struct bytes text, struct texts *faults)
{
	check_subdomain(owner, "", text, faults);
}

static void validate_letter_label(struct arena *owner, struct bytes text, struct texts *faults)
{
	limit(owner, faults, "", text.len, 63);
	if (!has_shape(text, LOWER, LOWER | DIGIT | DASH, LOWER | DIGIT))
		add_fault(owner, faults, "", letter_label_fault);
}

/* A generated name will go on behind the dash: the last two characters count as one letter. */
static struct bytes without_dash(struct arena *owner, struct bytes text)
{
	if (text.len < 2 || text.at[text.len - 1] != '-')
		return text;
	return bytes_join(owner, bytes_slice(text, 0, text.len - 2), BYTES("a"), BYTES(""));
}

static void validate_label_prefix(struct arena *owner, struct bytes text, struct texts *faults)
{
	validate_label(owner, without_dash(owner, text), faults);
}

static void validate_subdomain_prefix(struct arena *owner, struct bytes text, struct texts *faults)
{
	validate_subdomain(owner, without_dash(owner, text), faults);
}

static void validate_letter_label_prefix(
	struct arena *owner, struct bytes text, struct texts *faults)
{
	validate_letter_label(owner, without_dash(owner, text), faults);
}

static void validate_qualified_name(struct arena *owner, struct bytes text, struct texts *faults)
{
	size_t slash = bytes_find(text, BYTES("/"), 0);
	struct bytes prefix = bytes_slice(text, 0, slash), name = text;
	if (slash < text.len)
		name = bytes_slice(text, slash + 1, text.len);
	if (bytes_find(name, BYTES("/"), 0) < name.len) {
		add_fault(owner, faults, "a valid label key " KEY_FAULT,
			" with an optional DNS subdomain prefix and '/' (e.g. "
			"'example.com/MyName')");
		return;
	}
	if (slash < text.len && prefix.len == 0)
		add_fault(owner, faults, "", "prefix part must be non-empty");
	else if (slash < text.len)
		check_subdomain(owner, "prefix part ", prefix, faults);
	if (name.len == 0)
		add_fault(owner, faults, "", "name part must be non-empty");
	limit(owner, faults, "name part ", name.len, 63);
	if (!is_key(name))
		add_fault(owner, faults, "", "name part " KEY_FAULT);
}

static void validate_label_value(struct arena *owner, struct bytes text, struct texts *faults)
{
	limit(owner, faults, "", text.len, 63);
	if (text.len && !is_key(text))
		add_fault(owner, faults, "", value_fault);
}

/* --- values ----------------------------------------------------------------------------------- */

static void validate_uri(struct arena *owner, struct bytes text, struct texts *faults)
{
	const char *fault = url_request_fault(owner, text);
	if (fault)
		*array_push(owner, faults) = bytes_print(
			owner, "parse " BYTES_FMT ": %s", BYTES_ARG(quote_go(owner, text)), fault);
}

static size_t skip_hex(struct bytes text, size_t at)
{
	while (at < text.len && strchr("0123456789abcdefABCDEF", text.at[at]) && text.at[at])
		at++;
	return at;
}

/* 8, 4, 4, 4 and 12 hexadecimal digits; each dash may be left out. */
static bool is_uuid(struct bytes text)
{
	static const size_t sizes[] = { 8, 4, 4, 4, 12 };
	size_t at = 0;
	for (size_t i = 0; i < 5; i++) {
		if (i && at < text.len && text.at[at] == '-')
			at++;
		if (skip_hex(bytes_slice(text, 0, at + sizes[i]), at) != at + sizes[i])
			return false;
		at += sizes[i];
	}
	return at == text.len;
}

static void validate_uuid(struct arena *owner, struct bytes text, struct texts *faults)
{
	if (!is_uuid(text))
		add_fault(owner, faults, "", "does not match the UUID format");
}

/* In fours, padded, and not empty: stricter than what base64_decode() takes. */
static bool is_base64(struct bytes text)
{
	size_t len = text.len;
	while (len && text.len - len < 2 && text.at[len - 1] == '=')
		len--;
	for (size_t i = 0; i < len; i++)
		if (!(class_of(text.at[i]) & (LOWER | UPPER | DIGIT)) && text.at[i] != '+' &&
			text.at[i] != '/')
			return false;
	return text.len && text.len % 4 == 0;
}

static void validate_byte(struct arena *owner, struct bytes text, struct texts *faults)
{
	if (!is_base64(text))
		add_fault(owner, faults, "", "invalid base64");
}

/* Digits where the pattern has `0`, else the same bytes. */
static bool is_like(struct bytes text, const char *pattern)
{
	for (size_t i = 0; i < text.len && pattern[i]; i++)
		if (pattern[i] == '0' ? class_of(text.at[i]) != DIGIT : text.at[i] != pattern[i])
			return false;
	return text.len == strlen(pattern);
}

static int number_at(struct bytes text, size_t at, size_t len)
{
	int number = 0;
	for (size_t i = at; i < at + len; i++)
		number = number * 10 + (text.at[i] - '0');
	return number;
}

static bool is_date(struct bytes text)
{
	return is_like(text, "0000-00-00") &&
		calendar_has_day(
			number_at(text, 0, 4), number_at(text, 5, 2), number_at(text, 8, 2));
}

static void validate_date(struct arena *owner, struct bytes text, struct texts *faults)
{
	if (!is_date(text))
		add_fault(owner, faults, "", "invalid date");
}

static bool is_zone(struct bytes text)
{
	return bytes_is(text, "z") || bytes_is(text, "Z") || is_like(text, "+00:00") ||
		is_like(text, "-00:00");
}

/* Any one character, as upstream's pattern forgot to escape its '.', and digits. */
static struct bytes skip_fraction(struct bytes text)
{
	size_t at = 1;
	while (at < text.len && ((unsigned char)text.at[at] & 0xc0) == 0x80)
		at++;
	size_t end = at;
	while (end < text.len && class_of(text.at[end]) == DIGIT)
		end++;
	return end > at && text.at[0] != '\n' ? bytes_slice(text, end, text.len) : text;
}

static bool is_datetime(struct bytes text)
{
	size_t end = 10;
	if (text.len < 12 || (text.at[10] != 'T' && text.at[10] != 't') ||
		!is_date(bytes_slice(text, 0, 10)))
		return false;
	/* What follows another `t` is not looked at, upstream. */
	for (end++; end < text.len && text.at[end] != 't' && text.at[end] != 'T';)
		end++;
	struct bytes clock = bytes_slice(text, 11, end), rest = bytes_slice(clock, 8, clock.len);
	if (!is_like(bytes_slice(clock, 0, 8), "00:00:00"))
		return false;
	return number_at(clock, 0, 2) < 24 && number_at(clock, 3, 2) < 60 &&
		number_at(clock, 6, 2) < 60 && (is_zone(rest) || is_zone(skip_fraction(rest)));
}

static void validate_datetime(struct arena *owner, struct bytes text, struct texts *faults)
{
	if (!is_datetime(text))
		add_fault(owner, faults, "", "invalid datetime");
}

/* --- the formats ------------------------------------------------------------------------------ */

/* The sizes are those that upstream gives for the cost: of its patterns, or an estimate. */
static const struct format formats[] = {
	{ "byte", validate_byte, 84 },
	{ "date", validate_date, 71 },
	{ "datetime", validate_datetime, 71 },
	{ "dns1035Label", validate_letter_label, 30 },
	{ "dns1035LabelPrefix", validate_letter_label_prefix, 30 },
	{ "dns1123Label", validate_label, 30 },
	{ "dns1123LabelPrefix", validate_label_prefix, 30 },
	{ "dns1123Subdomain", validate_subdomain, 60 },
	{ "dns1123SubdomainPrefix", validate_subdomain_prefix, 60 },
	{ "labelValue", validate_label_value, 40 },
	{ "qualifiedName", validate_qualified_name, 60 },
	{ "uri", validate_uri, 1079 },
	{ "uuid", validate_uuid, 70 },
};

const struct format *format_find(struct bytes name)
{
	for (size_t i = 0; i < format_count(); i++)
		if (bytes_is(name, formats[i].name))
			return &formats[i];
	return NULL;
}

size_t format_count(void)
{
	return sizeof formats / sizeof *formats;
}

const struct format *format_at(size_t i)
{
	return &formats[i];
}

const char *format_name(const struct format *format)
{
	return format->name;
}

unsigned format_regex_size(const struct format *format)
{
	return format->regex_size;
}

struct texts format_validate(struct arena *owner, const struct format *format, struct bytes text)
{
	struct texts faults = { 0 };
	format->validate(owner, text, &faults);
	return faults;
}
