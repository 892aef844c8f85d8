/* The model letters, byte for byte: tests/data/letters. With --write DIR the
 * same letters are written as messages and webhook bodies, for
 * tests/integration/test_letters.py to parse back. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "test_letter.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define BODY(id_, ru_, en_) \
	{.id = id_, .name = {.in = {[LANGUAGE_RU] = ru_, [LANGUAGE_EN] = en_}}}

static const struct body uo = BODY("uo", "Управление образования",
    "Education Department");
static const struct body head = BODY("head", "Начальник управления",
    "Head of department");
static const struct body centre = BODY("centre", "Центр экспертизы",
    "Assessment Centre");
static const struct body institute = BODY("toipkro", "ТОИПКРО", "TOIPKRO");
static const struct body school_3 = BODY("school-3", "Школа № 3", NULL);
static const struct body school_6 = BODY("school-6", "Школа № 6", NULL);
static const struct body office = BODY("oo", "Отдел образования", NULL);
static const struct member members[] = {
	{.body = &school_3}, {.body = &school_6}
};
static const struct body schools = {.id = "schools",
    .name = {.in = {[LANGUAGE_RU] = "Школы района"}},
    .members = members, .nmembers = 2};
static const struct body bases = {.id = "bases",
    .name = {.in = {[LANGUAGE_RU] = "Опорные школы"}},
    .members = members, .nmembers = 2};
static const struct body all = {.id = "all",
    .name = {.in = {[LANGUAGE_RU] = "Образовательные организации"}},
    .members = members, .nmembers = 2};

/* --- the letters of letters.md ------------------------------------------- */

static void
build_opens(struct sample *s)
{
	struct sample_row *r;

	sample_begin(s, LANGUAGE_RU, "2023-09-01", &school_3, 4127);
	r = sample_row(s, "6", ru("Доля молодых педагогов (до 35 лет) от "
	    "общей численности педагогических работников"),
	    ru("доля молодых педагогов"), "До 1 октября текущего года");
	r->rule.cite = ru("план-график, строка 6");
	row_order(r, "36", "2023-02-16");
	row_term(r, "2023-01-01", "2023-10-01", &school_3);
	row_stage(r, STAGE_OPENS, ROLE_LEAD);
	row_result(r, RESULT_PERCENT, ru(NULL));
	r->pair.group = &schools;
	r->wording.responsible.mode = RESPONSIBLE_EACH;
	row_coming(s, r, STAGE_BEFORE, "2023-09-22", NULL);
	row_coming(s, r, STAGE_BEFORE, "2023-09-28", NULL);
	row_coming(s, r, STAGE_LATE, "2023-10-02", NULL);
	row_coming(s, r, STAGE_ESCALATE, "2023-10-04", &head);
	row_coming(s, r, STAGE_LATE, "2023-10-09", NULL);
}

static const struct body *const partners[] = {&institute, &centre};
static const struct order amendment = {.number = "177"};

static void
build_analysis(struct sample *s, enum language language)
{
	static struct order amending;
	struct sample_row *r;

	sample_begin(s, language, "2021-05-21", &uo, 1032);
	r = sample_row(s, "21", both("Анализ динамики оценочных процедур для "
	    "оценки эффективности мер поддержки",
	    "Analysis of assessment results to judge support measures"),
	    both("анализ динамики", "results analysis"),
	    "До 30 мая 2021 далее: ежегодно");
	amending = amendment;
	amending.date = day("2021-02-18");
	r->wording.order = &amending;
	row_order(r, "1104", "2020-05-20");
	row_term(r, "2021-01-01", "2021-05-30", &uo);
	row_stage(r, STAGE_BEFORE, ROLE_LEAD);
	row_result(r, RESULT_DOCUMENT, both("Справка", "Memorandum"));
	row_others(r, partners, 2);
	r->point = (struct term_item){.first = {.kind = POINT_DAY, .n = 30,
	    .month = 5}};
	r->part = (struct term_part){.base = TERM_PERIODS, .unit = UNIT_YEAR,
	    .interval = 1, .select = SELECT_BY, .items = &r->point,
	    .nitems = 1, .at_least = 1, .from = day("2021-01-01"),
	    .to = DATE_MAX};
	r->term = (struct term){.parts = &r->part, .nparts = 1};
	r->wording.term = &r->term;
	row_coming(s, r, STAGE_BEFORE, "2021-05-27", NULL);
	row_coming(s, r, STAGE_LATE, "2021-05-31", NULL);
	row_coming(s, r, STAGE_ESCALATE, "2021-06-02", &head);
}

