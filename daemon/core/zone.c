/* Shape - Footer - File - Pieces of time - Questions */
#include "core/zone.h"

#include <string.h>

/* --- shape --------------------------------------------------------------- */

enum {
	DAY_S = 86400,
	OFFSET_LEAST = -89999, OFFSET_MOST = 93599      /* RFC 8536 3.2 */
};

#define INSTANT_MIN INT64_C(-5364662400)        /* 1800-01-01 */
#define INSTANT_MAX INT64_C(10413791999)        /* 2299-12-31 23:59:59 */

struct step {                   /* from this instant on */
	int64_t at;
	int32_t offset;
};

/* A day of every year, and the local second at which clocks change on it. */
struct change {
	enum { DAY_NO_LEAP, DAY_FROM_0, DAY_OF_WEEK } kind;
	int32_t day;            /* J1..J365, or 0..365 */
	int32_t month, week, weekday;   /* M3.5.0; 5 is the last, 0 Sunday */
	int32_t second;
};

/* What a POSIX TZ string says of offset: with two, in turn. */
struct footer {
	bool given, summer;
	int32_t standard, other;        /* seconds east of UTC */
	struct change start, end;       /* of the other */
};

struct zone {
	const struct step *steps;       /* ascending */
	size_t nsteps;
	int32_t before;                 /* the first step */
	struct footer footer;           /* after the last */
};

/* --- footer: "<+07>-7", "CET-1CEST,M3.5.0,M10.5.0/3" --------------------- */

struct cursor {
	const char *s, *end;
};

static bool
take(struct cursor *c, char wanted)
{
	if (c->s == c->end || *c->s != wanted)
		return false;
	c->s++;
	return true;
}

static bool
take_number(struct cursor *c, int32_t least, int32_t most, int32_t *ret)
{
	const char *begin = c->s;
	int32_t n = 0;

	while (c->s < c->end && *c->s >= '0' && *c->s <= '9' &&
	    c->s - begin < 4)
		n = n * 10 + (*c->s++ - '0');
	if (c->s == begin || n < least || n > most)
		return false;
	*ret = n;
	return true;
}

/* A designation of three letters or more; between < and > signs and digits
 * may stand in it too. Its text is of no use here. */
