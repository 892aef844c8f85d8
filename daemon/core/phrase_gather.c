/* Segments - Years - Sorting */
#include "core/phrase_gather.h"

#include <string.h>

void
gather_complain(const struct tokens *tokens, const char *source,
    struct phrase_issues *issues, int code, const struct node *at,
    const char *hint, const char *what)
{
	const struct token *a = &tokens->items[at->first];
	const struct token *z = &tokens->items[at->end > at->first ?
	    at->end - 1 : at->first];

	phrase_complain(issues, code, a->first,
	    (size_t)z->first + z->len - a->first, hint, "%s: '%.*s'", what,
	    (int)(z->byte + z->bytes - a->byte), source + a->byte);
}

/* --- Segments --- */

static bool
is_rhythm(const struct node *n)
{
	return n->kind == N_EVERY || (n->kind == N_COUNT &&
	    n->unit != UNIT_COUNT);
}

static bool
is_plain_year(const struct node *n)
{
	return n->kind == N_EVERY && n->unit == UNIT_YEAR &&
	    n->interval == 1;
}

/* Can nodes[i..], up to the next semicolon, stand for itself? */
static bool
stands_alone(const struct tree *tree, size_t i)
{
	for (size_t k = i; k < tree->len; k++) {
		const struct node *n = &tree->nodes[k];

		if (n->kind == N_THEN || (k > i && n->apart))
			return false;
		if ((is_rhythm(n) && !is_plain_year(n)) || n->kind == N_AFTER ||
		    (n->kind == N_ITEM && n->cal.select == SELECT_BY))
			return true;
	}
	return false;
}

/* «отчёт – ежегодно», «ежемесячно (мониторинг)»: a rhythm with a name. */
static bool
is_named(const struct tree *tree, size_t i)
{
	return is_rhythm(&tree->nodes[i]) &&
	    ((i > 0 && tree->nodes[i - 1].naming == NAMES_NEXT) ||
	    (i + 1 < tree->len && tree->nodes[i + 1].naming == NAMES_LAST));
}

/* Does the next deed begin at nodes[i], where one of first.. or itself has a
 * rhythm of its own? */
static bool
begins_deed(const struct tree *tree, size_t first, size_t i)
{
	const struct node *n = &tree->nodes[i];
	bool next = n->naming == NAMES_NEXT;

	if (!next && (n->naming != NAMES_NONE ||
	    n[-1].naming != NAMES_LAST || i + 1 >= tree->len ||
	    n[1].naming != NAMES_LAST))
		return false;
	if (i + next < tree->len && is_named(tree, i + next))
		return true;
	for (size_t k = first; k < i; k++)
		if (is_named(tree, k))
			return true;
	return false;
}

size_t
gather_segment(const struct tree *tree, size_t first)
{
	const struct node *rhythm = NULL;
	bool named = false;     /* something before has a name */
	size_t i;

	for (i = first; i < tree->len; i++) {
		const struct node *n = &tree->nodes[i];

		if (n->kind == N_THEN)
			break;
		if (i > first && named && begins_deed(tree, first, i))
			break;          /* «меню – ежедневно, отчёт – …» */
		named = named || n->naming != NAMES_NONE;
		if (i > first && rhythm && !is_plain_year(rhythm) &&
		    ((n->apart && stands_alone(tree, i)) ||
		    (n->joined && is_rhythm(n) && n->unit != rhythm->unit) ||
		    (n->joined && n->kind == N_ITEM && rhythm == n - 1)))
			break;          /* «ежемесячно и в мае» */
		if (is_rhythm(n) && (!rhythm || is_plain_year(rhythm)))
			rhythm = n;
	}
	return i;
}

/* --- Years --- */

enum { YEARS_STEP = 4 };        /* room for years grows by so many */

