/* course.h - what was said before a letter, and what comes after it.
 *
 * Owns:        the texts it makes, in the letter's arena.
 * May touch:   view, tongue.
 * Never knows: layout; when things are said is decided in core/remind. */
#ifndef SROK_COMPOSE_COURSE_H
#define SROK_COMPOSE_COURSE_H

#include "compose/doc.h"
#include "compose/view.h"

/* «Дальше: 22 и 28 сентября — напоминания, 2 октября — письмо о просрочке,
 * 4 октября — на контроль: начальник управления.» up to the first step that
 * tells somebody else; NULL when nothing comes. */
const char *course_next(const struct view *v);

/* The same for a digest: the next day of any late row, else of any row. */
const char *course_next_of(const struct view *views, size_t n);

/* What was sent before, for an escalation; rows by kind of letter. False when
 * nothing was. */
bool course_told(const struct view *v, struct doc_list *ret);
/* Nothing at all is logged or promised. */
bool course_silent(const struct view *v);

/* «п. 14, 15»; rows cited by words stand by themselves. */
const char *course_items(const struct view *views, size_t n);

#endif
