#include "compose/course.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "compose/facts.h"
#include "compose/plain.h"
#include "compose/wrap.h"

enum { ENTRIES_MOST = 8, TOLD_MOST = 12, TOLD_NAMES = 3 };

/* --- days in a row of words ---------------------------------------------- */

static bool
same_month(struct date a, struct date b)
{
	struct civil x = date_civil(a), y = date_civil(b);

	return x.year == y.year && x.month == y.month;
}

/* «27 января, 21 и 27 февраля», «28 марта и 3 апреля»: days of one month share
 * its name, and the last of all has «и» when no other has; days are ascending,
 * none twice. */
static const char *
days_words(const struct view *v, const struct date *days, size_t n)
{
	struct str out;
	bool joined = false;

	str_init(&out);
	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n || !same_month(days[i], days[i + 1]);
		bool before_last = last ? i + 2 == n && !joined :
		    i + 2 == n || !same_month(days[i + 1], days[i + 2]);

		joined = joined || before_last;

		if (last)
			str_add(&out, view_near(v, days[i]));
		else
			str_addf(&out, "%d", date_civil(days[i]).day);
		if (i + 1 < n)
			str_add(&out, before_last ? v->t->and : ", ");
	}
	return view_take(v, &out);
}

/* One line: days and the words that they share. */
struct run {
	const char *one, *many;
	struct date *days;
	size_t n, cap;
	const struct body **to;         /* one for each letter */
	size_t nto, capto;
};

struct runs {
	struct run *items;
	size_t n, cap;
};

static struct run *
run_for(const struct view *v, struct runs *runs, const char *one,
    const char *many)
{
	struct run *last = runs->n ? &runs->items[runs->n - 1] : NULL;

	if (last && strcmp(last->one, one) == 0)
		return last;
	last = arena_push(v->arena, (void **)&runs->items, &runs->n,
	    &runs->cap, sizeof(*last));
	last->one = one;
	last->many = many;
	return last;
}

static void
run_day(const struct view *v, struct run *run, struct date d)
{
	struct date *day;

	if (run->n && date_equal(run->days[run->n - 1], d))
		return;
	day = arena_push(v->arena, (void **)&run->days, &run->n, &run->cap,
	    sizeof(*day));
	*day = d;
}

static const char *
run_words(const struct view *v, const struct run *run)
{
	struct slot slots[] = {
		{"days", days_words(v, run->days, run->n)},
		{"what", run->n == 1 ? run->one : run->many},
		{NULL, NULL}
	};

	return wrap_keep(v->arena, fill(v->arena, v->t->next_entry, slots));
}

/* --- what comes ---------------------------------------------------------- */

static bool
is_told_on(const struct view *v)
{
	return v->say == SAY_LATE || v->say == SAY_ESCALATE;
}

static void
add_coming(const struct view *v, struct runs *runs, const struct coming *c)
{
	const struct stage_words *words = &v->t->stages[c->stage.kind];
	const char *one = words->one, *many = words->many;
	struct slot slots[] = {
		{"who", c->to ? plain_lower_first(v->arena,
		    view_short_name(v, c->to)) : ""},
		{NULL, NULL}
	};

	if (c->stage.kind == STAGE_ESCALATE && c->to) {
		one = many = fill(v->arena, v->t->escalate, slots);
	} else if (c->stage.kind == STAGE_LATE && is_told_on(v)) {
		bool own = v->notice->role == ROLE_LEAD ||
		    v->notice->role == ROLE_CO;

		one = own ? v->t->again.one : v->t->again_others.one;
		many = own ? v->t->again.many : v->t->again_others.many;
	}
	run_day(v, run_for(v, runs, one, many), c->day);
}

/* How many of the coming steps are told of: up to the first escalation, or
 * without one up to the first letter about lateness. */
static size_t
steps(const struct letter_item *item)
{
	size_t n = item->ncoming, late = n;

	for (size_t i = 0; i < n; i++) {
		if (item->coming[i].stage.kind == STAGE_ESCALATE)
			return i + 1;
		if (item->coming[i].stage.kind == STAGE_LATE && late == n)
			late = i + 1;
	}
	return late;
}

static const char *
next_sentence(const struct view *v, const char *entries)
{
	struct slot slots[] = {{"entries", entries}, {NULL, NULL}};

	return wrap_keep(v->arena, fill(v->arena, v->t->next, slots));
}

const char *
course_next(const struct view *v)
{
	struct runs runs = {0};
	size_t n = steps(v->item);
	struct str out;

	for (size_t i = 0; i < n && runs.n < ENTRIES_MOST; i++)
		add_coming(v, &runs, &v->item->coming[i]);
	if (runs.n == 0)
		return NULL;
	str_init(&out);
	for (size_t i = 0; i < runs.n; i++) {
		if (i)
			str_add(&out, v->t->next_between);
		str_add(&out, run_words(v, &runs.items[i]));
	}
	return next_sentence(v, view_take(v, &out));
}

