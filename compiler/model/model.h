/*
 * The project as data: catalogue, profiles, and what a profile comes to.
 *
 *   catalog_read     leme.yaml → a frozen catalogue
 *   fleet_read       every profile's head (name, parents, output); the rest is read again on need
 *   resolver_new     layers of all profiles that others extend
 *   profile_resolve  one profile → everything that emission, rules and views take
 *
 * A catalogue, a fleet and a resolver are read-only once made, so that workers may share them.
 * Every failure has recorded diags; NULL or false only passes it on. SPEC §1, §2.
 */
#ifndef LEME_MODEL_H
#define LEME_MODEL_H

#include "base/folder.h"
#include "cel/cel.h"
#include "chain.h"
#include "chart_changes.h"
#include "chart_data.h"
#include "chart_values.h"
#include "evidence.h"
#include "history.h"
#include "lock.h"
#include "makefile.h"
#include "oci.h"
#include "orphans.h"
#include "pins.h"
#include "registry.h"
#include "secret.h"
#include "shipped.h"
#include "sources.h"
#include "tree/tree.h"
#include "versioned.h"

/* leme's own version, as SemVer. */
#define LEME_VERSION "0.1.0"

/* --- catalogue -------------------------------------------------------------------------------- */

/* Names of environments and profiles are equal when their slugs are. */
struct name {
	struct bytes text; /* as written, in normal form C */
	struct bytes slug;
	struct span at;
};

struct template;

/* A text that may hold `${{ }}`, and so come to another one in each profile. */
struct formula {
	struct bytes text; /* what it comes to, where there is no template; may be empty */
	struct span at;
	const struct template *template;
};

/* Whether there is anything. */
static inline bool formula_given(const struct formula *formula)
{
	return formula->template || formula->text.len;
}

enum write_field {
	WRITE_IMAGE, /* P.repository, P.tag, and P.digest where the chart's values have that key */
	WRITE_REFERENCE,
	WRITE_REGISTRY,
	WRITE_REPOSITORY,
	WRITE_TAG,
	WRITE_DIGEST,
	WRITE_ENABLED,
};

/* One scalar that a component puts into the values. WRITE_IMAGE is spelled out into its parts. */
struct write {
	enum write_field field;
	struct texts path;
	struct span at;
};

struct writes {
	ARRAY(struct write);
};

struct role {
	struct bytes id, title;
	struct span at;
	struct formula image; /* none: the component's */
	struct formula from;  /* version file of its own */
	struct writes writes;
};

/* Where the artifact is kept in one environment. */
struct artifact_folder {
	int environment; /* index in the catalogue; -1: in all of them */
	struct formula folder;
};

struct artifact {
	struct bytes id;
	struct span at;
	struct {
		ARRAY(struct artifact_folder);
	} folders;
	struct formula name;
};

struct need {
	struct bytes component, constraint;
	struct span at;
};

struct component {
	struct bytes id, title, scheme;
	struct span at;
	bool external, hook;
	struct formula image; /* none for an external one */
	struct formula tag;   /* none: the version */
	struct formula from;  /* default version file */
	struct formula build; /* the file that links the version to the image */
	struct bytes build_key;
	struct writes writes;
	struct {
		ARRAY(struct role);
	} roles;
	struct {
		ARRAY(struct artifact);
	} artifacts;
	struct {
		ARRAY(struct need);
	} needs;
};

struct chart {
	struct bytes path, version, version_file, base; /* path empty: no chart */
	struct span at, version_at, version_file_at;
	struct formula app_version; /* none: what stands in Chart.yaml is left alone */
	enum version_step bump[CHART_CHANGE_KINDS]; /* how far the version moves for a change */
};

enum merge_kind { MERGE_REPLACE, MERGE_APPEND, MERGE_BY };

struct merge_rule {
	struct texts path;
	enum merge_kind kind;
	struct bytes by;
};

struct layer;
struct plan;
struct scopes;
struct templates;
struct version_scheme;

struct env_variable {
	struct bytes name;
	struct bytes value; /* .at NULL: not set */
};

/* How outputs name an image that is locked. */
enum pin { PIN_TAG, PIN_DIGEST, PIN_BOTH };

