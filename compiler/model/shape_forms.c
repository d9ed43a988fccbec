#include "shape_forms.h"

#include "base/message.h"
#include "base/utf8.h"
#include "notation/notation.h"

const char *form_id(struct bytes text)
{
	bool good = text.len && text.at[0] >= 'a' && text.at[0] <= 'z';
	for (size_t i = 1; good && i < text.len; i++) {
		char c = text.at[i];
		good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
	}
	return good ? NULL
		    : N_("an id is a lower-case letter, then lower-case letters, digits and '-'");
}

const char *form_name(struct bytes text)
{
	return utf8_is_name(text) ? NULL : N_("a name holds only letters, digits and '-'");
}

const char *form_not_empty(struct bytes text)
{
	return bytes_trim(text).len ? NULL : N_("this must not be empty");
}

/* COMPONENT, COMPONENT/ROLE or COMPONENT/ARTIFACT. */
const char *form_part(struct bytes text)
{
	struct bytes component, part;
	bytes_cut(&text, '/', &component);
	if (form_id(component))
		return form_id(component);
	if (!text.at)
		return NULL;
	part = text;
	return form_id(part) ? N_("this must be COMPONENT, COMPONENT/ROLE or COMPONENT/ARTIFACT")
			     : NULL;
}

const char *form_date(struct bytes text)
{
	return day_is_valid(text) ? NULL : N_("a date is a day of the calendar, as YYYY-MM-DD");
}

const char *form_semver(struct bytes text)
{
	struct semver version;
	return semver_parse(text, &version) ? NULL
					    : N_("this must be a SemVer version, like 1.42.0");
}

const char *form_own_constraint(struct bytes text)
{
	struct arena *scratch = arena_new();
	bool good = semver_constraint_parse(scratch, text) != NULL;
	arena_end(scratch);
	return good ? NULL : N_("this must be a constraint, like '>=0.1 <2'");
}

const char *form_image(struct bytes text)
{
	/* What an expression gives is judged when it is known. */
	if (bytes_find(text, BYTES("${{"), 0) < text.len || image_name_valid(text))
		return NULL;
	return N_("this must be the name of an image without tag and digest, in lower case");
}

static bool is_kind(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && c != '-' && (c < '0' || c > '9'))
			return false;
	}
	return text.len > 0;
}

const char *form_kind(struct bytes text)
{
	struct bytes kind = text, group;
	size_t slash = bytes_find(text, BYTES("/"), 0);
	if (slash < text.len)
		kind = bytes_slice(text, slash + 1, text.len);
	group = bytes_slice(text, 0, slash);
	return is_kind(kind) && group.len
		? NULL
		: N_("a kind is written Kind or group/Kind, as in apps/Deployment or core/Pod");
}

const char *form_site_path(struct bytes text)
{
	/* What an expression gives is judged when it is known. */
	if (bytes_find(text, BYTES("${{"), 0) < text.len)
		return NULL;
	struct arena *scratch = arena_new();
	struct path_steps steps;
	const char *fault = path_steps_parse(scratch, text, &steps);
	arena_end(scratch);
	return fault;
}
