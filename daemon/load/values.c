/* Words - Numbers and days - Durations */
#include "load/values.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "core/fold.h"
#include "core/phrase_words.h"

/* --- words --------------------------------------------------------------- */

const char *const value_month_names[12] = {
	"january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december",
};

const char *const value_weekday_names[7] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
	"sunday",
};

enum { FORMS = 5 };

/* Nominative, genitive, prepositional; English short and full. Each is a word
 * of phrases too. */
static const char *const months[12][FORMS] = {
	{"январь", "января", "январе", "jan", "january"},
	{"февраль", "февраля", "феврале", "feb", "february"},
	{"март", "марта", "марте", "mar", "march"},
	{"апрель", "апреля", "апреле", "apr", "april"},
	{"май", "мая", "мае", "may", NULL},
	{"июнь", "июня", "июне", "jun", "june"},
	{"июль", "июля", "июле", "jul", "july"},
	{"август", "августа", "августе", "aug", "august"},
	{"сентябрь", "сентября", "сентябре", "sep", "september"},
	{"октябрь", "октября", "октябре", "oct", "october"},
	{"ноябрь", "ноября", "ноябре", "nov", "november"},
	{"декабрь", "декабря", "декабре", "dec", "december"},
};

static const char *const weekdays[7][FORMS] = {
	{"понедельник", "понедельника", NULL, "mon", "monday"},
	{"вторник", "вторника", NULL, "tue", "tuesday"},
	{"среда", "среды", "среду", "wed", "wednesday"},
	{"четверг", "четверга", NULL, "thu", "thursday"},
	{"пятница", "пятницы", "пятницу", "fri", "friday"},
	{"суббота", "субботы", "субботу", "sat", "saturday"},
	{"воскресенье", "воскресенья", NULL, "sun", "sunday"},
};

static const struct {
	const char *word;
	enum term_unit unit;
	bool period;            /* "every: …" without a number */
} units[] = {
	{"day", UNIT_DAY, true},
	{"days", UNIT_DAY, false},
	{"working day", UNIT_WORKING_DAY, true},
	{"working days", UNIT_WORKING_DAY, false},
	{"week", UNIT_WEEK, true},
	{"weeks", UNIT_WEEK, false},
	{"decade", UNIT_DECADE, true},
	{"decades", UNIT_DECADE, false},
	{"month", UNIT_MONTH, true},
	{"months", UNIT_MONTH, false},
	{"quarter", UNIT_QUARTER, true},
	{"quarters", UNIT_QUARTER, false},
	{"half-year", UNIT_HALF_YEAR, true},
	{"half-years", UNIT_HALF_YEAR, false},
	{"year", UNIT_YEAR, true},
	{"years", UNIT_YEAR, false},
	{"school year", UNIT_SCHOOL_YEAR, true},
	{"день", UNIT_DAY, true},
	{"дня", UNIT_DAY, false},
	{"дней", UNIT_DAY, false},
	{"рабочий день", UNIT_WORKING_DAY, true},
	{"рабочих дня", UNIT_WORKING_DAY, false},
	{"рабочих дней", UNIT_WORKING_DAY, false},
	{"неделя", UNIT_WEEK, true},
	{"неделю", UNIT_WEEK, true},
	{"недели", UNIT_WEEK, false},
	{"недель", UNIT_WEEK, false},
	{"декада", UNIT_DECADE, true},
	{"декаду", UNIT_DECADE, true},
	{"месяц", UNIT_MONTH, true},
	{"месяца", UNIT_MONTH, false},
	{"месяцев", UNIT_MONTH, false},
	{"квартал", UNIT_QUARTER, true},
	{"квартала", UNIT_QUARTER, false},
	{"кварталов", UNIT_QUARTER, false},
	{"полугодие", UNIT_HALF_YEAR, true},
	{"полугодия", UNIT_HALF_YEAR, false},
	{"полугодий", UNIT_HALF_YEAR, false},
	{"год", UNIT_YEAR, true},
	{"года", UNIT_YEAR, false},
	{"лет", UNIT_YEAR, false},
	{"учебный год", UNIT_SCHOOL_YEAR, true},
};

