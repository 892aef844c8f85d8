/* A story for people: Windows - The log - Letters - The whole */
#include <string.h>

#include "core/zone.h"
#include "ctl/plan.h"
#include "ctl/story.h"
#include "ctl/table.h"

enum { WINDOWS_SHOWN = 24 };

/* A text that is put together, in the command's memory. */
static const char *
take(struct ctl *c, struct str *s)
{
	const char *text = arena_strdup(c->a, s->s);

	str_done(s);
	return text;
}

/* --- windows ----------------------------------------------------------- */

static const char *
count(struct ctl *c, const struct obligation *ob)
{
	const struct term_window *w = &ob->window;

	if (w->max && w->max != w->min)
		return w->min ? arena_printf(c->a, "%u of %u..%u", ob->done,
		    w->min, w->max) : arena_printf(c->a, "%u, at most %u",
		    ob->done, w->max);
	return arena_printf(c->a, "%u of %u", ob->done, w->min);
}

static void
add(struct str *s, const char *text)
{
	str_addf(s, "%s%s", s->len ? "; " : "", text);
}

static void
add_decision(struct ctl *c, struct str *s, const char *what,
    const struct entry *e)
{
	const char *who = *e->decided_by ? e->decided_by : e->author;
	char day[DATE_TEXT];

	add(s, arena_printf(c->a, "%s by entry %lld of %s%s%s%s%s", what,
	    (long long)e->id, date_iso(e->entered, day), *who ? ", " : "",
	    who, *e->note ? ": " : "", e->note));
}

/* What the state and each mark follow from. */
static const char *
why(struct ctl *c, const struct story *story, const struct obligation *ob)
{
	const char *off = plan_why(c->a, story->roadmap->cal, ob->due,
	    ob->effective);
	char day[DATE_TEXT], other[DATE_TEXT];
	struct str s;

	str_init(&s);
	if (off)
		add(&s, arena_printf(c->a, "%s is %s, so effective %s",
		    date_iso(ob->due, day), off,
		    date_iso(ob->effective, other)));
	if (!date_is_none(ob->met_on))
		add(&s, arena_printf(c->a, "reached on %s",
		    date_iso(ob->met_on, day)));
	if (ob->accepted)
		add_decision(c, &s, "accepted", ob->accepted);
	if (ob->marks & MARK_EXTENDED)
		add_decision(c, &s, arena_printf(c->a, "moved from %s",
		    date_iso(ob->window.due, day)), ob->extension);
	if (ob->waiver)
		add_decision(c, &s, "waived", ob->waiver);
	if (ob->marks & MARK_BEHIND)
		add(&s, arena_printf(c->a, "behind: %u wanted by now",
		    ob->window.min > 1 ? ob->wanted : 1));
	if (ob->marks & MARK_OVER)
		add(&s, arena_printf(c->a, "over: at most %u",
		    ob->window.max));
	if (ob->marks & MARK_PROMISED)
		add(&s, arena_printf(c->a, "promised by %s",
		    date_iso(ob->promised_until, day)));
	if (ob->npending)
		add(&s, arena_printf(c->a, "%zu to be accepted by %s",
		    ob->npending, ob->wording->accept ?
		    ob->wording->accept->id : "nobody"));
	if (ob->rework)
		add_decision(c, &s, "returned", ob->rework);
	if (ob->state == STATE_MISSED)
		add(&s, arena_printf(c->a, "missed from %s",
		    date_iso(ob->missed_from, day)));
	if (ob->marks & MARK_PROVISIONAL)
		add(&s, "provisional: no official calendar yet");
	return take(c, &s);
}

static const char *
color_of(enum state state)
{
	switch (state) {
	case STATE_LATE:
	case STATE_MISSED:
		return "red";
	case STATE_MET:
	case STATE_MET_LATE:
		return "green";
	default:
		return NULL;
	}
}

