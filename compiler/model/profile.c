/* What can be said of one profile document alone: ids that do not exist, wrong combinations. */
#include "read.h"
#include "template.h"

#include "base/message.h"

struct check {
	struct arena *scratch;
	const struct catalog *catalog;
	const struct value *document;
	struct diags *d;
	bool good;
};

static void check_id(struct check *check, struct bytes text, struct span at)
{
	struct versioned ignored;
	check->good = versioned_find(
			      check->scratch, check->catalog, text, at, &ignored, check->d) &&
		check->good;
}

static void check_list(struct check *check, const struct value *list)
{
	for (size_t i = 0; list && i < list->count; i++)
		check_id(check, list->items[i]->text, list->items[i]->at);
}

/* `from` or `version`, one of them; a reason and a date belong to a pin. */
static void check_version(struct check *check, const struct entry *entry)
{
	const struct value *value = entry->value;
	check_id(check, entry->key, entry->key_at);
	if (value->kind != VALUE_MAP)
		return;
	const struct value *from = read_key(value, "from"), *version = read_key(value, "version");
	if (!from == !version) {
		check->good = diag_error(check->d, value->at, "version/form",
			N_("say either 'from' or 'version' for '" BYTES_FMT "'"),
			BYTES_ARG(entry->key));
		return;
	}
	if (from && !text_is_template(from->text))
		check->good = sources_path_allowed(
				      check->catalog->sources, from->text, from->at, check->d) &&
			check->good;
	if (!from || (!read_key(value, "reason") && !read_key(value, "until")))
		return;
	check->good = diag_error(check->d, value->at, "version/form",
		N_("'reason' and 'until' belong to a pin, which has 'version' and not 'from'"));
}

static void check_versions(struct check *check)
{
	const struct value *versions = read_key(check->document, "versions");
	const struct value *absent = read_key(check->document, "absent");
	for (size_t i = 0; versions && i < versions->count; i++) {
		check_version(check, &versions->entries[i]);
		for (size_t a = 0; absent && a < absent->count; a++) {
			if (!bytes_equal(absent->items[a]->text, versions->entries[i].key))
				continue;
			diag_warning(check->d, versions->entries[i].key_at,
				"profile/absent-version",
				N_("'" BYTES_FMT
				   "' has a version but is absent in the same profile"),
				BYTES_ARG(versions->entries[i].key));
			diag_related(check->d, absent->items[a]->at, N_("absent here"));
		}
	}
}

static void check_environment(struct check *check)
{
	const struct value *environment = read_key(check->document, "environment");
	if (!environment)
		return;
	struct name name = read_name(check->scratch, environment);
	if (catalog_environment(check->catalog, name.slug) < 0)
		check->good = unknown_environment(check->catalog, &name, check->d);
}

bool profile_check(struct arena *scratch, const struct catalog *catalog,
	const struct value *document, struct diags *d)
{
	struct check check = { scratch, catalog, document, d, true };
	check_versions(&check);
	check_list(&check, read_key(document, "absent"));
	check_list(&check, read_key(read_key(document, "release"), "components"));
	check_environment(&check);
	return check.good;
}
