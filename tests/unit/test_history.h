/* Random worlds: what people might do with a rule in its years. */
#ifndef SROK_TEST_HISTORY_H
#define SROK_TEST_HISTORY_H

#include <stdlib.h>

#include "core/remind.h"
#include "test_duty.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { LOG_LINES = 60 };

static inline unsigned
draw(unsigned *random, unsigned below)
{
	return (unsigned)rand_r(random) % below;
}

static const char *const phrases[] = {
	"monthly", "annually in June", "at least 4 times a year",
	"annually, March-April", "до 1 октября, далее ежегодно",
	"annually in March, May, October", "2-3 times a year", "on request",
	"ежегодно, по графику ТОИПКРО", "ongoing", "once every 2 weeks",
	"monthly by the 5th"
};

/* The day that an entry of that kind is about, none later than it. */
static inline void
draw_entry(struct world *w, unsigned *random, struct date entered)
{
	static const enum entry_kind kinds[] = {
		ENTRY_DONE, ENTRY_DONE, ENTRY_DONE, ENTRY_DONE, ENTRY_PARTLY,
		ENTRY_VOID, ENTRY_VOID, ENTRY_WAIVE, ENTRY_EXTEND,
		ENTRY_EXTEND, ENTRY_PROMISE, ENTRY_ACCEPT, ENTRY_ACCEPT,
		ENTRY_RETURN, ENTRY_REQUEST, ENTRY_SCHEDULE
	};
	static const char *const bodies[] = {"s1", "s2", "s3", ""};
	struct entry *e = log_add(w, kinds[draw(random, COUNT(kinds))],
	    "2023-01-01");

	e->entered = entered;
	e->date = date_add(entered, -(int)draw(random, 20));
	e->body = bodies[draw(random, COUNT(bodies))];
	switch (e->kind) {
	case ENTRY_VOID:
	case ENTRY_ACCEPT:
	case ENTRY_RETURN:
		if (e->id > 1)
			e->ref = 1 + draw(random, (unsigned)e->id - 1);
		break;
	case ENTRY_EXTEND:
	case ENTRY_PROMISE:
	case ENTRY_SCHEDULE:
		e->until = date_add(entered, (int)draw(random, 40));
		break;
	default:
		break;
	}
}

/* The same seed gives the same world. */
static inline void
draw_world(struct world *w, unsigned seed)
{
	unsigned random = seed * 2654435761u + 1;
	struct date entered = day("2023-01-05");
	struct wording *first = &w->wordings[0];

	world_init(w, phrases[seed % COUNT(phrases)]);
	first->schedule = &w->schedule;
	w->schedule.owner = &w->controller;
	if (draw(&random, 2))
		world_each(w);
	first->responsible.nothers = draw(&random, 2);
	if (draw(&random, 2))
		first->accept = &w->deputy;
	first->remind.due = draw(&random, 2);
	w->members[1].from = day("2023-04-10");
	w->members[2].to = day("2024-02-10");
	for (int i = 0; i < LOG_LINES; i++) {
		draw_entry(w, &random, entered);
		if (draw(&random, 3))
			entered = date_add(entered,
			    (int)draw(&random, 18));
	}
}

#endif
