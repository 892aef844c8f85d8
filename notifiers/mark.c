#include "mark.h"

#include <errno.h>
#include <unistd.h>

/* One write, so that O_APPEND keeps the records of all workers apart. A short
 * one leaves a stump that wire_next_record steps over. */
static bool
append(const struct marks *marks, const struct wire_record *record)
{
	unsigned char bytes[WIRE_RECORD_SIZE];
	ssize_t n;

	if (marks->fd < 0)
		return true;
	wire_put_record(bytes, record);
	do
		n = write(marks->fd, bytes, sizeof(bytes));
	while (n < 0 && errno == EINTR);
	if (n >= 0 && (size_t)n < sizeof(bytes))
		errno = ENOSPC;
	return n == (ssize_t)sizeof(bytes);
}

bool
mark_dot(const struct marks *marks, const struct wire_job *job)
{
	struct wire_record record = {
		.mark = WIRE_DOT, .id = job->id, .attempt = job->attempt,
	};

	return append(marks, &record);
}

bool
mark_result(const struct marks *marks, const struct wire_answer *answer)
{
	struct wire_record record = {
		.mark = WIRE_RESULT, .id = answer->id,
		.attempt = answer->attempt, .outcome = answer->outcome,
		.scope = answer->scope, .retry_after = answer->retry_after,
	};

	return append(marks, &record);
}
