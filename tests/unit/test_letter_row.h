/* One row that is seen on a day, and what the letter about it must say. */
#ifndef SROK_TEST_LETTER_ROW_H
#define SROK_TEST_LETTER_ROW_H

#include "test_letter.h"

static const struct body uo = {.id = "uo",
    .name = {.in = {[LANGUAGE_RU] = "Управление образования"}}};
static const struct body school = {.id = "school-6",
    .name = {.in = {[LANGUAGE_RU] = "Школа № 6"}}};
static const struct member members[] = {{.body = &school}};
static const struct body schools = {.id = "schools", .members = members,
    .nmembers = 1, .name = {.in = {[LANGUAGE_RU] = "Школы района"}}};

static struct sample s;
static struct sample_row *row;

/* A plain row, due on a Friday, seen on a day. */
static inline void
begin_on(const char *on, enum stage_kind kind, enum role role)
{
	sample_begin(&s, LANGUAGE_RU, on, &uo, 1);
	row = sample_row(&s, "12", ru("Корректировка мониторинга"),
	    ru(NULL), "ежегодно, сентябрь");
	row_order(row, "343", "2021-10-14");
	row_term(row, "2023-09-01", "2023-09-29", &uo);
	row_stage(row, kind, role);
}

static inline struct words
say(void)
{
	struct words w;

	compose_letter(s.a, &s.letter, &w);
	return w;
}

static inline void
expect_subject(const char *want)
{
	assert_string_equal(say().subject, want);
}

static inline void
expect_text(const char *part)
{
	const char *text = say().text;

	if (!strstr(text, part))
		fail_msg("no \"%s\" in:\n%s", part, text);
}

static inline void
expect_no_text(const char *part)
{
	assert_null(strstr(say().text, part));
}

static inline size_t
count_of(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

#endif
