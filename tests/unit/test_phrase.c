/* Corpus - Variants - Normal form - Issues - Vocabulary */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "core/phrase.h"
#include "core/phrase_codes.h"
#include "core/phrase_words.h"
#include "core/str.h"
#include "core/workcal.h"

enum { LINE_MOST = 16384, WINDOWS_MOST = 10000 };

static struct phrase
parse(struct arena *a, const char *text)
{
	struct phrase p;
	bool understood = phrase_explain(a, text, &p);

	assert_int_equal(understood, p.term != NULL);
	return p;
}

/* --- Corpus --- */

struct row {
	char *phrase, *in_force, *year, *expect;
};

static bool
split(char *line, struct row *ret)
{
	char *fields[4];

	line[strcspn(line, "\n")] = '\0';
	for (int i = 0; i < 4; i++) {
		fields[i] = line;
		line += strcspn(line, "\t");
		if (*line == '\t')
			*line++ = '\0';
		else if (i < 3)
			return false;
	}
	*ret = (struct row){ fields[0], fields[1], fields[2], fields[3] };
	return true;
}

static void
add_windows(struct str *out, struct arena *a, const struct term *term,
    const struct row *row)
{
	struct term_frame f = { .school = strcmp(row->year, "school") == 0,
	    .school_first_month = 9, .school_first_day = 1,
	    .school_last_month = 5, .school_last_day = 31,
	    .cal = workcal_plain(a) };
	struct term_window *w;
	size_t n;

	assert_true(span_parse(row->in_force, strlen(row->in_force),
	    &f.in_force));
	n = term_windows(term, &f, f.in_force, WINDOWS_MOST, a, &w);
	assert_true(n <= WINDOWS_MOST);
	for (size_t i = 0; i < n; i++) {
		char start[DATE_TEXT], due[DATE_TEXT];

		str_addf(out, "%s%s..%s*%u", i ? " " : "",
		    date_iso(w[i].start, start), date_iso(w[i].due, due),
		    (unsigned)w[i].min);
		if (w[i].max)
			str_addf(out, "-%u", (unsigned)w[i].max);
	}
}

/* What srok makes of a row, in the words of EXPECT. */
static void
result_of(struct str *out, struct arena *a, const struct row *row)
{
	struct phrase p = parse(a, row->phrase);

	for (size_t i = 0; !p.term && i < p.nissues; i++) {
		if (p.issues[i].level != DIAG_ERROR)
			continue;
		str_addf(out, "refused E%04d %zu", p.issues[i].code,
		    p.issues[i].first + 1);
		return;
	}
	assert_non_null(p.term);
	if (term_is_external(p.term))
		str_add(out, "external");
	else if (term_is_on_request(p.term))
		str_add(out, "request");
	else
		add_windows(out, a, p.term, row);
}

static bool
has_cyrillic(const char *s)
{
	for (; s && *s; s++)
		if ((unsigned char)*s == 0xd0 || (unsigned char)*s == 0xd1)
			return true;
	return false;
}

/* An English cell gets English examples. */
static void
check_hints(struct arena *a, const char *phrase)
{
	struct phrase p;

	if (has_cyrillic(phrase))
		return;
	p = parse(a, phrase);
	for (size_t i = 0; i < p.nissues; i++)
		if (strcmp(p.language, "en") == 0 &&
		    has_cyrillic(p.issues[i].hint))
			fail_msg("'%s': hint: %s", phrase, p.issues[i].hint);
}

static void
run_file(const char *path, size_t *good, size_t *all, size_t *refusals)
{
	FILE *in = fopen(path, "r");
	char line[LINE_MOST];
	struct arena *a = arena_new();
	struct str got;
	struct row row;

	assert_non_null(in);
	str_init(&got);
	assert_non_null(fgets(line, sizeof(line), in));        /* heads */
	while (fgets(line, sizeof(line), in)) {
		assert_true(split(line, &row));
		str_clear(&got);
		result_of(&got, a, &row);
		check_hints(a, row.phrase);
		*refusals += strncmp(row.expect, "refused", 7) == 0;
		(*all)++;
		if (strcmp(got.s, row.expect) == 0)
			(*good)++;
		else
			print_error("%s (%s)\n   got  %s\n   want %s\n",
			    row.phrase, row.in_force, got.s, row.expect);
		arena_reset(a);
	}
	fclose(in);
	str_done(&got);
	arena_free(a);
}

