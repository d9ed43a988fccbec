#include "makefile_parts.h"

#include "base/message.h"

#include <stdlib.h>

/* --- what GNU Make has of its own ------------------------------------------------------------- */

static int by_text(const void *key, const void *item)
{
	const char *const *text = item;
	return bytes_compare(*(const struct bytes *)key, bytes_of(*text));
}

/* In the order of their bytes. */
static const char *const builtin_names[] = { "AR", "ARFLAGS", "AS", "CC", "CHECKOUT,v", "CO",
	"COFLAGS", "CPP", "CTANGLE", "CURDIR", "CWEAVE", "CXX", "F77", "F77FLAGS", "FC", "GET",
	"GNUMAKEFLAGS", "LD", "LEX", "LINT", "M2C", "MAKE", "MAKECMDGOALS", "MAKEFILES",
	"MAKEFILE_LIST", "MAKEFLAGS", "MAKEINFO", "MAKELEVEL", "MAKEOVERRIDES", "MAKE_COMMAND",
	"MAKE_HOST", "MAKE_RESTARTS", "MAKE_TERMERR", "MAKE_TERMOUT", "MAKE_VERSION", "MFLAGS",
	"OBJC", "OUTPUT_OPTION", "PC", "RM", "SHELL", "SUFFIXES", "TANGLE", "TEX", "TEXI2DVI",
	"WEAVE", "YACC" };

static bool is_automatic(struct bytes name)
{
	bool sign = name.len && strchr("@%<?^+*|", name.at[0]);
	return sign && (name.len == 1 || (name.len == 2 && strchr("DF", name.at[1])));
}

bool make_is_builtin(struct bytes name)
{
	static const char *const heads[] = { ".", "COMPILE.", "LEX.", "LINK.", "LINT.",
		"PREPROCESS.", "YACC." };
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (bytes_begins(name, bytes_of(heads[i])))
			return true;
	return is_automatic(name) ||
		bsearch(&name, builtin_names, sizeof builtin_names / sizeof *builtin_names,
			sizeof *builtin_names, by_text);
}

/* It stays what GNU Make makes of it, whatever a makefile assigns. */
static bool is_kept_by_make(struct bytes name)
{
	return bytes_begins(name, BYTES(".")) || bytes_is(name, "SHELL") ||
		bytes_is(name, "CURDIR") || bytes_is(name, "MFLAGS") ||
		(bytes_begins(name, BYTES("MAKE")) && make_is_builtin(name)) ||
		bytes_is(name, "GNUMAKEFLAGS");
}

/* --- finding ---------------------------------------------------------------------------------- */

static uint32_t *slot_of(const struct makefile *makefile, struct bytes name)
{
	size_t at = bytes_hash(name) & (makefile->slot_count - 1);
	while (makefile->slots[at] &&
		!bytes_equal(makefile->variables.at[makefile->slots[at] - 1]->name, name))
		at = (at + 1) & (makefile->slot_count - 1);
	return &makefile->slots[at];
}

struct make_variable *make_variable_find(const struct makefile *makefile, struct bytes name)
{
	const uint32_t *slot = makefile->slot_count ? slot_of(makefile, name) : NULL;
	return slot && *slot ? makefile->variables.at[*slot - 1] : NULL;
}

static void grow_slots(struct makefile *makefile)
{
	makefile->slot_count = makefile->slot_count ? 2 * makefile->slot_count : 64;
	makefile->slots = arena_array_of(makefile->owner, uint32_t, makefile->slot_count);
	for (size_t i = 0; i < makefile->variables.count; i++)
		*slot_of(makefile, makefile->variables.at[i]->name) = (uint32_t)i + 1;
}

static struct make_variable *variable_of(struct makefile *makefile, struct bytes name)
{
	struct make_variable *variable = make_variable_find(makefile, name);
	if (variable)
		return variable;
	if (2 * (makefile->variables.count + 1) > makefile->slot_count)
		grow_slots(makefile);
	variable = arena_new_of(makefile->owner, struct make_variable);
	variable->name = bytes_copy(makefile->owner, name);
	*array_push(makefile->owner, &makefile->variables) = variable;
	*slot_of(makefile, variable->name) = (uint32_t)makefile->variables.count;
	return variable;
}

/* --- faults ----------------------------------------------------------------------------------- */

struct make_fault *make_fault_new(struct makefile *makefile, enum make_fault_kind kind,
	struct span at, struct bytes name, const struct make_fault *cause)
{
	struct make_fault *fault = arena_new_of(makefile->owner, struct make_fault);
	*fault = (struct make_fault){ kind, at, bytes_copy(makefile->owner, name), cause };
	return fault;
}

