/* The last day - Counts - Standing duties, marks, schedules - All of them */
#include "compose/slots.h"

#include "compose/plain.h"

enum { NOUN_MOST = 40, ANSWER_MOST = 160 };

static void
set(struct view *v, enum slot_name name, const char *value)
{
	v->slots[name].value = value;
}

static const char *
counted(const struct view *v, void (*print)(struct str *, unsigned),
    unsigned n)
{
	struct str s;

	str_init(&s);
	print(&s, n);
	return view_take(v, &s);
}

/* --- the last day -------------------------------------------------------- */

/* A last day that is a worked Saturday says so, with the days off behind it:
 * nobody would believe it otherwise. */
static void
add_worked_weekend(const struct view *v, struct str *out, struct date off_until)
{
	const struct workcal *cal = v->roadmap->cal;
	struct date_span off = {date_add(v->ob->effective, 1), off_until};

	if (workcal_kind(cal, v->ob->effective, NULL, NULL) ==
	    WORKCAL_WORKING_WEEKEND)
		v->t->worked_weekend(out, v->ob->effective, off);
}

static void
add_provisional(const struct view *v, struct str *out, const char *template)
{
	struct slot slots[] = {
		{"year", arena_printf(v->arena, "%d",
		    date_civil(v->ob->effective).year)},
		{NULL, NULL}
	};

	if (v->ob->marks & MARK_PROVISIONAL)
		str_add(out, fill(v->arena, template, slots));
}

static const char *
last_day(const struct view *v)
{
	struct str s;

	str_init(&s);
	v->t->day(&s, v->ob->effective);
	add_worked_weekend(v, &s, v->ob->due);
	add_provisional(v, &s, v->t->provisional);
	return view_take(v, &s);
}

static const char *
near_day(const struct view *v)
{
	int left = view_days_left(v);
	struct str s;

	str_init(&s);
	if (left == 0)
		str_add(&s, v->t->today);
	if (left == 1)
		str_add(&s, v->t->tomorrow);
	if (view_is_far(v, v->ob->effective))
		v->t->day(&s, v->ob->effective);
	else
		v->t->week_day(&s, v->ob->effective);
	add_worked_weekend(v, &s, v->ob->effective);
	add_provisional(v, &s, v->t->provisional_short);
	return view_take(v, &s);
}

static const char *
working_days(const struct view *v)
{
	struct date_span ahead = {date_add(v->letter->day, 1),
	    v->ob->effective};
	int n = workcal_count(v->roadmap->cal, ahead);

	if (n <= 0 || n == span_days(ahead))
		return "";
	return counted(v, v->t->working, (unsigned)n);
}

static void
set_days(struct view *v)
{
	bool over = view_is_over(v);
	int left = view_days_left(v);
	int late = date_diff(v->letter->day, v->ob->last);

	set(v, SLOT_DUE, view_near(v, over ? v->ob->last : v->ob->effective));
	set(v, SLOT_LAST, last_day(v));
	set(v, SLOT_EXPIRED, view_day(v, v->t->on_day, v->ob->last));
	set(v, SLOT_NEAR, near_day(v));
	set(v, SLOT_LEFT, counted(v, v->t->left, left > 0 ? (unsigned)left :
	    0));
	set(v, SLOT_WORKING, working_days(v));
	set(v, SLOT_LATE, counted(v, v->t->late, late > 0 ? (unsigned)late :
	    0));
	set(v, SLOT_TERM, view_fill(v, over ? v->t->expired : v->t->left_to));
}

/* --- counts -------------------------------------------------------------- */

/* The noun that is counted, for "of n": by its three forms, else the words of
 * the order, which hold the genitive plural; else NULL. */
static const char *
counted_noun(const struct view *v, unsigned n)
{
	const struct wording *w = v->wording;
	size_t form = v->t->counted_form(n);

	if (v->roadmap->language != v->t->language)
		return NULL;
	if (w->counted[form])
		return plain_clean(v->arena, w->counted[form]);
	if (v->t->language == LANGUAGE_RU && form == 2 && w->counted_genitive)
		return plain_clean(v->arena, w->counted_genitive);
	return NULL;
}

static const char *
with_noun(const struct view *v, const char *number, const char *noun)
{
	if (!noun)
		return number;
	return arena_printf(v->arena, "%s" NBSP "%s", number,
	    plain_cut(v->arena, noun, NOUN_MOST));
}