static void
add_year(struct arena *a, struct use *u, int year)
{
	size_t i = u->nyears;

	while (i > 0 && u->years[i - 1] > year)
		i--;
	if (i > 0 && u->years[i - 1] == year)
		return;
	if (u->nyears % YEARS_STEP == 0) {
		int *years = arena_array(a, u->nyears + YEARS_STEP,
		    sizeof(*years));

		if (u->nyears > 0)
			memcpy(years, u->years, u->nyears * sizeof(*years));
		u->years = years;
	}
	for (size_t k = u->nyears; k > i; k--)
		u->years[k] = u->years[k - 1];
	u->years[i] = year;
	u->nyears++;
}

static void
add_years(struct arena *a, struct use *u, const struct node *n)
{
	/* «2023-2024 учебный год» is one, beginning in 2023 */
	bool school = n->kind == N_DURING;
	int last = n->year_last - (school && n->year_last > n->year);

	bool pair = n->kind == N_YEARS && n->year_last == n->year + 1 &&
	    u->item && u->item->cal.wraps;

	if (pair)
		last = n->year;
	u->paired = pair && (u->nyears == 0 || u->paired);
	u->years_at = n;
	u->school = school;
	for (int y = n->year; y <= last; y++)
		add_year(a, u, y);
}

/* A list of items and years as it is read: years apply to every item before
 * them that has none; years in front to the items behind (design.md §3.3). */
struct listing {
	struct arena *arena;
	struct facts *facts;
	size_t cap;
	size_t open;            /* first use that waits for years */
	bool years_last;        /* the list's years are being read */
	bool years_first;       /* «2024 г. - декабрь, 2025 г. - май» */
	size_t lead, lead_end;  /* years in front, as uses */
};

static struct use *
push_use(struct listing *l, const struct node *item)
{
	void *uses = l->facts->uses;
	struct use *u = arena_push(l->arena, &uses, &l->facts->nuses, &l->cap,
	    sizeof(*u));

	*u = (struct use){ .item = item };
	l->facts->uses = uses;
	return u;
}

static void
list_item(struct listing *l, const struct node *n)
{
	if (l->years_last)
		l->open = l->facts->nuses;
	l->years_last = false;
	/* «01.02, 01.05.2024»: the year stands within the last date */
	for (size_t i = l->open; n->cal.year && n->cal.shape == SHAPE_DATE &&
	    i < l->facts->nuses; i++) {
		struct use *u = &l->facts->uses[i];

		if (u->item && u->item->cal.year == 0 && u->nyears == 0 &&
		    u->item->cal.shape == SHAPE_DATE) {
			u->years_at = n;
			add_year(l->arena, u, n->cal.year);
		}
	}
	push_use(l, n);
}

static void close_list(struct listing *l);

static void
list_years(struct listing *l, const struct node *n)
{
	bool any = false;

	if (l->years_first && l->facts->nuses > l->lead_end) {
		close_list(l);
		l->open = l->lead = l->lead_end = l->facts->nuses;
	}
	for (size_t i = l->open; i < l->facts->nuses; i++) {
		struct use *u = &l->facts->uses[i];

		if (!u->item || u->item->cal.year)
			continue;
		add_years(l->arena, u, n);
		any = true;
	}
	if (!any) {
		struct use *u;

		if (l->lead_end != l->facts->nuses)
			l->lead = l->facts->nuses;
		u = push_use(l, NULL);
		add_years(l->arena, u, n);
		u->range = n->kind == N_YEARS && n->year_last > n->year;
		l->lead_end = l->facts->nuses;
	}
	l->years_last = any;
}

static bool
lies_in_years(const struct use *u, const struct use *years)
{
	int first = years->years[0];
	int last = years->years[years->nyears - 1] + years->school;

	if (!u->item)
		return false;
	if (u->item->cal.year)
		return u->item->cal.year >= first &&
		    u->item->cal.year_last <= last;
	return u->nyears > 0 && u->years[0] >= first &&
	    u->years[u->nyears - 1] <= last;
}

/* «2024-2025 учебный год, декабрь 2024 г.»: years in front that hold a dated
 * item only head it. */
