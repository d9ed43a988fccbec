#include "moment.h"
#include "scheme.h"

#include "base/message.h"

#include <assert.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool all_digits(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_digit(text.at[i]))
			return false;
	return true;
}

bool version_take_numbers(struct arena *owner, struct bytes text, struct texts *fields)
{
	struct bytes part;
	while (bytes_cut(&text, '.', &part)) {
		if (part.len == 0 || !all_digits(part))
			return false;
		*array_push(owner, fields) = part;
	}
	return fields->count > 0;
}

/* --- semver ----------------------------------------------------------------------------------- */

static const char *parse_semver(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct version_value *version)
{
	(void)owner, (void)scheme;
	return semver_parse(text, &version->semver)
		? NULL
		: N_("a version of scheme semver is MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD]");
}

/* --- dotted ----------------------------------------------------------------------------------- */

static const char *const not_dotted = N_(
	"a version of scheme dotted is numbers joined by '.', and perhaps a suffix");

/* Blanks, commas and bars would end an operand. */
static bool is_suffix(struct bytes text)
{
	if (text.at[0] == '.' && (text.len == 1 || text.at[1] == '.'))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] <= ' ' || text.at[i] == 0x7f ||
			strchr(",|*<>=!", text.at[i]))
			return false;
	return text.len > 1 || text.at[0] != '-';
}

static const char *parse_dotted(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct version_value *version)
{
	(void)scheme;
	size_t end = 0;
	while (end < text.len &&
		(is_digit(text.at[end]) ||
			(end && text.at[end] == '.' && end + 1 < text.len &&
				is_digit(text.at[end + 1]))))
		end++;
	struct bytes suffix = bytes_slice(text, end, text.len);
	if (!version_take_numbers(owner, bytes_slice(text, 0, end), &version->fields) ||
		(suffix.len && !is_suffix(suffix)))
		return not_dotted;
	bool dash = suffix.len && suffix.at[0] == '-';
	version->tail = bytes_slice(suffix, dash, suffix.len);
	version->tail_weight = dash ? -1 : suffix.len > 0;
	return NULL;
}

/* Without a suffix, any number of fields may follow. */
static const char *parse_dotted_operand(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct version_value *version, size_t *given)
{
	const char *fault = parse_dotted(owner, scheme, text, version);
	*given = fault || version->tail_weight ? 0 : version->fields.count;
	return fault;
}

/* --- date ------------------------------------------------------------------------------------- */

static const char *const no_date = N_(
	"a version of scheme date is YYYY-MM-DD or YYYY.MM.DD, and perhaps .N");

/* One to four fields: 4, 2 and 2 digits joined by '-' or '.', then '.' and any number. */
static bool take_date(struct arena *owner, struct bytes text, struct texts *fields)
{
	static const size_t sizes[] = { 4, 2, 2 };
	for (size_t i = 0; i < 4; i++) {
		struct bytes field = i < 3 ? bytes_slice(text, 0, sizes[i]) : text;
		if ((i < 3 && field.len != sizes[i]) || field.len == 0 || !all_digits(field))
			return false;
		*array_push(owner, fields) = field;
		text = bytes_slice(text, field.len, text.len);
		if (text.len == 0)
			return true;
		if (text.at[0] != '.' && (text.at[0] != '-' || i == 2))
			return false;
		text = bytes_slice(text, 1, text.len);
	}
	return false;
}

/* Of at most four digits; a field that is missing is the first of its kind. */
static int number_of(const struct texts *fields, size_t i)
{
	int number = 0;
	if (i >= fields->count)
		return 1;
	for (size_t j = 0; j < fields->at[i].len; j++)
		number = number * 10 + (fields->at[i].at[j] - '0');
	return number;
}

static const char *parse_date_operand(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct version_value *version, size_t *given)
{
	(void)scheme;
	const struct texts *fields = &version->fields;
	if (!take_date(owner, text, &version->fields))
		return no_date;
	*given = fields->count;
	return calendar_has_day(number_of(fields, 0), number_of(fields, 1), number_of(fields, 2))
		? NULL
		: N_("there is no such day");
}

