/* Tokens - Names in passing - Statements - The whole cell */
#include "core/phrase_read.h"

#include <string.h>

/* --- Tokens --- */

bool
reader_any(struct reader *r, const enum word_class *classes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (take(r, classes[i]))
			return true;
	return false;
}

bool
reader_number(struct reader *r, int *ret)
{
	const struct token *t = reader_token(r, 0);

	if (t->kind != T_NUMBER || reader_at_year(r, 0) || t->value > 9999)
		return reader_missed(r);
	*ret = (int)t->value;
	r->pos++;
	return true;
}

bool
reader_ordinal(struct reader *r, int *ret)
{
	const struct token *t = reader_token(r, 0);

	if (t->kind == T_NUMBER && !reader_at_year(r, 0) && t->value <= 9999)
		*ret = (int)t->value;
	else if (t->kind == T_WORD && t->cls == W_LAST)
		*ret = -1;
	else if (t->kind == T_WORD && t->roman)
		*ret = t->roman;
	else
		return reader_missed(r);
	r->pos++;
	return true;
}

bool
reader_one_of_many(const struct reader *r, int n)
{
	static const char *const days[] = { "день", "дня", "дню", "днем" };
	static const char *const adjectives[] = {
		"рабочий", "рабочего", "рабочему", "рабочим"
	};
	const struct token *t = &r->tokens->items[r->pos - 1];
	bool singular = false;

	if (t->kind != T_WORD || n < 2)
		return false;
	for (size_t i = 0; i < 4; i++)
		singular = singular || strcmp(t->text, days[i]) == 0;
	if (singular && n > 4 && n % 10 != 2 && n % 10 != 3 && n % 10 != 4)
		return true;
	if (strcmp(t->text, days[0]) == 0 && n % 10 != 1)
		return true;            /* «на 2 день» */
	for (size_t i = 0; singular && i < 4; i++)
		if (t[-1].kind == T_WORD &&
		    strcmp(t[-1].text, adjectives[i]) == 0)
			return true;
	return false;
}

bool
reader_at_hyphen(const struct reader *r)
{
	const struct token *t = reader_token(r, 0);

	return t->kind == T_DASH && r->pos > 0 &&
	    t[-1].byte + t[-1].bytes == t->byte &&
	    t->byte + t->bytes == t[1].byte;
}

bool
reader_at_rate(const struct reader *r)
{
	static const char *const units[] = {
		"месяц", "квартал", "полугодие", "год", "году"
	};
	const struct token *t = reader_token(r, 1);

	for (size_t i = 0; is_word(r, 0, W_IN) && t->kind == T_WORD &&
	    i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(t->text, units[i]) == 0)
			return true;
	return false;
}

bool
reader_unit(struct reader *r, enum term_unit *ret)
{
	size_t start = r->pos;
	bool calendar, school, working;
	enum term_unit unit;

	if (reader_token(r, 0)->kind != T_WORD)
		return reader_missed(r);
	calendar = take(r, W_CALENDAR);
	school = !calendar && take(r, W_SCHOOL);
	working = !calendar && !school && take(r, W_WORKING);
	if (take(r, W_HALF)) {
		if (!take_kind(r, T_DASH))
			take(r, W_OF);
		if (!is_word(r, 0, W_UNIT) ||
		    reader_token(r, 0)->value != UNIT_YEAR)
			return reader_back(r, start);
		r->pos++;
		*ret = UNIT_HALF_YEAR;
		return true;
	}
	if (!is_word(r, 0, W_UNIT)) {
		reader_missed(r);
		return reader_back(r, start);
	}
	unit = (enum term_unit)reader_token(r, 0)->value;
	if ((school && unit != UNIT_YEAR) || (working && unit != UNIT_DAY))
		return reader_back(r, start);
	r->pos++;
	if (calendar)
		reader_warn_fiscal(r, start);
	*ret = school ? UNIT_SCHOOL_YEAR : working ? UNIT_WORKING_DAY : unit;
	while ((unit == UNIT_YEAR || strcmp(r->tokens->items[r->pos - 1].text,
	    "пол") == 0) && is_word(r, 0, W_UNIT) &&
	    reader_token(r, 0)->value == UNIT_YEAR)
		r->pos++;       /* «г.г.», «пол года» */
	return true;
}

bool
reader_school_half(struct reader *r)
{
	const struct token *t = reader_token(r, 1);

	if (!is_word(r, 0, W_SCHOOL) || t->kind != T_WORD ||
	    t->cls != W_UNIT || t->value != UNIT_HALF_YEAR)
		return false;
	r->pos += 2;
	return true;
}