struct catalog {
	const struct folder *folder;
	const struct source *source;
	const struct value *value; /* the whole document */
	struct bytes name, title;
	struct chart chart;
	struct {
		ARRAY(struct name);
	} environments, prereleases;
	struct {
		ARRAY(struct component);
	} components;
	struct {
		ARRAY(struct merge_rule);
	} merges;
	const struct value *values;         /* NULL if there are none */
	const struct value *registries;     /* NULL if there are none */
	const struct registries *spellings; /* the same, as names of images */
	const struct lock *lock;
	enum pin pin;
	const struct sources *sources;
	struct texts stamp; /* values path; empty if there is none */
	struct span stamp_at;
	struct {
		ARRAY(struct bytes);
	} profile_globs;
	struct {
		ARRAY(struct span);
	} profile_globs_at;
	const struct plan *plan;          /* where the components' scalars go */
	const struct value *chart_values; /* the chart's values.yaml as Helm reads it, or NULL */
	struct {
		ARRAY(struct env_variable);
	} env; /* what getenv() may read, and what it was when the run began */
	struct {
		ARRAY(const struct version_scheme *);
	} schemes;                         /* its own */
	struct scopes *scopes;             /* what expressions see */
	const struct templates *templates; /* those in `values` */
	struct limits limits;
};

/* False, with `file/conflict`, if git left the markers of a merge in the file. */
bool source_is_merged(const struct source *source, struct diags *d) MUST_USE;

/* `given`, which may be NULL: folders of sources that the command line names. */
struct catalog *catalog_read(struct arena *run, const struct folder *folder, struct limits limits,
	const struct sources_given *given, struct diags *d) MUST_USE;

/* The same for a command that writes leme.lock: whether it is settled is for that one to ask. */
struct catalog *catalog_read_to_mend(struct arena *run, const struct folder *folder,
	struct limits limits, const struct sources_given *given, struct diags *d) MUST_USE;

/*
 * Reads every rule pack and waiver file that the catalogue names and checks its shape. A shipped
 * pack must exist and be named with its edition (`rules/unknown-pack`, `rules/edition`), and once
 * (`rules/same-pack`). A glob that matches nothing is warning `path/unmatched`.
 */
bool packs_check(struct arena *run, const struct catalog *catalog, struct diags *d) MUST_USE;

/* A rule pack or a file of waivers, as data of its shape. */
struct pack_document {
	const struct value *document;
	bool shipped;   /* with leme: it stands in no file of the project */
	struct span at; /* of a shipped one: what names it in the catalogue */
};

struct pack_documents {
	ARRAY(struct pack_document);
};

/* The same, and gives what it has read, in the catalogue's order; shipped packs with it. */
struct packs {
	struct pack_documents rules, waivers;
};
bool packs_read(struct arena *run, const struct catalog *catalog, struct packs *packs,
	struct diags *d) MUST_USE;

/* All of a file that somebody names: each must be of that kind, and have its shape. */
struct documents {
	const struct value **at;
	size_t count;
};
bool documents_read(struct arena *owner, const struct source *source, const char *kind,
	struct limits limits, struct documents *documents, struct diags *d) MUST_USE;

/* Documents of Kubernetes, as data: policies, bindings, params. */
struct policy_documents {
	ARRAY(const struct value *);
};

/*
 * Reads what `policies` of the catalogue names, a file once. packs_check() looks whether the files
 * are there: a glob that matches nothing is a warning (`path/unmatched`).
 */
bool policies_read(struct arena *run, const struct catalog *catalog,
	struct policy_documents *documents, struct diags *d) MUST_USE;

/* The packs of rules/, which are compiled in; of one name the newest edition last. */
struct shipped_pack {
	const char *name;
	unsigned edition;
	const char *begin, *end; /* of its text */
};
extern const struct shipped_pack shipped_packs[];
extern const size_t shipped_pack_count;

/* A shipped pack as data. */
const struct value *shipped_pack_read(
	struct arena *owner, const struct shipped_pack *pack, struct diags *d) MUST_USE;

