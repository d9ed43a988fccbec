#include "target.h"

#include "base/message.h"
#include "regex/regex.h"

#include <string.h>

static const char *const field_names[TARGET_FIELDS] = { "group", "version", "kind", "name",
	"namespace" };

/* --- reading ---------------------------------------------------------------------------------- */

static bool is_plain(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr("\\^$.|?*+()[]{}", text.at[i]))
			return false;
	return true;
}

static bool read_pattern(struct arena *owner, const struct value *given, struct limits limits,
	struct target_text *field, struct diags *d)
{
	uint32_t steps = limits.regex_steps ? (uint32_t)limits.regex_steps : REGEX_STEPS_DEFAULT;
	struct buf anchored = buf_new(owner);
	buf_print(&anchored, "^(?:" BYTES_FMT ")$", BYTES_ARG(given->text));
	struct regex_fault fault;
	field->at = given->at;
	field->gave_up = arena_new_of(owner, bool);
	field->pattern = regex_new(owner, buf_bytes(&anchored), steps, &fault);
	return field->pattern ||
		diag_error(d, given->at, "target/pattern", N_("'" BYTES_FMT "': %s"),
			BYTES_ARG(given->text), message(fault.text));
}

static bool read_field(struct arena *owner, const struct value *given, struct limits limits,
	struct target_text *field, struct diags *d)
{
	if (!given || !given->text.len)
		return true;
	if (!is_plain(given->text))
		return read_pattern(owner, given, limits, field, d);
	field->plain = given->text;
	return true;
}

static bool read_selector(struct arena *owner, const struct value *text,
	struct label_selector *selector, struct bytes *written_as, struct diags *d)
{
	if (!text)
		return true;
	*written_as = text->text;
	return label_selector_read(owner, text, selector, d);
}

static enum target_hooks read_hooks(const struct value *hooks)
{
	if (!hooks)
		return HOOKS_TOO;
	return bytes_equal(hooks->text, BYTES("only")) ? HOOKS_ONLY : HOOKS_EXCLUDED;
}

bool target_read(struct arena *owner, const struct value *map, struct limits limits,
	struct target *target, struct diags *d)
{
	bool good = true;
	*target = (struct target){ .at = map->at };
	for (size_t i = 0; i < TARGET_FIELDS; i++) {
		const struct value *given = value_get(map, bytes_of(field_names[i]));
		if (given)
			target->written[i] = given->text;
		good = read_field(owner, given, limits, &target->fields[i], d) && good;
	}
	target->hooks = read_hooks(value_get(map, BYTES("hooks")));
	good = read_selector(owner, value_get(map, BYTES("labelSelector")), &target->labels,
		       &target->labels_written, d) &&
		good;
	return read_selector(owner, value_get(map, BYTES("annotationSelector")),
		       &target->annotations, &target->annotations_written, d) &&
		good;
}

static struct bytes text_of(const struct value *map, const char *key)
{
	const struct value *found = map && map->kind == VALUE_MAP ? value_get(map, bytes_of(key))
								  : NULL;
	return found && found->kind == VALUE_STRING ? found->text : (struct bytes){ 0 };
}

/* Both parts of `apps/v1`; the core group has no name. */
static void split_version(struct bytes api_version, struct bytes *group, struct bytes *version)
{
	size_t slash = bytes_find(api_version, BYTES("/"), 0);
	bool has_group = slash < api_version.len;
	*group = has_group ? bytes_slice(api_version, 0, slash) : BYTES("");
	*version = bytes_slice(api_version, has_group ? slash + 1 : 0, api_version.len);
}

