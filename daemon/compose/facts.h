/* facts.h - the «label: value» lines of a letter about one notice.
 *
 * Owns:        the texts it makes, in the letter's arena.
 * May touch:   view, tongue.
 * Never knows: layout, other notices. */
#ifndef SROK_COMPOSE_FACTS_H
#define SROK_COMPOSE_FACTS_H

#include "compose/doc.h"
#include "compose/view.h"

/* What this letter tells of its row, none of it empty. */
size_t facts_of(const struct view *v, const struct doc_fact **ret);

/* «приказ от 14.10.2021 № 343», or the roadmap's title without an order;
 * «приказ № 343» for a row of a digest. */
const char *facts_order(const struct view *v);
const char *facts_order_short(const struct view *v);
/* «п. 20 …» of the label and the quoted term, for a letter about several. */
const char *facts_quoted(const struct view *v);
/* view_name, or view_short_name for a row of a digest. */
typedef const char *(*body_namer)(const struct view *v,
    const struct body *body);
/* «Центр экспертизы», «каждая школа за себя» … */
const char *facts_responsible(const struct view *v, body_namer name,
    enum label *ret_label);

#endif