void
reader_unsay(struct reader *r, size_t pos)
{
	const struct phrase_issue *all = r->issues->items;
	size_t first = r->tokens->items[pos].first;

	while (!r->trial && !r->failed && r->issues->len > r->lexed &&
	    all[r->issues->len - 1].first >= first)
		r->issues->len--;
}

const char *
reader_text(const struct reader *r, size_t first, size_t end)
{
	const struct token *a = &r->tokens->items[first];
	const struct token *z = &r->tokens->items[end - 1];

	return arena_strndup(r->arena, r->source + a->byte,
	    z->byte + z->bytes - a->byte);
}

/* --- Names in passing --- */

enum statement {
	/* The longer reading stands before the shorter one. */
	S_STAGE, S_EXTERNAL, S_REQUEST, S_WITHIN, S_COUNT, S_BY, S_RESULTS,
	S_STANDING, S_DURING, S_EVERY, S_HOUR, S_BOUNDS, S_EXCEPT, S_ITEM,
	S_YEARS,
	S_STATEMENTS
};

static const struct {
	bool (*read)(struct reader *r, struct node *n);
	enum node_kind kind;
} statements[S_STATEMENTS] = {
	[S_STAGE] = { phrase_read_stage, N_STAGE },
	[S_EXTERNAL] = { phrase_read_external, N_EXTERNAL },
	[S_REQUEST] = { phrase_read_request, N_REQUEST },
	[S_WITHIN] = { phrase_read_within, N_AFTER },
	[S_COUNT] = { phrase_read_count, N_COUNT },
	[S_BY] = { phrase_read_by, N_ITEM },
	[S_RESULTS] = { phrase_read_results, N_ITEM },
	[S_STANDING] = { phrase_read_standing, N_STANDING },
	[S_DURING] = { phrase_read_during, N_DURING },
	[S_EVERY] = { phrase_read_every, N_EVERY },
	[S_BOUNDS] = { phrase_read_bounds, N_FROM },
	[S_EXCEPT] = { phrase_read_except, N_EXCEPT },
	[S_HOUR] = { phrase_read_hour, N_IGNORED },
	[S_ITEM] = { phrase_read_item, N_ITEM },
	[S_YEARS] = { phrase_read_years, N_YEARS },
};

#define ONLY(statement) (1u << (statement))
#define ANY (ONLY(S_STATEMENTS) - 1)

/* The statements that can begin with a word of a class, as bits: the others
 * are spared, they would say no at once. 0: any can. */
static const uint16_t begin_with[W_COUNT] = {
	[W_MONTH] = ONLY(S_ITEM),
	[W_EVERY_ADV] = ONLY(S_EVERY),
	[W_STANDING] = ONLY(S_STANDING),
	[W_DO] = ONLY(S_EXTERNAL) | ONLY(S_COUNT) | ONLY(S_BY) |
	    ONLY(S_HOUR),
	[W_NOT] = ONLY(S_WITHIN) | ONLY(S_COUNT) | ONLY(S_BY) |
	    ONLY(S_BOUNDS) | ONLY(S_HOUR),
};

static unsigned
may_begin(const struct reader *r)
{
	const struct token *t = reader_token(r, 0);

	switch (t->kind) {
	case T_DATE:
		return ONLY(S_HOUR) | ONLY(S_ITEM);
	case T_NUMBER:
		return reader_at_year(r, 0) ? ONLY(S_YEARS) :
		    ONLY(S_STAGE) | ONLY(S_EXTERNAL) | ONLY(S_WITHIN) |
		    ONLY(S_COUNT) | ONLY(S_BY) | ONLY(S_HOUR) | ONLY(S_ITEM);
	case T_WORD:
		return begin_with[t->cls] ? begin_with[t->cls] : ANY;
	default:
		return ANY;
	}
}

/* «этап», «2 этап», «на 2 этапе», «период: …»: few cells name one. */
static bool
near_stage(const struct reader *r)
{
	return (r->tree->len == 0 && (reader_token(r, 1)->kind == T_COLON ||
	    reader_token(r, 2)->kind == T_COLON)) ||
	    is_word(r, 0, W_STAGE) || is_word(r, 1, W_STAGE) ||
	    is_word(r, 2, W_STAGE);
}