void make_doubt(struct makefile *makefile, const struct make_fault *fault)
{
	makefile->doubt = fault;
	makefile->doubt_order = ++makefile->order;
}

const struct make_fault *make_variable_fault(struct makefile *makefile,
	const struct make_variable *variable, struct bytes name, struct span at)
{
	size_t order = variable ? variable->order : 0;
	if (!order)
		variable = NULL;
	if (makefile->override_doubt &&
		!(variable && variable->override && order > makefile->override_order))
		return makefile->override_doubt;
	if (makefile->doubt && order < makefile->doubt_order)
		return makefile->doubt;
	if (variable && variable->fault)
		return variable->fault;
	if (is_kept_by_make(name) || (!variable && make_is_builtin(name)))
		return make_fault_new(makefile, FAULT_BUILTIN, at, name, NULL);
	if ((!variable || !variable->defined) && makefile->export_doubt)
		return makefile->export_doubt;
	if (!variable || !variable->defined)
		return make_fault_new(makefile, FAULT_UNDEFINED, at, name, NULL);
	return NULL;
}

bool make_is_nothing_yet(const struct makefile *makefile, const struct make_variable *variable,
	struct bytes name, const struct make_fault *fault)
{
	bool exported = fault->kind == FAULT_EXPORTED && bytes_equal(fault->name, name);
	if (!exported && !make_is_undefined(variable, fault))
		return false;
	bool taken_away = variable && variable->order && !variable->defined;
	return taken_away || names_get(&makefile->assigned, name);
}

const struct make_fault *make_fault_deciding(
	struct makefile *makefile, const struct make_fault *fault)
{
	if (!fault || (fault->kind != FAULT_UNDEFINED && fault->kind != FAULT_EXPORTED))
		return fault;
	return make_fault_new(makefile, FAULT_ENVIRONMENT, fault->at, fault->name, NULL);
}

struct make_text make_variable_text(const struct make_variable *variable)
{
	return (struct make_text){ { variable->value.at ? variable->value.at : "",
					   variable->value.len },
		variable->value.from, variable->source, variable->at };
}

/* --- values ----------------------------------------------------------------------------------- */

static bool room_for(struct makefile *makefile, size_t len)
{
	bool fits = makefile->left >= len;
	makefile->left = fits ? makefile->left - len : 0;
	return fits;
}

static void make_value_room(
	struct makefile *makefile, struct make_variable *variable, size_t more, bool placed)
{
	size_t len = variable->value.len, room = len ? 2 * (len + more) : more;
	char *at = arena_take_unset(makefile->owner, room);
	uint32_t *from = placed ? arena_take_unset(makefile->owner, room * sizeof *from) : NULL;
	if (len)
		memcpy(at, variable->value.at, len);
	if (len && placed)
		memcpy(from, variable->value.from, len * sizeof *from);
	variable->value.at = at;
	variable->value.from = from;
	variable->value.room = room;
}

/* Places are kept while all of the text is of one file. */
static void add_text(
	struct makefile *makefile, struct make_variable *variable, struct make_text text)
{
	size_t len = variable->value.len, more = text.text.len;
	bool same = variable->value.from && variable->source == text.source;
	bool placed = text.from && (len == 0 || same);
	if (more == 0)
		return;
	if (variable->value.room - len < more || (placed && !variable->value.from))
		make_value_room(makefile, variable, more, placed);
	memcpy(variable->value.at + len, text.text.at, more);
	if (placed)
		memcpy(variable->value.from + len, text.from, more * sizeof *text.from);
	else
		variable->value.from = NULL;
	variable->value.len = len + more;
	variable->source = text.source;
}

static void begin_value(struct makefile *makefile, struct make_variable *variable,
	const struct make_assignment *assignment)
{
	bool override = assignment->override || (variable->defined && variable->override);
	struct bytes name = variable->name;
	*variable = (struct make_variable){ .name = name,
		.defined = true,
		.override = override,
		.stuck = variable->stuck && !assignment->override,
		.fault = variable->stuck && !assignment->override ? variable->fault : NULL,
		.source = assignment->value.source,
		.at = make_trimmed_place(assignment->value),
		.order = ++makefile->order };
}

static void fail(
	struct makefile *makefile, struct make_variable *variable, const struct make_fault *fault)
{
	if (!variable->stuck)
		variable->fault = fault;
	variable->defined = true;
	variable->order = ++makefile->order;
}

/* --- assigning -------------------------------------------------------------------------------- */

struct assigning {
	struct makefile *makefile;
	struct make_variable *variable;
	const struct make_assignment *assignment;
};

