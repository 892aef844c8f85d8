/* A letter about several rows: what is late, what is due this week, what
 * later; what waits for a decision, a schedule, or is done. */
#include "compose/letter.h"

#include "compose/course.h"
#include "compose/facts.h"
#include "compose/plain.h"
#include "compose/wrap.h"

enum {
	ROW_TITLE_MOST = 60, ROW_CITE_MOST = 40, ROW_WHO_MOST = 80,
	ROW_NAMES_MOST = 600
};

/* --- rows ---------------------------------------------------------------- */

static const char *
row_cite(const struct view *v)
{
	return plain_cut(v->arena, v->cite, ROW_CITE_MOST);
}

static const char *
row_what(const struct view *v)
{
	return wrap_keep(v->arena,
	    plain_cut(v->arena, v->what, ROW_TITLE_MOST));
}

/* Who owes it, for those who only watch or stand in for him: his rows may lie
 * beside their own. Who cannot be reached. */
static const char *
row_who(const struct view *v)
{
	enum label label;
	const char *who;

	if (v->notice->to->unreached) {
		label = LABEL_NO_ADDRESS;
		who = view_name(v, v->notice->to->body);
	} else if (v->notice->role == ROLE_OWNER ||
	    (v->notice->role == ROLE_LEAD && !v->notice->to->deputy_for)) {
		return NULL;
	} else {
		who = facts_responsible(v, view_short_name, &label);
	}
	return wrap_keep(v->arena, arena_printf(v->arena, "%s: %s",
	    v->t->labels[label], plain_cut(v->arena, who,
	    v->owing ? ROW_NAMES_MOST : ROW_WHO_MOST)));
}

static void
fill_row(const struct view *v, struct doc_row *ret)
{
	const struct group_words *words = &v->t->groups[v->group];
	struct slot slots[] = {
		{"cite", row_cite(v)},
		{"order", facts_order_short(v)},
		{"short", row_what(v)},
		{NULL, NULL}
	};

	*ret = (struct doc_row){
		.first = wrap_keep(v->arena,
		    fill(v->arena, v->t->digest_row, slots)),
		.second = wrap_keep(v->arena, view_fill(v, words->row)),
		.third = row_who(v),
		.cells = {
			arena_printf(v->arena, "%s, %s", slots[0].value,
			    slots[1].value),
			slots[2].value,
			wrap_keep(v->arena, view_fill(v, words->term)),
			wrap_keep(v->arena, view_fill(v, words->state)),
		},
	};
}

/* --- groups -------------------------------------------------------------- */

static size_t
count_in(const struct view *views, size_t n, enum group group)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		k += views[i].group == group;
	return k;
}

static const char *
rest_words(const struct view *v, size_t n)
{
	struct slot slots[] = {
		{"n", arena_printf(v->arena, "%zu", n)}, {NULL, NULL}
	};

	return fill(v->arena, v->t->rest, slots);
}

/* The rows of a group while there is room; *room is what is left of it. */
static void
fill_list(const struct view *views, size_t n, enum group group, size_t count,
    size_t *room, struct doc_list *ret)
{
	const struct tongue *t = views[0].t;
	size_t shown = count < *room ? count : *room, k = 0;
	struct doc_row *rows = arena_array(views[0].arena, shown,
	    sizeof(*rows));

	for (size_t i = 0; i < n && k < shown; i++)
		if (views[i].group == group)
			fill_row(&views[i], &rows[k++]);
	*room -= shown;
	*ret = (struct doc_list){
		.title = t->groups[group].title,
		.heads = {t->columns_of[COLUMN_ITEM],
		    t->columns_of[COLUMN_WHAT], t->columns_of[COLUMN_TERM],
		    t->columns_of[COLUMN_LOGGED]},
		.rows = rows,
		.nrows = shown,
		.rest = shown < count ? rest_words(&views[0], count - shown) :
		    NULL,
		.mark = "— ",
	};
}

static bool
all_escalated(const struct view *views, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (views[i].say != SAY_ESCALATE)
			return false;
	return true;
}

/* Nothing but rows that are still to be done, schedules and what is done. */
static bool
all_ahead(const struct view *views, size_t n)
{
	return count_in(views, n, GROUP_LATE) == 0 &&
	    count_in(views, n, GROUP_ACCEPT) == 0 &&
	    count_in(views, n, GROUP_WEEK) + count_in(views, n, GROUP_LATER)
	    > 0;
}

static bool
is_ahead(const struct view *v)
{
	return v->group == GROUP_WEEK || v->group == GROUP_LATER;
}

/* Told of because it is behind: how many days are left is not the point. */
static bool
is_midway(const struct view *v)
{
	return v->notice->stage.kind == STAGE_PACE ||
	    v->notice->stage.kind == STAGE_HALF;
}

/* The one that is due first. */
static const struct view *
nearest(const struct view *views, size_t n)
{
	const struct view *first = NULL;

	for (size_t i = 0; i < n; i++)
		if (is_ahead(&views[i]) && (!first ||
		    date_before(views[i].ob->effective, first->ob->effective)))
			first = &views[i];
	return first;
}

