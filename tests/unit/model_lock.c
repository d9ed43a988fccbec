/* leme.lock: what its reader takes and refuses; writing is one form of all that is equal. */
#include "unit.h"

#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HEAD "apiVersion: leme/v1\nkind: Lock\n"
#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
#define A "sha256:" HEX "a"
#define B "sha256:" HEX "b"
#define C "sha256:" HEX "c"
#define TITLE "# Written by leme, see leme.lock(5): 'leme lock' changes it.\n" HEAD

static struct diags d;

/* As a command that mends it reads it, of a house with an alias. */
static struct lock *read_torn(const char *text)
{
	struct lock *lock;
	struct arena *arena = unit_arena();
	char place[] = "/tmp/leme-lock-XXXXXX";
	d = diags_new(arena);
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(chdir(place), 0);
	FILE *file = text ? fopen("leme.lock", "w") : NULL;
	ck_assert(!text || (file && fputs(text, file) >= 0 && fclose(file) == 0));
	struct folder *folder = folder_open(arena, BYTES(""), &d);
	struct tree *tree = tree_read(arena,
		unit_source(BYTES("{house: {at: gcr.io/shop, aliases: [us.pkg.dev/shop]}}")),
		DIALECT_STRICT, LIMITS_DEFAULT, &d);
	const struct value *registries = tree_value(
		arena, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	lock = lock_read(
		arena, folder, registries_new(arena, registries, NULL, &d), LIMITS_DEFAULT, &d);
	ck_assert(unlink("leme.lock") == 0 || !text);
	ck_assert_int_eq(rmdir(place), 0);
	return lock;
}

/* As the catalogue reads it. */
static struct lock *read_lock(const char *text)
{
	struct lock *lock = read_torn(text);
	return lock && lock_is_settled(lock, &d) ? lock : NULL;
}

/* What is read, and what is written of it. */
static const struct {
	const char *law, *text, *written;
} rows[] = {
	{ "no file", NULL, "images:\nartifacts:\nsources:\nrelease:\n" },
	{ "nothing locked", HEAD, "images:\nartifacts:\nsources:\nrelease:\n" },
	{ "an image a line, sorted by bytes",
		HEAD "images:\n  gcr.io/shop/b:1: " B "\n  gcr.io/shop/a:10: " A
		     "\n  gcr.io/shop/a:1: " A "\n  docker.io/library/nginx:1: " C "\n",
		"images:\n  docker.io/library/nginx:1: " C "\n  gcr.io/shop/a:1: " A
		"\n  gcr.io/shop/a:10: " A "\n  gcr.io/shop/b:1: " B
		"\nartifacts:\nsources:\nrelease:\n" },
	{ "comments and quotes are not kept",
		HEAD "# mine\nimages: {'gcr.io/shop/a:1': \"" A "\"} # here\n",
		"images:\n  gcr.io/shop/a:1: " A "\nartifacts:\nsources:\nrelease:\n" },
	{ "equal lines, whole sections too, are one",
		HEAD "images:\n  gcr.io/shop/a:1: " A "\n  gcr.io/shop/a:1: " A "\n" HEAD
		     "images:\n  gcr.io/shop/a:1: " A "\n",
		"images:\n  gcr.io/shop/a:1: " A "\nartifacts:\nsources:\nrelease:\n" },
	{ "several documents are one", HEAD "images: {gcr.io/shop/a:1: " A "}\n---\n" HEAD,
		"images:\n  gcr.io/shop/a:1: " A "\nartifacts:\nsources:\nrelease:\n" },
	{ "platforms are sorted behind the index",
		HEAD "images:\n  gcr.io/shop/a:1: {linux/arm64/v8: " C ", linux/amd64: " B
		     ", index: " A "}\n",
		"images:\n  gcr.io/shop/a:1: {index: " A ", linux/amd64: " B ", linux/arm64/v8: " C
		"}\nartifacts:\nsources:\nrelease:\n" },
	{ "an index alone is a digest", HEAD "images:\n  gcr.io/shop/a:1: {index: " A "}\n",
		"images:\n  gcr.io/shop/a:1: " A "\nartifacts:\nsources:\nrelease:\n" },
	{ "names of a registry that moved, and of hubs, are canonical again",
		HEAD "images:\n  us.pkg.dev/shop/a:1: " A "\n  gcr.io/shop/a:1: " A
		     "\n  nginx:1: {index: " B "}\n",
		"images:\n  docker.io/library/nginx:1: " B "\n  gcr.io/shop/a:1: " A
		"\nartifacts:\nsources:\nrelease:\n" },
	{ "two branches want two platforms of one index",
		HEAD "images:\n  gcr.io/shop/a:1: {index: " A ", linux/amd64: " B
		     "}\n  gcr.io/shop/a:1: {index: " A ", linux/arm64: " C
		     "}\n  gcr.io/shop/a:1: " A "\n",
		"images:\n  gcr.io/shop/a:1: {index: " A ", linux/amd64: " B ", linux/arm64: " C
		"}\nartifacts:\nsources:\nrelease:\n" },
	{ "artifacts and sources",
		HEAD "sources:\n  repos: {revision: " HEX "a, git: https://x.example.com/y}\n"
		     "  arte: {revision: 1.10, url: 'https://a.example.com/{b}, c'}\n"
		     "artifacts:\n  app/rpo: {size: 12, sha256: " HEX "a}\n"
		     "  'a:b/c d.tar.gz': {size: 0, sha256: " HEX "b}\n",
		"images:\nartifacts:\n  a:b/c d.tar.gz: {sha256: '" HEX "b', size: 0}\n"
		"  app/rpo: {sha256: '" HEX "a', size: 12}\n"
		"sources:\n  arte: {url: 'https://a.example.com/{b}, c', revision: '1.10'}\n"
		"  repos: {git: 'https://x.example.com/y', revision: '" HEX "a'}\nrelease:\n" },
	{ "the release, its components sorted",
		HEAD "release:\n  components: {web: '2', api: 1.10}\n  chart: " A
		     "\n  version: 1.42.0\n",
		"images:\nartifacts:\nsources:\nrelease:\n  version: '1.42.0'\n  chart: " A
		"\n  components:\n    api: 1.10\n    web: '2'\n" },
	{ "the components of two branches",
		HEAD "release:\n  version: 1.42.0\n  chart: " A "\n  components:\n    api: {a: 1}\n"
		     "    api: {b: {c: 1}}\n    api: {b: {d: 2, c: 1}}\n  components: {web: 2}\n",
		"images:\nartifacts:\nsources:\nrelease:\n  version: '1.42.0'\n  chart: " A
		"\n  components:\n    api:\n      a: 1\n      b:\n        c: 1\n        d: 2\n"
		"    web: 2\n" },
};

START_TEST(all_that_is_equal_is_written_in_one_form)
{
	struct lock *lock = read_lock(rows[_i].text);
	ck_assert_msg(lock, "%s: %s", rows[_i].law, unit_diags(&d));
	ck_assert(!lock->source == !rows[_i].text);
	struct bytes text = lock_text(unit_arena(), lock);
	struct bytes wanted = bytes_join(
		unit_arena(), BYTES(TITLE), bytes_of(rows[_i].written), (struct bytes){ 0 });
	unit_same(rows[_i].law, text, wanted);
	struct lock *copy = lock_copy(unit_arena(), lock);
	unit_same("a copy", lock_text(unit_arena(), copy), text);
	struct lock *again = read_lock(bytes_string(unit_arena(), text));
	ck_assert_msg(again, "%s: %s", rows[_i].law, unit_diags(&d));
	unit_same("read again", lock_text(unit_arena(), again), text);
}
END_TEST

/* `diags` with A and B for the digests. */
static const struct {
	const char *text, *diags;
} faults[] = {
	{ "", "1:1 file/empty the file has no document\n" },
	{ HEAD "imagens: {}\n", "3:1 key/unknown unknown key 'imagens'\n" },
	{ HEAD "images:\n<<<<<<< ours\n", "4:1 file/conflict the file has conflict markers\n" },
	{ HEAD "images: {gcr.io/shop/a:1: latest}\n",
		"3:27 key/form 'latest': a digest is ALGORITHM:HEX, like sha256: and 64 "
		"hexadecimal digits\n" },
	{ HEAD "images: {gcr.io/shop/a:1: 'sha256:00'}\n",
		"3:27 key/form 'sha256:00': the digest has not the length of its algorithm\n" },
	{ HEAD "images: {gcr.io/shop/a:1: [" A "]}\n",
		"3:27 key/type 'gcr.io/shop/a:1' must be a digest, or a mapping from index and "
		"platforms to digests, not a list\n" },
	{ HEAD "images: {gcr.io/shop/a:1: {linux/amd64: " A "}}\n",
		"3:27 key/missing the key 'index' is missing\n" },
	{ HEAD "images: {gcr.io/shop/a:1: {index: " A ", amd64: " A "}}\n",
		"3:108 key/form 'amd64': this must be index or a platform, like linux/amd64\n" },
	{ HEAD "images: {gcr.io/shop/a: " A "}\n",
		"3:10 key/form 'gcr.io/shop/a': an image is locked by its name and tag, without "
		"digest\n" },
	{ HEAD "images: {'gcr.io/shop/a:1@" A "': " A "}\n",
		"3:10 key/form 'gcr.io/shop/a:1@" A
		"': an image is locked by its name and tag, without digest\n" },
	{ HEAD "images: {gcr.io/Shop/a:1: " A "}\n",
		"3:10 key/form 'gcr.io/Shop/a:1': an image is in lower case\n" },
	{ HEAD "images:\n  gcr.io/shop/a:1: " A "\n  gcr.io/shop/a:1: " B "\n",
		"5:20 lock/duplicate 'gcr.io/shop/a:1' is locked twice: to '" A "' and to '" B
		"'\n" },
	{ HEAD "images:\n  gcr.io/shop/a:1: " A "\nimages:\n  gcr.io/shop/a:1: {index: " B "}\n",
		"6:28 lock/duplicate 'gcr.io/shop/a:1' is locked twice: to '" A "' and to '" B
		"'\n" },
	{ HEAD "images:\n  gcr.io/shop/a:1: {index: " A ", linux/s390x: " B ", linux/s390x: " C
	       "}\n",
		"4:200 lock/duplicate 'gcr.io/shop/a:1' is locked twice for 'linux/s390x': to '" B
		"' and to '" C "'\n" },
	{ HEAD "artifacts: {a/b: {sha256: " HEX "a}}\n",
		"3:18 key/missing the key 'size' is missing\n" },
	{ HEAD "artifacts: {a/b: {sha256: " HEX "g, size: -1}}\n",
		"3:27 key/form '" HEX "g': a sha256 is 64 hexadecimal digits in lower case\n"
		"3:99 key/form '-1': a size is a whole number of bytes\n" },
	{ HEAD "artifacts: {a/b: {sha256: " HEX "a, size: 1}, a/b: {sha256: " HEX "b, size: 1}}\n",
		"3:117 lock/duplicate 'a/b' is locked twice: to '" HEX "a' and to '" HEX "b'\n" },
	{ HEAD "artifacts: {a/b: {sha256: " HEX "a, size: 1}, a/b: {sha256: " HEX "a, size: 2}}\n",
		"3:189 lock/duplicate 'a/b' is locked twice: to '1' and to '2'\n" },
	{ HEAD "sources: {a: {revision: 1}}\n",
		"3:11 lock/source a source has either url or git\n" },
	{ HEAD "sources: {a: {revision: 1, url: x}, a: {revision: 2, url: x}}\n",
		"3:51 lock/duplicate 'a' is locked twice: to '1' and to '2'\n" },
	{ HEAD "sources: {a: {revision: 1, url: x}, a: {revision: 1, git: y}}\n",
		"3:59 lock/duplicate 'a' is locked twice: to 'x' and to 'y'\n" },
	{ HEAD "release: {version: 1.0.0}\n", "3:10 key/missing the key 'chart' is missing\n" },
	{ HEAD "release: {version: 1, chart: " A "}\n",
		"3:20 key/form '1': this must be a SemVer version, like 1.42.0\n" },
	{ HEAD "release:\n  version: 1.0.0\n  version: 1.1.0\n  chart: " A "\n",
		"5:12 lock/duplicate 'release.version' is recorded twice: '1.0.0' and '1.1.0'\n" },
	{ HEAD "release:\n  version: 1.0.0\n  chart: " A
	       "\n  components: {a: {b: 1}}\n  components: {a: {b: 2}}\n",
		"7:23 lock/duplicate 'release.components.a.b' is recorded twice: '1' and '2'\n" },
	{ HEAD "apiVersion: leme/v2\n",
		"3:13 lock/duplicate 'apiVersion' is here twice: 'leme/v1' and 'leme/v2'\n" },
};

START_TEST(what_is_wrong_is_told_with_its_place)
{
	struct lock *lock = read_lock(faults[_i].text);
	ck_assert_msg(!lock, "%s", faults[_i].text);
	ck_assert_str_eq(unit_diags(&d), faults[_i].diags);
}
END_TEST

/* Both places, so that nobody has to search. */
START_TEST(a_second_digest_names_the_first_one)
{
	read_lock(HEAD "images:\n  gcr.io/shop/a:1: " A "\n  gcr.io/shop/a:1: " B "\n");
	ck_assert_uint_eq(d.count, 1);
	ck_assert_uint_eq(d.at[0]->related.count, 1);
	struct span first = d.at[0]->related.at[0].at;
	ck_assert_uint_eq(source_place(first.source, first.begin).line, 4);
	ck_assert_int_eq(d.at[0]->code, EXIT_INPUT);
}
END_TEST

START_TEST(entries_are_found_by_their_keys)
{
	struct lock *lock = read_lock(HEAD "images: {gcr.io/shop/a:1: " A "}\n");
	ck_assert_ptr_nonnull(lock);
	const struct lock_image *image = lock_find_image(lock, BYTES("gcr.io/shop/a:1"));
	ck_assert_ptr_nonnull(image);
	unit_same("digest", image->digest, BYTES(A));
	unit_same("place", span_text(image->at), BYTES(A));
	ck_assert_ptr_null(lock_find_image(lock, BYTES("gcr.io/shop/a:2")));
	ck_assert_ptr_null(lock_find_artifact(lock, BYTES("a/b")));
	ck_assert_ptr_null(lock_find_source(lock, BYTES("a")));
}
END_TEST

START_TEST(what_is_set_replaces_and_the_rest_stays)
{
	struct lock *lock = read_lock(HEAD "images: {gcr.io/shop/b:1: " A "}\n");
	struct lock *copy = lock_copy(unit_arena(), lock);
	const struct lock_image images[] = { { .reference = BYTES("gcr.io/shop/b:1"),
						     .digest = BYTES(B) },
		{ .reference = BYTES("gcr.io/shop/a:1"), .digest = BYTES(C) } };
	const struct lock_artifact artifact = {
		.name = BYTES("a/b"), .sha256 = BYTES(HEX "a"), .size = 7
	};
	const struct lock_source source = {
		.name = BYTES("x"), .url = BYTES("https://x"), .revision = BYTES("2")
	};
	const struct lock_release release = { .version = BYTES("1.0.0"), .chart = BYTES(A) };
	for (size_t i = 0; i < COUNT(images); i++)
		lock_set_image(copy, &images[i]);
	for (size_t i = 0; i < 2; i++)
		lock_set_artifact(copy, &artifact);
	lock_set_source(copy, &source);
	lock_set_release(copy, &release);
	unit_same("text", lock_text(unit_arena(), copy),
		BYTES(TITLE "images:\n  gcr.io/shop/a:1: " C "\n  gcr.io/shop/b:1: " B
			    "\nartifacts:\n  a/b: {sha256: '" HEX "a', size: 7}\n"
			    "sources:\n  x: {url: 'https://x', revision: '2'}\n"
			    "release:\n  version: '1.0.0'\n  chart: " A "\n"));
	unit_same("the one copied", lock_find_image(lock, BYTES("gcr.io/shop/b:1"))->digest,
		BYTES(A));
}
END_TEST

/* What is locked (or not), what is said to be, and what comes of it. */
static const struct {
	const char *law, *locked, *digest, *platform;
	enum lock_moves moves;
	enum lock_change change;
	const char *line, *diags;
} admissions[] = {
	{ "a new one", NULL, A, NULL, LOCK_STAYS, LOCK_ADDED, A, "" },
	{ "the same one", A, A, NULL, LOCK_STAYS, LOCK_SAME, A, "" },
	{ "the same one may move", A, A, NULL, LOCK_MAY_MOVE, LOCK_SAME, A, "" },
	{ "a moved tag", A, B, NULL, LOCK_STAYS, LOCK_REFUSED, A,
		"3:27 image/tag-moved 'gcr.io/shop/a:1' is locked to '" A "', but is now '" B
		"'\n" },
	{ "a moved tag that may", A, B, NULL, LOCK_MAY_MOVE, LOCK_MOVED, B, "" },
	{ "a platform of the same", A, A, "linux/arm", LOCK_STAYS, LOCK_ADDED,
		"{index: " A ", linux/arm: " C "}", "" },
	{ "platforms join", "{index: " A ", linux/amd64: " B "}", A, "linux/arm", LOCK_STAYS,
		LOCK_ADDED, "{index: " A ", linux/amd64: " B ", linux/arm: " C "}", "" },
	{ "one that is known", "{index: " A ", linux/amd64: " C "}", A, "linux/amd64", LOCK_STAYS,
		LOCK_SAME, "{index: " A ", linux/amd64: " C "}", "" },
	{ "one that the index says to be another", "{index: " A ", linux/amd64: " B "}", A,
		"linux/amd64", LOCK_STAYS, LOCK_REFUSED, "{index: " A ", linux/amd64: " B "}",
		"3:121 image/tag-moved 'gcr.io/shop/a:1' for 'linux/amd64' is locked to '" B
		"', but its index says another digest\n" },
	{ "another that may", "{index: " A ", linux/amd64: " B "}", A, "linux/amd64", LOCK_MAY_MOVE,
		LOCK_MOVED, "{index: " A ", linux/amd64: " C "}", "" },
	{ "platforms go with their index", "{index: " A ", linux/amd64: " B "}", C, NULL,
		LOCK_MAY_MOVE, LOCK_MOVED, C, "" },
};

START_TEST(a_digest_never_changes_by_itself)
{
	struct arena *arena = unit_arena();
	const char *locked = admissions[_i].locked;
	struct lock *lock = read_lock(locked
			? bytes_print(arena, HEAD "images: {gcr.io/shop/a:1: %s}\n%c", locked, 0).at
			: NULL);
	struct lock_image image = { .reference = BYTES("gcr.io/shop/a:1"),
		.digest = bytes_of(admissions[_i].digest) };
	if (admissions[_i].platform)
		*array_push(arena, &image.platforms) = (struct lock_platform){
			.name = bytes_of(admissions[_i].platform), .digest = BYTES(C)
		};
	ck_assert_ptr_nonnull(lock);
	ck_assert_msg(
		lock_admit_image(lock, &image, admissions[_i].moves, &d) == admissions[_i].change,
		"%s", admissions[_i].law);
	ck_assert_str_eq(unit_diags(&d), admissions[_i].diags);
	ck_assert_int_eq(
		diags_code(&d), admissions[_i].change == LOCK_REFUSED ? EXIT_FOUND : EXIT_DONE);
	unit_same(admissions[_i].law, lock_text(arena, lock),
		bytes_print(arena,
			TITLE "images:\n  gcr.io/shop/a:1: %s\nartifacts:\nsources:\nrelease:\n",
			admissions[_i].line));
}
END_TEST

/* What a merge left, what is said with --update, and what is then written. */
#define TORN "  gcr.io/shop/a:1: " A "\n  gcr.io/shop/a:1: " B "\n"
static const struct {
	const char *law, *lines, *digest, *platform;
	enum lock_moves moves;
	enum lock_change change;
	const char *written;
} mends[] = {
	{ "nothing is chosen in passing", TORN, A, NULL, LOCK_STAYS, LOCK_REFUSED, TORN },
	{ "the first one", TORN, A, NULL, LOCK_MAY_MOVE, LOCK_MOVED, "  gcr.io/shop/a:1: " A "\n" },
	{ "the second one", TORN, B, NULL, LOCK_MAY_MOVE, LOCK_MOVED,
		"  gcr.io/shop/a:1: " B "\n" },
	{ "neither", TORN, C, NULL, LOCK_MAY_MOVE, LOCK_MOVED, "  gcr.io/shop/a:1: " C "\n" },
	{ "three of them", TORN "  gcr.io/shop/a:1: " C "\n" TORN, B, NULL, LOCK_MAY_MOVE,
		LOCK_MOVED, "  gcr.io/shop/a:1: " B "\n" },
	{ "the others stay torn", TORN "  gcr.io/shop/b:1: " B "\n  gcr.io/shop/b:1: " A "\n", B,
		NULL, LOCK_MAY_MOVE, LOCK_MOVED,
		"  gcr.io/shop/a:1: " B "\n  gcr.io/shop/b:1: " B "\n  gcr.io/shop/b:1: " A "\n" },
	{ "platforms go with their index",
		"  gcr.io/shop/a:1: {index: " A ", linux/amd64: " C "}\n"
		"  gcr.io/shop/a:1: {index: " B ", linux/amd64: " A "}\n",
		B, NULL, LOCK_MAY_MOVE, LOCK_MOVED,
		"  gcr.io/shop/a:1: {index: " B ", linux/amd64: " A "}\n" },
	{ "a platform of two digests is not chosen by the index",
		"  gcr.io/shop/a:1: {index: " A ", linux/arm: " A "}\n"
		"  gcr.io/shop/a:1: {index: " A ", linux/arm: " B "}\n",
		A, NULL, LOCK_MAY_MOVE, LOCK_REFUSED,
		"  gcr.io/shop/a:1: {index: " A ", linux/arm: " A ", linux/arm: " B "}\n" },
	{ "but by itself",
		"  gcr.io/shop/a:1: {index: " A ", linux/arm: " A "}\n"
		"  gcr.io/shop/a:1: {index: " A ", linux/arm: " B "}\n",
		A, "linux/arm", LOCK_MAY_MOVE, LOCK_MOVED,
		"  gcr.io/shop/a:1: {index: " A ", linux/arm: " C "}\n" },
};

START_TEST(what_a_merge_left_is_mended_by_who_chooses)
{
	struct arena *arena = unit_arena();
	struct lock *torn = read_torn(bytes_string(arena,
		bytes_join(arena, BYTES(HEAD "images:\n"), bytes_of(mends[_i].lines),
			BYTES("release:\n  version: 2.0.0\n  version: 1.0.0\n  chart: " A
			      "\n  components: {a: '1'}\n  components: {a: '2'}\n"))));
	struct lock_image image = { .reference = BYTES("gcr.io/shop/a:1"),
		.digest = bytes_of(mends[_i].digest) };
	if (mends[_i].platform)
		*array_push(arena, &image.platforms) = (struct lock_platform){
			.name = bytes_of(mends[_i].platform), .digest = BYTES(C)
		};
	ck_assert_msg(torn, "%s: %s", mends[_i].law, unit_diags(&d));
	struct lock *lock = lock_copy(arena, torn);
	enum lock_change change = lock_admit_image(lock, &image, mends[_i].moves, &d);
	ck_assert_msg(change == mends[_i].change, "%s", mends[_i].law);
	ck_assert(lock_is_torn(lock, LOCK_IMAGE, image.reference) == (change == LOCK_REFUSED));
	struct bytes wanted = bytes_print(arena,
		TITLE "images:\n%sartifacts:\nsources:\nrelease:\n  version: '2.0.0'\n"
		      "  version: '1.0.0'\n  chart: " A "\n  components:\n    a: '1'\n    a: '2'\n",
		mends[_i].written);
	unit_same(mends[_i].law, lock_text(arena, lock), wanted);
	ck_assert(!!lock_find_image(lock, image.reference));
}
END_TEST

START_TEST(what_is_set_clashes_no_more)
{
	struct lock *lock = read_torn(HEAD
		"artifacts: {a/b: {sha256: " HEX "a, size: 1}, c/d: {sha256: " HEX "a, size: 1}, "
		"a/b: {sha256: " HEX "a, size: 2}}\n"
		"sources: {x: {url: 'y', revision: 1}, x: {url: 'y', revision: 2}}\n"
		"release: {version: 1.0.0, version: 1.1.0, chart: " A
		", components: {a: 1, a: 2}}\n");
	const struct lock_artifact artifact = {
		.name = BYTES("a/b"), .sha256 = BYTES(HEX "b"), .size = 7
	};
	const struct lock_source source = {
		.name = BYTES("x"), .url = BYTES("y"), .revision = BYTES("3")
	};
	ck_assert_ptr_nonnull(lock);
	ck_assert_uint_eq(lock->clashes.count, 4);
	lock_set_artifact(lock, &artifact);
	lock_set_source(lock, &source);
	lock_set_release(lock, &(struct lock_release){ 0 });
	ck_assert(lock_is_settled(lock, &d));
	unit_same("text", lock_text(unit_arena(), lock),
		BYTES(TITLE "images:\nartifacts:\n  a/b: {sha256: '" HEX "b', size: 7}\n"
			    "  c/d: {sha256: '" HEX "a', size: 1}\n"
			    "sources:\n  x: {url: 'y', revision: '3'}\nrelease:\n"));
}
END_TEST

/* One warning for all of them, with a command that does what it says. */
START_TEST(names_that_are_not_canonical_are_told_once)
{
	ck_assert_ptr_nonnull(
		read_lock(HEAD "images:\n  gcr.io/shop/b:1: " B "\n  us.pkg.dev/shop/a:1: " A
			       "\n  us.pkg.dev/shop/c:1: " B "\n"));
	ck_assert_str_eq(unit_diags(&d),
		"5:3 lock/reference 2 names are not the canonical ones of their images, "
		"'us.pkg.dev/shop/a:1' is the first\n");
	ck_assert_int_eq(d.at[0]->severity, SEVERITY_WARNING);
	unit_same("hint", d.at[0]->hint,
		BYTES("'leme lock gcr.io/shop/a:1@" A "' writes all of leme.lock anew"));
	ck_assert_ptr_null(read_lock(
		HEAD "images:\n  gcr.io/shop/a:1: " B "\n  us.pkg.dev/shop/a:1: " A "\n"));
}
END_TEST

enum { MANY = 50000 };

START_TEST(tens_of_thousands_of_lines_are_read)
{
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES(HEAD "images:\n"));
	for (int i = MANY; i-- > 0;)
		buf_print(&text, "  gcr.io/shop/a%d:1: sha256:%064d\n", i, i);
	buf_add_char(&text, '\0');
	struct lock *lock = read_lock(text.at);
	ck_assert_msg(lock, "%s", unit_diags(&d));
	ck_assert_uint_eq(lock->images.count, MANY);
	for (int i = 0; i < MANY; i++)
		ck_assert_ptr_nonnull(
			lock_find_image(lock, bytes_print(unit_arena(), "gcr.io/shop/a%d:1", i)));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_lock");
	TCase *file = tcase_create("file");
	tcase_add_loop_test(file, all_that_is_equal_is_written_in_one_form, 0, (int)COUNT(rows));
	tcase_add_loop_test(file, what_is_wrong_is_told_with_its_place, 0, (int)COUNT(faults));
	tcase_add_test(file, a_second_digest_names_the_first_one);
	tcase_add_test(file, entries_are_found_by_their_keys);
	tcase_add_loop_test(file, what_a_merge_left_is_mended_by_who_chooses, 0, (int)COUNT(mends));
	tcase_add_test(file, what_is_set_clashes_no_more);
	tcase_add_test(file, names_that_are_not_canonical_are_told_once);
	tcase_add_test(file, what_is_set_replaces_and_the_rest_stays);
	tcase_add_loop_test(file, a_digest_never_changes_by_itself, 0, (int)COUNT(admissions));
	tcase_add_test(file, tens_of_thousands_of_lines_are_read);
	suite_add_tcase(suite, file);
	return suite;
}
