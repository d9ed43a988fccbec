#include "gate_parts.h"

#include "base/message.h"

const char *const gate_names[GATES] = { "fresh", "locked", "complete", "stamped" };

/* GATES if there is no such gate. */
static enum gate gate_of(struct bytes name)
{
	enum gate gate = 0;
	while (gate < GATES && !bytes_is(name, gate_names[gate]))
		gate++;
	return gate;
}

static unsigned gates_of(const struct value *list)
{
	unsigned gates = 0;
	for (size_t i = 0; list && i < list->count; i++)
		gates |= 1u << gate_of(list->items[i]->text);
	return gates;
}

unsigned gates_listed(const struct resolved_profile *profile)
{
	return gates_of(value_get(profile->render, BYTES("gate")));
}

/* --- all of them ------------------------------------------------------------------------------ */

struct gate_failure *gate_fail(struct gating *gating, enum gate gate, struct bytes text)
{
	struct gate_failure *failure = array_push(gating->owner, gating->failures);
	*failure = (struct gate_failure){
		.gate = gate, .level = LEVEL_ERROR, .text = text, .places = 1
	};
	return failure;
}

void gate_mend_values(const struct gating *gating, struct gate_failure *failure)
{
	struct bytes slug = gating->matter->profile->head->slug;
	failure->command = bytes_print(gating->owner,
		_("'leme compile " BYTES_FMT "' writes the values; 'leme helm-args -p " BYTES_FMT
		  "' prints what helm is to be given"),
		BYTES_ARG(slug), BYTES_ARG(slug));
}

static void judge_fresh(struct gating *gating)
{
	const struct stale_outputs *stale = gating->matter->stale;
	for (size_t i = 0; stale && i < stale->count; i++) {
		const char *text = stale->at[i].missing
			? _("the values file is not there")
			: _("the values file is not what the catalogue compiles to");
		struct gate_failure *failure = gate_fail(gating, GATE_FRESH, bytes_of(text));
		failure->at = stale->at[i].at;
		failure->wanted = stale->at[i].wanted;
		failure->site = stale->at[i].path;
		gate_mend_values(gating, failure);
	}
}

static const struct override *override_of(const struct overrides *overrides, enum gate gate)
{
	for (size_t i = 0; overrides && i < overrides->count; i++)
		if (overrides->at[i].gate == gate)
			return &overrides->at[i];
	return NULL;
}

static bool is_refusal(const struct gate_failure *failure)
{
	return failure->level == LEVEL_ERROR && failure->outcome == OUTCOME_FAIL;
}

bool gates_judge(struct arena *owner, const struct gate_matter *matter,
	const struct overrides *overrides, struct gate_failures *failures)
{
	static void (*const judges[GATES])(struct gating * gating) = {
		[GATE_FRESH] = judge_fresh,
		[GATE_LOCKED] = judge_locked,
		[GATE_COMPLETE] = judge_complete,
		[GATE_STAMPED] = judge_stamped,
	};
	struct gating gating = { owner, matter, failures };
	unsigned listed = gates_listed(matter->profile);
	bool good = true;
	for (enum gate gate = 0; gate < GATES; gate++)
		if (listed >> gate & 1)
			judges[gate](&gating);
	for (size_t i = 0; i < failures->count; i++)
		good &= !is_refusal(&failures->at[i]) ||
			override_of(overrides, failures->at[i].gate);
	return good;
}

/* --- what became of them ---------------------------------------------------------------------- */

const char *const gate_outcome_names[] = { "unjudged", "passed", "undecided", "overridden",
	"failed" };

static enum gate_outcome outcome_of(
	const struct gate_failure *failure, const struct overrides *overrides)
{
	if (is_refusal(failure))
		return override_of(overrides, failure->gate) ? GATE_OVERRIDDEN : GATE_FAILED;
	return failure->outcome == OUTCOME_UNDECIDED ? GATE_UNDECIDED : GATE_PASSED;
}

enum gate_outcome gate_outcome_of(
	const struct gate_failures *failures, const struct overrides *overrides, enum gate gate)
{
	enum gate_outcome worst = GATE_PASSED;
	for (size_t i = 0; i < failures->count; i++) {
		if (failures->at[i].gate != gate)
			continue;
		enum gate_outcome outcome = outcome_of(&failures->at[i], overrides);
		worst = outcome > worst ? outcome : worst;
	}
	return worst;
}

/* --- as findings ------------------------------------------------------------------------------ */

static struct bytes message_of(struct arena *owner, const struct gate_failure *failure)
{
	struct buf out = buf_new(owner);
	buf_add(&out, failure->text);
	if (failure->expected.len)
		buf_print(&out, _(": expected '" BYTES_FMT "'"), BYTES_ARG(failure->expected));
	if (failure->got.len)
		buf_print(&out, _(", got '" BYTES_FMT "'"), BYTES_ARG(failure->got));
	if (failure->places > 1)
		buf_print(&out, _(" (at %zu places)"), failure->places);
	return buf_bytes(&out);
}

static void relate(struct arena *owner, struct finding *finding, struct bytes text)
{
	*array_push(owner, &finding->related) = (struct related){ .text = text };
}

static void relate_place(
	struct arena *owner, struct finding *finding, const struct gate_failure *failure)
{
	if (failure->site.len)
		relate(owner, finding,
			bytes_print(owner, BYTES_FMT "%s" BYTES_FMT, BYTES_ARG(failure->file),
				failure->file.len ? ": " : "", BYTES_ARG(failure->site)));
}

