/* The last two hops: what Helm will read in the files that leme writes. */
#include "chain_hops.h"
#include "read.h"

#include "base/message.h"
#include "notation/notation.h"

/* --- the output as Helm reads it -------------------------------------------------------------- */

static const struct value *helm_values(struct arena *owner, const struct source *source,
	struct limits limits, struct diags *faults)
{
	const struct tree *tree = source_is_merged(source, faults)
		? tree_read(owner, source, DIALECT_HELM, limits, faults)
		: NULL;
	if (!tree)
		return NULL;
	if (!tree->documents.count || !tree->documents.at[0].root)
		return &value_empty_map;
	const struct value *values = tree_value(
		owner, tree, tree->documents.at[0].root, limits, faults);
	secret_note(source->secrets, values);
	if (values && values->kind == VALUE_NULL)
		return &value_empty_map;
	if (!values || values->kind == VALUE_MAP)
		return values;
	diag_error(faults, values->at, "emit/retyped", N_("Helm takes nothing but a mapping here"));
	return NULL;
}

/* Letters from U+00C0 on are taken, too; the rest of two bytes has line ends among it. */
static bool is_plain(unsigned char byte)
{
	return byte >= ' ' && byte != 0x7F && byte != 0xC2 && byte < 0xE0;
}

/* Behind the comments of whole lines there. The text is valid UTF-8. */
static size_t skip_comments(struct bytes text, size_t at)
{
	size_t line = at;
	for (; at < text.len && (at > line || text.at[at] == '#'); at++) {
		if (text.at[at] == '\n')
			line = at + 1;
		else if (!is_plain((unsigned char)text.at[at]))
			break;
	}
	return line;
}

/* What no text says as surely as the value does. */
static bool is_odd(const struct value *value, uint32_t depth)
{
	bool odd = !depth || (value->kind == VALUE_FLOAT && value->number - value->number != 0);
	for (size_t i = 0; !odd && value->kind == VALUE_LIST && i < value->count; i++)
		odd = is_odd(value->items[i], depth - 1);
	for (size_t i = 0; !odd && value->kind == VALUE_MAP && i < value->count; i++)
		odd = is_odd(value->entries[i].value, depth - 1);
	return odd;
}

/* Whether a file that leme owns says the values of the profile in the very bytes of `compile`. */
static bool is_as_written(
	struct arena *owner, const struct resolved_profile *profile, const struct source *source)
{
	struct bytes text = source->text;
	size_t begin = skip_comments(text, 0);
	struct buf meant = buf_new(owner);
	if (profile->head->mode != OUTPUT_WRITE ||
		is_odd(profile->compiled, profile->catalog->limits.depth) ||
		bytes_find(text, BYTES("<<<<<<< "), 0) < text.len)
		return false;
	emit_value(&meant, profile->compiled, 0);
	return bytes_begins(bytes_slice(text, begin, text.len), buf_bytes(&meant)) &&
		skip_comments(text, begin + meant.len) == text.len;
}

static const struct value *values_in(struct arena *owner, const struct resolved_profile *profile,
	const struct source *source, enum output_places places, struct diags *faults)
{
	if (places == PLACES_OF_FAULTS && is_as_written(owner, profile, source)) {
		secret_note(source->secrets, profile->compiled);
		return profile->compiled;
	}
	return helm_values(owner, source, profile->catalog->limits, faults);
}

const struct output_values *output_values_read(struct arena *owner,
	const struct resolved_profile *profile, enum output_places places, struct diags *d)
{
	struct output_values *output = arena_new_of(owner, struct output_values);
	const struct folder *folder = profile->catalog->folder;
	struct bytes path = profile->head->output;
	struct diags faults = diags_new(owner);
	const struct source *source = folder_read_unnoted(
		owner, folder, path, MISSING_IS_NULL, (struct span){ 0 }, &faults);
	output->at = source ? (struct span){ source, 0, 0 } : chain_file(owner, folder, path);
	if (source)
		output->values = values_in(owner, profile, source, places, &faults);
	output->unread = chain_world_failed(&faults, d);
	if (output->values)
		return output;
	output->fault = bytes_of(_("the file is not there"));
	if (!faults.count)
		return output;
	output->fault = faults.at[0]->text;
	if (faults.at[0]->at.source)
		output->at = faults.at[0]->at;
	return output;
}

/* --- values ----------------------------------------------------------------------------------- */

