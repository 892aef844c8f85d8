/* syntax.h - libyaml's complaints in our words.
 *
 * Owns:        nothing; its texts are static.
 * May touch:   libyaml's parser, read only.
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
};

/* tab: a tab stands at libyaml's mark. */
struct syntax_error syntax_explain(const yaml_parser_t *parser, bool tab);

#endif
