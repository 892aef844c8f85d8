/* Segments - Phases */
#include "core/phrase_compile.h"

#include "core/phrase_build.h"

/* --- Segments --- */

/* How many months a monthly rhythm has a year: "ten times a year, monthly
 * except July and August". */
static int
months_a_year(const struct facts *f)
{
	uint16_t months = 0;
	int n = 0;

	for (size_t i = 0; i < f->nuses; i++)
		if (f->uses[i].item && f->uses[i].item->cal.whole_months)
			months |= gather_months(&f->uses[i].item->cal);
	months = (uint16_t)((months ? months : BUILD_ALL_MONTHS) &
	    ~f->left_out);
	for (int m = 1; m <= 12; m++)
		n += (months >> m) & 1;
	return n;
}

/* «4 раза в год, ежеквартально»: the count must be that of the rhythm. */
static bool
agree(struct compiler *c, const struct facts *f)
{
	static const int a_year[UNIT_COUNT] = {
		[UNIT_MONTH] = 12, [UNIT_QUARTER] = 4, [UNIT_HALF_YEAR] = 2
	};

	if (f->every->unit == f->count_unit &&
	    f->every->interval == f->count->interval)
		return true;
	/* also "six times a year (every other month)" */
	if (f->count_unit == UNIT_YEAR && f->count->interval == 1 &&
	    a_year[f->every->unit] && f->min * f->every->interval ==
	    a_year[f->every->unit] && f->max <= f->min)
		return true;
	if (f->count_unit == UNIT_YEAR && f->count->interval == 1 &&
	    f->every->unit == UNIT_MONTH && f->every->interval == 1 &&
	    f->min == months_a_year(f) && f->max <= f->min)
		return true;
	return build_refuse(c, PHRASE_E_TWO_RHYTHMS, f->count, NULL,
	    "another rhythm than before");
}

static bool
choose_rhythm(struct compiler *c, struct facts *f)
{
	const struct node *from = NULL;

	c->unit = UNIT_COUNT;
	c->interval = 1;
	c->consecutive = false;
	if (f->every && f->count && f->count_unit != UNIT_COUNT &&
	    !(f->every->unit == UNIT_YEAR && f->every->interval == 1)) {
		if (!agree(c, f))
			return false;
		if (f->every->unit != f->count_unit)
			f->count = NULL;
		from = f->every;
	} else if (f->count && f->count_unit != UNIT_COUNT) {
		from = f->count;
	} else if (f->during && f->during->unit == UNIT_SCHOOL_YEAR &&
	    (!f->every || f->every->unit == UNIT_YEAR)) {
		from = f->during;
	} else if (f->every) {
		from = f->every;
	} else if (f->during) {
		from = f->during;
	}
	if (from) {
		bool school = f->during && f->during->unit ==
		    UNIT_SCHOOL_YEAR && from->unit == UNIT_YEAR;

		if (school && from->consecutive)
			return build_refuse(c, PHRASE_E_TOGETHER, f->during,
			    NULL, "does not fit the rhythm");
		/* «2 раза в год, в течение учебного года» */
		if (school && f->count == from)
			f->count_unit = UNIT_SCHOOL_YEAR;
		c->unit = school ? UNIT_SCHOOL_YEAR : from->unit;
		c->interval = from->interval;
		c->consecutive = from->consecutive;
	}
	return true;
}

/* Do the months of each period that a mask leaves stand side by side? A
 * window has two ends and no hole. */
static bool
holds_together(uint16_t only, enum term_unit unit)
{
	int months = unit == UNIT_QUARTER ? 3 : unit == UNIT_HALF_YEAR ? 6 :
	    unit < UNIT_QUARTER ? 1 : 12;

	for (int first = 1; first <= 12; first += months) {
		int turns = 0;

		for (int m = first + 1; m < first + months; m++)
			turns += ((only >> m) & 1) != ((only >> (m - 1)) & 1);
		if (turns > 2 || (turns == 2 && ((only >> first) & 1)))
			return false;
	}
	return true;
}

/* The longest rhythm that items have of their own: «по пятницам». */
static enum term_unit
items_unit(const struct facts *f)
{
	enum term_unit unit = UNIT_DAY;

	for (size_t i = 0; i < f->nuses; i++) {
		if (!f->uses[i].item || f->uses[i].item->cal.next)
			return UNIT_YEAR;
		if (f->uses[i].item->cal.unit > unit)
			unit = f->uses[i].item->cal.unit;
	}
	return f->nuses > 0 ? unit : UNIT_YEAR;
}

