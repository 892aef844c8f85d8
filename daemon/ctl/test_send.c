/* test-send: a letter that asks for nothing, and what became of it. */
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "ctl/remote.h"

enum { WAIT_S = 30, LOOK_MS = 200 };

struct test_options {
	const char *socket;
	long wait;              /* seconds; 0: WAIT_S */
};

/* States in which nothing more happens by itself, or not for a while. */
static const struct end {
	const char *state, *says;
	int code;
} ends[] = {
	{"sent", "sent", EX_OK},
	{"given up", "refused for good", EX_UNAVAILABLE},
	{"cancelled", "cancelled", EX_UNAVAILABLE},
	{"paused", "not sent, it will be tried again", EX_TEMPFAIL},
	{"uncertain", "no answer, it may have arrived", EX_TEMPFAIL}
};

static const struct end *
end_of(const json_t *letter)
{
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (strcmp(json_member(letter, "state"), ends[i].state) == 0)
			return &ends[i];
	return NULL;
}

static void
say(struct ctl *c, const json_t *letter, const char *what)
{
	const char *reply = json_member(letter, "last_reply");

	str_addf(&c->out, "letter %lld to %s: %s%s%s\n",
	    json_number(letter, "id"), json_member(letter, "address"), what,
	    *reply ? ": " : "", reply);
}

/* Looks at a letter until it ends or the patience does; *left_ms is what is
 * left of that. */
static int
wait_for(struct ctl *c, const char *socket, long long id, long *left_ms)
{
	const char *target = arena_printf(c->a, "/v1/outbox/%lld", id);
	const struct timespec pause = {0, LOOK_MS * 1000000L};

	for (;; *left_ms -= LOOK_MS) {
		const struct end *end;
		json_t *letter;
		int rc = remote_object(c, socket, target, NULL, &letter, NULL);

		if (rc != EX_OK)
			return rc;
		end = end_of(letter);
		if (end || *left_ms <= 0) {
			say(c, letter, end ? end->says : "waits for its way: "
			    "`srokctl outbox` shows it");
			json_decref(letter);
			return end ? end->code : EX_TEMPFAIL;
		}
		json_decref(letter);
		nanosleep(&pause, NULL);
	}
}

static int
run_test_send(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct test_options *o = options;
	long left_ms = (o->wait ? o->wait : WAIT_S) * 1000;
	json_t *object = json_object(), *answer, *id;
	int rc = ctl_configure(c), worst = EX_OK;
	size_t i;

	json_add_text(object, "to", args->n ? args->items[0] : NULL);
	if (rc != EX_OK) {
		json_decref(object);
		return rc;
	}
	rc = remote_object(c, o->socket, "/v1/test", object, &answer, NULL);
	if (rc != EX_OK)
		return rc;
	json_array_foreach(json_object_get(answer, "letters"), i, id) {
		rc = wait_for(c, o->socket, json_integer_value(id), &left_ms);
		if (rc != EX_OK)
			worst = rc;
	}
	json_decref(answer);
	return worst;
}

static const struct option_row test_options[] = {
	{"wait", 0, OPTION_NUMBER, offsetof(struct test_options, wait),
	    "SECONDS", "how long to wait for what becomes of it (30)"},
	REMOTE_OPTION(struct test_options)
};

const struct command command_test_send = {
	.name = "test-send", .arguments = "[ADDRESS|WEBHOOK]",
	.what = "Send a letter that asks for nothing, to try the way",
	.more = "Without an argument: to every `administrator` of srokd.yaml. "
	    "It leaves at once,\nwhatever the hour.\n\n"
	    "  srokctl test-send\n"
	    "  srokctl test-send head@dept.example\n\n"
	    "Exits 0 when all were taken, 69 when one was refused for good, 75 "
	    "when one\nwaits: its way does not work now.",
	.options = test_options,
	.noptions = sizeof(test_options) / sizeof(test_options[0]),
	.size = sizeof(struct test_options), .least = 0, .most = 1,
	.run = run_test_send
};
