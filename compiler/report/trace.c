#include "report.h"

#include "base/message.h"
#include "base/utf8.h"

/* Added so far. */
static size_t trace_count(const struct trace *trace)
{
	return trace->whole + trace->undecided + trace->broken;
}

/* --- text ------------------------------------------------------------------------------------- */

static const char *const hop_words[HOPS] = { N_("artifact"), N_("version"), N_("build"),
	N_("image"), N_("values"), N_("chart") };

static const struct {
	const char *word, *paint;
} states[] = {
	[HOP_NONE] = { N_("none"), "" },
	[HOP_HOLDS] = { N_("holds"), "\033[1;32m" },
	[HOP_UNDECIDED] = { N_("undecided"), "\033[1;35m" },
	[HOP_BROKEN] = { N_("broken"), "\033[1;31m" },
};

enum { HOP_WIDTH = 10, STATE_WIDTH = 11, INDENT = 2 + HOP_WIDTH + STATE_WIDTH };

static void add_padded(struct trace *trace, const char *paint, const char *word, size_t width)
{
	bool painted = trace->colour == COLOUR_ANSI && *paint;
	size_t wide = utf8_width(bytes_of(word));
	buf_print(trace->out, "%s%s%s", painted ? paint : "", word, painted ? "\033[0m" : "");
	buf_add_times(trace->out, ' ', wide < width ? width - wide : 1);
}

static void add_place(struct buf *out, struct span at)
{
	if (!at.source)
		return;
	buf_add(out, at.source->path);
	if (at.source->text.at) {
		struct place place = source_place(at.source, at.begin);
		buf_print(out, ":%zu:%zu", place.line, place.column);
	}
	buf_add(out, BYTES(": "));
}

/* A value is one line here, whatever it is in its file. */
static void add_clean(struct buf *out, struct bytes text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		buf_add_char(out, c < ' ' || c == 0x7F ? ' ' : text.at[i]);
	}
}

static void begin_line(struct trace *trace)
{
	buf_add_times(trace->out, ' ', INDENT);
}

static bool on_one_line(struct span a, struct span b)
{
	return a.source && a.source == b.source && a.source->text.at &&
		source_place(a.source, a.begin).line == source_place(b.source, b.begin).line;
}

static void add_reasons(struct trace *trace, const struct witness *witness)
{
	bool apart = witness->value.at && witness->text.len;
	if (apart) {
		begin_line(trace);
		add_clean(trace->out, witness->text);
		buf_add_char(trace->out, '\n');
	}
	if (witness->related.at.source && !on_one_line(witness->at, witness->related.at)) {
		begin_line(trace);
		add_place(trace->out, witness->related.at);
		buf_print(trace->out, BYTES_FMT "\n", BYTES_ARG(witness->related.text));
	}
	if (witness->hint.len) {
		begin_line(trace);
		buf_print(trace->out, "%s: " BYTES_FMT "\n", _("hint"), BYTES_ARG(witness->hint));
	}
}

/* What holds needs no second place; who chose a version is what one asks for. */
static bool needs_reasons(const struct witness *witness)
{
	return witness->state >= HOP_UNDECIDED || witness->hop == HOP_VERSION;
}

static void add_witness(
	struct trace *trace, const struct witness *witness, bool first_of_hop, bool first_break)
{
	struct buf *out = trace->out;
	buf_add(out, first_break ? BYTES("> ") : BYTES("  "));
	add_padded(trace, "", first_of_hop ? _(hop_words[witness->hop]) : "", HOP_WIDTH);
	add_padded(
		trace, states[witness->state].paint, _(states[witness->state].word), STATE_WIDTH);
	add_place(out, witness->at);
	if (!witness->at.source || !bytes_equal(witness->name, witness->at.source->name)) {
		buf_add(out, witness->name);
		buf_add(out, BYTES(": "));
	}
	if (witness->value.at && !witness->value.len)
		buf_add(out, BYTES("''"));
	add_clean(out, witness->value.at ? witness->value : witness->text);
	buf_add_char(out, '\n');
	if (needs_reasons(witness))
		add_reasons(trace, witness);
}

static void add_head(struct trace *trace, const struct version_chain *chain)
{
	const struct witness *broken = chain_break(chain);
	struct bytes name = versioned_name(trace->out->owner, chain->subject);
	struct bytes profile = chain->profile->head->name;
	if (trace_count(trace))
		buf_add_char(trace->out, '\n');
	buf_print(trace->out, _("%.*s in %.*s"), BYTES_ARG(name), BYTES_ARG(profile));
	buf_add(trace->out, BYTES(": "));
	if (broken)
		buf_print(trace->out, _("broken at %s"), _(hop_words[broken->hop]));
	else
		buf_add(trace->out,
			bytes_of(chain_state(chain, HOPS) == HOP_UNDECIDED ? _("undecided")
									   : _("whole")));
	buf_add_char(trace->out, '\n');
}