static bool
take_name(struct cursor *c)
{
	bool quoted = take(c, '<');
	const char *begin = c->s;
	size_t n;

	for (; c->s < c->end; c->s++) {
		bool letter = (*c->s >= 'A' && *c->s <= 'Z') ||
		    (*c->s >= 'a' && *c->s <= 'z');
		bool more = quoted && ((*c->s >= '0' && *c->s <= '9') ||
		    *c->s == '+' || *c->s == '-');

		if (!letter && !more)
			break;
	}
	n = (size_t)(c->s - begin);
	return n >= 3 && (!quoted || take(c, '>'));
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool
take_time(struct cursor *c, int32_t hours_most, int32_t *ret)
{
	bool negative = take(c, '-');
	int32_t h, m = 0, s = 0;

	if (!negative)
		take(c, '+');
	if (!take_number(c, 0, hours_most, &h))
		return false;
	if (take(c, ':') && !take_number(c, 0, 59, &m))
		return false;
	if (m >= 0 && take(c, ':') && !take_number(c, 0, 59, &s))
		return false;
	*ret = (h * 3600 + m * 60 + s) * (negative ? -1 : 1);
	return true;
}

/* POSIX counts west of Greenwich as positive. */
static bool
take_offset(struct cursor *c, int32_t *ret)
{
	if (!take_time(c, 24, ret))
		return false;
	*ret = -*ret;
	return true;
}

static bool
take_day(struct cursor *c, struct change *ret)
{
	if (take(c, 'J')) {
		ret->kind = DAY_NO_LEAP;
		return take_number(c, 1, 365, &ret->day);
	}
	if (take(c, 'M')) {
		ret->kind = DAY_OF_WEEK;
		return take_number(c, 1, 12, &ret->month) && take(c, '.') &&
		    take_number(c, 1, 5, &ret->week) && take(c, '.') &&
		    take_number(c, 0, 6, &ret->weekday);
	}
	ret->kind = DAY_FROM_0;
	return take_number(c, 0, 365, &ret->day);
}

/* ",M3.5.0/3"; at 02:00 where no time is given. A file of version 3 may say
 * up to a week before or after. */
static bool
take_change(struct cursor *c, struct change *ret)
{
	*ret = (struct change){.second = 2 * 3600};
	return take(c, ',') && take_day(c, ret) &&
	    (!take(c, '/') || take_time(c, 167, &ret->second));
}

static bool
parse_footer(const char *s, size_t n, struct footer *ret)
{
	struct cursor c = {s, s + n};
	struct footer f = {.given = true};

	*ret = (struct footer){0};
	if (n == 0)
		return true;
	if (!take_name(&c) || !take_offset(&c, &f.standard))
		return false;
	if (c.s < c.end) {
		f.summer = true;
		f.other = f.standard + 3600;
		if (!take_name(&c))
			return false;
		if (c.s < c.end && *c.s != ',' && !take_offset(&c, &f.other))
			return false;
		if (!take_change(&c, &f.start) || !take_change(&c, &f.end))
			return false;
	}
	if (c.s != c.end)
		return false;
	*ret = f;
	return true;
}

/* --- file ---------------------------------------------------------------- */

enum { HEADER = 44 };

struct header {                 /* RFC 8536 section 3.1 */
	unsigned char version;
	uint32_t isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt;
};

static uint32_t
get32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static int64_t
get64(const unsigned char *p)
{
	uint64_t v = (uint64_t)get32(p) << 32 | get32(p + 4);
	int64_t n;

	memcpy(&n, &v, sizeof(n));
	return n;
}

static bool
get_header(const unsigned char *p, size_t n, struct header *ret)
{
	if (n < HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	*ret = (struct header){p[4], get32(p + 20), get32(p + 24),
	    get32(p + 28), get32(p + 32), get32(p + 36), get32(p + 40)};
	return true;
}

/* Bytes of the data block behind a header; time_size is 4 or 8. The counts
 * are of 32 bits, the sum cannot run over 64. */
static uint64_t
block_size(const struct header *h, uint64_t time_size)
{
	return h->timecnt * (time_size + 1) + h->typecnt * (uint64_t)6 +
	    h->charcnt + h->leapcnt * (time_size + 4) + h->isstdcnt +
	    (uint64_t)h->isutcnt;
}

static const char *
read_steps(struct arena *a, const unsigned char *p, const struct header *h,
    struct zone *z)
{
	const unsigned char *index = p + (size_t)h->timecnt * 8;
	const unsigned char *types = index + h->timecnt;
	struct step *steps = arena_array(a, h->timecnt, sizeof(*steps));

	for (size_t i = 0; i < h->typecnt; i++) {
		int32_t offset = (int32_t)get32(types + 6 * i);

		if (offset < OFFSET_LEAST || offset > OFFSET_MOST)
			return "an offset of more than a day";
	}
	z->before = (int32_t)get32(types);
	for (size_t i = 0; i < h->timecnt; i++) {
		if (index[i] >= h->typecnt)
			return "a type that is not there";
		steps[i].at = get64(p + 8 * i);
		steps[i].offset = (int32_t)get32(types + (size_t)6 * index[i]);
		if (i && steps[i].at <= steps[i - 1].at)
			return "transitions out of order";
	}
	z->steps = steps;
	z->nsteps = h->timecnt;
	return NULL;
}

static const char *
read_footer(const unsigned char *p, size_t n, struct zone *z)
{
	const unsigned char *end;

	if (n < 2 || p[0] != '\n' || !(end = memchr(p + 1, '\n', n - 1)))
		return "no footer";
	if (!parse_footer((const char *)p + 1, (size_t)(end - p - 1),
	    &z->footer))
		return "a footer that is not understood";
	return NULL;
}

/* Both data blocks begin with a header; only the second counts. */
static const char *
read_file(struct arena *a, const unsigned char *p, size_t n, struct zone *z)
{
	struct header h;
	const char *err;
	uint64_t size;

	if (!get_header(p, n, &h))
		return "not a TZif file";
	if (h.version < '2')
		return "a TZif file of version 1, without a 64-bit part";
	size = block_size(&h, 4);
	if (size > n - HEADER)
		return "shorter than it says";
	p += HEADER + size;
	n -= HEADER + size;
	if (!get_header(p, n, &h))
		return "no 64-bit part";
	size = block_size(&h, 8);
	if (size > n - HEADER)
		return "shorter than it says";
	if (h.typecnt == 0)
		return "no local time types";
	if (h.leapcnt)
		return "leap seconds are not supported";
	err = read_steps(a, p + HEADER, &h, z);
	return err ? err : read_footer(p + HEADER + size,
	    n - HEADER - (size_t)size, z);
}

const struct zone *
zone_parse(struct arena *a, const unsigned char *bytes, size_t n,
    const char **reterr)
{
	struct zone *z = arena_alloc(a, sizeof(*z));
	const char *err = read_file(a, bytes, n, z);

	if (err) {
		*reterr = err;
		return NULL;
	}
	return z;
}

const struct zone *
zone_utc(void)
{
	static const struct zone utc;

	return &utc;
}

/* --- pieces of time with one offset -------------------------------------- */

struct piece {                  /* start <= instant < end */
	int64_t start, end;
	int32_t offset;
};

static struct date
day_of_instant(int64_t instant)
{
	int64_t day = instant / DAY_S - (instant % DAY_S < 0);

	return (struct date){(int32_t)day};
}

static struct date
change_day(const struct change *c, int year)
{
	struct date first = date_of(year, 1, 1);
	int in_week, last;

	switch (c->kind) {
	case DAY_NO_LEAP:       /* J60 is 1 March in any year */
		return date_add(first, c->day - 1 +
		    (c->day >= 60 && year_is_leap(year)));
	case DAY_FROM_0:
		return date_add(first, c->day);
	default:                /* DAY_OF_WEEK */
		break;
	}
	first = date_of(year, c->month, 1);
	in_week = (c->weekday - (int)date_weekday(first) % 7 + 7) % 7;
	last = month_days(year, c->month) - 1;
	in_week += 7 * (c->week - 1);
	return date_add(first, in_week > last ? in_week - 7 : in_week);
}

/* offset is the one in force until the change: its time is local. */
static int64_t
change_instant(const struct change *c, int year, int32_t offset)
{
	return (int64_t)change_day(c, year).n * DAY_S + c->second - offset;
}

/* The piece of the footer's rule that holds an instant. The changes of three
 * years surround it; at one instant an end yields to a start, so that summer
 * time may last all year. */
static struct piece
footer_piece(const struct footer *f, int64_t instant)
{
	struct piece p = {INT64_MIN, INT64_MAX, f->standard};
	int year;

	if (!f->summer)
		return p;
	year = date_civil(day_of_instant(instant)).year;
	for (int y = year - 1; y <= year + 1; y++) {
		const struct step steps[] = {
			{change_instant(&f->end, y, f->other), f->standard},
			{change_instant(&f->start, y, f->standard), f->other},
		};

		for (int i = 0; i < 2; i++) {
			int64_t at = steps[i].at;

			if (at > instant && at < p.end)
				p.end = at;
			if (at > instant || at < p.start)
				continue;
			p.start = at;
			p.offset = steps[i].offset;
		}
	}
	return p;
}

/* Steps at or before an instant. */
static size_t
steps_until(const struct zone *z, int64_t instant)
{
	size_t low = 0, high = z->nsteps;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (z->steps[middle].at <= instant)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct piece
piece_at(const struct zone *z, int64_t instant)
{
	size_t n = steps_until(z, instant);
	struct piece p = {INT64_MIN, INT64_MAX, z->before};

	if (n == z->nsteps && z->footer.given) {
		p = footer_piece(&z->footer, instant);
		if (n && z->steps[n - 1].at > p.start)
			p.start = z->steps[n - 1].at;
		return p;
	}
	if (n) {
		p.start = z->steps[n - 1].at;
		p.offset = z->steps[n - 1].offset;
	}
	if (n < z->nsteps)
		p.end = z->steps[n].at;
	return p;
}

/* --- questions ----------------------------------------------------------- */

struct zone_time
zone_local(const struct zone *z, int64_t instant)
{
	struct zone_time t;
	int64_t local;

	if (instant < INSTANT_MIN)
		instant = INSTANT_MIN;
	if (instant > INSTANT_MAX)
		instant = INSTANT_MAX;
	t.offset = piece_at(z, instant).offset;
	local = instant + t.offset;
	t.date = day_of_instant(local);
	t.second = (int32_t)(local - (int64_t)t.date.n * DAY_S);
	return t;
}

/* Local time grows with the instant within a piece and leaps between two: the
 * first instant at which it is not before the wanted one is the answer both
 * in a gap and in a fold. Each round goes to a later piece, and local time is
 * reached within two days. */
int64_t
zone_instant(const struct zone *z, struct date d, int32_t second)
{
	int64_t local = (int64_t)d.n * DAY_S + second;
	struct piece p;

	if (local < INSTANT_MIN)
		local = INSTANT_MIN;
	if (local > INSTANT_MAX)
		local = INSTANT_MAX;
	p = piece_at(z, local - OFFSET_MOST);
	while (local - p.offset >= p.end)
		p = piece_at(z, p.end);
	return local - p.offset > p.start ? local - p.offset : p.start;
}