static const char *parse_date(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct version_value *version)
{
	size_t given = 0;
	const char *fault = parse_date_operand(owner, scheme, text, version, &given);
	return !fault && given < 3 ? no_date : fault;
}

/* --- opaque ----------------------------------------------------------------------------------- */

static const char *parse_opaque(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct version_value *version)
{
	(void)owner, (void)scheme, (void)version;
	return text.len ? NULL : N_("a version is not empty");
}

/* --- all -------------------------------------------------------------------------------------- */

static const struct version_scheme schemes[] = {
	{ "semver", parse_semver, NULL, NULL },
	{ "dotted", parse_dotted, parse_dotted_operand, NULL },
	{ "date", parse_date, parse_date_operand, NULL },
	{ "opaque", parse_opaque, NULL, NULL },
};

const struct version_scheme *version_scheme_find(struct bytes name)
{
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (bytes_is(name, schemes[i].name))
			return &schemes[i];
	return NULL;
}

struct bytes version_scheme_name(const struct version_scheme *scheme)
{
	return bytes_of(scheme->name);
}

const char *version_parse(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct version_value *version)
{
	*version = (struct version_value){ .scheme = scheme, .text = text };
	return scheme->parse(owner, scheme, text, version);
}

/* --- order ------------------------------------------------------------------------------------ */

static struct bytes without_zeros(struct bytes digits)
{
	while (digits.len && digits.at[0] == '0')
		digits = bytes_slice(digits, 1, digits.len);
	return digits;
}

/* Numbers, among them what is missing, come before texts; without zeros, the longer is greater. */
static int compare_field(struct bytes a, struct bytes b)
{
	bool a_number = all_digits(a), b_number = all_digits(b);
	if (a_number != b_number)
		return a_number ? -1 : 1;
	if (a_number) {
		a = without_zeros(a);
		b = without_zeros(b);
		if (a.len != b.len)
			return a.len < b.len ? -1 : 1;
	}
	int order = bytes_compare(a, b);
	return (order > 0) - (order < 0);
}

int version_compare_fields(
	const struct version_value *a, const struct version_value *b, size_t most)
{
	for (size_t i = 0; i < most && (i < a->fields.count || i < b->fields.count); i++) {
		struct bytes none = { 0 };
		int order = compare_field(i < a->fields.count ? a->fields.at[i] : none,
			i < b->fields.count ? b->fields.at[i] : none);
		if (order)
			return order;
	}
	return 0;
}

enum version_order version_compare(const struct version_value *a, const struct version_value *b)
{
	if (a->scheme != b->scheme)
		return VERSION_UNLIKE;
	if (a->scheme->parse == parse_semver)
		return (enum version_order)semver_compare(&a->semver, &b->semver);
	if (a->scheme->parse == parse_opaque)
		return bytes_equal(a->text, b->text) ? VERSION_SAME : VERSION_UNORDERED;
	int order = version_compare_fields(a, b, SIZE_MAX);
	if (!order && a->tail_weight != b->tail_weight)
		order = a->tail_weight < b->tail_weight ? -1 : 1;
	return (enum version_order)(order ? order : semver_compare_prereleases(a->tail, b->tail));
}

static enum version_step step_of_semver(const struct semver *a, const struct semver *b)
{
	if (a->major != b->major)
		return VERSION_MAJOR;
	return a->minor != b->minor ? VERSION_MINOR : VERSION_PATCH;
}

enum version_step version_step(const struct version_value *a, const struct version_value *b)
{
	enum version_order order = version_compare(a, b);
	assert(order != VERSION_UNLIKE);
	if (order == VERSION_SAME)
		return VERSION_NO_STEP;
	if (a->scheme->parse == parse_semver)
		return step_of_semver(&a->semver, &b->semver);
	if (a->scheme->parse == parse_date || a->scheme->parse == parse_opaque)
		return VERSION_PATCH;
	if (version_compare_fields(a, b, 1))
		return VERSION_MAJOR;
	return version_compare_fields(a, b, 2) ? VERSION_MINOR : VERSION_PATCH;
}

struct bytes version_prerelease(const struct version_value *version)
{
	if (version->scheme->parse == parse_semver)
		return version->semver.prerelease;
	return version->tail_weight < 0 ? version->tail : (struct bytes){ 0 };
}
