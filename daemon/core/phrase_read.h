/* phrase_read.h - the grammar: tokens into statements about time.
 *
 * Owns:        the reader's place in the tokens, for one parse.
 * May touch:   lex, vocabularies, tree; arena.
 * Never knows: how statements become a term.
 *
 * Recursive descent with a look back: a function `read_x` either takes its
 * tokens, fills the node and returns true, or leaves the place as it was.
 * A mistake that is certain (30 February) is complained of at once and sets
 * `failed`: then no other reading is tried. */
#ifndef SROK_CORE_PHRASE_READ_H
#define SROK_CORE_PHRASE_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "core/phrase_codes.h"
#include "core/phrase_lex.h"
#include "core/phrase_tree.h"

struct reader {
	struct arena *arena;
	const char *source;
	const struct tokens *tokens;
	size_t pos;
	size_t far;             /* furthest token that was looked at in vain */
	struct phrase_issues *issues;
	size_t lexed;           /* issues of the lexer, which stay */
	bool failed;            /* an error was said */
	bool trial;             /* only asking whether something begins here */
	enum shape list;        /* a «до …» list is going on in this shape */
	bool list_exclusive;
	struct calendar_item day;       /* the last item, while a list of
					 * months may go on: «15 января,
					 * апреля»; shape NONE: it cannot */
	struct tree *tree;
};

/* Reads all; false when something was not understood (complained of). */
bool phrase_read(struct arena *a, const char *source,
    const struct tokens *tokens, struct phrase_issues *issues,
    struct tree *ret);

/* --- for the files of the grammar only --- */

static inline const struct token *
reader_token(const struct reader *r, size_t ahead)
{
	size_t i = r->pos + ahead;

	if (ahead > AHEAD_MOST && i > r->tokens->len)
		i = r->tokens->len;
	return &r->tokens->items[i];
}

static inline bool
is_word(const struct reader *r, size_t ahead, enum word_class cls)
{
	return reader_token(r, ahead)->cls == cls;
}

/* Notes how far was looked in vain; returns false. */
static inline bool
reader_missed(struct reader *r)
{
	if (r->pos > r->far)
		r->far = r->pos;
	return false;
}

/* Takes the token when it is of that class or kind. */
static inline bool
take(struct reader *r, enum word_class cls)
{
	if (!is_word(r, 0, cls))
		return reader_missed(r);
	r->pos++;
	return true;
}

static inline bool
take_kind(struct reader *r, enum token_kind kind)
{
	if (reader_token(r, 0)->kind != kind)
		return reader_missed(r);
	r->pos++;
	return true;
}

static inline bool
reader_at_year(const struct reader *r, size_t ahead)
{
	const struct token *t = reader_token(r, ahead);

	return t->kind == T_NUMBER && t->digits && t->value >= 1000 &&
	    t->value <= 9999;
}

/* Forgets the complaints of what was read from token pos on. */
void reader_unsay(struct reader *r, size_t pos);

/* Forgets what was read from token pos on; returns false. */
static inline bool
reader_back(struct reader *r, size_t pos)
{
	if (r->issues->len > r->lexed)
		reader_unsay(r, pos);
	r->pos = pos;
	return false;
}

bool reader_any(struct reader *r, const enum word_class *classes, size_t n);
bool reader_number(struct reader *r, int *ret);   /* no year, no ordinal */
bool reader_ordinal(struct reader *r, int *ret);  /* 1st, I, «последний» -1 */
/* Does the unit just read stand in the singular, so that n names one of many:
 * «5 рабочего дня», «5 дня», but «5 рабочих дней», «2 дня»? */
bool reader_one_of_many(const struct reader *r, int n);
/* «июня», not «июнь»; English has one form. */
bool reader_genitive(const struct token *t);
/* «июнь», «март»; never English. */
bool reader_nominative(const struct token *t);
/* «[по] пятницам», «средам» */
bool reader_dative_plural(const struct token *t);
/* «в месяц», «в году»: so much of it, and not «в месяце», which of it. */
bool reader_at_rate(const struct reader *r);
/* Complaints of the sign, or of none, between the last node and the next. */
bool reader_close_slash(struct reader *r, size_t slash, const struct node *n);
void reader_warn_no_sign(struct reader *r, const struct node *n);
/* Nothing begins at the place. */
void reader_not_understood(struct reader *r);
/* A "fiscal" year at token `at` may be another than the calendar's. */
void reader_warn_fiscal(struct reader *r, size_t at);
/* «учебный год», «рабочий день», "half-year": */
bool reader_unit(struct reader *r, enum term_unit *ret);
void reader_error(struct reader *r, int code, size_t first, size_t end,
    const char *hint, const char *what);
