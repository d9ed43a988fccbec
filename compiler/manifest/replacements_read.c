#include "replacements.h"

#include "base/message.h"

struct reader {
	struct arena *owner;
	const struct folder *folder;
	struct limits limits;
	struct replacements *replacements;
	struct diags *d;
};

static bool refuse(const struct reader *r, struct span at, const char *text)
{
	return diag_error(r->d, at, "replacement/form", "%s", message(text));
}

/* A replacement in a file of its own has no shape that model/ has checked. */
static bool check_keys(const struct reader *r, const struct value *map, const char *allowed)
{
	if (map->kind != VALUE_MAP)
		return refuse(r, map->at, N_("this must be a mapping"));
	for (size_t i = 0; i < map->count; i++) {
		struct bytes rest = bytes_of(allowed), next = { 0 };
		while (bytes_cut(&rest, ' ', &next) && !bytes_equal(next, map->entries[i].key))
			next.len = 0;
		if (!bytes_equal(next, map->entries[i].key))
			return diag_error(r->d, map->entries[i].key_at, "replacement/form",
				N_("there is no key '" BYTES_FMT "' here; there are %s"),
				BYTES_ARG(map->entries[i].key), allowed);
	}
	return true;
}

static struct bytes text_of(const struct value *map, const char *key)
{
	const struct value *found = value_get(map, bytes_of(key));
	return found ? found->text : BYTES("");
}

static bool read_part(
	const struct reader *r, const struct value *holder, struct replaced_part *part)
{
	const struct value *options = value_get(holder, BYTES("options"));
	if (!options)
		return true;
	if (!check_keys(r, options, "delimiter index create"))
		return false;
	const struct value *index = value_get(options, BYTES("index"));
	const struct value *create = value_get(options, BYTES("create"));
	if (index && index->kind != VALUE_INT)
		return refuse(r, index->at, N_("this is a whole number"));
	if (create && create->kind != VALUE_BOOL)
		return refuse(r, create->at, N_("this is true or false"));
	if (index && index->integer && !text_of(options, "delimiter").len)
		return refuse(r, index->at, N_("an 'index' is of the parts of a 'delimiter'"));
	*part = (struct replaced_part){ text_of(options, "delimiter"), index ? index->integer : 0,
		create && create->boolean };
	return true;
}

/* A list, or nothing at all. */
static bool check_list(const struct reader *r, const struct value *holder, const char *key)
{
	const struct value *list = value_get(holder, bytes_of(key));
	return !list || list->kind == VALUE_LIST || refuse(r, list->at, N_("this must be a list"));
}

static bool read_path(
	const struct reader *r, struct bytes text, struct span at, struct field_path *path)
{
	*path = field_path_read(r->owner, text, at);
	if (path->steps.count <= r->limits.depth)
		return true;
	diag_error(r->d, at, "limit/depth", N_("a field path has more than %u steps"),
		(unsigned)r->limits.depth);
	diag_hint(r->d, N_("--max-depth sets the limit, to 250 at most"));
	return false;
}

/* --- from where ------------------------------------------------------------------------------- */

static bool read_source(
	const struct reader *r, const struct value *entry, struct replacement *replacement)
{
	const struct value *source = value_get(entry, BYTES("source"));
	replacement->literal = value_get(entry, BYTES("sourceValue"));
	if (!source == !replacement->literal)
		return refuse(
			r, entry->at, N_("a replacement has either 'source' or 'sourceValue'"));
	if (!source)
		return true;
	if (!check_keys(r, source, "group version kind name namespace fieldPath options"))
		return false;
	const struct value *path = value_get(source, BYTES("fieldPath"));
	return read_path(r, path ? path->text : BYTES("metadata.name"),
		       path ? path->at : source->at, &replacement->field) &&
		target_read(r->owner, source, r->limits, &replacement->source, r->d) &&
		read_part(r, source, &replacement->part);
}

/* --- where to --------------------------------------------------------------------------------- */

static const char target_keys[] =
	"group version kind name namespace labelSelector annotationSelector hooks";