static struct date
next_day(const struct view *v)
{
	return v->item->ncoming ? v->item->coming[0].day : DATE_MAX;
}

/* Who the next letter about a row goes to. */
enum next { NEXT_READER, NEXT_OTHERS, NEXT_CONTROL, NEXT_COUNT };

static enum next
next_of(const struct view *v)
{
	enum role role = v->notice->role;

	if (v->item->ncoming &&
	    v->item->coming[0].stage.kind == STAGE_ESCALATE)
		return NEXT_CONTROL;
	return role == ROLE_LEAD || role == ROLE_CO || role == ROLE_OWNER ?
	    NEXT_READER : NEXT_OTHERS;
}

static struct date
earliest(const struct view *views, size_t n, bool late_only)
{
	struct date first = DATE_MAX;

	for (size_t i = 0; i < n; i++)
		if (!late_only || views[i].group == GROUP_LATE)
			first = date_min(first, next_day(&views[i]));
	return first;
}

/* Several bodies owe one row, each its own: it is named once. Adds it to those
 * named; false when it is among them. */
static bool
name_once(const struct rule **named, size_t *n, const struct rule *rule)
{
	for (size_t i = 0; i < *n; i++)
		if (named[i] == rule)
			return false;
	named[(*n)++] = rule;
	return true;
}

/* Rows of two orders may have one number: their orders tell them apart. */
static const char *
item_words(const struct view *views, size_t n, const struct view *v)
{
	const char *item = plain_clean(v->arena, view_number(v));

	for (size_t i = 0; i < n; i++)
		if (views[i].rule != v->rule && !views[i].cited &&
		    strcmp(view_number(&views[i]), view_number(v)) == 0)
			return arena_printf(v->arena, "%s (%s)", item,
			    facts_order_short(v));
	return item;
}

const char *
course_items(const struct view *views, size_t n)
{
	const struct view *v = &views[0];
	const struct rule **named = arena_array(v->arena, n, sizeof(*named));
	struct str numbers, all;
	size_t numbered = 0, nnamed = 0;

	str_init(&numbers);
	str_init(&all);
	for (size_t i = 0; i < n; i++) {
		if (!name_once(named, &nnamed, views[i].rule))
			continue;
		if (views[i].cited) {
			str_addf(&all, "%s%s", all.len ? "; " : "",
			    views[i].cite);
			continue;
		}
		str_addf(&numbers, "%s%s", numbered++ ? ", " : "",
		    item_words(views, n, &views[i]));
	}
	const char *rest = view_take(v, &all);
	struct slot slots[] = {
		{"item", view_take(v, &numbers)}, {NULL, NULL}
	};

	if (numbered == 0)
		return rest;
	rest = arena_printf(v->arena, "%s%s%s", fill(v->arena,
	    numbered == 1 ? v->t->item : v->t->items, slots),
	    *rest ? "; " : "", rest);
	return wrap_keep(v->arena, rest);
}

/* The rows whose next step is on that day and goes to the same; NULL when
 * there are none. Those cited by words cannot stand in a case: one is
 * named behind a colon, several are counted. */
static const char *
about(const struct view *views, size_t n, struct date day, bool late_only,
    enum next to)
{
	const struct view *v = &views[0];
	struct view *some = arena_array(v->arena, n, sizeof(*some));
	bool cited = false;
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!date_equal(next_day(&views[i]), day) ||
		    next_of(&views[i]) != to ||
		    (late_only && views[i].group != GROUP_LATE))
			continue;
		cited = cited || views[i].cited;
		some[k++] = views[i];
	}
	if (k == 0)
		return NULL;
	struct slot slots[] = {
		{"items", course_items(some, k)},
		{"n", arena_printf(v->arena, "%zu", k)},
		{NULL, NULL}
	};

	if (to != NEXT_CONTROL && cited && k == 1)
		return fill(v->arena, v->t->named[to], slots);
	if ((cited && k > 1) || k > ENTRIES_MOST)
		return fill(v->arena, (to == NEXT_CONTROL ? v->t->controls :
		    v->t->letters)[v->t->plural((unsigned)k)], slots);
	return fill(v->arena, v->t->about[to], slots);
}

const char *
course_next_of(const struct view *views, size_t n)
{
	const struct view *v = &views[0];
	struct date day = earliest(views, n, true);
	bool late_only = !date_equal(day, DATE_MAX);
	const char *all = NULL;

	if (!late_only)
		day = earliest(views, n, false);
	if (date_equal(day, DATE_MAX))
		return NULL;
	for (int to = 0; to < NEXT_COUNT; to++) {
		const char *one = about(views, n, day, late_only,
		    (enum next)to);

		if (one)
			all = all ? arena_printf(v->arena, "%s; %s", all,
			    one) : one;
	}
	struct slot slots[] = {
		{"days", view_near(v, day)}, {"what", all}, {NULL, NULL}
	};

	return next_sentence(v, fill(v->arena, v->t->next_entry, slots));
}

