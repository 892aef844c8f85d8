/* What becomes of an answer: done, never, or later - and when.
 *
 * Pauses grow as in trust.md D14; an uncertain letter is tried again with the
 * same bytes after 15 min, 1 h, 4 h (D6); nothing leaves outside the hours.
 * What holds a whole way stands in way.c. */
#include "turn/inside.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

static const int later_s[] = {
	MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR
};
static const int unsure_s[] = { 15 * MINUTE, HOUR, 4 * HOUR };
enum { RETRY_AFTER_MOST_S = DAY };

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

static int
nth_pause(const int *pauses, int count, int attempt)
{
	int i = attempt - 1;

	if (i < 0)
		i = 0;
	return pauses[i < count ? i : count - 1];
}

/* What the receiver asked for, a day at most; 0 when it named nothing. */
int
retry_asked(const struct turn_result *result)
{
	return result->retry_after_s < RETRY_AFTER_MOST_S ?
	    result->retry_after_s : RETRY_AFTER_MOST_S;
}

/* The instant itself when it lies within the recipient's hours, else the next
 * opening; alarms keep no hours. The offset is that of the letter's sending
 * time: a change of it between two attempts moves the opening by an hour at
 * most. */
static int64_t
within_hours(const struct turn *t, int64_t at, const struct letter_row *row)
{
	int64_t local = at + row->utc_offset;
	int64_t second = ((local % DAY) + DAY) % DAY;
	int64_t midnight = at - second;

	if (is_alarm(row))
		return at;
	if (second < t->config->sending.hours_from_s)
		return midnight + t->config->sending.hours_from_s;
	if (second >= t->config->sending.hours_to_s)
		return midnight + DAY + t->config->sending.hours_from_s;
	return at;
}

int64_t
retry_earliest(struct turn *t, int64_t now, const struct letter_row *row)
{
	return within_hours(t, way_earliest(t, now, row), row);
}

static int64_t
later(const struct turn *t, int64_t now, const struct letter_row *row,
    const struct turn_result *result)
{
	int pause = nth_pause(later_s, COUNT(later_s), row->attempts);

	if (retry_asked(result) > pause)
		pause = retry_asked(result);
	return within_hours(t, now + pause, row);
}

/* An address that puts letters off day after day would do so for ever, since
 * every morning makes a new letter of the one before: since when it has, is
 * kept until it takes one. After five days (RFC 5321 §4.5.4.1) what it puts
 * off once more is given up; not on first attempts, where a server that asks
 * everybody to come again would look the same. */
enum { PUT_OFF_MOST_S = 5 * DAY, PUT_OFF_ATTEMPTS = 6 };

bool
retry_address(struct turn *t, struct arena *a, int64_t now,
    const struct letter_row *row, const struct turn_result *result,
    struct retry *ret, struct store_error *reterr)
{
	const char *name = arena_printf(a, "put off/%s",
	    row->channel == CHANNEL_EMAIL ? row->address : turn_way(t, row));
	bool sent = result->outcome == WIRE_SENT && !result->unbegun;
	int64_t since = 0;

	if (!sent && (ret->event != LETTER_LATER ||
	    result->scope == WIRE_RELAY || result->scope == WIRE_CONFIG))
		return true;
	(void)store_fact(t->store, name, &since);
	if (sent)
		return !since || store_set_fact(t->store, name, 0, reterr);
	if (!since)
		return store_set_fact(t->store, name, now, reterr);
	if (now - since >= PUT_OFF_MOST_S && row->attempts >= PUT_OFF_ATTEMPTS)
		ret->event = LETTER_REFUSED;
	return true;
}

void
retry_after(struct turn *t, int64_t now, const struct letter_row *row,
    const struct turn_result *result, struct retry *ret)
{
	*ret = (struct retry){LETTER_UNBEGUN, now};
	way_answered(t, now, row, result);
	if (result->unbegun)
		return;
	switch (result->outcome) {
	case WIRE_SENT:
		ret->event = LETTER_ACCEPTED;
		break;
	case WIRE_REFUSED:
		ret->event = LETTER_REFUSED;
		break;
	case WIRE_UNCERTAIN:
		ret->event = row->attempts > COUNT(unsure_s) ?
		    LETTER_REFUSED : LETTER_UNSURE;
		ret->next_at = within_hours(t, now + nth_pause(unsure_s,
		    COUNT(unsure_s), row->attempts), row);
		break;
	default:
		ret->event = LETTER_LATER;
		ret->next_at = later(t, now, row, result);
		break;
	}
}