void reader_warn(struct reader *r, int code, size_t first, const char *hint,
    const char *what);
/* Words that name a thing, up to the next statement about time; at most
 * `most`. Returns how many were taken. */
size_t reader_name(struct reader *r, size_t most, bool check_near);
/* The source from token first to the one before end. */
const char *reader_text(const struct reader *r, size_t first, size_t end);

bool phrase_read_part(struct reader *r, struct calendar_item *ret);
bool phrase_read_of(struct reader *r, struct calendar_item *c);
bool phrase_read_span(struct reader *r, struct calendar_item *ret);
bool phrase_read_one_year(struct reader *r, int *ret);
/* Complains when a year is not one of 1900..2200. */
bool reader_check_year(struct reader *r, size_t first, int year);
/* «года», «гг.», «г.г.»; true when it was «учебный год». */
bool reader_year_words(struct reader *r);
/* The second year of «2005-2007», «2023/24». */
bool phrase_read_second_year(struct reader *r, int year, int *ret);
/* The second part of a range behind one of n words (or a dash), into a. */
bool phrase_read_second_part(struct reader *r, size_t start,
    struct calendar_item *a, const enum word_class *words, size_t n,
    bool dash);
/* The same, behind the words; place: where they stand. */
bool phrase_read_range_end(struct reader *r, size_t start, size_t place,
    struct calendar_item *a);
/* Lets a list of months follow an item whose month ended the text. */
void reader_keep_day(struct reader *r, const struct calendar_item *c);

/* What a deadline names; exclusive: English "before" stood there. */
bool phrase_read_target(struct reader *r, struct calendar_item *c,
    bool exclusive);
/* «за 5 дней до конца месяца». */
bool phrase_read_ahead(struct reader *r, struct calendar_item *c);

/* «10 (десяти) рабочих дней», «месяца», «30-дневный срок»; *ret_given when a
 * number stands there. */
bool phrase_read_duration(struct reader *r, struct duration *ret,
    bool *ret_given);
/* «3 месяца», «пятилетка», "other month": an interval of one unit. */
bool phrase_read_stretch(struct reader *r, struct node *n);
/* How many words of what is counted or done stand here. */
size_t reader_nouns(struct reader *r);

/* «учебное полугодие» */
bool reader_school_half(struct reader *r);
/* «планируемому кварталу», «очередному», "the quarter" behind
 * «предшествующего»: the unit that they name, UNIT_COUNT none. */
enum term_unit reader_preceded(struct reader *r);
/* An hour of the day, with a warning that it is left out. */
bool reader_hour(struct reader *r);
/* Does a statement about time begin here? */
bool reader_begins(struct reader *r);

/* A dash that binds what stands on both sides: "mid-June". */
bool reader_at_hyphen(const struct reader *r);

bool phrase_read_hour(struct reader *r, struct node *n);
/* "January 2025 onwards": makes a beginning of what stands before it. */
bool phrase_read_onwards(struct reader *r, struct node *n);
/* «24/25 уч. год», "at the latest" (phrase_read_short.c). */
bool phrase_read_short(struct reader *r, struct node *n);
/* What no statement is, and says nothing of time (phrase_read_note.c). */
bool phrase_read_note(struct reader *r, struct node *n);
bool phrase_read_stage(struct reader *r, struct node *n);
bool phrase_read_external(struct reader *r, struct node *n);
bool phrase_read_request(struct reader *r, struct node *n);
bool phrase_read_within(struct reader *r, struct node *n);
bool phrase_read_count(struct reader *r, struct node *n);
bool phrase_read_by(struct reader *r, struct node *n);
bool phrase_read_results(struct reader *r, struct node *n);
bool phrase_read_standing(struct reader *r, struct node *n);
bool phrase_read_during(struct reader *r, struct node *n);
bool phrase_read_every(struct reader *r, struct node *n);
bool phrase_read_bounds(struct reader *r, struct node *n);
bool phrase_read_item(struct reader *r, struct node *n);
bool phrase_read_years(struct reader *r, struct node *n);
bool phrase_read_except(struct reader *r, struct node *n);

/* The days of an item that begins and ends in given years; false when they
 * are not fixed («первый рабочий день») or do not exist. */
bool phrase_item_days(const struct calendar_item *c, int year, int year_last,
    struct date_span *ret);

#endif
