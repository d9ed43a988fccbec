/*
 * kustomize's image transformer, made of leme's parts: texts taken apart, names compared, sites
 * found and edited. leme takes no tag from a profile for an image, so what a row wants is worked
 * out here. Two things are otherwise in leme, and so turned round: a name is no regular expression,
 * and `docker.io/library/nginx` is `nginx`.
 */
#include "conformance.h"

#include "manifest/manifest.h"

/* What a row wants of an image. */
struct wish {
	struct bytes name, new_name, new_tag, digest, suffix;
};

/* A suffix is for the tag that is there: kustomize forgets it beside a new tag or a digest. */
static struct wish wish_of(const json_t *image)
{
	struct bytes digest = json_text(image, "digest");
	struct wish wish = { json_text(image, "name"), json_text(image, "newName"),
		json_text(image, "newTag"), digest.len ? digest : json_text(image, "Digest"),
		json_text(image, "tagSuffix") };
	if (wish.new_tag.len || wish.digest.len)
		wish.suffix.len = 0;
	return wish;
}

/* A name may be given with its tag, or be a whole reference. */
static bool is_meant(struct arena *owner, const struct wish *wish, struct bytes image)
{
	struct reference_parts parts = reference_split(image);
	size_t at = bytes_find(image, BYTES("@"), 0);
	return reference_names_equal(owner, parts.name, wish->name) ||
		reference_names_equal(owner, bytes_slice(image, 0, at), wish->name) ||
		reference_names_equal(owner, image, wish->name);
}

static struct bytes granted(
	struct arena *owner, const struct wish *wish, struct reference_parts parts)
{
	bool has_tag = wish->new_tag.len || wish->suffix.len;
	struct buf out = buf_new(owner);
	struct bytes tag = wish->new_tag.len ? wish->new_tag : parts.tag;
	struct bytes digest = wish->digest.len ? wish->digest : parts.digest;
	if (has_tag && !wish->digest.len)
		digest.len = 0;
	if (wish->digest.len && !has_tag)
		tag.len = 0;
	buf_add(&out, wish->new_name.len ? wish->new_name : parts.name);
	if (tag.len || wish->suffix.len)
		buf_print(&out, ":" BYTES_FMT BYTES_FMT, BYTES_ARG(tag), BYTES_ARG(wish->suffix));
	if (digest.len)
		buf_print(&out, "@" BYTES_FMT, BYTES_ARG(digest));
	return buf_bytes(&out);
}

/* --- where images are ------------------------------------------------------------------------- */

struct finder {
	struct arena *owner;
	const struct tree *tree;
	struct buf sites; /* a list of declared ones, as YAML */
	struct bytes kind;
};

static void declare(struct finder *finder, struct bytes path)
{
	buf_print(&finder->sites, "- {kind: " BYTES_FMT ", path: '" BYTES_FMT "'}\n",
		BYTES_ARG(finder->kind), BYTES_ARG(path));
}

static struct bytes longer(
	const struct finder *finder, struct bytes path, struct bytes key, node_id value)
{
	bool is_list = tree_node(finder->tree, value)->kind == NODE_SEQ;
	return bytes_print(finder->owner, BYTES_FMT "%s" BYTES_FMT "%s", BYTES_ARG(path),
		path.len ? "." : "", BYTES_ARG(key), is_list ? "[]" : "");
}

/* `spec/containers[]/image`, where the brackets are as good as none. */
static void declare_field(struct finder *finder, node_id node, struct bytes rest)
{
	struct bytes path = BYTES(""), part;
	while (bytes_cut(&rest, '/', &part)) {
		struct bytes key = bytes_ends(part, BYTES("[]"))
			? bytes_slice(part, 0, part.len - 2)
			: part;
		while (tree_node(finder->tree, node)->kind == NODE_SEQ)
			node = tree_first(finder->tree, node);
		node = tree_find(finder->tree, node, key);
		path = longer(finder, path, key, node);
	}
	declare(finder, path);
}

/* By kustomize's own choice: the images of all lists of containers. */
static void declare_all(struct finder *finder, node_id map, struct bytes path)
{
	const struct tree *tree = finder->tree;
	if (tree_node(tree, map)->kind != NODE_MAP)
		return;
	for (node_id key = tree_first(tree, map); key;
		key = tree_next(tree, tree_next(tree, key))) {
		struct bytes name = tree_text(tree, key);
		node_id value = tree_next(tree, key);
		struct bytes inner = longer(finder, path, name, value);
		if (bytes_is(name, "containers") || bytes_is(name, "initContainers"))
			declare(finder,
				bytes_join(finder->owner, inner, BYTES("."), BYTES("image")));
		else
			declare_all(finder, value, inner);
	}
}