static void
test_corpus(void **state)
{
	size_t good = 0, all = 0, refusals = 0;

	(void)state;
	run_file("tests/data/terms/ru.tsv", &good, &all, &refusals);
	run_file("tests/data/terms/en.tsv", &good, &all, &refusals);
	print_message("terms: %zu of %zu, %zu of them refusals\n", good, all,
	    refusals);
	assert_int_equal(good, all);
	assert_true(all >= 400 && refusals >= 60);
}

/* --- Variants --- */

typedef void vary(const char *text, struct str *out);

static void
upper_case(const char *text, struct str *out)
{
	utf8proc_int32_t c;
	utf8proc_uint8_t buf[4];

	for (const char *s = text; *s;) {
		s += utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &c);
		str_addn(out, (char *)buf, (size_t)utf8proc_encode_char(
		    utf8proc_toupper(c), buf));
	}
}

static void
double_spaces(const char *text, struct str *out)
{
	str_addc(out, ' ');
	for (; *text; text++)
		str_addn(out, *text == ' ' ? "  " : text,
		    *text == ' ' ? 2 : 1);
	str_add(out, "\n");
}

/* Replaces each ASCII hyphen. */
static void
other_dash(const char *text, struct str *out, const char *dash)
{
	for (; *text; text++) {
		if (*text == '-')
			str_add(out, dash);
		else
			str_addc(out, *text);
	}
}

static void
en_dash(const char *text, struct str *out)
{
	other_dash(text, out, "–");
}

static void
em_dash(const char *text, struct str *out)
{
	other_dash(text, out, "—");
}

static void
minus_sign(const char *text, struct str *out)
{
	other_dash(text, out, "−");
}

static void
nbsp(const char *text, struct str *out)
{
	for (; *text; text++) {
		if (*text == ' ')
			str_add(out, "\u00a0");
		else
			str_addc(out, *text);
	}
}

static void
decomposed(const char *text, struct str *out)
{
	utf8proc_uint8_t *nfd = utf8proc_NFD((const utf8proc_uint8_t *)text);

	str_add(out, (char *)nfd);
	free(nfd);
}

static void
in_brackets(const char *text, struct str *out)
{
	str_addf(out, "(%s)", text);
}

static void
in_quotes(const char *text, struct str *out)
{
	str_addf(out, "«%s»", text);
}

static void
semicolon(const char *text, struct str *out)
{
	str_addf(out, "%s ;", text);
}

/* U+00AD before each «е» and «о» that is not the first letter of a word. */
static void
soft_hyphens(const char *text, struct str *out)
{
	for (const char *s = text; *s; s++) {
		if (s > text && s[-1] != ' ' && (strncmp(s, "е", 2) == 0 ||
		    strncmp(s, "о", 2) == 0) && (unsigned char)s[-1] >= 0x80)
			str_add(out, "\u00ad");
		str_addc(out, *s);
	}
}

/* A Latin o for each «о» of a word. */
static void
look_alikes(const char *text, struct str *out)
{
	for (; *text; text++) {
		if (strncmp(text, "о", 2) == 0) {
			str_addc(out, 'o');
			text++;
		} else {
			str_addc(out, *text);
		}
	}
}

/* A phrase reads the same, or is refused with the same code. */
static void
check_variant(struct arena *a, const char *text, vary *change)
{
	struct phrase p = parse(a, text), q;
	struct str other;

	str_init(&other);
	change(text, &other);
	q = parse(a, other.s);
	if ((p.term == NULL) != (q.term == NULL) ||
	    (p.term && !term_equal(p.term, q.term)))
		fail_msg("'%s' differs from '%s'", other.s, text);
	str_done(&other);
}

