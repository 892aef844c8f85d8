/* How many times, and in which period.
 *
 * Periods - Counts */
#include "core/phrase_read.h"

#include <string.h>

enum { NOUN_MOST = 8 };         /* words between a number and its period */

/* --- Periods --- */

/* Times count a "fortnight", a «пятилетка». */
static void
take_stretch(struct reader *r, struct node *n, int count)
{
	int value = reader_token(r, 0)->value;

	n->unit = (enum term_unit)(value % 16);
	n->interval = value / 16 * count;
	n->consecutive = true;
	r->pos++;
}

/* N units in a row: «3 месяца», «два года», "other month", one when no
 * number stands there. */
bool
phrase_read_stretch(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	int count = 1;
	bool given = reader_number(r, &count);

	if (!given && take(r, W_OTHER)) {
		count = 2;
		given = true;
	}
	if (is_word(r, 0, W_STRETCH)) {
		take_stretch(r, n, count);
		return true;
	}
	n->school = reader_school_half(r);
	if (n->school)
		n->unit = UNIT_HALF_YEAR;
	else if (!reader_unit(r, &n->unit))
		return reader_back(r, start);
	if (n->unit == UNIT_DECADE && r->tokens->items[r->pos - 1].latin) {
		reader_error(r, PHRASE_E_WORD, start, r->pos,
		    "say 'every 10 days' or 'every 10 years'",
		    "has two meanings");
		return false;
	}
	if (count < 1 || count > 999) {
		reader_error(r, PHRASE_E_RANGE, start, r->pos, NULL,
		    "no such stretch");
		return false;
	}
	n->interval = count;
	n->consecutive = given && count > 1;
	return true;
}

/* «24/25 уч. год», "9/1": no rate. */
static bool
parts_numbers(const struct reader *r)
{
	return r->pos > 0 && reader_token(r, 1)->kind == T_NUMBER &&
	    r->tokens->items[r->pos - 1].kind == T_NUMBER;
}

/* «в год», «в течение учебного года», «за месяц», «в каждом квартале», "a
 * year", "every 3 months", «ежемесячно» behind a count. */
static bool
read_per(struct reader *r, struct node *n)
{
	static const enum word_class leads[] = {
		W_IN, W_FOR, W_ON, W_PER, W_DURING, W_WITHIN, W_EVERY
	};
	size_t start = r->pos;
	bool led = reader_any(r, leads, sizeof(leads) / sizeof(leads[0])) ||
	    (!parts_numbers(r) && take_kind(r, T_SLASH));

	if (is_word(r, 0, W_EVERY_ADV)) {
		n->unit = (enum term_unit)reader_token(r, 0)->value;
		r->pos++;
		return true;
	}
	if (!led)
		return reader_back(r, start);
	if (take(r, W_DURING) || is_word(r, 0, W_ALL) ||
	    is_word(r, 0, W_CURRENT)) {
		take(r, W_ALL);
		take(r, W_CURRENT);
	}
	take(r, W_EVERY);
	take(r, W_PER);
	if (is_word(r, 0, W_SCHOOL_TERM) || is_word(r, 0, W_HOLIDAYS))
		return reader_back(r, start);
	/* «2 раза в 2023-2024 учебном году»: the year is its own statement */
	if (!phrase_read_stretch(r, n))
		return reader_back(r, start);
	return true;
}

/* --- Counts --- */

static bool
take_than(struct reader *r)
{
	size_t start = r->pos;

	take_kind(r, T_COMMA);
	if (take(r, W_THAN))
		return true;
	return reader_back(r, start);
}

/* «не менее», «не реже чем», "at least", "no more than", «минимум»: +1 for a
 * floor, -1 for a cap, 0 for neither. */
