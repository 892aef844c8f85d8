/* What the model letters do not show: every stage in both languages, odd
 * days, groups, texts that would harm a letter. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>

#include "compose/plain.h"
#include "test_letter_row.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* --- stages --------------------------------------------------------------- */

static void
test_subjects(void **state)
{
	static const struct {
		const char *on;
		enum stage_kind kind;
		enum role role;
		const char *want;
	} rows[] = {
		{"2023-09-01", STAGE_OPENS, ROLE_LEAD,
		    "К исполнению: п. 12, корректировка… — срок 29 сентября"},
		{"2023-09-08", STAGE_BEFORE, ROLE_LEAD,
		    "Остался 21 день: п. 12, корректировка… — срок 29 сентября"
		    },
		{"2023-09-28", STAGE_BEFORE, ROLE_LEAD,
		    "Завтра срок: п. 12, корректировка мониторинга"},
		{"2023-09-29", STAGE_DUE, ROLE_LEAD,
		    "Сегодня срок: п. 12, корректировка мониторинга"},
		{"2023-09-30", STAGE_LATE, ROLE_LEAD,
		    "Просрочено на 1 день: п. 12, корректировка мониторинга"},
		{"2023-10-10", STAGE_ESCALATE, ROLE_SUPERVISOR,
		    "На контроль, просрочено на 11 дней: п. 12, корректировка…"
		    },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_on(rows[i].on, rows[i].kind, rows[i].role);
		expect_subject(rows[i].want);
		assert_true(plain_length(say().subject) <= 60);
		sample_end(&s);
	}
}

/* Every stage, role and language makes a letter whose gaps are filled. */
static void
test_every_stage(void **state)
{
	(void)state;
	for (int kind = 0; kind < STAGE_KIND_COUNT; kind++)
		for (int role = 0; role <= ROLE_OWNER; role++)
			for (int l = 0; l < LANGUAGE_COUNT; l++) {
				struct words w;

				begin_on("2023-09-08", kind, role);
				s.reach.language = l;
				row->notice.stage.k = row->notice.stage.n = 1;
				row_done(row, "2023-09-06", "note");
				row->ob.met_on = day("2023-09-06");
				row->ob.met_at = row->entries[0].at;
				w = say();
				assert_true(*w.subject && *w.html);
				assert_null(strchr(w.subject, '{'));
				assert_null(strstr(w.text, "{"));
				assert_null(strstr(w.text, "  \n"));
				assert_null(strstr(w.text, ": \n"));
				assert_null(strstr(w.text, "(null)"));
				sample_end(&s);
			}
}

static void
test_waived(void **state)
{
	static const struct entry waiver = {.decided_by =
	    "Начальник управления", .entered = {19628}};

	(void)state;
	begin_on("2023-10-04", STAGE_CLOSED, ROLE_SUPERVISOR);
	row->ob.state = STATE_WAIVED;
	row->ob.waiver = &waiver;
	expect_subject("Исполнение не требуется: п. 12, корректировка "
	    "мониторинга");
	expect_text("Ответственный: Управление образования\n"
	    "Решение: Начальник управления, 28 сентября\n");
	sample_end(&s);
}

static void
test_reopened(void **state)
{
	(void)state;
	begin_on("2023-10-04", STAGE_REOPENED, ROLE_LEAD);
	expect_subject("Отметка снята: п. 12, корректировка… — "
	    "срок 29 сентября");
	expect_text("Отметка об исполнении снята. Срок истёк в пятницу,"
	    "\n29 сентября 2023 г.\n");
	sample_end(&s);
	begin_on("2023-09-06", STAGE_REOPENED, ROLE_LEAD);
	expect_text("Последний день — пятница,\n29 сентября 2023 г.\n");
	sample_end(&s);
	begin_on("2023-10-04", STAGE_REOPENED, ROLE_SUPERVISOR);
	expect_text("Решение сообщите: otvet@uo.example\n");
	sample_end(&s);
}

/* Which mark stands no more, who took it back, and why; a waiver that was
 * taken back was no mark. */