static void
run_variants(const char *path)
{
	static vary *const changes[] = { upper_case, double_spaces, en_dash,
	    em_dash, minus_sign, nbsp, decomposed, in_brackets, in_quotes,
	    semicolon, soft_hyphens, look_alikes };
	FILE *in = fopen(path, "r");
	char line[LINE_MOST];
	struct arena *a = arena_new();
	struct row row;

	assert_non_null(in);
	assert_non_null(fgets(line, sizeof(line), in));
	while (fgets(line, sizeof(line), in)) {
		assert_true(split(line, &row));
		for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]);
		    i++)
			check_variant(a, row.phrase, changes[i]);
		arena_reset(a);
	}
	fclose(in);
	arena_free(a);
}

static void
test_variants(void **state)
{
	(void)state;
	run_variants("tests/data/terms/ru.tsv");
	run_variants("tests/data/terms/en.tsv");
}

/* --- Normal form --- */

/* rule-files.md §5, the table phrase -> mapping, every row. */
static const struct { const char *phrase, *form; } forms[] = {
	{ "ежегодно, июнь", "{every: year, in: june}" },
	{ "annually in June", "{every: year, in: june}" },
	{ "March to April 2021", "{during: 2021-03..2021-04}" },
	{ "октябрь 2020, далее август 2021, 2022",
	    "{during: [2020-10, 2021-08, 2022-08]}" },
	{ "до 30 мая 2021, далее ежегодно",
	    "{every: year, by: 30 may, from: 2021}" },
	{ "before 1 September 2024", "{by: 2024-08-31}" },
	{ "ежегодно, с октября 2021", "{every: year, from: 2021-10}" },
	{ "2005-2007", "{during: 2005..2007}" },
	{ "2022, 2023", "{during: [2022, 2023]}" },
	{ "monthly by the 5th", "{every: month, by: 5}" },
	{ "ежемесячно, январь-апрель",
	    "{every: month, only: january..april}" },
	{ "не реже 1 раза в квартал", "{every: quarter}" },
	{ "at least 4 times a year", "{every: year, at_least: 4}" },
	{ "2-3 раза в год", "{every: year, at_least: 2, at_most: 3}" },
	{ "at most once a week", "{every: week, at_least: 0, at_most: 1}" },
	{ "2 раза в год (май, декабрь)",
	    "{every: year, in: [may, december]}" },
	{ "1 раз в 3 месяца", "{every: 3 months}" },
	{ "в течение учебного года", "{every: school year}" },
	{ "постоянно", "{every: year, standing: true}" },
	{ "ongoing", "{every: year, standing: true}" },
	{ "в течение всего периода", "{during: in_force, standing: true}" },
	{ "I декада июня", "{every: year, in: 1 june..10 june}" },
	{ "last Friday of the month", "{every: month, day: last friday}" },
	{ "первый рабочий день сентября",
	    "{every: year, day: first working day of september}" },
	{ "до 20 числа месяца, следующего за кварталом",
	    "{after: quarter, by: 20}" },
	{ "within 45 days after quarter end",
	    "{after: quarter, within: 45 days}" },
	{ "по запросам", "{after: request}" },
	{ "on request", "{after: request}" },
	{ "ежегодно, по графику ТОИПКРО",
	    "{schedule: external, every: year}" },
	/* and what the design says in words */
	{ "не более 2 раз в месяц",
	    "{every: month, at_least: 0, at_most: 2}" },
	{ "по графику", "{schedule: external}" },
	{ "по запросам, в течение 10 рабочих дней",
	    "{after: request, within: 10 working days}" },
	{ "Октябрь-декабрь 2020 Далее: ежемесячно январь-апрель, "
	    "сентябрь-декабрь 2021 2022 2023",
	    "[{during: 2020-10..2020-12}, {every: month, only: "
	    "[january..april, september..december], from: 2021, "
	    "to: 2023}]" },
};

static void
test_normal_form(void **state)
{
	struct arena *a = arena_new();
	struct str out;

	(void)state;
	str_init(&out);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct phrase p = parse(a, forms[i].phrase);

		assert_non_null(p.term);
		str_clear(&out);
		term_print(&out, p.term);
		assert_string_equal(out.s, forms[i].form);
		arena_reset(a);
	}
	str_done(&out);
	arena_free(a);
}

