/* phrase_tree.h - what the grammar found: statements about time, in order.
 *
 * Owns:        nothing; nodes live in the arena of the parse.
 * May touch:   term's types, date.
 * Never knows: tokens' texts; how a term is built of it (phrase_compile).
 *
 * A term cell is phases, parted by «далее»; a phase is statements that hold
 * together: a rhythm, a count, calendar items, years, a schedule. */
#ifndef SROK_CORE_PHRASE_TREE_H
#define SROK_CORE_PHRASE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/date.h"
#include "core/term.h"

enum TERM_BYTE node_kind {
	N_THEN,         /* «далее»: a new phase begins */
	N_EVERY,        /* «ежегодно», «каждые 3 месяца» */
	N_COUNT,        /* «не менее 4-х заседаний в год» */
	N_ITEM,         /* «июнь», «до 30 мая», «по пятницам» */
	N_YEARS,        /* «2021», «2005-2007» */
	N_FROM,         /* «с октября 2021» */
	N_TO,           /* «по май 2024» */
	N_DURING,       /* «в течение года», «в течение учебного года» */
	N_STANDING,     /* «постоянно» */
	N_VALIDITY,     /* «в течение всего периода» */
	N_EXTERNAL,     /* «по графику ТОИПКРО» */
	N_REQUEST,      /* «по запросам» */
	N_AFTER,        /* «в течение 10 дней после окончания квартала» */
	N_EXCEPT,       /* «кроме июля и августа»: items to leave out */
	N_ENDING,       /* «март 2025, до 15 марта»: ends the months before */
	N_STAGE,        /* «II этап»: a name of what stands behind it */
	N_IGNORED       /* «текущего года»: says what holds anyway */
};

/* The form in which a calendar item was written: a list goes on in it. */
enum TERM_BYTE shape {
	SHAPE_NONE,
	SHAPE_DAY,      /* «5 числа» */
	SHAPE_DATE,     /* «30 мая», 30.05.2021 */
	SHAPE_MONTH,
	SHAPE_POINT,    /* «пятница», «последний рабочий день» */
	SHAPE_PART      /* «I декада», «II квартал» */
};

/* What a node that is left out names: the statement behind it, «отчёт – …»,
 * or the one before it, «… (отчёт)». */
enum naming { NAMES_NONE, NAMES_NEXT, NAMES_LAST };

/* A stretch or a day that comes back with each period of a unit. */
struct calendar_item {
	struct term_item item;
	enum term_unit unit;    /* it recurs in */
	bool unit_said;         /* «каждого месяца», not only understood */
	enum term_select select;
	enum shape shape;
	bool whole_months;      /* can cut another rhythm: «январь-апрель» */
	bool wraps;             /* past the end of its period */
	int16_t year, year_last;        /* of its first and last day; 0 not
	                                 * said */
	bool exclusive;         /* English "before" */
	bool next;              /* «следующего месяца»: after a period */
	enum term_unit next_of; /* «за отчётным кварталом»; UNIT_COUNT */
	bool next_vague;        /* «за отчётным периодом»: of which length? */
};

/* One is made for each statement that is tried: kept small. */
struct node {
	enum node_kind kind;
	bool joined;            /* «и» stands before it */
	bool apart;             /* a semicolon stands before it */
	enum term_unit unit;    /* UNIT_COUNT: none said */
	uint16_t first, end;    /* tokens */
	bool consecutive;
	bool floor, cap;        /* «не менее», «не более» */
	bool each;              /* «по 2»: in each of what is listed */
	int interval;           /* every N units; 1 */
	int min, max;           /* N_COUNT; -1 not said */
	bool deadline;          /* N_EVERY: «до конца года» */
	bool school;            /* a half of the school year */
	uint8_t naming;         /* N_IGNORED: enum naming */
	bool stretch;           /* N_EXTERNAL: «в отопительный период»: a
				 * rhythm beside it holds within it alone */
	bool vague;             /* N_EXTERNAL: «с учётом»; N_REQUEST: from
	                         * when was not said */
	uint8_t weekdays;       /* N_EXCEPT: bits (1 << weekday); 0 months */
	uint16_t months;        /* N_EXCEPT: bits (1 << month) */
	struct calendar_item cal;
	int year, year_last;    /* N_YEARS, N_DURING; 0 none */
	struct date date;       /* N_FROM, N_TO */
	struct duration within; /* N_AFTER, N_REQUEST; n = 0 none */
};

enum { NODES_FEW = 12 };        /* more are rare, and grow in the arena */

struct tree {
	struct node *nodes;
	size_t len;
	struct node few[NODES_FEW];
	const char *counted;    /* as in struct phrase */
	const char *schedule_of;
};

#endif