static struct bytes sites_of(struct arena *owner, const struct object *object, const json_t *fields)
{
	struct finder finder = { owner, object->manifest->tree, buf_new(owner), object->id.kind };
	if (bytes_is(object->id.kind, "CustomResourceDefinition"))
		return BYTES("[]");
	for (size_t i = 0; i < json_array_size(fields); i++)
		declare_field(&finder, object->node, json_text(json_array_get(fields, i), "path"));
	if (!json_array_size(fields))
		declare_all(&finder, object->node, BYTES(""));
	return finder.sites.len ? buf_bytes(&finder.sites) : BYTES("[]");
}

/* --- one pass --------------------------------------------------------------------------------- */

static bool read_declared(
	struct trial *trial, struct bytes text, struct declared_sites *declared, struct diags *d)
{
	const struct tree *tree = tree_read(trial->arena,
		source_new(trial->arena, BYTES("sites"), BYTES("sites"), text), DIALECT_STRICT,
		LIMITS_DEFAULT, d);
	return tree &&
		declared_sites_read(trial->arena,
			tree_value(
				trial->arena, tree, tree->documents.at[0].root, LIMITS_DEFAULT, d),
			declared, d);
}

static bool edit_object(struct trial *trial, const struct object *object, const json_t *fields,
	const struct wish *wish, struct edits *edits, struct diags *d)
{
	struct declared_sites declared;
	struct site_changes changes = { 0 };
	if (!read_declared(trial, sites_of(trial->arena, object, fields), &declared, d))
		return false;
	bool *used = arena_array_of(trial->arena, bool, declared.count);
	struct sites sites = object_sites(trial->arena, object, &declared, used);
	for (size_t i = 0; i < sites.count; i++) {
		struct bytes image = sites.at[i].text;
		if (is_meant(trial->arena, wish, image))
			*array_push(trial->arena,
				&changes) = (struct site_change){ .site = &sites.at[i],
				.text = granted(trial->arena, wish, reference_split(image)) };
	}
	return sites_edit(trial->arena, &changes, edits, d);
}

static bool transform(struct trial *trial, const json_t *row, struct bytes *text, struct diags *d)
{
	struct wish wish = wish_of(json_object_get(row, "image"));
	struct source *source = source_new(trial->arena, BYTES("case"), BYTES("case"), *text);
	struct edits edits = edits_new(trial->arena, source);
	struct stream *stream = stream_open(trial->arena, source, d);
	for (size_t i = 0; stream && i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			trial->arena, stream, i, LIMITS_DEFAULT, d);
		for (size_t k = 0; manifest && k < manifest->objects.count; k++)
			if (!edit_object(trial, &manifest->objects.at[k],
				    json_object_get(row, "field_specs"), &wish, &edits, d))
				return false;
	}
	return stream && edits_apply(trial->arena, &edits, text, d);
}

/* --- verdicts --------------------------------------------------------------------------------- */

static const struct value *read_value(struct trial *trial, struct bytes text, struct diags *d)
{
	const struct tree *tree = tree_read(trial->arena,
		source_new(trial->arena, BYTES("case"), BYTES("case"), text), DIALECT_HELM,
		LIMITS_DEFAULT, d);
	return tree ? tree_value(trial->arena, tree, tree->documents.at[0].root, LIMITS_DEFAULT, d)
		    : NULL;
}

/* kyaml writes an empty list where it looked for one and found nothing. */
static const struct value *without_empty(struct arena *owner, const struct value *value)
{
	if (value->kind != VALUE_MAP)
		return value;
	for (size_t i = 0; i < value->count; i++) {
		struct entry entry = value->entries[i];
		bool empty = entry.value->kind == VALUE_NULL ||
			(entry.value->kind == VALUE_LIST && !entry.value->count);
		if (empty)
			return without_empty(owner, value_less(owner, value, entry.key));
		entry.value = without_empty(owner, entry.value);
		value = value_put(owner, value, &entry);
	}
	return value;
}