static struct finding finding_of(
	struct arena *owner, const struct gate_matter *matter, const struct gate_failure *failure)
{
	struct finding finding = {
		.id = bytes_print(owner, "gate/%s", gate_names[failure->gate]),
		.level = failure->level,
		.outcome = failure->outcome,
		.object = failure->object,
		.at = failure->at,
		.message = message_of(owner, failure),
		.hint = failure->command,
		.profile_count = 1,
	};
	finding.profiles[0] = finding.last_profile = matter->profile->head;
	if (failure->part)
		finding.component = failure->part->component->id;
	if (failure->part && failure->part->role)
		finding.role = failure->part->role->id;
	relate_place(owner, &finding, failure);
	if (failure->wanted.source)
		*array_push(owner, &finding.related) = (struct related){ failure->wanted,
			bytes_of(_("it comes from here")) };
	return finding;
}

/* The last refusal of its gate. */
static bool is_last(const struct gate_failures *failures, size_t place)
{
	for (size_t i = place + 1; i < failures->count; i++)
		if (is_refusal(&failures->at[i]) &&
			failures->at[i].gate == failures->at[place].gate)
			return false;
	return true;
}

void gate_findings(struct findings *findings, const struct gate_matter *matter,
	const struct overrides *overrides, const struct gate_failures *failures)
{
	struct arena *owner = findings->owner;
	for (size_t i = 0; i < failures->count; i++) {
		const struct gate_failure *failure = &failures->at[i];
		const struct override *override = override_of(overrides, failure->gate);
		struct finding finding = finding_of(owner, matter, failure);
		if (override && is_refusal(failure)) {
			finding.level = LEVEL_WARNING;
			relate(owner, &finding,
				bytes_print(owner, _("overridden: " BYTES_FMT),
					BYTES_ARG(override->reason)));
		} else if (is_refusal(failure) && is_last(failures, i) &&
			gate_may_break(matter->profile->catalog, failure->gate)) {
			relate(owner, &finding,
				bytes_print(owner,
					_("'--override %s=REASON' opens this gate for once"),
					gate_names[failure->gate]));
		}
		findings_add(findings, &finding);
	}
}

/* --- overriding ------------------------------------------------------------------------------- */

bool gate_may_break(const struct catalog *catalog, enum gate gate)
{
	return gates_of(value_get(catalog->value, BYTES("breakGlass"))) >> gate & 1;
}

static bool refuse(struct diags *d, const char *format, struct bytes text)
{
	return diag_error(d, (struct span){ 0 }, "gate/override", format, BYTES_ARG(text));
}

static bool read_one(struct arena *owner, const struct catalog *catalog, struct bytes line,
	struct overrides *overrides, struct diags *d)
{
	struct bytes reason = line, name;
	bytes_cut(&reason, '=', &name);
	name = bytes_trim(name);
	enum gate gate = gate_of(name);
	if (gate == GATES)
		return refuse(d,
			N_("'" BYTES_FMT "' is no gate: they are fresh, locked, complete, stamped"),
			name);
	if (!gate_may_break(catalog, gate)) {
		refuse(d, N_("the gate '" BYTES_FMT "' may not be overridden"), name);
		diag_hint(d, N_("'breakGlass' in the catalogue lists those that may"));
		return false;
	}
	reason = reason.at ? bytes_trim(reason) : BYTES("");
	if (!reason.len)
		return refuse(
			d, N_("the gate '" BYTES_FMT "' is overridden without a reason"), name);
	const struct override *other = override_of(overrides, gate);
	if (other && !bytes_equal(other->reason, reason))
		return refuse(
			d, N_("the gate '" BYTES_FMT "' is overridden for two reasons"), name);
	*array_push(owner, overrides) = (struct override){ gate, reason };
	return true;
}

bool override_read(struct arena *owner, const struct catalog *catalog, struct bytes text,
	struct overrides *overrides, struct diags *d)
{
	struct bytes line;
	bool good = true;
	while (bytes_cut(&text, '\n', &line))
		if (bytes_trim(line).len)
			good = read_one(owner, catalog, line, overrides, d) && good;
	return good;
}

void overrides_join(
	struct arena *owner, struct overrides *overrides, const struct overrides *others)
{
	for (size_t i = 0; i < others->count; i++)
		if (!override_of(overrides, others->at[i].gate))
			*array_push(owner, overrides) = others->at[i];
}

void overrides_settle(
	struct overrides *overrides, const struct resolved_profile *profile, struct diags *d)
{
	size_t left = 0;
	for (size_t i = 0; i < overrides->count; i++) {
		struct override override = overrides->at[i];
		if (gates_listed(profile) >> override.gate & 1)
			overrides->at[left++] = override;
		else
			diag_warning(d, profile->at, "gate/override",
				N_("the gate '%s' is overridden, but this profile has none"),
				gate_names[override.gate]);
	}
	overrides->count = left;
}

struct bytes overrides_text(struct arena *owner, const struct overrides *overrides)
{
	struct buf out = buf_new(owner);
	for (enum gate gate = 0; gate < GATES; gate++) {
		const struct override *override = override_of(overrides, gate);
		if (override)
			buf_print(&out, "%s%s: " BYTES_FMT, out.len ? "; " : "", gate_names[gate],
				BYTES_ARG(override->reason));
	}
	return buf_bytes(&out);
}
