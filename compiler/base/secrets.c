#include "secrets.h"

#include "buf.h"
#include "folder.h"
#include "names.h"

#include <limits.h>
#include <pthread.h>

enum {
	HEAD = 4, /* bytes by which secrets are found */
	WORD = 64,
	PAIRS = 1 << 16, /* of bytes */
	MARKS = 1 << 16, /* by which most of what is no head is told from one */
};

struct secret {
	struct bytes text;
	uint32_t next; /* number of another one with the same head, from 1; 0: none */
};

struct secrets {
	pthread_rwlock_t lock;
	struct arena *owner; /* of its own, as threads share it; NULL: nothing was added */
	ARRAY(struct secret);
	struct names known;  /* all texts */
	struct names heads;  /* the first bytes of a text → number of the last such secret */
	struct texts shorts; /* those of less than HEAD bytes */
	uint64_t *pairs;     /* a bit for each two bytes that a secret begins with */
	uint64_t *marks;     /* a bit for the mark of each head */
	struct secret_paths paths;
	struct secrets *all; /* that have the texts; NULL: these */
};

static void end(void *handle)
{
	struct secrets *secrets = handle;
	pthread_rwlock_destroy(&secrets->lock);
	arena_end(secrets->owner);
}

struct secrets *secrets_new(struct arena *owner)
{
	struct secrets *secrets = arena_new_of(owner, struct secrets);
	pthread_rwlock_init(&secrets->lock, NULL);
	arena_undo(owner, end, secrets);
	return secrets;
}

struct secrets *secrets_below(struct arena *owner, struct secrets *all)
{
	struct secrets *secrets = all ? secrets_new(owner) : NULL;
	if (secrets)
		secrets->all = all;
	return secrets;
}

const struct secrets *secrets_above(const struct secrets *secrets)
{
	return secrets->all;
}

static bool is_word(struct bytes text, size_t at)
{
	unsigned char c = at < text.len ? (unsigned char)text.at[at] : ' ';
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		c == '_' || c >= 0x80;
}

/* A lone bracket would be found everywhere. */
static bool is_worth_it(struct bytes text)
{
	for (size_t i = 0; i < text.len && text.len < HEAD; i++)
		if (is_word(text, i))
			return true;
	return text.len >= HEAD;
}

static void need_owner(struct secrets *secrets)
{
	if (secrets->owner)
		return;
	secrets->owner = secrets->known.owner = secrets->heads.owner = arena_new();
	secrets->pairs = arena_array_of(secrets->owner, uint64_t, PAIRS / WORD);
	secrets->marks = arena_array_of(secrets->owner, uint64_t, MARKS / WORD);
}

static void set_bit(uint64_t *set, size_t number)
{
	set[number / WORD] |= UINT64_C(1) << number % WORD;
}

static bool has_bit(const uint64_t *set, size_t number)
{
	return set[number / WORD] >> number % WORD & 1;
}

static size_t mark_at(struct bytes text, size_t at)
{
	uint32_t head;
	memcpy(&head, text.at + at, HEAD);
	return head * UINT32_C(2654435769) >> 16;
}

static size_t pair_at(struct bytes text, size_t at)
{
	return (size_t)(unsigned char)text.at[at] << 8 | (unsigned char)text.at[at + 1];
}

/* Behind the only byte of a text any other may follow. */
static void add_pairs(struct secrets *secrets, struct bytes text)
{
	if (text.len > 1) {
		set_bit(secrets->pairs, pair_at(text, 0));
		return;
	}
	for (size_t next = 0; next <= UCHAR_MAX; next++)
		set_bit(secrets->pairs, (size_t)(unsigned char)*text.at << 8 | next);
}

static void add_new(struct secrets *secrets, struct bytes text)
{
	struct bytes copy = bytes_copy(secrets->owner, text);
	names_set(&secrets->known, copy, 1);
	add_pairs(secrets, copy);
	if (copy.len < HEAD) {
		*array_push(secrets->owner, &secrets->shorts) = copy;
		return;
	}
	struct secret *secret = array_push(secrets->owner, secrets);
	set_bit(secrets->marks, mark_at(copy, 0));
	secret->text = copy;
	secret->next = names_set(
		&secrets->heads, bytes_slice(copy, 0, HEAD), (uint32_t)secrets->count);
}

void secrets_add(struct secrets *secrets, struct bytes text)
{
	if (secrets && secrets->all)
		secrets = secrets->all;
	if (!secrets || !is_worth_it(text))
		return;
	pthread_rwlock_wrlock(&secrets->lock);
	need_owner(secrets);
	if (!names_get(&secrets->known, text))
		add_new(secrets, text);
	pthread_rwlock_unlock(&secrets->lock);
}

