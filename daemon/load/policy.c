#include "load/policy.h"

#include <string.h>

#include "load/values.h"

struct remind_policy
policy_default(void)
{
	return (struct remind_policy){
		.opens = true,
		.half = true,
		.pace = true,
		.closed = true,
		.before = {{30, UNIT_DAY}, {7, UNIT_DAY}, {1, UNIT_DAY}},
		.nbefore = 3,
		.late = {7, UNIT_DAY},
		.escalate = {3, UNIT_WORKING_DAY},
	};
}

/* Days that a duration lasts at most, to put the longest first. */
static int
rough_days(struct duration d)
{
	static const int days[UNIT_COUNT] = {
		[UNIT_DAY] = 10, [UNIT_WORKING_DAY] = 14, [UNIT_WEEK] = 70,
		[UNIT_MONTH] = 305, [UNIT_QUARTER] = 915,
		[UNIT_HALF_YEAR] = 1830, [UNIT_YEAR] = 3655,
	};

	return d.n * days[d.unit];      /* tenths of a day */
}

static bool
is_none(const struct node *n)
{
	return n->kind == NODE_SCALAR && strcmp(n->text, "none") == 0;
}

static void
insert_before(struct remind_policy *p, struct duration d)
{
	size_t i = p->nbefore;

	for (size_t k = 0; k < p->nbefore; k++)
		if (p->before[k].n == d.n && p->before[k].unit == d.unit)
			return;
	for (; i > 0 && rough_days(p->before[i - 1]) < rough_days(d); i--)
		p->before[i] = p->before[i - 1];
	p->before[i] = d;
	p->nbefore++;
}

/* Places that this policy alone has: others may share those it came with. */
static struct remind_places *
own_places(struct reader *r, struct remind_policy *p)
{
	struct remind_places *own = arena_alloc(r->a, sizeof(*own));

	if (p->places)
		*own = *p->places;
	p->places = own;
	return own;
}

static void
read_before(struct reader *r, const struct node *value, void *into)
{
	struct remind_policy *p = into;

	p->nbefore = 0;
	own_places(r, p)->before = node_place(r->tree, value);
	if (is_none(value))
		return;
	if (count_of(value) > BEFORE_MOST) {
		fault(r, value, CODE_E_TOO_MANY, NULL,
		    "more than %d reminders before a term", BEFORE_MOST);
		return;
	}
	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		struct duration d = {0, UNIT_DAY};

		read_duration(r, c, &d);
		if (d.n)
			insert_before(p, d);
	}
}

/* The duration behind one of the words, or none: "every 7 days". */
static void
read_behind(struct reader *r, const struct node *value,
    const char *const *words, const char *example, struct duration *ret)
{
	const char *s = scalar_of(r, value, example);
	char folded[WORD_ROOM];

	if (!s)
		return;
	if (is_none(value)) {
		*ret = (struct duration){0, UNIT_DAY};
		return;
	}
	if (!value_fold(s, folded))
		folded[0] = '\0';
	for (; *words; words++) {
		size_t n = strlen(*words);

		if (strncmp(folded, *words, n) == 0 &&
		    value_duration(folded + n, ret))
			return;
	}
	fault(r, value, CODE_E_DURATION, example,
	    "'%s' is not understood", s);
}

static void
read_late(struct reader *r, const struct node *value, void *into)
{
	static const char *const words[] = {
		"every ", "каждые ", "каждый ", "каждую ", NULL
	};
	struct remind_policy *p = into;

	own_places(r, p)->late = node_place(r->tree, value);
	read_behind(r, value, words, "every 7 days, or none", &p->late);
}

static void
read_escalate(struct reader *r, const struct node *value, void *into)
{
	static const char *const words[] = {"after ", "через ", NULL};
	struct remind_policy *p = into;

	own_places(r, p)->escalate = node_place(r->tree, value);
	read_behind(r, value, words, "after 3 working days, or none",
	    &p->escalate);
}

#define FLAG(key) \
	{#key, read_bool, offsetof(struct remind_policy, key), false, \
	    "bool", "true", NULL}

static const struct key policy_keys[] = {
	FLAG(opens),
	{"before", read_before, 0, false, "durations",
	    "[30 days, 7 days, 1 day]", NULL},
	FLAG(half),
	FLAG(pace),
	FLAG(due),
	{"late", read_late, 0, false, "every …, none", "every 7 days", NULL},
	{"escalate", read_escalate, 0, false, "after …, none",
	    "after 3 working days", NULL},
	FLAG(closed),
};
const struct key_table policy_table = KEY_TABLE("remind", policy_keys);

void
policy_read(struct reader *r, const struct node *n,
    struct remind_policy *policy)
{
	policy->none = is_none(n);
	if (!policy->none)
		read_map(r, n, &policy_table, policy);
}
