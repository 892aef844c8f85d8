/* doc.h - a letter's contents, before they become text or HTML.
 *
 * Owns:        nothing; all of it lies in the letter's arena.
 * May touch:   tongue.
 * Never knows: notices, roadmaps, how it will look.
 *
 * Every text is clean (plain.h) and has its no-break spaces; none is escaped.
 * The same doc gives the text and the HTML, so that both say the same. */
#ifndef SROK_COMPOSE_DOC_H
#define SROK_COMPOSE_DOC_H

#include <stddef.h>

#include "compose/tongue.h"
#include "core/arena.h"
#include "core/str.h"

struct doc_fact {
	const char *label, *value;
};

enum { DOC_CELLS = 4 };

/* A row of a list: its lines in the text, its cells in HTML's table; the
 * first cell heads the row. */
struct doc_row {
	const char *first, *second, *third;     /* NULL: no such line */
	const char *cells[DOC_CELLS];
};

struct doc_list {
	const char *title;
	const char *heads[DOC_CELLS];   /* NULL behind the last */
	const struct doc_row *rows;
	size_t nrows;
	const char *rest;               /* "and 37 more", or NULL */
	const char *mark;               /* before a row in the text: "— " */
};

struct doc {
	const struct tongue *t;
	const char *subject, *preheader, *salutation;
	const char *lead;               /* or NULL */
	const struct doc_fact *facts;
	size_t nfacts;
	const struct doc_list *lists;
	size_t nlists;
	const char *action, *button;    /* above the link, on it */
	const char *link;               /* NULL: no page */
	const char *answer;             /* instead of a link, or NULL */
	const char *next, *closing;     /* next may be NULL */
};

void doc_text(struct str *out, const struct doc *d);
void doc_html(struct str *out, const struct doc *d);
/* A text that stands as it is, line by line. */
void doc_text_html(struct str *out, const struct tongue *t, const char *title,
    const char *text);

#endif