void secrets_add_path(struct secrets *secrets, struct texts path)
{
	struct texts copy = { 0 };
	need_owner(secrets);
	for (size_t i = 0; i < path.count; i++)
		*array_push(secrets->owner, &copy) = bytes_copy(secrets->owner, path.at[i]);
	*array_push(secrets->owner, &secrets->paths) = copy;
}

const struct secret_paths *secrets_paths(const struct secrets *secrets)
{
	return &secrets->paths;
}

/* --- finding ---------------------------------------------------------------------------------- */

static bool stands_at(struct bytes text, size_t at, struct bytes secret)
{
	if (text.at[at] != *secret.at || text.len - at < secret.len ||
		memcmp(text.at + at, secret.at, secret.len) != 0)
		return false;
	return secret.len >= SECRET_ANYWHERE ||
		((at == 0 || !is_word(text, at - 1) || !is_word(secret, 0)) &&
			(!is_word(text, at + secret.len) || !is_word(secret, secret.len - 1)));
}

/* `cut` is where the next `...` stands, or the end of the text. */
static bool is_cut_at(struct bytes text, size_t at, size_t cut, struct bytes secret)
{
	return cut < text.len && cut > at && secret.len > cut - at &&
		memcmp(text.at + at, secret.at, cut - at) == 0;
}

/* A few letters in front of `...` are looked for among all secrets. */
static bool is_begun_at(const struct secrets *secrets, struct bytes text, size_t at, size_t cut)
{
	if (cut == text.len || (at > 0 && is_word(text, at - 1)))
		return false;
	for (size_t i = 0; i < secrets->count; i++)
		if (is_cut_at(text, at, cut, secrets->at[i].text))
			return true;
	return false;
}

/* How many bytes of the longest secret stand there; 0: none does. */
static size_t length_at(const struct secrets *secrets, struct bytes text, size_t at, size_t cut)
{
	size_t longest = 0;
	for (size_t i = 0; i < secrets->shorts.count; i++)
		if (secrets->shorts.at[i].len > longest &&
			stands_at(text, at, secrets->shorts.at[i]))
			longest = secrets->shorts.at[i].len;
	if (!longest && cut - at < HEAD && is_begun_at(secrets, text, at, cut))
		return cut - at;
	if (text.len - at < HEAD || !has_bit(secrets->marks, mark_at(text, at)))
		return longest;
	uint32_t number = names_get(&secrets->heads, bytes_slice(text, at, at + HEAD));
	for (; number; number = secrets->at[number - 1].next) {
		struct bytes secret = secrets->at[number - 1].text;
		if (secret.len > longest && stands_at(text, at, secret))
			longest = secret.len;
		if (cut - at > longest && is_cut_at(text, at, cut, secret))
			longest = cut - at;
	}
	return longest;
}

/* Where one may stand next; the end of the text if none does. */
static size_t next_place(const struct secrets *secrets, struct bytes text, size_t at, size_t cut)
{
	/* So near to a cut, less than a head may be a part of one. */
	size_t end = cut < HEAD ? 0 : cut - HEAD + 1;
	while (at < end && !has_bit(secrets->pairs, pair_at(text, at)))
		at++;
	return at;
}

/* --- masking ---------------------------------------------------------------------------------- */

static const struct bytes shown = { "<secret>", 8 };

struct masking {
	const struct secrets *secrets;
	struct bytes text;
	struct buf out;
	struct extent marked; /* in the text */
	struct extent moved;  /* in what came out */
};

/* What is marked inside of a secret is all of it. */
static void move_marks(struct masking *masking, size_t at, size_t len, size_t added)
{
	struct extent *from = &masking->marked, *to = &masking->moved;
	if (from->begin >= at && from->begin < at + len)
		to->begin = masking->out.len;
	if (from->end > at && from->end <= at + len)
		to->end = masking->out.len + added;
	if (from->end == at)
		to->end = masking->out.len;
}

static void add_part(struct masking *masking, size_t at, size_t len, struct bytes part)
{
	move_marks(masking, at, len, part.len);
	buf_add(&masking->out, part);
}

/* Of what stays as it is each byte stays where it is, but for what came before. */
static void add_plain(struct masking *masking, size_t at, size_t end)
{
	const struct extent *from = &masking->marked;
	size_t moved = masking->out.len - at;
	if (from->begin >= at && from->begin < end)
		masking->moved.begin = from->begin + moved;
	if (from->end >= at && from->end <= end)
		masking->moved.end = from->end + moved;
	buf_add(&masking->out, bytes_slice(masking->text, at, end));
}