/* By an `override` before. */
static bool is_held(const struct assigning *a)
{
	return a->variable->defined && a->variable->override && !a->assignment->override;
}

static bool is_surely_defined(const struct assigning *a)
{
	return !make_variable_fault(
		a->makefile, a->variable, a->variable->name, a->assignment->name.whole);
}

static void set_recursive(const struct assigning *a)
{
	begin_value(a->makefile, a->variable, a->assignment);
	a->variable->recursive = true;
	add_text(a->makefile, a->variable, a->assignment->value);
}

static struct bytes with_escapes(struct arena *owner, struct bytes text)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < text.len; i++) {
		buf_add_char(&out, text.at[i]);
		if (text.at[i] == '$')
			buf_add_char(&out, '$');
	}
	return buf_bytes(&out);
}

static void set_expanded(const struct assigning *a)
{
	struct make_spans used = { 0 };
	const struct make_fault *fault;
	const struct bytes *text = make_expand_now(
		a->makefile, a->assignment->value, &used, &fault);
	if (is_held(a))
		return;
	begin_value(a->makefile, a->variable, a->assignment);
	a->variable->used = used;
	a->variable->recursive = a->assignment->sign == MAKE_POSIX;
	if (!text) {
		fail(a->makefile, a->variable, fault);
		return;
	}
	struct bytes value = a->variable->recursive ? with_escapes(a->makefile->owner, *text)
						    : *text;
	add_text(a->makefile, a->variable, (struct make_text){ .text = value });
}

static void append(const struct assigning *a, struct make_text text, struct make_spans used)
{
	struct make_variable *variable = a->variable;
	struct arena *owner = a->makefile->owner;
	if (!text.text.len)
		return;
	variable->override = variable->override || a->assignment->override;
	if (!room_for(a->makefile, text.text.len)) {
		fail(a->makefile, variable,
			make_fault_new(a->makefile, FAULT_LIMIT, a->assignment->value.whole,
				variable->name, NULL));
		return;
	}
	make_spans_add(owner, &variable->used, variable->at);
	for (size_t i = 0; i < used.count; i++)
		make_spans_add(owner, &variable->used, used.at[i]);
	if (variable->value.len)
		add_text(a->makefile, variable,
			(struct make_text){ BYTES(" "), text.from, text.source, text.whole });
	add_text(a->makefile, variable, text);
	variable->at = make_trimmed_place(a->assignment->value);
	variable->order = ++a->makefile->order;
}

static void append_expanded(const struct assigning *a)
{
	struct make_spans used = { 0 };
	const struct make_fault *fault;
	const struct bytes *text = make_expand_now(
		a->makefile, a->assignment->value, &used, &fault);
	if (is_held(a))
		return;
	if (text)
		append(a, (struct make_text){ .text = *text }, used);
	else
		fail(a->makefile, a->variable, fault);
}

/* What it would be appended to must be known. */
static void set_appended(const struct assigning *a)
{
	struct make_variable *variable = a->variable;
	const struct make_fault *fault = make_variable_fault(
		a->makefile, variable, variable->name, a->assignment->name.whole);
	if (make_is_undefined(variable, fault)) {
		set_recursive(a);
	} else if (fault && fault->kind == FAULT_EXPORTED) {
		variable->fault = NULL;
		append_expanded(a);
	} else if (fault) {
		fail(a->makefile, variable, fault);
		variable->stuck = variable->stuck || a->assignment->override;
	} else if (!variable->recursive) {
		append_expanded(a);
	} else if (!is_held(a)) {
		append(a, a->assignment->value, (struct make_spans){ 0 });
	}
}

static void set_if_undefined(const struct assigning *a)
{
	struct make_variable *variable = a->variable;
	const struct make_fault *fault = make_variable_fault(
		a->makefile, variable, variable->name, a->assignment->name.whole);
	if (make_is_undefined(variable, fault))
		set_recursive(a);
	else if (fault &&
		(fault == a->makefile->doubt || fault == a->makefile->export_doubt ||
			fault == a->makefile->override_doubt))
		fail(a->makefile, variable, fault);
}

static void set_by_command(const struct assigning *a)
{
	struct make_spans used = { 0 };
	const struct make_fault *fault;
	(void)make_expand_now(a->makefile, a->assignment->value, &used, &fault);
	if (is_held(a))
		return;
	begin_value(a->makefile, a->variable, a->assignment);
	a->variable->recursive = true;
	fail(a->makefile, a->variable,
		make_fault_new(a->makefile, FAULT_SHELL, a->variable->at, a->variable->name, NULL));
}

