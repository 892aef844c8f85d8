/* Any bytes at all as the body of POST /v1/log, against rules in force and a
 * log that grows: an answer is always JSON, an entry only what the rules
 * allow. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "load/load.h"
#include "store/store.h"
#include "web/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LOG_MOST = 200 };        /* entries before the log begins anew */

static const char bodies[] =
    "bodies:\n"
    "  uo: {name: A, email: uo@dept.example}\n"
    "  s1: {name: B, email: s1@dept.example}\n"
    "  s2: {name: C, email: s2@dept.example}\n"
    "  school: {name: D, members: [s1, s2]}\n";

static const char rules[] =
    "roadmap: t\n"
    "title: T\n"
    "order: {number: '1', date: 2022-01-10, by: uo}\n"
    "in_force: {from: 2022-01-10, to: 2023-12-31}\n"
    "rules:\n"
    "  - {item: '1', title: A, when: 'раз в квартал', responsible: uo}\n"
    "  - item: '2'\n"
    "    title: B\n"
    "    when: ежегодно, июнь\n"
    "    responsible: each school\n"
    "    accept: uo\n"
    "    result: [{number: N}, {text: T, required: false}]\n"
    "  - {item: '3', title: C, when: по запросам, responsible: uo,\n"
    "     result: {link: L}}\n"
    "  - {item: '4', title: D, when: {schedule: external},\n"
    "     responsible: uo, result: {file: F}}\n";

static const int64_t noon = INT64_C(1655287200);        /* 15 June 2022 */

struct house {
	struct arena *arena;
	struct config config;
	struct ruleset set;
	struct store *store;
	struct turn *turn;
};

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
open_log(struct house *h)
{
	struct store_error e;

	turn_free(h->turn);
	store_close(h->store);
	must(store_open(":memory:", STORE_DAEMON, true, &h->store, &e));
	h->turn = turn_new(h->store, &h->config);
	must(turn_set_rules(h->turn, &h->set, noon - 86400 * 100, &e));
}

static void
build(struct house *h)
{
	const struct load_file files[] = {
		{"r", rules, sizeof(rules) - 1, false},
		{"b", bodies, sizeof(bodies) - 1, true},
	};
	struct diags diags;

	h->arena = arena_new();
	diags_init(&diags, h->arena);
	config_defaults(&h->config);
	h->config.timezone = "UTC";
	must(load_files(h->arena, files, 2, &h->config, &h->set, &diags) ==
	    0 && diags.nerrors == 0);
	open_log(h);
}

static int64_t
now(void *context)
{
	(void)context;
	return noon;
}

static void
check_answer(const struct request *r, int64_t *ret_id)
{
	json_t *o = json_loadb(r->answer.s, r->answer.len, 0, NULL);

	must(json_is_object(o));
	if (r->status == 200)
		*ret_id = json_integer_value(json_object_get(o, "id"));
	else
		must(json_is_string(json_object_get(o, "error")) &&
		    json_integer_value(json_object_get(o, "exit")) >= 64);
	must(r->status != 200 || *ret_id > 0);
	json_decref(o);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct house *h;
	struct control_host host;
	struct request r = {.path = "", .status = 200};
	int64_t id = 0;

	if (size > REQUEST_BODY_MOST)
		return 0;
	if (!h) {
		h = calloc(1, sizeof(*h));
		must(h != NULL);
		build(h);
	}
	host = (struct control_host){.turn = h->turn, .store = h->store,
	    .now = now};
	r.host = &host;
	str_init(&r.body);
	str_init(&r.answer);
	str_addn(&r.body, (const char *)data, size);
	route_log_add(&r);
	check_answer(&r, &id);
	str_done(&r.body);
	str_done(&r.answer);
	if (id >= LOG_MOST)
		open_log(h);
	return 0;
}
