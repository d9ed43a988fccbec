#include "tar.h"

enum { BLOCK = 512, SUM_AT = 148, SUM_LEN = 8 };

struct reading {
	struct arena *owner;
	struct tar_files *files;
	struct bytes long_name; /* of the next file, or empty */
	uint64_t long_size;     /* SIZE_MAX: the header says it */
};

static struct bytes field(struct bytes block, size_t at, size_t len)
{
	struct bytes text = bytes_slice(block, at, at + len);
	return bytes_slice(text, 0, bytes_find(text, BYTES("\0"), 0));
}

/* Octal digits between blanks; or, with the highest bit set, a binary number. */
static bool take_number(struct bytes block, size_t at, size_t len, uint64_t *number)
{
	const unsigned char *bytes = (const unsigned char *)block.at + at;
	*number = 0;
	if (bytes[0] & 0x80) {
		for (size_t i = 1; i < len; i++) {
			if (*number >> 48)
				return false;
			*number = *number << 8 | bytes[i];
		}
		return bytes[0] == 0x80;
	}
	struct bytes text = bytes_trim(field(block, at, len));
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '7')
			return false;
		*number = *number << 3 | (uint64_t)(text.at[i] - '0');
	}
	return true;
}

/* Its own field counts as blanks. */
static bool is_header(struct bytes block)
{
	uint64_t sum = 0, said;
	for (size_t i = 0; i < BLOCK; i++)
		sum += i >= SUM_AT && i < SUM_AT + SUM_LEN ? ' ' : (unsigned char)block.at[i];
	return take_number(block, SUM_AT, SUM_LEN, &said) && said == sum;
}

static bool is_end(struct bytes block)
{
	for (size_t i = 0; i < block.len; i++)
		if (block.at[i])
			return false;
	return true;
}

/* Records `LENGTH KEY=VALUE\n`. */
static void take_records(struct reading *reading, struct bytes rest)
{
	struct bytes line, head, key;
	while (rest.len) {
		uint64_t len;
		line = rest;
		if (!bytes_cut(&line, ' ', &head) || !bytes_number(head, &len) ||
			len <= head.len + 1 || len > rest.len)
			return;
		struct bytes record = bytes_slice(rest, head.len + 1, (size_t)len - 1);
		rest = bytes_slice(rest, (size_t)len, rest.len);
		bytes_cut(&record, '=', &key);
		if (bytes_is(key, "path"))
			reading->long_name = record;
		else if (bytes_is(key, "size") && !bytes_number(record, &reading->long_size))
			reading->long_size = SIZE_MAX;
	}
}

static struct bytes path_of(struct reading *reading, struct bytes block)
{
	struct bytes name = field(block, 0, 100), prefix = field(block, 345, 155);
	if (reading->long_name.len)
		return reading->long_name;
	return prefix.len && bytes_is(field(block, 257, 6), "ustar")
		? bytes_join(reading->owner, prefix, BYTES("/"), name)
		: name;
}

/* Links, devices and folders: whatever size they say. */
static bool is_header_only(char type)
{
	return type >= '1' && type <= '6';
}

static void take_entry(struct reading *reading, struct bytes block, struct bytes text)
{
	switch (block.at[156]) {
	case 'x':
		take_records(reading, text);
		return;
	case 'L':
		reading->long_name = field(text, 0, text.len);
		return;
	case 'K':
	case 'g':
		return;
	case '5':
		break;
	default:
		*array_push(reading->owner,
			reading->files) = (struct tar_file){ path_of(reading, block), text };
		break;
	}
	reading->long_name = (struct bytes){ 0 };
	reading->long_size = SIZE_MAX;
}

enum tar_end tar_read(struct arena *owner, struct bytes archive, struct tar_files *files)
{
	struct reading reading = { .owner = owner, .files = files, .long_size = SIZE_MAX };
	for (size_t at = 0; at < archive.len;) {
		struct bytes block = bytes_slice(archive, at, at + BLOCK);
		uint64_t size;
		if (block.len < BLOCK)
			return TAR_BROKEN;
		if (is_end(block))
			return TAR_ENDED;
		if (!is_header(block) || !take_number(block, 124, 12, &size))
			return TAR_BROKEN;
		if (reading.long_size != SIZE_MAX && block.at[156] != 'x')
			size = reading.long_size;
		if (is_header_only(block.at[156]))
			size = 0;
		at += BLOCK;
		if (size > archive.len - at)
			return TAR_BROKEN;
		take_entry(&reading, block, bytes_slice(archive, at, at + (size_t)size));
		at += ((size_t)size + BLOCK - 1) / BLOCK * BLOCK;
	}
	return TAR_OPEN;
}