/* «Завтра срок: 7 пунктов»: all rows are due on one day, so that the subject
 * can name it as that of a single row does. NULL: they are not. */
static const char *
one_day_subject(const struct view *views, size_t n)
{
	const struct view *v = &views[0];
	int left;

	for (size_t i = 0; i < n; i++)
		if (!is_ahead(&views[i]) || is_midway(&views[i]) ||
		    !date_equal(views[i].ob->effective, v->ob->effective))
			return NULL;
	left = view_days_left(v);
	struct slot slots[] = {
		{"n", arena_printf(v->arena, "%zu", n)},
		{"left", v->slots[SLOT_LEFT].value},
		{"due", v->slots[SLOT_DUE].value},
		{"count", ""},
		{NULL, NULL}
	};
	slots[3].value = fill(v->arena,
	    v->t->digest_count[v->t->plural((unsigned)n)], slots);
	return wrap_loosen(v->arena, fill(v->arena, left <= 0 ?
	    v->t->digest_today : left == 1 ? v->t->digest_tomorrow :
	    v->t->digest_left, slots));
}

/* «Просрочен 1 срок, на этой неделе 1, позже 2 — 29 ноября»: the day of
 * sending; of deadlines that are all ahead it would be taken for theirs, so
 * that the nearest is named instead. When that is too long, the day goes
 * first: the letter has its own date. */
static const char *
subject(const struct view *views, size_t n)
{
	const struct view *v = &views[0];
	struct str groups;
	const char *ret = one_day_subject(views, n);

	if (ret)
		return ret;
	str_init(&groups);
	for (enum group g = 0; g < GROUP_COUNT; g++) {
		const struct group_words *words = &v->t->groups[g];
		size_t count = count_in(views, n, g);
		struct slot slots[] = {
			{"n", arena_printf(v->arena, "%zu", count)},
			{NULL, NULL}
		};

		if (count == 0)
			continue;
		if (groups.len)
			str_add(&groups, ", ");
		str_add(&groups, fill(v->arena, groups.len ? words->further :
		    words->first[v->t->plural((unsigned)count)], slots));
	}
	bool control = all_escalated(views, n);
	bool ahead = all_ahead(views, n);
	struct slot slots[] = {
		{"groups", control ? plain_lower_first(v->arena, groups.s) :
		    groups.s},
		{"day", ahead ? nearest(views, n)->slots[SLOT_DUE].value :
		    view_day(v, v->t->short_day, v->letter->day)},
		{NULL, NULL}
	};
	ret = wrap_loosen(v->arena,
	    fill(v->arena, control ? v->t->digest_control : ahead ?
	    v->t->digest_ahead : v->t->digest_subject, slots));
	if (plain_length(ret) > SUBJECT_MOST)
		ret = plain_cut(v->arena, arena_strdup(v->arena, groups.s),
		    SUBJECT_MOST);
	str_done(&groups);
	return ret;
}

/* Whoever watches is asked for a decision, not for a deed; of what is settled
 * nothing is asked. NULL: the reader has something to do himself. */
static const struct sentences *
asked_of_watchers(const struct view *views, size_t n)
{
	const struct tongue *t = views[0].t;
	size_t settled = 0, to_accept = 0;

	for (size_t i = 0; i < n; i++) {
		enum role role = views[i].notice->role;

		if (views[i].group == GROUP_CLOSED)
			settled++;
		else if (role != ROLE_SUPERVISOR && role != ROLE_CONTROLLER)
			return NULL;
		to_accept += views[i].say == SAY_ACCEPT;
	}
	if (settled == n)
		return &t->say[SAY_CLOSED];
	return &t->say[settled + to_accept == n ? SAY_ACCEPT : SAY_ESCALATE];
}

void
letter_digest(const struct view *views, size_t n, size_t limit,
    struct doc *ret)
{
	const struct view *v = &views[0];
	const struct sentences *asked = asked_of_watchers(views, n);
	struct doc_list *lists = arena_array(v->arena, GROUP_COUNT,
	    sizeof(*lists));
	size_t nlists = 0;

	for (enum group g = 0; g < GROUP_COUNT; g++) {
		size_t count = count_in(views, n, g);

		if (count)
			fill_list(views, n, g, count, &limit,
			    &lists[nlists++]);
	}
	*ret = (struct doc){
		.t = v->t,
		.subject = subject(views, n),
		.preheader = lists[0].nrows ? lists[0].rows[0].first : "",
		.salutation = letter_salutation(v),
		.lists = lists,
		.nlists = nlists,
		.action = asked ? asked->action : v->t->digest_action,
		.button = asked ? asked->button : v->t->digest_button,
		.link = v->letter->link,
		.answer = letter_answer(views, n, asked ? asked->answer :
		    v->t->digest_answer),
		.next = course_next_of(views, n),
		.closing = letter_closing(views, n),
	};
}
