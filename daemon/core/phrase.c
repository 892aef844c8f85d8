#include "core/phrase.h"

#include <string.h>

#include "core/phrase_codes.h"
#include "core/phrase_compile.h"
#include "core/phrase_examples.h"
#include "core/phrase_keep.h"
#include "core/phrase_lex.h"
#include "core/phrase_pair.h"
#include "core/phrase_read.h"
#include "core/phrase_report.h"
#include "core/phrase_say.h"
#include "core/phrase_weekday.h"

enum what {
	PARSE,                  /* the term */
	EXPLAIN,                /* and how each word was read */
	TRY                     /* no advice on what is no term */
};

static bool read_phrase(struct arena *a, const char *text, enum what what,
    struct phrase *ret);

static bool
reads(struct arena *a, const char *text)
{
	struct phrase p;

	return read_phrase(a, text, TRY, &p);
}

/* Where one word is not understood: what of the cell is a term without it. */
static void
advise(struct arena *a, const char *text, struct phrase_issues *issues)
{
	struct phrase_issue *all = issues->items;
	const char *keep;

	for (size_t i = 0; i < issues->len; i++) {
		if ((all[i].code != PHRASE_E_WORD && (all[i].hint ||
		    all[i].code != PHRASE_E_PLACE)) || issues->nerrors != 1)
			continue;
		keep = phrase_keep(a, text, all[i].first, reads);
		if (keep && all[i].hint)
			all[i].hint = arena_printf(a, "%s Or keep the term "
			    "only: '%s'", all[i].hint, keep);
		else if (keep)
			all[i].hint = arena_printf(a, "keep the term only: "
			    "'%s'", keep);
	}
}

/* What items only say together. Mere months of a year are no part of others,
 * nor have they any. */
static void
relate(struct arena *a, const char *text, const struct tokens *tokens,
    struct tree *tree, struct phrase_issues *issues)
{
	size_t items = 0;
	bool day = false;

	for (size_t i = 0; i < tree->len; i++) {
		const struct calendar_item *c = &tree->nodes[i].cal;

		if (tree->nodes[i].kind != N_ITEM)
			continue;
		items++;
		day = day || c->unit != UNIT_YEAR ||
		    c->select == SELECT_BY || c->shape == SHAPE_DATE;
	}
	if (items < 2)
		return;
	if (day)
		phrase_explain_weekdays(text, tokens, tree, issues);
	phrase_name_stretches(text, tokens, tree, issues);
	if (day)
		phrase_join_reports(text, tokens, tree, issues);
	if (day)
		phrase_end_rhythm(text, tokens, tree, issues);
	phrase_warn_nested(text, tokens, tree, issues);
	if (day)
		phrase_pair(a, text, tokens, tree, issues);
}

static bool
read_phrase(struct arena *a, const char *text, enum what what,
    struct phrase *ret)
{
	struct phrase_issues issues = { .arena = a };
	struct tokens tokens;
	struct tree tree;

	memset(ret, 0, sizeof(*ret));
	ret->language = "ru";
	if (phrase_lex(a, text, &tokens, &issues)) {
		ret->language = tokens.nen > tokens.nru ? "en" : "ru";
		if (phrase_read(a, text, &tokens, &issues, &tree)) {
			relate(a, text, &tokens, &tree, &issues);
			ret->term = phrase_compile(a, text, &tokens, &tree,
			    &issues);
			if (issues.nerrors > 0)
				ret->term = NULL;
			if (what == EXPLAIN)
				ret->readings = phrase_say(a, &tokens, &tree,
				    &ret->nreadings);
			ret->counted = tree.counted;
			ret->schedule_of = tree.schedule_of;
		}
	}
	if (!ret->term && what != TRY)
		advise(a, text, &issues);
	for (size_t i = 0; ret->language[0] == 'e' && i < issues.len; i++) {
		struct phrase_issue *all = issues.items;

		all[i].hint = phrase_examples_english(a, all[i].hint);
	}
	ret->issues = issues.items;
	ret->nissues = issues.len;
	return ret->term != NULL;
}

bool
phrase_parse(struct arena *a, const char *text, struct phrase *ret)
{
	return read_phrase(a, text, PARSE, ret);
}

bool
phrase_explain(struct arena *a, const char *text, struct phrase *ret)
{
	return read_phrase(a, text, EXPLAIN, ret);
}