/* Nothing is there that a month could be left out of. */
static bool
says_nothing(const struct facts *f)
{
	return !f->every && !f->count && !f->during && f->nuses == 0 &&
	    !f->external && !f->request && !f->standing && !f->validity &&
	    !f->after && !f->from && !f->to;
}

/* «кроме июля» needs a rhythm to leave a month out of. */
static bool
choose_months(struct compiler *c)
{
	const struct facts *f = c->f;
	enum term_unit unit = c->unit < UNIT_YEAR ? c->unit : items_unit(f);
	bool shorter = unit < UNIT_YEAR &&
	    !(c->consecutive && unit >= UNIT_MONTH);

	c->only = 0;
	if ((f->school || (f->during && f->during->unit ==
	    UNIT_SCHOOL_YEAR)) && c->unit < UNIT_YEAR)
		c->only = BUILD_ALL_MONTHS & (uint16_t)~(7u << 6);
	c->weekdays = 0;
	if (f->days_out) {
		c->weekdays = BUILD_ALL_DAYS & (uint8_t)~f->days_out;
		if (c->unit != UNIT_DAY || f->count || c->weekdays == 0)
			return build_refuse(c, PHRASE_E_TOGETHER, f->except,
			    "say 'ежедневно', or name the days",
			    "only a daily rhythm leaves days out");
	}
	if (f->left_out == 0 || says_nothing(f))
		return true;
	if (shorter && holds_together((uint16_t)~f->left_out, unit))
		return build_only(c, f->except, (uint16_t)~f->left_out);
	return build_refuse(c, PHRASE_E_TOGETHER, f->except,
	    "name the months that count, or say 'ежемесячно'",
	    "a window has no hole");
}

/* «2, 4 неделя»: parts of no month that is said. */
static bool
only_loose_parts(const struct facts *f)
{
	for (size_t i = 0; i < f->nuses; i++) {
		const struct node *n = f->uses[i].item;

		if (!n || n->cal.shape != SHAPE_PART || n->cal.unit_said ||
		    n->cal.unit != UNIT_MONTH)
			return false;
	}
	return true;
}

/* «июнь, декабрь ежегодно, до 15 числа»: of which months is said. */
static bool
names_months(const struct facts *f)
{
	for (size_t i = 0; i < f->nuses; i++)
		if (f->uses[i].item && f->uses[i].item->cal.whole_months)
			return true;
	return false;
}

/* An item with a shorter rhythm of its own, «до 5 числа», lends it to
 * months beside it. */
static void
lend_rhythm(struct compiler *c)
{
	const struct facts *f = c->f;

	if (c->unit != UNIT_COUNT && c->unit != UNIT_YEAR &&
	    c->unit != UNIT_SCHOOL_YEAR)
		return;
	if (f->count || (c->unit == UNIT_COUNT && only_loose_parts(f)))
		return;
	for (size_t i = 0; i < f->nuses; i++) {
		const struct node *n = f->uses[i].item;

		if (!n || f->nitems + (f->during != NULL) < 2)
			continue;
		if (n->cal.next) {
			if (n->cal.next_of >= UNIT_YEAR &&
			    n->cal.next_of != UNIT_COUNT)
				continue;
			c->unit = n->cal.next_of == UNIT_COUNT ? UNIT_MONTH :
			    n->cal.next_of;
			return;
		}
		if (n->cal.unit < UNIT_YEAR && (n->cal.unit_said ||
		    c->unit != UNIT_YEAR || names_months(f))) {
			c->unit = n->cal.unit;
			return;
		}
	}
}

/* «ежегодно до 1 марта 2025»: every year, or that one? */
static void
warn_one_year(struct compiler *c)
{
	const struct facts *f = c->f;
	int year = 0;

	if (!f->yearly || c->again)
		return;
	for (size_t i = 0; i < f->nuses; i++) {
		const struct use *u = &f->uses[i];
		int last = u->item && u->item->cal.year ?
		    u->item->cal.year : u->nyears == 1 ? u->years[0] : 0;

		if (last == 0 || (year != 0 && last != year) || (u->item &&
		    u->item->cal.year_last != u->item->cal.year))
			return;
		year = last;
	}
	if (year != 0)
		build_warn(c, PHRASE_W_TWO_WAYS, f->every, "leave the year "
		    "out, or say 'далее ежегодно' behind it",
		    "only one year is named");
}

