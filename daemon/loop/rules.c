#include "loop/rules.h"

#include <sysexits.h>

#include "core/arena.h"
#include "core/diag.h"
#include "load/load.h"

static void
print_all(struct diags *diags, struct str *text)
{
	for (size_t i = 0; i < diags->len; i++)
		diag_print(text, &diags->items[i], DIAG_FULL);
}

/* The administrator's letter: errors, each with its hint. */
static void
refuse(struct turn *turn, int64_t now, const struct diags *diags)
{
	struct str text;

	str_init(&text);
	for (size_t i = 0; i < diags->len; i++) {
		if (diags->items[i].level != DIAG_ERROR)
			continue;
		diag_print(&text, &diags->items[i], DIAG_SHORT);
		if (diags->items[i].hint)
			str_addf(&text, "  hint: %s\n",
			    diags->items[i].hint);
	}
	turn_rules_refused(turn, now, text.s, diags->nerrors);
	str_done(&text);
}

bool
rules_load(struct rules *r, const struct config *config, struct turn *turn,
    int64_t now, struct str *text, int *ret_exit)
{
	struct arena *a = arena_new();
	struct ruleset *set = arena_alloc(a, sizeof(*set));
	struct store_error e;
	struct diags diags;
	uint64_t digest;

	diags_init(&diags, a);
	*ret_exit = EX_DATAERR;
	if (load_rules(a, &config->rules, 1, config, set, &diags, &digest)) {
		print_all(&diags, text);
		refuse(turn, now, &diags);
		arena_free(a);
		return false;
	}
	print_all(&diags, text);
	if (!turn_set_rules(turn, set, now, &e)) {
		str_addf(text, "%s\n", e.text);
		*ret_exit = e.exit_code;
		arena_free(a);
		return false;
	}
	arena_free(r->arena);
	r->arena = a;
	r->set = set;
	r->digest = digest;
	return true;
}

void
rules_done(struct rules *r)
{
	arena_free(r->arena);
	*r = (struct rules){0};
}
