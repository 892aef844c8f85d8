/* srok itself: the rules spelled out as terms, or with --rrule as the same
 * text that the others read.
 *
 * usage: recur_srok [--rrule] */
#include <stdio.h>
#include <string.h>

#include "core/rrule.h"
#include "core/term.h"
#include "recur.h"

enum { WINDOWS_MOST = 2000 };

static struct {
	struct arena *kept, *scratch;
	struct term_frame frame;
	struct term_part parts[RECUR_RULES];
} desk;

static void
spell_out(void)
{
	static const struct term_item june[] = {
		{.first = {.kind = POINT_DAY, .n = 1, .month = 6}},
		{.first = {.kind = POINT_DAY, .n = -1, .month = 6}},
	};
	static const struct term_item first[] = {
		{.first = {.kind = POINT_DAY, .n = 1}},
	};
	static const struct term_item friday[] = {
		{.first = {.kind = POINT_NTH_WEEKDAY, .n = -1,
		    .weekday = FRIDAY}},
	};
	static const struct term_item october[] = {
		{.first = {.kind = POINT_DAY, .n = 1, .month = 10}},
	};
	static const struct term_item worked[] = {
		{.first = {.kind = POINT_NTH_WORKING_DAY, .n = -1}},
	};
	static const struct {
		enum term_unit unit;
		uint16_t interval;
		size_t n;
		const struct term_item *items;
	} rows[RECUR_RULES] = {
		{UNIT_YEAR, 1, 2, june}, {UNIT_MONTH, 3, 1, first},
		{UNIT_MONTH, 1, 1, friday}, {UNIT_YEAR, 1, 1, october},
		{UNIT_QUARTER, 1, 1, worked},
	};

	for (int i = 0; i < RECUR_RULES; i++)
		desk.parts[i] = (struct term_part){
			.base = TERM_PERIODS, .unit = rows[i].unit,
			.interval = rows[i].interval,
			.consecutive = rows[i].interval > 1,
			.select = SELECT_DAY, .items = rows[i].items,
			.nitems = rows[i].n, .at_least = 1,
			.from = DATE_MIN, .to = DATE_MAX,
		};
}

static bool
read_rrules(void)
{
	for (int i = 0; i < RECUR_RULES; i++) {
		struct rrule_error err;

		desk.parts[i] = (struct term_part){
			.base = TERM_RRULE, .unit = UNIT_COUNT,
			.interval = 1, .at_least = 1,
			.from = DATE_MIN, .to = DATE_MAX,
		};
		if (rrule_parse(desk.kept, recur_text[i],
		    strlen(recur_text[i]), &desk.parts[i].rrule, &err))
			continue;
		fprintf(stderr, "%s: %s\n", recur_text[i], err.what);
		return false;
	}
	return true;
}

static struct recur_sum
expand(int rule)
{
	const struct term t = {&desk.parts[rule], 1};
	const struct date_span century = {
		desk.frame.in_force.first, date_of(RECUR_LAST_YEAR, 12, 31)
	};
	struct recur_sum sum = {0, 0};
	struct term_window *w;
	size_t n;

	arena_reset(desk.scratch);
	n = term_windows(&t, &desk.frame, century, WINDOWS_MOST,
	    desk.scratch, &w);
	for (size_t i = 0; i < n; i++)
		recur_add(&sum, w[i].due);
	return sum;
}

static struct date
next(int rule, struct date on_or_after)
{
	const struct term t = {&desk.parts[rule], 1};
	struct term_window w;

	return term_next(&t, &desk.frame, on_or_after, &w) ? w.due :
	    DATE_NONE;
}

int
main(int argc, char **argv)
{
	bool rrules = argc == 2 && strcmp(argv[1], "--rrule") == 0;
	const struct recur_contender c = {
		rrules ? "srok, rrule" : "srok", expand, next
	};

	desk.kept = arena_new();
	desk.scratch = arena_new();
	desk.frame = (struct term_frame){
		.in_force = {date_of(RECUR_FIRST_YEAR, 1, 1), DATE_MAX},
		.cal = workcal_plain(desk.kept),
		.last_done = DATE_NONE,
	};
	if (!rrules)
		spell_out();
	else if (!read_rrules())
		return 1;
	recur_run(&c);
	arena_free(desk.kept);
	arena_free(desk.scratch);
	return 0;
}
