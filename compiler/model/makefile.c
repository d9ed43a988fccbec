#include "makefile_parts.h"

#include "base/message.h"

#include <errno.h>
#include <limits.h>

enum { INCLUDES_MOST = 1000 };

/* One file being read. */
struct make_file {
	struct makefile *makefile;
	struct bytes path; /* in the root */
	struct make_lines lines;
};

static bool read_lines(struct make_file *file);

static bool syntax(struct make_file *file, struct span at, const char *text)
{
	return diag_error(file->makefile->d, at, "make/syntax", "%s", _(text));
}

/* --- include ---------------------------------------------------------------------------------- */

static void doubt(struct make_file *file, enum make_fault_kind kind, struct span at,
	struct bytes name, const struct make_fault *cause)
{
	make_doubt(file->makefile, make_fault_new(file->makefile, kind, at, name, cause));
}

/* `..` and links are walked by the system, as GNU Make has it; the root is not left. */
static bool find_included(struct make_file *file, struct bytes name, struct bytes *path)
{
	struct makefile *makefile = file->makefile;
	struct bytes joined = bytes_join(makefile->owner, makefile->folder, BYTES(""), name);
	char real[PATH_MAX];
	if (!folder_real_path(makefile->root, bytes_string(makefile->owner, joined), real))
		return false;
	*path = bytes_copy(makefile->owner, bytes_of(real));
	return true;
}

static bool is_open(const struct makefile *makefile, struct bytes path)
{
	for (size_t i = 0; i < makefile->open_files.count; i++)
		if (bytes_equal(makefile->open_files.at[i], path))
			return true;
	return false;
}

static bool may_open(struct make_file *file, struct bytes path, struct span at)
{
	struct makefile *makefile = file->makefile;
	if (is_open(makefile, path))
		return diag_error(makefile->d, at, "make/cycle",
			N_("the file '" BYTES_FMT "' includes itself"), BYTES_ARG(path));
	if (++makefile->include_count > INCLUDES_MOST ||
		makefile->open_files.count >= makefile->limits.depth)
		return diag_error(makefile->d, at, "make/limit",
			N_("more than %d files are included"), INCLUDES_MOST);
	return true;
}

static bool read_file(struct makefile *makefile, struct bytes path, const struct source *source)
{
	struct make_levels levels = makefile->levels;
	const struct make_fault *maybe = makefile->maybe;
	struct make_file file = { makefile, path, make_lines_of(makefile->owner, source) };
	makefile->maybe = make_maybe(makefile);
	makefile->levels = (struct make_levels){ 0 };
	makefile->waiting = WAITS_FOR_NOTHING;
	make_note_assigned(makefile, source);
	*array_push(makefile->owner, &makefile->open_files) = path;
	bool good = read_lines(&file);
	makefile->open_files.count--;
	makefile->waiting = WAITS_FOR_NOTHING;
	makefile->levels = levels;
	makefile->maybe = maybe;
	return good;
}

static void leave_unread(struct make_file *file, enum make_fault_kind kind, struct span at,
	struct bytes name, const struct make_fault *cause)
{
	doubt(file, kind, at, name, cause);
	if (!file->makefile->unread)
		file->makefile->unread = file->makefile->doubt;
}

static bool is_one_file(struct bytes name)
{
	for (size_t i = 0; i < name.len; i++)
		if (strchr("*?[]~\\()", name.at[i]))
			return false;
	return name.len;
}

/* By its parts alone, of which no link is known. */
static bool climbs_out(struct bytes path)
{
	struct bytes part;
	long depth = 0;
	while (depth >= 0 && bytes_cut(&path, '/', &part))
		if (part.len && !bytes_is(part, "."))
			depth += bytes_is(part, "..") ? -1 : 1;
	return depth < 0;
}

/* What lies outside the root is not looked at, not even for whether it is there. */
static void tell_not_found(struct make_file *file, struct bytes name, struct span at, bool must)
{
	bool outside = errno == EXDEV, missing = errno == ENOENT || errno == ENOTDIR;
	struct bytes path = bytes_join(
		file->makefile->owner, file->makefile->folder, BYTES(""), name);
	if (outside || (missing && climbs_out(path)))
		leave_unread(file, FAULT_INCLUDE_OUTSIDE, at, name, NULL);
	else if (!missing)
		leave_unread(file, FAULT_INCLUDE, at, name, NULL);
	else if (must)
		leave_unread(file, FAULT_INCLUDE_MISSING, at, name, NULL);
}

