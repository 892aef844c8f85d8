#include "ctl/standings.h"

#include <string.h>
#include <sysexits.h>

#include "ctl/offline.h"
#include "ctl/remote.h"

void
standings_name(struct ctl *c, const struct arguments *args,
    struct standing_filter *ret)
{
	if (args->n && strchr(args->items[0], '/'))
		ret->roadmap = rules_split(c, args->items[0], &ret->item);
	else if (args->n)
		ret->roadmap = args->items[0];
}

static void
add_day(struct str *target, const char *name, struct date d)
{
	char iso[DATE_TEXT];

	remote_query(target, name, date_is_none(d) ? NULL :
	    date_iso(d, iso));
}

static int
read_file(struct ctl *c, const struct standings *q, standings_fill *fill,
    json_t **ret)
{
	struct store_error e;
	struct offline off;
	int rc = offline_open(c, q->database, &off);

	if (rc == EX_OK)
		rc = offline_rules(c, q->rules, &off);
	if (rc == EX_OK) {
		const char *unknown = standing_unknown(c->a, off.rules.set,
		    &q->filter, off.now);

		if (unknown)
			rc = ctl_fail(c, EX_DATAERR, "%s", unknown);
	}
	if (rc == EX_OK) {
		*ret = json_array();
		if (!fill(off.turn, off.now, &q->filter, *ret, &e)) {
			json_decref(*ret);
			rc = offline_failed(c, &e);
		}
	}
	offline_close(&off);
	return rc;
}

int
standings_rows(struct ctl *c, const struct standings *q,
    standings_fill *fill, json_t **ret)
{
	bool down = false;
	struct str target;
	int rc;

	str_init(&target);
	str_add(&target, q->path);
	remote_query(&target, "roadmap", q->filter.roadmap);
	remote_query(&target, "item", q->filter.item);
	remote_query(&target, "body", q->filter.body);
	remote_query(&target, "state", q->state);
	add_day(&target, "from", q->filter.from);
	add_day(&target, "to", q->filter.to);
	rc = remote_list(c, q->socket, target.s, ret, &down);
	str_done(&target);
	return down ? read_file(c, q, fill, ret) : rc;
}
