/* Any bytes at all as a term cell. What is read gives windows in order and
 * within the validity; what is refused says where. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/arena.h"
#include "core/phrase.h"
#include "core/str.h"
#include "core/workcal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WINDOWS_MOST = 40, INPUT_MOST = 5000 };

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static size_t
code_points(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static void
check_issues(const struct phrase *p, const char *text)
{
	size_t errors = 0, points = code_points(text);

	for (size_t i = 0; i < p->nissues; i++) {
		const struct phrase_issue *issue = &p->issues[i];

		errors += issue->level == DIAG_ERROR;
		must(issue->code > 0 && issue->what != NULL);
		if (issue->code == 214)         /* not UTF-8: no points */
			return;
		must(issue->first <= points);
		must(issue->first == 0 ||
		    issue->first + issue->len <= points + 1);
	}
	must((errors == 0) == (p->term != NULL));
	for (size_t i = 0; i < p->nreadings; i++)
		must(p->readings[i].first + p->readings[i].len <= points);
}

static void
check_windows(struct arena *a, const struct term *term,
    struct date_span in_force, bool school)
{
	struct term_frame f = { .in_force = in_force, .school = school,
	    .school_first_month = 9, .school_first_day = 1,
	    .school_last_month = 5, .school_last_day = 31,
	    .cal = workcal_plain(a) };
	struct term_window *w;
	size_t n = term_windows(term, &f, in_force, WINDOWS_MOST, a, &w);

	n = n > WINDOWS_MOST ? WINDOWS_MOST : n;
	for (size_t i = 0; i < n; i++) {
		must(!date_before(w[i].due, w[i].start));
		must(date_in(w[i].start, in_force));
		must(date_in(w[i].due, in_force));
		must(w[i].max == 0 || w[i].min <= w[i].max);
		must(i == 0 || date_before(w[i - 1].due, w[i].due));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;         /* kept: a new one costs more than
					 * the parse */
	struct phrase p;
	struct str out;
	char *text;

	if (size > INPUT_MOST)
		return 0;
	if (!a)
		a = arena_new();
	arena_reset(a);
	text = arena_strndup(a, (const char *)data, size);
	phrase_explain(a, text, &p);
	check_issues(&p, text);
	if (p.term) {
		str_init(&out);
		term_print(&out, p.term);
		must(out.len > 2);
		str_done(&out);
		check_windows(a, p.term, (struct date_span){
		    date_of(2023, 2, 14), date_of(2026, 8, 31) },
		    size % 2 == 1);
	}
	return 0;
}
