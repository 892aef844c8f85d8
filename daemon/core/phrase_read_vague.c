/* Days that a number names without bounds: «в первых числах мая», «последние
 * дни месяца», «20-е числа». */
#include "core/phrase_part.h"

#include <string.h>

/* «в первых числах», «последние дни»: no day, but a decade. */
static bool
is_plural(const struct reader *r, size_t token)
{
	static const char *const endings[] = { "ые", "ых", "ыми", "ие", "их" };
	const struct token *t = &r->tokens->items[token];
	size_t n = t->text ? strlen(t->text) : 0;

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t len = strlen(endings[i]);

		if (n > len && strcmp(t->text + n - len, endings[i]) == 0)
			return true;
	}
	return false;
}

/* «20-х числах», «10-е числа», «десятых числах», not «20-го числа» */
static bool
is_many_numbers(const struct reader *r, size_t first)
{
	static const char *const endings[] = { "х", "Х", "е", "Е" };
	static const char *const nouns[] = {
		"числа", "числах", "числам", "чисел"
	};
	const struct token *t = &r->tokens->items[first];
	const char *noun = reader_token(r, 0)->text;
	size_t n = strlen(endings[0]);
	bool many = false;

	if (!is_word(r, 0, W_DAY_NUMBER) || t->bytes < n)
		return false;
	for (size_t i = 0; i < 4; i++)
		many = many || memcmp(r->source + t->byte + t->bytes - n,
		    endings[i], n) == 0;
	for (size_t i = 0; many && i < 4; i++)
		if (strcmp(noun, nouns[i]) == 0)
			return true;
	return false;
}

/* «в 20-х числах»: a stretch of the month that no order bounds. */
static bool
read_numbers_of_month(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	if (n == -1 || !is_many_numbers(r, first))
		return false;   /* «последних числах»: a decade */
	r->pos++;
	if ((n != 1 && n != 10 && n != 20) || (first > 0 &&
	    r->tokens->items[first - 1].cls == W_DO)) {
		reader_error(r, PHRASE_E_PLACE, first, r->pos,
		    "name the days", "says not which days");
		return false;
	}
	c->item.first = phrase_part_day(0, n);
	c->item.last = phrase_part_day(0, n == 1 ? 10 : n == 10 ? 19 : -1);
	if (!phrase_part_in_month(r, c))
		return false;
	reader_warn(r, PHRASE_W_VAGUE, first, "name the days",
	    "read as the days that begin so");
	return true;
}

bool
phrase_part_vague(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	size_t start = r->pos;

	if (read_numbers_of_month(r, c, n, first))
		return true;
	if (r->failed || !is_plural(r, first) || (n != 1 && n != -1))
		return false;
	if (!take(r, W_DAY_NUMBER) && !(is_word(r, 0, W_UNIT) &&
	    reader_token(r, 0)->value == UNIT_DAY && take(r, W_UNIT)))
		return reader_back(r, start);
	if (!phrase_part_decade(r, c, n, first) || !phrase_part_in_month(r, c))
		return false;
	reader_warn(r, PHRASE_W_VAGUE, first, "name the day",
	    "read as the first or last ten days");
	return true;
}
