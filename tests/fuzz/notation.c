/*
 * Every notation over any text: no crash, what is printed reads as the same value, and orders are
 * orders. The lines of an input are its samples.
 */
#include "fuzz.h"

#include "notation/notation.h"

enum { SAMPLES = 4 };

/* --- there and back --------------------------------------------------------------------------- */

static void check_quantity(struct arena *arena, struct bytes text)
{
	struct quantity q, again, sum;
	int64_t integer;
	if (quantity_parse(text, &q))
		return;
	demand(!quantity_parse(quantity_text(arena, &q), &again), "a printed quantity reads");
	demand(quantity_compare(&q, &again) == 0, "a quantity is what it prints");
	demand(bytes_equal(quantity_text(arena, &q), quantity_text(arena, &again)),
		"a canonical quantity stays");
	if (quantity_integer(&q, &integer)) {
		again = quantity_of(integer);
		demand(quantity_compare(&q, &again) == 0, "a quantity is its integer");
	}
	again = quantity_of(-7);
	if (quantity_add(&q, &again, &sum) && quantity_subtract(&sum, &again, &sum))
		demand(quantity_compare(&q, &sum) == 0, "a sum less an addend is the other");
	demand(quantity_float(&q) * quantity_sign(&q) >= 0, "a double has the sign");
}

static void check_ip(struct arena *arena, struct bytes text)
{
	struct ip ip, again;
	struct cidr cidr, other;
	ip_is_literal(text);
	if (!ip_parse(text, &ip)) {
		demand(!ip_parse(ip_text(arena, &ip), &again), "a printed address reads");
		demand(ip_equal(&ip, &again), "an address is what it prints");
	}
	if (cidr_parse(text, &cidr))
		return;
	demand(!cidr_parse(cidr_text(arena, &cidr), &other), "a printed network reads");
	demand(cidr_equal(&cidr, &other), "a network is what it prints");
	other = cidr_masked(&cidr);
	demand(cidr_contains_ip(&other, &cidr.ip) && cidr_contains_cidr(&other, &cidr),
		"a network contains its address");
}

static void check_url(struct arena *arena, struct bytes text)
{
	struct url url, again;
	if (url_parse(arena, text, &url))
		return;
	struct bytes printed = url_text(arena, &url);
	url_query_parse(arena, url.query);
	demand(url_hostname(&url).len + url_port(&url).len <= url.host.len, "a host has its parts");
	/* As in Go, `//` is printed as nothing, and `///a` gets a host of `/a` or stays a path. */
	if (!url.scheme.len || url_parse(arena, printed, &again))
		return;
	demand(bytes_equal(url_text(arena, &again), printed), "a printed URL stays");
}

static void check_times(struct arena *arena, struct bytes text)
{
	int64_t duration, same;
	struct instant instant, again;
	if (duration_parse(text, &duration)) {
		demand(duration_parse(duration_text(arena, duration), &same) && same == duration,
			"a duration is what it prints");
		demand(duration_parse(duration_text_seconds(arena, duration), &same) &&
				llabs(same - duration) <= 1000,
			"a duration is about its seconds");
	}
	if (!instant_parse(text, &instant))
		return;
	demand(instant_parse(instant_text(arena, instant), &again) &&
			instant_compare(instant, again) == 0,
		"an instant is what it prints");
	struct calendar c = calendar_of(instant, 0);
	demand(calendar_has_day(c.year, c.month, c.day) &&
			calendar_days(c.year, c.month, c.day) * 86400 + c.hour * 3600 +
					c.minute * 60 + c.second ==
				instant.second,
		"an instant is its calendar");
}

static void check_zone(struct arena *arena, struct bytes content)
{
	const struct zone *zone = zone_parse(arena, content);
	for (int64_t second = -5000000000; zone && second < 5000000000; second += 300000001)
		demand(abs(zone_offset(zone, (struct instant){ .second = second })) <= 86400 * 8,
			"a zone is within a week");
}

static void check_base64(struct arena *arena, struct bytes text)
{
	struct bytes data, again;
	if (!base64_decode(arena, text, &data))
		return;
	demand(base64_decode(arena, base64_encode(arena, data), &again) && bytes_equal(data, again),
		"data are what they encode to");
}

static void check_image(struct arena *arena, struct bytes text)
{
	struct image image, again;
	if (!image_parse(arena, text, &image))
		demand(bytes_equal(image_text(arena, &image), text), "a reference prints itself");
	if (image_parse_normalized(arena, text, &image))
		return;
	struct bytes canonical = image_text(arena, &image);
	demand(!image_parse_normalized(arena, canonical, &again) &&
			bytes_equal(image_text(arena, &again), canonical),
		"a canonical reference stays");
}