static void
show_windows(struct ctl *c, const struct story *s)
{
	static const struct table_column columns[] = {
		{"BODY", TABLE_LEFT}, {"START", TABLE_LEFT},
		{"DUE", TABLE_LEFT}, {"DONE", TABLE_LEFT},
		{"STATE", TABLE_LEFT}, {"WHY", TABLE_WRAP}, {0}
	};
	struct table *t = table_new(c, columns);

	for (size_t i = 0; i < s->npairs; i++) {
		const struct story_pair *p = &s->pairs[i];
		size_t n = p->evaluation.nobligations;
		bool many = s->npairs > 1;

		for (size_t k = 0; k < n; k++) {
			const struct obligation *ob = p->windows[k].ob;
			char start[DATE_TEXT], due[DAY_TEXT];
			const char *cells[] = {
				p->pair->body->id,
				date_iso(ob->window.start, start),
				ctl_day(ob->due, due), count(c, ob),
				state_name(ob->state), why(c, s, ob)
			};

			if (many ? p->windows[k].at_hand :
			    k + WINDOWS_SHOWN >= n)
				table_row(t, cells, color_of(ob->state));
		}
	}
	table_print(t);
}

static void
show_waiting(struct ctl *c, const struct story *s)
{
	for (size_t i = 0; i < s->npairs; i++) {
		const struct evaluation *e = &s->pairs[i].evaluation;

		if (!e->waiting)
			continue;
		if (e->waiting_year)
			str_addf(&c->out, "The schedule of %d is not entered: "
			    "its owner is asked each quarter.\n",
			    e->waiting_year);
		else
			str_add(&c->out, "The schedule is not entered: its "
			    "owner is asked each quarter.\n");
		return;
	}
}

/* --- the log ----------------------------------------------------------- */

static const char *
fate(struct ctl *c, const struct account_entry *e)
{
	const char *placing = placing_text(e->placing);
	char due[DATE_TEXT];

	if (date_is_none(e->due))
		return e->entry->ref ? arena_printf(c->a, "%s (entry %lld)",
		    fate_text(e->fate), (long long)e->entry->ref) :
		    fate_text(e->fate);
	return arena_printf(c->a, "%s, window due %s%s%s",
	    fate_text(e->fate), date_iso(e->due, due), *placing ? ": " : "",
	    placing);
}

static void
show_log(struct ctl *c, const struct story *s)
{
	static const struct table_column columns[] = {
		{"ENTRY", TABLE_RIGHT}, {"DATE", TABLE_LEFT},
		{"KIND", TABLE_LEFT}, {"BY", TABLE_LEFT},
		{"BECAME", TABLE_WRAP}, {"NOTE", TABLE_WRAP}, {0}
	};
	const struct story_pair *p = &s->pairs[0];
	struct table *t;

	if (p->nentries == 0) {
		str_add(&c->out, "\nThe log has no entry about it.\n");
		return;
	}
	str_addc(&c->out, '\n');
	t = table_new(c, columns);
	for (size_t i = 0; i < p->nentries; i++) {
		const struct entry *e = p->entries[i].entry;
		char day[DATE_TEXT];
		const char *cells[] = {
			arena_printf(c->a, "%lld", (long long)e->id),
			date_iso(date_is_none(e->date) ? e->entered : e->date,
			    day), entry_kind_name(e->kind),
			*e->decided_by ? e->decided_by : e->author,
			fate(c, &p->entries[i]), e->note
		};

		table_row(t, cells, NULL);
	}
	table_print(t);
}

/* --- letters ----------------------------------------------------------- */

static const char *
letter(struct ctl *c, const struct story *s, const struct account_line *line)
{
	const struct said_row *row = &s->dossier->said_rows[line->said -
	    s->dossier->account.said];
	struct zone_time at = zone_local(s->roadmap->zone, row->at);
	char day[DATE_TEXT];

	/* Of a rehearsal neither number nor delivery is real. */
	if (s->dossier->rehearsal.store)
		return arena_printf(c->a, "would have gone %s %02d:%02d, %s",
		    date_iso(at.date, day), at.second / 3600,
		    at.second / 60 % 60, line->said->address);
	return arena_printf(c->a, "letter %lld, %s %02d:%02d, %s, %s",
	    (long long)row->letter, date_iso(at.date, day), at.second / 3600,
	    at.second / 60 % 60, letter_state_name(row->state),
	    line->said->address);
}

