/* Names - Reading - Printing */
#include "core/rrule.h"

#include <stdio.h>
#include <string.h>

#include "core/rrule_shape.h"

/* --- names --------------------------------------------------------------- */

static const char *const weekday_names[] = {
	NULL, "MO", "TU", "WE", "TH", "FR", "SA", "SU"
};

static const char *const freq_names[] = {
	NULL, "DAILY", "WEEKLY", "MONTHLY", "YEARLY"
};

/* --- reading ------------------------------------------------------------- */

struct reader {
	const char *text;
	size_t at, end;         /* of the value that is being read */
	struct rrule_error *err;
};

static bool
refuse(struct reader *in, size_t offset, size_t len, const char *what)
{
	in->err->offset = offset;
	in->err->len = len;
	snprintf(in->err->what, sizeof(in->err->what), "%s", what);
	return false;
}

/* what, with the word at offset in it: "BYHOUR is not supported". */
static bool
refuse_word(struct reader *in, size_t offset, size_t len, const char *what)
{
	char text[sizeof(in->err->what)];

	snprintf(text, sizeof(text), "%.*s %s", len < 40 ? (int)len : 40,
	    in->text + offset, what);
	return refuse(in, offset, len, text);
}

static bool
refuse_value(struct reader *in, const char *what)
{
	return refuse(in, in->at, in->end - in->at, what);
}

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool
is_word(const char *s, size_t n, const char *word)
{
	if (strlen(word) != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (upper(s[i]) != word[i])
			return false;
	}
	return true;
}

static bool
take_char(struct reader *in, char c)
{
	if (in->at == in->end || in->text[in->at] != c)
		return false;
	in->at++;
	return true;
}

/* Digits, five at most. */
static bool
take_digits(struct reader *in, int32_t *ret)
{
	size_t begin = in->at;
	int32_t n = 0;

	while (in->at < in->end && in->at - begin < 5 &&
	    in->text[in->at] >= '0' && in->text[in->at] <= '9')
		n = n * 10 + (in->text[in->at++] - '0');
	*ret = n;
	return in->at > begin;
}

/* A number of 1..most, with a sign where one is allowed. */
static bool
take_number(struct reader *in, bool is_signed, int32_t most, int32_t *ret)
{
	bool negative = is_signed && take_char(in, '-');

	if (is_signed && !negative)
		take_char(in, '+');
	if (!take_digits(in, ret) || *ret < 1 || *ret > most)
		return false;
	if (negative)
		*ret = -*ret;
	return true;
}

static bool
take_weekday(struct reader *in, int *ret)
{
	for (int w = MONDAY; in->end - in->at >= 2 && w <= SUNDAY; w++) {
		if (!is_word(in->text + in->at, 2, weekday_names[w]))
			continue;
		in->at += 2;
		*ret = w;
		return true;
	}
	return false;
}

static bool
read_freq(struct reader *in, struct rrule *r)
{
	static const char *const finer[] = {"SECONDLY", "MINUTELY", "HOURLY"};
	const char *s = in->text + in->at;
	size_t n = in->end - in->at;

	for (int f = FREQ_DAILY; f <= FREQ_YEARLY; f++) {
		if (is_word(s, n, freq_names[f])) {
			r->freq = (enum freq)f;
			in->at = in->end;
			return true;
		}
	}
	for (size_t i = 0; i < 3; i++) {
		if (is_word(s, n, finer[i]))
			return refuse_word(in, in->at, n, "is not supported: "
			    "terms are whole days");
	}
	return refuse_value(in, "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY");
}

static bool
read_interval(struct reader *in, struct rrule *r)
{
	return take_number(in, false, INTERVAL_MOST, &r->interval) ||
	    refuse_value(in, "INTERVAL is a number of 1..9999");
}

static bool
read_count(struct reader *in, struct rrule *r)
{
	return take_number(in, false, COUNT_MOST, &r->count) ||
	    refuse_value(in, "COUNT is a number of 1..99999");
}

/* 20261231, or with a time behind it, which is of no use to whole days. */
static bool
read_until(struct reader *in, struct rrule *r)
{
	const char *s = in->text + in->at;
	size_t n = in->end - in->at;
	char iso[DATE_TEXT];

	if (n == 8 || (n == 15 && upper(s[8]) == 'T') ||
	    (n == 16 && upper(s[8]) == 'T' && upper(s[15]) == 'Z')) {
		snprintf(iso, sizeof(iso), "%.4s-%.2s-%.2s", s, s + 4, s + 6);
		if (date_parse(iso, 10, &r->until)) {
			in->at = in->end;
			return true;
		}
	}
	return refuse_value(in, "UNTIL is a day, as 20261231");
}