static bool include_file(struct make_file *file, struct bytes name, struct span at, bool must)
{
	struct makefile *makefile = file->makefile;
	const struct source *source;
	struct bytes path;
	bool absolute = bytes_begins(name, BYTES("/"));
	if (absolute || !is_one_file(name)) {
		leave_unread(
			file, absolute ? FAULT_INCLUDE_OUTSIDE : FAULT_INCLUDE, at, name, NULL);
		return true;
	}
	if (!find_included(file, name, &path)) {
		tell_not_found(file, name, at, must);
		return true;
	}
	if (!may_open(file, path, at))
		return false;
	struct bytes whole = bytes_join(makefile->owner, makefile->prefix, BYTES(""), path);
	enum source_answer answer = sources_read(
		makefile->owner, makefile->sources, whole, at, &source, makefile->d);
	return answer == SOURCE_FOUND && read_file(makefile, path, source);
}

static bool include(struct make_file *file, struct make_text rest, bool must)
{
	struct make_spans used = { 0 };
	const struct make_fault *fault;
	struct span at = make_trimmed_place(rest);
	const struct bytes *names = make_expand_now(file->makefile, rest, &used, &fault);
	if (!names) {
		leave_unread(file, FAULT_INCLUDE, at, rest.text,
			make_fault_deciding(file->makefile, fault));
		return true;
	}
	struct make_text list = make_next((struct make_text){ .text = *names });
	bool good = true;
	while (good && list.text.len)
		good = include_file(file, make_word(&list).text, at, must);
	return good;
}

/* --- define ----------------------------------------------------------------------------------- */

static bool begins_word(struct bytes line, const char *word)
{
	size_t len = strlen(word);
	return bytes_begins(line, bytes_of(word)) &&
		(line.len == len || make_is_blank(line.at[len]));
}

/* The lines up to the matching `endef`, as one text; each line folded. */
static bool read_definition(struct make_file *file, struct span at, struct make_text *value)
{
	struct arena *owner = file->makefile->owner;
	struct buf text = buf_new(owner);
	struct make_text line;
	size_t depth = 1;
	*value = (struct make_text){ .source = file->lines.source };
	while (make_lines_next(&file->lines, &line)) {
		struct span whole = line.whole;
		line = make_folded(&file->lines);
		struct bytes word = make_next(line).text;
		bool recipe = line.text.len && line.text.at[0] == file->makefile->recipe_prefix;
		depth += !recipe && begins_word(word, "define");
		depth -= !recipe && begins_word(word, "endef");
		if (!depth) {
			value->text = bytes_slice(buf_bytes(&text), 0, text.len ? text.len - 1 : 0);
			return true;
		}
		value->whole = value->whole.source ? value->whole : whole;
		value->whole.end = whole.end;
		buf_add(&text, line.text);
		buf_add_char(&text, '\n');
	}
	return syntax(file, at, N_("no 'endef' ends this 'define'"));
}

static struct make_text trimmed_name(struct make_text text)
{
	struct make_text name = make_next(text);
	while (name.text.len && make_is_blank(name.text.at[name.text.len - 1]))
		name.text.len--;
	return name;
}

/* The line ends where the next one is read, so its texts are kept apart. */
static struct make_text kept(struct arena *owner, struct make_text text)
{
	uint32_t *from = arena_take_unset(owner, (text.text.len + 1) * sizeof *from);
	if (text.from)
		memcpy(from, text.from, text.text.len * sizeof *from);
	text.text = bytes_copy(owner, text.text);
	text.from = text.from ? from : NULL;
	return text;
}

static bool define(struct make_file *file, struct make_assignment assignment, struct span at)
{
	struct makefile *makefile = file->makefile;
	struct make_text all = assignment.name, value;
	if (!make_split(all, &assignment)) {
		assignment.sign = MAKE_RECURSIVE;
		assignment.name = all;
	}
	assignment.name = kept(makefile->owner, trimmed_name(assignment.name));
	if (!read_definition(file, at, &value))
		return false;
	if (!value.whole.source)
		value.whole = at;
	assignment.value = value;
	return make_assign(makefile, &assignment, make_maybe(makefile));
}

/* --- rules ------------------------------------------------------------------------------------ */

static struct bytes expanded(struct make_file *file, struct make_text text)
{
	struct make_spans used = { 0 };
	const struct make_fault *fault;
	const struct bytes *result = make_expand_now(file->makefile, text, &used, &fault);
	return result ? *result : BYTES("");
}

static bool names_target(struct bytes targets, const char *name)
{
	struct make_text rest = make_next((struct make_text){ .text = targets });
	while (rest.text.len)
		if (bytes_is(make_word(&rest).text, name))
			return true;
	return false;
}