/* --- what was told ------------------------------------------------------- */

static int
by_address(const void *left, const void *right)
{
	uintptr_t a = (uintptr_t)*(const struct body *const *)left;
	uintptr_t b = (uintptr_t)*(const struct body *const *)right;

	return (a > b) - (a < b);
}

/* How many bodies there are, each counted once. */
static size_t
count_bodies(const struct view *v, const struct run *run)
{
	const struct body **all = arena_copy(v->arena, run->to,
	    run->nto * sizeof(*all));
	size_t n = 0;

	if (run->nto)
		qsort(all, run->nto, sizeof(*all), by_address);
	for (size_t i = 0; i < run->nto; i++)
		n += i == 0 || all[i] != all[i - 1];
	return n;
}

static bool
is_among(const struct body *const *some, size_t n, const struct body *one)
{
	for (size_t i = 0; i < n; i++)
		if (some[i] == one)
			return true;
	return false;
}

static size_t
first_few(const struct view *v, const struct run *run,
    const struct body *some[TOLD_NAMES])
{
	const struct body *lead = v->notice->pair->body;
	size_t n = 0;

	if (is_among(run->to, run->nto, lead))
		some[n++] = lead;
	for (size_t i = 0; i < run->nto && n < TOLD_NAMES; i++)
		if (!is_among(some, n, run->to[i]))
			some[n++] = run->to[i];
	return n;
}

/* The first few, the one that owes it before those told with it, and how many
 * more. */
static const char *
run_names(const struct view *v, const struct run *run)
{
	const struct body *some[TOLD_NAMES];
	size_t n = first_few(v, run, some), all = count_bodies(v, run);
	struct slot slots[] = {{"n", ""}, {NULL, NULL}};
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < n; i++)
		str_addf(&out, "%s%s", i ? ", " : "",
		    view_short_name(v, some[i]));
	slots[0].value = arena_printf(v->arena, "%zu", all - n);
	if (all > n)
		str_add(&out, fill(v->arena, v->t->and_more, slots));
	return wrap_keep(v->arena, view_take(v, &out));
}

static void
add_told(const struct view *v, struct runs *runs, const struct told *told)
{
	const struct stage_words *words = &v->t->stages[told->stage.kind];
	struct run *run = run_for(v, runs, words->told_one, words->told_many);

	run_day(v, run, told->day);
	if (told->to)
		*(const struct body **)arena_push(v->arena,
		    (void **)&run->to, &run->nto, &run->capto,
		    sizeof(*run->to)) = told->to;
}

/* Something was handed in once: it was accepted, closed or sent back. */
static bool
was_answered(const struct letter_item *item)
{
	for (size_t i = 0; i < item->ntold; i++) {
		enum stage_kind kind = item->told[i].stage.kind;

		if (kind == STAGE_ACCEPT || kind == STAGE_CLOSED ||
		    kind == STAGE_REOPENED)
			return true;
	}
	return false;
}

bool
course_silent(const struct view *v)
{
	const struct obligation *ob = v->ob;

	return ob->nentries + ob->partly == 0 && !ob->rework &&
	    (v->owing || v->members_done == 0) &&
	    ob->state != STATE_SUBMITTED &&
	    date_is_none(ob->promised_until) && date_is_none(ob->broken) &&
	    !was_answered(v->item);
}

static void
told_row(const struct view *v, const struct run *run, struct doc_row *ret)
{
	*ret = (struct doc_row){
		.first = run_words(v, run),
		.cells = {
			wrap_keep(v->arena, days_words(v, run->days, run->n)),
			run->n == 1 ? run->one : run->many,
			run_names(v, run),
		},
	};
}

bool
course_told(const struct view *v, struct doc_list *ret)
{
	struct runs runs = {0};
	struct doc_row *rows;
	size_t first = 0;

	for (size_t i = 0; i < v->item->ntold; i++)
		if (v->item->told[i].stage.kind != STAGE_ACCEPT)
			add_told(v, &runs, &v->item->told[i]);
	if (runs.n == 0)
		return false;
	if (runs.n > TOLD_MOST)
		first = runs.n - TOLD_MOST;
	rows = arena_array(v->arena, runs.n - first, sizeof(*rows));
	for (size_t i = first; i < runs.n; i++)
		told_row(v, &runs.items[i], &rows[i - first]);
	*ret = (struct doc_list){
		.title = course_silent(v) ? v->t->told_silent :
		    v->t->told_title,
		.heads = {v->t->columns_of[COLUMN_DAY],
		    v->t->columns_of[COLUMN_LETTER],
		    v->t->columns_of[COLUMN_TO]},
		.rows = rows,
		.nrows = runs.n - first,
	};
	return true;
}
