/* What a regular expression finds: Kubernetes' library `regex`. */
#include "eval.h"

#include "base/message.h"
#include "base/utf8.h"

static struct cel_value find(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]);
	struct cel_value error;
	struct regex_part part = { 0, 0 };
	const struct regex *regex = eval_regex(eval, args[1], &error);
	(void)count;
	if (!regex)
		return error;
	enum regex_answer answer = regex_find(regex, text, 0, &part, 1);
	if (answer == REGEX_LIMIT)
		return eval_too_many_steps(eval);
	return cel_string(
		answer == REGEX_YES ? bytes_slice(text, part.begin, part.end) : BYTES(""));
}

/* Where the search goes on: behind the match, or a character further if that was empty. */
static size_t next_place(struct bytes text, size_t place, struct regex_part part)
{
	size_t len = 1;
	if (part.end > place)
		return part.end;
	if (place < text.len)
		utf8_at(text, place, &len);
	return place + len;
}

/* As Go's FindAllString(): an empty match right behind another one is none. */
static struct cel_value find_all(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]);
	int64_t left = count == 3 ? args[2].integer : -1;
	size_t last_end = SIZE_MAX;
	struct cel_value error;
	struct {
		ARRAY(struct cel_value);
	} found = { 0 };
	const struct regex *regex = eval_regex(eval, args[1], &error);
	if (!regex)
		return error;
	for (size_t place = 0; left != 0 && place <= text.len;) {
		struct regex_part part;
		enum regex_answer answer = regex_find(regex, text, place, &part, 1);
		if (answer == REGEX_LIMIT)
			return eval_too_many_steps(eval);
		if (answer == REGEX_NO)
			break;
		if (!eval_has_room(eval, 0))
			return eval_out_of_room(eval);
		if (part.end > part.begin || part.begin != last_end) {
			*array_push(eval->owner, &found) = cel_string(
				bytes_slice(text, part.begin, part.end));
			left--;
		}
		last_end = part.end;
		place = next_place(text, place, part);
	}
	return cel_list(found.at, found.count);
}

static const struct function rows[] = {
	{ "<string>.find(string) string", find,
		N_("the first part that fits the regular expression, or an empty text"),
		"'v12.1'.find('[0-9]+') == '12'", 24 },
	{ "<string>.findAll(string) list(string)", find_all,
		N_("all parts that fit the regular expression"),
		"'v12.1'.findAll('[0-9]+') == ['12', '1']", 24 },
	{ "<string>.findAll(string, int) list(string)", find_all,
		N_("likewise, at most so many; all if negative"),
		"'v12.1'.findAll('[0-9]+', 1) == ['12']", 24 },
};

const struct library cel_regex = ROWS(rows);