/* --- Issues --- */

static const struct phrase_issue *
find_issue(const struct phrase *p, int code)
{
	for (size_t i = 0; i < p->nissues; i++)
		if (p->issues[i].code == code)
			return &p->issues[i];
	return NULL;
}

/* A line parts months as a comma does; a hyphen at its end breaks a word, or
 * is a range. */
static void
test_lines(void **state)
{
	static const struct { const char *lines, *line; } rows[] = {
		{ "еже-\nквартально", "ежеквартально" },
		{ "сен-\n  тябрь 2025", "сентябрь 2025" },
		{ "ежемесяч-\r\nно", "ежемесячно" },
		{ "сентябрь-\nоктябрь", "сентябрь-октябрь" },
		{ "май -\nиюнь", "май-июнь" },
		{ "сентябрь\nоктябрь\nноябрь", "сентябрь, октябрь, ноябрь" },
		{ "до 1 мая\nдо 1 июня", "до 1 мая, до 1 июня" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct phrase p = parse(a, rows[i].lines);
		struct phrase q = parse(a, rows[i].line);

		assert_non_null(q.term);
		if (!p.term || p.nissues > 0 || !term_equal(p.term, q.term))
			fail_msg("'%s'", rows[i].lines);
		arena_reset(a);
	}
	arena_free(a);
}

/* A refused cell that holds a term beside a name is told what to keep; one
 * that would mean something else without the name is not. */
static void
test_keep(void **state)
{
	static const struct { const char *phrase, *keep; } rows[] = {
		{ "Заседания 1 раз в квартал", "'1 раз в квартал'" },
		{ "Отчёт до 15 января", "'до 15 января'" },
		{ "1 октября, День пожилых людей", "'1 октября'" },
		{ "Педсовет «Итоги», август, 2024 г.", "'август, 2024 г.'" },
		{ "школьный этап октябрь", "'октябрь'" },
		{ "Board meeting every second Tuesday",
		    "'every second Tuesday'" },
		{ "несколько раз в год", NULL },
		{ "раз в полтора года", NULL },
		{ "до 1 мая (для выпускников до 1 июня)", NULL },
		{ "1 раз в год (ферваль)", NULL },
		{ "Every 2 years (odd years)", NULL },
		{ "FY 2024-25", NULL },
		{ "several times a year", NULL },
		{ "каб. 5, 12 мая", NULL },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct phrase p = parse(a, rows[i].phrase);
		const char *hint = p.nissues > 0 ? p.issues[0].hint : NULL;
		const char *keep = hint ? strstr(hint, "term only: ") : NULL;

		assert_null(p.term);
		if (!keep != !rows[i].keep || (keep && strcmp(keep +
		    strlen("term only: "), rows[i].keep) != 0))
			fail_msg("'%s': hint: %s", rows[i].phrase, hint);
		arena_reset(a);
	}
	arena_free(a);
}

/* Phrases that are read, but not silently. */
static const struct { const char *phrase; int code; size_t first, len; }
warned[] = {
	{ "cентябрь 2024", PHRASE_W_LOOK_ALIKE, 0, 8 },
	{ "аnnually", PHRASE_W_LOOK_ALIKE, 0, 8 },
	{ "в течении года", PHRASE_W_SPELLING, 2, 7 },
	{ "по запросам", PHRASE_W_WITHIN, 0, 11 },
	{ "в течение 10 дней", PHRASE_W_ANCHOR, 0, 17 },
	{ "октябрь-январь 2024, 2025", PHRASE_W_WRAPPED, 0, 14 },
	{ "ежегодно, по графику", PHRASE_W_SCHEDULE, 10, 10 },
	{ "с учётом графика", PHRASE_W_SCHEDULE, 0, 16 },
	{ "апрель-май, по графику", PHRASE_W_SCHEDULE, 12, 10 },
	{ "в конце года", PHRASE_W_VAGUE, 2, 10 },
	{ "до мая 2025", PHRASE_W_TWO_WAYS, 3, 3 },
	{ "by June", PHRASE_W_TWO_WAYS, 3, 4 },
	{ "ежеквартально, до 5 числа", PHRASE_W_TWO_WAYS, 15, 10 },
	{ "ноябрь, март 2021, 2022", PHRASE_W_TWO_WAYS, 8, 4 },
	{ "с 1 сентября 2024", PHRASE_W_TWO_WAYS, 0, 17 },
	{ "регулярно", PHRASE_W_TWO_WAYS, 0, 9 },
	{ "в течение месяца", PHRASE_W_TWO_WAYS, 0, 16 },
	{ "ежегодно (июнь", PHRASE_W_BRACKET, 9, 1 },
	{ "по плану юнь", PHRASE_W_NEAR, 9, 3 },
	{ "04/05/2025", PHRASE_W_TWO_WAYS, 0, 10 },
	{ "Jan/Jul", PHRASE_W_TWO_WAYS, 4, 3 },
	{ "biannually", PHRASE_W_TWO_WAYS, 0, 10 },
	{ "within 90 days of fiscal year end", PHRASE_W_TWO_WAYS, 18, 11 },
	{ "fiscal year 2025", PHRASE_W_TWO_WAYS, 0, 11 },
	{ "первая пятница", PHRASE_W_TWO_WAYS, 0, 14 },
	{ "понедельник, 2 сентября", PHRASE_W_TWO_WAYS, 0, 11 },
	{ "сентябрь, далее раз в год", PHRASE_W_TWO_WAYS, 10, 5 },
	{ "ежегодно до 1 марта 2025", PHRASE_W_TWO_WAYS, 0, 8 },
	{ "не позднее чем за две недели до 1 сентября",
	    PHRASE_W_TWO_WAYS, 15, 27 },
	{ "май 2025 учебного года", PHRASE_W_TWO_WAYS, 4, 18 },
	{ "15 май 2025", PHRASE_W_TWO_WAYS, 0, 6 },
	{ "сентябрь май", PHRASE_W_TWO_WAYS, 9, 3 },
	{ "при приеме на работу и не реже 1 раза в год",
	    PHRASE_W_TWO_WAYS, 0, 20 },
	{ "2 смена: июль", PHRASE_W_TWO_WAYS, 0, 7 },
	{ "сентябрь, октябрь (1-я неделя)", PHRASE_W_TWO_WAYS, 19, 10 },
	{ "ежеквартально (январь, апрель, июль)", PHRASE_W_TWO_WAYS, 15, 6 },
	{ "до 5 числа месяца, следующего за отчётным периодом",
	    PHRASE_W_TWO_WAYS, 0, 50 },
	{ "март 2024, далее 2 раза в год (май, ноябрь)",
	    PHRASE_W_TWO_WAYS, 31, 3 },
	{ "конец I квартала", PHRASE_W_VAGUE, 0, 16 },
	{ "пн-пт", PHRASE_W_TWO_WAYS, 0, 5 },
	{ "ежемесячно, однократно", PHRASE_W_TWO_WAYS, 12, 10 },
	{ "2 раза в год, осень-весна", PHRASE_W_TWO_WAYS, 14, 11 },
	{ "до 10 числа после отчётного периода", PHRASE_W_TWO_WAYS, 0, 35 },
	{ "сентябрь, до 15 октября", PHRASE_W_TWO_WAYS, 10, 13 },
	{ "II квартал, 15 мая", PHRASE_W_TWO_WAYS, 12, 6 },
	{ "I квартал – 15 апреля", PHRASE_W_TWO_WAYS, 12, 9 },
	{ "по пятницам до 31 мая 2025", PHRASE_W_TWO_WAYS, 12, 9 },
	{ "до 17:00 31 марта", PHRASE_W_HOUR, 3, 5 },
	{ "31 марта, до 17.00 (МСК)", PHRASE_W_HOUR, 13, 11 },
	{ "ноябрь (школьный этап)", PHRASE_W_NOTE, 8, 13 },
	{ "отчёт – до 1 мая", PHRASE_W_NOTE, 0, 5 },
	{ "март – анализ, апрель – отчёт", PHRASE_W_NOTE, 7, 6 },
};

static void
test_warnings(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(warned) / sizeof(warned[0]); i++) {
		struct phrase p = parse(a, warned[i].phrase);
		const struct phrase_issue *w = find_issue(&p, warned[i].code);

		if (!p.term || !w)
			fail_msg("'%s' without W%04d", warned[i].phrase,
			    warned[i].code);
		assert_int_equal(w->level, DIAG_WARNING);
		if (w->first != warned[i].first || w->len != warned[i].len)
			fail_msg("'%s': at %zu+%zu", warned[i].phrase,
			    w->first, w->len);
		arena_reset(a);
	}
	arena_free(a);
}

