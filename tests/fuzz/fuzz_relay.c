/* Any lines at all from a relay, with commands between them: the talk keeps
 * its bounds, every state has a verdict that the wire carries, and the reply
 * is fit for a log. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "reply.h"
#include "smtp_verdict.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct smtp_talk *talk)
{
	struct wire_answer answer = { .id = 1 }, back;
	struct verdict v = smtp_verdict(CURLE_RECV_ERROR, talk);
	const char *err;
	struct str out;

	str_init(&out);
	reply_set(&answer, v.outcome, v.scope, "%s: %s",
	    smtp_stage_name(talk->stage), talk->line);
	for (const char *p = answer.reply; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			abort();
	if (!wire_put_answer(&out, &answer, &err)
	    || !wire_get_answer(out.s, out.len, &back, &err)
	    || strcmp(back.reply, answer.reply) != 0)
		abort();
	str_done(&out);
}

/* A line that begins with '>' is a command, one with '!' the end of the
 * letter, any other a reply. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = (const char *)data, *end;
	struct smtp_talk talk = {0};
	size_t n;

	smtp_talk_begin(&talk);
	for (; size > 0; line += n, size -= n) {
		end = memchr(line, '\n', size);
		n = end ? (size_t)(end - line) + 1 : size;
		if (*line == '>')
			smtp_talk_command(&talk, line + 1, n - 1);
		else if (*line == '!')
			smtp_talk_end(&talk);
		else
			smtp_talk_reply(&talk, line, n);
		check(&talk);
	}
	return 0;
}
