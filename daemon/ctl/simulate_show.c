/* The letters of a simulation: tab-separated, as JSON, as an officer would
 * read them. */
#include <stdio.h>

#include "ctl/simulate.h"

/* --- words ------------------------------------------------------------- */

/* Day and time on the clocks of the roadmap's zone. */
struct moment {
	struct date date;
	char day[DATE_TEXT], time[8];
};

static struct moment
moment_of(const struct letter_row *row)
{
	int64_t local = row->sending_at + row->utc_offset;
	struct moment m = {.date = {(int32_t)(local / 86400)}};

	date_iso(m.date, m.day);
	snprintf(m.time, sizeof(m.time), "%02d:%02d",
	    (int)(local % 86400 / 3600), (int)(local % 3600 / 60));
	return m;
}

static const char *
channel_of(const struct letter_row *row)
{
	return row->channel == CHANNEL_EMAIL ? "email" : "webhook";
}

/* The number that the rule had when it was said. */
static const char *
item_of(const struct simulation *s, const struct said_row *row)
{
	const struct rule *rule = ruleset_rule(s->rules, row->roadmap,
	    row->rule);

	return rule ? rule_item(rule, row->said.day) : row->rule;
}

/* --- shapes ------------------------------------------------------------ */

static void
letter_tsv(struct simulation *s, const struct letter_row *row,
    const struct moment *m, const struct said_row *notices, size_t n)
{
	struct str *out = &s->c->out;
	char due[DATE_TEXT];

	for (size_t i = 0; i < n; i++) {
		const struct said *said = &notices[i].said;

		str_addf(out, "%s\t%s\t%s\t%s\t%lld\t%s\t%s\t", m->day,
		    m->time, row->recipient, channel_of(row),
		    (long long)row->id, said->stage, notices[i].roadmap);
		ctl_cell(out, item_of(s, &notices[i]));
		str_addf(out, "\t%s\t%s\n", said->debtor,
		    date_iso(said->due, due));
	}
}

static json_t *
notice_json(struct simulation *s, const struct said_row *row)
{
	json_t *o = json_object();

	json_object_set_new(o, "stage", json_text(row->said.stage));
	json_object_set_new(o, "roadmap", json_text(row->roadmap));
	json_object_set_new(o, "item", json_text(item_of(s, row)));
	json_object_set_new(o, "body", json_text(row->said.debtor));
	json_object_set_new(o, "due", json_day(row->said.due));
	return o;
}

static void
letter_json(struct simulation *s, const struct letter_row *row,
    const struct moment *m, const struct said_row *notices, size_t n)
{
	json_t *o = json_object(), *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, notice_json(s, &notices[i]));
	json_object_set_new(o, "letter", json_integer(row->id));
	json_object_set_new(o, "date", json_text(m->day));
	json_object_set_new(o, "time", json_text(m->time));
	json_object_set_new(o, "recipient", json_text(row->recipient));
	json_object_set_new(o, "channel", json_text(channel_of(row)));
	json_object_set_new(o, "address", json_text(row->address));
	json_object_set_new(o, "message_id", json_text(row->message_id));
	json_object_set_new(o, "subject", json_text(row->subject));
	json_object_set_new(o, "text", json_text(row->text));
	json_object_set_new(o, "html", json_text(row->html));
	json_object_set_new(o, "notices", list);
	json_array_append_new(s->list, o);
}

static void
letter_text(struct simulation *s, const struct letter_row *row,
    const struct moment *m)
{
	const struct config *config = &s->c->config;
	struct str *out = &s->c->out;
	char day[DAY_TEXT];

	str_addf(out, "Date:    %s %s\n", ctl_day(m->date, day), m->time);
	if (row->channel == CHANNEL_EMAIL)
		str_addf(out, "From:    %s <%s>\n", config->mail.from_name ?
		    config->mail.from_name : "srokd", config->mail.from);
	str_addf(out, "To:      %s <%s>\nSubject: %s\n\n", row->to_name ?
	    row->to_name : row->recipient, row->address, row->subject);
	str_add(out, row->text);
	if (out->len && out->s[out->len - 1] != '\n')
		str_addc(out, '\n');
	str_add(out, "\n----------------------------------------------------"
	    "--------------------\n\n");
}

/* --- one by one ----------------------------------------------------------- */

void
simulation_letter(struct simulation *s, const struct letter_row *row,
    const struct said_row *notices, size_t n)
{
	struct moment m = moment_of(row);

	/* In zones far east of the others the day behind has begun. */
	if (date_before(s->to, m.date))
		return;
	switch (s->format) {
	case FORMAT_TSV:
		letter_tsv(s, row, &m, notices, n);
		break;
	case FORMAT_JSON:
		if (!s->list)
			s->list = json_array();
		letter_json(s, row, &m, notices, n);
		break;
	default:
		letter_text(s, row, &m);
		tally_letter(&s->tally, row->recipient, row->address, m.date,
		    (unsigned)n);
		break;
	}
}

void
simulation_end(struct simulation *s)
{
	if (s->format == FORMAT_TEXT)
		tally_print(&s->tally);
	if (s->format == FORMAT_JSON)
		json_write(&s->c->out, s->list ? s->list : json_array());
	s->list = NULL;
}
