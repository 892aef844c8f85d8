#include "compose/view.h"

#include <stdlib.h>
#include <string.h>

#include "compose/plain.h"
#include "compose/slots.h"
#include "compose/wrap.h"

enum {
	NAME_MOST = 160, CITE_MOST = 80, TITLE_MOST = 4000,
	/* A day further off is named with its year; one of another year from
	 * half a year on: it could be taken for this year's. */
	FAR_DAYS = 300, HALF_YEAR = 183
};

/* --- texts --------------------------------------------------------------- */

const char *
view_take(const struct view *v, struct str *s)
{
	const char *ret = arena_strdup(v->arena, s->s);

	str_done(s);
	return ret;
}

const char *
view_day(const struct view *v, void (*print)(struct str *, struct date),
    struct date d)
{
	struct str s;

	if (date_is_none(d))
		return "";
	str_init(&s);
	print(&s, d);
	return view_take(v, &s);
}

bool
view_is_far(const struct view *v, struct date d)
{
	struct date today = v->letter->day;
	int far = date_is_none(d) ? 0 : abs(date_diff(d, today));

	return far > FAR_DAYS || (far > HALF_YEAR &&
	    date_civil(d).year != date_civil(today).year);
}

const char *
view_near(const struct view *v, struct date d)
{
	return view_day(v, view_is_far(v, d) ? v->t->date : v->t->short_day, d);
}

const char *
view_text(const struct view *v, const struct text *t, size_t limit)
{
	const char *s = plain_clean(v->arena, text_in(t, v->t->language));

	return plain_cut(v->arena, s, limit);
}

const char *
view_name(const struct view *v, const struct body *b)
{
	return view_text(v, &b->name, NAME_MOST);
}

const char *
view_short_name(const struct view *v, const struct body *b)
{
	return view_text(v, text_given(&b->short_name) ? &b->short_name :
	    &b->name, NAME_MOST);
}

const struct result *
view_figure(const struct view *v)
{
	for (size_t i = 0; i < v->wording->nresults; i++) {
		const struct result *r = &v->wording->results[i];

		if (r->kind == RESULT_NUMBER || r->kind == RESULT_PERCENT)
			return r;
	}
	return NULL;
}

static const struct head_noun *
head_of(const struct tongue *t, const char *word, size_t n)
{
	for (const struct head_noun *h = t->heads; h->plural; h++)
		if (strlen(h->plural) == n && strncmp(h->plural, word, n) == 0)
			return h;
	return NULL;
}

static bool
ends_in(const char *word, size_t n, const char *end)
{
	size_t k = strlen(end);

	return n > k && strncmp(word + n - k, end, k) == 0;
}

/* «общеобразовательные учреждения»: adjectives may stand before the head. */
const struct head_noun *
view_head(const struct view *v, const struct body *group)
{
	const char *word = plain_lower_first(v->arena, view_name(v, group));

	for (size_t n; *word; word += n + (word[n] == ' ')) {
		const struct head_noun *head;

		n = strcspn(word, " ");
		head = head_of(v->t, word, n);
		if (head || (!ends_in(word, n, "ые") &&
		    !ends_in(word, n, "ие")))
			return head;
	}
	return NULL;
}

/* --- what is said -------------------------------------------------------- */

int
view_days_left(const struct view *v)
{
	return date_diff(v->ob->effective, v->letter->day);
}

bool
view_is_over(const struct view *v)
{
	return date_before(v->ob->last, v->letter->day);
}

static enum say
say_ahead(const struct view *v)
{
	int left = view_days_left(v);

	if (left <= 0)
		return SAY_TODAY;
	if (left == 1)
		return SAY_TOMORROW;
	if (v->ob->window.standing)
		return SAY_STANDING;
	return v->notice->stage.kind == STAGE_OPENS ? SAY_OPENS : SAY_LEFT;
}