static void add_text(struct trace *trace, const struct version_chain *chain)
{
	const struct witness *broken = chain_break(chain);
	add_head(trace, chain);
	for (size_t i = 0; i < chain->count; i++)
		add_witness(trace, &chain->at[i],
			i == 0 || chain->at[i].hop != chain->at[i - 1].hop,
			&chain->at[i] == broken);
}

/* --- json ------------------------------------------------------------------------------------- */

/* The keys in the order of their bytes, as in all JSON of leme. */

static void json_text(struct buf *out, const char *key, struct bytes text)
{
	const struct value value = { .kind = VALUE_STRING, .text = text };
	buf_print(out, "\"%s\":", key);
	emit_canonical_json(out, &value);
	buf_add_char(out, ',');
}

static void json_given(struct buf *out, const char *key, struct bytes text)
{
	if (text.len)
		json_text(out, key, text);
}

static void json_end(struct buf *out, char close)
{
	if (out->at[out->len - 1] == ',')
		out->len--;
	buf_add_char(out, close);
	buf_add_char(out, ',');
}

static const char *const state_names[] = { "none", "holds", "undecided", "broken" };

static void json_place(struct buf *out, struct span at)
{
	if (!at.source)
		return;
	buf_add(out, BYTES("\"place\":{"));
	if (at.source->text.at)
		buf_print(out, "\"column\":%zu,", source_place(at.source, at.begin).column);
	json_text(out, "file", at.source->name);
	if (at.source->text.at)
		buf_print(out, "\"line\":%zu,", source_place(at.source, at.begin).line);
	json_end(out, '}');
}

static void json_witness(struct buf *out, const struct witness *witness)
{
	buf_add(out, BYTES("\n    {"));
	if (witness->expected.at)
		json_text(out, "expected", witness->expected);
	json_given(out, "hint", witness->hint);
	json_text(out, "name", witness->name);
	json_place(out, witness->at);
	if (witness->related.at.source) {
		buf_add(out, BYTES("\"related\":{"));
		json_place(out, witness->related.at);
		json_text(out, "text", witness->related.text);
		json_end(out, '}');
	}
	json_text(out, "state", bytes_of(state_names[witness->state]));
	json_given(out, "text", witness->text);
	if (witness->value.at)
		json_text(out, "value", witness->value);
	json_end(out, '}');
}

static void json_hop(struct buf *out, const struct version_chain *chain, enum hop hop)
{
	buf_add(out, BYTES("\n   {"));
	json_text(out, "hop", bytes_of(hop_names[hop]));
	json_text(out, "state", bytes_of(state_names[chain_state(chain, hop)]));
	buf_add(out, BYTES("\"witnesses\":["));
	for (size_t i = 0; i < chain->count; i++)
		if (chain->at[i].hop == hop)
			json_witness(out, &chain->at[i]);
	json_end(out, ']');
	json_end(out, '}');
}

static void add_json(struct trace *trace, const struct version_chain *chain)
{
	struct buf *out = trace->out;
	const struct witness *broken = chain_break(chain);
	buf_add(out, trace_count(trace) ? BYTES(",\n {") : BYTES("\n {"));
	if (broken)
		json_text(out, "break", bytes_of(hop_names[broken->hop]));
	json_text(out, "environment", chain->profile->environment->text);
	buf_add(out, BYTES("\"hops\":["));
	for (enum hop hop = 0; hop < HOPS; hop++)
		json_hop(out, chain, hop);
	json_end(out, ']');
	json_text(out, "profile", chain->profile->head->name);
	json_text(out, "slug", chain->profile->head->slug);
	enum hop_state state = chain_state(chain, HOPS);
	json_text(out, "state", bytes_of(state_names[state > HOP_HOLDS ? state : HOP_HOLDS]));
	json_end(out, '}');
	out->len--;
}

/* --- the whole -------------------------------------------------------------------------------- */

void trace_begin(struct trace *trace, struct bytes name)
{
	if (trace->format != TRACE_JSON)
		return;
	buf_add(trace->out, BYTES("{\"apiVersion\":\"leme/v1\",\"kind\":\"Trace\","));
	json_text(trace->out, "name", name);
	buf_add(trace->out, BYTES("\"profiles\":["));
}

void trace_add(struct trace *trace, const struct version_chain *chain)
{
	enum hop_state state = chain_state(chain, HOPS);
	if (trace->format == TRACE_JSON)
		add_json(trace, chain);
	else
		add_text(trace, chain);
	trace->broken += state == HOP_BROKEN;
	trace->undecided += state == HOP_UNDECIDED;
	trace->whole += state < HOP_UNDECIDED;
}

void trace_end(struct trace *trace)
{
	if (trace->format == TRACE_JSON)
		buf_add(trace->out, BYTES("\n]}\n"));
	else if (trace_count(trace) > 1)
		buf_print(trace->out, _("\n%zu chains: %zu whole, %zu undecided, %zu broken\n"),
			trace_count(trace), trace->whole, trace->undecided, trace->broken);
}
