#include "core/phrase_weekday.h"

#include "core/phrase_codes.h"
#include "core/phrase_gather.h"
#include "core/phrase_read.h"

static bool
is_weekday(const struct node *n)
{
	return n->kind == N_ITEM && n->cal.unit == UNIT_WEEK &&
	    n->cal.item.first.kind == POINT_WEEKDAY &&
	    (n->cal.select == SELECT_BY || (n->cal.select == SELECT_DAY &&
	    n->end == n->first + 1));
}

static bool
is_date(const struct node *n)
{
	return n->kind == N_ITEM && n->cal.shape == SHAPE_DATE &&
	    n->cal.select != SELECT_IN && !n->cal.next;
}

/* Weekdays beside a rhythm are its own: «еженедельно, по пятницам». */
static bool
has_rhythm(const struct tree *tree)
{
	for (size_t i = 0; i < tree->len; i++)
		if (tree->nodes[i].kind == N_EVERY ||
		    tree->nodes[i].kind == N_COUNT)
			return true;
	return false;
}

/* The one year that a date at nodes[i] lies in; 0 when it is not said. */
static int
year_of(const struct tree *tree, size_t i)
{
	const struct node *years = &tree->nodes[i + 1];

	if (tree->nodes[i].cal.year)
		return tree->nodes[i].cal.year;
	if (i + 1 < tree->len && years->kind == N_YEARS &&
	    years->year == years->year_last)
		return years->year;
	return 0;
}

/* The date that a weekday at nodes[i] explains: behind it, or else before it,
 * where one cell has both. tree->len when there is none. */
static size_t
explained(const struct tree *tree, size_t i, bool behind)
{
	const struct node *nodes = tree->nodes;
	size_t before = i;

	if (i + 1 < tree->len && is_date(&nodes[i + 1]) &&
	    !nodes[i + 1].joined && !nodes[i + 1].apart && (behind || i == 0))
		return i + 1;
	if (nodes[i].joined || nodes[i].apart)
		return tree->len;
	if (before > 0 && nodes[before - 1].kind == N_YEARS)
		before--;
	return before > 0 && is_date(&nodes[before - 1]) ? before - 1 :
	    tree->len;
}

static void
compare(const char *source, const struct tokens *tokens,
    const struct node *weekday, const struct calendar_item *date, int year,
    struct phrase_issues *issues)
{
	struct date_span day;

	if (year == 0)
		gather_complain(tokens, source, issues, PHRASE_W_TWO_WAYS,
		    weekday, "leave it out, or name the year of the date",
		    "taken to explain the date");
	else if (phrase_item_days(date, year, year, &day) &&
	    (uint8_t)date_weekday(day.first) !=
	    weekday->cal.item.first.weekday)
		gather_complain(tokens, source, issues, PHRASE_E_TOGETHER,
		    weekday, "leave out the weekday, or mend the date",
		    "not the weekday of that date");
}

void
phrase_explain_weekdays(const char *source, const struct tokens *tokens,
    struct tree *tree, struct phrase_issues *issues)
{
	struct node *nodes = tree->nodes;
	bool behind = false;

	if (has_rhythm(tree))
		return;
	for (size_t i = 0; i < tree->len; i++) {
		size_t date = is_weekday(&nodes[i]) ?
		    explained(tree, i, behind) : tree->len;

		if (date == tree->len)
			continue;
		compare(source, tokens, &nodes[i], &nodes[date].cal,
		    year_of(tree, date), issues);
		if (date > i && nodes[i].cal.select == SELECT_BY) {
			nodes[date].cal.select = SELECT_BY;
			nodes[date].cal.exclusive = nodes[i].cal.exclusive;
		}
		behind = behind || date > i;
		nodes[i].kind = N_IGNORED;
	}
}
