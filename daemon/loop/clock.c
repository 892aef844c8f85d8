#include "loop/clock.h"

#include <sys/stat.h>
#include <time.h>

/* The watchers only wake: what is due is asked in the loop's prepare. What
 * they were armed for is reached, and may be armed again. */
static void
reach_target(struct clock *c)
{
	c->now = c->target;
	c->target = INT64_MAX;
}

static void
on_periodic(struct ev_loop *loop, ev_periodic *w, int events)
{
	(void)loop;
	(void)events;
	reach_target(w->data);
}

static void
on_timer(struct ev_loop *loop, ev_timer *w, int events)
{
	(void)loop;
	(void)events;
	reach_target(w->data);
}

double
clock_monotonic(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

int64_t
clock_boottime(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec;
}

/* systemd-timesyncd touches it each time; adjtimex(2) is no system call of
 * this service. */
int64_t
clock_synced(void)
{
	struct stat st;

	return stat("/run/systemd/timesync/synchronized", &st) == 0 ?
	    (int64_t)st.st_mtime : 0;
}

void
clock_init_real(struct clock *c, struct ev_loop *loop)
{
	*c = (struct clock){.loop = loop, .target = INT64_MAX};
	ev_periodic_init(&c->real, on_periodic, 0., 0., NULL);
	c->real.data = c;
}

void
clock_init_virtual(struct clock *c, struct ev_loop *loop, int64_t start,
    double rate)
{
	*c = (struct clock){.loop = loop, .is_virtual = true, .rate = rate,
	    .now = start, .target = INT64_MAX};
	ev_timer_init(&c->virt, on_timer, 0., 0.);
	c->virt.data = c;
}

void
clock_done(struct clock *c)
{
	if (c->is_virtual)
		ev_timer_stop(c->loop, &c->virt);
	else
		ev_periodic_stop(c->loop, &c->real);
}

/* time(2) reads a clock that lags by a tick, and libev estimates the world's
 * between two looks: woken at the target, both may still say the second
 * before it. Further back is a clock that was set. */
static int64_t
real_now(const struct clock *c)
{
	int64_t now = (int64_t)time(NULL);

	return now == c->now - 1 ? c->now : now;
}

int64_t
clock_now(struct clock *c)
{
	int64_t passed;

	if (!c->is_virtual)
		return real_now(c);
	if (c->target != INT64_MAX && c->rate > 0) {
		/* Woken before the target: so much has passed, but never the
		 * target itself, which only the timer reaches. */
		passed = (int64_t)((clock_monotonic() - c->slept_from) *
		    c->rate);
		if (passed > c->target - c->now - 1)
			passed = c->target - c->now - 1;
		if (passed > 0) {
			c->now += passed;
			c->slept_from += (double)passed / c->rate;
		}
	}
	return c->now;
}

static void
arm_virtual(struct clock *c, int64_t target)
{
	double after = 0.;

	ev_timer_stop(c->loop, &c->virt);
	if (target == INT64_MAX)
		return;
	if (target < c->now)
		target = c->now;
	if (c->rate > 0)
		after = (double)(target - c->now) / c->rate;
	c->target = target;
	c->slept_from = clock_monotonic();
	ev_timer_set(&c->virt, after, 0.);
	ev_timer_start(c->loop, &c->virt);
}

void
clock_arm(struct clock *c, int64_t target)
{
	if (c->is_virtual) {
		if (target != c->target || target == INT64_MAX)
			arm_virtual(c, target);
		return;
	}
	if (target == c->target)
		return;
	c->target = target;
	ev_periodic_stop(c->loop, &c->real);
	if (target == INT64_MAX)
		return;
	ev_periodic_set(&c->real, (double)target, 0., NULL);
	ev_periodic_start(c->loop, &c->real);
}

void
clock_hold(struct clock *c)
{
	if (!c->is_virtual)
		return;
	(void)clock_now(c);
	ev_timer_stop(c->loop, &c->virt);
	c->target = INT64_MAX;
}
