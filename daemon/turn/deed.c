#include "turn/deed.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "core/account.h"
#include "load/source.h"
#include "turn/evidence.h"
#include "turn/inside.h"

/* A text that filled its room may have lost the end of its last character,
 * and would be none for whoever reads it as UTF-8. */
static void
end_whole(char *text, size_t room)
{
	size_t n = strlen(text), at = n;

	if (n + 1 < room)
		return;
	while (at > 0 && ((unsigned char)text[at - 1] & 0xC0) == 0x80)
		at--;
	if (at > 0 && at - 1 + utf8_length((unsigned char)text[at - 1]) > n)
		text[at - 1] = '\0';
}

static bool __attribute__((format(printf, 3, 4)))
fail(struct deed_error *e, int exit_code, const char *format, ...)
{
	va_list ap;

	*e = (struct deed_error){.exit_code = exit_code};
	va_start(ap, format);
	vsnprintf(e->text, sizeof(e->text), format, ap);
	va_end(ap);
	end_whole(e->text, sizeof(e->text));
	return false;
}

static bool
store_failed(struct deed_error *e, const struct store_error *s)
{
	return fail(e, s->exit_code, "%s", s->text);
}

/* --- whose it is ---------------------------------------------------------- */

struct target {
	const struct roadmap *roadmap;
	const struct rule *rule;
	const struct pair *pair;        /* the first one when all are meant */
	const char *body;               /* "" for the whole rule */
	const char *by;                 /* who did it for that one, or NULL */
};

/* Kinds that can hold for every body of a rule at once. */
static bool
may_be_for_all(enum entry_kind kind)
{
	return kind == ENTRY_REQUEST || kind == ENTRY_SCHEDULE ||
	    kind == ENTRY_WAIVE || kind == ENTRY_EXTEND;
}

static bool
find_rule(const struct turn *t, int64_t now, const char *name,
    struct target *ret, struct deed_error *e)
{
	const char *slash = name ? strchr(name, '/') : NULL;
	char roadmap[129];

	if (!slash || slash[1] == '\0' ||
	    (size_t)(slash - name) >= sizeof(roadmap)) {
		fail(e, EX_USAGE, "a rule is named ROADMAP/ITEM, not '%s'",
		    name ? name : "");
		return false;
	}
	memcpy(roadmap, name, (size_t)(slash - name));
	roadmap[slash - name] = '\0';
	ret->roadmap = ruleset_roadmap(t->rules, roadmap);
	if (!ret->roadmap) {
		fail(e, EX_DATAERR, "no roadmap '%s' is in force", roadmap);
		return false;
	}
	ret->rule = roadmap_rule_on(ret->roadmap, slash + 1,
	    turn_day(ret->roadmap, now, NULL));
	if (!ret->rule)
		fail(e, EX_DATAERR, "%s has no item '%s'", roadmap, slash + 1);
	return ret->rule != NULL;
}

static void
hint_bodies(const struct pair *pairs, size_t n,
    struct deed_error *e)
{
	struct str s;

	str_init(&s);
	str_add(&s, "it is owed by ");
	for (size_t i = 0; i < n && s.len < sizeof(e->hint) - 80; i++)
		str_addf(&s, "%s%s", i ? ", " : "", pairs[i].body->id);
	snprintf(e->hint, sizeof(e->hint), "%s", s.s);
	str_done(&s);
}

/* The pair of a body that owes the rule. */
static bool
find_pair(const struct turn *t, struct arena *a, const char *id,
    struct target *ret)
{
	const struct body *body = ruleset_body(t->rules, id);
	const struct pair *pair = body ? rule_pair(a, ret->roadmap, ret->rule,
	    body) : NULL;

	if (!pair)
		return false;
	ret->pair = pair;
	ret->body = pair->body->id;
	return true;
}

static bool
is_within(const struct body *group, const struct body *body)
{
	if (group == body)
		return true;
	for (size_t i = 0; i < group->nmembers; i++)
		if (is_within(group->members[i].body, body))
			return true;
	return false;
}

static bool
takes_part(const struct wording *w, const struct body *body)
{
	const struct responsible *r = &w->responsible;

	if (r->mode == RESPONSIBLE_EACH)
		return false;
	for (size_t i = 0; i < r->nleads; i++)
		if (is_within(r->leads[i], body))
			return true;
	for (size_t i = 0; i < r->nothers; i++)
		if (is_within(r->others[i], body))
			return true;
	return false;
}

/* One obligation that several share is met by an entry of any of them
 * (rule-files.md §4): it is kept as the lead's, by whom it was done. */
static bool
find_shared(const struct turn *t, struct arena *a, const struct deed *d,
    struct target *ret)
{
	const struct body *body = ruleset_body(t->rules, d->body);
	const struct pair *pairs;
	bool part = false;

