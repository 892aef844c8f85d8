/* remind.h - who must hear what on a day, given what was already said.
 *
 * Owns:        the notices it returns, in the caller's arena.
 * May touch:   arena, date, workcal, roadmap, stage, evaluate.
 * Never knows: the hour, letters, the outbox, how a notice is delivered.
 *
 * A notice is (obligation, stage, recipient, channel); that tuple is its key
 * and the same key is never said twice. Rules: design.md §6, decisions.md. */
#ifndef SROK_CORE_REMIND_H
#define SROK_CORE_REMIND_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/evaluate.h"
#include "core/stage.h"

enum role {
	ROLE_LEAD,              /* all stages */
	ROLE_CO,                /* opens, before, late */
	ROLE_SUPERVISOR,        /* escalate */
	ROLE_CONTROLLER,        /* accept */
	ROLE_OWNER              /* schedule */
};

/* What was already said, as the store keeps it: the identity of a notice. */
struct said {
	struct date due;        /* of the obligation; DATE_NONE for schedule */
	const char *debtor;     /* body id of the pair, or the group's */
	const char *stage;      /* stage_name */
	const char *recipient;  /* body id */
	const char *address;
	enum channel channel;
	struct date day;        /* it was said */
};

struct notice {
	const struct obligation *obligation;    /* NULL for a schedule; for a
	                         * group's co-executors: of its worst member */
	const struct pair *pair;
	struct stage stage;
	enum role role;
	const struct reach *to; /* body, channel, address, language */
	struct date due;        /* part of the key; DATE_NONE for a schedule */
	const char *debtor;     /* part of the key */
	struct date day;        /* it is said: the day asked for */
	unsigned members, members_done; /* EACH told to others: "37 of 40" */
	unsigned peers, peers_done;     /* the same beside one of them that
	                                 * is told on; else 0 */
	const char *key;        /* the whole tuple as one text; rules by their
	                         * inner id; unique for ever */
};

/* What was not said on a day, and why: for whoever asks (account.h). Only
 * what was looked at is among them: a stage whose day has not come, or that
 * another of its day stands before, is not. */
struct refusal {
	const struct obligation *obligation;
	const char *debtor;
	enum reason reason;
	bool whole;             /* whatever the stage: what and role are none */
	struct stage_day what;
	enum role role;
	const struct body *to;  /* NULL: whoever has that role; the body
	                         * that is reached, if any is */
};

struct refusals {
	struct refusal *items;
	size_t n, cap;
};

/* One day of one rule: all its pairs together, because co-executors of an
 * EACH rule hear of the whole group once. */
struct remind_input {
	const struct pair *pairs;               /* of one rule */
	const struct evaluation *evaluations;   /* one for each pair */
	size_t npairs;
	const struct said *said;                /* of this rule, any order */
	size_t nsaid;
	struct date day;        /* a sending day: working in the roadmap */
	struct date baseline;   /* stages of days before it are not said */
	const struct since *since;      /* as for evaluate: of schedules */
	struct refusals *refused;       /* NULL: nobody asks */
	/* Who hears in place of a body that nobody can reach (design.md §6:
	 * the administrator); the body is filled in. */
	const struct reach *instead;
	size_t ninstead;
};

/* What makes a notice unique; name stands for its DUE: the DUE itself, or the
 * first day of the quarter that a schedule is asked for in. In a. */
const char *notice_key(struct arena *a, const struct notice *n,
    struct date name);

/* The notices to say on that day, keys that are in `said` left out. */
size_t remind(struct arena *a, const struct remind_input *in,
    const struct notice **ret);

/* What will be said of an obligation to a recipient from a day on if nothing
 * happens, for the letter's «Дальше:» line and for explain: stages with their
 * days, in order, at most limit. */
struct coming {
	struct stage stage;
	struct date day;
	const struct body *to;  /* ESCALATE: the supervisor */
};
size_t remind_coming(struct arena *a, const struct obligation *ob,
    enum role role, struct date from, size_t limit,
    const struct coming **ret);

/* The largest number of days that any stage lies before START, so that a
 * driver knows its horizon. */
int remind_reach_days(const struct wording *w);

#endif