static void
build_before(struct sample *s)
{
	build_analysis(s, LANGUAGE_RU);
}

static void
build_before_link(struct sample *s)
{
	build_analysis(s, LANGUAGE_RU);
	s->letter.link = "{link}";
}

static void
build_english(struct sample *s)
{
	build_analysis(s, LANGUAGE_EN);
}

static void
build_pace(struct sample *s)
{
	struct sample_row *r;

	sample_begin(s, LANGUAGE_RU, "2023-10-02", &uo, 2208);
	r = sample_row(s, "31", ru("Заседания рабочей группы по организации "
	    "работы со ШНОР"), ru("рабочая группа"),
	    "ежегодно, не менее 4-х заседаний в год");
	row_order(r, "343", "2021-10-14");
	row_term(r, "2023-01-01", "2023-12-31", &uo);
	row_stage(r, STAGE_PACE, ROLE_LEAD);
	r->notice.stage.k = 3;
	r->notice.stage.n = 4;
	r->ob.window.min = 4;
	r->wording.counted_genitive = "заседаний";
	row_done(r, "2023-03-14", "протокол № 1");
	row_coming(s, r, STAGE_BEFORE, "2023-11-29", NULL);
	row_coming(s, r, STAGE_BEFORE, "2023-12-22", NULL);
	row_coming(s, r, STAGE_BEFORE, "2023-12-28", NULL);
	row_coming(s, r, STAGE_LATE, "2024-01-09", NULL);
	row_coming(s, r, STAGE_ESCALATE, "2024-01-12", &head);
}

static struct sample_row *
wellbeing(struct sample *s, const char *on, const struct body *to,
    int64_t number)
{
	static const struct body *const others[] = {&institute};
	struct sample_row *r;

	sample_begin(s, LANGUAGE_RU, on, to, number);
	r = sample_row(s, "20", ru("Определение индекса социального "
	    "благополучия школы"), ru("индекс благополучия"),
	    "Ежегодно (январь-февраль)");
	row_order(r, "1104", "2020-05-20");
	row_term(r, "2023-01-01", "2023-02-28", &centre);
	row_result(r, RESULT_DOCUMENT, ru("Справка"));
	row_others(r, others, 1);
	r->ob.state = STATE_LATE;
	return r;
}

static void
build_late(struct sample *s)
{
	struct sample_row *r = wellbeing(s, "2023-03-01", &centre, 1816);

	row_stage(r, STAGE_LATE, ROLE_LEAD);
	r->notice.stage.k = 1;
	row_coming(s, r, STAGE_ESCALATE, "2023-03-03", &head);
	row_coming(s, r, STAGE_LATE, "2023-03-09", NULL);
}

static void
build_escalate(struct sample *s)
{
	struct sample_row *r = wellbeing(s, "2023-03-03", &head, 1822);

	row_stage(r, STAGE_ESCALATE, ROLE_SUPERVISOR);
	r->notice.stage.k = 1;
	row_told(s, r, STAGE_OPENS, "2023-01-09", &centre);
	row_told(s, r, STAGE_BEFORE, "2023-01-27", &centre);
	row_told(s, r, STAGE_BEFORE, "2023-02-21", &centre);
	row_told(s, r, STAGE_BEFORE, "2023-02-27", &centre);
	row_told(s, r, STAGE_LATE, "2023-03-01", &centre);
	row_coming(s, r, STAGE_LATE, "2023-03-09", NULL);
}

static void
build_closed(struct sample *s)
{
	struct sample_row *r = wellbeing(s, "2023-03-07", &head, 1840);

	row_stage(r, STAGE_CLOSED, ROLE_SUPERVISOR);
	row_done(r, "2023-03-06", "");
	r->entries[0].at += 14 * 3600 + 20 * 60;
	r->ob.met_on = r->entries[0].date;
	r->ob.met_at = r->entries[0].at;
	r->ob.state = STATE_MET_LATE;
	s->items[0].follows = 1822;
}