	if (!body || rule_pairs(a, ret->roadmap, ret->rule, &pairs) != 1)
		return false;
	for (size_t i = 0; i < ret->rule->nwordings; i++)
		part |= takes_part(&ret->rule->wordings[i], body);
	if (!part)
		return false;
	ret->pair = &pairs[0];
	ret->body = pairs[0].body->id;
	ret->by = body->id;
	return true;
}

static bool
find_body(const struct turn *t, struct arena *a, const struct deed *d,
    struct target *ret, struct deed_error *e)
{
	const struct pair *pairs;
	size_t n;

	if (d->body && (find_pair(t, a, d->body, ret) ||
	    find_shared(t, a, d, ret)))
		return true;
	n = rule_pairs(a, ret->roadmap, ret->rule, &pairs);
	if (n == 0) {
		fail(e, EX_DATAERR, "nobody owes %s", d->rule);
		return false;
	}
	ret->pair = &pairs[0];
	ret->body = "";
	if (!d->body && n == 1)
		ret->body = pairs[0].body->id;
	if (!d->body && (n == 1 || may_be_for_all(d->kind)))
		return true;
	if (d->body)
		fail(e, EX_DATAERR, "%s is not owed by '%s'", d->rule, d->body);
	else
		fail(e, EX_USAGE, "%s is owed by %zu bodies: name one", d->rule,
		    n);
	hint_bodies(pairs, n, e);
	return false;
}

/* An entry about an entry takes rule and body from that. */
static bool
find_ref(struct turn *t, struct arena *a, const struct deed *d,
    struct target *ret, struct deed_error *e)
{
	struct store_error se;
	struct entry old;
	const struct pair *pairs;
	size_t n;

	if (!store_entry(t->store, a, d->ref, &old, &se)) {
		fail(e, EX_DATAERR, "the log has no entry %lld",
		    (long long)d->ref);
		return false;
	}
	ret->roadmap = ruleset_roadmap(t->rules, old.roadmap);
	for (size_t i = 0; ret->roadmap && i < ret->roadmap->nrules; i++)
		if (strcmp(ret->roadmap->rules[i].id, old.rule) == 0)
			ret->rule = &ret->roadmap->rules[i];
	if (!ret->rule) {
		fail(e, EX_DATAERR,
		    "the rule of entry %lld, %s/%s, is not in force",
		    (long long)d->ref, old.roadmap, old.rule);
		return false;
	}
	if (find_pair(t, a, old.body, ret))
		return true;
	n = rule_pairs(a, ret->roadmap, ret->rule, &pairs);
	if (n == 0) {
		fail(e, EX_DATAERR, "nobody owes %s/%s", old.roadmap, old.rule);
		return false;
	}
	ret->pair = &pairs[0];
	ret->body = old.body;
	return true;
}

/* --- one entry ------------------------------------------------------------ */

static const char *
or_empty(const char *s)
{
	return s ? s : "";
}

static void
fill(int64_t now, const struct deed *d,
    const struct target *target, struct entry *ret)
{
	*ret = (struct entry){
		.at = now, .entered = turn_day(target->roadmap, now, NULL),
		.kind = d->kind, .roadmap = target->roadmap->id,
		.rule = target->rule->id, .body = target->body,
		.date = d->date, .window = d->window, .until = d->until,
		.ref = d->ref, .note = or_empty(d->note),
		.evidence = "",
		.author = or_empty(d->author ? d->author : target->by),
		.decided_by = or_empty(d->decided_by)
	};
	if (date_is_none(ret->date))
		ret->date = ret->entered;
}

/* What was handed in, by the wording of the window that it is for. */
static bool
fill_evidence(struct arena *a, const struct deed *d,
    const struct target *target, struct entry *e, struct deed_error *reterr)
{
	const struct wording *w = rule_wording(target->rule,
	    date_is_none(e->window) ? e->date : e->window);
	struct str why;
	bool ok;

	if (e->kind != ENTRY_DONE && e->kind != ENTRY_PARTLY)
		return !d->evidence || fail(reterr, EX_DATAERR,
		    "only a deed hands in a result");
	str_init(&why);
	ok = evidence_read(a, w, target->roadmap->language, d->evidence,
	    e->kind == ENTRY_DONE && !d->without_result, &e->evidence, &why);
	if (!ok)
		fail(reterr, EX_DATAERR, "%s", why.s);
	str_done(&why);
	return ok;
}

/* The windows around the day that was named. */
static void
hint_windows(struct arena *a, const struct pair *pair,
    const struct evaluate_input *in, struct date named, struct deed_error *e)
{
	struct evaluation ev;
	size_t i = 0;
	struct str s;
	char due[DATE_TEXT];

	evaluate(a, pair, in, &ev);
	while (i < ev.nobligations && date_before(ev.obligations[i].due,
	    named))
		i++;
	str_init(&s);
	for (size_t k = i ? i - 1 : 0; k <= i && k < ev.nobligations; k++)
		str_addf(&s, "%s%s", s.len ? " and " : "windows are due ",
		    date_iso(ev.obligations[k].due, due));
	snprintf(e->hint, sizeof(e->hint), "%s", s.s);
	str_done(&s);
}

