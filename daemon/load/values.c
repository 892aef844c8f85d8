/* Words - Numbers and days - Durations - Ids and addresses */
#include "load/values.h"

#include <idn2.h>
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

static int
compare_spans(const void *a, const void *b)
{
	const struct date_span *x = a, *y = b;
	int order = (x->last.n > y->last.n) - (x->last.n < y->last.n);

	return order ? order :
	    (x->first.n > y->first.n) - (x->first.n < y->first.n);
}

void
values_sort_spans(struct date_span *spans, size_t n)
{
	if (n)
		qsort(spans, n, sizeof(*spans), compare_spans);
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

/* --- ids and addresses --------------------------------------------------- */

static bool
is_letter_or_digit(utf8proc_int32_t c)
{
	utf8proc_category_t k = utf8proc_category(c);

	return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) ||
	    k == UTF8PROC_CATEGORY_ND || k == UTF8PROC_CATEGORY_MN;
}

bool
value_is_id(const char *s)
{
	size_t n = 0;

	for (; *s; n++) {
		utf8proc_int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate(
		    (const utf8proc_uint8_t *)s, -1, &c);

		if (len <= 0 || n == ID_MOST)
			return false;
		s += len;
		if (!is_letter_or_digit(c) && c != '-' && c != '_' && c != '.')
			return false;
	}
	return n > 0;
}

static bool
is_atext(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') ||
	    (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static const char *
local_part_fault(const char *s, size_t n)
{
	if (!n)
		return "nothing stands before the @";
	if (n > 64)
		return "more than 64 characters before the @";
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.') {
			if (i == 0 || i == n - 1 || s[i + 1] == '.')
				return "a dot at an end of the name, or two "
				    "dots";
		} else if ((unsigned char)s[i] >= 0x80) {
			return "letters before the @ must be Latin";
		} else if (!is_atext((unsigned char)s[i])) {
			return "a character that an address cannot have";
		}
	}
	return NULL;
}

static const char *
domain_fault(const char *s)
{
	size_t label = 0, labels = 1;

	for (; *s; label++) {
		utf8proc_int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate(
		    (const utf8proc_uint8_t *)s, -1, &c);

		if (len <= 0)
			return "a character that a domain cannot have";
		if (c == '-' && (label == 0 || s[1] == '.' || !s[1]))
			return "a part of the domain begins or ends with -";
		if (c == '.') {
			if (!label)
				return "an empty part in the domain";
			label = (size_t)-1;
			labels++;
		} else if (c != '-' && !is_letter_or_digit(c)) {
			return "a character that a domain cannot have";
		}
		if (label != (size_t)-1 && label >= 63)
			return "a part of the domain is too long";
		s += len;
	}
	if (!label)
		return labels > 1 ? "an empty part in the domain" :
		    "nothing stands after the @";
	return labels < 2 ? "the domain has no dot" : NULL;
}

const char *
value_address_fault(const char *s)
{
	const char *at = strchr(s, '@');
	const char *fault;

	if (!at)
		return "the @ is missing";
	if (strlen(s) > 254)
		return "more than 254 characters";
	fault = local_part_fault(s, (size_t)(at - s));
	return fault ? fault : domain_fault(at + 1);
}

/* By libidn2 with flags of its own, not by curl's conversion, which depends
 * on the locale (trust.md E10). */
const char *
value_address_ascii(struct arena *a, const char *s)
{
	const char *domain = strchr(s, '@') + 1, *both = NULL;
	char *ascii = NULL;

	for (const char *c = domain; (unsigned char)*c < 0x80; c++)
		if (*c == '\0')
			return s;
	if (idn2_to_ascii_8z(domain, &ascii,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK)
		both = arena_printf(a, "%.*s%s", (int)(domain - s), s, ascii);
	idn2_free(ascii);
	return both && strlen(both) <= 254 ? both : NULL;
}
