/* syntax.h - libyaml's complaints in our words.
 *
 * Owns:        nothing; its texts are static.
 * May touch:   libyaml's parser, read only; the line at fault.
 * Never knows: the tree, the keys. */
#ifndef SROK_LOAD_SYNTAX_H
#define SROK_LOAD_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

struct syntax_error {
	int code;               /* 00xx */
	const char *what, *hint;
	size_t index;           /* code points from the beginning of the input:
	                         * where the mistake was made, not where libyaml
	                         * noticed it */
	bool spreads;           /* what comes below fails for it, too */
};

/* tab: a tab stands at libyaml's mark. */
struct syntax_error syntax_explain(const yaml_parser_t *parser, bool tab);

/* The same mistake, seen from the line where it stands, at that byte of it: a
 * key without a space behind its colon, a mark that a merge left. */
void syntax_look_at_line(struct syntax_error *e, const char *line,
    size_t byte);

#endif
