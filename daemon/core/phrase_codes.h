/* phrase_codes.h - what can be wrong with a term cell, one line each.
 *
 * Owns:        the numbers; they are printed, so they never change meaning.
 * May touch:   nothing.
 * Never knows: how a complaint is shown.
 *
 * rule-files.md §11 gives 02xx to terms. Errors take 0201..0249, warnings
 * 0250..0289; 0001 is the look-alike letter of the 00xx family. */
#ifndef SROK_CORE_PHRASE_CODES_H
#define SROK_CORE_PHRASE_CODES_H

#define PHRASE_CODES(X) \
	X(W_LOOK_ALIKE, 1, "a letter of the other alphabet stands inside " \
	    "a word; it was read as the one it looks like") \
	X(E_WORD, 201, "a word that no term is made of") \
	X(E_PLACE, 202, "the words are known, but make no term in this order") \
	X(E_EMPTY, 203, "the term is empty") \
	X(E_LONG, 204, "the term is longer than 500 characters") \
	X(E_DATE, 205, "a day or month that does not exist") \
	X(E_COUNTS, 206, "the least number is above the greatest") \
	X(E_REVERSED, 207, "a range that ends before it begins") \
	X(E_TWO_RHYTHMS, 208, "two rhythms that contradict each other") \
	X(E_LISTED, 209, "the number of times is not that of the months or " \
	    "days listed") \
	X(E_TOGETHER, 210, "two statements that cannot hold together") \
	X(E_MISSING, 211, "something is missing: which month, which year, " \
	    "how often or until when") \
	X(E_RANGE, 212, "a number outside of what there is: quarter 5, " \
	    "0 times, year 1800") \
	X(E_OR, 213, "two different terms joined by «или», \"or\"") \
	X(E_ENCODING, 214, "the term is not valid UTF-8") \
	X(W_TWO_WAYS, 250, "can be read in two ways; one was taken") \
	X(W_WITHIN, 251, "on request, but not within how long: 30 days") \
	X(W_WRAPPED, 252, "a range over the new year with years listed: it " \
	    "starts in each of them") \
	X(W_SCHEDULE, 253, "a schedule beside a rhythm or a time of its own") \
	X(W_VAGUE, 254, "a vague part of a period, read as calendar days") \
	X(W_ANCHOR, 255, "says how long, not from when; counted from each " \
	    "logged request") \
	X(W_BRACKET, 256, "a bracket without its pair") \
	X(W_NEAR, 257, "a word taken as part of a name is nearly one that " \
	    "tells time") \
	X(W_SPELLING, 258, "a common misspelling; read as meant") \
	X(W_HOUR, 259, "an hour; a term ends with its day") \
	X(W_NOTE, 260, "words beside the term that say nothing of time")

enum phrase_code {
#define X(name, number, text) PHRASE_##name = number,
	PHRASE_CODES(X)
#undef X
	PHRASE_CODE_NONE = 0
};

/* The line above for a code, or NULL when it is none of these. */
const char *phrase_code_text(int code);

#endif
