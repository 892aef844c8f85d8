/* What the administrator must hear: looked for at each sending time and when
 * something happened that may be an alarm.
 *
 * One cause is told once in its pause, whatever happens meanwhile; all that is
 * due at one time is one letter to each administrator. When a cause was told
 * stands in the store, so that a restart does not tell it again. An alarm
 * leaves at once. What became of an alarm is never an alarm, and a way that
 * stands is told of by the others alone, if there are any; the log has all. */
#include <stdlib.h>
#include <string.h>

#include "compose/alarm.h"
#include "core/alloc.h"
#include "core/zone.h"
#include "turn/inside.h"

enum {
	MINUTE = 60, DAY = 86400,
	RULES_AFTER = MINUTE,           /* decisions.md, Rule files */
	CALENDAR_PAUSE = 30 * DAY,
	CALENDAR_MONTH = 10, CALENDAR_DAY = 15,         /* design.md §3.10 */
	LINES_MOST = 60, LETTERS_MOST = 20, WINDOWS_MOST = 400
};

struct look {
	struct turn *turn;
	struct arena *a;
	int64_t now, next;      /* next: when there may be something to tell */
	const struct zone *zone;
	struct raised *alarms;
	size_t n, cap;
	const char **logged;    /* all of them, for the log */
	size_t nlogged, caplogged;
	struct store_error *reterr;
};

/* --- when ----------------------------------------------------------------- */

/* A cause that exists since an instant may be told now: its pause since the
 * last time is over. */
static bool
is_time(struct look *l, const char *cause, int64_t since, int64_t pause)
{
	int64_t told;

	/* What lies ahead was told by a clock that stood ahead. */
	if (store_fact(l->turn->store, cause, &told) && told <= l->now &&
	    told + pause > since)
		since = told + pause;
	if (since <= l->now)
		return true;
	if (since < l->next)
		l->next = since;
	return false;
}

static bool
tell(struct look *l, const char *cause, const struct alarm *alarm,
    const char *way)
{
	struct words words;

	compose_alarm(l->a, LANGUAGE_EN, alarm, 1, &words);
	*(const char **)arena_push(l->a, (void **)&l->logged, &l->nlogged,
	    &l->caplogged, sizeof(*l->logged)) = words.subject;
	*(struct raised *)arena_push(l->a, (void **)&l->alarms, &l->n,
	    &l->cap, sizeof(*l->alarms)) = (struct raised){*alarm, way};
	return store_set_fact(l->turn->store, cause, l->now, l->reterr);
}

/* --- rules that were refused ---------------------------------------------- */

static size_t
split_lines(struct arena *a, const char *text, const char *const **ret,
    size_t *ret_more)
{
	const char **lines = arena_array(a, LINES_MOST, sizeof(*lines));
	size_t n = 0;

	*ret_more = 0;
	while (*text) {
		size_t len = strcspn(text, "\n");

		if (len && n < LINES_MOST)
			lines[n++] = arena_strndup(a, text, len);
		else
			*ret_more += len > 0;
		text += len + (text[len] == '\n');
	}
	*ret = lines;
	return n;
}

static bool
look_rules(struct look *l)
{
	const struct refused *refused = &l->turn->refused;
	struct alarm alarm = {
		.kind = ALARM_RULES, .n = (unsigned)refused->nerrors,
		.since = zone_local(l->zone, refused->at),
		.other = zone_local(l->zone, l->turn->rules_at)
	};

	if (!refused->text || !is_time(l, "alarm/rules",
	    refused->at + RULES_AFTER, DAY))
		return true;
	alarm.nlines = split_lines(l->a, refused->text, &alarm.lines,
	    &alarm.nmore);
	return tell(l, "alarm/rules", &alarm, NULL);
}

/* --- letters that need somebody ------------------------------------------- */

