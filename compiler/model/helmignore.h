/*
 * .helmignore as Helm 3 and 4 read it (their pkg/ignore), which is not as git reads .gitignore:
 *
 *   a rule a line, Unicode blanks around it trimmed; empty lines and those that begin with `#` are
 *   none, and neither `\#` nor a comment behind a rule is known
 *   patterns of `*`, `?`, `[a-z]`, `[^a]` and `\x` as Go's filepath.Match has them; `**` is a fault
 *   of the file, and so is a pattern that is not well-formed as far as it is read when it is tried
 *   on the name `abc`; another one matches nothing
 *   a `/` at the end: folders only; a `/` at the front or inside: the whole path has to match; no
 *   `/`: the last part of the path
 *   the first rule that applies decides, and what is in a hidden folder is hidden
 *   `!rule` hides all that the rule does NOT match, and leaves what it does to the rules below
 *   behind all of them, always, `templates/.?*`
 *
 * Of several `/` at the front one is taken off, as in Helm 4; Helm 3 takes off one more each time
 * the rule is asked. Internal to model/.
 */
#ifndef LEME_MODEL_HELMIGNORE_H
#define LEME_MODEL_HELMIGNORE_H

#include "base/diag.h"

struct helmignore_rule {
	struct bytes pattern;
	bool negated, folders_only, whole_path;
};

struct helmignore {
	ARRAY(struct helmignore_rule);
};

/*
 * The rules of a file; NULL: there is none. Patterns are views of its text. False, with a diag for
 * each rule that Helm refuses (`chart/ignore`).
 */
bool helmignore_read(struct arena *owner, const struct source *source, struct helmignore *rules,
	struct diags *d) MUST_USE;

/* Whether a rule hides the path itself, relative to the chart. The folders above are not asked. */
bool helmignore_hides(const struct helmignore *rules, struct bytes path, bool is_folder);

/* The same with the folders above. */
bool helmignore_hides_file(const struct helmignore *rules, struct bytes path);

#endif