static void
digest_row(struct sample *s, const char *item, const char *order,
    const char *what, const char *start, const char *due,
    enum stage_kind kind)
{
	struct sample_row *r = sample_row(s, item, ru(what), ru(what),
	    "ежегодно");

	row_order(r, order, "2021-10-14");
	row_term(r, start, due, &uo);
	row_stage(r, kind, ROLE_LEAD);
}

static void
build_digest(struct sample *s)
{
	struct sample_row *r = s->rows;

	sample_begin(s, LANGUAGE_RU, "2023-11-29", &uo, 2417);
	digest_row(s, "11", "343", "кадровый ресурс", "2023-09-01",
	    "2023-10-31", STAGE_LATE);
	digest_row(s, "4", "343", "срез в 10 классах", "2023-11-01",
	    "2023-11-30", STAGE_BEFORE);
	digest_row(s, "31", "343", "рабочая группа", "2023-01-01",
	    "2023-12-31", STAGE_BEFORE);
	digest_row(s, "1.5", "36", "круглые столы, семинары", "2023-01-01",
	    "2023-12-31", STAGE_BEFORE);
	r[0].ob.state = STATE_LATE;
	row_coming(s, &r[0], STAGE_LATE, "2023-12-06", NULL);
	row_coming(s, &r[1], STAGE_LATE, "2023-12-01", NULL);
	r[2].ob.window.min = 4;
	r[2].wording.counted_genitive = "заседаний";
	r[2].ob.done = 3;
	r[3].ob.window.min = 2;
	r[3].ob.window.max = 3;
	r[3].ob.done = 1;
}

static void
build_schedule(struct sample *s)
{
	static const char *const items[] = {"14", "15"};
	static const char *const when[] = {"ежегодно, по графику ТОИПКРО",
	    "ежегодно, с учётом графика ТОИПКРО"};

	sample_begin(s, LANGUAGE_RU, "2023-01-09", &institute, 1701);
	for (size_t i = 0; i < COUNT(items); i++) {
		struct sample_row *r = sample_row(s, items[i],
		    ru("Диагностика дефицитов"), ru(NULL), when[i]);

		/* One order is one roadmap. */
		row_order(&s->rows[0], "343", "2021-10-14");
		r->pair.roadmap = &s->rows[0].roadmap;
		r->part = (struct term_part){.base = TERM_EXTERNAL,
		    .unit = UNIT_YEAR, .at_least = 1};
		r->term = (struct term){.parts = &r->part, .nparts = 1};
		r->wording.term = &r->term;
		row_stage(r, STAGE_SCHEDULE, ROLE_OWNER);
	}
}

static void
build_standing(struct sample *s)
{
	static const struct body *const others[] = {&bases};
	struct sample_row *r;

	sample_begin(s, LANGUAGE_RU, "2024-11-28", &institute, 3050);
	r = sample_row(s, "24", ru("Консультирование учителей-наставников"),
	    ru("консультации наставников"), "Постоянно");
	row_order(r, "122", "2024-01-23");
	row_term(r, "2024-01-01", "2024-12-31", &institute);
	r->ob.window.standing = true;
	row_stage(r, STAGE_BEFORE, ROLE_LEAD);
	row_result(r, RESULT_DOCUMENT, ru("Рекомендации"));
	row_others(r, others, 1);
	row_coming(s, r, STAGE_BEFORE, "2024-12-20", NULL);
	row_coming(s, r, STAGE_BEFORE, "2024-12-27", NULL);
}

static void
build_half(struct sample *s)
{
	static const struct body *const others[] = {&all};
	struct sample_row *r;

	sample_begin(s, LANGUAGE_RU, "2021-03-18", &office, 214);
	r = sample_row(s, "8", ru("Профессиональное развитие и повышение "
	    "квалификации"), ru("повышение квалификации"),
	    "в течение года");
	row_order(r, "132/1", "2020-10-19");
	row_term(r, "2020-10-19", "2021-08-31", &office);
	r->ob.window.clipped = true;
	r->ob.window.full.first = day("2020-09-01");
	row_stage(r, STAGE_HALF, ROLE_LEAD);
	row_result(r, RESULT_DOCUMENT, ru("Курсы повышения квалификации"));
	row_others(r, others, 1);
	row_coming(s, r, STAGE_BEFORE, "2021-07-30", NULL);
}

