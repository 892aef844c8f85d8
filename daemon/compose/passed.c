#include "compose/passed.h"

#include "compose/doc.h"
#include "compose/fill.h"
#include "compose/letter.h"
#include "compose/plain.h"
#include "compose/wrap.h"

static const char *
day_text(struct arena *a, const struct tongue *t, struct date day)
{
	struct str s;
	const char *ret;

	str_init(&s);
	t->date(&s, day);
	ret = arena_strdup(a, s.s);
	str_done(&s);
	return ret;
}

void
compose_passed(struct arena *a, enum language language,
    const struct passed *passed, struct words *ret)
{
	const struct tongue *t = tongue_of(language);
	const struct slot slots[] = {
		{"name", plain_clean(a, passed->name)},
		{"address", plain_clean(a, passed->address)},
		{"day", day_text(a, t, passed->day)},
		{"reply", plain_clean(a, passed->reply)},
		{"subject", plain_clean(a, passed->subject)}, {NULL, NULL}
	};
	struct str text, html;

	str_init(&text);
	str_init(&html);
	ret->subject = plain_cut(a, wrap_loosen(a, fill(a, t->passed_subject,
	    slots)), SUBJECT_MOST);
	wrap_add(&text, wrap_keep(a, fill(a, t->passed, slots)), t->columns,
	    0);
	str_addf(&text, "\n%s", passed->text);
	doc_text_html(&html, t, ret->subject, text.s);
	ret->text = arena_strdup(a, text.s);
	ret->html = arena_strdup(a, html.s);
	str_done(&text);
	str_done(&html);
}
