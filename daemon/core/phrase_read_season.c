/* Seasons: «весна», «летний период», «осенне-зимний период». */
#include "core/phrase_part.h"

/* «осенне-зимний период»: two in a row are one stretch. */
static bool
read_two_seasons(struct reader *r, struct calendar_item *c, int month,
    size_t start)
{
	int last = (int)reader_token(r, 1)->value;

	r->pos += 3;
	if (last != (month + 2) % 12 + 1) {
		reader_error(r, PHRASE_E_OR, start, r->pos, "'весна, осень' "
		    "for both, 'март-ноябрь' for the stretch",
		    "one term or two");
		return false;
	}
	phrase_part_months(c, month, last == 12 ? 2 : last + 2);
	c->shape = SHAPE_PART;
	return true;
}

/* «период», «месяцы», «время» behind «летний». */
static bool
take_season_noun(struct reader *r)
{
	return take(r, W_PERIOD) || take(r, W_DURING) ||
	    (is_word(r, 0, W_UNIT) && reader_token(r, 0)->value ==
	    UNIT_MONTH && take(r, W_UNIT));
}

bool
phrase_part_season(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	int month = (int)reader_token(r, 0)->value;

	if (reader_token(r, 1)->kind == T_DASH && is_word(r, 2, W_SEASON_ADJ) &&
	    is_word(r, 3, W_PERIOD) && take(r, W_SEASON_ADJ))
		return read_two_seasons(r, c, month, start);
	if (take(r, W_SEASON_ADJ)) {
		/* «весенний и осенний период»: one noun for both */
		if (!take_season_noun(r) && !((is_word(r, 0, W_AND) ||
		    reader_token(r, 0)->kind == T_COMMA) &&
		    is_word(r, 1, W_SEASON_ADJ) && is_word(r, 2, W_PERIOD)))
			return reader_back(r, start);
	} else if (is_word(r, 1, W_HOLIDAYS) || is_word(r, 1, W_SCHOOL_TERM) ||
	    !take(r, W_SEASON)) {
		return false;           /* "winter break" is no season */
	}
	phrase_part_months(c, month, month == 12 ? 2 : month + 2);
	c->shape = SHAPE_PART;
	return true;
}
