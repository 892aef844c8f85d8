#include "ctl/dated.h"

#include <string.h>
#include <sysexits.h>

#include "ctl/ics_file.h"
#include "store/store.h"

/* A day alone is a span of one. */
static bool
read_span(const char *text, struct date_span *ret)
{
	size_t n = strlen(text);

	if (span_parse(text, n, ret))
		return true;
	if (!date_parse(text, n, &ret->first))
		return false;
	ret->last = ret->first;
	return true;
}

struct dated_list {
	struct dated *items;
	size_t n, cap;
};

static void
add_dated(struct ctl *c, struct dated_list *list, struct dated one)
{
	*(struct dated *)arena_push(c->a, (void **)&list->items, &list->n,
	    &list->cap, sizeof(one)) = one;
}

static int
add_file(struct ctl *c, const char *path, const char *rule, const char *body,
    long year, struct dated_list *list)
{
	const struct ical_span *spans;
	size_t n = 0;
	int rc = ics_file_read(c, path, year, &spans, &n);

	for (size_t i = 0; i < n && rc == EX_OK; i++) {
		char first[DATE_TEXT], last[DATE_TEXT], key[STORE_DIGEST];

		store_digest(arena_printf(c->a, "%s %s %s %s..%s", rule,
		    body ? body : "", spans[i].uid,
		    date_iso(spans[i].days.first, first),
		    date_iso(spans[i].days.last, last)), key);
		add_dated(c, list, (struct dated){spans[i].days,
		    *spans[i].summary ? spans[i].summary : NULL,
		    arena_printf(c->a, "ics-%s", key)});
	}
	return rc;
}

int
dated_read(struct ctl *c, const struct arguments *args, const char *body,
    long year, const struct dated **ret, size_t *ret_n)
{
	struct dated_list list = {0};
	struct dated one = {0};
	int rc = EX_OK;

	for (size_t i = 1; i < args->n && rc == EX_OK; i++) {
		const char *text = args->items[i];

		if (ics_file_is(text))
			rc = add_file(c, text, args->items[0], body, year,
			    &list);
		else if (read_span(text, &one.days))
			add_dated(c, &list, one);
		else
			rc = ctl_fail(c, EX_USAGE, "'%s' is neither a day nor "
			    "a span like 2022-03-01..2022-03-15, nor a file "
			    "*.ics", text);
	}
	*ret = list.items;
	*ret_n = list.n;
	return rc;
}
