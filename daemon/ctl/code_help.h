/* code_help.h - an example of every code, and how it is mended.
 *
 * Owns:        the texts.
 * May touch:   nothing.
 * Never knows: where a code is found; its one line stands in load/codes.h. */
#ifndef SROK_CTL_CODE_HELP_H
#define SROK_CTL_CODE_HELP_H

struct code_help {
	int code;
	const char *example;    /* lines of a file, or a term; "" for a term
	                         * that cannot be printed */
	const char *mend;
};

/* NULL when there is no such code. */
const struct code_help *code_help(int code);

#endif
