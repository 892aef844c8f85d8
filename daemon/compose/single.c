/* A letter about one row, and one that asks for a schedule of several. */
#include "compose/letter.h"

#include "compose/course.h"
#include "compose/facts.h"
#include "compose/plain.h"
#include "compose/wrap.h"

enum {
	CONTACT_MOST = 200,
	CONTACT_SHORT = 30      /* «Тел. 2-34-56»: not torn apart */
};

/* The reason of the k-th kind: by role, or in place of somebody. */
static bool
is_reason(const struct view *v, size_t k)
{
	return v->notice->to->unreached ? k > ROLE_OWNER :
	    (size_t)v->notice->role == k;
}

/* Why you: each of the reasons that the rows have, once. */
static const char *
reasons(const struct view *views, size_t n)
{
	const struct tongue *t = views[0].t;
	const char *said[ROLE_OWNER + 2] = {NULL}, *ret = "";
	size_t found = 0;

	for (size_t k = 0; k <= ROLE_OWNER + 1; k++)
		for (size_t i = 0; i < n; i++)
			if (is_reason(&views[i], k)) {
				said[found++] = k > ROLE_OWNER ? t->instead :
				    t->lead_of[k];
				break;
			}
	for (size_t i = 0; i < found; i++)
		ret = arena_printf(views[0].arena, "%s%s%s", ret,
		    i == 0 ? "" : i + 1 == found ? t->and : ", ", said[i]);
	return ret;
}

/* The letter that all rows answer, or 0. */
static int64_t
followed(const struct view *views, size_t n)
{
	int64_t letter = views[0].item->follows;

	for (size_t i = 1; i < n; i++)
		if (views[i].item->follows != letter)
			return 0;
	return letter;
}

/* For whom the reader stands in, be it in some of the rows alone. */
static const struct body *
stands_in_for(const struct view *views, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (views[i].notice->to->deputy_for)
			return views[i].notice->to->deputy_for;
	return NULL;
}

const char *
letter_closing(const struct view *views, size_t n)
{
	const struct view *v = &views[0];
	const struct letter *letter = v->letter;
	const struct body *deputy_for = stands_in_for(views, n);
	int64_t follows = followed(views, n);
	const char *contact = plain_cut(v->arena,
	    plain_clean(v->arena, letter->contact), CONTACT_MOST);
	struct slot slots[] = {
		{"number", arena_printf(v->arena, "%lld",
		    (long long)letter->number)},
		{"follows", arena_printf(v->arena, "%lld",
		    (long long)follows)},
		{"name", deputy_for ? view_name(v, deputy_for) : ""},
		{"reason", reasons(views, n)},
		{NULL, NULL}
	};
	struct slot *reason = &slots[3];

	if (follows)
		reason->value = fill(v->arena, v->t->follows, slots);
	if (deputy_for)
		reason->value = fill(v->arena, v->t->deputy, slots);
	return wrap_keep(v->arena, arena_printf(v->arena, "%s%s%s",
	    fill(v->arena, v->t->closing, slots), *contact ? " " : "",
	    plain_length(contact) <= CONTACT_SHORT ?
	    wrap_tighten(v->arena, contact) : contact));
}

const char *
letter_salutation(const struct view *v)
{
	const char *own = plain_cut(v->arena,
	    plain_clean(v->arena, v->letter->to->salutation), CONTACT_MOST);

	return *own ? own : v->t->salutation;
}

static bool
is_ahead(enum say say)
{
	return say <= SAY_STANDING;
}

/* How a figure is handed in, where that is what is owed. */
static bool
asks_figure(const struct view *v)
{
	return is_ahead(v->say) && v->say != SAY_PACE && view_figure(v);
}

/* On how many days those responsible were written to. */
static size_t
days_told(const struct letter_item *item)
{
	size_t n = 0;

	for (size_t i = 0; i < item->ntold; i++)
		n += i == 0 || !date_equal(item->told[i].day,
		    item->told[i - 1].day);
	return n;
}

static const char *
preheader(const struct view *v)
{
	const struct pair *pair = v->notice->pair;
	struct slot slots[] = {
		{"who", view_name(v, v->owing ? pair->group : pair->body)},
		{"n", arena_printf(v->arena, "%zu", days_told(v->item))},
		{NULL, NULL}
	};

	if (is_ahead(v->say))
		return view_fill(v, v->letter->link ? v->t->one_button :
		    v->t->ahead);
	if (v->say == SAY_ESCALATE && v->item->ntold && course_silent(v))
		return fill(v->arena, v->t->unanswered, slots);
	return plain_cut(v->arena, plain_upper_first(v->arena, v->what), 100);
}

