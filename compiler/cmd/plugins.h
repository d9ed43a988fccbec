/* The folders in which Helm looks for plugins, and what is in them. */
#ifndef LEME_CMD_PLUGINS_H
#define LEME_CMD_PLUGINS_H

#include "cmd.h"

struct plugin {
	struct bytes folder; /* DIR/NAME */
	struct bytes file;   /* its plugin.yaml */
	struct bytes name, type, command;
	bool is_lost;     /* the folder is a link that leads nowhere */
	bool is_broken;   /* its plugin.yaml is no YAML map */
	bool is_for_four; /* of a form that Helm 4 knows and Helm 3 does not */
};

struct plugins {
	ARRAY(struct plugin);
};

/* Those in a folder, by the bytes of their names; none where it cannot be read. */
struct plugins plugins_in(struct arena *owner, struct bytes folder);

/* Where Helm 3 and Helm 4 look if HELM_PLUGINS says nothing; .at NULL where HOME is not known. */
struct bytes plugin_folder_default(struct arena *owner);

/* What HELM_PLUGINS lists, else the default. */
struct texts plugin_folders(struct arena *owner);

/* The path without links, also of what is not there yet. */
struct bytes path_without_links(struct arena *owner, struct bytes path);

#endif
