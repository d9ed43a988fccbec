/* Rule packs as commands need them that judge no profile: in a project and outside of one. */
#ifndef LEME_CMD_PACKS_H
#define LEME_CMD_PACKS_H

#include "cmd.h"

/*
 * The packs that the catalogue of the project names; outside of one those that are shipped, with a
 * catalogue that says nothing. False after diags.
 */
bool packs_here(struct run *run, const struct catalog **catalog, struct packs *packs) MUST_USE;

/* Adds the shipped packs, each in its newest edition, of whose name there is none. */
bool packs_complete(struct run *run, struct pack_documents *packs) MUST_USE;

struct bytes pack_name(const struct pack_document *pack);

/* The name of each pack, once. */
struct texts pack_names(struct run *run, const struct pack_documents *packs);

/* A shipped one may be called as the catalogue does, too: `builtin:image@1`. */
bool pack_is_called(const struct pack_document *pack, struct bytes name);

#endif
