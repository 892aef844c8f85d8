/* simulate: the letters that would go out from one day to another. */
#include "ctl/simulate.h"

#include <sysexits.h>

#include "ctl/rehearse.h"
#include "ctl/rules.h"

struct simulate_options {
	const char *rules, *log;
	struct date from, to;
	int format;
};

struct run {
	struct ctl *c;
	struct simulation simulation;
	unsigned wave, largest;         /* letters at one sending time */
	int64_t wave_at;
	struct date largest_day;
};

/* More than caps.wave at once would wait for somebody's release: shown all
 * the same, and said. */
static void
count_wave(struct run *r, const struct letter_row *row)
{
	if (row->sending_at != r->wave_at)
		r->wave = 0;
	r->wave_at = row->sending_at;
	if (++r->wave <= r->largest)
		return;
	r->largest = r->wave;
	r->largest_day = (struct date){(int32_t)((row->sending_at +
	    row->utc_offset) / 86400)};
}

static void
take_letter(void *context, const struct letter_row *row,
    const struct said_row *notices, size_t n)
{
	struct run *r = context;

	simulation_letter(&r->simulation, row, notices, n);
	count_wave(r, row);
}

static void
finish(struct run *r)
{
	char day[DATE_TEXT];

	simulation_end(&r->simulation);
	if (r->largest > r->c->config.caps.wave)
		ctl_say(r->c, "%u letters at one time (%s): above caps.wave, "
		    "%u, the rest waits for `srokctl outbox release`",
		    r->largest, date_iso(r->largest_day, day),
		    r->c->config.caps.wave);
}

static int
check(struct ctl *c, const struct simulate_options *o)
{
	if (date_is_none(o->from) || date_is_none(o->to))
		return ctl_fail(c, EX_USAGE, "missing: %s",
		    date_is_none(o->from) ? "--from=DATE" : "--to=DATE");
	if (date_before(o->to, o->from))
		return ctl_fail(c, EX_USAGE, "--from lies behind --to");
	if (!date_before(o->to, DATE_MAX))
		return ctl_fail(c, EX_USAGE, "--to: the last day is "
		    "2200-12-30");
	return EX_OK;
}

static int
run_simulate(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct simulate_options *o = options;
	struct rules rules = {0};
	struct run r = {
		.c = c, .wave_at = INT64_MIN, .simulation = {
			.c = c, .format = o->format, .to = o->to
		}
	};
	struct rehearsal rehearsal = {.from = o->from, .to = o->to,
	    .letter = take_letter, .context = &r};
	int rc = check(c, o);

	(void)args;
	if (rc == EX_OK)
		rc = ctl_configure(c);
	if (rc == EX_OK)
		rc = rules_read(c, o->rules, &rules);
	r.simulation.rules = rehearsal.rules = rules.set;
	if (rc == EX_OK) {
		tally_init(&r.simulation.tally, c,
		    (struct date_span){o->from, o->to});
		rc = rehearse(c, &rehearsal, o->log);
		/* With refused lines of the log the letters are whole. */
		if (rehearsal.store && (rc == EX_OK || rc == EX_DATAERR))
			finish(&r);
	}
	rehearsal_done(&rehearsal);
	rules_done(&rules);
	return rc;
}

static const struct option_row simulate_options[] = {
	{"from", 0, OPTION_DAY, offsetof(struct simulate_options, from),
	    "DATE", "the first day: the rules count as loaded that morning"},
	{"to", 0, OPTION_DAY, offsetof(struct simulate_options, to), "DATE",
	    "the last day"},
	{"rules", 0, OPTION_TEXT, offsetof(struct simulate_options, rules),
	    "DIR", "directory of rule files (that of srokd.yaml, else "
	    "./rules)"},
	{"log", 0, OPTION_TEXT, offsetof(struct simulate_options, log),
	    "FILE", "what is done meanwhile: CSV with the columns "
	    "id,at,kind,rule,body,date,window,ref,note"},
	{"format", 0, OPTION_CHOICE, offsetof(struct simulate_options, format),
	    FORMATS, "how it is printed"},
};

const struct command command_simulate = {
	.name = "simulate", .arguments = "",
	.what = "Show every letter that would go out in a span of time",
	.more = "  srokctl simulate --rules rules --from 2021-10-14 "
	    "--to 2022-12-31\n\n"
	    "tsv: DATE TIME RECIPIENT CHANNEL LETTER STAGE ROADMAP ITEM BODY "
	    "DUE, a line for\neach notice; LETTER is the same for the notices "
	    "of one letter.",
	.options = simulate_options,
	.noptions = sizeof(simulate_options) / sizeof(simulate_options[0]),
	.size = sizeof(struct simulate_options), .least = 0, .most = 0,
	.run = run_simulate
};