/* Perhaps assigned: nothing is known but where. */
static void set_perhaps(const struct assigning *a, const struct make_fault *maybe)
{
	struct make_spans used = { 0 };
	const struct make_fault *fault;
	if (a->assignment->sign != MAKE_RECURSIVE && a->assignment->sign != MAKE_CONDITIONAL)
		(void)make_expand_now(a->makefile, a->assignment->value, &used, &fault);
	if (is_held(a) || (a->assignment->sign == MAKE_CONDITIONAL && is_surely_defined(a)))
		return;
	a->variable->at = make_trimmed_place(a->assignment->value);
	fail(a->makefile, a->variable, maybe);
	a->variable->stuck = a->variable->stuck || a->assignment->override;
}

static void assign(const struct assigning *a)
{
	switch (a->assignment->sign) {
	case MAKE_RECURSIVE:
		if (!is_held(a))
			set_recursive(a);
		return;
	case MAKE_SIMPLE:
	case MAKE_POSIX:
		set_expanded(a);
		return;
	case MAKE_APPEND:
		set_appended(a);
		return;
	case MAKE_CONDITIONAL:
		set_if_undefined(a);
		return;
	case MAKE_SHELL:
		set_by_command(a);
	}
}

/* Where the name cannot be told it may be any: NULL with a doubt. */
static const struct bytes *name_of(
	struct makefile *makefile, const struct make_assignment *assignment)
{
	struct make_spans used = { 0 };
	const struct make_fault *fault;
	const struct bytes *name = make_expand_now(makefile, assignment->name, &used, &fault);
	if (name)
		return name;
	make_doubt(makefile,
		make_fault_new(makefile, FAULT_NAME, make_trimmed_place(assignment->name),
			assignment->name.text, fault));
	if (assignment->override) {
		makefile->override_doubt = makefile->doubt;
		makefile->override_order = makefile->order;
	}
	return NULL;
}

static bool empty_name(struct makefile *makefile, const struct make_assignment *assignment)
{
	return diag_error(makefile->d, assignment->name.whole, "make/syntax",
		N_("the name of a variable is empty"));
}

static void note_recipe_prefix(struct makefile *makefile, const struct make_variable *variable)
{
	if (bytes_is(variable->name, ".RECIPEPREFIX") && !variable->fault)
		makefile->recipe_prefix = variable->value.len ? variable->value.at[0] : '\t';
}

bool make_assign(struct makefile *makefile, const struct make_assignment *assignment,
	const struct make_fault *maybe)
{
	const struct bytes *name = name_of(makefile, assignment);
	if (!name)
		return true;
	if (!name->len)
		return empty_name(makefile, assignment);
	const struct assigning assigning = { makefile, variable_of(makefile, *name), assignment };
	if (maybe)
		set_perhaps(&assigning, maybe);
	else
		assign(&assigning);
	note_recipe_prefix(makefile, assigning.variable);
	return true;
}

bool make_undefine(struct makefile *makefile, const struct make_assignment *assignment,
	const struct make_fault *maybe)
{
	const struct bytes *name = name_of(makefile, assignment);
	if (!name)
		return true;
	if (!bytes_trim(*name).len)
		return empty_name(makefile, assignment);
	struct make_variable *variable = variable_of(makefile, bytes_trim(*name));
	if (maybe) {
		fail(makefile, variable, maybe);
		return true;
	}
	if (variable->defined && variable->override && !assignment->override)
		return true;
	*variable = (struct make_variable){ .name = variable->name,
		.fault = variable->stuck ? variable->fault : NULL,
		.stuck = variable->stuck,
		.order = ++makefile->order };
	return true;
}

static void export_one(struct makefile *makefile, struct bytes name, struct span at,
	const struct make_fault *maybe)
{
	struct make_variable *variable = make_variable_find(makefile, name);
	const struct make_fault *fault = make_variable_fault(makefile, variable, name, at);
	if (!make_is_undefined(variable, fault))
		return;
	variable = variable_of(makefile, name);
	variable->recursive = false;
	variable->at = at;
	fail(makefile, variable,
		maybe ? maybe : make_fault_new(makefile, FAULT_EXPORTED, at, name, NULL));
}

void make_export(struct makefile *makefile, struct make_text names, const struct make_fault *maybe)
{
	struct make_spans used = { 0 };
	const struct make_fault *fault;
	const struct bytes *text = make_expand_now(makefile, names, &used, &fault);
	struct span at = make_trimmed_place(names);
	if (!text) {
		makefile->export_doubt = make_fault_new(
			makefile, FAULT_NAME, at, names.text, fault);
		return;
	}
	struct make_text rest = make_next((struct make_text){ .text = *text });
	while (rest.text.len)
		export_one(makefile, make_word(&rest).text, at, maybe);
}
