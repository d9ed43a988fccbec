#include "claims.h"
#include "missing.h"

#include "base/file.h"
#include "base/message.h"
#include "base/nearest.h"
#include "notation/notation.h"

/* An image that the command line names. */
struct named {
	struct bytes text; /* as it was given */
	struct bytes reference, tag, digest;
	enum lock_moves moves;
};

struct reading {
	struct run *run;
	const struct catalog *catalog;
	struct {
		ARRAY(struct named);
	} names;
	struct claims *claims;
};

static const struct span nowhere;

/* --- names ------------------------------------------------------------------------------------ */

static bool refuse_name(struct run *run, struct bytes text, const char *wrong)
{
	struct bytes mark = BYTES("://");
	size_t scheme = bytes_find(text, mark, 0);
	diag_error(&run->diags, nowhere, "usage/operand", N_("'" BYTES_FMT "': %s"),
		BYTES_ARG(text), _(wrong));
	if (scheme + mark.len < text.len)
		diag_hint(&run->diags, N_("write it without '" BYTES_FMT "'"),
			BYTES_ARG(bytes_slice(text, 0, scheme + mark.len)));
	return false;
}

static bool parse_name(struct reading *reading, struct bytes text, struct named *named)
{
	struct run *run = reading->run;
	struct image image;
	const char *wrong = registries_reference(
		run->arena, reading->catalog->spellings, text, &image);
	if (wrong)
		return refuse_name(run, text, wrong);
	if (!image.tag.len) {
		diag_error(&run->diags, nowhere, "usage/operand", N_("'" BYTES_FMT "' has no tag"),
			BYTES_ARG(text));
		diag_hint(&run->diags,
			N_("an image is locked by its name and tag, as outputs name it"));
		return false;
	}
	*named = (struct named){ .text = text, .tag = image.tag, .digest = image.digest };
	image.digest = (struct bytes){ 0 };
	named->reference = image_text(run->arena, &image);
	return true;
}

static bool add_digest(struct run *run, struct named *first, const struct named *named)
{
	if (!named->digest.len)
		return true;
	if (first->digest.len && !bytes_equal(first->digest, named->digest))
		return diag_error(&run->diags, nowhere, "usage/operand",
			N_("'" BYTES_FMT "' is given two digests"), BYTES_ARG(named->reference));
	first->digest = named->digest;
	return true;
}

static bool is_among(const struct texts *texts, struct bytes text)
{
	for (size_t i = 0; i < texts->count; i++)
		if (bytes_equal(texts->at[i], text))
			return true;
	return false;
}

/* A name without a domain is Docker Hub's here, but the house's in leme.yaml. */
static bool is_meant(struct reading *reading, const struct named *named)
{
	struct run *run = reading->run;
	struct bytes rest = named->text, name, nothing = { 0 };
	struct texts known = { 0 };
	bytes_cut(&rest, '@', &name);
	struct bytes house = registries_of_house(run->arena, reading->catalog->spellings, name);
	if (!house.len || image_name_split(name).domain.len)
		return true;
	(void)!catalog_repositories(run->arena, reading->catalog, &known);
	if (is_among(&known, reference_repository(named->reference)) ||
		!is_among(&known, reference_repository(house)))
		return true;
	diag_error(&run->diags, nowhere, "usage/operand",
		N_("'" BYTES_FMT "' is '" BYTES_FMT "' here, which no component has"),
		BYTES_ARG(named->text), BYTES_ARG(named->reference));
	diag_hint(&run->diags, N_("did you mean '" BYTES_FMT "'?"),
		BYTES_ARG(bytes_join(run->arena, house, named->digest.len ? BYTES("@") : nothing,
			named->digest)));
	return false;
}

/* The same image may be named as an operand and to be updated. */
static bool add_name(struct reading *reading, struct bytes text, enum lock_moves moves)
{
	struct named named;
	if (!parse_name(reading, text, &named) || !is_meant(reading, &named))
		return false;
	for (size_t i = 0; i < reading->names.count; i++) {
		struct named *first = &reading->names.at[i];
		if (!bytes_equal(first->reference, named.reference))
			continue;
		first->moves = moves == LOCK_MAY_MOVE ? moves : first->moves;
		return add_digest(reading->run, first, &named);
	}
	named.moves = moves;
	*array_push(reading->run->arena, &reading->names) = named;
	return true;
}

static bool add_names(struct reading *reading, struct texts texts, enum lock_moves moves)
{
	bool good = true;
	for (size_t i = 0; i < texts.count; i++)
		good = add_name(reading, texts.at[i], moves) && good;
	return good;
}

/* --- claims ----------------------------------------------------------------------------------- */