static const char *
letter_line(struct look *l, const struct letter_row *row)
{
	char day[DATE_TEXT];

	return arena_printf(l->a, "%lld  %s  %s, %s%s%s",
	    (long long)row->id, date_iso(zone_local(l->zone,
	    row->sending_at).date, day), row->to_name, row->channel ==
	    CHANNEL_EMAIL ? "<" : "", row->address,
	    row->channel == CHANNEL_EMAIL ? ">" : "");
}

static void
list_letters(struct look *l, const struct letter_row *rows, size_t n,
    struct alarm *alarm)
{
	const char **lines = arena_array(l->a, 3 * n, sizeof(*lines));
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		lines[k++] = letter_line(l, &rows[i]);
		lines[k++] = arena_printf(l->a, "  %s", rows[i].subject);
		if (rows[i].state == LETTER_GIVEN_UP && *rows[i].last_reply)
			lines[k++] = arena_printf(l->a, "  %s",
			    rows[i].last_reply);
	}
	alarm->lines = lines;
	alarm->nlines = k;
	alarm->nmore = alarm->n - n;
}

/* Those that came into the state since it was told of last, `after` or later,
 * and before this second: what comes within it is for the next time. */
static bool
look_letters(struct look *l, enum alarm_kind kind, enum letter_state state,
    const char *cause, int64_t after)
{
	struct store *s = l->turn->store;
	struct alarm alarm = {.kind = kind};
	const struct letter_row *rows;
	int64_t told = 0, first;
	size_t n, total;

	(void)store_fact(s, cause, &told);
	if (after > told)
		told = after;
	if (!store_letters_since(s, l->a, state, told, INT64_MAX, 1, &rows,
	    &n, &total, l->reterr))
		return false;
	if (n == 0)
		return true;
	first = rows[0].changed_at;
	if (!is_time(l, cause, first + 1, DAY))
		return true;
	if (!store_letters_since(s, l->a, state, told, l->now, LETTERS_MOST,
	    &rows, &n, &total, l->reterr))
		return false;
	alarm.n = (unsigned)total;
	list_letters(l, rows, n, &alarm);
	return tell(l, cause, &alarm, NULL);
}

static bool
look_given_up(struct look *l)
{
	return look_letters(l, ALARM_UNDELIVERED, LETTER_GIVEN_UP,
	    "alarm/given up", INT64_MIN);
}

/* What was held because of a restore is told as that. */
static bool
look_held(struct look *l)
{
	int64_t restored = INT64_MIN;

	if (store_fact(l->turn->store, RESTORED_HELD, &restored))
		restored++;
	return look_letters(l, ALARM_HELD, LETTER_HELD, "alarm/held",
	    restored);
}

/* --- a copy that took the database's place -------------------------------- */

/* When it did, with whatever was held then, and again when more was held at
 * the first sending time after it. */
static bool
look_restored(struct look *l)
{
	struct turn *t = l->turn;
	struct alarm alarm = {
		.kind = ALARM_RESTORED,
		.since = zone_local(l->zone, t->restored.from),
		.other = zone_local(l->zone, t->restored.at)
	};
	const struct letter_row *rows;
	int64_t held, told = t->restored.at;
	size_t n, total;

	if (!store_fact(t->store, RESTORED_HELD, &held))
		return true;
	if (store_fact(t->store, "alarm/restored", &told) && told > held)
		return true;
	if (told < t->restored.at)      /* of an earlier one */
		told = t->restored.at;
	if (!is_time(l, "alarm/restored", held + 1, 0))
		return true;
	if (!store_letters_since(t->store, l->a, LETTER_HELD, told, l->now,
	    LETTERS_MOST, &rows, &n, &total, l->reterr))
		return false;
	alarm.n = (unsigned)total;
	list_letters(l, rows, n, &alarm);
	return tell(l, "alarm/restored", &alarm, NULL);
}

/* --- addresses that had enough -------------------------------------------- */