static void
test_withdrawn(void **state)
{
	static const struct entry deed = {.kind = ENTRY_DONE,
	    .entered = {19626}, .date = {19626}, .note = "акт № 2"};
	static const struct entry waiver = {.kind = ENTRY_WAIVE,
	    .entered = {19626}};
	static const struct entry back = {.kind = ENTRY_VOID, .ref = 1,
	    .author = "uo", .entered = {19628}, .note = "не тот «Пункт»"};
	static const struct entry by_login = {.kind = ENTRY_VOID, .ref = 1,
	    .author = "root", .entered = {19628}, .note = "опечатка"};

	(void)state;
	begin_on("2023-10-04", STAGE_REOPENED, ROLE_LEAD);
	row->ob.voided = &deed;
	row->ob.voided_by = &back;
	expect_text("Отметка: Управление образования, 26 сентября, 00:00, "
	    "акт № 2\n"
	    "Снята: Управление образования, 28 сентября, «не тот „Пункт“»\n");
	sample_end(&s);
	begin_on("2023-10-04", STAGE_REOPENED, ROLE_LEAD);
	row->ob.voided = &deed;
	row->ob.voided_by = &by_login;
	expect_text("Снята: 28 сентября, «опечатка»\n");
	sample_end(&s);
	begin_on("2023-10-04", STAGE_REOPENED, ROLE_LEAD);
	row->ob.voided = &waiver;
	row->ob.voided_by = &back;
	expect_subject("Снова требуется: п. 12, корректировка… — "
	    "срок 29 сентября");
	expect_text("Решение: Управление образования, 28 сентября, "
	    "«не тот „Пункт“»\n");
	sample_end(&s);
}

/* Four bodies that were reminded twice are four. */
static void
test_told_names_each_once(void **state)
{
	static const struct body four[] = {
		{.id = "a", .name = {.in = {[LANGUAGE_RU] = "Отдел А"}}},
		{.id = "b", .name = {.in = {[LANGUAGE_RU] = "Отдел Б"}}},
		{.id = "c", .name = {.in = {[LANGUAGE_RU] = "Отдел В"}}},
		{.id = "d", .name = {.in = {[LANGUAGE_RU] = "Отдел Г"}}},
	};
	struct told told[8];

	(void)state;
	begin_on("2023-10-10", STAGE_ESCALATE, ROLE_SUPERVISOR);
	for (size_t i = 0; i < 8; i++)
		told[i] = (struct told){
			.day = i < 4 ? day("2023-09-22") : day("2023-09-28"),
			.stage = {.kind = STAGE_BEFORE}, .to = &four[i % 4]
		};
	s.items[0].told = told;
	s.items[0].ntold = 8;
	expect_text("  22 и 28 сентября — напоминания\n");
	assert_non_null(strstr(say().html, "и" NBSP "ещё 1</td>"));
	sample_end(&s);
}

/* What had to be accepted tells who accepted it. */
static void
test_accepted(void **state)
{
	static const struct entry accept = {.kind = ENTRY_ACCEPT,
	    .decided_by = "uo", .entered = {19638}, .note = "полно"};

	(void)state;
	begin_on("2023-10-09", STAGE_CLOSED, ROLE_LEAD);
	row_done(row, "2023-10-04", "");
	row->ob.state = STATE_MET_LATE;
	row->ob.met_on = day("2023-10-04");
	row->ob.met_at = row->entries[0].at;
	row->ob.accepted = &accept;
	expect_text("Принято: Управление образования, 8 октября, «полно»\n");
	sample_end(&s);
}

/* The day of the deed is not the day on which it was marked. */
/* The lead is named before those told with it; a letter to the controller is
 * none to those who owe; whoever was sent back had answered. */
static void
test_told_to_those_who_owe(void **state)
{
	(void)state;
	begin_on("2023-10-04", STAGE_ESCALATE, ROLE_SUPERVISOR);
	row_told(&s, row, STAGE_BEFORE, "2023-08-30", &school);
	row_told(&s, row, STAGE_BEFORE, "2023-08-30", &uo);
	row_told(&s, row, STAGE_BEFORE, "2023-09-22", &uo);
	row_told(&s, row, STAGE_ACCEPT, "2023-09-25", &school);
	row_told(&s, row, STAGE_REOPENED, "2023-09-26", &uo);
	row_told(&s, row, STAGE_LATE, "2023-10-02", &uo);
	expect_text("Отправлено исполнителям:\n"
	    "  30 августа и 22 сентября — напоминания\n"
	    "  26 сентября — снова к исполнению\n"
	    "  2 октября — о просрочке\n");
	assert_non_null(strstr(say().html,
	    "<td>Управление образования, Школа"));
	sample_end(&s);
}

