#include "helmignore.h"

#include "base/message.h"
#include "base/utf8.h"

/* --- patterns --------------------------------------------------------------------------------- */

/* A part of a pattern up to its next star, being matched against the front of a name. */
struct match {
	struct bytes pattern, name;
	bool failed; /* the rest of the pattern is only read to see if it is well-formed */
	bool bad;
};

static struct bytes behind(struct bytes text, size_t count)
{
	return bytes_slice(text, count, text.len);
}

static bool begins_with(struct bytes text, char c)
{
	return text.len && text.at[0] == c;
}

static uint32_t take_letter(struct bytes *text)
{
	size_t len;
	uint32_t letter = utf8_at(*text, 0, &len);
	*text = behind(*text, len);
	return letter;
}

/* A set has to be closed, so that something must follow its last member. */
static uint32_t take_member(struct match *m)
{
	size_t len = 1;
	if (begins_with(m->pattern, '\\'))
		m->pattern = behind(m->pattern, 1);
	else if (begins_with(m->pattern, '-') || begins_with(m->pattern, ']'))
		m->bad = true;
	m->bad = m->bad || m->pattern.len == 0;
	if (m->bad)
		return 0;
	uint32_t member = utf8_at(m->pattern, 0, &len);
	bool invalid = member == 0xFFFD && len == 1;
	m->pattern = behind(m->pattern, len);
	m->bad = invalid || m->pattern.len == 0;
	return member;
}

/* Go lets a set match a slash too. */
static void match_set(struct match *m)
{
	uint32_t letter = m->failed ? 0 : take_letter(&m->name);
	bool negated = begins_with(m->pattern, '^'), found = false;
	m->pattern = behind(m->pattern, negated);
	for (size_t ranges = 0; ranges == 0 || !begins_with(m->pattern, ']'); ranges++) {
		uint32_t low = take_member(m), high = low;
		if (!m->bad && begins_with(m->pattern, '-')) {
			m->pattern = behind(m->pattern, 1);
			high = take_member(m);
		}
		if (m->bad)
			return;
		found = found || (low <= letter && letter <= high);
	}
	m->pattern = behind(m->pattern, 1);
	m->failed = m->failed || found == negated;
}

static void match_letter(struct match *m)
{
	if (m->failed)
		return;
	m->failed = begins_with(m->name, '/');
	(void)take_letter(&m->name);
}

static void match_byte(struct match *m, char c)
{
	if (c == '\\') {
		m->bad = m->pattern.len == 0;
		if (m->bad)
			return;
		c = m->pattern.at[0];
		m->pattern = behind(m->pattern, 1);
	}
	if (m->failed)
		return;
	m->failed = m->name.at[0] != c;
	m->name = behind(m->name, 1);
}

static struct match match_part(struct bytes part, struct bytes name)
{
	struct match m = { .pattern = part, .name = name };
	while (m.pattern.len && !m.bad) {
		char c = m.pattern.at[0];
		m.failed = m.failed || m.name.len == 0;
		m.pattern = behind(m.pattern, 1);
		if (c == '[')
			match_set(&m);
		else if (c == '?')
			match_letter(&m);
		else
			match_byte(&m, c);
	}
	m.failed = m.failed || m.bad;
	return m;
}

/* Cuts the stars at the front, and then what stands before the next star. */
static struct bytes cut_part(struct bytes *pattern, bool *star)
{
	bool in_set = false;
	size_t i = 0;
	*star = begins_with(*pattern, '*');
	while (begins_with(*pattern, '*'))
		*pattern = behind(*pattern, 1);
	for (; i < pattern->len && (in_set || pattern->at[i] != '*'); i++)
		if (pattern->at[i] == '\\')
			i += i + 1 < pattern->len;
		else if (pattern->at[i] == '[' || pattern->at[i] == ']')
			in_set = pattern->at[i] == '[';
	struct bytes part = bytes_slice(*pattern, 0, i);
	*pattern = behind(*pattern, i);
	return part;
}

/* What a star skips holds no slash. */
static struct match match_after_star(struct bytes part, struct bytes name, bool to_the_end)
{
	struct match m;
	for (;; name = behind(name, 1)) {
		m = match_part(part, name);
		bool fits = !m.failed && (m.name.len == 0 || !to_the_end);
		if (fits || m.bad || name.len == 0 || name.at[0] == '/') {
			m.failed = !fits;
			return m;
		}
	}
}

/* As Go's filepath.Match, which reads no further than the first part that does not fit. */
static struct match match_whole(struct bytes pattern, struct bytes name)
{
	struct match m = { .name = name };
	while (pattern.len) {
		bool star;
		struct bytes part = cut_part(&pattern, &star);
		bool last = pattern.len == 0;
		if (star && part.len == 0) {
			m.failed = bytes_find(m.name, BYTES("/"), 0) < m.name.len;
			return m;
		}
		m = star ? match_after_star(part, m.name, last) : match_part(part, m.name);
		if (m.failed)
			return m;
	}
	m.failed = m.name.len > 0;
	return m;
}