static bool
look_capped(struct look *l)
{
	struct turn *t = l->turn;
	struct alarm alarm = {
		.kind = ALARM_CAPPED, .n = (unsigned)t->ncapped
	};

	if (t->ncapped == 0 || !is_time(l, "alarm/capped", l->now, DAY))
		return true;
	alarm.nlines = split_lines(l->a, t->capped.s, &alarm.lines,
	    &alarm.nmore);
	str_clear(&t->capped);
	t->ncapped = 0;
	return tell(l, "alarm/capped", &alarm, NULL);
}

/* --- ways that stand ------------------------------------------------------ */

static bool
look_way(struct look *l, const struct way *way)
{
	const char *cause = arena_printf(l->a, "alarm/way/%s", way->name);
	const char **line = arena_alloc(l->a, sizeof(*line));
	bool is_mail = way_is_mail(l->turn, way);
	struct alarm alarm = {
		.kind = ALARM_WAY, .name = way->name,
		.since = zone_local(l->zone, way->since),
		.other = zone_local(l->zone, way->until),
		.lines = line, .nlines = 1
	};
	size_t waiting;

	if (!way->since ||
	    !is_time(l, cause, way->since + ALARM_WAY_S, DAY))
		return true;
	if (!store_letters_waiting(l->turn->store,
	    is_mail ? CHANNEL_EMAIL : CHANNEL_WEBHOOK,
	    is_mail ? NULL : way->name, &waiting, l->reterr))
		return false;
	alarm.n = (unsigned)waiting;
	*line = way->reply;
	return tell(l, cause, &alarm, way->name);
}

static bool
look_ways(struct look *l)
{
	for (size_t i = 0; i < l->turn->nways; i++)
		if (!look_way(l, &l->turn->ways[i]))
			return false;
	return true;
}

/* --- next year's calendar ------------------------------------------------- */

/* Terms of a roadmap that fall due in the year, members of a group not told
 * apart. */
static size_t
terms_in(struct look *l, size_t roadmap, struct date_span year)
{
	const struct roadmap *r = &l->turn->rules->roadmaps[roadmap];
	const struct rule_cache *rules = l->turn->known.rules[roadmap];
	size_t n = 0;

	for (size_t i = 0; i < r->nrules; i++) {
		struct term_frame frame = roadmap_frame(r, &r->rules[i]);
		const struct pair_window *windows;

		if (rules[i].npairs)
			n += pair_windows(l->a, &rules[i].pairs[0], &frame,
			    year, WINDOWS_MOST, &windows);
	}
	return n;
}

/* The first year that a roadmap needs and that has no decree: the next one
 * from 15 October on. 0: none, or a calendar that never had any. */
static int
year_wanted(const struct look *l, const struct roadmap *r)
{
	struct civil today = date_civil(turn_day(r, l->now, NULL));
	int last = workcal_last_official_year(r->cal);
	int want = today.year;

	if (today.month > CALENDAR_MONTH ||
	    (today.month == CALENDAR_MONTH && today.day >= CALENDAR_DAY))
		want++;
	if (last == 0 || last >= want ||
	    date_before(r->in_force.last, date_of(last + 1, 1, 1)))
		return 0;
	return last + 1;
}

static bool
look_calendar(struct look *l, const struct workcal *cal, int year)
{
	const char *cause = arena_printf(l->a, "alarm/calendar/%s/%d",
	    workcal_id(cal), year);
	const struct ruleset *set = l->turn->rules;
	struct date_span days = {date_of(year, 1, 1), date_of(year, 12, 31)};
	struct alarm alarm = {.kind = ALARM_CALENDAR, .year = year};

	if (!is_time(l, cause, l->now, CALENDAR_PAUSE))
		return true;
	for (size_t i = 0; i < set->nroadmaps; i++)
		if (set->roadmaps[i].cal == cal)
			alarm.n += (unsigned)terms_in(l, i, days);
	alarm.name = arena_printf(l->a, "%s/calendar-%s-%d.yaml",
	    l->turn->config->rules, workcal_id(cal), year);
	return tell(l, cause, &alarm, NULL);
}

