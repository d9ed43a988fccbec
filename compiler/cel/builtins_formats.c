/* Kubernetes' library `format`: named formats of names, dates and the like. */
#include "eval.h"

#include "base/message.h"
#include "notation/notation.h"

static struct cel_value format_value(const struct format *format)
{
	return (struct cel_value){ .kind = CEL_FORMAT, .opaque = format };
}

static struct cel_value named(struct eval *eval, const struct cel_value *args, size_t count)
{
	const struct format *format = format_find(cel_text(args[0]));
	struct cel_value value = format_value(format);
	(void)count;
	return cel_optional(eval, format ? &value : NULL);
}

/* `format.dns1123Label()`: the name of the function is that of the format. */
static struct cel_value by_function(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes name = eval->node->name;
	(void)args, (void)count;
	return format_value(format_find(bytes_slice(name, sizeof "format." - 1, name.len)));
}

static struct cel_value validate(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct texts faults = format_validate(eval->owner, args[0].opaque, cel_text(args[1]));
	struct cel_value *items = arena_array_of(eval->owner, struct cel_value, faults.count);
	(void)count;
	for (size_t i = 0; i < faults.count; i++)
		items[i] = cel_string(faults.at[i]);
	struct cel_value list = cel_list(items, faults.count);
	return cel_optional(eval, faults.count ? &list : NULL);
}

#define FORMAT(name, text, good) \
	{ \
		"format." name "() format", by_function, text, \
			"!format." name "().validate('" good "').hasValue()", 31 \
	}

static const struct function rows[] = {
	{ "format.named(string) optional(format)", named, N_("the format of that name"),
		"format.named('uuid').hasValue()", 31 },
	{ "<format>.validate(string) optional(list(string))", validate,
		N_("what is wrong with the text; none if it has the format"),
		"format.dns1123Label().validate('A').hasValue()", 31 },
	FORMAT("dns1123Label", N_("letters, digits and '-', at most 63"), "my-name"),
	FORMAT("dns1123Subdomain", N_("labels with dots between them"), "my.name"),
	FORMAT("dns1035Label", N_("a label that begins with a letter"), "my-name"),
	FORMAT("qualifiedName", N_("a name, perhaps behind a domain and '/'"),
		"example.com/my-name"),
	FORMAT("dns1123LabelPrefix", N_("the begin of a label"), "my-name-"),
	FORMAT("dns1123SubdomainPrefix", N_("the begin of a subdomain"), "my.name-"),
	FORMAT("dns1035LabelPrefix", N_("the begin of such a label"), "my-name-"),
	FORMAT("labelValue", N_("the value of a label"), "my-value"),
	FORMAT("uri", N_("a URI"), "https://example.com"),
	FORMAT("uuid", N_("a UUID"), "123e4567-e89b-12d3-a456-426614174000"),
	FORMAT("byte", N_("bytes in base64"), "aGVsbG8="),
	FORMAT("date", N_("a day: 2026-11-23"), "2026-11-23"),
	FORMAT("datetime", N_("an instant by RFC 3339"), "2026-11-23T01:02:03Z"),
};

const struct library cel_formats = ROWS(rows);
