/* The letters that both sets lead to: Hearing - Comparing - All. */
#include <sysexits.h>

#include "ctl/diff.h"
#include "ctl/rehearse.h"

struct heard {                  /* a notice that left */
	const char *key;                /* what makes it unique, but the day */
	const char *rule;               /* "ROADMAP/RULE" */
	const char *debtor, *to, *stage;
	struct date due, day;
	bool matched;
	struct heard *next;             /* the same key again: new address */
};

struct hearing {
	struct diff *d;
	struct heard **items;           /* in the order of leaving */
	size_t n, cap;
	struct names keys;
	unsigned letters;
};

/* The changes of one rule, in a chain. */
struct change_list {
	struct diff_change *items;
	size_t n, cap;
};

/* --- hearing ----------------------------------------------------------- */

static void
hear(struct hearing *h, const struct said_row *row, const char *channel,
    struct date day)
{
	struct arena *a = h->d->c->a;
	const struct said *said = &row->said;
	struct heard *n = arena_alloc(a, sizeof(*n)), *same;
	char due[DATE_TEXT];

	*n = (struct heard){
		.rule = arena_printf(a, "%s/%s", row->roadmap, row->rule),
		.debtor = arena_strdup(a, said->debtor),
		.to = said->channel == CHANNEL_EMAIL ?
		    arena_strdup(a, said->recipient) :
		    arena_printf(a, "%s (%s)", said->recipient, channel),
		.stage = arena_strdup(a, said->stage),
		.due = said->due, .day = day
	};
	n->key = arena_printf(a, "%s %s %s %s %s", n->rule, n->debtor, n->to,
	    n->stage, date_iso(n->due, due));
	*(struct heard **)arena_push(a, (void **)&h->items, &h->n, &h->cap,
	    sizeof(n)) = n;
	same = names_put(&h->keys, n->key, n);
	if (same) {
		while (same->next)
			same = same->next;
		same->next = n;
	}
}

static void
take_letter(void *context, const struct letter_row *row,
    const struct said_row *notices, size_t n)
{
	struct hearing *h = context;
	struct date day = {(int32_t)((row->sending_at + row->utc_offset) /
	    86400)};

	if (date_before(day, h->d->from) || date_before(h->d->to, day))
		return;
	h->letters++;
	for (size_t i = 0; i < n; i++)
		hear(h, &notices[i], row->address, day);
}

static int
listen(struct diff *d, const struct ruleset *then, struct hearing *h)
{
	struct rehearsal r = {
		.rules = &d->told_was, .from = d->loaded, .to = d->to,
		.then = then, .then_from = d->from,
		.letter = take_letter, .context = h
	};
	int rc;

	*h = (struct hearing){.d = d};
	names_init(&h->keys, d->c->a);
	rc = rehearse(d->c, &r, d->log);
	rehearsal_done(&r);
	return rc;
}

/* --- comparing --------------------------------------------------------- */

static const char *
day_text(struct diff *d, const struct heard *n)
{
	char day[DATE_TEXT];

	return n ? arena_strdup(d->c->a, date_iso(n->day, day)) : NULL;
}

/* n is one of the two; the other may be NULL. */
static void
note(struct diff *d, const struct heard *n, const struct heard *was,
    const struct heard *is)
{
	struct change_list *list = names_get(&d->notices, n->rule);
	struct diff_change *change;

	if (is && was && date_equal(was->day, is->day))
		return;
	if (!list) {
		list = arena_alloc(d->c->a, sizeof(*list));
		*list = (struct change_list){.n = 0};
		names_put(&d->notices, n->rule, list);
	}
	change = arena_push(d->c->a, (void **)&list->items, &list->n,
	    &list->cap, sizeof(*change));
	*change = (struct diff_change){
		.what = DIFF_NOTICE, .kind = !is ? DIFF_REMOVED : !was ?
		    DIFF_ADDED : DIFF_MOVED,
		.body = n->debtor, .due = n->due, .to = n->to,
		.field = n->stage, .was = day_text(d, was),
		.is = day_text(d, is)
	};
}

static void
compare(struct diff *d, struct hearing *was, struct hearing *is)
{
	for (size_t i = 0; i < is->n; i++) {
		struct heard *old = names_get(&was->keys, is->items[i]->key);

		while (old && old->matched)
			old = old->next;
		if (old)
			old->matched = true;
		note(d, is->items[i], old, is->items[i]);
	}
	for (size_t i = 0; i < was->n; i++)
		if (!was->items[i]->matched)
			note(d, was->items[i], was->items[i], NULL);
	d->letters_was = was->letters;
	d->letters_is = is->letters;
}

/* --- all --------------------------------------------------------------- */

int
diff_rehearse(struct diff *d)
{
	struct hearing was, is;
	int rc = EX_OK;

	if (d->told_was.nroadmaps + d->told_is.nroadmaps == 0)
		return EX_OK;
	rc = listen(d, NULL, &was);

	if (rc == EX_OK)
		rc = listen(d, &d->told_is, &is);
	if (rc == EX_OK)
		compare(d, &was, &is);
	return rc;
}

void
diff_notices(struct diff *d, struct diff_change about, const char *roadmap,
    const char *rule)
{
	const struct change_list *list = names_get(&d->notices,
	    arena_printf(d->c->a, "%s/%s", roadmap, rule));

	for (size_t i = 0; list && i < list->n; i++) {
		struct diff_change change = list->items[i];

		change.roadmap = about.roadmap;
		change.item = about.item;
		change.title = about.title;
		diff_add(d, change);
	}
}