/* What is plain draws no complaint. */
static void
test_no_warnings(void **state)
{
	static const char *const plain[] = {
		"ежегодно, июнь", "до 1 сентября", "Апрель2024",
		"не менее 4-х заседаний в год", "1 раз в 3 месяца",
		"по графику ТОИПКРО", "Март-апрель 2024, 2025",
		"ежеквартально до 10 числа месяца, следующего за отчётным",
		"II квартал", "ІІ квартал",
		"в течение 5 дней со дня поступления",
		"2 раза в год (май, декабрь)", "постоянно",
		"before 1 September 2024", "Q1 2024", "до конца месяца",
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		struct phrase p = parse(a, plain[i]);

		if (!p.term || p.nissues)
			fail_msg("'%s': %s", plain[i], p.nissues ?
			    p.issues[0].what : "not understood");
		arena_reset(a);
	}
	arena_free(a);
}

static void
test_contradiction_said_once(void **state)
{
	struct arena *a = arena_new();
	struct phrase p = parse(a, "октябрь 2020, далее ежемесячно, "
	    "каждую неделю, июнь");

	(void)state;
	assert_null(p.term);
	assert_int_equal(p.nissues, 1);
	assert_string_equal(p.issues[0].what,
	    "another rhythm than before: 'каждую неделю'");
	arena_free(a);
}

