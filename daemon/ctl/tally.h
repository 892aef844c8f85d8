/* tally.h - how many letters, to whom, in which week, on which days.
 *
 * Owns:        its counts, in the command's arena.
 * May touch:   load's names, core's date; ctl's table.
 * Never knows: what the letters say. */
#ifndef SROK_CTL_TALLY_H
#define SROK_CTL_TALLY_H

#include "core/date.h"
#include "ctl/ctl.h"
#include "load/names.h"

struct tally_person {           /* one address of a recipient */
	const char *recipient;
	unsigned letters, notices;
	unsigned addresses;     /* 1; more when it is printed */
	struct date week;       /* its Monday: the week at hand */
	unsigned in_week, most; /* letters of that week; of the fullest */
	struct date fullest;    /* the Monday of that */
};

struct tally_day {
	struct date date;
	unsigned letters, notices;
};

struct tally {
	struct ctl *c;
	struct date_span span;
	struct names persons;           /* by recipient and address */
	struct tally_day *days;         /* one for each day of the span */
	unsigned letters, notices;
};

void tally_init(struct tally *t, struct ctl *c, struct date_span span);
/* One letter of a day of the span; those to an address come by day. */
void tally_letter(struct tally *t, const char *recipient,
    const char *address, struct date day, unsigned notices);
/* Appends the tables by recipient and of the worst days, and a line of the
 * whole; or that there were none. */
void tally_print(struct tally *t);

#endif
