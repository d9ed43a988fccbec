/* What Kubernetes takes for a label or an annotation, and whether two sets agree. */
#include "marks.h"

#include "base/message.h"

enum { NAME_LENGTH = 63, PREFIX_LENGTH = 253 };

static bool is_small(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_alphanumeric(char c)
{
	return is_small(c) || (c >= 'A' && c <= 'Z');
}

/* Letters and digits, and within `-`, `_` and `.`. */
static bool is_name(struct bytes text)
{
	if (!text.len || text.len > NAME_LENGTH || !is_alphanumeric(text.at[0]) ||
		!is_alphanumeric(text.at[text.len - 1]))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!is_alphanumeric(text.at[i]) && text.at[i] != '-' && text.at[i] != '_' &&
			text.at[i] != '.')
			return false;
	return true;
}

static bool is_domain_part(struct bytes text, bool may_be_large)
{
	if (!text.len || text.at[0] == '-' || text.at[text.len - 1] == '-')
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!(may_be_large ? is_alphanumeric(text.at[i]) : is_small(text.at[i])) &&
			text.at[i] != '-')
			return false;
	return true;
}

static bool is_domain(struct bytes text, bool may_be_large)
{
	struct bytes rest = text, part;
	if (!text.len || text.len > PREFIX_LENGTH || text.at[text.len - 1] == '.')
		return false;
	while (bytes_cut(&rest, '.', &part))
		if (!is_domain_part(part, may_be_large))
			return false;
	return true;
}

static bool is_key(struct bytes key, bool may_be_large)
{
	size_t slash = bytes_find(key, BYTES("/"), 0);
	if (slash == key.len)
		return is_name(key);
	return is_domain(bytes_slice(key, 0, slash), may_be_large) &&
		is_name(bytes_slice(key, slash + 1, key.len));
}

static bool check_key(const struct entry *pair, bool is_label, struct diags *d)
{
	if (is_key(pair->key, !is_label))
		return true;
	diag_error(d, pair->key_at, "render/label",
		is_label ? N_("Kubernetes takes no label '" BYTES_FMT "'")
			 : N_("Kubernetes takes no annotation '" BYTES_FMT "'"),
		BYTES_ARG(pair->key));
	diag_hint(d,
		N_("a key is up to 63 letters, digits and '-', '_', '.' between them, behind a "
		   "domain and '/' or without"));
	return false;
}

static bool check_text(const struct value *text, struct diags *d)
{
	if (!text->text.len || is_name(text->text))
		return true;
	diag_error(d, text->at, "render/label",
		N_("Kubernetes takes no label's value '" BYTES_FMT "'"), BYTES_ARG(text->text));
	diag_hint(d,
		N_("it is up to 63 letters, digits and '-', '_', '.' between them; an annotation "
		   "may be any text"));
	return false;
}

bool marks_check(const struct value *pairs, const char *key, struct diags *d)
{
	bool is_label = bytes_is(bytes_of(key), "labels"), good = true;
	for (size_t i = 0; i < pairs->count; i++) {
		good = check_key(&pairs->entries[i], is_label, d) && good;
		good = (!is_label || check_text(pairs->entries[i].value, d)) && good;
	}
	return good;
}

bool marks_agree(const struct mark_set *before, const struct mark_set *after, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; bytes_equal(before->key, after->key) && i < after->pairs->count; i++) {
		const struct entry *pair = &after->pairs->entries[i];
		const struct value *other = value_get(before->pairs, pair->key);
		if (!other || bytes_equal(other->text, pair->value->text))
			continue;
		good = diag_error(d, pair->value->at, "render/label",
			N_("'" BYTES_FMT "' has two values here"), BYTES_ARG(pair->key));
		diag_related(d, other->at, N_("the other one says it here"));
		diag_hint(d, N_("every object gets both, so say one"));
	}
	return good;
}