static bool has_digest_said(
	struct run *run, const struct named *named, const struct oci_image *image)
{
	if (!named->digest.len || bytes_equal(named->digest, image->digest))
		return true;
	return diag_error(&run->diags, image->at, "lock/blob",
		N_("'" BYTES_FMT "' is '" BYTES_FMT "' here, not '" BYTES_FMT "' as was said"),
		BYTES_ARG(named->reference), BYTES_ARG(image->digest), BYTES_ARG(named->digest));
}

static bool claim_seen(
	struct reading *reading, const struct named *named, const struct oci_image *image)
{
	*array_push(reading->run->arena, reading->claims) = (struct claim){ named->reference,
		*image, true, named->moves, false };
	return has_digest_said(reading->run, named, image);
}

static bool claim_said(struct reading *reading)
{
	struct run *run = reading->run;
	bool good = true;
	if (!reading->names.count)
		return diag_error(&run->diags, nowhere, "usage/options",
			N_("'--platform' needs '--from': a digest alone does not tell"));
	for (size_t i = 0; i < reading->names.count; i++) {
		const struct named *named = &reading->names.at[i];
		*array_push(run->arena, reading->claims) = (struct claim){ named->reference,
			{ .digest = named->digest }, false, named->moves, false };
		if (named->digest.len)
			continue;
		good = diag_error(&run->diags, nowhere, "usage/operand",
			N_("nothing says the digest of '" BYTES_FMT "'"), BYTES_ARG(named->text));
		diag_hint(&run->diags,
			N_("write '" BYTES_FMT
			   "@sha256:...', or say with --from where the image can be read"),
			BYTES_ARG(named->text));
	}
	return good;
}

/* --- layouts ---------------------------------------------------------------------------------- */

static bool is_tag_alone(struct bytes name)
{
	return name.len && !memchr(name.at, '/', name.len) && !memchr(name.at, ':', name.len);
}

static bool fits(struct reading *reading, const struct named *named, const struct oci_image *image)
{
	struct image parsed;
	if (is_tag_alone(image->name))
		return bytes_equal(image->name, named->tag);
	if (!image->name.len ||
		registries_reference(
			reading->run->arena, reading->catalog->spellings, image->name, &parsed))
		return false;
	parsed.digest = (struct bytes){ 0 };
	return bytes_equal(image_text(reading->run->arena, &parsed), named->reference);
}