static int
read_bound(struct reader *r)
{
	size_t start = r->pos;
	int sign = 0;

	take(r, W_AS);  /* «как минимум», "a minimum of" */
	if (is_word(r, 1, W_MINIMUM) || is_word(r, 1, W_MAXIMUM))
		take(r, W_PER);
	if (take(r, W_NOT)) {
		if (take(r, W_LESS)) {
			take(r, W_OFTENER);     /* "not less often than" */
			sign = 1;
		} else if (take(r, W_RARER)) {
			sign = 1;
		} else if (take(r, W_MORE)) {
			take(r, W_OFTENER);
			sign = -1;
		} else if (take(r, W_OFTENER)) {
			sign = -1;
		}
	} else if (take(r, W_AT)) {
		if (take(r, W_PER)) {   /* "at a minimum, annually" */
			sign = take(r, W_MINIMUM);
			if (!take(r, W_OF))
				take_kind(r, T_COMMA);
		} else {
			sign = take(r, W_LEAST) ? 1 : take(r, W_MOST) ? -1 : 0;
		}
	} else if (take(r, W_NOT_LESS) || take(r, W_MINIMUM)) {
		take(r, W_OF);
		sign = 1;
	} else if (take(r, W_NOT_MORE) || take(r, W_MAXIMUM)) {
		take(r, W_OF);
		sign = -1;
	} else if (take(r, W_UP)) {
		sign = take(r, W_TO) ? -1 : 0;
	}
	if (sign != 0)
		take_than(r);
	else
		r->pos = start;
	return sign;
}

/* The words that are counted, up to «в год»: their number, or 0 when no
 * period follows them. */
static size_t
nouns_before_period(struct reader *r, struct node *n)
{
	size_t start = r->pos;

	for (size_t i = 0; i < NOUN_MOST; i++) {
		const struct token *t = reader_token(r, i);

		if (i > 0) {
			struct node saved = *n;

			r->pos = start + i;
			if (read_per(r, n)) {
				*n = saved;
				r->pos = start;
				return i;
			}
			r->pos = start;
			*n = saved;
			if (r->failed)
				return 0;
		}
		if (t->kind != T_WORD || t->cls == W_TIMES ||
		    t->cls == W_AMOUNT ||
		    t->cls == W_MONTH || t->cls == W_UNIT ||
		    t->cls == W_WEEKDAY || t->cls == W_THEN)
			return 0;
	}
	return 0;
}

/* The words that are counted where the rhythm stands elsewhere: «ежегодно,
 * не менее 4-х заседаний». */
size_t
reader_nouns(struct reader *r)
{
	size_t n = 0;

	while (n < NOUN_MOST) {
		const struct token *t = reader_token(r, n);

		/* "financial report", "budget approval" */
		bool named = t->kind == T_WORD && (t->cls == W_PROJECT ||
		    (n == 0 ? t->cls == W_CALENDAR &&
		    is_word(r, n + 1, W_UNKNOWN) :
		    t->cls == W_OF || t->cls == W_APPROVAL));

		if (t->kind != T_WORD || (t->cls != W_UNKNOWN && !named))
			break;
		if (strlen(t->text) >= 4 &&
		    words_almost_name(t->text, strlen(t->text)))
			return 0;
		n++;
	}
	return n;
}

/* One number or two: «2-3», "2 to 3", «от 2 до 4», "between 2 and 4". */
static bool
read_numbers(struct reader *r, struct node *n, int sign)
{
	size_t start = r->pos;
	int a, b;
	bool from = take(r, W_OT) || take(r, W_FROM) || take(r, W_BETWEEN);

	/* «1-го раза» is a number, "15th of each month" is a day */
	if (reader_token(r, 0)->ordinal && !is_word(r, 1, W_TIMES))
		return reader_back(r, start);
	if (!reader_number(r, &a)) {
		if (is_word(r, 0, W_TWICE) || is_word(r, 0, W_ONLY_ONCE)) {
			a = (int)reader_token(r, 0)->value;
			r->pos++;
		} else {
			return reader_back(r, start);
		}
	}
	b = -1;
	if (sign == 0 && (is_word(r, 0, W_OR) || is_word(r, 0, W_AND)) &&
	    is_word(r, 1, W_MORE)) {    /* "4 or more", «2 и более» */
		sign = 1;
		r->pos += 2;
	} else if (is_word(r, 0, W_OR)) {       /* «1 или 2», "once or twice" */
		const struct token *t = reader_token(r, 1);

		if ((t->kind == T_NUMBER || t->cls == W_TWICE) &&
		    t->value == a + 1) {
			b = a + 1;
			r->pos += 2;
		}
	} else if (reader_token(r, 0)->kind == T_DASH || is_word(r, 0, W_TO) ||
	    (from && (is_word(r, 0, W_DO) || is_word(r, 0, W_AND)))) {
		size_t place = r->pos;

		r->pos++;
		if (!reader_number(r, &b))
			r->pos = place;
	}
	if (from && b == -1)
		return reader_back(r, start);
	n->floor = sign > 0;
	n->cap = sign < 0;
	n->min = sign < 0 ? 0 : a;
	n->max = sign < 0 ? (b > 0 ? b : a) : sign > 0 ? -1 : b;
	return true;
}

