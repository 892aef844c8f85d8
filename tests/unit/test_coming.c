/* What a letter says comes next is what comes next: the outlook of random
 * days against the days themselves, when nothing happens meanwhile. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "core/remind.h"
#include "test_duty.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { SEEDS = 200, OUTLOOK_DAYS = 200, STAGES = 60 };

static const char *const phrases[] = {
	"monthly", "annually in June", "at least 4 times a year",
	"annually, March-April", "до 1 октября, далее ежегодно",
	"annually in March, May, October", "at least 10 times a year",
	"annually, January-February"
};

static unsigned
draw(unsigned *random, unsigned below)
{
	return (unsigned)rand_r(random) % below;
}

/* Deeds up to `now`, a working day. */
static void
draw_world(struct world *w, unsigned seed, struct date *ret_now)
{
	unsigned random = seed * 2654435761u + 3;
	struct remind_policy *policy = &w->wordings[0].remind;
	struct date now = date_add(day("2023-02-01"),
	    (int)draw(&random, 500));

	world_init(w, phrases[seed % COUNT(phrases)]);
	now = workcal_next(w->roadmap.cal, now);
	policy->due = draw(&random, 2);
	policy->opens = draw(&random, 4);
	policy->nbefore = draw(&random, 4);
	policy->late.n = 2 + (int32_t)draw(&random, 9);
	w->wordings[0].responsible.nothers = 1;
	w->supervisors[1] = &w->controller;
	w->wordings[0].nsupervisors = draw(&random, 3);
	for (unsigned i = draw(&random, 6); i > 0; i--) {
		struct entry *e = log_add(w, ENTRY_DONE, "2023-01-01");

		e->date = date_add(e->date, (int)draw(&random, 500));
		e->entered = e->date = date_min(e->date, now);
	}
	*ret_now = now;
}

/* In answer to that morning's letters. */
static void
promise(struct world *w, unsigned seed, struct date now)
{
	unsigned random = seed;
	struct entry *e = log_add(w, ENTRY_PROMISE, "2023-01-01");

	e->entered = e->date = now;
	e->until = date_add(now, (int)draw(&random, 40));
}

static void
add_line(struct str *lines, struct date on, const char *stage,
    const char *to)
{
	char iso[DATE_TEXT];

	str_addf(lines, "%s %s %s\n", date_iso(on, iso), stage, to);
}

static void
foretell(struct world *w, const struct obligation *ob, enum role role,
    const char *id, struct date now, struct str *ret)
{
	const struct coming *list;
	size_t n = remind_coming(w->a, ob, role, date_add(now, 1), STAGES,
	    &list);

	for (size_t i = 0; i < n; i++) {
		char stage[STAGE_TEXT];

		assert_true(i == 0 ||
		    !date_before(list[i].day, list[i - 1].day));
		if (date_diff(list[i].day, now) <= OUTLOOK_DAYS &&
		    (!list[i].to || role == ROLE_LEAD))
			add_line(ret, list[i].day,
			    stage_name(&list[i].stage, stage),
			    list[i].to ? list[i].to->id : id);
	}
}

