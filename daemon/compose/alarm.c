#include "compose/alarm.h"

#include "compose/doc.h"
#include "compose/fill.h"
#include "compose/letter.h"
#include "compose/plain.h"
#include "compose/tongue.h"
#include "compose/wrap.h"

enum { LINE_MOST = 1000, INDENT = 2 };

/* «12 мая 2023 г., 10:14» */
static const char *
moment(struct arena *a, const struct tongue *t, const struct zone_time *at)
{
	struct str s;
	const char *ret;

	str_init(&s);
	t->date(&s, at->date);
	str_addf(&s, ", %02d:%02d", (int)(at->second / 3600),
	    (int)(at->second % 3600 / 60));
	ret = wrap_keep(a, s.s);
	str_done(&s);
	return ret;
}

static const char *
hour(struct arena *a, const struct zone_time *at)
{
	return arena_printf(a, "%02d:%02d", (int)(at->second / 3600),
	    (int)(at->second % 3600 / 60));
}

static const char *
fill_alarm(struct arena *a, const struct tongue *t, const struct alarm *alarm,
    const char *template)
{
	const struct slot slots[] = {
		{"n", arena_printf(a, "%u", alarm->n)},
		{"name", plain_clean(a, alarm->name)},
		{"year", arena_printf(a, "%d", alarm->year)},
		{"since", moment(a, t, &alarm->since)},
		{"since_hour", hour(a, &alarm->since)},
		{"other", moment(a, t, &alarm->other)},
		{"other_hour", hour(a, &alarm->other)},
		{NULL, NULL}
	};

	return wrap_keep(a, fill(a, template, slots));
}

/* Complaints keep their indentation: a caret points at a column. */
static void
add_lines(struct arena *a, const struct tongue *t, const struct alarm *alarm,
    struct str *out)
{
	const struct slot more[] = {
		{"n", arena_printf(a, "%zu", alarm->nmore)}, {NULL, NULL}
	};

	if (alarm->nlines)
		str_addc(out, '\n');
	for (size_t i = 0; i < alarm->nlines; i++) {
		const char *s = alarm->lines[i];

		for (; *s == ' '; s++)
			str_addc(out, ' ');
		str_addf(out, "%s\n",
		    plain_cut(a, plain_clean(a, s), LINE_MOST));
	}
	if (alarm->nmore)
		wrap_add(out, fill(a, t->rest, more), t->columns, INDENT);
}

static void
add_alarm(struct arena *a, const struct tongue *t, const struct alarm *alarm,
    struct str *out)
{
	const struct alarm_words *words = &t->alarms[alarm->kind];

	wrap_add(out, fill_alarm(a, t, alarm, words->lead), t->columns, 0);
	add_lines(a, t, alarm, out);
	str_addc(out, '\n');
	wrap_add(out, fill_alarm(a, t, alarm, words->action), t->columns, 0);
}

static const char *
subject(struct arena *a, const struct tongue *t, const struct alarm *alarms,
    size_t n)
{
	const struct alarm_words *words = &t->alarms[alarms[0].kind];
	const struct slot more[] = {
		{"n", arena_printf(a, "%zu", n - 1)}, {NULL, NULL}
	};
	const char *rest = n > 1 ? fill(a, t->alarm_more, more) : "";
	const char *first = fill_alarm(a, t, &alarms[0],
	    words->subject[t->plural(alarms[0].n)]);

	return arena_printf(a, "%s%s", plain_cut(a, wrap_loosen(a, first),
	    SUBJECT_MOST - plain_length(rest)), rest);
}

const char *
compose_administrator(enum language language)
{
	return tongue_of(language)->administrator;
}

void
compose_alarm(struct arena *a, enum language language,
    const struct alarm *alarms, size_t n, struct words *ret)
{
	const struct tongue *t = tongue_of(language);
	struct str text, html;

	str_init(&text);
	str_init(&html);
	for (size_t i = 0; i < n; i++) {
		if (i)
			str_addc(&text, '\n');
		add_alarm(a, t, &alarms[i], &text);
	}
	ret->subject = subject(a, t, alarms, n);
	/* Whoever keeps a server reads complaints in columns. */
	doc_text_html(&html, t, ret->subject, text.s);
	ret->text = arena_strdup(a, text.s);
	ret->html = arena_strdup(a, html.s);
	str_done(&text);
	str_done(&html);
}
