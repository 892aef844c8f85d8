/* view.h - one notice, looked at on the day of sending.
 *
 * Owns:        the texts it makes, in the letter's arena.
 * May touch:   tongue, fill, plain, wrap; core.
 * Never knows: how a letter is laid out.
 *
 * Days are counted from the day of sending: what is left runs to the
 * effective day, what is late from the later of it and DUE (letters.md). */
#ifndef SROK_COMPOSE_VIEW_H
#define SROK_COMPOSE_VIEW_H

#include "compose/compose.h"
#include "compose/fill.h"
#include "compose/tongue.h"

/* The gaps that sentences may have. */
enum slot_name {
	SLOT_X,         /* «п. 21, анализ динамики» */
	SLOT_DUE,       /* «28 мая»: effective day; once late the last one */
	SLOT_LAST,      /* «пятница, 28 мая 2021 г.», and what is odd in it */
	SLOT_EXPIRED,   /* «во вторник, 28 февраля 2023 г.» */
	SLOT_NEAR,      /* «завтра, четверг, 30 ноября» */
	SLOT_LEFT,      /* «осталось 7 дней» */
	SLOT_WORKING,   /* « (5 рабочих)», or nothing */
	SLOT_LATE,      /* «просрочено на 3 дня» */
	SLOT_TERM,      /* «Последний день — …» or «Срок истёк …» */
	SLOT_LOG,       /* «отметки нет», «отмечено 1 из 4 заседаний» */
	SLOT_STILL,     /* «; отмечено 1 из 4 заседаний», or nothing */
	SLOT_COUNT,     /* «1 из 4 заседаний» */
	SLOT_DONE, SLOT_MIN, SLOT_MORE, SLOT_WANTED,
	SLOT_MIN_NOUN,  /* «4 заседаний» */
	SLOT_BY_POINT,  /* «к 1 октября» */
	SLOT_ATTESTED,  /* «за 2024 год» */
	SLOT_FOR_TERM,  /* «за год» */
	SLOT_MARKED, SLOT_MARKED_DAY, SLOT_MET, SLOT_MET_DAY, SLOT_DELAY,
	SLOT_DEED,      /* «исполнение отмечено», «исполнено» */
	SLOT_CLOSED,    /* the row of a digest */
	SLOT_FOR_YEAR,  /* « на 2023 год» */
	SLOT_ANSWER,
	SLOT_COUNT_OF
};

struct view {
	struct arena *arena;
	const struct tongue *t;
	const struct letter *letter;
	const struct letter_item *item;
	const struct notice *notice;
	const struct obligation *ob;    /* NULL: a schedule is asked for */
	const struct wording *wording;
	const struct rule *rule;
	const struct roadmap *roadmap;
	enum say say;
	enum group group;
	const struct entry *mark;       /* the deed that met it, or NULL */
	unsigned members, members_done; /* "37 of 40" did it; 0: one body */
	const struct body *const *owing;        /* several of a group who owe
	                                 * it alike (merge.h), or NULL */
	size_t nowing;
	const char *cite;               /* «п. 21» */
	const char *what;               /* the short title, else the title */
	bool cited;                     /* by words of its own, no number */
	struct slot slots[SLOT_COUNT_OF + 1];
};

void view_init(struct arena *a, const struct letter *letter,
    const struct letter_item *item, struct view *ret);

/* The sentence with this view's slots. */
const char *view_fill(const struct view *v, const char *template);

/* The same with «{x}» cut between words so that all of it holds limit
 * characters; no-break spaces are plain ones. */
const char *view_subject(const struct view *v, const char *template,
    size_t limit);

/* The rule's number in the order as it stands on the letter's day. */
const char *view_number(const struct view *v);

/* What a grammar function says, as a text. */
const char *view_day(const struct view *v,
    void (*print)(struct str *, struct date), struct date d);
/* «28 мая», with its year when it is far from the day of sending. */
const char *view_near(const struct view *v, struct date d);

bool view_is_far(const struct view *v, struct date d);
/* To the effective day; not positive when it has come. */
int view_days_left(const struct view *v);
/* The last day has passed. */
bool view_is_over(const struct view *v);
/* What a str holds, in the letter's arena; the str is done with. */
const char *view_take(const struct view *v, struct str *s);

/* A text from outside in the letter's language: clean, cut to limit. */
const char *view_text(const struct view *v, const struct text *t,
    size_t limit);
/* The name of a body, at most a line or two; its short one, for lists. */
const char *view_name(const struct view *v, const struct body *b);
const char *view_short_name(const struct view *v, const struct body *b);

/* The number or the percentage that is owed, or NULL. */
const struct result *view_figure(const struct view *v);
/* The notice is of all who owe, of whom the rule names more than one. */
bool view_is_of_several(const struct view *v);
/* The head of a group's name in the tongue's table, or NULL. */
const struct head_noun *view_head(const struct view *v,
    const struct body *group);

#endif
