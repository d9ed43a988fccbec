/*
 * Manifest streams: what Helm, kustomize or a person pipes in, as Kubernetes objects with spans.
 *
 *   stream_open    a text → its host and where its documents stand, in one pass over the lines
 *   manifest_read  one document → its tree and the objects in it
 *   object_sites   one object → the places in it that hold image references
 *
 * A stream is read document by document, each into an arena of the caller's, so that no more than
 * the text and the largest document is in memory at once. Manifests are read in Helm's dialect
 * (tree.h): duplicate keys (the last wins) and `<<` are taken as Helm takes them.
 * Source: SPEC §6; Helm 3 and 4 as measured, reference/helm-post-renderer.md §2, §4, §5.1.
 */
#ifndef LEME_OBJECTS_H
#define LEME_OBJECTS_H

#include "notation/notation.h"
#include "tree/tree.h"

/* --- streams ---------------------------------------------------------------------------------- */

/* Who is at the other end of the pipe, as the text itself tells. */
enum host {
	HOST_PLAIN, /* a file, kubectl */
	HOST_HELM3, /* begins with `---` and `# Source:`, as the answer of `helm template` does */
	HOST_HELM4, /* a document has the annotation postrenderer.helm.sh/postrender-filename */
	HOST_KRM,   /* one ResourceList: kustomize, kpt */
};

/* Bytes in the source. */
struct stretch {
	uint32_t begin, end;
};

struct stretches {
	ARRAY(struct stretch);
};

struct stream {
	const struct source *source;
	enum host host;
	/* Without their separators; those of nothing but blanks and comments too. */
	struct stretches documents;
	struct anchors *anchors; /* what documents lend to later ones */
};

/*
 * Splits where both Helms do: at lines that begin with `---`. NULL, with diags, for what they
 * refuse or would silently drop: a separator glued to text, a directive, a document behind `...`;
 * not UTF-8, NUL. (A second JSON value is an error of its document.)
 */
struct stream *stream_open(
	struct arena *owner, const struct source *source, struct diags *d) MUST_USE;

/* Whose stream a text seems to be that is none: stream_open() has refused it. */
enum host host_likely(struct bytes text);

/*
 * The same stream for another thread: documents are read from it without a word to those who read
 * the first one.
 */
struct stream *stream_again(struct arena *owner, const struct stream *stream);

/*
 * What one template rendered, as Helm itself splits it before anybody sees a stream: every line
 * that begins with `---` is a separator, and what is glued to it is of the next document. Nothing
 * is refused; documents of blanks are left out.
 */
struct stretches stream_split(struct arena *owner, struct bytes text);

/* --- objects ---------------------------------------------------------------------------------- */

/* What tells two objects of a release apart. The same object as hook and as template is two. */
struct object_id {
	bool hook;
	struct bytes group; /* of apiVersion: `apps`; empty for the core group */
	struct bytes kind, namespace, name;
	bool generated; /* name is a generateName: of equal ids each is an object of its own */
};

struct object {
	const struct manifest *manifest;
	node_id node; /* its map */
	struct object_id id;
	struct bytes api_version;
	struct bytes file; /* as its annotations say, else the document's; may be empty */
	struct span at;    /* its name, else its kind, else its map */
};

struct manifest {
	const struct stream *stream;
	size_t index; /* in stream->documents */
	const struct tree *tree;
	node_id root;      /* 0: nothing but comments */
	struct bytes file; /* the template, as the host says it; may be empty */
	struct {
		ARRAY(struct object);
	} objects; /* one; of a List or ResourceList its items, in order */
};

/*
 * Reads one document; in any order, and as often as one likes. An alias to an anchor of an earlier
 * document, since Helm 4 tears them apart, means what the nearest one has: nodes that stand behind
 * the document's own, outside of `root`. Duplicate keys are warning `manifest/duplicate-key`, a
 * hook that Helm would drop is `manifest/unknown-hook`. NULL, with diags: not YAML, or a document
 * that is no map, or something that Helm refuses: two keys that are one for it, a number that is
 * none.
 */
