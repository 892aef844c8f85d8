#include "compose/compose.h"

#include "compose/letter.h"
#include "compose/merge.h"
#include "compose/wrap.h"

enum {
	ROWS_MOST = 200,                /* of a digest (decisions.md) */
	/* What text and HTML may take together, so that both in base64 with
	 * their line ends and the headers stay within 128 KiB. */
	WORDS_MOST = 90000,
};

const struct tongue *
tongue_of(enum language language)
{
	return language == LANGUAGE_EN ? &tongue_en : &tongue_ru;
}

static bool
all_schedules(const struct letter *letter)
{
	for (size_t i = 0; i < letter->nitems; i++)
		if (letter->items[i].notice->stage.kind != STAGE_SCHEDULE)
			return false;
	return true;
}

static void
lay_out(const struct letter *letter, const struct view *views, size_t n,
    size_t rows, struct doc *ret)
{
	if (all_schedules(letter))
		letter_schedule(views, n, rows, ret);
	else if (n == 1 && (letter->nitems == 1 ||
	    views[0].say == SAY_ESCALATE))
		letter_single(views, ret);
	else
		letter_digest(views, n, rows, ret);
}

void
compose_letter(struct arena *a, const struct letter *letter,
    struct words *ret)
{
	struct view *views = arena_array(a, letter->nitems, sizeof(*views));
	size_t rows = ROWS_MOST, n;
	struct str text, html;
	struct doc doc;

	for (size_t i = 0; i < letter->nitems; i++)
		view_init(a, letter, &letter->items[i], &views[i]);
	n = merge_views(views, letter->nitems);
	str_init(&text);
	str_init(&html);
	for (;;) {
		str_clear(&text);
		str_clear(&html);
		lay_out(letter, views, n, rows, &doc);
		doc_text(&text, &doc);
		doc_html(&html, &doc);
		if (text.len + html.len <= WORDS_MOST || rows <= 1)
			break;
		rows /= 2;
	}
	*ret = (struct words){
		.subject = wrap_loosen(a, doc.subject),
		.text = arena_strdup(a, text.s),
		.html = arena_strdup(a, html.s),
	};
	str_done(&text);
	str_done(&html);
}

/* --- parts --------------------------------------------------------------- */

static const char *
loose(struct arena *a, struct str *s)
{
	const char *ret = wrap_loosen(a, s->s);

	str_done(s);
	return ret;
}

const char *
compose_day(struct arena *a, enum language language, struct date d)
{
	struct str s;

	str_init(&s);
	tongue_of(language)->day(&s, d);
	return loose(a, &s);
}