static void
drop_heading(struct listing *l)
{
	struct facts *f = l->facts;
	size_t out = 0;

	for (size_t i = 0; i < f->nuses; i++) {
		const struct use *u = &f->uses[i];
		bool heads = false;

		for (size_t k = i + 1; !u->item && k < f->nuses; k++)
			heads = heads || lies_in_years(&f->uses[k], u);
		if (!heads)
			f->uses[out++] = *u;
	}
	f->nuses = out;
}

/* Items without years behind years in front take those. */
static void
close_list(struct listing *l)
{
	struct facts *f = l->facts;
	size_t out = l->lead;

	if (l->lead_end == l->lead || l->lead_end >= f->nuses)
		return;
	for (size_t i = l->lead_end; i < f->nuses; i++)
		if (f->uses[i].nyears > 0 || f->uses[i].item->cal.year)
			return;
	for (size_t i = l->lead_end; i < f->nuses; i++)
		for (size_t k = l->lead; k < l->lead_end; k++)
			add_years(l->arena, &f->uses[i],
			    f->uses[k].years_at);
	for (size_t i = l->lead_end; i < f->nuses; i++)
		f->uses[out++] = f->uses[i];
	f->nuses = out;
}

/* Do years stand in front of each group of items, as a heading does? Then
 * the last thing said is an item, and years were said twice. */
static bool
years_stand_first(const struct node *nodes, size_t first, size_t end)
{
	size_t groups = 0;
	bool years = false, item = false, begun = false;

	for (size_t i = first; i < end; i++) {
		const struct node *n = &nodes[i];

		if (n->kind == N_YEARS) {
			groups += !years;
			begun = true;
			years = true;
			item = false;
		} else if (n->kind == N_ITEM) {
			if (!begun || n->cal.year)
				return false;
			years = false;
			item = true;
		}
	}
	return groups >= 2 && item;
}

/* --- Sorting --- */

struct sorting {
	struct facts *facts;
	const struct tokens *tokens;
	const char *source;
	struct phrase_issues *issues;
};

static bool
contradict(struct sorting *s, int code, const struct node *at,
    const char *what)
{
	gather_complain(s->tokens, s->source, s->issues, code, at, NULL, what);
	return false;
}

static bool
sort_every(struct sorting *s, const struct node *n)
{
	struct facts *f = s->facts;

	if (n->deadline && n->unit >= UNIT_YEAR)
		f->until = n;
	if (is_plain_year(n)) {
		f->yearly = true;
		if (!f->every)
			f->every = n;
		return true;
	}
	if (!f->every || is_plain_year(f->every)) {
		f->every = n;
		return true;
	}
	if (f->every->unit == n->unit && f->every->interval == n->interval)
		return true;
	if (f->every->unit == UNIT_DAY && n->unit == UNIT_WORKING_DAY) {
		f->every = n;   /* «ежедневно в рабочие дни» */
		return true;
	}
	return contradict(s, PHRASE_E_TWO_RHYTHMS, n,
	    "another rhythm than before");
}

/* «2 раза в год (1 раз в полугодие)»: the same number, said of two units. The
 * shorter one says more. False when they differ. */
static bool
same_count(struct facts *f, const struct node *n)
{
	static const int months[UNIT_COUNT] = {
		[UNIT_MONTH] = 1, [UNIT_QUARTER] = 3, [UNIT_HALF_YEAR] = 6,
		[UNIT_YEAR] = 12
	};
	int a = months[f->count_unit], b = months[n->unit];

	if (a == 0 || b == 0 || a == b || f->count->interval != 1 ||
	    n->interval != 1 || f->max != -1 || n->max != -1 ||
	    f->min * b != n->min * a)
		return false;
	if (b < a) {
		f->count = n;
		f->count_unit = n->unit;
		f->min = n->min;
	}
	return true;
}