/* Part of the work is no mark that meets the term, and not nothing. */
static void
test_partly(void **state)
{
	static const struct entry part = {.kind = ENTRY_PARTLY,
	    .date = {19613}, .note = "две школы из трёх"};

	(void)state;
	begin_on("2023-09-22", STAGE_BEFORE, ROLE_LEAD);
	row->ob.partly = 1;
	row->ob.part = &part;
	expect_text("Осталось 7 дней (5 рабочих), отмечена часть работы. ");
	expect_text("Отмечена часть: 13 сентября, две школы из трёх\n");
	sample_end(&s);
	begin_on("2023-10-04", STAGE_ESCALATE, ROLE_SUPERVISOR);
	row->ob.partly = 1;
	row->ob.part = &part;
	row_told(&s, row, STAGE_LATE, "2023-10-02", &uo);
	expect_text("; отмечена часть работы.\n");
	expect_text("Отправлено исполнителям:\n");
	sample_end(&s);
}

static void
test_closed_later(void **state)
{
	(void)state;
	begin_on("2023-10-09", STAGE_CLOSED, ROLE_CO);
	row_done(row, "2023-10-04", "");
	row->ob.state = STATE_MET_LATE;
	row->ob.met_on = day("2023-10-04");
	row->ob.met_at = row->entries[0].at;
	expect_text("Исполнение отмечено: среда, 4 октября 2023 г., "
	    "на 5 дней позже");
	row->entries[0].entered = day("2023-10-06");
	expect_text("Исполнено: среда, 4 октября 2023 г., на 5 дней позже "
	    "срока.");
	sample_end(&s);
}

/* What was returned says by whom and why. */
static void
test_returned(void **state)
{
	static const struct entry back = {.decided_by = "uo",
	    .entered = {19628}, .note = "нет подписи"};
	static const struct entry deed = {.kind = ENTRY_DONE,
	    .entered = {19626}, .date = {19626}, .note = "акт № 2"};

	(void)state;
	begin_on("2023-10-04", STAGE_REOPENED, ROLE_LEAD);
	row->ob.rework = &back;
	row->ob.sent_back = &deed;
	expect_subject("На доработку: п. 12, корректировка… — "
	    "срок 29 сентября");
	expect_text("Результат возвращён на доработку. Срок истёк");
	expect_text("Решение: Управление образования, 28 сентября, "
	    "«нет подписи»\n");
	expect_text("мониторинга\nОтметка: Управление образования, "
	    "26 сентября, 00:00, акт № 2\nОснование");
	sample_end(&s);
}

static void
test_controller(void **state)
{
	(void)state;
	begin_on("2023-09-08", STAGE_ACCEPT, ROLE_CONTROLLER);
	row_done(row, "2023-09-06", "акт № 2");
	row->ob.state = STATE_SUBMITTED;
	row->ob.pending = row->entry_list;
	row->ob.npending = 1;
	row->ob.nentries = row->ob.done = 0;
	expect_subject("На приёмку: п. 12, корректировка… — отметка "
	    "6 сентября");
	expect_text("Исполнение отмечено: среда, 6 сентября 2023 г. Оно");
	expect_text("Отметка: Управление образования, 6 сентября, 00:00, "
	    "акт № 2\n");
	expect_text("Вам для приёмки результата.");
	sample_end(&s);
}

