/* The vectors are those of tzdata; files come from /usr/share/zoneinfo, as in
 * use. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/zone.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { ROOM = 64 * 1024 };

static struct date
day(const char *iso)
{
	struct date d;

	assert_true(date_parse(iso, strlen(iso), &d));
	return d;
}

static size_t
read_zone(const char *name, unsigned char bytes[ROOM])
{
	char path[200];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	f = fopen(path, "rb");
	assert_non_null(f);
	n = fread(bytes, 1, ROOM, f);
	fclose(f);
	return n;
}

static const struct zone *
zone(struct arena *a, const char *name)
{
	unsigned char *bytes = arena_alloc(a, ROOM);
	const char *err = NULL;
	const struct zone *z = zone_parse(a, bytes, read_zone(name, bytes),
	    &err);

	assert_null(err);
	assert_non_null(z);
	return z;
}

/* A file of one type and a footer, as bytes. */
static size_t
put_file(unsigned char *p, const char *footer)
{
	static const unsigned char type[6] = {0, 0, 0, 0, 0, 0};
	size_t n = 0;

	for (int part = 0; part < 2; part++) {
		memset(p + n, 0, 44);
		memcpy(p + n, "TZif2", 5);
		p[n + 39] = 1;          /* typecnt */
		p[n + 43] = 1;          /* charcnt */
		n += 44;
		memcpy(p + n, type, sizeof(type));
		n += sizeof(type);
		p[n++] = 0;
	}
	n += (size_t)sprintf((char *)p + n, "\n%s\n", footer);
	return n;
}

static const struct zone *
zone_of_footer(struct arena *a, const char *footer)
{
	unsigned char bytes[400];
	const char *err;

	return zone_parse(a, bytes, put_file(bytes, footer), &err);
}

static int64_t
utc(const char *iso, int hour, int minute)
{
	return (int64_t)day(iso).n * 86400 + hour * 3600 + minute * 60;
}

static void
test_utc(void **state)
{
	struct zone_time t = zone_local(zone_utc(), 1000000000);

	(void)state;
	assert_int_equal(t.date.n, day("2001-09-09").n);
	assert_int_equal(t.second, 1 * 3600 + 46 * 60 + 40);
	assert_int_equal(t.offset, 0);
	t = zone_local(zone_utc(), -1);
	assert_int_equal(t.date.n, -1);
	assert_int_equal(t.second, 86399);
	assert_int_equal(zone_instant(zone_utc(), day("2001-09-09"), t.second),
	    (int64_t)day("2001-09-10").n * 86400 - 1);
}

/* trust.md T6: where clocks leap or repeat. */
static void
test_gaps_and_folds(void **state)
{
	static const struct {
		const char *zone, *date;
		int hour, minute;       /* asked */
		const char *utc_date;
		int utc_hour, utc_minute;       /* expected */
	} rows[] = {
		/* 02:00 +04 -> 01:00 +03: 01:30 is twice, the earlier */
		{"Europe/Volgograd", "2020-12-27", 1, 30,
		    "2020-12-26", 21, 30},
		{"Europe/Volgograd", "2020-12-27", 2, 0,
		    "2020-12-26", 23, 0},
		/* 02:00 +03 -> 03:00 +04: 02:30 is not there */
		{"Europe/Saratov", "2016-12-04", 2, 30,
		    "2016-12-03", 23, 0},
		{"Europe/Saratov", "2016-12-04", 3, 0,
		    "2016-12-03", 23, 0},
		{"Europe/Saratov", "2016-12-04", 1, 59,
		    "2016-12-03", 22, 59},
		/* 02:00 +04 -> 01:00 +03 */
		{"Europe/Moscow", "2014-10-26", 1, 0, "2014-10-25", 21, 0},
		{"Europe/Moscow", "2014-10-26", 2, 0, "2014-10-25", 23, 0},
		/* a fold at midnight, on a leap day */
		{"Asia/Almaty", "2024-02-29", 23, 30, "2024-02-29", 17, 30},
		{"Asia/Almaty", "2024-03-01", 0, 0, "2024-02-29", 19, 0},
		{"Asia/Almaty", "2024-02-29", 24, 0, "2024-02-29", 19, 0},
		/* a whole day that never was: 2011-12-30 */
		{"Pacific/Apia", "2011-12-30", 12, 0, "2011-12-30", 10, 0},
		/* from the footer's rule, far ahead */
		{"Europe/Berlin", "2150-03-29", 2, 30, "2150-03-29", 1, 0},
		{"Europe/Berlin", "2150-10-25", 2, 30, "2150-10-25", 0, 30},
		{"Asia/Tomsk", "2199-07-01", 9, 0, "2199-07-01", 2, 0},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t got = zone_instant(zone(a, rows[i].zone),
		    day(rows[i].date), rows[i].hour * 3600 +
		    rows[i].minute * 60);

		if (got != utc(rows[i].utc_date, rows[i].utc_hour,
		    rows[i].utc_minute))
			fail_msg("%s %s %02d:%02d is %lld", rows[i].zone,
			    rows[i].date, rows[i].hour, rows[i].minute,
			    (long long)got);
	}
	arena_free(a);
}

