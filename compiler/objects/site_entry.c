#include "site.h"

#include "base/message.h"

/* `Kafka`, or `kafka.strimzi.io/Kafka`; `core` is what people call the group without a name. */
static void read_kind(struct declared *declared, struct bytes kind)
{
	size_t slash = bytes_find(kind, BYTES("/"), 0);
	declared->any_group = slash == kind.len;
	declared->kind = kind;
	if (declared->any_group)
		return;
	declared->group = bytes_slice(kind, 0, slash);
	declared->kind = bytes_slice(kind, slash + 1, kind.len);
	if (bytes_is(declared->group, "core"))
		declared->group = BYTES("");
}

static bool read_path(
	struct arena *owner, struct declared *declared, const struct value *value, struct diags *d)
{
	const char *fault = path_steps_parse(owner, value->text, &declared->path);
	if (fault) {
		diag_error(d, value->at, "key/form", N_("'" BYTES_FMT "': %s"),
			BYTES_ARG(value->text), _(fault));
		diag_hint(d,
			N_("as in 'spec.image', 'spec.brokers[].image',"
			   " 'spec.template.spec.containers[name=api].args[--image=*]'"));
		return false;
	}
	if (!declared->split || declared->path.at[declared->path.count - 1].kind != STEP_TEXT)
		return true;
	diag_error(d, value->at, "key/form",
		N_("a text has no keys: with format 'repository+tag' the path ends at a mapping"));
	return false;
}

static bool read_entry(
	struct arena *owner, const struct value *entry, struct declared *declared, struct diags *d)
{
	const struct value *format = value_get(entry, BYTES("format"));
	const struct value *optional = value_get(entry, BYTES("optional"));
	declared->split = format && bytes_is(format->text, "repository+tag");
	declared->optional = optional && optional->boolean;
	declared->at = entry->at;
	read_kind(declared, value_get(entry, BYTES("kind"))->text);
	return read_path(owner, declared, value_get(entry, BYTES("path")), d);
}

bool declared_sites_read(struct arena *owner, const struct value *list,
	struct declared_sites *declared, struct diags *d)
{
	bool good = true;
	*declared = (struct declared_sites){ 0 };
	for (size_t i = 0; i < list->count; i++)
		good &= read_entry(owner, list->items[i], array_push(owner, declared), d);
	return good;
}