static bool
read_months(struct reader *in, struct rrule *r)
{
	int32_t n;

	do {
		if (!take_number(in, false, 12, &n))
			return refuse_value(in, "BYMONTH is months, 1..12");
		r->months |= 1u << n;
	} while (take_char(in, ','));
	return true;
}

static bool
read_days(struct reader *in, struct rrule *r)
{
	int32_t n;

	do {
		if (!take_number(in, true, 31, &n))
			return refuse_value(in,
			    "BYMONTHDAY is days, 1..31 or -31..-1");
		*(n > 0 ? &r->days : &r->days_from_end) |=
		    1u << (n > 0 ? n : -n);
	} while (take_char(in, ','));
	return true;
}

static bool
read_weekdays(struct reader *in, struct rrule *r)
{
	do {
		size_t begin = in->at;
		int32_t n = 0;
		int w;

		if (!take_weekday(in, &w)) {
			if (!take_number(in, true, NTH_MOST, &n) ||
			    !take_weekday(in, &w)) {
				in->at = begin;
				return refuse_value(in,
				    "BYDAY is weekdays, as MO, 2TU or -1FR");
			}
		}
		if (n > 0)
			r->nth[w] |= (uint64_t)1 << n;
		else if (n < 0)
			r->nth_from_end[w] |= (uint64_t)1 << -n;
		else
			r->weekdays |= 1u << w;
		if (n)
			r->numbered |= 1u << w;
	} while (take_char(in, ','));
	return true;
}

static bool
read_setpos(struct reader *in, struct rrule *r)
{
	int32_t n;

	do {
		if (!take_number(in, true, SETPOS_MOST, &n))
			return refuse_value(in,
			    "BYSETPOS is numbers of 1..366 or -366..-1");
		if (n > 0)
			r->setpos[n / 64] |= (uint64_t)1 << n % 64;
		else
			r->setpos_from_end[-n / 64] |=
			    (uint64_t)1 << -n % 64;
		n = (n > 0 ? n : -n) / 64 + 1;
		r->setpos_words = n > r->setpos_words ? n : r->setpos_words;
	} while (take_char(in, ','));
	return true;
}

static bool
read_wkst(struct reader *in, struct rrule *r)
{
	int w;

	if (!take_weekday(in, &w))
		return refuse_value(in, "WKST is a weekday, as MO");
	r->wkst = (enum weekday)w;
	return true;
}

static const struct key {
	const char *name;
	bool (*read)(struct reader *in, struct rrule *r); /* NULL: refused */
} keys[] = {
	{"FREQ", read_freq}, {"INTERVAL", read_interval},
	{"COUNT", read_count}, {"UNTIL", read_until},
	{"BYMONTH", read_months}, {"BYMONTHDAY", read_days},
	{"BYDAY", read_weekdays}, {"BYSETPOS", read_setpos},
	{"WKST", read_wkst},
	{"BYSECOND", NULL}, {"BYMINUTE", NULL}, {"BYHOUR", NULL},
	{"BYYEARDAY", NULL}, {"BYWEEKNO", NULL}, {"RSCALE", NULL},
	{"SKIP", NULL},
};

enum { NKEYS = sizeof(keys) / sizeof(keys[0]) };

/* One NAME=VALUE from at to end. */
static bool
read_part(struct reader *in, struct rrule *r, unsigned *seen)
{
	size_t begin = in->at, name = 0;

	while (begin + name < in->end && in->text[begin + name] != '=')
		name++;
	for (unsigned i = 0; i < NKEYS; i++) {
		if (!is_word(in->text + begin, name, keys[i].name))
			continue;
		if (!keys[i].read)
			return refuse_word(in, begin, name,
			    "is not supported");
		if (*seen >> i & 1)
			return refuse_word(in, begin, name, "stands twice");
		*seen |= 1u << i;
		in->at = begin + name;
		if (!take_char(in, '=') || in->at == in->end)
			return refuse_word(in, begin, name,
			    "needs a value, as FREQ=DAILY");
		if (!keys[i].read(in, r))
			return false;
		return in->at == in->end || refuse_value(in,
		    "not understood from here on");
	}
	if (name == 0)
		return refuse(in, begin, 1, "a NAME=VALUE is missing");
	return refuse_word(in, begin, name, "is not a part of a rule");
}

