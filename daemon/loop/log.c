#include "loop/log.h"

#include <stdarg.h>
#include <unistd.h>

#include "core/str.h"

/* Log lines are the one thing that every part of the edge may say without
 * being handed a context: two values, set once at the start. */
static bool to_journal;
static enum log_level most_said = LOG_LEVEL_INFO;

static const struct {
	const char *journal, *plain;
} prefixes[] = {
	[LOG_LEVEL_CRIT] = {"<2>", "critical: "},
	[LOG_LEVEL_ERR] = {"<3>", "error: "},
	[LOG_LEVEL_WARN] = {"<4>", "warning: "},
	[LOG_LEVEL_INFO] = {"<6>", ""},
	[LOG_LEVEL_DEBUG] = {"<7>", "debug: "},
};

void
log_open(bool journal, enum log_level most)
{
	to_journal = journal;
	most_said = most;
}

/* A text of the outside world stays one line: controls become '?'. */
static void
one_line(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = '?';
}

static void
say(enum log_level level, const char *format, va_list ap)
{
	struct str s;
	size_t start;
	ssize_t n;

	if (level > most_said)
		return;
	str_init(&s);
	str_add(&s, to_journal ? prefixes[level].journal :
	    prefixes[level].plain);
	start = s.len;
	str_vaddf(&s, format, ap);
	one_line(s.s + start);
	str_addc(&s, '\n');
	n = write(STDERR_FILENO, s.s, s.len);   /* whole lines only */
	(void)n;
	str_done(&s);
}

#define LOG_FUNCTION(name, level)                                       \
	void                                                            \
	name(const char *format, ...)                                   \
	{                                                               \
		va_list ap;                                             \
									\
		va_start(ap, format);                                   \
		say(level, format, ap);                                 \
		va_end(ap);                                             \
	}

LOG_FUNCTION(log_crit, LOG_LEVEL_CRIT)
LOG_FUNCTION(log_err, LOG_LEVEL_ERR)
LOG_FUNCTION(log_warn, LOG_LEVEL_WARN)
LOG_FUNCTION(log_info, LOG_LEVEL_INFO)
LOG_FUNCTION(log_debug, LOG_LEVEL_DEBUG)