/* «однократно, ежемесячно»: once in each, or once in all? */
static void
warn_once(struct compiler *c)
{
	const struct facts *f = c->f;

	if (f->count && f->every && f->every->unit < UNIT_YEAR &&
	    f->count_unit == UNIT_COUNT &&
	    c->tokens->items[f->count->first].cls == W_ONLY_ONCE)
		build_warn(c, PHRASE_W_TWO_WAYS, f->count, "if once in all is "
		    "meant, leave the rhythm out", "read as once in each");
}

/* «ежемесячно; в июле – по необходимости»: said of the item before it alone,
 * not of the whole. */
static bool
is_of_item(const struct compiler *c, const struct node *n)
{
	return n && n > c->tree->nodes && n[-1].kind == N_ITEM &&
	    n->first > n[-1].end &&
	    c->tokens->items[n->first - 1].kind == T_DASH;
}

/* Do items come back within a year: «до 5 числа»? */
static bool
recurs_in_year(const struct facts *f)
{
	for (size_t i = 0; i < f->nuses; i++)
		if (f->uses[i].item && f->uses[i].item->cal.unit < UNIT_YEAR)
			return true;
	return false;
}

/* "termly (autumn, spring, summer)": the terms by their names. */
static bool
names_terms(const struct compiler *c, const struct facts *f)
{
	bool term = false;

	for (size_t i = f->external ? f->external->first : 0;
	    f->external && i < f->external->end; i++)
		term = term || c->tokens->items[i].cls == W_SCHOOL_TERM;
	for (size_t i = 0; term && i < f->nuses; i++)
		term = f->uses[i].item && f->uses[i].nyears == 0 &&
		    c->tokens->items[f->uses[i].item->first].cls == W_SEASON;
	return term && f->nuses > 0;
}

/* A request beside what is followed instead. */
static bool
check_request(struct compiler *c, bool items)
{
	const struct facts *f = c->f;

	if (f->request->vague && items)
		return build_refuse(c, PHRASE_E_MISSING, f->request,
		    "for example 'после окончания квартала'",
		    "counted from which day?");
	/* «по мере необходимости, но не реже …» is one duty, «при приёме и не
	 * реже …» two */
	if (f->request->within.n > 0 || !(f->count && f->count->floor) ||
	    f->count->joined)
		build_warn(c, PHRASE_W_TWO_WAYS, f->request,
		    "a list of terms, if each request counts too",
		    "only the rhythm beside it is followed");
	return true;
}

/* «однократно при приёме на работу»: once at each. */
static bool
is_once_each(const struct compiler *c, const struct facts *f)
{
	return f->request && f->count_unit == UNIT_COUNT && !f->every &&
	    c->tokens->items[f->count->first].cls == W_ONLY_ONCE;
}

static bool
compile_segment(struct compiler *c, struct facts *f)
{
	bool counted = (f->count && !is_once_each(c, f)) ||
	    (f->every && !(f->every->unit == UNIT_YEAR && f->every->interval == 1));
	bool items;

	if (names_terms(c, f))
		f->nuses = f->nitems = 0;
	items = f->nitems > 0;
	/* «ежегодно и по мере необходимости»: the rhythm is the duty */
	counted = counted || (f->request && ((f->request->joined &&
	    (f->every || f->standing)) || (f->every && f->every->joined)));
	/* «не менее 2 раз, по графику»: of each that it names */
	if (f->external && f->count && f->count_unit == UNIT_COUNT)
		counted = f->every && !f->yearly;
	c->f = f;
	c->cut = (struct date_span){ DATE_MIN, DATE_MAX };
	if (!choose_rhythm(c, f))
		return false;
	lend_rhythm(c);
	warn_one_year(c);
	warn_once(c);
	if (!choose_months(c))
		return false;
	if (f->until && items && (c->unit >= UNIT_YEAR || c->consecutive))
		return build_refuse(c, PHRASE_E_TOGETHER, f->until,
		    "a list of terms: one entry for each",
		    "another term than before");
	if (f->external && !counted && !items && !f->after)
		return build_external(c);
	if (f->external && f->external->stretch && (items ?
	    recurs_in_year(f) : c->unit < UNIT_YEAR))
		return build_refuse(c, PHRASE_E_TOGETHER, f->external,
		    "name the months, or leave the rhythm out",
		    "the rhythm holds within dates that are not known");
	if (f->external)
		build_warn(c, PHRASE_W_SCHEDULE, f->external,
		    "if only the schedule counts, leave the rest to "
		    "`interpretation`",
		    "its dates are taken to lie within the rest");
	if (counted && (is_of_item(c, f->request) ||
	    is_of_item(c, f->external)))
		return build_refuse(c, PHRASE_E_TOGETHER, f->request ?
		    f->request : f->external, "a list of terms: one entry for "
		    "each", "another term for some months");
	if (f->request && !counted && !items && !f->after)
		return f->request->vague && f->from ? build_lasting(c) :
		    build_request(c);
	if (f->request && !check_request(c, items))
		return false;
	if (f->after && !items)
		return build_after_period(c);
	if (f->after)
		return build_refuse(c, PHRASE_E_TOGETHER, f->after, NULL,
		    "does not fit the rest");
	return f->nuses > 0 ? build_uses(c) : build_bare(c);
}

