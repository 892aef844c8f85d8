/* Windows of one rule in both sets, body by body. */
#include <string.h>

#include "ctl/diff.h"

enum { WINDOWS_MOST = 10000 };

struct side {                   /* of one body */
	const struct pair *pair;        /* NULL: it owes nothing here */
	const struct pair_window *windows;
	bool *matched;
	size_t n;
};

static struct date
effective_of(const struct side *s, size_t i)
{
	const struct term_window *w = &s->windows[i].window;

	return date_max(w->start, workcal_effective(s->pair->roadmap->cal,
	    w->start, w->due, s->windows[i].wording->shift));
}

/* "2022-06-01..2022-06-30, 2-3 times, effective 2022-06-28". */
static const char *
window_text(struct diff *d, const struct side *s, size_t i)
{
	const struct term_window *w = &s->windows[i].window;
	struct date effective = effective_of(s, i);
	char start[DATE_TEXT], due[DATE_TEXT], day[DATE_TEXT];
	const char *text;
	struct str out;

	str_init(&out);
	str_addf(&out, "%s..%s", date_iso(w->start, start),
	    date_iso(w->due, due));
	if (w->max && w->max != w->min)
		str_addf(&out, ", %u-%u times", (unsigned)w->min,
		    (unsigned)w->max);
	else if (w->min != 1 || w->max)
		str_addf(&out, ", %s%u times", w->max ? "" : "at least ",
		    (unsigned)w->min);
	if (w->standing)
		str_add(&out, ", standing");
	if (!date_equal(effective, w->due))
		str_addf(&out, ", effective %s", date_iso(effective, day));
	text = arena_strdup(d->c->a, out.s);
	str_done(&out);
	return text;
}

static struct side
side_of(struct diff *d, const struct pair *pair)
{
	struct side s = {.pair = pair};
	struct term_frame frame;
	struct date_span span;

	if (!pair)
		return s;
	frame = roadmap_frame(pair->roadmap, pair->rule);
	span = pair->roadmap->in_force;
	if (date_equal(span.last, DATE_MAX))
		span.last = d->to;
	s.n = pair_windows(d->c->a, pair, &frame, span, WINDOWS_MOST,
	    &s.windows);
	s.matched = arena_array(d->c->a, s.n + 1, sizeof(*s.matched));
	return s;
}

static void
add(struct diff *d, struct diff_change about, enum diff_kind kind,
    struct side *was, size_t i, struct side *is, size_t k)
{
	about.what = DIFF_WINDOW;
	about.kind = kind;
	about.field = "window";
	if (was) {
		about.body = was->pair->body->id;
		about.due = was->windows[i].window.due;
		about.was = window_text(d, was, i);
		was->matched[i] = true;
	}
	if (is) {
		about.body = is->pair->body->id;
		about.due = is->windows[k].window.due;
		about.is = window_text(d, is, k);
		is->matched[k] = true;
	}
	if (!was || !is || strcmp(about.was, about.is) != 0)
		diff_add(d, about);
}

/* The same DUE is the same window: both lists are sorted by it. */
static void
match_due(struct diff *d, struct diff_change about, struct side *was,
    struct side *is)
{
	size_t i = 0, k = 0;

	while (i < was->n && k < is->n) {
		struct date a = was->windows[i].window.due;
		struct date b = is->windows[k].window.due;

		if (date_equal(a, b))
			add(d, about, DIFF_CHANGED, was, i++, is, k++);
		else if (date_before(a, b))
			i++;
		else
			k++;
	}
}

static bool
overlap(const struct term_window *a, const struct term_window *b)
{
	return !date_before(a->due, b->start) && !date_before(b->due, a->start);
}

/* What is left and has days in common was moved, one to one. */
static void
match_moved(struct diff *d, struct diff_change about, struct side *was,
    struct side *is)
{
	size_t k = 0;

	for (size_t i = 0; i < was->n; i++) {
		const struct term_window *w = &was->windows[i].window;

		if (was->matched[i])
			continue;
		while (k < is->n && (is->matched[k] ||
		    date_before(is->windows[k].window.due, w->start)))
			k++;
		if (k < is->n && overlap(w, &is->windows[k].window))
			add(d, about, DIFF_MOVED, was, i, is, k);
	}
}

static void
compare_body(struct diff *d, struct diff_change about,
    const struct pair *pwas, const struct pair *pis)
{
	struct side was = side_of(d, pwas), is = side_of(d, pis);

	match_due(d, about, &was, &is);
	match_moved(d, about, &was, &is);
	for (size_t i = 0; i < was.n; i++)
		if (!was.matched[i])
			add(d, about, DIFF_REMOVED, &was, i, NULL, 0);
	for (size_t k = 0; k < is.n; k++)
		if (!is.matched[k])
			add(d, about, DIFF_ADDED, NULL, 0, &is, k);
}

struct debtor {
	const struct pair *pair;
};

struct debtors {                /* of a rule, as the file has them */
	struct debtor *items;
	size_t n;
	struct names by_body;
};

static struct debtors
debtors_of(struct diff *d, const struct roadmap *r, const struct rule *rule)
{
	struct debtors all = {.n = 0};
	const struct pair *pairs;

	names_init(&all.by_body, d->c->a);
	if (!rule)
		return all;
	all.n = rule_pairs(d->c->a, r, rule, &pairs);
	all.items = arena_array(d->c->a, all.n, sizeof(*all.items));
	for (size_t i = 0; i < all.n; i++) {
		all.items[i].pair = &pairs[i];
		names_put(&all.by_body, pairs[i].body->id, &all.items[i]);
	}
	return all;
}

static const struct pair *
pair_in(const struct debtors *all, const struct pair *pair)
{
	const struct debtor *same = names_get(&all->by_body, pair->body->id);

	return same ? same->pair : NULL;
}

void
diff_windows(struct diff *d, struct diff_change about,
    const struct roadmap *rwas, const struct rule *was,
    const struct roadmap *ris, const struct rule *is)
{
	struct debtors old = debtors_of(d, rwas, was);
	struct debtors now = debtors_of(d, ris, is);

	for (size_t i = 0; i < now.n; i++)
		compare_body(d, about, pair_in(&old, now.items[i].pair),
		    now.items[i].pair);
	for (size_t i = 0; i < old.n; i++)
		if (!pair_in(&now, old.items[i].pair))
			compare_body(d, about, old.items[i].pair, NULL);
}