/* Rows are kept in the order in which they were said. */
static void
recall(const struct world *w, struct date due, enum role role, const char *id,
    struct date now, struct str *ret)
{
	for (size_t i = 0; i < w->nsaid; i++) {
		const struct said *s = &w->said[i];
		bool to_supervisor = strncmp(s->stage, "escalate", 8) == 0;

		if (date_before(now, s->day) && date_equal(s->due, due) &&
		    (to_supervisor ? role == ROLE_LEAD
		    : strcmp(s->recipient, id) == 0))
			add_line(ret, s->day, s->stage, s->recipient);
	}
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Lines of one day may come in either order. */
static void
sort_lines(struct str *s)
{
	char *lines[2 * STAGES], *save = NULL;
	struct str sorted;
	size_t n = 0;

	if (s->len == 0)
		return;
	str_init(&sorted);
	for (char *line = strtok_r(s->s, "\n", &save); line;
	    line = strtok_r(NULL, "\n", &save)) {
		assert_true(n < COUNT(lines));
		lines[n++] = line;
	}
	qsort(lines, n, sizeof(lines[0]), by_text);
	for (size_t i = 0; i < n; i++)
		str_addf(&sorted, "%s\n", lines[i]);
	str_done(s);
	*s = sorted;
}

/* The obligations of that day, as they stood on it: each with its outlook. */
struct outlook {
	struct date due;
	enum role role;
	const char *id;
	struct str lines;
};

static size_t
look_out(struct world *w, struct date now, struct outlook list[], size_t most)
{
	const struct evaluation *e = world_judge(w, now);
	size_t n = 0;

	for (size_t i = 0; i < e->nobligations; i++) {
		const struct obligation *ob = &e->obligations[i];

		for (int co = 0; co <= 1; co++) {
			struct outlook *o = &list[n++];

			assert_true(n <= most);
			o->due = ob->due;
			o->role = co ? ROLE_CO : ROLE_LEAD;
			o->id = co ? w->iao.id : w->uo.id;
			str_init(&o->lines);
			foretell(w, ob, o->role, o->id, now, &o->lines);
			sort_lines(&o->lines);
		}
	}
	return n;
}

static void
run_days(struct world *w, struct date from, struct date to)
{
	for (; !date_before(to, from); from = date_add(from, 1))
		if (workcal_is_working(w->roadmap.cal, from))
			world_send(w, from);
}

static void
test_what_is_foretold_comes(void **state)
{
	size_t lines = 0;

	(void)state;
	for (unsigned seed = 0; seed < SEEDS; seed++) {
		struct outlook list[96];
		struct world w;
		struct date now;
		size_t n;

		draw_world(&w, seed, &now);
		run_days(&w, day("2023-01-01"), now);
		if (seed % 3 == 0)
			promise(&w, seed, now);
		n = look_out(&w, now, list, COUNT(list));
		run_days(&w, date_add(now, 1), date_add(now, OUTLOOK_DAYS));
		for (size_t i = 0; i < n; i++) {
			struct str came;

			str_init(&came);
			recall(&w, list[i].due, list[i].role, list[i].id, now,
			    &came);
			sort_lines(&came);
			str_add(&came, "");
			str_add(&list[i].lines, "");
			lines += came.len > 0;
			if (strcmp(came.s, list[i].lines.s) != 0)
				fail_msg("seed %u: foretold\n%scame\n%s",
				    seed, list[i].lines.s, came.s);
			str_done(&came);
			str_done(&list[i].lines);
		}
		world_done(&w);
	}
	assert_true(lines > SEEDS);             /* not vacuous */
}

/* Who owes and who supervises hear where it goes next; who helps does not. */
static void
test_escalation_is_not_foretold_to_helpers(void **state)
{
	static const struct {
		enum role role;
		size_t escalations;
	} rows[] = {{ROLE_LEAD, 1}, {ROLE_CO, 0}, {ROLE_SUPERVISOR, 1}};
	const struct obligation *ob;
	struct world w;

	(void)state;
	world_init(&w, "annually, June");
	w.wordings[0].responsible.nothers = 1;
	ob = world_at(&w, "2023-07-03", "2023-06-30");
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct coming *list;
		size_t n = remind_coming(w.a, ob, rows[i].role,
		    day("2023-07-04"), STAGES, &list), found = 0;

		for (size_t k = 0; k < n; k++)
			found += list[k].stage.kind == STAGE_ESCALATE;
		assert_int_equal(found, rows[i].escalations);
		assert_true(n > found);         /* the late ones */
	}
	world_done(&w);
}

/* Years of working days too: five of seven days, less the holidays. */
static void
test_reach_holds_every_before(void **state)
{
	static const struct duration befores[] = {
		{1, UNIT_DAY}, {1, UNIT_WORKING_DAY}, {30, UNIT_WORKING_DAY},
		{900, UNIT_WORKING_DAY}, {3, UNIT_WEEK}, {7, UNIT_MONTH},
		{2, UNIT_QUARTER}, {1, UNIT_HALF_YEAR}, {2, UNIT_YEAR}
	};
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	for (size_t i = 0; i < COUNT(befores); i++) {
		struct wording *one = &w.wordings[0];
		int reach;

		one->remind.before[0] = befores[i];
		one->remind.nbefore = 1;
		reach = remind_reach_days(one);
		for (struct date d = day("2024-12-20");
		    date_before(d, day("2026-02-01")); d = date_add(d, 1)) {
			struct date said = workcal_previous(w.roadmap.cal,
			    duration_subtract(w.roadmap.cal, d, befores[i]));

			assert_true(date_diff(d, said) <= reach);
		}
	}
	world_done(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_foretold_comes),
		cmocka_unit_test(test_escalation_is_not_foretold_to_helpers),
		cmocka_unit_test(test_reach_holds_every_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