/* The character that s begins with, in lower case, ё as е; returns its bytes,
 * 0 when they are broken. */
static size_t
next_lower(const char *s, utf8proc_int32_t *ret)
{
	utf8proc_ssize_t n;

	if ((unsigned char)*s < 0x80) {
		*ret = *s >= 'A' && *s <= 'Z' ? *s + ('a' - 'A') : *s;
		return 1;
	}
	n = utf8proc_iterate((const utf8proc_uint8_t *)s, -1, ret);
	if (n <= 0)
		return 0;
	*ret = utf8proc_tolower(*ret);
	if (*ret == 0x451)              /* ё */
		*ret = 0x435;           /* е */
	return (size_t)n;
}

bool
value_fold(const char *s, char ret[WORD_ROOM])
{
	size_t n = 0;
	bool gap = false;

	while (*s) {
		utf8proc_int32_t c;
		size_t len = next_lower(s, &c);

		if (!len)
			return false;
		s += len;
		if (c == ' ' || c == '\t' || c == '\n' || c == 0xA0 ||
		    c == 0x202F) {
			gap = n > 0;
			continue;
		}
		if (n + 6 > WORD_ROOM)
			return false;
		if (gap)
			ret[n++] = ' ';
		gap = false;
		n += fold_utf8(c, ret + n);
	}
	ret[n] = '\0';
	return true;
}

/* The vocabulary of phrases says at once which month or weekday a word can
 * be; only the forms of that one may stand in a value. */
static bool
find_form(const char *const (*table)[FORMS], enum word_class cls,
    const char *word, uint8_t *ret)
{
	const struct word_row *row = words_find(word, strlen(word));

	if (!row || row->cls != cls)
		return false;
	for (size_t k = 0; k < FORMS; k++) {
		const char *form = table[row->value - 1][k];

		if (!form || strcmp(form, word) != 0)
			continue;
		*ret = (uint8_t)row->value;
		return true;
	}
	return false;
}

bool
value_month(const char *folded, uint8_t *ret)
{
	return find_form(months, W_MONTH, folded, ret);
}

bool
value_weekday(const char *folded, uint8_t *ret)
{
	return find_form(weekdays, W_WEEKDAY, folded, ret);
}

static bool
find_unit(const char *word, bool only_periods, enum term_unit *ret)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if ((only_periods && !units[i].period) ||
		    strcmp(units[i].word, word) != 0)
			continue;
		*ret = units[i].unit;
		return true;
	}
	return false;
}

bool
value_unit(const char *folded, enum term_unit *ret)
{
	return find_unit(folded, true, ret);
}

/* The English period names come first for each unit. */
const char *
value_unit_name(enum term_unit unit)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].unit == unit)
			return units[i].word;
	return "";
}

/* --- numbers and days ---------------------------------------------------- */

bool
value_bool(const char *s, bool *ret)
{
	if (strcmp(s, "true") != 0 && strcmp(s, "false") != 0)
		return false;
	*ret = *s == 't';
	return true;
}

/* Digits only; *end is behind them. At most nine, so that nothing wraps. */
static bool
take_digits(const char *s, const char **end, long *ret)
{
	long v = 0;
	size_t n = 0;

	for (; s[n] >= '0' && s[n] <= '9'; n++) {
		if (n == 9)
			return false;
		v = v * 10 + (s[n] - '0');
	}
	*end = s + n;
	*ret = v;
	return n > 0;
}

bool
value_number(const char *s, long min, long max, long *ret)
{
	const char *end;
	long v;

	if (!take_digits(s, &end, &v) || *end || v < min || v > max)
		return false;
	*ret = v;
	return true;
}