static void check_path(struct arena *arena, struct bytes text)
{
	if (path_fault(text))
		return;
	struct texts path = path_parse(arena, text);
	struct bytes printed = path_text(arena, path.at, path.count);
	demand(!path_fault(printed), "a printed path reads");
	struct texts again = path_parse(arena, printed);
	demand(again.count == path.count, "a path has its keys");
	for (size_t i = 0; i < path.count; i++)
		demand(bytes_equal(path.at[i], again.at[i]), "a path is what it prints");
}

static void check_steps(struct arena *arena, struct bytes text)
{
	struct path_steps steps;
	if (text.len == 0)
		return;
	if (!path_steps_parse(arena, text, &steps))
		demand(steps.count && steps.at[0].kind == STEP_KEY, "a path begins with a key");
	struct buf path = buf_new(arena);
	path_add_key(&path, text);
	path_add_index(&path, text.len);
	demand(!path_steps_parse(arena, buf_bytes(&path), &steps), "a printed step reads");
	demand(steps.count == 2 && bytes_equal(steps.at[0].key, text), "a key is what it prints");
	demand(steps.at[1].index == text.len, "an index is what it prints");
}

static void check_semver(struct arena *arena, struct bytes text)
{
	struct semver version, again;
	if (semver_parse_normalized(arena, text, &version))
		demand(semver_parse(semver_text(arena, &version), &again),
			"a normalized version is strict");
	if (!semver_read(text, SEMVER_LOOSE, &version))
		return;
	demand(semver_parse(semver_text(arena, &version), &again) &&
			semver_compare(&version, &again) == 0,
		"a version is what it prints");
}

static void check_formats(struct arena *arena, struct bytes text)
{
	for (size_t i = 0; i < format_count(); i++)
		format_validate(arena, format_at(i), text);
}

/* --- orders ----------------------------------------------------------------------------------- */

static void check_order(const struct version_value *v, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			enum version_order order = version_compare(&v[i], &v[j]);
			demand(i != j || order == VERSION_SAME, "a version is the same as itself");
			demand((int)order == -(int)version_compare(&v[j], &v[i]),
				"an order turns round");
			for (size_t k = 0; order <= 0 && k < count; k++)
				demand(version_compare(&v[j], &v[k]) > 0 ||
						version_compare(&v[i], &v[k]) <= 0,
					"an order goes on");
		}
}

static void check_constraint(struct arena *arena, const struct version_scheme *scheme,
	struct bytes text, const struct version_value *v, size_t count)
{
	const char *fault;
	const struct version_constraint *constraint = version_constraint_parse(
		arena, scheme, text, &fault);
	demand(!constraint == (fault != NULL),
		"a constraint is missing just when there is a fault");
	for (size_t i = 0; constraint && i < count; i++)
		version_satisfies(&v[i], constraint);
}

/* Made once; its fields may hold numbers or texts. */
static const struct version_scheme *own_scheme(void)
{
	static struct arena *forever;
	static const struct version_scheme *scheme;
	static struct bytes order[] = { { "a", 1 }, { "b", 1 }, { "c", 1 } };
	struct version_pattern pattern = { .name = BYTES("own"),
		.pattern = BYTES("(?<a>\\d+)(?:\\.(?<b>\\w+))?(?:_(?<c>\\w+))?(?<pre>-.+)?"),
		.order = { order, 3, 3 },
		.prerelease = BYTES("pre") };
	struct version_pattern_fault fault;
	if (forever)
		return scheme;
	forever = arena_new();
	scheme = version_scheme_new(forever, &pattern, &fault);
	demand(scheme, "the pattern is one");
	return scheme;
}

static void check_scheme(struct arena *arena, const struct version_scheme *scheme,
	const struct bytes *samples, size_t count)
{
	struct version_value versions[SAMPLES];
	size_t good = 0;
	for (size_t i = 0; i < count; i++)
		good += !version_parse(arena, scheme, samples[i], &versions[good]);
	check_order(versions, good);
	for (size_t i = 0; i < count; i++)
		check_constraint(arena, scheme, samples[i], versions, good);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct bytes text = { (const char *)data, size }, rest = text, samples[SAMPLES];
	size_t count = 0;
	while (count < SAMPLES && bytes_cut(&rest, '\n', &samples[count]))
		count++;
	for (size_t i = 0; i < count; i++) {
		check_quantity(arena, samples[i]);
		check_ip(arena, samples[i]);
		check_url(arena, samples[i]);
		check_times(arena, samples[i]);
		check_image(arena, samples[i]);
		check_path(arena, samples[i]);
		check_steps(arena, samples[i]);
		check_semver(arena, samples[i]);
		check_formats(arena, samples[i]);
	}
	check_base64(arena, text);
	check_zone(arena, text);
	check_scheme(arena, version_scheme_find(BYTES("semver")), samples, count);
	check_scheme(arena, version_scheme_find(BYTES("dotted")), samples, count);
	check_scheme(arena, version_scheme_find(BYTES("date")), samples, count);
	check_scheme(arena, own_scheme(), samples, count);
	arena_end(arena);
	return 0;
}