static const char *
number(const struct view *v, unsigned n)
{
	return arena_printf(v->arena, "%u", n);
}

/* "4", "2–3" */
static const char *
wanted_number(const struct view *v)
{
	const struct term_window *w = &v->ob->window;

	if (w->max > w->min)
		return arena_printf(v->arena, "%u–%u", w->min, w->max);
	return number(v, w->min);
}

static const char *
group_noun(const struct view *v, unsigned n)
{
	const struct head_noun *head = NULL;

	/* «37 из 40 школ» holds of schools alone. */
	if (v->notice->pair->group && !view_is_of_several(v))
		head = view_head(v, v->notice->pair->group);
	if (!head)
		return NULL;
	return v->t->plural(n) == 0 ? head->of_one : head->of_many;
}

static bool
nothing_marked(const struct view *v)
{
	const struct obligation *ob = v->ob;

	return ob->state != STATE_SUBMITTED && ob->done == 0 &&
	    ob->window.min <= 1 && v->members == 0;
}

static const char *
marked_words(const struct view *v)
{
	if (v->ob->state == STATE_SUBMITTED)
		return v->t->submitted;
	if (!nothing_marked(v))
		return view_fill(v, v->t->logged);
	return v->ob->partly ? v->t->part : v->t->nothing;
}

/* A row of a digest has no line of its own for a promise, nor for what makes
 * it worth telling half way or again. */
static const char *
log_words(const struct view *v)
{
	struct date until = v->ob->promised_until;
	const char *said = v->t->row_log[v->say];
	struct slot slots[] = {
		{"log", marked_words(v)},
		{"still", v->slots[SLOT_STILL].value},
		{"to", date_is_none(until) ? "" : view_day(v, v->t->to,
		    until)},
		{"by_point", v->slots[SLOT_BY_POINT].value},
		{"wanted", v->slots[SLOT_WANTED].value},
		{NULL, NULL}
	};

	if (v->letter->nitems < 2)
		return slots[0].value;
	if (!date_is_none(until))
		return fill(v->arena, v->t->promised, slots);
	return said ? fill(v->arena, said, slots) : slots[0].value;
}

static void
set_counts(struct view *v)
{
	const struct obligation *ob = v->ob;
	unsigned done = ob->done, min = ob->window.min;
	unsigned last = ob->window.max > min ? ob->window.max : min;
	const char *noun = counted_noun(v, last), *of = wanted_number(v);

	if (v->members > 0) {           /* "37 of 40" members */
		done = v->members_done;
		min = v->members;
		of = number(v, min);
		noun = group_noun(v, min);
	}
	set(v, SLOT_DONE, number(v, done));
	set(v, SLOT_MIN, of);
	set(v, SLOT_MIN_NOUN, with_noun(v, of, noun));
	set(v, SLOT_MORE, number(v, min > done ? min - done : 0));
	set(v, SLOT_COUNT, view_fill(v, v->t->of));
	set(v, SLOT_STILL, nothing_marked(v) && !ob->partly ? "" :
	    arena_printf(v->arena, "%s%s", v->t->still, marked_words(v)));
	set(v, SLOT_LOG, log_words(v));
}

/* The day by whose end k of n of the window had passed, and how many were
 * wanted by then: floor(MIN * days gone / days) (design.md §5). */
static void
set_pace(struct view *v)
{
	const struct term_window *w = &v->ob->window;
	int days = date_diff(v->ob->due, w->start) + 1;
	int k = v->notice->stage.k, n = v->notice->stage.n;
	int gone;

	if (v->say != SAY_PACE || n == 0 || days <= 0)
		return;
	gone = (k * days + n - 1) / n;
	set(v, SLOT_WANTED, number(v, (unsigned)(w->min * gone / days)));
	set(v, SLOT_BY_POINT,
	    view_day(v, v->t->to, date_add(w->start, gone - 1)));
}

/* --- standing duties, marks, schedules ----------------------------------- */

static bool
is_calendar_year(struct date_span s)
{
	int year = date_civil(s.first).year;

	return date_equal(s.first, date_of(year, 1, 1)) &&
	    date_equal(s.last, date_of(year, 12, 31));
}