static void
test_hints(void **state)
{
	struct arena *a = arena_new();
	struct phrase p = parse(a, "ежегодно, юнь");

	(void)state;
	assert_int_equal(p.nissues, 1);
	assert_string_equal(p.issues[0].what, "term not understood: 'юнь'");
	assert_string_equal(p.issues[0].hint, "did you mean 'июнь'?");
	assert_int_equal(p.issues[0].first, 10);
	assert_int_equal(p.issues[0].len, 3);
	p = parse(a, "ежегодна, июнь");
	assert_string_equal(p.issues[0].hint, "did you mean 'ежегодно'?");
	p = parse(a, "week of May 5");
	assert_string_equal(p.issues[0].hint, "name its days: '5-9 May'");
	p = parse(a, "cентября 2024");
	assert_string_equal(p.issues[0].hint,
	    "write 'сентября' in Cyrillic letters");
	p = parse(a, "Cентябрь");       /* Latin C */
	assert_string_equal(p.issues[0].hint,
	    "write 'Сентябрь' in Cyrillic letters");
	p = parse(a, "OKTЯБPЬ");
	assert_string_equal(p.issues[0].hint,
	    "write 'ОКТЯБРЬ' in Cyrillic letters");
	p = parse(a, "Аnnually");       /* Cyrillic А */
	assert_string_equal(p.issues[0].hint,
	    "write 'Annually' in Latin letters");
	arena_free(a);
}

static void
test_counted_and_schedule(void **state)
{
	struct arena *a = arena_new();
	struct phrase p = parse(a, "Не менее 4-х Заседаний в год");

	(void)state;
	assert_string_equal(p.counted, "Заседаний");
	p = parse(a, "не менее 2 плановых совещаний комиссии в квартал");
	assert_string_equal(p.counted, "плановых совещаний комиссии");
	p = parse(a, "4 заседания в год");
	assert_null(p.counted);
	p = parse(a, "не менее 4 раз в год");
	assert_null(p.counted);
	p = parse(a, "ежегодно, по графику ТОИПКРО");
	assert_string_equal(p.schedule_of, "ТОИПКРО");
	p = parse(a, "По плану работы Управления образования, 2-3 раза в "
	    "год");
	assert_string_equal(p.schedule_of, "работы Управления образования");
	p = parse(a, "по отдельному графику");
	assert_null(p.schedule_of);
	p = parse(a, "по графику ТОИПКРО в течение года");
	assert_string_equal(p.schedule_of, "ТОИПКРО");
	assert_string_equal(p.language, "ru");
	p = parse(a, "by the schedule of TOIPKRO");
	assert_string_equal(p.schedule_of, "TOIPKRO");
	assert_string_equal(p.language, "en");
	arena_free(a);
}

