#include "load/codes.h"

#include <stddef.h>

#include "core/phrase_codes.h"

static const struct row {
	int code;
	const char *text;
} rows[] = {
#define X(name, number, text) {number, text},
	LOAD_CODES(X)
#undef X
	/* of core/workcal.c */
	{402, "a move of a day that is a working day already"},
	{403, "a move onto a day that is off already"},
	{404, "the total of working days differs from the decree's"},
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

const char *
code_text(int code)
{
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].code == code)
			return rows[i].text;
	return phrase_code_text(code);
}
