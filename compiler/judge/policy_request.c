/*
 * One object → the values that expressions see (apiserver plugin/cel/condition.go,
 * CreateAdmissionRequest). A field of the request that is empty is not there, as in its JSON.
 */
#include "policy_parts.h"

#include "base/message.h"
#include "make.h"

/* --- what is not known ------------------------------------------------------------------------ */

static const struct cel_error error_unknown = { .text = { "only the cluster knows", 22 } };
static const struct cel_error error_null = { .text = { "null has no field 'metadata'", 28 } };

static struct cel_value error_of(const struct cel_error *error)
{
	return (struct cel_value){ .kind = CEL_ERROR, .error = error };
}

static struct cel_value unknown_keep(struct cel_promise *promise)
{
	const struct unknown *unknown = (const struct unknown *)promise;
	if (!unknown->run->missing.at)
		unknown->run->missing = unknown->what;
	return error_of(&error_unknown);
}

static void unknown_set(struct unknown *unknown, struct policy_run *run, const char *what)
{
	*unknown = (struct unknown){ { unknown_keep }, run, bytes_of(what) };
}

void run_unknowns(struct policy_run *run)
{
	unknown_set(&run->unknown_namespace, run, _("the namespace of the object"));
	unknown_set(&run->unknown_name, run, _("the name that is generated"));
	unknown_set(&run->unknown_scope, run, _("whether the object is in a namespace"));
	unknown_set(&run->unknown_user, run, _("who asks: request.userInfo"));
	unknown_set(&run->unknown_options, run, _("how it is asked: request.options"));
	unknown_set(&run->unknown_authorizer, run, _("what the authorizer says"));
	unknown_set(&run->unknown_kyverno, run, _("what Kyverno's own library finds"));
	unknown_set(&run->unknown_params, run, _("the params: nothing binds the policy"));
	unknown_set(&run->unknown_server, run, _("what the API server adds to the Namespace"));
	run->values[NAME_AUTHORIZER] = cel_promised(&run->unknown_authorizer.promise);
	run->values[NAME_REQUEST_RESOURCE] = cel_promised(&run->unknown_authorizer.promise);
}

/* --- maps ------------------------------------------------------------------------------------- */

static void put(struct cel_value *map, size_t *count, const char *key, struct cel_value value)
{
	map[2 * *count] = cel_string(bytes_of(key));
	map[2 * (*count)++ + 1] = value;
}

static void put_text(struct cel_value *map, size_t *count, const char *key, struct bytes text)
{
	if (text.len)
		put(map, count, key, cel_string(text));
}

/* Also what is empty is there: the core group. */
static struct cel_value group_map(struct cel_value *map, struct bytes group, struct bytes version,
	const char *key, struct bytes name)
{
	size_t count = 0;
	put(map, &count, "group", cel_string(group));
	put(map, &count, "version", cel_string(version));
	put(map, &count, key, cel_string(name));
	return cel_map(map, count);
}

/* --- the request ------------------------------------------------------------------------------ */

enum { AS_KIND, AS_RESOURCE, ITS_KIND, ITS_RESOURCE };

static void put_name(struct policy_run *run, size_t *count)
{
	if (run->subject.name.len)
		put(run->request, count, "name", cel_string(run->subject.name));
	else
		put(run->request, count, "name", cel_promised(&run->unknown_name.promise));
}

static void put_namespace(struct policy_run *run, size_t *count)
{
	const struct subject *subject = &run->subject;
	put_text(run->request, count, "namespace", subject->namespace);
	if (subject->namespace.len || subject->scope == SCOPE_CLUSTER)
		return;
	struct unknown *unknown = subject->scope == SCOPE_NAMESPACED ? &run->unknown_namespace
								     : &run->unknown_scope;
	put(run->request, count, "namespace", cel_promised(&unknown->promise));
}

