/* One installation for a country: 40,000 schools, each of which owes 60 rules,
 * and a log of one deed for each in a year.
 *
 * Each figure stands beside what cannot be avoided: the rows read in order
 * and nothing done with them; statuses and next days in a tight loop over
 * bare arrays.
 *
 * Of the days that follow one another the first is looked at as a whole, of
 * the others what each touches (quiet.h): in memory, and as the daemon plans
 * them, from the store and without the letters. In memory, a day is: of each
 * of the 2.4 million pairs, whether its day has come; of those whose has, the
 * entries, all windows judged in full, and the next day to look. Pairs, logs
 * and who owns which entry are there before, one rule at a time: neither what
 * reads them nor the empty caches between two rules count. The tight loop
 * judges each pair each day: one window that is known, by a count that is
 * known, and the next day to look.
 *
 * usage: country BODIES.yaml ROADMAP.yaml DATABASE   (gen_rules.py)
 *
 * The database is made when it is not there: some minutes. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/docket.h"
#include "core/quiet.h"
#include "core/zone.h"
#include "load/file.h"
#include "load/load.h"
#include "load/source.h"
#include "measure.h"
#include "turn/inside.h"

enum { FILES = 2, TIMES = 3, NINE = 9 * 3600 };

struct country {
	struct ruleset rules;
	struct config config;
	const char *path;               /* of the database */
	size_t npairs;
};

static const struct roadmap *
the_roadmap(const struct country *c)
{
	return &c->rules.roadmaps[0];
}

static int64_t
instant(struct date day, int second)
{
	return zone_instant(zone_utc(), day, second);
}

static _Noreturn void
die(const char *what)
{
	fprintf(stderr, "country: %s\n", what);
	exit(1);
}

/* --- the country --------------------------------------------------------- */

static void
load_country(struct country *c, struct arena *a, char **paths)
{
	struct load_file files[FILES];
	struct diags diags;

	config_defaults(&c->config);
	for (size_t i = 0; i < FILES; i++) {
		struct file f;

		if (file_read(a, paths[i], SOURCE_MOST, &f) != 0)
			die(paths[i]);
		files[i] = (struct load_file){paths[i], f.bytes, f.len,
		    false};
	}
	diags_init(&diags, a);
	if (load_files(a, files, FILES, &c->config, &c->rules, &diags) ||
	    c->rules.nroadmaps != 1)
		die("errors in the rules");
	c->npairs = the_roadmap(c)->nrules * (c->rules.nbodies - 3);
}