static const struct {
	const char *name;
	void (*build)(struct sample *s);
} models[] = {
	{"01-opens", build_opens},
	{"02-before", build_before},
	{"02-before-link", build_before_link},
	{"03-pace", build_pace},
	{"04-late", build_late},
	{"05-digest", build_digest},
	{"06-escalate", build_escalate},
	{"07-closed", build_closed},
	{"08-schedule", build_schedule},
	{"09-standing", build_standing},
	{"10-half", build_half},
	{"14-english", build_english},
};

/* --- against the files ---------------------------------------------------- */

static char *
read_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = arena_alloc(a, 16384);

	assert_non_null(f);
	assert_true(fread(text, 1, 16383, f) > 0);
	fclose(f);
	return text;
}

static void
test_models(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(models); i++) {
		struct sample s = {0};
		struct words w;
		const char *got, *path;

		models[i].build(&s);
		compose_letter(s.a, &s.letter, &w);
		got = arena_printf(s.a, "%s: %s\n\n%s",
		    s.reach.language == LANGUAGE_RU ? "Тема" : "Subject",
		    w.subject, w.text);
		path = arena_printf(s.a, "tests/data/letters/%s.txt",
		    models[i].name);
		assert_string_equal(got, read_file(s.a, path));
		sample_end(&s);
	}
}

/* --- for the integration test --------------------------------------------- */

static void
write_file(struct arena *a, const char *dir, const char *name,
    const char *end, const char *bytes, size_t n)
{
	FILE *f = fopen(arena_printf(a, "%s/%s%s", dir, name, end), "wb");

	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
		exit(1);
}

static void
write_model(const char *dir, const char *name, struct sample *s)
{
	struct envelope e = {
		.from_name = s->reach.language == LANGUAGE_RU ?
		    "Контроль сроков" : "Deadlines",
		.from = "srok@uo.example",
		.to_name = text_in(&s->reach.body->name, s->reach.language),
		.to = "to@uo.example", .reply_to = "otvet@uo.example",
		.message_id = arena_printf(s->a, "m%s@uo.example", name),
		.anchor = "anchor.1@uo.example", .key = "email|uo|1",
		.at = (int64_t)s->letter.day.n * 86400 + 2 * 3600,
		.utc_offset = 7 * 3600,
	};
	const char *link = s->letter.link ?
	    "https://uo.example/i/AbC?x=1&y=2" : NULL;
	const char *mail, *json;
	struct words w;
	size_t n = 0;

	compose_letter(s->a, &s->letter, &w);
	mail = compose_mime(s->a, &e, &w, link, &n);
	json = compose_webhook(s->a, &s->letter, e.at, e.utc_offset);
	if (!mail)
		exit(1);
	write_file(s->a, dir, name, ".eml", mail, n);
	write_file(s->a, dir, name, ".json", json, strlen(json));
}

/* A row whose every text is hostile. */
static void
build_hostile(struct sample *s)
{
	static const struct body evil = BODY("evil",
	    "Отдел\r\nBcc: all@evil.example <b>\"x\"</b>", NULL);
	static char title[4001];
	struct sample_row *r;

	memset(title, 'x', 4000);
	memcpy(title, "<script>alert(1)</script> \"a\" & 'b' {link} ", 43);
	for (size_t i = 60; i < 4000; i += 60)
		title[i] = ' ';
	sample_begin(s, LANGUAGE_RU, "2021-05-21", &evil, 1);
	s->letter.link = "{link}";
	r = sample_row(s, "1\n2", ru(title), ru(NULL),
	    "до\x01 30 мая\xE2\x80\xAE \xFF\xF0\x9F\x98\x80");
	row_order(r, "3<4>3", "2020-05-20");
	row_term(r, "2021-01-01", "2021-05-30", &evil);
	row_stage(r, STAGE_BEFORE, ROLE_CO);
}

static int
write_all(const char *dir)
{
	struct sample s = {0};

	for (size_t i = 0; i < COUNT(models); i++) {
		models[i].build(&s);
		write_model(dir, models[i].name, &s);
		sample_end(&s);
	}
	build_hostile(&s);
	write_model(dir, "hostile", &s);
	sample_end(&s);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_models),
	};

	if (argc == 3 && strcmp(argv[1], "--write") == 0)
		return write_all(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
