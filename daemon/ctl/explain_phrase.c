/* A term given on the command line. */
#include <string.h>
#include <sysexits.h>

#include "ctl/complain.h"
#include "ctl/explain.h"
#include "ctl/rules.h"
#include "load/source.h"

/* --- complaints inside the phrase -------------------------------------- */

/* The place of code points first.. of the text: a cell may have lines. */
static struct place
place_of(struct ctl *c, const char *text, size_t first, size_t len)
{
	struct place p = {.line = 1, .column = 1};
	const char *line = text, *s = text;

	for (size_t i = 0; i < first && *s; i++, p.column++) {
		if (*s == '\n') {
			p.line++;
			p.column = 0;
			line = s + 1;
		}
		s += utf8_length((unsigned char)*s);
	}
	p.excerpt = arena_strndup(c->a, line, strcspn(line, "\n"));
	p.width = (unsigned)len;
	return p;
}

static void
complain_of(struct ctl *c, const char *text, const struct phrase *phrase)
{
	struct diags diags;

	diags_init(&diags, c->a);
	for (size_t i = 0; i < phrase->nissues; i++) {
		const struct phrase_issue *issue = &phrase->issues[i];

		diag_add(&diags, issue->level, issue->code, place_of(c, text,
		    issue->first, issue->len), issue->hint, "%s",
		    issue->what);
	}
	complain(c, &diags, COMPLAIN_FULL);
}

/* --- a roadmap around it ----------------------------------------------- */

struct scene {
	struct text title;
	struct body body, head;
	struct wording wording;
	struct rule rule;
	struct roadmap roadmap;
	struct tenure tenure;
	struct pair pair;
	const struct body *lead, *supervisor;
	const char *email;
};

/* One rule, a lead and a supervisor who can be reached, the daemon's own
 * policy. */
static const struct pair *
build(struct ctl *c, const struct explain_options *o,
    const struct phrase *phrase, const struct workcal *cal,
    struct date_span in_force, const char *text)
{
	struct scene *s = arena_alloc(c->a, sizeof(*s));
	struct date_span always = {DATE_MIN, DATE_MAX};

	s->email = "lead@srok.example";
	s->title.in[LANGUAGE_RU] = s->title.in[LANGUAGE_EN] = text;
	s->body = (struct body){.id = "lead", .name = s->title,
	    .short_name = s->title, .email = &s->email, .nemail = 1,
	    .language = -1};
	s->head = s->body;
	s->head.id = "supervisor";
	s->lead = &s->body;
	s->supervisor = &s->head;
	s->wording = (struct wording){.from = DATE_MIN, .title = s->title,
	    .when = text, .when_is_phrase = true, .term = phrase->term,
	    .responsible = {RESPONSIBLE_ONE, &s->lead, 1, NULL, 0},
	    .remind = c->config.remind, .supervisors = &s->supervisor,
	    .nsupervisors = 1, .shift = c->config.shift};
	s->rule = (struct rule){.id = "term", .item = "term",
	    .in_force = in_force, .wordings = &s->wording, .nwordings = 1};
	s->roadmap = (struct roadmap){.id = "term", .title = s->title,
	    .in_force = in_force, .timezone = "UTC", .cal = cal,
	    .school = o->year == 1, .school_first_month = 9,
	    .school_first_day = 1, .school_last_month = 5,
	    .school_last_day = 31, .rules = &s->rule, .nrules = 1};
	s->tenure = (struct tenure){&s->wording, always};
	s->pair = (struct pair){.roadmap = &s->roadmap, .rule = &s->rule,
	    .body = &s->body, .joined = DATE_MIN, .left = DATE_MAX,
	    .tenures = &s->tenure, .ntenures = 1};
	return &s->pair;
}

/* The validity: as given, else this year and the next. */
static struct date_span
validity(struct ctl *c, const struct explain_options *o)
{
	int year = date_civil(ctl_today()).year;

	if (!date_is_none(o->in_force.first))
		return o->in_force;
	ctl_say(c, "read against %d-01-01..%d-12-31 (--in-force says "
	    "otherwise)", year, year + 1);
	return (struct date_span){date_of(year, 1, 1),
	    date_of(year + 1, 12, 31)};
}

/* --- the command ------------------------------------------------------- */

static void
term_text(struct ctl *c, const struct explained *e)
{
	explain_line(c, "Term", e->text);
}

static const struct explain_head phrase_head = {term_text, NULL};

int
explain_phrase(struct ctl *c, const struct explain_options *o,
    const char *text)
{
	struct explained e = {.text = text};
	struct phrase phrase;
	struct rules calendars = {0};
	const struct workcal *cal;
	struct date_span span;
	bool understood = phrase_explain(c->a, text, &phrase);
	int rc = EX_OK;

	complain_of(c, text, &phrase);
	if (!understood)
		return EX_DATAERR;
	rc = rules_calendar(c, o->rules, o->calendar, &calendars, &cal);
	if (rc == EX_OK) {
		span = validity(c, o);
		e.pair = build(c, o, &phrase, cal, span, text);
		e.wording = &e.pair->rule->wordings[0];
		e.phrase = &phrase;
		explain_windows(c, &e, span.last);
		explain_print(c, &e, o->format, &phrase_head);
	}
	rules_done(&calendars);
	return rc;
}