const struct manifest *manifest_read(struct arena *owner, const struct stream *stream, size_t index,
	struct limits limits, struct diags *d) MUST_USE;

/*
 * When Helm runs a hook: `pre-install`, `test` …, in its own spelling. None if the object is no
 * hook, or names one that Helm does not know: then it drops the object without a word
 * (`manifest/unknown-hook`).
 */
struct texts object_hook_events(struct arena *owner, const struct object *object);

bool object_id_equal(const struct object_id *a, const struct object_id *b);

/* `Deployment/appserver-erp`, with the namespace where there is one: `Deployment/erp/appserver`. */
void object_id_print(struct buf *out, const struct object_id *id);

/* Where a node of an object stands in it: `spec.containers[0].image`; empty of the object. */
struct bytes object_path(struct arena *owner, const struct object *object, node_id node);

/* The deepest node of an object that has the place, or 0. What aliases lead to is not in it. */
node_id object_node_at(const struct object *object, struct span at);

/* --- image sites ------------------------------------------------------------------------------ */

enum site_kind { SITE_INIT, SITE_CONTAINER, SITE_EPHEMERAL, SITE_VOLUME, SITE_DECLARED };

/*
 * One place that holds an image reference: a scalar, a part of its text, or two scalars. Aliases
 * and `<<` are followed as Helm does, so several sites may share one node.
 *
 * A container or image volume is always a site. One whose image is missing, null, empty or no
 * scalar has no text: Kubernetes will refuse it, and who counts images must be able to say where
 * one is missing. What is declared is a site only where there is a text: other kinds take their
 * default image where they have none, and `optional` says whether that may be.
 */
struct site {
	enum site_kind kind;
	const struct object *object;
	struct bytes path;         /* in the object: `spec.containers[0].image` */
	struct bytes name;         /* of the container or volume; empty where there is none */
	node_id container;         /* the map of the container or volume, or 0 */
	node_id reference;         /* the scalar that holds the reference, or 0 */
	node_id repository, tag;   /* scalars of a reference in two parts, or 0 */
	uint32_t begin, end;       /* of `text` in the text of the scalar */
	struct bytes text;         /* the reference, joined of its parts; empty: there is none */
	struct span at;            /* of the reference; where nothing is, of the container */
	const struct declared *by; /* what declared it, or NULL */
};

struct sites {
	ARRAY(struct site);
};

/* Where else a kind holds images: an entry of the project's `images.sites`. */
struct declared {
	struct bytes group, kind; /* no group: any; `core` is the one without a name */
	bool any_group;
	struct path_steps path;
	bool split;    /* the path ends at a map with `repository` and `tag` */
	bool optional; /* may match nothing */
	struct span at;
};

struct declared_sites {
	ARRAY(struct declared);
};

/*
 * Reads a list of `{kind, path, format, optional}`, in the shape that model/ has checked; what its
 * expressions came to has no form yet. False, with a diag for each path that is none (`key/form`).
 */
bool declared_sites_read(struct arena *owner, const struct value *list,
	struct declared_sites *declared, struct diags *d) MUST_USE;

/*
 * Where a kind that Kubernetes has built in holds a pod spec: `spec.template.spec`, keys between
 * dots; NULL if it holds none.
 */
const char *pod_spec_path(struct bytes group, struct bytes kind);

/*
 * Every image of an object: of the pod spec, first those of init containers, containers, ephemeral
 * containers and volumes; then what is declared, in that order. Sets in `used` (one for each
 * declared) those that matched, and leaves the others.
 */
struct sites object_sites(struct arena *owner, const struct object *object,
	const struct declared_sites *declared, bool *used);

/* The canonical reference of a site. NULL, or what is wrong with it, for a message. */
const char *site_image(struct arena *owner, const struct site *site, struct image *image) MUST_USE;

#endif