static bool
check_counts(struct reader *r, size_t start, const struct node *n)
{
	if ((n->min < 1 && !n->cap) || n->max == 0 || n->min > 9999 ||
	    n->max > 9999) {
		reader_error(r, PHRASE_E_RANGE, start, r->pos, NULL,
		    "no such number of times");
		return false;
	}
	if (n->max != -1 && n->min > n->max) {
		reader_error(r, PHRASE_E_COUNTS, start, r->pos, NULL,
		    "the least number is above the greatest");
		return false;
	}
	return true;
}

/* «…, но не более 5»: the other bound of the same count. */
static bool
read_second_bound(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	struct node other = *n;
	int sign;

	take_kind(r, T_COMMA);
	if (!take(r, W_BUT))
		take(r, W_AND);
	sign = read_bound(r);
	if (sign == 0 || (sign > 0) == n->floor ||
	    !read_numbers(r, &other, sign))
		return reader_back(r, start);
	if (sign > 0)
		n->min = other.min;
	else
		n->max = other.max;
	return true;
}

static bool
ends_in(const char *s, const char *const *endings, size_t n)
{
	size_t len = strlen(s);

	for (size_t i = 0; i < n; i++) {
		size_t k = strlen(endings[i]);

		if (len >= k && strcmp(s + len - k, endings[i]) == 0)
			return true;
	}
	return false;
}

/* «2 этап», «4 заседание»: behind a number a noun stands in the genitive; in
 * the nominative it is one of many and the number its name. 1 when it is
 * that, 0 when it is counted, -1 when its form leaves it open («2 смена» is
 * as «2 урока», «9 класс» as «9 встреч»). */
static int
names_one(const struct token *number, const char *noun)
{
	static const char *const few[] = { "ы", "и", "ых", "их", "ые", "ия" };
	static const char *const few_open[] = { "а", "я" };
	static const char *const many[] = {
		"ов", "ев", "ей", "ий", "ых", "их"
	};
	static const char *const many_not[] = {
		"ь", "а", "я", "о", "е", "ы", "и", "ый", "ой"
	};
	int last = (int)number->value % 10;
	bool latin = (unsigned char)noun[strlen(noun) - 1] < 0x80;

	if (!number->digits || latin || last == 1 ||
	    number->value == 0)
		return 0;
	if (last >= 2 && last <= 4 && number->value / 10 % 10 != 1)
		return ends_in(noun, few, 6) ? 0 :
		    ends_in(noun, few_open, 2) ? -1 : 1;
	return ends_in(noun, many, 6) ? 0 : ends_in(noun, many_not, 9) ? 1 :
	    -1;
}

/* Complains of nouns whose number may be a name; false when it is one. */
static bool
check_named(struct reader *r, size_t first, size_t nouns)
{
	const struct token *noun = &r->tokens->items[first];
	const struct token *next = &r->tokens->items[first + nouns];
	int named = first > 0 && noun[-1].kind == T_NUMBER &&
	    strcmp(noun->text, "р") != 0 ?      /* «2р/год» */
	    names_one(&noun[-1], noun->text) : 0;

	if (named > 0) {
		reader_error(r, PHRASE_E_PLACE, first - 1, first + nouns,
		    "leave it out, or say «2 раза» of a number",
		    "which one of many, not how many");
		return false;
	}
	if (named < 0 && (next->kind == T_COLON || next->kind == T_DASH))
		reader_warn(r, PHRASE_W_TWO_WAYS, first - 1, "if it names "
		    "one of many, leave it out", "read as how many");
	return true;
}

