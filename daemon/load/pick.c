/* Words to points - Points of a period - Both */
#include "load/pick.h"

#include <string.h>

#include "core/date.h"
#include "load/values.h"

/* --- words to points ----------------------------------------------------- */

/* A point as written: `whole` is a month without a day, which begins and
 * ends on different days. */
struct written {
	struct term_point point;
	bool whole;
};

/* Reads a number at *s, with "st", "nd", "rd", "th" or nothing behind. */
static bool
take_number(const char **s, long *ret)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};
	const char *p = *s;
	long n = 0;

	while (*p >= '0' && *p <= '9' && n < 10000)
		n = n * 10 + (*p++ - '0');
	if (p == *s)
		return false;
	for (size_t i = 0; i < 4; i++)
		if (strncmp(p, endings[i], 2) == 0 &&
		    (p[2] == ' ' || !p[2]))
			p += 2;
	if (*p && *p != ' ')
		return false;
	*s = *p ? p + 1 : p;
	*ret = n;
	return true;
}

/* "first".."fifth", "last" or a number before a word. */
static bool
take_ordinal(const char **s, long *ret)
{
	static const struct {
		const char *word;
		int n;
	} words[] = {
		{"first ", 1}, {"second ", 2}, {"third ", 3},
		{"fourth ", 4}, {"fifth ", 5}, {"last ", -1},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i].word);

		if (strncmp(*s, words[i].word, n) != 0)
			continue;
		*s += n;
		*ret = words[i].n;
		return true;
	}
	return take_number(s, ret);
}

static bool
read_month(const char *s, struct written *w)
{
	long n;

	if (value_month(s, &w->point.month))
		return true;
	if (strncmp(s, "month ", 6) != 0 || !value_number(s + 6, 1, 12, &n))
		return false;
	w->point.nth_month = (uint8_t)n;
	return true;
}

/* What stands behind a number or ordinal: a month, a weekday, "working day",
 * "days before end", or nothing. */
static bool
read_counted(const char *s, long n, struct written *w)
{
	struct term_point *p = &w->point;

	p->n = (int16_t)n;
	p->kind = POINT_DAY;
	if (!*s || (n > 0 && !p->month && !p->nth_month && read_month(s, w)))
		return true;
	if (strcmp(s, "working day") == 0) {
		p->kind = POINT_NTH_WORKING_DAY;
		return true;
	}
	if (n >= 0 && (strcmp(s, "days before end") == 0 ||
	    strcmp(s, "day before end") == 0)) {
		p->kind = POINT_BEFORE_END;
		return true;
	}
	p->kind = POINT_NTH_WEEKDAY;
	return value_weekday(s, &p->weekday);
}

/* s is folded and is changed: " of …" is cut off. */
static bool
read_written(char *s, struct written *ret)
{
	char *of = strstr(s, " of ");
	const char *rest = s;
	long n;

	*ret = (struct written){.whole = false};
	if (of) {
		*of = '\0';
		if (!read_month(of + 4, ret))
			return false;
	}
	if (strcmp(s, "last") == 0) {
		ret->point.n = -1;
		return true;
	}
	if (value_weekday(s, &ret->point.weekday)) {
		ret->point.kind = POINT_WEEKDAY;
		return true;
	}
	if (!of && read_month(s, ret)) {
		ret->whole = true;
		return true;
	}
	return take_ordinal(&rest, &n) && read_counted(rest, n, ret);
}

/* --- points of a period -------------------------------------------------- */

/* What kinds of points a period has. */
static const struct {
	int16_t days;           /* n-th day up to this; 0: only of a month */
	uint8_t months;         /* "month N" up to this */
	bool names;             /* "of september" */
	bool weekday, nth_weekday, working;
} holds[UNIT_COUNT] = {
	[UNIT_WEEK] = {7, 0, false, true, false, true},
	[UNIT_DECADE] = {11, 0, false, false, false, true},
	[UNIT_MONTH] = {31, 0, false, false, true, true},
	[UNIT_QUARTER] = {0, 3, false, false, true, true},
	[UNIT_HALF_YEAR] = {0, 6, false, false, true, true},
	[UNIT_YEAR] = {0, 12, true, false, true, true},
	[UNIT_SCHOOL_YEAR] = {0, 12, true, false, true, true},
};

/* After a period a day lies in the month that follows, or in month N. */
static bool
names_fit(enum term_unit unit, bool after)
{
	return holds[unit].names || (after && unit == UNIT_HALF_YEAR);
}

