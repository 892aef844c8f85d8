/* tongue.h - one language of letters: its sentences and its grammar.
 *
 * Owns:        nothing; tongues are constant tables.
 * May touch:   date, workcal (kinds of days), remind (stages), str.
 * Never knows: a letter's facts; they come in as slots (fill.h).
 *
 * A third language is one more table here and the few functions that it
 * names. Sentences: letters.md. Slots in templates are listed in view.h. */
#ifndef SROK_COMPOSE_TONGUE_H
#define SROK_COMPOSE_TONGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "compose/alarm.h"
#include "core/date.h"
#include "core/remind.h"
#include "core/roadmap.h"
#include "core/str.h"
#include "core/workcal.h"

/* What a letter is about to say: stages, told apart where words differ. */
enum say {
	SAY_OPENS, SAY_LEFT, SAY_TOMORROW, SAY_TODAY, SAY_HALF, SAY_PACE,
	SAY_STANDING, SAY_LATE, SAY_ESCALATE, SAY_ACCEPT, SAY_CLOSED,
	SAY_WAIVED, SAY_REOPENED, SAY_RETURNED, SAY_OWED_AGAIN, SAY_SCHEDULE,
	SAY_COUNT
};

struct sentences {
	const char *subject;
	const char *lead;       /* the first paragraph */
	const char *action;     /* the line above the link */
	const char *button;     /* its words in HTML */
	const char *answer;     /* instead of a link; NULL: nothing to answer */
};

/* A stage in lists of what comes and of what was told: one day, several. */
struct stage_words {
	const char *one, *many;
	const char *told_one, *told_many;
};

enum label {
	LABEL_ACTIVITY, LABEL_FIGURE, LABEL_BASIS, LABEL_IN_ORDER,
	LABEL_IN_PLAN, LABEL_REQUESTED, LABEL_MOVED, LABEL_READING,
	LABEL_PERIOD, LABEL_MARK, LABEL_RESULT, LABEL_RESPONSIBLE,
	LABEL_RESPONSIBLE_MANY, LABEL_CO, LABEL_CO_INFORMED, LABEL_LOGGED,
	LABEL_PART, LABEL_PROMISED, LABEL_DECISION, LABEL_ACCEPTED,
	LABEL_WITHDRAWN, LABEL_NO_ADDRESS, LABEL_COUNT
};

enum group {                    /* of a digest, in the order of its text */
	GROUP_LATE, GROUP_ACCEPT, GROUP_WEEK, GROUP_LATER, GROUP_SCHEDULE,
	GROUP_CLOSED, GROUP_COUNT
};

struct group_words {
	const char *title;
	const char *first[3];   /* in a subject, with its number, by plural */
	const char *further;    /* … behind another group */
	const char *row;        /* the second line of a row */
	const char *term, *state;       /* the same as cells of HTML's table */
};

/* «школы», of a group's name: «каждая школа», «из 1 школы», «из 40 школ» */
struct head_noun {
	const char *plural, *each, *of_one, *of_many;
};

enum shifted { SHIFTED_BEFORE, SHIFTED_AFTER, SHIFTED_START, SHIFTED_COUNT };

struct alarm_words {
	const char *subject[3];         /* by plural of n */
	const char *lead, *action;
};

enum column { COLUMN_ITEM, COLUMN_WHAT, COLUMN_TERM, COLUMN_LOGGED,
	COLUMN_DAY, COLUMN_LETTER, COLUMN_TO, COLUMN_COUNT };

struct tongue {
	enum language language;
	const char *code;                       /* of HTML's lang */
	size_t columns;                         /* of the text */
	const char *salutation;                 /* the neutral one */
	struct sentences say[SAY_COUNT];
	const char *figure_action, *figure_answer;      /* a number is owed */
	const char *lead_of[ROLE_OWNER + 1];    /* why you: by role */
	const char *instead;            /* … of somebody without an address */
	const char *pass_on;            /* … and what is his to do */
	const char *follows, *deputy;           /* … instead, behind it */
	const char *closing;
	const char *labels[LABEL_COUNT];
	const char *columns_of[COLUMN_COUNT];   /* heads of HTML tables */

