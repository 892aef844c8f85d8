/* What the readers complain of, with the words themselves. */
#include "core/phrase_read.h"

void
reader_error(struct reader *r, int code, size_t first, size_t end,
    const char *hint, const char *what)
{
	const struct token *a = &r->tokens->items[first];
	const struct token *z = &r->tokens->items[end > first ? end - 1 :
	    first];

	r->failed = true;
	if (!r->trial)
		phrase_complain(r->issues, code, a->first,
		    (size_t)z->first + z->len - a->first, hint, "%s: '%.*s'",
		    what, (int)(z->byte + z->bytes - a->byte),
		    r->source + a->byte);
}

void
reader_warn(struct reader *r, int code, size_t first, const char *hint,
    const char *what)
{
	const struct token *a = &r->tokens->items[first];
	const struct token *z = &r->tokens->items[r->pos > first ?
	    r->pos - 1 : first];

	if (!r->trial)
		phrase_complain(r->issues, code, a->first,
		    (size_t)z->first + z->len - a->first, hint, "%s: '%.*s'",
		    what, (int)(z->byte + z->bytes - a->byte),
		    r->source + a->byte);
}

/* Says so of the first unknown word up to where the readers came, else of
 * the token itself. */
void
reader_not_understood(struct reader *r)
{
	size_t i = r->pos, n = r->tokens->len;
	const struct token *t;
	const char *near = NULL;

	for (; i <= r->far && i < n; i++)
		if (r->tokens->items[i].kind == T_WORD &&
		    r->tokens->items[i].cls == W_UNKNOWN)
			break;
	if (i > r->far || i >= n) {
		t = &r->tokens->items[r->pos];
		if (t->kind == T_WORD && t->cls == W_OR)
			reader_error(r, PHRASE_E_OR, r->pos, r->pos + 1,
			    "a list of terms: one entry for each",
			    "two different terms");
		else if (r->far >= n)
			reader_error(r, PHRASE_E_MISSING, r->pos, n, NULL,
			    "something is missing after");
		else
			reader_error(r, PHRASE_E_PLACE, r->far, r->far + 1,
			    NULL, "not understood at this place");
		return;
	}
	t = &r->tokens->items[i];
	near = words_nearest(r->arena, t->text);
	reader_error(r, PHRASE_E_WORD, i, i + 1, near ? arena_printf(r->arena,
	    "did you mean '%s'?", near) : NULL, "term not understood");
}

void
reader_warn_fiscal(struct reader *r, size_t at)
{
	if (r->tokens->items[at].value)
		reader_warn(r, PHRASE_W_TWO_WAYS, at, "name the days if "
		    "that year begins on another day than 1 January",
		    "read as the calendar's");
}