/* Who accepts sees what he accepts. */
static void
test_handed_in(void **state)
{
	static const struct {
		const char *evidence, *words;
	} rows[] = {
		{"{\"Вакансий\":3,\"Должности\":\"учитель физики\"}",
		    "вакансий: 3 ед.;\n  должности: учитель физики, акт № 2\n"},
		{"{\"Вакансий\":-2.5}", "вакансий:\n  -2,5 ед., акт № 2\n"},
		{"{\"Должности\":{\"file\":\"a.pdf\",\"size\":1}}",
		    "должности:\n  a.pdf, акт № 2\n"},
		{"{\"Должности\":true}", "должности: да,\n  акт № 2\n"},
		{"{\"Другое\":1}", " 00:00, акт № 2\n"},
		{"not JSON", " 00:00, акт № 2\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin_on("2023-09-08", STAGE_ACCEPT, ROLE_CONTROLLER);
		row_result(row, RESULT_NUMBER, ru("Вакансий"));
		row->results[0].unit = ru("ед.");
		row_result(row, RESULT_TEXT, ru("Должности"));
		row_done(row, "2023-09-06", "акт № 2");
		row->entries[0].evidence = rows[i].evidence;
		row->ob.state = STATE_SUBMITTED;
		row->ob.pending = row->entry_list;
		row->ob.npending = 1;
		expect_text(rows[i].words);
		sample_end(&s);
	}
	begin_on("2023-10-04", STAGE_CLOSED, ROLE_SUPERVISOR);
	row_result(row, RESULT_PERCENT, ru("Доля"));
	row_done(row, "2023-10-03", "");
	row->entries[0].evidence = "{\"Доля\":23.5}";
	row->ob.met_on = day("2023-10-03");
	row->ob.met_at = row->entries[0].at;
	expect_text("3 октября, 00:00, 23,5 %\n");
	sample_end(&s);
}

/* --- days ----------------------------------------------------------------- */

static void
test_shift_after(void **state)
{
	(void)state;
	begin_on("2023-09-01", STAGE_OPENS, ROLE_LEAD);
	row_term(row, "2023-09-01", "2023-09-30", &uo);
	row->ob.effective = row->ob.last = day("2023-10-02");
	expect_text("30 сентября — суббота, срок —\n"
	    "  следующий рабочий день\n");
	sample_end(&s);
	begin_on("2023-10-03", STAGE_LATE, ROLE_LEAD);
	row_term(row, "2023-09-01", "2023-09-30", &uo);
	row->ob.effective = row->ob.last = day("2023-10-02");
	expect_text("Срок истёк в понедельник, 2 октября 2023 г.; отметки "
	    "нет.");
	expect_text("следующий рабочий день");
	sample_end(&s);
}

/* Once late by the order's own day the earlier one is not explained: days of
 * lateness run from DUE. */
static void
test_shift_before_late(void **state)
{
	(void)state;
	begin_on("2023-10-02", STAGE_LATE, ROLE_LEAD);
	row_term(row, "2023-09-01", "2023-09-30", &uo);
	assert_int_equal(row->ob.effective.n, day("2023-09-29").n);
	expect_subject("Просрочено на 2 дня: п. 12, корректировка мониторинга");
	expect_text("Срок истёк в субботу, 30 сентября 2023 г.");
	expect_no_text("предшествующий");
	sample_end(&s);
}

static void
test_holiday(void **state)
{
	(void)state;
	begin_on("2023-02-20", STAGE_BEFORE, ROLE_LEAD);
	row_term(row, "2023-02-01", "2023-03-08", &uo);
	expect_text("8 марта — праздничный день, срок —");
	sample_end(&s);
}

static void
test_provisional(void **state)
{
	(void)state;
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_LEAD);
	row->ob.marks = MARK_PROVISIONAL;
	expect_text("(предварительно: нет календаря на 2023 год)");
	sample_end(&s);
}

/* A day far off is named with its year. */
static void
test_far(void **state)
{
	(void)state;
	begin_on("2021-10-14", STAGE_OPENS, ROLE_LEAD);
	row->wording.short_title = ru("мониторинг");
	expect_subject("К исполнению: п. 12, мониторинг — срок 29 сентября "
	    "2023 г.");
	sample_end(&s);
}

static void
test_prorated(void **state)
{
	(void)state;
	begin_on("2021-10-14", STAGE_OPENS, ROLE_LEAD);
	row_term(row, "2021-10-14", "2021-12-31", &uo);
	row->ob.window.clipped = true;
	row->ob.window.full.first = day("2021-01-01");
	row->part = (struct term_part){.base = TERM_PERIODS,
	    .unit = UNIT_YEAR, .interval = 1, .at_least = 4};
	row->term = (struct term){&row->part, 1};
	row->wording.term = &row->term;
	expect_text("Период: с 14 октября по 31 декабря 2021 г., неполный; "
	    "отметок нужно\n  1, а не 4\n");
	sample_end(&s);
}

