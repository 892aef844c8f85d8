/* How everything stands on mornings of a scripted log.
 *
 *   standings RULES FROM TO STEP LOG
 *
 * The rules count as loaded on FROM; on every STEP-th day up to TO, at nine, a
 * line for each obligation that is looked at, tab-separated: DAY ROADMAP ITEM
 * BODY DUE STATE DONE MIN START EFFECTIVE LAST MARKS (comma-separated). One
 * roadmap's zone tells the time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/zone.h"
#include "load/load.h"
#include "turn/deed.h"
#include "turn/standing.h"

enum { LINES = 10000, LOG_MOST = 1 << 20, NINE = 9 * 3600 };

struct run {
	struct arena *a;
	struct ruleset rules;
	struct turn *turn;
	const struct deed_line *lines;
	size_t nlines;
	int64_t at[LINES], ids[LINES];  /* of each line */
	char *text;
};

static void
die(const char *what)
{
	fprintf(stderr, "standings: %s\n", what);
	exit(1);
}

static int64_t
instant(const struct run *r, struct date day, int second)
{
	return zone_instant(r->rules.roadmaps[0].zone, day, second);
}

static void
read_log(struct run *r, const char *path)
{
	struct diags diags;
	FILE *f = fopen(path, "r");
	size_t len;

	r->text = malloc(LOG_MOST);
	if (!f || !r->text)
		die("the log");
	len = fread(r->text, 1, LOG_MOST, f);
	fclose(f);
	diags_init(&diags, r->a);
	if (!deed_read_csv(r->a, path, r->text, len, &r->lines, &r->nlines,
	    &diags) || r->nlines > LINES)
		die("the log's lines");
	for (size_t i = 0; i < r->nlines; i++)
		r->at[i] = instant(r, r->lines[i].day, r->lines[i].second);
}

static void
enter(struct run *r, size_t i)
{
	struct deed deed = r->lines[i].deed;
	struct deed_entered entered;
	struct deed_error e;

	deed.without_result = true;
	for (size_t k = 0; *r->lines[i].ref && k < r->nlines; k++)
		if (strcmp(r->lines[k].id, r->lines[i].ref) == 0)
			deed.ref = r->ids[k];
	if (!deed_enter(r->turn, r->at[i], &deed, &entered, &e))
		die(e.text);
	r->ids[i] = entered.id;
}

/* By instant, lines of one instant as they stand in the file. */
static void
enter_until(struct run *r, int64_t now)
{
	for (;;) {
		size_t next = r->nlines;

		for (size_t i = 0; i < r->nlines; i++)
			if (!r->ids[i] && r->at[i] <= now &&
			    (next == r->nlines || r->at[i] < r->at[next]))
				next = i;
		if (next == r->nlines)
			return;
		enter(r, next);
	}
}

static void
print_marks(unsigned marks)
{
	const char *between = "";

	for (unsigned i = 0; i < MARK_COUNT; i++) {
		if (!(marks >> i & 1))
			continue;
		printf("%s%s", between, mark_name(i));
		between = ",";
	}
	putchar('\n');
}

static bool
print_pair(void *context, const struct pair *pair,
    const struct evaluation *e, struct date today)
{
	char day[DATE_TEXT], due[DATE_TEXT], start[DATE_TEXT],
	    effective[DATE_TEXT], last[DATE_TEXT];

	(void)context;
	for (size_t i = 0; i < e->nobligations; i++) {
		const struct obligation *ob = &e->obligations[i];

		printf("%s\t%s\t%s\t%s\t%s\t%s\t%u\t%u\t%s\t%s\t%s\t",
		    date_iso(today, day), pair->roadmap->id, pair->rule->item,
		    pair->body->id, date_iso(ob->due, due),
		    state_name(ob->state), ob->done, ob->window.min,
		    date_iso(ob->window.start, start),
		    date_iso(ob->effective, effective),
		    date_iso(ob->last, last));
		print_marks(ob->marks);
	}
	return true;
}

int
main(int argc, char **argv)
{
	static struct run r;
	struct standing_filter all = {.from = DATE_NONE, .to = DATE_NONE};
	struct config config;
	struct store *store;
	struct store_error e;
	struct diags diags;
	struct date day, to;
	const char *dir;

	if (argc != 6 || !date_parse(argv[2], strlen(argv[2]), &day) ||
	    !date_parse(argv[3], strlen(argv[3]), &to))
		die("usage: standings RULES FROM TO STEP LOG");
	dir = argv[1];
	r.a = arena_new();
	config_defaults(&config);
	diags_init(&diags, r.a);
	if (load_rules(r.a, &dir, 1, &config, &r.rules, &diags, NULL) ||
	    r.rules.nroadmaps == 0)
		die("the rules");
	if (!store_open(":memory:", STORE_DAEMON, true, &store, &e))
		die(e.text);
	r.turn = turn_new(store, &config);
	if (!turn_set_rules(r.turn, &r.rules, instant(&r, day, 0), &e))
		die(e.text);
	read_log(&r, argv[5]);
	for (; !date_before(to, day); day = date_add(day, atoi(argv[4]))) {
		int64_t now = instant(&r, day, NINE);

		enter_until(&r, now);
		if (!standing_each(r.turn, now, &all, print_pair, NULL, &e))
			die(e.text);
	}
	turn_free(r.turn);
	store_close(store);
	free(r.text);
	arena_free(r.a);
	return 0;
}