static bool
read_statement(struct reader *r, struct node *n)
{
	unsigned may = may_begin(r);

	if ((may & ONLY(S_STAGE)) && !near_stage(r))
		may &= ~ONLY(S_STAGE);
	for (; may; may &= may - 1) {   /* without its lowest bit */
		int i = __builtin_ctz(may);

		*n = (struct node){ .kind = statements[i].kind,
		    .unit = UNIT_COUNT, .interval = 1, .min = -1, .max = -1 };
		n->first = r->pos;
		if (statements[i].read(r, n)) {
			n->end = r->pos;
			return true;
		}
		if (r->failed)
			return false;
	}
	return false;
}

/* Leaves everything as it was. */
bool
reader_begins(struct reader *r)
{
	struct reader saved = *r;
	const char *counted = r->tree->counted;
	const char *schedule_of = r->tree->schedule_of;
	struct node n;
	bool yes;

	if (is_word(r, 0, W_THEN))
		return true;
	r->trial = true;
	yes = read_statement(r, &n) || r->failed;
	*r = saved;
	r->tree->counted = counted;
	r->tree->schedule_of = schedule_of;
	return yes;
}

/* A name never begins with these, and ends before them. */
static bool
ends_name(const struct token *t)
{
	return t->kind == T_END || t->kind == T_COMMA ||
	    t->kind == T_SEMICOLON || t->kind == T_COLON ||
	    t->kind == T_OPEN || t->kind == T_CLOSE ||
	    (t->kind == T_WORD && t->cls == W_THEN);
}

/* «приказ № 343 от 14.10.2021»: the date of a paper is part of its name. */
static bool
take_paper_date(struct reader *r)
{
	size_t start = r->pos;
	struct calendar_item c;
	int year;

	if (!take(r, W_OT) || !phrase_read_part(r, &c) || c.select !=
	    SELECT_DAY)
		return r->failed ? false : reader_back(r, start);
	if (c.year == 0)
		phrase_read_one_year(r, &year);
	return !r->failed;
}

static void
warn_near(struct reader *r, const struct token *t)
{
	const char *near = words_nearest(r->arena, t->text);

	reader_warn(r, PHRASE_W_NEAR, r->pos, near ? arena_printf(r->arena,
	    "if '%s' was meant, write that", near) : NULL,
	    "taken as part of a name");
}

size_t
reader_name(struct reader *r, size_t most, bool check_near)
{
	size_t start = r->pos;

	while (!ends_name(reader_token(r, 0)) && r->pos - start < most) {
		const struct token *t = reader_token(r, 0);

		if (take_paper_date(r))
			continue;
		if (!r->failed && t->kind == T_WORD && (t->cls == W_AND ||
		    t->cls == W_BUT) && !r->trial) {
			bool ends;      /* «по запросам и ежегодно» */

			r->pos++;
			ends = reader_begins(r);
			r->pos--;
			if (ends)
				break;
		}
		if (r->failed || (!r->trial && reader_begins(r)))
			break;
		if (check_near && t->kind == T_WORD && t->cls == W_UNKNOWN &&
		    !r->trial && strlen(t->text) >= 4 &&
		    words_almost_name(t->text, strlen(t->text)))
			warn_near(r, t);
		r->pos++;
	}
	return r->pos - start;
}

/* --- Statements --- */

/* The place of the next node, not counted yet. */
static struct node *
next_node(struct reader *r, size_t *cap)
{
	void *items = r->tree->nodes;
	struct node *n = arena_push(r->arena, &items, &r->tree->len, cap,
	    sizeof(*n));

	r->tree->nodes = items;
	r->tree->len--;
	return n;
}

/* What stands between statements and says nothing by itself. */
struct between {
	bool joined, apart;
	int brackets;
	size_t bracket_at;
};

static bool
take_separator(struct reader *r, struct between *b)
{
	const struct token *t = reader_token(r, 0);

	switch (t->kind) {
	case T_DASH:
		if (r->pos > 0 && t[-1].kind == T_DASH) /* «май - - июнь» */
			return false;
		break;
	case T_COMMA: case T_COLON:
		break;
	case T_SEMICOLON:
		b->apart = true;
		r->list = r->day.shape = SHAPE_NONE;
		break;
	case T_OPEN:
		b->bracket_at = r->pos;
		b->brackets++;
		break;
	case T_CLOSE:
		b->bracket_at = r->pos;
		b->brackets--;
		break;
	case T_WORD:
		if (t->cls == W_INCLUSIVE) {    /* a day said to count */
			const struct tree *tree = r->tree;

			if (tree->len == 0 ||
			    tree->nodes[tree->len - 1].cal.exclusive)
				return false;
			break;
		}
		if (t->cls != W_AND && t->cls != W_BUT)
			return false;
		if (t[1].kind == T_CLOSE && (r->pos == 0 ||
		    t[-1].kind == T_SEMICOLON || t[-1].kind == T_COMMA ||
		    t[-1].kind == T_OPEN))
			return false;           /* «а) до 1 мая» */
		b->joined = t->cls == W_AND;
		break;
	default:
		return false;
	}
	r->pos++;
	return true;
}

