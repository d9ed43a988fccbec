#include "names.h"

/* The slot of a text, or the free one where it would go. The room is a power of two. */
static struct name *names_slot(const struct names *names, struct bytes text)
{
	size_t mask = names->room - 1;
	size_t at = (size_t)bytes_hash(text) & mask;
	while (names->slots[at].number && !bytes_equal(names->slots[at].text, text))
		at = (at + 1) & mask;
	return &names->slots[at];
}

static void names_grow(struct names *names)
{
	struct names larger = { .owner = names->owner, .count = names->count };
	larger.room = names->room ? names->room * 2 : 16;
	larger.slots = arena_array_of(names->owner, struct name, larger.room);
	for (size_t i = 0; i < names->room; i++)
		if (names->slots[i].number)
			*names_slot(&larger, names->slots[i].text) = names->slots[i];
	*names = larger;
}

uint32_t names_get(const struct names *names, struct bytes text)
{
	return names->count ? names_slot(names, text)->number : 0;
}

uint32_t names_set(struct names *names, struct bytes text, uint32_t number)
{
	if (names->count * 2 >= names->room)
		names_grow(names);
	struct name *slot = names_slot(names, text);
	uint32_t before = slot->number;
	names->count += !before;
	*slot = (struct name){ text, number };
	return before;
}

void names_clear(struct names *names)
{
	if (names->count)
		memset(names->slots, 0, names->room * sizeof *names->slots);
	names->count = 0;
}
