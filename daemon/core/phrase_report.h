/* phrase_report.h - parts of a year and what stands beside each: the day of
 * its report, the months that it is.
 *
 * Owns:        nothing; it changes the tree that it is given.
 * May touch:   tree, lex (the signs between), gather (complaints).
 * Never knows: how a term is built.
 *
 * «за I квартал – до 15 апреля», «Q1: by April 15» name the time that is
 * reported on and the day of the report: one window, from the day after that
 * time to the day, or from its first day when the day lies in it. */
#ifndef SROK_CORE_PHRASE_REPORT_H
#define SROK_CORE_PHRASE_REPORT_H

#include <stdbool.h>

#include "core/phrase_lex.h"
#include "core/phrase_tree.h"

/* Makes the deadline `due` the window of what is handed in on a part of the
 * year. False when it is no day of a named month soon after it. */
bool phrase_report_due(const struct calendar_item *part,
    struct calendar_item *due);

/* «осень (сентябрь-октябрь)», «сентябрь-октябрь (осень)», «весна: апрель»:
 * one stretch said twice; the narrower saying holds. */
void phrase_name_stretches(const char *source, const struct tokens *tokens,
    struct tree *tree, struct phrase_issues *issues);

/* Joins such pairs where a dash, a colon or a bracket parts them. */
void phrase_join_reports(const char *source, const struct tokens *tokens,
    struct tree *tree, struct phrase_issues *issues);

/* «каждую пятницу до 31 мая 2025 года»: a day of one year ends what comes back
 * each week or month. */
void phrase_end_rhythm(const char *source, const struct tokens *tokens,
    struct tree *tree, struct phrase_issues *issues);

/* «II квартал, 15 мая»: a list, or which day of it? */
void phrase_warn_nested(const char *source, const struct tokens *tokens,
    const struct tree *tree, struct phrase_issues *issues);

#endif
