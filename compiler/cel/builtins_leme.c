/* leme's own: image references, versions by scheme, and what the host tells of its environment. */
#include "eval.h"

#include "base/message.h"
#include "notation/notation.h"

/* --- images ----------------------------------------------------------------------------------- */

/* The same fields as each of `images`, so that a rule asks both alike. */
static struct cel_value image_fields(struct arena *owner, const struct image *image)
{
	struct bytes fields[][2] = {
		{ BYTES("ref"), image_text(owner, image) },
		{ BYTES("registry"), image->domain },
		{ BYTES("repository"), image->path },
		{ BYTES("tag"), image->tag },
		{ BYTES("digest"), image->digest },
	};
	enum { COUNT = sizeof fields / sizeof *fields };
	struct cel_value *items = arena_array_of(owner, struct cel_value, 2 * COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		items[2 * i] = cel_string(fields[i][0]);
		items[2 * i + 1] = cel_string(fields[i][1]);
	}
	return cel_map(items, COUNT);
}

static struct cel_value image_from(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct image image;
	const char *fault = image_parse_normalized(eval->owner, cel_text(args[0]), &image);
	(void)count;
	return fault ? cel_fail(eval, N_("'" BYTES_FMT "' is no image: %s"), (int)args[0].len,
			       args[0].text, _(fault))
		     : image_fields(eval->owner, &image);
}

/* --- versions --------------------------------------------------------------------------------- */

static const struct version_scheme *scheme_in(const struct eval *eval, struct bytes name)
{
	const struct cel_host *host = &eval->env->options.host;
	const struct version_scheme *scheme = version_scheme_find(name);
	return scheme || !host->scheme ? scheme : host->scheme(host->context, name);
}

static struct cel_value version_from(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct version_value *version = arena_new_of(eval->owner, struct version_value);
	struct bytes name = count == 2 ? cel_text(args[1]) : BYTES("dotted");
	const struct version_scheme *scheme = scheme_in(eval, name);
	if (!scheme)
		return cel_fail(
			eval, N_("there is no version scheme '" BYTES_FMT "'"), BYTES_ARG(name));
	const char *fault = version_parse(eval->owner, scheme, cel_text(args[0]), version);
	if (fault)
		return cel_fail(eval, N_("'" BYTES_FMT "' is no version: %s"), (int)args[0].len,
			args[0].text, _(fault));
	return (struct cel_value){ .kind = CEL_VERSION, .opaque = version };
}

static struct cel_value prerelease_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_string(version_prerelease(args[0].opaque));
}

/* --- the environment -------------------------------------------------------------------------- */

static struct cel_value from_environment(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	const struct cel_host *host = &eval->env->options.host;
	struct bytes value = { 0 };
	(void)count;
	if (!host->getenv || !host->getenv(host->context, cel_text(args[0]), &value))
		return cel_fail(eval,
			N_("the environment variable '" BYTES_FMT "' may not be read"),
			(int)args[0].len, args[0].text);
	return value.at ? cel_string(value) : args[1];
}

static const struct function rows[] = {
	{ "image(string) {ref: string, registry: string, repository: string, tag: string, "
	  "digest: string}",
		image_from,
		N_("an image reference, made canonical: ref, registry, repository, tag and digest; "
		   "'' for what it lacks"),
		"image('redis:7').ref == 'docker.io/library/redis:7'", LEME_ONLY },
	{ "version(string) version", version_from,
		N_("a version by the scheme 'dotted'; two of one scheme have an order"),
		"version('1.9') < version('1.10') && version('1.10') == version('1.10.0')",
		LEME_ONLY },
	{ "version(string, string) version", version_from,
		N_("a version by a scheme: 'semver', 'dotted', 'date', 'opaque' or the "
		   "catalogue's own"),
		"version('2026-11-23', 'date') > version('2026-02-01', 'date')", LEME_ONLY },
	{ "<version>.prerelease() string", prerelease_of, N_("what follows the '-', or ''"),
		"version('1.10-rc.1').prerelease() == 'rc.1'", LEME_ONLY },
};

const struct library cel_leme = ROWS(rows);

static const struct function environment_rows[] = {
	{ "getenv(string, string) string", from_environment,
		N_("an environment variable that the catalogue lets be read; the second text if it "
		   "is not set"),
		"getenv('LEME_EXAMPLE', 'none') == 'none'", LEME_ONLY },
};

const struct library cel_environment = { .functions = environment_rows,
	.count = sizeof environment_rows / sizeof *environment_rows,
	.needs_getenv = true };