static enum pick_state
check_months(const struct term_point *p, enum term_unit unit, bool after,
    const char **ret_why)
{
	if (p->month && !names_fit(unit, after)) {
		*ret_why = "such a period has no month of that name; in a "
		    "quarter or half-year write `of month 3`";
		return PICK_MISFIT;
	}
	if (p->nth_month > (after ? 12 : holds[unit].months)) {
		*ret_why = "such a period has not that many months";
		return PICK_MISFIT;
	}
	return PICK_OK;
}

static enum pick_state
check_day(const struct term_point *p, enum term_unit unit, bool after,
    const char **ret_why)
{
	int most = p->month ? month_days(2000, p->month) :
	    p->nth_month || after ? 31 : holds[unit].days;

	if (p->n == -1)
		return PICK_OK;
	if (!most || (after && !p->month && !p->nth_month &&
	    holds[unit].names)) {
		*ret_why = "of which month? write `20 september` or, in a "
		    "quarter, `20 of month 3`";
		return PICK_MISFIT;
	}
	if (p->n < 1 || p->n > most) {
		*ret_why = "there is no such day";
		return PICK_IMPOSSIBLE;
	}
	return PICK_OK;
}

static enum pick_state
check_kind(const struct term_point *p, enum term_unit unit, bool after,
    const char **ret_why)
{
	bool in_month = p->month || p->nth_month || after;

	switch (p->kind) {
	case POINT_DAY:
		return check_day(p, unit, after, ret_why);
	case POINT_WEEKDAY:
		if (holds[unit].weekday && !in_month)
			return PICK_OK;
		*ret_why = "which one? write `first friday` or `last friday`";
		return PICK_MISFIT;
	case POINT_NTH_WEEKDAY:
		if (p->n < -1 || p->n == 0 || p->n > 5) {
			*ret_why = "first to fifth, or last";
			return PICK_IMPOSSIBLE;
		}
		if (in_month || holds[unit].nth_weekday)
			return PICK_OK;
		break;
	case POINT_NTH_WORKING_DAY:
		if (p->n < -1 || p->n == 0 || p->n > 250) {
			*ret_why = "there is no such working day";
			return PICK_IMPOSSIBLE;
		}
		if (in_month || holds[unit].working)
			return PICK_OK;
		break;
	case POINT_BEFORE_END:
		if (p->n <= 366 && (in_month || holds[unit].working))
			return PICK_OK;
		break;
	}
	*ret_why = "such a period has no such day";
	return PICK_MISFIT;
}

static enum pick_state
check_point(const struct term_point *p, enum term_unit unit, bool after,
    const char **ret_why)
{
	enum pick_state state = check_months(p, unit, after, ret_why);

	return state == PICK_OK ? check_kind(p, unit, after, ret_why) : state;
}

/* --- both ---------------------------------------------------------------- */

static const char not_understood[] =
    "a day is `20`, `last`, `30 may`, `last friday`, `first working day of "
    "september`, `5 days before end`";

enum pick_state
pick_point(const char *s, enum term_unit unit, bool after,
    struct term_point *ret, const char **ret_why)
{
	char word[WORD_ROOM];
	struct written w;

	*ret_why = not_understood;
	if (!value_fold(s, word) || !read_written(word, &w))
		return PICK_UNKNOWN;
	if (w.whole) {
		*ret_why = "which day of the month? write `last of june`, or "
		    "`in:` for the whole month";
		return PICK_MISFIT;
	}
	*ret = w.point;
	return check_point(ret, unit, after, ret_why);
}

/* The first or last day of what was written. */
static enum pick_state
take_end(const struct written *w, bool last, enum term_unit unit,
    struct term_point *ret, const char **ret_why)
{
	*ret = w->point;
	if (w->whole)
		ret->n = last ? -1 : 1;
	return check_point(ret, unit, false, ret_why);
}

enum pick_state
pick_item(const char *s, enum term_unit unit, struct term_item *ret,
    const char **ret_why)
{
	char word[WORD_ROOM], *dots;
	enum pick_state state;
	struct written w;

	*ret_why = not_understood;
	if (!value_fold(s, word))
		return PICK_UNKNOWN;
	dots = strstr(word, "..");
	if (dots)
		*dots = '\0';
	/* `1 june .. 10 june` */
	if (dots && dots > word && dots[-1] == ' ')
		dots[-1] = '\0';
	if (!read_written(word, &w))
		return PICK_UNKNOWN;
	state = take_end(&w, false, unit, &ret->first, ret_why);
	if (state != PICK_OK)
		return state;
	if (dots && !read_written(dots[2] == ' ' ? dots + 3 : dots + 2, &w))
		return PICK_UNKNOWN;
	return take_end(&w, true, unit, &ret->last, ret_why);
}