/* The C library reads the same files by its own means. */
static void
test_agrees_with_libc(void **state)
{
	static const char *const names[] = {
		"UTC", "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara",
		"Asia/Yekaterinburg", "Asia/Omsk", "Asia/Tomsk",
		"Asia/Novosibirsk", "Asia/Kamchatka", "Asia/Almaty",
		"Europe/Dublin", "America/New_York", "Africa/Casablanca",
		"Australia/Lord_Howe", "Asia/Kathmandu", "America/Nuuk",
		"Antarctica/Troll", "America/Santiago",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct arena *a = arena_new();
		const struct zone *z = zone(a, names[i]);

		setenv("TZ", names[i], 1);
		tzset();
		for (time_t t = -2208988800; t < 7289654400;
		    t += 86400 * 3 + 1234) {
			struct tm tm;
			struct zone_time got = zone_local(z, t);

			assert_non_null(localtime_r(&t, &tm));
			if (got.offset != tm.tm_gmtoff)
				fail_msg("%s at %lld: %d, libc %ld", names[i],
				    (long long)t, got.offset, tm.tm_gmtoff);
			assert_int_equal(got.date.n, date_of(
			    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday).n);
			assert_int_equal(got.second, tm.tm_hour * 3600 +
			    tm.tm_min * 60 + tm.tm_sec);
			/* back: the same instant or, in a fold, an earlier
			 * one that shows the same */
			assert_true(zone_instant(z, got.date, got.second) <=
			    t);
		}
		arena_free(a);
	}
	unsetenv("TZ");
	tzset();
}

/* For every day and hour: the answer shows the time asked for, or the next
 * that is there; never an earlier one. */
static void
test_instant_is_total(void **state)
{
	static const char *const names[] = {
		"Europe/Moscow", "Asia/Almaty", "Pacific/Apia",
		"Africa/Casablanca", "America/New_York",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct arena *a = arena_new();
		const struct zone *z = zone(a, names[i]);
		int64_t last = INT64_MIN;

		for (struct date d = day("1970-01-01");
		    d.n < day("2060-01-01").n; d.n++) {
			int64_t at = zone_instant(z, d, 9 * 3600);
			struct zone_time t = zone_local(z, at);

			assert_true(at >= last);
			assert_true(t.date.n > d.n || (t.date.n == d.n &&
			    t.second >= 9 * 3600));
			last = at;
		}
		arena_free(a);
	}
}

