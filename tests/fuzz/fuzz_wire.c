/* Any bytes at all as a message and as a results file. What is read must be
 * written back as the same bytes: there is one way to say a thing. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must_equal(const struct str *out, const uint8_t *data, size_t size)
{
	if (out->len != size || memcmp(out->s, data, size) != 0)
		abort();
}

static void
message(struct str *out, const uint8_t *data, size_t size)
{
	struct wire_hello hello;
	struct wire_job job;
	struct wire_answer answer;
	const char *err, *why_not;

	if (wire_get_hello(data, size, &hello, &err)
	    && wire_put_hello(out, &hello, &err))
		must_equal(out, data, size);
	if (wire_get_job(data, size, &job, &err)
	    && wire_put_job(out, &job, &err))
		must_equal(out, data, size);
	if (wire_get_answer(data, size, &answer, &err)
	    && wire_put_answer(out, &answer, &err))
		must_equal(out, data, size);
	wire_get_hello_worker(data, size, &why_not, &err);
}

static void
records(const uint8_t *data, size_t size)
{
	unsigned char bytes[WIRE_RECORD_SIZE];
	struct wire_record record;
	size_t at = 0;

	while (wire_next_record(data, size, &at, &record)) {
		wire_put_record(bytes, &record);
		if (memcmp(bytes, data + at - sizeof(bytes),
		    sizeof(bytes)) != 0)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str out;

	str_init(&out);
	message(&out, data, size);
	str_done(&out);
	records(data, size);
	return 0;
}