static bool
sort_count(struct sorting *s, const struct node *n)
{
	struct facts *f = s->facts;

	if (!f->count) {
		f->count = n;
		f->count_unit = n->unit;
		f->min = n->min;
		f->max = n->max;
		return true;
	}
	if (f->count_unit != UNIT_COUNT && n->unit != UNIT_COUNT &&
	    same_count(f, n))
		return true;
	if (f->count_unit != UNIT_COUNT && n->unit != UNIT_COUNT &&
	    (f->count_unit != n->unit || f->count->interval != n->interval))
		return contradict(s, PHRASE_E_TWO_RHYTHMS, n,
		    "another rhythm than before");
	/* «июнь (1 раз), декабрь (2 раза)» are two terms */
	if (n->min != f->min && !n->floor && !n->cap && !f->count->floor &&
	    !f->count->cap)
		return contradict(s, PHRASE_E_TOGETHER, n,
		    "another number than before");
	if (n->unit != UNIT_COUNT) {
		f->count = n;
		f->count_unit = n->unit;
	}
	if (!n->cap)
		f->min = n->min > f->min ? n->min : f->min;
	if (n->max != -1)
		f->max = n->max;
	if (f->max != -1 && f->min > f->max)
		return contradict(s, PHRASE_E_COUNTS, n,
		    "the least number is above the greatest");
	return true;
}

uint16_t
gather_months(const struct calendar_item *c)
{
	uint16_t mask = 0;
	int m = c->item.first.month;

	for (;;) {
		mask |= (uint16_t)(1u << m);
		if (m == c->item.last.month)
			return mask;
		m = m % 12 + 1;
	}
}

static bool
sort_node(struct sorting *s, struct listing *l, const struct node *n)
{
	struct facts *f = s->facts;

	switch (n->kind) {
	case N_EVERY:
		f->school = f->school || n->school;
		return sort_every(s, n);
	case N_COUNT:
		f->school = f->school || n->school;
		return sort_count(s, n);
	case N_ITEM:
		list_item(l, n);
		return true;
	case N_YEARS:
		list_years(l, n);
		return true;
	case N_DURING:
		if (!f->during || f->during->unit == UNIT_YEAR)
			f->during = n;
		if (n->year)
			list_years(l, n);
		return true;
	case N_REQUEST:
		if (!f->request || !n->vague)
			f->request = n->within.n == 0 && f->request &&
			    f->request->within.n ? f->request : n;
		else if (f->request->within.n == 0)
			f->request = n;
		return true;
	case N_EXCEPT:
		f->except = n;
		f->days_out |= n->weekdays;
		if (n->weekdays)
			return true;
		f->left_out |= n->months;
		return true;
	case N_STAGE:           /* years behind it are its own */
		l->open = f->nuses;
		return true;
	case N_FROM: f->from = n; return true;
	case N_TO: f->to = n; return true;
	case N_STANDING: f->standing = n; return true;
	case N_VALIDITY: f->validity = n; return true;
	case N_EXTERNAL: f->external = n; return true;
	case N_AFTER: f->after = n; return true;
	default: return true;
	}
}

bool
gather_facts(struct arena *a, const struct tokens *tokens,
    const char *source, const struct tree *tree, size_t first, size_t end,
    struct phrase_issues *issues, struct facts *ret)
{
	struct listing l = { .arena = a, .facts = ret, .cap = USES_FEW };
	struct sorting s = { .facts = ret, .tokens = tokens,
	    .source = source, .issues = issues };

	memset(ret, 0, offsetof(struct facts, few));
	ret->uses = ret->few;
	ret->first = &tree->nodes[first];
	ret->min = ret->max = -1;
	ret->count_unit = UNIT_COUNT;
	l.years_first = years_stand_first(tree->nodes, first, end);
	for (size_t i = first; i < end; i++)
		if (!sort_node(&s, &l, &tree->nodes[i]))
			return false;
	close_list(&l);
	if (ret->nuses > 1 && !ret->uses[0].item)
		drop_heading(&l);
	for (size_t i = 0; i < ret->nuses; i++)
		ret->nitems += ret->uses[i].item != NULL;
	return true;
}

bool
gather_is_again(const struct facts *f)
{
	return f->every && f->every->unit == UNIT_YEAR &&
	    f->every->interval == 1 && !f->count && !f->during &&
	    !f->standing && !f->validity && !f->external && !f->request &&
	    !f->after && !f->from && !f->to && f->nuses == 0;
}
