#include "compose/handed.h"

#include <jansson.h>

#include "compose/plain.h"

enum { VALUE_MOST = 200, UNIT_MOST = 40 };

/* The key of what a row without a named result asks for. */
static const char nameless[] = "result";

/* "23.5" as the language writes it; keeps what a double holds exactly. */
static const char *
figure_words(const struct view *v, const struct result *r,
    const json_t *value)
{
	char *s = arena_printf(v->arena, "%.15g", json_number_value(value));
	const char *unit = r->kind == RESULT_PERCENT ? "%" :
	    view_text(v, &r->unit, UNIT_MOST);

	for (char *p = s; *p; p++)
		if (*p == '.')
			*p = v->t->decimal;
	return *unit ? arena_printf(v->arena, "%s" NBSP "%s", s, unit) : s;
}

static const char *
value_words(const struct view *v, const struct result *r, const json_t *value)
{
	const char *text = json_string_value(json_is_object(value) ?
	    json_object_get(value, "file") : value);

	if (json_is_number(value))
		return figure_words(v, r, value);
	if (json_is_boolean(value))
		return json_is_true(value) ? v->t->yes : v->t->no;
	return plain_cut(v->arena, plain_clean(v->arena, text), VALUE_MOST);
}

static const json_t *
value_of(const struct view *v, const json_t *all, const struct result *r)
{
	return json_object_get(all, text_given(&r->name) ?
	    text_in(&r->name, v->roadmap->language) : nameless);
}

static const char *
all_words(const struct view *v, const json_t *all)
{
	const struct wording *w = v->wording;
	static const struct result any = {.kind = RESULT_FREE};
	const struct result *results = w->nresults ? w->results : &any;
	size_t n = w->nresults ? w->nresults : 1;
	const char *ret = "";

	for (size_t i = 0; i < n; i++) {
		const json_t *value = value_of(v, all, &results[i]);
		const char *name = plain_lower_first(v->arena,
		    view_text(v, &results[i].name, VALUE_MOST));

		if (!value)
			continue;
		ret = arena_printf(v->arena, "%s%s%s%s%s", ret,
		    *ret ? "; " : "", n > 1 ? name : "",
		    n > 1 && *name ? ": " : "",
		    value_words(v, &results[i], value));
	}
	return ret;
}

const char *
handed_words(const struct view *v, const struct entry *e)
{
	json_t *all = e->evidence && *e->evidence ?
	    json_loads(e->evidence, 0, NULL) : NULL;
	const char *ret = all ? all_words(v, all) : "";

	json_decref(all);
	return ret;
}