static void
test_readings(void **state)
{
	struct arena *a = arena_new();
	struct phrase p = parse(a, "ежегодно, до 30 мая");

	(void)state;
	assert_int_equal(p.nreadings, 2);
	assert_string_equal(p.readings[0].as, "every year");
	assert_int_equal(p.readings[0].first, 0);
	assert_int_equal(p.readings[0].len, 8);
	assert_string_equal(p.readings[1].as, "by day 30 of May");
	assert_int_equal(p.readings[1].first, 10);
	assert_int_equal(p.readings[1].len, 9);
	arena_free(a);
}

static void
test_length(void **state)
{
	struct arena *a = arena_new();
	struct str s;
	struct phrase p;

	(void)state;
	str_init(&s);
	for (int i = 0; i < 125; i++)
		str_add(&s, "май,");    /* 500 code points */
	p = parse(a, s.s);
	assert_non_null(p.term);
	str_add(&s, ".");
	p = parse(a, s.s);
	assert_null(p.term);
	assert_int_equal(p.issues[0].code, PHRASE_E_LONG);
	p = parse(a, "\xd0");
	assert_int_equal(p.issues[0].code, PHRASE_E_ENCODING);
	p = parse(a, "");
	assert_int_equal(p.issues[0].code, PHRASE_E_EMPTY);
	p = parse(a, " \n\u00a0");
	assert_int_equal(p.issues[0].code, PHRASE_E_EMPTY);
	str_done(&s);
	arena_free(a);
}

static void
test_codes_have_texts(void **state)
{
	(void)state;
	assert_non_null(phrase_code_text(PHRASE_E_WORD));
	assert_non_null(phrase_code_text(PHRASE_W_SPELLING));
	assert_null(phrase_code_text(299));
}

/* --- Vocabulary --- */

static void
check_order(const struct word_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_true(rows[i].cls > W_UNKNOWN && rows[i].cls < W_COUNT);
		if (i > 0 && strcmp(rows[i - 1].stem, rows[i].stem) > 0)
			fail_msg("'%s' stands before '%s'", rows[i - 1].stem,
			    rows[i].stem);
	}
}

/* Each form is found at once, in the first row that has it. */
static void
check_forms(const struct word_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (const char *e = rows[i].endings; *e;) {
			size_t end = strcspn(e, " ");
			const struct word_row *row;
			char form[128];

			snprintf(form, sizeof(form), "%s%.*s", rows[i].stem,
			    *e == '_' ? 0 : (int)end, e);
			row = words_find(form, strlen(form));
			if (!row || row > &rows[i])
				fail_msg("'%s' is not found", form);
			e += end + (e[end] == ' ');
		}
	}
}

static void
test_vocabulary(void **state)
{
	const struct word_row *row;

	(void)state;
	check_order(words_ru, words_ru_count);
	check_order(words_en, words_en_count);
	check_forms(words_ru, words_ru_count);
	check_forms(words_en, words_en_count);
	row = words_find("сентября", strlen("сентября"));
	assert_non_null(row);
	assert_int_equal(row->cls, W_MONTH);
	assert_int_equal(row->value, 9);
	row = words_find("thursdays", 9);
	assert_int_equal(row->value, THURSDAY);
	assert_null(words_find("сентябр", strlen("сентябр")));
	assert_null(words_find("", 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_variants),
		cmocka_unit_test(test_normal_form),
		cmocka_unit_test(test_keep),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_warnings),
		cmocka_unit_test(test_no_warnings),
		cmocka_unit_test(test_contradiction_said_once),
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_counted_and_schedule),
		cmocka_unit_test(test_readings),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_codes_have_texts),
		cmocka_unit_test(test_vocabulary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
