/* Who is responsible, and with whom. */
#include "compose/facts_part.h"

#include "compose/plain.h"

enum { NAMES_MOST = 12 };

static const char *
more_names(const struct view *v, size_t n)
{
	struct slot slots[] = {
		{"n", arena_printf(v->arena, "%zu", n)}, {NULL, NULL}
	};

	return n ? fill(v->arena, v->t->and_more, slots) : "";
}

/* A name as it stands; a group's is a common noun: «опорные школы». */
static const char *
common_name(const struct view *v, body_namer name, const struct body *body)
{
	const char *words = name(v, body);

	return body->nmembers ? plain_lower_first(v->arena, words) : words;
}

static const char *
names_as(const struct view *v, body_namer namer,
    const struct body *const *bodies, size_t n, const struct body *without)
{
	const char *all = "";
	size_t left = 0, shown = 0;

	for (size_t i = 0; i < n; i++) {
		const char *name = common_name(v, namer, bodies[i]);

		if (bodies[i] == without)
			continue;
		if (shown == NAMES_MOST) {
			left++;
			continue;
		}
		all = facts_join(v, all, ", ", name);
		shown++;
	}
	return arena_printf(v->arena, "%s%s", all, more_names(v, left));
}

static const char *
names(const struct view *v, const struct body *const *bodies, size_t n,
    const struct body *without)
{
	return names_as(v, view_short_name, bodies, n, without);
}

static const char *
each_words(const struct view *v)
{
	const struct responsible *r = &v->wording->responsible;
	const struct body *group = v->notice->pair->group;
	const struct head_noun *head = group ? view_head(v, group) : NULL;
	struct slot slots[] = {
		{"each", head ? head->each : ""},
		{"name", group ? common_name(v, view_name, group) :
		    names(v, r->leads, r->nleads, NULL)},
		{NULL, NULL}
	};

	return fill(v->arena, head ? v->t->each : v->t->each_of, slots);
}

/* All who owe, told to those who do not. Those that are missing are
 * known when they are told on, or when it is only one: the notice names the
 * worst. When it is all of them, nobody is singled out. */
static const char *
group_words(const struct view *v, body_namer name)
{
	const struct responsible *r = &v->wording->responsible;
	const struct pair *pair = v->notice->pair;
	const bool several = view_is_of_several(v);
	const struct body *group = pair->group ? pair->group : pair->body;
	struct slot slots[] = {
		{"name", several ? names_as(v, name, r->leads, r->nleads,
		    NULL) : common_name(v, name, group)},
		{"missing", v->owing ? names(v, v->owing, v->nowing, NULL) :
		    name(v, pair->body)},
		{NULL, NULL}
	};

	if ((!pair->group && !several) || v->nowing == v->members ||
	    (!v->owing && v->members - v->members_done != 1))
		return slots[0].value;
	return fill(v->arena, v->t->missing, slots);
}

const char *
facts_responsible(const struct view *v, body_namer name,
    enum label *ret_label)
{
	const struct responsible *r = &v->wording->responsible;
	const struct pair *pair = v->notice->pair;
	struct slot slots[] = {
		{"name", common_name(v, name, pair->body)}, {NULL, NULL}
	};

	*ret_label = LABEL_RESPONSIBLE;
	if (v->members > 0) {
		*ret_label = LABEL_RESPONSIBLE_MANY;
		return group_words(v, name);
	}
	if (v->owing) {
		*ret_label = LABEL_RESPONSIBLE_MANY;
		return names(v, v->owing, v->nowing, NULL);
	}
	if (r->mode == RESPONSIBLE_ANY) {
		*ret_label = LABEL_RESPONSIBLE_MANY;
		return fill(v->arena, v->t->any, slots);
	}
	/* To whoever reads in somebody's place "each" would be himself. */
	if (v->notice->role != ROLE_LEAD || v->notice->to->unreached ||
	    v->notice->to->deputy_for)
		return slots[0].value;
	return r->mode == RESPONSIBLE_EACH ? each_words(v) : "";
}

/* The others hear of `opens`, `before`, `late` as the lead does. */
static bool
others_informed(const struct view *v)
{
	enum stage_kind kind = v->notice->stage.kind;

	return v->notice->role == ROLE_LEAD && (kind == STAGE_OPENS ||
	    kind == STAGE_BEFORE || kind == STAGE_LATE);
}

void
facts_add_responsible(struct facts *f)
{
	enum label label;
	const char *who = facts_responsible(f->v, view_name, &label);

	facts_add(f, label, who);
}

void
facts_add_who(struct facts *f)
{
	const struct view *v = f->v;
	const struct responsible *r = &v->wording->responsible;

	facts_add_responsible(f);
	facts_add(f, others_informed(v) ? LABEL_CO_INFORMED : LABEL_CO,
	    names(v, r->others, r->nothers, v->letter->to->body));
}