static void
test_decisions(void **state)
{
	static const struct entry extension = {.decided_by = "Начальник",
	    .entered = {19628}};

	(void)state;
	begin_on("2023-10-02", STAGE_BEFORE, ROLE_LEAD);
	row->ob.due = row->ob.effective = row->ob.last = day("2023-10-13");
	row->ob.extension = &extension;
	row->ob.promised_until = day("2023-10-10");
	row->wording.interpretation = (struct interpretation){.by = &uo,
	    .date = day("2022-01-10")};
	expect_text("Срок перенесён: с 29 сентября на 13 октября 2023 г.\n");
	expect_text("Прочтение срока: Управление образования, 10 января "
	    "2022 г.\n");
	expect_text("Обещано: 10 октября 2023 г.\n");
	expect_text("Решение: Начальник, 28 сентября\n");
	row->wording.interpretation.why.in[LANGUAGE_RU] = "срока ответа нет";
	expect_text("Прочтение срока: срока ответа нет (Управление "
	    "образования,\n  10 января 2022 г.)\n");
	row->wording.interpretation.date = DATE_NONE;
	expect_text("срока ответа нет (Управление образования)\n");
	sample_end(&s);
}

/* An English reader is told what a Russian order says, not what an English
 * one does, whatever the roadmap's own language is. */
static void
test_gloss(void **state)
{
	(void)state;
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		begin_on("2023-09-22", STAGE_BEFORE, ROLE_LEAD);
		s.reach.language = LANGUAGE_EN;
		row->roadmap.language = (enum language)l;
		row->part = (struct term_part){.base = TERM_PERIODS,
		    .unit = UNIT_QUARTER, .interval = 1, .at_least = 1,
		    .to = DATE_MAX};
		row->term = (struct term){&row->part, 1};
		row->wording.term = &row->term;
		row->wording.when = "ежеквартально";
		expect_text("«ежеквартально» (every quarter)\n");
		row->wording.when = "quarterly";
		expect_text("«quarterly»\n");
		sample_end(&s);
	}
}

/* A promise that has passed was an answer all the same. */
static void
test_broken_promise(void **state)
{
	(void)state;
	begin_on("2023-10-16", STAGE_ESCALATE, ROLE_SUPERVISOR);
	row->ob.broken = day("2023-10-13");
	row_told(&s, row, STAGE_LATE, "2023-10-02", &uo);
	expect_text("Обещано: 13 октября 2023 г.\n");
	expect_text("Отправлено исполнителям:\n");
	sample_end(&s);
}

/* --- counts and groups ---------------------------------------------------- */

static void
test_counted(void **state)
{
	static const char *const meeting[] = {"заседание", "заседания",
	    "заседаний"};

	(void)state;
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_LEAD);
	row->ob.window.min = 4;
	row->ob.done = 1;
	expect_text("отмечено 1 из 4.");
	row->wording.counted_genitive = "заседаний";
	expect_text("отмечено 1 из 4 заседаний.");
	row->ob.window.min = 21;
	expect_text("отмечено 1 из 21.");
	memcpy(row->wording.counted, meeting, sizeof(meeting));
	expect_text("отмечено 1 из 21 заседания.");
	row->ob.window.min = 2;
	row->ob.window.max = 3;
	expect_text("отмечено 1 из 2–3 заседаний.");
	sample_end(&s);
}

static void
test_group(void **state)
{
	(void)state;
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_CO);
	row->pair.group = &schools;
	row->pair.body = &school;
	row->wording.responsible.mode = RESPONSIBLE_EACH;
	row->notice.members = 40;
	row->notice.members_done = 37;
	expect_text("отмечено 37 из 40 школ.");
	expect_text("Ответственные: школы района\n");
	row->notice.members_done = 39;
	expect_text("Ответственные: школы района; отметки нет: Школа № 6\n");
	row->notice.members = 41;
	expect_text("отмечено 39 из 41 школы.");
	sample_end(&s);
}

