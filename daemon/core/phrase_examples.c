#include "core/phrase_examples.h"

#include <string.h>

#include "core/str.h"

/* The longer stands before what it contains. */
static const struct {
	const char *ru, *en;
} examples[] = {
	{ "в течение 10 дней после окончания квартала",
	    "within 10 days after quarter end" },
	{ "в течение 1 рабочего дня после получения",
	    "within 1 working day of receipt" },
	{ "в течение 1 рабочего дня после …",
	    "within 1 working day after …" },
	{ "в течение 30 дней после окончания месяца",
	    "within 30 days after month end" },
	{ "года, следующего за отчётным",
	    "of the year following the reporting year" },
	{ "за I квартал – до 15 апреля", "for Q1 by April 15" },
	{ "по итогам квартала до 10 числа",
	    "after the quarter by the 10th" },
	{ "до 20 числа следующего месяца", "by the 20th of the next month" },
	{ "в течение месяца после …", "within a month after …" },
	{ "последнего месяца квартала", "of the last month of the quarter" },
	{ "декабрь 2024 - январь 2025", "December 2024 - January 2025" },
	{ "2021-2022 учебный год", "2021-2022 school year" },
	{ "с сентября 2024 года", "from September 2024" },
	{ "ноябрь 2021, март 2022", "November 2021, March 2022" },
	{ "5 числа каждого месяца", "5th of each month" },
	{ "после окончания квартала", "after the end of the quarter" },
	{ "за отчётным кварталом", "following the quarter" },
	{ "в течение N дней", "within N days" },
	{ "в течение квартала", "during each quarter" },
	{ "до конца 2025 года", "by the end of 2025" },
	{ "далее ежегодно", "annually thereafter" },
	{ "ежегодно, июнь", "annually, June" },
	{ "с сентября по май", "September to May" },
	{ "раз в две недели", "every other week" },
	{ "каждого месяца", "of each month" },
	{ "раз в квартал", "once a quarter" },
	{ "март-апрель", "March-April" },
	{ "март, апрель", "March, April" },
	{ "осень, весна", "fall, spring" },
	{ "весна, осень", "spring, fall" },
	{ "март-ноябрь", "March-November" },
	{ "по 2025 год", "through 2025" },
	{ "до 15 июня", "by June 15" },
	{ "ежеквартально", "quarterly" },
	{ "1 сентября", "September 1" },
	{ "5 сентября", "September 5" },
	{ "1 квартал", "first quarter" },
	{ "по графику", "on schedule" },
	{ "ежемесячно", "monthly" },
	{ "ежедневно", "daily" },
	{ "ежегодно", "annually" },
	{ "2 раза", "2 times" },
	{ "в год", "a year" },
};

/* The row that a text begins with, or -1. */
static int
example_at(const char *s)
{
	if ((unsigned char)*s < 0x80 && *s != '1' && *s != '2' && *s != '5')
		return -1;
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		if (strncmp(s, examples[i].ru, strlen(examples[i].ru)) == 0)
			return (int)i;
	return -1;
}

const char *
phrase_examples_english(struct arena *a, const char *hint)
{
	const char *s = hint, *ret = hint;
	struct str out;

	if (!hint)
		return NULL;
	str_init(&out);
	while (*s) {
		int row = example_at(s);

		if (row < 0) {
			str_addc(&out, *s++);
			continue;
		}
		str_add(&out, examples[row].en);
		s += strlen(examples[row].ru);
		ret = NULL;
	}
	if (!ret)
		ret = arena_strdup(a, out.s);
	str_done(&out);
	return ret;
}
