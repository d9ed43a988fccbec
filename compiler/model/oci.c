#include "oci.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/message.h"
#include "notation/notation.h"
#include "read.h"

#define SHA256 "sha256:"

struct layout {
	struct arena *owner;
	struct bytes folder;
	size_t file_limit;
	struct limits limits;
	struct diags *d;
};

/* --- JSON ------------------------------------------------------------------------------------- */

static const struct value *json_member(
	const struct value *map, const char *key, enum value_kind kind)
{
	const struct value *value = map && map->kind == VALUE_MAP ? read_key(map, key) : NULL;
	return value && value->kind == kind ? value : NULL;
}

static struct bytes json_text(const struct value *map, const char *key)
{
	const struct value *value = json_member(map, key, VALUE_STRING);
	return value ? value->text : (struct bytes){ 0 };
}

/* What helps who writes YAML does not help who got JSON. */
static const struct value *no_json(struct diags *d, size_t before)
{
	for (size_t i = before; i < d->count; i++)
		if (bytes_begins(bytes_of(d->at[i]->id), BYTES("yaml/")))
			d->at[i]->hint = bytes_of(
				_("it must be JSON, complete and as it was made"));
	return NULL;
}

/* What YAML takes and JSON does not, a registry would not have, nor others read alike. */
static bool is_strict(const struct source *source, struct diags *d)
{
	size_t fault;
	if (json_is_well_formed(source->text, &fault))
		return true;
	diag_error(d, (struct span){ source, (uint32_t)fault, (uint32_t)fault }, "lock/layout",
		N_("this is not JSON"));
	diag_hint(d, N_("it must be JSON, complete and as it was made"));
	return false;
}

/* An object, or NULL with a diag. */
static const struct value *json_read(
	struct arena *owner, const struct source *source, struct limits limits, struct diags *d)
{
	if (bytes_begins(bytes_trim(source->text), BYTES("{"))) {
		size_t before = d->count;
		struct tree *tree = tree_read(owner, source, DIALECT_STRICT, limits, d);
		if (!tree || !tree->documents.count)
			return no_json(d, before);
		return is_strict(source, d)
			? tree_value(owner, tree, tree->documents.at[0].root, limits, d)
			: NULL;
	}
	diag_error(d, (struct span){ source, 0, 0 }, "lock/layout",
		N_("this is not JSON of an image: it does not begin with '{'"));
	return NULL;
}

/* --- manifests and indexes -------------------------------------------------------------------- */

static bool is_digest(const struct value *descriptor)
{
	struct bytes text = json_text(descriptor, "digest");
	return bytes_begins(text, BYTES(SHA256)) &&
		text.len == sizeof SHA256 - 1 + DIGEST_HEX_LEN && !image_digest_fault(text);
}

static bool no_digest(const struct value *descriptor, struct diags *d)
{
	const struct value *digest = descriptor->kind == VALUE_MAP ? read_key(descriptor, "digest")
								   : NULL;
	return diag_error(d, digest ? digest->at : descriptor->at, "lock/layout",
		N_("an image is listed here without a sha256 as its digest"));
}

/* os/architecture[/variant]; nothing for what no machine runs, such as attestations. */
static struct bytes platform_name(struct arena *owner, const struct value *descriptor)
{
	const struct value *platform = json_member(descriptor, "platform", VALUE_MAP);
	struct bytes os = json_text(platform, "os");
	struct bytes architecture = json_text(platform, "architecture");
	struct bytes variant = json_text(platform, "variant");
	if (!os.len || !architecture.len || bytes_is(os, "unknown"))
		return (struct bytes){ 0 };
	struct bytes name = bytes_join(owner, os, BYTES("/"), architecture);
	return variant.len ? bytes_join(owner, name, BYTES("/"), variant) : name;
}

static bool take_children(struct arena *owner, struct oci_image *image,
	const struct value *manifests, struct diags *d)
{
	image->is_index = true;
	for (size_t i = 0; i < manifests->count; i++) {
		const struct value *child = manifests->items[i];
		if (!is_digest(child))
			return no_digest(child, d);
		struct bytes name = platform_name(owner, child);
		if (name.len)
			*array_push(owner, &image->platforms) = (struct lock_platform){ name,
				json_text(child, "digest"), read_place(child, "digest") };
	}
	return true;
}

/*
 * What the bytes say: an index has manifests, an image has a config and layers. The config itself
 * has a `config` too.
 */
static const struct value *take_manifest(struct arena *owner, const struct source *source,
	struct limits limits, struct oci_image *image, struct diags *d)
{
	const struct value *value = json_read(owner, source, limits, d);
	const struct value *manifests = json_member(value, "manifests", VALUE_LIST);
	if (!value)
		return NULL;
	if (manifests)
		return take_children(owner, image, manifests, d) ? value : NULL;
	if (json_member(value, "config", VALUE_MAP) && json_member(value, "layers", VALUE_LIST))
		return value;
	diag_error(d, (struct span){ source, 0, 0 }, "lock/layout",
		N_("this is neither the manifest of an image nor an index"));
	diag_hint(d, N_("it has 'layers' or 'manifests', as 'skopeo inspect --raw' prints it"));
	return NULL;
}

bool oci_manifest_read(struct arena *owner, const struct source *source, struct limits limits,
	struct oci_image *image, struct diags *d)
{
	*image = (struct oci_image){
		.digest = bytes_join(
			owner, BYTES(SHA256), digest_hex(owner, source->text), (struct bytes){ 0 }),
		.at = { source, 0, 0 },
	};
	return take_manifest(owner, source, limits, image, d) != NULL;
}

