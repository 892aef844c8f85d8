#include "smtp_talk.h"

#include <string.h>
#include <strings.h>

static const char *const stage_names[SMTP_STAGES] = {
	[SMTP_CONNECT] = "greeting", [SMTP_HELLO] = "EHLO",
	[SMTP_STARTTLS] = "STARTTLS", [SMTP_AUTH] = "AUTH",
	[SMTP_MAIL] = "MAIL", [SMTP_RCPT] = "RCPT", [SMTP_DATA] = "DATA",
	[SMTP_END] = "end of letter",
};

static const struct command {
	const char *word;
	enum smtp_stage stage;
} commands[] = {
	{ "EHLO", SMTP_HELLO }, { "HELO", SMTP_HELLO },
	{ "STARTTLS", SMTP_STARTTLS }, { "AUTH", SMTP_AUTH },
	{ "MAIL", SMTP_MAIL }, { "RCPT", SMTP_RCPT }, { "DATA", SMTP_DATA },
};

const char *
smtp_stage_name(enum smtp_stage stage)
{
	return stage_names[stage];
}

static void
enter(struct smtp_talk *t, enum smtp_stage stage)
{
	t->stage = stage;
	t->code = 0;
	memset(t->status, 0, sizeof(t->status));
	t->line[0] = '\0';
}

void
smtp_talk_begin(struct smtp_talk *t)
{
	enter(t, SMTP_CONNECT);
	t->over = false;
}

static bool
begins(const char *bytes, size_t n, const char *word)
{
	size_t len = strlen(word);

	return n >= len && strncasecmp(bytes, word, len) == 0
	    && (n == len || strchr(" \r\n", bytes[len]));
}

void
smtp_talk_command(struct smtp_talk *t, const char *bytes, size_t n)
{
	/* What answers a challenge is no command, whatever it spells. */
	if (t->stage == SMTP_AUTH && t->code == 334)
		return;
	if (begins(bytes, n, "QUIT"))
		t->over = true;
	if (t->over || t->stage == SMTP_END)
		return;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (begins(bytes, n, commands[i].word)) {
			/* HELO tries again what EHLO was refused: until it is
			 * answered the refusal stands. */
			if (t->stage != SMTP_HELLO
			    || commands[i].stage != SMTP_HELLO)
				enter(t, commands[i].stage);
			if (commands[i].stage == SMTP_HELLO)
				t->authenticated = false;
			return;
		}
}

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : -1;
}

/* class "." subject "." detail, as RFC 3463 §2 has it: 1, 1-3, 1-3 digits. */
static void
parse_status(int ret[3], const char *p)
{
	int status[3] = {0}, digits;

	for (int i = 0; i < 3; i++) {
		for (digits = 0; digit(*p) >= 0 && digits < 3; digits++)
			status[i] = status[i] * 10 + digit(*p++);
		if (digits == 0 || (i < 2 && *p++ != '.'))
			return;
	}
	if ((*p == ' ' || *p == '\0') && (status[0] == 2 || status[0] == 4
	    || status[0] == 5))
		memcpy(ret, status, sizeof(status));
}

bool
smtp_talk_reply(struct smtp_talk *t, const char *line, size_t n)
{
	if (t->over)
		return false;
	while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
		n--;
	for (size_t i = 0; i < 3; i++)
		if (i >= n || digit(line[i]) < 0)
			return false;
	if (n > 3 && line[3] != ' ')
		return false;
	if (n > WIRE_REPLY_MAX)
		n = WIRE_REPLY_MAX;
	memcpy(t->line, line, n);
	t->line[n] = '\0';
	t->code = digit(line[0]) * 100 + digit(line[1]) * 10 + digit(line[2]);
	memset(t->status, 0, sizeof(t->status));
	if (n > 4)
		parse_status(t->status, t->line + 4);
	if (t->stage == SMTP_AUTH && t->code == 235)
		t->authenticated = true;
	return true;
}

void
smtp_talk_end(struct smtp_talk *t)
{
	enter(t, SMTP_END);
}