/* «Каждая школа и управление»: whoever stands beside hears of all of them. */
static void
test_a_group_of_several_leads(void **state)
{
	static const struct body office = {.id = "uo", .language = -1,
	    .name = {{"Управление образования", NULL}},
	    .short_name = {{"Управление образования", NULL}}};
	const struct body *const leads[] = {&schools, &office};

	(void)state;
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_CO);
	row->pair.group = &schools;
	row->pair.body = &school;
	row->wording.responsible.mode = RESPONSIBLE_EACH;
	row->wording.responsible.leads = leads;
	row->wording.responsible.nleads = 2;
	row->notice.members = 41;
	row->notice.members_done = 37;
	expect_text("отмечено 37 из 41.");
	expect_text("Ответственные: школы района, Управление образования\n");
	row->notice.members_done = 40;
	row->pair.group = NULL;
	row->pair.body = &office;
	expect_text("Ответственные: школы района, Управление образования; "
	    "отметки нет:\n  Управление образования\n");
	sample_end(&s);
}

/* What «каждая» agrees with stands behind adjectives, not behind a noun. */
static void
test_head_of_a_group(void **state)
{
	static const struct {
		const char *name, *each;
	} rows[] = {
		{"Школы района", "Ответственный: каждая школа за себя\n"},
		{"Общеобразовательные учреждения",
		    "Ответственный: каждое учреждение за себя\n"},
		{"Директора школы", "Ответственный: директора школы — каждый "
		    "исполнитель за себя\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct body group = {.id = "g", .members = members,
		    .nmembers = 1, .name = ru(rows[i].name)};

		begin_on("2023-09-08", STAGE_BEFORE, ROLE_LEAD);
		row->pair.group = &group;
		row->wording.responsible.mode = RESPONSIBLE_EACH;
		expect_text(rows[i].each);
		sample_end(&s);
	}
}

static void
test_deputy(void **state)
{
	(void)state;
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_LEAD);
	s.reach.deputy_for = &school;
	s.reach.salutation = "Добрый день!";
	s.letter.contact = NULL;
	s.letter.answer_to = NULL;
	expect_text("Добрый день!\n\nОстался 21 день (15 рабочих), отметки "
	    "нет.");
	expect_text("\n\nПисьмо 1 — Вам как исполнителю (замещение: Школа "
	    "№ 6).\n");
	expect_no_text("сообщите");
	sample_end(&s);
}

/* The administrator, in place of a body without an address. */
static void
test_unreached(void **state)
{
	(void)state;
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_LEAD);
	s.reach.unreached = true;
	expect_text("Адреса нет: Управление образования\n\n"
	    "Передайте письмо адресату и внесите его адрес (bodies.yaml).\n");
	expect_text("Вам как администратору.");
	expect_no_text("сообщите");
	sample_end(&s);
}

/* A term spelled out in YAML is no language for an officer; without an order
 * the plan's title is the basis. */
static void
test_no_order(void **state)
{
	(void)state;
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_LEAD);
	row_term(row, "2023-09-01", "2023-09-30", &uo);
	row->roadmap.order.number = NULL;
	row->wording.when = "{every: year, in: september}";
	row->wording.when_is_phrase = false;
	expect_no_text("every");
	expect_text("Основание: План мероприятий, п. 12\n");
	expect_text("По плану: 30 сентября — суббота, срок — "
	    "предшествующий");
	sample_end(&s);
}

static void
test_results(void **state)
{
	(void)state;
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_LEAD);
	row_result(row, RESULT_NUMBER, ru("Вакансий"));
	row->results[0].unit = ru("ед.");
	row_result(row, RESULT_TEXT, ru("Должности"));
	row->results[1].required = false;
	expect_text("Показатель: корректировка мониторинга\n");
	expect_text("Результат: вакансий (число), ед.; должности "
	    "(необязательно)\n");
	expect_text("Показатель сообщите: otvet@uo.example\n");
	sample_end(&s);
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_LEAD);
	row_result(row, RESULT_FILE, ru("Программа"));
	row->results[0].required = false;
	expect_text("Результат: программа (файл, необязательно)\n");
	sample_end(&s);
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_LEAD);
	row_result(row, RESULT_PERCENT, ru("Корректировка мониторинга"));
	expect_text("Результат: число, %\n");
	sample_end(&s);
}

/* One row is counted as one, and a name that a case would change is left
 * out; without a year in the term none is named. */