/* Without a colon of its own, a line is what its references come to. */
static bool read_unclear(struct make_file *file, struct make_text line)
{
	struct make_spans used = { 0 };
	const struct make_fault *fault;
	struct makefile *makefile = file->makefile;
	const struct bytes *text = make_expand_now(makefile, line, &used, &fault);
	bool rule = !text || memchr(text->at, ':', text->len);
	makefile->waiting = rule ? MAY_WAIT_FOR_RECIPE : WAITS_FOR_NOTHING;
	if (rule || !bytes_trim(*text).len || make_maybe(makefile))
		return true;
	syntax(file, make_trimmed_place(line),
		N_("GNU Make cannot read this line: it is no assignment and no rule"));
	diag_hint(makefile->d, N_("write 'NAME := VALUE'"));
	return false;
}

/* What stands behind the colon may be an assignment for the targets alone. */
static bool read_rule(struct make_file *file, struct make_text line)
{
	struct makefile *makefile = file->makefile;
	line = make_slice(line, 0, make_find(line.text, ";#"));
	size_t colon = make_find(line.text, ":");
	if (colon == line.text.len)
		return read_unclear(file, line);
	struct make_text targets = make_slice(line, 0, colon);
	size_t behind = colon;
	while (behind < line.text.len && line.text.at[behind] == ':')
		behind++;
	struct make_text rest = make_slice(line, behind, line.text.len);
	struct bytes names = expanded(file, targets);
	struct make_assignment assignment = make_assignment_of(rest, MAKE_AT_TARGET);
	(void)expanded(file, assignment.statement ? assignment.value : rest);
	makefile->waiting = WAITS_FOR_RECIPE;
	if (assignment.statement && bytes_trim(names).len)
		makefile->waiting = WAITS_FOR_NOTHING;
	else if (assignment.statement || make_maybe(makefile))
		makefile->waiting = MAY_WAIT_FOR_RECIPE;
	if (!names_target(names, ".POSIX"))
		return true;
	diag_error(makefile->d, make_trimmed_place(line), "make/unknown",
		N_("'.POSIX' changes how lines are read; leme does not know that way"));
	return false;
}

/* --- lines ------------------------------------------------------------------------------------ */

static bool is_word(struct make_text word, const char *text)
{
	return bytes_is(word.text, text);
}

/* Lines with a word of their own; *taken false: it is another line. */
static bool read_directive(struct make_file *file, struct make_text line, bool *taken)
{
	struct make_text rest = line, word = make_word(&rest);
	bool included = is_word(word, "include"),
	     may_include = is_word(word, "-include") || is_word(word, "sinclude"),
	     exported = is_word(word, "export") || is_word(word, "unexport"),
	     loaded = is_word(word, "load") || is_word(word, "-load");
	*taken = true;
	if (included || may_include || exported)
		file->makefile->waiting = WAITS_FOR_NOTHING;
	if (included || may_include)
		return include(file, rest, included);
	if (exported)
		make_export(file->makefile, rest, make_maybe(file->makefile));
	else if (is_word(word, "vpath"))
		(void)expanded(file, rest);
	else if (loaded)
		doubt(file, FAULT_EVAL, make_trimmed_place(line), BYTES("load"), NULL);
	else
		*taken = false;
	return true;
}

static bool read_assignment(struct make_file *file, const struct make_assignment *assignment)
{
	struct makefile *makefile = file->makefile;
	const struct make_fault *maybe = make_maybe(makefile);
	makefile->waiting = WAITS_FOR_NOTHING;
	if (assignment->statement == MAKE_DEFINE)
		return define(file, *assignment, assignment->name.whole);
	if (assignment->statement == MAKE_UNDEFINE)
		return make_undefine(makefile, assignment, maybe);
	return make_assign(makefile, assignment, maybe);
}

static bool may_direct(struct make_text line)
{
	static const char *const words[] = { "ifdef", "ifndef", "ifeq", "ifneq", "else", "endif",
		"include", "-include", "sinclude", "define", "undefine", "load", "-load" };
	struct bytes word = make_word(&line).text;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (bytes_is(word, words[i]))
			return true;
	return false;
}

/* A recipe, or a line like any other where there is no rule after all. */
static bool read_perhaps_recipe(
	struct make_file *file, struct make_text line, struct make_assignment assignment)
{
	struct makefile *makefile = file->makefile;
	struct span at = make_trimmed_place(line);
	if (assignment.statement == MAKE_ASSIGNMENT)
		return make_skips(makefile) ||
			make_assign(makefile, &assignment,
				make_fault_new(makefile, FAULT_RECIPE, at, BYTES(""), NULL));
	return !may_direct(line) ||
		diag_error(makefile->d, at, "make/unknown",
			N_("leme cannot tell whether this line is a recipe"));
}

