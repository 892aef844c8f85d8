/* «Заседания 1 раз в квартал», «1 октября, День учителя»: a term cell often
 * names what is done as well. Where no bracket or dash sets the name apart
 * (phrase_read_note.c) it is refused, for a name and a misspelled term look
 * alike; but then it is said what of it to keep.
 *
 * Words - Names - Parts */
#include "core/phrase_keep.h"

#include <string.h>

#include "core/phrase_lex.h"
#include "core/term.h"

enum {
	WORDS_MOST = 64,        /* of a cell that is tried at all */
	TRIES_MOST = 8          /* parts on each side */
};

struct piece {
	size_t from, to;        /* bytes */
};

/* --- Words --- */

/* Signs and blanks between words. A dash or a dot is part of one: of a date,
 * of a range. */
static size_t
sign_at(const char *s)
{
	static const char *const signs[] = {
		" ", "\t", "\n", "\r", ",", ";", ":", "(", ")", "\"", "«", "»",
		"\xc2\xa0"
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strncmp(s, signs[i], strlen(signs[i])) == 0)
			return strlen(signs[i]);
	return 0;
}

static bool
is_dash_alone(const char *text, struct piece p)
{
	static const char *const dashes[] = { "-", "–", "—" };

	for (size_t i = 0; i < sizeof(dashes) / sizeof(dashes[0]); i++)
		if (strlen(dashes[i]) == p.to - p.from && memcmp(dashes[i],
		    text + p.from, p.to - p.from) == 0)
			return true;
	return false;
}

/* The words of a text; 0 when they are too many. */
static size_t
split(const char *text, struct piece words[WORDS_MOST])
{
	size_t n = 0, i = 0;

	while (text[i]) {
		size_t from = i;

		if (sign_at(text + i)) {
			i += sign_at(text + i);
			continue;
		}
		while (text[i] && !sign_at(text + i))
			i++;
		if (n == WORDS_MOST)
			return 0;
		words[n++] = (struct piece){ from, i };
	}
	return n;
}

/* --- Names --- */

/* Does a piece of the cell only name something: no number, no date, no word
 * that terms are made of but the smallest? */
static bool
is_name(struct arena *a, const char *text, struct piece p)
{
	struct phrase_issues issues = { .arena = a };
	struct tokens tokens;

	if (p.to > p.from && text[p.to - 1] == '.')
		return false;   /* «каб. 5»: shortened, and goes on */
	if (!phrase_lex(a, arena_strndup(a, text + p.from, p.to - p.from),
	    &tokens, &issues))
		return p.from == p.to;
	for (size_t i = 0; i < tokens.len; i++) {
		const struct token *t = &tokens.items[i];

		if (t->kind == T_NUMBER || t->kind == T_DATE)
			return false;
		if (t->kind != T_WORD)
			continue;
		switch (t->cls) {
		case W_UNKNOWN: /* "FY" says something, whatever it is */
			if (strlen(t->text) < (t->latin ? 3 : 6) ||
			    words_almost_name(t->text,
			    strlen(t->text)))
				return false;
			break;
		case W_IN: case W_ON: case W_PO: case W_FOR: case W_OF:
		case W_AND: case W_SCHOOL: case W_WORKING: case W_SCHEDULE:
		case W_HOLDING: case W_CARRYING_OUT: case W_REPORTING:
		case W_MOMENT: case W_TERM: case W_STAGE: case W_PERIOD:
		case W_APPROVAL:
			break;
		case W_UNIT:    /* «День учителя» */
			if (t->value != UNIT_DAY)
				return false;
			break;
		default:
			return false;
		}
	}
	return true;
}

/* --- Parts --- */

/* Is a bracket opened in the piece and not closed in it, or the reverse? */
static bool
cuts_bracket(const char *text, struct piece p)
{
	int depth = 0;

	for (size_t i = p.from; i < p.to && depth >= 0; i++)
		depth += (text[i] == '(') - (text[i] == ')');
	return depth != 0;
}

/* «раз в полтора года»: is there more than a blank before word i? */
static bool
parted(const char *text, const struct piece *words, size_t i)
{
	for (size_t at = words[i - 1].to; at < words[i].from; at++)
		if (text[at] != ' ')
			return true;
	return is_dash_alone(text, words[i]);
}

static bool
is_times(const char *text, struct piece p)
{
	static const char *const words[] = { "раз", "times" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == p.to - p.from && memcmp(words[i],
		    text + p.from, p.to - p.from) == 0)
			return true;
	return false;
}

/* The words first..end as a term, when the rest is names; or NULL. */
static const char *
part(struct arena *a, const char *text, const struct piece *words, size_t n,
    size_t first, size_t end, phrase_reads *reads)
{
	struct piece p, before, behind;
	const char *s;

	while (first < end && is_dash_alone(text, words[first]))
		first++;
	while (first < end && is_dash_alone(text, words[end - 1]))
		end--;
	if (first == end)
		return NULL;
	if (end < n && end > 0 && !parted(text, words, end))
		return NULL;
	p = (struct piece){ words[first].from, words[end - 1].to };
	if (is_times(text, words[first]))
		return NULL;    /* «несколько раз в год» */
	before = (struct piece){ 0, first > 0 ? words[first - 1].to : 0 };
	behind = (struct piece){ end < n ? words[end].from : p.to,
	    end < n ? words[n - 1].to : p.to };
	if (cuts_bracket(text, p) || !is_name(a, text, before) ||
	    !is_name(a, text, behind))
		return NULL;
	s = arena_strndup(a, text + p.from, p.to - p.from);
	return reads(a, s) ? s : NULL;
}

const char *
phrase_keep(struct arena *a, const char *text, size_t at, phrase_reads *reads)
{
	struct piece words[WORDS_MOST];
	size_t n = split(text, words), byte = 0, k = 0;
	const char *before = NULL, *behind = NULL;

	for (; text[byte] && at > 0; at--) {
		byte++;
		while (((unsigned char)text[byte] & 0xc0) == 0x80)
			byte++;
	}
	while (k < n && words[k].to <= byte)
		k++;            /* the word that is not understood */
	for (size_t i = 0; i < TRIES_MOST && i < k && !before; i++)
		before = part(a, text, words, n, 0, k - i, reads);
	for (size_t i = k + 1; i <= k + TRIES_MOST && i < n && !behind; i++)
		behind = part(a, text, words, n, i, n, reads);
	return before && behind ? NULL : before ? before : behind;
}
