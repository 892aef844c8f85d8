#include "core/phrase_say.h"

#include "core/str.h"

static const char *const months[] = {
	"", "January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"
};
static const char *const weekdays[] = {
	"", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday", "Sunday"
};
static const char *const units[UNIT_COUNT] = {
	"day", "working day", "week", "decade", "month", "quarter",
	"half-year", "year", "school year"
};

static void
say_ordinal(struct str *out, int n)
{
	if (n == -1)
		str_add(out, "last ");
	else
		str_addf(out, "%d. ", n);
}

static void
say_point(struct str *out, const struct term_point *p)
{
	switch (p->kind) {
	case POINT_DAY:
		if (p->n == -1)
			str_add(out, "last day");
		else
			str_addf(out, "day %d", p->n);
		break;
	case POINT_WEEKDAY:
		str_add(out, weekdays[p->weekday]);
		break;
	case POINT_NTH_WEEKDAY:
		say_ordinal(out, p->n);
		str_add(out, weekdays[p->weekday]);
		break;
	case POINT_NTH_WORKING_DAY:
		say_ordinal(out, p->n);
		str_add(out, "working day");
		break;
	case POINT_BEFORE_END:
		str_addf(out, "%d days before the end", p->n);
		break;
	}
	if (p->month)
		str_addf(out, " of %s", months[p->month]);
	if (p->nth_month)
		str_addf(out, " of month %d", p->nth_month);
}

/* «кроме января и июля», «кроме субботы» */
static void
say_except(struct str *out, const struct node *n)
{
	const char *sign = n->weekdays ? "not on " : "not in ";

	for (int i = 1; i <= 12; i++) {
		bool said = n->weekdays ? i <= SUNDAY &&
		    (n->weekdays >> i) & 1 : (n->months >> i) & 1;

		if (!said)
			continue;
		str_add(out, sign);
		str_add(out, n->weekdays ? weekdays[i] : months[i]);
		sign = ", ";
	}
}

static bool
is_whole_month(const struct term_item *item)
{
	return item->first.month && item->first.kind == POINT_DAY &&
	    item->first.n == 1 && item->last.kind == POINT_DAY &&
	    item->last.n == -1 && item->last.month;
}

static void
say_item(struct str *out, const struct calendar_item *c)
{
	if (c->select == SELECT_BY)
		str_add(out, c->exclusive ? "before " : "by ");
	if (is_whole_month(&c->item)) {
		str_add(out, months[c->item.first.month]);
		if (c->item.last.month != c->item.first.month)
			str_addf(out, " to %s",
			    months[c->item.last.month]);
	} else {
		say_point(out, &c->item.first);
		if (c->select == SELECT_IN) {
			str_add(out, " to ");
			say_point(out, &c->item.last);
		}
	}
	if (c->year)
		str_addf(out, ", %d", c->year);
	if (c->year_last != c->year)
		str_addf(out, " to %d", c->year_last);
	if (c->next)
		str_addf(out, " after each %s", c->next_of == UNIT_COUNT ?
		    "period" : units[c->next_of]);
	else if (c->unit_said && c->unit != UNIT_YEAR)
		str_addf(out, " of each %s", units[c->unit]);
}

static void
say_unit(struct str *out, const struct node *n)
{
	if (n->unit == UNIT_COUNT)
		return;
	if (n->interval > 1) {
		str_addf(out, " every %d %ss", n->interval, units[n->unit]);
		return;
	}
	str_add(out, " every ");
	str_add(out, units[n->unit]);
}

static void
say_date(struct str *out, const char *word, struct date d)
{
	char buf[DATE_TEXT];

	str_addf(out, "%s %s", word, date_iso(d, buf));
}

static void
say_count(struct str *out, const struct node *n)
{
	str_addf(out, "MIN %d", n->min);
	if (n->max != -1)
		str_addf(out, ", MAX %d", n->max);
	say_unit(out, n);
}

static void
say_years(struct str *out, const struct node *n)
{
	str_addf(out, "%d", n->year);
	if (n->year_last != n->year)
		str_addf(out, " to %d", n->year_last);
}

static void
say_within(struct str *out, const struct node *n)
{
	if (n->within.n)
		str_addf(out, " within %d %ss", (int)n->within.n,
		    units[n->within.unit]);
}

static void
say_node(struct str *out, const struct node *n)
{
	switch (n->kind) {
	case N_THEN: str_add(out, "then"); break;
	case N_EVERY:
		say_unit(out, n);
		break;
	case N_COUNT: say_count(out, n); break;
	case N_ITEM: say_item(out, &n->cal); break;
	case N_YEARS: say_years(out, n); break;
	case N_FROM: say_date(out, "from", n->date); break;
	case N_TO: say_date(out, "to", n->date); break;
	case N_DURING:
		if (n->year)
			say_years(out, n);
		else
			str_add(out, "each");
		str_addf(out, " %s", units[n->unit]);
		break;
	case N_STANDING: str_add(out, "a standing duty"); break;
	case N_VALIDITY: str_add(out, "the whole validity"); break;
	case N_EXTERNAL: str_add(out, "by a schedule entered later"); break;
	case N_REQUEST:
		str_add(out, "on request");
		say_within(out, n);
		break;
	case N_AFTER:
		say_within(out, n);
		str_addf(out, " after each %s", n->unit == UNIT_COUNT ?
		    "period" : units[n->unit]);
		break;
	case N_EXCEPT:
		say_except(out, n);
		break;
	case N_ENDING:
		str_add(out, "ends it ");
		say_item(out, &n->cal);
		break;
	case N_STAGE: str_add(out, "the name of a stage"); break;
	case N_IGNORED: str_add(out, "holds anyway"); break;
	}
}

const struct phrase_reading *
phrase_say(struct arena *a, const struct tokens *tokens,
    const struct tree *tree, size_t *ret_n)
{
	struct phrase_reading *readings = arena_array(a, tree->len,
	    sizeof(*readings));
	struct str text;

	str_init(&text);
	for (size_t i = 0; i < tree->len; i++) {
		const struct node *n = &tree->nodes[i];
		const struct token *first = &tokens->items[n->first];
		const struct token *last = &tokens->items[n->end - 1];

		str_clear(&text);
		say_node(&text, n);
		readings[i].first = first->first;
		readings[i].len = (size_t)last->first + last->len -
		    first->first;
		readings[i].as = arena_strdup(a,
		    text.s + (text.s[0] == ' '));
	}
	str_done(&text);
	*ret_n = tree->len;
	return readings;
}
