#include "turn/rows.h"

#include "turn/turn.h"

json_t *
row_day(struct date d)
{
	char buf[DATE_TEXT];

	return date_is_none(d) ? json_null() : json_string(date_iso(d, buf));
}

static json_t *
marks_row(unsigned marks)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < MARK_COUNT; i++)
		if (marks >> i & 1)
			json_array_append_new(list, json_string(mark_name(i)));
	return list;
}

static json_t *
entries_row(const struct obligation *ob)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ob->nentries; i++)
		json_array_append_new(list, json_integer(ob->entries[i]->id));
	return list;
}

static json_t *
pair_row(const struct pair *pair, const struct wording *wording,
    struct date today)
{
	const struct roadmap *r = pair->roadmap;

	return json_pack("{s:s,s:s,s:s,s:s,s:s}", "roadmap", r->id,
	    "item", rule_item(pair->rule, today), "body", pair->body->id,
	    "body_name", text_in(&pair->body->name, r->language),
	    "title", text_in(&wording->title, r->language));
}

json_t *
row_obligation(const struct obligation *ob, struct date today)
{
	json_t *row = pair_row(ob->pair, ob->wording, today);

	json_object_set_new(row, "start", row_day(ob->window.start));
	json_object_set_new(row, "due", row_day(ob->due));
	json_object_set_new(row, "effective", row_day(ob->effective));
	json_object_set_new(row, "last", row_day(ob->last));
	json_object_set_new(row, "state", json_string(state_name(ob->state)));
	json_object_set_new(row, "marks", marks_row(ob->marks));
	json_object_set_new(row, "done", json_integer(ob->done));
	json_object_set_new(row, "min", json_integer(ob->window.min));
	json_object_set_new(row, "max", ob->window.max ?
	    json_integer(ob->window.max) : json_null());
	json_object_set_new(row, "met_on", row_day(ob->met_on));
	json_object_set_new(row, "promised_until",
	    row_day(ob->promised_until));
	json_object_set_new(row, "entries", entries_row(ob));
	return row;
}

json_t *
row_waiting(const struct pair *pair, int year, struct date today)
{
	json_t *row = pair_row(pair, rule_wording(pair->rule, today), today);

	json_object_set_new(row, "state", json_string("waiting"));
	json_object_set_new(row, "waiting_year", year ? json_integer(year) :
	    json_null());
	return row;
}

/* The number by which the entry's rule is named now. */
static const char *
item_of(const struct ruleset *set, const struct entry *e, int64_t now)
{
	const struct rule *rule = set ?
	    ruleset_rule(set, e->roadmap, e->rule) : NULL;

	return rule ? rule_item(rule, turn_day(ruleset_roadmap(set,
	    e->roadmap), now, NULL)) : e->rule;
}

json_t *
row_entry(const struct ruleset *set, const struct entry *e, int64_t now)
{
	return json_pack("{s:I,s:I,s:o,s:s,s:s,s:s,s:s,s:s,s:o,s:o,s:o,s:I,"
	    "s:s,s:s,s:s,s:s}",
	    "id", (json_int_t)e->id, "at", (json_int_t)e->at,
	    "entered", row_day(e->entered),
	    "kind", entry_kind_name(e->kind), "roadmap", e->roadmap,
	    "rule", e->rule, "item", item_of(set, e, now),
	    "body", e->body, "date", row_day(e->date),
	    "window", row_day(e->window), "until", row_day(e->until),
	    "ref", (json_int_t)e->ref, "note", e->note,
	    "evidence", e->evidence, "author", e->author,
	    "decided_by", e->decided_by);
}
