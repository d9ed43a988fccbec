/*
 * Texts with `${{ CEL }}` in them, compiled: once for each scalar, in the catalogue and the parents
 * before workers start, in other profiles by the worker that reads them. Internal to model/.
 */
#ifndef LEME_MODEL_TEMPLATE_H
#define LEME_MODEL_TEMPLATE_H

#include "model.h"

/* --- names ------------------------------------------------------------------------------------ */

/* What an expression can name. */
enum name_id {
	NAME_CATALOG,
	NAME_CHART,
	NAME_ENVIRONMENTS,
	NAME_PROFILES,
	NAME_ENVIRONMENT,
	NAME_PROFILE,
	NAME_FACTS,
	NAME_VALUES,
	NAME_VERSIONS,
	NAME_COMPONENT,
	NAME_ROLE,
	NAME_VERSION,
	NAMES,
};

/* Where an expression stands: which of the names it may use. */
enum scope {
	SCOPE_FROM,    /* `from`, `folder` */
	SCOPE_IMAGE,   /* `image`, `tag`, an artifact's `name` */
	SCOPE_VALUES,  /* `values`, `facts`, `output`, `release`, `render` */
	SCOPE_PROJECT, /* `chart.appVersion` */
	SCOPES,
};

/*
 * What all expressions of a project share. Each part is made when it is first needed, as most
 * projects need few of them; then it is read-only. Threads may ask at once.
 */
struct scopes;

struct shared_objects {
	struct cel_value catalog, chart;
	const struct cel_value *components; /* by index in the catalogue */
};

struct scopes *scopes_new(struct arena *run, const struct catalog *catalog);
const struct cel_env *scopes_env(struct scopes *scopes, enum scope scope);

/* Only once the catalogue is read. */
const struct shared_objects *scopes_objects(struct scopes *scopes);

/* What the catalogue lets expressions ask the world for. False after diags. */
bool environment_read(struct arena *run, struct catalog *catalog, struct diags *d) MUST_USE;
bool schemes_read(struct arena *run, struct catalog *catalog, struct diags *d) MUST_USE;

/* The catalogue's answers. */
struct cel_host catalog_host(const struct catalog *catalog);

/* An environment for the names in a set of bits, 1 << name_id. */
struct cel_env *scope_env(struct arena *owner, const struct catalog *catalog, unsigned names);

/* Which names a scope has. */
unsigned scope_names(enum scope scope);

/* The values of these names, in the order of their numbers. */
struct cel_variables scope_variables(
	struct arena *owner, unsigned names, const struct cel_value objects[NAMES]);

/* --- templates -------------------------------------------------------------------------------- */

struct template_part {
	struct bytes literal; /* where there is no program */
	const struct cel_program *program;
	size_t begin, length; /* of the program's text in the scalar's */
};

struct template
{
	const struct value *scalar;
	enum scope scope;
	bool computed;   /* it has an expression, and not only a literal `${{` */
	unsigned height; /* of the tallest expression */
	struct {
		ARRAY(struct template_part);
	} parts;
};

/* Nothing but one expression: it keeps its type. */
static inline bool template_is_whole(const struct template *template)
{
	return template->parts.count == 1 && template->parts.at[0].program;
}

/* Those of the catalogue, or of a profile's document. */
struct templates {
	ARRAY(const struct template *);
	bool bad; /* one could not be compiled; diags say why */
};

/* Whether a text has `${{` at all, be it literal. */
bool text_is_template(struct bytes text);

/* The template of a scalar; NULL if it is a plain text, or bad, which makes the set bad. */
const struct template *template_take(struct arena *owner, struct templates *templates,
	struct scopes *scopes, const struct value *scalar, enum scope scope, struct diags *d);

/* A text of the catalogue; NULL is none. */
struct formula formula_read(struct arena *run, const struct catalog *catalog,
	struct templates *templates, const struct value *scalar, enum scope scope, struct diags *d);

/* Takes all scalars of a value, which may be NULL. */
void templates_take(struct arena *owner, struct templates *templates, struct scopes *scopes,
	const struct value *value, enum scope scope, struct diags *d);

/* Takes what a profile's document holds, and seals the set. False after a diag. */
bool templates_of_profile(struct arena *owner, struct templates *templates, struct scopes *scopes,
	const struct value *document, struct diags *d) MUST_USE;

/* Makes the set ready for being asked. */
void templates_seal(struct templates *templates);

/* The template of a scalar, or of a copy of it, in a sealed set; or NULL. */
const struct template *template_find(
	const struct templates *templates, const struct value *scalar, enum scope scope);

#endif
