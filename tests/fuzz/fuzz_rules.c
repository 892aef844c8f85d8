/* Any bytes at all as a rule file, and as srokd.yaml. What is read without
 * an error is whole; what is not says where. The first byte chooses. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "load/load.h"
#include "load/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char bodies[] =
    "bodies:\n"
    "  uo: {name: A, email: uo@dept.example}\n"
    "  school: {name: B, members: [uo]}\n";

static void
check_rule(const struct rule *rule)
{
	if (!rule->id || !rule->item || !rule->nwordings)
		abort();
	for (size_t i = 0; i < rule->nwordings; i++) {
		const struct wording *w = &rule->wordings[i];

		if (!w->term || !w->when || !w->responsible.nleads)
			abort();
		if (term_is_external(w->term) && !w->schedule)
			abort();
	}
}

static void
check_set(const struct ruleset *set)
{
	for (size_t i = 0; i < set->nroadmaps; i++) {
		const struct roadmap *r = &set->roadmaps[i];

		if (!*r->id || !r->cal || !r->zone)
			abort();
		for (size_t k = 0; k < r->nrules; k++)
			check_rule(&r->rules[k]);
	}
}

/* A complaint's place lies in its line. */
static void
check_diags(const struct diags *diags)
{
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < diags->len; i++) {
		const struct place *p = &diags->items[i].place;

		if (p->line && (!p->column || (p->excerpt &&
		    p->column > strlen(p->excerpt) + 1)))
			abort();
		str_clear(&out);
		diag_print(&out, &diags->items[i], DIAG_FULL);
	}
	str_done(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data + 1;
	struct arena *a;
	struct config config;
	struct ruleset set;
	struct diags diags;

	if (!size)
		return 0;
	a = arena_new();
	diags_init(&diags, a);
	config_defaults(&config);
	config.timezone = "UTC";
	if (*data % 4 == 0) {
		config_read(a, "c", bytes, size - 1, &config, &diags);
	} else {
		const struct load_file files[] = {
			{"x", bytes, size - 1, false},
			{"b", bodies, sizeof(bodies) - 1, true},
		};

		if (!load_files(a, files, 2, &config, &set, &diags))
			check_set(&set);
	}
	check_diags(&diags);
	arena_free(a);
	return 0;
}