static void
test_one_schedule(void **state)
{
	(void)state;
	begin_on("2023-09-08", STAGE_SCHEDULE, ROLE_OWNER);
	row->notice.obligation = NULL;
	row->wording.when = "по отдельному графику";
	expect_subject("Нужен график: п. 12");
	expect_text("Просим сообщить даты Вашего графика: по ним считается "
	    "п. 12.");
	expect_text("\nп. 12: «по отдельному графику»\n");
	s.letter.link = "{link}";
	expect_text("Просим внести даты");
	s.reach.language = LANGUAGE_EN;
	expect_text("item 12 is computed from them.");
	sample_end(&s);
}

/* --- hostile texts -------------------------------------------------------- */

static void
test_hostile(void **state)
{
	static const char evil[] = "<script>alert('x')</script>\r\nBcc: a@b"
	    "\xE2\x80\xAE {link} & \"q\"\x01\xFF";
	static const struct body body = {.id = "evil",
	    .name = {.in = {[LANGUAGE_RU] = evil}}};
	struct words w;

	(void)state;
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_CO);
	s.letter.link = "{link}";
	s.letter.contact = s.reach.salutation = evil;
	s.reach.deputy_for = row->pair.body = &body;
	row->wording.title = row->rule.cite = ru(evil);
	row->wording.when = row->roadmap.order.number = evil;
	row->rule.item = evil;
	row_done(row, "2023-09-06", evil);
	row_result(row, RESULT_DOCUMENT, ru(evil));
	for (int n = 1; n <= 2; n++) {
		struct letter_item twice[2] = {s.items[0], s.items[0]};

		s.letter.items = twice;
		s.letter.nitems = (size_t)n;
		w = say();
		assert_null(strstr(w.html, "<script"));
		assert_null(strstr(w.html, "\"q\""));
		assert_non_null(strstr(w.html, "&lt;script&gt;"));
		assert_null(strpbrk(w.subject, "\r\n\x01"));
		assert_null(strstr(w.text, "\nBcc"));
		assert_null(strstr(w.text, "\xE2\x80\xAE"));
		assert_null(strchr(w.text, '\x01'));
		assert_null(strchr(w.text, '\xFF'));
		/* Only compose's own places take the link. */
		assert_int_equal(count_of(w.text, "{link}"), 1);
		assert_int_equal(count_of(w.html, "{link}"), 3);
	}
	sample_end(&s);
}

/* --- the locale ----------------------------------------------------------- */

static void
test_locale(void **state)
{
	const char *before, *after;

	(void)state;
	begin_on("2023-09-08", STAGE_BEFORE, ROLE_LEAD);
	before = say().html;
	setlocale(LC_ALL, "C.UTF-8");
	after = say().html;
	assert_string_equal(before, after);
	setlocale(LC_ALL, "C");
	sample_end(&s);
}

static void
test_parts(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(compose_day(a, LANGUAGE_RU, day("2021-05-28")),
	    "пятница, 28 мая 2021 г.");
	assert_string_equal(compose_day(a, LANGUAGE_EN, day("2021-05-28")),
	    "Friday 28 May 2021");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subjects),
		cmocka_unit_test(test_every_stage),
		cmocka_unit_test(test_waived),
		cmocka_unit_test(test_reopened),
		cmocka_unit_test(test_withdrawn),
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_told_names_each_once),
		cmocka_unit_test(test_told_to_those_who_owe),
		cmocka_unit_test(test_partly),
		cmocka_unit_test(test_closed_later),
		cmocka_unit_test(test_returned),
		cmocka_unit_test(test_controller),
		cmocka_unit_test(test_handed_in),
		cmocka_unit_test(test_shift_after),
		cmocka_unit_test(test_shift_before_late),
		cmocka_unit_test(test_holiday),
		cmocka_unit_test(test_provisional),
		cmocka_unit_test(test_far),
		cmocka_unit_test(test_prorated),
		cmocka_unit_test(test_decisions),
		cmocka_unit_test(test_gloss),
		cmocka_unit_test(test_broken_promise),
		cmocka_unit_test(test_counted),
		cmocka_unit_test(test_group),
		cmocka_unit_test(test_a_group_of_several_leads),
		cmocka_unit_test(test_head_of_a_group),
		cmocka_unit_test(test_deputy),
		cmocka_unit_test(test_unreached),
		cmocka_unit_test(test_no_order),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_one_schedule),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_locale),
		cmocka_unit_test(test_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