static void end_marks(struct masking *masking)
{
	size_t len = masking->text.len, beyond = masking->out.len - len;
	if (masking->marked.begin >= len)
		masking->moved.begin = masking->marked.begin + beyond;
	if (masking->marked.end > len)
		masking->moved.end = masking->marked.end + beyond;
}

/* False where there is nothing to hide. */
static bool mask_all(struct masking *masking)
{
	struct bytes text = masking->text;
	size_t cut = 0, plain = 0;
	for (size_t at = 0; at < text.len;) {
		if (cut <= at)
			cut = bytes_find(text, BYTES("..."), at + 1);
		at = next_place(masking->secrets, text, at, cut);
		size_t len = length_at(masking->secrets, text, at, cut);
		if (len) {
			add_plain(masking, plain, at);
			add_part(masking, at, len, shown);
			plain = at + len;
		}
		at += len ? len : 1;
	}
	if (plain == 0)
		return false;
	add_plain(masking, plain, text.len);
	end_marks(masking);
	return true;
}

static struct bytes mask(
	struct arena *owner, struct secrets *secrets, struct bytes text, struct extent *marked)
{
	struct masking masking = { secrets, text, buf_new(owner), *marked, *marked };
	pthread_rwlock_rdlock(&secrets->lock);
	bool any = secrets->known.count && mask_all(&masking);
	pthread_rwlock_unlock(&secrets->lock);
	if (!any)
		return text;
	*marked = masking.moved;
	return buf_bytes(&masking.out);
}

struct bytes secrets_mask(struct arena *owner, struct secrets *secrets, struct bytes text)
{
	return secrets ? mask(owner, secrets, text, &(struct extent){ 0 }) : text;
}

/* --- lines ------------------------------------------------------------------------------------ */

static bool is_one_of(struct bytes line, size_t at, const char *set)
{
	return at < line.len && line.at[at] && strchr(set, line.at[at]);
}

static size_t past(struct bytes line, size_t at, const char *set)
{
	while (is_one_of(line, at, set))
		at++;
	return at;
}

/* The word before a colon: a key, or the end of one. */
static struct bytes word_before(struct bytes line, size_t colon)
{
	size_t end = colon, begin;
	while (end && is_one_of(line, end - 1, "\"' \t"))
		end--;
	for (begin = end; begin && !is_one_of(line, begin - 1, "\"' \t{}[],:");)
		begin--;
	return bytes_slice(line, begin, end);
}

/* No word has a blank or a quote: of a pattern that may have some, any key is one. */
static size_t colon_behind_pattern(struct bytes line, struct bytes pattern)
{
	bool any = false;
	for (size_t i = 0; i < pattern.len; i++)
		any = any || is_one_of(pattern, i, "\"' \t{},:");
	for (size_t at = 0; (at = bytes_find(line, BYTES(":"), at)) < line.len; at++)
		if (any || glob_matches(pattern, word_before(line, at)))
			return at;
	return line.len;
}

static size_t colon_behind_key(struct bytes line, struct bytes key)
{
	for (size_t at = 0; (at = bytes_find(line, key, at)) < line.len; at++) {
		size_t colon = past(line, at + key.len, "\"' \t");
		if (colon < line.len && line.at[colon] == ':')
			return colon;
	}
	return line.len;
}

/* Where the value of such a key begins, or the end of the line. */
static size_t value_behind(struct bytes line, struct bytes key)
{
	size_t colon = glob_is_pattern(key) ? colon_behind_pattern(line, key)
					    : colon_behind_key(line, key);
	return colon < line.len ? past(line, colon + 1, " ") : line.len;
}

static struct bytes mask_behind_keys(struct arena *owner, const struct secrets *secrets,
	struct bytes line, struct extent *marked)
{
	size_t from = line.len;
	for (size_t i = 0; i < secrets->paths.count; i++) {
		const struct texts *path = &secrets->paths.at[i];
		size_t at = path->count ? value_behind(line, path->at[path->count - 1]) : line.len;
		from = at < from ? at : from;
	}
	if (from == line.len)
		return line;
	if (marked->begin > from)
		marked->begin = from;
	if (marked->end > from)
		marked->end = from + shown.len;
	return bytes_join(owner, bytes_slice(line, 0, from), shown, (struct bytes){ 0 });
}

struct bytes secrets_mask_line(struct arena *owner, struct secrets *secrets, struct bytes line,
	bool unread, struct extent *marked)
{
	if (!secrets)
		return line;
	if (unread)
		line = mask_behind_keys(owner, secrets, line, marked);
	return mask(owner, secrets, line, marked);
}