static enum say
say_of(const struct view *v)
{
	switch (v->notice->stage.kind) {
	case STAGE_HALF:
		return v->ob->window.standing ? SAY_STANDING : SAY_HALF;
	case STAGE_PACE:
		return SAY_PACE;
	case STAGE_LATE:
		return SAY_LATE;
	case STAGE_ESCALATE:
		return SAY_ESCALATE;
	case STAGE_ACCEPT:
		return SAY_ACCEPT;
	case STAGE_SCHEDULE:
		return SAY_SCHEDULE;
	case STAGE_CLOSED:
		return v->ob->state == STATE_WAIVED ? SAY_WAIVED : SAY_CLOSED;
	case STAGE_REOPENED:
		return v->ob->rework ? SAY_RETURNED : v->ob->voided &&
		    v->ob->voided->kind == ENTRY_WAIVE ? SAY_OWED_AGAIN :
		    SAY_REOPENED;
	case STAGE_OPENS:
	case STAGE_BEFORE:
	case STAGE_DUE:
	case STAGE_KIND_COUNT:
		break;
	}
	return say_ahead(v);
}

/* This week ends on its Sunday. */
static enum group
group_of(const struct view *v)
{
	struct date sunday = date_add(date_monday(v->letter->day), 6);

	if (!v->ob || v->say == SAY_SCHEDULE)
		return GROUP_SCHEDULE;
	if (v->say == SAY_ACCEPT)
		return GROUP_ACCEPT;
	if (v->say == SAY_CLOSED || v->say == SAY_WAIVED)
		return GROUP_CLOSED;
	if (view_is_over(v))
		return GROUP_LATE;
	return date_before(sunday, v->ob->effective) ? GROUP_LATER :
	    GROUP_WEEK;
}

/* --- the whole view ------------------------------------------------------ */

const char *
view_number(const struct view *v)
{
	return rule_item(v->rule, v->notice->day);
}

bool
view_is_of_several(const struct view *v)
{
	return v->notice->members > 0 &&
	    v->wording->responsible.mode == RESPONSIBLE_EACH &&
	    v->wording->responsible.nleads > 1;
}

static void
set_title(struct view *v)
{
	const struct text *short_title = &v->wording->short_title;
	struct slot slots[] = {
		{"item", plain_clean(v->arena, view_number(v))}, {NULL, NULL}
	};
	const char *what;

	v->cited = text_given(&v->rule->cite);
	v->cite = v->cited ? view_text(v, &v->rule->cite, CITE_MOST) :
	    wrap_keep(v->arena, fill(v->arena, v->t->item, slots));
	what = view_text(v, text_given(short_title) ? short_title :
	    &v->wording->title, TITLE_MOST);
	v->what = plain_lower_first(v->arena, what);
}

void
view_init(struct arena *a, const struct letter *letter,
    const struct letter_item *item, struct view *ret)
{
	const struct notice *notice = item->notice;

	*ret = (struct view){
		.arena = a, .t = tongue_of(letter->to->language),
		.letter = letter, .item = item, .notice = notice,
		.ob = notice->obligation, .rule = notice->pair->rule,
		.roadmap = notice->pair->roadmap,
		.members = notice->members,
		.members_done = notice->members_done,
	};
	ret->wording = ret->ob ? ret->ob->wording :
	    rule_wording(ret->rule, notice->day);
	ret->say = ret->ob ? say_of(ret) : SAY_SCHEDULE;
	ret->group = group_of(ret);
	set_title(ret);
	slots_set(ret);
}

const char *
view_fill(const struct view *v, const char *template)
{
	return fill(v->arena, template, v->slots);
}

/* Subject and title as they would stand with this title. */
static const char *
subject_with(const struct view *v, const char *template, const char *what)
{
	struct view with = *v;

	with.slots[SLOT_X].value = v->cited ? what :
	    arena_printf(v->arena, "%s, %s", v->cite, what);
	return wrap_loosen(v->arena, view_fill(&with, template));
}

const char *
view_subject(const struct view *v, const char *template, size_t limit)
{
	size_t around = plain_length(subject_with(v, template, ""));
	size_t room = limit > around + 8 ? limit - around : 8;

	return subject_with(v, template, plain_cut(v->arena, v->what, room));
}