/* What the RFC does not allow together. */
static bool
check_whole(struct reader *in, const struct rrule *r, size_t n)
{
	bool longer = r->freq == FREQ_MONTHLY || r->freq == FREQ_YEARLY;
	const char *what = NULL;

	if (r->freq == FREQ_NONE)
		what = "FREQ is missing";
	else if (r->count && !date_is_none(r->until))
		what = "COUNT and UNTIL exclude each other";
	else if (!longer && r->numbered)
		what = "numbered weekdays need FREQ=MONTHLY or YEARLY";
	else if (r->freq == FREQ_WEEKLY && (r->days || r->days_from_end))
		what = "BYMONTHDAY does not go with FREQ=WEEKLY";
	else if (r->setpos_words && !r->months && !r->days &&
	    !r->days_from_end && !r->weekdays && !r->numbered)
		what = "BYSETPOS needs another BY part to choose from";
	return !what || refuse(in, 0, n, what);
}

bool
rrule_parse(struct arena *a, const char *text, size_t n,
    const struct rrule **ret, struct rrule_error *reterr)
{
	static const char prefix[] = "RRULE:";
	struct rrule *r = arena_alloc(a, sizeof(*r));
	struct reader in = {.text = text, .err = reterr};
	unsigned seen = 0;
	size_t next = 0;

	r->interval = 1;
	r->until = DATE_NONE;
	r->wkst = MONDAY;
	if (n >= sizeof(prefix) - 1 &&
	    is_word(text, sizeof(prefix) - 1, prefix))
		next = sizeof(prefix) - 1;
	do {
		in.at = in.end = next;
		while (in.end < n && text[in.end] != ';')
			in.end++;
		next = in.end + 1;
		if (!read_part(&in, r, &seen))
			return false;
	} while (next <= n);
	if (!check_whole(&in, r, n))
		return false;
	r->last_period = rrule_period(r, rrule_last_day(r));
	*ret = r;
	return true;
}

/* --- printing ------------------------------------------------------------ */

/* ";NAME=" before the first element of a list, then commas. */
static void
add_element(struct str *out, const char *name, bool *begun)
{
	if (*begun)
		str_addc(out, ',');
	else
		str_addf(out, ";%s=", name);
	*begun = true;
}

static void
add_bits(struct str *out, const char *name, uint32_t bits, int sign,
    bool *begun)
{
	for (; bits; bits &= bits - 1) {
		add_element(out, name, begun);
		str_addf(out, "%d", sign * __builtin_ctz(bits));
	}
}

static void
add_weekdays(struct str *out, const struct rrule *r)
{
	bool begun = false;

	for (int w = MONDAY; w <= SUNDAY; w++) {
		if (r->weekdays >> w & 1) {
			add_element(out, "BYDAY", &begun);
			str_add(out, weekday_names[w]);
		}
		for (int n = -NTH_MOST; n <= NTH_MOST; n++) {
			if (n == 0 || !(n > 0 ? r->nth[w] >> n & 1 :
			    r->nth_from_end[w] >> -n & 1))
				continue;
			add_element(out, "BYDAY", &begun);
			str_addf(out, "%d%s", n, weekday_names[w]);
		}
	}
}

static void
add_setpos(struct str *out, const struct rrule *r)
{
	bool begun = false;

	for (int n = -SETPOS_MOST; n <= SETPOS_MOST; n++) {
		const uint64_t *words = n > 0 ? r->setpos : r->setpos_from_end;
		int k = n > 0 ? n : -n;

		if (!(words[k / 64] >> k % 64 & 1))
			continue;
		add_element(out, "BYSETPOS", &begun);
		str_addf(out, "%d", n);
	}
}

void
rrule_print(struct str *out, const struct rrule *r)
{
	bool months = false, days = false;
	struct civil until;

	str_addf(out, "FREQ=%s", freq_names[r->freq]);
	if (r->interval > 1)
		str_addf(out, ";INTERVAL=%d", (int)r->interval);
	if (r->count)
		str_addf(out, ";COUNT=%d", (int)r->count);
	if (!date_is_none(r->until)) {
		until = date_civil(r->until);
		str_addf(out, ";UNTIL=%04d%02d%02d", until.year, until.month,
		    until.day);
	}
	add_bits(out, "BYMONTH", r->months, 1, &months);
	add_bits(out, "BYMONTHDAY", r->days, 1, &days);
	add_bits(out, "BYMONTHDAY", r->days_from_end, -1, &days);
	add_weekdays(out, r);
	add_setpos(out, r);
	if (r->wkst != MONDAY)
		str_addf(out, ";WKST=%s", weekday_names[r->wkst]);
}

/* Rules are equal when they are printed the same: lists are sets, and what
 * stands at its default is not printed. */
bool
rrule_equal(const struct rrule *a, const struct rrule *b)
{
	struct str one, other;
	bool equal;

	str_init(&one);
	str_init(&other);
	rrule_print(&one, a);
	rrule_print(&other, b);
	equal = strcmp(one.s, other.s) == 0;
	str_done(&one);
	str_done(&other);
	return equal;
}
