#include "compose/merge.h"

#include <stdlib.h>
#include <string.h>

#include "compose/slots.h"

/* What a row of a digest says beside who owes it. */
static const char *
said_of(const struct view *v)
{
	return view_fill(v, v->t->groups[v->group].row);
}

static bool
watches(const struct view *v)
{
	return v->notice->role == ROLE_SUPERVISOR ||
	    v->notice->role == ROLE_CONTROLLER;
}

/* Of one row, due on one day, to be read for one reason. */
static bool
same_row(const struct view *a, const struct view *b)
{
	const struct pair *x = a->notice->pair, *y = b->notice->pair;

	return a->ob && b->ob && watches(a) && a->rule == b->rule &&
	    a->wording == b->wording && x->group && x->group == y->group &&
	    a->say == b->say && a->notice->role == b->notice->role &&
	    a->notice->to->unreached == b->notice->to->unreached &&
	    date_equal(a->notice->due, b->notice->due);
}

/* Stable by construction: bodies as the rows have them. */
struct placed {
	struct told told;
	size_t place;
};

static int
by_day(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;

	if (!date_equal(a->told.day, b->told.day))
		return date_before(a->told.day, b->told.day) ? -1 : 1;
	if (a->told.stage.kind != b->told.stage.kind)
		return (int)a->told.stage.kind - (int)b->told.stage.kind;
	return (a->place > b->place) - (a->place < b->place);
}

static const struct told *
merge_told(struct arena *a, const struct view *const *views, size_t n,
    size_t all)
{
	struct placed *placed = arena_array(a, all, sizeof(*placed));
	struct told *ret = arena_array(a, all, sizeof(*ret));
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < views[i]->item->ntold; j++, k++)
			placed[k] = (struct placed){views[i]->item->told[j],
			    k};
	if (all)
		qsort(placed, all, sizeof(*placed), by_day);
	for (size_t i = 0; i < all; i++)
		ret[i] = placed[i].told;
	return ret;
}

/* What all of them were told, by day; the letter they follow, if it is one. */
static const struct letter_item *
merge_items(struct arena *a, const struct view *const *views, size_t n)
{
	struct letter_item *ret = arena_copy(a, views[0]->item, sizeof(*ret));
	size_t all = 0;

	for (size_t i = 0; i < n; i++) {
		all += views[i]->item->ntold;
		if (views[i]->item->follows != ret->follows)
			ret->follows = 0;
	}
	ret->told = merge_told(a, views, n, all);
	ret->ntold = all;
	return ret;
}

/* Several that say the same, as one. */
static void
merge(const struct view *const *views, size_t n, struct view *ret)
{
	struct arena *a = views[0]->arena;
	const struct body **owing = arena_array(a, n, sizeof(*owing));

	*ret = *views[0];
	if (n == 1)
		return;
	for (size_t i = 0; i < n; i++)
		owing[i] = views[i]->notice->pair->body;
	ret->item = merge_items(a, views, n);
	ret->owing = owing;
	ret->nowing = n;
	ret->members = ret->notice->peers;
	ret->members_done = ret->notice->peers_done;
	slots_set(ret);
}

/* Views of one row: those that say the same become one, in the place of the
 * first of them. out may be where they stand: what is written over has been
 * merged by then, as the first that is left never stands before it. */
static size_t
merge_run(const struct view *views, size_t n, struct view *out)
{
	struct arena *a = views[0].arena;
	const char **said = arena_array(a, n, sizeof(*said));
	const struct view **left = arena_array(a, n, sizeof(*left));
	const struct view **alike = arena_array(a, n, sizeof(*alike));
	size_t rows = 0;

	for (size_t i = 0; i < n; i++) {
		left[i] = &views[i];
		said[i] = said_of(left[i]);
	}
	while (n > 0) {
		const char *first = said[0];
		size_t nalike = 0, nleft = 0;

		for (size_t i = 0; i < n; i++) {
			if (strcmp(said[i], first) == 0) {
				alike[nalike++] = left[i];
				continue;
			}
			said[nleft] = said[i];
			left[nleft++] = left[i];
		}
		merge(alike, nalike, &out[rows++]);
		n = nleft;
	}
	return rows;
}

size_t
merge_views(struct view *views, size_t n)
{
	size_t kept = 0, from = 0;

	for (size_t i = 1; i <= n; i++) {
		if (i < n && same_row(&views[from], &views[i]))
			continue;
		if (i - from > 1)
			kept += merge_run(views + from, i - from,
			    views + kept);
		else
			views[kept++] = views[from];
		from = i;
	}
	return kept;
}