/* Helm tries each rule so when it reads the file. What it does not find matches nothing. */
static bool is_refused(struct bytes rule)
{
	return match_whole(rule, BYTES("abc")).bad;
}

static bool matches(struct bytes pattern, struct bytes name)
{
	return !match_whole(pattern, name).failed;
}

/* --- rules ------------------------------------------------------------------------------------ */

enum { LONGEST_LINE = 64 * 1024 }; /* bufio.Scanner of Go */

static bool is_blank(uint32_t letter)
{
	return (letter >= '\t' && letter <= '\r') || letter == ' ' || letter == 0x85 ||
		letter == 0xA0 || letter == 0x1680 || (letter >= 0x2000 && letter <= 0x200A) ||
		letter == 0x2028 || letter == 0x2029 || letter == 0x202F || letter == 0x205F ||
		letter == 0x3000;
}

static struct bytes trim_front(struct bytes line)
{
	struct bytes rest = line;
	while (line.len && is_blank(take_letter(&rest)))
		line = rest;
	return line;
}

static size_t last_letter(struct bytes line)
{
	size_t at = line.len - 1;
	while (at > 0 && line.len - at < 4 && ((unsigned char)line.at[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static struct bytes trim_end(struct bytes line)
{
	size_t len;
	for (size_t at; line.len; line.len = at) {
		at = last_letter(line);
		if (!is_blank(utf8_at(line, at, &len)) || at + len != line.len)
			break;
	}
	return line;
}

static void add_rule(struct arena *owner, struct helmignore *rules, struct bytes text)
{
	struct helmignore_rule rule = { .negated = begins_with(text, '!') };
	text = behind(text, rule.negated);
	rule.folders_only = bytes_ends(text, BYTES("/"));
	text.len -= rule.folders_only;
	rule.whole_path = bytes_find(text, BYTES("/"), 0) < text.len;
	rule.pattern = behind(text, begins_with(text, '/'));
	*array_push(owner, rules) = rule;
}

static bool refuse(const struct source *source, struct bytes text, const char *why, struct diags *d)
{
	uint32_t begin = (uint32_t)(text.at - source->text.at);
	diag_error(d, (struct span){ source, begin, begin + (uint32_t)text.len }, "chart/ignore",
		"%s", _(why));
	diag_hint(d, N_("Helm refuses the whole file, and so the chart"));
	return false;
}

static bool read_line(struct arena *owner, const struct source *source, struct bytes line,
	struct helmignore *rules, struct diags *d)
{
	struct bytes text = trim_end(trim_front(line));
	if (line.len >= LONGEST_LINE)
		return refuse(source, bytes_slice(line, 0, 1),
			N_("a line of .helmignore has at most 65535 bytes"), d);
	if (text.len == 0 || text.at[0] == '#')
		return true;
	if (bytes_find(text, BYTES("**"), 0) < text.len)
		return refuse(source, text, N_("Helm knows no '**' in .helmignore"), d);
	if (is_refused(text))
		return refuse(source, text, N_("this pattern is not well-formed"), d);
	add_rule(owner, rules, text);
	return true;
}

bool helmignore_read(
	struct arena *owner, const struct source *source, struct helmignore *rules, struct diags *d)
{
	struct bytes rest = source ? source->text : BYTES(""), line;
	bool good = true;
	*rules = (struct helmignore){ 0 };
	if (bytes_begins(rest, BYTES("\xEF\xBB\xBF")))
		rest = behind(rest, 3);
	while (bytes_cut(&rest, '\n', &line))
		good = read_line(owner, source, line, rules, d) && good;
	add_rule(owner, rules, BYTES("templates/.?*"));
	return good;
}

/* --- asking ----------------------------------------------------------------------------------- */

static struct bytes last_part(struct bytes path)
{
	size_t at = path.len;
	while (at && path.at[at - 1] != '/')
		at--;
	return behind(path, at);
}

bool helmignore_hides(const struct helmignore *rules, struct bytes path, bool is_folder)
{
	struct bytes name = last_part(path);
	for (size_t i = 0; i < rules->count; i++) {
		const struct helmignore_rule *rule = &rules->at[i];
		bool fits = (is_folder || !rule->folders_only) &&
			matches(rule->pattern, rule->whole_path ? path : name);
		if (fits != rule->negated)
			return true;
	}
	return false;
}

bool helmignore_hides_file(const struct helmignore *rules, struct bytes path)
{
	for (size_t i = 0; i < path.len; i++)
		if (path.at[i] == '/' && helmignore_hides(rules, bytes_slice(path, 0, i), true))
			return true;
	return helmignore_hides(rules, path, false);
}