const char *
letter_answer(const struct view *views, size_t n, const char *template)
{
	const struct view *v = &views[0];
	size_t unreached = 0;

	for (size_t i = 0; i < n; i++)
		unreached += views[i].notice->to->unreached;
	if (!template)
		return NULL;
	if (unreached == n)
		return wrap_keep(v->arena, v->t->pass_on);
	return v->letter->answer_to ? wrap_keep(v->arena,
	    view_fill(v, template)) : NULL;
}

/* What is asked: of a supervisor who hears that it is open again, the decision
 * that he was asked for before. */
static const struct sentences *
asked(const struct view *v)
{
	bool open_again = v->say >= SAY_REOPENED && v->say <= SAY_OWED_AGAIN;

	return &v->t->say[open_again && v->notice->role == ROLE_SUPERVISOR ?
	    SAY_ESCALATE : v->say];
}

void
letter_single(const struct view *v, struct doc *ret)
{
	const struct sentences *say = &v->t->say[v->say], *ask = asked(v);
	struct doc_list *told = arena_alloc(v->arena, sizeof(*told));
	bool figure = asks_figure(v);

	*ret = (struct doc){
		.t = v->t,
		.subject = view_subject(v, say->subject, SUBJECT_MOST),
		.preheader = preheader(v),
		.salutation = letter_salutation(v),
		.lead = wrap_keep(v->arena, view_fill(v, say->lead)),
		.action = figure ? v->t->figure_action : ask->action,
		.button = ask->button,
		.link = v->letter->link,
		.answer = letter_answer(v, 1, figure ? v->t->figure_answer :
		    ask->answer),
		.closing = letter_closing(v, 1),
	};
	ret->nfacts = facts_of(v, &ret->facts);
	if (v->say == SAY_ESCALATE && course_told(v, told)) {
		ret->lists = told;
		ret->nlists = 1;
	}
	if (v->say != SAY_CLOSED && v->say != SAY_WAIVED)
		ret->next = course_next(v);
}

/* --- asking for a schedule ----------------------------------------------- */

static bool
is_capital(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42F) ||
	    c == 0x401;
}

/* The owner's name where no case would change it: an abbreviation. */
static const char *
undeclined(const struct view *v)
{
	const struct body *owner = v->letter->to->body;
	const char *name = view_text(v, text_given(&owner->short_name) ?
	    &owner->short_name : &owner->name, 24);
	const char *p = name;
	uint32_t c;

	while ((c = plain_next(&p)))
		if (!is_capital(c))
			return "";
	return *name ? arena_printf(v->arena, " %s", name) : "";
}

static void
add_fact(const struct view *v, struct doc *doc, size_t *cap,
    const char *label, const char *value)
{
	struct doc_fact *fact;

	if (!*value)
		return;
	fact = arena_push(v->arena, (void **)&doc->facts, &doc->nfacts, cap,
	    sizeof(*fact));
	fact->label = label;
	fact->value = wrap_keep(v->arena, value);
}

/* The order once, then each row with its words. */
static void
schedule_facts(const struct view *views, size_t n, struct doc *doc)
{
	size_t cap = 0;

	for (size_t i = 0; i < n; i++) {
		const struct view *v = &views[i];

		if (i == 0 || v->roadmap != views[i - 1].roadmap)
			add_fact(v, doc, &cap, v->t->labels[LABEL_BASIS],
			    facts_order(v));
		add_fact(v, doc, &cap, v->cite, facts_quoted(v));
	}
}

void
letter_schedule(const struct view *views, size_t n, size_t limit,
    struct doc *ret)
{
	const struct view *v = &views[0];
	const struct sentences *say = &v->t->say[SAY_SCHEDULE];
	const char *items = course_items(views, n);
	struct slot slots[] = {
		{"items", ""},
		{"owner", undeclined(v)},
		{"for_year", v->slots[SLOT_FOR_YEAR].value},
		{"enter", v->letter->link ? v->t->schedule_enter :
		    v->t->schedule_tell},
		{"computed", n == 1 ? v->t->computed_one :
		    v->t->computed_many},
		{NULL, NULL}
	};
	size_t around = plain_length(fill(v->arena, say->subject, slots));
	size_t room = around + 8 < SUBJECT_MOST ? SUBJECT_MOST - around : 8;
	const char *subject;

	slots[0].value = plain_cut(v->arena, wrap_loosen(v->arena, items),
	    room);
	subject = fill(v->arena, say->subject, slots);
	slots[0].value = items;
	*ret = (struct doc){
		.t = v->t,
		.subject = subject,
		.preheader = facts_order(v),
		.salutation = letter_salutation(v),
		.lead = wrap_keep(v->arena, fill(v->arena, say->lead, slots)),
		.action = say->action,
		.button = say->button,
		.link = v->letter->link,
		.answer = letter_answer(views, n, say->answer),
		.closing = letter_closing(views, n),
	};
	schedule_facts(views, n < limit ? n : limit, ret);
}
