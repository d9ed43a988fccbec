/* What `leme explain` tells of functions, in explain.c, and of rules, in explain_rules.c. */
#ifndef LEME_CMD_EXPLAIN_H
#define LEME_CMD_EXPLAIN_H

#include "cmd.h"

enum explain_format { FORMAT_TEXT, FORMAT_JSON, FORMAT_MDOC };

/* The function that a name may have been meant for; empty: none. `greatest`: `math.greatest`. */
struct bytes explain_meant(struct run *run, const struct cel_functions *all, struct bytes name);

/* The operand as a rule, `PACK/RULE`, or as a pack; else diags that name what may be meant. */
enum exit_code explain_rules(
	struct run *run, enum explain_format format, const struct cel_functions *all);

/* `render.patches`: whom the patches of the chosen profiles mean, and what works only once. */
enum exit_code explain_patches(struct run *run, enum explain_format format);

/* Behind a function: the pack of that name, if any. What is wrong with packs is not told. */
void explain_pack_too(struct run *run, struct bytes name);

#endif
