/* A phrase - A term */
#include "load/when.h"

#include "core/phrase.h"
#include "core/phrase_codes.h"
#include "load/mend.h"
#include "load/spelled.h"

/* --- a phrase ------------------------------------------------------------ */

static bool
voiced(const struct phrase_issue *issue, enum when_voice voice)
{
	switch (voice) {
	case WHEN_ALL:
		return true;
	case WHEN_CONFIRMED:
		return issue->level == DIAG_ERROR ||
		    issue->code < PHRASE_W_TWO_WAYS;
	default:
		return false;
	}
}

/* Tables repeat themselves: each wording is read once a load. */
static const struct phrase *
parsed(struct reader *r, const char *text)
{
	struct recalled *known = recall(r->phrases_known, text);
	struct phrase *phrase;

	if (known->text == text)
		return known->thing;
	phrase = r->phrases ? names_get(r->phrases, text) : NULL;
	if (!phrase) {
		phrase = arena_alloc(r->a, sizeof(*phrase));
		phrase_parse(r->a, text, phrase);
		if (r->phrases)
			names_put(r->phrases, text, phrase);
	}
	*known = (struct recalled){text, phrase};
	return phrase;
}

static void
complain_of_issue(struct reader *r, const struct node *n,
    const struct phrase_issue *issue)
{
	struct diag *d = complain_at(r->diags, issue->level,
	    node_place_at(r->tree, n, issue->first, issue->len), issue->code,
	    issue->hint, "%s", issue->what);

	if (issue->instead)
		mend_value(r, d, n, issue->first, issue->len, issue->instead);
}

static const struct term *
read_phrase(struct reader *r, const struct node *n, enum when_voice voice,
    struct when *ret)
{
	const struct phrase *phrase;
	struct place comment;

	if (node_comment_follows(r->tree, n, &comment))
		complain_at(r->diags, DIAG_WARNING, comment, CODE_W_COMMENT,
		    "put the term in quotes if this belongs to it",
		    "a comment follows the term");
	phrase = parsed(r, n->text);
	for (size_t i = 0; i < phrase->nissues; i++) {
		const struct phrase_issue *issue = &phrase->issues[i];

		if (voiced(issue, voice))
			complain_of_issue(r, n, issue);
	}
	if (!ret->counted)
		ret->counted = phrase->counted;
	if (!ret->schedule_of)
		ret->schedule_of = phrase->schedule_of;
	return phrase->term;
}

/* --- a term -------------------------------------------------------------- */

/* A phrase: its term, shared by all that say the same, or NULL. */
static const struct term *
read_words(struct reader *r, const struct node *n, enum when_voice voice,
    struct when *ret)
{
	return scalar_of(r, n, "a term") ? read_phrase(r, n, voice, ret) :
	    NULL;
}

/* A mapping: a term of one part, or NULL. */
static const struct term *
read_spelled(struct reader *r, const struct node *n, struct when *ret)
{
	struct term_part *part = arena_alloc(r->a, sizeof(*part));
	struct term *term = arena_alloc(r->a, sizeof(*term));

	part->base = TERM_PERIODS;
	if (!spelled_read(r, n, part))
		return NULL;
	ret->is_phrase = false;
	*term = (struct term){part, 1};
	return term;
}

/* The parts of each entry behind one another; NULL when one of them was not
 * understood. The phrases are joined in ret->text. */
static const struct term *
read_list(struct reader *r, const struct node *list, enum when_voice voice,
    struct when *ret)
{
	struct term *term = arena_alloc(r->a, sizeof(*term));
	size_t cap = 0;
	bool good = list->child != NULL;
	struct str text;

	if (!good)
		fault(r, list, CODE_E_TYPE, NULL, "the list of terms is empty");
	str_init(&text);
	for (const struct node *n = list->child; n; n = n->next) {
		const struct term *read = n->kind == NODE_MAP ?
		    read_spelled(r, n, ret) : read_words(r, n, voice, ret);

		if (n->kind == NODE_SCALAR && *n->text)
			str_addf(&text, "%s%s", text.len ? "; " : "",
			    composed(r->a, n->text));
		good = good && read;
		for (size_t i = 0; read && i < read->nparts; i++) {
			struct term_part *into = arena_push(r->a,
			    (void **)&term->parts, &term->nparts, &cap,
			    sizeof(*into));

			*into = read->parts[i];
		}
	}
	ret->text = arena_strdup(r->a, text.s);
	str_done(&text);
	return good ? term : NULL;
}

void
when_read(struct reader *r, const struct node *n, enum when_voice voice,
    struct when *ret)
{
	*ret = (struct when){.is_phrase = true, .text = ""};
	if (n->kind == NODE_LIST) {
		ret->term = read_list(r, n, voice, ret);
	} else if (n->kind == NODE_MAP) {
		ret->term = read_spelled(r, n, ret);
	} else {
		ret->term = read_words(r, n, voice, ret);
		if (n->kind == NODE_SCALAR)
			ret->text = composed(r->a, n->text);
	}
	if (ret->term && !ret->is_phrase) {
		struct str text;

		str_init(&text);
		term_print(&text, ret->term);
		ret->text = arena_strdup(r->a, text.s);
		str_done(&text);
	}
}
