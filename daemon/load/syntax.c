#include "load/syntax.h"

#include <string.h>

#define TAB "tab character"

/* What a row says is told apart by these. */
static const char colon_in_value[] = "a colon and a space inside a value";
static const char no_key[] = "a line without a key";
static const char key_expected[] = "a key was expected here";

/* What libyaml 0.2.5 says, and what was meant. `context` narrows a row;
 * at_context points at where the thing began (an open quote), instead of
 * where libyaml gave up (often the end of the file). First match wins. */
static const struct {
	const char *problem, *context;
	bool at_context;
	int code;
	const char *what, *hint;
} rows[] = {
	{"mapping values are not allowed", NULL, false, 11,
	    colon_in_value,
	    "put the value in quotes: \"…: …\""},
	{TAB, NULL, false, 12,
	    "a tab in the indentation", "indent with spaces"},
	{"cannot start any token", NULL, false, 11,
	    "a value cannot begin with this character",
	    "put the value in quotes"},
	{"unexpected end of stream", "quoted scalar", true, 15,
	    "this quote is never closed", "close it at the end of the value"},
	{"unexpected document indicator", "quoted scalar", true, 15,
	    "this quote is never closed", "close it at the end of the value"},
	{"unknown escape character", NULL, false, 14,
	    "unknown escape in double quotes",
	    "put the value in single quotes, or write \\\\"},
	{"hexdecimal", NULL, false, 14,
	    "an escape with too few digits",
	    "put the value in single quotes, or write \\\\"},
	{"Unicode character escape", NULL, false, 14,
	    "an escape that is no character",
	    "put the value in single quotes, or write \\\\"},
	{"',' or ']'", NULL, true, 15,
	    "this [ is never closed",
	    "close it, or put a value with brackets in quotes"},
	{"',' or '}'", NULL, true, 15,
	    "this { is never closed",
	    "close it, or put a value with braces in quotes"},
	{"expected ':'", "simple key", true, 10,
	    no_key,
	    "write KEY: VALUE; a text of several lines goes below |"},
	{"alphabetic or numeric character", "alias", true, 11,
	    "a value cannot begin with *", "put the value in quotes"},
	{"alphabetic or numeric character", "anchor", true, 11,
	    "a value cannot begin with &", "put the value in quotes"},
	{"", "tag", true, 11,
	    "a value cannot begin with !", "put the value in quotes"},
	{"", "block scalar", true, 11,
	    "after | or > the text begins in the next line",
	    "a value that begins with | or > goes in quotes"},
	{"", "directive", true, 11,
	    "a line cannot begin with %", "put the value in quotes"},
	{"block sequence entries", NULL, false, 10,
	    "a list cannot begin here", "put - in a line of its own"},
	{"unexpected ':'", NULL, false, 11,
	    "a colon inside a value", "put the value in quotes: \"…: …\""},
	{"mapping keys are not allowed", NULL, false, 11,
	    "a value cannot begin with ?", "put the value in quotes"},
	{"expected key", NULL, false, 10,
	    key_expected,
	    "indent it like its neighbours; nothing may follow a closing "
	    "quote"},
	{"expected '-'", NULL, false, 10,
	    "- was expected here", "indent it like the other entries"},
	{"document start", NULL, false, 10,
	    "the file was at its end before this line",
	    "indent it like its neighbours"},
	{"expected node content", NULL, false, 10,
	    "a value was expected here", "put the value in quotes"},
};

struct syntax_error
syntax_explain(const yaml_parser_t *parser, bool tab)
{
	const char *problem = parser->problem ? parser->problem : "";
	const char *context = parser->context ? parser->context : "";

	if (tab && strstr(problem, "start any token"))
		problem = TAB;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!strstr(problem, rows[i].problem) ||
		    (rows[i].context && !strstr(context, rows[i].context)))
			continue;
		return (struct syntax_error){
			.code = rows[i].code,
			.what = rows[i].what,
			.hint = rows[i].hint,
			.index = rows[i].at_context && *context ?
			    parser->context_mark.index :
			    parser->problem_mark.index,
		};
	}
	return (struct syntax_error){
		.code = 10,
		.what = "this is not YAML",
		.hint = "look for a missing quote, bracket or indentation",
		.index = parser->problem_mark.index,
	};
}

/* How a line begins. */
struct beginning {
	bool entry;             /* "- " */
	bool dash_alone;        /* "-" without a space behind it */
	size_t colon;           /* behind a word of ours; 0: there is none … */
	bool glued;             /* … without a space behind it */
};

static struct beginning
beginning_of(const char *line)
{
	const char *word = line + strspn(line, " ");
	struct beginning b = {
		.entry = word[0] == '-' && word[1] == ' ',
		.dash_alone = word[0] == '-' && word[1] != ' '
	};
	size_t n;

	while (word[0] == '-' && word[1] == ' ')
		word += 1 + strspn(word + 1, " ");
	n = strspn(word, "abcdefghijklmnopqrstuvwxyz_");
	if (n > 1 && word[n] == ':')
		b.colon = (size_t)(word - line) + n;
	b.glued = b.colon && !strchr(" \r\n/", word[n + 1]);
	return b;
}

void
syntax_look_at_line(struct syntax_error *e, const char *line, size_t byte)
{
	static const char *const marks[] = {"<<<<<<< ", "=======", ">>>>>>> "};
	struct beginning b = beginning_of(line);

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strncmp(line, marks[i], strlen(marks[i])) == 0)
			*e = (struct syntax_error){10,
			    "two versions were merged and left here",
			    "keep one of them, delete the marks", e->index,
			    false};
	if (e->what == no_key && b.glued)
		e->hint = "put a space after the colon";
	else if (e->what == key_expected && b.entry)
		*e = (struct syntax_error){10,
		    "an entry of a list (-) among keys",
		    "below one key stand either keys or entries", e->index,
		    true};
	else if (e->code == 10 && b.dash_alone)
		e->hint = "put a space after -";
	else if (e->what == colon_in_value && b.colon == byte && byte)
		*e = (struct syntax_error){10,
		    "this line is indented deeper than its neighbours",
		    "indent it like them; a text of several lines goes "
		    "below |", e->index, false};
}
