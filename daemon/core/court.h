/* court.h - one pair before the judge: its windows with what the log says.
 *
 * Owns:        nothing; everything lies in the caller's arena.
 * May touch:   arena, date, workcal, roadmap, evaluate, ledger, openings,
 *              assign.
 * Never knows: states; what a window with so many deeds amounts to.
 *
 * Private to evaluate, entry_check and account. */
#ifndef SROK_CORE_COURT_H
#define SROK_CORE_COURT_H

#include "core/assign.h"
#include "core/evaluate.h"
#include "core/ledger.h"
#include "core/openings.h"

/* obs and slots go together, by the order's DUE. */
struct court {
	struct arena *arena;
	const struct pair *pair;
	const struct evaluate_input *in;
	struct ledger ledger;
	struct openings openings;
	struct obligation *obs;
	struct slot *slots;
	size_t n;
	struct deed *deeds;
	size_t ndeeds;
	const struct entry **strays;    /* by id */
	size_t nstrays, capstrays;
};

/* Opens the windows, takes the decisions, gives each window its deeds. The
 * caller has set arena, pair and in; states and marks are left to it. */
void court_hear(struct court *c);
/* The same in steps: reads the log, opens the windows (the openings are
 * read; obs and slots may be had elsewhere), hears of each what the log
 * says. */
void court_read(struct court *c);
void court_open(struct court *c);
void court_weigh(struct court *c);

/* What a deed is in the window that it was placed in: whose wording says
 * whether somebody must accept it. */
enum standing { COUNTED, PENDING, SHOWN };
enum standing court_standing(const struct court *c, const struct deed *d);

/* The window that an entry names, else the one that a decision of its day is
 * about; ASSIGN_NONE when there is none. */
size_t court_slot(const struct court *c, const struct entry *e);

/* A request or schedule to a rule that takes none. */
bool court_names_nothing(const struct court *c, const struct entry *e);

#endif
