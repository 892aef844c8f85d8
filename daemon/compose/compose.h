/* compose.h - notices into words, words into bytes.
 *
 * Owns:        the texts it returns, in the caller's arena.
 * May touch:   core; jansson (webhook bodies).
 * Never knows: files, the clock, locale, where a letter goes, the store.
 *
 * Pure: the same letter gives the same words, the same words and envelope
 * the same bytes, so that every attempt to deliver sends the same message.
 * What is said in which words: letters.md. */
#ifndef SROK_COMPOSE_COMPOSE_H
#define SROK_COMPOSE_COMPOSE_H

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/remind.h"

/* What was said before of an obligation, quoted in escalations. */
struct told {
	struct date day;
	struct stage stage;
	const struct body *to;
	int64_t letter;         /* its printed number */
};

struct letter_item {
	const struct notice *notice;
	const struct coming *coming;    /* what follows by itself */
	size_t ncoming;
	const struct told *told;        /* by day */
	size_t ntold;
	int64_t follows;        /* CLOSED: number of the letter it answers; 0 */
};

struct letter {
	int64_t number;         /* printed: «Письмо 1032» */
	const struct reach *to; /* body, language, salutation */
	struct date day;        /* of sending: days are counted from it */
	const struct letter_item *items;        /* at least one; late first */
	size_t nitems;
	const char *contact;    /* «Тел. 2-34-56», or NULL */
	const char *answer_to;  /* whom to answer while no page exists: an
	                         * address or a name; NULL: left out */
	const char *link;       /* "{link}" placeholder, or NULL: no page */
};

struct words {
	const char *subject;    /* UTF-8, <= 60 characters where it can be */
	const char *text;       /* LF line ends, <= 72 columns if it can be */
	const char *html;
};

/* A plain letter for one item, a digest (late, this week, later) for more. */
void compose_letter(struct arena *a, const struct letter *letter,
    struct words *ret);

/* The body of a webhook (Standard Webhooks 1.0.0): compact JSON with type
 * "srok.notice", timestamp and data. at is the instant of sending, offset
 * the zone's seconds east of UTC. */
const char *compose_webhook(struct arena *a, const struct letter *letter,
    int64_t at, int32_t utc_offset);

/* The same for what an administrator must hear: type "srok.alarm", in data
 * the subject and the text of the letter, cut where it would be too long. */
const char *compose_alarm_webhook(struct arena *a, int64_t number,
    const struct words *words, int64_t at, int32_t utc_offset);

/* The same in the shape that a receiver takes (srokd.yaml, `format`), by the
 * shape's name: standard stays, cloudevents puts it into an event with that id
 * and source (CloudEvents 1.0, structured), a chat gets {"text": …}, the words
 * of the letter cut at what it takes. */
const char *compose_shaped(struct arena *a, const char *shape,
    const char *standard, const struct words *words, const char *id,
    const char *source);

struct envelope {
	const char *from_name, *from;   /* addr-spec */
	const char *to_name, *to;
	const char *reply_to;           /* or NULL */
	const char *message_id;         /* without brackets */
	const char *anchor;             /* of the thread, or NULL */
	const char *key;                /* X-Srok-Key */
	int64_t at;                     /* Date: */
	int32_t utc_offset;             /* seconds east */
};

/* The message: headers of trust.md E13, multipart/alternative, CRLF only,
 * 7 bit, lines <= 998. link replaces "{link}" in text and html; NULL when
 * the words have none. Display names are cleaned; NULL, and nothing in
 * *ret_len, when an address, an id or the subject cannot stand in a header or
 * the date is out of 1900-2200. */
const char *compose_mime(struct arena *a, const struct envelope *e,
    const struct words *w, const char *link, size_t *ret_len);

/* --- parts that the pages and srokctl say in the same words -------------- */

/* "пятница, 28 мая 2021 г." / "Friday 28 May 2021". */
const char *compose_day(struct arena *a, enum language language,
    struct date d);

#endif