static bool
look_calendars(struct look *l)
{
	const struct ruleset *set = l->turn->rules;

	for (size_t i = 0; set && i < set->nroadmaps; i++) {
		int year = year_wanted(l, &set->roadmaps[i]);

		if (year && !look_calendar(l, set->roadmaps[i].cal, year))
			return false;
	}
	return true;
}

/* --- copies of the database ----------------------------------------------- */

static bool
look_backup(struct look *l)
{
	const char **line = arena_alloc(l->a, sizeof(*line));
	struct alarm alarm = {
		.kind = ALARM_BACKUP, .n = 1,
		.name = l->turn->config->backup,
		.since = zone_local(l->zone, l->turn->unsaved.since),
		.lines = line, .nlines = 1
	};

	if (!l->turn->unsaved.why || !is_time(l, "alarm/backup", l->now, DAY))
		return true;
	*line = l->turn->unsaved.why;
	return tell(l, "alarm/backup", &alarm, NULL);
}

/* --- a clock that leapt ahead --------------------------------------------- */

static bool
look_clock(struct look *l)
{
	const struct turn *t = l->turn;
	struct alarm alarm = {
		.kind = ALARM_CLOCK, .n = 1,
		.since = zone_local(l->zone, t->doubt.since),
		.other = zone_local(l->zone, t->doubt.since - t->doubt.leap)
	};

	return !t->doubt.since || !is_time(l, "alarm/clock", l->now, DAY) ||
	    tell(l, "alarm/clock", &alarm, NULL);
}

/* --- looking -------------------------------------------------------------- */

bool
is_alarm(const struct letter_row *row)
{
	return strncmp(row->key, ALARM_KEY, strlen(ALARM_KEY)) == 0;
}

void
alarm_at(struct turn *t, int64_t at)
{
	if (at < t->alarm_next)
		t->alarm_next = at;
}

bool
alarm_look(struct turn *t, int64_t now, struct arena *a,
    struct turn_output *ret, struct store_error *reterr)
{
	static bool (*const looks[])(struct look *) = {
		look_clock, look_rules, look_given_up, look_ways, look_held,
		look_capped, look_calendars, look_backup, look_restored
	};
	struct look l = {
		.turn = t, .a = a, .now = now, .next = INT64_MAX,
		.zone = alarm_zone(t), .reterr = reterr
	};

	if (t->alarm_next > now)
		return true;
	/* By a clock that is doubted all else may be wrong. */
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		if ((!t->doubt.since || looks[i] == look_clock) &&
		    !looks[i](&l))
			return false;
	if (!alarm_write_all(t, now, l.alarms, l.n, a, reterr))
		return false;
	t->alarm_next = l.next;
	ret->alarms = l.logged;
	ret->nalarms = l.nlogged;
	return true;
}

void
turn_rules_refused(struct turn *t, int64_t now, const char *complaints,
    size_t nerrors)
{
	int64_t at = t->refused.text ? t->refused.at : now;

	free(t->refused.text);
	t->refused = (struct refused){xstrdup(complaints), nerrors, at};
	alarm_at(t, at + RULES_AFTER);
}

void
alarm_rules_taken(struct turn *t, int64_t now)
{
	free(t->refused.text);
	t->refused = (struct refused){NULL, 0, 0};
	t->rules_at = now;
}

void
turn_backup_failed(struct turn *t, int64_t now, const char *why)
{
	if (!t->unsaved.why)
		t->unsaved.since = now;
	free(t->unsaved.why);
	t->unsaved.why = xstrdup(why);
	alarm_at(t, now);
}

void
turn_backup_made(struct turn *t)
{
	free(t->unsaved.why);
	t->unsaved.why = NULL;
}