static bool in_definition(struct makefile *makefile, struct make_text line)
{
	if (!makefile->in_skipped_define)
		return false;
	struct make_text rest = line, word = make_word(&rest);
	if (is_word(word, "endef") && !rest.text.len)
		makefile->in_skipped_define = false;
	return true;
}

static bool read_other(struct make_file *file, struct make_text line, bool tabbed)
{
	struct makefile *makefile = file->makefile;
	bool taken;
	if (!line.text.len || in_definition(makefile, line))
		return true;
	enum make_condition condition = make_condition_line(makefile, line);
	if (condition != NO_CONDITION)
		return condition == CONDITION_TAKEN;
	if (make_skips(makefile))
		return true;
	bool good = read_directive(file, line, &taken);
	if (taken)
		return good;
	if (tabbed && !make_maybe(makefile))
		return syntax(file, make_trimmed_place(line),
			N_("GNU Make cannot read this line: it is a recipe without a rule"));
	return read_rule(file, line);
}

static bool read_line(struct make_file *file, struct make_text raw)
{
	struct makefile *makefile = file->makefile;
	bool tabbed = raw.text.len && raw.text.at[0] == makefile->recipe_prefix;
	if (!raw.text.len || (tabbed && makefile->waiting == WAITS_FOR_RECIPE))
		return true;
	make_folded(&file->lines);
	struct make_text line = make_next(make_uncommented(&file->lines));
	struct make_assignment assignment = make_assignment_of(line, MAKE_AT_TOP);
	if (tabbed && makefile->waiting == MAY_WAIT_FOR_RECIPE)
		return read_perhaps_recipe(file, line, assignment);
	if (!assignment.statement)
		return read_other(file, line, tabbed);
	if (!make_skips(makefile))
		return read_assignment(file, &assignment);
	if (assignment.statement == MAKE_DEFINE)
		makefile->in_skipped_define = true;
	return true;
}

static bool read_lines(struct make_file *file)
{
	struct make_text line;
	bool good = true;
	while (good && make_lines_next(&file->lines, &line))
		good = read_line(file, line) && !file->makefile->stopped;
	struct make_levels *levels = &file->makefile->levels;
	file->makefile->in_skipped_define = false;
	if (!good || !levels->count)
		return good;
	uint32_t end = (uint32_t)file->lines.source->text.len;
	return syntax(file, (struct span){ file->lines.source, end, end },
		N_("no 'endif' ends a conditional"));
}

/* --- the whole -------------------------------------------------------------------------------- */

static struct bytes folder_of(struct bytes path)
{
	size_t len = path.len;
	while (len && path.at[len - 1] != '/')
		len--;
	return bytes_slice(path, 0, len);
}

struct makefile *makefile_of(struct arena *owner, const struct sources *sources, struct bytes file,
	const struct source *source, struct limits limits, struct diags *d)
{
	const struct source_root *root = sources_root(sources, file);
	size_t prefix = root ? root->name.len + 1 : 0;
	struct bytes path = bytes_slice(file, prefix, file.len);
	struct makefile *makefile = arena_new_of(owner, struct makefile);
	*makefile = (struct makefile){ .owner = owner,
		.sources = sources,
		.source = source,
		.root = root ? root->folder : sources_project(sources),
		.prefix = bytes_slice(file, 0, prefix),
		.folder = folder_of(path),
		.limits = limits,
		.d = d,
		.left = limits.alias_expansion,
		.assigned = { .owner = owner },
		.recipe_prefix = '\t' };
	bool good = source_is_merged(source, d) && read_file(makefile, path, source);
	if (makefile->stopped)
		make_fault_tell(makefile, NULL, makefile->stopped, (struct span){ 0 }, d);
	return good ? makefile : NULL;
}

enum source_answer makefile_read(struct arena *owner, const struct sources *sources,
	struct bytes file, struct span asked_at, struct limits limits, struct makefile **read,
	struct diags *d)
{
	const struct source *source;
	enum source_answer answer = sources_read(owner, sources, file, asked_at, &source, d);
	*read = NULL;
	if (answer != SOURCE_FOUND)
		return answer;
	*read = makefile_of(owner, sources, file, source, limits, d);
	return *read ? SOURCE_FOUND : SOURCE_BAD;
}