/* What is counted and in which period; the number is read. */
static bool
read_counted(struct reader *r, struct node *n, size_t start, bool times)
{
	size_t nouns = 0, first = r->pos;

	if (!times && !take(r, W_TIMES)) {
		nouns = nouns_before_period(r, n);
		if (r->failed)
			return false;
		if (nouns == 0 && (n->floor || n->cap ||
		    strlen(reader_token(r, 0)->text ?
		    reader_token(r, 0)->text : "") >= 8))
			nouns = reader_nouns(r);
		if (nouns == 0 && read_second_bound(r, n)) {
			/* «не менее 2 и не более 4 заседаний в год» */
			first = r->pos;
			nouns = is_word(r, 0, W_TIMES) ? 0 :
			    nouns_before_period(r, n);
		} else if (nouns == 0 && ((n->max != -1 && !n->cap &&
		    is_word(r, 0, W_EVERY_ADV)) || !read_per(r, n))) {
			/* «1–15 ежемесячно» are days, if anything */
			return reader_back(r, start);
		}
		r->pos += nouns;
		if (nouns > 0 && !n->floor && !n->cap &&
		    reader_token(r, 0)->kind != T_WORD &&
		    !check_named(r, first, nouns))
			return false;
		take(r, W_TIMES);
	}
	if (nouns > 0 && n->floor && !r->trial)
		r->tree->counted = reader_text(r, first, first + nouns);
	read_second_bound(r, n);
	take(r, W_TIMES);
	if (n->unit == UNIT_COUNT)
		read_per(r, n);
	if (r->failed)
		return false;
	if (read_second_bound(r, n)) {  /* «в год, но не чаще 5 раз в год» */
		struct node other = *n;
		size_t place;

		take(r, W_TIMES);
		place = r->pos;
		if (read_per(r, &other) && other.unit != n->unit)
			r->pos = place;
	}
	return !r->failed && check_counts(r, start, n);
}

/* MIN and MAX of «раз», «не реже раза», "at least weekly": one. */
static void
set_once(struct node *n, int sign)
{
	n->min = sign < 0 ? 0 : 1;
	n->max = sign < 0 ? 1 : -1;
	n->floor = sign > 0;
	n->cap = sign < 0;
}

bool
phrase_read_count(struct reader *r, struct node *n)
{
	size_t start = r->pos, place;
	bool first_per, exactly, times = false;
	struct node other = *n;
	int sign;

	/* «в год не менее 2 раз», «каждый квартал по 2 раза» */
	first_per = !is_word(r, 0, W_EVERY_ADV) && read_per(r, n);
	if (r->failed)
		return false;
	if (first_per)
		take_kind(r, T_COMMA);
	n->each = take(r, W_PO);
	sign = read_bound(r);
	if (sign == 0 && is_word(r, 0, W_DO) && is_word(r, 2, W_TIMES)) {
		r->pos++;       /* «до 3 раз в год» */
		sign = -1;
	}
	exactly = sign == 0 && take(r, W_EXACTLY);
	if (read_numbers(r, n, sign)) {
		const struct token *t = &r->tokens->items[r->pos - 1];

		if (exactly && n->max == -1)
			n->max = n->min;
		times = t->cls == W_TWICE || t->cls == W_ONLY_ONCE;
	} else if (take(r, W_TIMES)) {  /* «раз в неделю» */
		set_once(n, sign);
		times = true;
	} else if (sign != 0 && (is_word(r, 0, W_EVERY_ADV) ||
	    is_word(r, 0, W_EVERY)) && read_per(r, n)) {
		/* "at least weekly"; «не менее чем за месяц» is no count */
		set_once(n, sign);
		return true;
	} else {
		return reader_back(r, start);
	}
	if (!times && reader_token(r, 0)->kind == T_WORD &&
	    reader_token(r, 0)->cls == W_DAY_NUMBER)
		return reader_back(r, start);
	if (first_per && !times && !is_word(r, 0, W_TIMES) && sign == 0 &&
	    reader_nouns(r) == 0)
		return reader_back(r, start);       /* «каждый месяц, 5 мая» */
	if (!read_counted(r, n, start, times))
		return reader_back(r, start);
	/* «в течение года, 1 раз в квартал»: what stood first is no part of
	 * the count */
	place = r->pos;
	if (first_per && read_per(r, &other))
		return reader_back(r, start);
	r->pos = place;
	return true;
}
