#include "ctl/report_figures.h"

#include <string.h>

#include "ctl/table.h"
#include "load/names.h"

bool
report_is(const json_t *row, const char *kind)
{
	return strcmp(json_member(row, "row"), kind) == 0;
}

const char *
report_item(struct ctl *c, const json_t *row)
{
	return arena_printf(c->a, "%s/%s", json_member(row, "roadmap"),
	    json_member(row, "item"));
}

static const char *
value_text(struct ctl *c, const json_t *row)
{
	const json_t *value = json_object_get(row, "value");
	const char *unit = json_member(row, "unit");

	if (json_is_string(value))
		return json_string_value(value);
	if (json_is_boolean(value))
		return json_is_true(value) ? "yes" : "no";
	if (json_is_object(value))
		return json_member(value, "file");
	if (!json_is_number(value))
		return json_is_true(json_object_get(row, "required")) ?
		    "missing" : "";
	if (strcmp(json_member(row, "kind"), "percent") == 0)
		unit = "%";
	return arena_printf(c->a, "%.15g%s%s", json_number_value(value),
	    *unit ? " " : "", unit);
}

/* Every value by itself: for one item. */
static void
show_values(struct ctl *c, const json_t *rows)
{
	static const struct table_column columns[] = {
		{"BODY", TABLE_LEFT}, {"DUE", TABLE_LEFT},
		{"GIVEN", TABLE_LEFT}, {"VALUE", TABLE_LEFT},
		{"RESULT", TABLE_WRAP}, {0}
	};
	struct table *t = table_new(c, columns);
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		const char *cells[] = {
			json_member(row, "body"), json_member(row, "due"),
			json_member(row, "date"), value_text(c, row),
			json_member(row, "name")
		};

		if (report_is(row, "figure"))
			table_row(t, cells, strcmp(cells[3], "missing") == 0 ?
			    "yellow" : NULL);
	}
	table_print(t);
}

/* One result of one item, over all that owe it until one day. */
struct figure {
	const char *item, *due, *name, *kind, *unit;
	size_t asked, given, yes;
	double sum;
	const char *missing;    /* the bodies that owe it yet */
};

static void
add_figure(struct ctl *c, struct figure *f, const json_t *row)
{
	const json_t *value = json_object_get(row, "value");

	f->asked++;
	if (json_is_null(value)) {
		f->missing = arena_printf(c->a, "%s%s%s", f->missing,
		    *f->missing ? ", " : "", json_member(row, "body"));
		return;
	}
	f->given++;
	f->yes += json_is_true(value);
	f->sum += json_number_value(value);
}

static struct figure *
figures_of(struct ctl *c, const json_t *rows, size_t *ret_n)
{
	struct figure *figures = arena_array(c->a, json_array_size(rows) + 1,
	    sizeof(*figures));
	struct names known;
	const json_t *row;
	size_t i, n = 0;

	names_init(&known, c->a);
	json_array_foreach(rows, i, row) {
		const char *key;
		struct figure *f;

		if (!report_is(row, "figure"))
			continue;
		key = arena_printf(c->a, "%s\t%s\t%s",
		    report_item(c, row), json_member(row, "due"),
		    json_member(row, "name"));
		f = names_get(&known, key);
		if (!f) {
			f = &figures[n++];
			*f = (struct figure){.item = report_item(c, row),
			    .due = json_member(row, "due"),
			    .name = json_member(row, "name"),
			    .kind = json_member(row, "kind"),
			    .unit = json_member(row, "unit"), .missing = ""};
			names_put(&known, key, f);
		}
		add_figure(c, f, row);
	}
	*ret_n = n;
	return figures;
}

/* Numbers are added; of shares, which cannot be, the mean is told. */
static const char *
figure_text(struct ctl *c, const struct figure *f)
{
	if (!f->given)
		return "";
	if (strcmp(f->kind, "number") == 0)
		return arena_printf(c->a, "%.15g%s%s", f->sum,
		    *f->unit ? " " : "", f->unit);
	if (strcmp(f->kind, "percent") == 0)
		return arena_printf(c->a, "mean %.1f %%", f->sum /
		    (double)f->given);
	if (strcmp(f->kind, "yes-no") == 0)
		return arena_printf(c->a, "%zu yes", f->yes);
	return "";
}

void
report_figures(struct ctl *c, const json_t *rows, bool values)
{
	static const struct table_column columns[] = {
		{"ITEM", TABLE_LEFT}, {"DUE", TABLE_LEFT},
		{"GIVEN", TABLE_LEFT}, {"VALUE", TABLE_LEFT},
		{"RESULT", TABLE_WRAP}, {"MISSING", TABLE_WRAP}, {0}
	};
	struct table *t;
	size_t n;
	const struct figure *f = figures_of(c, rows, &n);

	if (!n)
		return;
	str_add(&c->out, "\nResults handed in\n");
	t = table_new(c, columns);
	for (size_t i = 0; i < n; i++) {
		const char *cells[] = {
			f[i].item, f[i].due, arena_printf(c->a, "%zu of %zu",
			    f[i].given, f[i].asked),
			figure_text(c, &f[i]), f[i].name, f[i].missing
		};

		table_row(t, cells, f[i].given < f[i].asked ? "yellow" : NULL);
	}
	table_print(t);
	if (values) {
		str_addc(&c->out, '\n');
		show_values(c, rows);
	}
}