	/* facts */
	const char *order, *order_short, *item, *items, *amended;
	const char *quoted, *glossed, *shifted[SHIFTED_COUNT], *moved;
	const char *period, *prorated, *mark;
	const char *result_word[RESULT_PERCENT + 1];    /* a result without
	                         * a name; NULL ones have none */
	const char *result_hint[RESULT_PERCENT + 1];    /* … behind the name */
	const char *optional;
	const char *yes, *no;
	char decimal;                   /* 23,5 */
	const char *each, *each_of, *any, *missing, *and_more;
	const struct head_noun *heads;          /* ends with plural NULL */

	/* the log */
	const char *nothing, *part, *logged, *of, *submitted;
	const char *still;      /* before what is logged all the same */
	const char *promised;                   /* behind it, in digests */
	const char *row_log[SAY_COUNT];         /* there, in place of it; NULL:
	                                         * nothing else */
	const char *left_to, *expired, *delay, *in_time;
	const char *deed_marked, *deed_done;    /* on its day; told later */
	const char *provisional, *provisional_short;

	/* what comes, what was told */
	struct stage_words stages[STAGE_KIND_COUNT];
	const char *next, *next_entry, *next_between, *and;
	struct { const char *one, *many; } again, again_others;
	const char *escalate;
	const char *letters[3];         /* of many: by plural of {n} */
	const char *controls[3];        /* … to the supervisor */
	const char *named[2];   /* of one that stands in no case: {items}; to
	                         * the reader, to those who owe */
	const char *about[3];   /* {items}: to the reader, to those who owe,
	                         * to the supervisor */
	const char *told_title, *told_silent;
	const char *unanswered;                 /* preheader of escalations */
	const char *ahead, *one_button;         /* preheaders */

	/* digests and schedules */
	struct group_words groups[GROUP_COUNT];
	const char *digest_control;             /* … of escalations alone */
	const char *digest_ahead;       /* … of what is ahead: {day} is its
	                                 * nearest; … all of one day: */
	const char *digest_today, *digest_tomorrow, *digest_left;
	const char *digest_count[3];            /* {count} of these */
	const char *digest_subject, *digest_action, *digest_button;
	const char *digest_answer;
	const char *digest_row, *rest, *today, *tomorrow;
	const char *closed_row, *waived_row;
	const char *for_year, *for_term, *for_term_year;
	const char *attest_year, *attest_any;
	const char *schedule_enter, *schedule_tell;
	const char *computed_one, *computed_many;

	/* to the administrator */
	struct alarm_words alarms[ALARM_KIND_COUNT];
	const char *alarm_more;                 /* behind a subject */
	const char *administrator;

	/* to who stands in for one that a server refuses */
	const char *passed_subject, *passed;

	/* grammar */
	size_t (*plural)(unsigned n);
	void (*short_day)(struct str *out, struct date d);
	void (*date)(struct str *out, struct date d);
	void (*week_day)(struct str *out, struct date d);
	void (*day)(struct str *out, struct date d);
	void (*on_day)(struct str *out, struct date d);
	void (*to)(struct str *out, struct date d);
	void (*order_date)(struct str *out, struct date d);
	void (*period_span)(struct str *out, struct date_span s);
	void (*left)(struct str *out, unsigned n);
	void (*late)(struct str *out, unsigned n);
	void (*days)(struct str *out, unsigned n);
	void (*working)(struct str *out, unsigned n);
	/* Appended to a last day that is a worked weekend; off are the days
	 * off behind it, empty when there are none. */
	void (*worked_weekend)(struct str *out, struct date d,
	    struct date_span off);
	/* Why a day is not worked: «воскресенье», «праздничный день». */
	const char *(*day_off)(enum workcal_kind kind, enum weekday day);
	/* A term in this language when the order's words are in another one;
	 * false when it cannot be said. NULL: orders are in this one. */
	bool (*term)(struct str *out, const struct term *term);
	/* The form of the counted noun behind "of n": index of counted[]. */
	size_t (*counted_form)(unsigned n);
};

extern const struct tongue tongue_ru, tongue_en;

const struct tongue *tongue_of(enum language language);

#endif