static const char *
verdict(struct ctl *c, const struct story *s, const struct account_line *line)
{
	switch (line->verdict) {
	case VERDICT_SAID:
		return letter(c, s, line);
	case VERDICT_COMING:
		return line->unreached ? "will be sent to the "
		    "administrator in its place, if nothing happens" :
		    "will be sent, if nothing happens";
	default:
		return arena_printf(c->a, "not sent: %s",
		    reason_text(line->reason));
	}
}

/* Two lines that only differ in whom they are to. */
static bool
is_alike(const struct account_line *a, const struct account_line *b)
{
	char x[STAGE_TEXT], y[STAGE_TEXT];

	return !a->said && !b->said && date_equal(a->day, b->day) &&
	    a->role == b->role && a->verdict == b->verdict &&
	    a->reason == b->reason &&
	    strcmp(stage_name(&a->stage, x), stage_name(&b->stage, y)) == 0;
}

static void
show_lines(struct ctl *c, const struct story *s,
    const struct story_window *w)
{
	static const struct table_column columns[] = {
		{"DAY", TABLE_LEFT}, {"STAGE", TABLE_LEFT},
		{"TO", TABLE_LEFT}, {"WHAT", TABLE_WRAP}, {0}
	};
	struct table *t = table_new(c, columns);

	for (size_t i = 0, next; i < w->nlines; i = next) {
		const struct account_line *line = &w->lines[i];
		char day[DAY_TEXT], stage[STAGE_TEXT];
		struct str to;

		str_init(&to);
		str_add(&to, line->to);
		for (next = i + 1; next < w->nlines &&
		    is_alike(line, &w->lines[next]); next++)
			str_addf(&to, ", %s", w->lines[next].to);
		table_row(t, (const char *const[]){ctl_day(line->day, day),
		    stage_name(&line->stage, stage), take(c, &to),
		    verdict(c, s, line)}, line->verdict == VERDICT_COMING ?
		    "green" : NULL);
	}
	table_print(t);
}

/* In one sentence, when nothing was said of the window. */
static void
show_silence(struct ctl *c, const struct story *s,
    const struct story_window *w)
{
	enum reason silence = account_silence(&s->dossier->account, w->ob);
	bool sent = false;

	for (size_t i = 0; i < w->nlines; i++)
		sent = sent || w->lines[i].verdict == VERDICT_SAID;
	if (sent)
		return;
	str_addf(&c->out, "Nothing was sent%s%s.\n",
	    silence == REASON_NONE ? "" : ": ", reason_text(silence));
}

static void
show_letters(struct ctl *c, const struct story *s,
    const struct story_pair *p)
{
	for (size_t i = 0; i < p->evaluation.nobligations; i++) {
		const struct story_window *w = &p->windows[i];
		char due[DATE_TEXT];

		if (!w->at_hand || (s->npairs > 1 && w->nlines == 0))
			continue;
		str_addf(&c->out, "\nLetters about %s, due %s%s%s:\n",
		    p->pair->body->id, date_iso(w->ob->due, due),
		    s->listener ? ", to " : "", s->listener ? s->listener :
		    "");
		show_silence(c, s, w);
		if (w->nlines)
			show_lines(c, s, w);
	}
}

/* --- the whole --------------------------------------------------------- */

void
story_print(struct ctl *c, const struct story *s)
{
	char on[DATE_TEXT], since[DATE_TEXT];

	str_addf(&c->out, "\nOn %s, by %s; written to from %s on:\n",
	    date_iso(s->dossier->account.on, on), s->dossier->source,
	    date_iso(s->pairs[0].since, since));
	show_windows(c, s);
	show_waiting(c, s);
	if (s->npairs == 1)
		show_log(c, s);
	if (s->lettered) {
		for (size_t i = 0; i < s->npairs; i++)
			show_letters(c, s, &s->pairs[i]);
	} else {
		str_addf(&c->out, "\n%zu bodies owe it: --body=%s tells the "
		    "log and the letters of one\n", s->npairs,
		    s->pairs[0].pair->body->id);
	}
}
