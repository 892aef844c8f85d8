#include "smtp_verdict.h"

#include <stdbool.h>
#include <stddef.h>

#define STAGE(s) (1U << SMTP_##s)

enum {
	BEFORE_MAIL = STAGE(CONNECT) | STAGE(HELLO) | STAGE(STARTTLS)
	    | STAGE(AUTH),
	BEFORE_END = BEFORE_MAIL | STAGE(MAIL) | STAGE(RCPT) | STAGE(DATA),
	BODY = STAGE(DATA) | STAGE(END),
	ANY = -1
};

/* A reply, and what it means where it came. The first row that fits. */
static const struct row {
	unsigned stages;
	int low, high;          /* codes, both inclusive; 0: no reply */
	int subject, detail;    /* of RFC 3463, ANY: whatever */
	struct verdict means;
} rows[] = {
	/* The relay goes away, or has gone (D17, D15). */
	{ STAGE(END), 0, 0, ANY, ANY, { WIRE_UNCERTAIN, WIRE_LETTER } },
	{ BEFORE_END, 0, 0, ANY, ANY, { WIRE_TRY_LATER, WIRE_RELAY } },
	{ BEFORE_END | BODY, 421, 421, ANY, ANY,
	    { WIRE_TRY_LATER, WIRE_RELAY } },
	/* Any 2xx after the dot is an acceptance, 252 too (D17). */
	{ STAGE(END), 200, 299, ANY, ANY, { WIRE_SENT, WIRE_LETTER } },
	/* It does not know us: nobody's letter is to suffer (D16). */
	{ BEFORE_END, 530, 530, ANY, ANY, { WIRE_TRY_LATER, WIRE_CONFIG } },
	{ BEFORE_END, 534, 535, ANY, ANY, { WIRE_TRY_LATER, WIRE_CONFIG } },
	{ BEFORE_END, 538, 538, ANY, ANY, { WIRE_TRY_LATER, WIRE_CONFIG } },
	{ BEFORE_MAIL, 500, 599, ANY, ANY, { WIRE_TRY_LATER, WIRE_CONFIG } },
	{ BEFORE_MAIL, 1, 499, ANY, ANY, { WIRE_TRY_LATER, WIRE_RELAY } },
	/* Too big, or in a form that it does not take: this letter only. */
	{ BEFORE_END, 500, 599, 3, 4, { WIRE_REFUSED, WIRE_LETTER } },
	{ BEFORE_END, 500, 599, 6, ANY, { WIRE_REFUSED, WIRE_LETTER } },
	{ STAGE(MAIL), 552, 552, ANY, ANY, { WIRE_REFUSED, WIRE_LETTER } },
	/* Else MAIL is about our own address. */
	{ STAGE(MAIL), 500, 599, ANY, ANY, { WIRE_TRY_LATER, WIRE_CONFIG } },
	{ STAGE(MAIL), 1, 499, ANY, ANY, { WIRE_TRY_LATER, WIRE_RELAY } },
	/* 4.3.x is the mail system's state, not the mailbox's. */
	{ STAGE(RCPT) | BODY, 400, 499, 3, ANY,
	    { WIRE_TRY_LATER, WIRE_RELAY } },
	{ STAGE(RCPT), 500, 599, ANY, ANY, { WIRE_REFUSED, WIRE_RECIPIENT } },
	{ STAGE(RCPT), 400, 499, ANY, ANY,
	    { WIRE_TRY_LATER, WIRE_RECIPIENT } },
	/* One recipient per letter (D8): a complaint about the address or the
	 * mailbox that comes late is still about this one. */
	{ BODY, 500, 599, 1, ANY, { WIRE_REFUSED, WIRE_RECIPIENT } },
	{ BODY, 500, 599, 2, ANY, { WIRE_REFUSED, WIRE_RECIPIENT } },
	{ BODY, 500, 599, ANY, ANY, { WIRE_REFUSED, WIRE_LETTER } },
	{ BODY, 400, 499, ANY, ANY, { WIRE_TRY_LATER, WIRE_LETTER } },
	/* A reply that no RFC knows. After the dot nobody can say. */
	{ STAGE(END), 1, 999, ANY, ANY, { WIRE_UNCERTAIN, WIRE_LETTER } },
};

static bool
fits(const struct row *r, const struct smtp_talk *t)
{
	return (r->stages & 1U << t->stage) != 0
	    && t->code >= r->low && t->code <= r->high
	    && (r->subject == ANY || r->subject == t->status[1])
	    && (r->detail == ANY || r->detail == t->status[2]);
}

struct verdict
smtp_verdict(CURLcode rc, const struct smtp_talk *talk)
{
	if (talk->stage < SMTP_END && talk->code < 400
	    && verdict_is_config_fault(rc))
		return (struct verdict){ WIRE_TRY_LATER, WIRE_CONFIG };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (fits(&rows[i], talk))
			return rows[i].means;
	return (struct verdict){ WIRE_TRY_LATER, WIRE_RELAY };
}
