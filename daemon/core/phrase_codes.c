#include "core/phrase_codes.h"

#include <stddef.h>

const char *
phrase_code_text(int code)
{
	static const struct {
		int code;
		const char *text;
	} rows[] = {
#define X(name, number, text) { number, text },
		PHRASE_CODES(X)
#undef X
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == code)
			return rows[i].text;
	return NULL;
}
