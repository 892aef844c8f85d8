/* Who - What */
#include "load/who.h"

#include <string.h>

/* --- who ----------------------------------------------------------------- */

struct named {                  /* one entry of the list */
	enum responsible_mode mode;
	const struct body *body;        /* NULL: complained of */
};

static struct named
read_named(struct reader *r, const struct node *n)
{
	static const struct {
		const char *word;
		enum responsible_mode mode;
	} words[] = {
		{"each ", RESPONSIBLE_EACH}, {"any ", RESPONSIBLE_ANY},
	};
	const char *s = scalar_of(r, n, "the id of a body");
	struct named named = {RESPONSIBLE_ONE, NULL};
	size_t skip = 0;

	if (!s)
		return named;
	for (size_t i = 0; i < 2; i++) {
		if (*s != *words[i].word ||
		    strncmp(s, words[i].word, strlen(words[i].word)) != 0)
			continue;
		named.mode = words[i].mode;
		skip = strlen(words[i].word);
		while (s[skip] == ' ')
			skip++;
	}
	named.body = body_of(r, n, s + skip, skip);
	return named;
}

/* What the first entry says holds; the others must agree with it. */
static bool
fits(struct reader *r, const struct node *n, const struct named *named,
    enum responsible_mode mode, bool first, bool co_seen)
{
	if (first || named->mode == RESPONSIBLE_ONE)
		return true;
	if (named->mode != mode)
		fault(r, n, CODE_E_EACH, "[each school, uo], [any rmo, uo]",
		    mode == RESPONSIBLE_ONE ?
		    "each or any stands with the first body" :
		    "each and any cannot stand together");
	else if (mode == RESPONSIBLE_ANY)
		fault(r, n, CODE_E_EACH, "make one group of them",
		    "any stands once");
	else if (co_seen)
		fault(r, n, CODE_E_EACH, "[each uo, each imo, iao]",
		    "bodies with each come before the others");
	else
		return true;
	return false;
}

static bool
stands_already(const struct responsible *who, const struct body *body)
{
	for (size_t i = 0; i < who->nleads; i++)
		if (who->leads[i] == body)
			return true;
	for (size_t i = 0; i < who->nothers; i++)
		if (who->others[i] == body)
			return true;
	return false;
}

static void
check_lead(struct reader *r, const struct node *n, const struct named *named)
{
	if (named->mode != RESPONSIBLE_ONE || !named->body->nmembers)
		return;
	fault(r, n, CODE_E_GROUP_LEADS, arena_printf(r->a,
	    "'each %s': every member owes its own; 'any %s': the first entry "
	    "of any meets it", named->body->id, named->body->id),
	    "the group '%s' leads without each or any", named->body->id);
}

void
responsible_read(struct reader *r, const struct node *n,
    struct responsible *ret)
{
	/* Leads come before the others: one array holds both. */
	const struct body **bodies = arena_array(r->a, count_of(n),
	    sizeof(*bodies));
	bool first = true;

	*ret = (struct responsible){.leads = bodies, .others = bodies};
	for (const struct node *c = first_of(n); c; c = next_of(n, c)) {
		struct named named = read_named(r, c);

		if (first)
			ret->mode = named.mode;
		if (named.body && fits(r, c, &named, ret->mode, first,
		    ret->nothers > 0)) {
			if (stands_already(ret, named.body)) {
				caution(r, c, CODE_W_BODY_TWICE, NULL,
				    "'%s' stands here twice", named.body->id);
			} else if (first || named.mode != RESPONSIBLE_ONE) {
				check_lead(r, c, &named);
				bodies[ret->nleads++] = named.body;
				ret->others = bodies + ret->nleads;
			} else {
				bodies[ret->nleads + ret->nothers++] =
				    named.body;
			}
		}
		first = false;
	}
	if (first)
		fault(r, n, CODE_E_TYPE, "responsible: uo",
		    "nobody is responsible");
}

/* --- what ---------------------------------------------------------------- */

struct spelled {
	struct text free, kinds[RESULT_PERCENT + 1], unit;
	bool required;
};

#define KIND(name, kind) \
	{name, read_text, offsetof(struct spelled, kinds) + \
	    (kind) * sizeof(struct text), false, "text", NULL, NULL}

/* The kinds come first, in the order of enum result_kind from DOCUMENT on:
 * their bits say which were given. */
static const struct key result_keys[] = {
	KIND("document", RESULT_DOCUMENT),
	KIND("file", RESULT_FILE),
	KIND("link", RESULT_LINK),
	KIND("text", RESULT_TEXT),
	KIND("yes-no", RESULT_YES_NO),
	KIND("number", RESULT_NUMBER),
	KIND("percent", RESULT_PERCENT),
	{"unit", read_text, offsetof(struct spelled, unit), false, "text",
	    "ед.", NULL},
	{"required", read_bool, offsetof(struct spelled, required), false,
	    "bool", "false", NULL},
	{"ru", read_plain, offsetof(struct spelled, free.in[LANGUAGE_RU]),
	    false, "text", NULL, NULL},
	{"en", read_plain, offsetof(struct spelled, free.in[LANGUAGE_EN]),
	    false, "text", NULL, NULL},
};
const struct key_table result_table = KEY_TABLE("a result", result_keys);

static bool
read_result(struct reader *r, const struct node *n, struct result *ret)
{
	struct spelled s = {.required = true};
	size_t errors = r->diags->nerrors;
	uint32_t seen, kinds;

	*ret = (struct result){.kind = RESULT_FREE, .required = true};
	if (n->kind != NODE_MAP) {
		read_text(r, n, &ret->name);
		return text_given(&ret->name);
	}
	seen = read_map(r, n, &result_table, &s);
	kinds = seen & ((UINT32_C(1) << RESULT_PERCENT) - 1);
	ret->required = s.required;
	ret->unit = s.unit;
	if (!kinds && text_given(&s.free)) {
		ret->name = s.free;
		return true;
	}
	if (!kinds || kinds & (kinds - 1) || text_given(&s.free)) {
		if (r->diags->nerrors == errors)
			fault(r, n, CODE_E_TYPE, "{document: Справка}, "
			    "{number: Вакансий, unit: ед.}, {yes-no: "
			    "Проведено}", "a result is of one kind");
		return false;
	}
	while (kinds >> ret->kind)
		ret->kind++;
	ret->name = s.kinds[ret->kind];
	return true;
}

void
results_read(struct reader *r, const struct node *n, struct result_list *ret)
{
	enum { RESULTS_MOST = 32 };
	struct result *items;
	size_t len = 0;

	if (count_of(n) > RESULTS_MOST) {
		fault(r, n, CODE_E_TOO_MANY, NULL, "more than %d results",
		    RESULTS_MOST);
		return;
	}
	items = arena_array(r->a, count_of(n), sizeof(*items));
	for (const struct node *c = first_of(n); c; c = next_of(n, c))
		len += read_result(r, c, &items[len]);
	*ret = (struct result_list){items, len};
}