static bool not_in_layout(
	struct reading *reading, const struct named *named, const struct oci_images *images)
{
	struct diags *d = &reading->run->diags;
	struct texts known = { 0 };
	for (size_t i = 0; i < images->count; i++)
		if (images->at[i].name.len)
			*array_push(reading->run->arena, &known) = images->at[i].name;
	struct bytes near = nearest(named->text, known.at, known.count);
	diag_error(d, images->count ? images->at[0].at : nowhere, "lock/layout",
		N_("the layout has no image '" BYTES_FMT "'"), BYTES_ARG(named->reference));
	if (near.len)
		diag_hint(d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	else if (known.count)
		diag_hint(d, N_("it has '" BYTES_FMT "'"), BYTES_ARG(known.at[0]));
	return false;
}

/* A tag says nothing of whose it is, so the word of the command line is all there is. */
static bool claim_found(
	struct reading *reading, const struct named *named, const struct oci_image *image)
{
	struct diags *d = &reading->run->diags;
	if (is_tag_alone(image->name) && !named->digest.len) {
		diag_warning(d, image->at, "lock/layout",
			N_("the layout names this image by a tag alone, '" BYTES_FMT
			   "': nothing in it says that it is '" BYTES_FMT "'"),
			BYTES_ARG(image->name), BYTES_ARG(named->reference));
		diag_hint(d,
			N_("have its whole name written into the layout, as by 'skopeo copy ... "
			   "oci:DIR:" BYTES_FMT "'"),
			BYTES_ARG(named->reference));
	}
	return claim_seen(reading, named, image);
}

static bool choose_image(
	struct reading *reading, const struct named *named, const struct oci_images *images)
{
	const struct oci_image *found = NULL;
	if (images->count == 1 && !images->at[0].name.len)
		return claim_seen(reading, named, &images->at[0]);
	for (size_t i = 0; i < images->count; i++) {
		const struct oci_image *image = &images->at[i];
		if (!fits(reading, named, image))
			continue;
		if (found && !bytes_equal(found->digest, image->digest)) {
			diag_error(&reading->run->diags, image->at, "lock/layout",
				N_("the layout has two images '" BYTES_FMT "'"),
				BYTES_ARG(named->reference));
			diag_related(&reading->run->diags, found->at, N_("the other one"));
			return false;
		}
		found = image;
	}
	return found ? claim_found(reading, named, found) : not_in_layout(reading, named, images);
}

/* What the layout names itself. */
static bool take_image(struct reading *reading, const struct oci_image *image)
{
	struct run *run = reading->run;
	struct named named;
	if (image->name.len && !is_tag_alone(image->name))
		return parse_name(reading, image->name, &named) &&
			claim_seen(reading, &named, image);
	diag_error(&run->diags, image->at, "lock/layout",
		N_("the layout does not say which image this is"));
	diag_hint(&run->diags, N_("name it behind the options: leme lock --from ... NAME:TAG"));
	return false;
}

static bool read_layout(struct reading *reading, struct bytes folder)
{
	struct run *run = reading->run;
	const struct catalog *catalog = reading->catalog;
	struct oci_images images = { 0 };
	bool good = oci_layout_read(run->arena, folder, catalog->folder->file_limit,
		catalog->limits, &images, &run->diags);
	if (good && !images.count)
		return diag_error(&run->diags, span_of_path(run->arena, folder), "lock/layout",
			N_("the layout holds no image"));
	for (size_t i = 0; good && i < reading->names.count; i++)
		good = choose_image(reading, &reading->names.at[i], &images);
	for (size_t i = 0; good && !reading->names.count && i < images.count; i++)
		good = take_image(reading, &images.at[i]);
	return good;
}

/* --- manifests -------------------------------------------------------------------------------- */

static bool read_manifest(struct reading *reading, struct bytes path)
{
	struct run *run = reading->run;
	const struct catalog *catalog = reading->catalog;
	struct oci_image image;
	if (reading->names.count != 1)
		return diag_error(&run->diags, nowhere, "usage/options",
			N_("'--from json:FILE' is one image: name it with --image REF"));
	const struct source *source = file_read(
		run->arena, path, catalog->folder->file_limit, nowhere, &run->diags);
	return source &&
		oci_manifest_read(run->arena, source, catalog->limits, &image, &run->diags) &&
		claim_seen(reading, &reading->names.at[0], &image);
}

static bool read_from(struct reading *reading, struct bytes from)
{
	static const struct {
		const char *scheme;
		bool (*read)(struct reading *reading, struct bytes place);
	} rows[] = { { "oci:", read_layout }, { "json:", read_manifest } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bytes scheme = bytes_of(rows[i].scheme);
		if (bytes_begins(from, scheme) && from.len > scheme.len)
			return rows[i].read(reading, bytes_slice(from, scheme.len, from.len));
	}
	return diag_error(&reading->run->diags, nowhere, "usage/value",
		N_("'--from' takes oci:DIR or json:FILE, not '" BYTES_FMT "'"), BYTES_ARG(from));
}

/* --- the whole -------------------------------------------------------------------------------- */

/* Names that a layout gives itself may come twice. */
static bool check_twice(struct run *run, const struct claims *claims)
{
	struct names places = { .owner = run->arena };
	bool good = true;
	for (size_t i = 0; i < claims->count; i++) {
		const struct claim *claim = &claims->at[i];
		uint32_t place = names_get(&places, claim->reference);
		if (!place)
			names_set(&places, claim->reference, (uint32_t)i + 1);
		if (!place || bytes_equal(claims->at[place - 1].image.digest, claim->image.digest))
			continue;
		good = diag_error(&run->diags, claim->image.at, "lock/layout",
			N_("the layout has two images '" BYTES_FMT "'"),
			BYTES_ARG(claim->reference));
		diag_related(&run->diags, claims->at[place - 1].image.at, N_("the other one"));
	}
	return good;
}

/* Each place has names of its own, which one command line cannot tell apart. */
static bool is_one_place(struct run *run)
{
	struct texts places = option_values(run, "from");
	if (places.count < 2)
		return true;
	return diag_error(&run->diags, nowhere, "usage/options",
		N_("'--from' is given twice: '" BYTES_FMT "' and '" BYTES_FMT "'"),
		BYTES_ARG(places.at[0]), BYTES_ARG(places.at[1]));
}

bool claims_read(struct run *run, const struct catalog *catalog, struct texts operands,
	struct claims *claims)
{
	struct reading reading = { .run = run, .catalog = catalog, .claims = claims };
	struct bytes from = option_value(run, "from");
	bool good = is_one_place(run);
	good = add_names(&reading, operands, LOCK_STAYS) && good;
	good = add_names(&reading, option_values(run, "image"), LOCK_STAYS) && good;
	good = add_names(&reading, option_values(run, "update"), LOCK_MAY_MOVE) && good;
	if (!good)
		return false;
	return (from.at ? read_from(&reading, from) : claim_said(&reading)) &&
		check_twice(run, claims);
}
