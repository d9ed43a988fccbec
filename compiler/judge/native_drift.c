/* What stands in an output besides what components write there. */
#include "native_parts.h"

#include "notation/notation.h"

struct drift {
	const struct resolved_profile *profile;
	struct native_findings *found;
	ARRAY(struct bytes);        /* the keys walked */
	const struct value *around; /* the map in which the present one stands */
};

static bool is_path(const struct drift *drift, const struct texts *path)
{
	if (path->count != drift->count)
		return false;
	for (size_t i = 0; i < path->count; i++)
		if (!bytes_equal(path->at[i], drift->at[i]))
			return false;
	return true;
}

/* Of that the chains of the components tell. */
static bool is_written(const struct drift *drift)
{
	for (size_t i = 0; i < drift->profile->parts.count; i++) {
		const struct part *part = &drift->profile->parts.at[i];
		const struct writes *writes = part->role ? &part->role->writes
							 : &part->component->writes;
		for (size_t w = 0; w < writes->count; w++)
			if (is_path(drift, &writes->at[w].path))
				return true;
	}
	return false;
}

static bool is_edited(const struct drift *drift)
{
	return drift->profile->head->mode == OUTPUT_EDIT;
}

/* In the chart's own file a null is no key at all. */
static bool is_left_out(const struct drift *drift, const struct value *want)
{
	struct bytes path = drift->profile->head->output;
	struct bytes chart = drift->profile->catalog->chart.path;
	return want->kind == VALUE_NULL && is_edited(drift) && bytes_begins(path, chart) &&
		bytes_is(bytes_slice(path, chart.len, path.len), "/values.yaml");
}

static struct bytes path_of(const struct drift *drift)
{
	return path_text(drift->found->owner, drift->at, drift->count);
}

static void tell(
	const struct drift *drift, struct span at, struct bytes text, const struct value *want)
{
	struct arena *owner = drift->found->owner;
	struct finding *finding = native_fail(drift->found, at, text);
	finding->hint = bytes_print(owner,
		_("'leme compile " BYTES_FMT "' writes the file, or says why not"),
		BYTES_ARG(drift->profile->head->name));
	if (want && want->at.source)
		*array_push(owner, &finding->related) = (struct related){ want->at,
			bytes_of(_("what the profile has comes from here")) };
}

static void compare(struct drift *drift, const struct value *have, const struct value *want);

/* Of a map its key, which is above all of it. */
static struct span key_of(const struct drift *drift, const struct value *map)
{
	const struct value *around = drift->around;
	for (size_t i = 0; around && i < around->count; i++)
		if (around->entries[i].value == map)
			return around->entries[i].key_at;
	return map->at;
}

static void tell_missing(struct drift *drift, const struct value *map, const struct value *want)
{
	struct bytes path = path_of(drift);
	tell(drift, key_of(drift, map),
		bytes_print(drift->found->owner, _("Helm finds nothing at '" BYTES_FMT "' here"),
			BYTES_ARG(path)),
		want);
}

static void compare_entry(struct drift *drift, const struct value *map, const struct entry *entry,
	const struct value *have)
{
	const struct value *around = drift->around;
	*array_push(drift->found->owner, drift) = entry->key;
	if (have) {
		drift->around = map;
		compare(drift, have, entry->value);
		drift->around = around;
	} else if (!is_left_out(drift, entry->value) && !is_written(drift)) {
		tell_missing(drift, map, entry->value);
	}
	drift->count--;
}

static void tell_surplus(struct drift *drift, const struct value *have, const struct value *want)
{
	struct arena *owner = drift->found->owner;
	struct lookup wanted = value_lookup(owner, want);
	for (size_t i = 0; i < have->count; i++) {
		if (lookup_get(&wanted, have->entries[i].key))
			continue;
		*array_push(owner, drift) = have->entries[i].key;
		struct bytes path = path_of(drift);
		tell(drift, have->entries[i].key_at,
			bytes_print(owner, _("the profile has nothing at '" BYTES_FMT "'"),
				BYTES_ARG(path)),
			NULL);
		drift->count--;
	}
}

static void compare_leaf(struct drift *drift, const struct value *have, const struct value *want)
{
	if (value_equal(have, want) || is_written(drift))
		return;
	struct bytes path = path_of(drift);
	tell(drift, have->at,
		bytes_print(drift->found->owner, _("'" BYTES_FMT "' is not what the profile has"),
			BYTES_ARG(path)),
		want);
}

static void compare(struct drift *drift, const struct value *have, const struct value *want)
{
	if (have->kind != VALUE_MAP || want->kind != VALUE_MAP) {
		compare_leaf(drift, have, want);
		return;
	}
	struct lookup lookup = value_lookup(drift->found->owner, have);
	for (size_t i = 0; i < want->count; i++)
		compare_entry(
			drift, have, &want->entries[i], lookup_get(&lookup, want->entries[i].key));
	if (!is_edited(drift))
		tell_surplus(drift, have, want);
}

void judge_drift(const struct resolved_profile *profile, const struct output_values *output,
	struct native_findings *found)
{
	struct drift drift = { .profile = profile, .found = found };
	if (output && output->values && output->values != profile->compiled)
		compare(&drift, output->values, profile->compiled);
}
