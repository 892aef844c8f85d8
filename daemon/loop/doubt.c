/* What is done about a clock that is not believed (trust.md T4): the turn holds
 * everything but alarms, copies of the database wait, and what was believed
 * last stays on record, so that a restart doubts it again. */
#include "loop/inside.h"
#include "loop/log.h"
#include "loop/notify.h"

static const char last_fact[] = "clock/real", offset_fact[] = "clock/offset";

static struct trust_look
look_now(int64_t now)
{
	return (struct trust_look){now, clock_boottime(), clock_synced()};
}

static void
record(struct loop *l, int64_t now)
{
	struct store_error e;

	if (!store_set_fact(l->store, last_fact, now, &e) ||
	    !store_set_fact(l->store, offset_fact, l->trust.offset, &e))
		log_warn("the clock is not on record: %s", e.text);
}

static void
tell(struct loop *l, int64_t now)
{
	if (l->trust.doubted) {
		log_crit("the clock stands ahead, so nothing is sent "
		    "seconds=%lld believe=\"srokctl clock --believe\"",
		    (long long)l->trust.leap);
		notify_send("STATUS=The clock is doubted: nothing is sent");
	} else {
		log_warn("the clock is believed again");
		notify_send("STATUS=Rules in force");
		record(l, now);
	}
	turn_doubt(l->turn, now, l->trust.doubted, l->trust.leap);
}

/* Turns tell the last time too, and more of them than runs begin and end. */
void
doubt_begin(struct loop *l)
{
	int64_t now = clock_now(&l->clock), last = 0, offset = 0, turned = 0;
	const struct trust_look look = look_now(now);

	if (l->clock.is_virtual)
		return;
	if (store_fact(l->store, last_fact, &last) &&
	    store_last_now(l->store, &turned) && turned > last)
		last = turned;
	(void)store_fact(l->store, offset_fact, &offset);
	trust_begin(&l->trust, &look, last, offset);
	if (l->trust.doubted)
		tell(l, now);
	else
		record(l, now);
}

void
doubt_look(struct loop *l, int64_t now)
{
	const struct trust_look look = look_now(now);

	if (!l->clock.is_virtual && trust_look(&l->trust, &look))
		tell(l, now);
}

void
doubt_end(struct loop *l)
{
	if (l->store && !l->clock.is_virtual && !l->trust.doubted)
		record(l, clock_now(&l->clock));
}

void
loop_clock(void *context, bool believe, struct control_clock *ret)
{
	struct loop *l = context;
	int64_t now = clock_now(&l->clock);
	const struct trust_look look = look_now(now);

	if (believe && l->trust.doubted) {
		trust_believe(&l->trust, &look);
		tell(l, now);
	}
	*ret = (struct control_clock){now, l->trust.doubted, l->trust.leap};
}