/* --- blobs ------------------------------------------------------------------------------------ */

static bool is_blob(const struct layout *layout, const struct value *descriptor,
	const struct source *blob, struct bytes hex)
{
	const struct value *size = json_member(descriptor, "size", VALUE_INT);
	struct diags *d = layout->d;
	struct span whole = span_of_path(layout->owner, blob->path);
	if (!digest_is(blob->text, hex))
		diag_error(d, whole, "lock/blob",
			N_("the bytes of '" BYTES_FMT "' have the sha256 '" BYTES_FMT
			   "', not '" BYTES_FMT "'"),
			BYTES_ARG(blob->path), BYTES_ARG(digest_hex(layout->owner, blob->text)),
			BYTES_ARG(hex));
	else if (size && (uint64_t)size->integer != blob->text.len)
		diag_error(d, whole, "lock/blob",
			N_("'" BYTES_FMT "' has %zu bytes, not " BYTES_FMT), BYTES_ARG(blob->path),
			blob->text.len, BYTES_ARG(size->text));
	else
		return true;
	diag_related(d, read_place(descriptor, "digest"), N_("it is listed here"));
	return false;
}

static struct bytes blob_path(const struct layout *layout, struct bytes hex)
{
	return bytes_join(layout->owner, layout->folder, BYTES("/blobs/sha256/"), hex);
}

/* The bytes that a descriptor names, proven. */
static const struct source *read_blob(const struct layout *layout, const struct value *descriptor)
{
	if (!is_digest(descriptor)) {
		no_digest(descriptor, layout->d);
		return NULL;
	}
	struct bytes digest = json_text(descriptor, "digest");
	struct bytes hex = bytes_slice(digest, sizeof SHA256 - 1, digest.len);
	const struct source *blob = file_read(layout->owner, blob_path(layout, hex),
		layout->file_limit, read_place(descriptor, "digest"), layout->d);
	return blob && is_blob(layout, descriptor, blob, hex) ? blob : NULL;
}

/* A layout may hold some platforms only. */
static bool check_children(const struct layout *layout, const struct value *index)
{
	const struct value *manifests = json_member(index, "manifests", VALUE_LIST);
	bool good = true;
	for (size_t i = 0; manifests && i < manifests->count; i++) {
		struct bytes digest = json_text(manifests->items[i], "digest");
		struct bytes hex = bytes_slice(digest, sizeof SHA256 - 1, digest.len);
		if (file_exists(layout->owner, blob_path(layout, hex)))
			good = read_blob(layout, manifests->items[i]) && good;
	}
	return good;
}

/* --- the layout ------------------------------------------------------------------------------- */

static const struct value *read_file(const struct layout *layout, const char *name)
{
	const struct source *source = file_read(layout->owner,
		bytes_join(layout->owner, layout->folder, BYTES("/"), bytes_of(name)),
		layout->file_limit, (struct span){ 0 }, layout->d);
	if (source)
		return json_read(layout->owner, source, layout->limits, layout->d);
	diag_hint(
		layout->d, N_("an image layout is a folder with oci-layout, index.json and blobs"));
	return NULL;
}

static bool check_version(const struct layout *layout)
{
	const struct value *value = read_file(layout, "oci-layout");
	struct bytes version = json_text(value, "imageLayoutVersion");
	if (!value || bytes_begins(version, BYTES("1.")))
		return value != NULL;
	return diag_error(layout->d, value->at, "lock/layout",
		N_("this is no image layout of version 1: '" BYTES_FMT "'"), BYTES_ARG(version));
}

/* containerd's annotation holds a whole reference; the standard one often a tag only. */
static struct bytes image_name(const struct value *descriptor)
{
	const struct value *annotations = json_member(descriptor, "annotations", VALUE_MAP);
	struct bytes name = json_text(annotations, "io.containerd.image.name");
	return name.len ? name : json_text(annotations, "org.opencontainers.image.ref.name");
}

static bool take_image(
	const struct layout *layout, const struct value *descriptor, struct oci_image *image)
{
	const struct source *blob = read_blob(layout, descriptor);
	if (!blob)
		return false;
	*image = (struct oci_image){
		.name = image_name(descriptor),
		.digest = json_text(descriptor, "digest"),
		.at = read_place(descriptor, "digest"),
	};
	const struct value *manifest = take_manifest(
		layout->owner, blob, layout->limits, image, layout->d);
	return manifest && check_children(layout, manifest);
}

bool oci_layout_read(struct arena *owner, struct bytes folder, size_t file_limit,
	struct limits limits, struct oci_images *images, struct diags *d)
{
	while (folder.len > 1 && folder.at[folder.len - 1] == '/')
		folder.len--;
	struct layout layout = { owner, folder, file_limit, limits, d };
	const struct value *index = check_version(&layout) ? read_file(&layout, "index.json")
							   : NULL;
	const struct value *manifests = json_member(index, "manifests", VALUE_LIST);
	if (!index)
		return false;
	if (!manifests)
		return diag_error(d, index->at, "lock/layout", N_("'manifests' must be a list"));
	bool good = true;
	for (size_t i = 0; i < manifests->count; i++)
		good = take_image(&layout, manifests->items[i], array_push(owner, images)) && good;
	return good;
}