bool target_of_patch(const struct value *patch, struct target *target, struct diags *d)
{
	struct bytes kind = text_of(patch, "kind"), name = { 0 };
	const struct value *metadata = patch->kind == VALUE_MAP
		? value_get(patch, BYTES("metadata"))
		: NULL;
	name = text_of(metadata, "name");
	*target = (struct target){ .at = patch->at };
	if (!kind.len || !name.len) {
		diag_error(d, patch->at, "patch/no-target",
			N_("this patch does not say which objects it is for"));
		diag_hint(d,
			N_("give it a target, as in 'target: {kind: Deployment, name: app-.*}', "
			   "or kind and metadata.name"));
		return false;
	}
	struct bytes group, version;
	split_version(text_of(patch, "apiVersion"), &group, &version);
	struct bytes texts[TARGET_FIELDS] = { group, version, kind, name,
		text_of(metadata, "namespace") };
	for (size_t i = 0; i < TARGET_FIELDS; i++) {
		bool is_given = texts[i].len || (i == TARGET_GROUP && version.len);
		target->written[i] = texts[i];
		target->fields[i].plain = is_given ? texts[i] : (struct bytes){ 0 };
	}
	return true;
}

struct aim aim_at(const struct object *object, struct bytes namespace)
{
	struct bytes group;
	struct aim aim = { .id = object->id };
	split_version(object->api_version, &group, &aim.version);
	if (namespace.len && !aim.id.namespace.len && !kind_is_of_cluster(group, aim.id.kind))
		aim.id.namespace = namespace;
	return aim;
}

/* --- matching --------------------------------------------------------------------------------- */

static bool field_takes(const struct target_text *field, struct bytes text)
{
	if (!field->pattern)
		return !field->plain.at || bytes_equal(field->plain, text);
	enum regex_answer answer = regex_matches(field->pattern, text);
	*field->gave_up |= answer == REGEX_LIMIT;
	return answer == REGEX_YES;
}

bool target_field_takes(const struct target *target, enum target_field field, struct bytes text)
{
	return field_takes(&target->fields[field], text);
}

bool target_settle(const struct target *target, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < TARGET_FIELDS; i++) {
		const struct target_text *field = &target->fields[i];
		if (!field->gave_up || !*field->gave_up)
			continue;
		good = diag_error(d, field->at, "target/pattern",
			N_("'" BYTES_FMT "' takes too many steps on a text of the stream"),
			BYTES_ARG(target->written[i]));
		diag_hint(d, N_("--max-steps sets the limit"));
	}
	return good;
}

bool target_takes(const struct target *target, const struct aim *aim)
{
	const struct object_id *id = &aim->id;
	if (target->hooks == (id->hook ? HOOKS_EXCLUDED : HOOKS_ONLY))
		return false;
	return field_takes(&target->fields[TARGET_KIND], id->kind) &&
		field_takes(&target->fields[TARGET_NAME], id->name) &&
		field_takes(&target->fields[TARGET_GROUP], id->group) &&
		field_takes(&target->fields[TARGET_VERSION], aim->version) &&
		field_takes(&target->fields[TARGET_NAMESPACE], id->namespace);
}

bool target_selects(const struct target *target)
{
	return target->labels.count || target->annotations.count;
}

static const struct value *map_at(const struct value *map, const char *key)
{
	const struct value *found = map && map->kind == VALUE_MAP ? value_get(map, bytes_of(key))
								  : NULL;
	return found && found->kind == VALUE_MAP ? found : NULL;
}

bool target_holds(const struct target *target, const struct value *object)
{
	const struct value *metadata = map_at(object, "metadata");
	return label_selector_holds(&target->labels, map_at(metadata, "labels")) &&
		label_selector_holds(&target->annotations, map_at(metadata, "annotations"));
}

/* --- printing --------------------------------------------------------------------------------- */

static void print_part(struct buf *out, const char **comma, const char *key, struct bytes text)
{
	if (!text.len)
		return;
	buf_print(out, "%s%s: " BYTES_FMT, *comma, key, BYTES_ARG(text));
	*comma = ", ";
}

void target_print(struct buf *out, const struct target *target)
{
	static const char *const hooks[] = {
		[HOOKS_TOO] = "", [HOOKS_ONLY] = "only", [HOOKS_EXCLUDED] = "exclude"
	};
	const char *comma = "";
	for (size_t i = 0; i < TARGET_FIELDS; i++)
		print_part(out, &comma, field_names[i], target->written[i]);
	print_part(out, &comma, "labelSelector", target->labels_written);
	print_part(out, &comma, "annotationSelector", target->annotations_written);
	print_part(out, &comma, "hooks", bytes_of(hooks[target->hooks]));
}