/*
 * The canonical repositories of the images that the catalogue has, or allows charts to bring. False
 * if expressions may make others, which only profiles know.
 */
bool catalog_repositories(
	struct arena *owner, const struct catalog *catalog, struct texts *repositories);

/* NULL if there is none. */
const struct component *catalog_component(const struct catalog *catalog, struct bytes id);

/* The scheme that a component's versions have; never NULL. */
const struct version_scheme *component_scheme(
	const struct catalog *catalog, const struct component *component);

/* The index of an environment by slug, or -1. */
int catalog_environment(const struct catalog *catalog, struct bytes slug);

/* --- fleet ------------------------------------------------------------------------------------ */

enum output_mode { OUTPUT_WRITE, OUTPUT_EDIT };

/* What is kept of every profile. Places are offsets in the file, which is not kept. */
struct head {
	struct bytes name, slug;
	struct bytes path;   /* of its file, in the project */
	uint32_t document;   /* which one of the file, from 0 */
	uint32_t begin, end; /* its name in the file */
	bool abstract;
	bool is_parent; /* another profile extends it */
	enum output_mode mode;
	struct bytes output; /* path in the project; of concrete profiles */
	bool output_made;    /* by an expression */
	size_t parent_count;
	struct bytes *parents;      /* slugs */
	uint32_t *parents_at;       /* begin, end of each in the file */
	const uint32_t *extends;    /* the parents as indices of heads */
	const struct value *labels; /* own ones, or NULL; without places */
	struct identity file;       /* the state of its file; none: it is to be read anyway */
	struct identity done; /* the state in which its output is known to be right; or none */
	bool known;           /* the file is as the last run has read it */
};

struct fleet {
	const struct catalog *catalog;
	struct {
		ARRAY(struct head);
	} heads;     /* in the order of slugs */
	bool fresh;  /* the last run knew another fleet, or nothing */
	bool unread; /* there are files that could not be read, and that may hold profiles */
};

/*
 * Reads every profile once and checks its shape, the names (`profile/same-slug`), the parents
 * (`profile/unknown-parent`), cycles and chains over 16 (`profile/cycle`, `profile/chain`), and
 * the outputs (`profile/same-output`). No profile at all is an error. So many jobs read at once; 0:
 * as many as there are processors.
 */
struct fleet *fleet_read(
	struct arena *run, const struct catalog *catalog, size_t jobs, struct diags *d) MUST_USE;

/*
 * Notes for the next run what this one has found out: the heads, and for each the state in which
 * its output is right, or none. Whoever calls it holds the project's lock and has met no fault. It
 * may fail without a word, as it only saves time.
 */
void fleet_remember(struct arena *scratch, const struct fleet *fleet, const struct identity *done);

/* The head of a name in any spelling, or NULL. */
const struct head *fleet_find(const struct fleet *fleet, struct arena *scratch, struct bytes name);

/* Indices of heads: ancestors first, left to right, each once, the head itself last. */
struct chain {
	ARRAY(uint32_t);
};
struct chain head_chain(struct arena *owner, const struct fleet *fleet, const struct head *head);

/* A label of the profile or the nearest ancestor that has it, or NULL. */
const struct value *head_label(const struct fleet *fleet, struct arena *scratch,
	const struct head *head, struct bytes key);

/* --- selecting -------------------------------------------------------------------------------- */

struct selection {
	struct texts names;     /* names and globs in any spelling; none: all */
	struct texts labels;    /* `ring=piloto`, `ring!=piloto`, `ring`, `!ring`; all must hold */
	uint32_t shard, shards; /* the I-th of N parts, by slug; shards 0: everything */
};

struct selected {
	ARRAY(const struct head *); /* concrete, in the order of slugs, each once */
};

/* A name or glob that matches no concrete profile is an error that names the nearest. */
bool fleet_select(struct arena *run, const struct fleet *fleet, const struct selection *selection,
	struct selected *selected, struct diags *d) MUST_USE;

/* --- what a profile comes to ------------------------------------------------------------------ */

struct version {
	struct bytes text; /* .at NULL: none (only of external and absent components) */
	struct span at;    /* the text itself: in a VERSION file or in the profile */
	struct span entry; /* what chose it: the entry in versions, or the default's `from` */
	bool from_file;
	struct bytes reason, until; /* of a pin */
};