static void see_request(struct policy_run *run)
{
	const struct subject *subject = &run->subject;
	struct cel_value *map = run->request;
	size_t count = 0;
	put(map, &count, "kind", cel_map(run->kinds[AS_KIND], GROUP_FIELDS));
	put(map, &count, "resource", cel_map(run->kinds[AS_RESOURCE], GROUP_FIELDS));
	put(map, &count, "requestKind",
		group_map(run->kinds[ITS_KIND], subject->group, subject->version, "kind",
			subject->kind));
	put(map, &count, "requestResource",
		group_map(run->kinds[ITS_RESOURCE], subject->group, subject->version, "resource",
			subject->resource->plural));
	put_name(run, &count);
	put_namespace(run, &count);
	put_text(map, &count, "operation", subject->old ? BYTES("UPDATE") : BYTES("CREATE"));
	put(map, &count, "userInfo", cel_promised(&run->unknown_user.promise));
	put(map, &count, "dryRun", cel_bool(false));
	put(map, &count, "options", cel_promised(&run->unknown_options.promise));
	run->values[NAME_REQUEST] = cel_map(map, count);
}

/* --- the Namespace ---------------------------------------------------------------------------- */

static struct cel_value metadata_map(struct policy_run *run, const struct value *metadata)
{
	static const char *const fields[] = { "name", "labels", "annotations", "finalizers" };
	size_t count = 0;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		const struct value *value = read_value(metadata, fields[i]);
		if (value)
			put(run->metadata, &count, fields[i], cel_of(value));
	}
	struct cel_value unknown = cel_promised(&run->unknown_server.promise);
	put(run->metadata, &count, "creationTimestamp", unknown);
	put(run->metadata, &count, "resourceVersion", unknown);
	return cel_map(run->metadata, count);
}

static struct cel_value namespace_map(struct policy_run *run, const struct value *namespace)
{
	size_t count = 0;
	struct cel_value unknown = cel_promised(&run->unknown_server.promise);
	put(run->namespace, &count, "metadata",
		metadata_map(run, read_value(namespace, "metadata")));
	put(run->namespace, &count, "spec", unknown);
	put(run->namespace, &count, "status", unknown);
	return cel_map(run->namespace, count);
}

static void see_known_namespace(struct policy_run *run)
{
	const struct subject *subject = &run->subject;
	run->values[NAME_NAMESPACE_NAME] = cel_string(subject->namespace);
	if (subject->namespace_object) {
		run->values[NAME_NAMESPACE] = namespace_map(run, subject->namespace_object);
		return;
	}
	run->unknown_namespace.what = bytes_print(run->scratch,
		_("the Namespace '" BYTES_FMT "', which is not among the documents"),
		BYTES_ARG(subject->namespace));
	run->values[NAME_NAMESPACE] = cel_promised(&run->unknown_namespace.promise);
}

/* Match conditions are told of no Namespace, nor is there one of an object of the cluster. */
void run_see_namespace(struct policy_run *run, bool in_conditions)
{
	const struct subject *subject = &run->subject;
	if (in_conditions || subject->scope == SCOPE_CLUSTER) {
		run->values[NAME_NAMESPACE] = (struct cel_value){ .kind = CEL_NULL };
		run->values[NAME_NAMESPACE_NAME] = error_of(&error_null);
		return;
	}
	if (subject->scope == SCOPE_NAMESPACED && subject->namespace.len) {
		see_known_namespace(run);
		return;
	}
	struct unknown *unknown = subject->scope == SCOPE_NAMESPACED ? &run->unknown_namespace
								     : &run->unknown_scope;
	unknown->what = bytes_of(subject->scope == SCOPE_NAMESPACED
			? _("the namespace of the object")
			: _("whether the object is in a namespace"));
	run->values[NAME_NAMESPACE] = cel_promised(&unknown->promise);
	run->values[NAME_NAMESPACE_NAME] = run->values[NAME_NAMESPACE];
}

/* --- the object ------------------------------------------------------------------------------- */

