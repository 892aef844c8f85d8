#include "core/phrase.h"

#include <string.h>

#include "core/phrase_codes.h"
#include "core/phrase_compile.h"
#include "core/phrase_lex.h"
#include "core/phrase_pair.h"
#include "core/phrase_read.h"
#include "core/phrase_say.h"
#include "core/phrase_weekday.h"

static bool
read_phrase(struct arena *a, const char *text, bool explain,
    struct phrase *ret)
{
	struct phrase_issues issues = { .arena = a };
	struct tokens tokens;
	struct tree tree;

	memset(ret, 0, sizeof(*ret));
	ret->language = "ru";
	if (phrase_lex(a, text, &tokens, &issues)) {
		ret->language = tokens.nen > tokens.nru ? "en" : "ru";
		if (phrase_read(a, text, &tokens, &issues, &tree)) {
			phrase_explain_weekdays(text, &tokens, &tree,
			    &issues);
			phrase_pair(a, text, &tokens, &tree, &issues);
			ret->term = phrase_compile(a, text, &tokens, &tree,
			    &issues);
			if (issues.nerrors > 0)
				ret->term = NULL;
			if (explain)
				ret->readings = phrase_say(a, &tokens, &tree,
				    &ret->nreadings);
			ret->counted = tree.counted;
			ret->schedule_of = tree.schedule_of;
		}
	}
	ret->issues = issues.items;
	ret->nissues = issues.len;
	return ret->term != NULL;
}

bool
phrase_parse(struct arena *a, const char *text, struct phrase *ret)
{
	return read_phrase(a, text, false, ret);
}

bool
phrase_explain(struct arena *a, const char *text, struct phrase *ret)
{
	return read_phrase(a, text, true, ret);
}
