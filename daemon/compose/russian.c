#include "compose/russian.h"

#include "compose/plain.h"

enum weekday_case { NOMINATIVE, ACCUSATIVE, WEEKDAY_CASES };

static const char *const weekdays[8][WEEKDAY_CASES] = {
	[MONDAY] =    {"понедельник", "понедельник"},
	[TUESDAY] =   {"вторник", "вторник"},
	[WEDNESDAY] = {"среда", "среду"},
	[THURSDAY] =  {"четверг", "четверг"},
	[FRIDAY] =    {"пятница", "пятницу"},
	[SATURDAY] =  {"суббота", "субботу"},
	[SUNDAY] =    {"воскресенье", "воскресенье"},
};

/* A day of a month stands in the genitive: «28 мая». */
static const char *const months_of[13] = {
	NULL, "января", "февраля", "марта", "апреля", "мая", "июня", "июля",
	"августа", "сентября", "октября", "ноября", "декабря"
};

static const char *const days[3] = {"день", "дня", "дней"};

size_t
russian_plural(unsigned n)
{
	if (n % 10 == 1 && n % 100 != 11)
		return 0;
	if (n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14))
		return 1;
	return 2;
}

void
russian_count(struct str *out, unsigned n, const char *const forms[3])
{
	str_addf(out, "%u" NBSP "%s", n, forms[russian_plural(n)]);
}

void
russian_left(struct str *out, unsigned n)
{
	str_add(out, russian_plural(n) == 0 ? "остался " : "осталось ");
	russian_count(out, n, days);
}

/* Days only: months of lateness would be guessed at. The accusative of the
 * three forms is their nominative, as the noun is inanimate. */
void
russian_late(struct str *out, unsigned n)
{
	str_add(out, "просрочено на ");
	russian_count(out, n, days);
}

void
russian_short_day(struct str *out, struct date d)
{
	struct civil c = date_civil(d);

	str_addf(out, "%d" NBSP "%s", c.day, months_of[c.month]);
}

void
russian_date(struct str *out, struct date d)
{
	russian_short_day(out, d);
	str_addf(out, NBSP "%d" NBSP "г.", date_civil(d).year);
}

void
russian_week_day(struct str *out, struct date d)
{
	str_addf(out, "%s, ", russian_weekday(date_weekday(d)));
	russian_short_day(out, d);
}

void
russian_day(struct str *out, struct date d)
{
	str_addf(out, "%s, ", russian_weekday(date_weekday(d)));
	russian_date(out, d);
}

void
russian_on_day(struct str *out, struct date d)
{
	enum weekday day = date_weekday(d);

	str_addf(out, "%s" NBSP "%s, ", day == TUESDAY ? "во" : "в",
	    weekdays[day][ACCUSATIVE]);
	russian_date(out, d);
}

/* «со второго», «ко второму», but «с двенадцатого», «к двадцать второму». */
static void
add_with_vowel(struct str *out, const char *preposition, struct date d)
{
	str_add(out, preposition);
	if (date_civil(d).day == 2)
		str_add(out, "о");
	str_add(out, NBSP);
}

void
russian_from(struct str *out, struct date d)
{
	add_with_vowel(out, "с", d);
	russian_short_day(out, d);
}

void
russian_to(struct str *out, struct date d)
{
	add_with_vowel(out, "к", d);
	russian_short_day(out, d);
}

void
russian_span(struct str *out, struct date_span s)
{
	struct civil first = date_civil(s.first), last = date_civil(s.last);

	if (first.year != last.year) {
		russian_date(out, s.first);
		str_add(out, NBSP "— ");
		russian_date(out, s.last);
	} else if (first.month != last.month) {
		russian_short_day(out, s.first);
		str_add(out, NBSP "— ");
		russian_short_day(out, s.last);
	} else if (first.day != last.day) {
		str_addf(out, "%d–", first.day);
		russian_short_day(out, s.last);
	} else {
		russian_short_day(out, s.first);
	}
}

const char *
russian_weekday(enum weekday day)
{
	return weekdays[day][NOMINATIVE];
}

const char *
russian_worked(enum weekday day)
{
	static const char *const worked[8] = {
		[MONDAY] = "рабочий", [TUESDAY] = "рабочий",
		[WEDNESDAY] = "рабочая", [THURSDAY] = "рабочий",
		[FRIDAY] = "рабочая", [SATURDAY] = "рабочая",
		[SUNDAY] = "рабочее"
	};

	return worked[day];
}
