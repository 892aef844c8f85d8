#include "core/said.h"

#include <stdlib.h>
#include <string.h>

static int
compare(const struct said *row, struct date due, const char *debtor)
{
	if (!date_equal(row->due, due))
		return date_before(row->due, due) ? -1 : 1;
	return strcmp(row->debtor, debtor);
}

/* By subject, then by the day and whom it was said to: what follows from the
 * rows must not depend on the order in which they were kept. */
static int
by_subject(const void *a, const void *b)
{
	const struct said *x = *(const struct said *const *)a;
	const struct said *y = *(const struct said *const *)b;
	int c = compare(x, y->due, y->debtor);

	if (c == 0 && !date_equal(x->day, y->day))
		c = date_before(x->day, y->day) ? -1 : 1;
	if (c == 0)
		c = strcmp(x->recipient, y->recipient);
	if (c == 0)
		c = strcmp(x->stage, y->stage);
	return c ? c : strcmp(x->address, y->address);
}

void
said_index_of(struct arena *a, const struct said *said, size_t n,
    struct said_index *ret)
{
	*ret = (struct said_index){arena_array(a, n, sizeof(*ret->rows)), n};
	for (size_t i = 0; i < n; i++)
		ret->rows[i] = &said[i];
	if (n > 1)
		qsort(ret->rows, n, sizeof(*ret->rows), by_subject);
}

static size_t
first_about(const struct said_index *index, struct date due,
    const char *debtor)
{
	size_t low = 0, high = index->nrows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(index->rows[middle], due, debtor) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_about(const struct said_index *index, size_t i, struct date due,
    const char *debtor)
{
	return i < index->nrows &&
	    compare(index->rows[i], due, debtor) == 0;
}

bool
said_any(const struct said_index *index, const struct date *dues,
    size_t ndues, const char *debtor)
{
	for (size_t i = 0; i < ndues; i++)
		if (is_about(index, first_about(index, dues[i], debtor),
		    dues[i], debtor))
			return true;
	return false;
}

/* A DUE that an extension named twice is looked up once. */
static bool
is_repeated(const struct date *dues, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (date_equal(dues[k], dues[i]))
			return true;
	return false;
}

size_t
said_about(struct arena *a, const struct said_index *index,
    const struct date *dues, size_t ndues, const char *debtor,
    const struct said *const **ret)
{
	const struct said **rows = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < ndues; i++) {
		size_t at = first_about(index, dues[i], debtor);

		if (is_repeated(dues, i))
			continue;
		for (; is_about(index, at, dues[i], debtor); at++)
			*(const struct said **)arena_push(a, (void **)&rows,
			    &n, &cap, sizeof(*rows)) = index->rows[at];
	}
	*ret = rows;
	return n;
}

static void
count_time(unsigned *times, struct date *on, const struct stage *s,
    struct date day)
{
	if (s->k > *times)
		*times = s->k;
	if (date_is_none(*on) || date_before(*on, day))
		*on = day;
}

struct heard
said_to(const struct said *const *rows, size_t n, const char *recipient,
    struct date before)
{
	struct heard h = {.closed_on = DATE_NONE, .reopened_on = DATE_NONE};

	for (size_t i = 0; i < n; i++) {
		struct stage s;

		/* One row of late or escalate tells all; no other stage
		 * begins with these letters (test_stage). */
		if ((*rows[i]->stage == 'l' && h.late) ||
		    (*rows[i]->stage == 'e' && h.escalate) ||
		    strcmp(rows[i]->recipient, recipient) != 0 ||
		    !date_before(rows[i]->day, before) ||
		    !stage_parse(rows[i]->stage, &s))
			continue;
		h.late = h.late || s.kind == STAGE_LATE;
		h.escalate = h.escalate || s.kind == STAGE_ESCALATE;
		if (s.kind == STAGE_CLOSED)
			count_time(&h.closed, &h.closed_on, &s, rows[i]->day);
		if (s.kind == STAGE_REOPENED)
			count_time(&h.reopened, &h.reopened_on, &s,
			    rows[i]->day);
	}
	return h;
}

unsigned
said_round(const struct said *const *rows, size_t n, struct date until)
{
	unsigned round = 0;

	for (size_t i = 0; i < n; i++) {
		struct stage s;

		if (!date_before(until, rows[i]->day) &&
		    stage_parse(rows[i]->stage, &s) &&
		    s.kind == STAGE_ACCEPT && s.n > round)
			round = s.n;
	}
	return round;
}

static bool
is_there(const struct said *row, const struct reach *to)
{
	return row->channel == to->channel &&
	    strcmp(row->address, to->address) == 0;
}

static bool
is_question(const struct said *row)
{
	struct stage s;

	return stage_parse(row->stage, &s) && s.kind == STAGE_ACCEPT;
}

bool
said_since(const struct said *const *rows, size_t n, const struct reach *to,
    struct date day, bool accept)
{
	for (size_t i = 0; i < n; i++)
		if (!date_before(rows[i]->day, day) &&
		    (is_there(rows[i], to) || (to->deputy_for &&
		    strcmp(rows[i]->recipient, to->deputy_for->id) == 0)) &&
		    is_question(rows[i]) == accept)
			return true;
	return false;
}

bool
said_exactly(const struct said *const *rows, size_t n, struct date due,
    const char *stage, const struct reach *to)
{
	for (size_t i = 0; i < n; i++)
		if (is_there(rows[i], to) && date_equal(rows[i]->due, due) &&
		    strcmp(rows[i]->recipient, to->body->id) == 0 &&
		    strcmp(rows[i]->stage, stage) == 0)
			return true;
	return false;
}
