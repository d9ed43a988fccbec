#include "evaluate.h"

#include "base/message.h"
#include "notation/notation.h"

/* Each expression that asks another one takes some of the stack. */
enum { DEEPEST = 32 };

const struct cel_error error_told;

static struct cel_value told(struct evaluation *evaluation)
{
	evaluation->broken++;
	return (struct cel_value){ .kind = CEL_ERROR, .error = &error_told };
}

/* --- cycles ----------------------------------------------------------------------------------- */

static void add_step(struct arena *owner, struct buf *out, const struct step *step)
{
	if (step->up)
		add_step(owner, out, step->up);
	if (!step->key.at)
		buf_print(out, "[%zu]", step->index);
	else
		buf_print(out, "%s" BYTES_FMT, step->up ? "." : "",
			BYTES_ARG(path_text(owner, &step->key, 1)));
}

static struct bytes step_text(struct arena *owner, const struct step *step)
{
	struct buf out = buf_new(owner);
	add_step(owner, &out, step);
	return buf_bytes(&out);
}

/* From the one that is asked again, by those that ask each other, to itself. */
static void report_cycle(const struct pending *again)
{
	struct evaluation *evaluation = again->evaluation;
	struct arena *owner = evaluation->d->owner;
	const struct pending *ring[DEEPEST];
	size_t count = 0;
	for (const struct pending *at = evaluation->working; at != again; at = at->asker)
		ring[count++] = at;
	ring[count++] = again;
	struct buf text = buf_new(owner);
	for (size_t i = count; i > 0; i--)
		buf_print(&text, BYTES_FMT " → ", BYTES_ARG(step_text(owner, &ring[i - 1]->step)));
	buf_add(&text, step_text(owner, &again->step));
	diag_error(evaluation->d, again->at, "expression/cycle",
		N_("expressions need each other in a circle: " BYTES_FMT),
		BYTES_ARG(buf_bytes(&text)));
	for (size_t i = count - 1; i > 0; i--)
		diag_related(evaluation->d, ring[i - 1]->at, N_("'" BYTES_FMT "' is here"),
			BYTES_ARG(step_text(owner, &ring[i - 1]->step)));
}

static void report_depth(const struct pending *pending)
{
	diag_error(pending->evaluation->d, pending->at, "expression/depth",
		N_("more than %d expressions need each other in a row"), DEEPEST);
}

/* --- keeping ---------------------------------------------------------------------------------- */

static bool work(struct pending *pending)
{
	struct evaluation *evaluation = pending->evaluation;
	if (pending->progress == WORKING)
		return report_cycle(pending), false;
	if (evaluation->depth >= DEEPEST)
		return report_depth(pending), false;
	pending->progress = WORKING;
	pending->asker = evaluation->working;
	evaluation->working = pending;
	evaluation->depth++;
	bool good = pending->work(pending, &pending->value);
	evaluation->depth--;
	evaluation->working = pending->asker;
	pending->progress = good ? DONE : BROKEN;
	return good;
}

struct cel_value pending_keep(struct pending *pending)
{
	if (pending->progress == DONE)
		return pending->value;
	if (pending->progress != BROKEN && work(pending))
		return pending->value;
	return told(pending->evaluation);
}

static struct cel_value keep(struct cel_promise *promise)
{
	return pending_keep((struct pending *)promise);
}

void pending_begin(struct pending *pending, struct evaluation *evaluation, struct step step,
	bool (*begin)(struct pending *pending, struct cel_value *value))
{
	*pending = (struct pending){
		.promise = { keep }, .evaluation = evaluation, .step = step, .work = begin
	};
}
