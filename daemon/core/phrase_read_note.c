/* What stands beside a term and says nothing of time: «ноябрь (школьный этап)»,
 * «отчёт – до 1 мая», «представить до 1 мая», "reviewed annually". It is left
 * out, and that is said; a word that looks like a misspelled one of ours is
 * never part of it.
 *
 * Words - Notes - Deeds */
#include "core/phrase_read.h"

#include <string.h>

enum {
	NOTE_MOST = 24,         /* words */
	DOER_MOST = 6           /* those of who does it, or what is done */
};

/* --- Words --- */

/* Is an unknown word so near to one of time that it may be meant for it? */
static bool
may_be_time(struct reader *r, const struct token *t)
{
	const char *near;
	const struct word_row *row;

	if (strlen(t->text) < 4)
		return false;
	if (words_almost_name(t->text, strlen(t->text)))
		return true;
	near = words_nearest(r->arena, t->text);
	row = near ? words_find(near, strlen(near)) : NULL;
	return row && (row->cls == W_MONTH || row->cls == W_WEEKDAY ||
	    row->cls == W_EVERY_ADV || row->cls == W_SEASON);
}

/* «квартальный [отчёт]» tells the rhythm; UNIT_COUNT: none. */
static enum term_unit
told_rhythm(const struct token *t)
{
	static const struct {
		const char *stem;
		enum term_unit unit;
	} rows[] = {
		{ "квартальн", UNIT_QUARTER }, { "годов", UNIT_YEAR }
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (t->kind == T_WORD && strncmp(t->text, rows[i].stem,
		    strlen(rows[i].stem)) == 0)
			return rows[i].unit;
	return UNIT_COUNT;
}

/* «9 классы», «5-9 кл.»: of whom, not how many. */
static bool
is_of_form(const struct reader *r, size_t at)
{
	const struct token *t = reader_token(r, at);

	while (t->kind == T_NUMBER || t->kind == T_DASH ||
	    t->kind == T_COMMA || (t->kind == T_WORD && t->cls == W_AND))
		t = reader_token(r, ++at);
	return t->kind == T_WORD && t->cls == W_FORM;
}

/* "grades 3-8", «школа № 2»: the number behind the word is a name as well. */
static bool
is_behind_form(const struct reader *r, size_t at)
{
	while (at-- > 0) {
		const struct token *t = reader_token(r, at);

		if (t->kind == T_SIGN)
			return memcmp(r->source + t->byte, "№",
			    strlen("№")) == 0;
		if (t->kind != T_NUMBER && t->kind != T_DASH &&
		    t->kind != T_COMMA)
			return t->kind == T_WORD && t->cls == W_FORM;
	}
	return false;
}

/* «(отчёт за учебный год)»: what a paper is on. */
static bool
is_reported_on(const struct reader *r, size_t at)
{
	const struct token *t = reader_token(r, at);

	do {
		if (t->kind != T_NUMBER && (t->kind != T_WORD ||
		    (!t->roman && t->cls != W_SCHOOL && t->cls !=
		    W_REPORTING && t->cls != W_CALENDAR &&
		    t->cls != W_UNIT && t->cls != W_LAST)))
			return false;
		if (at < 2)
			return false;
		t = reader_token(r, --at);
	} while (t->kind != T_WORD || t->cls != W_FOR);
	return is_word(r, at - 1, W_UNKNOWN);
}

/* «первое заседание», "final version": one of many that are named. */
static bool
is_one_of_named(const struct reader *r, size_t at)
{
	const struct token *t = reader_token(r, at);

	return ((t->kind == T_NUMBER && t->ordinal) || (t->kind == T_WORD &&
	    t->cls == W_LAST)) && is_word(r, at + 1, W_UNKNOWN);
}

/* Does a sign bind what stands on both sides, «тамбов-2020»? It sets nothing
 * apart then. */
static bool
is_hyphen(const struct token *t)
{
	return t->kind == T_DASH && t[-1].byte + t[-1].bytes == t->byte &&
	    t->byte + t->bytes == t[1].byte;
}

static bool
is_word_and_number(const struct token *a, const struct token *b)
{
	return (a->kind == T_WORD && b->kind == T_NUMBER) ||
	    (a->kind == T_NUMBER && b->kind == T_WORD);
}

/* «ОО-1», «85-К», «ГИА-11»: a word and a number with a hyphen between; the
 * token at the place is one of the three. */
static bool
is_code(const struct reader *r, size_t at)
{
	const struct token *t = reader_token(r, at);

	if (t->kind == T_DASH)
		return at > 0 && is_hyphen(t) &&
		    is_word_and_number(&t[-1], &t[1]);
	return (t[1].kind == T_DASH && is_hyphen(&t[1]) &&
	    is_word_and_number(t, &t[2]) && t->cls != W_MONTH) ||
	    (at > 1 && t[-1].kind == T_DASH && is_hyphen(&t[-1]) &&
	    is_word_and_number(&t[-2], t) && t->cls != W_MONTH &&
	    t[-2].cls != W_MONTH);
}

/* May the token at a place be part of a note? Sets *ret_named for a word that
 * can be one by itself. */
static bool
is_noted(struct reader *r, size_t at, bool *ret_named)
{
	const struct token *t = reader_token(r, at);

	if (is_reported_on(r, at))
		return true;
	if (is_code(r, at)) {
		*ret_named = true;
		return true;
	}
	if (t->kind == T_NUMBER)
		return is_of_form(r, at) || is_one_of_named(r, at) ||
		    is_behind_form(r, at);
	if (t->kind == T_DASH && is_hyphen(t) && t[1].kind == T_WORD)
		return at > 0;
	if (t->kind == T_DASH || t->kind == T_COMMA)
		return at > 0 && t[1].kind == T_NUMBER &&
		    (is_of_form(r, at) || is_behind_form(r, at));
	if (t->kind == T_SIGN)
		return true;            /* quotes */
	if (t->kind != T_WORD)
		return false;
	if (at > 0 && is_hyphen(&t[-1]) && t->latin)
		return true;            /* "follow-up" */
	switch (t->cls) {
	case W_UNKNOWN:
		*ret_named = *ret_named || strlen(t->text) >= 4;
		return !may_be_time(r, t) && told_rhythm(t) == UNIT_COUNT;
	case W_LAST:
		return is_one_of_named(r, at);
	case W_FORM: case W_STAGE: case W_HOLDING: case W_APPROVAL:
	case W_PROJECT: case W_DEED: case W_REQUEST: case W_CARRYING_OUT:
		*ret_named = true;
		return true;
	case W_CALENDAR: case W_SEASON_ADJ:     /* «финансовый отчёт» */
		return is_word(r, at + 1, W_UNKNOWN);
	case W_ALL:                     /* «все классы» */
		return is_word(r, at + 1, W_UNKNOWN) ||
		    is_word(r, at + 1, W_FORM);
	case W_IN: case W_ON: case W_PO: case W_FOR: case W_OF: case W_AND:
	case W_K: case W_FROM: case W_PRI: case W_OT:
		return true;
	case W_SCHEDULE:
		*ret_named = true;
		return true;
	case W_SCHOOL: case W_WORKING: case W_REPORTING:
		return is_word(r, at + 1, W_UNKNOWN) ||
		    is_word(r, at + 1, W_STAGE);
	case W_UNIT:                    /* «День учителя» */
		return is_word(r, at + 1, W_UNKNOWN) && (at == 0 ||
		    is_word(r, at - 1, W_UNKNOWN));
	default:
		return false;
	}
}

/* How many tokens of a note stand from token `from` behind the place, up to
 * one that is none; 0 when they name nothing. */
static size_t
note_length(struct reader *r, size_t from, bool commas)
{
	bool named = false;
	size_t n = from;

	while (n < NOTE_MOST && (is_noted(r, n, &named) ||
	    (commas && n > from && (reader_token(r, n)->kind == T_COMMA ||
	    reader_token(r, n)->kind == T_DASH))))
		n++;
	return named ? n - from : 0;
}

/* --- Notes --- */

static bool
leave_out(struct reader *r, struct node *n, size_t length)
{
	size_t start = r->pos;

	r->pos += length;
	reader_warn(r, PHRASE_W_NOTE, start, "if it changes the term, say so "
	    "in words of time", "says nothing of time, left out");
	n->kind = N_IGNORED;
	return true;
}

static bool
is_closing(const struct token *t)
{
	return t->kind == T_END || t->kind == T_CLOSE ||
	    t->kind == T_COMMA || t->kind == T_SEMICOLON;
}

/* Is the place the first of a cell or an entry? */
static bool
begins_entry(const struct reader *r)
{
	const struct token *t = &r->tokens->items[r->pos];

	return r->pos == 0 || is_closing(&t[-1]) || t[-1].kind == T_OPEN ||
	    (t[-1].kind == T_WORD && (t[-1].cls == W_AND ||
	    t[-1].cls == W_THEN));
}

/* «… 15 октября. Анализ: …», «ежегодно: отчёт – …» */
static bool
begins_sentence(const struct reader *r)
{
	const struct token *t = &r->tokens->items[r->pos - 1];

	return t->kind == T_COLON || r->source[t->byte + t->bytes] == '.';
}

/* «а)», «2)», "(b)": the mark of an entry; the bracket that was opened for it
 * closes by itself. */
static bool
read_mark(struct reader *r, struct node *n)
{
	const struct token *t = &r->tokens->items[r->pos];
	bool letter = t->kind == T_WORD && t->bytes <= 2 &&
	    (t->bytes == 1) == t->latin;

	if (!begins_entry(r) || t[1].kind != T_CLOSE || (!letter &&
	    (t->kind != T_NUMBER || !t->digits || t->len > 2)))
		return false;
	r->pos += r->pos > 0 && t[-1].kind == T_OPEN ? 1 : 2;
	r->list = r->day.shape = SHAPE_NONE;
	n->kind = N_IGNORED;
	return true;
}

/* «разработка – март», «отчёт: до 1 мая», «педсовет (август)» */
static bool
read_label(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	bool adjective = told_rhythm(reader_token(r, 0)) != UNIT_COUNT;
	size_t length = adjective + note_length(r, adjective, false);
	const struct token *sign = reader_token(r, length);
	enum term_unit unit;
	bool leads;

	if (length == 0 || !(begins_entry(r) || begins_sentence(r)) ||
	    is_hyphen(sign) || (sign->kind != T_DASH &&
	    sign->kind != T_COLON && sign->kind != T_OPEN))
		return false;
	r->pos += length + 1;
	leads = reader_begins(r);
	r->pos = start;
	unit = told_rhythm(&r->tokens->items[start]);
	if (leads)      /* «заявки – до 1 мая, итоги – 5 мая»: no list */
		r->list = r->day.shape = SHAPE_NONE;
	if (leads && unit != UNIT_COUNT) {
		n->kind = N_EVERY;
		n->unit = unit;
		r->pos += length;
		return true;
	}
	n->naming = NAMES_NEXT;
	return leads && leave_out(r, n, length);
}

/* «ноябрь (школьный этап)», «март – анализ» */
static bool
read_remark(struct reader *r, struct node *n)
{
	const struct token *t = &r->tokens->items[r->pos];
	bool bracket;
	size_t length;

	if (r->pos == 0 || (t[-1].kind != T_OPEN && (t[-1].kind != T_DASH ||
	    r->tree->len == 0 || is_hyphen(&t[-1]))))
		return false;
	bracket = t[-1].kind == T_OPEN;
	if (bracket && is_word(r, 0, W_MINIMUM) && t[1].kind == T_CLOSE) {
		r->pos++;               /* "monthly (minimum)" */
		return true;
	}
	length = note_length(r, 0, bracket);
	if (length == 0 || (bracket ? t[length].kind != T_CLOSE :
	    !is_closing(&t[length])))
		return false;
	n->naming = NAMES_LAST;
	return leave_out(r, n, length);
}

/* --- Deeds --- */

/* May a statement follow a deed with no sign between? «предпоследняя пятница»
 * is one thing. */
static bool
stands_apart(const struct reader *r)
{
	switch (reader_token(r, 0)->kind) {
	case T_NUMBER: case T_DATE:
		return true;
	case T_WORD:
		break;
	default:
		return false;
	}
	switch (reader_token(r, 0)->cls) {
	case W_DO: case W_NOT: case W_NOT_LATER: case W_NOT_LESS: case W_BY:
	case W_BEFORE: case W_IN: case W_ON: case W_PO: case W_K: case W_AT:
	case W_FROM: case W_DURING: case W_WITHIN: case W_EVERY:
	case W_EVERY_ADV: case W_TWICE: case W_TIMES: case W_STANDING:
	case W_ONLY_ONCE: case W_AS: case W_AFTER: case W_DUE: case W_FOR:
		return true;
	default:
		return false;
	}
}

/* «проводится», «утверждается», "completed". */
static bool
is_deed(const struct reader *r, size_t at)
{
	static const char *const endings[] = { "тся", "ться" };
	const struct token *t = reader_token(r, at);

	if (t->kind != T_WORD || t->cls == W_DEED)
		return t->kind == T_WORD;
	for (size_t i = 0; t->cls == W_UNKNOWN && i < 2; i++) {
		size_t n = strlen(t->text), k = strlen(endings[i]);

		if (n > k && strcmp(t->text + n - k, endings[i]) == 0)
			return true;
	}
	return false;
}

/* Up to a deed at the place, or behind what does it: «отчёт публикуется». 0:
 * none stands here. */
static size_t
deed_length(struct reader *r)
{
	bool named = false;
	size_t n = is_word(r, 0, W_TO);

	while (!is_deed(r, n) && n < DOER_MOST && begins_entry(r) &&
	    is_noted(r, n, &named))
		n++;
	if (!is_deed(r, n))
		return 0;
	while (is_deed(r, n))
		n++;
	return n;
}

/* «проводится 1 раз в квартал», "to be completed by 31 March", «ежегодно
 * обновляется», «представить отчёт до 1 мая» */
static bool
read_deed(struct reader *r, struct node *n)
{
	size_t start = r->pos, length = deed_length(r);

	n->kind = N_IGNORED;
	for (bool named = false; length > 0 && length < NOTE_MOST;) {
		bool ends;

		r->pos = start + length;
		ends = is_closing(reader_token(r, 0)) || (stands_apart(r) &&
		    reader_begins(r));
		r->pos = start;
		if (ends && !named) {
			r->pos += length;
			return true;    /* nothing but the deed */
		}
		if (ends)
			return leave_out(r, n, length);
		if (!is_noted(r, length, &named))
			return false;
		named = true;
		length++;
	}
	return false;
}

/* «постоянно, с ежеквартальным отчётом», "ongoing, with quarterly reports" */
static bool
read_with(struct reader *r, struct node *n)
{
	size_t start = r->pos, length;

	if (!is_word(r, 0, W_FROM) && !(is_word(r, 0, W_ACCOUNT) &&
	    strcmp(reader_token(r, 0)->text, "with") == 0))
		return false;
	r->pos++;
	n->kind = N_IGNORED;
	if (is_word(r, 0, W_EVERY_ADJ) || (is_word(r, 0, W_EVERY_ADV) &&
	    reader_token(r, 0)->latin))
		return true;
	length = note_length(r, 0, false);
	r->pos += length;
	if (length > 0 && stands_apart(r) && reader_begins(r)) {
		r->pos = start;
		return leave_out(r, n, length + 1);
	}
	r->pos = start;
	return false;
}

/* «1 раз в квартал по каждому участку», "for each school": of whom, which the
 * roadmap says with `each`. */
static bool
read_each_of(struct reader *r, struct node *n)
{
	size_t length = 2;

	if ((!is_word(r, 0, W_PO) && !is_word(r, 0, W_IN) &&
	    !is_word(r, 0, W_FOR) && strcmp(reader_token(r, 0)->text ?
	    reader_token(r, 0)->text : "", "для") != 0) ||
	    r->tree->len == 0 || !is_word(r, 1, W_EVERY))
		return false;
	while (length < NOTE_MOST && (is_word(r, length, W_UNKNOWN) ||
	    is_word(r, length, W_FORM)))
		length++;
	return length > 2 && is_closing(reader_token(r, length)) &&
	    leave_out(r, n, length);
}

bool
phrase_read_note(struct reader *r, struct node *n)
{
	*n = (struct node){ .kind = N_IGNORED, .unit = UNIT_COUNT,
	    .interval = 1, .first = r->pos };
	if (!read_mark(r, n) && !read_label(r, n) && !read_deed(r, n) &&
	    !read_with(r, n) && !read_each_of(r, n) && !read_remark(r, n))
		return false;
	n->end = r->pos;
	return true;
}