static bool read_selector(const struct reader *r, const struct value *map, struct target *target)
{
	return check_keys(r, map, target_keys) &&
		target_read(r->owner, map, r->limits, target, r->d);
}

static bool read_rejects(
	const struct reader *r, const struct value *list, struct replaced_target *target)
{
	bool good = true;
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++)
		good = read_selector(r, list->items[i], array_push(r->owner, &target->reject)) &&
			good;
	return good;
}

static bool read_fields(
	const struct reader *r, const struct value *map, struct replaced_target *target)
{
	const struct value *paths = value_get(map, BYTES("fieldPaths"));
	bool good = true;
	for (size_t i = 0; paths && paths->kind == VALUE_LIST && i < paths->count; i++)
		good = read_path(r, paths->items[i]->text, paths->items[i]->at,
			       array_push(r->owner, &target->fields)) &&
			good;
	return good &&
		(target->fields.count ||
			read_path(r, BYTES("metadata.name"), map->at,
				array_push(r->owner, &target->fields)));
}

static bool read_target(
	const struct reader *r, const struct value *map, struct replaced_target *target)
{
	if (!check_keys(r, map, "select reject fieldPaths options") ||
		!check_list(r, map, "reject") || !check_list(r, map, "fieldPaths"))
		return false;
	const struct value *select = value_get(map, BYTES("select"));
	if (!select)
		return refuse(r, map->at, N_("'select' is missing here"));
	return read_fields(r, map, target) && read_selector(r, select, &target->select) &&
		read_rejects(r, value_get(map, BYTES("reject")), target) &&
		read_part(r, map, &target->part);
}

static bool read_targets(
	const struct reader *r, const struct value *entry, struct replacement *replacement)
{
	const struct value *targets = value_get(entry, BYTES("targets"));
	bool good = targets && targets->kind == VALUE_LIST && targets->count;
	if (!good)
		return refuse(r, entry->at, N_("a replacement needs 'targets'"));
	for (size_t i = 0; i < targets->count; i++)
		good = read_target(
			       r, targets->items[i], array_push(r->owner, &replacement->targets)) &&
			good;
	return good;
}

/* --- entries ---------------------------------------------------------------------------------- */

static bool read_entry(const struct reader *r, const struct value *entry)
{
	struct replacement replacement = { .entry = entry };
	if (!check_keys(r, entry, "source sourceValue targets") ||
		!read_source(r, entry, &replacement) || !read_targets(r, entry, &replacement))
		return false;
	*array_push(r->owner, r->replacements) = replacement;
	return true;
}

static bool read_entries(const struct reader *r, const struct value *said)
{
	if (said->kind != VALUE_LIST)
		return read_entry(r, said);
	bool good = true;
	for (size_t i = 0; i < said->count; i++)
		good = read_entry(r, said->items[i]) && good;
	return good;
}

static bool read_file(const struct reader *r, const struct value *path)
{
	const struct source *source = folder_read(
		r->owner, r->folder, path->text, MISSING_IS_ERROR, path->at, r->d);
	struct tree *tree = source ? tree_read(r->owner, source, DIALECT_HELM, r->limits, r->d)
				   : NULL;
	bool good = tree;
	for (size_t i = 0; good && i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		const struct value *said = root ? tree_value(r->owner, tree, root, r->limits, r->d)
						: NULL;
		good = !root || (said && read_entries(r, said));
	}
	return good;
}

bool replacements_read(struct arena *run, const struct folder *folder, const struct value *list,
	struct limits limits, struct replacements *replacements, struct diags *d)
{
	struct reader r = { run, folder, limits, replacements, d };
	bool good = true;
	for (size_t i = 0; list && i < list->count; i++) {
		const struct value *path = value_get(list->items[i], BYTES("path"));
		if (path && list->items[i]->count > 1)
			good = refuse(&r, path->at,
				N_("a replacement with a 'path' has all the rest in that file"));
		else
			good = (path ? read_file(&r, path) : read_entry(&r, list->items[i])) &&
				good;
	}
	return good;
}