static void
test_footers(void **state)
{
	static const struct {
		const char *footer;
		const char *date;
		int hour;               /* UTC */
		int32_t offset;
	} rows[] = {
		{"<+07>-7", "2100-01-01", 0, 7 * 3600},
		{"<-03>3", "2100-01-01", 0, -3 * 3600},
		{"<+0545>-5:45", "2100-01-01", 0, 5 * 3600 + 45 * 60},
		{"MSK-3", "2100-01-01", 0, 3 * 3600},
		{"EST5EDT,M3.2.0,M11.1.0", "2027-03-14", 6, -5 * 3600},
		{"EST5EDT,M3.2.0,M11.1.0", "2027-03-14", 7, -4 * 3600},
		{"EST5EDT,M3.2.0,M11.1.0", "2027-11-07", 5, -4 * 3600},
		{"EST5EDT,M3.2.0,M11.1.0", "2027-11-07", 6, -5 * 3600},
		/* southern: summer runs over the new year */
		{"NZST-12NZDT,M9.5.0,M4.1.0/3", "2027-01-01", 0, 13 * 3600},
		{"NZST-12NZDT,M9.5.0,M4.1.0/3", "2027-07-01", 0, 12 * 3600},
		/* J60 is 1 March in leap years too, 60 is not */
		{"AAA0BBB,J60/0,J300/0", "2028-02-29", 23, 0},
		{"AAA0BBB,J60/0,J300/0", "2028-03-01", 0, 3600},
		{"AAA0BBB,59/0,300/0", "2028-02-28", 23, 0},
		{"AAA0BBB,59/0,300/0", "2028-02-29", 0, 3600},
		/* summer time all year (RFC 8536 section 3.3.1) */
		{"EST5EDT,0/0,J365/25", "2027-01-01", 4, -4 * 3600},
		{"EST5EDT,0/0,J365/25", "2027-12-31", 23, -4 * 3600},
		/* before midnight, and days later */
		{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2027-03-28", 0,
		    -2 * 3600},
		{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2027-03-28", 1,
		    -1 * 3600},
		{"", "2100-01-01", 0, 0},
	};
	static const char *const bad[] = {
		"A", "AB3", "ABC", "<+07-7", "<+07>", "ABC25", "ABC3DEF",
		"ABC3DEF,M3.5.0", "ABC3DEF,M3.5.0,M13.1.0",
		"ABC3DEF,M3.6.0,M10.1.0", "ABC3DEF,M3.5.7,M10.1.0",
		"ABC3DEF,J0,J300", "ABC3DEF,366,300", "ABC3DEF,M3.5.0/168,J1",
		"ABC3:60", "ABC3x", "ABC3DEF,M3.5.0,M10.5.0,", "ABC3DEF4,J1",
		"ABC99999999999",
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct zone *z = zone_of_footer(a, rows[i].footer);

		assert_non_null(z);
		if (zone_local(z, utc(rows[i].date, rows[i].hour, 0)).offset !=
		    rows[i].offset)
			fail_msg("%s on %s %d:00", rows[i].footer,
			    rows[i].date, rows[i].hour);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_null(zone_of_footer(a, bad[i]));
	arena_free(a);
}

/* Cut anywhere, or with any byte changed, a file is refused or read, and a
 * zone that was read answers. */
static void
test_broken_files(void **state)
{
	unsigned char *bytes = malloc(ROOM);
	struct arena *a = arena_new();
	const char *err;
	const struct zone *z;
	size_t n;

	(void)state;
	assert_non_null(bytes);
	n = read_zone("Europe/Moscow", bytes);
	for (size_t cut = 0; cut < n; cut++) {
		unsigned char *part = malloc(cut ? cut : 1);

		assert_non_null(part);
		memcpy(part, bytes, cut);
		err = NULL;
		assert_null(zone_parse(a, part, cut, &err));
		assert_non_null(err);
		free(part);
		arena_reset(a);
	}
	for (size_t i = 0; i < n; i++) {
		unsigned char was = bytes[i];

		bytes[i] = (unsigned char)(was ^ 0xff);
		z = zone_parse(a, bytes, n, &err);
		if (z)
			zone_instant(z, zone_local(z, 1700000000).date, 0);
		bytes[i] = was;
		arena_reset(a);
	}
	arena_free(a);
	free(bytes);
}

static void
test_extremes(void **state)
{
	struct arena *a = arena_new();
	const struct zone *z = zone(a, "Europe/Berlin");

	(void)state;
	assert_int_equal(date_civil(zone_local(z, INT64_MIN).date).year, 1800);
	assert_int_equal(date_civil(zone_local(z, INT64_MAX).date).year, 2300);
	assert_true(zone_instant(z, (struct date){INT32_MIN}, 0) <
	    zone_instant(z, DATE_MIN, 0));
	assert_true(zone_instant(z, (struct date){INT32_MAX}, 0) >
	    zone_instant(z, DATE_MAX, 0));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utc),
		cmocka_unit_test(test_gaps_and_folds),
		cmocka_unit_test(test_agrees_with_libc),
		cmocka_unit_test(test_instant_is_total),
		cmocka_unit_test(test_footers),
		cmocka_unit_test(test_broken_files),
		cmocka_unit_test(test_extremes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