/*
 * A component or one of its roles in the profile. Images, as rules see them, are the parts that
 * are not external and that are a role or have none.
 */
struct part {
	const struct component *component;
	const struct role *role; /* or NULL */
	bool present;
	struct span absent_at; /* what made it absent */
	struct version version;
	struct bytes repository; /* with the domain, as this profile spells it; empty if external */
	struct bytes tag;
	struct span repository_at, tag_at;
	const struct lock_image *locked; /* what the lock has of it, or NULL */
	struct bytes build; /* of a component: the file that links the version to the image */
};

struct artifact_part {
	const struct component *component;
	const struct artifact *artifact;
	struct version version;
	struct bytes folder;   /* empty where the catalogue says none */
	struct span folder_at; /* where it says so */
	struct bytes name;     /* ID.tar.gz where it says none */
};

struct resolved_profile {
	const struct head *head;
	struct span at; /* its name, in its file */
	const struct catalog *catalog;
	const struct name *environment; /* NULL only for an abstract one */
	struct {
		ARRAY(struct bytes);
	} chain;                      /* files in the project, farthest ancestor first, each once */
	const struct value *values;   /* merged, without what components write; never NULL */
	const struct value *compiled; /* as emitted: with the writes, in the order of emission */
	const struct value *facts, *labels, *levels, *registries, *render; /* maps; never NULL */
	const struct registries *spellings;           /* how this profile names images */
	struct bytes release_name, release_namespace; /* the namespace may be empty */
	const struct value *release_components; /* a list of parts that it brings; NULL: all */
	struct {
		ARRAY(struct part);
	} parts; /* in the order of the catalogue: a component, then its roles */
	struct {
		ARRAY(struct artifact_part);
	} artifacts; /* all artifacts of all components, in the order of the catalogue */
	const struct layer *layer; /* what it was made from: model/'s own */
};

struct resolver;

struct resolver *resolver_new(
	struct arena *run, const struct fleet *fleet, struct diags *d) MUST_USE;

const struct fleet *resolver_fleet(const struct resolver *resolver);

/*
 * Reads the profile's file again into the owner and resolves it. The same resolver may serve
 * several threads; each brings its own arena and diags.
 */
struct resolved_profile *profile_resolve(struct arena *owner, const struct resolver *resolver,
	const struct head *head, struct diags *d) MUST_USE;

/* Whether pre-releases, and images that are not locked, may run in its environment. */
bool profile_takes_prereleases(const struct resolved_profile *profile);

/*
 * The canonical reference of a part's image with its tag, as lock, rules and gates know it; an
 * empty text where it has no image or no tag.
 */
struct bytes part_reference(
	struct arena *owner, const struct resolved_profile *profile, const struct part *part);

/* --- expressions ------------------------------------------------------------------------------ */

/*
 * What an expression sees that stands in no file: an environment to compile it with, and the values
 * to evaluate it with. The names are catalog, chart, environments, profiles and getenv(); with a
 * profile also environment, profile, values, facts and versions. Of a profile that is asked for and
 * has faults the diags tell; the value is then an error without a text.
 */
struct scene {
	const struct cel_env *env;
	struct cel_variables variables;
};

/* The profile may be NULL. The diags must live as long as the scene. */
struct scene scene_new(struct arena *owner, const struct resolver *resolver,
	const struct resolved_profile *profile, struct diags *d);

/* `chart.appVersion`; an empty text if the catalogue says none. False after a diag. */
bool project_app_version(struct arena *owner, const struct resolver *resolver, struct bytes *text,
	struct diags *d) MUST_USE;

/* --- merging ---------------------------------------------------------------------------------- */

/*
 * over on top of under: maps deeply, lists by the rules, anything else replaces; a value that
 * hides another knows it. Either may be NULL. Shares what it can.
 */
const struct value *values_merge(struct arena *owner, const struct value *under,
	const struct value *over, const struct merge_rule *rules, size_t rule_count);

/* One empty map, shared. */
extern const struct value value_empty_map;

#endif