void run_see(struct policy_run *run)
{
	run->seen = false;
	see_request(run);
	run_see_namespace(run, false);
}

/* As another version it has another apiVersion; those that look otherwise come no further. */
static const struct value *with_version(
	struct policy_run *run, const struct value *object, const struct match *match)
{
	if (bytes_equal(match->group, run->subject.group) &&
		bytes_equal(match->version, run->subject.version))
		return object;
	struct bytes text = match->group.len
		? bytes_join(run->scratch, match->group, BYTES("/"), match->version)
		: match->version;
	const struct value *version = make_text(
		run->scratch, text, read_value(object, "apiVersion"));
	return make_with(run->scratch, object, "apiVersion", version);
}

/* Policies see the namespace of the request in what names none. */
static const struct value *with_namespace(struct policy_run *run, const struct value *object)
{
	const struct subject *subject = &run->subject;
	const struct value *metadata = read_map(object, "metadata");
	if (subject->scope != SCOPE_NAMESPACED || !subject->namespace.len || !metadata ||
		read_value(metadata, "namespace"))
		return object;
	metadata = make_with(run->scratch, metadata, "namespace",
		make_text(run->scratch, subject->namespace, metadata));
	return make_with(run->scratch, object, "metadata", metadata);
}

/* The entries of a map but one, with room for two more. */
static struct cel_value *entries_but(
	struct policy_run *run, const struct value *map, const char *key, size_t *count)
{
	struct cel_value *items = arena_array_of(
		run->scratch, struct cel_value, 2 * (map->count + 2));
	*count = 0;
	for (size_t i = 0; i < map->count; i++) {
		const struct entry *entry = &map->entries[i];
		if (bytes_is(entry->key, key))
			continue;
		items[2 * *count] = cel_string(entry->key);
		items[2 * (*count)++ + 1] = cel_of(entry->value);
	}
	return items;
}

static struct cel_value map_like(
	const struct value *map, const struct cel_value *items, size_t count)
{
	struct cel_value like = cel_map(items, count);
	like.origin = map;
	return like;
}

/* By the time that policies see an object it has a name and, if it can have one, a namespace. */
static struct cel_value seen_object(
	struct policy_run *run, const struct value *object, const struct match *match)
{
	size_t count;
	if (!object)
		return (struct cel_value){ .kind = CEL_NULL };
	object = make_without_nulls(run->scratch, object);
	object = with_namespace(run, with_version(run, object, match));
	const struct value *metadata = read_map(object, "metadata");
	bool lacks_name = !read_value(metadata, "name") && read_value(metadata, "generateName");
	bool lacks_namespace = run->subject.scope == SCOPE_NAMESPACED &&
		!read_value(metadata, "namespace");
	if (!metadata || (!lacks_name && !lacks_namespace))
		return cel_of(object);
	struct cel_value *items = entries_but(run, metadata, "", &count);
	if (lacks_name)
		put(items, &count, "name", cel_promised(&run->unknown_name.promise));
	if (lacks_namespace)
		put(items, &count, "namespace", cel_promised(&run->unknown_namespace.promise));
	struct cel_value seen = map_like(metadata, items, count);
	items = entries_but(run, object, "metadata", &count);
	put(items, &count, "metadata", seen);
	return map_like(object, items, count);
}

void run_see_as(struct policy_run *run, const struct match *match)
{
	const struct subject *subject = &run->subject;
	/* Nearly all policies see an object as the same version. */
	if (run->seen && run->seen_as.at == match->version.at)
		return;
	run->seen = true;
	run->seen_as = match->version;
	run->values[NAME_OBJECT] = seen_object(run, subject->object, match);
	run->values[NAME_OLD_OBJECT] = seen_object(run, subject->old, match);
	group_map(run->kinds[AS_KIND], match->group, match->version, "kind", subject->kind);
	group_map(run->kinds[AS_RESOURCE], match->group, match->version, "resource",
		subject->resource->plural);
}