/* The window before the one that took a deed, while letters still spoke of it
 * on the deed's day: by its day alone a late deed counts for the next one. */
static struct date
left_undone(struct arena *a, const struct pair *pair,
    const struct evaluate_input *in, const struct entry *e, struct date due)
{
	enum { SPOKEN_OF = 31 };        /* days, as of what is missed */
	const struct obligation *last = NULL;
	struct evaluation all;

	if (e->kind != ENTRY_DONE || !date_is_none(e->window) ||
	    date_is_none(due))
		return DATE_NONE;
	evaluate(a, pair, in, &all);
	for (size_t i = 0; i < all.nobligations; i++)
		if (date_before(all.obligations[i].window.due, due))
			last = &all.obligations[i];
	if (!last || date_diff(e->date, last->last) > SPOKEN_OF ||
	    (last->state != STATE_LATE && last->state != STATE_MISSED))
		return DATE_NONE;
	return last->window.due;
}

static bool
check(struct turn *t, struct arena *a, const struct target *target,
    const struct entry *e, struct deed_entered *ret,
    struct deed_error *reterr)
{
	const struct entry *all;
	const struct entry *const *mine;
	struct store_error se;
	struct evaluate_input in;
	struct account_entry account;
	const char *why;
	size_t n;

	if (!rule_entries(t, a, target->roadmap, target->rule,
	    target->pair->body->id, &all, &n, &se))
		return store_failed(reterr, &se);
	n = pair_entries(a, target->pair, all, n, &mine);
	in = (struct evaluate_input){
		.entries = mine, .nentries = n, .today = e->entered,
		.baseline = DATE_MIN, .horizon = DATE_MAX
	};
	why = entry_check(target->pair, e, &in);
	if (!why) {
		account_new_entry(a, target->pair, &in, e, &account);
		ret->stray = account.fate == FATE_STRAY;
		ret->due = account.due;
		ret->owed = left_undone(a, target->pair, &in, e, ret->due);
		return true;
	}
	fail(reterr, EX_DATAERR, "%s", why);
	if (!date_is_none(e->window))
		hint_windows(a, target->pair, &in, e->window, reterr);
	return false;
}

static bool
write_entry(struct turn *t, const struct entry *e, const char *key,
    struct deed_entered *ret, struct deed_error *reterr)
{
	struct store_error se;

	if (!store_begin(t->store, &se))
		return store_failed(reterr, &se);
	if (!store_entry_add(t->store, e, key, &ret->id, &se)) {
		store_rollback(t->store);
		return store_failed(reterr, &se);
	}
	if (!store_commit(t->store, &se))
		return store_failed(reterr, &se);
	return true;
}

/* Texts of people: a log is read by people too, and nothing leaves it. */
static bool
check_texts(const struct deed *d, struct deed_error *e)
{
	enum { NOTE_MOST = 4000, NAME_MOST = 200 };     /* characters */
	const struct {
		const char *name, *text;
		size_t most;
	} texts[] = {
		{"note", d->note, NOTE_MOST}, {"author", d->author, NAME_MOST},
		{"name of who decided", d->decided_by, NAME_MOST},
		{"key", d->key, NAME_MOST}
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].text && utf8_count(texts[i].text,
		    strlen(texts[i].text)) > texts[i].most)
			return fail(e, EX_DATAERR,
			    "the %s is longer than %zu characters",
			    texts[i].name, texts[i].most);
	return true;
}

static bool
enter_new(struct turn *t, struct arena *a, int64_t now, const struct deed *d,
    struct deed_entered *ret, struct deed_error *reterr)
{
	struct target target = {0};
	struct entry e;
	bool ok;

	if (!t->rules)
		return fail(reterr, EX_UNAVAILABLE, "no rules are in force");
	if (!check_texts(d, reterr))
		return false;
	if (d->ref)
		ok = find_ref(t, a, d, &target, reterr);
	else
		ok = find_rule(t, now, d->rule, &target, reterr) &&
		    find_body(t, a, d, &target, reterr);
	if (!ok)
		return false;
	fill(now, d, &target, &e);
	return fill_evidence(a, d, &target, &e, reterr) &&
	    check(t, a, &target, &e, ret, reterr) &&
	    write_entry(t, &e, d->key, ret, reterr);
}

bool
deed_enter(struct turn *t, int64_t now, const struct deed *d,
    struct deed_entered *ret, struct deed_error *reterr)
{
	struct arena *a;
	struct store_error se;
	bool ok;

	*reterr = (struct deed_error){0};
	*ret = (struct deed_entered){.due = DATE_NONE, .owed = DATE_NONE};
	if (d->key && !store_entry_key(t->store, d->key, &ret->id, &se))
		return store_failed(reterr, &se);
	ret->repeated = ret->id != 0;
	if (ret->repeated)
		return true;
	a = arena_new();
	ok = enter_new(t, a, now, d, ret, reterr);
	arena_free(a);
	return ok;
}
