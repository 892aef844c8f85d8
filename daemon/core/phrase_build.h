/* phrase_build.h - the workshop where facts become parts of a term.
 *
 * Owns:        the state of one compilation, on the caller's stack.
 * May touch:   gather, draft, tree; term's types.
 * Never knows: words; the order in which the files below are asked.
 *
 * phrase_compile walks the phases; phrase_item turns calendar items into
 * parts, phrase_cut what only cuts a rhythm, phrase_outside what comes from
 * outside or follows a period, phrase_rhythm all else. A build_x returns
 * false when it complained. */
#ifndef SROK_CORE_PHRASE_BUILD_H
#define SROK_CORE_PHRASE_BUILD_H

#include "core/phrase_draft.h"
#include "core/phrase_gather.h"

struct compiler {
	struct arena *arena;
	const char *source;
	const struct tokens *tokens;
	const struct tree *tree;
	struct phrase_issues *issues;
	struct drafts drafts;
	const struct facts *f;          /* of the segment at hand */
	struct date after;              /* «далее»: end of the phase before */
	bool again;                     /* «далее ежегодно» follows */
	enum term_unit unit;            /* the rhythm; UNIT_COUNT none */
	int interval;
	bool consecutive;
	uint16_t only;                  /* months that it is cut to */
	struct date_span cut;           /* days that it is cut to */
	uint8_t weekdays;               /* a daily one, bits; 0: all */
};

/* Complaints at the tokens of a node; build_refuse returns false. */
bool build_refuse(struct compiler *c, int code, const struct node *at,
    const char *hint, const char *what);
void build_warn(struct compiler *c, int code, const struct node *at,
    const char *hint, const char *what);

/* MIN and MAX; -1 is "not said". */
void build_set_counts(struct term_part *part, int min, int max);
/* MIN and MAX of each of k listed windows, when the count is of the period
 * that they lie in: «2 раза в год (май, декабрь)» is one in each. */
bool build_spread_counts(struct compiler *c, struct term_part *part,
    size_t k);

/* Does what follows each period of a unit stand beside no other rhythm? */
bool build_after_fits(struct compiler *c, const struct node *at,
    enum term_unit unit);

/* The bounds of the segment itself: «с октября 2021», «по май 2024». */
void build_bounds(const struct compiler *c, struct term_part *part);
/* Where a phase after «далее» begins when it names no year: the next whole
 * period. */
struct date build_next_start(struct date end, enum term_unit unit);
/* Bounds a part of a phase after «далее» that has no years; u may be NULL. */
void build_after(struct compiler *c, const struct use *u,
    struct term_part *part);
/* A part with an item (or NULL: whole), once for each run of years, or
 * open. */
bool build_runs(struct compiler *c, const struct use *u,
    struct term_part *part, const struct term_item *item);

enum { BUILD_ALL_MONTHS = 0x1ffe, BUILD_ALL_DAYS = 0xfe };

/* A part without items: the rhythm as it is, or its weekdays. */
void build_whole(struct compiler *c, const struct term_part *part);

/* Cuts the rhythm to the months of a mask; complains at the node when none
 * is left. */
bool build_only(struct compiler *c, const struct node *at, uint16_t months);

/* The rhythm at hand as a part. */
struct term_part build_rhythm(const struct compiler *c);

/* phrase_item.c */
bool build_item(struct compiler *c, const struct use *u);
/* Moves a half of the year to that of the school year, where it is one. */
void build_school_halves(const struct compiler *c, const struct use *u,
    struct term_item *item);

/* phrase_dated.c */
/* Has an item the same days in every year? */
bool build_has_fixed_days(const struct calendar_item *cal);
/* A window in each of the years that are said; a deadline's (SELECT_BY) from
 * the first day of its period of part's unit: a year, half-year or quarter. */
bool build_dated(struct compiler *c, const struct use *u,
    const struct term_part *part, const struct term_item *item);
/* «A 2020, далее ежегодно» = A in 2020 and in each year after it. */
bool build_again(struct compiler *c, const struct use *u,
    struct term_part *part, const struct term_item *item);

/* phrase_rhythm.c */
bool build_uses(struct compiler *c);
bool build_bare(struct compiler *c);

/* phrase_cut.c: n uses that only cut the rhythm. */
/* The rhythm within them, and nothing else. */
bool build_cut(struct compiler *c, const struct use *cuts, size_t n);
/* Narrows only and cut of the compiler, for items that have a rhythm of
 * their own. */
bool build_cut_others(struct compiler *c, const struct use *cuts, size_t n);
/* Are their years not the same? Then each is a cut by itself. */
bool build_cuts_differ(const struct use *cuts, size_t n);
/* Years that were said of the cuts are none of the others' own. */
void build_share_years(const struct use *cuts, size_t ncuts,
    struct use *others, size_t nothers);
/* Are they months as far apart as the rhythm says? Then they are all of it. */
bool build_are_spaced(const struct compiler *c, const struct use *cuts,
    size_t n);
bool build_spaced_months(struct compiler *c, const struct use *cuts,
    size_t n);

/* phrase_outside.c */
bool build_external(struct compiler *c);
bool build_request(struct compiler *c);
bool build_lasting(struct compiler *c);
bool build_after_period(struct compiler *c);
/* An item of what follows a period: «до 20 числа следующего месяца». */
bool build_after_item(struct compiler *c, const struct use *u,
    struct term_item item);

#endif