/* What stands at a path, and the place of it or of the nearest map around it. */
static const struct value *at_path(
	const struct value *value, const struct texts *path, struct span *at)
{
	for (size_t i = 0; value && i < path->count; i++) {
		const struct value *map = value;
		value = NULL;
		for (size_t e = 0; map->kind == VALUE_MAP && e < map->count; e++) {
			if (!bytes_equal(map->entries[e].key, path->at[i]))
				continue;
			*at = map->entries[e].key_at;
			value = map->entries[e].value;
		}
	}
	if (value)
		*at = value->at;
	return value;
}

static bool is_scalar(const struct value *value)
{
	return value->kind != VALUE_MAP && value->kind != VALUE_LIST;
}

static void tell_difference(struct chaining *chaining, struct witness *witness,
	const struct value *have, const struct value *want)
{
	struct arena *owner = chaining->owner;
	witness->state = HOP_BROKEN;
	witness->expected = want->text;
	if (!have)
		witness_text(owner, witness,
			N_("Helm finds nothing at '" BYTES_FMT "'; the profile has '" BYTES_FMT
			   "'"),
			BYTES_ARG(witness->name), BYTES_ARG(want->text));
	else if (!is_scalar(have))
		witness_text(owner, witness,
			N_("Helm finds more than one value at '" BYTES_FMT
			   "'; the profile has '" BYTES_FMT "'"),
			BYTES_ARG(witness->name), BYTES_ARG(want->text));
	else if (bytes_equal(have->text, want->text))
		witness_text(owner, witness,
			want->kind == VALUE_STRING
				? N_("Helm does not take '" BYTES_FMT "' for a text")
				: N_("Helm does not take '" BYTES_FMT "' for a truth value"),
			BYTES_ARG(have->text));
	else
		witness_text(owner, witness,
			N_("'" BYTES_FMT "' is '" BYTES_FMT "' here, but the profile has "
			   "'" BYTES_FMT "'"),
			BYTES_ARG(witness->name), BYTES_ARG(have->text), BYTES_ARG(want->text));
	witness_hint(owner, witness,
		N_("'leme compile " BYTES_FMT "' writes the file, or says why not"),
		BYTES_ARG(chaining->profile->head->name));
}

static void add_value(struct chaining *chaining, const struct write *write)
{
	struct arena *owner = chaining->owner;
	struct span at = chaining->output->at, wanted_at = { 0 };
	const struct value *want = at_path(chaining->profile->compiled, &write->path, &wanted_at);
	const struct value *have = at_path(chaining->output->values, &write->path, &at);
	if (!want || !is_scalar(want))
		return;
	struct witness *witness = chain_add(chaining, HOP_VALUES, HOP_HOLDS,
		path_text(owner, write->path.at, write->path.count), at);
	if (have && is_scalar(have))
		witness->value = have->text;
	if (!have || !value_equal(have, want))
		tell_difference(chaining, witness, have, want);
	witness_related(owner, witness, want->at, N_("what the profile has comes from here"));
}

static void add_unreadable(struct chaining *chaining)
{
	struct witness *witness = chain_add(chaining, HOP_VALUES,
		chaining->output->unread ? HOP_UNDECIDED : HOP_BROKEN,
		chaining->profile->head->output, chaining->output->at);
	witness->text = chaining->output->fault;
	witness_hint(chaining->owner, witness,
		N_("'leme compile " BYTES_FMT "' writes the file, or says why not"),
		BYTES_ARG(chaining->profile->head->name));
}

static bool writes_anything(const struct chaining *chaining)
{
	for (size_t i = 0; i < chaining->parts.count; i++) {
		const struct part *part = chaining->parts.at[i];
		if ((part->role ? &part->role->writes : &part->component->writes)->count)
			return true;
	}
	return false;
}

void judge_values(struct chaining *chaining)
{
	bool readable = chaining->output->values;
	for (size_t i = 0; readable && i < chaining->parts.count; i++) {
		const struct part *part = chaining->parts.at[i];
		const struct writes *writes = part->role ? &part->role->writes
							 : &part->component->writes;
		for (size_t w = 0; w < writes->count; w++)
			add_value(chaining, &writes->at[w]);
	}
	if (!readable && writes_anything(chaining))
		add_unreadable(chaining);
	if (chain_state(chaining->chain, HOP_VALUES) == HOP_NONE)
		chain_add_none(chaining, HOP_VALUES,
			N_("the chart takes nothing of it: there is no 'writes'"));
}

/* --- chart ------------------------------------------------------------------------------------ */

struct charting {
	struct arena *run;
	struct chain_ground *ground;
	const struct chart *chart;
	struct diags *d;
};

