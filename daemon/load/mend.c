#include "load/mend.h"

#include <string.h>

#include "core/phrase_codes.h"
#include "load/look.h"

void
mend_value(struct reader *r, struct diag *d, const struct node *n,
    size_t index, size_t len, const char *text)
{
	const struct source *source = &r->tree->source;
	struct place place;
	const char *first, *last, *start;
	size_t column;

	if (!d || source->shifted || n->kind != NODE_SCALAR || !len)
		return;
	place = node_place_at(r->tree, n, index, len);
	first = utf8_at(n->text, index);
	last = utf8_at(first, len);
	start = place.excerpt;
	column = place.column - 1;
	if (!start || place.width != len)
		return;
	start = utf8_at(start, column);
	if (strncmp(start, first, (size_t)(last - first)) == 0)
		diag_mend(r->diags, d, place, text);
}

const char *
look_alike(const char *word, const char *const *words, size_t n)
{
	const char *found = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!look_same(word, words[i]))
			continue;
		if (found)
			return NULL;
		found = words[i];
	}
	return found;
}

void
mend_word(struct reader *r, struct diag *d, const struct node *n,
    const char *const *words, size_t nwords)
{
	const char *same = look_alike(n->text, words, nwords);

	if (same)
		mend_value(r, d, n, 0, utf8_count(n->text, strlen(n->text)),
		    same);
}

void
mend_looks(struct reader *r, struct diag *d, const struct node *n,
    bool (*is_right)(const char *s))
{
	char text[LOOK_ROOM];

	for (int how = 0; how < LOOK_COUNT; how++) {
		if (!look_write(n->text, (enum look)how, text) ||
		    !is_right(text))
			continue;
		mend_value(r, d, n, 0, utf8_count(n->text, strlen(n->text)),
		    text);
		return;
	}
}

/* Nobody sees them, but a search does, and so does a filter of mail. */
void
mend_mixed_words(struct reader *r, const struct node *n)
{
	char right[LOOK_ROOM];
	size_t first, len;

	for (const char *s = n->text; look_mixed_word(s, &first, &len, right);
	    s += first + len) {
		size_t index = utf8_count(n->text, (size_t)(s - n->text) +
		    first);
		size_t count = utf8_count(s + first, len);

		mend_value(r, complain_at(r->diags, DIAG_WARNING,
		    node_place_at(r->tree, n, index, count),
		    PHRASE_W_LOOK_ALIKE, arena_printf(r->a, "write '%s' in "
		    "letters of one alphabet", right), "'%.*s' has letters of "
		    "another alphabet that look the same", (int)len,
		    s + first), n, index, count, right);
	}
}
