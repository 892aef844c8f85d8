#include "loop/answers.h"

#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "loop/clock.h"

enum { FIRST_CAP = 64 };

void
answers_add(struct answers *a, struct turn_result answer)
{
	if (a->n == a->cap) {
		a->cap = a->cap ? a->cap * 2 : FIRST_CAP;
		a->items = xreallocarray(a->items, a->cap, sizeof(*a->items));
	}
	if (a->n == 0)
		a->oldest = clock_monotonic();
	answer.reply = xstrdup(answer.reply ? answer.reply : "");
	a->items[a->n++] = answer;
}

void
answers_forget(struct answers *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free((char *)a->items[i].reply);
	a->n -= n;
	if (a->n)
		memmove(a->items, a->items + n, a->n * sizeof(*a->items));
	a->oldest = clock_monotonic();
}

double
answers_age_s(const struct answers *a)
{
	return a->n ? clock_monotonic() - a->oldest : 0.;
}

void
answers_done(struct answers *a)
{
	answers_forget(a, a->n);
	free(a->items);
	*a = (struct answers){0};
}
