/* reload, clock, verify: the daemon's own affairs. */
#include <stdio.h>
#include <sysexits.h>

#include "ctl/entries.h"
#include "ctl/offline.h"
#include "ctl/remote.h"

struct manage_options {
	const char *socket, *database;
	bool believe;
};

static int
run_reload(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct manage_options *o = options;
	json_t *answer;
	int rc = ctl_configure(c);

	(void)args;
	if (rc == EX_OK)
		rc = remote_object(c, o->socket, "/v1/reload", json_object(),
		    &answer, NULL);
	if (rc != EX_OK)
		return rc;
	fputs(json_member(answer, "warnings"), stderr);
	str_add(&c->out, "rules reloaded\n");
	json_decref(answer);
	return EX_OK;
}

static const struct option_row reload_options[] = {
	REMOTE_OPTION(struct manage_options)
};

const struct command command_reload = {
	.name = "reload", .arguments = "",
	.what = "Have the daemon read its rule files anew: all or none",
	.options = reload_options,
	.noptions = sizeof(reload_options) / sizeof(reload_options[0]),
	.size = sizeof(struct manage_options), .run = run_reload
};

/* --- clock ------------------------------------------------------------- */

static int
run_clock(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct manage_options *o = options;
	char now[INSTANT_TEXT], should[INSTANT_TEXT];
	json_t *answer;
	int rc = ctl_configure(c);

	(void)args;
	if (rc == EX_OK)
		rc = remote_object(c, o->socket, "/v1/clock", o->believe ?
		    json_object() : NULL, &answer, NULL);
	if (rc != EX_OK)
		return rc;
	instant_text(json_number(answer, "now"), now);
	instant_text(json_number(answer, "now") -
	    json_number(answer, "leap"), should);
	if (json_number(answer, "doubted"))
		rc = ctl_fail(c, EX_TEMPFAIL, "the clock says %s, by the last "
		    "record it should be %s: nothing is sent until it was "
		    "synchronised, or you say that it is right: srokctl clock "
		    "--believe", now, should);
	else
		str_addf(&c->out, "%s, and it is believed\n", now);
	json_decref(answer);
	return rc;
}

static const struct option_row clock_options[] = {
	REMOTE_OPTION(struct manage_options),
	{"believe", 0, OPTION_FLAG, offsetof(struct manage_options, believe),
	    NULL, "it is right: letters go on"},
};

const struct command command_clock = {
	.name = "clock", .arguments = "",
	.what = "Whether the daemon believes its clock",
	.options = clock_options,
	.noptions = sizeof(clock_options) / sizeof(clock_options[0]),
	.size = sizeof(struct manage_options), .run = run_clock
};

/* --- verify ------------------------------------------------------------ */

static int
verify_file(struct ctl *c, const char *database, long long *ret_n,
    long long *ret_broken)
{
	struct store_error e;
	struct offline off;
	int64_t n, broken;
	int rc = offline_open(c, database, &off);

	if (rc == EX_OK && !store_verify(off.store, &n, &broken, &e))
		rc = offline_failed(c, &e);
	if (rc == EX_OK) {
		*ret_n = n;
		*ret_broken = broken;
	}
	offline_close(&off);
	return rc;
}

static int
run_verify(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct manage_options *o = options;
	long long n, broken;
	bool down = false;
	json_t *answer;
	int rc = ctl_configure(c);

	(void)args;
	if (rc != EX_OK)
		return rc;
	rc = remote_object(c, o->socket, "/v1/verify", NULL, &answer, &down);
	if (rc == EX_OK) {
		n = json_number(answer, "entries");
		broken = json_number(answer, "broken");
		json_decref(answer);
	} else if (down) {
		rc = verify_file(c, o->database, &n, &broken);
	}
	if (rc != EX_OK)
		return rc;
	if (broken)
		return ctl_fail(c, EX_DATAERR, "entry %lld does not fit the "
		    "chain: it, or one before it, was changed or is missing",
		    broken);
	str_addf(&c->out, "%lld entries, the chain is whole\n", n);
	return EX_OK;
}

static const struct option_row verify_options[] = {
	REMOTE_OPTION(struct manage_options),
	{"database", 0, OPTION_TEXT, offsetof(struct manage_options, database),
	    "FILE", "read while the daemon is down (that of srokd.yaml)"},
};

const struct command command_verify = {
	.name = "verify", .arguments = "",
	.what = "Check the activity log's hash chain",
	.options = verify_options,
	.noptions = sizeof(verify_options) / sizeof(verify_options[0]),
	.size = sizeof(struct manage_options), .run = run_verify
};