/* --- The whole cell --- */

/* «с сентября 2024 года и далее», «2025 год и далее»: an open end, and no
 * phase follows. */
static bool
is_open_end(struct tree *tree)
{
	struct node *last = &tree->nodes[tree->len - 1];

	if (tree->len < 2 || (last[-1].kind != N_FROM &&
	    (last[-1].kind != N_YEARS || tree->len != 2 ||
	    last[-1].year != last[-1].year_last)))
		return false;
	if (last[-1].kind == N_YEARS) {
		last[-1].kind = N_FROM;
		last[-1].date = date_of(last[-1].year, 1, 1);
	}
	last->kind = N_IGNORED;
	return true;
}

/* "May 2024, annually thereafter": the word closes its phase. */
static void
put_then_before(struct reader *r)
{
	struct tree *tree = r->tree;
	struct node *last = &tree->nodes[tree->len - 1], then = *last;
	size_t end = 0;

	while (ends_name(reader_token(r, end)) &&
	    reader_token(r, end)->kind != T_END)
		end++;          /* brackets and semicolons */
	if (reader_token(r, end)->kind != T_END || is_open_end(tree) ||
	    tree->len < 3)
		return;
	for (size_t i = 1; i < tree->len - 1; i++)
		if (tree->nodes[i].kind == N_THEN) {
			last->kind = N_IGNORED; /* "then …, thereafter" */
			return;
		}
	if (last[-1].kind != N_EVERY && last[-1].kind != N_COUNT)
		return;
	*last = last[-1];
	last[-1] = then;
}

bool
phrase_read(struct arena *a, const char *source, const struct tokens *tokens,
    struct phrase_issues *issues, struct tree *ret)
{
	struct reader r = { .arena = a, .source = source, .tokens = tokens,
	    .issues = issues, .lexed = issues->len, .tree = ret };
	struct between b = {0};
	size_t cap = NODES_FEW, slash = 0;      /* the token behind one */

	ret->nodes = ret->few;
	ret->len = 0;
	ret->counted = ret->schedule_of = NULL;
	while (r.pos < tokens->len) {
		struct node *n;

		if (take_separator(&r, &b))
			continue;
		if (ret->len > 0 && (ret->nodes[ret->len - 1].kind == N_ITEM ||
		    ret->nodes[ret->len - 1].kind == N_YEARS) &&
		    take_kind(&r, T_SLASH))
			slash = r.pos;
		r.far = r.pos;
		n = next_node(&r, &cap);
		if (is_word(&r, 0, W_IN) && is_word(&r, 1, W_THEN))
			r.pos++;        /* «в дальнейшем» */
		if (is_word(&r, 0, W_THEN)) {
			*n = (struct node){ .kind = N_THEN, .first = r.pos,
			    .end = r.pos + 1 };
			r.pos++;
			r.list = r.day.shape = SHAPE_NONE;
		} else if (!read_statement(&r, n) && (r.failed ||
		    (!phrase_read_onwards(&r, n) &&
		    !phrase_read_short(&r, n) &&
		    !phrase_read_note(&r, n)))) {
			if (!r.failed)
				reader_not_understood(&r);
			return false;
		}
		reader_warn_no_sign(&r, n);
		if (slash && !reader_close_slash(&r, slash, n))
			return false;
		slash = 0;
		n->joined = b.joined;
		n->apart = b.apart;
		b.joined = b.apart = false;
		ret->len++;
		if (n->kind == N_THEN)
			put_then_before(&r);
	}
	if (ret->len == 0) {
		reader_error(&r, PHRASE_E_EMPTY, 0, tokens->len,
		    "for example 'ежегодно, июнь'", "says nothing of time");
		return false;
	}
	if (b.brackets != 0) {
		r.pos = b.bracket_at + 1;
		reader_warn(&r, PHRASE_W_BRACKET, b.bracket_at, NULL,
		    "a bracket without its pair");
	}
	return true;
}
