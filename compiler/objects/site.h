/* How sites are collected. Internal to objects/. */
#ifndef LEME_OBJECTS_SITE_H
#define LEME_OBJECTS_SITE_H

#include "objects.h"

struct site_finder {
	struct arena *owner;
	const struct object *object;
	const struct tree *tree;
	struct sites sites;
};

/* What stands at a key, no alias; or 0. */
node_id site_find(const struct site_finder *finder, node_id map, struct bytes key);

/*
 * The text that Kubernetes gets of a scalar, whatever its type; empty for null, for what is no
 * scalar, and for 0.
 */
struct bytes site_scalar(const struct site_finder *finder, node_id id);

/* Adds what an entry declares. False if there is nothing. */
bool sites_declared(struct site_finder *finder, const struct declared *by);

#endif