static bool judge_documents(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	struct bytes text = json_text(row, "input");
	if (!transform(trial, row, &text, &d))
		return trial_fail(trial, "refused: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	const struct value *got = read_value(trial, text, &d);
	const struct value *wanted = read_value(trial, json_text(row, "expected"), &d);
	return (got && wanted &&
		       value_equal(without_empty(trial->arena, got),
			       without_empty(trial->arena, wanted))) ||
		trial_fail(trial, "got «" BYTES_FMT "»", BYTES_ARG(text));
}

static bool judge_match(struct trial *trial, const json_t *row)
{
	struct wish wish = { .name = json_text(row, "name") };
	bool got = is_meant(trial->arena, &wish, json_text(row, "value"));
	bool wanted = json_flag(row, "expected") && !json_flag(row, "regex_dependent");
	return got == wanted || trial_fail(trial, got ? "it matches" : "it does not match");
}

static bool judge_split(struct trial *trial, const json_t *row)
{
	struct reference_parts got = reference_split(json_text(row, "input"));
	const json_t *wanted = json_object_get(row, "expected");
	return (bytes_equal(got.name, json_text(wanted, "name")) &&
		       bytes_equal(got.tag, json_text(wanted, "tag")) &&
		       bytes_equal(got.digest, json_text(wanted, "digest"))) ||
		trial_fail(trial, "got '" BYTES_FMT "', '" BYTES_FMT "', '" BYTES_FMT "'",
			BYTES_ARG(got.name), BYTES_ARG(got.tag), BYTES_ARG(got.digest));
}

/* --- probes ----------------------------------------------------------------------------------- */

static struct bytes text_at(const json_t *list, size_t index)
{
	const json_t *item = json_array_get(list, index);
	return (struct bytes){ json_string_value(item), json_string_length(item) };
}

static struct bytes pod_of(struct arena *owner, const json_t *images)
{
	struct buf out = buf_new(owner);
	buf_add(&out,
		BYTES("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"));
	for (size_t i = 0; i < json_array_size(images); i++) {
		struct bytes image = text_at(images, i);
		buf_print(&out, "  - image: '" BYTES_FMT "'\n", BYTES_ARG(image));
	}
	return buf_bytes(&out);
}

/* Whether the name stands there as it is written, with nothing but tag and digest behind it. */
static bool begins_with(struct bytes image, struct bytes name)
{
	struct bytes rest = bytes_slice(image, name.len, image.len);
	return name.len && bytes_begins(image, name) &&
		(!rest.len || rest.at[0] == ':' || rest.at[0] == '@');
}

static struct bytes on_docker_hub(struct bytes name)
{
	static const char *const heads[] = { "docker.io/", "library/" };
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (bytes_begins(name, bytes_of(heads[i])))
			name = bytes_slice(name, strlen(heads[i]), name.len);
	return name;
}

/* What kustomize does to containers of a Pod, it does twice. */
static struct bytes granted_twice(struct arena *owner, const struct wish *wish, struct bytes image)
{
	struct bytes once = granted(owner, wish, reference_split(image));
	return is_meant(owner, wish, once) ? granted(owner, wish, reference_split(once)) : once;
}

static struct bytes wanted_of(
	struct trial *trial, const json_t *row, const struct wish *wish, size_t index)
{
	struct bytes image = text_at(json_object_get(row, "images"), index);
	if (begins_with(image, wish->name))
		return text_at(json_object_get(row, "expected"), index);
	if (begins_with(on_docker_hub(image), on_docker_hub(wish->name)))
		return granted_twice(trial->arena, wish, image);
	return json_flag(row, "regex_dependent") ? image
						 : text_at(json_object_get(row, "expected"), index);
}

static bool judge_images(struct trial *trial, const json_t *row, const struct value *pod)
{
	struct wish wish = wish_of(json_object_get(row, "image"));
	const struct value *list = value_get(value_get(pod, BYTES("spec")), BYTES("containers"));
	for (size_t i = 0; i < list->count; i++) {
		struct bytes got = value_get(list->items[i], BYTES("image"))->text;
		struct bytes wanted = wanted_of(trial, row, &wish, i);
		if (!bytes_equal(got, wanted))
			return trial_fail(trial, "%zu: got '" BYTES_FMT "', wanted '" BYTES_FMT "'",
				i, BYTES_ARG(got), BYTES_ARG(wanted));
	}
	return true;
}

static bool judge_probe(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	struct bytes text = pod_of(trial->arena, json_object_get(row, "images"));
	for (int pass = 0; pass < 2; pass++)
		if (!transform(trial, row, &text, &d))
			return trial_fail(
				trial, "refused: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	const struct value *pod = read_value(trial, text, &d);
	return pod ? judge_images(trial, row, pod) : trial_fail(trial, "not read");
}

bool judge_kustomize_images(struct trial *trial, const json_t *row)
{
	static const struct {
		const char *kind;
		bool (*judge)(struct trial *trial, const json_t *row);
	} kinds[] = {
		{ "match", judge_match },
		{ "split", judge_split },
		{ "filter", judge_documents },
		{ "legacy-filter", judge_documents },
		{ "transformer", judge_documents },
		{ "probe", judge_probe },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (bytes_is(json_text(row, "kind"), kinds[i].kind))
			return kinds[i].judge(trial, row);
	return trial_fail(trial, "an unknown kind of row");
}
