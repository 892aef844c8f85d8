/* calendar: an .ics file of holidays as an overlay to put among the rules. */
#include <string.h>
#include <sysexits.h>

#include "ctl/ics_file.h"

struct calendar_options {
	const char *id, *over;
	long year;
	bool workdays;
};

enum { WHY_MOST = 500 };        /* bytes of an event's name that are kept */

/* In single quotes, where YAML knows one escape only: a doubled quote. */
static void
add_quoted(struct str *out, const char *text)
{
	size_t n = strnlen(text, WHY_MOST);

	while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;            /* not in the middle of a character */
	str_addc(out, '\'');
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\'')
			str_addc(out, '\'');
		str_addc(out, text[i]);
	}
	str_addc(out, '\'');
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void
print_overlay(struct ctl *c, const struct calendar_options *o,
    const char *path, const struct ical_span *spans, size_t n)
{
	char first[DATE_TEXT], last[DATE_TEXT];

	str_add(&c->out, "# From ");
	ctl_cell(&c->out, base_name(path));
	str_addf(&c->out, " by `srokctl calendar import`: look it through.\n"
	    "calendar: %s\nover: %s\n%s:\n", o->id,
	    o->over ? o->over : c->config.calendar ? c->config.calendar :
	    "ru", o->workdays ? "workdays" : "days_off");
	for (size_t i = 0; i < n; i++) {
		const struct ical_span *s = &spans[i];
		bool one = date_equal(s->days.first, s->days.last);

		str_addf(&c->out, "  - date: %s%s%s\n",
		    date_iso(s->days.first, first), one ? "" : "..",
		    one ? "" : date_iso(s->days.last, last));
		if (*s->summary) {
			str_add(&c->out, "    why: ");
			add_quoted(&c->out, s->summary);
			str_addc(&c->out, '\n');
		}
	}
}

static bool
is_id(const char *id)
{
	return strlen(id) <= 64 && id[strcspn(id, " \t\n:#,[]{}\"'&*!|>%@`")]
	    == '\0';
}

static int
run_calendar(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct calendar_options *o = options;
	const struct ical_span *spans;
	size_t n;
	int rc;

	if (strcmp(args->items[0], "import") != 0)
		return ctl_fail(c, EX_USAGE, "`calendar import FILE.ics`, not "
		    "'%s'", args->items[0]);
	if (!o->id)
		return ctl_fail(c, EX_USAGE, "missing: --id=ID, the "
		    "overlay's own name");
	if (!is_id(o->id) || (o->over && !is_id(o->over)))
		return ctl_fail(c, EX_USAGE, "'%s' is no id: letters, "
		    "digits, - _ .", is_id(o->id) ? o->over : o->id);
	rc = ctl_configure(c);
	if (rc == EX_OK)
		rc = ics_file_read(c, args->items[1], o->year, &spans, &n);
	if (rc == EX_OK)
		print_overlay(c, o, args->items[1], spans, n);
	return rc;
}

static const struct option_row calendar_options[] = {
	{"id", 0, OPTION_TEXT, offsetof(struct calendar_options, id), "ID",
	    "the name that roadmaps will give as `calendar`"},
	{"over", 0, OPTION_TEXT, offsetof(struct calendar_options, over),
	    "ID", "the calendar that it lies over (that of srokd.yaml, else "
	    "ru)"},
	{"year", 0, OPTION_NUMBER, offsetof(struct calendar_options, year),
	    "YEAR", "only its events (this year's and the next's)"},
	{"workdays", 0, OPTION_FLAG,
	    offsetof(struct calendar_options, workdays), NULL,
	    "the events are days that are worked, not days off"},
};

const struct command command_calendar = {
	.name = "calendar", .arguments = "import FILE.ics",
	.what = "Turn an .ics file of holidays into an overlay for rules",
	.more = "  srokctl calendar import holidays.ics --id tomsk --over ru "
	    "--year 2026 \\\n      >rules/calendar-tomsk.yaml\n\n"
	    "Repeats of events are counted out for the year; DTEND is not "
	    "among the days.",
	.options = calendar_options,
	.noptions = sizeof(calendar_options) / sizeof(calendar_options[0]),
	.size = sizeof(struct calendar_options), .least = 2, .most = 2,
	.run = run_calendar
};