/* --- Phases --- */

/* A «далее» with no end before it. «октябрь, далее ежемесячно» (loose: only
 * items before it) is refused: from which October on? */
static bool
check_open_then(struct compiler *c, const struct node *then, bool loose,
    const struct facts *f)
{
	static const char hint[] = "name the year of what stands before it";
	enum term_unit unit = f->count ? f->count_unit : f->every ?
	    f->every->unit : UNIT_COUNT;

	if (loose && unit < UNIT_YEAR && f->nuses == 0 && !f->from)
		return build_refuse(c, PHRASE_E_MISSING, then, hint,
		    "from when on, in which year?");
	build_warn(c, PHRASE_W_TWO_WAYS, then, hint,
	    "nothing ends before this: both hold");
	return true;
}

/* «ежеквартально до 31.12.2024»: what follows does not repeat it. */
static bool
is_ended(const struct facts *f)
{
	const struct node *n = f->uses[0].item;

	return f->nuses == 1 && f->every && f->every->unit < UNIT_YEAR && n &&
	    n->cal.select == SELECT_BY && n->cal.unit == UNIT_YEAR &&
	    (n->cal.year != 0 || f->uses[0].nyears == 1);
}

/* Does nothing but «ежегодно» stand between nodes first and end? */
static bool
is_again(struct compiler *c, size_t first)
{
	size_t end = gather_segment(c->tree, first);
	struct facts f;

	for (size_t i = first; i < end; i++)
		if (c->tree->nodes[i].kind == N_ITEM)
			return false;
	return first < c->tree->len && gather_facts(c->arena, c->tokens,
	    c->source, c->tree, first, end, c->issues, &f) &&
	    gather_is_again(&f);
}

const struct term *
phrase_compile(struct arena *a, const char *source,
    const struct tokens *tokens, const struct tree *tree,
    struct phrase_issues *issues)
{
	struct compiler c;
	struct date end = DATE_NONE;
	const struct node *then = NULL; /* one with nothing that ends before */
	bool loose = false;
	size_t i = 0;

	c.arena = a;
	c.source = source;
	c.tokens = tokens;
	c.tree = tree;
	c.issues = issues;
	c.after = DATE_NONE;
	drafts_init(&c.drafts, a);
	while (i < tree->len) {
		size_t next = gather_segment(tree, i);
		struct facts f;

		if (tree->nodes[i].kind == N_THEN) {
			c.after = end;
			then = date_is_none(end) ? &tree->nodes[i] : NULL;
			if (++i >= tree->len) {
				build_refuse(&c, PHRASE_E_MISSING,
				    &tree->nodes[i - 1], "say 'далее "
				    "ежегодно', or 'с сентября 2024 года'",
				    "something is missing after");
				return NULL;
			}
			continue;
		}
		c.drafts.end = DATE_NONE;
		if (!gather_facts(a, tokens, source, tree, i, next, issues,
		    &f) || (then && !check_open_then(&c, then, loose, &f)))
			return NULL;
		then = NULL;
		loose = f.nuses > 0 && !f.every && !f.count;
		c.again = f.nuses > 0 && !is_ended(&f) && next < tree->len &&
		    tree->nodes[next].kind == N_THEN &&
		    is_again(&c, next + 1);
		if (!compile_segment(&c, &f))
			return NULL;
		end = c.drafts.end;
		i = c.again ? gather_segment(tree, next + 1) : next;
	}
	return c.drafts.len > 0 ? draft_finish(&c.drafts) : NULL;
}
