/* How long the words of letters are kept (srokd.yaml, keep.letters).
 *
 * Once a day those that are old enough go, a bite each second, so that a file
 * of years does not hold up a letter. What was said to whom stays, and with it
 * every key by which the same is not said twice. */
#include "turn/inside.h"

enum { BITE = 64, PAUSE_S = 1, DAY_S = 86400 };

void
keep_init(struct turn *t)
{
	t->keep.next = t->config->keep.letters_days ? INT64_MIN : INT64_MAX;
	t->keep.at = 0;
	t->keep.dropped = 0;
}

bool
keep_look(struct turn *t, int64_t now, struct turn_output *ret,
    struct store_error *reterr)
{
	int64_t before = now - (int64_t)t->config->keep.letters_days * DAY_S;
	bool more;
	size_t n;

	if (t->keep.next > now)
		return true;
	if (!store_words_drop(t->store, before, BITE, &t->keep.at, &n, &more,
	    reterr))
		return false;
	t->keep.dropped += n;
	t->keep.next = now + (more ? PAUSE_S : DAY_S);
	if (!more) {
		ret->dropped = t->keep.dropped;
		t->keep.at = 0;
		t->keep.dropped = 0;
	}
	return true;
}
