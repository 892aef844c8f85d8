/* Counting - Printing */
#include "ctl/tally.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/table.h"

enum { WORST_DAYS = 5 };

/* --- counting ------------------------------------------------------------ */

static size_t
length(const struct tally *t)
{
	return (size_t)date_diff(t->span.last, t->span.first) + 1;
}

void
tally_init(struct tally *t, struct ctl *c, struct date_span span)
{
	*t = (struct tally){.c = c, .span = span};
	names_init(&t->persons, c->a);
	t->days = arena_array(c->a, length(t), sizeof(*t->days));
	for (size_t i = 0; i < length(t); i++)
		t->days[i] = (struct tally_day){
			.date = date_add(span.first, (int)i)
		};
}

/* A line break stands in neither: the key is of both. */
static struct tally_person *
person_of(struct tally *t, const char *recipient, const char *address)
{
	struct tally_person *p;
	struct str key;

	str_init(&key);
	str_addf(&key, "%s\n%s", recipient, address);
	p = names_get(&t->persons, key.s);
	if (!p) {
		p = arena_alloc(t->c->a, sizeof(*p));
		*p = (struct tally_person){
			.recipient = arena_strdup(t->c->a, recipient),
			.addresses = 1,
			.week = DATE_NONE, .fullest = DATE_NONE
		};
		names_put(&t->persons, arena_strdup(t->c->a, key.s), p);
	}
	str_done(&key);
	return p;
}

static struct date
monday_of(struct date d)
{
	return date_add(d, -(int)(date_weekday(d) - MONDAY));
}

void
tally_letter(struct tally *t, const char *recipient, const char *address,
    struct date day, unsigned notices)
{
	struct tally_person *p = person_of(t, recipient, address);
	struct date week = monday_of(day);
	struct tally_day *on;

	assert(!date_before(day, t->span.first) &&
	    !date_before(t->span.last, day));
	p->letters++;
	p->notices += notices;
	t->letters++;
	t->notices += notices;
	if (!date_equal(p->week, week))
		p->in_week = 0;
	p->week = week;
	if (++p->in_week > p->most) {
		p->most = p->in_week;
		p->fullest = week;
	}
	on = &t->days[date_diff(day, t->span.first)];
	on->letters++;
	on->notices += notices;
}

/* --- printing ------------------------------------------------------------ */

static int
by_letters(const void *left, const void *right)
{
	const struct tally_person *a = *(struct tally_person *const *)left;
	const struct tally_person *b = *(struct tally_person *const *)right;

	if (a->letters != b->letters)
		return a->letters > b->letters ? -1 : 1;
	return strcmp(a->recipient, b->recipient);
}

/* The addresses of a recipient stand one behind another: into one. Returns how
 * many recipients there are. */
static size_t
merge_addresses(void **persons, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		struct tally_person *p = persons[i], *one;

		one = k ? persons[k - 1] : NULL;
		if (!one || strcmp(one->recipient, p->recipient) != 0) {
			persons[k++] = p;
			continue;
		}
		one->letters += p->letters;
		one->notices += p->notices;
		one->addresses++;
		if (p->most > one->most) {
			one->most = p->most;
			one->fullest = p->fullest;
		}
	}
	return k;
}

static void
print_persons(const struct tally *t)
{
	static const struct table_column columns[] = {
		{"RECIPIENT", TABLE_LEFT}, {"LETTERS", TABLE_RIGHT},
		{"NOTICES", TABLE_RIGHT}, {"A WEEK", TABLE_RIGHT},
		{"AT MOST", TABLE_RIGHT}, {"IN THE WEEK OF", TABLE_LEFT}, {0}
	};
	struct arena *a = t->c->a;
	struct table *table = table_new(t->c, columns);
	double weeks = length(t) > 7 ? (double)length(t) / 7 : 1;
	size_t n;
	void **persons = names_all(&t->persons, a, &n);
	char day[DATE_TEXT];

	n = merge_addresses(persons, n);
	qsort(persons, n, sizeof(*persons), by_letters);
	for (size_t i = 0; i < n; i++) {
		const struct tally_person *p = persons[i];
		const char *cells[] = {
			p->recipient, arena_printf(a, "%u", p->letters),
			arena_printf(a, "%u", p->notices),
			arena_printf(a, "%.1f",
			    p->letters / weeks / p->addresses),
			arena_printf(a, "%u", p->most),
			date_iso(p->fullest, day)
		};

		table_row(table, cells, NULL);
	}
	table_print(table);
}

static int
by_burden(const void *left, const void *right)
{
	const struct tally_day *a = left, *b = right;

	if (a->letters != b->letters)
		return a->letters > b->letters ? -1 : 1;
	if (a->notices != b->notices)
		return a->notices > b->notices ? -1 : 1;
	return date_before(a->date, b->date) ? -1 :
	    date_before(b->date, a->date);
}

static void
print_days(const struct tally *t)
{
	static const struct table_column columns[] = {
		{"WORST DAYS", TABLE_LEFT}, {"LETTERS", TABLE_RIGHT},
		{"NOTICES", TABLE_RIGHT}, {0}
	};
	struct table *table = table_new(t->c, columns);
	char day[DAY_TEXT];

	for (size_t i = 0; i < length(t) && i < WORST_DAYS; i++) {
		const struct tally_day *d = &t->days[i];
		const char *cells[] = {
			ctl_day(d->date, day),
			arena_printf(t->c->a, "%u", d->letters),
			arena_printf(t->c->a, "%u", d->notices)
		};

		if (d->letters)
			table_row(table, cells, NULL);
	}
	table_print(table);
}

void
tally_print(struct tally *t)
{
	struct str *out = &t->c->out;
	char from[DATE_TEXT], to[DATE_TEXT], day[DAY_TEXT];

	date_iso(t->span.first, from);
	date_iso(t->span.last, to);
	if (t->letters == 0) {
		str_addf(out, "no letters from %s to %s\n", from, to);
		return;
	}
	qsort(t->days, length(t), sizeof(*t->days), by_burden);
	print_persons(t);
	str_addc(out, '\n');
	print_days(t);
	str_addf(out, "\n%u letter%s with %u notice%s from %s to %s; "
	    "the busiest day, %s, has %u\n", t->letters,
	    t->letters == 1 ? "" : "s", t->notices,
	    t->notices == 1 ? "" : "s", from, to,
	    ctl_day(t->days[0].date, day), t->days[0].letters);
}