/* 2021, 2021-03 or 2021-03-01 in n bytes, as all the days it stands for. */
static enum value_state
loose_days(const char *s, size_t n, struct date_span *ret)
{
	int y, m = 1, d = 1;

	if ((n != 4 && n != 7 && n != 10) || !digits_parse(s, 4, &y) ||
	    (n > 4 && (s[4] != '-' || !digits_parse(s + 5, 2, &m))) ||
	    (n > 7 && (s[7] != '-' || !digits_parse(s + 8, 2, &d))))
		return VALUE_MALFORMED;
	if (y < DATE_YEAR_MIN || y > DATE_YEAR_MAX ||
	    (n > 4 && (m < 1 || m > 12)) ||
	    (n > 7 && !date_valid(y, m, d)))
		return VALUE_IMPOSSIBLE;
	if (n == 4)
		*ret = (struct date_span){date_of(y, 1, 1), date_of(y, 12, 31)};
	else if (n == 7)
		*ret = (struct date_span){month_first(y, m), month_last(y, m)};
	else
		*ret = (struct date_span){date_of(y, m, d), date_of(y, m, d)};
	return VALUE_OK;
}

enum value_state
value_loose_span(const char *s, struct date_span *ret)
{
	const char *dots = strstr(s, "..");
	struct date_span first, last;
	enum value_state state;

	if (!dots)
		return loose_days(s, strlen(s), ret);
	state = loose_days(s, (size_t)(dots - s), &first);
	if (state == VALUE_OK)
		state = loose_days(dots + 2, strlen(dots + 2), &last);
	if (state != VALUE_OK)
		return state;
	if (date_before(last.last, first.first))
		return VALUE_IMPOSSIBLE;
	*ret = (struct date_span){first.first, last.last};
	return VALUE_OK;
}

enum value_state
value_date(const char *s, struct date *ret)
{
	struct date_span span;
	enum value_state state;

	if (strlen(s) != 10)
		return VALUE_MALFORMED;
	state = loose_days(s, 10, &span);
	if (state == VALUE_OK)
		*ret = span.first;
	return state;
}

enum value_state
value_span(const char *s, struct date_span *ret)
{
	size_t n = strlen(s);

	if (n != 10 && (n != 22 || strncmp(s + 10, "..", 2) != 0))
		return VALUE_MALFORMED;
	return value_loose_span(s, ret);
}

void
values_sort_spans(struct date_span *spans, size_t n)
{
	if (n)
		qsort(spans, n, sizeof(*spans), span_compare_last);
}

enum value_state
value_month_day(const char *s, uint8_t *ret_month, uint8_t *ret_day)
{
	int m, d;

	if (strlen(s) != 5 || !digits_parse(s, 2, &m) || s[2] != '-' ||
	    !digits_parse(s + 3, 2, &d))
		return VALUE_MALFORMED;
	if (!date_valid(2000, m, d))    /* a leap year */
		return VALUE_IMPOSSIBLE;
	*ret_month = (uint8_t)m;
	*ret_day = (uint8_t)d;
	return VALUE_OK;
}

bool
value_time(const char *s, int *ret)
{
	int h, m;

	if (strlen(s) != 5 || !digits_parse(s, 2, &h) || s[2] != ':' ||
	    !digits_parse(s + 3, 2, &m) || m > 59 || h > 24 || (h == 24 && m))
		return false;
	*ret = h * 60 + m;
	return true;
}

/* --- durations ----------------------------------------------------------- */

bool
value_count_of(const char *folded, long *ret_n, enum term_unit *ret)
{
	const char *end;
	long n;

	if (!take_digits(folded, &end, &n) || *end != ' ' ||
	    !find_unit(end + 1, false, ret))
		return false;
	*ret_n = n;
	return true;
}

bool
value_duration(const char *s, struct duration *ret)
{
	enum { MOST = 36500 };
	char word[WORD_ROOM];
	enum term_unit unit;
	long n;

	if (!value_fold(s, word) || !value_count_of(word, &n, &unit) ||
	    n < 1 || n > MOST || unit == UNIT_DECADE ||
	    unit == UNIT_SCHOOL_YEAR)
		return false;
	*ret = (struct duration){(int32_t)n, unit};
	return true;
}
