#include "loop/trust.h"

static int64_t
magnitude(int64_t n)
{
	return n < 0 ? -n : n;
}

void
trust_believe(struct trust *t, const struct trust_look *look)
{
	*t = (struct trust){
		.offset = look->real - look->boot,
		.seen = look->real - look->boot, .boot = look->boot
	};
}

/* Within one boot the offset stays. After another one only the day of the
 * last record is known: what was synchronised since is right. */
void
trust_begin(struct trust *t, const struct trust_look *look, int64_t last,
    int64_t offset)
{
	int64_t is = look->real - look->boot;

	trust_believe(t, look);
	if (last == 0 || magnitude(is - offset) <= TRUST_LEAP_S ||
	    look->real - last <= TRUST_GAP_S || look->synced >= last)
		return;
	t->offset = last - look->boot;
	t->leap = look->real - last;
	t->doubted = look->real;
}

/* What was synchronised before the leap says nothing: the clock has leapt
 * since the last look. */
bool
trust_look(struct trust *t, const struct trust_look *look)
{
	bool was = t->doubted != 0;
	int64_t is = look->real - look->boot;
	int64_t passed = look->boot - t->boot;
	bool leapt = magnitude(is - t->seen) > TRUST_LEAP_S;

	t->seen = is;
	t->boot = look->boot;
	t->leap = is - t->offset;
	if (t->leap > TRUST_LEAP_S && (!was || leapt))
		t->doubted = look->real - passed;
	if (t->leap <= TRUST_LEAP_S ||
	    (look->synced && look->synced >= t->doubted))
		trust_believe(t, look);
	return was != (t->doubted != 0);
}