static void
set_standing(struct view *v)
{
	struct date_span full = v->ob->window.full;
	struct slot slots[] = {
		{"year", number(v, (unsigned)date_civil(v->ob->due).year)},
		{NULL, NULL}
	};

	if (is_calendar_year(full)) {
		set(v, SLOT_ATTESTED, fill(v->arena, v->t->attest_year, slots));
		set(v, SLOT_FOR_TERM, v->t->for_term_year);
	} else {
		set(v, SLOT_ATTESTED, v->t->attest_any);
		set(v, SLOT_FOR_TERM, v->t->for_term);
	}
}

/* What met it; until it is accepted, what was handed in last. */
static const struct entry *
mark_of(const struct obligation *ob)
{
	if (ob->state == STATE_SUBMITTED && ob->npending)
		return ob->pending[ob->npending - 1];
	for (size_t i = 0; i < ob->nentries; i++)
		if (date_equal(ob->entries[i]->date, ob->met_on) &&
		    ob->entries[i]->at == ob->met_at)
			return ob->entries[i];
	return ob->nentries ? ob->entries[ob->nentries - 1] : NULL;
}

static void
set_marks(struct view *v)
{
	struct date met = v->ob->met_on, marked = met;
	int late = date_is_none(met) ? 0 : date_diff(met, v->ob->last);
	struct slot slots[] = {
		{"days", counted(v, v->t->days, late > 0 ? (unsigned)late : 0)},
		{NULL, NULL}
	};

	v->mark = mark_of(v->ob);
	if (v->mark)
		marked = v->mark->entered;
	set(v, SLOT_DEED, date_equal(marked, met) ? v->t->deed_marked :
	    v->t->deed_done);
	set(v, SLOT_MARKED, view_near(v, marked));
	set(v, SLOT_MARKED_DAY, view_day(v, v->t->day, marked));
	set(v, SLOT_MET, view_near(v, met));
	set(v, SLOT_MET_DAY, view_day(v, v->t->day, met));
	set(v, SLOT_DELAY, late > 0 ? fill(v->arena, v->t->delay, slots) :
	    v->t->in_time);
	set(v, SLOT_CLOSED, view_fill(v, v->say == SAY_WAIVED ?
	    v->t->waived_row : v->t->closed_row));
}

static void
set_for_year(struct view *v)
{
	const struct term *term = v->wording->term;
	struct slot slots[] = {
		{"year", number(v,
		    (unsigned)date_civil(v->letter->day).year)},
		{NULL, NULL}
	};

	for (size_t i = 0; term && i < term->nparts; i++)
		if (term->parts[i].base == TERM_EXTERNAL &&
		    term->parts[i].unit == UNIT_YEAR)
			set(v, SLOT_FOR_YEAR,
			    fill(v->arena, v->t->for_year, slots));
}

/* --- all of them --------------------------------------------------------- */

static const char *const slot_names[SLOT_COUNT_OF] = {
	[SLOT_X] = "x", [SLOT_DUE] = "due", [SLOT_LAST] = "last",
	[SLOT_EXPIRED] = "expired", [SLOT_NEAR] = "near",
	[SLOT_LEFT] = "left", [SLOT_WORKING] = "working",
	[SLOT_LATE] = "late", [SLOT_TERM] = "term", [SLOT_LOG] = "log",
	[SLOT_STILL] = "still", [SLOT_COUNT] = "count",
	[SLOT_DONE] = "done", [SLOT_MIN] = "min",
	[SLOT_MORE] = "more", [SLOT_WANTED] = "wanted",
	[SLOT_MIN_NOUN] = "min_noun", [SLOT_BY_POINT] = "by_point",
	[SLOT_ATTESTED] = "attested", [SLOT_FOR_TERM] = "for_term",
	[SLOT_MARKED] = "marked", [SLOT_MARKED_DAY] = "marked_day",
	[SLOT_MET] = "met", [SLOT_MET_DAY] = "met_day",
	[SLOT_DELAY] = "delay", [SLOT_CLOSED] = "closed", [SLOT_DEED] = "deed",
	[SLOT_FOR_YEAR] = "for_year", [SLOT_ANSWER] = "answer",
};

void
slots_set(struct view *v)
{
	for (size_t i = 0; i < SLOT_COUNT_OF; i++)
		v->slots[i].name = slot_names[i];
	set(v, SLOT_ANSWER, plain_cut(v->arena, plain_clean(v->arena,
	    v->letter->answer_to), ANSWER_MOST));
	set_for_year(v);
	if (!v->ob)
		return;
	set_pace(v);
	set_counts(v);
	set_days(v);
	set_standing(v);
	set_marks(v);
}