static uint64_t
scatter(uint64_t n)
{
	n = (n ^ (n >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	n = (n ^ (n >> 27)) * UINT64_C(0x94d049bb133111eb);
	return n ^ (n >> 31);
}

/* As many deeds as there are pairs, here and there, over the year 2022. */
static bool
write_log(const struct country *c, struct store *s, struct store_error *e)
{
	const struct roadmap *r = the_roadmap(c);

	for (size_t i = 0; i < c->npairs; i++) {
		uint64_t random = scatter(i + 1);
		struct date day = date_add(date_of(2022, 1, 1),
		    (int)(i * 365 / c->npairs));
		char body[32];
		struct entry entry = {
			.at = instant(day, NINE), .entered = day,
			.kind = ENTRY_DONE, .roadmap = r->id,
			.rule = r->rules[random % r->nrules].id,
			.body = body,
			.date = date_add(day, -(int)(random >> 60)),
			.window = DATE_NONE, .until = DATE_NONE,
			.note = "", .evidence = "", .decided_by = "",
			.author = "методист"
		};
		int64_t id;

		snprintf(body, sizeof(body), "school-%llu",
		    (unsigned long long)((random >> 16) %
		    (c->rules.nbodies - 3) + 1));
		if (!store_entry_add(s, &entry, NULL, &id, e))
			return false;
	}
	return true;
}

static void
make_database(const struct country *c)
{
	struct store_error e;
	struct store *s;
	struct turn *t;

	if (access(c->path, F_OK) == 0)
		return;
	if (!store_open(c->path, STORE_DAEMON, true, &s, &e))
		die(e.text);
	t = turn_new(s, &c->config);
	if (!turn_set_rules(t, &c->rules, instant(date_of(2021, 12, 1), 0),
	    &e) || !store_begin(s, &e) || !write_log(c, s, &e) ||
	    !store_commit(s, &e))
		die(e.text);
	turn_free(t);
	store_close(s);
}

/* --- children that do one thing ------------------------------------------ */

enum { DAYS = 15, AHEAD_DAYS = 366 };

struct cost {
	double cpu_s, mib;
	double each_us;                 /* what of it counts */
	double day_s[DAYS];             /* of each day, in a row */
	long long touched[DAYS];
	long long sum, rows;            /* so that nothing is left out */
};

typedef void work(const struct country *c, struct cost *ret);

/* In a process of its own, whose memory is counted beside that of the rules;
 * nothing is in its caches. */
static struct cost
measure_child(const struct country *c, work *do_it)
{
	struct cost cost = {0};
	struct rusage usage;
	int ends[2], status;
	pid_t child;

	if (pipe(ends) != 0 || (child = fork()) < 0)
		die("no process");
	if (child == 0) {
		double begun = measure_now();

		if (do_it)
			do_it(c, &cost);
		cost.cpu_s = measure_now() - begun;
		_exit(write(ends[1], &cost, sizeof(cost)) != sizeof(cost));
	}
	close(ends[1]);
	if (read(ends[0], &cost, sizeof(cost)) != sizeof(cost) ||
	    wait4(child, &status, 0, &usage) != child || status != 0)
		die("a child failed");
	close(ends[0]);
	cost.mib = (double)usage.ru_maxrss / 1024;
	return cost;
}

/* --- the whole country, cold --------------------------------------------- */

static void
scan(sqlite3 *db, const char *sql, struct cost *ret)
{
	sqlite3_stmt *st;
	int columns;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	columns = sqlite3_column_count(st);
	while (sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < columns; i++)
			if (sqlite3_column_type(st, i) == SQLITE_INTEGER)
				ret->sum += sqlite3_column_int64(st, i);
			else if (sqlite3_column_text(st, i))
				ret->sum += sqlite3_column_bytes(st, i);
		ret->rows++;
	}
	sqlite3_finalize(st);
}

/* The floor: the rows that the country is made of, in order, from a file whose
 * pages are checked as the daemon's are. */
static void
scan_rows(const struct country *c, struct cost *ret)
{
	sqlite3 *db;

	if (sqlite3_open_v2(c->path, &db, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		die("the database");
	sqlite3_exec(db, "PRAGMA cell_size_check=ON", NULL, NULL, NULL);
	scan(db, "SELECT id, day FROM seen WHERE kind = 'member' ORDER BY id",
	    ret);
	scan(db, "SELECT id, at, entered, kind, roadmap, rule, body, date, "
	    "due, until, ref, note, evidence, author, decided_by FROM log "
	    "ORDER BY roadmap, rule, body, id", ret);
	sqlite3_close(db);
}

static bool
count_pair(void *context, const struct pair *pair,
    const struct evaluation *e, struct date today)
{
	struct cost *ret = context;

	(void)pair, (void)today;
	ret->rows++;
	for (size_t i = 0; i < e->nobligations; i++)
		ret->sum += e->obligations[i].state;
	return true;
}

static void
judge_all(const struct country *c, struct cost *ret)
{
	struct standing_filter all = {.from = DATE_NONE, .to = DATE_NONE};
	int64_t now = instant(date_of(2022, 12, 15), NINE);
	struct store_error e;
	struct store *s;
	struct turn *t;

	if (!store_open(c->path, STORE_DAEMON, true, &s, &e))
		die(e.text);
	t = turn_new(s, &c->config);
	if (!turn_set_rules(t, &c->rules, now, &e) ||
	    !standing_each(t, now, &all, count_pair, ret, &e))
		die(e.text);
	turn_free(t);
	store_close(s);
}

static void
print_cold(const struct country *c)
{
	struct cost rules = measure_child(c, NULL), rows, judged;

	for (int i = 0; i < TIMES; i++) {
		rows = measure_child(c, scan_rows);
		judged = measure_child(c, judge_all);
		printf("  %lld rows in order %8.2f s, %.1f MiB\n", rows.rows,
		    rows.cpu_s, rows.mib - rules.mib);
		printf("  %lld pairs judged %8.2f s, %.1f MiB  %.2fx\n",
		    judged.rows, judged.cpu_s, judged.mib - rules.mib,
		    judged.cpu_s / rows.cpu_s);
	}
}

/* --- one activity --------------------------------------------------------- */

enum { ACTIVITIES = 20000 };

static void
name_pair(const struct country *c, size_t i, char rule[32], char body[32])
{
	uint64_t random = scatter(i + 1000000007);
	const struct roadmap *r = the_roadmap(c);

	snprintf(rule, 32, "%s/%s", r->id,
	    r->rules[random % r->nrules].item);
	snprintf(body, 32, "school-%llu", (unsigned long long)
	    ((random >> 16) % (c->rules.nbodies - 3) + 1));
}

static struct turn *
open_turn(const struct country *c, int64_t now, struct store **ret)
{
	struct store_error e;
	struct turn *t;

	if (!store_open(c->path, STORE_DAEMON, true, ret, &e))
		die(e.text);
	t = turn_new(*ret, &c->config);
	if (!turn_set_rules(t, &c->rules, now, &e))
		die(e.text);
	return t;
}

/* What an activity makes stale: the standing of its body in its rule. */
static void
judge_some(const struct country *c, struct cost *ret)
{
	int64_t now = instant(date_of(2022, 12, 15), NINE);
	struct store *s;
	struct turn *t = open_turn(c, now, &s);
	double begun = measure_now();

	for (size_t i = 0; i < ACTIVITIES; i++) {
		char rule[32], body[32];
		struct standing_filter one = {
			.roadmap = the_roadmap(c)->id,
			.body = body, .from = DATE_NONE, .to = DATE_NONE
		};
		struct store_error e;

		name_pair(c, i, rule, body);
		one.item = strchr(rule, '/') + 1;
		if (!standing_each(t, now, &one, count_pair, ret, &e))
			die(e.text);
	}
	ret->each_us = (measure_now() - begun) / ACTIVITIES * 1e6;
	turn_free(t);
	store_close(s);
}

static void
print_activity(const struct country *c)
{
	for (int i = 0; i < TIMES; i++)
		printf("  a pair judged after its activity %11.1f us\n",
		    measure_child(c, judge_some).each_us);
}

/* --- another day, in memory ----------------------------------------------- */

/* From a Thursday in December on; the first is looked at as a whole. */
static struct date
bench_day(int i)
{
	return date_add(date_of(2022, 12, 15), i);
}

/* One rule: its pairs and its log, shared out among them as the daemon does,
 * are in memory. Not timed: how they came there. */
struct bench_rule {
	const struct country *country;
	const struct rule *rule;
	const struct pair *pairs;
	struct shares shares;
	struct rule_cache cache;        /* how many pairs, until when each is
	                                 * quiet */
};

/* Judges what a day touches, and finds the day that touches it again. */
static void
judge_touched(const struct bench_rule *r, struct arena *a, struct arena *one,
    struct date day, struct cost *ret)
{
	const struct roadmap *roadmap = the_roadmap(r->country);
	struct touched touched = {.day = day};
	struct docket docket;
	struct quiet quiet;

	touched_on(a, &r->cache, &touched);
	docket_open(&docket, a, day, date_add(day, 30));
	quiet_open(&quiet, a, roadmap, r->rule, r->country->rules.nbodies,
	    day, date_of(2021, 12, 1));
	for (size_t i = 0; i < touched.n; i++) {
		const size_t place = touched.places[i];
		const struct pair *pair = &r->pairs[place];
		struct evaluate_input in = {
			.today = day, .baseline = date_of(2021, 12, 1),
			.horizon = docket.horizon, .docket = &docket,
			.ahead_days = AHEAD_DAYS
		};
		struct evaluation judged;

		arena_reset(one);
		in.nentries = share_of(one, &r->shares, pair, &in.entries);
		evaluate(one, pair, &in, &judged);
		quiet.arena = one;
		r->cache.until[place] = quiet_until(&quiet, pair, &in,
		    &judged);
		count_pair(ret, pair, &judged, day);
	}
}

/* The days of one rule; the time of each is added to its own. */
static void
judge_days(const struct country *c, struct store *s, const struct rule *rule,
    struct cost *ret)
{
	struct arena *kept = arena_new(), *a = arena_new(), *one = arena_new();
	struct bench_rule r = {.country = c, .rule = rule};
	const struct entry *log;
	struct store_error e;
	size_t n;

	r.cache.npairs = rule_pairs(kept, the_roadmap(c), rule, &r.pairs);
	r.cache.until = arena_array(kept, r.cache.npairs,
	    sizeof(*r.cache.until));
	r.cache.first = DATE_MIN;
	if (!store_entries(s, kept, the_roadmap(c)->id, rule->id, &log, &n,
	    &e))
		die(e.text);
	share_out(kept, &c->rules, log, n, &r.shares);
	for (int i = 0; i < DAYS; i++) {
		long long rows = ret->rows;
		double begun = measure_now();

		arena_reset(a);
		judge_touched(&r, a, one, bench_day(i), ret);
		ret->day_s[i] += measure_now() - begun;
		ret->touched[i] += ret->rows - rows;
	}
	arena_free(one);
	arena_free(a);
	arena_free(kept);
}

static void
judge_in_memory(const struct country *c, struct cost *ret)
{
	struct store_error e;
	struct store *s;

	if (!store_open(c->path, STORE_DAEMON, true, &s, &e))
		die(e.text);
	for (size_t i = 0; i < the_roadmap(c)->nrules; i++)
		judge_days(c, s, &the_roadmap(c)->rules[i], ret);
	store_close(s);
}

/* The floor: a state and the next day on which it changes, for one window of
 * each pair, out of bare arrays. */
static void
judge_arrays(const struct country *c, struct cost *ret)
{
	enum { MET, UPCOMING, OPEN, SOON, DUE, LATE };
	struct bare {
		int32_t start, due, next;
		uint16_t done, wanted;
		uint8_t state;
	} *all = calloc(c->npairs, sizeof(*all));
	const int32_t day = date_of(2022, 12, 16).n;
	double begun;

	if (!all)
		die("no memory");
	for (size_t i = 0; i < c->npairs; i++) {
		all[i].due = date_of(2022, 6, 1).n + (int32_t)(i % 60 * 6);
		all[i].start = all[i].due - 60;
		all[i].done = scatter(i) % 3;
		all[i].wanted = (uint16_t)(1 + i % 2);
	}
	begun = measure_now();
	for (size_t i = 0; i < c->npairs; i++) {
		struct bare *b = &all[i];
		const int32_t left = b->due - day;

		b->state = b->done >= b->wanted ? MET :
		    day < b->start ? UPCOMING : left > 14 ? OPEN :
		    left > 0 ? SOON : left == 0 ? DUE : LATE;
		b->next = b->state == UPCOMING ? b->start :
		    b->state == OPEN ? b->due - 14 :
		    b->state == LATE ? day + 7 : b->due + 1;
		ret->sum += b->next;
	}
	ret->each_us = (measure_now() - begun) * 1e6;
	free(all);
}

/* Prints the first day, then the mean and the worst of the others. */
static void
print_days(const char *what, const struct cost *days, double floor_s,
    size_t npairs)
{
	double sum = 0, worst = 0;
	long long touched = 0;

	for (int i = 1; i < DAYS; i++) {
		sum += days->day_s[i];
		touched += days->touched[i];
		if (days->day_s[i] > worst)
			worst = days->day_s[i];
	}
	sum /= DAYS - 1;
	printf("  %s: all pairs %9.1f ms %7.2fx\n", what,
	    days->day_s[0] * 1e3, days->day_s[0] / floor_s);
	printf("  … then a day, %4.1f %% touched %9.1f ms %7.2fx, the worst "
	    "of %d %.2fx\n", 100.0 * (double)touched /
	    (double)npairs / (DAYS - 1), sum * 1e3, sum / floor_s, DAYS - 1,
	    worst / floor_s);
}

static void
print_day(const struct country *c)
{
	for (int i = 0; i < TIMES; i++) {
		double loop = measure_child(c, judge_arrays).each_us / 1e6;
		struct cost judged = measure_child(c, judge_in_memory);

		printf("  another day: a tight loop %14.1f ms\n", loop * 1e3);
		print_days("in memory", &judged, loop, c->npairs);
	}
}

/* --- another day of the daemon -------------------------------------------- */

/* The step that planning rests on, from the store, without what is said then:
 * touched.c. */
static void
plan_rule(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *rule, int day, struct cost *ret)
{
	struct rule_cache *cache = find_cache(t, r, rule);
	struct touched touched = {.roadmap = r, .rule = rule,
	    .day = bench_day(day)};
	struct standing_rule s;
	struct store_error e;

	arena_reset(a);
	if (touched_on(a, cache, &touched) == 0)
		return;
	if (!standing_of_rule(t, a, &touched, &s, &e))
		die(e.text);
	touched_again(cache, &touched, &s, NULL, 0);
	ret->touched[day] += (long long)touched.n;
}

static void
plan_days(const struct country *c, struct cost *ret)
{
	const struct roadmap *r = the_roadmap(c);
	struct arena *a = arena_new();
	struct store *s;
	struct turn *t = open_turn(c, instant(bench_day(0), NINE), &s);
	struct store_error e;

	for (int day = 0; day < DAYS; day++) {
		double begun = measure_now();

		if (!wake_logged(t, &e))
			die(e.text);
		for (size_t i = 0; i < r->nrules; i++)
			plan_rule(t, a, r, &r->rules[i], day, ret);
		ret->day_s[day] = measure_now() - begun;
	}
	turn_free(t);
	store_close(s);
	arena_free(a);
}

static void
print_daemon(const struct country *c)
{
	struct cost rules = measure_child(c, NULL);

	for (int i = 0; i < TIMES; i++) {
		struct cost rows = measure_child(c, scan_rows);
		struct cost days = measure_child(c, plan_days);

		printf("  the daemon's day: %lld rows in order %.2f s\n",
		    rows.rows, rows.cpu_s);
		print_days("from SQLite", &days, rows.cpu_s, c->npairs);
		printf("  … in %.1f MiB\n", days.mib - rules.mib);
	}
}

int
main(int argc, char **argv)
{
	static struct country c;
	struct arena *a = arena_new();

	if (argc != FILES + 2) {
		fputs("usage: country BODIES.yaml ROADMAP.yaml DATABASE\n",
		    stderr);
		return 64;
	}
	load_country(&c, a, argv + 1);
	c.path = argv[FILES + 1];
	make_database(&c);
	printf("a country: %zu pairs\n", c.npairs);
	print_cold(&c);
	print_activity(&c);
	print_day(&c);
	print_daemon(&c);
	arena_free(a);
	return 0;
}