static struct witness *add_file(
	struct charting *charting, struct bytes path, const struct source *source)
{
	const struct folder *folder = charting->ground->catalog->folder;
	struct witness *witness = array_push(charting->run, &charting->ground->chart);
	*witness = (struct witness){ .hop = HOP_CHART,
		.state = HOP_HOLDS,
		.name = path,
		.at = source ? (struct span){ source, 0, 0 }
			     : chain_file(charting->run, folder, path) };
	return witness;
}

/* What the file says against what the catalogue does. */
static void compare_version(struct charting *charting, struct witness *witness)
{
	const struct chart *chart = charting->chart;
	if (witness->value.at && bytes_equal(witness->value, chart->version))
		return;
	witness->state = HOP_BROKEN;
	witness->expected = chart->version;
	witness_related(charting->run, witness, chart->version_at, N_("the catalogue has it here"));
	witness_hint(charting->run, witness, N_("'leme compile' writes the file, or says why not"));
	if (witness->text.len)
		return;
	if (witness->value.at)
		witness_text(charting->run, witness,
			N_("the chart's version is '" BYTES_FMT
			   "' here, but the catalogue has '" BYTES_FMT "'"),
			BYTES_ARG(witness->value), BYTES_ARG(chart->version));
	else
		witness_text(charting->run, witness, N_("the file is not there"));
}

static const struct source *read_file(
	struct charting *charting, struct bytes path, struct diags *faults)
{
	return folder_read_unnoted(charting->run, charting->ground->catalog->folder, path,
		MISSING_IS_NULL, (struct span){ 0 }, faults);
}

static void take_fault(struct charting *charting, struct witness *witness, struct diags *faults)
{
	if (!faults->count)
		return;
	witness_fault(charting->run, witness, faults);
}

/* What cannot be read may be right. */
static bool is_unread(struct charting *charting, struct bytes path, const struct diags *faults)
{
	if (!chain_world_failed(faults, charting->d))
		return false;
	struct witness *witness = add_file(charting, path, NULL);
	witness->state = HOP_UNDECIDED;
	witness_fault(charting->run, witness, faults);
	return true;
}

static void judge_chart_yaml(struct charting *charting)
{
	struct diags faults = diags_new(charting->run);
	struct bytes path = bytes_join(
		charting->run, charting->chart->path, BYTES("/"), BYTES("Chart.yaml"));
	const struct source *source = read_file(charting, path, &faults);
	const struct value *values = source
		? helm_values(charting->run, source, charting->ground->catalog->limits, &faults)
		: NULL;
	if (is_unread(charting, path, &faults))
		return;
	struct witness *witness = add_file(charting, path, source);
	const struct value *version = read_key(values, "version");
	take_fault(charting, witness, &faults);
	if (version) {
		witness->at = version->at;
		witness->value = version->text;
	} else if (values)
		witness_text(charting->run, witness, N_("there is no 'version' in the file"));
	compare_version(charting, witness);
}

/* The line alone, perhaps behind a byte order mark. */
static void judge_version_file(struct charting *charting)
{
	struct diags faults = diags_new(charting->run);
	const struct source *source = read_file(charting, charting->chart->version_file, &faults);
	if (is_unread(charting, charting->chart->version_file, &faults))
		return;
	struct witness *witness = add_file(charting, charting->chart->version_file, source);
	take_fault(charting, witness, &faults);
	if (source) {
		bool marked = bytes_begins(source->text, BYTES("\xEF\xBB\xBF"));
		struct bytes text = bytes_trim(
			bytes_slice(source->text, marked ? 3 : 0, source->text.len));
		uint32_t begin = (uint32_t)(text.at - source->text.at);
		witness->at = (struct span){ source, begin, begin + (uint32_t)text.len };
		witness->value = text;
	}
	compare_version(charting, witness);
}

void judge_chart(struct arena *run, struct chain_ground *ground, struct diags *d)
{
	const struct chart *chart = &ground->catalog->chart;
	struct charting charting = { run, ground, chart, d };
	struct witness *witness = array_push(run, &ground->chart);
	*witness = (struct witness){ .hop = HOP_CHART, .name = BYTES("chart.version") };
	if (!chart->path.len) {
		witness_text(run, witness, N_("the catalogue has no chart"));
		return;
	}
	witness->state = HOP_HOLDS;
	witness->value = chart->version;
	witness->at = chart->version_at;
	judge_chart_yaml(&charting);
	judge_version_file(&charting);
}
