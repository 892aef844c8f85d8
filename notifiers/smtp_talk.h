/* smtp_talk.h - where a conversation with a relay stands.
 *
 * Owns:        the last reply line.
 * May touch:   core/wire (the length of a reply).
 * Never knows: libcurl, sockets, what follows from it (smtp_verdict).
 *
 * libcurl says which code came last, but not to which command: after a lost
 * connection it still shows the 250 of an earlier one (trust.md §2.1). So
 * commands and replies are followed here as they pass by. */
#ifndef SROK_SMTP_TALK_H
#define SROK_SMTP_TALK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/wire.h"

enum smtp_stage {
	SMTP_CONNECT,           /* until the greeting was answered */
	SMTP_HELLO, SMTP_STARTTLS, SMTP_AUTH, SMTP_MAIL, SMTP_RCPT,
	SMTP_DATA,              /* and the body, as long as it lasts */
	SMTP_END,               /* the final dot may have left */
	SMTP_STAGES
};

struct smtp_talk {
	enum smtp_stage stage;
	int code;               /* reply to this stage, 0: none yet */
	int status[3];          /* its RFC 3463 code, 0.0.0: none */
	bool authenticated;     /* this connection has seen 235 */
	bool over;              /* QUIT: what follows is no longer ours */
	char line[WIRE_REPLY_MAX + 1];  /* last line of the reply, raw */
};

/* A new letter; whether the connection is authenticated stays known. */
void smtp_talk_begin(struct smtp_talk *t);
/* A command as it leaves (n bytes). Of AUTH only the word is looked at. */
void smtp_talk_command(struct smtp_talk *t, const char *bytes, size_t n);
/* A line of a reply. True when it was the last one of a reply. */
bool smtp_talk_reply(struct smtp_talk *t, const char *line, size_t n);
/* The body is at its end: the dot is next. */
void smtp_talk_end(struct smtp_talk *t);

/* "RCPT", "end of letter" ... for people. */
const char *smtp_stage_name(enum smtp_stage stage);

#endif
